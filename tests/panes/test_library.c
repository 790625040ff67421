/* The table of briefings, over a real library. */
#include "state/state.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/stage.h"
#include "ui/panes/panes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tree_file few[] = {
    {"library.yaml", "title: Few\n"                                                 },
    {"a.md",         "---\ntitle: Alpha\ndate: 2024-04-08\nsource: {name: Daily}\ntopics: [defence]\n"
             "summary: About the first letter.\n---\nText of Japan.\n"  },
    {"b.md",         "---\ntitle: Beta\ndate: 2024-04-02\n---\nText.\n"             },
    {"c.md",         "---\ntitle: Gamma 日本語 wide\ndate: 2023-12\n---\nText.\n"},
    {"d.md",         "---\ntitle: Delta\n---\nText.\n"                              },
    {"a.yaml",       "entities:\n  - {id: japan, type: country, name: Japan}\n"     },
};

static int setup_few(void **state)
{
    return stage_setup(state, few, sizeof few / sizeof *few);
}

static void test_groups_by_month(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 16, 60);
    assert_int_equal(stage_row_of(s, "April 2024"), 1);
    assert_int_equal(stage_row_of(s, "Alpha"), 2);
    assert_int_equal(stage_row_of(s, "Beta"), 3);
    assert_int_equal(stage_row_of(s, "December 2023"), 4);
    assert_int_equal(stage_row_of(s, "undated"), 6);
    assert_int_equal(stage_row_of(s, "Delta"), 7);
    assert_int_equal(stage_selected_row(s), 2);
    assert_string_equal(stage_status(s), "1/4");
}

static void test_moves_over_headings(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 16, 60);
    stage_act(s, ACTION_LINE_DOWN, 2);
    assert_int_equal(stage_selected_row(s), 5);
    stage_act(s, ACTION_BOTTOM, 0);
    assert_int_equal(stage_selected_row(s), 7);
    stage_act(s, ACTION_LINE_DOWN, 0);
    assert_string_equal(stage_status(s), "4/4");
    stage_act(s, ACTION_BOTTOM, 2);
    assert_string_equal(stage_status(s), "2/4");
    stage_act(s, ACTION_TOP, 0);
    struct cursor c = s->pane.ops->cursor(&s->pane);
    assert_true(c.visible);
    assert_int_equal(c.row, 2);
}

static void test_opens_and_comes_back(void **state)
{
    struct stage *s = *state;
    struct arena a = {0};
    struct place place = {.arena = &a};
    stage_open(s, &pane_library, 16, 60);
    stage_act(s, ACTION_LINE_DOWN, 2);
    s->pane.ops->save(&s->pane, &place);
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->gone, 1);
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(str_eq(s->went.briefing, STR("c")));
    stage_act(s, ACTION_TOP, 0);
    s->pane.ops->restore(&s->pane, &place);
    assert_string_equal(stage_status(s), "3/4");
    assert_int_equal(stage_selected_row(s), 5);
    arena_release(&a);
}

/* While the catalogue is made, what is typed waits for what is to come: it is never taken for keys.
 */
static void types_before_there_is_anything(void **state, const struct pane_ops *ops,
                                           const char *words, const char *found)
{
    struct stage *s = *state;
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        tree_delete(&s->tree, few[i].path);
    stage_index(s);
    stage_open(s, ops, 16, 60);
    assert_false(stage_act(s, ACTION_SEARCH, 0));
    s->session.indexing = true;
    assert_true(stage_act(s, ACTION_SEARCH, 0));
    stage_type(s, INPUT_CHANGED, words);
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        tree_write(&s->tree, few[i].path, few[i].text);
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_true(stage_row_of(s, found) > 0);
}

/* What has not been looked at to the end is not called empty. */
static void test_says_that_it_was_stopped(void **state)
{
    struct stage *s = *state;
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        tree_delete(&s->tree, few[i].path);
    stage_index(s);
    stage_open(s, &pane_library, 16, 60);
    assert_true(stage_row_of(s, "There are no briefings") > 0);
    s->session.stopped = true;
    assert_true(stage_row_of(s, "No briefing is indexed yet") > 0);
}

static void test_types_before_there_are_briefings(void **state)
{
    types_before_there_is_anything(state, &pane_library, "bet", "Beta");
}

static void test_types_before_there_are_entities(void **state)
{
    types_before_there_is_anything(state, &pane_names, "jap", "Japan");
}

static void test_filters_as_one_types(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 16, 60);
    stage_act(s, ACTION_SEARCH, 0);
    assert_string_equal(s->prompt, "/");
    stage_type(s, INPUT_CHANGED, "bet");
    assert_string_equal(stage_status(s), "/bet \u00B7 1/1 of 4");
    assert_int_equal(stage_row_of(s, "Alpha"), -1);
    stage_type(s, INPUT_CHANGED, "betx");
    assert_string_equal(stage_status(s), "/betx \u00B7 none of 4");
    assert_true(stage_row_of(s, "No briefing has \"betx\" in it.") > 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
    stage_type(s, INPUT_CHANGED, "bet");
    stage_type(s, INPUT_ACCEPTED, "bet");
    assert_string_equal(stage_status(s), "/bet \u00B7 1/1 of 4");
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "1/4");
    stage_type(s, INPUT_CHANGED, "gam");
    stage_type(s, INPUT_CANCELLED, "gam");
    assert_string_equal(stage_status(s), "1/4");
    assert_false(stage_act(s, ACTION_CANCEL, 0));
}

static void choose(struct stage *s, int row)
{
    assert_true(stage_act(s, ACTION_FILTER_FIELD, 0));
    stage_act(s, ACTION_TOP, 0);
    if (row > 0)
        stage_act(s, ACTION_LINE_DOWN, row);
    assert_true(stage_act(s, ACTION_OPEN, 0));
}

/* Lines of the menu, from its first row. */
enum {
    ALL,
    UNREAD,
    BEGUN,
    READ,
    MARKED,
    NOTED,
    ANYTHING = NOTED + 2,
    TITLES,
    ENTITIES = TITLES + 3
};

static void test_field_narrows_the_filter(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 20, 60);
    stage_type(s, INPUT_CHANGED, "japan");
    assert_string_equal(stage_status(s), "/japan \u00B7 1/1 of 4");
    choose(s, TITLES);
    assert_string_equal(stage_status(s), "title /japan \u00B7 none of 4");
    choose(s, ENTITIES);
    assert_string_equal(stage_status(s), "entity /japan \u00B7 1/1 of 4");
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_assert_row(s, "entities mentioned", "\u2022");
    stage_act(s, ACTION_SEARCH, 0); /* typed words are never taken for keys */
    assert_string_equal(s->prompt, "entity /");
    assert_int_equal(stage_row_of(s, "entities mentioned"), -1);
}

/* Beta was begun, Gamma read; Alpha has a mark, Delta two notes. */
static struct state *keep_some(struct stage *s)
{
    struct state *kept;
    struct arena a = {0};
    assert_ok(state_open(&s->library, &(struct state_options){0}, &kept));
    assert_ok(state_set_read(kept, STR("b"), READ_STATE_READING));
    assert_ok(state_set_read(kept, STR("c"), READ_STATE_READ));
    assert_ok(state_set_read(kept, STR("gone"), READ_STATE_READ));
    assert_ok(state_mark(kept, 'x', STR("a"), &(struct spot){0}));
    assert_ok(state_add_note(kept, STR("d"), &(struct spot){0}, STR("one"), &a, NULL));
    assert_ok(state_add_note(kept, STR("d"), &(struct spot){0}, STR("two"), &a, NULL));
    s->session.state = kept;
    arena_release(&a);
    return kept;
}

static void test_shows_only_what_is_unread(void **state)
{
    struct stage *s = *state;
    static const struct {
        int row;
        const char *status, *shown, *hidden;
    } cases[] = {
        {UNREAD, "unread \u00B7 1/2 of 4",     "Alpha", "Beta"  },
        {BEGUN,  "begun \u00B7 1/1 of 4",      "Beta",  "Alpha" },
        {READ,   "read \u00B7 1/1 of 4",       "Gamma", "Beta"  },
        {MARKED, "with marks \u00B7 1/1 of 4", "Alpha", "Delta" },
        {NOTED,  "with notes \u00B7 1/1 of 4", "Delta", "Alpha" },
        {ALL,    "1/4",                        "Delta", "unread"},
    };
    struct state *kept = keep_some(s);
    stage_open(s, &pane_library, 20, 60);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        choose(s, cases[i].row);
        assert_string_equal(stage_status(s), cases[i].status);
        assert_true(stage_row_of(s, cases[i].shown) > 0);
        assert_int_equal(stage_row_of(s, cases[i].hidden), -1);
    }
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_assert_row(s, "unread", " 2");
    stage_assert_row(s, "with notes", " 1");
    stage_assert_row(s, "all", "\u2022");
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_resize(s, 30, 120); /* beside the table: which is not covered */
    stage_assert_row(s, "Alpha", "Briefings");
    stage_act(s, ACTION_FILTER_FIELD, 0);
    state_close(kept);
    s->session.state = NULL;
}

/* What is read meanwhile goes from the list of the unread; Esc takes back one filter after another.
 */
static void test_what_was_read_leaves_the_unread(void **state)
{
    struct stage *s = *state;
    struct state *kept = keep_some(s);
    stage_open(s, &pane_library, 20, 60);
    choose(s, UNREAD);
    stage_act(s, ACTION_LINE_DOWN, 0);
    assert_ok(state_set_read(kept, STR("d"), READ_STATE_READ));
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "unread \u00B7 1/1 of 4");
    tree_write(&s->tree, "e.md", "# Epsilon\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "unread \u00B7 1/2 of 5");
    stage_type(s, INPUT_CHANGED, "eps");
    assert_string_equal(stage_status(s), "unread \u00B7 /eps \u00B7 1/1 of 5");
    stage_type(s, INPUT_CHANGED, "beta");
    assert_true(stage_row_of(s, "No unread briefing has \"beta\" in it.") > 0);
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "unread \u00B7 1/2 of 5");
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "1/5");
    assert_false(stage_act(s, ACTION_CANCEL, 0));
    assert_ok(state_unmark(kept, 'x'));
    choose(s, MARKED);
    assert_true(stage_row_of(s, "There is no briefing with marks.") > 0);
    state_close(kept);
    s->session.state = NULL;
}

static void test_sorts_and_keeps_the_row(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 16, 60);
    stage_act(s, ACTION_LINE_DOWN, 1); /* Beta */
    stage_act(s, ACTION_SORT, 0);
    assert_string_equal(stage_text(&s->said), "sorted by title");
    assert_int_equal(stage_row_of(s, "April 2024"), -1);
    assert_string_equal(stage_status(s), "2/4");
    stage_act(s, ACTION_REVERSE, 0);
    assert_string_equal(stage_text(&s->said), "sorted by title, reversed");
    assert_string_equal(stage_status(s), "3/4");
    assert_true(strstr(stage_row(s, 3), "Beta") != NULL);
}

static void test_columns_by_width(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 8, 40);
    assert_true(stage_row_of(s, "Alpha") > 0);
    assert_int_equal(stage_row_of(s, "ent"), -1);
    assert_int_equal(stage_row_of(s, "About the first"), -1);
    stage_resize(s, 22, 80);
    assert_int_equal(stage_row_of(s, "ent"), 0);
    assert_true(stage_row_of(s, "About the first letter.") > 14); /* below */
    stage_resize(s, 34, 120);
    assert_true(stage_row_of(s, "About the first letter.") < 6); /* beside */
    stage_resize(s, 48, 200);
    assert_int_equal(stage_row_of(s, "topics"), 0);
    int row = stage_row_of(s, "Gamma");
    assert_int_equal(cell_width(canvas_cell(&s->canvas, row, 23)), 2);
}

static void test_empty_library_helps(void **state)
{
    (void)state;
    struct stage s;
    stage_make(&s, NULL, 0);
    stage_open(&s, &pane_library, 20, 80);
    assert_int_equal(stage_row_of(&s, "There are no briefings in"), 2);
    assert_false(stage_act(&s, ACTION_OPEN, 0));
    assert_false(stage_act(&s, ACTION_LINE_DOWN, 0));
    assert_string_equal(stage_status(&s), "");
    stage_release(&s);
}

static void test_a_library_that_cannot_be_read_says_so(void **state)
{
    static const struct tree_file broken[] = {
        {"a.md",   "\xff\xfe"
                 "a"},
        {"b.yaml", "title: x\n"     }
    };
    (void)state;
    struct stage s;
    stage_make(&s, broken, 2);
    stage_open(&s, &pane_library, 20, 80);
    stage_need_row(&s, "There are no briefings in");
    stage_need_row(&s, "can be read.");
    stage_need_row(&s, "! shows what is wrong");
    stage_release(&s);
}

static void test_new_files_leave_the_row_selected(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 16, 60);
    stage_act(s, ACTION_LINE_DOWN, 2);
    int row = stage_selected_row(s);
    tree_write(&s->tree, "0.md", "---\ntitle: Newest\ndate: 2024-04-20\n---\nText.\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "4/5");
    assert_true(strstr(stage_row(s, stage_selected_row(s)), "Gamma") != NULL);
    assert_true(abs(stage_selected_row(s) - row) <= 1);
    tree_delete(&s->tree, "c.md");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "4/4");
}

/* -- A long list, by property --------------------------------------------------------------------
 */

enum { LONG = 300, STEPS = 400 };

static void make_long(struct stage *s)
{
    static char names[LONG][16], texts[LONG][80];
    static struct tree_file files[LONG];
    for (int i = 0; i < LONG; i++) {
        snprintf(names[i], sizeof names[i], "n%03d.md", i);
        snprintf(texts[i], sizeof texts[i],
                 "---\ntitle: Brief %03d\ndate: %04d-%02d-%02d\n---\nx\n", i, 2000 + i / 24,
                 i % 24 / 2 + 1, i % 2 + 1);
        files[i] = (struct tree_file){names[i], texts[i]};
    }
    stage_make(s, files, LONG);
}

/* Whatever one does, the selected row is the one that its number says, and it is on the screen. */
static void test_window_follows_everywhere(void **state)
{
    (void)state;
    static const enum action moves[] = {ACTION_LINE_DOWN, ACTION_LINE_UP, ACTION_PAGE_DOWN,
                                        ACTION_PAGE_UP,   ACTION_HALF_UP, ACTION_HALF_DOWN,
                                        ACTION_TOP,       ACTION_BOTTOM,  ACTION_REVERSE};
    struct stage s;
    unsigned long seed = 20240410;
    print_message("seed %lu\n", seed);
    make_long(&s);
    stage_open(&s, &pane_library, 16, 60);
    for (int step = 0; step < STEPS; step++) {
        seed = seed * 6364136223846793005UL + 1442695040888963407UL;
        unsigned long random = seed >> 33;
        int count = random & 1 ? 0 : (int)(random >> 8 & 511);
        stage_act(&s, moves[random >> 1 & 7], moves[random >> 1 & 7] == ACTION_REVERSE ? 0 : count);
        if (random % 13 == 0)
            stage_act(&s, ACTION_REVERSE, 0);
        if (random % 17 == 0)
            stage_resize(&s, 8 + (int)(random >> 20 & 31), 60);
        char title[32], *slash;
        unsigned long number = strtoul(stage_status(&s), &slash, 10);
        assert_string_equal(slash, "/300");
        unsigned long index = s.session.list.descending ? LONG - number : number - 1;
        snprintf(title, sizeof title, "Brief %03lu", index);
        int row = stage_selected_row(&s);
        assert_true(row > 0);
        if (!strstr(stage_row(&s, row), title))
            fail_msg("step %d: %s is not %s", step, stage_row(&s, row), title);
        struct cursor c = s.pane.ops->cursor(&s.pane);
        assert_int_equal(c.row, row);
    }
    stage_release(&s);
}

static void test_click_selects(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_library, 16, 60);
    s->pane.ops->click(&s->pane, 5, 10, false);
    assert_string_equal(stage_status(s), "3/4");
    s->pane.ops->click(&s->pane, 4, 10, false); /* a heading */
    assert_string_equal(stage_status(s), "3/4");
    s->pane.ops->click(&s->pane, 3, 10, true);
    assert_true(str_eq(s->went.briefing, STR("b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_groups_by_month, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_moves_over_headings, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_opens_and_comes_back, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_says_that_it_was_stopped, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_types_before_there_are_briefings, setup_few,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_types_before_there_are_entities, setup_few,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_filters_as_one_types, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_field_narrows_the_filter, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_shows_only_what_is_unread, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_what_was_read_leaves_the_unread, setup_few,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_sorts_and_keeps_the_row, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_columns_by_width, setup_few, stage_teardown),
        cmocka_unit_test_setup_teardown(test_new_files_leave_the_row_selected, setup_few,
                                        stage_teardown),
        cmocka_unit_test_setup_teardown(test_click_selects, setup_few, stage_teardown),
        cmocka_unit_test(test_empty_library_helps),
        cmocka_unit_test(test_a_library_that_cannot_be_read_says_so),
        cmocka_unit_test(test_window_follows_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
