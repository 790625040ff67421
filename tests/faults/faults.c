#include "tests/faults/faults.h"

#include "tests/faults/possible.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const kinds[] = {"alloc", "open", "read", "write", "sync", "change"};
enum { KIND_ALLOC, KIND_COUNT = sizeof kinds / sizeof *kinds };

enum { PLACES_MAX = 1 << 13 };

/* Of the places, those are let fail whose number leaves `mine` when divided by `all`. */
static struct {
    size_t mine, all;
} share = {0, 1}; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

int faults_make(void **state, const struct tree_file *files, size_t count)
{
    static struct tree tree;
    if (!faults_possible())
        return 0; /* not a system that can */
    tree_make(&tree, files, count);
    *state = &tree;
    return 0;
}

/* The fault that is tried: still there where a test has failed by it. */
static const char *tried; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

int faults_remove(void **state)
{
    if (tried)
        print_error("That was with %s\n", tried);
    tried = NULL;
    if (*state)
        tree_remove(*state);
    return 0;
}

#define NOWHERE (SIZE_MAX >> 2)

/* The environment for a fault; NOWHERE lets nothing fail. Valid until the next one. */
static const char *const *fault(const struct tree *t, const char *kind, size_t at, bool on,
                                int frames)
{
    static char plan[64], report[400], places[40];
    static const char *env[5] = {"LD_PRELOAD=" FAULT_LIBRARY, plan, report, NULL, NULL};
    env[3] = at == NOWHERE ? places : NULL;
    snprintf(plan, sizeof plan, "FAULT=%s:%zu%s", kind, at, on ? "+" : "");
    snprintf(places, sizeof places, "FAULT_PLACES=%d", frames);
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

void faults_check_end(const struct outcome *o, const char *const *env)
{
    if (o->status > 2 || (o->status == 2 && o->err_size == 0))
        fail_msg("%s: status %d, and '%s'", env[1], o->status, o->err);
}

/* All is given back at the end as without a fault; but where there is no memory for what the
 * program cannot do without, it ends at once. */
static void check_memory(const struct tree *t, bool at_once, size_t live, const char *const *env)
{
    static struct report now;
    read_report(t, &now);
    if (!at_once && now.live > live)
        fail_msg("%s: %zu blocks of memory are left, not %zu", env[1], now.live, live);
}

static int run_with(const struct tree *t, const char *const *env, one_fault *run)
{
    tried = env[1];
    if (getenv("FAULTS_SHOWN"))
        printf("%s\n", tried), fflush(stdout);
    int status = run(t, env);
    tried = NULL;
    return status;
}

/* The same with one of each place's calls, alone and with all after it. Returns how many. */
static size_t fail_at_places(const struct tree *t, size_t kind, size_t some, int frames,
                             const struct report *r, one_fault *run)
{
    size_t count = 0;
    size_t steps = getenv("ATTACHE_LONG") || some > r->place_count ? r->place_count : some;
    for (size_t i = share.mine; i < 2 * steps; i += share.all, count++) {
        size_t at = r->places[i / 2 * r->place_count / steps];
        const char *const *env = fault(t, kinds[kind], at, i % 2, frames);
        int status = run_with(t, env, run);
        check_memory(t, kind == KIND_ALLOC && status == 2, r->live, env);
    }
    return count;
}

/* The one that was asked for. */
static size_t fail_there(const struct tree *t, size_t kind, const char *there,
                         const struct report *r, one_fault *run)
{
    char *end;
    size_t at = strtoul(there, &end, 10);
    const char *const *env = fault(t, kinds[kind], at, *end == '+', 1);
    int status = run_with(t, env, run);
    check_memory(t, kind == KIND_ALLOC && status == 2, r->live, env);
    return 1;
}

void let_fail(const struct tree *t, const char *name, size_t some, int frames, one_fault *run)
{
    static struct report r;
    const char *asked = getenv("FAULT"), *colon = asked ? strchr(asked, ':') : NULL;
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        if (colon && strncmp(asked, kinds[kind], (size_t)(colon - asked)) != 0)
            continue;
        assert_int_equal(run(t, fault(t, kinds[kind], NOWHERE, false, frames)), 0);
        read_report(t, &r);
        assert_true(r.place_count > 0);
        size_t failed = colon ? fail_there(t, kind, colon + 1, &r, run)
                              : fail_at_places(t, kind, some, frames, &r, run);
        printf("%s: %s: %zu calls from %zu places, %zu faults (part %zu of %zu)\n", name,
               kinds[kind], r.calls, r.place_count, failed, share.mine + 1, share.all);
        fflush(stdout);
    }
}

void let_memory_end(const struct tree *t, size_t moments, one_fault *run)
{
    static struct report r;
    run(t, fault(t, kinds[KIND_ALLOC], NOWHERE, false, 1));
    read_report(t, &r);
    for (size_t i = 1; i < moments && !getenv("FAULT"); i++)
        run_with(t, fault(t, kinds[KIND_ALLOC], i * r.calls / moments, true, 1), run);
}

/* -- What runs of the program share --------------------------------------------------------------
 */

void faults_forget(const struct tree *t)
{
    static const char *const directories[] = {"../home/cache", "../home/state"};
    char inner[40];
    for (size_t i = 0; i < 2; i++) {
        snprintf(inner, sizeof inner, "%s/x", directories[i]);
        tree_directory(t, inner);
        tree_delete(t, directories[i]);
    }
}

struct outcome faults_state(const struct tree *t, const char *verb, const char *input,
                            const char *const *env)
{
    const struct program p = {
        .args = STRINGS(verb, "state", "-"), .input = input ? input : "", .env = env};
    return program_run(t, &p);
}

/* In two processes at once where it is long. */
static pid_t divide(void)
{
    if (!getenv("ATTACHE_LONG") || getenv("FAULT"))
        return 0;
    pid_t other = fork();
    share.mine = other == 0;
    share.all = other < 0 ? 1 : 2;
    return other;
}

int faults_run_tests(const struct CMUnitTest *tests, size_t count)
{
    cmocka_set_test_filter(getenv("ONLY"));
    pid_t other = divide();
    int failed = _cmocka_run_group_tests("faults", tests, count, NULL, NULL), status = 0;
    if (other > 0 && (waitpid(other, &status, 0) != other || status != 0))
        failed++;
    return failed;
}
