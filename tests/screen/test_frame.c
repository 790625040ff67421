/* The frame of the screens in a terminal: it begins, ends, and leaves nothing behind. */
#include "tests/support/cmocka.h"
#include "tests/support/sent.h"
#include "tests/support/sound.h"
#include "tests/support/vt.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"library.yaml",  "title: Small library\n"                                              },
    {"a.md",          "---\ntitle: Alpha\ndate: 2024-04-08\n---\n# Alpha\n\nJapan and France.\n\n## Then\n\n"
             "More of Japan.\n"                                                 },
    {"b.md",          "---\ntitle: Beta\ndate: 2024-04-02\n---\nText of Beta.\n"            },
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: france, type: country, name: France}\n"},
};

static int setup(void **state)
{
    struct tree *t = malloc(sizeof *t);
    tree_make(t, files, sizeof files / sizeof *files);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    tree_remove(*state);
    free(*state);
    return 0;
}

static struct vt *start(const struct tree *t, const char *const *env, int rows, int columns)
{
    return vt_open(t, &(struct program){.args = STRINGS("."), .env = env}, rows, columns);
}

static void assert_as_before(struct vt *vt)
{
    size_t size;
    const char *output = vt_output(vt, &size);
    assert_sound(sent_left(output, size));
    assert_true(vt_modes_restored(vt));
    assert_false(vt_alternate(vt));
    assert_true(vt_cursor_shown(vt));
}

static void quit(struct vt *vt)
{
    vt_keys(vt, "q");
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_as_before(vt);
    vt_close(vt);
}

static void test_starts_and_quits(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_row(vt, 0, "Small library");
    vt_wait_for(vt, "Alpha");
    vt_wait_for(vt, "Beta");
    assert_true(vt_alternate(vt));
    vt_wait_row(vt, 23, "? help");
    vt_wait_cursor(vt, 3, 1); /* the real cursor stands on the selected row */
    quit(vt);
}

/* The footer has the keys that work here and now, and no others. */
static void test_footer_has_only_live_keys(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 160);
    vt_wait_row(vt, 23, "s sort");
    vt_wait_gone(vt, "looking for changes");
    assert_null(strstr(vt_row(vt, 23), "zoom"));
    assert_null(strstr(vt_row(vt, 23), "back"));
    assert_null(strstr(vt_row(vt, 23), "problems")); /* there are none */
    vt_wait_row(vt, 23, "q quit");
    vt_keys(vt, "<Enter>");
    vt_wait_row(vt, 23, "] next mention");
    vt_wait_row(vt, 23, "Backspace back");
    vt_wait_row(vt, 23, "q close");
    assert_null(strstr(vt_row(vt, 23), "text")); /* one is there */
    assert_null(strstr(vt_row(vt, 23), "sort"));
    vt_keys(vt, "e");
    vt_wait_row(vt, 23, "i text");
    assert_null(strstr(vt_row(vt, 23), "e entities"));
    vt_keys(vt, "?");
    vt_wait_row(vt, 23, "q close");
    assert_null(strstr(vt_row(vt, 23), "zoom"));
    vt_keys(vt, "qq");
    quit(vt);
}

static void test_q_goes_back_one_level(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, "j<Enter>");
    vt_wait_for(vt, "Text of Beta.");
    vt_keys(vt, "?");
    vt_wait_for(vt, "Here and now");
    vt_keys(vt, "q");
    vt_wait_gone(vt, "Here and now");
    vt_keys(vt, "q");
    vt_wait_row(vt, 0, "2/2"); /* on the row of what was read */
    quit(vt);
}

static void test_back_is_exactly_where_one_was(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "More of Japan.");
    vt_keys(vt, "t");
    vt_wait_for(vt, "Contents");
    vt_keys(vt, "j<Enter>");
    vt_wait_gone(vt, "Contents");
    int row, column, was_row, was_column;
    vt_keys(vt, "<BS>");
    vt_keys(vt, "<BS>");
    vt_wait_row(vt, 0, "1/2");
    vt_keys(vt, "<M-Right>");
    vt_wait_for(vt, "More of Japan.");
    vt_cursor(vt, &was_row, &was_column);
    vt_keys(vt, "]");
    vt_wait_row(vt, 0, "Japan");
    vt_cursor(vt, &row, &column);
    assert_true(row != was_row || column != was_column);
    vt_keys(vt, "J");
    vt_wait_for(vt, "Text of Beta.");
    vt_keys(vt, "<C-o>");
    vt_wait_for(vt, "More of Japan.");
    vt_wait_cursor(vt, row, column);
    vt_keys(vt, "qq");
    assert_int_equal(vt_wait_exit(vt), 0);
    vt_close(vt);
}

static void test_three_panes_and_focus(void **state)
{
    struct vt *vt = start(*state, NULL, 30, 120);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "Entities");
    vt_wait_for(vt, "Agreements");
    vt_keys(vt, "z");
    vt_wait_gone(vt, "Agreements");
    vt_keys(vt, "z");
    vt_wait_for(vt, "Agreements");
    vt_resize(vt, 24, 80);
    vt_wait_gone(vt, "Agreements");
    vt_keys(vt, "e");
    vt_wait_for(vt, "Entities");
    vt_keys(vt, "q");
    quit(vt);
}

static void test_resizes_at_any_moment(void **state)
{
    static const int sizes[][2] = {
        {24, 80 },
        {1,  1  },
        {50, 200},
        {9,  39 },
        {10, 40 },
        {3,  500},
        {30, 120}
    };
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "Japan and France.");
    for (int i = 0; i < 21; i++)
        vt_resize(vt, sizes[i % 7][0], sizes[i % 7][1]);
    vt_wait_for(vt, "Japan and France.");
    vt_resize(vt, 9, 50);
    vt_wait_for(vt, "too small");
    vt_keys(vt, "j"); /* nobody would see it */
    vt_resize(vt, 24, 80);
    vt_wait_gone(vt, "too small");
    vt_wait_for(vt, "Japan and France.");
    vt_keys(vt, "q");
    quit(vt);
}

static void test_suspends_and_comes_back(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    for (int by_key = 0; by_key < 2; by_key++) {
        if (by_key)
            vt_keys(vt, "<C-z>");
        else
            vt_signal(vt, SIGTSTP);
        vt_wait_stopped(vt);
        assert_true(vt_modes_restored(vt));
        assert_false(vt_alternate(vt));
        vt_resize(vt, 26, 90); /* the window changed meanwhile */
        vt_signal(vt, SIGCONT);
        vt_wait_row(vt, 25, "? help");
        vt_wait_for(vt, "Beta");
        vt_keys(vt, "j");
        vt_wait_row(vt, 0, "2/2");
        vt_keys(vt, "k");
        vt_resize(vt, 24, 80);
    }
    vt_wait_row(vt, 23, "? help");
    size_t size;
    const char *out = vt_output(vt, &size);
    for (size_t i = 1; i < size; i++) /* nor was the terminal's palette touched */
        assert_false(out[i - 1] == '\033' && out[i] == ']');
    quit(vt);
}

static bool cursor_is_hidden(struct vt *vt, void *data)
{
    (void)data;
    return vt_alternate(vt) && !vt_cursor_shown(vt);
}

static void test_signals_restore_the_terminal(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct vt *vt = start(*state, NULL, 24, 80);
        vt_wait_for(vt, "Beta");
        vt_resize(vt, 5, 20); /* too small: there is no cursor in it */
        vt_wait_until(vt, cursor_is_hidden, NULL);
        vt_signal(vt, signals[i]);
        int status = vt_wait_exit(vt);
        if (signals[i] != SIGSEGV &&
            signals[i] != SIGABRT) /* sanitizers have an end of their own */
            assert_int_equal(status, 128 + signals[i]);
        assert_true(status > 0);
        assert_as_before(vt);
        vt_close(vt);
    }
}

/* Also where nobody tells it, as under nohup. */
static void test_leaves_when_the_terminal_is_gone(void **state)
{
    for (int told = 0; told < 2; told++) {
        if (!told)
            signal(SIGHUP, SIG_IGN);
        struct vt *vt = start(*state, NULL, 24, 80);
        signal(SIGHUP, SIG_DFL);
        vt_wait_for(vt, "Beta");
        vt_hang_up(vt);
        vt_wait_exit(vt);
        vt_close(vt);
    }
}

static void test_no_screen_is_possible(void **state)
{
    static const char *const terms[] = {"TERM", "TERM=", "TERM=dumb", "TERM=no-such-terminal"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct vt *vt = start(*state, STRINGS(terms[i]), 24, 80);
        assert_int_equal(vt_wait_exit(vt), 2);
        vt_wait_for(vt, "attache: ");
        vt_wait_for(vt, "TERM");
        assert_true(vt_modes_restored(vt));
        size_t size;
        const char *out = vt_output(vt, &size);
        assert_null(memchr(out, '\033', size));
        vt_close(vt);
    }
}

static bool has_colour(struct vt *vt)
{
    for (int row = 0; row < vt_rows(vt); row++)
        for (int column = 0; column < vt_cols(vt); column++) {
            struct vt_cell cell = vt_cell(vt, row, column);
            if (cell.fg != VT_DEFAULT || cell.bg != VT_DEFAULT)
                return true;
        }
    return false;
}

static void test_no_color(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    assert_true(has_colour(vt));
    quit(vt);
    vt = start(*state, STRINGS("NO_COLOR=1"), 24, 80);
    vt_wait_for(vt, "Beta");
    assert_false(has_colour(vt));
    assert_true(vt_cell(vt, 3, 10).reverse);
    quit(vt);
}

static void test_ascii_locale(void **state)
{
    struct vt *vt = start(*state, STRINGS("LC_ALL=C"), 30, 120);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "Agreements");
    size_t size;
    const char *out = vt_output(vt, &size);
    for (size_t i = 0; i < size; i++)
        assert_true((unsigned char)out[i] < 0x80);
    for (int row = 0; row < 29;
         row++) /* what stands in for it tells more than that it is not there */
        assert_null(strchr(vt_row(vt, row), '?'));
    vt_keys(vt, "q");
    quit(vt);
}

static void test_filter_has_the_cursor_and_takes_pastes(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_paste(vt, "q"); /* no input line is open: nothing happens */
    vt_keys(vt, "/");
    vt_paste(vt, "be");
    vt_wait_row(vt, 23, "/be");
    vt_wait_cursor(vt, 23, 4);
    vt_wait_gone(vt, "Alpha");
    vt_keys(vt, "<Esc>");
    vt_wait_for(vt, "Alpha");
    quit(vt);
}

static void test_terminal_replies_are_not_keys(void **state)
{
    static const char replies[] =
        "\033[?62;22c\033]11;rgb:0/0/q\033\\\033P1$rq\033\\\033[5;7R\033[?113u";
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_bytes(vt, replies, sizeof replies - 1);
    vt_keys(vt, "j");
    vt_wait_row(vt, 0, "2/2");
    quit(vt);
}

static void test_mouse_selects_opens_and_is_left_alone(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_click(vt, 4, 20, 1);
    vt_wait_row(vt, 0, "2/2");
    vt_click(vt, 4, 20, 1);
    vt_wait_for(vt, "Text of Beta.");
    vt_keys(vt, "q");
    quit(vt);
    vt = vt_open(*state, &(struct program){.args = STRINGS("--no-mouse", ".")}, 24, 80);
    vt_wait_for(vt, "Beta");
    size_t size;
    const char *out = vt_output(vt, &size);
    char *copy = calloc(size + 1, 1);
    memcpy(copy, out, size);
    assert_null(strstr(copy, "\033[?1000h"));
    free(copy);
    quit(vt);
}

static void test_palette_runs_by_name(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, ":rever");
    vt_wait_for(vt, "Commands");
    vt_keys(vt, "<Enter>");
    vt_wait_gone(vt, "Commands");
    vt_wait_for(vt, "sorted by date, reversed");
    quit(vt);
}

static void test_configuration(void **state)
{
    const struct tree *t = *state;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/config-home", t->root);
    tree_write(t, "config-home/attache/config", "bind x quit\nbind jj top\nnonsense\nunbind q\n");
    char variable[PATH_MAX + 20];
    snprintf(variable, sizeof variable, "XDG_CONFIG_HOME=%s", path);
    struct vt *vt = start(t, STRINGS(variable), 24, 120);
    vt_wait_for(vt, "config:2:6:");
    vt_wait_for(vt, "(and 1 more)"); /* a long message is shown whole */
    vt_keys(vt, "q");                /* the message goes with the next key */
    vt_wait_row(vt, 23, "x quit");
    vt_keys(vt, "x");
    assert_int_equal(vt_wait_exit(vt), 0);
    vt_close(vt);
}

static void test_counts(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 80);
    vt_wait_for(vt, "Beta");
    vt_keys(vt, "2");
    vt_wait_row(vt, 23, " 2");
    vt_keys(vt, "G");
    vt_wait_row(vt, 0, "2/2");
    vt_keys(vt, "9k");
    vt_wait_row(vt, 0, "1/2");
    quit(vt);
}

/* A problem of b.yaml, opened in an editor that is this script. */
static struct vt *edit_problem(const struct tree *t, const char *annotations, const char *script)
{
    char editor[PATH_MAX + 8] = "VISUAL=";
    tree_write(t, "b.yaml", annotations);
    tree_write(t, "editor.sh", script);
    tree_chmod(t, "editor.sh", 0755);
    tree_path(t, "editor.sh", editor + 7);
    struct vt *vt = start(t, STRINGS(editor), 24, 120);
    vt_wait_for(vt, "Beta");
    vt_wait_for(vt, "! problems");
    vt_keys(vt, "!");
    vt_wait_for(vt, "Problems");
    vt_keys(vt, "<Enter>");
    return vt;
}

static void test_problem_opens_in_the_editor(void **state)
{
    const struct tree *t = *state;
    char edited[PATH_MAX], line[600] = "";
    struct vt *vt = edit_problem(t, "# one\ncolour: red\n",
                                 "#!/bin/sh\necho \"edit $*\" > \"$HOME/edited\"\n"
                                 "printf '# mended\\n' > \"$2\"\n");
    vt_wait_for(vt, "no problems"); /* it was mended, and the catalogue followed */
    vt_keys(vt, "q");
    quit(vt);
    snprintf(edited, sizeof edited, "%s/edited", t->home);
    FILE *f = fopen(edited, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    assert_non_null(strstr(line, "edit +2 "));
    assert_non_null(strstr(line, "b.yaml"));
}

/* It is killed while a job of its own is the terminal's, to which nobody gives it back then. */
static void test_an_editor_dies_with_the_terminal(void **state)
{
    struct vt *vt = edit_problem(*state, "colour: red\n",
                                 "#!/bin/sh\nset -m\nsh -c \"echo job; kill -KILL $$\"\n");
    vt_wait_output(vt, "job");
    vt_wait_for(vt, "did not run to its end");
    vt_keys(vt, "q");
    vt_wait_for(vt, "Beta");
    quit(vt);
}

/* The details of a row that one passes may be left out, not those of the row where one rests. */
static void test_details_follow_fast_keys(void **state)
{
    struct vt *vt = start(*state, NULL, 24, 140);
    vt_wait_for(vt, "a.md"); /* the path is the last of the details */
    for (int i = 0; i < 5; i++) {
        vt_keys(vt, "j");
        vt_keys(vt, "k");
    }
    vt_keys(vt, "j");
    vt_wait_for(vt, "b.md");
    vt_wait_gone(vt, "a.md");
    quit(vt);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_starts_and_quits),
        TEST(test_footer_has_only_live_keys),
        TEST(test_details_follow_fast_keys),
        TEST(test_q_goes_back_one_level),
        TEST(test_back_is_exactly_where_one_was),
        TEST(test_three_panes_and_focus),
        TEST(test_resizes_at_any_moment),
        TEST(test_suspends_and_comes_back),
        TEST(test_signals_restore_the_terminal),
        TEST(test_leaves_when_the_terminal_is_gone),
        TEST(test_no_screen_is_possible),
        TEST(test_no_color),
        TEST(test_ascii_locale),
        TEST(test_filter_has_the_cursor_and_takes_pastes),
        TEST(test_terminal_replies_are_not_keys),
        TEST(test_mouse_selects_opens_and_is_left_alone),
        TEST(test_palette_runs_by_name),
        TEST(test_configuration),
        TEST(test_counts),
        TEST(test_problem_opens_in_the_editor),
        TEST(test_an_editor_dies_with_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
