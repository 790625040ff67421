/* How fast something goes on, and how long it takes still. */
#include "base/pace.h"

#include "tests/support/cmocka.h"

#include <string.h>

static void assert_left(const struct pace *p, size_t total, const char *expected)
{
    struct buf said = {0};
    pace_say_left(p, total, &said);
    assert_int_equal(said.len, strlen(expected));
    assert_memory_equal(buf_str(&said).ptr, expected, said.len);
    buf_release(&said);
}

/* From `from` on so many a second, as often as a worker reports it; returns the time. */
static int64_t go_on(struct pace *p, int64_t from, size_t *done, size_t rate, int seconds)
{
    for (int i = 0; i < seconds * 5; i++) {
        *done += rate / 5;
        pace_take(p, from + 200 * (i + 1), *done);
    }
    return from + 1000 * seconds;
}

static void says_nothing_before_it_knows(void **state)
{
    (void)state;
    struct pace p = {0};
    assert_int_equal(pace_rate(&p), 0);
    assert_left(&p, 100, "");
    pace_take(&p, 0, 0);
    pace_take(&p, 1000, 500);
    assert_int_equal(pace_rate(&p), 0);
    assert_left(&p, 1000, "");
    pace_take(&p, 2000, 1000);
    assert_int_equal(pace_rate(&p), 500);
    assert_left(&p, 1100, "1 s");
}

static void says_it_in_units_that_one_can_wait_by(void **state)
{
    (void)state;
    struct pace p = {0};
    size_t done = 0;
    go_on(&p, 50, &done, 100, 4);
    assert_int_equal(pace_rate(&p), 100);
    assert_left(&p, done, "");
    assert_left(&p, done + 1, "1 s");
    assert_left(&p, done + 4000, "40 s");
    assert_left(&p, done + 11900, "119 s");
    assert_left(&p, done + 12000, "2 min");
    assert_left(&p, done + 60000, "10 min");
    assert_left(&p, done + 1000000, "3 h");
    assert_left(&p, done - 1, "");
}

static void follows_what_it_meets(void **state)
{
    (void)state;
    struct pace p = {0};
    size_t done = 0;
    int64_t now = go_on(&p, 0, &done, 1000, 10);
    assert_in_range(pace_rate(&p), 990, 1010);
    now = go_on(&p, now, &done, 100, 2); /* a gust */
    assert_in_range(pace_rate(&p), 500, 1000);
    go_on(&p, now, &done, 100, 30);
    assert_in_range(pace_rate(&p), 100, 130);
}

static void stands_still_without_end(void **state)
{
    (void)state;
    struct pace p = {0};
    size_t done = 0;
    int64_t now = go_on(&p, 0, &done, 1000, 10);
    for (int i = 0; i < 1000; i++)
        pace_take(&p, now += 1000, done);
    assert_int_equal(pace_rate(&p), 0);
    assert_left(&p, done + 1, "");
}

static void begins_again(void **state)
{
    (void)state;
    struct pace p = {0};
    size_t done = 0;
    int64_t now = go_on(&p, 0, &done, 1000, 10);
    pace_take(&p, now, 0);
    assert_int_equal(pace_rate(&p), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_nothing_before_it_knows),
        cmocka_unit_test(says_it_in_units_that_one_can_wait_by),
        cmocka_unit_test(follows_what_it_meets),
        cmocka_unit_test(stands_still_without_end),
        cmocka_unit_test(begins_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
