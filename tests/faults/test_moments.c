/*
 * Between two calls of the system: a file is another by the time it is opened, and what is said to
 * be kept is on the disk before it is said (interpose.c).
 */
#include "tests/faults/possible.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"
#include "tests/support/vt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Shows the article "a", in whose place "swap" comes after it was looked at. */
static struct outcome show_swapped(const struct tree *t)
{
    const char *const env[] = {"LD_PRELOAD=" FAULT_LIBRARY, "FAULT_SWAP=a.md", NULL};
    tree_write(t, "a.md", "# A\n");
    return program_run(
        t, &(struct program){.args = STRINGS("show", "a.md", "--no-sandbox"), .env = env});
}

static void a_link_in_its_place_is_not_followed(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    tree_write(t, "../secret.md", "Not yours.\n");
    tree_symlink(t, "swap", "../secret.md");
    outcome_has(show_swapped(t), 2, "", "a.md");
}

static void a_fifo_in_its_place_is_not_waited_for(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    tree_fifo(t, "swap");
    outcome_has(show_swapped(t), 2, "", "is a fifo, not a file");
}

static long times_on_disk(const char *tally)
{
    enum { SYNC = 4 }; /* in the order of KINDS */
    long counts[SYNC + 1] = {0};
    FILE *f = fopen(tally, "rb");
    assert_non_null(f);
    assert_int_equal(fread(counts, sizeof *counts, SYNC + 1, f), SYNC + 1);
    fclose(f);
    return counts[SYNC];
}

static void what_is_said_to_be_kept_is_on_the_disk(void **state)
{
    struct tree *t = *state;
    char tally[PATH_MAX], variable[PATH_MAX + 20];
    if (!t)
        skip();
    tree_write(t, "a.md", "# A\n\nText.\n");
    snprintf(tally, sizeof tally, "%s/tally", t->home);
    snprintf(variable, sizeof variable, "FAULT_TALLY=%s", tally);
    const char *const env[] = {"LD_PRELOAD=" FAULT_LIBRARY, variable, NULL};
    struct vt *vt = vt_open(t, &(struct program){.args = STRINGS("a.md"), .env = env}, 24, 80);
    vt_wait_for(vt, "Text.");
    vt_keys(vt, "ma"); /* what the first change of all makes is there then */
    vt_wait_for(vt, "marked a");
    static const char *const others[][2] = {
        {"mb", "marked b"},
        {"mc", "marked c"}
    };
    for (size_t i = 0; i < 2; i++) {
        long before = times_on_disk(tally);
        vt_keys(vt, others[i][0]);
        vt_wait_for(vt, others[i][1]);
        assert_true(times_on_disk(tally) > before);
    }
    vt_close(vt);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, faults_setup, faults_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_link_in_its_place_is_not_followed),
        TEST(a_fifo_in_its_place_is_not_waited_for),
        TEST(what_is_said_to_be_kept_is_on_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
