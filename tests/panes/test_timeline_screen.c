/* The timeline of the library, over real ones: odd dates, dense stretches, links, filters. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/chronicle.h"
#include "ui/panes/panes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tree_file odd[] = {
    {"entities.yaml", "entities:\n  - {id: egypt, type: country, name: Egypt}\n"
                      "  - {id: hatti, type: country, name: Hatti}\n"
                      "  - {id: guild, type: organization, name: The guild}\n"},
    {"a.md",
     "# Old things\n\nThe treaty was sworn. It came into force. A town was to stand there.\n"      },
    {"a.yaml",
     "date: 2024-01-05\n"
     "agreements:\n"
     "  - id: kadesh\n"
     "    title: Treaty of Kadesh\n"
     "    kind: treaty\n"
     "    topics: [peace]\n"
     "    parties: [egypt, hatti]\n"
     "    milestones:\n"
     "      - {date: \"-1258\", status: signed, quote: treaty was sworn}\n"
     "      - {date: \"-1257~\", status: in-force, quote: came into force}\n"
     "  - id: town\n"
     "    title: A town\n"
     "    parties: [guild]\n"
     "    milestones:\n"
     "      - {date: ../2030, status: in-force, expected: true, quote: was to stand}\n"
     "  - {id: onward, title: From then on, milestones: [{date: 2020/.., status: signed},\n"
     "     {date: 2021-04/2021-07, status: amended}]}\n"
     "  - {id: never, title: Never dated, milestones: [{status: signed}]}\n"
     "  - {id: badly, title: Badly dated, milestones: [{date: sometime, status: signed}]}\n"
     "events:\n"
     "  - {id: fair, title: The fair, date: 2024-05-03, participants: [guild]}\n"                  },
    {"b.md",          "# New things\n\nThe second treaty replaced the first.\n"                    },
    {"b.yaml",
     "date: 2024-03-01\n"
     "agreements:\n"
     "  - {id: second, title: Second treaty, supersedes: kadesh, amends: nowhere, parties: "
     "[egypt],\n"
     "     milestones: [{date: 2024-02-10, status: signed, quote: second treaty replaced,\n"
     "     url: \"https://example.org/second\"},\n"
     "     {date: 2024-12, status: ratified, party: egypt, expected: true, note: By the king}]}\n" },
};

static int make(void **state, const struct tree_file *files, size_t count)
{
    return stage_setup_on(state, files, count, (struct civil){2024, 6, 1});
}

static int setup_odd(void **state)
{
    return make(state, odd, sizeof odd / sizeof *odd);
}

/* Three months of 2023 with 200 milestones each, every day of them alike, and one a year before. */
enum { DENSE_MONTHS = 3, DENSE_EACH = 200, DENSE_YEARS = 20, DENSE = 620 };

static int setup_dense(void **state)
{
    struct buf yaml = {0};
    buf_printf(&yaml, "date: 2023\nagreements:\n");
    for (int i = 0; i < DENSE_YEARS; i++)
        buf_printf(&yaml, "  - {id: y%d, title: Yearly %d, status: signed, date: %d-05-01}\n", i, i,
                   2000 + i);
    for (int i = 0; i < DENSE_MONTHS * DENSE_EACH; i++)
        buf_printf(&yaml,
                   "  - {id: d%03d, title: Dense %03d, status: signed, date: 2023-%02d-%02d}\n", i,
                   i, i / DENSE_EACH + 4, i % DENSE_EACH / 10 + 1);
    buf_byte(&yaml, '\0');
    const struct tree_file files[] = {
        {"a.md",   "# A\n" },
        {"a.yaml", yaml.ptr},
    };
    make(state, files, 2);
    buf_release(&yaml);
    return 0;
}

static const struct chronicle *chronicle_of(const struct stage *s)
{
    return s->pane.state;
}

/* -- What stands where --------------------------------------------------------------------------
 */

static void test_everything_stands_in_time(void **state)
{
    struct stage *s = *state;
    static const char *const order[] = {
        "-1258", "-1257", "years",   "2020 ", "2021 ", "10 Feb", "The fair", "today, 1 June 2024",
        "Dec ",  "2030 ", "Undated", "Badly", "Never"};
    stage_open(s, &pane_timeline, 34, 100);
    stage_act(s, ACTION_TOP, 0);
    int last = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        int row = stage_need_row(s, order[i]);
        if (row <= last)
            fail_msg("%s stands on row %d, not below %d", order[i], row, last);
        last = row;
    }
    stage_assert_row(s, "Badly dated", "the date 'sometime' can");
    stage_assert_row(s, "Never dated", "no date is given");
    assert_string_equal(stage_status(s), "days \u00B7 10");
}

static void test_dates_are_ranges(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    stage_act(s, ACTION_TOP, 0);
    stage_assert_row(s, "-1258", "\u2501\u2501\u2501");      /* a year, sure */
    stage_assert_row(s, "-1257", "\u2505\u2505\u2505");      /* about a year */
    stage_assert_row(s, "2020\u2013", "\u2501\u2501\u25B8"); /* and on */
    stage_assert_row(s, "Apr\u2013Jul", "\u2501\u2501");
    stage_assert_row(s, "10 Feb", "\u25AA");
    stage_assert_row(s, "Dec ", "\u2500\u2500");       /* a promise is thin, */
    stage_assert_row(s, "Dec ", "\u25CB");             /* and hollow */
    stage_assert_row(s, "\u20132030", "\u25C2\u2500"); /* until then */
    assert_null(strstr(stage_row(s, stage_need_row(s, "Dec ")), "\u2501"));
}

static void test_ascii_and_narrow(void **state)
{
    struct stage *s = *state;
    s->session.ascii = true;
    for (int rows = 6; rows <= 34; rows += 7)
        for (int columns = 40; columns <= 200; columns += 20) {
            stage_open(s, &pane_timeline, rows, columns);
            stage_act(s, ACTION_TOP, 0);
            for (int i = 0; i < 20; i++) {
                stage_act(s, ACTION_UNFOLD, 0);
                stage_act(s, ACTION_LINE_DOWN, 0);
                struct buf screen = {0};
                stage_screen(s, &screen);
                for (const char *c = stage_text(&screen); *c; c++)
                    assert_true((unsigned char)*c < 0x80);
                buf_release(&screen);
            }
        }
    stage_open(s, &pane_timeline, 34, 100);
    stage_act(s, ACTION_TOP, 0);
    stage_assert_row(s, "c. year", "~~~");
    stage_assert_row(s, "10 Feb", "#");
}

/* The year of what is at the top is in sight, wherever one scrolled. */
static void test_the_year_is_in_sight(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 14, 80);
    while (stage_act(s, ACTION_ZOOM_IN, 0))
        continue;
    stage_act(s, ACTION_TOP, 0);
    for (int i = 0; i < 310; i++) {
        const struct chronicle *h = chronicle_of(s);
        const struct chronicle_line *top = &h->lines.items[h->scroll.top];
        char year[16];
        if (top->kind == LINE_ITEM) {
            snprintf(year, sizeof year, " %lld ",
                     (long long)date_to_civil(h->items.items[top->item].day).year);
            assert_non_null(strstr(stage_row(s, 1), year));
        }
        stage_act(s, ACTION_LINE_DOWN, 2);
    }
    assert_non_null(strstr(stage_row(s, 1), "2023"));
}

/* -- Moving -------------------------------------------------------------------------------------
 */

/* Every row is come by once, down and up, whatever is loaded at a time. */
static void test_steps_over_everything(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 20, 80);
    while (stage_act(s, ACTION_ZOOM_IN, 0))
        continue;
    stage_act(s, ACTION_TOP, 0);
    struct arena a = {0};
    str keys[DENSE];
    for (int i = 0; i < DENSE; i++) {
        keys[i] = arena_str(&a, chronicle_current(&s->pane)->moment.sort_key);
        assert_true(i == 0 || !str_eq(keys[i], keys[i - 1]));
        assert_true(chronicle_of(s)->items.len < 200);
        stage_act(s, ACTION_LINE_DOWN, 0);
    }
    assert_true(str_eq(chronicle_current(&s->pane)->moment.sort_key, keys[DENSE - 1]));
    for (int i = DENSE - 1; i >= 0; i--) {
        assert_true(str_eq(chronicle_current(&s->pane)->moment.sort_key, keys[i]));
        stage_act(s, ACTION_LINE_UP, 0);
    }
    stage_act(s, ACTION_LINE_DOWN, 500);
    assert_true(str_eq(chronicle_current(&s->pane)->moment.sort_key, keys[500]));
    stage_act(s, ACTION_LINE_UP, 450);
    assert_true(str_eq(chronicle_current(&s->pane)->moment.sort_key, keys[50]));
    stage_act(s, ACTION_BOTTOM, 0);
    assert_true(str_eq(chronicle_current(&s->pane)->moment.sort_key, keys[DENSE - 1]));
    for (int i = 0; i < 70; i++)
        stage_act(s, ACTION_PAGE_UP, 0);
    assert_true(str_eq(chronicle_current(&s->pane)->moment.sort_key, keys[0]));
    arena_release(&a);
}

static void test_goes_to_a_year(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 20, 80);
    while (stage_act(s, ACTION_ZOOM_IN, 0))
        continue;
    stage_act(s, ACTION_BOTTOM, 2007);
    stage_assert_selected(s, "Yearly 7");
    stage_act(s, ACTION_TOP, 2023);
    stage_assert_selected(s, "Dense 000");
    stage_act(s, ACTION_BOTTOM, 9999);
    stage_assert_selected(s, "Dense 599");
}

/* -- Zoom ---------------------------------------------------------------------------------------
 */

static void test_dense_months_are_one_row(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 17, 100);
    while (chronicle_of(s)->zoom != UNIT_MONTH)
        assert_true(
            stage_act(s, chronicle_of(s)->zoom > UNIT_MONTH ? ACTION_ZOOM_IN : ACTION_ZOOM_OUT, 0));
    stage_act(s, ACTION_BOTTOM, 0);
    stage_assert_row(s, "Jun ", "\u2261 200 milestones");
    stage_assert_row(s, "Apr ", "\u2586\u2585\u2585"); /* ten a day, and two days in some cells */
    stage_assert_row(s, "Yearly 19", "signed");
    stage_act(s, ACTION_ZOOM_OUT, 0);
    stage_act(s, ACTION_ZOOM_OUT, 0);
    stage_assert_row(s, "all year", "600 milestones");
    stage_act(s, ACTION_ZOOM_OUT, 0);
    stage_assert_row(s, "2000\u20132009", "\u2261 10");
    stage_assert_row(s, "2020\u20132029", "\u2261 600");
    stage_act(s, ACTION_ZOOM_OUT, 0);
    stage_assert_row(s, "2000\u20132099", "\u2261 620");
    assert_false(stage_act(s, ACTION_ZOOM_OUT, 0));
}

static void test_enter_opens_a_cluster(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 17, 100);
    while (stage_act(s, ACTION_ZOOM_OUT, 0))
        continue;
    stage_act(s, ACTION_OPEN, 0); /* the century: its decades */
    assert_int_equal(chronicle_of(s)->zoom, UNIT_DECADE);
    stage_select(s, "2020\u20132029");
    stage_act(s, ACTION_OPEN, 0); /* what lies in one year and quarter comes apart in months */
    assert_int_equal(chronicle_of(s)->zoom, UNIT_MONTH);
    stage_assert_selected(s, "Apr ");
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(chronicle_of(s)->zoom, UNIT_WEEK);
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(chronicle_of(s)->zoom, UNIT_DAY);
    stage_assert_selected(s, "Dense 000");
    assert_int_equal(s->gone, 0);
}

/* The selected row stays on its line, at every zoom that shows it as itself. */
static void test_zoom_keeps_the_place(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 30, 100);
    while (stage_act(s, ACTION_ZOOM_IN, 0))
        continue;
    stage_act(s, ACTION_BOTTOM, 2010);
    int row = stage_selected_row(s);
    for (int i = 0; i < 4; i++) {
        assert_true(stage_act(s, ACTION_ZOOM_OUT, 0));
        stage_assert_selected(s, "Yearly 10");
    }
    for (int i = 0; i < 4; i++)
        assert_true(stage_act(s, ACTION_ZOOM_IN, 0));
    stage_assert_selected(s, "Yearly 10");
    assert_int_equal(stage_selected_row(s), row);
}

/* -- Unfolding and opening ----------------------------------------------------------------------
 */

static void test_unfolds_to_milestones(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    stage_act(s, ACTION_TOP, 0);
    size_t folded = chronicle_of(s)->lines.len;
    assert_true(stage_act(s, ACTION_UNFOLD, 0));
    stage_assert_selected(s, "-1258");
    stage_need_row(s, "treaty \u00B7 Egypt, Hatti");
    stage_need_row(s, "superseded by Second treaty");
    stage_need_row(s, "\u201Ctreaty was sworn\u201D");
    stage_need_row(s, "Old things \u00B7 5 Jan 2024");
    stage_select(s, "c. year \u22121257  in force");
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(str_eq(s->went.briefing, STR("a")));
    assert_true(str_eq(s->went.agreement, STR("kadesh")));
    assert_int_equal(s->went.passage.end - s->went.passage.start, strlen("came into force"));
    assert_true(stage_act(s, ACTION_UNFOLD, 0)); /* from within, back to the item */
    assert_int_equal(chronicle_of(s)->lines.len, folded);
    stage_assert_selected(s, "-1258");
}

static void test_the_status_then(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    stage_select(s, "Dec ");
    stage_act(s, ACTION_UNFOLD, 0);
    stage_assert_row(s, "ratified \u2014 open", "Egypt \u00B7 then signed");
    stage_need_row(s, "By the king");
}

static void test_opens_passages(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    stage_select(s, "10 Feb");
    stage_act(s, ACTION_OPEN, 0);
    assert_true(stage_act(s, ACTION_OPEN_LINK, 0));
    assert_string_equal(stage_text(&s->browsed), "https://example.org/second");
    assert_true(str_eq(s->went.briefing, STR("b")));
    assert_true(s->went.passage.end > s->went.passage.start);
    stage_select(s, "Never dated");
    stage_act(s, ACTION_OPEN, 0); /* its briefing, and that there are no words */
    assert_int_equal(s->gone, 2);
    assert_int_equal(s->went.passage.end, 0);
    assert_string_equal(stage_text(&s->said), "no words are given as evidence of it");
}

static void test_follows_links(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    stage_select(s, "10 Feb");
    stage_act(s, ACTION_UNFOLD, 0);
    stage_select(s, "supersedes Treaty of Kadesh");
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_TIMELINE);
    assert_true(str_eq(s->went.agreement, STR("kadesh")));
    struct place to = {.screen = SCREEN_TIMELINE, .agreement = STR("kadesh"), .row = -1};
    s->pane.ops->restore(&s->pane, &to);
    stage_assert_selected(s, "-1258");
    stage_select(s, "amends nowhere");
    stage_act(s, ACTION_OPEN, 0);
    assert_string_equal(stage_text(&s->said), "no briefing of this library states it");
}

/* From a briefing: an agreement's second milestone, an event; filtered away they are shown all the
 * same. */
static void test_comes_to_what_a_briefing_says(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    struct place second = {
        .screen = SCREEN_TIMELINE, .agreement = STR("kadesh"), .milestone = 2, .row = -1};
    struct place event = {
        .screen = SCREEN_TIMELINE, .agreement = STR("fair"), .briefing = STR("a"), .row = -1};
    s->pane.ops->restore(&s->pane, &second);
    stage_assert_selected(s, "-1257");
    s->pane.ops->restore(&s->pane, &event);
    stage_assert_selected(s, "The fair");
    stage_type(s, INPUT_ACCEPTED, "kadesh");
    s->pane.ops->restore(&s->pane, &second);
    stage_assert_selected(s, "-1257");
    assert_true(strstr(stage_status(s), "/kadesh") != NULL);
    s->pane.ops->restore(&s->pane, &event);
    stage_assert_selected(s, "The fair");
    assert_true(strstr(stage_status(s), "/kadesh") == NULL);
}

/* -- Places -------------------------------------------------------------------------------------
 */

static void come_back_exactly(struct stage *s)
{
    struct arena a = {0};
    struct place place = {.arena = &a};
    struct buf before = {0};
    stage_screen(s, &before);
    s->pane.ops->save(&s->pane, &place);
    stage_act(s, ACTION_TOP, 0);
    while (stage_act(s, ACTION_CANCEL, 0))
        continue;
    stage_act(s, ACTION_UNFOLD, 0);
    stage_act(s, ACTION_ZOOM_OUT, 3);
    stage_act(s, ACTION_BOTTOM, 0);
    s->pane.ops->restore(&s->pane, &place);
    stage_assert_screen(s, &before);
    arena_release(&a);
}

static void test_comes_back_exactly(void **state)
{
    struct stage *s = *state;
    for (int rows = 8; rows <= 34; rows += 13)
        for (int columns = 40; columns <= 160; columns += 40) {
            stage_open(s, &pane_timeline, rows, columns);
            come_back_exactly(s);
            stage_act(s, ACTION_TOP, 0);
            stage_act(s, ACTION_UNFOLD, 0);
            stage_act(s, ACTION_LINE_DOWN, 2);
            come_back_exactly(s);
            stage_act(s, ACTION_SEARCH, 0);
            stage_type(s, INPUT_CHANGED, "second");
            stage_type(s, INPUT_ACCEPTED, "second");
            stage_act(s, ACTION_UNFOLD, 0);
            come_back_exactly(s);
        }
}

static void test_comes_back_among_many(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 20, 100);
    stage_act(s, ACTION_BOTTOM, 2005);
    for (int i = 0; i < 9; i++) {
        come_back_exactly(s);
        stage_act(s, ACTION_LINE_DOWN, 70);
        stage_act(s, ACTION_LINE_UP, 3);
        come_back_exactly(s);
        if (!stage_act(s, i < 5 ? ACTION_ZOOM_OUT : ACTION_ZOOM_IN, 0))
            break;
    }
}

static void test_resizing_keeps_the_place(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 30, 100);
    while (stage_act(s, ACTION_ZOOM_IN, 0))
        continue;
    stage_act(s, ACTION_TOP, 2023);
    stage_act(s, ACTION_LINE_DOWN, 300);
    static const int sizes[][2] = {
        {8,  40 },
        {60, 200},
        {20, 70 },
        {30, 100}
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        stage_resize(s, sizes[i][0], sizes[i][1]);
        stage_assert_selected(s, "Dense 300");
    }
}

static void test_a_refresh_keeps_the_selection(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 100);
    stage_select(s, "10 Feb");
    tree_write(&s->tree, "c.md", "# More\n");
    tree_write(&s->tree, "c.yaml",
               "agreements:\n"
               "  - {id: between, title: Between, date: 2023-01-01}\n"
               "  - {id: first, title: The very first, date: \"-2000\"}\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    stage_need_row(s, "Between");
    stage_assert_selected(s, "10 Feb");
    tree_delete(&s->tree, "b.yaml");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_int_equal(stage_row_of(s, "10 Feb"), -1);
    stage_assert_selected(s, "The fair");
}

static void test_says_that_there_is_nothing(void **state)
{
    struct stage *s = *state;
    tree_delete(&s->tree, "a.yaml");
    tree_delete(&s->tree, "b.yaml");
    stage_index(s);
    stage_open(s, &pane_timeline, 20, 80);
    stage_need_row(s, "No briefing of this library states an agreement or event.");
    assert_false(stage_act(s, ACTION_OPEN, 0));
    assert_false(stage_act(s, ACTION_LINE_DOWN, 0));
    assert_false(stage_act(s, ACTION_ZOOM_OUT, 0));
}

/* The detail beside the list: whole, with what the agreement was then and is now. */
static void test_shows_the_selected(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 34, 180);
    stage_select(s, "-1258");
    stage_need_row(s, "The agreement was then signed, and is now in");
    stage_need_row(s, "superseded by Second treaty");
    stage_act(s, ACTION_LINE_DOWN, 0);
    assert_false(chronicle_of(s)->detail.known); /* until it is to be shown */
    stage_act(s, ACTION_LINE_UP, 0);
    stage_need_row(s, "superseded by Second treaty");
    assert_true(chronicle_of(s)->detail.known);
    stage_open(s, &pane_timeline, 24, 80);
    stage_act(s, ACTION_TOP, 0);
    stage_need_row(s, "treaty \u00B7 Egypt, Hatti");
}

int main(void)
{
#define ODD(test)   cmocka_unit_test_setup_teardown(test, setup_odd, stage_teardown)
#define THICK(test) cmocka_unit_test_setup_teardown(test, setup_dense, stage_teardown)
    const struct CMUnitTest tests[] = {
        ODD(test_everything_stands_in_time),
        ODD(test_dates_are_ranges),
        ODD(test_ascii_and_narrow),
        THICK(test_the_year_is_in_sight),
        THICK(test_steps_over_everything),
        THICK(test_goes_to_a_year),
        THICK(test_dense_months_are_one_row),
        THICK(test_enter_opens_a_cluster),
        THICK(test_zoom_keeps_the_place),
        ODD(test_unfolds_to_milestones),
        ODD(test_the_status_then),
        ODD(test_opens_passages),
        ODD(test_follows_links),
        ODD(test_comes_to_what_a_briefing_says),
        ODD(test_comes_back_exactly),
        THICK(test_comes_back_among_many),
        THICK(test_resizing_keeps_the_place),
        ODD(test_a_refresh_keeps_the_selection),
        ODD(test_says_that_there_is_nothing),
        ODD(test_shows_the_selected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
