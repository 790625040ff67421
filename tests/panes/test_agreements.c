#include "tests/support/cmocka.h"
#include "tests/support/reading.h"
#include "ui/panes/panes.h"

#include <string.h>

static const char *const article =
    "# Talks\n\nThe two announced a plan of 70 points. It was good.\n\n"
    "The treaty of 1960 was signed in Washington. See [the pact](agreement:aukus).\n\n"
    "Nothing else was said.\n";

enum { TREATY, AUKUS, PLAN, SUMMIT, LATER, UNDATED };

static int setup(void **state)
{
    struct reading *r = test_calloc(1, sizeof *r);
    reading_make(r, article);
    reading_entity(r, "japan", ENTITY_COUNTRY, "Japan");
    reading_entity(r, "us", ENTITY_COUNTRY, "United States");

    struct session_entry *e = reading_agreement(r, "treaty", "Treaty of 1960", STATUS_IN_FORCE);
    reading_milestone(r, e, "1960-01-19", STATUS_SIGNED, NULL, "The treaty of 1960 was signed");
    reading_milestone(r, e, "1960-06", STATUS_IN_FORCE, "1960/other", "entered")->m.note =
        STR("It entered into force when the parliaments had agreed to it, in the summer.");
    e->agreement.parties[0] = STR("japan");
    e->agreement.parties[1] = STR("us");
    e->agreement.party_count = 2;

    e = reading_agreement(r, "aukus", "AUKUS", STATUS_ANNOUNCED);
    reading_milestone(r, e, "2021-09-15", STATUS_ANNOUNCED, "2021/aukus", NULL);

    e = reading_agreement(r, "plan", "A plan of seventy points for the future", STATUS_ANNOUNCED);
    struct timeline_milestone *t =
        reading_milestone(r, e, "2024-04~", STATUS_ANNOUNCED, NULL, "a plan of 70 points");
    t->m.expected = true;
    t->promise = PROMISE_KEPT;
    t->kept_by = STR("2024/outcome");
    reading_milestone(r, e, "2024-04-10", STATUS_ANNOUNCED, "2024/outcome", "announced");

    reading_event(r, "summit", "Summit in Washington", "2024-04-10", "It was good.");
    e = reading_agreement(r, "later", "Later talks", STATUS_UNCLEAR);
    t = reading_milestone(r, e, "2024-05", STATUS_NEGOTIATING, NULL, NULL);
    t->m.expected = true;
    t->promise = PROMISE_OVERDUE;
    t->m.party = STR("japan");

    e = reading_agreement(r, "undated", "A pledge", STATUS_PROPOSED);
    reading_milestone(r, e, NULL, STATUS_PROPOSED, NULL, NULL);
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

static void lists_by_time(void **state)
{
    struct reading *r = *state;
    r->focused = false;
    reading_open(r, &pane_agreements, 7, 44);
    check_row(r, 0, " 1960 19 Jan ● Treaty of 1960      in force");
    check_row(r, 1, " 2021 15 Sep ◑ AUKUS              announced");
    check_row(r, 2, " 2024 10 Apr ◑ A plan of seventy… announced");
    check_row(r, 3, "      10 Apr ◆ Summit in Washington");
    check_row(r, 4, "         May ! Later talks          overdue");
    check_row(r, 5, " undated     ○ A pledge            proposed");
    check_row(r, 6, "               no date is stated");
    assert_string_equal(reading_status(r), "6  by time");
}

static void shows_parties_and_the_whole_title_of_the_selected(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 7, 44);
    reading_act(r, ACTION_TOP, 0);
    assert_int_equal(r->session.selection.agreement, TREATY);
    check_row(r, 1, "               Japan, United States");
    reading_act(r, ACTION_LINE_DOWN, 2);
    assert_int_equal(r->session.selection.agreement, PLAN);
    assert_true(reading_shows(r, " 2024 10 Apr ◑ A plan of seventy  announced"));
    assert_true(reading_shows(r, "               points for the"));
    assert_false(reading_shows(r, "Japan, United States"));
}

static void shows_more_where_there_is_room(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 11, 44);
    check_row(r, 1, "               Japan, United States");
    check_row(r, 3, " 2024 10 Apr ◑ A plan of seventy  announced");
    check_row(r, 4, "               points for the");
    check_row(r, 5, "               future");
    reading_resize(r, 7, 44);
    check_row(r, 1, " 2021 15 Sep ◑ AUKUS              announced");
}

static void unfolds_to_milestones(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 30, 60);
    reading_act(r, ACTION_TOP, 0);
    assert_true(reading_act(r, ACTION_UNFOLD, 0));
    int row = reading_row_of(r, "Treaty of 1960");
    check_row(r, row + 2, "               ◕ 19 Jan 1960  signed");
    check_row(r, row + 3, "               ● Jun 1960  in force");
    check_row(r, row + 4, "                 It entered into force when the parliaments");
    check_row(r, row + 5, "                 had agreed to it, in the summer.");
    check_row(r, row + 6, "                 in 1960/other");
    reading_act(r, ACTION_LINE_DOWN, 2); /* onto its second milestone */
    assert_int_equal(r->session.selection.agreement, TREATY);
    assert_true(reading_act(r, ACTION_UNFOLD, 0)); /* folding from inside comes back to the entry */
    assert_false(reading_shows(r, "signed"));
    reading_act(r, ACTION_LINE_DOWN, 0);
    assert_int_equal(r->session.selection.agreement, AUKUS);
}

/* One goes to the evidence in another briefing and comes back to the milestone that led there. */
static void comes_back_to_a_milestone(void **state)
{
    struct reading *r = *state;
    struct place place = {0};
    reading_open(r, &pane_agreements, 12, 44);
    reading_act(r, ACTION_UNFOLD, 0);
    reading_act(r, ACTION_LINE_DOWN, 2);
    struct cursor before = pane_agreements.cursor(&r->pane);
    struct selection selection = r->session.selection;
    pane_agreements.save(&r->pane, &place);
    r->briefing.id = STR("2024/other");
    pane_agreements.refresh(&r->pane);
    r->briefing.id = STR("2024/here");
    pane_agreements.refresh(&r->pane);
    r->session.selection = selection;
    pane_agreements.restore(&r->pane, &place);
    struct cursor after = pane_agreements.cursor(&r->pane);
    assert_int_equal(after.row, before.row);
    assert_true(strstr(reading_row(r, after.row), "● Jun 1960  in force"));
}

static void tells_what_became_of_promises(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 30, 60);
    reading_act(r, ACTION_TOP, 3);
    assert_int_equal(r->session.selection.agreement, PLAN);
    reading_act(r, ACTION_UNFOLD, 0);
    assert_true(reading_shows(r, "✓ c. Apr 2024  announced — kept"));
    assert_true(reading_shows(r, "kept: 10 Apr 2024, 2024/outcome"));
    reading_act(r, ACTION_UNFOLD, 0);
    reading_act(r, ACTION_TOP, 5);
    reading_act(r, ACTION_UNFOLD, 0);
    assert_true(reading_shows(r, "! May 2024  negotiating — overdue  Japan"));
    reading_resize(r, 30, 44);
    int row = reading_row_of(r, "! May 2024  negotiating — overdue");
    check_row(r, row + 1, "     Japan");
}

static void goes_to_evidence(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 30, 60);
    reading_act(r, ACTION_TOP, 0);
    assert_true(pane_agreements.can(&r->pane, ACTION_OPEN));
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->gone, 1);
    assert_int_equal(r->went.focus, READER_TEXT);
    assert_int_equal(r->went.passage.start, reading_find(r, "The treaty of 1960", 1).start);
    assert_string_equal(reading_text(&r->went_agreement), "treaty");
    reading_act(r, ACTION_UNFOLD, 0);
    reading_act(r, ACTION_LINE_DOWN, 2);
    reading_act(r, ACTION_OPEN, 0); /* of another briefing */
    assert_int_equal(r->gone, 2);
    assert_string_equal(reading_text(&r->went_to), "1960/other");
    assert_int_equal(r->went.passage.start, 7);
    assert_int_equal(r->went.offset, 7);
    reading_act(r, ACTION_LINE_DOWN, 0); /* only linked: the link is what there is */
    assert_int_equal(r->session.selection.agreement, AUKUS);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->gone, 3);
    assert_int_equal(r->went.passage.start, reading_find(r, "the pact", 1).start);
    reading_act(r, ACTION_BOTTOM, 0);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->gone, 3);
    assert_string_equal(reading_text(&r->said), "nothing in this text is given as evidence of it");
}

static void lights_what_the_paragraph_speaks_of(void **state)
{
    struct reading *r = *state;
    r->focused = false;
    reading_open(r, &pane_agreements, 4, 44);
    r->session.selection.offset = reading_find(r, "The two", 1).start;
    pane_agreements.selection(&r->pane);
    assert_true(reading_shows(r, "▸2024 10 Apr ◑ A plan"));
    assert_true(reading_shows(r, "▸     10 Apr ◆ Summit"));
    r->session.selection.offset = reading_find(r, "The treaty", 1).start;
    pane_agreements.selection(&r->pane);
    assert_true(reading_shows(r, "▸1960 19 Jan ● Treaty"));
    assert_true(reading_shows(r, "▸2021 15 Sep ◑ AUKUS"));
    r->session.selection.offset = reading_find(r, "Nothing", 1).start;
    pane_agreements.selection(&r->pane);
    assert_false(reading_shows(r, "▸"));
    assert_int_equal(r->session.selection.agreement, SELECTED_NONE); /* lit, not selected */
}

static void sorts_and_filters(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 20, 60);
    reading_act(r, ACTION_SORT, 0);
    assert_string_equal(reading_status(r), "6  by status");
    assert_int_equal(reading_row_of(r, "Later talks"), 0);
    assert_false(reading_shows(r, "──"));
    assert_true(reading_shows(r, "19 Jan 1960 ● Treaty"));
    reading_act(r, ACTION_SORT, 0);
    assert_string_equal(reading_status(r), "6  by title");
    assert_int_equal(reading_row_of(r, "A plan"), 0);
    assert_int_equal(reading_row_of(r, "A pledge"), 2);
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "united");
    assert_string_equal(reading_status(r), "/united  1 of 6  by title");
    assert_true(reading_shows(r, "Treaty of 1960"));
    reading_type(r, INPUT_CHANGED, "overdue");
    assert_true(reading_shows(r, "Later talks"));
    reading_type(r, INPUT_CHANGED, "qq");
    assert_true(reading_shows(r, "No title, party or status has \"qq\" in it."));
    reading_type(r, INPUT_CANCELLED, "");
    assert_string_equal(reading_status(r), "6  by title");
}

static void copies_and_cites_evidence(void **state)
{
    struct reading *r = *state;
    r->briefing.date.text = STR("2024-04-08");
    r->briefing.source.name = STR("Example Wire");
    r->briefing.source.url = STR("https://example.org/a");
    reading_open(r, &pane_agreements, 20, 60);
    reading_act(r, ACTION_TOP, 0);
    reading_act(r, ACTION_COPY, 0);
    assert_string_equal(reading_text(&r->copied), "The treaty of 1960 was signed");
    struct arena a = {0};
    assert_true(date_parse(STR("2024-04-08"), &a, &r->briefing.date, NULL));
    reading_act(r, ACTION_CITE, 0);
    assert_string_equal(reading_text(&r->copied),
                        "“The treaty of 1960 was signed” — A title, Example Wire, 8 April 2024, "
                        "2024/here, https://example.org/a");
    arena_release(&a);
    reading_act(r, ACTION_OPEN_LINK, 0);
    assert_string_equal(reading_text(&r->browsed), "https://example.org/a");
}

static void stays_inside_at_every_size(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_agreements, 5, 30);
    for (int i = 1; i <= 5; i++) {
        reading_act(r, ACTION_TOP, i);
        if (pane_agreements.can(&r->pane, ACTION_UNFOLD))
            reading_act(r, ACTION_UNFOLD, 0);
    }
    for (int rows = 1; rows < 30; rows += 2)
        for (int columns = 1; columns < 90; columns += 3) {
            r->session.ascii = columns % 2 == 0;
            reading_resize(r, rows, columns);
            long selected = r->session.selection.agreement;
            reading_draw(r);
            assert_int_equal(r->session.selection.agreement, selected);
            struct cursor c = pane_agreements.cursor(&r->pane);
            assert_true(c.visible && c.row >= 0 && c.row < rows && c.column < columns);
        }
}

static void says_when_there_is_none(void **state)
{
    struct reading *r = *state;
    r->session.timeline_count = 0;
    reading_open(r, &pane_agreements, 8, 40);
    assert_true(reading_shows(r, "This briefing states no agreement"));
    reading_act(r, ACTION_LINE_DOWN, 0);
    reading_act(r, ACTION_BOTTOM, 0);
    assert_false(reading_act(r, ACTION_OPEN, 0));
    assert_false(pane_agreements.cursor(&r->pane).visible);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(lists_by_time),
        TEST(shows_parties_and_the_whole_title_of_the_selected),
        TEST(shows_more_where_there_is_room),
        TEST(unfolds_to_milestones),
        TEST(comes_back_to_a_milestone),
        TEST(tells_what_became_of_promises),
        TEST(goes_to_evidence),
        TEST(lights_what_the_paragraph_speaks_of),
        TEST(sorts_and_filters),
        TEST(copies_and_cites_evidence),
        TEST(stays_inside_at_every_size),
        TEST(says_when_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
