#include "catalog/found.h"
#include "catalog/texts.h"

#include <stdio.h>
#include <stdlib.h>

/* The columns of the full text are body, title, summary, names. */
#define WEIGHTS "1.0, 8.0, 3.0, 4.0"

/* What is asked for, joined by OR: in all columns, so that names of entities weigh in. */
static void append_terms(struct buf *match, const struct clause *c)
{
    if (c->kind == CLAUSE_TERM && (c->field == TERM_TEXT || c->field == TERM_TITLE)) {
        if (match->len > 0)
            buf_append(match, STR(" OR "));
        match_append(match, c->field == TERM_TITLE ? "{title}" : "", c->text, c->prefix);
    }
    for (size_t i = 0; c->kind != CLAUSE_NOT && i < c->part_count; i++)
        append_terms(match, c->parts[i]);
}

/* As many digits as are shown, so that what looks equal is equal. */
static double rounded(double score)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", score);
    return strtod(text, NULL);
}

static void score(struct catalog *c, const struct found *f, double *scores)
{
    struct buf match = {0};
    append_terms(&match, f->query);
    if (match.len > 0) {
        struct query q = texts_query(c, "SELECT rowid, -bm25(fulltext, " WEIGHTS ") FROM fulltext "
                                        "WHERE fulltext MATCH ?");
        query_str(&q, buf_str(&match));
        while (!db_stopped(c) && query_row(&q)) {
            size_t n = query_size_at(&q, 0);
            if (n < f->briefs.size)
                scores[n] = rounded(query_real_at(&q, 1));
        }
        query_end(&q);
        texts_done(c);
    }
    buf_release(&match);
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

bool found_rank(struct catalog *c, struct found *f)
{
    if (f->ranked != NULL)
        return true;
    struct arena scratch = {0};
    double *scores = ARENA_ARRAY(&scratch, double, f->briefs.size);
    struct place *places = ARENA_ARRAY(&scratch, struct place, f->count);
    size_t len = 0;
    score(c, f, scores);
    struct query q = db_query(c, "SELECT n FROM brief ORDER BY id");
    while (!db_stopped(c) && query_row(&q)) {
        size_t n = query_size_at(&q, 0);
        if (len < f->count && bits_has(&f->briefs, n)) {
            places[len] = (struct place){
                {scores[n], (int64_t)n},
                len
            };
            len++;
        }
    }
    query_end(&q);
    bool whole = !db_stopped(c) && len == f->count;
    if (whole) {
        if (len > 0)
            qsort(places, len, sizeof *places, best_first);
        f->ranked = ARENA_ARRAY(&f->memo.arena, struct ranked, len + 1);
        for (size_t i = 0; i < len; i++)
            f->ranked[i] = places[i].ranked;
    }
    arena_release(&scratch);
    return whole;
}
