/*
 * What a refresh asks of the system, counted in the program as it is (interpose.c): files opened
 * and allocations, where nothing has changed and where a few files have. The first grow with the
 * directories and not with the files in them; what a changed file costs does not grow at all. With
 * ATTACHE_LONG set, as `make faults` does, in a larger library.
 */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    SMALL = 100,
    LARGE = 1500,
    LARGEST = 5000,
    DIRECTORIES = 5,
    CHANGED = 4,

    OPENED = 50,         /* where nothing has changed: the catalogue, the directories */
    OPENED_A_FILE = 8,   /* for each that has, with what lies above it */
    ALLOCATED = 5000,    /* statements, most of it */
    ALLOCATED_A_ROW = 2, /* for each briefing that is compared */
    ALLOCATED_A_FILE = 1500,
};

static int make(void **state)
{
    if (access(FAULT_LIBRARY, R_OK) != 0)
        return 0; /* not a system that can */
    return tree_setup(state, NULL, 0);
}

static int remove_all(void **state)
{
    return *state ? tree_teardown(state) : 0;
}

static void write_one(const struct tree *t, int i, int version)
{
    char path[40], text[200];
    snprintf(path, sizeof path, "d%d/b%04d.md", i % DIRECTORIES, i);
    snprintf(text, sizeof text, "# Title %d\n\nXi met Pi, and %d more.\n", i, version);
    tree_write(t, path, text);
    snprintf(path, sizeof path, "d%d/b%04d.yaml", i % DIRECTORIES, i);
    snprintf(text, sizeof text,
             "date: 2024-%02d\nagreements: [{id: g%d, parties: [x, p], status: signed, "
             "date: 2023-0%d}]\n",
             i % 12 + 1, i / 2, i % 7 + version);
    tree_write(t, path, text);
}

/* Calls of that kind in one refresh, an hour after the files were written: their stamps tell. */
static long count(const struct tree *t, const char *kind, const char *says)
{
    char fault[64], report[400], path[400], line[32] = "";
    snprintf(fault, sizeof fault, "FAULT=%s:%ld", kind, LONG_MAX);
    snprintf(report, sizeof report, "FAULT_REPORT=%s/report", t->home);
    snprintf(path, sizeof path, "%s/report", t->home);
    const char *const env[] = {"LD_PRELOAD=" FAULT_LIBRARY, fault, report, "FAULT_LATER=3600",
                               NULL};
    outcome_has(
        program_run(t, &(struct program){.args = STRINGS("index", "--library", "."), .env = env}),
        0, "", says);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    return strtol(line, NULL, 10);
}

struct costs {
    long opened, allocated;
};

static struct costs costs_of_nothing(const struct tree *t)
{
    return (struct costs){count(t, "open", ", 0 changed"), count(t, "alloc", ", 0 changed")};
}

static long count_changed(const struct tree *t, const char *kind, int version)
{
    char says[40];
    snprintf(says, sizeof says, ", %d changed", CHANGED);
    for (int i = 0; i < CHANGED; i++)
        write_one(t, i * 7, version);
    return count(t, kind, says);
}

static struct costs costs_of_changes(const struct tree *t, int version)
{
    return (struct costs){count_changed(t, "open", version),
                          count_changed(t, "alloc", version + 1)};
}

static void grow(const struct tree *t, int from, int to)
{
    for (int i = from; i < to; i++)
        write_one(t, i, 1);
    count(t, "sync", "briefings");
}

static void a_refresh_costs_what_has_changed(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    const int sizes[] = {SMALL, getenv("ATTACHE_LONG") ? LARGEST : LARGE};
    struct costs nothing[2], changes[2];
    tree_write(t, "entities.yaml", "entities: [{id: x, name: Xi}, {id: p, name: Pi}]\n");
    for (int i = 0; i < 2; i++) {
        grow(t, i == 0 ? 0 : sizes[0], sizes[i]);
        nothing[i] = costs_of_nothing(t);
        changes[i] = costs_of_changes(t, 2 + 2 * i);
        changes[i].opened -= nothing[i].opened;
        changes[i].allocated -= nothing[i].allocated;
        print_message("%d: %ld files opened and %ld allocations; for %d changed, %ld and %ld\n",
                      sizes[i], nothing[i].opened, nothing[i].allocated, CHANGED, changes[i].opened,
                      changes[i].allocated);
        assert_true(nothing[i].opened <= OPENED);
        assert_true(nothing[i].allocated <= ALLOCATED + (long)sizes[i] * ALLOCATED_A_ROW);
        assert_true(changes[i].opened <= CHANGED * OPENED_A_FILE);
        assert_true(changes[i].allocated <= CHANGED * ALLOCATED_A_FILE);
    }
    assert_int_equal(nothing[0].opened, nothing[1].opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_refresh_costs_what_has_changed, make, remove_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
