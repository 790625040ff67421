/* What a process in the sandbox can still open; each attempt in a child, because there is no way
 * back. */
#include "base/sandbox.h"
#include "catalog/sql.h"
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct places {
    struct tree tree;
    char inside[PATH_MAX], link[PATH_MAX], own[PATH_MAX];
};

static int make(void **state)
{
    static struct places p;
    if (!sandbox_is_possible())
        return 0;
    tree_make(&p.tree,
              (struct tree_file[]){
                  {"lib/a.md", "A"},
                  {"own/x",    "X"},
                  {"secret",   "S"}
    },
              3);
    tree_symlink(&p.tree, "lib/link", "../secret");
    tree_path(&p.tree, "lib", p.inside);
    tree_path(&p.tree, "own", p.own);
    *state = &p;
    return 0;
}

static int remove_all(void **state)
{
    struct places *p = *state;
    if (p)
        tree_remove(&p->tree);
    return 0;
}

/* In a child in the sandbox `attempt` returns 0 if all is as it should be, else a line. */
static void in_sandbox(struct places *p, int (*attempt)(const struct places *p))
{
    if (!p)
        skip();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        const struct sandbox_place places[] = {
            {p->inside,        false},
            {p->own,           true },
            {"/proc/self",     false},
            {"/there/is/none", true },
        };
        struct err e = sandbox_enter(places, sizeof places / sizeof *places);
        _exit(err_failed(&e) ? 1 : attempt(p) % 256);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (status != 0)
        fail_msg("wrong at line %d", WEXITSTATUS(status));
}

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return __LINE__;                                                                       \
    } while (0)

/* The errno of opening it, 0 if that can be done. */
static int trouble(const struct places *p, const char *name, int flags)
{
    char path[PATH_MAX];
    int fd = open(tree_path(&p->tree, name, path), flags, 0600);
    if (fd < 0)
        return errno;
    close(fd);
    return 0;
}

static int open_files(const struct places *p)
{
    CHECK(trouble(p, "lib/a.md", O_RDONLY) == 0);
    CHECK(trouble(p, "lib", O_RDONLY | O_DIRECTORY) == 0);
    CHECK(trouble(p, "lib/a.md", O_WRONLY) == EACCES);
    CHECK(trouble(p, "lib/new.md", O_WRONLY | O_CREAT) == EACCES);
    CHECK(trouble(p, "lib/link", O_RDONLY) == EACCES);
    CHECK(trouble(p, "secret", O_RDONLY) == EACCES);
    CHECK(trouble(p, "lib/../secret", O_RDONLY) == EACCES);
    CHECK(open("/etc/passwd", O_RDONLY) < 0);
    CHECK(trouble(p, "own/x", O_RDWR) == 0);
    CHECK(trouble(p, "own/new", O_RDWR | O_CREAT) == 0);
    return 0;
}

static void files_are_read_and_written_where_they_may_be(void **state)
{
    in_sandbox(*state, open_files);
}

static int change_names(const struct places *p)
{
    char path[PATH_MAX], other[PATH_MAX];
    CHECK(unlink(tree_path(&p->tree, "lib/a.md", path)) != 0 && errno == EACCES);
    CHECK(mkdir(tree_path(&p->tree, "lib/d", path), 0700) != 0 && errno == EACCES);
    CHECK(truncate(tree_path(&p->tree, "lib/a.md", path), 0) != 0 && errno == EACCES);
    CHECK(mkdir(tree_path(&p->tree, "own/d", path), 0700) == 0);
    CHECK(rename(tree_path(&p->tree, "own/x", path), tree_path(&p->tree, "own/y", other)) == 0);
    CHECK(rename(other, tree_path(&p->tree, "lib/y", path)) != 0);
    CHECK(unlink(other) == 0);
    CHECK(symlink("/etc/passwd", tree_path(&p->tree, "own/link", path)) != 0);
    return 0;
}

static void names_are_changed_only_in_ones_own(void **state)
{
    in_sandbox(*state, change_names);
}

static int start_programs(const struct places *p)
{
    (void)p;
    char *argv[] = {"false", NULL}; /* were it started, it would not end as the attempt does */
    CHECK(execv("/bin/false", argv) != 0 && errno == EACCES);
    return 0;
}

static void no_program_is_started(void **state)
{
    in_sandbox(*state, start_programs);
    struct places all = *(struct places *)*state;
    snprintf(all.inside, sizeof all.inside, "/"); /* nor where it could be read */
    in_sandbox(&all, start_programs);
}

static int connect_somewhere(const struct places *p)
{
    (void)p;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return __LINE__;
    /* Kernels before 6.7 have no say in it: nobody listens at that port. */
    CHECK(errno == EACCES || errno == ECONNREFUSED);
    return 0;
}

static void no_connection_is_made(void **state)
{
    in_sandbox(*state, connect_somewhere);
}

static void *open_in_thread(void *data)
{
    return (void *)(intptr_t)open_files(data);
}

static int start_thread(const struct places *p)
{
    pthread_t thread;
    void *outcome;
    CHECK(pthread_create(&thread, NULL, open_in_thread, (void *)(uintptr_t)p) == 0);
    CHECK(pthread_join(thread, &outcome) == 0);
    return (int)(intptr_t)outcome;
}

static void threads_are_in_it_too(void **state)
{
    in_sandbox(*state, start_thread);
}

/* More than its memory holds: it has to write, and finds where. */
static int sort_much(const struct places *p)
{
    char path[PATH_MAX];
    struct sql sql = {.what = "cannot sort"};
    sql_keep_temporary_files(p->own);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    struct err e = sql_open(&sql, tree_path(&p->tree, "own/a.db", path), flags, 0);
    CHECK(!err_failed(&e));
    sql_execute(&sql, "PRAGMA cache_size = 10; PRAGMA journal_mode = WAL;"
                      "CREATE TABLE t (n INTEGER, s TEXT);"
                      "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < "
                      "20000) INSERT INTO t SELECT n, hex(zeroblob(200)) || n FROM c;"
                      "CREATE TEMP TABLE u AS SELECT * FROM t ORDER BY s DESC;");
    CHECK(!sql_failed(&sql));
    CHECK(sql_number(&sql, "SELECT count(*) FROM u") == 20000);
    sql_close(&sql);
    return 0;
}

static void sqlite_finds_room(void **state)
{
    in_sandbox(*state, sort_much);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_are_read_and_written_where_they_may_be, make,
                                        remove_all),
        cmocka_unit_test_setup_teardown(names_are_changed_only_in_ones_own, make, remove_all),
        cmocka_unit_test_setup_teardown(no_program_is_started, make, remove_all),
        cmocka_unit_test_setup_teardown(no_connection_is_made, make, remove_all),
        cmocka_unit_test_setup_teardown(threads_are_in_it_too, make, remove_all),
        cmocka_unit_test_setup_teardown(sqlite_finds_room, make, remove_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
