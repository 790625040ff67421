#include "ui/aside.h"

#include "base/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void close_pipe(struct aside *a)
{
    for (int i = 0; i < 2; i++)
        close(a->pipe[i]);
}

static struct err open_pipe(struct aside *a)
{
    if (pipe(a->pipe) != 0)
        return err_system(errno, "cannot make a pipe");
    for (int i = 0; i < 2; i++) {
        fcntl(a->pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(a->pipe[i], F_SETFL, O_NONBLOCK);
    }
    return ERR_OK;
}

struct err aside_start(struct aside *a, void *(*run)(void *), void *user)
{
    struct err e = open_pipe(a);
    if (err_failed(&e))
        return e;
    int failed = thread_start(&a->thread, run, user);
    if (failed == 0)
        return ERR_OK;
    close_pipe(a);
    return err_system(failed, "cannot start a thread");
}

void aside_end(struct aside *a)
{
    pthread_join(a->thread, NULL);
    close_pipe(a);
}

int aside_fd(const struct aside *a)
{
    return a->pipe[0];
}

void aside_wake(const struct aside *a)
{
    ssize_t written = write(a->pipe[1], "", 1);
    (void)written; /* full: it is readable */
}

void aside_calm(const struct aside *a)
{
    char bytes[64];
    while (read(a->pipe[0], bytes, sizeof bytes) > 0)
        continue;
}
