/* The timeline with a row for each agreement: its lane, what it is now, and the way to where that
 * is said. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/chronicle.h"
#include "ui/panes/panes.h"

#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: egypt, type: country, name: Egypt}\n"
                      "  - {id: hatti, type: country, name: Hatti}\n"},
    {"a.md",          "# Old things\n\nThe pact was sworn. It came into force.\n"         },
    {"a.yaml",
     "date: 2023-01-05\n"
     "agreements:\n"
     "  - id: pact\n"
     "    title: The pact\n"
     "    parties: [egypt, hatti]\n"
     "    milestones:\n"
     "      - {date: 2021-03, status: signed, quote: pact was sworn}\n"
     "      - {date: 2022-05, status: in-force, quote: came into force}\n"
     "      - {date: 2023-02, status: ratified, party: hatti}\n"
     "      - {date: ../2025, status: amended, expected: true}\n"
     "  - {id: old, title: The old one, parties: [egypt], milestones: [{date: 2001, status: "
     "signed},\n     {date: 2020-06-01, status: terminated}]}\n"
     "  - {id: never, title: Never dated, milestones: [{status: signed}]}\n"
     "events:\n"
     "  - {id: fair, title: The fair, date: 2024-05-03}\n"                                },
};

static int make(void **state, const struct tree_file *made, size_t count)
{
    return stage_setup_on(state, made, count, (struct civil){2024, 6, 1});
}

static int setup(void **state)
{
    return make(state, files, sizeof files / sizeof *files);
}

enum { MANY = 300 };

static int setup_many(void **state)
{
    struct buf yaml = {0};
    buf_printf(&yaml, "date: 2023\nagreements:\n");
    for (int i = 0; i < MANY; i++)
        buf_printf(&yaml, "  - {id: d%03d, title: Number %03d, status: signed, date: %d-05-%02d}\n",
                   i, i, 1990 + i / 10, i % 10 + 1);
    buf_byte(&yaml, '\0');
    const struct tree_file many[] = {
        {"a.md",   "# A\n" },
        {"a.yaml", yaml.ptr},
    };
    make(state, many, 2);
    buf_release(&yaml);
    return 0;
}

static struct stage *open_lanes(void **state, int rows, int columns)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, rows, columns);
    assert_true(stage_act(s, ACTION_GROUP, 0));
    return s;
}

static void test_a_row_each_says_what_it_is_now(void **state)
{
    struct stage *s = open_lanes(state, 24, 100);
    assert_string_equal(stage_text(&s->said), "by agreement");
    assert_string_equal(stage_status(s), "3 agreements");
    stage_assert_row(s, "The pact", " 2021 ");
    stage_assert_row(s, "The pact", "in force");
    stage_assert_row(s, "The old one", "terminated");
    stage_assert_row(s, "Never dated", "signed");
    assert_true(stage_row_of(s, "The old one") < stage_row_of(s, "The pact"));
    assert_int_equal(stage_row_of(s, "Undated"), stage_row_of(s, "Never dated") - 1);
    assert_int_equal(stage_row_of(s, "The fair"), -1);
    stage_select(s, "The pact");
    stage_need_row(s, "came into force"); /* below: what made it so */
}

/* It lives until today, or until it has ended; a promise begins when it was made. */
static void test_lanes_show_a_life(void **state)
{
    struct stage *s = open_lanes(state, 24, 100);
    while (stage_act(s, ACTION_ZOOM_OUT, 0))
        continue;
    while (stage_act(s, ACTION_ZOOM_IN, 0) && stage_row_of(s, "2021") != 0)
        continue;
    int pact = stage_row_of(s, "The pact"), old = stage_row_of(s, "The old one");
    assert_non_null(strstr(stage_row(s, pact), "\u25AA\u00B7"));
    assert_non_null(strstr(stage_row(s, pact), "\u2500")); /* the promise */
    assert_null(strstr(stage_row(s, old), "\u2500"));
    while (stage_act(s, ACTION_ZOOM_IN, 0))
        continue;
    assert_null(strstr(stage_row(s, old), "\u00B7")); /* it was over by then */
    assert_non_null(strstr(stage_row(s, pact), "\u25C2"));
    assert_int_equal(stage_row_of(s, "2024"), 0);
}

static void test_goes_there_and_back(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 24, 100);
    stage_select(s, "Mar");
    assert_true(stage_act(s, ACTION_GROUP, 0));
    stage_assert_selected(s, "The pact");
    assert_true(stage_act(s, ACTION_OPEN, 0));
    assert_string_equal(s->went.briefing.ptr, "a");
    assert_true(stage_act(s, ACTION_GROUP, 0));
    assert_string_equal(stage_text(&s->said), "by date");
    stage_assert_selected(s, "in force"); /* the milestone that the lane stood for */
    stage_select(s, "The fair");
    assert_true(stage_act(s, ACTION_GROUP, 0));
    assert_true(stage_selected_row(s) > 0); /* an event has no lane: one stands near its day */
}

static void test_unfolds_to_milestones(void **state)
{
    struct stage *s = open_lanes(state, 24, 100);
    stage_select(s, "The pact");
    assert_true(stage_act(s, ACTION_UNFOLD, 0));
    stage_need_row(s, "pact was sworn");
    stage_act(s, ACTION_LINE_DOWN, 1);
    stage_assert_selected(s, "Mar 2021");
    assert_true(stage_act(s, ACTION_OPEN, 0));
    assert_int_equal(s->gone, 1);
    assert_true(stage_act(s, ACTION_UNFOLD, 0));
    stage_assert_selected(s, "The pact");
}

static void test_the_sieve_leaves_agreements(void **state)
{
    struct stage *s = open_lanes(state, 24, 100);
    stage_act(s, ACTION_SEARCH, 0);
    stage_type(s, INPUT_ACCEPTED, "hatti");
    assert_string_equal(stage_status(s), "/hatti \u00B7 1 of 3 agreements");
    assert_int_equal(stage_row_of(s, "The old one"), -1);
    stage_act(s, ACTION_SEARCH, 0);
    stage_type(s, INPUT_ACCEPTED, "fair");
    stage_need_row(s, "Nothing is left by what is chosen.");
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "3 agreements");
}

static void come_back_exactly(struct stage *s)
{
    struct buf before = {0};
    struct arena a = {0};
    struct place place = {.arena = &a};
    stage_screen(s, &before);
    s->pane.ops->save(&s->pane, &place);
    stage_open(s, &pane_timeline, s->canvas.area.rows, s->canvas.area.columns);
    s->pane.ops->restore(&s->pane, &place);
    stage_assert_screen(s, &before);
    arena_release(&a);
}

static void test_comes_back_exactly(void **state)
{
    for (int columns = 40; columns <= 200; columns += 40) {
        struct stage *s = open_lanes(state, 24, columns);
        stage_select(s, "The pact");
        stage_act(s, ACTION_UNFOLD, 0);
        stage_act(s, ACTION_ZOOM_OUT, 0);
        stage_act(s, ACTION_LINE_DOWN, 1);
        come_back_exactly(s);
    }
}

/* Whatever is loaded, one steps over all of them, in order, and to any year. */
static void test_steps_over_many(void **state)
{
    struct stage *s = open_lanes(state, 14, 60);
    assert_string_equal(stage_status(s), "300 agreements");
    stage_assert_selected(s, "Number 299"); /* one begins with the last */
    stage_act(s, ACTION_TOP, 0);
    for (int i = 0; i < MANY; i++) {
        struct buf number = {0};
        buf_printf(&number, "Number %03d", i);
        stage_assert_selected(s, stage_text(&number));
        buf_release(&number);
        stage_act(s, ACTION_LINE_DOWN, 0);
    }
    stage_act(s, ACTION_BOTTOM, 2003);
    stage_assert_selected(s, "Number 130");
    come_back_exactly(s);
    stage_act(s, ACTION_LINE_UP, 5);
    stage_assert_selected(s, "Number 125");
}

/* What is selected keeps its lane, its state and their colours; titles have room at 80 columns. */
static void test_the_lane_is_not_covered(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_timeline, 24, 80);
    stage_act(s, ACTION_GROUP, 0);
    stage_select(s, "The pact");
    int row = stage_selected_row(s), bar = 0;
    assert_int_equal(canvas_cell(&s->canvas, row, 78)->style.role, STYLE_STATUS_LIVE);
    while (canvas_cell(&s->canvas, row, bar)->style.flags & STYLE_REVERSE)
        bar++;
    assert_in_range(bar, 9 + 32, 60);
    for (int column = bar; column < 80; column++)
        assert_int_equal(canvas_cell(&s->canvas, row, column)->style.flags & STYLE_REVERSE, 0);
}

static void test_ascii_and_narrow(void **state)
{
    struct stage *s = *state;
    s->session.ascii = true;
    stage_open(s, &pane_timeline, 10, 80);
    stage_act(s, ACTION_GROUP, 0);
    for (int row = 0; row < 10; row++)
        for (const char *c = stage_row(s, row); *c; c++)
            assert_in_range(*c, ' ', '~');
    stage_resize(s, 8, 38);
    stage_assert_row(s, "The pact", "2021");
    stage_resize(s, 30, 200);
    stage_assert_row(s, "The pact", "in force");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_a_row_each_says_what_it_is_now),
        TEST(test_lanes_show_a_life),
        TEST(test_goes_there_and_back),
        TEST(test_unfolds_to_milestones),
        TEST(test_the_sieve_leaves_agreements),
        TEST(test_comes_back_exactly),
        cmocka_unit_test_setup_teardown(test_steps_over_many, setup_many, stage_teardown),
        TEST(test_the_lane_is_not_covered),
        TEST(test_ascii_and_narrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
