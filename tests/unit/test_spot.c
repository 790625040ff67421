/* Places and passages kept by their text, and found again in a text that was edited. */
#include "state/spot.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/markdown.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

struct page {
    struct arena arena;
    struct document doc;
    struct folded folded;
};

/* A document of nothing but text, as it stands. */
static void page_of(struct page *p, str text)
{
    *p = (struct page){.doc.text = text};
    p->folded = text_fold(text, &p->arena);
}

static struct span span_of(const struct page *p, const char *quote)
{
    size_t at = str_find(p->doc.text, str_of(quote), 0);
    assert_true(at != STR_NONE);
    return (struct span){at, at + strlen(quote)};
}

static const char story[] =
    "Manila, 12 April. The three governments met for the first time.\n\n"
    "Japan and the Philippines signed nothing that day, but they said what was to come.\n\n"
    "The agreement on reciprocal access was signed in July. Japan ratified it in 2025, and the "
    "Philippines had done so before.\n";

static void spots_are_quotes_with_surroundings(void **state)
{
    (void)state;
    struct page p;
    page_of(&p, str_of(story));
    struct span span = span_of(&p, "reciprocal access");
    struct spot spot = spot_of(&p.doc, &p.folded, span);
    assert_true(str_eq(spot.quote, STR("reciprocal access")));
    assert_true(str_eq(spot.prefix, STR("what was to come.\n\nThe agreement on ")) ||
                spot.prefix.len == SPOT_AROUND);
    assert_int_equal(utf8_length(spot.suffix), SPOT_AROUND);
    assert_int_equal(spot.start, span.start);
    assert_int_equal(spot.end, span.end);
    assert_int_equal(spot.length, strlen(story));

    struct spot place = spot_of(&p.doc, &p.folded, (struct span){span.start, span.start});
    assert_int_equal(utf8_length(place.quote), SPOT_LINE);
    assert_int_equal(place.start, place.end);
    arena_release(&p.arena);
}

static enum spot_outcome find(const struct spot *spot, const char *text, struct span *span)
{
    struct page p;
    page_of(&p, str_of(text));
    enum spot_outcome outcome = spot_find(&p.doc, &p.folded, spot, span);
    assert_true(span->start <= span->end && span->end <= strlen(text));
    arena_release(&p.arena);
    return outcome;
}

static void what_stands_around_decides(void **state)
{
    (void)state;
    struct page p;
    struct span span;
    page_of(&p, str_of(story));
    size_t third = str_find(p.doc.text, STR("Japan ratified"), 0);
    struct spot spot = spot_of(&p.doc, &p.folded, (struct span){third, third + 5});

    static const char edited[] =
        "Japan, Japan, Japan. Someone wrote about Japan before all that.\n\n"
        "The agreement was signed in July. Japan ratified it in 2025, as had Manila.\n\n"
        "Japan and the Philippines signed nothing that day, but they said what was to come.\n";
    assert_int_equal(find(&spot, edited, &span), SPOT_FOUND);
    assert_int_equal(span.start, strstr(edited, "Japan ratified") - edited);
    assert_int_equal(span.end - span.start, 5);

    /* The sentence is gone, the one after it is not. */
    struct spot gone = spot_of(&p.doc, &p.folded, span_of(&p, "The three governments met"));
    assert_int_equal(find(&gone, "Manila, 12 April. They met for the first time.\n", &span),
                     SPOT_NEAR);
    assert_in_range(span.start, 15, 24);

    /* Nothing of it is left. */
    assert_int_equal(find(&spot, "0123456789", &span), SPOT_GUESSED);
    assert_int_equal(span.start, third * 10 / strlen(story));
    assert_int_equal(find(&spot, "", &span), SPOT_GUESSED);
    arena_release(&p.arena);
}

static void line_breaks_and_quotation_marks_do_not_matter(void **state)
{
    (void)state;
    struct page p;
    struct span span;
    page_of(&p, STR("He said \"we shall sign it\" - and Ko\u0304chi heard him."));
    struct spot spot = spot_of(&p.doc, &p.folded, span_of(&p, "we shall sign it"));
    static const char other[] =
        "New. He said \u201Cwe\n\nshall sign  it\u201D \u2013 and K\u014Dchi heard him.";
    assert_int_equal(find(&spot, other, &span), SPOT_FOUND);
    assert_int_equal(span.start, strstr(other, "we") - other);
    assert_int_equal(span.end, strstr(other, "\u201D") - other);
    arena_release(&p.arena);
}

static void ends_and_nothing(void **state)
{
    (void)state;
    struct page p;
    struct span span;
    struct spot nothing = {0};
    assert_int_equal(find(&nothing, story, &span), SPOT_GUESSED);
    assert_int_equal(span.start, 0);

    page_of(&p, str_of(story));
    size_t end = p.doc.text.len;
    struct spot last = spot_of(&p.doc, &p.folded, (struct span){end, end});
    assert_int_equal(find(&last, story, &span), SPOT_FOUND);
    assert_in_range(span.start, end - 1, end);
    struct spot first = spot_of(&p.doc, &p.folded, (struct span){0, 0});
    assert_int_equal(find(&first, story, &span), SPOT_FOUND);
    assert_int_equal(span.start, 0);
    arena_release(&p.arena);

    page_of(&p, STR(" \n\n\t "));
    struct spot blank = spot_of(&p.doc, &p.folded, (struct span){1, 2});
    assert_false(str_present(blank.quote) || str_present(blank.prefix) ||
                 str_present(blank.suffix));
    arena_release(&p.arena);

    page_of(&p, STR(""));
    struct spot empty = spot_of(&p.doc, &p.folded, (struct span){0, 0});
    assert_int_equal(find(&empty, story, &span), SPOT_GUESSED);
    assert_int_equal(spot_permille(&p.doc, 0), 1000);
    arena_release(&p.arena);
}

static void texts_that_repeat_themselves_take_no_time(void **state)
{
    (void)state;
    struct page p;
    struct span span;
    struct buf text = {0};
    buf_fill(&text, 'a', 1 << 20);
    page_of(&p, buf_str(&text));
    struct arena kept = {0};
    struct spot spot = spot_of(&p.doc, &p.folded, (struct span){500000, 500003});
    spot = spot_copy(&spot, &kept);
    assert_int_equal(spot_find(&p.doc, &p.folded, &spot, &span), SPOT_FOUND);
    assert_int_equal(span.start, 500000);
    assert_int_equal(utf8_length(spot.prefix), SPOT_AROUND_MAX);
    arena_release(&p.arena);

    /* The same text, somewhat longer before, and with everything else of the spot gone. */
    buf_clear(&text);
    buf_fill(&text, 'a', 100);
    buf_fill(&text, 'b', 1 << 20);
    page_of(&p, buf_str(&text));
    assert_int_equal(spot_find(&p.doc, &p.folded, &spot, &span), SPOT_FOUND);
    assert_in_range(span.start, 0, 97);
    arena_release(&p.arena);
    arena_release(&kept);
    buf_release(&text);
}

/* -- By property ------------------------------------------------------------------------------- */

static size_t on_code_point(str text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return at < text.len ? at : text.len;
}

/* Sentences of few words, so that much stands more than once. */
static void random_prose(struct prng *r, struct buf *out, size_t words)
{
    static const char *const all[] = {"Japan",
                                      "signed",
                                      "the",
                                      "treaty",
                                      "in",
                                      "April",
                                      "Ko\u0304chi",
                                      "\u6771\u4EAC",
                                      "and",
                                      "then",
                                      "the\n\nnext",
                                      "\u201Cnew\u201D",
                                      "\U0001F1EF\U0001F1F5",
                                      "not"};
    for (size_t i = 0; i < words; i++) {
        buf_append(out, str_of(all[prng_below(r, sizeof all / sizeof *all)]));
        buf_append(out, prng_below(r, 9) ? STR(" ") : STR(". "));
    }
}

/* Edits that leave the spot and what is quoted around it alone: letters go in and out elsewhere.
 * Returns by how much the passage moved. */
static void edit_elsewhere(struct prng *r, str text, size_t keep_from, size_t keep_to,
                           struct buf *out, size_t *kept_at)
{
    size_t cut_from = on_code_point(text, prng_below(r, (uint32_t)keep_from + 1));
    size_t cut_to = on_code_point(text, prng_below(r, (uint32_t)keep_from + 1));
    if (cut_from > cut_to) {
        size_t swap = cut_from;
        cut_from = cut_to;
        cut_to = swap;
    }
    buf_append(out, str_sub(text, 0, cut_from));
    random_text(r, out, prng_below(r, 200), false);
    buf_append(out, str_sub(text, cut_to, keep_from));
    /* What stands beside it must not join it. */
    *kept_at = out->len;
    buf_append(out, str_sub(text, keep_from, keep_to));
    size_t rest = keep_to + prng_below(r, (uint32_t)(text.len - keep_to) + 1);
    rest = on_code_point(text, rest);
    buf_append(out, str_sub(text, keep_to, rest));
    random_text(r, out, prng_below(r, 200), false);
    buf_append(out, str_from(text, rest));
}

/* White space joins into one, marks join letters: where the spot's surroundings begin and end, the
 * text must not change. */
static size_t margin(str text, size_t at, int by)
{
    for (int i = 0; i < 8; i++)
        at = by < 0 ? (at > 0 ? utf8_prev(text, at) : 0)
                    : (at < text.len ? utf8_next(text, at) : text.len);
    return at;
}

static void edits_elsewhere_lose_nothing(void **state)
{
    (void)state;
    enum { ROUNDS = 600 };
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct prng r = {seed * 0x9E3779B97F4A7C15u};
        struct buf text = {0}, edited = {0};
        struct page p, q;
        random_prose(&r, &text, 20 + prng_below(&r, 400));
        if (seed % 3 == 0)
            random_text(&r, &text, 400, false);
        str t = buf_str(&text);
        page_of(&p, t);
        size_t start = on_code_point(t, prng_below(&r, (uint32_t)t.len));
        size_t end = on_code_point(t, start + prng_below(&r, 60));
        struct spot spot =
            spot_of(&p.doc, &p.folded, (struct span){start, end < start ? start : end});

        /* Unchanged it is where it was, at least by what folding tells apart. */
        struct span span;
        enum spot_outcome same = spot_find(&p.doc, &p.folded, &spot, &span);
        if (spot.quote.len && same != SPOT_FOUND)
            fail_msg("seed %llu: not found in its own text", (unsigned long long)seed);
        if (spot.quote.len &&
            folded_offset(&p.folded, span.start) != folded_offset(&p.folded, start))
            fail_msg("seed %llu: %zu is found at %zu", (unsigned long long)seed, start, span.start);

        size_t from = margin(t, start - spot.prefix.len, -1);
        size_t to = margin(t, start + spot.quote.len + spot.suffix.len, 1), kept;
        edit_elsewhere(&r, t, from, to, &edited, &kept);
        page_of(&q, buf_str(&edited));
        enum spot_outcome outcome = spot_find(&q.doc, &q.folded, &spot, &span);
        size_t expected = kept + (start - from);
        if (spot.quote.len && (outcome != SPOT_FOUND || folded_offset(&q.folded, span.start) !=
                                                            folded_offset(&q.folded, expected)))
            fail_msg("seed %llu: outcome %d, %zu instead of %zu", (unsigned long long)seed,
                     (int)outcome, span.start, expected);
        arena_release(&p.arena);
        arena_release(&q.arena);
        buf_release(&text);
        buf_release(&edited);
    }
}

/* Whatever the texts, what comes out is inside and on code points. */
static void any_text_gives_a_span_inside(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct prng r = {seed * 0xD1B54A32D192ED03u};
        struct buf text = {0}, other = {0};
        struct page p, q;
        random_text(&r, &text, prng_below(&r, 300), false);
        random_text(&r, &other, prng_below(&r, 300), false);
        if (text.len && seed % 2)
            buf_append(&other,
                       str_from(buf_str(&text), on_code_point(buf_str(&text), text.len / 2)));
        page_of(&p, buf_str(&text));
        page_of(&q, buf_str(&other));
        size_t start = on_code_point(p.doc.text, prng_below(&r, (uint32_t)text.len + 1));
        size_t end = on_code_point(p.doc.text, start + prng_below(&r, 40));
        struct spot spot = spot_of(&p.doc, &p.folded, (struct span){start, end});
        assert_true(utf8_valid(spot.quote) && utf8_valid(spot.prefix) && utf8_valid(spot.suffix));
        struct span span;
        spot_find(&q.doc, &q.folded, &spot, &span);
        assert_true(span.start <= span.end && span.end <= other.len);
        assert_int_equal(on_code_point(q.doc.text, span.start), span.start);
        assert_int_equal(on_code_point(q.doc.text, span.end), span.end);
        if (end == start)
            assert_int_equal(span.start, span.end);
        /* Nonsense from an imported file. */
        spot.start = prng_next(&r);
        spot.end = prng_next(&r);
        spot.length = prng_next(&r);
        spot_find(&q.doc, &q.folded, &spot, &span);
        assert_true(span.start <= span.end && span.end <= other.len);
        arena_release(&p.arena);
        arena_release(&q.arena);
        buf_release(&text);
        buf_release(&other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spots_are_quotes_with_surroundings),
        cmocka_unit_test(what_stands_around_decides),
        cmocka_unit_test(line_breaks_and_quotation_marks_do_not_matter),
        cmocka_unit_test(ends_and_nothing),
        cmocka_unit_test(texts_that_repeat_themselves_take_no_time),
        cmocka_unit_test(edits_elsewhere_lose_nothing),
        cmocka_unit_test(any_text_gives_a_span_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
