/* Where one was is there again when the program is started again. */
#include "tests/support/cmocka.h"
#include "tests/support/vt.h"

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

struct scene {
    struct tree tree;
    struct vt *vt;
};

static int setup(void **state)
{
    struct scene *s = test_calloc(1, sizeof *s);
    tree_make(&s->tree, files, sizeof files / sizeof *files);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    vt_close(s->vt);
    tree_remove(&s->tree);
    test_free(s);
    return 0;
}

static struct vt *start_at(struct scene *s, const char *path, int rows, int columns)
{
    vt_close(s->vt);
    s->vt = vt_open(&s->tree, &(struct program){.args = STRINGS("--today", "2024-06-01", path)},
                    rows, columns);
    return s->vt;
}

static struct vt *start(struct scene *s, int rows, int columns)
{
    struct vt *vt = start_at(s, ".", rows, columns);
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
    vt = start_at(s, "long/summit.md", 24, 80);
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
    end(s->vt, "qq");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_place_is_resumed, setup, teardown),
        cmocka_unit_test_setup_teardown(one_article_is_resumed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_kept_survives_the_worst, setup, teardown),
        cmocka_unit_test_setup_teardown(the_list_shows_what_was_read, setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_place_to_keep_it_reading_goes_on, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
