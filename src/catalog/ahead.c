#include "catalog/ahead.h"

#include "base/mem.h"
#include "base/thread.h"
#include "catalog/fulltext.h"

#include <unistd.h>

enum {
    SLOTS = 1024, /* enough for a thread to go on while a transaction's full text is written */
    WORKERS_MAX = 3,
    FEW = 16, /* units that are not worth a thread */
};

/* What one thread loads with. */
struct means {
    const struct look *look;
    struct fulltext_packer *packer;
};

struct worker {
    struct ahead *ahead;
    pthread_t thread;
    struct library lib;
    struct look look; /* the refresh's, with that library */
    struct means means;
};

struct ahead {
    struct means means;         /* the writer's own */
    struct loaded slots[SLOTS]; /* in a ring, by the numbers below */
    pthread_mutex_t lock;
    pthread_cond_t given, ready;
    size_t taken, started, put; /* how many ever were: taken <= started <= put */
    size_t loaded, bytes;       /* of those between taken and put that are loaded */
    size_t room;                /* for those bytes */
    bool stop;
    struct worker workers[WORKERS_MAX];
    size_t worker_count;
};

/* -- One briefing ------------------------------------------------------------------------------ */

/* The hashes first: what changes while it is loaded then differs from its hash the next time. */
static void load(const struct means *means, struct loaded *l)
{
    const struct look *look = means->look;
    const struct unit *u = &l->unit;
    l->refused.arena = &l->arena;
    l->looked.unit = u;
    if (look->lib->root.fd >= 0) {
        l->looked.article_hash = look_hash(look, u->article, &u->article_stamp, &l->arena);
        if (str_present(u->sidecar))
            l->looked.sidecar_hash = look_hash(look, u->sidecar, &u->sidecar_stamp, &l->arena);
    }
    struct err e = library_load(look->lib, u, &l->arena, &l->briefing, &l->refused);
    if (!err_failed(&e)) {
        l->looked.sidecar_hash = look_hash_loaded(l->looked.sidecar_hash, &l->briefing->diags);
        l->looked.document = fulltext_document(means->packer, l->briefing);
        return;
    }
    l->briefing = NULL;
    l->gone = e.code == ERR_NOT_FOUND || l->refused.len == 0;
    l->looked.again = e.code == ERR_SYSTEM;
}

static void drop(struct loaded *l)
{
    fulltext_document_free(l->looked.document);
    arena_release(&l->arena);
    *l = (struct loaded){0};
}

/* The next one that nobody has started; NULL if there is none. Under the lock. */
static struct loaded *start_next(struct ahead *a)
{
    return a->started < a->put ? &a->slots[a->started++ % SLOTS] : NULL;
}

/* Loads it outside the lock, which is held before and after. */
static void load_unlocked(struct ahead *a, const struct means *means, struct loaded *l)
{
    pthread_mutex_unlock(&a->lock);
    load(means, l);
    pthread_mutex_lock(&a->lock);
    l->loaded = true;
    a->loaded++;
    l->bytes = arena_size(&l->arena) + (l->looked.document ? l->looked.document->size : 0);
    a->bytes += l->bytes;
    pthread_cond_signal(&a->ready);
}

/* The oldest is loaded however much memory the others take: it is waited for. */
static bool may_start(const struct ahead *a)
{
    return a->started < a->put && (a->bytes < a->room || a->started == a->taken);
}

static void *work(void *user)
{
    struct worker *w = user;
    struct ahead *a = w->ahead;
    pthread_mutex_lock(&a->lock);
    while (!a->stop) {
        if (may_start(a))
            load_unlocked(a, &w->means, start_next(a));
        else
            pthread_cond_wait(&a->given, &a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

/* -- Beginning and end ------------------------------------------------------------------------- */

/* Each has a library of its own: one is used by one thread at a time. */
static bool hire(struct ahead *a)
{
    struct worker *w = &a->workers[a->worker_count];
    struct err e = library_open(&w->lib, a->means.look->lib->given);
    w->ahead = a;
    w->look = *a->means.look;
    w->look.lib = &w->lib;
    w->means = (struct means){&w->look, fulltext_packer_new()};
    if (!err_failed(&e) && thread_start(&w->thread, work, w) == 0) {
        a->worker_count++;
        return true;
    }
    fulltext_packer_free(w->means.packer);
    library_close(&w->lib);
    return false;
}

struct ahead *ahead_start(const struct look *look, size_t to_load, int room_kb)
{
    struct ahead *a = mem_calloc(1, sizeof *a);
    a->means = (struct means){look, fulltext_packer_new()};
    a->room = (size_t)room_kb << 10;
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->given, NULL);
    pthread_cond_init(&a->ready, NULL);
    if (to_load <= FEW || look->lib->root.fd < 0)
        return a;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    long count = cores <= 2 ? 1 : cores - 1 < WORKERS_MAX ? cores - 1 : WORKERS_MAX;
    while (count-- > 0 && hire(a))
        continue;
    return a;
}

void ahead_stop(struct ahead *a)
{
    if (a == NULL)
        return;
    pthread_mutex_lock(&a->lock);
    a->stop = true;
    pthread_cond_broadcast(&a->given);
    pthread_mutex_unlock(&a->lock);
    for (size_t i = 0; i < a->worker_count; i++) {
        pthread_join(a->workers[i].thread, NULL);
        library_close(&a->workers[i].lib);
        fulltext_packer_free(a->workers[i].means.packer);
    }
    fulltext_packer_free(a->means.packer);
    for (size_t i = 0; i < SLOTS; i++)
        drop(&a->slots[i]);
    pthread_cond_destroy(&a->ready);
    pthread_cond_destroy(&a->given);
    pthread_mutex_destroy(&a->lock);
    mem_free(a);
}

/* -- In and out -------------------------------------------------------------------------------- */

/* What the writer counts needs no lock: it alone changes `taken` and `put`. */
bool ahead_has_room(struct ahead *a)
{
    return a->put - a->taken < SLOTS;
}

struct loaded *ahead_next(struct ahead *a)
{
    return &a->slots[a->put % SLOTS];
}

void ahead_load(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    a->put++;
    pthread_cond_signal(&a->given);
    pthread_mutex_unlock(&a->lock);
}

void ahead_wait(struct ahead *a, size_t count)
{
    pthread_mutex_lock(&a->lock);
    while (a->loaded < count && a->loaded < a->put - a->taken && a->bytes < a->room) {
        if (a->worker_count == 0)
            load_unlocked(a, &a->means, start_next(a));
        else
            pthread_cond_wait(&a->ready, &a->lock);
    }
    pthread_mutex_unlock(&a->lock);
}

struct loaded *ahead_take(struct ahead *a)
{
    if (a->taken == a->put)
        return NULL;
    struct loaded *l = &a->slots[a->taken % SLOTS];
    pthread_mutex_lock(&a->lock);
    while (!l->loaded) {
        if (may_start(a))
            load_unlocked(a, &a->means, start_next(a));
        else
            pthread_cond_wait(&a->ready, &a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    return l;
}

void ahead_done(struct ahead *a)
{
    struct loaded *l = &a->slots[a->taken % SLOTS];
    size_t bytes = l->bytes;
    drop(l);
    pthread_mutex_lock(&a->lock);
    a->taken++;
    a->loaded--;
    a->bytes -= bytes;
    pthread_cond_broadcast(&a->given);
    pthread_mutex_unlock(&a->lock);
}
