/* What several briefings say of one agreement, and the order of agreements. */
#include "catalog/query.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"

#include <stdio.h>
#include <string.h>

static int setup(void **state)
{
    static struct shelf s;
    shelf_open(&s);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    shelf_close(*state);
    return 0;
}

static struct timeline_row agreement(struct shelf *s, const char *id)
{
    struct timeline_row row;
    assert_true(catalog_agreement(s->c, 0, str_of(id), &s->arena, &row));
    return row;
}

static void put_pact(struct shelf *s, const char *briefing, const char *date, const char *title,
                     const char *kind)
{
    struct briefing *b = shelf_briefing(s, briefing, date);
    struct agreement *g = shelf_agreement(s, b, "pact");
    g->title = str_of(title);
    g->kind = str_of(kind);
    shelf_milestone(s, g, date, STATUS_ANNOUNCED);
    shelf_put(s, b);
}

static void each_key_comes_from_the_latest_briefing_that_states_it(void **state)
{
    struct shelf *s = *state;
    put_pact(s, "c", "2022", "Old title", "treaty");
    put_pact(s, "b", "2024-05", "New title", NULL);
    put_pact(s, "a", "2023", "Middle title", "pact");
    put_pact(s, "z", NULL, "Undated title", "accord");
    shelf_settle(s);
    struct timeline_row row = agreement(s, "pact");
    assert_str(row.title, "New title");
    assert_str(row.kind, "pact");
    assert_str(row.place, NULL);
}

static void of_one_date_the_smallest_id_counts(void **state)
{
    struct shelf *s = *state;
    put_pact(s, "b", "2024", "Of b", NULL);
    put_pact(s, "a", "2024", "Of a", NULL);
    put_pact(s, "c", "2024", "Of c", "treaty");
    shelf_settle(s);
    assert_str(agreement(s, "pact").title, "Of a");
    assert_str(agreement(s, "pact").kind, "treaty");
}

static void undated_briefings_count_last_by_id(void **state)
{
    struct shelf *s = *state;
    put_pact(s, "b", NULL, "Of b", "treaty");
    put_pact(s, "a", NULL, "Of a", NULL);
    shelf_settle(s);
    assert_str(agreement(s, "pact").title, "Of a");
    put_pact(s, "c", "1950", "Of c", NULL);
    shelf_settle(s);
    assert_str(agreement(s, "pact").title, "Of c");
    assert_str(agreement(s, "pact").kind, "treaty");
}

static void parties_are_the_union_in_the_briefings_order(void **state)
{
    struct shelf *s = *state;
    static str late[] = {STR_INIT("x"), STR_INIT("japan")};
    static str early[] = {STR_INIT("usa"), STR_INIT("japan")};
    struct briefing *b = shelf_briefing(s, "a", "2024");
    struct agreement *g = shelf_agreement(s, b, "pact");
    g->parties = late;
    g->party_count = 2;
    shelf_put(s, b);
    b = shelf_briefing(s, "b", "2020");
    g = shelf_agreement(s, b, "pact");
    g->parties = early;
    g->party_count = 2;
    shelf_put(s, b);
    shelf_settle(s);
    struct timeline_row row = agreement(s, "pact");
    assert_int_equal(row.party_count, 3);
    assert_str(row.parties[0], "usa");
    assert_str(row.parties[1], "japan");
    assert_str(row.parties[2], "x");
}

static void milestones_remember_where_they_came_from(void **state)
{
    struct shelf *s = *state;
    struct briefing *b = shelf_briefing(s, "a", "2024");
    struct milestone *m = shelf_milestone(s, shelf_agreement(s, b, "pact"), "2020", STATUS_SIGNED);
    m->evidence = (struct evidence){
        STR("and more"), true, {38, 46}
    };
    m->note = STR("a note");
    shelf_put(s, b);
    b = shelf_briefing(s, "b", "2023");
    shelf_milestone(s, shelf_agreement(s, b, "other"), "1990", STATUS_SIGNED);
    shelf_milestone(s, shelf_agreement(s, b, "pact"), "2019", STATUS_PROPOSED);
    shelf_put(s, b);
    shelf_settle(s);

    struct timeline_row row = agreement(s, "pact");
    assert_int_equal(row.milestone_count, 2);
    assert_str(row.milestones[0].m.briefing, "b");
    assert_str(row.milestones[0].m.briefing_date.text, "2023");
    assert_int_equal(row.milestones[0].m.place, 1);
    assert_false(row.milestones[0].m.evidence.found);
    const struct timeline_milestone *t = &row.milestones[1];
    assert_str(t->m.briefing, "a");
    assert_str(t->m.note, "a note");
    assert_str(t->m.at.file, "a.yaml");
    assert_true(t->m.evidence.found);
    assert_int_equal(t->m.evidence.span.start, 38);
    assert_int_equal(t->start, 37); /* the é before it has two bytes */
    assert_int_equal(t->end, 45);
    assert_int_equal(row.status, STATUS_SIGNED);
    assert_int_equal(row.extent.earliest, date_from_civil((struct civil){2019, 1, 1}));
    assert_int_equal(row.extent.latest, date_from_civil((struct civil){2020, 12, 31}));
}

static void a_promise_is_kept_by_another_briefing(void **state)
{
    struct shelf *s = *state;
    struct briefing *b = shelf_briefing(s, "promise", "2024-04-01");
    struct milestone *m =
        shelf_milestone(s, shelf_agreement(s, b, "pact"), "2024-06", STATUS_SIGNED);
    m->expected = true;
    shelf_put(s, b);
    shelf_settle(s);
    int64_t before = date_from_civil((struct civil){2024, 6, 30});
    struct timeline_row row;
    assert_true(catalog_agreement(s->c, before, STR("pact"), &s->arena, &row));
    assert_int_equal(row.milestones[0].promise, PROMISE_OPEN);
    assert_true(catalog_agreement(s->c, before + 1, STR("pact"), &s->arena, &row));
    assert_int_equal(row.milestones[0].promise, PROMISE_OVERDUE);
    assert_int_equal(row.status, STATUS_UNCLEAR);

    b = shelf_briefing(s, "kept", "2024-08");
    m = shelf_milestone(s, shelf_agreement(s, b, "pact"), "2024-07-02", STATUS_SIGNED);
    m->evidence = (struct evidence){
        STR("text"), true, {4, 8}
    };
    shelf_put(s, b);
    shelf_settle(s);
    assert_true(catalog_agreement(s->c, before + 1, STR("pact"), &s->arena, &row));
    assert_int_equal(row.milestones[0].promise, PROMISE_KEPT);
    assert_str(row.milestones[0].kept_by, "kept");
    assert_true(row.milestones[0].kept_found);
    assert_int_equal(row.milestones[0].kept_span.end, 8);
    assert_int_equal(row.status, STATUS_SIGNED);

    shelf_remove(s, "kept");
    shelf_settle(s);
    assert_true(catalog_agreement(s->c, before, STR("pact"), &s->arena, &row));
    assert_int_equal(row.milestones[0].promise, PROMISE_OPEN);
    assert_str(row.milestones[0].kept_by, NULL);
}

static void an_agreement_goes_with_its_last_briefing(void **state)
{
    struct shelf *s = *state;
    put_pact(s, "a", "2024", "Of a", NULL);
    shelf_settle(s);
    shelf_remove(s, "a");
    shelf_settle(s);
    struct timeline_row row;
    assert_false(catalog_agreement(s->c, 0, STR("pact"), &s->arena, &row));
    struct timeline_page page;
    assert_ok(catalog_timeline(s->c, 0, NULL, 10, &s->arena, &page));
    assert_int_equal(page.count, 0);
}

static size_t problems(struct shelf *s, struct diag_page *page)
{
    assert_ok(catalog_diags(s->c, (str){0}, NULL, false, 100, &s->arena, page));
    return page->count;
}

static void references_follow_what_is_stated(void **state)
{
    struct shelf *s = *state;
    struct briefing *b = shelf_briefing(s, "a", "2024");
    shelf_link(shelf_agreement(s, b, "new-pact"), LINK_SUPERSEDES, "old-pakt");
    shelf_put(s, b);
    shelf_settle(s);
    struct diag_page page;
    assert_int_equal(problems(s, &page), 1);
    assert_int_equal(page.rows[0].code, DIAG_UNKNOWN_AGREEMENT);
    assert_int_equal(page.rows[0].at.column, 7);
    assert_str(page.rows[0].message,
               "agreement 'new-pact' supersedes 'old-pakt', an agreement that no briefing states");
    const struct list_query q = {.sort = LIST_BY_ID};
    struct brief_row row;
    assert_true(catalog_list_row(s->c, &q, STR("a"), &s->arena, &row));
    assert_int_equal(row.warnings, 1);

    b = shelf_briefing(s, "b", "2020");
    shelf_agreement(s, b, "old-pact");
    shelf_put(s, b);
    shelf_settle(s);
    assert_int_equal(problems(s, &page), 1);
    assert_str(page.rows[0].message, "agreement 'new-pact' supersedes 'old-pakt', an agreement "
                                     "that no briefing states; did you mean 'old-pact'?");

    b = shelf_briefing(s, "b", "2020");
    shelf_agreement(s, b, "old-pakt");
    shelf_put(s, b);
    shelf_settle(s);
    assert_int_equal(problems(s, &page), 0);
    assert_true(catalog_list_row(s->c, &q, STR("a"), &s->arena, &row));
    assert_int_equal(row.warnings, 0);
}

/* -- Order ------------------------------------------------------------------------------------- */

static const char *const dates[] = {"2024-04-08", "2024-04",    "2024",      "2023-12/2024-02",
                                    "../2024-07", "2024-05/..", "-0044",     "201X",
                                    "2024-04-08", "Y170000002", NULL,        "1984?",
                                    "/1985",      "2001-34",    "not a date"};
enum { DATES = sizeof dates / sizeof dates[0] };

static void fill_random(struct shelf *s, struct random *r, struct briefing **briefings,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str id = arena_printf(&s->arena, "b%03zu", i);
        struct briefing *b = briefings[i] =
            shelf_briefing(s, id.ptr, dates[random_below(r, DATES)]);
        for (size_t j = random_below(r, 4); j > 0; j--) {
            str agreement = arena_printf(&s->arena, "g%zu", random_below(r, 25));
            struct agreement *g = shelf_agreement(s, b, agreement.ptr);
            if (random_below(r, 2) != 0)
                g->title = id;
            if (random_below(r, 3) == 0)
                shelf_link(g, LINK_AMENDS,
                           arena_printf(&s->arena, "g%zu", random_below(r, 30)).ptr);
            struct milestone *m = shelf_milestone(s, g, dates[random_below(r, DATES)],
                                                  (enum status)random_below(r, STATUS_UNCLEAR));
            m->expected = random_below(r, 3) == 0;
        }
        static const char *const names[] = {"Name", "Alias", NULL};
        if (random_below(r, 2) != 0)
            shelf_entity(s, b, arena_printf(&s->arena, "e%zu", random_below(r, 9)).ptr,
                         random_below(r, 3), names + random_below(r, 2));
    }
}

static void dates_sort_as_the_format_says(void **state)
{
    struct shelf *s = *state;
    struct random r = {UINT64_C(0x5eed)};
    struct briefing *briefings[60];
    fill_random(s, &r, briefings, 60);
    for (size_t i = 0; i < 60; i++)
        shelf_put(s, briefings[i]);
    shelf_settle(s);
    struct timeline_page page;
    assert_ok(catalog_timeline(s->c, 0, NULL, 1000, &s->arena, &page));
    assert_true(page.count > 20);
    assert_false(page.more);
    for (size_t i = 1; i < page.count; i++) {
        int order = date_compare(&page.rows[i - 1].extent, &page.rows[i].extent);
        assert_true(order < 0 || (order == 0 && str_cmp(page.rows[i - 1].id, page.rows[i].id) < 0));
    }
}

static void pages_make_the_whole(void **state)
{
    struct shelf *s = *state;
    struct random r = {UINT64_C(0xfeed)};
    struct briefing *briefings[60];
    fill_random(s, &r, briefings, 60);
    for (size_t i = 0; i < 60; i++)
        shelf_put(s, briefings[i]);
    shelf_settle(s);
    struct buf whole = {0}, pages = {0};
    catalog_dump(s->c, 1000, &whole);
    for (size_t limit = 1; limit < 9; limit++) {
        buf_clear(&pages);
        catalog_dump(s->c, limit, &pages);
        assert_true(str_eq(buf_str(&whole), buf_str(&pages)));
    }
    buf_release(&whole);
    buf_release(&pages);
}

/* Whatever the order of storing, and whatever was stored and removed on the way. */
static void the_order_of_files_does_not_matter(void **state)
{
    struct shelf *s = *state;
    enum { COUNT = 50 };
    struct random r = {UINT64_C(0xcafe)};
    struct briefing *briefings[COUNT];
    fill_random(s, &r, briefings, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        shelf_put(s, briefings[i]);
    shelf_settle(s);
    struct buf expected = {0}, actual = {0};
    catalog_dump(s->c, 100, &expected);

    for (int round = 0; round < 6; round++) {
        struct shelf other;
        shelf_open(&other);
        for (size_t i = COUNT; i > 1; i--) {
            size_t j = random_below(&r, i);
            struct briefing *b = briefings[i - 1];
            briefings[i - 1] = briefings[j];
            briefings[j] = b;
        }
        for (size_t i = 0; i < COUNT; i++) {
            shelf_put(&other, briefings[i]);
            if (random_below(&r, 4) == 0)
                shelf_settle(&other);
        }
        for (size_t i = 0; i < COUNT; i += 3) {
            str id = briefings[i]->id;
            shelf_remove(&other, id.ptr);
            if (random_below(&r, 2) == 0)
                shelf_settle(&other);
            shelf_put(&other, briefings[i]);
        }
        shelf_settle(&other);
        buf_clear(&actual);
        catalog_dump(other.c, 100, &actual);
        shelf_close(&other);
        if (!str_eq(buf_str(&expected), buf_str(&actual)))
            fail_msg("round %d differs:\n%.*s\n--\n%.*s", round, STR_FMT(buf_str(&expected)),
                     STR_FMT(buf_str(&actual)));
    }
    buf_release(&expected);
    buf_release(&actual);
}

#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(each_key_comes_from_the_latest_briefing_that_states_it),
        TEST_OF(of_one_date_the_smallest_id_counts),
        TEST_OF(undated_briefings_count_last_by_id),
        TEST_OF(parties_are_the_union_in_the_briefings_order),
        TEST_OF(milestones_remember_where_they_came_from),
        TEST_OF(a_promise_is_kept_by_another_briefing),
        TEST_OF(an_agreement_goes_with_its_last_briefing),
        TEST_OF(references_follow_what_is_stated),
        TEST_OF(dates_sort_as_the_format_says),
        TEST_OF(pages_make_the_whole),
        TEST_OF(the_order_of_files_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
