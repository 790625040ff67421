/* Order of milestones, what is in force, promises and extents. */
#include "model/agreement.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

#include <string.h>

static struct date date_of(const char *text)
{
    struct arena a = {0};
    struct date d = {0};
    if (*text && !date_parse(str_of(text), &a, &d, NULL))
        fail_msg("'%s' is no date", text);
    arena_release(&a);
    return d;
}

static struct milestone step(const char *date, enum status status)
{
    return (struct milestone){.date = date_of(date), .status = status};
}

static struct milestone act(const char *date, enum status status, const char *party)
{
    struct milestone m = step(date, status);
    m.party = str_of(party);
    return m;
}

static struct milestone promise(const char *made, const char *date, enum status status)
{
    struct milestone m = step(date, status);
    m.expected = true;
    m.briefing_date = date_of(made);
    return m;
}

static enum status status_of(const struct milestone *items, size_t count)
{
    const struct milestone *pointers[16] = {NULL};
    for (size_t i = 0; i < count; i++)
        pointers[i] = &items[i];
    return milestones_status(pointers, count);
}

#define STATUS_OF(...)                                                                             \
    status_of((struct milestone[]){__VA_ARGS__},                                                   \
              sizeof((struct milestone[]){__VA_ARGS__}) / sizeof(struct milestone))

static void names_of_statuses(void **state)
{
    (void)state;
    enum status s;
    assert_true(status_parse(STR("in-force"), &s) && s == STATUS_IN_FORCE);
    assert_true(status_parse(STR("withdrew"), &s) && s == STATUS_WITHDREW);
    assert_false(status_parse(STR("In-force"), &s));
    assert_false(status_parse(STR(""), &s));
    assert_string_equal(status_name(STATUS_PROVISIONAL), "provisional");
    assert_null(status_name(STATUS_NONE));
    for (enum status i = STATUS_NONE + 1; i < STATUS_COUNT; i++)
        assert_true(status_parse(str_of(status_name(i)), &s) && s == i);
}

static void the_current_status(void **state)
{
    (void)state;
    assert_int_equal(status_of(NULL, 0), STATUS_UNCLEAR);
    assert_int_equal(STATUS_OF(step("2024", STATUS_NONE)), STATUS_UNCLEAR);
    assert_int_equal(STATUS_OF(step("2024", STATUS_SIGNED), step("2023", STATUS_ANNOUNCED)),
                     STATUS_SIGNED);
    /* steps, one party's acts and promises change nothing */
    assert_int_equal(STATUS_OF(step("2020", STATUS_SIGNED), step("2021", STATUS_NONE),
                               act("2022", STATUS_RATIFIED, "japan"),
                               promise("2020", "2023", STATUS_IN_FORCE)),
                     STATUS_SIGNED);
    /* undated ones only where nothing else is */
    assert_int_equal(STATUS_OF(step("2020", STATUS_SIGNED), step("", STATUS_IN_FORCE)),
                     STATUS_SIGNED);
    assert_int_equal(STATUS_OF(step("", STATUS_SIGNED), step("", STATUS_IN_FORCE)),
                     STATUS_IN_FORCE);
    assert_int_equal(STATUS_OF(step("2019", STATUS_NONE), step("", STATUS_SIGNED)), STATUS_SIGNED);
    /* one day: the statuses' own order */
    assert_int_equal(
        STATUS_OF(step("2020-01-01", STATUS_IN_FORCE), step("2020-01-01", STATUS_SIGNED)),
        STATUS_IN_FORCE);
    /* the coarser of two that begin and end alike comes last */
    assert_int_equal(STATUS_OF(step("2020-01", STATUS_ANNOUNCED), step("2020", STATUS_PROPOSED)),
                     STATUS_PROPOSED);
    assert_int_equal(STATUS_OF(step("2020", STATUS_REJECTED), step("../2019", STATUS_PROPOSED)),
                     STATUS_REJECTED);
    assert_int_equal(STATUS_OF(step("2020", STATUS_UNCLEAR), step("2019", STATUS_SIGNED)),
                     STATUS_UNCLEAR);
}

/* -- Promises ---------------------------------------------------------------------------------- */

/* What keeps the `n`-th. */
static const struct milestone *keeper_of(size_t n, const struct milestone *const *items,
                                         size_t count)
{
    const struct milestone *kept[12];
    promises_kept(items, count, kept);
    return kept[n];
}

static bool is_kept(struct milestone made, struct milestone done)
{
    const struct milestone *items[] = {&made, &done};
    return keeper_of(0, items, 2) == &done;
}

static void what_keeps_a_promise(void **state)
{
    (void)state;
    struct milestone p = promise("2024-04-08", "2024-07", STATUS_SIGNED);
    assert_true(is_kept(p, step("2024-07-01", STATUS_SIGNED)));
    assert_true(is_kept(p, step("2030", STATUS_SIGNED)));
    assert_true(is_kept(p, step("2024-04-08", STATUS_SIGNED)));
    assert_true(is_kept(p, step("2024-04", STATUS_SIGNED))); /* it may have been after the 8th */
    assert_true(is_kept(p, act("2024-06", STATUS_SIGNED, "japan")));
    assert_false(is_kept(p, step("2024-04-07", STATUS_SIGNED)));
    assert_false(is_kept(p, step("2024-07", STATUS_RATIFIED)));
    assert_false(is_kept(p, step("", STATUS_SIGNED)));
    assert_false(is_kept(p, promise("2024-05", "2024-07", STATUS_SIGNED)));
    p.party = STR("japan");
    assert_true(is_kept(p, act("2024-06", STATUS_SIGNED, "japan")));
    assert_false(is_kept(p, act("2024-06", STATUS_SIGNED, "china")));
    assert_false(is_kept(p, step("2024-06", STATUS_SIGNED)));
    assert_false(is_kept(promise("2024", "2025", STATUS_NONE), step("2025", STATUS_NONE)));
    /* nothing comes before a briefing without date */
    assert_true(is_kept(promise("", "2024-07", STATUS_SIGNED), step("1990", STATUS_SIGNED)));
}

static void the_first_that_keeps_it_counts(void **state)
{
    (void)state;
    struct milestone p = promise("2024", "2025", STATUS_SIGNED);
    struct milestone a = step("2026", STATUS_SIGNED), b = step("2024-12", STATUS_SIGNED);
    const struct milestone *items[] = {&a, &p, &b};
    assert_ptr_equal(keeper_of(1, items, 3), &b);
    assert_null(keeper_of(0, items, 3));
}

static void the_state_of_a_promise(void **state)
{
    (void)state;
    int64_t today = date_from_civil((struct civil){2024, 7, 31});
    struct milestone done = step("2024", STATUS_SIGNED);
    struct milestone july = promise("2024", "../2024-07", STATUS_SIGNED);
    struct milestone some_day = promise("2024", "2024/..", STATUS_SIGNED);
    struct milestone undated = promise("2024", "", STATUS_SIGNED);
    assert_int_equal(promise_state(&done, NULL, today), PROMISE_NONE);
    assert_int_equal(promise_state(&july, &done, today + 100), PROMISE_KEPT);
    assert_int_equal(promise_state(&july, NULL, today), PROMISE_OPEN);
    assert_int_equal(promise_state(&july, NULL, today + 1), PROMISE_OVERDUE);
    assert_int_equal(promise_state(&some_day, NULL, today + 100000), PROMISE_OPEN);
    assert_int_equal(promise_state(&undated, NULL, today + 100000), PROMISE_OPEN);
    assert_string_equal(promise_name(PROMISE_OVERDUE), "overdue");
    assert_null(promise_name(PROMISE_NONE));
}

/* -- Extent ------------------------------------------------------------------------------------ */

static void extents(void **state)
{
    (void)state;
    struct milestone m[] = {step("2024-04", STATUS_SIGNED), step("2020/..", STATUS_NONE),
                            step("", STATUS_SIGNED), promise("2024", "1990/2099", STATUS_SIGNED)};
    const struct milestone *items[] = {&m[0], &m[1], &m[2], &m[3]};
    struct date d = milestones_extent(items, 4);
    assert_true(d.first == DATE_DAY && d.earliest == date_from_civil((struct civil){2020, 1, 1}));
    assert_true(d.last == DATE_DAY && d.latest == date_from_civil((struct civil){2024, 4, 30}));
    assert_int_equal(d.precision, DATE_TO_YEAR);
    assert_false(str_present(d.text));
    d = milestones_extent(items + 2, 2);
    assert_int_equal(d.earliest, date_from_civil((struct civil){1990, 1, 1}));
    d = milestones_extent(items + 2, 1);
    assert_true(d.first == DATE_NONE && d.last == DATE_NONE && !date_known(&d));
}

/* -- Properties -------------------------------------------------------------------------------- */

static struct milestone random_milestone(struct prng *p, size_t place)
{
    static const char *const dates[] = {"",        "2024", "2024-04", "2024-04-08", "../2024",
                                        "2023/..", "202X", "2023",    "2024-21",    "2024?"};
    static const char *const briefings[] = {"a", "b", "2024/c"};
    uint32_t statuses = prng_below(p, 2) ? STATUS_COUNT : STATUS_PROPOSED + 2;
    struct milestone m = step(dates[prng_below(p, 10)], (enum status)prng_below(p, statuses));
    m.briefing = str_of(briefings[prng_below(p, 3)]);
    m.place = place;
    m.expected = prng_below(p, 4) == 0;
    m.briefing_date = date_of(dates[prng_below(p, 10)]);
    if (prng_below(p, 4) == 0)
        m.party = prng_below(p, 2) ? STR("japan") : STR("china");
    return m;
}

/* By the words of the format, one after the other. */
static bool keeps(const struct milestone *done, const struct milestone *promise)
{
    const struct date *made = &promise->briefing_date, *at = &done->date;
    if (!promise->expected || done->expected || done->status != promise->status ||
        done->status == STATUS_NONE)
        return false;
    if (str_present(promise->party) && !str_eq(done->party, promise->party))
        return false;
    if (!date_known(made) || (date_known(at) && at->last == DATE_OPEN))
        return true;
    return date_known(at) && (at->last == DATE_DAY ? at->latest : at->earliest) >=
                                 (made->first == DATE_DAY ? made->earliest : made->latest);
}

static const struct milestone *first_that_keeps(const struct milestone *promise,
                                                const struct milestone *const *items, size_t count)
{
    const struct milestone *first = NULL;
    for (size_t i = 0; i < count; i++)
        if (keeps(items[i], promise) && (!first || milestone_compare(items[i], first) < 0))
            first = items[i];
    return first;
}

static int sign(int x)
{
    return (x > 0) - (x < 0);
}

static void nothing_depends_on_the_order_of_reading(void **state)
{
    (void)state;
    struct prng p = {.state = 1960};
    for (int round = 0; round < 2000; round++) {
        struct milestone m[12];
        const struct milestone *items[12], *sorted[12], *kept[12], *again_kept[12];
        for (size_t i = 0; i < 12; i++) {
            m[i] = random_milestone(&p, i);
            items[i] = sorted[i] = &m[i];
        }
        enum status status = milestones_status(items, 12);
        struct date extent = milestones_extent(items, 12);
        promises_kept(items, 12, kept);
        for (size_t i = 0; i < 12; i++)
            assert_ptr_equal(kept[i], first_that_keeps(items[i], items, 12));
        milestones_sort(sorted, 12);
        for (size_t i = 12; i > 1; i--) {
            size_t k = prng_below(&p, (uint32_t)i);
            const struct milestone *swapped = items[k];
            items[k] = items[i - 1];
            items[i - 1] = swapped;
        }
        assert_int_equal(milestones_status(items, 12), status);
        struct date again = milestones_extent(items, 12);
        assert_true(again.earliest == extent.earliest && again.latest == extent.latest &&
                    again.precision == extent.precision);
        promises_kept(items, 12, again_kept);
        for (size_t i = 0; i < 12; i++)
            assert_ptr_equal(again_kept[i], kept[items[i] - m]);
        milestones_sort(items, 12);
        assert_memory_equal(items, sorted, sizeof items);
        for (size_t i = 0; i + 1 < 12; i++)
            assert_true(milestone_compare(items[i], items[i + 1]) < 0);
        for (size_t i = 0; i < 12; i++)
            for (size_t k = 0; k < 12; k++)
                assert_int_equal(sign(milestone_compare(items[i], items[k])), (i > k) - (i < k));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_statuses),
        cmocka_unit_test(the_current_status),
        cmocka_unit_test(what_keeps_a_promise),
        cmocka_unit_test(the_first_that_keeps_it_counts),
        cmocka_unit_test(the_state_of_a_promise),
        cmocka_unit_test(extents),
        cmocka_unit_test(nothing_depends_on_the_order_of_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
