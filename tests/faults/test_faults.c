/*
 * The system says no: the n-th allocation, open, read, write, fsync or change of a name fails, or
 * all from the n-th on, in the program as it is (interpose.c). It never dies of it and says what
 * was wrong, and gives its memory back; what was acknowledged is there, and what is done again is
 * as if nothing had been. Here some n of each kind; with ATTACHE_LONG set, as `make faults` does,
 * the first call of that kind from each place that makes one, by two processes that share the
 * places; ONLY names some of the tests (ONLY="the_terminal*").
 */
#include "base/buf.h"
#include "tests/faults/possible.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"
#include "tests/support/vt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities: [{id: japan, type: country, name: Japan}]\n"},
    {"a.md",          "---\ntitle: [x\n---\n# A\n\nJapan signed it.\n"       },
    {"a.yaml",        "date: 2024\nentities: [japan]\n"
               "agreements: [{id: pact, parties: [japan], status: signed, date: 2024-05, "
               "quote: signed it}]\n"                          },
    {"b/c.txt",       "Japan\n"                                              },
    {"b/d.md",        "# D\n"                                                },
};

#define STATE(letter, briefing)                                                                    \
    "attache-state: 1\nlibrary: \"/there\"\nmarks:\n  - letter: " letter                           \
    "\n    briefing: \"" briefing "\"\n    set: \"2024-04-08T12:31:00Z\"\n    spot: {quote: "      \
    "\"x\", start: 1, end: 2, length: 3}\n"

static const char *const kinds[] = {"alloc", "open", "read", "write", "sync", "change"};
enum { KIND_ALLOC, KIND_COUNT = sizeof kinds / sizeof *kinds };

enum { PLACES_MAX = 1 << 13 };

/* Of the places, those are let fail whose number leaves `mine` when divided by `all`. */
static struct {
    size_t mine, all;
} share = {0, 1}; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static int make(void **state)
{
    static struct tree tree;
    if (!faults_possible())
        return 0; /* not a system that can */
    tree_make(&tree, files, sizeof files / sizeof *files);
    *state = &tree;
    return 0;
}

static int remove_all(void **state)
{
    if (*state)
        tree_remove(*state);
    return 0;
}

#define NOWHERE (SIZE_MAX >> 2)

/* The environment for a fault; NOWHERE lets nothing fail. Valid until the next one. */
static const char *const *fault(const struct tree *t, const char *kind, size_t at, bool on)
{
    static char plan[64], report[400];
    static const char *env[5] = {"LD_PRELOAD=" FAULT_LIBRARY, plan, report, NULL, NULL};
    env[3] = at == NOWHERE ? "FAULT_PLACES=1" : NULL;
    snprintf(plan, sizeof plan, "FAULT=%s:%zu%s", kind, at, on ? "+" : "");
    snprintf(report, sizeof report, "FAULT_REPORT=%s/report", t->home);
    return env;
}

/* What the last run came to. */
struct report {
    size_t calls; /* of that kind */
    size_t live;  /* blocks of memory that were not given back */
    size_t places[PLACES_MAX], place_count;
};

static void read_report(const struct tree *t, struct report *r)
{
    static char text[PLACES_MAX * 12];
    char path[400], *at = text, *end;
    snprintf(path, sizeof path, "%s/report", t->home);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    r->calls = strtoul(at, &at, 10);
    r->live = strtoul(at, &at, 10);
    r->place_count = 0;
    for (size_t place; (place = strtoul(at, &end, 10)) > 0 && end != at; at = end) {
        assert_true(r->place_count < PLACES_MAX);
        r->places[r->place_count++] = place;
    }
}

static void forget(const struct tree *t)
{
    static const char *const directories[] = {"../home/cache", "../home/state"};
    char inner[40];
    for (size_t i = 0; i < 2; i++) {
        snprintf(inner, sizeof inner, "%s/x", directories[i]);
        tree_directory(t, inner);
        tree_delete(t, directories[i]);
    }
}

/* What holds of every run, whatever failed: it ended by itself, and not without a word. */
static void check_end(const struct outcome *o, const char *const *env)
{
    if (o->status > 2 || (o->status == 2 && o->err_size == 0))
        fail_msg("%s: status %d, and '%s'", env[1], o->status, o->err);
}

/* Returns the status of the program that was let fail. */
typedef int one_fault(const struct tree *t, const char *const *env);

/* All is given back at the end as without a fault; but where there is no memory for what the
 * program cannot do without, it ends at once. */
static void check_memory(const struct tree *t, bool at_once, size_t live, const char *const *env)
{
    static struct report now;
    read_report(t, &now);
    if (!at_once && now.live > live)
        fail_msg("%s: %zu blocks of memory are left, not %zu", env[1], now.live, live);
}

/* Lets some of all calls fail that `run` makes, one at a time; then all from there on. */
static void let_fail(const struct tree *t, const char *name, size_t some, one_fault *run)
{
    static struct report r;
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        run(t, fault(t, kinds[kind], NOWHERE, false));
        read_report(t, &r);
        assert_true(r.place_count > 0);
        size_t steps = getenv("ATTACHE_LONG") || some > r.place_count ? r.place_count : some;
        printf("%s: %s: %zu calls from %zu places, %zu fail (part %zu of %zu)\n", name, kinds[kind],
               r.calls, r.place_count, steps, share.mine + 1, share.all);
        fflush(stdout);
        for (size_t i = share.mine; i < 2 * steps; i += share.all) {
            size_t at = r.places[i / 2 * r.place_count / steps];
            const char *const *env = fault(t, kinds[kind], at, i % 2);
            int status = run(t, env);
            check_memory(t, kind == KIND_ALLOC && status == 2, r.live, env);
        }
    }
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
    forget(t);
    struct outcome o = list(t, env);
    check_end(&o, env);
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
    forget(t);
    struct outcome o = list(t, NULL);
    assert_int_equal(o.status, 0);
    whole_list = o.out;
    let_fail(t, "catalogue", 6, list_once);
    free(o.err);
    free(whole_list);
}

/* -- The user's state -------------------------------------------------------------------------- */

static struct outcome state_command(const struct tree *t, const char *verb, const char *input,
                                    const char *const *env)
{
    const struct program p = {
        .args = STRINGS(verb, "state", "-"), .input = input ? input : "", .env = env};
    return program_run(t, &p);
}

/* A mark that was kept before is there; the one whose import was acknowledged is, too. */
static int import_once(const struct tree *t, const char *const *env)
{
    forget(t);
    struct outcome o = state_command(t, "import", STATE("a", "old"), NULL);
    assert_int_equal(o.status, 0);
    outcome_release(&o);
    o = state_command(t, "import", STATE("b", "new"), env);
    check_end(&o, env);
    int status = o.status;
    bool in_memory = strstr(o.err, "session") != NULL; /* it said that nothing is kept */
    outcome_release(&o);
    o = state_command(t, "export", NULL, NULL);
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
    let_fail(*state, "state", 4, import_once);
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
    check_end(&o, env);
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
    forget(t);
    struct outcome o = state_command(t, "import", STATE("a", "old"), NULL);
    outcome_release(&o);
    o = state_command(t, "export", NULL, NULL);
    whole_copy = o.out;
    let_fail(t, "copy", 2, export_once);
    free(o.err);
    free(whole_copy);
}

/* -- The screens ------------------------------------------------------------------------------- */

/* Reads an article, sets a mark in it and leaves: whatever fails, the terminal is as it was, and
 * the mark, once it was set, stays. */
static int read_once(const struct tree *t, const char *const *env)
{
    const struct program p = {.args = STRINGS("b/d.md"), .env = env};
    struct vt *vt = vt_open(t, &p, 24, 80);
    vt_bytes(vt, "maqqq", 5);
    int status = vt_wait_exit(vt);
    if (status > 2 || vt_alternate(vt) || !vt_modes_restored(vt)) {
        vt_print(vt);
        fail_msg("%s: status %d, or the terminal was not put back", env[1], status);
    }
    vt_close(vt);
    struct outcome o = state_command(t, "export", NULL, NULL);
    if (o.status != 0 || !strstr(o.out, "letter: a"))
        fail_msg("after %s: status %d, %s%s", env[1], o.status, o.err, o.out);
    outcome_release(&o);
    return status;
}

static void the_terminal_is_put_back(void **state)
{
    if (!*state)
        skip();
    let_fail(*state, "screens", 3, read_once);
}

/* In two processes at once where it is long. */
static pid_t divide(void)
{
    if (!getenv("ATTACHE_LONG"))
        return 0;
    pid_t other = fork();
    share.mine = other == 0;
    share.all = other < 0 ? 1 : 2;
    return other;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_catalogue_comes_back_whole, make, remove_all),
        cmocka_unit_test_setup_teardown(what_was_kept_stays, make, remove_all),
        cmocka_unit_test_setup_teardown(a_copy_is_whole_or_as_it_was, make, remove_all),
        cmocka_unit_test_setup_teardown(the_terminal_is_put_back, make, remove_all),
    };
    cmocka_set_test_filter(getenv("ONLY"));
    pid_t other = divide();
    int failed = cmocka_run_group_tests(tests, NULL, NULL), status = 0;
    if (other > 0 && (waitpid(other, &status, 0) != other || status != 0))
        failed++;
    return failed;
}
