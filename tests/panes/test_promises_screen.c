/* The promises over the library: their groups, what came of them, where that is said. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/chronicle.h"
#include "ui/panes/panes.h"

#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: france, type: country, name: France}\n"},
    {"said.md",
     "# What was said\n\nA bridge was to be built. A road was to be opened within a year. "
     "Talks would begin. A port was planned.\n"                                             },
    {"said.yaml",
     "date: 2023-01-10\n"
     "agreements:\n"
     "  - {id: bridge, title: The bridge, kind: plan, topics: [roads], parties: [japan, france],\n"
     "     milestones: [{date: 2023-01/2023-06, status: in-force, expected: true,\n"
     "     quote: bridge was to be built}]}\n"
     "  - {id: road, title: The road, topics: [roads, trade], parties: [japan],\n"
     "     milestones: [{date: ../2024-01, status: in-force, expected: true,\n"
     "     quote: road was to be opened, note: Within a year}]}\n"
     "  - {id: talks, title: The talks, parties: [japan, france],\n"
     "     milestones: [{date: 2023-02/.., status: negotiating, party: france, expected: true,\n"
     "     quote: Talks would begin}]}\n"
     "  - {id: port, title: The port, supersedes: road,\n"
     "     milestones: [{date: 2024-12, status: signed, expected: true,\n"
     "     quote: A port was planned}]}\n"                                                  },
    {"done.md",       "# What was done\n\nThe bridge stands since May.\n"                   },
    {"done.yaml",     "date: 2023-05-20\n"
                  "agreements:\n"
                  "  - {id: bridge, milestones: [{date: 2023-05-12, status: in-force,\n"
                  "     quote: The bridge stands}]}\n"                     },
};

static int setup(void **state)
{
    return stage_setup_on(state, files, sizeof files / sizeof *files, (struct civil){2024, 6, 1});
}

/* A screen without a detail below the list. */
static void open_pane(struct stage *s)
{
    stage_open(s, &pane_promises, 17, 100);
}

static void test_groups_by_state(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    assert_int_equal(stage_need_row(s, "Overdue: nothing in this library shows them kept \u00B7 1"),
                     1);
    assert_int_equal(stage_need_row(s, "The road"), 2);
    assert_int_equal(stage_need_row(s, "Open: still to come \u00B7 2"), 3);
    assert_int_equal(stage_need_row(s, "The port"), 4);
    assert_int_equal(stage_need_row(s, "The talks"), 5);
    assert_int_equal(stage_need_row(s, "Kept \u00B7 1"), 6);
    assert_int_equal(stage_need_row(s, "The bridge"), 7);
    stage_assert_selected(s, "The road");
    stage_assert_row(s, "The road", "\u2013Jan 2024");
    stage_assert_row(s, "The road", "Japan");
    stage_assert_row(s, "The road", "4 months over");
    stage_assert_row(s, "The port", "7 months left");
    stage_assert_row(s, "The talks", "no end given");
    stage_assert_row(s, "The talks", "France"); /* it alone promised */
    stage_assert_row(s, "The bridge", "\u2013Jun 2023");
    stage_assert_row(s, "The bridge", "12 May 2023");
    stage_assert_row(s, "what", "1! 1  2\u25CB 2  3\u2713 1");
    assert_string_equal(stage_status(s), "by state \u00B7 4");
}

static void test_both_passages(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    stage_select(s, "The bridge");
    stage_act(s, ACTION_OPEN, 0);
    assert_true(str_eq(s->went.briefing, STR("said")));
    assert_int_equal(s->went.passage.end - s->went.passage.start, strlen("bridge was to be built"));
    assert_true(stage_act(s, ACTION_UNFOLD, 0));
    stage_need_row(s, "\u201Cbridge was to be built\u201D");
    stage_need_row(s, "said by What was said \u00B7 10 Jan 2023");
    stage_need_row(s, "\u201CThe bridge stands\u201D");
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_assert_selected(s, "kept 12 May 2023, as shown by What was done");
    stage_act(s, ACTION_OPEN, 0);
    assert_true(str_eq(s->went.briefing, STR("done")));
    assert_int_equal(s->went.passage.end - s->went.passage.start, strlen("The bridge stands"));
}

static void test_unfolds_what_is_not_kept(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    stage_act(s, ACTION_UNFOLD, 0);
    stage_need_row(s, "Nothing in this library shows it: 4 months over.");
    stage_need_row(s, "Within a year");
    stage_select(s, "superseded by The port");
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_TIMELINE);
    assert_true(str_eq(s->went.agreement, STR("port")));
    stage_select(s, "The talks");
    stage_act(s, ACTION_UNFOLD, 0);
    stage_need_row(s, "It is open: no end given.");
}

static void test_shows_states(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    stage_act(s, ACTION_TYPE_1, 0);
    assert_int_equal(stage_row_of(s, "The road"), -1);
    assert_string_equal(stage_status(s), "open, kept \u00B7 by state \u00B7 3 of 4");
    stage_act(s, ACTION_TYPE_3, 0);
    assert_string_equal(stage_status(s), "open \u00B7 by state \u00B7 2 of 4");
    stage_act(s, ACTION_TYPE_2, 0); /* the last stays */
    assert_string_equal(stage_status(s), "open \u00B7 by state \u00B7 2 of 4");
    stage_act(s, ACTION_TYPE_1, 0);
    assert_int_equal(stage_need_row(s, "The road"), 2);
    assert_true(stage_act(s, ACTION_TYPE_ALL, 0));
    assert_string_equal(stage_status(s), "by state \u00B7 4");
    assert_false(stage_act(s, ACTION_TYPE_ALL, 0));
}

static void test_groups_by_party_and_topic(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    stage_select(s, "The talks");
    stage_act(s, ACTION_GROUP, 0);
    stage_assert_selected(s, "The talks");
    assert_int_equal(stage_need_row(s, "France \u00B7 1 open \u00B7 1 kept"), 1);
    assert_int_equal(stage_need_row(s, "Japan \u00B7 1 overdue \u00B7 1 kept"), 4);
    assert_int_equal(stage_need_row(s, "Nobody is named \u00B7 1 open"), 7);
    assert_int_equal(stage_need_row(s, "The port"), 8);
    stage_act(s, ACTION_BOTTOM, 0);
    stage_assert_selected(s, "The port");
    stage_act(s, ACTION_GROUP, 0);
    stage_assert_selected(s, "The port");
    assert_int_equal(stage_need_row(s, "roads \u00B7 1 overdue \u00B7 1 kept"), 1);
    assert_int_equal(stage_need_row(s, "trade \u00B7 1 overdue"), 4);
    assert_int_equal(stage_need_row(s, "Without a topic \u00B7 2 open"), 6);
    /* A promise stands in each of its groups, and each is come by. */
    stage_act(s, ACTION_TOP, 0);
    static const char *const order[] = {"The road", "The bridge", "The road", "The port",
                                        "The talks"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        stage_assert_selected(s, order[i]);
        stage_act(s, ACTION_LINE_DOWN, 0);
    }
    stage_act(s, ACTION_GROUP, 0);
    assert_string_equal(stage_status(s), "by state \u00B7 4");
}

static void test_filters(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    stage_act(s, ACTION_SEARCH, 0);
    stage_type(s, INPUT_CHANGED, "france");
    stage_type(s, INPUT_ACCEPTED, "france");
    assert_string_equal(stage_status(s), "/france \u00B7 by state \u00B7 2 of 4");
    assert_int_equal(stage_row_of(s, "The road"), -1);
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    stage_act(s, ACTION_FILTER_FIELD, 0);
    assert_int_equal(stage_row_of(s, "agreements or events"), -1);
    stage_select(s, "topic");
    stage_act(s, ACTION_OPEN, 0);
    stage_select(s, "trade");
    stage_act(s, ACTION_OPEN, 0);
    assert_string_equal(stage_status(s), "trade \u00B7 by state \u00B7 1 of 4");
    stage_act(s, ACTION_TYPE_1, 0);
    stage_need_row(s, "Nothing is left by what is chosen.");
    stage_need_row(s, "1! 1  2\u25CB 0  3\u2713 0"); /* where the key is seen that brings it back */
    stage_act(s, ACTION_TYPE_1, 0);
    stage_assert_selected(s, "The road");
}

static void come_back_exactly(struct stage *s)
{
    struct arena a = {0};
    struct place place = {.arena = &a};
    struct buf before = {0};
    stage_screen(s, &before);
    s->pane.ops->save(&s->pane, &place);
    while (stage_act(s, ACTION_CANCEL, 0))
        continue;
    stage_act(s, ACTION_GROUP, 0);
    stage_act(s, ACTION_TYPE_2, 0);
    stage_act(s, ACTION_BOTTOM, 0);
    stage_act(s, ACTION_UNFOLD, 0);
    s->pane.ops->restore(&s->pane, &place);
    stage_assert_screen(s, &before);
    arena_release(&a);
}

static void test_comes_back_exactly(void **state)
{
    struct stage *s = *state;
    for (int rows = 6; rows <= 30; rows += 8)
        for (int columns = 40; columns <= 160; columns += 40) {
            stage_open(s, &pane_promises, rows, columns);
            for (int way = 0; way < 3; way++) {
                stage_act(s, ACTION_TOP, 0);
                stage_act(s, ACTION_LINE_DOWN, way + 1);
                stage_act(s, ACTION_UNFOLD, 0);
                come_back_exactly(s);
                stage_act(s, ACTION_TYPE_1, 0);
                come_back_exactly(s);
                stage_act(s, ACTION_TYPE_1, 0);
                stage_act(s, ACTION_GROUP, 0);
            }
        }
}

/* What was promised is kept meanwhile: the cursor goes with it. */
static void test_follows_a_promise(void **state)
{
    struct stage *s = *state;
    open_pane(s);
    stage_select(s, "The road");
    tree_write(&s->tree, "more.md", "# More\n\nThe road is open.\n");
    tree_write(&s->tree, "more.yaml",
               "date: 2024-02\nagreements:\n"
               "  - {id: road, milestones: [{date: 2024-02-02,\n"
               "     status: in-force, quote: The road is open}]}\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_int_equal(stage_row_of(s, "Overdue"), -1);
    stage_assert_selected(s, "The road");
    stage_assert_row(s, "The road", "2 Feb 2024");
}

/* The group of what is at the top is always in sight; every promise is come by. */
static void test_many(void **state)
{
    enum { MANY = 500 };
    struct stage *s = *state;
    struct buf yaml = {0};
    buf_printf(&yaml, "date: 2020\nagreements:\n");
    for (int i = 0; i < MANY; i++)
        buf_printf(&yaml,
                   "  - {id: m%03d, title: Promise %03d, milestones: [{date: %d, status: signed,\n"
                   "     expected: true}]}\n",
                   i, i, i % 2 ? 2022 : 2030);
    buf_byte(&yaml, '\0');
    tree_write(&s->tree, "many.md", "# Many\n");
    tree_write(&s->tree, "many.yaml", yaml.ptr);
    buf_release(&yaml);
    stage_index(s);
    open_pane(s);
    for (int i = 0; i < MANY / 2; i++) {
        stage_act(s, ACTION_LINE_DOWN, 0);
        const struct chronicle *h = s->pane.state;
        assert_true(h->items.len < 200);
        if (h->lines.items[h->scroll.top].kind != LINE_GROUP)
            assert_non_null(strstr(stage_row(s, 0), "Overdue: "));
    }
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_assert_selected(s, "The port");
    stage_act(s, ACTION_LINE_DOWN, 100);
    assert_non_null(strstr(stage_row(s, 0), "Open: "));
    stage_act(s, ACTION_BOTTOM, 0);
    stage_assert_selected(s, "The bridge");
    stage_act(s, ACTION_LINE_UP, MANY + 10);
    stage_assert_selected(s, "Promise 001");
    assert_int_equal(stage_selected_row(s), 2);
}

static void test_says_that_there_is_none(void **state)
{
    struct stage *s = *state;
    tree_delete(&s->tree, "said.yaml");
    stage_index(s);
    open_pane(s);
    stage_need_row(s, "No briefing of this library states a promise.");
    assert_false(stage_act(s, ACTION_TYPE_1, 0));
    assert_false(stage_act(s, ACTION_GROUP, 0));
}

static void test_ascii(void **state)
{
    struct stage *s = *state;
    s->session.ascii = true;
    stage_open(s, &pane_promises, 24, 80);
    for (int i = 0; i < 6; i++) {
        stage_act(s, ACTION_UNFOLD, 0);
        stage_act(s, ACTION_GROUP, 0);
        stage_act(s, ACTION_LINE_DOWN, 0);
        for (int row = 0; row < 24; row++)
            for (const char *c = stage_row(s, row); *c; c++)
                assert_true((unsigned char)*c < 0x80);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_groups_by_state),
        TEST(test_both_passages),
        TEST(test_unfolds_what_is_not_kept),
        TEST(test_shows_states),
        TEST(test_groups_by_party_and_topic),
        TEST(test_filters),
        TEST(test_comes_back_exactly),
        TEST(test_follows_a_promise),
        TEST(test_many),
        TEST(test_says_that_there_is_none),
        TEST(test_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
