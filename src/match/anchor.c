#include "match/anchor.h"

#include "match/search.h"
#include "text/utf8.h"

#include <string.h>

/* A quote to be looked for, together with what must stand around it; everything folded. */
struct wanted {
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

static struct wanted wanted_make(str prefix, str quote, str suffix, const struct folded *f,
                                 struct arena *a)
{
    struct wanted w = {.before = prefix.len, .length = quote.len};
    str whole = prefix.len || suffix.len ? concat(prefix, quote, suffix, a) : quote;
    if (quote.len)
        search_init(&w.search, whole, f->text, a);
    return w;
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

static struct span place_span(const struct wanted *w, const struct folded *f, size_t at)
{
    return folded_span(f, at, at + w->length);
}

/* The quote as written, or without white space at its ends where it stands nowhere with it: block
 * scalars in YAML end in a line end. False if it stands nowhere. */
static bool find_first(const struct selector *s, const struct folded *f, struct arena *a,
                       struct wanted *w, size_t *first)
{
    str quote = text_fold_only(s->quote, a);
    str prefix = text_fold_only(s->prefix, a), suffix = text_fold_only(s->suffix, a);
    *w = wanted_make(prefix, quote, suffix, f, a);
    *first = next_place(w, f, 0);
    str bare = str_trim(quote);
    if (*first == STR_NONE && bare.len < quote.len) {
        *w = wanted_make(prefix, bare, suffix, f, a);
        *first = next_place(w, f, 0);
    }
    return *first != STR_NONE;
}

static void resolve_quote(const struct selector *s, const struct folded *f, struct arena *a,
                          struct anchors *out)
{
    struct wanted w;
    size_t at, number = 0;
    if (find_first(s, f, a, &w, &at))
        for (; at != STR_NONE; at = next_place(&w, f, at + w.length)) {
            number++;
            if (s->all || number == s->occurrence)
                *VEC_PUSH(a, out) = place_span(&w, f, at);
            if (!s->all && number == s->occurrence)
                break;
        }
    out->outcome = out->len ? ANCHOR_FOUND : ANCHOR_NOT_FOUND;
}

static bool agrees(struct span span, str quote, const struct document *doc, struct arena *a)
{
    str there = text_fold_only(str_sub(doc->text, span.start, span.end), a);
    return str_eq(str_trim(there), str_trim(text_fold_only(quote, a)));
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The place of the quote that begins nearest to where the span begins, counted in the file. */
static void resolve_nearest(const struct selector *s, const struct document *doc,
                            const struct folded *f, struct arena *a, struct anchors *out)
{
    struct wanted w;
    struct span best = {0, 0};
    size_t at, nearest = STR_NONE, hint = utf8_offset(doc->source, s->start);
    if (find_first(s, f, a, &w, &at))
        for (; at != STR_NONE; at = next_place(&w, f, at + 1)) {
            struct span here = place_span(&w, f, at);
            size_t away = distance(document_source_offset(doc, here.start), hint);
            if (away < nearest) {
                nearest = away;
                best = here;
            }
        }
    out->outcome = nearest == STR_NONE ? ANCHOR_NOT_FOUND : ANCHOR_MOVED;
    if (nearest != STR_NONE)
        *VEC_PUSH(a, out) = best;
}

static bool is_inside(const struct selector *s, const struct document *doc)
{
    /* A code point takes at least a byte: most spans are inside without counting. */
    return s->end <= doc->source.len / 4 || s->end <= utf8_length(doc->source);
}

static void resolve_span(const struct selector *s, const struct document *doc,
                         const struct folded *f, struct arena *a, struct anchors *out)
{
    struct span span;
    bool covers = document_span_from_source(doc, s->start, s->end, &span);
    bool alone = !str_present(s->quote);
    if (alone ? covers && is_inside(s, doc) : covers && agrees(span, s->quote, doc, a)) {
        *VEC_PUSH(a, out) = span;
        out->outcome = ANCHOR_FOUND;
    } else if (alone) {
        out->outcome = ANCHOR_NOT_FOUND;
    } else {
        resolve_nearest(s, doc, f, a, out);
    }
}

void anchor_resolve(const struct selector *s, const struct document *doc, const struct folded *f,
                    struct arena *a, struct anchors *out)
{
    *out = (struct anchors){0};
    if (s->has_span)
        resolve_span(s, doc, f, a, out);
    else
        resolve_quote(s, f, a, out);
}

bool anchor_quote(str quote, const struct folded *f, struct arena *a, struct span *span)
{
    struct selector s = {.quote = quote, .occurrence = 1};
    struct wanted w;
    size_t at;
    if (!find_first(&s, f, a, &w, &at))
        return false;
    *span = place_span(&w, f, at);
    return true;
}
