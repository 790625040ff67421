#include "base/str.h"

#include "base/buf.h"
#include "tests/support/cmocka.h"

#include "tests/unit/random_text.h"
#include <string.h>

static void tells_absent_from_empty(void **state)
{
    (void)state;
    assert_false(str_present(str_of(NULL)));
    assert_true(str_present(str_of("")));
    assert_true(str_eq(str_of(NULL), str_of("")));
    assert_int_equal(str_cmp((str){0}, (str){0}), 0);
}

static void compares_bytes(void **state)
{
    (void)state;
    static const str ordered[] = {STR_INIT(""),  STR_INIT("A"),   STR_INIT("A\0"), STR_INIT("B"),
                                  STR_INIT("a"), STR_INIT("aa"),  STR_INIT("b"),   STR_INIT("\x7F"),
                                  STR_INIT("é"), STR_INIT("\xFF")};
    size_t count = sizeof ordered / sizeof *ordered;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int order = str_cmp(ordered[i], ordered[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(str_eq(ordered[i], ordered[j]), i == j);
        }
    assert_true(str_eq_ascii_nocase(STR("Name.MD"), STR("nAME.md")));
    assert_false(str_eq_ascii_nocase(STR("É"), STR("é")));
    assert_false(str_eq_ascii_nocase(STR("@"), STR("`")));
    assert_false(str_eq_ascii_nocase(STR("a"), STR("ab")));
}

static void cuts_within_bounds(void **state)
{
    (void)state;
    str s = STR("abcdef");
    assert_true(str_eq(str_sub(s, 2, 4), STR("cd")));
    assert_true(str_eq(str_sub(s, 4, 2), STR("")));
    assert_true(str_eq(str_sub(s, 4, STR_NONE), STR("ef")));
    assert_true(str_eq(str_from(s, 9), STR("")));
    assert_true(str_eq(str_from((str){0}, 3), STR("")));
    assert_true(str_starts(s, STR("")) && str_starts(s, STR("abc")) && !str_starts(s, STR("b")));
    assert_true(str_ends(s, STR("")) && str_ends(s, STR("def")) && !str_ends(s, STR("e")));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_false(str_ends(STR("bc"), STR("abc")));
    assert_true(str_eq(str_trim(STR(" \t\r\n\v\fa b ")), STR("a b")));
    assert_true(str_eq(str_trim(STR("  ")), STR("")));
    assert_true(str_eq(str_trim((str){0}), STR("")));
}

static size_t slow_find(str haystack, str needle, size_t from)
{
    for (size_t i = from; i + needle.len <= haystack.len; i++)
        if (str_eq(str_sub(haystack, i, i + needle.len), needle))
            return i;
    return STR_NONE;
}

static void finds_what_is_there(void **state)
{
    (void)state;
    struct prng random = {5};
    for (int round = 0; round < 20000; round++) {
        char text[100], word[5];
        size_t len = prng_below(&random, round % 2 ? 13 : sizeof text + 1);
        size_t word_len = prng_below(&random, sizeof word + 1);
        uint32_t seldom = prng_below(&random, 20) + 2;
        for (size_t i = 0; i < len; i++)
            text[i] = (char)('a' + (prng_below(&random, seldom) == 0));
        for (size_t i = 0; i < word_len; i++)
            word[i] = (char)('a' + (int)prng_below(&random, 2));
        str haystack = {text, len}, needle = {word, word_len};
        size_t from = prng_below(&random, sizeof text + 2);
        size_t expected = slow_find(haystack, needle, from);
        assert_true(str_find(haystack, needle, from) == expected);
        if (word_len == 1)
            assert_true(str_find_byte(haystack, word[0], from) == expected);
    }
    assert_int_equal(str_rfind_byte(STR("a/b/c"), '/'), 3);
    assert_true(str_rfind_byte(STR("abc"), '/') == STR_NONE);
    assert_true(str_rfind_byte((str){0}, '/') == STR_NONE);
    for (size_t len = 0; len < 40; len++)
        for (size_t at = 0; at <= len; at++) { /* len: nowhere */
            char bytes[41] = "/";              /* not the last, unless at the start */
            memset(bytes + 1, '/' | 0x80, sizeof bytes - 1);
            bytes[at] = '/';
            size_t expected = at < len ? at : len > 0 ? 0 : STR_NONE;
            assert_true(str_rfind_byte((str){bytes, len}, '/') == expected);
        }
    assert_true(str_find((str){0}, STR("a"), 0) == STR_NONE);
}

static void takes_lines(void **state)
{
    (void)state;
    str rest = STR("one\n\ntwo");
    assert_true(str_eq(str_take_line(&rest), STR("one")));
    assert_true(str_eq(str_take_line(&rest), STR("")));
    assert_true(str_eq(str_take_line(&rest), STR("two")));
    assert_int_equal(rest.len, 0);
    rest = STR("one\n");
    assert_true(str_eq(str_take_line(&rest), STR("one")));
    assert_int_equal(rest.len, 0);
    assert_true(str_eq(str_take_line(&rest), STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_absent_from_empty),
        cmocka_unit_test(compares_bytes),
        cmocka_unit_test(cuts_within_bounds),
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(takes_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
