#include "state/spot.h"

#include "base/buf.h"
#include "match/search.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

enum {
    STRONG = 24,     /* bytes of quote and surroundings that are no coincidence */
    SEED = 16,       /* bytes that a piece begins to be found by */
    SEED_STEP = 4,   /* from seed to seed */
    SCORED = 1 << 14 /* places that are looked at of a text that repeats itself */
};

bool spot_is_blank(str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += utf8_decode(s, at, &c, NULL);
        if (!unicode_is_space(c))
            return false;
    }
    return true;
}

static str unless_blank(str s)
{
    return spot_is_blank(s) ? (str){0} : s;
}

static size_t back(str text, size_t at, size_t code_points)
{
    for (; at > 0 && code_points > 0; code_points--)
        at = utf8_prev(text, at);
    return at;
}

static size_t forth(str text, size_t at, size_t code_points)
{
    for (; at < text.len && code_points > 0; code_points--)
        at = utf8_next(text, at);
    return at;
}

static size_t next_place(struct search *s, const struct folded *f, size_t length, size_t from)
{
    for (size_t at = from; (at = search_next(s, at)) != STR_NONE; at++)
        if (folded_is_boundary(f, at) && folded_is_boundary(f, at + length))
            return at;
    return STR_NONE;
}

/* -- Making ------------------------------------------------------------------------------------ */

static bool stands_once(const struct folded *f, size_t start, size_t end)
{
    struct arena a = {0};
    struct search_text in = {.text = f->text, .arena = &a};
    struct search search;
    search_init(&search, str_sub(f->text, start, end), &in);
    size_t first = next_place(&search, f, end - start, 0);
    bool once = first == STR_NONE || next_place(&search, f, end - start, first + 1) == STR_NONE;
    arena_release(&a);
    return once;
}

/* The quote with so much around it; snapped to what folding keeps apart. */
static struct span surroundings(const struct document *doc, const struct folded *f,
                                struct span quote, size_t around, bool *once)
{
    size_t start = folded_offset(f, back(doc->text, quote.start, around));
    size_t end = folded_offset(f, forth(doc->text, quote.end, around));
    if (end <= start)
        return *once = true, quote;
    *once = stands_once(f, start, end);
    struct span span = folded_span(f, start, end);
    return (struct span){span.start < quote.start ? span.start : quote.start,
                         span.end > quote.end ? span.end : quote.end};
}

struct spot spot_of(const struct document *doc, const struct folded *folded, struct span span)
{
    str text = doc->text;
    bool place = span.end <= span.start;
    struct span quote = {span.start, place ? forth(text, span.start, SPOT_LINE)
                                           : forth(text, span.start, SPOT_QUOTE_MAX)};
    if (!place && quote.end > span.end)
        quote.end = span.end;
    if (spot_is_blank(str_sub(text, quote.start, quote.end)))
        quote.end = quote.start;

    bool once = false;
    struct span all = quote;
    for (size_t around = SPOT_AROUND; !once && around <= SPOT_AROUND_MAX; around *= 2)
        all = surroundings(doc, folded, quote, around, &once);

    size_t before = utf8_length(str_sub(text, 0, span.start));
    return (struct spot){
        .quote = unless_blank(str_sub(text, quote.start, quote.end)),
        .prefix = unless_blank(str_sub(text, all.start, quote.start)),
        .suffix = unless_blank(str_sub(text, quote.end, all.end)),
        .start = before,
        .end = before + (place ? 0 : utf8_length(str_sub(text, span.start, span.end))),
        .length = before + utf8_length(str_from(text, span.start)),
    };
}

/* -- Finding ----------------------------------------------------------------------------------- */

struct finder {
    const struct folded *f;
    const struct spot *spot;
    struct arena arena;
    struct search_text in;
    str whole;       /* prefix, quote and suffix, folded */
    size_t from, to; /* the quote in it */
    size_t hints[2]; /* bytes of the text: where the spot would be, from its beginning and end */
    size_t at;       /* the best so far: in the folded text, */
    size_t left;     /* what of the whole stands there */
    size_t right;
    size_t away;
    bool found;
};

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void finder_init(struct finder *t, const struct document *doc, const struct folded *f,
                        const struct spot *spot)
{
    *t = (struct finder){.f = f, .spot = spot};
    t->in = (struct search_text){.text = f->text, .arena = &t->arena};
    struct buf all = {0};
    buf_append(&all, spot->prefix);
    buf_append(&all, spot->quote);
    buf_append(&all, spot->suffix);
    struct folded whole = text_fold(arena_str(&t->arena, buf_str(&all)), &t->arena);
    buf_release(&all);
    t->whole = whole.text;
    t->from = folded_offset(&whole, spot->prefix.len);
    t->to = folded_offset(&whole, spot->prefix.len + spot->quote.len);

    t->hints[0] = t->hints[1] = utf8_offset(doc->text, spot->start);
    size_t rest = spot->length - spot->start, length = utf8_length(doc->text);
    if (spot->length >= spot->start && spot->length > 0)
        t->hints[1] = utf8_offset(doc->text, length > rest ? length - rest : 0);
}

/* The whole from `left` to `right` stands in the text with `left` at `at`: takes it where it is
 * longer than the best so far, or as long and nearer to where the spot was. */
static void consider(struct finder *t, size_t at, size_t left, size_t right)
{
    size_t here = folded_start(t->f, at + (t->from > left ? least(t->from, right) - left : 0));
    size_t away = least(distance(here, t->hints[0]), distance(here, t->hints[1]));
    size_t best = t->right - t->left, length = right - left;
    if (t->found && (length < best || (length == best && away >= t->away)))
        return;
    t->found = true;
    t->at = at;
    t->left = left;
    t->right = right;
    t->away = away;
}

/* The piece of the whole around [left, right), which stands at `at`. */
static void consider_around(struct finder *t, size_t at, size_t left, size_t right)
{
    str text = t->f->text, whole = t->whole;
    size_t end = at + (right - left);
    while (left > 0 && at > 0 && whole.ptr[left - 1] == text.ptr[at - 1])
        left--, at--;
    while (right < whole.len && end < text.len && whole.ptr[right] == text.ptr[end])
        right++, end++;
    while (left < right && !folded_is_boundary(t->f, at))
        left++, at++;
    while (left < right && !folded_is_boundary(t->f, end))
        right--, end--;
    if (left < right)
        consider(t, at, left, right);
}

/* Every place of the whole from `left` to `right`; true if there is one. */
static bool search_for(struct finder *t, size_t left, size_t right, bool grow)
{
    struct search search;
    size_t places = 0, length = right - left;
    if (length == 0)
        return false;
    search_init(&search, str_sub(t->whole, left, right), &t->in);
    size_t at = next_place(&search, t->f, length, 0);
    for (; at != STR_NONE && places < SCORED; at = next_place(&search, t->f, length, at + 1)) {
        if (grow)
            consider_around(t, at, left, right);
        else
            consider(t, at, left, right);
        places += grow;
    }
    return t->found;
}

/* Pieces hold a seed, unless they are shorter than one and a step. */
static void search_pieces(struct finder *t)
{
    struct search search;
    for (size_t left = 0; left + SEED <= t->whole.len; left += SEED_STEP) {
        search_init(&search, str_sub(t->whole, left, left + SEED), &t->in);
        size_t places = 0, at = 0;
        while (places++ < SCORED && (at = search_next(&search, at)) != STR_NONE)
            consider_around(t, at++, left, left + SEED);
    }
}

/* Where an offset of the whole is in the folded text, by the best piece. */
static size_t where(const struct finder *t, size_t offset)
{
    if (offset <= t->left)
        return t->at;
    return t->at + least(offset, t->right) - t->left;
}

static struct span found_span(const struct finder *t, const struct document *doc)
{
    size_t start = where(t, t->from), end = where(t, t->to);
    bool place = t->spot->end <= t->spot->start;
    if (place || end <= start) {
        size_t at = folded_start(t->f, start);
        return (struct span){at, at};
    }
    struct span span = folded_span(t->f, start, end);
    size_t length = t->spot->end - t->spot->start;
    if (t->to <= t->right && length > utf8_length(t->spot->quote)) /* more than was quoted */
        span.end = forth(doc->text, span.start, length);
    return span;
}

/* As far into the text as it was. */
static struct span guess(const struct document *doc, const struct spot *spot)
{
    size_t at = spot->start;
    if (spot->length > 0)
        at = (size_t)((uint64_t)least(at, spot->length) * utf8_length(doc->text) / spot->length);
    at = utf8_offset(doc->text, at);
    return (struct span){at, at};
}

enum spot_outcome spot_find(const struct document *doc, const struct folded *folded,
                            const struct spot *spot, struct span *span)
{
    struct finder t;
    finder_init(&t, doc, folded, spot);
    size_t quote = t.to - t.from;
    bool whole = search_for(&t, 0, t.whole.len, false);
    bool quoted = whole || search_for(&t, t.from, t.to, true);
    if (!whole && t.right - t.left < STRONG) {
        struct finder by_quote = t;
        search_pieces(&t);
        /* What holds no quote counts only where there is clearly more of it. */
        if (quoted && t.right - t.left < (by_quote.right - by_quote.left) + SEED)
            t = by_quote;
    }
    enum spot_outcome outcome = !t.found ? SPOT_GUESSED
                                : t.left <= t.from && t.right >= t.to && (quote || whole)
                                    ? SPOT_FOUND
                                    : SPOT_NEAR;
    *span = t.found ? found_span(&t, doc) : guess(doc, spot);
    arena_release(&t.arena);
    return outcome;
}

unsigned spot_permille(const struct document *doc, size_t offset)
{
    size_t length = doc->text.len;
    if (offset >= length)
        return 1000;
    return (unsigned)((uint64_t)offset * 1000 / length);
}

struct spot spot_copy(const struct spot *spot, struct arena *a)
{
    struct spot copy = *spot;
    copy.quote = arena_str(a, spot->quote);
    copy.prefix = arena_str(a, spot->prefix);
    copy.suffix = arena_str(a, spot->suffix);
    return copy;
}
