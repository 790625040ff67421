/* Directories that are as they were: their units are not looked for one by one, and nothing that
 * changes is missed for that. */
#include "catalog/db.h"
#include "tests/unit/refreshed.h"

#include <limits.h>
#include <time.h>

enum { DIRECTORIES = 5, FILES = 25, STEPS = 120 };

/* Walked in this order, which is not that of their paths. */
static const char *const names[DIRECTORIES] = {"", "a/", "b/", "b/c/", "b-c/"};

/* An hour from now: no file is so young that its stamp is in doubt. */
static int64_t in_an_hour(void *user)
{
    (void)user;
    return ((int64_t)time(NULL) + 3600) * INT64_C(1000000000);
}

static void look(struct fixture *f)
{
    const struct refresh_hooks hooks = {.now = in_an_hour};
    if (f->c == NULL)
        reopen(f);
    assert_ok(catalog_refresh(f->c, &f->lib, false, &hooks, &f->counts));
}

/* As long as no other was: a system may give two changes the same time. */
static void write_one(struct fixture *f, int i, const char *name, int version)
{
    char path[80], text[600];
    snprintf(path, sizeof path, "%s%s.md", names[i % DIRECTORIES], name);
    snprintf(text, sizeof text, "# Title %d\n\nXi met Pi.%*s\n", i, version, ".");
    tree_write(&f->tree, path, text);
    snprintf(path, sizeof path, "%s%s.yaml", names[i % DIRECTORIES], name);
    snprintf(text, sizeof text, "date: 2024-0%d\nentities: [{id: n%d, name: Pi}]\n#%*s\n",
             i % 9 + 1, i % 5, version, ".");
    tree_write(&f->tree, path, text);
}

static void write_all(struct fixture *f)
{
    for (int i = 0; i < FILES; i++) {
        char name[20];
        snprintf(name, sizeof name, "f%02d", i);
        write_one(f, i, name, 1);
    }
}

static int64_t sealed(struct fixture *f)
{
    return db_number(f->c, "SELECT count(*) FROM directory WHERE sealed IS NOT NULL");
}

/* What is stored of a unit is made another behind its back. */
static void units_are_looked_for_where_a_seal_does_not_hold(void **state)
{
    struct fixture *f = *state;
    static const char *const doubts[] = {
        "UPDATE meta SET value = value + 1 WHERE key = 'generation'",
        "UPDATE meta SET value = 0 WHERE key = 'complete'",
        "UPDATE directory SET sealed = zeroblob(length(sealed))",
        "UPDATE directory SET sealed = substr(sealed, 1, length(sealed) - 1) || x'ff'",
        "UPDATE directory SET sealed = NULL",
    };
    write_all(f);
    look(f);
    assert_int_equal(sealed(f), 0);
    look(f);
    assert_int_equal(sealed(f), DIRECTORIES);
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++) {
        db_execute(f->c, "UPDATE unit SET article_stamp = x'' "
                         "WHERE id IN ('b/f02', 'b/c/f03', 'b-c/f04')");
        look(f);
        assert_counts(f, .briefings = FILES, .unchanged = FILES);
        db_execute(f->c, doubts[i]);
        look(f);
        assert_counts(f, .briefings = FILES, .changed = 3, .unchanged = FILES - 3);
        look(f);
        look(f);
        assert_int_equal(sealed(f), DIRECTORIES);
        assert_as_fresh(f, doubts[i]);
    }
}

/* A rename leaves the file as it was, and so may it be found again. */
static void what_went_comes_back(void **state)
{
    struct fixture *f = *state;
    write_all(f);
    for (int i = 0; i < 3; i++)
        look(f);
    tree_rename(&f->tree, "b/f02.md", ".away");
    look(f);
    assert_counts(f, .briefings = FILES - 1, .removed = 1, .unchanged = FILES - 1);
    tree_rename(&f->tree, ".away", "b/f02.md");
    look(f);
    assert_counts(f, .briefings = FILES, .added = 1, .unchanged = FILES - 1);
    assert_as_fresh(f, "back again");
}

struct patience {
    size_t asked, most;
};

static bool is_over(void *user)
{
    struct patience *p = user;
    return p->asked++ >= p->most;
}

static void look_in_part(struct fixture *f, size_t most)
{
    struct patience patience = {.most = most};
    const struct refresh_hooks hooks = {.user = &patience, .cancelled = is_over, .now = in_an_hour};
    struct err e = catalog_refresh(f->c, &f->lib, false, &hooks, NULL);
    assert_true(!err_failed(&e) || e.code == ERR_CANCELLED);
}

static bool exists(struct fixture *f, const char *path)
{
    char whole[PATH_MAX];
    return access(tree_path(&f->tree, path, whole), F_OK) == 0;
}

static void remove_if_there(struct fixture *f, const char *path)
{
    if (exists(f, path))
        tree_delete(&f->tree, path);
}

static void do_something(struct fixture *f, struct random *r, int step)
{
    char name[20], path[80], other[80];
    int i = (int)random_below(r, FILES);
    snprintf(name, sizeof name, "f%02d", i);
    snprintf(path, sizeof path, "%s%s.md", names[i % DIRECTORIES], name);
    snprintf(other, sizeof other, "%sg%02d.md", names[random_below(r, DIRECTORIES)], i);
    switch (random_below(r, 8)) {
    case 0:
        remove_if_there(f, path);
        break;
    case 1:
        snprintf(path, sizeof path, "%s%s.yaml", names[i % DIRECTORIES], name);
        remove_if_there(f, path);
        break;
    case 2:
        if (exists(f, path))
            tree_rename(&f->tree, path, other);
        break;
    case 3:
        if (exists(f, other))
            tree_rename(&f->tree, other, path);
        break;
    case 4:
        tree_write(&f->tree, "b/entities.yaml",
                   step % 2 != 0 ? "entities: [{id: x, name: Xi}]\n" : "entities: []\n");
        break;
    case 5:
        remove_if_there(f, "b/entities.yaml");
        break;
    case 6:
        look_in_part(f, random_below(r, FILES));
        break;
    default:
        write_one(f, i, name, step + 2);
    }
}

static void nothing_is_missed(void **state)
{
    struct fixture *f = *state;
    struct random r = {UINT64_C(0x5ea1)};
    int64_t held = 0;
    write_all(f);
    look(f);
    for (int step = 0; step < STEPS; step++) {
        for (size_t i = random_below(&r, 3); i > 0; i--)
            do_something(f, &r, step);
        look(f);
        held += sealed(f);
        if (step % 4 == 0)
            assert_as_fresh(f, "at a step");
    }
    assert_as_fresh(f, "in the end");
    assert_true(held > STEPS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(units_are_looked_for_where_a_seal_does_not_hold),
        TEST_OF(what_went_comes_back),
        TEST_OF(nothing_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
