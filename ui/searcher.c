#include "ui/searcher.h"

#include "base/mem.h"
#include "ui/aside.h"

enum { PARTS = 4 };

struct searcher {
    struct aside aside;
    struct catalog *catalog; /* the thread's own, but for catalog_interrupt */
    pthread_mutex_t lock;    /* of what follows */
    pthread_cond_t asked;
    bool ending, pending;
    unsigned long number;    /* of the last wish */
    struct arena arena;      /* of its strings */
    struct search_wish wish; /* meaningful while pending */
    struct search_answer *answers[PARTS];
};

/* -- In the thread ----------------------------------------------------------------------------- */

/* A wish that is being worked on. */
struct task {
    struct searcher *s;
    unsigned long number;
    struct arena arena;
    struct search_wish wish;
    struct search_query query;
};

static void copy_wish(struct search_wish *to, const struct search_wish *from, struct arena *a)
{
    *to = *from;
    to->query = arena_str(a, from->query);
    to->keep = arena_str(a, from->keep);
}

/* Waits for the next wish; false at the end. */
static bool next_task(struct searcher *s, struct task *t)
{
    *t = (struct task){.s = s};
    pthread_mutex_lock(&s->lock);
    while (!s->pending && !s->ending)
        pthread_cond_wait(&s->asked, &s->lock);
    bool ending = s->ending;
    if (!ending) {
        copy_wish(&t->wish, &s->wish, &t->arena);
        t->number = s->number;
        s->pending = false;
        catalog_resume(s->catalog);
    }
    pthread_mutex_unlock(&s->lock);
    return !ending;
}

/* The answer goes to who asked, unless something else was asked meanwhile. */
static void deliver(struct task *t, struct search_answer *answer, int slot)
{
    struct searcher *s = t->s;
    pthread_mutex_lock(&s->lock);
    if (t->number == s->number && answer->trouble.code != ERR_CANCELLED) {
        search_answer_free(s->answers[slot]);
        s->answers[slot] = answer;
        answer = NULL;
    }
    pthread_mutex_unlock(&s->lock);
    search_answer_free(answer);
    aside_wake(&s->aside);
}

/* What is to be seen first, before it is known what else is found. */
static struct err answer_first(struct task *t, struct search_answer *answer)
{
    struct err e = catalog_search(t->s->catalog, &t->query, NULL, false, t->wish.seen,
                                  &answer->arena, &answer->rows);
    answer->total = answer->rows.count;
    answer->counted =
        !answer->rows.more || catalog_search_known(t->s->catalog, &t->query, &answer->total);
    return e;
}

static struct err answer_all(struct task *t, struct search_answer *answer)
{
    struct catalog *c = t->s->catalog;
    size_t first = t->wish.first, row;
    struct err e = catalog_search_count(c, &t->query, &answer->total);
    if (err_failed(&e))
        return e;
    answer->counted = true;
    if (t->wish.keep.len > 0 && catalog_search_rank(c, &t->query, t->wish.keep, &row)) {
        answer->kept = true;
        answer->kept_row = row;
        first = row > t->wish.line ? row - t->wish.line : 0;
    }
    if (first + t->wish.limit > answer->total)
        first = answer->total > t->wish.limit ? answer->total - t->wish.limit : 0;
    answer->first = first;
    return catalog_search_from(c, &t->query, first, t->wish.limit, &answer->arena, &answer->rows);
}

static struct err answer_rows(struct task *t, struct search_answer *answer)
{
    return t->wish.wanted & WANT_COUNT ? answer_first(t, answer) : answer_all(t, answer);
}

/* The words outside of fields, with spaces between. */
static void append_words(struct buf *out, const struct clause *c)
{
    if (c->kind == CLAUSE_TERM && c->field == TERM_TEXT) {
        buf_append(out, out->len > 0 ? STR(" ") : STR(""));
        buf_append(out, c->text);
    }
    for (size_t i = 0; c->kind != CLAUSE_NOT && i < c->part_count; i++)
        append_words(out, c->parts[i]);
}

static struct err answer_others(struct task *t, struct search_answer *answer)
{
    struct buf words = {0};
    append_words(&words, t->query.query);
    const struct entities_query entities = {
        .sort = ENTITY_BY_MENTIONS, .descending = true, .filter = buf_str(&words)};
    const struct moments_query agreements = {.kinds = MOMENT_BIT(MILESTONE),
                                             .text = buf_str(&words)};
    struct err e = ERR_OK;
    if (words.len > 0)
        e = catalog_entity_list(t->s->catalog, &entities, NULL, false, t->wish.others,
                                &answer->arena, &answer->entities);
    if (words.len > 0 && !err_failed(&e))
        e = catalog_agreements(t->s->catalog, &agreements, NULL, true, t->wish.others,
                               &answer->arena, &answer->agreements);
    buf_release(&words);
    return e;
}

static struct err answer_facets(struct task *t, struct search_answer *answer)
{
    return catalog_search_facets(t->s->catalog, &t->query, t->wish.facets, &answer->arena,
                                 answer->facets);
}

static void work(struct task *t)
{
    static struct err (*const parts[PARTS])(struct task *, struct search_answer *) = {
        answer_rows, answer_others, answer_all, answer_facets};
    struct clause_fault fault;
    t->query = (struct search_query){.query = clause_parse(t->wish.query, &t->arena, &fault),
                                     .order = t->wish.order,
                                     .expand = t->wish.expand};
    for (int i = 0; i < PARTS && t->query.query; i++) {
        if (!(t->wish.wanted & (1U << i)))
            continue;
        struct search_answer *answer = mem_calloc(1, sizeof *answer);
        answer->wish = t->number;
        answer->part = 1U << i;
        answer->generation = catalog_generation(t->s->catalog);
        answer->trouble = parts[i](t, answer);
        bool stopped = answer->trouble.code == ERR_CANCELLED;
        deliver(t, answer, i);
        if (stopped)
            break;
    }
}

static void *run(void *user)
{
    struct searcher *s = user;
    struct task t;
    catalog_search_prepare(s->catalog);
    while (next_task(s, &t)) {
        work(&t);
        arena_release(&t.arena);
        catalog_search_ahead(s->catalog);
    }
    return NULL;
}

/* -- From the event loop ----------------------------------------------------------------------- */

static void release(struct searcher *s)
{
    for (int i = 0; i < PARTS; i++)
        search_answer_free(s->answers[i]);
    catalog_close(s->catalog);
    pthread_cond_destroy(&s->asked);
    pthread_mutex_destroy(&s->lock);
    arena_release(&s->arena);
    mem_free(s);
}

struct err searcher_start(const struct catalog *catalog, struct searcher **searcher)
{
    struct searcher *s = mem_calloc(1, sizeof *s);
    *searcher = NULL;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->asked, NULL);
    struct err e = catalog_connect(catalog, &s->catalog);
    if (!err_failed(&e))
        e = aside_start(&s->aside, run, s);
    if (err_failed(&e))
        release(s);
    else
        *searcher = s;
    return e;
}

void searcher_free(struct searcher *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->ending = true;
    catalog_interrupt(s->catalog);
    pthread_cond_signal(&s->asked);
    pthread_mutex_unlock(&s->lock);
    aside_end(&s->aside);
    release(s);
}

/* What was asked before is not wanted any more. With the lock. */
static void forget(struct searcher *s)
{
    s->number++;
    s->pending = false;
    for (int i = 0; i < PARTS; i++) {
        search_answer_free(s->answers[i]);
        s->answers[i] = NULL;
    }
    catalog_interrupt(s->catalog);
}

unsigned long searcher_ask(struct searcher *s, const struct search_wish *wish)
{
    pthread_mutex_lock(&s->lock);
    forget(s);
    arena_release(&s->arena);
    copy_wish(&s->wish, wish, &s->arena);
    s->pending = true;
    unsigned long number = s->number;
    pthread_cond_signal(&s->asked);
    pthread_mutex_unlock(&s->lock);
    return number;
}

void searcher_stop(struct searcher *s)
{
    pthread_mutex_lock(&s->lock);
    forget(s);
    pthread_mutex_unlock(&s->lock);
}

int searcher_fd(const struct searcher *s)
{
    return aside_fd(&s->aside);
}

struct search_answer *searcher_take(struct searcher *s)
{
    struct search_answer *answer = NULL;
    aside_calm(&s->aside);
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < PARTS && !answer; i++) {
        answer = s->answers[i];
        s->answers[i] = NULL;
    }
    pthread_mutex_unlock(&s->lock);
    return answer;
}

void search_answer_free(struct search_answer *answer)
{
    if (!answer)
        return;
    arena_release(&answer->arena);
    mem_free(answer);
}
