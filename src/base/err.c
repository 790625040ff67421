#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_failed(const struct err *e)
{
    return e->code != ERR_NONE;
}

/* Drops a character whose last bytes did not fit. */
static void trim_half_character(char *text)
{
    size_t len = strlen(text), start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < whole)
        text[start - 1] = '\0';
}

/* Fills at most `room` bytes, the NUL included. */
static void write_message(char *out, size_t room, const char *format, va_list args)
{
    int len = vsnprintf(out, room, format, args);
    if (len < 0)
        out[0] = '\0';
    else if ((size_t)len >= room)
        trim_half_character(out);
}

struct err err_make(enum err_code code, const char *format, ...)
{
    struct err e = {.code = code};
    va_list args;
    va_start(args, format);
    write_message(e.message, sizeof e.message, format, args);
    va_end(args);
    return e;
}

struct err err_system(int number, const char *format, ...)
{
    struct err e = {.code = ERR_SYSTEM, .system = number};
    char reason[96];
    snprintf(reason, sizeof reason, ": %s", strerror(number));
    va_list args;
    va_start(args, format);
    write_message(e.message, sizeof e.message - strlen(reason), format, args);
    va_end(args);
    memcpy(e.message + strlen(e.message), reason, strlen(reason) + 1);
    return e;
}
