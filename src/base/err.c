#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_failed(const struct err *e)
{
    return e->code != ERR_NONE;
}

struct err err_make(enum err_code code, const char *format, ...)
{
    struct err e = {.code = code};
    va_list args;
    va_start(args, format);
    vsnprintf(e.message, sizeof e.message, format, args);
    va_end(args);
    return e;
}

struct err err_system(int number, const char *format, ...)
{
    struct err e = {.code = ERR_SYSTEM, .system = number};
    va_list args;
    va_start(args, format);
    int used = vsnprintf(e.message, sizeof e.message, format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof e.message)
        snprintf(e.message + used, sizeof e.message - (size_t)used, ": %s", strerror(number));
    return e;
}
