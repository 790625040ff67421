/* Sort keys, against the orders that they stand for. */
#include "catalog/key.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

/* Short ones, where keys grow by a byte, and any. */
static int64_t random_day(struct prng *random)
{
    uint64_t bits = (uint64_t)prng_next(random) << 32 | prng_next(random);
    return (int64_t)bits >> prng_below(random, 64);
}

static struct date random_date(struct prng *random)
{
    enum { UNKNOWN_IN = 8 };
    struct date d = {.first = prng_below(random, UNKNOWN_IN) != 0 ? DATE_DAY : DATE_UNKNOWN,
                     .last = prng_below(random, UNKNOWN_IN) != 0 ? DATE_DAY : DATE_OPEN};
    int64_t one = random_day(random), other = random_day(random);
    if (prng_below(random, 2) == 0)
        other = one + (int64_t)(prng_below(random, 400)) * (one < INT64_MAX / 2);
    d.earliest = one < other ? one : other;
    d.latest = one < other ? other : one;
    d.precision = (enum date_precision)prng_below(random, 3);
    return d;
}

static void dates_sort_as_they_compare(void **state)
{
    (void)state;
    struct prng random = {1};
    struct arena a = {0};
    for (int i = 0; i < 200000; i++) {
        struct date x = random_date(&random), y = random_date(&random);
        if (prng_below(&random, 2) == 0)
            y.earliest = x.earliest < y.latest ? x.earliest : y.latest;
        int order = sign(date_compare(&x, &y));
        str up = key_date(&x, KEY_ASCENDING, &a), over = key_date(&y, KEY_ASCENDING, &a);
        str down = key_date(&x, KEY_DESCENDING, &a), under = key_date(&y, KEY_DESCENDING, &a);
        assert_int_equal(str_present(up), date_known(&x));
        if (date_known(&x) && date_known(&y)) {
            assert_int_equal(sign(str_cmp(up, over)), order);
            assert_int_equal(sign(str_cmp(down, under)), -order);
            assert_true(order == 0 || !str_starts(over, up));
            assert_true(str_cmp(down, STR("\xFF")) < 0);
            int64_t day = x.first == DATE_DAY ? x.earliest : x.latest;
            assert_int_equal(key_date_day(up, KEY_ASCENDING), day);
            assert_int_equal(key_date_day(down, KEY_DESCENDING), day);
            assert_true(str_starts(up, key_day(day, KEY_ASCENDING, &a)));
        }
        arena_release(&a);
    }
}

static void days_of_our_times_take_little(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct date d = {.first = DATE_DAY, .last = DATE_DAY, .earliest = 20000, .latest = 20000};
    assert_int_equal(key_date(&d, KEY_DESCENDING, &a).len, 5);
    arena_release(&a);
}

static void days_sort(void **state)
{
    (void)state;
    static const int64_t days[] = {INT64_MIN, -65537, -65536, -257, -256,  -2,    -1,       0,
                                   1,         255,    256,    257,  65535, 65536, INT64_MAX};
    enum { COUNT = sizeof days / sizeof days[0] };
    struct arena a = {0};
    for (size_t i = 1; i < COUNT; i++) {
        assert_true(str_cmp(key_day(days[i - 1], KEY_ASCENDING, &a),
                            key_day(days[i], KEY_ASCENDING, &a)) < 0);
        assert_true(str_cmp(key_day(days[i - 1], KEY_DESCENDING, &a),
                            key_day(days[i], KEY_DESCENDING, &a)) > 0);
    }
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_sort_as_they_compare),
        cmocka_unit_test(days_of_our_times_take_little),
        cmocka_unit_test(days_sort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
