/*
 * A connection to SQLite, for the catalogue and the state: statements kept prepared, values bound
 * and read as `str`, one way of naming trouble.
 *
 * Errors are sticky: the first one stays in the connection, everything after it does nothing, and
 * sql_error gives it back.
 *
 *     struct query q = sql_query(sql, "SELECT n FROM unit WHERE id = ?");
 *     query_str(&q, id);
 *     if (query_row(&q))
 *         n = query_int_at(&q, 0);
 *     query_end(&q);
 */
#ifndef ATTACHE_CATALOG_SQL_H
#define ATTACHE_CATALOG_SQL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct statement;

enum { SQL_BUCKETS = 64, SQL_CACHE_KB = 2000 /* as SQLite has it */ };

struct sql {
    sqlite3 *db;
    struct statement *statements[SQL_BUCKETS];
    struct err trouble; /* the first since it was last asked for */
    const char *what;   /* what cannot be done if something fails: begins the message */
    int log_pages;      /* see sql_keep_log */
    bool hasty;         /* the open transaction is, see sql_begin */
};

/* Opens a file (SQLITE_OPEN_… flags), defensive and without trust in its schema. Whoever else has
 * it locked is waited for as long as `busy_ms`. */
struct err sql_open(struct sql *sql, const char *path, int flags, int busy_ms);
void sql_close(struct sql *sql);

/* Where SQLite puts what does not fit in memory; NULL: where the system says. Not while another
 * thread uses it. */
void sql_keep_temporary_files(const char *directory);

/* How much of the file the connection keeps in memory. */
void sql_cache(struct sql *sql, int kilobytes);

/* Writes what the log holds into the file, as far as no reader stands in the way. What fails is
 * tried again by whoever writes next or closes the file last. */
void sql_write_back(struct sql *sql);

/* Several statements in one text, without results. */
void sql_execute(struct sql *sql, const char *text);

/*
 * For a file whose writers keep a log (WAL), and that can be made again: what is written last may
 * be lost with the machine, but nothing is torn. Of the log so many pages are gathered before they
 * go to the file; 0: none before it is closed, and the disk is never waited for.
 */
void sql_keep_log(struct sql *sql, int pages);

/*
 * A transaction that writes, in such a file; sql_end keeps what it wrote, or takes it back, as it
 * does where that cannot be kept.
 *
 * A log's first pages follow a header that SQLite has the disk write first: were it lost, the pages
 * of the log before it, which are overwritten one by one, could be taken for those of this one. A
 * log that holds nothing has none, and what it gets is not waited for.
 */
void sql_begin(struct sql *sql);
void sql_end(struct sql *sql, bool keep);

/* The connection's error, which is then forgotten. */
struct err sql_error(struct sql *sql);
bool sql_failed(const struct sql *sql);

struct query {
    struct sql *sql;
    sqlite3_stmt *s; /* NULL after an error */
    int bound;
};

/* A statement of that text, ready to be bound. The same text must not be in use twice at once. */
struct query sql_query(struct sql *sql, const char *text);

/* Binds the next parameter. The bytes must stay until query_end or query_run. */
void query_str(struct query *q, str s); /* absent: NULL */
void query_cstr(struct query *q, const char *s);
void query_int(struct query *q, int64_t n);
void query_size(struct query *q, size_t n);
void query_null(struct query *q);
void query_blob(struct query *q, str bytes); /* absent: NULL */
/* For a function of ours, which asks for it by the same type. */
void query_pointer(struct query *q, void *pointer, const char *type);

bool query_row(struct query *q); /* the next row; false at the end, which also ends the query */
void query_end(struct query *q);
void query_run(struct query *q); /* runs one without rows, and ends it */

/* Columns of the row, from 0. Strings are copied into the arena; NULL is absent. */
str query_str_at(const struct query *q, int column, struct arena *a);
str query_view_at(const struct query *q, int column); /* valid until the next row */
int64_t query_int_at(const struct query *q, int column);
size_t query_size_at(const struct query *q, int column);
double query_real_at(const struct query *q, int column);
/* One of `count` values; 0 for what a damaged file holds instead. */
int query_enum_at(const struct query *q, int column, int count);
bool query_null_at(const struct query *q, int column);

/* False, and an error, unless these are all there. Asks what is known of the file, not the file. */
bool sql_has_tables(struct sql *sql, const char *const *names, size_t count);

/* The value of a statement without parameters; 0 where there is none. */
int64_t sql_number(struct sql *sql, const char *text);

/* SQLite's last complaint as an err; `what` says what could not be done. */
struct err sql_err(sqlite3 *db, int rc, const char *what);

#endif
