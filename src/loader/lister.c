#include "loader/lister.h"

#include "base/mem.h"
#include "base/thread.h"

#include <string.h>

enum {
    WORTH_IT = 8,   /* directories expected before the thread is started */
    AHEAD = 32,     /* so many are listed, or being listed, at most, */
    ENTRIES = 2048, /* and no more once there are so many entries in them */
};

struct expected {
    struct expected *next;
    enum { WAITING, BEGUN, DONE } state;
    struct listed listed;
    str path;
    char bytes[]; /* of the path: an arena takes more than it has for each of a hundred thousand */
};

struct lister {
    const struct fs_root *root;
    struct expected *first; /* in the order of the walk */
    size_t len;
    size_t entries; /* of those that are listed */
    bool runs, stop;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more, done;
};

/* -- Listing ----------------------------------------------------------------------------------- */

/* Under the lock: the next that nobody has begun, if it is near enough. */
static struct expected *next_waiting(const struct lister *l)
{
    struct expected *e = l->entries < ENTRIES ? l->first : NULL;
    for (size_t i = 0; e != NULL && i < AHEAD; i++, e = e->next)
        if (e->state == WAITING)
            return e;
    return NULL;
}

/* Before the one that stands at that place; returns the place after it. */
static struct expected **expect(struct lister *l, struct expected **at, str path)
{
    struct expected *e = mem_calloc(1, sizeof *e + path.len);
    memcpy(e->bytes, str_chars(path.ptr), path.len);
    e->path = (str){e->bytes, path.len};
    e->next = *at;
    *at = e;
    l->len++;
    return &e->next;
}

/* The walk comes to links to directories at its end. */
static void expect_within(struct lister *l, struct expected *e)
{
    struct arena scratch = {0};
    struct expected **at = &e->next;
    for (size_t i = 0; i < e->listed.count; i++) {
        const struct fs_entry *entry = &e->listed.entries[i];
        if (entry->kind == FS_DIRECTORY && !entry->link)
            at = expect(l, at, path_join(&scratch, e->path, entry->name));
    }
    arena_release(&scratch);
}

/* The lock is held before and after. */
static void list_expected(struct lister *l, struct expected *e)
{
    e->state = BEGUN;
    pthread_mutex_unlock(&l->lock);
    e->listed.trouble =
        fs_list(l->root, e->path, &e->listed.arena, &e->listed.entries, &e->listed.count);
    pthread_mutex_lock(&l->lock);
    e->state = DONE;
    l->entries += e->listed.count;
    expect_within(l, e);
}

static void *list_ahead(void *user)
{
    struct lister *l = user;
    pthread_mutex_lock(&l->lock);
    while (!l->stop) {
        struct expected *e = next_waiting(l);
        if (e != NULL) {
            list_expected(l, e);
            pthread_cond_signal(&l->done);
        } else {
            pthread_cond_wait(&l->more, &l->lock);
        }
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* -- The walk's side --------------------------------------------------------------------------- */

struct lister *lister_make(const struct fs_root *root)
{
    struct lister *l = mem_calloc(1, sizeof *l);
    l->root = root;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->more, NULL);
    pthread_cond_init(&l->done, NULL);
    return l;
}

/* Under the lock. It is not the one being listed just now, or it is waited for. */
static struct listed take_first(struct lister *l)
{
    struct expected *e = l->first;
    while (e->state == BEGUN)
        pthread_cond_wait(&l->done, &l->lock);
    struct listed listed = e->listed;
    l->entries -= listed.count;
    l->first = e->next;
    l->len--;
    mem_free(e);
    return listed;
}

static void drop_first(struct lister *l)
{
    struct listed dropped = take_first(l);
    arena_release(&dropped.arena);
}

static bool is_expected(const struct lister *l, str path)
{
    const struct expected *e = l->first;
    while (e != NULL && !str_eq(e->path, path))
        e = e->next;
    return e != NULL;
}

/* Under the lock. While the other lists it, this one lists what comes after it. */
static struct listed take_expected(struct lister *l)
{
    if (l->first->state == WAITING)
        list_expected(l, l->first);
    struct expected *other;
    while (l->first->state == BEGUN && (other = next_waiting(l)) != NULL)
        list_expected(l, other);
    return take_first(l);
}

/* Under the lock. */
static void wake_other(struct lister *l)
{
    if (l->runs)
        pthread_cond_signal(&l->more);
    else if (l->len >= WORTH_IT)
        l->runs = thread_start(&l->thread, list_ahead, l) == 0;
}

struct listed lister_take(struct lister *l, str path)
{
    pthread_mutex_lock(&l->lock);
    if (!is_expected(l, path))
        expect(l, &l->first, path);
    while (!str_eq(l->first->path, path))
        drop_first(l);
    struct listed listed = take_expected(l);
    wake_other(l);
    pthread_mutex_unlock(&l->lock);
    return listed;
}

void lister_stop(struct lister *l)
{
    pthread_mutex_lock(&l->lock);
    l->stop = true;
    pthread_cond_signal(&l->more);
    pthread_mutex_unlock(&l->lock);
    if (l->runs)
        pthread_join(l->thread, NULL);
    while (l->first != NULL)
        drop_first(l);
    pthread_cond_destroy(&l->more);
    pthread_cond_destroy(&l->done);
    pthread_mutex_destroy(&l->lock);
    mem_free(l);
}
