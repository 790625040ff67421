/*
 * The system says no (faults.h) to commands: the program never dies of it and says what was wrong,
 * and gives its memory back; what was acknowledged is there, and what is done again is as if
 * nothing had been.
 */
#include "tests/faults/faults.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEP = 12 };

static const struct tree_file files[] = {
    {"entities.yaml", "entities: [{id: japan, type: country, name: Japan}]\n"},
    {"a.md",          "---\ntitle: [x\n---\n# A\n\nJapan signed it.\n"       },
    {"a.yaml",        "date: 2024\nentities: [japan]\n"
               "agreements: [{id: pact, parties: [japan], status: signed, date: 2024-05, "
               "quote: signed it}]\n"                          },
    {"b/c.txt",       "Japan\n"                                              },
    {"b/d.md",        "# D\n"                                                },
};

static int make(void **state)
{
    return faults_make(state, files, sizeof files / sizeof *files);
}

/* -- The catalogue ----------------------------------------------------------------------------- */

static char *whole_list; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static struct outcome list(const struct tree *t, const char *const *env)
{
    return program_run(
        t,
        &(struct program){.args = STRINGS("list", "--format=json", "--library", "."), .env = env});
}

static int list_once(const struct tree *t, const char *const *env)
{
    faults_forget(t);
    struct outcome o = list(t, env);
    faults_check_end(&o, env);
    int status = o.status;
    outcome_release(&o);
    o = list(t, NULL); /* what that left behind does no harm */
    if (o.status != 0 || strcmp(o.out, whole_list) != 0)
        fail_msg("after %s: status %d, '%s', and\n%s", env[1], o.status, o.err, o.out);
    outcome_release(&o);
    return status;
}

static void the_catalogue_comes_back_whole(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    faults_forget(t);
    struct outcome o = list(t, NULL);
    assert_int_equal(o.status, 0);
    whole_list = o.out;
    let_fail(t, "catalogue", 6, DEEP, list_once);
    free(o.err);
    free(whole_list);
}

/* -- The user's state -------------------------------------------------------------------------- */

/* A mark that was kept before is there; the one whose import was acknowledged is, too. */
static int import_once(const struct tree *t, const char *const *env)
{
    faults_forget(t);
    struct outcome o = faults_state(t, "import", FAULTS_STATE("a", "old"), NULL);
    assert_int_equal(o.status, 0);
    outcome_release(&o);
    o = faults_state(t, "import", FAULTS_STATE("b", "new"), env);
    faults_check_end(&o, env);
    int status = o.status;
    bool in_memory = strstr(o.err, "session") != NULL; /* it said that nothing is kept */
    outcome_release(&o);
    o = faults_state(t, "export", NULL, NULL);
    bool kept = strstr(o.out, "briefing: \"old\"") != NULL;
    bool added = strstr(o.out, "briefing: \"new\"") != NULL;
    if (o.status != 0 || !kept || (status == 0 && !added && !in_memory))
        fail_msg("after %s (status %d): %s%s", env[1], status, o.err, o.out);
    outcome_release(&o);
    return status;
}

static void what_was_kept_stays(void **state)
{
    if (!*state)
        skip();
    let_fail(*state, "state", 4, DEEP, import_once);
}

/* Whether the file has this text and no more. */
static bool holds(const struct tree *t, const char *name, const char *text)
{
    char path[PATH_MAX], bytes[1000];
    FILE *f = fopen(tree_path(t, name, path), "r");
    assert_non_null(f);
    bytes[fread(bytes, 1, sizeof bytes - 1, f)] = '\0';
    fclose(f);
    return strcmp(bytes, text) == 0;
}

static char *whole_copy; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static int export_once(const struct tree *t, const char *const *env)
{
    tree_write(t, "copy.yaml", "the old one\n");
    const struct program p = {.args = STRINGS("export", "state", "copy.yaml"), .env = env};
    struct outcome o = program_run(t, &p);
    faults_check_end(&o, env);
    int status = o.status;
    bool whole = holds(t, "copy.yaml", whole_copy), old = holds(t, "copy.yaml", "the old one\n");
    if (status == 0 ? !whole : status == 2 && !old && !whole) /* 1: of a part, and said so */
        fail_msg("%s: status %d, %s", env[1], status, o.err);
    outcome_release(&o);
    return status;
}

static void a_copy_is_whole_or_as_it_was(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    faults_forget(t);
    struct outcome o = faults_state(t, "import", FAULTS_STATE("a", "old"), NULL);
    outcome_release(&o);
    o = faults_state(t, "export", NULL, NULL);
    whole_copy = o.out;
    let_fail(t, "copy", 2, DEEP, export_once);
    free(o.err);
    free(whole_copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_catalogue_comes_back_whole, make, faults_remove),
        cmocka_unit_test_setup_teardown(what_was_kept_stays, make, faults_remove),
        cmocka_unit_test_setup_teardown(a_copy_is_whole_or_as_it_was, make, faults_remove),
    };
    return faults_run(tests);
}
