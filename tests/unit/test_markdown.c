#include "base/buf.h"
#include "tests/support/sound.h"
#include "tests/unit/random_text.h"
#include "text/markdown.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct document render(str source, struct arena *a)
{
    struct document doc;
    struct err e = markdown_render(source, 0, a, &doc);
    assert_int_equal(e.code, ERR_NONE);
    return doc;
}

static void assert_renders(const char *source, const char *text)
{
    struct arena a = {0};
    struct document doc = render(str_of(source), &a);
    assert_string_equal(doc.text.ptr, text);
    arena_release(&a);
}

static void text_is_what_a_reader_sees(void **state)
{
    (void)state;
    assert_renders("", "");
    assert_renders("\n\n  \n", "");
    assert_renders("a\nb\r\nc\rd", "a b c d");
    assert_renders("a\\\nb  \nc", "a b c");
    assert_renders("# H #\n\npara\n***\nmore", "H\n\npara\n\nmore");
    assert_renders("H\n=\n\n***\n\n---\nx", "H\n\nx");
    assert_renders("*a* **b** ~~c~~ `d  e` \\*f\\*", "a b c d  e *f*");
    assert_renders("a  b\tc", "a  b\tc");
    assert_renders("- a\n- b\n  - c\n\n1) d\n2) e", "a\n\nb\n\nc\n\nd\n\ne");
    assert_renders("> q\n> r\n> > s", "q r\n\ns");
    assert_renders("```c\nint a;\n\n  b\n```\nz", "int a;\n\n  b\n\nz");
    assert_renders("    a\n      b\n\n    c\n", "a\n  b\n\nc");
    assert_renders("```\n\ta\n \tb\tc\n```", "\ta\n \tb\tc");
    assert_renders("\t\ta\n\n> ```\n> \tb\n> ```", "\ta\n\n\tb");
    assert_renders("```\n```\na\n```\n\n\n```", "a");
    assert_renders("[link](http://x \"t\") ![image](y) <https://z.example>",
                   "link image https://z.example");
    assert_renders("![](x.png)\n\n[](y)\n\nz", "z");
    assert_renders("[[japan]] [[japan|the islands]]", "japan the islands");
    assert_renders("lone\r\rCR\r\r# head\rx", "lone\n\nCR\n\nhead\n\nx");
    assert_renders("- [x] done\n- [ ] open", "done\n\nopen");
    assert_renders("\xEF\xBC\x8A \xE5\xB2\xB8", "\xEF\xBC\x8A \xE5\xB2\xB8");
    assert_renders("---\n\na", "a");
    assert_renders("-\n\n- a", "a");
}

static void entities_are_decoded(void **state)
{
    (void)state;
    assert_renders("&amp;&lt;&nbsp;&copy;&hellip;", "&<\u00A0\u00A9\u2026");
    assert_renders("&#65;&#x42;&#X43;", "ABC");
    assert_renders("a&#27;b&#x9b;c", "a\x1B"
                                     "b\xC2\x9B"
                                     "c");
    assert_renders("&#0;&#xD800;&#x110000;&#99999999;", "\uFFFD\uFFFD\uFFFD&#99999999;");
    assert_renders("a&#13;b&#10;c&#9;d", "a b c d");
    assert_renders("&nosuch; &amp &;", "&nosuch; &amp &;");
    assert_renders("`&amp;`\n\n    &amp;", "&amp;\n\n&amp;");
    assert_renders("&ngE; &NotEqualTilde;", "\u2267\u0338 \u2242\u0338");
}

static void html_leaves_only_its_text(void **state)
{
    (void)state;
    assert_renders("a <b>bold</b><!-- c --> d", "a bold d");
    assert_renders("a <!-- c --> d", "a d");
    assert_renders("one<br>two<br/>\nthree", "one two three");
    assert_renders("x <script>alert(1)</script> y", "x y");
    assert_renders("<div>\nx &lt; <b>y</b>\n</div>\n", "x < y");
    assert_renders("<p>a</p><p>b\nc</p>\n<h2 id=\"x>y\">d</h2>", "a\n\nb c\n\nd");
    assert_renders("<!-- a\n\nb\n-->\n\nc", "c");
    assert_renders("<style>\np {}\n</style>\n\nc", "c");
    assert_renders("<pre>\na\n  b\n</pre>\nc", "a\n  b\n\nc");
    assert_renders("<table><tr><td>1</td><td>2</td></tr></table>", "1 2");
    assert_renders("<div\nclass=\"a\nb\">t</div>", "t");
    assert_renders("a < b and <3", "a < b and <3");
    assert_renders("<?php echo 1 ?>\n\nz", "z");
    assert_renders("<![CDATA[x]]>\n\nz", "z");
}

static void tables_are_one_block(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc =
        render(STR("p\n\n| a | *b* |\n|:--|--:|\n| 1\t2 | `x\\|y` |\n| | |\n| 3 |\n\nq"), &a);
    assert_string_equal(doc.text.ptr, "p\n\na\tb\n1 2\tx|y\n3\t\n\nq");
    assert_int_equal(doc.block_count, 3);
    const struct block *block = &doc.blocks[1];
    assert_int_equal(block->kind, BLOCK_TABLE);
    assert_int_equal(block->table->columns, 2);
    assert_int_equal(block->table->rows, 3);
    assert_int_equal(block->table->align[0], ALIGN_LEFT);
    assert_int_equal(block->table->align[1], ALIGN_RIGHT);
    static const char *const cells[] = {"a", "b", "1 2", "x|y", "3", ""};
    for (size_t i = 0; i < 6; i++) {
        struct span cell = block->table->cells[i];
        assert_true(str_eq(str_sub(doc.text, cell.start, cell.end), str_of(cells[i])));
    }
    assert_renders("| | |\n|---|---|\n\nx", "x");
    assert_renders("| | |\n|---|---|\n|y|\n\nx", "\t\ny\t\n\nx");
    arena_release(&a);
}

static void one_dash_is_enough_for_a_column(void **state)
{
    (void)state;
    assert_renders("|a|b|\n|-|-|\n|1|2|", "a\tb\n1\t2");
    assert_renders("a|b\r\n-|:-\r\n1|2\r\n\r\nz", "a\tb\n1\t2\n\nz");
    assert_renders("> | a | b |\n> | - | --: |\n> | 1 | 2 |", "a\tb\n1\t2");
    assert_renders("```\n|a|b|\n|-|-|\n```\nz", "|a|b|\n|-|-|\n\nz");
    assert_renders("x | y\n- | -\n\nz", "x | y\n\n| -\n\nz");
    struct arena a = {0};
    struct document doc = render(STR("|a|\n|-|\n|b|\n\nz |\n|-\ny"), &a);
    struct span s;
    assert_true(document_span_from_source(&doc, 9, 10, &s));
    assert_true(str_eq(str_sub(doc.text, s.start, s.end), STR("b")));
    assert_int_equal(document_source_offset(&doc, doc.text.len - 1), 20);
    arena_release(&a);
}

static void lists_and_quotations_are_containers(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc = render(STR("3. a\n\n   b\n4. - [x] c\n   - > d\n"), &a);
    assert_int_equal(doc.block_count, 4);
    const struct block *b = doc.blocks;
    assert_true(b[0].depth == 1 && b[0].containers[0].kind == CONTAINER_NUMBER);
    assert_true(b[0].containers[0].first && b[0].containers[0].number == 3);
    assert_false(b[0].containers[0].tight);
    assert_true(b[1].depth == 1 && !b[1].containers[0].first);
    assert_true(b[2].depth == 2 && b[2].containers[0].first && b[2].containers[0].number == 4);
    assert_true(b[2].containers[1].first && b[2].containers[1].tight);
    assert_true(b[2].containers[1].task && b[2].containers[1].done);
    assert_true(b[3].depth == 3 && !b[3].containers[0].first && b[3].containers[1].first);
    assert_false(b[3].containers[1].task);
    assert_int_equal(b[3].containers[2].kind, CONTAINER_QUOTE);
    arena_release(&a);
}

static void assert_inline(const struct document *doc, size_t i, enum inline_kind kind,
                          const char *text, const char *target)
{
    assert_true(i < doc->inline_count);
    const struct inline_span *span = &doc->inlines[i];
    assert_int_equal(span->kind, kind);
    assert_true(str_eq(str_sub(doc->text, span->span.start, span->span.end), str_of(text)));
    assert_true(str_eq(span->target, str_of(target)));
}

static void inline_spans_carry_their_targets(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc =
        render(STR("*a **b*** [c *d*](entity:x%20y \"t\") [[e|f]] ![g](<h&amp;i>) "
                   "[j] www.k.example ~~l~~ `m`\n\n[j]: agreement:n\n"),
               &a);
    assert_inline(&doc, 0, INLINE_EMPHASIS, "a b", NULL);
    assert_inline(&doc, 1, INLINE_STRONG, "b", NULL);
    assert_inline(&doc, 2, INLINE_LINK, "c d", "entity:x%20y");
    assert_inline(&doc, 3, INLINE_EMPHASIS, "d", NULL);
    assert_inline(&doc, 4, INLINE_WIKI, "f", "e");
    assert_inline(&doc, 5, INLINE_IMAGE, "g", "h&i");
    assert_inline(&doc, 6, INLINE_LINK, "j", "agreement:n");
    assert_inline(&doc, 7, INLINE_LINK, "www.k.example", "http://www.k.example");
    assert_inline(&doc, 8, INLINE_STRIKE, "l", NULL);
    assert_inline(&doc, 9, INLINE_CODE, "m", NULL);
    assert_int_equal(doc.inline_count, 10);
    arena_release(&a);
}

static void headings_name_the_document(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc = render(STR("p\n\n##\n\n## The *first* one\n\n# Second"), &a);
    assert_true(str_eq(doc.heading, STR("The first one")));
    assert_int_equal(doc.blocks[1].level, 2);
    doc = render(STR("p"), &a);
    assert_false(str_present(doc.heading));
    arena_release(&a);
}

static void front_matter_is_not_rendered_but_counted(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document doc;
    str source = STR("---\ntitle: x\n---\nbody");
    markdown_render(source, 17, &a, &doc);
    assert_string_equal(doc.text.ptr, "body");
    assert_int_equal(document_source_offset(&doc, 1), 18);
    arena_release(&a);
}

static void nesting_is_capped(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    for (int i = 0; i < 40; i++)
        buf_append(&b, STR("> "));
    buf_append(&b, STR("deep\n\nshallow"));
    struct document doc = render(buf_str(&b), &a);
    assert_string_equal(doc.text.ptr, "deep\n\nshallow");
    assert_int_equal(doc.blocks[0].depth, BLOCK_DEPTH_MAX);
    assert_int_equal(doc.blocks[1].depth, 0);
    buf_release(&b);
    arena_release(&a);
}

static void tables_that_multiply_cells_are_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    struct document doc;
    for (int i = 0; i < 16000; i++)
        buf_append(&b, STR("x|"));
    buf_append(&b, STR("\n"));
    for (int i = 0; i < 16000; i++)
        buf_append(&b, STR("---|"));
    buf_append(&b, STR("\n"));
    for (int i = 0; i < 32000; i++)
        buf_append(&b, STR("x\n"));
    clock_t before = clock();
    struct err e = markdown_render(buf_str(&b), 0, &a, &doc);
    assert_int_equal(e.code, ERR_TOO_LARGE);
    assert_true(clock() - before < 5 * CLOCKS_PER_SEC);
    buf_release(&b);
    arena_release(&a);
}

static void repeated_long_targets_are_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    struct document doc;
    buf_append(&b, STR("[a]: <"));
    for (int i = 0; i < 20000; i++)
        buf_append(&b, STR("x&amp;"));
    buf_append(&b, STR(">\n\n"));
    for (int i = 0; i < 20000; i++)
        buf_append(&b, STR("[a]"));
    assert_int_equal(markdown_render(buf_str(&b), 0, &a, &doc).code, ERR_TOO_LARGE);
    buf_release(&b);
    arena_release(&a);
}

/* 100 KB of each: what takes a parser that looks again and again at the same bytes minutes. */
static void hostile_input_takes_its_time_only_once(void **state)
{
    (void)state;
    static const char *const units[] = {
        ">",          "> ",    "[",       "*",         "_",
        "`",          "(",     "<",       "![",        "- ",
        "[a](",       "[[",    "<!--",    "a<!A",      "<a b=\"",
        "&",          "~~a",   "|",       "a@b.",      "http://",
        "www.a(",     "a**b",  "*a_ ",    "[a]: b\n",  "a|b\n---|---\n",
        "a|b\n-|-\n", "```\n", "<div>\n", "a\n",       "- a\n",
        "> - a\n>\n", "\\",    "a<br>",   "a<script>", "&#0;",
        "1. ",
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct arena a = {0};
        struct document doc;
        buf_clear(&b);
        while (b.len < 100000)
            buf_append(&b, str_of(units[i]));
        clock_t before = clock();
        struct err e = markdown_render(buf_str(&b), 0, &a, &doc);
        assert_true(e.code == ERR_NONE || e.code == ERR_TOO_LARGE);
        if (clock() - before > 5 * CLOCKS_PER_SEC)
            fail_msg("100 KB of %s take too long", units[i]);
        arena_release(&a);
    }
    buf_release(&b);
}

/* The parser reads on past an open link: what stands there must not matter. */
static void nothing_past_the_end_is_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"[><br>[[](", "[[ ] ](x", "[a](b", "&#1", "www.a", "<a b"};
    static const char *const rest[] = {")z",      " ](y)\n\nleft over", "]] **", "2;z", ".b/z",
                                       "=\"c\">z"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t j = 0; j < sizeof rest / sizeof *rest; j++) {
            struct arena a = {0};
            str both = arena_printf(&a, "%s%s", texts[i], rest[j]);
            str alone = arena_str(&a, str_of(texts[i]));
            struct document left = render(str_sub(both, 0, alone.len), &a);
            assert_true(str_eq(left.text, render(alone, &a).text));
            arena_release(&a);
        }
}

static void random_markup(struct prng *p, struct buf *out, size_t count)
{
    static const char *const bits[] = {
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~",
        "[",
        "](",
        "x)",
        "](y)",
        "![",
        "[[",
        "]]",
        "|",
        "a|b\n---|---\n",
        "a|b\n-|-\n",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "# ",
        "---\n",
        "<b>",
        "</b>",
        "<br>",
        "<div>\n",
        "</div>\n",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "&amp;",
        "&#0;",
        "&#13;",
        "&nbsp;",
        "&x;",
        "\\",
        "word ",
        "word",
        " ",
        "\xE5\xB2\xB8",
        "e\xCC\x81",
        "http://a.b ",
        "[a]: b\n",
        "[ ] ",
        "<",
        ">",
        "\xE2\x80\xAE",
        "<h1>",
        "<td>",
        "\\|",
        "- [x] ",
        "  \n",
        "==\n",
    };
    for (size_t i = 0; i < count; i++)
        buf_append(out, str_of(bits[prng_below(p, sizeof bits / sizeof *bits)]));
}

static void every_document_is_sound(void **state)
{
    (void)state;
    struct prng p = {815};
    struct buf b = {0};
    for (int round = 0; round < 20000; round++) {
        struct arena a = {0};
        struct document doc;
        buf_clear(&b);
        random_markup(&p, &b, prng_below(&p, 60));
        markdown_render(buf_str(&b), 0, &a, &doc);
        assert_sound(document_fault(&doc));
        plain_render(buf_str(&b), &a, &doc);
        assert_sound(document_fault(&doc));
        arena_release(&a);
    }
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_what_a_reader_sees),
        cmocka_unit_test(entities_are_decoded),
        cmocka_unit_test(html_leaves_only_its_text),
        cmocka_unit_test(tables_are_one_block),
        cmocka_unit_test(one_dash_is_enough_for_a_column),
        cmocka_unit_test(lists_and_quotations_are_containers),
        cmocka_unit_test(inline_spans_carry_their_targets),
        cmocka_unit_test(headings_name_the_document),
        cmocka_unit_test(front_matter_is_not_rendered_but_counted),
        cmocka_unit_test(nesting_is_capped),
        cmocka_unit_test(tables_that_multiply_cells_are_refused),
        cmocka_unit_test(repeated_long_targets_are_refused),
        cmocka_unit_test(hostile_input_takes_its_time_only_once),
        cmocka_unit_test(nothing_past_the_end_is_read),
        cmocka_unit_test(every_document_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
