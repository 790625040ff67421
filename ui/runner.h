/*
 * Runs other programs: itself, or, once it was started, by a small process forked before the
 * sandbox (base/sandbox.h) was entered, in which no program can be started. That process does
 * nothing else, and ends when this one does. There is one: its state is the process's.
 */
#ifndef ATTACHE_UI_RUNNER_H
#define ATTACHE_UI_RUNNER_H

#include <stdbool.h>

struct runner_command {
    const char *program;
    char *const *argv; /* ends with NULL */
    bool detached;     /* it is nobody's: without a terminal, and nobody waits for it */
    int terminal;      /* else: its standard input, open since before runner_start */
};

/* Forks the small process. False if the system gives none. */
bool runner_start(void);
void runner_stop(void); /* waits for its end; harmless if there is none */

/* Runs it; returns its status as waitpid gives it (of one detached: whether it was begun), or -1
 * with errno. RUNNER_CANNOT is the exit status of a program that could not be run. */
enum { RUNNER_CANNOT = 127 };
int runner_run(const struct runner_command *c);

#endif
