#include "catalog/phrases.h"

#include "catalog/tokens.h"
#include "text/unicode.h"

#include <stdlib.h>

/* -- Words of a text --------------------------------------------------------------------------- */

/* A token of the index that is kept. Several may stand at one place. */
struct kept {
    str text;
    struct span span;
};

struct words {
    struct arena *arena;
    str text;
    VEC(struct kept) tokens;
    VEC(size_t) places; /* the first token of each, and one past the last */
};

static int keep(void *user, const struct token *t)
{
    struct words *w = user;
    if (!t->beside)
        *VEC_PUSH(w->arena, &w->places) = w->tokens.len;
    *VEC_PUSH(w->arena, &w->tokens) = (struct kept){
        arena_str(w->arena, t->text), {t->start, t->end}
    };
    return 0;
}

static struct words words_of(str text, enum tokens_of of, struct arena *a)
{
    struct words w = {.arena = a, .text = text};
    tokens_each(text, of, keep, &w);
    *VEC_PUSH(a, &w.places) = w.tokens.len;
    return w;
}

static size_t place_count(const struct words *w)
{
    return w->places.len - 1;
}

static str raw_of(const struct words *w, const struct kept *token)
{
    return unicode_nfc(str_sub(w->text, token->span.start, token->span.end), w->arena);
}

/* -- Phrases ----------------------------------------------------------------------------------- */

struct phrase phrase_of(const struct clause *t, struct arena *a)
{
    struct words w = words_of(t->text, TOKENS_OF_QUERY, a);
    struct phrase p = {.count = place_count(&w),
                       .prefix = t->prefix,
                       .exact = t->exact,
                       .title = t->field == TERM_TITLE};
    p.words = ARENA_ARRAY(a, struct word, p.count);
    for (size_t i = 0; i < p.count; i++) {
        const struct kept *token = &w.tokens.items[w.places.items[i]];
        p.words[i] = (struct word){.text = token->text, .start = token->span.start};
        if (p.exact)
            p.words[i].raw = raw_of(&w, token);
    }
    return p;
}

static bool fits(const struct phrase *p, size_t i, const struct words *w, const struct kept *token)
{
    const struct word *wanted = &p->words[i];
    bool begins = p->prefix && i + 1 == p->count;
    if (begins ? !str_starts(token->text, wanted->text) : !str_eq(token->text, wanted->text))
        return false;
    if (!p->exact)
        return true;
    str raw = raw_of(w, token);
    return begins ? str_starts(raw, wanted->raw) : str_eq(raw, wanted->raw);
}

/* The token at a place that is the phrase's i-th word; NULL if none is. */
static const struct kept *fitting(const struct phrase *p, size_t i, const struct words *w,
                                  size_t place)
{
    for (size_t k = w->places.items[place]; k < w->places.items[place + 1]; k++)
        if (fits(p, i, w, &w->tokens.items[k]))
            return &w->tokens.items[k];
    return NULL;
}

/* Whether the phrase begins at that place, and what it takes of the text. */
static bool stands_at(const struct phrase *p, const struct words *w, size_t place,
                      struct span *span)
{
    if (p->count == 0 || place_count(w) - place < p->count)
        return false;
    for (size_t i = 0; i < p->count; i++) {
        const struct kept *token = fitting(p, i, w, place + i);
        if (token == NULL)
            return false;
        if (i == 0)
            span->start = token->span.start;
        span->end = token->span.end;
    }
    return true;
}

bool phrase_stands_in(const struct phrase *p, str text, struct arena *scratch)
{
    struct words w = words_of(text, TOKENS_OF_TEXT, scratch);
    struct span span;
    for (size_t place = 0; place < place_count(&w); place++)
        if (stands_at(p, &w, place, &span))
            return true;
    return false;
}

/* -- What a query lights ----------------------------------------------------------------------- */

static void gather(const struct clause *c, struct phrases *p, struct arena *a)
{
    if (c->kind == CLAUSE_TERM && (c->field == TERM_TEXT || c->field == TERM_TITLE))
        *VEC_PUSH(a, p) = phrase_of(c, a);
    for (size_t i = 0; c->kind != CLAUSE_NOT && i < c->part_count; i++)
        gather(c->parts[i], p, a);
}

struct phrases phrases_of(const struct clause *query, struct arena *a)
{
    struct phrases p = {0};
    gather(query, &p, a);
    return p;
}

static int by_start(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end);
}

void phrase_spans_settle(struct phrase_spans *s)
{
    if (s->len != 0)
        qsort(s->items, s->len, sizeof *s->items, by_start);
    size_t kept = 0;
    for (size_t i = 0; i < s->len; i++)
        if (kept == 0 || s->items[i].start >= s->items[kept - 1].end)
            s->items[kept++] = s->items[i];
    s->len = kept;
}

struct phrase_spans phrases_find(const struct phrases *p, str text, bool title, struct arena *a)
{
    struct phrase_spans all = {0};
    struct span span;
    struct words w = words_of(text, TOKENS_OF_TEXT, a);
    for (size_t place = 0; place < place_count(&w); place++)
        for (size_t i = 0; i < p->len; i++)
            if ((!p->items[i].title || title) && stands_at(&p->items[i], &w, place, &span))
                *VEC_PUSH(a, &all) = span;
    phrase_spans_settle(&all);
    return all;
}
