/* SQLite as it is set up for the catalogue. */
#include "catalog/sql.h"

#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/tree.h"

#include <stdio.h>

static struct err execute(struct sql *sql, const char *statements)
{
    sql_execute(sql, statements);
    return sql_error(sql);
}

/* Of rows of a thousand bytes; what one statement changes has to be kept until it ends. */
static void a_statement_may_change_more_than_is_kept_in_memory(void **state)
{
    struct sql sql = {.what = "cannot read"};
    struct tree tree;
    char path[400];
    (void)state;
    tree_make(&tree, NULL, 0);
    snprintf(path, sizeof path, "%s/some.db", tree.root);
    assert_ok(sql_open(&sql, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 0));
    assert_ok(execute(&sql, "CREATE TEMP TABLE t (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL); "
                            "CREATE TABLE u (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"));
    for (int i = 0; i < 3; i++) {
        assert_ok(execute(&sql, "WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL "
                                "SELECT n + 1 FROM c WHERE n < 4000) "
                                "INSERT INTO temp.t SELECT n, randomblob(1000) FROM c; "
                                "INSERT OR REPLACE INTO u SELECT n, bytes FROM temp.t; "
                                "UPDATE u SET bytes = randomblob(1000)"));
        assert_ok(execute(&sql, "DELETE FROM temp.t; DELETE FROM u WHERE n % 2"));
    }
    sql_close(&sql);
    tree_remove(&tree);
}

/* -- Logs -------------------------------------------------------------------------------------- */

enum { LOG_PAGES = 100, NOT_WAITED = 0, WAITED = 1 /* as SQLite numbers OFF and NORMAL */ };

struct logged {
    struct tree tree;
    char path[400];
    struct sql sql, other;
};

static void open_logged(struct logged *l, struct sql *sql)
{
    *sql = (struct sql){.what = "cannot write"};
    assert_ok(sql_open(sql, l->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 1000));
    sql_keep_log(sql, LOG_PAGES);
}

static int make_logged(void **state)
{
    static struct logged l;
    tree_make(&l.tree, NULL, 0);
    snprintf(l.path, sizeof l.path, "%s/some.db", l.tree.root);
    open_logged(&l, &l.sql);
    assert_ok(execute(&l.sql, "CREATE TABLE t (bytes BLOB); PRAGMA journal_mode = WAL"));
    sql_close(&l.sql);
    open_logged(&l, &l.sql);
    open_logged(&l, &l.other);
    *state = &l;
    return 0;
}

static int remove_logged(void **state)
{
    struct logged *l = *state;
    sql_close(&l->sql);
    sql_close(&l->other);
    tree_remove(&l->tree);
    return 0;
}

static void assert_waits(struct sql *sql, int waited)
{
    assert_int_equal(sql_number(sql, "PRAGMA synchronous"), waited);
    assert_int_equal(sql_number(sql, "PRAGMA wal_autocheckpoint"), waited ? LOG_PAGES : 0);
}

static void write_and_end(struct sql *sql, bool keep)
{
    sql_execute(sql, "INSERT INTO t VALUES (randomblob(1000))");
    sql_end(sql, keep);
    assert_ok(sql_error(sql));
    assert_waits(sql, WAITED);
}

static void only_an_empty_log_is_not_waited_for(void **state)
{
    struct logged *l = *state;
    for (int i = 0; i < 2; i++) { /* nor is one from which all was taken back */
        sql_begin(&l->sql);
        assert_waits(&l->sql, NOT_WAITED);
        write_and_end(&l->sql, i == 1);
    }
    struct sql *const both[] = {&l->sql, &l->other};
    for (int i = 0; i < 2; i++) {
        sql_begin(both[i]);
        assert_waits(both[i], WAITED);
        write_and_end(both[i], true);
    }
    assert_int_equal(sql_number(&l->sql, "SELECT count(*) FROM t"), 3);
    sql_close(&l->other);
    sql_close(&l->sql); /* the last one removes the log */
    open_logged(l, &l->sql);
    sql_begin(&l->sql);
    assert_waits(&l->sql, NOT_WAITED);
    write_and_end(&l->sql, true);
}

static int commit_other(void *user, int tries)
{
    struct logged *l = user;
    (void)tries;
    sql_execute(&l->other, "COMMIT");
    return 1;
}

/* Between looking at it and one's turn. */
static void a_log_that_another_began_meanwhile_is_waited_for(void **state)
{
    struct logged *l = *state;
    sqlite3_busy_handler(l->sql.db, commit_other, l);
    assert_ok(execute(&l->other, "BEGIN IMMEDIATE; INSERT INTO t VALUES (x'00')"));
    sql_begin(&l->sql);
    assert_ok(sql_error(&l->other));
    assert_waits(&l->sql, WAITED);
    assert_int_equal(sqlite3_get_autocommit(l->sql.db), 0);
    write_and_end(&l->sql, true);
    assert_int_equal(sql_number(&l->sql, "SELECT count(*) FROM t"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_may_change_more_than_is_kept_in_memory),
        cmocka_unit_test_setup_teardown(only_an_empty_log_is_not_waited_for, make_logged,
                                        remove_logged),
        cmocka_unit_test_setup_teardown(a_log_that_another_began_meanwhile_is_waited_for,
                                        make_logged, remove_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
