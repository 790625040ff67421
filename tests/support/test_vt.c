#include "tests/support/cmocka.h"
#include "tests/support/vt.h"

#include <signal.h>
#include <string.h>

static struct tree l;
static struct vt *vt;

/* Runs a shell script in a terminal of 10 × 60. */
static void open_shell(const char *script)
{
    vt_close(vt);
    vt = vt_open(&l, &(struct program){.path = "/bin/sh", .args = STRINGS("-c", script)}, 10, 60);
}

static void screen_shows_what_was_written(void **state)
{
    (void)state;
    open_shell("printf 'one\\r\\n  \\033[1;4;31mtwo\\033[0m e\\314\\201 日本 end'; read x");
    vt_wait_for(vt, "end");
    assert_string_equal(vt_row(vt, 0), "one");
    assert_string_equal(vt_row(vt, 1), "  two e\314\201 日本 end");
    assert_string_equal(vt_row(vt, 2), "");
    int row, col;
    assert_true(vt_find(vt, "end", &row, &col));
    assert_int_equal(row, 1);
    assert_int_equal(col, 13);
    assert_false(vt_has(vt, "three"));
    struct vt_cell cell = vt_cell(vt, 1, 2);
    assert_string_equal(cell.text, "t");
    assert_true(cell.bold && cell.underline && !cell.reverse);
    assert_int_equal(cell.fg, 1);
    assert_int_equal(cell.bg, VT_DEFAULT);
    assert_int_equal(vt_cell(vt, 1, 8).width, 2);
    assert_int_equal(vt_cell(vt, 1, 9).width, 0);
    vt_wait_cursor(vt, 1, 16);
    assert_non_null(strstr(vt_output(vt, NULL), "\033[1;4;31mtwo"));
}

static void colours_are_told_apart(void **state)
{
    (void)state;
    open_shell("printf '\\033[38;2;1;2;3;48;5;200;7mX\\033[0m'; read x");
    vt_wait_for(vt, "X");
    struct vt_cell cell = vt_cell(vt, 0, 0);
    assert_int_equal(cell.fg, VT_RGB | 0x010203);
    assert_int_equal(cell.bg, 200);
    assert_true(cell.reverse);
}

static void keys_arrive_as_bytes(void **state)
{
    (void)state;
    open_shell(
        "stty raw opost -echo; echo ready; dd bs=1 count=20 2>/dev/null | od -An -tx1 -v; read x");
    vt_wait_for(vt, "ready");
    vt_keys(vt, "a<lt><Enter><C-o><BS><Tab><M-x><Up><S-Tab><PageDown>é");
    vt_wait_for(vt, "61 3c 0d 0f 7f 09 1b 78 1b 5b 41");
    vt_wait_for(vt, "1b 5b 5a 1b 5b");
    vt_wait_for(vt, "36 7e c3 a9");
}

static void arrows_follow_the_mode_and_paste_is_bracketed(void **state)
{
    (void)state;
    open_shell("stty raw opost -echo; printf '\\033[?1h\\033[?2004hready';"
               "dd bs=1 count=16 2>/dev/null | od -An -tx1 -v; read x");
    vt_wait_for(vt, "ready");
    vt_keys(vt, "<Left>");
    vt_paste(vt, "q");
    vt_wait_for(vt, "1b 4f 44 1b 5b 32 30 30 7e 71 1b 5b");
}

static void the_mouse_is_reported_as_asked(void **state)
{
    (void)state;
    open_shell("stty raw opost -echo; printf '\\033[?1000h\\033[?1006hready';"
               "dd bs=1 count=18 2>/dev/null | tr '\\033' '!'; read x");
    vt_wait_for(vt, "ready");
    vt_click(vt, 3, 7, 1);
    vt_wait_for(vt, "![<0;8;4M![<0;8;4m");
}

static void resizing_reaches_the_program(void **state)
{
    (void)state;
    open_shell("trap 'stty size' WINCH; echo ready; while :; do read x; done");
    vt_wait_for(vt, "ready");
    vt_resize(vt, 12, 30);
    vt_wait_for(vt, "12 30");
    assert_int_equal(vt_rows(vt), 12);
    assert_int_equal(vt_cols(vt), 30);
}

static void exits_and_signals_are_seen(void **state)
{
    (void)state;
    open_shell("exit 7");
    assert_int_equal(vt_wait_exit(vt), 7);
    open_shell("echo ready; while :; do read x; done");
    vt_wait_for(vt, "ready");
    vt_keys(vt, "<C-c>");
    assert_int_equal(vt_wait_exit(vt), 128 + SIGINT);
    open_shell("echo ready; while :; do read x; done");
    vt_wait_for(vt, "ready");
    vt_hang_up(vt);
    assert_int_equal(vt_wait_exit(vt), 128 + SIGHUP);
}

static void a_job_can_be_suspended(void **state)
{
    (void)state;
    open_shell("echo ready; read x; echo \"got $x\"; read x");
    vt_wait_for(vt, "ready");
    vt_keys(vt, "<C-z>");
    vt_wait_stopped(vt);
    vt_signal(vt, SIGCONT);
    vt_keys(vt, "word<Enter>");
    vt_wait_for(vt, "got word");
}

static void modes_and_the_alternate_screen_are_watched(void **state)
{
    (void)state;
    open_shell("printf '\\033[?1049h\\033[?25l'; stty -echo; echo changed; read x;"
               "stty echo; printf '\\033[?1049l\\033[?25hback'; read x");
    vt_wait_for(vt, "changed");
    assert_true(vt_alternate(vt));
    assert_false(vt_cursor_shown(vt));
    assert_false(vt_modes_restored(vt));
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "back");
    vt_wait_gone(vt, "changed");
    assert_false(vt_alternate(vt));
    assert_true(vt_cursor_shown(vt));
    assert_true(vt_modes_restored(vt));
}

static int setup(void **state)
{
    (void)state;
    tree_make(&l, NULL, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vt_close(vt);
    tree_remove(&l);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screen_shows_what_was_written),
        cmocka_unit_test(colours_are_told_apart),
        cmocka_unit_test(keys_arrive_as_bytes),
        cmocka_unit_test(arrows_follow_the_mode_and_paste_is_bracketed),
        cmocka_unit_test(the_mouse_is_reported_as_asked),
        cmocka_unit_test(resizing_reaches_the_program),
        cmocka_unit_test(exits_and_signals_are_seen),
        cmocka_unit_test(a_job_can_be_suspended),
        cmocka_unit_test(modes_and_the_alternate_screen_are_watched),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
