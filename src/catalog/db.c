#include "catalog/db.h"

#include "catalog/days.h"
#include "catalog/filtered.h"
#include "catalog/held.h"
#include "catalog/line.h"
#include "catalog/picked.h"
#include "catalog/texts.h"

#include <stdio.h>

enum { LOG_PAGES = 32768 };

static const char reading[] = "cannot read the catalogue";
static const char writing[] = "cannot write the catalogue";

struct err db_error(struct catalog *c)
{
    return sql_error(&c->sql);
}

bool db_failed(const struct catalog *c)
{
    return sql_failed(&c->sql);
}

static int is_stopped(void *user)
{
    struct catalog *c = user;
    return atomic_load(&c->stopped) || (c->wanted != NULL && c->wanted(c->wanted_user));
}

bool db_stopped(struct catalog *c)
{
    if (!db_failed(c) && is_stopped(c))
        c->sql.trouble = err_make(ERR_CANCELLED, "stopped");
    return db_failed(c);
}

struct err db_open(struct catalog *c)
{
    int flags = SQLITE_OPEN_READWRITE;
    if (c->shared != NULL)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
    c->sql.what = "cannot open the catalogue";
    struct err e = sql_open(&c->sql, c->path, flags, DB_BUSY_MS);
    c->sql.what = reading;
    if (err_failed(&e))
        return e;
    filtered_register(c);
    days_register(c);
    held_register(c);
    line_register(c);
    picked_register(c);
    sqlite3_progress_handler(c->sql.db, DB_STEPS, is_stopped, c);
    sql_keep_log(&c->sql, LOG_PAGES);
    if (c->shared != NULL)
        db_execute(c, "PRAGMA temp_store = MEMORY");
    e = db_error(c);
    if (err_failed(&e))
        db_close(c);
    return e;
}

void db_close(struct catalog *c)
{
    sql_close(&c->sql);
    texts_close(c);
    days_forget(c);
    memos_forget(c);
    c->totals_generation = 0;
    buf_clear(&c->moments);
    c->moments_generation = 0;
    c->kept.told = false;
}

void db_execute(struct catalog *c, const char *sql)
{
    sql_execute(&c->sql, sql);
}

/* -- Transactions ------------------------------------------------------------------------------ */

void db_read(struct catalog *c)
{
    if (c->depth++ > 0)
        return;
    if (c->shared != NULL)
        pthread_rwlock_rdlock(&c->shared->lock);
    db_execute(c, "BEGIN");
}

struct err db_done(struct catalog *c)
{
    if (--c->depth > 0)
        return c->sql.trouble;
    /* It may be interrupted, too, but not twice in a row. */
    for (int i = 0; i < 3 && sqlite3_get_autocommit(c->sql.db) == 0; i++)
        sqlite3_exec(c->sql.db, "COMMIT", NULL, NULL, NULL);
    if (c->shared != NULL)
        pthread_rwlock_unlock(&c->shared->lock);
    struct err e = db_error(c);
    if (err_failed(&e) && e.code != ERR_CANCELLED)
        c->missed = e;
    return e;
}

struct err db_counted(struct catalog *c, size_t count, size_t *to)
{
    struct err e = db_done(c);
    if (!err_failed(&e))
        *to = count;
    return e;
}

void db_write(struct catalog *c)
{
    c->depth++;
    c->sql.what = writing;
    if (c->shared != NULL)
        pthread_rwlock_wrlock(&c->shared->lock);
    sql_begin(&c->sql);
}

struct err db_commit(struct catalog *c)
{
    sql_end(&c->sql, true);
    if (c->shared != NULL)
        pthread_rwlock_unlock(&c->shared->lock);
    c->sql.what = reading;
    c->depth--;
    return db_error(c);
}

/* -- Statements -------------------------------------------------------------------------------- */

struct query db_query(struct catalog *c, const char *sql)
{
    return sql_query(&c->sql, sql);
}

int64_t db_number(struct catalog *c, const char *sql)
{
    return sql_number(&c->sql, sql);
}

static int64_t only_number(struct query *q)
{
    int64_t n = query_row(q) ? query_int_at(q, 0) : 0;
    query_end(q);
    return n;
}

void db_run_of(struct catalog *c, const char *sql, int64_t n)
{
    struct query q = db_query(c, sql);
    query_int(&q, n);
    query_run(&q);
}

int64_t db_number_of(struct catalog *c, const char *sql, int64_t n)
{
    struct query q = db_query(c, sql);
    query_int(&q, n);
    return only_number(&q);
}

int64_t db_number_named(struct catalog *c, const char *sql, str name)
{
    struct query q = db_query(c, sql);
    query_str(&q, name);
    return only_number(&q);
}

size_t db_numbers(struct catalog *c, const char *sql)
{
    enum { MOST = 1 << 28 }; /* what a damaged file says is not believed */
    int64_t greatest = db_number(c, sql);
    return greatest < 0 ? 0 : greatest < MOST ? (size_t)greatest + 1 : MOST;
}

void db_fill(struct catalog *c, const char *table, const struct bits *numbers)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "CREATE TEMP TABLE IF NOT EXISTS %s (n INTEGER PRIMARY KEY); DELETE FROM temp.%s",
             table, table);
    db_execute(c, sql);
    snprintf(sql, sizeof sql, "INSERT INTO temp.%s VALUES (?)", table);
    for (size_t n = bits_next(numbers, 0); n < numbers->size; n = bits_next(numbers, n + 1)) {
        struct query q = db_query(c, sql);
        query_size(&q, n);
        query_run(&q);
    }
}

int64_t db_meta(struct catalog *c, const char *key)
{
    struct query q = db_query(c, "SELECT value FROM meta WHERE key = ?");
    query_cstr(&q, key);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    return n;
}

void db_set_meta(struct catalog *c, const char *key, int64_t value)
{
    struct query q = db_query(c, "UPDATE meta SET value = ?2 WHERE key = ?1 AND value IS NOT ?2");
    query_cstr(&q, key);
    query_int(&q, value);
    query_run(&q);
}
