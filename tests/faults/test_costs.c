/*
 * What a refresh asks of the system, counted in the program as it is (interpose.c): files opened
 * and allocations, where nothing has changed and where a few files have. The first grow with the
 * directories and not with the files in them; what a changed file costs does not grow at all, but
 * with what is in it. With ATTACHE_LONG set, as `make faults` does, in a larger library.
 */
#include "base/buf.h"
#include "tests/faults/possible.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SMALL = 100,
    LARGE = 1500,
    LARGEST = 5000,
    DIRECTORIES = 5,
    CHANGED = 4,

    OPENED = 50,          /* where nothing has changed: the catalogue, the directories */
    OPENED_A_FILE = 8,    /* for each that has, with what lies above it */
    ALLOCATED = 2500,     /* statements, most of it */
    ALLOCATED_A_ROW = 2,  /* for each briefing that is compared */
    ALLOCATED_ANY = 2000, /* where any has changed: the full text is opened */
    ALLOCATED_A_FILE = 1200,
};

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

/* Calls of that kind by the program, an hour after the files were written: their stamps tell. */
static long count_in(const struct tree *t, const char *kind, const char *const *args,
                     const char *says)
{
    char fault[64], report[400], path[400], line[32] = "";
    snprintf(fault, sizeof fault, "FAULT=%s:%ld", kind, LONG_MAX);
    snprintf(report, sizeof report, "FAULT_REPORT=%s/report", t->home);
    snprintf(path, sizeof path, "%s/report", t->home);
    const char *const env[] = {"LD_PRELOAD=" FAULT_LIBRARY, fault, report, "FAULT_LATER=3600",
                               NULL};
    struct outcome o = program_run(t, &(struct program){.args = args, .env = env});
    assert_int_equal(o.status, 0);
    if (!strstr(o.out, says) && !strstr(o.err, says))
        fail_msg("no '%s' in '%s'", says, o.err);
    outcome_release(&o);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    return strtol(line, NULL, 10);
}

/* In one refresh. */
static long count(const struct tree *t, const char *kind, const char *says)
{
    return count_in(t, kind, STRINGS("index", "--library", "."), says);
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
        assert_true(changes[i].allocated <= ALLOCATED_ANY + CHANGED * ALLOCATED_A_FILE);
    }
    assert_int_equal(nothing[0].opened, nothing[1].opened);
}

/* The log of each of two files, the directory in which it is, and the file, when it is closed. */
static void the_disk_is_waited_for_at_the_end(void **state)
{
    enum { ONE_FILE = 3 };
    struct tree *t = *state;
    if (!t)
        skip();
    grow(t, 0, SMALL);
    count(t, "sync", ", 0 changed"); /* their stamps are sure by now, which is kept */
    assert_int_equal(count(t, "sync", ", 0 changed"), 0);
    long syncs = count_changed(t, "sync", 2);
    print_message("%ld waits for the disk\n", syncs);
    assert_true(syncs <= 2 * ONE_FILE);
}

/* -- What one file can ask for ----------------------------------------------------------------- */

/* Numbers of one length: only what is as long is compared. */
enum { MANY = 1500, FIRST_NUMBER = 10000 };

static void list(struct buf *yaml, const char *name, int many)
{
    buf_printf(yaml, "%s: [", name);
    for (int i = 0; i < many; i++)
        buf_printf(yaml, "n%d, ", FIRST_NUMBER + i);
    buf_append(yaml, STR("]"));
}

static void parties(struct buf *article, struct buf *yaml, int many)
{
    buf_append(article, STR("Text.\n"));
    list(yaml, "entities: [{id: x, name: Xi}]\nagreements: [{id: g, parties", many / 2);
    list(yaml, ", topics", many / 2);
    buf_append(yaml, STR("}]\n"));
}

static void aliases(struct buf *article, struct buf *yaml, int many)
{
    for (int i = 0; i < many; i++)
        buf_printf(article, "n%d came.\n", FIRST_NUMBER + i);
    list(yaml, "entities: [{id: x, name: Xi, aliases", many);
    buf_append(yaml, STR("}]\n"));
}

static void other_words(struct buf *article, struct buf *yaml, int many)
{
    for (int i = 0; i < many; i++)
        buf_printf(article, "[n%d](entity:x) came.\n", FIRST_NUMBER + i);
    buf_append(yaml, STR("entities: [{id: x, name: Xi}]\n"));
}

/* One party promises what only the other does. */
static void promises(struct buf *article, struct buf *yaml, int many)
{
    buf_append(article, STR("Text.\n"));
    buf_append(yaml, STR("date: 2024\nentities: [{id: x, name: Xi}, {id: y, name: Yi}]\n"
                         "agreements:\n- id: h\n  milestones:\n"));
    for (int i = 0; i < many; i++)
        buf_append(yaml, i % 2 ? STR("  - {status: signed, date: 2025, party: x, expected: true}\n")
                               : STR("  - {status: signed, date: 2025, party: y}\n"));
}

static long compared(const struct tree *t, int i, int many,
                     void (*fill)(struct buf *article, struct buf *yaml, int many))
{
    char path[40];
    struct buf article = {0}, yaml = {0};
    fill(&article, &yaml, many);
    snprintf(path, sizeof path, "hostile%d.md", i);
    tree_write_bytes(t, path, article.ptr, article.len);
    snprintf(path, sizeof path, "hostile%d.yaml", i);
    tree_write_bytes(t, path, yaml.ptr, yaml.len);
    buf_release(&article);
    buf_release(&yaml);
    return count(t, "compare", " unchanged, 0 refused");
}

/* Twice as many of anything take twice as much, not four times. */
static void what_one_file_asks_for_grows_with_it(void **state)
{
    static const struct {
        const char *name;
        void (*fill)(struct buf *article, struct buf *yaml, int many);
    } files[] = {
        {"parties",     parties    },
        {"aliases",     aliases    },
        {"other words", other_words},
        {"promises",    promises   },
    };
    struct tree *t = *state;
    bool grown = false;
    if (!t)
        skip();
    for (int i = 0; i < (int)(sizeof files / sizeof *files); i++) {
        compared(t, i, 1, files[i].fill);
        long some = compared(t, i, MANY, files[i].fill);
        long twice = compared(t, i, 2 * MANY, files[i].fill);
        bool more = twice > 3 * some;
        print_message("%-12s %8ld comparisons, %8ld for twice as many%s\n", files[i].name, some,
                      twice, more ? ": too many" : "");
        grown = grown || more;
    }
    assert_false(grown);
}

/* Its name and aliases are told apart from the other words that stand for it. */
static void a_dossier_grows_with_its_aliases(void **state)
{
    struct tree *t = *state;
    long compares[2];
    if (!t)
        skip();
    for (int i = 0; i < 2; i++) {
        compared(t, 0, (i + 1) * MANY, aliases);
        compares[i] = count_in(t, "compare", STRINGS("dossier", "x"), "Xi");
    }
    print_message("%ld comparisons, %ld for twice as many\n", compares[0], compares[1]);
    assert_true(compares[1] < 3 * compares[0]);
}

/* -- What is not ASCII ------------------------------------------------------------------------- */

static long allocated(const struct tree *t, int many)
{
    struct buf article = {0};
    for (int i = 0; i < many; i++)
        buf_append(&article, STR("ที่นี่มีน้ำ협정カ日本をо"));
    tree_write_bytes(t, "long.md", article.ptr, article.len);
    buf_release(&article);
    return count(t, "alloc", " unchanged, 0 refused");
}

/* It is folded, and cut into words, without a call of the allocator for every letter: there are
 * twenty in a phrase. */
static void letters_cost_no_allocation(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    allocated(t, 1);
    long some = allocated(t, MANY), twice = allocated(t, 2 * MANY);
    print_message("%ld allocations, %ld for twice as long a text\n", some, twice);
    assert_true(twice - some < 5 * MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_refresh_costs_what_has_changed, faults_setup,
                                        faults_teardown),
        cmocka_unit_test_setup_teardown(the_disk_is_waited_for_at_the_end, faults_setup,
                                        faults_teardown),
        cmocka_unit_test_setup_teardown(what_one_file_asks_for_grows_with_it, faults_setup,
                                        faults_teardown),
        cmocka_unit_test_setup_teardown(a_dossier_grows_with_its_aliases, faults_setup,
                                        faults_teardown),
        cmocka_unit_test_setup_teardown(letters_cost_no_allocation, faults_setup, faults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
