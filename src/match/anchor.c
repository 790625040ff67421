#include "match/anchor.h"

#include "match/search.h"

#include <string.h>

/* A quote to be looked for, together with what must stand around it; everything folded. */
struct wanted {
    str whole;
    size_t before, length; /* of the prefix, of the quote */
    struct search search;  /* for prefix, quote and suffix in one */
};

static str concat(str a, str b, str c, struct arena *arena)
{
    char *all = arena_alloc(arena, a.len + b.len + c.len, 1);
    memcpy(all, a.ptr ? a.ptr : "", a.len);
    memcpy(all + a.len, b.ptr ? b.ptr : "", b.len);
    memcpy(all + a.len + b.len, c.ptr ? c.ptr : "", c.len);
    return (str){all, a.len + b.len + c.len};
}

static void wanted_make(struct wanted *w, struct anchor_text *t, str prefix, str quote, str suffix)
{
    w->before = prefix.len;
    w->length = quote.len;
    t->search.text = t->folded->text;
    t->search.arena = t->arena;
    w->whole = prefix.len || suffix.len ? concat(prefix, quote, suffix, t->arena) : quote;
    if (quote.len)
        search_init(&w->search, w->whole, &t->search);
}

/* The next place of the quote at or after `from` in the folded text, or STR_NONE. */
static size_t next_place(struct wanted *w, const struct folded *f, size_t from)
{
    if (w->length == 0)
        return STR_NONE;
    size_t at = from > w->before ? from - w->before : 0;
    while ((at = search_next(&w->search, at)) != STR_NONE) {
        size_t start = at + w->before;
        if (folded_is_boundary(f, start) && folded_is_boundary(f, start + w->length))
            return start;
        at++;
    }
    return STR_NONE;
}

/* Remembered, so that an annotation repeated a million times is looked for once. */
static size_t first_place(struct anchor_text *t, struct wanted *w)
{
    size_t at;
    str parts = arena_printf(t->arena, "%zu %zu ", w->before, w->length);
    str key = concat(parts, w->whole, STR(""), t->arena);
    if (strmap_get(&t->firsts, key, &at))
        return at;
    at = next_place(w, t->folded, 0);
    strmap_add(&t->firsts, t->arena, key, at);
    return at;
}

static struct span place_span(const struct wanted *w, const struct folded *f, size_t at)
{
    return folded_span(f, at, at + w->length);
}

/* The quote as written, or without white space at its ends where it stands nowhere with it: block
 * scalars in YAML end in a line end. False if it stands nowhere. */
static bool find_first(struct anchor_text *t, const struct selector *s, struct wanted *w,
                       size_t *first)
{
    str quote = text_fold_only(s->quote, t->arena);
    str prefix = text_fold_only(s->prefix, t->arena), suffix = text_fold_only(s->suffix, t->arena);
    wanted_make(w, t, prefix, quote, suffix);
    *first = first_place(t, w);
    str bare = str_trim(quote);
    if (*first == STR_NONE && bare.len < quote.len) {
        wanted_make(w, t, prefix, bare, suffix);
        *first = first_place(t, w);
    }
    return *first != STR_NONE;
}

static void resolve_quote(struct anchor_text *t, const struct selector *s, struct anchors *out)
{
    struct wanted w;
    size_t at, number = 0;
    if (find_first(t, s, &w, &at))
        for (; at != STR_NONE; at = next_place(&w, t->folded, at + w.length)) {
            number++;
            if (s->all || number == s->occurrence)
                *VEC_PUSH(t->arena, out) = place_span(&w, t->folded, at);
            if (!s->all && number == s->occurrence)
                break;
        }
    out->outcome = out->len ? ANCHOR_FOUND : ANCHOR_NOT_FOUND;
}

static bool agrees(struct anchor_text *t, struct span span, str quote)
{
    str there = text_fold_only(str_sub(t->doc->text, span.start, span.end), t->arena);
    return str_eq(str_trim(there), str_trim(text_fold_only(quote, t->arena)));
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The place of the quote that begins nearest to where the span begins, counted in the file. */
static void resolve_nearest(struct anchor_text *t, const struct selector *s, struct anchors *out)
{
    struct wanted w;
    struct span best = {0, 0};
    size_t at, nearest = STR_NONE, hint = document_source_byte(t->doc, s->start);
    if (find_first(t, s, &w, &at))
        for (; at != STR_NONE; at = next_place(&w, t->folded, at + 1)) {
            struct span here = place_span(&w, t->folded, at);
            size_t away = distance(document_source_offset(t->doc, here.start), hint);
            if (away < nearest) {
                nearest = away;
                best = here;
            }
        }
    out->outcome = nearest == STR_NONE ? ANCHOR_NOT_FOUND : ANCHOR_MOVED;
    if (nearest != STR_NONE)
        *VEC_PUSH(t->arena, out) = best;
}

static bool is_inside(const struct selector *s, const struct document *doc)
{
    return document_source_byte(doc, s->end - 1) < doc->source.len;
}

static void resolve_span(struct anchor_text *t, const struct selector *s, struct anchors *out)
{
    struct span span;
    bool covers = document_span_from_source(t->doc, s->start, s->end, &span);
    bool alone = !str_present(s->quote);
    if (alone ? covers && is_inside(s, t->doc) : covers && agrees(t, span, s->quote)) {
        *VEC_PUSH(t->arena, out) = span;
        out->outcome = ANCHOR_FOUND;
    } else if (alone) {
        out->outcome = ANCHOR_NOT_FOUND;
    } else {
        resolve_nearest(t, s, out);
    }
}

void anchor_resolve(struct anchor_text *t, const struct selector *s, struct anchors *out)
{
    *out = (struct anchors){0};
    if (s->has_span)
        resolve_span(t, s, out);
    else
        resolve_quote(t, s, out);
}

bool anchor_quote(struct anchor_text *t, str quote, struct span *span)
{
    struct selector s = {.quote = quote, .occurrence = 1};
    struct wanted w;
    size_t at;
    if (!find_first(t, &s, &w, &at))
        return false;
    *span = place_span(&w, t->folded, at);
    return true;
}
