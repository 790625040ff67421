#include "catalog/db.h"

#include "base/mem.h"

#include <errno.h>
#include <string.h>

enum { BUSY_MS = 120000, STRING_MAX = 1 << 30 };

struct statement {
    struct statement *next;
    sqlite3_stmt *s;
    char *sql;
};

/* -- Errors ------------------------------------------------------------------------------------ */

struct err db_err(sqlite3 *db, int rc, const char *what)
{
    const char *reason = db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
    switch (rc & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: /* a table or a column is missing */
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return err_make(ERR_CORRUPT, "%s: %s", what, reason);
    case SQLITE_FULL:
        return err_system(ENOSPC, "%s", what);
    case SQLITE_INTERRUPT:
        return err_make(ERR_CANCELLED, "%s: %s", what, reason);
    default: {
        struct err e = err_make(ERR_SYSTEM, "%s: %s", what, reason);
        e.system = db != NULL ? sqlite3_system_errno(db) : 0;
        return e;
    }
    }
}

static void fail(struct catalog *c, int rc)
{
    if (err_failed(&c->trouble))
        return;
    c->trouble =
        db_err(c->db, rc, c->writing ? "cannot write the catalogue" : "cannot read the catalogue");
}

struct err db_error(struct catalog *c)
{
    struct err e = c->trouble;
    c->trouble = ERR_OK;
    return e;
}

bool db_failed(const struct catalog *c)
{
    return err_failed(&c->trouble);
}

/* -- Connections ------------------------------------------------------------------------------- */

static int configure(sqlite3 *db)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, STRING_MAX);
    return sqlite3_exec(db,
                        "PRAGMA trusted_schema = OFF;"
                        "PRAGMA cell_size_check = ON;"
                        "PRAGMA synchronous = NORMAL;"
                        "PRAGMA journal_size_limit = 4194304;",
                        NULL, NULL, NULL);
}

struct err db_open(struct catalog *c)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (c->shared != NULL)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
    int rc = sqlite3_open_v2(c->path, &c->db, flags, NULL);
    if (rc == SQLITE_OK)
        rc = configure(c->db);
    if (rc == SQLITE_OK)
        return ERR_OK;
    struct err e = db_err(c->db, rc, "cannot open the catalogue");
    db_close(c);
    return e;
}

void db_close(struct catalog *c)
{
    for (size_t i = 0; i < DB_BUCKETS; i++) {
        for (struct statement *s = c->statements[i], *next; s != NULL; s = next) {
            next = s->next;
            sqlite3_finalize(s->s);
            mem_free(s->sql);
            mem_free(s);
        }
        c->statements[i] = NULL;
    }
    sqlite3_close(c->db);
    c->db = NULL;
    buf_clear(&c->filter);
}

void db_execute(struct catalog *c, const char *sql)
{
    if (db_failed(c))
        return;
    int rc = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        fail(c, rc);
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
        return c->trouble;
    if (sqlite3_get_autocommit(c->db) == 0)
        sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
    if (c->shared != NULL)
        pthread_rwlock_unlock(&c->shared->lock);
    return db_error(c);
}

void db_write(struct catalog *c)
{
    c->depth++;
    c->writing = true;
    if (c->shared != NULL)
        pthread_rwlock_wrlock(&c->shared->lock);
    db_execute(c, "BEGIN IMMEDIATE");
}

struct err db_commit(struct catalog *c)
{
    db_execute(c, "COMMIT");
    if (sqlite3_get_autocommit(c->db) == 0)
        sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    if (c->shared != NULL)
        pthread_rwlock_unlock(&c->shared->lock);
    c->writing = false;
    c->depth--;
    return db_error(c);
}

/* -- Statements -------------------------------------------------------------------------------- */

static size_t bucket_of(const char *sql)
{
    uint32_t h = 2166136261u;
    for (; *sql != '\0'; sql++)
        h = (h ^ (unsigned char)*sql) * 16777619u;
    return h % DB_BUCKETS;
}

static struct statement *prepare(struct catalog *c, const char *sql)
{
    struct statement **bucket = &c->statements[bucket_of(sql)];
    for (struct statement *s = *bucket; s != NULL; s = s->next)
        if (strcmp(s->sql, sql) == 0)
            return s;

    sqlite3_stmt *prepared;
    int rc = sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);
    if (rc != SQLITE_OK) {
        fail(c, rc);
        return NULL;
    }
    size_t size = strlen(sql) + 1;
    struct statement *s = mem_alloc(sizeof *s);
    *s = (struct statement){.next = *bucket, .s = prepared, .sql = mem_alloc(size)};
    memcpy(s->sql, sql, size);
    return *bucket = s;
}

struct query db_query(struct catalog *c, const char *sql)
{
    struct statement *s = db_failed(c) ? NULL : prepare(c, sql);
    return (struct query){.c = c, .s = s != NULL ? s->s : NULL};
}

/* Binding fails only for what is too big. */
static void bound(struct query *q, int rc)
{
    if (rc == SQLITE_OK)
        return;
    fail(q->c, rc);
    query_end(q);
}

void query_str(struct query *q, str s)
{
    q->bound++;
    if (q->s == NULL)
        return;
    if (!str_present(s))
        bound(q, sqlite3_bind_null(q->s, q->bound));
    else
        bound(q, sqlite3_bind_text64(q->s, q->bound, s.ptr, s.len, SQLITE_STATIC, SQLITE_UTF8));
}

void query_cstr(struct query *q, const char *s)
{
    query_str(q, str_of(s));
}

void query_int(struct query *q, int64_t n)
{
    q->bound++;
    if (q->s != NULL)
        bound(q, sqlite3_bind_int64(q->s, q->bound, n));
}

void query_size(struct query *q, size_t n)
{
    query_int(q, n < INT64_MAX ? (int64_t)n : INT64_MAX);
}

void query_null(struct query *q)
{
    q->bound++;
    if (q->s != NULL)
        bound(q, sqlite3_bind_null(q->s, q->bound));
}

void query_blob(struct query *q, str bytes)
{
    q->bound++;
    if (q->s == NULL)
        return;
    if (!str_present(bytes))
        bound(q, sqlite3_bind_null(q->s, q->bound));
    else
        bound(q, sqlite3_bind_blob64(q->s, q->bound, bytes.ptr, bytes.len, SQLITE_STATIC));
}

bool query_row(struct query *q)
{
    if (q->s == NULL)
        return false;
    int rc = sqlite3_step(q->s);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        fail(q->c, rc);
    query_end(q);
    return false;
}

void query_end(struct query *q)
{
    if (q->s == NULL)
        return;
    sqlite3_reset(q->s);
    sqlite3_clear_bindings(q->s);
    q->s = NULL;
}

void query_run(struct query *q)
{
    while (query_row(q))
        ;
}

str query_view_at(const struct query *q, int column)
{
    if (sqlite3_column_type(q->s, column) == SQLITE_NULL)
        return (str){0};
    const char *bytes = sqlite3_column_blob(q->s, column);
    int size = sqlite3_column_bytes(q->s, column);
    return bytes != NULL ? (str){bytes, (size_t)size} : STR("");
}

str query_str_at(const struct query *q, int column, struct arena *a)
{
    return arena_str(a, query_view_at(q, column));
}

int64_t query_int_at(const struct query *q, int column)
{
    return sqlite3_column_int64(q->s, column);
}

size_t query_size_at(const struct query *q, int column)
{
    int64_t n = query_int_at(q, column);
    return n > 0 ? (size_t)n : 0;
}

int query_enum_at(const struct query *q, int column, int count)
{
    int64_t n = query_int_at(q, column);
    return n >= 0 && n < count ? (int)n : 0;
}

bool query_null_at(const struct query *q, int column)
{
    return sqlite3_column_type(q->s, column) == SQLITE_NULL;
}

int64_t db_number(struct catalog *c, const char *sql)
{
    struct query q = db_query(c, sql);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    return n;
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
