#include "catalog/indexer.h"

#include "base/mem.h"
#include "base/thread.h"
#include "catalog/texts.h"

enum {
    ITEMS = 8192,
    LOT = 32, /* so many are handed over at once: waking a thread costs as much as one */
};

struct item {
    enum { PUT, REMOVE, COMMIT } kind;
    bool keep;      /* what is committed */
    int64_t number; /* of the briefing; the generation */
    int64_t expected;
    struct fulltext_document *document;
};

struct indexer {
    struct catalog *c;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given, written;
    struct item items[ITEMS]; /* in a ring, by the numbers below */
    size_t put, taken;        /* how many ever were */
    size_t bytes, room;       /* of those between, and how many they may be */
    struct err trouble;       /* the first */
    bool hurried;             /* somebody waits for them */
    bool stop;
};

/* -- The work ---------------------------------------------------------------------------------- */

static size_t size_of(const struct item *item)
{
    return item->document != NULL ? item->document->size : 0;
}

static void carry_out(struct catalog *c, struct item *item)
{
    struct sql *sql = &c->texts.sql;
    switch (item->kind) {
    case PUT:
        texts_begin(c, item->expected);
        fulltext_put(sql, item->number, item->document);
        fulltext_document_free(item->document);
        break;
    case REMOVE:
        texts_begin(c, item->expected);
        fulltext_remove(sql, item->number);
        break;
    case COMMIT:
        texts_commit(c, item->number, item->keep);
        break;
    }
}

/* The lock is held before and after. */
static void take_lot(struct indexer *x)
{
    size_t from = x->taken, to = x->put - from < LOT ? x->put : from + LOT, bytes = 0;
    pthread_mutex_unlock(&x->lock);
    for (size_t i = from; i < to; i++) {
        bytes += size_of(&x->items[i % ITEMS]);
        carry_out(x->c, &x->items[i % ITEMS]);
    }
    pthread_mutex_lock(&x->lock);
    x->taken = to;
    x->bytes -= bytes;
    if (!err_failed(&x->trouble))
        x->trouble = x->c->texts.sql.trouble;
    if (x->hurried)
        pthread_cond_signal(&x->written);
}

static bool is_due(const struct indexer *x)
{
    size_t waiting = x->put - x->taken;
    return waiting >= LOT ||
           (waiting > 0 && (x->hurried || x->items[(x->put - 1) % ITEMS].kind == COMMIT));
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
    sql_write_back(&x->c->texts.sql);
    return NULL;
}

/* Under the lock: until no more than that are left, of items and of bytes. */
static void wait_until(struct indexer *x, size_t items, size_t bytes)
{
    while (x->put - x->taken > items || (x->put != x->taken && x->bytes > bytes)) {
        x->hurried = true;
        pthread_cond_signal(&x->given);
        pthread_cond_wait(&x->written, &x->lock);
    }
    x->hurried = false;
}

/* What went wrong so far, wherever it did. */
static void note_trouble(struct catalog *c)
{
    struct err e = ERR_OK;
    if (c->indexer != NULL) {
        pthread_mutex_lock(&c->indexer->lock);
        e = c->indexer->trouble;
        pthread_mutex_unlock(&c->indexer->lock);
    } else {
        e = sql_error(&c->texts.sql);
    }
    if (err_failed(&e) && !db_failed(c))
        c->sql.trouble = e;
}

/* -- Beginning and end ------------------------------------------------------------------------- */

void indexer_start(struct catalog *c, int room_kb)
{
    if (c->indexer != NULL || !texts_open(c))
        return;
    sql_cache(&c->texts.sql, room_kb);
    struct indexer *x = mem_calloc(1, sizeof *x);
    x->c = c;
    x->room = (size_t)room_kb << 10;
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->given, NULL);
    pthread_cond_init(&x->written, NULL);
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
    pthread_mutex_lock(&x->lock);
    bool runs = !x->stop;
    if (runs)
        wait_until(x, 0, 0);
    x->stop = true;
    pthread_cond_signal(&x->given);
    pthread_mutex_unlock(&x->lock);
    if (runs) { /* both files' logs are long by now: they are written back side by side */
        sql_write_back(&c->sql);
        pthread_join(x->thread, NULL);
    }
    c->indexer = NULL;
    note_trouble(c);
    pthread_cond_destroy(&x->given);
    pthread_cond_destroy(&x->written);
    pthread_mutex_destroy(&x->lock);
    mem_free(x);
    sql_cache(&c->texts.sql, SQL_CACHE_KB);
}

/* -- Handing over ------------------------------------------------------------------------------ */

/* When there is room for it. */
static void hand_over(struct indexer *x, const struct item *item)
{
    pthread_mutex_lock(&x->lock);
    wait_until(x, ITEMS - 1, x->room);
    x->items[x->put++ % ITEMS] = *item;
    x->bytes += size_of(item);
    if (x->put - x->taken == LOT || item->kind == COMMIT)
        pthread_cond_signal(&x->given);
    pthread_mutex_unlock(&x->lock);
}

static void give(struct catalog *c, struct item *item)
{
    item->expected = c->texts_expected;
    c->texts_given = item->kind != COMMIT;
    buf_clear(&c->texts.mark);
    if (c->indexer != NULL)
        hand_over(c->indexer, item);
    else if (texts_open(c))
        carry_out(c, item);
    else
        fulltext_document_free(item->document);
}

void indexer_begin(struct catalog *c, int64_t expected)
{
    c->texts_expected = expected;
    c->texts_given = false;
}

void indexer_put(struct catalog *c, int64_t brief, struct fulltext_document *d)
{
    give(c, &(struct item){.kind = PUT, .number = brief, .document = d});
}

void indexer_remove(struct catalog *c, int64_t brief)
{
    give(c, &(struct item){.kind = REMOVE, .number = brief});
}

bool indexer_finish(struct catalog *c, int64_t generation)
{
    bool given = c->texts_given;
    struct item item = {.kind = COMMIT, .number = generation, .keep = !db_failed(c)};
    if (given)
        give(c, &item);
    note_trouble(c);
    return given;
}

void indexer_wait(struct catalog *c)
{
    struct indexer *x = c->indexer;
    if (x != NULL) {
        pthread_mutex_lock(&x->lock);
        wait_until(x, 0, 0);
        pthread_mutex_unlock(&x->lock);
    }
    note_trouble(c);
}
