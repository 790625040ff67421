#include "ui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int handled[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT,
                              SIGPIPE,  SIGSEGV, SIGABRT, SIGBUS, SIGFPE,  SIGILL};

enum { HANDLED = sizeof handled / sizeof *handled, STACK_BYTES = 65536 };

/* Handlers can be given nothing: what they need is here. */
struct state {
    int pipe[2];
    volatile sig_atomic_t open, pending_resize, pending_suspend, pending_continue, ending;
    void (*reset)(void);
    struct sigaction before[HANDLED];
};
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables) */
static struct state state = {
    .pipe = {-1, -1}
};

/* A fault may be that the stack is full. */
static char
    fault_stack[STACK_BYTES]; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static void die(int number)
{
    state.reset();
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigset_t mask;
    sigemptyset(&plain.sa_mask);
    sigaction(number, &plain, NULL);
    sigemptyset(&mask);
    sigaddset(&mask, number);
    pthread_sigmask(SIG_UNBLOCK, &mask, NULL);
    raise(number);
}

static void on_fault(int number)
{
    die(number);
}

static void on_signal(int number)
{
    int saved = errno;
    if (number == SIGWINCH)
        state.pending_resize = 1;
    else if (number == SIGTSTP)
        state.pending_suspend = 1;
    else if (number == SIGCONT)
        state.pending_continue = 1;
    else if (state.ending)
        die(number); /* asked twice: what was begun does not end */
    else
        state.ending = number;
    ssize_t written = write(state.pipe[1], "", 1);
    (void)written; /* full: the loop will wake up anyway */
    errno = saved;
}

static bool is_fault(int number)
{
    return number == SIGSEGV || number == SIGABRT || number == SIGBUS || number == SIGFPE ||
           number == SIGILL;
}

static void install(size_t i)
{
    int number = handled[i];
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    if (is_fault(number)) {
        action.sa_handler = on_fault;
        action.sa_flags = SA_ONSTACK | (int)SA_RESETHAND;
    } else if (number == SIGPIPE) {
        action.sa_handler = SIG_IGN;
    }
    sigaction(number, &action, &state.before[i]);
    /* Ignored by whoever started us (nohup, a shell's background job): stays ignored. */
    bool ignorable = number == SIGINT || number == SIGHUP || number == SIGQUIT || number == SIGTSTP;
    if (ignorable && state.before[i].sa_handler == SIG_IGN)
        sigaction(number, &state.before[i], NULL);
}

static int pipe_open(void)
{
    if (pipe(state.pipe) != 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(state.pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(state.pipe[i], F_SETFL, O_NONBLOCK);
    }
    return state.pipe[0];
}

int signals_open(void (*reset)(void))
{
    if (state.open || pipe_open() < 0)
        return -1;
    state.reset = reset;
    state.ending = state.pending_resize = state.pending_suspend = state.pending_continue = 0;
    stack_t stack = {.ss_sp = fault_stack, .ss_size = sizeof fault_stack};
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < HANDLED; i++)
        install(i);
    state.open = 1;
    return state.pipe[0];
}

unsigned signals_take(void)
{
    char bytes[64];
    while (state.open && read(state.pipe[0], bytes, sizeof bytes) > 0)
        continue;
    unsigned bits = 0;
    if (state.pending_resize)
        bits |= SIGNAL_RESIZE;
    if (state.pending_suspend)
        bits |= SIGNAL_SUSPEND;
    if (state.pending_continue)
        bits |= SIGNAL_CONTINUE;
    if (state.ending)
        bits |= SIGNAL_END;
    state.pending_resize = state.pending_suspend = state.pending_continue = 0;
    return bits;
}

int signals_ending(void)
{
    return state.ending;
}

void signals_close(void)
{
    if (!state.open)
        return;
    for (size_t i = 0; i < HANDLED; i++)
        sigaction(handled[i], &state.before[i], NULL);
    stack_t none = {.ss_flags = SS_DISABLE, .ss_size = STACK_BYTES};
    sigaltstack(&none, NULL);
    state.open = 0;
    for (int i = 0; i < 2; i++) {
        close(state.pipe[i]);
        state.pipe[i] = -1;
    }
}

void signals_stop(bool group)
{
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigemptyset(&plain.sa_mask);
    sigaction(SIGTSTP, &plain, &ours);
    if (group)
        kill(0, SIGTSTP);
    else
        raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
    state.pending_continue = 0; /* whoever stops, resumes */
    state.pending_suspend = 0;
}

void signals_share(struct signals_shared *before, int terminal)
{
    before->terminal = terminal;
    before->foreground = tcgetpgrp(terminal) == getpgrp();
    struct sigaction plain = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&plain.sa_mask);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &before->interrupt);
    sigaction(SIGQUIT, &ignore, &before->quit);
    sigaction(SIGTSTP, &plain, &before->stop);
}

/* From the background, where this stops a process that does not block it. */
static void take_foreground(int terminal)
{
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop, &before);
    tcsetpgrp(terminal, getpgrp());
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void signals_unshare(const struct signals_shared *before)
{
    if (before->foreground)
        take_foreground(before->terminal);
    sigaction(SIGINT, &before->interrupt, NULL);
    sigaction(SIGQUIT, &before->quit, NULL);
    sigaction(SIGTSTP, &before->stop, NULL);
}

void signals_reset_child(void)
{
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigemptyset(&plain.sa_mask);
    for (size_t i = 0; i < HANDLED; i++)
        sigaction(handled[i], &plain, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}
