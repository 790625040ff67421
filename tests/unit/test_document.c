#include "base/buf.h"
#include "tests/unit/random_text.h"
#include "text/markdown.h"
#include "text/offsets.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct document render(str source, struct arena *a)
{
    struct document doc;
    struct err e = markdown_render(source, 0, a, &doc);
    assert_int_equal(e.code, ERR_NONE);
    return doc;
}

static void blocks_are_found_by_offset(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc = render(STR("one\n\n---\n\ntwo"), &a);
    assert_int_equal(document_block_at(&doc, 0), 0);
    assert_int_equal(document_block_at(&doc, 2), 0);
    assert_int_equal(document_block_at(&doc, 3), 2);
    assert_int_equal(document_block_at(&doc, 5), 2);
    assert_int_equal(document_block_at(&doc, 8), doc.block_count);
    arena_release(&a);
}

/* `expected` NULL: nothing is rendered from there. */
static void assert_from_source(const char *source, size_t start, size_t end, const char *expected)
{
    struct arena a = {0};
    struct document doc = render(str_of(source), &a);
    struct span s;
    bool found = document_span_from_source(&doc, start, end, &s);
    assert_int_equal(found, expected != NULL);
    if (found)
        assert_true(str_eq(str_sub(doc.text, s.start, s.end), str_of(expected)));
    arena_release(&a);
}

static void file_spans_become_rendered_spans(void **state)
{
    (void)state;
    assert_from_source("plain text", 6, 10, "text");
    assert_from_source("plain text", 6, 99, "text");
    assert_from_source("plain text", 99, 120, NULL);
    assert_from_source("a **bold** b", 2, 10, "bold");
    assert_from_source("a **bold** b", 2, 4, NULL);
    assert_from_source("a **bold** b", 0, 6, "a bo");
    assert_from_source("[shown](http://x) z", 0, 17, "shown");
    assert_from_source("[shown](http://x) z", 8, 16, NULL);
    assert_from_source("one\n\n# two\n\nthree", 5, 10, "two");
    assert_from_source("one\n\n# two\n\nthree", 3, 5, NULL);
    assert_from_source("one\n\n# two\n\nthree", 2, 13, "e\n\ntwo\n\nt");
    assert_from_source("a\nb", 0, 3, "a b");
    assert_from_source("a\r\nb", 1, 3, " ");
    assert_from_source("a\r\nb c", 3, 4, "b");
    assert_from_source("x &amp; y", 2, 7, "&");
    assert_from_source("x &amp; y", 2, 5, NULL);
    assert_from_source("\xE5\xB2\xB8\xE7\x94\xB0 *\xE6\x96\x87\xE9\x9B\x84*", 3, 5, "\xE6\x96\x87");
    assert_from_source("> a\n> b", 0, 7, "a b");
    assert_from_source("", 0, 3, NULL);
}

static void rendered_places_lead_back_to_the_file(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc = render(STR("a *b*\r\nc\n\n- d"), &a);
    assert_string_equal(doc.text.ptr, "a b c\n\nd");
    static const size_t places[] = {0, 1, 3, 5, 7, 12, 12, 12, 13};
    for (size_t i = 0; i <= doc.text.len; i++)
        assert_int_equal(document_source_offset(&doc, i), places[i]);
    doc = render(STR(""), &a);
    assert_int_equal(document_source_offset(&doc, 0), 0);
    arena_release(&a);
}

static void assert_line_column(str source, size_t offset, size_t line, size_t column)
{
    size_t got_line, got_column;
    source_line_column(source, offset, &got_line, &got_column);
    assert_int_equal(got_line, line);
    assert_int_equal(got_column, column);
}

static void lines_and_columns_count_from_one(void **state)
{
    (void)state;
    str s = STR("a\xC3\xA9z\nb\r\nc\rd\n");
    assert_line_column(s, 0, 1, 1);
    assert_line_column(s, 3, 1, 3);
    assert_line_column(s, 5, 2, 1);
    assert_line_column(s, 8, 3, 1);
    assert_line_column(s, 10, 4, 1);
    assert_line_column(s, 12, 5, 1);
    assert_line_column(s, 99, 5, 1);
    assert_line_column(STR(""), 0, 1, 1);
    assert_line_column(STR("a\r"), 2, 2, 1);
    assert_line_column(STR("a\r\n"), 2, 1, 3);
}

/* Every source code point, asked for alone, gives at most the code point that was made of it; and
 * a large text is found through the index as well as a small one. */
static void every_code_point_finds_its_own(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    struct prng p = {5};
    while (b.len < 20000)
        buf_append(&b, prng_below(&p, 3) ? STR("w\xC3\xB6rd ") : STR("*\xE5\xB2\xB8*\n"));
    struct document doc = render(buf_str(&b), &a);
    size_t n = 0;
    for (size_t at = 0; at < b.len; at = utf8_next(buf_str(&b), at), n++) {
        struct span s;
        str from = str_sub(buf_str(&b), at, utf8_next(buf_str(&b), at));
        if (!document_span_from_source(&doc, n, n + 1, &s))
            assert_true(str_eq(from, STR("*")) || str_eq(from, STR(" ")) ||
                        str_eq(from, STR("\n")));
        else if (!str_eq(from, STR("\n")))
            assert_true(str_eq(from, str_sub(doc.text, s.start, s.end)));
    }
    buf_release(&b);
    arena_release(&a);
}

/* Past the end there is no more to count. */
static void offsets_are_counted_in_code_points(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    for (int i = 0; i < 5000; i++)
        buf_append(&b, i % 2 ? STR("\u00E9") : STR("a"));
    struct offsets o = offsets_make(buf_str(&b), &a);
    for (size_t i = 0; i <= 5000; i += 2)
        assert_int_equal(offsets_code_points(&o, i / 2 * 3), i);
    assert_int_equal(offsets_code_points(&o, b.len + 99), 5000);
    buf_release(&b);
    arena_release(&a);
}

static void assert_sentence(const char *text, const char *around, const char *expected)
{
    struct arena a = {0};
    struct document doc = render(str_of(text), &a);
    size_t at = str_find(doc.text, str_of(around), 0);
    assert_true(at != STR_NONE);
    struct span s = document_sentence(&doc, (struct span){at, at + strlen(around)});
    struct buf got = {0};
    buf_append(&got, str_sub(doc.text, s.start, s.end));
    buf_byte(&got, '\0');
    assert_string_equal(got.ptr, expected);
    buf_release(&got);
    arena_release(&a);
}

static void sentences(void **state)
{
    (void)state;
    const char *text = "First one. The U.S. and Mr. Kishida met on Apr. 10 in Washington, D.C. for "
                       "talks! \"Was it 3.5 %?\" he asked. Last\n\nOther block";
    assert_sentence(text, "First", "First one.");
    assert_sentence(text, "Kishida",
                    "The U.S. and Mr. Kishida met on Apr. 10 in Washington, D.C. for talks!");
    assert_sentence(text, "3.5", "\"Was it 3.5 %?\" he asked.");
    assert_sentence(text, "Last", "Last");
    assert_sentence(text, "Other", "Other block");
    assert_sentence(text, "one. The",
                    "First one. The U.S. and Mr. Kishida met on Apr. 10 in "
                    "Washington, D.C. for talks!");
    assert_sentence("\u5CB8\u7530\u3002\u6587\u96C4\u3002", "\u6587", "\u6587\u96C4\u3002");
}

static void sentences_end_in_many_ways(void **state)
{
    (void)state;
    static const char *const ends[] = {".",   "!",   "?",  "…",  "...", "?!", ".\"",
                                       ".'",  ".)",  ".]", ".’", ".”",  ".»", ".」",
                                       ".』", ".）", "。", "！", "？」"};
    static const char *const stays[] = {
        "Mr. Kishida",    "3.5 %", "e.g. this",    "J. Biden",    "D.C. is",
        "the end. of it", "1.Two", "a.b.C.D. and", "approx. Ten", "vs. Them"};
    char text[200], first[100];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(first, sizeof first, "So it was%s", ends[i]);
        snprintf(text, sizeof text, "%s Then it rained.", first);
        assert_sentence(text, "was", first);
        assert_sentence(text, "rained", "Then it rained.");
    }
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++) {
        snprintf(text, sizeof text, "He saw %s there.", stays[i]);
        assert_sentence(text, "saw", text);
        assert_sentence(text, "there", text);
    }
    /* Small letters alone are words. */
    assert_sentence("Plan b. Next", "Plan", "Plan b.");
    assert_sentence("Wait.......... Next", "Wait", "Wait..........");
    assert_sentence("Wait..", "Wait", "Wait..");
}

/* Whatever stands there: a part of its block that holds what was asked for, and the same for all
 * of it. */
static void any_text_has_sentences(void **state)
{
    enum { ROUNDS = 2000, LETTERS = 40 };
    static const char *const more[] = {". ", "! ", "? ", "\" ", "。", "A", "\n\n", "Mr"};
    (void)state;
    struct prng random = {31};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena a = {0};
        struct buf raw = {0};
        for (int k = 0; k < 4; k++) {
            random_text(&random, &raw, prng_below(&random, LETTERS / 4), false);
            buf_append(&raw, str_of(more[prng_below(&random, sizeof more / sizeof *more)]));
        }
        struct document doc;
        plain_render(buf_str(&raw), &a, &doc);
        for (size_t at = 0; at < doc.text.len; at = utf8_next(doc.text, at)) {
            struct span s = document_sentence(&doc, (struct span){at, utf8_next(doc.text, at)});
            size_t index = document_block_at(&doc, at);
            if (index == doc.block_count || at < doc.blocks[index].span.start)
                continue;
            struct span block = doc.blocks[index].span;
            assert_true(s.start >= block.start && s.end <= block.end);
            assert_true(s.start <= at && at < s.end);
            assert_true(utf8_valid(str_sub(doc.text, s.start, s.end)));
        }
        buf_release(&raw);
        arena_release(&a);
    }
}

/* Between blocks it is of the next; after the last there is none. */
static void sentences_are_of_blocks(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc = render(STR("One. Two\n\nThree. Four"), &a);
    struct span s = document_sentence(&doc, (struct span){9, 9});
    assert_true(str_eq(str_sub(doc.text, s.start, s.end), STR("Three.")));
    s = document_sentence(&doc, (struct span){doc.text.len, doc.text.len});
    assert_true(s.start == doc.text.len && s.end == doc.text.len);
    /* From one block into another: as far as its own goes. */
    s = document_sentence(&doc, (struct span){5, 14});
    assert_true(str_eq(str_sub(doc.text, s.start, s.end), STR("Two")));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_found_by_offset),
        cmocka_unit_test(file_spans_become_rendered_spans),
        cmocka_unit_test(rendered_places_lead_back_to_the_file),
        cmocka_unit_test(lines_and_columns_count_from_one),
        cmocka_unit_test(every_code_point_finds_its_own),
        cmocka_unit_test(offsets_are_counted_in_code_points),
        cmocka_unit_test(sentences),
        cmocka_unit_test(sentences_end_in_many_ways),
        cmocka_unit_test(any_text_has_sentences),
        cmocka_unit_test(sentences_are_of_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
