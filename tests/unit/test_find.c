#include "base/buf.h"
#include "text/find.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The hits of a pattern, each in <>. */
static void assert_found(const char *text, const char *pattern, const char *expected)
{
    struct arena a = {0};
    struct buf got = {0};
    struct hits hits;
    struct folded f = text_fold(str_of(text), &a);
    struct err e = find_all(&f, str_of(pattern), &a, &hits);
    assert_int_equal(e.code, ERR_NONE);
    assert_false(hits.gave_up);
    for (size_t i = 0; i < hits.len; i++) {
        buf_byte(&got, '<');
        buf_append(&got, str_sub(str_of(text), hits.items[i].start, hits.items[i].end));
        buf_byte(&got, '>');
    }
    buf_byte(&got, '\0');
    assert_string_equal(got.ptr, expected);
    buf_release(&got);
    arena_release(&a);
}

static void case_is_smart(void **state)
{
    (void)state;
    assert_found("Japan and japan", "japan", "<Japan><japan>");
    assert_found("Japan and japan", "Japan", "<Japan>");
    assert_found("\u00C9mile \u00E9mile", "\u00E9m", "<\u00C9m><\u00E9m>");
    assert_found("Japan 24", "\\Wand|\\D4|JAPAN", "");
    assert_found("Japan 24", "\\S+", "<Japan><24>");
    assert_found("a B", "\\p{Lu}", "<B>");
}

static void hits_cross_what_is_one_space(void **state)
{
    (void)state;
    assert_found("the prime\nminister of", "prime minister", "<prime\nminister>");
    assert_found("the prime \u00A0 minister", "prime  minister", "<prime \u00A0 minister>");
    assert_found("a\n\nb", "a\\nb", "<a\n\nb>");
    assert_found("a\n\nb", "a\\sb", "<a\n\nb>");
}

static void equal_forms_match(void **state)
{
    (void)state;
    assert_found("Ko\u0304chi", "k\u014Dchi", "<Ko\u0304chi>");
    assert_found("K\u014Dchi", "ko\u0304chi", "<K\u014Dchi>");
    assert_found("it\u2019s \u201Cso\u201D 1\u20132", "it's \"so\" 1-2",
                 "<it\u2019s \u201Cso\u201D 1\u20132>");
    assert_found("it's", "it\u2019s", "<it's>");
    assert_found("a\u2013m z-", "[a\u2013z]", "<a><\u2013><z><->");
    assert_found("x]-y", "[]\u2014]+", "<]->");
    assert_found("e\u0301\u0316 e", "e", "<e>");
    assert_found("e\u0301\u0316 e", "\u00E9", "");
}

static void regular_expressions_work(void **state)
{
    (void)state;
    assert_found("one two three", "t\\w+", "<two><three>");
    assert_found("aXb", "x*", "<X>");
    assert_found("\u5CB8\u7530", ".", "<\u5CB8><\u7530>");
    assert_found("one two", "\\bt", "<t>");
    assert_found("foo.bar fooxbar", "foo\\.bar", "<foo.bar>");
    assert_found("abab", "(ab)\\1", "<abab>");
    assert_found("abc", "(?<=b)c", "<c>");
    assert_found("text", "", "");
    assert_found("", "x", "");
}

static void slices_leave_no_seam(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    struct hits hits;
    for (int i = 0; i < 3000; i++)
        buf_append(&b, i % 3 ? STR("\u5CB8\u7530 word ") : STR("needle\n"));
    struct folded f = text_fold(buf_str(&b), &a);
    find_all(&f, STR("needle "), &a, &hits);
    assert_int_equal(hits.len, 1000);
    find_all(&f, STR("(?s)^.*$"), &a, &hits);
    assert_true(hits.len == 1 || hits.gave_up);
    buf_release(&b);
    arena_release(&a);
}

static void bad_patterns_say_where(void **state)
{
    (void)state;
    struct arena a = {0};
    struct hits hits;
    struct folded f = text_fold(STR("text"), &a);
    struct err e = find_all(&f, STR("te(x"), &a, &hits);
    assert_int_equal(e.code, ERR_USAGE);
    assert_non_null(strstr(e.message, "at character 5"));
    static const char *const bad[] = {"(", "[", "*", "a{2,1}", "\\", "(?", "[z-a]", "\\C", "(?<n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(find_all(&f, str_of(bad[i]), &a, &hits).code, ERR_USAGE);
    arena_release(&a);
}

/* Escapes are left as they are, whatever stands in them and wherever they end. */
static void escapes_are_no_letters(void **state)
{
    (void)state;
    assert_found("A b", "\\x{41}", "<A>");
    assert_found("Ab aB", "\\p{Ll}b", "<aB>");
    assert_found("ab aB", "\\x{61}b", "<ab><aB>");
    assert_found("ab aB", "\\x{61}B", "<aB>");
    assert_found("a{B", "a\\{b", "<a{B>");
    assert_found("a\\B", "a\\\\b", "<a\\B>");
    assert_found("a\\{1}", "a\\\\{1}", "<a\\>");
    assert_found("x y", "x[^ab]y", "<x y>");
    assert_found("^ x", "[x^]", "<^><x>");
    assert_found("a\u2212b a-b", "a[\u2212x]b", "<a\u2212b><a-b>");
}

/* What would end between a letter and its mark, or is nothing, is no hit. */
static void hits_are_whole_characters(void **state)
{
    (void)state;
    assert_found("xe\u0301", "xe", "");
    assert_found("e\u0301x", "\\x{301}x", "");
    assert_found("xe\u0301 xe", "xe", "<xe>");
    assert_found("ab", "a\\K", "");
    assert_found("ab", "(?=b)", "");
}

/* Not even where it needs more memory than it may have, at once. */
static void what_needs_too_much_gives_up(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    struct hits hits;
    buf_fill(&b, 'a', 300000);
    struct folded f = text_fold(buf_str(&b), &a);
    struct err e = find_all(&f, STR("(?:(a)|b)*[cd]"), &a, &hits);
    assert_int_equal(e.code, ERR_NONE);
    assert_true(hits.gave_up);
    assert_int_equal(hits.len, 0);
    buf_release(&b);
    arena_release(&a);
}

static void what_blows_up_gives_up(void **state)
{
    (void)state;
    static const char *const patterns[] = {"(a+)+b",    "(a|aa)+$x",        "(a*)*b",
                                           "((a+)+)+c", "a.*a.*a.*a.*b",    "(?R)?ab",
                                           "(.+)+\\1b", "\\w{0,50000}[0-9]"};
    struct arena a = {0};
    struct buf b = {0};
    buf_fill(&b, 'a', 300000);
    struct folded f = text_fold(buf_str(&b), &a);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct hits hits;
        clock_t before = clock();
        struct err e = find_all(&f, str_of(patterns[i]), &a, &hits);
        assert_int_equal(e.code, ERR_NONE);
        if (clock() - before > 6 * CLOCKS_PER_SEC)
            fail_msg("%s takes too long", patterns[i]);
    }
    buf_release(&b);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_are_no_letters),       cmocka_unit_test(hits_are_whole_characters),
        cmocka_unit_test(what_needs_too_much_gives_up), cmocka_unit_test(case_is_smart),
        cmocka_unit_test(hits_cross_what_is_one_space), cmocka_unit_test(equal_forms_match),
        cmocka_unit_test(regular_expressions_work),     cmocka_unit_test(slices_leave_no_seam),
        cmocka_unit_test(bad_patterns_say_where),       cmocka_unit_test(what_blows_up_gives_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
