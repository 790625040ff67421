#include "catalog/indexer.h"

#include "base/mem.h"
#include "base/thread.h"
#include "catalog/texts.h"

enum {
    ITEMS = 512,
    LOT = 32, /* so many are handed over at once: waking a thread costs as much as one */
    BYTES_MAX = 16 << 20, /* that wait */
    CACHE_KB = 16 << 10,  /* of the file, lest segments are read again while they are merged */
};

struct item {
    enum { PUT, REMOVE, COMMIT } kind;
    int64_t number; /* of the briefing; the generation */
    const struct fulltext_document *document;
    struct arena arena;
    size_t bytes;
    bool keep;
};

struct indexer {
    struct catalog *c;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given, taken_on;
    struct item items[ITEMS]; /* in a ring, by the numbers below */
    size_t put, taken;        /* how many ever were */
    size_t bytes;             /* of those between */
    bool hurried;             /* somebody waits for all of them */
    bool stop;
};

/* -- The work ---------------------------------------------------------------------------------- */

static void carry_out(struct catalog *c, const struct item *item)
{
    struct sql *sql = &c->texts.sql;
    switch (item->kind) {
    case PUT:
        texts_begin(c);
        fulltext_put(sql, item->number, item->document);
        break;
    case REMOVE:
        texts_begin(c);
        fulltext_remove(sql, item->number);
        break;
    case COMMIT:
        texts_commit(c, item->number, item->keep);
        break;
    }
}

/* All that have come. The lock is held before and after. */
static void take_lot(struct indexer *x)
{
    size_t from = x->taken, to = x->put, bytes = 0;
    pthread_mutex_unlock(&x->lock);
    for (size_t i = from; i < to; i++) {
        struct item *item = &x->items[i % ITEMS];
        carry_out(x->c, item);
        arena_release(&item->arena);
        bytes += item->bytes;
    }
    pthread_mutex_lock(&x->lock);
    x->taken = to;
    x->bytes -= bytes;
    pthread_cond_signal(&x->taken_on);
}

static bool is_due(const struct indexer *x)
{
    return x->put - x->taken >= LOT || (x->hurried && x->put != x->taken);
}

static void *work(void *user)
{
    struct indexer *x = user;
    pthread_mutex_lock(&x->lock);
    while (!x->stop) {
        if (is_due(x))
            take_lot(x);
        else
            pthread_cond_wait(&x->given, &x->lock);
    }
    pthread_mutex_unlock(&x->lock);
    return NULL;
}

/* Under the lock. */
static void wait_for_all(struct indexer *x)
{
    x->hurried = true;
    pthread_cond_signal(&x->given);
    while (x->taken != x->put)
        pthread_cond_wait(&x->taken_on, &x->lock);
    x->hurried = false;
}

/* -- Beginning and end ------------------------------------------------------------------------- */

void indexer_start(struct catalog *c)
{
    if (!texts_open(c))
        return;
    sql_cache(&c->texts.sql, CACHE_KB);
    struct indexer *x = mem_calloc(1, sizeof *x);
    x->c = c;
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->given, NULL);
    pthread_cond_init(&x->taken_on, NULL);
    c->indexer = x;
    if (thread_start(&x->thread, work, x) != 0) {
        x->stop = true;
        indexer_stop(c);
    }
}

void indexer_stop(struct catalog *c)
{
    struct indexer *x = c->indexer;
    if (x == NULL)
        return;
    c->indexer = NULL;
    pthread_mutex_lock(&x->lock);
    bool runs = !x->stop;
    if (runs)
        wait_for_all(x);
    x->stop = true;
    pthread_cond_signal(&x->given);
    pthread_mutex_unlock(&x->lock);
    if (runs)
        pthread_join(x->thread, NULL);
    pthread_cond_destroy(&x->given);
    pthread_cond_destroy(&x->taken_on);
    pthread_mutex_destroy(&x->lock);
    mem_free(x);
    sql_cache(&c->texts.sql, SQL_CACHE_KB);
}

/* -- Handing over ------------------------------------------------------------------------------ */

static void hand_over(struct indexer *x, const struct item *item, bool hurry)
{
    pthread_mutex_lock(&x->lock);
    while (x->put - x->taken == ITEMS || (x->put != x->taken && x->bytes > BYTES_MAX)) {
        x->hurried = true;
        pthread_cond_signal(&x->given);
        pthread_cond_wait(&x->taken_on, &x->lock);
    }
    x->hurried = hurry;
    x->items[x->put++ % ITEMS] = *item;
    x->bytes += item->bytes;
    if (hurry || (x->put - x->taken) % LOT == 0)
        pthread_cond_signal(&x->given);
    pthread_mutex_unlock(&x->lock);
}

static void give(struct catalog *c, const struct item *item, bool hurry)
{
    if (c->indexer != NULL)
        hand_over(c->indexer, item, hurry);
    else if (texts_open(c))
        carry_out(c, item);
}

void indexer_put(struct catalog *c, int64_t brief, const struct fulltext_document *d,
                 struct arena *arena)
{
    struct item item = {.kind = PUT, .number = brief, .document = d};
    if (c->indexer != NULL && arena != NULL) {
        item.arena = *arena;
        item.bytes = arena_size(arena);
        *arena = (struct arena){0};
    }
    give(c, &item, false);
    if (c->indexer != NULL && arena == NULL) {
        pthread_mutex_lock(&c->indexer->lock);
        wait_for_all(c->indexer);
        pthread_mutex_unlock(&c->indexer->lock);
    }
}

void indexer_remove(struct catalog *c, int64_t brief)
{
    give(c, &(struct item){.kind = REMOVE, .number = brief}, false);
}

void indexer_finish(struct catalog *c, int64_t generation)
{
    const struct item item = {.kind = COMMIT, .number = generation, .keep = !db_failed(c)};
    if (c->indexer != NULL)
        hand_over(c->indexer, &item, true);
    else
        carry_out(c, &item);
}

struct err indexer_wait(struct catalog *c, bool *written)
{
    struct indexer *x = c->indexer;
    if (x != NULL) {
        pthread_mutex_lock(&x->lock);
        wait_for_all(x);
        pthread_mutex_unlock(&x->lock);
    }
    *written = c->texts.written;
    c->texts.written = false;
    return sql_error(&c->texts.sql);
}
