#include "catalog/sql.h"

#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    STRING_MAX = 1 << 30,
    UNDO_BYTES = (1 << 17) - 1, /* of what a statement changes, kept in memory until it ends */
};

struct statement {
    struct statement *next;
    sqlite3_stmt *s;
    char *text;
};

/* -- Errors ------------------------------------------------------------------------------------ */

struct err sql_err(sqlite3 *db, int rc, const char *what)
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

static void fail(struct sql *sql, int rc)
{
    if (!sql_failed(sql))
        sql->trouble = sql_err(sql->db, rc, sql->what);
}

struct err sql_error(struct sql *sql)
{
    struct err e = sql->trouble;
    sql->trouble = ERR_OK;
    return e;
}

bool sql_failed(const struct sql *sql)
{
    return err_failed(&sql->trouble);
}

/* -- Connections ------------------------------------------------------------------------------- */

/* Before the first connection; later SQLite refuses and goes on as it was. As it comes it writes
 * what a statement may have to undo to a temporary file once four pages are concerned, and then
 * goes on so for the whole transaction. What was kept it writes there in one piece, of which its
 * files take no more than UNDO_BYTES: of more they say that the disk is full. It also counts what
 * is allocated under a lock that all threads share, and takes room for twenty pages with each
 * connection, where most need few. */
static void configure_all(void)
{
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, UNDO_BYTES);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

static int configure(sqlite3 *db, int busy_ms)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, busy_ms);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, STRING_MAX);
    return sqlite3_exec(db,
                        "PRAGMA trusted_schema = OFF;"
                        "PRAGMA cell_size_check = ON;"
                        "PRAGMA journal_size_limit = 4194304;",
                        NULL, NULL, NULL);
}

struct err sql_open(struct sql *sql, const char *path, int flags, int busy_ms)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_all);
    int rc = sqlite3_open_v2(path, &sql->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = configure(sql->db, busy_ms);
    if (rc == SQLITE_OK)
        return ERR_OK;
    struct err e = sql_err(sql->db, rc, sql->what);
    sql_close(sql);
    return e;
}

void sql_keep_temporary_files(const char *directory)
{
    sqlite3_free(sqlite3_temp_directory);
    sqlite3_temp_directory = directory ? sqlite3_mprintf("%s", directory) : NULL;
}

void sql_close(struct sql *sql)
{
    for (size_t i = 0; i < SQL_BUCKETS; i++) {
        for (struct statement *s = sql->statements[i], *next; s != NULL; s = next) {
            next = s->next;
            sqlite3_finalize(s->s);
            mem_free(s->text);
            mem_free(s);
        }
        sql->statements[i] = NULL;
    }
    sqlite3_close(sql->db);
    sql->db = NULL;
}

void sql_cache(struct sql *sql, int kilobytes)
{
    char text[48];
    snprintf(text, sizeof text, "PRAGMA cache_size = -%d", kilobytes);
    if (sql->db != NULL)
        sqlite3_exec(sql->db, text, NULL, NULL, NULL);
}

void sql_write_back(struct sql *sql)
{
    if (sql->db != NULL && !sql_failed(sql))
        sqlite3_wal_checkpoint_v2(sql->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

void sql_execute(struct sql *sql, const char *text)
{
    if (sql_failed(sql))
        return;
    int rc = sqlite3_exec(sql->db, text, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        fail(sql, rc);
}

/* -- Writing ----------------------------------------------------------------------------------- */

/* Without it nothing goes from the log to the file either: that needs the disk to have the log. */
static void wait_for_disk(struct sql *sql, bool wait)
{
    sqlite3_exec(sql->db, wait ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = OFF", NULL,
                 NULL, NULL);
    sqlite3_wal_autocheckpoint(sql->db, wait ? sql->log_pages : 0);
}

void sql_keep_log(struct sql *sql, int pages)
{
    sql->log_pages = pages;
    wait_for_disk(sql, pages > 0);
}

static bool has_empty_log(struct sql *sql)
{
    struct stat st;
    const char *file = sqlite3_db_filename(sql->db, "main");
    if (file == NULL || *file == '\0')
        return false;
    return stat(sqlite3_filename_wal(file), &st) != 0 ? errno == ENOENT : st.st_size == 0;
}

void sql_begin(struct sql *sql)
{
    if (sql_failed(sql))
        return;
    sql->hasty = sql->log_pages > 0 && has_empty_log(sql);
    if (sql->hasty)
        wait_for_disk(sql, false);
    sql_execute(sql, "BEGIN IMMEDIATE");
    if (sql->hasty && !has_empty_log(sql)) { /* another has written before it was our turn */
        sql_execute(sql, "ROLLBACK");
        wait_for_disk(sql, true);
        sql->hasty = false;
        sql_execute(sql, "BEGIN IMMEDIATE");
    }
}

void sql_end(struct sql *sql, bool keep)
{
    if (keep)
        sql_execute(sql, "COMMIT");
    if (sqlite3_get_autocommit(sql->db) == 0)
        sqlite3_exec(sql->db, "ROLLBACK", NULL, NULL, NULL);
    if (sql->hasty)
        wait_for_disk(sql, true);
    sql->hasty = false;
}

/* -- Statements -------------------------------------------------------------------------------- */

/* By the length and a few places: a statement is looked for more often than a row is written. */
static size_t bucket_of(const char *text, size_t size)
{
    enum { PLACES = 16 };
    size_t step = size / PLACES + 1;
    uint32_t h = 2166136261u ^ (uint32_t)size;
    for (size_t i = 0; i < size; i += step)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h % SQL_BUCKETS;
}

static struct statement *prepare(struct sql *sql, const char *text)
{
    size_t size = strlen(text) + 1;
    struct statement **bucket = &sql->statements[bucket_of(text, size)];
    for (struct statement *s = *bucket; s != NULL; s = s->next)
        if (strcmp(s->text, text) == 0)
            return s;

    sqlite3_stmt *prepared;
    int rc = sqlite3_prepare_v3(sql->db, text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);
    if (rc != SQLITE_OK) {
        fail(sql, rc);
        return NULL;
    }
    struct statement *s = mem_alloc(sizeof *s);
    *s = (struct statement){.next = *bucket, .s = prepared, .text = mem_alloc(size)};
    memcpy(s->text, text, size);
    return *bucket = s;
}

struct query sql_query(struct sql *sql, const char *text)
{
    struct statement *s = sql_failed(sql) ? NULL : prepare(sql, text);
    return (struct query){.sql = sql, .s = s != NULL ? s->s : NULL};
}

/* Binding fails only for what is too big. */
static void bound(struct query *q, int rc)
{
    if (rc == SQLITE_OK)
        return;
    fail(q->sql, rc);
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

void query_pointer(struct query *q, void *pointer, const char *type)
{
    if (q->s != NULL)
        bound(q, sqlite3_bind_pointer(q->s, ++q->bound, pointer, type, NULL));
}

bool query_row(struct query *q)
{
    if (q->s == NULL)
        return false;
    int rc = sqlite3_step(q->s);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        fail(q->sql, rc);
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
    const char *bytes = sqlite3_column_blob(q->s, column);
    if (bytes != NULL)
        return (str){bytes, (size_t)sqlite3_column_bytes(q->s, column)};
    return sqlite3_column_type(q->s, column) == SQLITE_NULL ? (str){0} : STR("");
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

double query_real_at(const struct query *q, int column)
{
    return sqlite3_column_double(q->s, column);
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

bool sql_has_tables(struct sql *sql, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count && !sql_failed(sql); i++) {
        int rc = sqlite3_table_column_metadata(sql->db, "main", names[i], NULL, NULL, NULL, NULL,
                                               NULL, NULL);
        if (rc != SQLITE_OK)
            fail(sql, rc);
    }
    return !sql_failed(sql);
}

int64_t sql_number(struct sql *sql, const char *text)
{
    struct query q = sql_query(sql, text);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    return n;
}
