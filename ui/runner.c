#include "ui/runner.h"

#include "base/arena.h"
#include "base/buf.h"
#include "ui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* SIGPIPE is ignored anyway */
#endif

enum { WORDS_MAX = 64, REQUEST_MAX = 1 << 20 };

static struct {
    int socket;
    pid_t process; /* 0: none */
} runner;          /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

/* What goes to the process: this, then the program's path and its words, each with its NUL. */
struct request {
    size_t size; /* bytes of the strings */
    int terminal;
    bool detached;
};

struct reply {
    int status, number; /* -1 and an errno, or as waitpid gives it */
};

/* -- Running ----------------------------------------------------------------------------------- */

static int wait_for(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* The child's child goes on and is nobody's: it leaves no zombie. */
static void detach(void)
{
    setsid();
    pid_t child = fork();
    if (child != 0)
        _exit(child < 0 ? RUNNER_CANNOT : 0);
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; null >= 0 && fd < 3; fd++)
        dup2(null, fd);
}

static int run_here(const struct runner_command *c)
{
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child > 0)
        return wait_for(child);
    signals_reset_child();
    if (c->detached)
        detach();
    else if (c->terminal != STDIN_FILENO)
        dup2(c->terminal, STDIN_FILENO);
    execv(c->program, c->argv);
    _exit(RUNNER_CANNOT);
}

/* -- Between the two --------------------------------------------------------------------------- */

static bool send_all(int fd, const void *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t n = send(fd, (const char *)bytes + at, size - at, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool receive_all(int fd, void *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t n = recv(fd, (char *)bytes + at, size - at, 0);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* One program; false when there is nobody any more who asks. */
static bool serve_one(int fd)
{
    struct arena a = {0};
    struct request r;
    char *argv[WORDS_MAX + 1] = {NULL};
    if (!receive_all(fd, &r, sizeof r) || r.size > REQUEST_MAX)
        return false;
    char *strings = arena_alloc(&a, r.size + 1, 1);
    bool whole = receive_all(fd, strings, r.size);
    struct runner_command c = {
        .program = strings, .argv = argv, .detached = r.detached, .terminal = r.terminal};
    size_t count = 0;
    for (size_t at = strlen(strings) + 1; at < r.size && count < WORDS_MAX; count++) {
        argv[count] = strings + at;
        at += strlen(strings + at) + 1;
    }
    struct reply reply = {.status = whole ? run_here(&c) : -1};
    reply.number = reply.status < 0 ? errno : 0;
    arena_release(&a);
    return whole && send_all(fd, &reply, sizeof reply);
}

/* What the keys of a terminal send is for the program that is run, not for who waits for it. */
static void serve(int fd)
{
    signals_reset_child();
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    while (serve_one(fd))
        continue;
    _exit(0);
}

bool runner_start(void)
{
    int pair[2];
    if (runner.process || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        fcntl(pair[i], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        serve(pair[1]);
    }
    close(pair[1]);
    if (child < 0) {
        close(pair[0]);
        return false;
    }
    runner.socket = pair[0];
    runner.process = child;
    return true;
}

void runner_stop(void)
{
    if (!runner.process)
        return;
    close(runner.socket);
    wait_for(runner.process);
    runner.process = 0;
}

int runner_run(const struct runner_command *c)
{
    if (!runner.process)
        return run_here(c);
    struct buf strings = {0};
    buf_append(&strings, str_of(c->program));
    buf_byte(&strings, '\0');
    for (size_t i = 0; c->argv[i]; i++) {
        buf_append(&strings, str_of(c->argv[i]));
        buf_byte(&strings, '\0');
    }
    struct request r = {.size = strings.len, .terminal = c->terminal, .detached = c->detached};
    struct reply reply = {.status = -1, .number = EPIPE};
    bool done = send_all(runner.socket, &r, sizeof r) &&
                send_all(runner.socket, strings.ptr, strings.len) &&
                receive_all(runner.socket, &reply, sizeof reply);
    buf_release(&strings);
    errno = done ? reply.number : EPIPE;
    return done ? reply.status : -1;
}
