/*
 * Best first: bm25, as FTS5 has it. FTS5 itself would look up the length of every text that a word
 * stands in, for each word anew; here they are read once for all that is asked of a connection.
 */
#include "catalog/found.h"
#include "catalog/fulltext.h"
#include "catalog/texts.h"

#include <math.h>
#include <stdlib.h>

/* The columns of the full text are body, title, summary, names. */
#define WEIGHTS "1.0, 8.0, 3.0, 4.0"

/* -- One term after another -------------------------------------------------------------------- */

struct scoring {
    struct catalog *c;
    const struct fulltext_lengths *lengths;
    double *frequencies; /* of the term that is looked at, by the briefings' numbers */
    double *scores;
    size_t size; /* of both */
};

/* How often it stands where, each place as much as its column weighs; returns in how many texts. */
static size_t weigh(struct scoring *s, const char *columns, str text, bool prefix)
{
    struct buf match = {0};
    size_t rows = 0;
    match_append(&match, columns, text, prefix);
    struct query q = texts_query(s->c, "SELECT rowid, weight(fulltext, " WEIGHTS ") FROM fulltext "
                                       "WHERE fulltext MATCH ?");
    query_str(&q, buf_str(&match));
    for (; !db_stopped(s->c) && query_row(&q); rows++) {
        size_t n = query_size_at(&q, 0);
        if (n < s->size)
            s->frequencies[n] = query_real_at(&q, 1);
    }
    query_end(&q);
    texts_done(s->c);
    buf_release(&match);
    return rows;
}

/* Adds what a term is worth that stands in so many texts: the more, the rarer it is, the more often
 * it stands in a text, and the shorter that is. */
static void add_scores(struct scoring *s, size_t rows)
{
    static const double k1 = 1.2, b = 0.75, least = 1e-6;
    const struct fulltext_lengths *l = s->lengths;
    double rarity = log(((double)l->count - (double)rows + 0.5) / ((double)rows + 0.5));
    rarity = rarity > 0 ? rarity : least;
    for (size_t n = 0; n < s->size; n++) {
        double frequency = s->frequencies[n], length = n < l->size ? l->of[n] : 0;
        if (frequency > 0)
            s->scores[n] +=
                rarity * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / l->mean));
        s->frequencies[n] = 0;
    }
}

/* In all columns, so that names of entities weigh in. */
static void score(struct scoring *s, const struct clause *c)
{
    if (c->kind == CLAUSE_TERM && (c->field == TERM_TEXT || c->field == TERM_TITLE))
        add_scores(s, weigh(s, c->field == TERM_TITLE ? "{title}" : "", c->text, c->prefix));
    for (size_t i = 0; c->kind != CLAUSE_NOT && i < c->part_count && !db_stopped(s->c); i++)
        score(s, c->parts[i]);
}

/* -- In order ---------------------------------------------------------------------------------- */

/* As many digits as are shown, so that what looks equal is equal. */
static double rounded(double score)
{
    enum { DIGITS = 6 };
    if (score <= 0)
        return 0;
    double shift = pow(10, DIGITS - 1 - floor(log10(score)));
    return round(score * shift) / shift;
}

/* All briefings in the order of their ids, kept by the connection. */
struct by_id {
    struct memo memo;
    int64_t *items;
    size_t len, cap;
};

static const struct by_id *all_by_id(struct catalog *c)
{
    struct by_id *all = memo_last(c, MEMO_BY_ID);
    if (all != NULL)
        return all;
    all = memo_make(c, MEMO_BY_ID, sizeof *all, STR(""));
    struct query q = db_query(c, "SELECT n FROM brief ORDER BY id");
    while (!db_stopped(c) && query_row(&q))
        *VEC_PUSH(&all->memo.arena, all) = query_int_at(&q, 0);
    query_end(&q);
    return memo_keep(c, MEMO_BY_ID, all);
}

struct place {
    struct ranked ranked;
    size_t by_id;
};

static int best_first(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->ranked.score != y->ranked.score)
        return x->ranked.score > y->ranked.score ? -1 : 1;
    return (x->by_id > y->by_id) - (x->by_id < y->by_id);
}

/* All that are found. */
static void rank(struct scoring *s, struct found *f, struct arena *a)
{
    const struct by_id *all = all_by_id(s->c);
    struct place *places = ARENA_ARRAY(a, struct place, f->count + 1);
    size_t len = 0;
    for (size_t i = 0; all != NULL && i < all->len && len < f->count; i++) {
        size_t n = (size_t)all->items[i];
        if (!bits_has(&f->briefs, n))
            continue;
        places[len] = (struct place){
            {rounded(s->scores[n]), all->items[i]},
            len
        };
        len++;
    }
    if (db_stopped(s->c) || len < f->count)
        return;
    qsort(places, len, sizeof *places, best_first);
    f->ranked = ARENA_ARRAY(&f->memo.arena, struct ranked, len + 1);
    for (size_t i = 0; i < len; i++)
        f->ranked[i] = places[i].ranked;
}

bool found_rank(struct catalog *c, struct found *f)
{
    if (f->ranked != NULL)
        return true;
    struct arena scratch = {0};
    struct scoring s = {.c = c, .lengths = fulltext_lengths(c), .size = f->briefs.size};
    s.frequencies = ARENA_ARRAY(&scratch, double, s.size + 1);
    s.scores = ARENA_ARRAY(&scratch, double, s.size + 1);
    if (s.lengths != NULL)
        score(&s, f->query);
    if (!db_stopped(c))
        rank(&s, f, &scratch);
    arena_release(&scratch);
    return f->ranked != NULL;
}
