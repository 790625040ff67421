/*
 * Hostile libraries (tests/support/hostile.h) through commands and screens: nothing dies, nothing
 * that a terminal obeys comes out, the terminal is as it was, and nothing in the library changes.
 * Here some of them; with ATTACHE_LONG set, as `make faults` does, all. Called with a directory it
 * makes them all in it, to be looked at.
 */
#include "tests/support/hostile.h"

#include "tests/support/cmocka.h"
#include "tests/support/sent.h"
#include "tests/support/sound.h"
#include "tests/support/vt.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SOME = 7 };

/* Escape as some terminals send it: it needs no time to be told from what follows. */
#define CANCEL "\033[27u"

static const char *called; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static void check_text(const char *what, str text)
{
    const char *fault = safe_fault(text, SAFE_TEXT, false);
    if (fault)
        fail_msg("%s: %s: %s", called, what, fault);
}

static void run_commands(const struct tree *t)
{
    static const char *const commands[][3] = {
        {"list",     NULL,            NULL           },
        {"list",     "--format=json", NULL           },
        {"check",    NULL,            NULL           },
        {"entities", "--format=json", NULL           },
        {"timeline", NULL,            NULL           },
        {"dossier",  "japan",         NULL           },
        {"show",     "a",             NULL           },
        {"show",     "2024/a",        "--format=json"},
    };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct outcome o =
            program_run(t, &(struct program){.args = STRINGS("--library", ".", commands[i][0],
                                                             commands[i][1], commands[i][2])});
        if (o.status > 2)
            fail_msg("%s: %s: status %d, %s", called, commands[i][0], o.status, o.err);
        check_text(commands[i][0], (str){o.out, o.out_size});
        check_text(commands[i][0], (str){o.err, o.err_size});
        outcome_release(&o);
    }
}

static bool has_written(struct vt *vt, void *seen)
{
    size_t size;
    vt_output(vt, &size);
    return size > *(const size_t *)seen;
}

/* What was typed is answered by a frame at the latest when the window is another. */
static void look(struct vt *vt, const char *keys)
{
    static bool wide;
    size_t seen;
    vt_output(vt, &seen);
    if (strcmp(keys, CANCEL) == 0)
        vt_bytes(vt, keys, strlen(keys));
    else
        vt_keys(vt, keys);
    wide = !wide;
    vt_resize(vt, wide ? 31 : 30, wide ? 101 : 100);
    vt_wait_until(vt, has_written, &seen);
}

static void look_at_screens(const struct tree *t)
{
    static const char *const keys[] = {
        "j",        "<Enter>", "]]", "<Space>", "e",       "j",        "<Enter>", "a",
        "xj",       "<Enter>", "t",  CANCEL,    "!",       "j",        CANCEL,    "?",
        CANCEL,     "L",       "/a", "<Enter>", "sr",      "T",        "+-",      "jj",
        "P",        "j",       "E",  "j",       "<Enter>", "j",        "M",       "L",
        "G<Enter>", "G",       "/.", "n",       "c",       "x<Enter>",
    };
    struct vt *vt = vt_open(
        t, &(struct program){.args = STRINGS("--library", "."), .env = STRINGS("VISUAL=true")}, 30,
        100);
    size_t size = 0;
    vt_wait_until(vt, has_written, &size);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        look(vt, keys[i]);
    vt_signal(vt, SIGTERM);
    int status = vt_wait_exit(vt);
    if (status != 128 + SIGTERM || vt_alternate(vt) || !vt_modes_restored(vt))
        fail_msg("%s: ended with %d", called, status);
    const char *output = vt_output(vt, &size), *fault = sent_fault(output, size, 31, 101);
    if (fault)
        fail_msg("%s: %s", called, fault);
    vt_close(vt);
}

static void try_one(size_t i)
{
    struct tree t;
    called = hostile_name(i);
    tree_make(&t, NULL, 0);
    hostile_make(i, &t);
    unsigned long before = hostile_fingerprint(&t);
    run_commands(&t);
    look_at_screens(&t);
    if (hostile_fingerprint(&t) != before)
        fail_msg("%s: something in the library changed", called);
    tree_remove(&t);
}

static void no_library_does_harm(void **state)
{
    (void)state;
    size_t count = hostile_count(), some = getenv("ATTACHE_LONG") ? count : SOME;
    assert_true(count >= 80);
    for (size_t i = 0; i < some; i++)
        try_one(i * count / some);
}

static int make_all(const char *directory)
{
    for (size_t i = 0; i < hostile_count(); i++) {
        struct tree t = {0};
        snprintf(t.root, sizeof t.root, "%.100s/%s", directory, hostile_name(i));
        if (mkdir(t.root, 0700) != 0)
            return 1;
        hostile_make(i, &t);
        puts(t.root);
    }
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_library_does_harm),
    };
    return argc > 1 ? make_all(argv[1]) : cmocka_run_group_tests(tests, NULL, NULL);
}
