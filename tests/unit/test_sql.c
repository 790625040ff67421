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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_may_change_more_than_is_kept_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
