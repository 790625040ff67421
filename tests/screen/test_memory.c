/* Where one was is there again when the program is started again. */
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILLER(n)                                                                                  \
    "Filler one of " n " which goes on for a while, so that it takes more than a line.\n\n"        \
    "Filler two of " n ".\n\nFiller three of " n ".\n\nFiller four of " n ".\n\n"                  \
    "Filler five of " n ".\n\nFiller six of " n ".\n\nFiller seven of " n ".\n\n"

#define TITLE "# The summit\n\n"
#define BODY                                                                                       \
    "It begins here.\n\n" FILLER("A") FILLER("B")                                                  \
        FILLER("C") "Here stands the reader, who has read so far and not farther than "            \
                    "that.\n\n" FILLER("D") FILLER("E") FILLER("F") "The end.\n"

static const struct tree_file files[] = {
    {"library.yaml",   "title: Test library\n"                                         },
    {"long/summit.md", "---\ndate: 2024-04-08\n---\n" TITLE BODY                       },
    {"other.md",       "---\ndate: 2024-05\n---\n# The other\n\nOther words.\n"        },
    {"third.md",       "---\ndate: 2020\n---\n# The third\n\nWords of the third one.\n"},
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static struct vt *start(struct scene *s, int rows, int columns)
{
    struct vt *vt = scene_start(s, ".", rows, columns);
    vt_wait_for(vt, "The other");
    vt_wait_for(vt, "The third");
    return vt;
}

static void end(struct vt *vt, const char *keys)
{
    vt_keys(vt, keys);
    assert_int_equal(vt_wait_exit(vt), 0);
}

static bool cursor_row_has(struct vt *vt, void *text)
{
    int row, column;
    vt_cursor(vt, &row, &column);
    return strstr(vt_row(vt, row), text) != NULL;
}

static void read_to_the_middle(struct vt *vt)
{
    vt_keys(vt, "j<Enter>");
    vt_wait_for(vt, "It begins here");
    vt_keys(vt, "/Here stands<Enter>");
    vt_wait_until(vt, cursor_row_has, "Here stands");
}

static void the_place_is_resumed(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    read_to_the_middle(vt);
    end(vt, "qq");
    vt = start(s, 24, 80);
    vt_wait_row(vt, 0, "2/3"); /* the list shows what was read last */
    vt_keys(vt, "<Enter>");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    end(vt, "qq");
    vt = start(s, 30, 47); /* at another width */
    vt_keys(vt, "<Enter>");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    end(vt, "qq");
    tree_write(&s->tree, "long/summit.md",
               "---\ndate: 2024-04-08\n---\n" TITLE "A new one.\n\n" FILLER("X") BODY);
    vt = start(s, 24, 80);
    vt_keys(vt, "<Enter>");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    assert_false(vt_has(vt, "It begins"));
    end(vt, "qq");
}

static void one_article_is_resumed(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    read_to_the_middle(vt);
    vt_signal(vt, SIGTERM);
    assert_int_equal(vt_wait_exit(vt), 128 + SIGTERM);
    vt = scene_start(s, "long/summit.md", 24, 80);
    vt_wait_until(vt, cursor_row_has, "Here stands");
}

/* What was read of a briefing stays with it while it is there, though only its copy was opened. */
static void a_copy_opened_alone_takes_nothing_away(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    read_to_the_middle(vt);
    end(vt, "qq");
    tree_write(&s->tree, "long/copy.md", "---\ndate: 2024-04-08\n---\n" TITLE BODY);
    vt = scene_start(s, "long/copy.md", 24, 80);
    vt_wait_for(vt, "It begins here");
    end(vt, "q");
    vt = scene_start(s, "long/summit.md", 24, 80);
    vt_wait_until(vt, cursor_row_has, "Here stands");
    end(vt, "q");
    tree_rename(&s->tree, "long/summit.md", "long/moved.md"); /* then it is that one */
    vt = scene_start(s, "long/moved.md", 24, 80);
    vt_wait_until(vt, cursor_row_has, "Here stands");
}

static void what_was_kept_survives_the_worst(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    read_to_the_middle(vt);
    vt_keys(vt, "q");
    vt_wait_row(vt, 0, "2/3");
    vt_signal(vt, SIGKILL);
    vt_wait_exit(vt);
    vt = start(s, 24, 80);
    vt_wait_row(vt, 0, "2/3");
    vt_keys(vt, "<Enter>");
    vt_wait_until(vt, cursor_row_has, "Here stands");
}

static void the_list_shows_what_was_read(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    vt_wait_for(vt, "• The other");
    vt_wait_for(vt, "• The summit");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "Other words.");
    vt_keys(vt, "q"); /* all of it was on the screen */
    vt_wait_gone(vt, "• The other");
    vt_wait_for(vt, "✓");
    vt_keys(vt, "u");
    vt_wait_for(vt, "• The other");
    vt_wait_gone(vt, "✓");
    vt_keys(vt, "U");
    vt_wait_gone(vt, "• The other");
    vt_keys(vt, "j<Enter>");
    vt_wait_for(vt, "It begins here");
    vt_keys(vt, "u");
    vt_wait_for(vt, "unread again");
    vt_keys(vt, "q");
    vt_wait_row(vt, 0, "2/3");
    vt_wait_for(vt, "• The summit");
    vt_keys(vt, "<Enter>jq");
    vt_wait_row(vt, 0, "2/3");
    vt_wait_gone(vt, "• The summit");
    end(vt, "q");
}

static void without_a_place_to_keep_it_reading_goes_on(void **state)
{
    struct scene *s = *state;
    s->vt = vt_open(
        &s->tree,
        &(struct program){.args = STRINGS("."), .env = STRINGS("XDG_STATE_HOME=/dev/null/nowhere")},
        24, 80);
    vt_wait_for(s->vt, "The other");
    read_to_the_middle(s->vt);
    vt_keys(s->vt, "ma"); /* for as long as it lasts */
    vt_wait_row(s->vt, 23, "marked a");
    end(s->vt, "qq");
}

/* Not only at the start: with the key by which it turns out. */
static void what_is_kept_no_more_is_said_at_once(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 120);
    read_to_the_middle(vt);
    vt_keys(vt, "ma");
    vt_wait_row(vt, 23, "marked a");
    tree_rename(&s->tree, "../home/state/attache/state.db", "kept.db");
    tree_write(&s->tree, "../home/state/attache/state.db",
               "No database, though as long as one." FILLER("A") FILLER("B") FILLER("C"));
    vt_keys(vt, "mb");
    vt_wait_for(vt, "this session are not kept:");
    vt_keys(vt, "j");
    vt_wait_gone(vt, "not kept");
    vt_keys(vt, "mc"); /* it was said, and lasts as long as the program */
    vt_wait_row(vt, 23, "marked c");
    assert_false(vt_has(vt, "not kept"));
    end(vt, "qq");
    tree_delete(&s->tree, "../home/state/attache/state.db");
    tree_rename(&s->tree, "kept.db", "../home/state/attache/state.db");
    vt = start(s, 24, 120);
    vt_keys(vt, "'c");
    vt_wait_row(vt, 23, "there is no mark c");
    vt_keys(vt, "'a");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    end(vt, "qq");
}

static bool terminal_is_back(struct vt *vt, void *data)
{
    (void)data;
    return !vt_alternate(vt) && vt_modes_restored(vt);
}

/* Whoever leaves has his terminal at once, also while another program keeps what is to be written
 * waiting. */
static void the_terminal_is_not_waited_for(void **state)
{
    struct scene *s = *state;
    struct vt *vt = scene_start(s, "long/summit.md", 24, 80);
    vt_wait_for(vt, "It begins here");
    struct sqlite3 *held = scene_hold(s, "state/attache/state.db");
    vt_keys(vt, "/Here stands<Enter>q");
    vt_wait_until(vt, terminal_is_back, NULL);
    assert_false(vt_has_ended(vt));
    scene_let_go(held);
    assert_int_equal(vt_wait_exit(vt), 0);
    vt = scene_start(s, "long/summit.md", 24, 80);
    vt_wait_until(vt, cursor_row_has, "Here stands");
}

static void open_the_summit(struct vt *vt, const char *count)
{
    vt_wait_row(vt, 0, count); /* what came with it is there, so it is, too */
    vt_keys(vt, "gj<Enter>");
}

/* Its reading goes with it at once, and its place and marks; of two copies nobody knows. */
static void a_briefing_that_was_moved_is_the_same(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    read_to_the_middle(vt);
    vt_keys(vt, "ma");
    vt_wait_for(vt, "marked a");
    vt_keys(vt, "q");
    vt_wait_gone(vt, "• The summit");
    tree_rename(&s->tree, "long/summit.md", "away");
    vt_wait_row(vt, 0, "/2");
    tree_rename(&s->tree, "away", "moved.md");
    vt_wait_row(vt, 0, "/3");
    vt_wait_gone(vt, "• The summit");
    vt_keys(vt, "'a");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    end(vt, "qq");

    tree_rename(&s->tree, "moved.md", "again.md"); /* while nobody looks */
    tree_write(&s->tree, "x4.md", "# Fourth\n");
    open_the_summit(start(s, 24, 80), "/4");
    vt_wait_until(s->vt, cursor_row_has, "Here stands");
    end(s->vt, "qq");

    tree_delete(&s->tree, "again.md"); /* and edited as well */
    tree_write(&s->tree, "edited.md", "---\ndate: 2024-04-08\n---\n" TITLE "A word. " BODY);
    tree_write(&s->tree, "x5.md", "# Fifth\n");
    open_the_summit(start(s, 24, 80), "/5");
    vt_wait_until(s->vt, cursor_row_has, "Here stands");
    end(s->vt, "qq");

    tree_delete(&s->tree, "edited.md");
    tree_write(&s->tree, "one.md", "---\ndate: 2024-04-08\n---\n" TITLE BODY);
    tree_write(&s->tree, "two.md", "---\ndate: 2024-04-08\n---\n" TITLE BODY);
    open_the_summit(start(s, 24, 80), "/6");
    vt_wait_for(s->vt, "It begins here");
}

static void marks_are_gone_to(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    read_to_the_middle(vt);
    vt_keys(vt, "m");
    vt_wait_row(vt, 23, "mark: a letter");
    vt_keys(vt, "a");
    vt_wait_row(vt, 23, "marked a");
    vt_keys(vt, "mA");
    vt_wait_row(vt, 23, "a to z");
    vt_keys(vt, "g");
    vt_wait_for(vt, "It begins here");
    vt_keys(vt, "'a");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    vt_keys(vt, "''");
    vt_wait_for(vt, "It begins here");
    vt_keys(vt, "''"); /* and to and fro */
    vt_wait_until(vt, cursor_row_has, "Here stands");
    vt_keys(vt, "L");
    vt_wait_row(vt, 0, "2/3");
    vt_keys(vt, "'z");
    vt_wait_row(vt, 23, "there is no mark z");
    vt_keys(vt, "k<Enter>");
    vt_wait_for(vt, "Other words.");
    vt_keys(vt, "'a"); /* from another briefing */
    vt_wait_until(vt, cursor_row_has, "Here stands");
    vt_signal(vt, SIGKILL);
    vt_wait_exit(vt);
    vt = start(s, 24, 80);
    vt_keys(vt, "'a");
    vt_wait_until(vt, cursor_row_has, "Here stands");
}

static void notes_are_listed_changed_and_deleted(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    vt_keys(vt, "M");
    vt_wait_for(vt, "no marks and no notes");
    vt_keys(vt, "q");
    vt_wait_row(vt, 0, "1/3");
    read_to_the_middle(vt);
    vt_keys(vt, "ma");
    vt_wait_for(vt, "marked a");
    vt_keys(vt, "<Esc>");
    vt_wait_gone(vt, "1 of 1");
    vt_keys(vt, "cask about this<Enter>");
    vt_wait_row(vt, 23, "noted");
    vt_wait_for(vt, "\u2020"); /* in the margin */
    vt_keys(vt, "c");
    vt_wait_row(vt, 23, "ask about this");
    vt_keys(vt, " again<Enter>");
    vt_wait_row(vt, 23, "noted");
    vt_keys(vt, "g");
    vt_wait_for(vt, "It begins here");
    vt_keys(vt, "M");
    vt_wait_row(vt, 0, "Marks and notes");
    vt_wait_row(vt, 0, "1/2");
    vt_wait_for(vt, "ask about this again");
    vt_wait_for(vt, "a     Here stands");
    vt_keys(vt, "/about<Enter>");
    vt_wait_row(vt, 0, "1/1");
    vt_keys(vt, "<Enter>");
    vt_wait_until(vt, cursor_row_has, "Here stands");
    vt_keys(vt, "<BS>");
    vt_wait_row(vt, 0, "Marks and notes");
    vt_keys(vt, "d");
    vt_wait_row(vt, 23, "delete this note?");
    vt_keys(vt, "n<Enter>");
    vt_wait_row(vt, 23, "nothing deleted");
    vt_keys(vt, "dy<Enter>");
    vt_wait_gone(vt, "ask about");
    vt_wait_for(vt, "No mark or note has that in it.");
    vt_keys(vt, "<Esc>");
    vt_wait_row(vt, 1, "Here stands");
    vt_keys(vt, "dy<Enter>");
    vt_wait_for(vt, "no marks and no notes");
}

static void two_programs_lose_nothing_of_each_other(void **state)
{
    struct scene *s = *state;
    struct vt *one = start(s, 24, 80);
    struct vt *two = vt_open(&s->tree, &(struct program){.args = STRINGS(".")}, 24, 80);
    vt_wait_for(two, "The third");
    vt_keys(one, "<Enter>");
    vt_wait_for(one, "Other words.");
    vt_keys(two, "G<Enter>");
    vt_wait_for(two, "Words of the third one.");
    vt_keys(one, "ma");
    vt_wait_for(one, "marked a");
    vt_keys(two, "mb");
    vt_wait_for(two, "marked b");
    vt_keys(one, "'b");
    vt_wait_for(one, "Words of the third one.");
    vt_keys(two, "'a");
    vt_wait_for(two, "Other words.");
    vt_keys(one, "M");
    vt_wait_row(one, 0, "1/2");
    vt_close(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_place_is_resumed, setup, scene_remove),
        cmocka_unit_test_setup_teardown(one_article_is_resumed, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_copy_opened_alone_takes_nothing_away, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(what_was_kept_survives_the_worst, setup, scene_remove),
        cmocka_unit_test_setup_teardown(the_list_shows_what_was_read, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_briefing_that_was_moved_is_the_same, setup, scene_remove),
        cmocka_unit_test_setup_teardown(marks_are_gone_to, setup, scene_remove),
        cmocka_unit_test_setup_teardown(notes_are_listed_changed_and_deleted, setup, scene_remove),
        cmocka_unit_test_setup_teardown(two_programs_lose_nothing_of_each_other, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(without_a_place_to_keep_it_reading_goes_on, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(what_is_kept_no_more_is_said_at_once, setup, scene_remove),
        cmocka_unit_test_setup_teardown(the_terminal_is_not_waited_for, setup, scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
