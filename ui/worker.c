#include "ui/worker.h"

#include "base/clock.h"
#include "base/mem.h"
#include "ui/aside.h"

#include <stdatomic.h>

enum { NOTIFY_MS = 60 }; /* the least time between two reports of progress */

struct worker {
    struct aside aside;
    pthread_mutex_t lock; /* of `state` */
    struct worker_state state;
    atomic_bool cancelled;
    int64_t last_report;           /* milliseconds; the thread's own */
    const struct catalog *catalog; /* the app's, as is the library: neither is touched */
    const struct library *library;
    str path;
    struct arena arena;
};

static void on_progress(void *user, const struct refresh_progress *p)
{
    struct worker *w = user;
    int64_t now = clock_ms();
    pthread_mutex_lock(&w->lock);
    bool committed = p->commits > w->state.commits;
    w->state.progress = *p;
    if (committed)
        w->state.commits = p->commits;
    pthread_mutex_unlock(&w->lock);
    if (!committed && now - w->last_report < NOTIFY_MS)
        return;
    w->last_report = now;
    aside_wake(&w->aside);
}

static bool is_cancelled(void *user)
{
    struct worker *w = user;
    return atomic_load(&w->cancelled);
}

static struct err refresh(struct worker *w, struct catalog *catalog, struct refresh_counts *counts)
{
    struct library library;
    struct refresh_hooks hooks = {.user = w, .progress = on_progress, .cancelled = is_cancelled};
    struct err e = library_open(&library, w->path);
    /* What cannot be read in the sandbox, and outside is not what the app has open. */
    if (library_is_replaced(w->library))
        e = err_make(ERR_NOT_FOUND,
                     "what stood at '%.*s' was replaced or is gone: start attache "
                     "again to read what is there now",
                     STR_FMT(w->path));
    if (!err_failed(&e))
        e = catalog_refresh(catalog, &library, false, &hooks, counts);
    library_close(&library);
    return e;
}

/* The connection is opened and closed here: that can wait for the disk, and the app is not to. */
static void *run(void *user)
{
    struct worker *w = user;
    struct catalog *catalog;
    struct refresh_counts counts = {0};
    struct err e = catalog_connect(w->catalog, &catalog);
    if (!err_failed(&e))
        e = refresh(w, catalog, &counts);
    catalog_close(catalog);
    pthread_mutex_lock(&w->lock);
    w->state.result = e;
    w->state.counts = counts;
    w->state.done = true;
    pthread_mutex_unlock(&w->lock);
    aside_wake(&w->aside);
    return NULL;
}

static void release(struct worker *w)
{
    pthread_mutex_destroy(&w->lock);
    arena_release(&w->arena);
    mem_free(w);
    mem_give_back();
}

struct err worker_start(const struct catalog *catalog, const struct library *library,
                        struct worker **worker)
{
    struct worker *w = mem_calloc(1, sizeof *w);
    *worker = NULL;
    pthread_mutex_init(&w->lock, NULL);
    w->catalog = catalog;
    w->library = library;
    w->path = arena_str(&w->arena, library->given);
    struct err e = aside_start(&w->aside, run, w);
    if (err_failed(&e))
        release(w);
    else
        *worker = w;
    return e;
}

int worker_fd(const struct worker *w)
{
    return aside_fd(&w->aside);
}

struct worker_state worker_state(struct worker *w)
{
    aside_calm(&w->aside);
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
    aside_end(&w->aside);
    release(w);
}
