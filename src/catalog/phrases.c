#include "catalog/phrases.h"

#include "catalog/tokens.h"
#include "text/unicode.h"

#include <stdlib.h>

/* -- Phrases ----------------------------------------------------------------------------------- */

static str raw_of(str text, const struct token *token, struct arena *a)
{
    return unicode_nfc(str_sub(text, token->start, token->end), a);
}

struct gathering {
    struct arena *arena;
    const struct clause *term;
    VEC(struct word) words;
};

static int add_word(void *user, const struct token *t)
{
    struct gathering *g = user;
    if (t->beside)
        return 0;
    struct word *word = VEC_PUSH(g->arena, &g->words);
    *word = (struct word){.text = arena_str(g->arena, t->text), .start = t->start};
    if (g->term->exact)
        word->raw = raw_of(g->term->text, t, g->arena);
    return 0;
}

struct phrase phrase_of(const struct clause *t, struct arena *a)
{
    struct gathering g = {.arena = a, .term = t};
    tokens_each(t->text, TOKENS_OF_QUERY, add_word, &g);
    return (struct phrase){.words = g.words.items,
                           .count = g.words.len,
                           .prefix = t->prefix,
                           .exact = t->exact,
                           .title = t->field == TERM_TITLE};
}

/* -- In a text --------------------------------------------------------------------------------- */

/* One of which some words have stood one after another, the last of them at `place`. */
struct begun {
    const struct phrase *phrase;
    size_t words, place;
    struct span span;
};

/* A text that is read token by token. Several may stand at one place: of those the first that fits
 * is a phrase's word. */
struct reading {
    struct arena *arena;
    str text;
    const struct phrase *phrases;
    size_t count;
    bool title;    /* those for the title count, too */
    size_t place;  /* from 1 on */
    size_t *began; /* of each phrase: the last place where it began */
    VEC(struct begun) begun;
    int (*found)(void *user, struct span span); /* until it returns something other than 0 */
    void *user;
};

static bool fits(const struct reading *r, const struct phrase *p, size_t i,
                 const struct token *token)
{
    const struct word *wanted = &p->words[i];
    bool begins = p->prefix && i + 1 == p->count;
    if (begins ? !str_starts(token->text, wanted->text) : !str_eq(token->text, wanted->text))
        return false;
    if (!p->exact)
        return true;
    str raw = raw_of(r->text, token, r->arena);
    return begins ? str_starts(raw, wanted->raw) : str_eq(raw, wanted->raw);
}

/* What the last place did not go on with has ended. */
static void go_to_next_place(struct reading *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->begun.len; i++)
        if (r->begun.items[i].place == r->place)
            r->begun.items[kept++] = r->begun.items[i];
    r->begun.len = kept;
    r->place++;
}

static int begin(struct reading *r, size_t i, const struct token *token)
{
    const struct phrase *p = &r->phrases[i];
    const struct span span = {token->start, token->end};
    r->began[i] = r->place;
    if (p->count == 1)
        return r->found(r->user, span);
    *VEC_PUSH(r->arena, &r->begun) = (struct begun){p, 1, r->place, span};
    return 0;
}

static int go_on(struct reading *r, struct begun *b, const struct token *token)
{
    b->words++;
    b->place = r->place;
    b->span.end = token->end;
    if (b->words < b->phrase->count)
        return 0;
    b->phrase = NULL;
    return r->found(r->user, b->span);
}

static int read_token(void *user, const struct token *token)
{
    struct reading *r = user;
    int result = 0;
    if (!token->beside)
        go_to_next_place(r);
    for (size_t i = 0; i < r->begun.len && result == 0; i++) {
        struct begun *b = &r->begun.items[i];
        if (b->phrase != NULL && b->place < r->place && fits(r, b->phrase, b->words, token))
            result = go_on(r, b, token);
    }
    for (size_t i = 0; i < r->count && result == 0; i++) {
        const struct phrase *p = &r->phrases[i];
        if (p->count > 0 && (!p->title || r->title) && r->began[i] < r->place &&
            fits(r, p, 0, token))
            result = begin(r, i, token);
    }
    return result;
}

static int read_text(struct reading *r)
{
    r->began = ARENA_ARRAY(r->arena, size_t, r->count + 1);
    return tokens_each(r->text, TOKENS_OF_TEXT, read_token, r);
}

static int is_enough(void *user, struct span span)
{
    (void)user;
    (void)span;
    return 1;
}

bool phrase_stands_in(const struct phrase *p, str text, struct arena *scratch)
{
    return read_text(&(struct reading){.arena = scratch,
                                       .text = text,
                                       .phrases = p,
                                       .count = 1,
                                       .title = true,
                                       .found = is_enough}) != 0;
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

struct lit {
    struct arena *arena;
    struct phrase_spans spans;
};

static int light(void *user, struct span span)
{
    struct lit *lit = user;
    *VEC_PUSH(lit->arena, &lit->spans) = span;
    return 0;
}

struct phrase_spans phrases_find(const struct phrases *p, str text, bool title, struct arena *a)
{
    struct lit lit = {.arena = a};
    read_text(&(struct reading){.arena = a,
                                .text = text,
                                .phrases = p->items,
                                .count = p->len,
                                .title = title,
                                .found = light,
                                .user = &lit});
    phrase_spans_settle(&lit.spans);
    return lit.spans;
}
