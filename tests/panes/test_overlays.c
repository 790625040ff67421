/* Help, palette, contents and problems, over a real library. */
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/stage.h"
#include "ui/panes/panes.h"

#include <stdio.h>
#include <string.h>

static const struct tree_file files[] = {
    {"a.md",     "# One\n\nText.\n\n## Two\n\nMore of it.\n\n### Three\n\nEnd.\n"},
    {"a.yaml",   "colour: red\nentities:\n  - {id: x, type: nothing, name: X}\n" },
    {"b/c.md",   "# Fine\n\nText.\n"                                             },
    {"b/c.yaml", "agreements:\n  - {id: p, title: P, quote: not there}\n"        },
};

static int setup(void **state)
{
    return stage_setup(state, files, sizeof files / sizeof *files);
}

static void test_help_shows_what_works_first(void **state)
{
    struct stage *s = *state;
    s->cannot[ACTION_ZOOM] = true;
    stage_open(s, &pane_help, 200, 76);
    assert_int_equal(stage_row_of(s, "Here and now"), 0);
    int others = stage_row_of(s, "In other places");
    assert_true(others > 10);
    assert_true(stage_row_of(s, "this pane alone") > others);
    assert_true(stage_row_of(s, "go to the agreements") < others);
    int row = stage_row_of(s, "half a page down");
    assert_true(row > 0 && row < others);
    assert_true(strstr(stage_row(s, row), "^D") != NULL);
    assert_int_equal(stage_selected_row(s), 1); /* not on the heading */
}

/* What is cut off in the list stands whole below it. */
static void test_help_shows_the_selected_row_whole(void **state)
{
    static const char whole[] = "mention's entity";
    struct stage *s = *state;
    stage_open(s, &pane_help, 20, 60);
    assert_true(stage_row_of(s, whole) > 16);
    stage_resize(s, 8, 60);
    assert_true(stage_row_of(s, whole) > 4);
    assert_true(stage_act(s, ACTION_LINE_DOWN, 0));
    assert_int_equal(stage_row_of(s, whole), -1);
}

static void test_help_is_searched_and_runs(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_help, 20, 76);
    stage_act(s, ACTION_SEARCH, 0);
    assert_string_equal(s->prompt, "/");
    stage_type(s, INPUT_CHANGED, "half a page");
    assert_string_equal(stage_status(s), "/half a page  1/2");
    stage_type(s, INPUT_ACCEPTED, "half a page");
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->acted_count, 2);
    assert_int_equal(s->acted[0], ACTION_QUIT); /* closes the help first */
    assert_int_equal(s->acted[1], ACTION_HALF_UP);
    stage_type(s, INPUT_CHANGED, "xyzzy");
    assert_true(stage_row_of(s, "no key does that") == 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_int_equal(stage_row_of(s, "Here and now"), 0);
    assert_false(stage_act(s, ACTION_CANCEL, 0)); /* then Esc closes */
}

static void test_palette_takes_substrings_first(void **state)
{
    struct stage *s = *state;
    s->cannot[ACTION_ZOOM] = true;
    stage_open(s, &pane_palette, 16, 72);
    assert_string_equal(s->prompt, ":");
    assert_int_equal(stage_row_of(s, "zoom"), -1); /* only what can be done */
    stage_type(s, INPUT_CHANGED, "ment");
    int word = stage_row_of(s, "next-mention"), help = stage_row_of(s, "focus-agreements");
    assert_true(word >= 0 && help >= 0);
    stage_type(s, INPUT_CHANGED, "nxtb"); /* letters of next-briefing, nothing as it stands */
    assert_int_equal(stage_row_of(s, "next-briefing"), 0);
    assert_int_equal(stage_row_of(s, "next-hit"), -1);
    stage_type(s, INPUT_ACCEPTED, "nxtb");
    assert_int_equal(s->acted[0], ACTION_QUIT);
    assert_int_equal(s->acted[1], ACTION_NEXT_BRIEFING);
    s->acted_count = 0;
    stage_type(s, INPUT_CANCELLED, "");
    assert_int_equal(s->acted_count, 1);
    assert_int_equal(s->acted[0], ACTION_QUIT);
}

static void test_contents_go_to_headings(void **state)
{
    struct stage *s = *state;
    stage_read(s, "a");
    size_t two = str_find(s->session.briefing->document.text, STR("Two"), 0);
    s->session.selection.offset = two + 8;
    stage_open(s, &pane_contents, 10, 60);
    assert_string_equal(stage_row(s, 0), " One");
    assert_string_equal(stage_row(s, 1), "   Two");
    assert_string_equal(stage_row(s, 2), "     Three");
    assert_int_equal(stage_selected_row(s), 1); /* where one reads */
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->gone, 1);
    assert_int_equal(s->went.offset, two);
    assert_true(str_eq(s->went.briefing, STR("a")));
}

static void test_problems_of_the_briefing(void **state)
{
    struct stage *s = *state;
    stage_read(s, "a");
    stage_open(s, &pane_problems, 16, 72);
    assert_string_equal(stage_row(s, 0), "a.yaml");
    assert_int_equal(stage_row_of(s, "b/c.yaml"), -1);
    assert_int_equal(stage_selected_row(s), 1);
    assert_true(strstr(stage_row(s, 1), "unknown-key") != NULL);
    assert_string_equal(stage_status(s), "1 error, 1 warning");
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_act(s, ACTION_OPEN, 0);
    assert_string_equal(stage_text(&s->edited), "a.yaml");
    assert_int_equal(s->edited_line, 3);
}

static void test_problems_of_the_library(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_problems, 16, 72);
    assert_true(stage_row_of(s, "a.yaml") == 0);
    int other = stage_row_of(s, "b/c.yaml");
    assert_true(other > 1);
    stage_act(s, ACTION_BOTTOM, 0);
    assert_true(stage_selected_row(s) > other);
    stage_act(s, ACTION_OPEN, 0);
    assert_string_equal(stage_text(&s->edited), "b/c.yaml");
    s->pane.ops->click(&s->pane, 0, 3, true); /* a heading opens nothing */
    assert_string_equal(stage_text(&s->edited), "b/c.yaml");
    tree_write(&s->tree, "b/c.yaml", "");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_int_equal(stage_row_of(s, "b/c.yaml"), -1);
}

/* They are counted when there is time for it, anew for each state of the catalogue. */
static void test_problems_are_counted_meanwhile(void **state)
{
    struct stage *s = *state;
    struct buf status = {0};
    stage_open(s, &pane_problems, 16, 72);
    assert_true(stage_row_of(s, "a.yaml") == 0);
    for (int broken = 2; broken > 0; broken--) {
        buf_clear(&status);
        s->pane.ops->status(&s->pane, &status);
        assert_int_equal(status.len, 0);
        assert_true(s->pane.ops->meanwhile(&s->pane));
        s->pane.ops->status(&s->pane, &status);
        assert_true(str_find(buf_str(&status), broken == 2 ? STR("2 ") : STR("1 "), 0) != STR_NONE);
        tree_write(&s->tree, "b/c.yaml", "");
        stage_index(s);
        s->pane.ops->refresh(&s->pane);
    }
    buf_release(&status);
}

/* Of thousands a key reads what it shows; the headings come with the rows. */
static void test_many_problems_are_paged(void **state)
{
    enum { FILES = 3, KEYS = 400, STEPS = 2000 };
    struct stage *s = *state;
    struct buf keys = {0};
    char path[20];
    for (int key = 0; key < KEYS; key++)
        buf_printf(&keys, "key%d: 1\n", key);
    for (int file = 0; file < FILES; file++) {
        snprintf(path, sizeof path, "m%d.md", file);
        tree_write(&s->tree, path, "# Many\n");
        snprintf(path, sizeof path, "m%d.yaml", file);
        tree_write_bytes(&s->tree, path, keys.ptr, keys.len);
    }
    buf_release(&keys);
    stage_index(s);
    stage_open(s, &pane_problems, 16, 72);
    assert_int_equal(stage_row_of(s, "a.yaml"), 0);
    s->pane.ops->meanwhile(&s->pane);
    steps_of(s->session.catalog);
    stage_act(s, ACTION_BOTTOM, 0);
    assert_true(steps_of(s->session.catalog) < STEPS);
    stage_assert_selected(s, "'key399'");
    assert_int_equal(stage_row_of(s, "m2.yaml"), 0);
    stage_act(s, ACTION_TOP, KEYS + 10);
    stage_assert_selected(s, "W ");
    stage_act(s, ACTION_TOP, 0);
    assert_int_equal(stage_row_of(s, "a.yaml"), 0);
}

static void test_tiny_overlays_survive(void **state)
{
    struct stage *s = *state;
    static const struct pane_ops *const all[] = {&pane_help, &pane_palette, &pane_contents,
                                                 &pane_problems};
    stage_read(s, "a");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        stage_open(s, all[i], 2, 10);
        for (int rows = 1; rows < 8; rows++) {
            stage_resize(s, rows, rows * 9);
            stage_act(s, ACTION_BOTTOM, 0);
            stage_act(s, ACTION_PAGE_UP, 0);
            stage_row(s, 0);
            struct cursor c = s->pane.ops->cursor(&s->pane);
            assert_true(!c.visible || c.row < rows);
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_help_shows_what_works_first),       TEST(test_help_is_searched_and_runs),
        TEST(test_help_shows_the_selected_row_whole), TEST(test_palette_takes_substrings_first),
        TEST(test_contents_go_to_headings),           TEST(test_problems_of_the_briefing),
        TEST(test_problems_of_the_library),           TEST(test_tiny_overlays_survive),
        TEST(test_problems_are_counted_meanwhile),    TEST(test_many_problems_are_paged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
