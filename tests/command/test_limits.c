/*
 * Every stated limit of what files may hold, at the bound and one past it, through the program; and
 * that what comes close to all of them at once still takes little time and memory. (Those of the
 * parts alone are in their unit tests: tests/ROBUSTNESS.md says where.)
 */
#include "base/buf.h"
#include "base/diag.h"
#include "base/limits.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { FILE_MOST = LIMIT_FILE << 20 };

static int make(void **state)
{
    static struct tree tree;
    tree_make(&tree,
              (struct tree_file[]){
                  {"a.md", "# A\n\nText.\n"}
    },
              1);
    *state = &tree;
    return 0;
}

static int remove_all(void **state)
{
    tree_remove(*state);
    return 0;
}

/* The codes that `check` names, in their order, at most a few: "too-large empty". */
static const char *codes(const struct tree *t)
{
    static char found[200];
    struct outcome o = attache(t, "check", "--library", ".");
    found[0] = '\0';
    assert_true(o.status <= 1);
    for (const char *line = o.out; *line && strlen(found) < 100; line = strchr(line, '\n') + 1) {
        const char *end = strchr(line, '\n'), *bracket = end;
        while (bracket[-1] != '[')
            bracket--;
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s", found[0] ? " " : "",
                 (int)(end - 1 - bracket), bracket);
    }
    outcome_release(&o);
    return found;
}

static void put(const struct tree *t, const char *path, struct buf *content)
{
    tree_write_bytes(t, path, content->ptr, content->len);
    buf_release(content);
}

static struct buf filled(const char *begin, size_t size)
{
    struct buf b = {0};
    buf_append(&b, str_of(begin));
    buf_fill(&b, 'x', size - b.len - 1);
    buf_byte(&b, '\n');
    return b;
}

static void files_have_sixteen_mebibytes(void **state)
{
    static const char *const files[][2] = {
        {"b.md",          "# B\n\n"},
        {"a.yaml",        "x-a: "  },
        {"entities.yaml", "# "     },
    };
    struct tree *t = *state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf b = filled(files[i][1], FILE_MOST);
        put(t, files[i][0], &b);
        assert_string_equal(codes(t), "");
        b = filled(files[i][1], FILE_MOST + 1);
        put(t, files[i][0], &b);
        assert_string_equal(codes(t), "too-large");
        tree_delete(t, files[i][0]);
    }
}

static void yaml_has_a_hundred_levels(void **state)
{
    struct tree *t = *state;
    for (size_t past = 0; past < 2; past++) {
        struct buf b = {0};
        buf_append(&b, STR("x-a: ")); /* the map is a level, too */
        buf_fill(&b, '[', LIMIT_LEVELS - 1 + past);
        buf_fill(&b, ']', LIMIT_LEVELS - 1 + past);
        put(t, "a.yaml", &b);
        assert_string_equal(codes(t), past ? "too-deep" : "");
    }
}

/* The root, its two keys, the list at the anchor, its items, and the list of aliases. */
static void aliases_stand_for_a_million_values(void **state)
{
    enum { ITEMS = 999 };
    struct tree *t = *state;
    for (size_t past = 0; past < 2; past++) {
        struct buf b = {0};
        size_t used = 5 + ITEMS, each = 1 + ITEMS;
        buf_append(&b, STR("x-a: &a ["));
        for (size_t i = 0; i < ITEMS; i++)
            buf_append(&b, STR("1,"));
        buf_append(&b, STR("]\nx-b:\n"));
        for (; used + each <= LIMIT_EXPANDED; used += each)
            buf_append(&b, STR("- *a\n"));
        for (; used < LIMIT_EXPANDED + past; used++)
            buf_append(&b, STR("- 1\n"));
        put(t, "a.yaml", &b);
        assert_string_equal(codes(t), past ? "alias" : "");
    }
}

static void tables_have_a_million_cells(void **state)
{
    enum { COLUMNS = 1000, ROWS = LIMIT_CELLS / COLUMNS };
    struct tree *t = *state;
    for (size_t past = 0; past < 2; past++) {
        struct buf b = {0};
        for (size_t i = 0; i < COLUMNS; i++)
            buf_append(&b, STR("|a"));
        buf_append(&b, STR("|\n"));
        for (size_t i = 0; i < COLUMNS; i++)
            buf_append(&b, STR("|-"));
        buf_append(&b, STR("|\n"));
        for (size_t i = 1; i < ROWS + past; i++)
            buf_append(&b, STR("|b|\n")); /* the rest of the row is made up */
        put(t, "b.md", &b);
        assert_string_equal(codes(t), past ? "too-large" : "");
    }
    tree_delete(t, "b.md");
}

static void links_lead_on_forty_times(void **state)
{
    enum { MOST = 40 };
    struct tree *t = *state;
    char name[40], target[40];
    tree_write(t, ".links/0", "# Linked\n");
    for (int i = 1; i <= MOST; i++) {
        snprintf(name, sizeof name, ".links/%d", i);
        snprintf(target, sizeof target, "%d", i - 1);
        tree_symlink(t, name, target);
    }
    snprintf(target, sizeof target, ".links/%d", MOST - 1);
    tree_symlink(t, "b.md", target);
    assert_string_equal(codes(t), "");
    snprintf(target, sizeof target, ".links/%d", MOST);
    tree_symlink(t, "c.md", target);
    assert_string_equal(codes(t), "link");
    tree_delete(t, "b.md");
    tree_delete(t, "c.md");
}

/* How long it took, in seconds; and how much memory the largest child of this process has had. */
static double timed(const struct tree *t, const char *const *args, int status, long *kibibytes)
{
    struct timespec before, after;
    struct rusage usage;
    clock_gettime(CLOCK_MONOTONIC, &before);
    struct outcome o = program_run(t, &(struct program){.args = args, .output = "/dev/null"});
    clock_gettime(CLOCK_MONOTONIC, &after);
    if (o.status != status)
        fail_msg("status %d: %s", o.status, o.err);
    outcome_release(&o);
    getrusage(RUSAGE_CHILDREN, &usage);
    *kibibytes = usage.ru_maxrss;
    return (double)(after.tv_sec - before.tv_sec) +
           (double)(after.tv_nsec - before.tv_nsec) / 1000000000;
}

#if defined(__SANITIZE_ADDRESS__) || defined(COVERAGE_PLACE)
enum { FACTOR = 10 };
#else
enum { FACTOR = 1 };
#endif

/* A build that is watched takes longer, and what memory it likes. */
static void runs_within(const struct tree *t, const char *const *args, int seconds, long kibibytes)
{
    long taken;
    assert_true(timed(t, args, 0, &taken) < seconds * FACTOR);
    if (FACTOR == 1 && taken >= kibibytes)
        fail_msg("%ld KiB", taken);
}

static void shows_within(const struct tree *t, int seconds, long kibibytes)
{
    runs_within(t, STRINGS("show", "a"), seconds, kibibytes);
}

/* The bounds are those of the promise, with room in time for machines that are slow or busy. */
static void a_hundred_thousand_entities_take_little(void **state)
{
    enum { ENTITIES = 100000, KIBIBYTES = 150 << 10, SECONDS = 10 };
    struct tree *t = *state;
    struct buf article = {0}, sidecar = {0};
    buf_append(&article, STR("# A\n\n"));
    buf_append(&sidecar, STR("entities:\n"));
    for (int i = 0; i < ENTITIES; i++) {
        buf_printf(&sidecar, "- {id: e%d, type: person, name: Name%d, aliases: Alias%d}\n", i, i,
                   i);
        if (i % 50 == 0)
            buf_printf(&article, "Name%d ", i);
    }
    put(t, "a.md", &article);
    put(t, "a.yaml", &sidecar);
    shows_within(t, SECONDS, KIBIBYTES);
}

static void a_million_lines_take_little(void **state)
{
    enum { LINES = 1000000, KIBIBYTES = 150 << 10, SECONDS = 10 };
    struct tree *t = *state;
    struct buf article = {0};
    for (int i = 0; i < LINES; i++)
        buf_printf(&article, "line %d\n", i % 1000);
    put(t, "a.md", &article);
    shows_within(t, SECONDS, KIBIBYTES);
}

/* Every one of them is counted, and every party is named. */
static void what_is_listed_is_not_looked_for_again(void **state)
{
    enum { ENTITIES = 40000, STATEMENTS = 20000, SECONDS = 10, KIBIBYTES = 150 << 10 };
    struct tree *t = *state;
    struct buf article = {0}, sidecar = {0};
    buf_append(&sidecar, STR("entities:\n"));
    for (int i = 0; i < ENTITIES; i++) {
        buf_printf(&article, "Name%d ", i);
        buf_printf(&sidecar, "- {id: e%d, name: Name%d}\n", i, i);
    }
    buf_append(&sidecar, STR("agreements:\n"));
    for (int i = 0; i < STATEMENTS; i++)
        buf_printf(&sidecar, "- {id: a%d, parties: [e%d, e%d]}\n", i, i, ENTITIES - 1 - i);
    put(t, "a.md", &article);
    put(t, "a.yaml", &sidecar);
    shows_within(t, SECONDS, KIBIBYTES);
}

/* One cell names them all. */
static void ten_thousand_parties_take_little(void **state)
{
    enum { PARTIES = 10000, SECONDS = 10, KIBIBYTES = 150 << 10 };
    struct tree *t = *state;
    struct buf sidecar = {0};
    buf_append(&sidecar, STR("entities:\n"));
    for (int i = 0; i < PARTIES; i++)
        buf_printf(&sidecar, "- {id: e%d, name: Name%d}\n", i, i);
    buf_append(&sidecar, STR("agreements:\n- id: a\n  parties:\n"));
    for (int i = 0; i < PARTIES; i++)
        buf_printf(&sidecar, "  - e%d\n", i);
    put(t, "a.yaml", &sidecar);
    runs_within(t, STRINGS("timeline"), SECONDS, KIBIBYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* First: the system tells only the most that any child has had so far. */
        cmocka_unit_test_setup_teardown(a_hundred_thousand_entities_take_little, make, remove_all),
        cmocka_unit_test_setup_teardown(a_million_lines_take_little, make, remove_all),
        cmocka_unit_test_setup_teardown(what_is_listed_is_not_looked_for_again, make, remove_all),
        cmocka_unit_test_setup_teardown(ten_thousand_parties_take_little, make, remove_all),
        cmocka_unit_test_setup_teardown(files_have_sixteen_mebibytes, make, remove_all),
        cmocka_unit_test_setup_teardown(yaml_has_a_hundred_levels, make, remove_all),
        cmocka_unit_test_setup_teardown(aliases_stand_for_a_million_values, make, remove_all),
        cmocka_unit_test_setup_teardown(tables_have_a_million_cells, make, remove_all),
        cmocka_unit_test_setup_teardown(links_lead_on_forty_times, make, remove_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
