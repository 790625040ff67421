/*
 * Signals as something the event loop can poll. Handlers only note what came and write a byte to a
 * pipe. What ends the program badly (a fault, or the second request to end) puts the terminal back
 * first, with functions that are safe in a handler, and then dies of the signal. The state behind
 * the handlers is the one of the process: there is one set of signals.
 */
#ifndef ATTACHE_UI_SIGNALS_H
#define ATTACHE_UI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

enum signal_bit {
    SIGNAL_RESIZE = 1 << 0,   /* SIGWINCH */
    SIGNAL_SUSPEND = 1 << 1,  /* SIGTSTP */
    SIGNAL_CONTINUE = 1 << 2, /* SIGCONT */
    SIGNAL_END = 1 << 3,      /* INT, TERM, HUP or QUIT: see signals_ending */
};

/* Installs the handlers; `reset` puts the terminal back and is safe in a handler. Returns the
 * descriptor to poll, or -1. */
int signals_open(void (*reset)(void));

/* What came since the last call, as bits; empties the pipe. */
unsigned signals_take(void);

/* The signal that asked to end, or 0. */
int signals_ending(void);

/* Puts back what was there before signals_open. */
void signals_close(void);

/* Stops this process (`group`: with the others of its job, as the terminal's own key would) until
 * it is continued. */
void signals_stop(bool group);

/*
 * While another program has the terminal, a descriptor: what its user's keys send is for that
 * program, and what stops it stops us, until signals_unshare. That takes the foreground back if it
 * was ours: a program that was killed while a job of its own had it does not.
 */
struct signals_shared {
    int terminal;
    bool foreground;
    struct sigaction interrupt, quit, stop;
};
void signals_share(struct signals_shared *before, int terminal);
void signals_unshare(const struct signals_shared *before);

/* In a child, before exec: everything as a new program expects it. Safe after fork. */
void signals_reset_child(void);

#endif
