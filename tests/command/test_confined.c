/* Commands shut themselves in before they read what others wrote, unless told not to. */
#include "base/sandbox.h"
#include "command/confine.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* So long that what commands say of it does not go into a pipe that nobody reads. */
static int make(void **state)
{
    enum { TITLE = 4000, BRIEFINGS = 40, KEYS = 3000 };
    static struct tree tree;
    char path[40];
    struct buf b = {0};
    tree_make(&tree, NULL, 0);
    for (int i = 0; i < BRIEFINGS; i++) {
        buf_clear(&b);
        buf_append(&b, STR("# Japan "));
        buf_fill(&b, 'x', TITLE);
        buf_append(&b, STR("\n\n"));
        for (int k = 0; k < 2 * TITLE; k++)
            buf_append(&b, STR("Japan met. "));
        snprintf(path, sizeof path, "%d.md", i);
        tree_write_bytes(&tree, path, b.ptr, b.len);
    }
    buf_clear(&b);
    for (int i = 0; i < KEYS; i++)
        buf_printf(&b, "unknown%d: x\n", i);
    tree_write_bytes(&tree, "0.yaml", b.ptr, b.len);
    buf_release(&b);
    *state = &tree;
    return 0;
}

static int remove_all(void **state)
{
    tree_remove(*state);
    return 0;
}

/* Starts the program with its output in a pipe; returns what the system says of it when the first
 * of that is there, and the rest does not fit. */
static int confined(const struct tree *t, const struct program *p)
{
    int ends[2];
    char **args = program_arguments(p), **env = program_environment(t, NULL);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        if (chdir(t->root) == 0)
            execve(args[0], args, env);
        _exit(127);
    }
    close(ends[1]);
    struct pollfd ready = {.fd = ends[0], .events = POLLIN};
    assert_int_equal(poll(&ready, 1, PROGRAM_SECONDS * 1000), 1);
    assert_true(ready.revents & POLLIN);
    int value = program_no_new_privileges(child), status;
    kill(child, SIGKILL);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status)); /* it had more to say */
    strings_free(args);
    strings_free(env);
    return value;
}

static void commands_are_shut_in_unless_told_not_to(void **state)
{
    const char *const *const commands[] = {
        STRINGS("show", "1"),
        STRINGS("list"),
        STRINGS("check"),
        STRINGS("search", "japan"),
        STRINGS("list", "--no-sandbox"),
        STRINGS("show", "1", "--no-sandbox"),
    };
    if (!sandbox_is_possible())
        skip();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const char *const *args = commands[i];
        bool open = false;
        for (size_t k = 0; args[k]; k++)
            open = open || strcmp(args[k], "--no-sandbox") == 0;
        if (confined(*state, &(struct program){.args = args}) != !open)
            fail_msg("attache %s", args[0]);
    }
}

/* Returns a line where something is not as it should be. */
static int attempts(const struct tree *t)
{
    struct library lib = {0};
    struct stat st;
    char outside[PATH_MAX], cache[PATH_MAX], own[PATH_MAX];
    snprintf(cache, sizeof cache, "%s/cache", t->top);
    snprintf(own, sizeof own, "%s/cache/attache", t->top);
    snprintf(outside, sizeof outside, "%s/secret", t->top);
    int fd = open(outside, O_WRONLY | O_CREAT, 0600);
    if (fd < 0 || (mkdir(cache, 0700) != 0 && errno != EEXIST) ||
        (mkdir(own, 0700) != 0 && errno != EEXIST))
        return __LINE__;
    close(fd);
    struct err e = library_open(&lib, str_of(t->root));
    if (!err_failed(&e))
        e = confine(&(struct confinement){.library = &lib, .cache_home = str_of(cache)});
    if (err_failed(&e))
        return __LINE__;
    if (open(outside, O_RDONLY) >= 0 || errno != EACCES || stat(outside, &st) != 0)
        return __LINE__;
    if (open(outside, O_WRONLY) >= 0 || open("/etc/passwd", O_RDONLY) >= 0)
        return __LINE__;
    snprintf(outside, sizeof outside, "%s/1.md", t->root);
    if (open(outside, O_RDONLY) < 0 || open(outside, O_WRONLY) >= 0)
        return __LINE__;
    strncat(own, "/x", sizeof own - strlen(own) - 1);
    return open(own, O_WRONLY | O_CREAT, 0600) < 0 ? __LINE__ : 0;
}

static void what_is_outside_cannot_be_opened(void **state)
{
    if (!sandbox_is_possible())
        skip();
    pid_t child = fork();
    if (child == 0)
        _exit(attempts(*state) % 256);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* A file is replaced where it is, whatever directory that is, and through a link. */
static void what_is_named_can_be_written(void **state)
{
    struct tree *t = *state;
    outcome_is(attache(t, "export", "state", "copy.yaml"), 0, "",
               "attache: 0 briefings, 0 marks, 0 notes written\n");
    tree_write(t, "other/copy.yaml", "x-a: b\n");
    tree_symlink(t, "link.yaml", "other/copy.yaml");
    outcome_is(attache(t, "export", "state", "link.yaml"), 0, "",
               "attache: 0 briefings, 0 marks, 0 notes written\n");
    outcome_has(attache(t, "import", "state", "other/copy.yaml"), 0, "", "0 notes read");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, remove_all)
    const struct CMUnitTest tests[] = {
        TEST(commands_are_shut_in_unless_told_not_to),
        TEST(what_is_outside_cannot_be_opened),
        TEST(what_is_named_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
