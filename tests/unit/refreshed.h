/* A library on the disk and its catalogue, brought up to date and compared with a fresh one. */
#ifndef ATTACHE_TESTS_UNIT_REFRESHED_H
#define ATTACHE_TESTS_UNIT_REFRESHED_H

#include "catalog/db.h"
#include "catalog/refresh.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/tree.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
    struct tree tree;
    struct library lib;
    struct catalog *c;
    char cache[400];
    struct refresh_counts counts;
    struct arena arena;
};

static inline void reopen(struct fixture *f)
{
    catalog_close(f->c);
    library_close(&f->lib);
    assert_ok(library_open(&f->lib, str_of(f->tree.root)));
    const struct catalog_options options = {.cache_home = str_of(f->cache)};
    char notice[256];
    assert_ok(catalog_open(&f->lib, &options, &f->c, notice));
    assert_string_equal(notice, "");
}

static inline int setup(void **state)
{
    static struct fixture f;
    f = (struct fixture){0};
    tree_make(&f.tree, NULL, 0);
    snprintf(f.cache, sizeof f.cache, "%s/cache-of-test", f.tree.home);
    *state = &f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    catalog_close(f->c);
    library_close(&f->lib);
    arena_release(&f->arena);
    tree_remove(&f->tree);
    return 0;
}

static inline void refresh(struct fixture *f)
{
    if (f->c == NULL)
        reopen(f);
    assert_ok(catalog_refresh(f->c, &f->lib, false, NULL, &f->counts));
}

/* When a refresh is killed: the so manieth time that it asks whether it is cancelled, which it does
 * for each file that it looks at and each that it stores, or with its so manieth transaction; 0 is
 * never. */
struct doom {
    size_t ask, commit, asked;
};

static inline bool doom_asked(void *user)
{
    struct doom *d = user;
    if (++d->asked == d->ask)
        raise(SIGKILL);
    return false;
}

static inline void doom_told(void *user, const struct refresh_progress *p)
{
    const struct doom *d = user;
    if (d->commit > 0 && p->commits >= d->commit)
        raise(SIGKILL);
}

/* A refresh in a process of its own. True: it was killed; else it came to its end. */
static inline bool refresh_doomed(struct fixture *f, bool rebuild, struct doom doom)
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        reopen(f);
        const struct refresh_hooks hooks = {
            .user = &doom, .progress = doom_told, .cancelled = doom_asked};
        struct err e = catalog_refresh(f->c, &f->lib, rebuild, &hooks, NULL);
        _exit(err_failed(&e));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

/* As many processes as that at once, of which those of the set load everything again. */
static inline void refresh_at_once(struct fixture *f, int processes, unsigned rebuild)
{
    enum { MOST = 8 };
    pid_t children[MOST];
    assert_true(processes <= MOST);
    for (int i = 0; i < processes; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] != 0)
            continue;
        reopen(f);
        struct err e = catalog_refresh(f->c, &f->lib, (rebuild >> i & 1) != 0, NULL, NULL);
        if (err_failed(&e))
            fprintf(stderr, "child %d: %s\n", i, e.message);
        catalog_close(f->c);
        _exit(err_failed(&e));
    }
    for (int i = 0; i < processes; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
}

#define assert_counts(f, ...) assert_counts_at(f, (struct refresh_counts){__VA_ARGS__}, __LINE__)
static inline void assert_counts_at(const struct fixture *f, struct refresh_counts e, int line)
{
    const struct refresh_counts *n = &f->counts;
    if (memcmp(n, &e, sizeof e) != 0)
        fail_msg("line %d: %zu briefings, %zu added, %zu changed, %zu removed, %zu unchanged, "
                 "%zu refused",
                 line, n->briefings, n->added, n->changed, n->removed, n->unchanged, n->refused);
}

/* What a catalogue made from nothing would say. */
static inline void fresh_dump(struct fixture *f, struct buf *out)
{
    struct library lib = {0};
    struct catalog *c;
    char notice[256];
    assert_ok(library_open(&lib, str_of(f->tree.root)));
    assert_ok(catalog_open(&lib, &(struct catalog_options){.in_memory = true}, &c, notice));
    assert_ok(catalog_refresh(c, &lib, false, NULL, NULL));
    catalog_dump(c, 50, out);
    catalog_close(c);
    library_close(&lib);
}

static inline void assert_as_fresh(struct fixture *f, const char *when)
{
    struct buf expected = {0}, actual = {0};
    fresh_dump(f, &expected);
    catalog_dump(f->c, 50, &actual);
    if (!str_eq(buf_str(&expected), buf_str(&actual)))
        fail_msg("%s: a fresh catalogue says\n%.*s\nthis one\n%.*s", when,
                 STR_FMT(buf_str(&expected)), STR_FMT(buf_str(&actual)));
    buf_release(&expected);
    buf_release(&actual);
    assert_int_equal(db_meta(f->c, "units"), db_number(f->c, "SELECT count(*) FROM unit"));
}

#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
