#include "catalog/texts.h"

#include "catalog/fulltext.h"
#include "catalog/pack.h"
#include "catalog/place.h"
#include "catalog/store.h"
#include "texts_schema.h"

#include <stdio.h>
#include <time.h>
#include <zstd.h>

enum {
    TEXTS_APPLICATION = 0x41746374, /* "Atct" */
    LOG_PAGES = 8192,
};

static const char reading[] = "cannot read the full text";
static const char writing[] = "cannot write the full text";

/* -- Names and files --------------------------------------------------------------------------- */

void texts_name(struct catalog *c)
{
    str base = str_of(c->path);
    struct arena *a = &c->arena;
    if (c->shared != NULL) {
        size_t end = str_find(base, STR("?"), 0);
        c->texts.path = arena_cstr(
            a, arena_printf(a, "%.*s-texts%s", STR_FMT(str_sub(base, 0, end)), base.ptr + end));
        return;
    }
    if (str_ends(base, STR(".db")))
        base.len -= 3;
    c->texts.path = arena_cstr(a, arena_printf(a, "%.*s.texts", STR_FMT(base)));
}

bool texts_exist(const struct catalog *c)
{
    return place_exists(c->texts.path);
}

struct err texts_set_aside(struct catalog *c)
{
    texts_close(c);
    return texts_exist(c) ? place_set_aside(c->texts.path, &c->arena) : ERR_OK;
}

/* -- Opening ----------------------------------------------------------------------------------- */

static int is_stopped(void *user)
{
    struct catalog *c = user;
    return atomic_load(&c->stopped);
}

/* Opens whatever is there. */
static struct err open_file(struct catalog *c, const char *path, struct sql *sql)
{
    int flags = SQLITE_OPEN_READWRITE;
    if (c->shared != NULL)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
    sql->what = "cannot open the full text";
    struct err e = sql_open(sql, path, flags, DB_BUSY_MS);
    sql->what = reading;
    if (err_failed(&e))
        return e;
    e = fulltext_register(sql->db);
    sqlite3_progress_handler(sql->db, DB_STEPS, is_stopped, c);
    sql_keep_log(sql, LOG_PAGES);
    if (c->shared != NULL)
        sql_execute(sql, "PRAGMA temp_store = MEMORY");
    struct err trouble = sql_error(sql);
    if (!err_failed(&e))
        e = trouble;
    if (err_failed(&e))
        sql_close(sql);
    return e;
}

/* What went wrong in either of them, whose own trouble that was. */
static struct err take_trouble(struct catalog *c, struct sql *sql)
{
    struct err e = sql_error(sql), known = db_error(c);
    return err_failed(&e) ? e : known;
}

/* ERR_CORRUPT: it does not; that the catalogue cannot be asked is another thing. */
static struct err belongs(struct catalog *c, struct sql *sql)
{
    bool ours = sql_number(sql, "PRAGMA application_id") == TEXTS_APPLICATION;
    if (ours) {
        int64_t pair = sql_number(sql, "SELECT value FROM meta WHERE key = 'pair'");
        sql_number(sql, "SELECT 1 FROM document, fulltext LIMIT 0");
        ours = pair == db_meta(c, "pair");
    }
    struct err e = take_trouble(c, sql);
    return err_failed(&e) || ours
               ? e
               : err_make(ERR_CORRUPT, "the full text is that of another catalogue");
}

/* ERR_CORRUPT: it is there and cannot be used. */
static struct err open_own(struct catalog *c)
{
    if (c->texts.sql.db != NULL)
        return ERR_OK;
    struct err e = c->shared != NULL ? ERR_OK : place_make_private(c->texts.path);
    if (e.code == ERR_NOT_REGULAR)
        return err_make(ERR_CORRUPT, "the full text is not there");
    if (!err_failed(&e))
        e = open_file(c, c->texts.path, &c->texts.sql);
    if (err_failed(&e))
        return e;
    e = belongs(c, &c->texts.sql);
    if (err_failed(&e))
        sql_close(&c->texts.sql);
    return e;
}

bool texts_open(struct catalog *c)
{
    if (!db_failed(c))
        c->sql.trouble = open_own(c);
    return !db_failed(c);
}

void texts_close(struct catalog *c)
{
    sql_close(&c->texts.sql);
    sql_error(&c->texts.sql);
    c->texts.begun = false;
    ZSTD_freeDCtx(c->texts.unpacker);
    c->texts.unpacker = NULL;
}

/* -- Making ------------------------------------------------------------------------------------ */

static struct err fill(struct catalog *c, struct sql *sql)
{
    char set[64];
    snprintf(set, sizeof set, "PRAGMA application_id = %d", TEXTS_APPLICATION);
    sql_execute(sql, "BEGIN");
    sql_execute(sql, texts_schema_sql);
    sql_execute(sql, set);
    struct query q = sql_query(sql, "INSERT INTO meta VALUES ('pair', ?)");
    query_int(&q, db_meta(c, "pair"));
    query_run(&q);
    sql_execute(sql, "COMMIT");
    return take_trouble(c, sql);
}

/* A new file takes its name only when it is whole. */
static struct err make_file(struct catalog *c)
{
    struct sql sql = {0};
    const char *path = arena_cstr(&c->arena, arena_printf(&c->arena, "%s.new", c->texts.path));
    place_remove(path, &c->arena);
    struct err e = place_create(path);
    if (!err_failed(&e))
        e = open_file(c, path, &sql);
    if (!err_failed(&e)) {
        /* Nobody misses a file that a power cut leaves unfinished. Texts and the full text leave
         * less room unused in larger pages. */
        sql_keep_log(&sql, 0);
        sql_execute(&sql, "PRAGMA page_size = 16384");
        sql_number(&sql, "PRAGMA journal_mode = WAL");
        e = fill(c, &sql);
        sql_close(&sql);
    }
    if (!err_failed(&e))
        e = place_rename(path, c->texts.path);
    if (err_failed(&e))
        place_remove(path, &c->arena);
    return e;
}

struct err texts_make(struct catalog *c)
{
    if (c->shared == NULL) {
        struct err e = texts_set_aside(c);
        return err_failed(&e) ? e : make_file(c);
    }
    struct err e = open_file(c, c->texts.path, &c->texts.sql);
    return err_failed(&e) ? e : fill(c, &c->texts.sql);
}

/* Under the lock: another process may have mended it meanwhile. */
static struct err mend(struct catalog *c)
{
    struct err e = open_own(c);
    if (e.code != ERR_CORRUPT)
        return e;
    bool there = texts_exist(c);
    e = texts_make(c);
    if (!err_failed(&e) && there)
        snprintf(c->notice, sizeof c->notice,
                 "the full text was damaged; it is made anew (the old one: %s.broken)",
                 c->texts.path);
    return err_failed(&e) ? e : open_own(c);
}

static int64_t generation_of(struct sql *sql)
{
    return sql_number(sql, "SELECT value FROM meta WHERE key = 'generation'");
}

/* Whether it lacks what was stored after that generation. The catalogue is asked first: what it
 * knows to be written was committed here before. */
static bool lacks(struct catalog *c, int64_t *after)
{
    int64_t expected = db_meta(c, "texts");
    *after = generation_of(&c->texts.sql);
    texts_done(c);
    return !db_failed(c) && *after < expected;
}

static void mark_what_it_lacks(struct catalog *c)
{
    int64_t has;
    if (!lacks(c, &has))
        return;
    db_write(c);
    db_set_meta(c, "complete", 0);
    db_set_meta(c, "texts", has);
    struct query q = db_query(c, "UPDATE unit SET stale = 1 WHERE generation > ?");
    query_int(&q, has);
    query_run(&q);
    c->sql.trouble = db_commit(c);
}

struct err texts_prepare(struct catalog *c)
{
    struct err e = open_own(c);
    if (e.code == ERR_CORRUPT && c->shared == NULL)
        e = catalog_locked(c, true, mend);
    if (!err_failed(&e))
        mark_what_it_lacks(c);
    return e;
}

/* -- As it stands there ------------------------------------------------------------------------ */

/* None where its log holds what is not in it yet. */
static void take_mark(struct catalog *c)
{
    struct arena a = {0};
    struct fs_stamp file, log;
    str log_path = arena_printf(&a, "%s-wal", c->texts.path);
    bool logged = place_stamp(log_path.ptr, &log) && log.size > 0;
    buf_clear(&c->texts.mark);
    if (c->shared == NULL && !logged && place_stamp(c->texts.path, &file)) {
        buf_append(&c->texts.mark, stamp_pack(&file, &a));
        pack_number(&c->texts.mark, (uint64_t)db_meta(c, "texts"));
    }
    arena_release(&a);
}

static bool is_marked(struct catalog *c)
{
    struct query q = db_query(c, "SELECT value FROM meta WHERE key = 'texts_mark'");
    bool same = query_row(&q) && str_eq(query_view_at(&q, 0), buf_str(&c->texts.mark));
    query_end(&q);
    return same;
}

bool texts_stand(struct catalog *c)
{
    take_mark(c);
    return c->texts.mark.len > 0 && is_marked(c);
}

bool texts_is_unmarked(struct catalog *c)
{
    return c->texts.mark.len > 0 && !is_marked(c);
}

void texts_keep_mark(struct catalog *c)
{
    if (!texts_is_unmarked(c))
        return;
    struct query q = db_query(c, "UPDATE meta SET value = ? WHERE key = 'texts_mark'");
    query_blob(&q, buf_str(&c->texts.mark));
    query_run(&q);
}

/* -- Asking ------------------------------------------------------------------------------------ */

void texts_follow(struct catalog *c)
{
    int64_t has;
    if (c->shared == NULL && c->texts.sql.db != NULL && lacks(c, &has))
        texts_close(c);
}

struct query texts_query(struct catalog *c, const char *sql)
{
    return texts_open(c) ? sql_query(&c->texts.sql, sql) : db_query(c, sql);
}

void texts_done(struct catalog *c)
{
    struct err e = sql_error(&c->texts.sql);
    if (err_failed(&e) && !db_failed(c))
        c->sql.trouble = e;
}

/* -- Writing ----------------------------------------------------------------------------------- */

void texts_begin(struct catalog *c, int64_t expected)
{
    enum { TRIES = 500 };
    static const struct timespec pause = {.tv_nsec = 10000000};
    struct sql *sql = &c->texts.sql;
    if (c->texts.begun)
        return;
    sql->what = writing;
    sql_begin(sql);
    for (int i = 0; i < TRIES && !sql_failed(sql) && generation_of(sql) < expected; i++) {
        sql_end(sql, false);
        nanosleep(&pause, NULL);
        sql_begin(sql);
    }
    c->texts.begun = true;
    c->texts.whole = generation_of(sql) >= expected;
}

void texts_commit(struct catalog *c, int64_t generation, bool keep)
{
    struct sql *sql = &c->texts.sql;
    if (!c->texts.begun)
        return;
    if (keep && c->texts.whole) {
        struct query q = sql_query(sql, "UPDATE meta SET value = ? WHERE key = 'generation'");
        query_int(&q, generation);
        query_run(&q);
    }
    sql_end(sql, keep);
    sql->what = reading;
    c->texts.begun = false;
}
