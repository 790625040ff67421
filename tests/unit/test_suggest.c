/* "Did you mean …?", and the table that finds ids. */
#include "loader/suggest.h"

#include "base/strmap.h"
#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

#include <string.h>

static void distances(void **state)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"japan",  "japan",  0},
        {"jpan",   "japan",  1},
        {"japna",  "japan",  1},
        {"japen",  "japan",  1},
        {"ab",     "ba",     1},
        {"ca",     "abc",    3},
        {"",       "ab",     2},
        {"",       "abc",    3},
        {"日本", "日中", 1},
        {"japan",  "china",  3},
        {"a",      "",       1},
        {"abcd",   "badc",   2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str a = str_of(cases[i].a), b = str_of(cases[i].b);
        assert_int_equal(suggest_distance(a, b, 2), cases[i].distance);
        assert_int_equal(suggest_distance(b, a, 2), cases[i].distance);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The definition, without a bound. */
static size_t plain_distance(str a, str b)
{
    size_t d[16][16];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            d[i][j] = i + j;
            if (i && j) {
                d[i][j] = least(d[i - 1][j], d[i][j - 1]) + 1;
                d[i][j] = least(d[i][j], d[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]));
            }
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.len][b.len];
}

static void distances_are_as_defined(void **state)
{
    (void)state;
    struct prng p = {.state = 1965};
    for (int round = 0; round < 50000; round++) {
        char a[12], b[12];
        size_t m = prng_below(&p, 12), n = prng_below(&p, 12), limit = prng_below(&p, 4);
        for (size_t i = 0; i < 12; i++) {
            a[i] = (char)('a' + prng_below(&p, 3));
            b[i] = prng_below(&p, 4) ? a[i] : (char)('a' + prng_below(&p, 3));
        }
        size_t plain = plain_distance((str){a, m}, (str){b, n});
        assert_int_equal(suggest_distance((str){a, m}, (str){b, n}, limit),
                         least(plain, limit + 1));
    }
}

static void the_nearest_is_suggested(void **state)
{
    (void)state;
    struct arena a = {0};
    struct suggestion s = suggestion_for(STR("jpan"));
    assert_int_equal(suggestion_text(&s, &a).len, 0);
    suggestion_consider(&s, STR("germany"));
    assert_int_equal(suggestion_text(&s, &a).len, 0);
    suggestion_consider(&s, STR("span"));
    assert_string_equal(suggestion_text(&s, &a).ptr, "; did you mean 'span'?");
    suggestion_consider(&s, STR("japan"));
    suggestion_consider(&s, STR("jpn"));
    suggestion_consider(&s, STR("japans"));
    assert_string_equal(suggestion_text(&s, &a).ptr, "; did you mean 'japan'?");
    arena_release(&a);
}

static void a_table_keeps_what_it_was_given(void **state)
{
    (void)state;
    struct arena a = {0};
    struct strmap m = {0};
    size_t value = 7;
    assert_false(strmap_get(&m, STR("x"), &value));
    assert_true(strmap_add(&m, &a, (str){NULL, 0}, 99));
    assert_true(strmap_get(&m, STR(""), &value) && value == 99);
    for (size_t i = 0; i < 5000; i++)
        assert_true(strmap_add(&m, &a, arena_printf(&a, "%zu", i), i));
    assert_false(strmap_get(&m, STR("x"), NULL));
    for (size_t i = 0; i < 5000; i++) {
        str key = arena_printf(&a, "%zu", i);
        assert_false(strmap_add(&m, &a, key, 0));
        assert_true(strmap_get(&m, key, &value) && value == i);
    }
    assert_int_equal(m.len, 5001);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances),
        cmocka_unit_test(distances_are_as_defined),
        cmocka_unit_test(the_nearest_is_suggested),
        cmocka_unit_test(a_table_keeps_what_it_was_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
