#include "match/anchor.h"

#include "base/limits.h"
#include "match/search.h"

#include <string.h>

/* A quote to be looked for, together with what must stand around it; everything folded. */
struct wanted {
    struct anchor_text *text;
    str whole;
    size_t before, length; /* of the prefix, of the quote */
    size_t number;         /* of its places */
    bool begun;            /* the search is under way */
    struct search search;  /* for prefix, quote and suffix in one */
};

static str concat(str a, str b, str c, struct arena *arena)
{
    char *all = arena_room(arena, a.len + b.len + c.len, 1);
    memcpy(all, a.ptr ? a.ptr : "", a.len);
    memcpy(all + a.len, b.ptr ? b.ptr : "", b.len);
    memcpy(all + a.len + b.len, c.ptr ? c.ptr : "", c.len);
    return (str){all, a.len + b.len + c.len};
}

/* By the parts, since the same whole may be cut in other ways. */
static size_t quote_number(struct anchor_text *t, const struct wanted *w)
{
    size_t number = t->places.len;
    const size_t lengths[] = {w->before, w->length};
    str key = concat((str){(const char *)lengths, sizeof lengths}, w->whole, STR(""), t->arena);
    if (strmap_add(&t->quotes, t->arena, key, number))
        VEC_PUSH(t->arena, &t->places)->complete = w->length == 0;
    else
        strmap_get(&t->quotes, key, &number);
    return number;
}

static void wanted_make(struct wanted *w, struct anchor_text *t, str prefix, str quote, str suffix)
{
    w->text = t;
    w->before = prefix.len;
    w->length = quote.len;
    w->whole = prefix.len || suffix.len ? concat(prefix, quote, suffix, t->arena) : quote;
    w->number = quote_number(t, w);
    w->begun = false;
}

static void begin_search(struct wanted *w)
{
    struct anchor_text *t = w->text;
    if (w->begun)
        return;
    t->search.text = t->folded->text;
    t->search.arena = t->arena;
    search_init(&w->search, w->whole, &t->search);
    w->begun = true;
}

/* The next place of the quote at or after `from` in the folded text, or STR_NONE. */
static size_t next_place(struct wanted *w, size_t from)
{
    const struct folded *f = w->text->folded;
    size_t at = from > w->before ? from - w->before : 0;
    begin_search(w);
    while ((at = search_next(&w->search, at)) != STR_NONE) {
        size_t start = at + w->before;
        if (folded_is_boundary(f, start) && folded_is_boundary(f, start + w->length))
            return start;
        at++;
    }
    return STR_NONE;
}

/* The n-th place (from 0), or STR_NONE. */
static size_t place_at(struct wanted *w, size_t n)
{
    struct anchor_places *p = &w->text->places.items[w->number];
    while (!p->complete && p->len <= n) {
        size_t at = next_place(w, p->len ? p->items[p->len - 1] + w->length : 0);
        if (at == STR_NONE || ++w->text->kept > LIMIT_PLACES)
            p->complete = true;
        else
            *VEC_PUSH(w->text->arena, p) = at;
    }
    return n < p->len ? p->items[n] : STR_NONE;
}

static struct span place_span(const struct wanted *w, size_t at)
{
    return folded_span(w->text->folded, at, at + w->length);
}

/* The quote as written, or without white space at its ends where it stands nowhere with it: block
 * scalars in YAML end in a line end. False if it stands nowhere. */
static bool find_first(struct anchor_text *t, const struct selector *s, struct wanted *w)
{
    str quote = text_fold_only(s->quote, t->arena);
    str prefix = text_fold_only(s->prefix, t->arena), suffix = text_fold_only(s->suffix, t->arena);
    wanted_make(w, t, prefix, quote, suffix);
    str bare = str_trim(quote);
    if (place_at(w, 0) == STR_NONE && bare.len < quote.len)
        wanted_make(w, t, prefix, bare, suffix);
    return place_at(w, 0) != STR_NONE;
}

static void resolve_quote(struct anchor_text *t, const struct selector *s, struct anchors *out)
{
    struct wanted w;
    size_t at, n = s->all ? 0 : s->occurrence - 1;
    if (find_first(t, s, &w))
        for (; (at = place_at(&w, n)) != STR_NONE; n++) {
            *VEC_PUSH(t->arena, out) = place_span(&w, at);
            if (!s->all)
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

static size_t source_of(const struct wanted *w, size_t at)
{
    return document_source_offset(w->text->doc, place_span(w, at).start);
}

/* The place of the quote that begins nearest to where the span begins, counted in the file. */
static void resolve_nearest(struct anchor_text *t, const struct selector *s, struct anchors *out)
{
    struct wanted w;
    size_t hint = document_source_byte(t->doc, s->start);
    out->outcome = ANCHOR_NOT_FOUND;
    if (!find_first(t, s, &w))
        return;
    place_at(&w, STR_NONE - 1);
    const struct anchor_places *p = &t->places.items[w.number];
    size_t low = 0, high = p->len - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (source_of(&w, p->items[middle]) < hint)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0 && distance(source_of(&w, p->items[low - 1]), hint) <=
                       distance(source_of(&w, p->items[low]), hint))
        low--;
    *VEC_PUSH(t->arena, out) = place_span(&w, p->items[low]);
    out->outcome = ANCHOR_MOVED;
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
    if (!find_first(t, &s, &w))
        return false;
    *span = place_span(&w, place_at(&w, 0));
    return true;
}
