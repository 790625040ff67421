#include "tests/unit/random_text.h"
#include "text/fold.h"
#include "text/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_folds(const char *from, const char *to)
{
    struct arena a = {0};
    struct folded f = text_fold(str_of(from), &a);
    assert_string_equal(f.text.ptr, to);
    assert_string_equal(text_fold_only(str_of(from), &a).ptr, to);
    arena_release(&a);
}

static void equalities_of_the_format(void **state)
{
    (void)state;
    assert_folds("", "");
    assert_folds("plain", "plain");
    assert_folds("a \n\t\u00A0\u3000\u2003b", "a b");
    assert_folds(" a ", " a ");
    assert_folds("\u2018a\u2019 \u201Ab\u201B", "'a' 'b'");
    assert_folds("\u201Ca\u201D\u201E\u201F", "\"a\"\"\"");
    assert_folds("1\u20102\u20113\u20124\u20135\u20146\u20157\u22128", "1-2-3-4-5-6-7-8");
    assert_folds("Ko\u0304chi", "K\u014Dchi");
    assert_folds("\u212B", "\u00C5");
    assert_folds("\u1112\u1161\u11AB", "\uD55C");
    assert_folds("\uD558\u11AB", "\uD55C");
    assert_folds("\u0915\u093C", "\u0915\u093C");
    assert_folds("\u0958", "\u0915\u093C");
    assert_folds(" \u0301x", " \u0301x");
    assert_folds("a\r\n\r\nb", "a b");
}

static void the_way_back(void **state)
{
    (void)state;
    struct arena a = {0};
    struct folded f = text_fold(STR("x  \u201Ce\u0301\u201D y"), &a);
    /*                              0   3    6      9       12  14 */
    assert_string_equal(f.text.ptr, "x \"\u00E9\" y");
    struct span s = folded_span(&f, 1, 2);
    assert_true(s.start == 1 && s.end == 3);
    s = folded_span(&f, 2, 6);
    assert_true(s.start == 3 && s.end == 12);
    assert_false(folded_is_boundary(&f, 4));
    assert_true(folded_is_boundary(&f, 3) && folded_is_boundary(&f, 5));
    assert_int_equal(folded_offset(&f, 2), 1);
    assert_int_equal(folded_offset(&f, 3), 2);
    assert_int_equal(folded_offset(&f, 8), 3);
    assert_int_equal(folded_offset(&f, 99), f.text.len);
    arena_release(&a);
}

static void a_match_does_not_end_inside_a_composed_character(void **state)
{
    (void)state;
    struct arena a = {0};
    /* The dot below and the acute compose only partly: the whole cluster is one place. */
    struct folded f = text_fold(STR("ae\u0301\u0316b"), &a);
    assert_true(folded_is_boundary(&f, 1));
    for (size_t i = 2; i < f.text.len - 1; i++)
        assert_false(folded_is_boundary(&f, i));
    /* Composed already: each code point is its own place. */
    f = text_fold(STR("x\u0316"), &a);
    assert_true(folded_is_boundary(&f, 1));
    arena_release(&a);
}

static void random_texts_fold_to_the_same_in_every_form(void **state)
{
    (void)state;
    struct prng p = {2024};
    struct buf b = {0};
    for (int round = 0; round < 3000; round++) {
        struct arena a = {0};
        buf_clear(&b);
        random_text(&p, &b, prng_below(&p, 40), false);
        struct folded f = text_fold(buf_str(&b), &a);
        assert_true(str_eq(f.text, text_fold_only(unicode_nfc(buf_str(&b), &a), &a)));
        assert_true(str_eq(f.text, text_fold_only(f.text, &a)));
        assert_true(str_eq(f.text, unicode_nfc(f.text, &a)));
        size_t reached = 0;
        for (size_t i = 0; i < f.text.len; i++) {
            bool new = folded_is_boundary(&f, i);
            struct span from = folded_span(&f, i, i + 1);
            if (new)
                assert_int_equal(from.start, reached);
            assert_int_equal(from.start, folded_start(&f, i));
            assert_true(from.end > from.start);
            reached = from.end;
            for (size_t at = from.start; at < from.end; at++)
                assert_true(folded_offset(&f, at) <= i && (!new || folded_offset(&f, at) == i));
        }
        assert_int_equal(reached, b.len);
        arena_release(&a);
    }
    buf_release(&b);
}

/* Runs of white space, whether a text is looked at in pieces or byte by byte. */
static void white_space_is_joined_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const parts[] = {"a", "Zb", "-", " ", " ", "\t", "\n", "\u00E9"};
    struct prng p = {31};
    struct buf b = {0};
    for (int round = 0; round < 5000; round++) {
        struct arena a = {0};
        size_t to = 0;
        buf_clear(&b);
        for (size_t i = prng_below(&p, 40); i > 0; i--)
            buf_append(&b, str_of(parts[prng_below(&p, prng_below(&p, 3) ? 5 : 8)]));
        struct folded f = text_fold(buf_str(&b), &a);
        for (size_t at = 0, next; at < b.len; at = next, to++) {
            bool space = unicode_is_space((unsigned char)b.ptr[at]);
            size_t wide = (unsigned char)b.ptr[at] >= 0x80 ? 1 : 0; /* bytes more */
            for (next = at + 1; space && next < b.len; next++)
                if (!unicode_is_space((unsigned char)b.ptr[next]))
                    break;
            for (size_t i = 0; i <= wide; i++) {
                assert_int_equal(f.text.ptr[to + i], space ? ' ' : b.ptr[at + i]);
                assert_int_equal(folded_start(&f, to + i), at);
                assert_int_equal(folded_span(&f, to, to + i + 1).end, next + wide);
            }
            next += wide;
            to += wide;
        }
        assert_int_equal(f.text.len, to);
        assert_int_equal(folded_start(&f, to), b.len);
        arena_release(&a);
    }
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equalities_of_the_format),
        cmocka_unit_test(the_way_back),
        cmocka_unit_test(a_match_does_not_end_inside_a_composed_character),
        cmocka_unit_test(white_space_is_joined_wherever_it_stands),
        cmocka_unit_test(random_texts_fold_to_the_same_in_every_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
