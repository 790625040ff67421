/*
 * Trouble that the caller must decide about: cannot open, cannot write, cancelled. Passed by value;
 * ERR_NONE is success. Trouble in the content is not an err but a diag (base/diag.h); a bug is an
 * assert.
 *
 *     struct err e = fs_read(...);
 *     if (err_failed(&e)) ...
 */
#ifndef ATTACHE_BASE_ERR_H
#define ATTACHE_BASE_ERR_H

#include <stdbool.h>

enum err_code {
    ERR_NONE,
    ERR_USAGE,       /* what was asked makes no sense */
    ERR_NOT_FOUND,   /* no such file, briefing, entity */
    ERR_SYSTEM,      /* the system said no; `system` is its errno */
    ERR_TOO_LARGE,   /* over a stated limit */
    ERR_NOT_REGULAR, /* a directory, fifo, device where a regular file belongs */
    ERR_LINK,        /* a symbolic link that may not be followed */
    ERR_CORRUPT,     /* a database that is broken, foreign or newer */
    ERR_CANCELLED,   /* the user asked to stop */
};

struct err {
    enum err_code code;
    int system;        /* errno, or 0 */
    char message[256]; /* terminated UTF-8 without newline; unsafe text in it still has to pass the
                          gate */
};

bool err_failed(const struct err *e);

/* What does not fit is cut, between characters. */
struct err err_make(enum err_code code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ERR_SYSTEM: the message is what is given, then ": " and the system's reason for `number` (an
 * errno), which is never cut. */
struct err err_system(int number, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define ERR_OK ((struct err){.code = ERR_NONE})

#endif
