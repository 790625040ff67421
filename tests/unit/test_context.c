/* Mentions in their context on one line: what is shown of it, and that it fits, whatever it is. */
#include "text/context.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/markdown.h"
#include "text/segment.h"
#include "text/unicode.h"

#include <stdio.h>
#include <string.h>

enum { EVERYWHERE = 1 << 20 };

/* "left|hit|right", "…" where it is cut. */
static void assert_context(const char *source, const char *hit, int before, int cells,
                           const char *expected)
{
    struct arena a = {0};
    struct document doc;
    char got[200];
    plain_render(str_of(source), &a, &doc);
    size_t start = str_find(doc.text, str_of(hit), 0);
    assert_true(start != STR_NONE);
    struct context c =
        context_of(&doc, (struct span){start, start + strlen(hit)}, before, cells, false, &a);
    snprintf(got, sizeof got, "%s%.*s|%.*s%s|%.*s%s", c.cut_left ? "…" : "", STR_FMT(c.left),
             STR_FMT(c.hit), c.cut_hit ? "…" : "", STR_FMT(c.right), c.cut_right ? "…" : "");
    assert_string_equal(got, expected);
    arena_release(&a);
}

static void shows_what_fits_on_each_side(void **state)
{
    (void)state;
    static const char text[] = "One.\n\nThe minister of  Japan\tspoke of peace.\n\nMore.";
    assert_context(text, "Japan", 40, 80, "The minister of |Japan| spoke of peace.");
    assert_context(text, "Japan", 10, 22, "…nister of |Japan| spoke …");
    assert_context(text, "The", 10, 22, "|The| minister…");
    assert_context(text, "peace.", 10, 22, "… spoke of |peace.|");
    assert_context(text, "Japan", 0, 5, "…|Japan|…");
    assert_context(text, "Japan", 30, 3, "…|Jap…|…");
    assert_context(text, "Japan", 30, 0, "…|…|…");
    assert_context(text, "Japan", 9, 8, "…of |Japan|…");
    assert_context("日本と米国は", "と", 3, 8, "…本|と|米…");
}

/* A hit may be longer than its block, as where it was found across a table's cells. */
static void a_hit_may_leave_its_block(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc;
    plain_render(STR("One two\n\nthree four"), &a, &doc);
    struct context c = context_of(&doc, (struct span){4, 14}, 10, 40, false, &a);
    assert_true(str_eq(c.left, STR("One ")));
    assert_true(str_eq(c.hit, STR("two three")));
    assert_true(str_eq(c.right, STR("")));
    assert_false(c.cut_right);
    /* Between two blocks it is in none. */
    c = context_of(&doc, (struct span){8, 8}, 10, 40, false, &a);
    assert_true(c.left.len == 0 && c.hit.len == 0 && c.right.len == 0);
    arena_release(&a);
}

static void a_span_outside_the_text_shows_nothing(void **state)
{
    (void)state;
    static const struct span spans[] = {
        {3,  2       },
        {0,  9       },
        {20, 21      },
        {0,  STR_NONE}
    };
    struct arena a = {0};
    struct document doc;
    plain_render(STR("One two"), &a, &doc);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct context c = context_of(&doc, spans[i], 10, 40, false, &a);
        assert_true(c.left.len + c.hit.len + c.right.len == 0);
    }
    struct document nothing = {.text = STR("")};
    struct context c = context_of(&nothing, (struct span){0, 0}, 10, 40, false, &a);
    assert_true(c.left.len + c.hit.len + c.right.len == 0);
    nothing.text = STR("no blocks");
    c = context_of(&nothing, (struct span){3, 9}, 10, 40, false, &a);
    assert_true(str_eq(c.left, STR("no ")) && str_eq(c.hit, STR("blocks")));
    arena_release(&a);
}

/* -- Whatever the text -------------------------------------------------------------------------
 */

/* Runs of white space as one space. */
static void collapse(str s, struct buf *out)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c, NULL);
        if (!unicode_is_space(c))
            buf_append(out, str_sub(s, at, at + size));
        else if (out->len == 0 || out->ptr[out->len - 1] != ' ')
            buf_byte(out, ' ');
        at += size;
    }
}

static void assert_collapsed(str part, str whole, bool at_end, bool cut)
{
    struct buf all = {0};
    collapse(whole, &all);
    assert_true(at_end ? str_ends(buf_str(&all), part) : str_starts(buf_str(&all), part));
    assert_int_equal(cut, part.len < all.len);
    buf_release(&all);
}

static void assert_fits(const struct context *c, int before, int cells, bool ascii)
{
    int room = cells > 0 ? cells : 0;
    int drawn = before > c->left_width ? before : c->left_width;
    assert_int_equal(c->left_width, segment_width(c->left, 0, c->left.len, ascii));
    assert_int_equal(c->hit_width, segment_width(c->hit, 0, c->hit.len, ascii));
    assert_int_equal(c->right_width, segment_width(c->right, 0, c->right.len, ascii));
    assert_true(utf8_valid(c->left) && utf8_valid(c->hit) && utf8_valid(c->right));
    assert_true(c->hit_width <= room && c->left_width + c->hit_width <= room);
    assert_true(c->right_width == 0 || drawn + c->hit_width + c->right_width <= room);
    assert_true(c->left_width <= (before > 0 ? before : 0));
}

static size_t character_start(str text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void any_text_fits_and_is_what_stands_there(void **state)
{
    enum { ROUNDS = 3000, LETTERS = 60, CELLS = 50 };
    (void)state;
    struct prng random = {23};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena a = {0};
        struct buf raw = {0};
        random_text(&random, &raw, 1 + prng_below(&random, LETTERS), false);
        struct document doc = {.text = buf_str(&raw)};
        size_t start = prng_below(&random, (uint32_t)doc.text.len + 1);
        size_t end = start + prng_below(&random, (uint32_t)(doc.text.len - start) + 1);
        struct span hit = {character_start(doc.text, start), character_start(doc.text, end)};
        int before = (int)prng_below(&random, CELLS) - 2, cells = (int)prng_below(&random, CELLS);
        bool ascii = i % 2;
        struct context c = context_of(&doc, hit, before, cells, ascii, &a);
        assert_fits(&c, before, cells, ascii);
        assert_collapsed(c.left, str_sub(doc.text, 0, hit.start), true, c.cut_left);
        assert_collapsed(c.hit, str_sub(doc.text, hit.start, hit.end), false, c.cut_hit);
        assert_collapsed(c.right, str_from(doc.text, hit.end), false, c.cut_right);
        buf_release(&raw);
        arena_release(&a);
    }
}

/* However long the block, and whatever takes no cells in it. */
static void little_of_a_long_block_is_looked_at(void **state)
{
    static const char *const letters[] = {"a", "é", "日", "\u0301", " ", "\u200D"};
    enum { CELLS = 80, LOOKED_AT = 64 << 10 };
    (void)state;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        struct arena a = {0};
        struct buf b = {0};
        while (b.len < EVERYWHERE)
            buf_append(&b, str_of(letters[i]));
        size_t middle = character_start(buf_str(&b), b.len / 2);
        struct document doc = {.text = buf_str(&b)};
        struct context c =
            context_of(&doc, (struct span){middle, middle}, CELLS / 2, CELLS, false, &a);
        assert_fits(&c, CELLS / 2, CELLS, false);
        assert_true(c.cut_left && c.cut_right);
        assert_true(arena_size(&a) < LOOKED_AT);
        buf_release(&b);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_what_fits_on_each_side),
        cmocka_unit_test(a_hit_may_leave_its_block),
        cmocka_unit_test(a_span_outside_the_text_shows_nothing),
        cmocka_unit_test(any_text_fits_and_is_what_stands_there),
        cmocka_unit_test(little_of_a_long_block_is_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
