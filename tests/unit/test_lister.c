/* Directories listed ahead: whatever is asked for, and in whatever order, it is what fs_list says.
 */
#include "loader/lister.h"
#include "tests/unit/loaded.h"

enum { DIRECTORIES = 60 };

/* "00/a0.md", "00/a1.md" …; their number tells them apart. */
static void make_directories(struct loaded *t, str *paths)
{
    for (size_t i = 0; i < DIRECTORIES; i++) {
        paths[i] = arena_printf(&t->arena, "%02zu", i);
        for (size_t k = 0; k <= i % 5; k++)
            tree_write(&t->tree, arena_printf(&t->arena, "%02zu/a%zu.md", i, k).ptr, "a");
    }
    loaded_open(t, "library");
}

static void take(struct loaded *t, struct lister *l, str path)
{
    struct listed listed = lister_take(l, path);
    struct fs_entry *entries;
    size_t count;
    struct err e = fs_list(&t->lib.root, path, &t->arena, &entries, &count);
    assert_int_equal(listed.trouble.code, e.code);
    assert_int_equal(listed.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(str_eq(listed.entries[i].name, entries[i].name));
        assert_true(fs_stamp_eq(&listed.entries[i].stamp, &entries[i].stamp));
    }
    arena_release(&listed.arena);
}

static void all_in_their_order(void **state)
{
    struct loaded *t = *state;
    str paths[DIRECTORIES];
    make_directories(t, paths);
    struct lister *l = lister_make(&t->lib.root);
    take(t, l, STR(""));
    for (size_t i = 0; i < DIRECTORIES; i++)
        take(t, l, paths[i]);
    take(t, l, paths[0]);
    lister_stop(l);
}

static void some_are_never_asked_for(void **state)
{
    struct loaded *t = *state;
    str paths[DIRECTORIES];
    make_directories(t, paths);
    for (size_t step = 2; step < 20; step++) {
        struct lister *l = lister_make(&t->lib.root);
        take(t, l, STR(""));
        for (size_t i = 0; i < DIRECTORIES; i += step) {
            take(t, l, paths[i]);
            take(t, l, STR("nowhere"));
        }
        lister_stop(l);
    }
}

/* Also where one of them is passed over with all that is within it. */
static void those_within_come_first(void **state)
{
    struct loaded *t = *state;
    str paths[DIRECTORIES];
    tree_write(&t->tree, "40/b/c/x.md", "x");
    tree_write(&t->tree, "40/b/d/x.md", "x");
    tree_write(&t->tree, "40/e/x.md", "x");
    tree_write(&t->tree, "41/f/g/x.md", "x");
    make_directories(t, paths);
    struct lister *l = lister_make(&t->lib.root);
    static const char *const order[] = {"",       "39",   "40", "40/b",   "40/b/c",
                                        "40/b/d", "40/e", "42", "41/f/g", "43"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        take(t, l, str_of(order[i]));
    lister_stop(l);
}

static void nothing_more_is_taken(void **state)
{
    struct loaded *t = *state;
    str paths[DIRECTORIES];
    make_directories(t, paths);
    struct lister *l = lister_make(&t->lib.root);
    lister_stop(l);
    l = lister_make(&t->lib.root);
    take(t, l, STR(""));
    lister_stop(l);
}

static void a_walk_meets_them_in_the_same_order(void **state)
{
    struct loaded *t = *state;
    struct buf expected = {0};
    for (int i = 10; i < 30; i++) {
        for (int k = 10; k < 22; k++)
            tree_write(&t->tree, arena_printf(&t->arena, "%d/%d/x.md", i, k).ptr, "x");
        tree_write(&t->tree, arena_printf(&t->arena, "%d/own.md", i).ptr, "x");
    }
    tree_symlink(&t->tree, "10/up", "../11");
    tree_symlink(&t->tree, "00", "29/21");
    for (int i = 10; i < 30; i++) {
        buf_printf(&expected, "unit %d/own %d/own.md \n", i, i);
        for (int k = 10; k < 22; k++)
            buf_printf(&expected, "unit %d/%d/x %d/%d/x.md \n", i, k, i, k);
    }
    buf_byte(&expected, '\0');
    loaded_open(t, "library");
    for (int i = 0; i < 20; i++)
        assert_string_equal(loaded_walk(t), expected.ptr);
    buf_release(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED_TEST(all_in_their_order),
        LOADED_TEST(some_are_never_asked_for),
        LOADED_TEST(those_within_come_first),
        LOADED_TEST(nothing_more_is_taken),
        LOADED_TEST(a_walk_meets_them_in_the_same_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
