/* How to begin is said where nothing names a library. */
#include "command/command.h"
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Runs with the directory as the current one; true if it is a library. */
static bool begin(const struct tree *tree, const char *home, const char *sample, char said[1024])
{
    char path[PATH_MAX];
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(tree->root), 0);
    struct output messages = {.fd =
                                  open(tree_path(tree, "said.log", path), O_RDWR | O_CREAT, 0600)};
    struct environment environment = {.sample = str_of(sample), .home = str_of(home)};
    struct options options = {0};
    struct library lib = {0};
    struct command_call call = {
        .options = &options, .environment = &environment, .messages = &messages};
    memset(said, 0, 1024);
    bool is = command_library(&call, &lib);
    assert_true(pread(messages.fd, said, 1023, 0) >= 0);
    if (is)
        library_close(&lib);
    output_release(&messages);
    close(messages.fd);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(fchdir(here), 0);
    close(here);
    return is;
}

/* What is said in an empty directory. */
static void assert_said(const struct tree *tree, const char *sample, const char *end)
{
    char said[1024];
    assert_false(begin(tree, NULL, sample, said));
    assert_true(str_starts(str_of(said), STR("attache: there is no library here: ")));
    assert_true(str_ends(str_of(said), str_of(end)));
}

static void the_installed_library_is_named(void **state)
{
    (void)state;
    struct tree tree;
    char sample[PATH_MAX], end[PATH_MAX + 64];
    tree_make(&tree, NULL, 0);
    snprintf(sample, sizeof sample, "%s/content", tree.home);
    assert_said(&tree, sample, "(.md or .txt)\n");
    assert_int_equal(mkdir(sample, 0755), 0);
    snprintf(end, sizeof end, "(.md or .txt); to see one: attache %s\n", sample);
    assert_said(&tree, sample, end);
    tree_remove(&tree);
}

/* A home is not read as a library, unless it says that it is one, or has but articles in it. */
static void a_home_is_no_library_unasked(void **state)
{
    static const char too_much[] = "attache: nothing says that this directory is a library";
    struct tree tree;
    char said[1024], below[PATH_MAX];
    (void)state;
    tree_make(&tree,
              (struct tree_file[]){
                  {"a.md", "# A\n"}
    },
              1);
    assert_true(begin(&tree, tree.root, "", said));
    tree_write(&tree, "some/project/readme.md", "# B\n");
    snprintf(below, sizeof below, "%s/some", tree.root);
    assert_false(begin(&tree, tree.root, "", said));
    assert_true(str_starts(str_of(said), str_of(too_much)));
    assert_false(begin(&tree, below, "", said)); /* what a home lies in */
    assert_true(str_starts(str_of(said), str_of(too_much)));
    assert_true(begin(&tree, "/nowhere", "", said));
    assert_true(begin(&tree, NULL, "", said));
    tree_write(&tree, "library.yaml", "title: Mine\n");
    assert_true(begin(&tree, tree.root, "", said));
    tree_remove(&tree);
}

static void very_many_directories_are_no_library_unasked(void **state)
{
    struct tree tree;
    char said[1024], path[PATH_MAX];
    (void)state;
    tree_make(&tree,
              (struct tree_file[]){
                  {"a.md", "# A\n"}
    },
              1);
    for (int i = 0; i < 1000; i++) {
        snprintf(path, sizeof path, "%s/d%04d", tree.root, i);
        assert_int_equal(mkdir(path, 0755), 0);
    }
    assert_false(begin(&tree, NULL, "", said));
    assert_non_null(strstr(said, "attache --library ."));
    assert_int_equal(rmdir(path), 0);
    assert_true(begin(&tree, NULL, "", said));
    tree_remove(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_installed_library_is_named),
        cmocka_unit_test(a_home_is_no_library_unasked),
        cmocka_unit_test(very_many_directories_are_no_library_unasked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
