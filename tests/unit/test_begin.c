/* How to begin is said where nothing names a library. */
#include "command/command.h"
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is said in an empty directory. */
static void assert_said(const struct tree *tree, const char *sample, const char *end)
{
    char path[PATH_MAX], said[1024] = "";
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(tree->root), 0);
    struct output messages = {.fd =
                                  open(tree_path(tree, "said.log", path), O_RDWR | O_CREAT, 0600)};
    struct environment environment = {.sample = str_of(sample)};
    struct options options = {0};
    struct library lib = {0};
    struct command_call call = {
        .options = &options, .environment = &environment, .messages = &messages};
    assert_false(command_library(&call, &lib));
    assert_true(pread(messages.fd, said, sizeof said - 1, 0) > 0);
    assert_true(str_starts(str_of(said), STR("attache: there is no library here: ")));
    assert_true(str_ends(str_of(said), str_of(end)));
    output_release(&messages);
    close(messages.fd);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(fchdir(here), 0);
    close(here);
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_installed_library_is_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
