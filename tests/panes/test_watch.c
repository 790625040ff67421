/* The watch tells of changed files, whether the system tells it or it looks itself. */
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"
#include "ui/watch.h"

#include <poll.h>

struct scene {
    struct tree tree;
    struct library library;
    struct watch *watch;
};

static int setup(void **state)
{
    static const struct tree_file files[] = {
        {"library.yaml", "title: L\n"},
        {"part/a.md",    "# A\n"     },
    };
    struct scene *s = test_calloc(1, sizeof *s);
    tree_make(&s->tree, files, 2);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    watch_free(s->watch);
    library_close(&s->library);
    tree_remove(&s->tree);
    test_free(s);
    return 0;
}

static void wait_for_change(struct scene *s)
{
    struct pollfd fd = {.fd = watch_fd(s->watch), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 20000), 1);
    watch_take(s->watch);
}

static void begin(struct scene *s, const char *path, size_t most)
{
    char whole[PATH_MAX];
    struct err e = library_open(&s->library, str_of(tree_path(&s->tree, path, whole)));
    assert_false(err_failed(&e));
    s->watch = watch_start(&s->library, most, time(NULL));
    assert_non_null(s->watch);
    wait_for_change(s); /* the files are as young as the watch */
}

static void changes_are_told(struct scene *s)
{
    tree_write(&s->tree, "part/a.md", "# A changed\n");
    wait_for_change(s);
    tree_write(&s->tree, "part/b.yaml", "date: 2024\n");
    wait_for_change(s);
    tree_rename(&s->tree, "part/b.yaml", "part/a.yaml");
    wait_for_change(s);
    tree_delete(&s->tree, "part/a.yaml");
    wait_for_change(s);
    tree_write(&s->tree, "new/deep/c.md", "# C\n");
    wait_for_change(s);
    tree_write(&s->tree, "new/deep/c.md", "# C changed\n");
    wait_for_change(s);
}

static void the_system_tells(void **state)
{
    struct scene *s = *state;
    begin(s, "", WATCH_ALL);
    changes_are_told(s);
    assert_false(watch_is_partial(s->watch));
}

static void it_looks_itself(void **state)
{
    struct scene *s = *state;
    begin(s, "", 0);
    tree_write(&s->tree, "part/a.md", "# A changed\n");
    wait_for_change(s);
    tree_write(&s->tree, "new/deep/c.md", "# C\n");
    wait_for_change(s);
}

/* The root is listened to, the rest is looked at. */
static void it_looks_where_the_system_takes_no_more(void **state)
{
    struct scene *s = *state;
    begin(s, "", 1);
    assert_true(watch_is_partial(s->watch));
    tree_write(&s->tree, "top.md", "# Top\n");
    wait_for_change(s);
    tree_write(&s->tree, "part/a.md", "# A changed\n");
    wait_for_change(s);
}

static void registries_above_what_was_opened_count(void **state)
{
    struct scene *s = *state;
    begin(s, "part", WATCH_ALL);
    tree_write(&s->tree, "entities.yaml", "entities: []\n");
    wait_for_change(s);
}

static void one_article_has_its_directory(void **state)
{
    struct scene *s = *state;
    begin(s, "part/a.md", WATCH_ALL);
    tree_write(&s->tree, "part/a.yaml", "date: 2024\n");
    wait_for_change(s);
    tree_write(&s->tree, "library.yaml", "title: Other\n");
    wait_for_change(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_system_tells, setup, teardown),
        cmocka_unit_test_setup_teardown(it_looks_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(it_looks_where_the_system_takes_no_more, setup, teardown),
        cmocka_unit_test_setup_teardown(registries_above_what_was_opened_count, setup, teardown),
        cmocka_unit_test_setup_teardown(one_article_has_its_directory, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
