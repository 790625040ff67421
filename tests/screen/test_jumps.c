/* Back and forward lead to the same text, whatever became of the files and the terminal. */
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <string.h>

#define FILLER(n)                                                                                  \
    "Filler one of " n " which goes on for a while, so that it takes more than a line.\n\n"        \
    "Filler two of " n ".\n\nSaid again and again.\n\nFiller three of " n ".\n\n"                  \
    "Filler four of " n ".\n\nFiller five of " n ".\n\nFiller six of " n ".\n\n"

#define HEAD "---\ndate: 2024-05\n---\n# The summit\n\nIt begins here.\n\n"
#define BODY                                                                                       \
    FILLER("A")                                                                                    \
    FILLER("B")                                                                                    \
    "Here stands the reader.\n\n" FILLER("C") FILLER("D") "The end.\n"

static const struct tree_file files[] = {
    {"summit.md", HEAD BODY                                               },
    {"other.md",  "---\ndate: 2024-04\n---\n# The other\n\nOther words.\n"},
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static struct vt *read_on(struct scene *s)
{
    struct vt *vt = scene_start(s, ".", 24, 80);
    vt_wait_for(vt, "The other");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "It begins here");
    return vt;
}

/* To the words, and away to the other briefing; the row that they were on. */
static int go_away(struct vt *vt, const char *search, char *words)
{
    int row, column;
    vt_keys(vt, search);
    vt_wait_until(vt, scene_cursor_is_on, words);
    vt_cursor(vt, &row, &column);
    vt_keys(vt, "J");
    vt_wait_for(vt, "Other words.");
    return row;
}

static void come_back(struct vt *vt, const char *key, char *words, int row)
{
    int now, column;
    vt_keys(vt, key);
    vt_wait_until(vt, scene_cursor_is_on, words);
    vt_cursor(vt, &now, &column);
    if (row >= 0)
        assert_int_equal(now, row);
}

static void what_did_not_change_is_exactly_as_it_was(void **state)
{
    struct vt *vt = read_on(*state);
    char words[] = "Here stands";
    int row = go_away(vt, "/Here stands<Enter>kkkkkjjjjj", words);
    come_back(vt, "<BS>", words, row);
    vt_keys(vt, "<M-Right>");
    vt_wait_for(vt, "Other words.");
    come_back(vt, "<C-o>", words, row);
}

static void the_words_are_found_in_an_edited_text(void **state)
{
    struct scene *s = *state;
    struct vt *vt = read_on(s);
    char words[] = "Here stands";
    int row = go_away(vt, "/Here stands<Enter>", words);
    tree_write(&s->tree, "summit.md", HEAD FILLER("X") FILLER("Y") BODY);
    come_back(vt, "<BS>", words, row);
    go_away(vt, "g/Here stands<Enter>", words);
    tree_write(&s->tree, "summit.md", HEAD BODY);
    vt_resize(vt, 30, 50);
    come_back(vt, "<BS>", words, -1);
}

static void the_same_words_elsewhere_are_not_taken_for_them(void **state)
{
    struct scene *s = *state;
    struct vt *vt = read_on(s);
    char words[] = "Said again";
    vt_keys(vt, "/Said again<Enter>n");
    vt_wait_row(vt, 0, "2 of 4");
    vt_keys(vt, "n");
    vt_wait_row(vt, 0, "3 of 4");
    vt_keys(vt, "J");
    vt_wait_for(vt, "Other words.");
    vt_keys(vt, "<BS>");
    vt_wait_for(vt, "Filler three of C");
    vt_wait_until(vt, scene_cursor_is_on, words);
    vt_keys(vt, "J");
    vt_wait_for(vt, "Other words.");
    tree_write(&s->tree, "summit.md", HEAD FILLER("X") BODY);
    vt_keys(vt, "<BS>");
    vt_wait_for(vt, "Filler three of C");
    vt_wait_until(vt, scene_cursor_is_on, words);
}

static void a_text_edited_while_it_is_open_is_gone_back_in(void **state)
{
    struct scene *s = *state;
    struct vt *vt = read_on(s);
    char words[] = "Here stands";
    vt_keys(vt, "/Here stands<Enter>");
    vt_wait_until(vt, scene_cursor_is_on, words);
    vt_keys(vt, "ma");
    vt_wait_for(vt, "marked a");
    vt_keys(vt, "g");
    vt_wait_for(vt, "It begins here");
    vt_keys(vt, "'a");
    vt_wait_until(vt, scene_cursor_is_on, words);
    vt_keys(vt, "''");
    vt_wait_for(vt, "It begins here");
    tree_write(&s->tree, "summit.md", HEAD FILLER("X") FILLER("Y") BODY);
    vt_wait_for(vt, "of X");
    come_back(vt, "<M-Right>", words, -1);
}

static void a_briefing_that_was_renamed_is_gone_back_to(void **state)
{
    struct scene *s = *state;
    struct vt *vt = read_on(s);
    char words[] = "Here stands";
    int row = go_away(vt, "/Here stands<Enter>", words);
    tree_write(&s->tree, "moved/away.md", HEAD BODY);
    tree_delete(&s->tree, "summit.md");
    vt_keys(vt, "L");
    vt_wait_for(vt, "The summit");
    vt_keys(vt, "/moved<Enter>"); /* the catalogue knows it there */
    vt_wait_for(vt, "1/1 of 2");
    vt_keys(vt, "<BS>");
    vt_wait_for(vt, "Other words.");
    come_back(vt, "<BS>", words, row);
}

/* As in vi, between two places, however many lie behind. */
static void the_mark_of_the_last_jump_goes_to_and_fro(void **state)
{
    struct scene *s = *state;
    struct vt *vt = read_on(s);
    vt_keys(vt, "J");
    vt_wait_for(vt, "Other words.");
    for (int i = 0; i < 2; i++) {
        vt_keys(vt, "''");
        vt_wait_for(vt, "It begins here");
        vt_keys(vt, "''");
        vt_wait_for(vt, "Other words.");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_did_not_change_is_exactly_as_it_was, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(the_words_are_found_in_an_edited_text, setup, scene_remove),
        cmocka_unit_test_setup_teardown(the_same_words_elsewhere_are_not_taken_for_them, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(a_text_edited_while_it_is_open_is_gone_back_in, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(a_briefing_that_was_renamed_is_gone_back_to, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(the_mark_of_the_last_jump_goes_to_and_fro, setup,
                                        scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
