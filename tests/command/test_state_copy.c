/* attache export state and attache import state: a copy of what only the user has. */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARKED                                                                                     \
    "---\nattache-state: 1\nlibrary: \"/l\"\nmarks:\n  - letter: a\n    briefing: \"x\"\n"         \
    "    set: \"2024-04-08T12:00:00Z\"\n    spot: {quote: \"Text.\", start: 7, end: 12, "          \
    "length: 12}\n"
#define COMMENT "# What attache keeps of its user: see \"attache help export\".\n"

static int make(void **state)
{
    static struct tree tree;
    tree_make(&tree,
              (struct tree_file[]){
                  {"x.md",      "# Title\n\nText.\n"},
                  {"copy.yaml", MARKED              }
    },
              2);
    *state = &tree;
    return 0;
}

static int remove_tree(void **state)
{
    tree_remove(*state);
    return 0;
}

static void what_is_imported_is_exported(void **state)
{
    struct tree *t = *state;
    char path[PATH_MAX];
    struct stat st;
    outcome_is(attache(t, "export", "state"), 0, COMMENT, "");
    outcome_is(attache(t, "import", "state", "copy.yaml"), 0, "",
               "attache: 0 briefings, 1 mark, 0 notes read: 1 new or newer, 0 were here\n");
    outcome_is(attache(t, "import", "state", "copy.yaml"), 0, "",
               "attache: 0 briefings, 1 mark, 0 notes read: 0 new or newer, 1 were here\n");
    outcome_is(attache(t, "export", "state"), 0, COMMENT MARKED, "");
    outcome_is(attache(t, "export", "state", "-"), 0, COMMENT MARKED, "");
    outcome_is(attache(t, "export", "state", "copy.yaml"), 0, "",
               "attache: 0 briefings, 1 mark, 0 notes written\n");
    assert_int_equal(stat(tree_path(t, "copy.yaml", path), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    outcome_is(program_run(t, &(struct program){.args = STRINGS("import", "state", "-"),
                                                .input = COMMENT MARKED}),
               0, "", "attache: 0 briefings, 1 mark, 0 notes read: 0 new or newer, 1 were here\n");
}

static void what_is_wrong_in_a_copy_is_said(void **state)
{
    struct tree *t = *state;
    tree_write(t, "bad.yaml", MARKED "  - letter: \"\\e\"\n    briefing: \"x\"\n");
    outcome_is(
        attache(t, "import", "state", "bad.yaml"), 1, "",
        "bad.yaml:9:5: error: a mark has no 'set' [missing-key]\n"
        "bad.yaml:9:13: error: 'letter' is '\u241b', not a letter from a to z [unknown-value]\n"
        "attache: 0 briefings, 1 mark, 0 notes read: 1 new or newer, 0 were here\n");
}

static void what_cannot_be_done_is_status_2(void **state)
{
    struct tree *t = *state;
    tree_directory(t, "directory");
    outcome_has(attache(t, "export"), 2, NULL, "attache export needs state [FILE]");
    outcome_has(attache(t, "export", "brat"), 2, NULL, "'brat' is nothing that can be exported");
    outcome_has(attache(t, "import", "state"), 2, NULL, "attache import needs state FILE");
    outcome_has(attache(t, "import", "state", "nowhere.yaml"), 2, NULL,
                "nowhere.yaml cannot be read");
    outcome_has(attache(t, "import", "state", "directory"), 2, NULL, "directory");
    outcome_has(attache(t, "export", "state", "nowhere/x"), 2, NULL, "nowhere/x cannot be written");
    outcome_has(attache(t, "export", "state", "directory"), 2, NULL, "directory is not a file");
    outcome_has(attache(t, "export", "state", "/dev/full"), 2, NULL, "/dev/full is not a file");
    outcome_has(program_run(t, &(struct program){.args = STRINGS("export", "state"),
                                                 .env = STRINGS("HOME", "XDG_STATE_HOME")}),
                2, NULL, "neither XDG_STATE_HOME nor HOME is set");
    outcome_has(program_run(t, &(struct program){.args = STRINGS("export", "state"),
                                                 .output = "/dev/full"}),
                2, NULL, "cannot write to standard output");
}

/* Nothing is merged into a file that cannot be used, and what can be read of it is exported; where
 * that is nothing, not over a copy. */
static void a_state_that_cannot_be_used_is_said(void **state)
{
    struct tree *t = *state;
    char variable[400];
    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", t->root);
    tree_write(t, "attache/state.db", "no database but a text that is long enough to be one");
    struct program import = {.args = STRINGS("import", "state", "copy.yaml"),
                             .env = STRINGS(variable)};
    struct program export = {.args = STRINGS("export", "state"), .env = STRINGS(variable)};
    outcome_has(program_run(t, &import), 2, NULL, "is damaged");
    outcome_has(program_run(t, &export), 1, NULL, "is damaged");

    char path[PATH_MAX];
    tree_write(t, "old.yaml", "attache-state: 1\n");
    export.args = STRINGS("export", "state", "old.yaml");
    outcome_has(program_run(t, &export), 2, NULL, "old.yaml is left as it is");
    export.args = STRINGS("export", "state", "new.yaml");
    outcome_has(program_run(t, &export), 2, NULL, "nothing can be read of the state");
    assert_int_not_equal(access(tree_path(t, "new.yaml", path), F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_imported_is_exported, make, remove_tree),
        cmocka_unit_test_setup_teardown(what_is_wrong_in_a_copy_is_said, make, remove_tree),
        cmocka_unit_test_setup_teardown(what_cannot_be_done_is_status_2, make, remove_tree),
        cmocka_unit_test_setup_teardown(a_state_that_cannot_be_used_is_said, make, remove_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
