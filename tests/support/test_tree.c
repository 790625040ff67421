#include "tests/support/cmocka.h"
#include "tests/support/tree.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void files_are_written_with_their_directories(void **state)
{
    struct tree *l = *state;
    char path[PATH_MAX], text[16] = "";
    FILE *file = fopen(tree_path(l, "deep/er/b.md", path), "r");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text, file), 4);
    fclose(file);
    assert_string_equal(text, "# B\n");
    assert_int_equal(access(tree_path(l, "a.md", path), R_OK), 0);
}

static void special_files_are_what_they_should_be(void **state)
{
    struct tree *l = *state;
    char path[PATH_MAX], target[16] = "";
    struct stat st;
    tree_fifo(l, "pipe.md");
    assert_int_equal(lstat(tree_path(l, "pipe.md", path), &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    tree_symlink(l, "links/out.md", "../../x");
    assert_int_equal(readlink(tree_path(l, "links/out.md", path), target, sizeof target - 1), 7);
    assert_string_equal(target, "../../x");
    tree_directory(l, "dir.md");
    assert_int_equal(lstat(tree_path(l, "dir.md", path), &st), 0);
    assert_true(S_ISDIR(st.st_mode));
}

static void times_and_modes_are_set(void **state)
{
    struct tree *l = *state;
    char path[PATH_MAX];
    struct stat st;
    tree_mtime(l, "a.md", (struct timespec){.tv_sec = 86400, .tv_nsec = 5000});
    tree_chmod(l, "a.md", 0400);
    assert_int_equal(stat(tree_path(l, "a.md", path), &st), 0);
    assert_int_equal(st.st_mtime, 86400);
    assert_int_equal(st.st_mode & 0777, 0400);
}

static void what_is_renamed_or_deleted_is_gone(void **state)
{
    struct tree *l = *state;
    char path[PATH_MAX];
    tree_rename(l, "a.md", "new/c.md");
    assert_int_not_equal(access(tree_path(l, "a.md", path), F_OK), 0);
    assert_int_equal(access(tree_path(l, "new/c.md", path), F_OK), 0);
    tree_delete(l, "deep");
    assert_int_not_equal(access(tree_path(l, "deep", path), F_OK), 0);
}

static void removing_leaves_nothing(void **state)
{
    (void)state;
    struct tree l;
    tree_make(&l, NULL, 0);
    tree_symlink(&l, "loop", ".");
    tree_write(&l, "x/y/z.md", "");
    char top[sizeof l.top];
    strcpy(top, l.top);
    tree_remove(&l);
    assert_int_not_equal(access(top, F_OK), 0);
    tree_remove(&l);
}

static int setup(void **state)
{
    static struct tree l;
    tree_make(&l,
              (struct tree_file[]){
                  {"a.md",         "# A\n"},
                  {"deep/er/b.md", "# B\n"}
    },
              2);
    *state = &l;
    return 0;
}

static int teardown(void **state)
{
    tree_remove(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_are_written_with_their_directories, setup, teardown),
        cmocka_unit_test_setup_teardown(special_files_are_what_they_should_be, setup, teardown),
        cmocka_unit_test_setup_teardown(times_and_modes_are_set, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_renamed_or_deleted_is_gone, setup, teardown),
        cmocka_unit_test(removing_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
