/*
 * The catalogue's connection to SQLite, for the files of this directory only: statements kept
 * prepared, values bound and read as `str`, transactions.
 *
 * Errors are sticky: the first one stays in the connection, everything after it does nothing, and
 * the end of the transaction (or db_error) gives it back.
 *
 *     struct query q = db_query(c, "SELECT n FROM unit WHERE id = ?");
 *     query_str(&q, id);
 *     if (query_row(&q))
 *         n = query_int_at(&q, 0);
 *     query_end(&q);
 */
#ifndef ATTACHE_CATALOG_DB_H
#define ATTACHE_CATALOG_DB_H

#include "base/arena.h"
#include "base/bits.h"
#include "base/buf.h"
#include "base/err.h"
#include "catalog/catalog.h"
#include "catalog/hash.h"
#include "catalog/memo.h"
#include "catalog/query.h"
#include "catalog/sql.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What the connections of a catalogue in memory share. SQLite's memory files have no snapshots: a
 * reader must not look while the writer writes. */
struct shared {
    pthread_rwlock_t lock;
    pthread_mutex_t count_lock;
    int connections;
};

struct ZSTD_DCtx_s; /* of the library zstd */
struct days;        /* catalog/days.h */
struct indexer;     /* catalog/indexer.h */

/* The second file: see catalog/texts.h. */
struct texts {
    char *path;
    struct sql sql;
    bool begun;                   /* a transaction was */
    bool whole;                   /* nothing is missing that was written before it */
    struct ZSTD_DCtx_s *unpacker; /* what unpacks, for all that is read; NULL: nothing was yet */
    struct buf mark; /* of the file as it stands there; empty: none, or it was written since */
};

/* Two queries are asked in turn (what is filtered, and all), and a dossier's beside them. */
enum { DAYS_KEPT = 3 };

struct catalog {
    struct sql sql;
    char *path; /* of the file; for one in memory its URI */
    str canonical;
    struct shared *shared; /* NULL for a file */
    int depth;             /* of transactions */
    struct arena arena;    /* path, canonical */
    struct buf moments;    /* the last filter of moments, of which the tables are */
    long moments_generation;
    size_t moments_chosen;        /* how many moments it can at most let through */
    struct catalog_totals totals; /* of that generation; 0: not counted yet */
    long totals_generation;
    struct texts texts;
    struct indexer *indexer;        /* NULL: the writer does its work */
    int64_t texts_expected;         /* see catalog/indexer.h */
    bool texts_given;               /* something in this transaction */
    struct days *days[DAYS_KEPT];   /* the last that were asked for; NULL: none was */
    struct days *days_counted;      /* while they are counted */
    struct memo *memos[MEMO_COUNT]; /* NULL: none of that kind is kept */
    struct {
        bool told;
        int64_t stamp;
        long generation;
        size_t count;           /* briefings that something was told of */
    } kept;                     /* catalog/kept.h */
    atomic_bool stopped;        /* by catalog_interrupt */
    bool (*wanted)(void *user); /* of catalog_attend */
    void *wanted_user;
    char notice[256];
    struct err missed; /* catalog_missed */
};

/* How long others are waited for; after how many steps of SQLite's machine (some 20 µs) a
 * connection looks whether it is to stop. */
enum { DB_BUSY_MS = 120000, DB_STEPS = 2000 };

/* Opens the connection to c->path. */
struct err db_open(struct catalog *c);
void db_close(struct catalog *c);

/* Sets a damaged file aside and begins an empty one; other connections keep the old one until they
 * are made again. (In catalog.c.) */
struct err catalog_renew(struct catalog *c);

/* Does that with the lock of the file's directory, alone or with others. (In catalog.c.) */
struct err catalog_locked(struct catalog *c, bool alone, struct err (*act)(struct catalog *));

/* Several statements in one text, without results. */
void db_execute(struct catalog *c, const char *sql);

/* The connection's error, which is then forgotten. */
struct err db_error(struct catalog *c);
bool db_failed(const struct catalog *c);

/* Whether work that is not SQLite's has to end: the connection's error then says so. */
bool db_stopped(struct catalog *c);

/*
 * A reader sees one state of the catalogue from db_read to db_done; calls nest. A writer's changes
 * are seen all at once after db_commit; where something failed db_commit takes them back and gives
 * the error.
 */
void db_read(struct catalog *c);
struct err db_done(struct catalog *c);
/* The same; *to becomes `count` unless something failed. */
struct err db_counted(struct catalog *c, size_t count, size_t *to);
void db_write(struct catalog *c);
struct err db_commit(struct catalog *c);

/* A statement of that text, ready to be bound: see catalog/sql.h. */
struct query db_query(struct catalog *c, const char *sql);

/* The value of a statement without parameters; 0 where there is none. */
int64_t db_number(struct catalog *c, const char *sql);
/* The same of one with a parameter. */
int64_t db_number_of(struct catalog *c, const char *sql, int64_t n);
int64_t db_number_named(struct catalog *c, const char *sql, str name);
/* Runs a statement of which that is the only parameter. */
void db_run_of(struct catalog *c, const char *sql, int64_t n);

/* How many numbers a set of those must have room for of which the statement gives the greatest. */
size_t db_numbers(struct catalog *c, const char *sql);

/* Makes a temporary table of that name, with the one column n, hold just these numbers. */
void db_fill(struct catalog *c, const char *table, const struct bits *numbers);

int64_t db_meta(struct catalog *c, const char *key);
void db_set_meta(struct catalog *c, const char *key, int64_t value);

#endif
