/* Other programs: what is opened, and the exact arguments that they get. */
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"
#include "ui/spawn.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void test_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"http://a", "https://a.b/c?d=e#f", "HTTPS://A",
                                       "mailto:a@b"};
    static const char *const bad[] = {"",
                                      "https://",
                                      "ftp://a",
                                      "file:///etc/passwd",
                                      "/bin/sh",
                                      "-x",
                                      "javascript:x",
                                      "https://a b",
                                      "https://a\n",
                                      "http:/a",
                                      "https://\033[m",
                                      " https://a"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(spawn_can_browse(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(spawn_can_browse(str_of(bad[i])));
        struct err e = spawn_browser(str_of(bad[i]));
        assert_true(err_failed(&e));
    }
}

/* A program that writes its arguments, one a line, to a file; one that nobody waits for then opens
 * a fifo. */
static void make_program(const struct tree *t, bool detached, char path[PATH_MAX])
{
    char script[2 * PATH_MAX];
    snprintf(script, sizeof script, "#!/bin/sh\nprintf '%%s\\n' \"$@\" > '%s/args'\n%s'%s/done'\n",
             t->home, detached ? ": > " : ": ", t->root);
    tree_write(t, "program", script);
    tree_chmod(t, "program", 0755);
    tree_path(t, "program", path);
    if (detached)
        tree_fifo(t, "done");
}

static void wait_for_it(const struct tree *t)
{
    char path[PATH_MAX];
    int fd = open(tree_path(t, "done", path), O_RDONLY); /* until the program has it open too, */
    assert_true(fd >= 0);
    assert_int_equal(read(fd, path, 1), 0); /* and until it has closed it: the next waits anew */
    close(fd);
}

static void assert_arguments(const struct tree *t, const char *expected)
{
    char path[PATH_MAX], text[1000] = "";
    snprintf(path, sizeof path, "%s/args", t->home);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    unlink(path);
    assert_string_equal(text, expected);
}

static void test_browser_gets_the_address_alone(void **state)
{
    (void)state;
    struct tree t;
    char path[PATH_MAX], variable[PATH_MAX + 40];
    tree_make(&t, NULL, 0);
    make_program(&t, true, path);
    setenv("BROWSER", path, 1);
    struct err e = spawn_browser(STR("https://a/$(id)?b='c'&d;e"));
    assert_false(err_failed(&e));
    wait_for_it(&t);
    assert_arguments(&t, "https://a/$(id)?b='c'&d;e\n");
    snprintf(variable, sizeof variable, "%s --new %%s -q:other", path);
    setenv("BROWSER", variable, 1);
    e = spawn_browser(STR("https://a"));
    assert_false(err_failed(&e));
    wait_for_it(&t);
    assert_arguments(&t, "--new\nhttps://a\n-q\n");
    setenv("BROWSER", "/no/such/program", 1);
    e = spawn_browser(STR("https://a"));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    tree_remove(&t);
}

static void test_editor_gets_line_and_path(void **state)
{
    (void)state;
    struct tree t;
    char path[PATH_MAX], variable[PATH_MAX + 40];
    tree_make(&t, NULL, 0);
    make_program(&t, false, path);
    unsetenv("VISUAL");
    snprintf(variable, sizeof variable, "%s  --wait", path);
    setenv("EDITOR", variable, 1);
    struct err e = spawn_editor(STR("/x/a b;c.md"), 12, STDIN_FILENO);
    assert_false(err_failed(&e));
    assert_arguments(&t, "--wait\n+12\n/x/a b;c.md\n");
    setenv("VISUAL", path, 1); /* comes first */
    e = spawn_editor(STR("-rf"), 0, STDIN_FILENO);
    assert_false(err_failed(&e));
    assert_arguments(&t, "+1\n./-rf\n");
    setenv("VISUAL", "no-such-editor-anywhere", 1);
    e = spawn_editor(STR("a"), 1, STDIN_FILENO);
    assert_int_equal(e.code, ERR_NOT_FOUND);
    tree_remove(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_browser_gets_the_address_alone),
        cmocka_unit_test(test_editor_gets_line_and_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
