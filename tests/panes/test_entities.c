#include "tests/support/cmocka.h"
#include "tests/support/reading.h"
#include "ui/panes/panes.h"

#include <stdio.h>
#include <string.h>

static const char *const article =
    "# Talks\n\nFumio Kishida met Joe Biden in Washington. Japan and the United States spoke of "
    "the "
    "alliance.\n\nKishida thanked Biden. Japan was content; Japan was ready.\n";

enum { KISHIDA, BIDEN, JAPAN, STATES, NATO };

static int setup(void **state)
{
    struct reading *r = test_calloc(1, sizeof *r);
    reading_make(r, article);
    reading_entity(r, "fumio-kishida", ENTITY_PERSON, "Fumio Kishida");
    reading_alias(r, KISHIDA, "Kishida");
    reading_alias(r, KISHIDA, "岸田文雄");
    r->briefing.entities[KISHIDA].role = STR("Prime Minister of Japan");
    reading_entity(r, "joe-biden", ENTITY_PERSON, "Joe Biden");
    reading_entity(r, "japan", ENTITY_COUNTRY, "Japan");
    reading_entity(r, "united-states", ENTITY_COUNTRY, "United States");
    reading_entity(r, "nato", ENTITY_ORGANIZATION, "NATO");
    reading_mention(r, KISHIDA, "Fumio Kishida", 1);
    reading_mention(r, BIDEN, "Joe Biden", 1);
    reading_mention(r, JAPAN, "Japan", 1);
    reading_mention(r, STATES, "United States", 1);
    reading_mention(r, KISHIDA, "Kishida", 2);
    reading_mention(r, BIDEN, "Biden", 2);
    reading_mention(r, JAPAN, "Japan", 2);
    reading_mention(r, JAPAN, "Japan", 3);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    reading_release(*state);
    test_free(*state);
    return 0;
}

static void check_row(struct reading *r, int row, const char *text)
{
    assert_string_equal(reading_row(r, row), text);
}

static void lists_by_count(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 8, 40);
    check_row(r, 0, " C  Japan                  ━━━━━━━━   3");
    check_row(r, 1, " P  Fumio Kishida          ━━━━━╸     2");
    check_row(r, 2, " P  Joe Biden              ━━━━━╸     2");
    check_row(r, 3, " C  United States          ━━╸        1");
    check_row(r, 4, " O  NATO                              0");
    check_row(r, 5, "");
    assert_string_equal(reading_status(r), "5  by count");
}

static void sorts_and_groups(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 8, 28);
    reading_act(r, ACTION_SORT, 0);
    check_row(r, 0, " P  Fumio Kishida ━━━╸    2");
    check_row(r, 1, " C  Japan         ━━━━━   3");
    check_row(r, 3, " O  NATO                  0");
    assert_string_equal(reading_status(r), "5  a–z");
    reading_act(r, ACTION_SORT, 0);
    assert_int_equal(reading_row_of(r, "Fumio"), 0);
    assert_int_equal(reading_row_of(r, "Japan"), 2);
    assert_int_equal(reading_row_of(r, "NATO"), 4);
    reading_act(r, ACTION_SORT, 0);
    reading_act(r, ACTION_GROUP, 0);
    check_row(r, 0, " people ───────────────── 2");
    check_row(r, 1, " P  Fumio Kishida ━━━╸    2");
    check_row(r, 3, " organizations ────────── 1");
    check_row(r, 5, " countries ────────────── 2");
    reading_act(r, ACTION_TOP, 0);
    assert_int_equal(r->session.selection.entity, KISHIDA);
    reading_act(r, ACTION_LINE_DOWN, 2); /* headings are passed over, and not counted */
    assert_int_equal(r->session.selection.entity, NATO);
    reading_act(r, ACTION_LINE_UP, 1);
    assert_int_equal(r->session.selection.entity, BIDEN);
}

static void switches_types_on_and_off(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 12, 40);
    check_row(r, 0, " 1 people  2 organizations  3 countries");
    assert_true(reading_act(r, ACTION_TYPE_1, 0));
    assert_false(reading_shows(r, "Kishida"));
    assert_string_equal(reading_status(r), "3 of 5  by count");
    reading_act(r, ACTION_TYPE_2, 0);
    reading_act(r, ACTION_TYPE_3, 0);
    assert_true(reading_shows(r, "Every type is hidden."));
    assert_false(reading_act(r, ACTION_TYPE_4, 0));
    reading_act(r, ACTION_TYPE_ALL, 0);
    assert_true(reading_shows(r, "Kishida"));
}

static void filters_by_alias_and_says_which(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 8, 60);
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "岸田");
    check_row(r, 0, " P  Fumio Kishida ← 岸田文雄               ━━━━━━━━       2");
    assert_string_equal(reading_status(r), "/岸田  1 of 5  by count");
    reading_type(r, INPUT_CHANGED, "KISH"); /* the name matches: no alias is named */
    assert_false(reading_shows(r, "←"));
    assert_true(reading_shows(r, "Fumio Kishida"));
    reading_type(r, INPUT_CHANGED, "zzz");
    assert_true(reading_shows(r, "No name and no alias has \"zzz\" in it."));
    reading_type(r, INPUT_CANCELLED, "");
    assert_string_equal(reading_status(r), "5  by count");
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "biden");
    reading_type(r, INPUT_ACCEPTED, "biden");
    assert_int_equal(r->session.selection.entity, BIDEN);
    assert_true(reading_act(r, ACTION_CANCEL, 0));
    assert_string_equal(reading_status(r), "5  by count");
    assert_false(reading_act(r, ACTION_CANCEL, 0));
}

static void selects_and_goes_to_the_text(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 8, 40);
    reading_act(r, ACTION_TOP, 0);
    assert_int_equal(r->session.selection.entity, JAPAN);
    int told = r->told;
    reading_act(r, ACTION_LINE_DOWN, 0);
    assert_int_equal(r->session.selection.entity, KISHIDA);
    assert_int_equal(r->told, told + 1);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->gone, 1);
    assert_int_equal(r->went.focus, READER_TEXT);
    assert_int_equal(r->session.selection.offset, reading_find(r, "Fumio", 1).start);
    assert_int_equal(r->session.selection.mention, 0);
    check_row(r, 1, " P ▸Fumio Kishida          ━━━━━╸   1/2");
    reading_act(r, ACTION_NEXT_OF_ENTITY, 0); /* steps from here too */
    check_row(r, 1, " P ▸Fumio Kishida          ━━━━━╸   2/2");
    reading_act(r, ACTION_BOTTOM, 0);
    assert_int_equal(r->session.selection.entity, NATO);
    assert_int_equal(r->session.selection.mention, SELECTED_NONE);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->gone, 1);
    assert_string_equal(reading_text(&r->said), "listed, but not mentioned in this text");
}

static void opens_the_next_mention_from_where_one_reads(void **state)
{
    struct reading *r = *state;
    r->session.selection.offset = reading_find(r, "was content", 1).start;
    reading_open(r, &pane_entities, 8, 40);
    reading_act(r, ACTION_TOP, 0);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->session.selection.offset, reading_find(r, "Japan", 3).start);
}

static void follows_the_text(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 3, 40);
    assert_false(reading_shows(r, "NATO"));
    r->session.selection.entity = NATO;
    pane_entities.selection(&r->pane);
    assert_true(reading_shows(r, "▸NATO"));
    struct cursor c = pane_entities.cursor(&r->pane);
    assert_true(c.visible);
    assert_int_equal(c.row, reading_row_of(r, "NATO"));
}

static void marks_ambiguous_ones(void **state)
{
    struct reading *r = *state;
    reading_candidate(r, 0, BIDEN);
    reading_open(r, &pane_entities, 8, 40);
    check_row(r, 0, " C  Japan                  ━━━━━━━━   3");
    check_row(r, 1, " P? Joe Biden              ━━━━━━━━   3");
    check_row(r, 2, " P? Fumio Kishida          ━━━━━╸     2");
}

static void clicks(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 12, 40);
    pane_entities.click(&r->pane, 2, 10, false);
    assert_int_equal(r->session.selection.entity, KISHIDA);
    pane_entities.click(&r->pane, 1, 10, true);
    assert_int_equal(r->gone, 1);
    pane_entities.click(&r->pane, 0, 10, true);
    pane_entities.click(&r->pane, 11, 10, true);
    assert_int_equal(r->gone, 1);
}

static void says_why_it_is_empty(void **state)
{
    struct reading *r = *state;
    r->briefing.entity_count = r->briefing.mention_count = 0;
    reading_open(r, &pane_entities, 10, 30);
    assert_true(reading_shows(r, "Nobody and nothing is named"));
    assert_false(pane_entities.can(&r->pane, ACTION_OPEN));
    assert_false(reading_act(r, ACTION_OPEN, 0));
    reading_act(r, ACTION_LINE_DOWN, 3);
    reading_act(r, ACTION_BOTTOM, 0);
}

static void stays_inside_at_every_size(void **state)
{
    struct reading *r = *state;
    for (int i = 0; i < 40; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d", i);
        reading_entity(r, name, (enum entity_type)(i % ENTITY_TYPE_COUNT),
                       i % 2 ? "日本国と米国の間の長い名前の条約機構"
                             : "An e\u0301lite \x1b[31mname");
    }
    reading_open(r, &pane_entities, 5, 30);
    reading_act(r, ACTION_GROUP, 0);
    for (int rows = 1; rows < 40; rows += 3)
        for (int columns = 1; columns < 90; columns += 4) {
            r->session.ascii = columns % 3 == 0;
            reading_resize(r, rows, columns);
            reading_act(r, ACTION_PAGE_DOWN, 0);
            reading_draw(r);
            struct cursor c = pane_entities.cursor(&r->pane);
            assert_true(c.row >= 0 && c.row < rows && c.column < columns);
        }
}

static void reaches_every_row_both_ways(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_entities, 4, 30);
    reading_act(r, ACTION_GROUP, 0);
    reading_act(r, ACTION_TOP, 0);
    long seen[8], n = 0;
    seen[n++] = r->session.selection.entity;
    for (long last = -1; r->session.selection.entity != last && n < 8;) {
        last = r->session.selection.entity;
        reading_act(r, ACTION_LINE_DOWN, 0);
        if (r->session.selection.entity != last)
            seen[n++] = r->session.selection.entity;
    }
    assert_int_equal(n, 5);
    while (--n > 0) {
        assert_int_equal(r->session.selection.entity, seen[n]);
        reading_act(r, ACTION_LINE_UP, 0);
    }
    assert_int_equal(r->session.selection.entity, seen[0]);
    assert_string_equal(reading_row(r, 0), " people ─────────────────── 2");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(lists_by_count),
        TEST(sorts_and_groups),
        TEST(switches_types_on_and_off),
        TEST(filters_by_alias_and_says_which),
        TEST(selects_and_goes_to_the_text),
        TEST(opens_the_next_mention_from_where_one_reads),
        TEST(follows_the_text),
        TEST(marks_ambiguous_ones),
        TEST(clicks),
        TEST(says_why_it_is_empty),
        TEST(stays_inside_at_every_size),
        TEST(reaches_every_row_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
