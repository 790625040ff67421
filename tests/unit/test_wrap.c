#include "base/buf.h"
#include "tests/support/sound.h"
#include "tests/unit/random_text.h"
#include "text/context.h"
#include "text/markdown.h"
#include "text/safe.h"
#include "text/segment.h"
#include "text/unicode.h"
#include "text/utf8.h"
#include "text/wrap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void draw_line(struct buf *out, const struct document *doc, const struct line *line,
                      bool ascii)
{
    int at = 0;
    for (size_t i = 0; i < line->run_count; i++) {
        const struct run *run = &line->runs[i];
        if (run->column > at)
            buf_fill(out, ' ', (size_t)(run->column - at));
        if (run->span.start == run->span.end)
            buf_append(out, run->decoration);
        else if (doc->text.ptr[run->span.start] == '\t')
            buf_fill(out, ' ', (size_t)run->width);
        else
            safe_append(out, str_sub(doc->text, run->span.start, run->span.end), SAFE_LINE, ascii);
        at = run->column + run->width;
    }
}

/* The layout of some Markdown as it would be drawn, one line of text per line. */
static void assert_drawn(const char *markdown, int measure, bool ascii, const char *expected)
{
    struct arena a = {0};
    struct buf out = {0};
    struct document doc;
    struct layout l;
    markdown_render(str_of(markdown), 0, &a, &doc);
    layout_make(&doc, measure, ascii, &a, &l);
    for (size_t i = 0; i < l.line_count; i++) {
        draw_line(&out, &doc, &l.lines[i], ascii);
        buf_byte(&out, '\n');
    }
    buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    arena_release(&a);
}

static void prose_is_broken_at_the_measure(void **state)
{
    (void)state;
    assert_drawn("The quick brown fox jumps over the lazy dog.", 16, false,
                 "The quick brown\nfox jumps over\nthe lazy dog.\n");
    assert_drawn("exactly sixteen  x", 16, false, "exactly sixteen\nx\n");
    assert_drawn("# Head\n\npara\n\n## Sub", 20, false, "Head\n\npara\n\nSub\n");
    assert_drawn("abcdefghijklmnopqrst uv", 8, false, "abcdefgh\nijklmnop\nqrst uv\n");
    assert_drawn("well-known e\u0301e\u0301e\u0301", 8, false,
                 "well-\nknown\ne\u0301e\u0301e\u0301\n");
    assert_drawn("\u5CB8\u7530\u6587\u96C4\u9996\u76F8\u3002\u3068", 9, false,
                 "\u5CB8\u7530\u6587\u96C4\n\u9996\u76F8\u3002\u3068\n");
    assert_drawn("no\u00A0break here", 10, false, "no\u00A0break\nhere\n");
    assert_drawn("a\x1B"
                 "b\u202E"
                 "c",
                 8, false,
                 "a\u241B"
                 "b\n<U+202E>\nc\n");
    assert_drawn("", 20, false, "");
}

static void lists_hang(void **state)
{
    (void)state;
    assert_drawn("- one two three four\n- five\n  - six seven eight nine\n", 12, false,
                 "\u2022 one two\n  three four\n\u2022 five\n  \u2013 six\n    seven\n    eight\n  "
                 "  nine\n");
    assert_drawn("- a\n\n- b\n\n  c\n", 12, true, "* a\n\n* b\n\n  c\n");
    assert_drawn("9. nine\n10. ten eleven twelve\n", 14, false,
                 " 9. nine\n10. ten eleven\n    twelve\n");
    assert_drawn("- [x] done\n- [ ] open\n", 20, false, "\u2611 done\n\u2610 open\n");
    assert_drawn("- [x] done\n- [ ] open\n", 20, true, "[x] done\n[ ] open\n");
    assert_drawn("p\n\n- - a\n  - b\n\nq", 20, true, "p\n\n* - a\n  - b\n\nq\n");
    assert_drawn("1. a\n\n   - b\n   - c\n2. d\n", 20, true, "1. a\n\n   * b\n   * c\n\n2. d\n");
}

static void quotations_are_barred(void **state)
{
    (void)state;
    assert_drawn(
        "> one two three\n>\n> four\n>\n> > five\n\nsix", 10, false,
        "\u2502 one two\n\u2502 three\n\u2502\n\u2502 four\n\u2502\n\u2502 \u2502 five\n\nsix\n");
    assert_drawn("> - a b c d e f\n> - g\n", 9, true, "| * a b c\n|   d e f\n| * g\n");
}

static void code_keeps_its_lines(void **state)
{
    (void)state;
    assert_drawn("a\n\n```\nint x;\n\n\tlong line of code\n```\n", 12, false,
                 "a\n\n  int x;\n\n          long line of code\n");
    struct arena a = {0};
    struct document doc;
    struct layout l;
    markdown_render(STR("```\nshort\nlong line of code\n```\n"), 0, &a, &doc);
    layout_make(&doc, 12, false, &a, &l);
    assert_int_equal(l.widest, 19);
    assert_false(l.lines[0].runs[0].cell_overflow);
    assert_true(l.lines[1].runs[0].cell_overflow);
    arena_release(&a);
}

static void rules_are_centred(void **state)
{
    (void)state;
    assert_drawn("a\n\n---\n\nb", 15, false, "a\n\n     * * *\n\nb\n");
}

static void tables_stand_in_columns(void **state)
{
    (void)state;
    assert_drawn(
        "| a | b | c |\n|:--|:-:|--:|\n| one | two | 3 |\n| x | y | 44 |\n", 40, false,
        "a     b    c\n\u2500\u2500\u2500  \u2500\u2500\u2500  \u2500\u2500\none  two   3\n"
        "x     y   44\n");
    assert_drawn("| Party | Act |\n|---|---|\n| Japan | signed the agreement in Tokyo |\n", 24,
                 true,
                 "Party  Act\n-----  -----------------\nJapan  signed the\n       agreement in\n"
                 "       Tokyo\n");
    assert_drawn("| \u5CB8\u7530 | x |\n|---|--:|\n| a | 1 |\n", 24, true, "??  x\n--  -\na   1\n");
    assert_drawn("| | |\n|---|---|\n| a | one two three |\n| b | x |\n", 12, true,
                 "a  one two\n   three\nb  x\n");
    assert_drawn("- | | |\n  |---|---|\n  | a | b |\n", 20, true, "* a  b\n");
    assert_drawn("| a | | c |\n|---|---|---|\n| | | z |\n", 24, true, "a    c\n-    -\n     z\n");
}

static void random_markdown(struct prng *p, struct buf *out, size_t count)
{
    static const char *const bits[] = {
        "\n",
        "\n\n",
        "\n\n> ",
        "\n- ",
        "\n1. ",
        "\n12. ",
        "\n\n# ",
        "\n\n---\n\n",
        "\n```\n",
        " ",
        " ",
        "word ",
        "another ",
        "of ",
        "\t",
        "\n\n    ",
        "\n\n|a|b|c|\n|---|:-:|--:|\n",
        "|",
        "|",
        "\n|",
        "\u5CB8\u7530",
        "e\u0301",
        "\u200D",
        "\U0001F468\u200D\U0001F469",
        "\u202E",
        "\u2028",
        "https://example.org/a/very/long/address?with=query",
        "\x1B",
        "- [x] ",
        "\n  ",
        "\n   - ",
        "a-b",
    };
    for (size_t i = 0; i < count; i++)
        if (prng_below(p, 8))
            buf_append(out, str_of(bits[prng_below(p, sizeof bits / sizeof *bits)]));
        else
            random_text(p, out, 3, false);
}

static void every_layout_is_sound(void **state)
{
    (void)state;
    static const int measures[] = {1, 8, 11, 20, 40, 76, 120};
    struct prng p = {76};
    struct buf b = {0};
    for (int round = 0; round < 1500; round++) {
        struct arena a = {0};
        struct document doc;
        struct text_faults faults;
        buf_clear(&b);
        random_markdown(&p, &b, prng_below(&p, 120));
        markdown_render(text_decode(buf_str(&b), &a, &faults), 0, &a, &doc);
        for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
            struct layout l, again;
            layout_make(&doc, measures[m], round & 1, &a, &l);
            assert_sound(layout_fault(&doc, &l, &a));
            layout_make(&doc, measures[m], round & 1, &a, &again);
            assert_int_equal(l.line_count, again.line_count);
        }
        arena_release(&a);
    }
    buf_release(&b);
}

static void places_are_found(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc;
    struct layout l;
    markdown_render(STR("one two three\n\n---\n\n- \u5CB8\u7530x y"), 0, &a, &doc);
    layout_make(&doc, 10, false, &a, &l);
    /* 0 "one two", 1 "three", 2 blank, 3 rule, 4 blank, 5 "• 岸田x y" */
    assert_int_equal(l.line_count, 6);
    assert_int_equal(layout_line_at(&l, 0), 0);
    assert_int_equal(layout_line_at(&l, 7), 0);
    assert_int_equal(layout_line_at(&l, 8), 1);
    assert_int_equal(layout_line_at(&l, 13), 5);
    assert_int_equal(layout_line_at(&l, 15), 5);
    assert_int_equal(layout_column_of(&doc, &l, 0, 4), 4);
    assert_int_equal(layout_column_of(&doc, &l, 0, 7), 7);
    assert_int_equal(layout_column_of(&doc, &l, 5, 15), 2);
    assert_int_equal(layout_column_of(&doc, &l, 5, 18), 4);
    assert_int_equal(layout_column_of(&doc, &l, 5, 21), 6);
    assert_int_equal(layout_column_of(&doc, &l, 3, 21), 0);
    arena_release(&a);
}

static void table_cells_are_found_on_their_lines(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc;
    struct layout l;
    markdown_render(STR("|a|b|\n|---|---|\n|one two three four|five six seven|\n"), 0, &a, &doc);
    layout_make(&doc, 20, false, &a, &l);
    assert_sound(layout_fault(&doc, &l, &a));
    size_t five = str_find(doc.text, STR("five"), 0), four = str_find(doc.text, STR("four"), 0);
    assert_true(layout_line_at(&l, five) < layout_line_at(&l, four));
    arena_release(&a);
}

/* The cells of all characters in [start, end), one by one. */
static int cells_of(str text, size_t start, size_t end, bool ascii)
{
    int cells = 0;
    text = str_sub(text, 0, end);
    while (start < end) {
        int width;
        bool blank;
        start = segment_character(text, start, ascii, &width, &blank);
        cells += width;
    }
    return cells;
}

/* Valid text, in which plain words are frequent. */
static void random_words(struct prng *p, struct buf *out)
{
    for (uint32_t i = prng_below(p, 12); i > 0; i--) {
        random_text(p, out, prng_below(p, 3), false);
        buf_append(out, str_sub(STR("plain words of text"), prng_below(p, 10), 19));
    }
}

static void plain_text_is_measured_as_any(void **state)
{
    (void)state;
    struct prng p = {11};
    for (int round = 0; round < 2000; round++) {
        struct buf b = {0};
        bool ascii = prng_below(&p, 2), blank;
        int width;
        random_words(&p, &b);
        str text = buf_str(&b);
        assert_int_equal(segment_width(text, 0, text.len, ascii),
                         cells_of(text, 0, text.len, ascii));
        for (size_t at = 0; at < text.len;) {
            size_t plain = segment_plain_end(text, at);
            for (; at < plain; at++) {
                assert_int_equal(segment_character(text, at, ascii, &width, &blank), at + 1);
                assert_int_equal(width, 1);
            }
            if (at < text.len)
                at = segment_character(text, at, ascii, &width, &blank);
        }
        buf_release(&b);
    }
}

/* White space in a run as one space, code point by code point. */
static void put_on_one_line(str text, struct buf *out)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t size = utf8_decode(text, at, &c, NULL);
        if (!unicode_is_space(c))
            buf_append(out, str_sub(text, at, at + size));
        else if (out->len == 0 || out->ptr[out->len - 1] != ' ')
            buf_byte(out, ' ');
        at += size;
    }
}

static void contexts_are_cut_between_characters(void **state)
{
    (void)state;
    struct prng p = {3};
    for (int round = 0; round < 2000; round++) {
        struct arena a = {0};
        struct buf b = {0}, line = {0};
        bool ascii = prng_below(&p, 2), blank;
        int cells = (int)prng_below(&p, 60), width, used = 0;
        random_words(&p, &b);
        put_on_one_line(buf_str(&b), &line);
        str text = buf_str(&line);
        struct document doc = {.text = buf_str(&b)};
        struct context c =
            context_of(&doc, (struct span){0, b.len}, 0, cells, ascii, &a); /* its beginning */
        size_t at = 0, next;
        for (; at < text.len; at = next, used += width) {
            next = segment_character(text, at, ascii, &width, &blank);
            if (used + width > cells)
                break;
        }
        assert_true(str_eq(c.hit, str_sub(text, 0, at)));
        assert_int_equal(c.hit_width, used);
        c = context_of(&doc, (struct span){b.len, b.len}, cells, cells, ascii, &a); /* its end */
        used = cells_of(text, 0, text.len, ascii);
        for (at = 0; used > cells && at < text.len; used -= width)
            at = segment_character(text, at, ascii, &width, &blank);
        assert_true(str_eq(c.left, str_from(text, at)));
        assert_int_equal(c.left_width, used);
        buf_release(&b);
        buf_release(&line);
        arena_release(&a);
    }
}

static void hostile_texts_are_set_in_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {"a",
                                        "\u0301",
                                        "a\n\n",
                                        "a ",
                                        " ",
                                        "- a\n",
                                        "\u200D",
                                        "\u202E",
                                        "\U0001F1FA",
                                        "    \ta\n",
                                        "a|b\n---|---\n1|2\n\n",
                                        "1. a\n",
                                        "> a\n\n",
                                        "---\n",
                                        "\u5CB8"};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct arena a = {0};
        struct document doc;
        struct layout l;
        buf_clear(&b);
        buf_byte(&b, 'x');
        while (b.len < 1000000)
            buf_append(&b, str_of(units[i]));
        clock_t before = clock();
        struct err e = markdown_render(buf_str(&b), 0, &a, &doc);
        if (!err_failed(&e))
            layout_make(&doc, 40, false, &a, &l);
        if (clock() - before > 8 * CLOCKS_PER_SEC)
            fail_msg("1 MB of %s take too long", units[i]);
        arena_release(&a);
    }
    buf_release(&b);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_is_broken_at_the_measure),
        cmocka_unit_test(lists_hang),
        cmocka_unit_test(quotations_are_barred),
        cmocka_unit_test(code_keeps_its_lines),
        cmocka_unit_test(rules_are_centred),
        cmocka_unit_test(tables_stand_in_columns),
        cmocka_unit_test(every_layout_is_sound),
        cmocka_unit_test(places_are_found),
        cmocka_unit_test(table_cells_are_found_on_their_lines),
        cmocka_unit_test(plain_text_is_measured_as_any),
        cmocka_unit_test(contexts_are_cut_between_characters),
        cmocka_unit_test(hostile_texts_are_set_in_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
