/* What the manual's Markdown becomes: mdoc(7), and text for the terminal. */
#include "format/mdoc.h"
#include "format/printed.h"
#include "tests/support/cmocka.h"
#include "text/markdown.h"

static struct document made(const char *markdown, struct arena *a)
{
    struct document doc;
    struct err e = markdown_render(str_of(markdown), 0, a, &doc);
    assert_false(err_failed(&e));
    return doc;
}

/* The page without its head. */
static void assert_mdoc(const char *markdown, const char *expected)
{
    struct arena a = {0};
    struct buf out = {0};
    struct document doc = made(markdown, &a);
    mdoc_page(&(struct mdoc_head){"tool", "1", "May 1, 2024", "does it"}, &doc, &out);
    str head = STR(".Dd May 1, 2024\n.Dt TOOL 1\n.Os\n.Sh NAME\n.Nm tool\n.Nd does it\n");
    assert_true(str_starts(buf_str(&out), head));
    buf_byte(&out, '\0');
    assert_string_equal(out.ptr + head.len, expected);
    buf_release(&out);
    arena_release(&a);
}

static void code_means_what_it_looks_like(void **state)
{
    (void)state;
    assert_mdoc("## D\n\nWith `--limit N` or `$HOME`, see `tool(5)` in `a/b.md`; `word` too.",
                ".Sh D\nWith\n.Fl -limit Ar N\nor\n.Ev HOME ,\nsee\n.Xr tool 5\nin\n.Pa a/b.md ;\n"
                ".Ic word\ntoo.\n");
    assert_mdoc("## D\n\n*FILE* and *this* and **that**; [home](https://example.org). See *D*.",
                ".Sh D\n.Ar FILE\nand\n.Em this\nand\n.Sy that ;\n"
                ".Lk https://example.org \"home\" .\nSee\n.Sx D .\n");
}

static void what_touches_a_macro_stays_close(void **state)
{
    (void)state;
    assert_mdoc("## D\n\nx\n\n(`a` or `b`). It`c`s `d`*E*.",
                ".Sh D\nx\n.Pp\n.No \\&( Ns Ic a\nor\n.Ic b ) .\n.No \\&It Ns Ic c Ns No s\n"
                ".Ic d Ns Ar E .\n");
}

static void nothing_is_taken_for_a_request(void **state)
{
    (void)state;
    assert_mdoc("## D\n\n.Sh is text. 'Tis. `Nm \\ | \"x\"`\n\n```\n.Ed\n'x\n\\fBy\n```\n",
                ".Sh D\n\\&.Sh is text.\n\\(aqTis.\n.Ic \\&Nm \\e \\&| \\(dqx\\(dq\n"
                ".Bd -literal -offset indent\n\\&.Ed\n\\(aqx\n\\efBy\n.Ed\n");
    assert_mdoc("## D\n\n“é” 😀", ".Sh D\n\\[u201C]\\[u00E9]\\[u201D] \\[u1F600]\n");
}

static void lists_and_tables(void **state)
{
    (void)state;
    assert_mdoc("## D\n\n- a\n- b\n\n  c\n\n1. one\n\nend",
                ".Sh D\n.Bl -bullet\n.It\na\n.It\nb\n.Pp\nc\n.El\n.Bl -enum\n.It\none\n.El\n"
                ".Pp\nend\n");
    assert_mdoc("## D\n\n| | |\n|---|---|\n| `x` *N* | What it is. |\n| y z | That. |\n",
                ".Sh D\n.Bl -tag -width Ds\n.It Ic x Ar N\nWhat it is.\n.It y z\nThat.\n.El\n");
    assert_mdoc("## D\n\nx\n\n| k | n | d |\n|---|---|---|\n| `a` | `b` | c |\n| long | e | f |\n",
                ".Sh D\nx\n.Pp\n.Bl -tag -compact -width \"long\"\n.It Ic a\n.Ic b :\nc\n"
                ".It long\ne:\nf\n.El\n");
}

static void a_synopsis_has_its_own_macros(void **state)
{
    (void)state;
    assert_mdoc(
        "## SYNOPSIS\n\n```\ntool [PATH]\ntool show ID|FILE\n```\n\n## D\n\n```\ntool\n```\n",
        ".Sh SYNOPSIS\n.Nm tool\n.Op Ar PATH\n.Nm tool\n.Cm show\n.Ar ID | Ar FILE\n"
        ".Sh D\n.Bd -literal -offset indent\ntool\n.Ed\n");
}

static void assert_printed(const char *markdown, struct printed how, const char *expected)
{
    struct arena a = {0};
    struct buf out = {0};
    struct document doc = made(markdown, &a);
    printed_document(&doc, &how, &out);
    buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    arena_release(&a);
}

static void text_is_set_in_from_its_headings(void **state)
{
    (void)state;
    assert_printed("## HEAD\n\n### Sub\n\nSome text.\n\n```\ncode\n```\n",
                   (struct printed){.width = 60},
                   "HEAD\n\n  Sub\n\n    Some text.\n\n        code\n");
    assert_printed("## HEAD\n\nSome text that wraps.\n", (struct printed){.width = 16},
                   "HEAD\n\n  Some text that\n  wraps.\n");
}

static void styles_follow_their_text(void **state)
{
    (void)state;
    assert_printed("## A\n\nx `code`, *this*\n", (struct printed){.width = 60, .styled = true},
                   "\033[1mA\033[0m\n\n    x \033[1mcode\033[0m, \033[4mthis\033[0m\n");
    /* In a row of a table, lines go back to cells that began before. */
    assert_printed("| | |\n|---|---|\n| `aaaaa bbbbb` | `ccccc ddddd` |\n",
                   (struct printed){.width = 16, .styled = true},
                   "  \033[1maaaaa\033[0m   \033[1mccccc\033[0m\n"
                   "  \033[1mbbbbb\033[0m   \033[1mddddd\033[0m\n");
    assert_printed("\033[1m \342\200\256\n", (struct printed){.width = 60, .styled = true},
                   "    \342\220\233[1m <U+202E>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_means_what_it_looks_like),
        cmocka_unit_test(what_touches_a_macro_stays_close),
        cmocka_unit_test(nothing_is_taken_for_a_request),
        cmocka_unit_test(lists_and_tables),
        cmocka_unit_test(a_synopsis_has_its_own_macros),
        cmocka_unit_test(text_is_set_in_from_its_headings),
        cmocka_unit_test(styles_follow_their_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
