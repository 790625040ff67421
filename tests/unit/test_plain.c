#include "text/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_renders(const char *source, const char *text, size_t blocks)
{
    struct arena a = {0};
    struct document doc;
    plain_render(str_of(source), &a, &doc);
    assert_string_equal(doc.text.ptr, text);
    assert_int_equal(doc.block_count, blocks);
    assert_int_equal(doc.inline_count, 0);
    assert_false(str_present(doc.heading));
    arena_release(&a);
}

static void blank_lines_part_paragraphs(void **state)
{
    (void)state;
    assert_renders("", "", 0);
    assert_renders("\n \t\n", "", 0);
    assert_renders("a\nb\n\nc\n", "a b\n\nc", 2);
    assert_renders("\n\na\n \t \n\n\nb", "a\n\nb", 2);
    assert_renders("a\r\nb\r\n\r\nc\r\n", "a b\n\nc", 2);
    assert_renders("a\rb\r\rc", "a b\n\nc", 2);
    assert_renders("  a \n  b  c\td \n", "a b  c\td", 1);
}

static void nothing_is_markup(void **state)
{
    (void)state;
    assert_renders("# *a* [b](c)\n- &amp; <b>\n---\n    d", "# *a* [b](c) - &amp; <b> --- d", 1);
}

static void places_lead_back(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc;
    struct span s;
    plain_render(STR("ab\r\ncd\n\n ef"), &a, &doc);
    assert_true(document_span_from_source(&doc, 4, 6, &s));
    assert_true(s.start == 3 && s.end == 5);
    assert_int_equal(document_source_offset(&doc, 7), 9);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_lines_part_paragraphs),
        cmocka_unit_test(nothing_is_markup),
        cmocka_unit_test(places_lead_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
