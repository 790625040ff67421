/*
 * The screens: opens the terminal, draws, reads keys, and leaves the terminal as it was. Everything
 * of the program that is interactive is behind app_run.
 */
#ifndef ATTACHE_UI_APP_H
#define ATTACHE_UI_APP_H

#include "base/str.h"
#include "loader/library.h"
#include "ui/config.h"

#include <stdbool.h>
#include <stdint.h>

/* Absent strings mean "there is none". Everything is borrowed and outlives app_run. */
struct app_options {
    int64_t today;               /* a day number */
    bool no_mouse;               /* the mouse is left to the terminal */
    bool no_sandbox;             /* files, programs and network stay open to the screens */
    bool keys_from_terminal;     /* standard input is content: keys are read from /dev/tty */
    str cache_home;              /* absolute: where the catalogue lies; absent: in memory */
    str state_home;              /* absolute: what only the user has */
    const struct config *config; /* keys and settings; NULL: the defaults */
};

/*
 * Runs the screens until the user leaves. A library of one article, or from standard input, opens
 * in the reader at once. Returns the exit status: 0, or 2 with one line on standard error where no
 * screen is possible (no terminal, TERM unset, dumb or unknown, no cursor addressing). Dies of the
 * signal that ended it, after the terminal is as it was.
 */
int app_run(struct library *library, const struct app_options *options);

/* Puts the terminal back as it was, if the screens had it: for mem_exhausted. Safe in a signal
 * handler, and when there is nothing to put back. */
void app_emergency(void);

#endif
