#include "ui/worker.h"

#include "base/mem.h"
#include "ui/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { NOTIFY_MS = 60 }; /* the least time between two reports of progress */

struct worker {
    pthread_t thread;
    pthread_mutex_t lock; /* of `state` */
    struct worker_state state;
    atomic_bool cancelled;
    int pipe[2];
    long last_report; /* milliseconds; the thread's own */
    struct catalog *catalog;
    str path;
    struct arena arena;
};

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void notify(struct worker *w)
{
    ssize_t written = write(w->pipe[1], "", 1);
    (void)written; /* full: it is readable */
}

static void on_progress(void *user, const struct refresh_progress *p)
{
    struct worker *w = user;
    long now = now_ms();
    pthread_mutex_lock(&w->lock);
    w->state.progress = *p;
    pthread_mutex_unlock(&w->lock);
    if (now - w->last_report < NOTIFY_MS)
        return;
    w->last_report = now;
    notify(w);
}

static bool is_cancelled(void *user)
{
    struct worker *w = user;
    return atomic_load(&w->cancelled);
}

static void *run(void *user)
{
    struct worker *w = user;
    struct library library;
    struct refresh_counts counts = {0};
    struct refresh_hooks hooks = {w, on_progress, is_cancelled};
    struct err e = library_open(&library, w->path);
    if (!err_failed(&e))
        e = catalog_refresh(w->catalog, &library, false, &hooks, &counts);
    library_close(&library);
    pthread_mutex_lock(&w->lock);
    w->state.result = e;
    w->state.counts = counts;
    w->state.done = true;
    pthread_mutex_unlock(&w->lock);
    notify(w);
    return NULL;
}

static struct err open_pipe(struct worker *w)
{
    if (pipe(w->pipe) != 0)
        return err_system(errno, "cannot make a pipe");
    for (int i = 0; i < 2; i++) {
        fcntl(w->pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(w->pipe[i], F_SETFL, O_NONBLOCK);
    }
    return ERR_OK;
}

static void release(struct worker *w)
{
    catalog_close(w->catalog);
    for (int i = 0; i < 2; i++)
        if (w->pipe[i] >= 0)
            close(w->pipe[i]);
    pthread_mutex_destroy(&w->lock);
    arena_release(&w->arena);
    mem_free(w);
}

struct err worker_start(const struct catalog *catalog, const struct library *library,
                        struct worker **worker)
{
    struct worker *w = mem_calloc(1, sizeof *w);
    *worker = NULL;
    w->pipe[0] = w->pipe[1] = -1;
    pthread_mutex_init(&w->lock, NULL);
    w->path = arena_str(&w->arena, library->given);
    struct err e = open_pipe(w);
    if (!err_failed(&e))
        e = catalog_connect(catalog, &w->catalog);
    if (!err_failed(&e)) {
        int failed = thread_start(&w->thread, run, w);
        if (failed)
            e = err_system(failed, "cannot start a thread");
    }
    if (err_failed(&e))
        release(w);
    else
        *worker = w;
    return e;
}

int worker_fd(const struct worker *w)
{
    return w->pipe[0];
}

struct worker_state worker_state(struct worker *w)
{
    char bytes[64];
    while (read(w->pipe[0], bytes, sizeof bytes) > 0)
        continue;
    pthread_mutex_lock(&w->lock);
    struct worker_state state = w->state;
    pthread_mutex_unlock(&w->lock);
    return state;
}

void worker_cancel(struct worker *w)
{
    atomic_store(&w->cancelled, true);
}

void worker_free(struct worker *w)
{
    if (!w)
        return;
    worker_cancel(w);
    pthread_join(w->thread, NULL);
    release(w);
}
