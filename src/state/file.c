#include "state/keep.h"

#include "base/buf.h"
#include "catalog/place.h"
#include "tables.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 20000 };

/* -- Names ------------------------------------------------------------------------------------- */

/* A file's name as SQLite's URI. */
static const char *uri_of(struct state *s, const char *path, const char *query)
{
    struct buf uri = {0};
    buf_append(&uri, STR("file:"));
    for (; *path != '\0'; path++) {
        bool plain = *path != '%' && *path != '?' && *path != '#';
        buf_printf(&uri, plain ? "%c" : "%%%02X", (unsigned char)*path);
    }
    buf_append(&uri, str_of(query));
    const char *text = arena_cstr(&s->arena, buf_str(&uri));
    buf_release(&uri);
    return text;
}

static bool has_log(struct state *s)
{
    struct stat st;
    return stat(arena_printf(&s->arena, "%s-wal", s->path).ptr, &st) == 0 && st.st_size > 0;
}

static struct keep_identity identity_of(const char *path)
{
    struct stat st;
    if (path == NULL || stat(path, &st) != 0)
        return (struct keep_identity){0};
    return (struct keep_identity){(int64_t)st.st_dev, (int64_t)st.st_ino};
}

bool keep_has_moved(const struct state *s)
{
    struct keep_identity now = identity_of(s->path);
    return now.device != s->file.device || now.inode != s->file.inode;
}

/* -- Making ------------------------------------------------------------------------------------ */

static void fill(struct sql *sql)
{
    char numbers[80];
    snprintf(numbers, sizeof numbers,
             "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", KEEP_APPLICATION,
             KEEP_VERSION);
    sql_execute(sql, "BEGIN");
    sql_execute(sql, tables_sql);
    sql_execute(sql, numbers);
}

static struct err fill_new(const char *path)
{
    struct sql sql = {.what = "the state cannot be made"};
    struct err e = place_create(path);
    if (!err_failed(&e))
        e = sql_open(&sql, path, SQLITE_OPEN_READWRITE, BUSY_MS);
    if (err_failed(&e))
        return e;
    sql_execute(&sql, "PRAGMA synchronous = FULL");
    sql_number(&sql, "PRAGMA journal_mode = WAL");
    fill(&sql);
    e = sql_error(&sql);
    sql_close(&sql);
    return e;
}

static void sync_directory(str directory, struct arena *a)
{
    int fd = open(arena_cstr(a, directory), O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

/* What a file that was moved away left behind would be taken for the log of the new one; it may be
 * wanted with that file. */
static void put_logs_aside(struct state *s)
{
    static const char *const logs[] = {"wal", "journal"};
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        const char *log = arena_printf(&s->arena, "%s-%s", s->path, logs[i]).ptr;
        (void)rename(log, arena_printf(&s->arena, "%s.left", log).ptr);
    }
    (void)unlink(arena_printf(&s->arena, "%s-shm", s->path).ptr);
}

/* A new file takes its name only when it is whole, and never that of one that is there. */
static struct err make_file(struct state *s, str directory)
{
    put_logs_aside(s);
    const char *fresh = arena_printf(&s->arena, "%s.new", s->path).ptr;
    place_remove(fresh, &s->arena);
    struct err e = fill_new(fresh);
    if (!err_failed(&e) && link(fresh, s->path) != 0 && !place_exists(s->path))
        e = place_rename(fresh, s->path); /* a file system without links */
    place_remove(fresh, &s->arena);
    sync_directory(directory, &s->arena);
    return e;
}

static struct err make_file_alone(struct state *s, str directory)
{
    int lock = place_lock(directory, true);
    if (lock < 0)
        return err_make(ERR_SYSTEM, "%.*s: cannot be locked", STR_FMT(directory));
    struct err e = place_exists(s->path) ? ERR_OK : make_file(s, directory);
    place_unlock(lock);
    return e;
}

/* -- Examining --------------------------------------------------------------------------------- */

/* Whether the file may be opened for writing. Reads its first page as it is: opening it in the
 * usual way may change a file of somebody else's. */
static enum keep_fault fault_of_header(struct state *s)
{
    enum { SMALLEST = 512 }; /* a database's page; SQLite takes less for an empty one */
    struct sql sql = {.what = "the state cannot be read"};
    struct stat st;
    if (stat(s->path, &st) == 0 && st.st_size < SMALLEST)
        return st.st_size == 0 ? KEEP_EMPTY : KEEP_DAMAGED;
    struct err e = sql_open(&sql, uri_of(s, s->path, "?immutable=1"),
                            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, BUSY_MS);
    if (err_failed(&e))
        return KEEP_DAMAGED;
    int64_t application = sql_number(&sql, "PRAGMA application_id");
    int64_t version = sql_number(&sql, "PRAGMA user_version");
    e = sql_error(&sql);
    sql_close(&sql);
    if (err_failed(&e))
        return KEEP_DAMAGED;
    if (application != KEEP_APPLICATION)
        return KEEP_FOREIGN;
    return version > KEEP_VERSION ? KEEP_NEWER : version < KEEP_VERSION ? KEEP_DAMAGED : KEEP_GOOD;
}

static enum keep_fault fault_of_content(struct state *s)
{
    if (sqlite3_db_readonly(s->sql.db, "main") == 1)
        return KEEP_READ_ONLY;
    if (sql_number(&s->sql, "PRAGMA user_version") > KEEP_VERSION)
        return KEEP_NEWER;
    static const char *const tables[] = {"library", "briefing", "mark", "note"};
    sql_has_tables(&s->sql, tables, sizeof tables / sizeof *tables);
    return KEEP_GOOD;
}

static void set_durable(struct sql *sql)
{
    struct query q = sql_query(sql, "PRAGMA journal_mode");
    bool log = query_row(&q) && str_eq(query_view_at(&q, 0), STR("wal"));
    query_end(&q);
    /* Without a log it is the directory that has to be on the disk too. */
    sql_execute(sql, log ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = EXTRA");
}

/* Without an err and a fault s->sql is open and good. */
static struct err open_file(struct state *s, enum keep_fault *fault)
{
    struct err e = place_make_private(s->path);
    *fault = e.code == ERR_NOT_REGULAR ? KEEP_NO_FILE
             : err_failed(&e)          ? KEEP_READ_ONLY
                                       : fault_of_header(s);
    if (*fault != KEEP_GOOD)
        return ERR_OK;
    s->sql.what = "the state cannot be opened";
    s->file = identity_of(s->path);
    e = sql_open(&s->sql, s->path, SQLITE_OPEN_READWRITE, BUSY_MS);
    if (!err_failed(&e)) {
        *fault = fault_of_content(s);
        set_durable(&s->sql);
        e = sql_error(&s->sql);
    }
    if (e.code == ERR_CORRUPT) {
        *fault = KEEP_DAMAGED;
        e = ERR_OK;
    }
    if (*fault != KEEP_GOOD || err_failed(&e))
        sql_close(&s->sql);
    return e;
}

/* -- What can be read of a file that cannot be used -------------------------------------------- */

static const struct {
    const char *select, *insert;
} copies[] = {
#define COPY(table, columns, places)                                                               \
    {                                                                                              \
        "SELECT " columns " FROM " table,                                                          \
            "INSERT OR IGNORE INTO " table "(" columns ") VALUES (" places ")"                     \
    }
    COPY("library", "n, path, device, inode", "?, ?, ?, ?"),
    COPY("briefing",
         "library, id, content, opened, read, read_set, by_hand, permille, furthest, "
         "saved, " SPOT_COLUMNS,
         "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"),
    COPY("mark", "library, letter, briefing, created, " SPOT_COLUMNS,
         "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"),
    COPY("note", "id, library, briefing, created, changed, text, " SPOT_COLUMNS,
         "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"),
#undef COPY
};

/* Row by row: those before the damage are there. */
static void copy_table(struct state *s, struct sql *from, size_t table)
{
    struct query in = sql_query(from, copies[table].select);
    while (query_row(&in)) {
        struct query out = sql_query(&s->sql, copies[table].insert);
        for (int i = 0; out.s != NULL && i < sqlite3_column_count(in.s); i++)
            sqlite3_bind_value(out.s, i + 1, sqlite3_column_value(in.s, i));
        query_run(&out);
        sql_error(&s->sql); /* a row that breaks the rules is left out */
    }
    query_end(&in);
    sql_error(from);
}

static void copy_file(struct state *s)
{
    struct sql from = {.what = "the state cannot be read"};
    bool beside = access(arena_cstr(&s->arena, path_dir(str_of(s->path))), W_OK) == 0;
    const char *uri = uri_of(s, s->path, beside || has_log(s) ? "?mode=ro" : "?immutable=1");
    struct err e = sql_open(&from, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, BUSY_MS);
    if (err_failed(&e))
        return;
    sql_execute(&s->sql, "BEGIN");
    if (sql_number(&from, "PRAGMA application_id") == KEEP_APPLICATION)
        for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
            copy_table(s, &from, i);
    sql_execute(&s->sql, "COMMIT");
    sql_error(&s->sql);
    sql_close(&from);
}

static struct err open_memory(struct state *s)
{
    s->in_memory = true;
    s->library = 0;
    s->file = identity_of(s->path);
    struct err e = sql_open(&s->sql, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 0);
    if (err_failed(&e))
        return e;
    fill(&s->sql);
    return sql_error(&s->sql);
}

static const struct {
    const char *is, *advice;
} faults[] = {
    [KEEP_DAMAGED] = {"is damaged",
                      "To recover: `attache export state COPY.yaml` (it reads what is "
                      "left), move the file away, `attache import state COPY.yaml`"                                       },
    [KEEP_FOREIGN] = {"belongs to another program",             "To begin anew, move it away"                             },
    [KEEP_NEWER] = {"was made by a newer version of attache",
                      "Use that version; or, to begin anew, move the file away"                                           },
    [KEEP_EMPTY] = {"is empty",                               "Put a copy in its place; or, to begin anew, move it away"},
    [KEEP_READ_ONLY] = {"cannot be written",
                      "Give yourself the right to write it and its directory"                                             },
    [KEEP_NO_FILE] = {"is not a file",                          "To begin, move it away"                                  },
};

static const char lost[] = "places, marks and notes of this session are not kept";

struct err keep_abandon(struct state *s, enum keep_fault fault)
{
    keep_close(s);
    sql_error(&s->sql);
    struct err e = open_memory(s);
    if (err_failed(&e))
        return e;
    if (fault != KEEP_NO_FILE)
        copy_file(s);
    s->generation++;
    s->notice = arena_printf(&s->arena, "%s: %s %s, and is left as it is. %s", lost, s->path,
                             faults[fault].is, faults[fault].advice)
                    .ptr;
    return ERR_OK;
}

/* -- Opening ----------------------------------------------------------------------------------- */

/* Nothing is wrong with the file, but it cannot be had. */
static struct err without_file(struct state *s, const struct err *e)
{
    s->notice = arena_printf(&s->arena, "%s: %s", lost, e->message).ptr;
    return open_memory(s);
}

struct err keep_open(struct state *s)
{
    s->in_memory = false;
    s->notice = "";
    if (!str_present(s->home))
        return open_memory(s);
    str directory;
    struct err e = place_directory(s->home, &s->arena, &directory);
    s->path = arena_printf(&s->arena, "%.*s/state.db", STR_FMT(directory)).ptr;
    bool there = place_exists(s->path);
    if (err_failed(&e) && there)
        return keep_abandon(s, KEEP_READ_ONLY);
    if (!err_failed(&e) && !there)
        e = make_file_alone(s, directory);
    enum keep_fault fault = KEEP_GOOD;
    if (!err_failed(&e))
        e = open_file(s, &fault);
    if (err_failed(&e))
        return without_file(s, &e);
    return fault != KEEP_GOOD ? keep_abandon(s, fault) : ERR_OK;
}

void keep_close(struct state *s)
{
    /* SQLite would remove the log of the file that stands there now. */
    if (s->sql.db != NULL && !s->in_memory && keep_has_moved(s))
        sqlite3_db_config(s->sql.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sql_close(&s->sql);
}
