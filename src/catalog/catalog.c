#include "catalog/catalog.h"

#include "base/fs.h"
#include "base/mem.h"
#include "catalog/db.h"
#include "catalog/place.h"
#include "catalog/texts.h"
#include "model/agreement.h"
#include "model/entity.h"
#include "schema.h"

#include <stdio.h>
#include <string.h>

enum {
    CATALOG_APPLICATION = 0x41746368, /* "Atch" */
    CATALOG_VERSION = 17,             /* of the schemas and of what is put into them */
    OTHERS_KEPT = 2,                  /* files of a library's other formats */
    META_ROWS = 13,                   /* of the schema, and those that are put in here */
};

/* What a catalogue depends on besides its version and schema: numbers of these tables stand in its
 * rows, and another release may read the files in another way. */
#define STATUS_WORD(id, name)             " " name
#define TYPE_WORD(id, name, sign, plural) " " name
#define DIAG(id, name, ...)               " " name
static const char fingerprint[] = ATTACHE_VERSION STATUSES(STATUS_WORD) ENTITY_TYPES(TYPE_WORD)
#include "base/diags.def"
    ;
#undef DIAG

/* -- Making and examining ---------------------------------------------------------------------- */

static struct err fill(struct catalog *c)
{
    db_write(c);
    db_execute(c, schema_sql);
    struct query q = db_query(c, "INSERT INTO meta VALUES ('canonical', ?), ('fingerprint', ?)");
    query_str(&q, str_present(c->canonical) ? c->canonical : STR(""));
    query_cstr(&q, fingerprint);
    query_run(&q);
    char sql[80];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             CATALOG_APPLICATION, CATALOG_VERSION);
    db_execute(c, sql);
    return db_commit(c);
}

/* Eight digits that catalogues of this kind alone have in their names. */
static str format_of(struct arena *a)
{
    struct buf all = {0};
    buf_printf(&all, "%d %s ", CATALOG_VERSION, fingerprint);
    buf_append(&all, (str){schema_sql, sizeof schema_sql - 1});
    struct hash hash = hash_of(buf_str(&all));
    buf_release(&all);
    return arena_printf(a, "%02x%02x%02x%02x", hash.bytes[0], hash.bytes[1], hash.bytes[2],
                        hash.bytes[3]);
}

/* A fault that is none: nothing of the file is damaged, and nobody has to be told. */
static const char another_version[] = "is of another version";

static const char *const tables[] = {
    "unit",
    "scope",
    "directory",
    "brief",
    "brief_sheet",
    "definition",
    "entity",
    "brief_entity",
    "tally",
    "scope_entity",
    "trouble",
    "agreement",
    "agreement_party",
    "entry",
    "agreement_topic",
    "milestone",
    "participant",
    "relation",
    "reference",
    "diag",
    "agreement_sheet",
};

/* A row of meta that is missing would read as 0 for ever. */
static const char *fault_of_meta(struct catalog *c)
{
    struct query q = db_query(c, "SELECT max(iif(key = 'fingerprint', value, NULL)), "
                                 "max(iif(key = 'canonical', value, NULL)), count(value) FROM meta "
                                 "WHERE key <> 'structure'");
    const char *fault = "was damaged";
    if (query_row(&q)) {
        if (!str_eq(query_view_at(&q, 0), str_of(fingerprint)))
            fault = another_version;
        else if (!str_eq(query_view_at(&q, 1), c->canonical))
            fault = "belongs to another library";
        else if (query_int_at(&q, 2) == META_ROWS - 1)
            fault = NULL;
    }
    query_end(&q);
    return fault;
}

/* Why the open database cannot be used; NULL if it can. */
static const char *fault_of(struct catalog *c)
{
    int64_t application = db_number(c, "PRAGMA application_id");
    int64_t version = db_number(c, "PRAGMA user_version");
    if (db_failed(c))
        return "was damaged";
    if (application != CATALOG_APPLICATION)
        return application == 0 && version == 0 ? "was empty or is something else"
                                                : "belongs to another program";
    if (version != CATALOG_VERSION)
        return another_version;
    const char *fault = fault_of_meta(c);
    if (fault != NULL)
        return fault;
    return sql_has_tables(&c->sql, tables, sizeof tables / sizeof *tables) ? NULL : "was damaged";
}

/* Opens the file as it is. False with a reason where it has to be made anew; an error where that
 * would not help. */
static struct err open_existing(struct catalog *c, const char **fault)
{
    *fault = NULL;
    struct err e = place_make_private(c->path);
    if (e.code == ERR_NOT_REGULAR) {
        *fault = "was not a regular file";
        return ERR_OK;
    }
    if (err_failed(&e))
        return e;
    e = db_open(c);
    if (err_failed(&e) && e.code != ERR_CORRUPT)
        return e;
    *fault = err_failed(&e) ? "was damaged" : fault_of(c);
    struct err trouble = db_error(c);
    if (*fault == NULL)
        return sqlite3_db_readonly(c->sql.db, "main") == 1 ? err_make(ERR_SYSTEM, "read only")
                                                           : ERR_OK;
    db_close(c);
    /* Locked, a full disk, out of descriptors: nothing is wrong with the file. */
    return trouble.code != ERR_CORRUPT ? trouble : ERR_OK;
}

/* A new file takes its name only when it is whole, so that nobody ever meets half of one. */
static struct err make_file(struct catalog *c)
{
    struct catalog fresh = {.canonical = c->canonical};
    fresh.path = arena_cstr(&c->arena, arena_printf(&c->arena, "%s.new", c->path));
    place_remove(fresh.path, &c->arena);
    struct err e = place_create(fresh.path);
    if (!err_failed(&e))
        e = db_open(&fresh);
    if (!err_failed(&e)) {
        /* Nobody misses a file that a power cut leaves unfinished. */
        sql_keep_log(&fresh.sql, 0);
        /* A briefing's rows lie apart, in dozens of tables and indexes; to change one is to write
         * its page. */
        db_execute(&fresh, "PRAGMA page_size = 4096");
        db_number(&fresh, "PRAGMA journal_mode = WAL");
        e = fill(&fresh);
        db_close(&fresh);
    }
    if (!err_failed(&e))
        e = place_rename(fresh.path, c->path);
    if (err_failed(&e))
        place_remove(fresh.path, &c->arena);
    buf_release(&fresh.moments);
    return e;
}

static struct err make_both(struct catalog *c)
{
    struct err e = make_file(c);
    if (!err_failed(&e))
        e = db_open(c);
    return err_failed(&e) ? e : texts_make(c);
}

/* Makes way for a new file. */
static struct err clear_away(struct catalog *c, const char *fault)
{
    if (fault == another_version) {
        place_remove(c->path, &c->arena);
        return ERR_OK;
    }
    struct err e = place_set_aside(c->path, &c->arena);
    if (!err_failed(&e))
        snprintf(c->notice, sizeof c->notice,
                 "the catalogue %s; it is made anew (the old one: %s.broken)", fault, c->path);
    return e;
}

/* Under the lock: somebody else may have made it, or mended it, meanwhile. */
static struct err open_locked(struct catalog *c)
{
    const char *fault = NULL;
    struct err e = ERR_OK;
    if (place_exists(c->path)) {
        e = c->sql.db != NULL ? ERR_OK : open_existing(c, &fault);
        if (!err_failed(&e) && fault == NULL && !texts_exist(c))
            e = texts_make(c);
        if (err_failed(&e) || fault == NULL)
            return e;
        e = clear_away(c, fault);
    }
    if (!err_failed(&e))
        e = make_both(c);
    if (!err_failed(&e))
        place_drop_others(c->path, OTHERS_KEPT, &c->arena);
    return e;
}

struct err catalog_locked(struct catalog *c, bool alone, struct err (*act)(struct catalog *))
{
    str directory = path_dir(str_of(c->path));
    int lock = place_lock(directory, alone);
    if (lock < 0)
        return err_make(ERR_SYSTEM, "%.*s: cannot be locked", STR_FMT(directory));
    struct err e = act(c);
    place_unlock(lock);
    return e;
}

/* The usual case: it is there and good. Leaves the connection closed where it is not. */
static struct err open_good(struct catalog *c)
{
    const char *fault;
    return place_exists(c->path) ? open_existing(c, &fault) : ERR_OK;
}

static struct err open_file(struct catalog *c, str cache_home)
{
    str directory;
    struct err e = place_directory(cache_home, &c->arena, &directory);
    if (err_failed(&e))
        return e;
    c->path =
        arena_cstr(&c->arena, place_file(directory, c->canonical, format_of(&c->arena), &c->arena));
    texts_name(c);
    e = catalog_locked(c, false, open_good);
    if (err_failed(&e) || (c->sql.db != NULL && texts_exist(c)))
        return e;
    return catalog_locked(c, true, open_locked);
}

static struct err renew_locked(struct catalog *c)
{
    struct err e = place_exists(c->path) ? place_set_aside(c->path, &c->arena) : ERR_OK;
    return err_failed(&e) ? e : make_both(c);
}

/* -- In memory --------------------------------------------------------------------------------- */

static struct shared *shared_new(void)
{
    struct shared *s = mem_calloc(1, sizeof *s);
    pthread_rwlock_init(&s->lock, NULL);
    pthread_mutex_init(&s->count_lock, NULL);
    s->connections = 1;
    return s;
}

static void shared_leave(struct shared *s)
{
    if (s == NULL)
        return;
    pthread_mutex_lock(&s->count_lock);
    int left = --s->connections;
    pthread_mutex_unlock(&s->count_lock);
    if (left > 0)
        return;
    pthread_rwlock_destroy(&s->lock);
    pthread_mutex_destroy(&s->count_lock);
    mem_free(s);
}

static struct err open_memory(struct catalog *c)
{
    uint64_t unique[2];
    sqlite3_randomness(sizeof unique, unique);
    c->path = arena_cstr(
        &c->arena, arena_printf(&c->arena, "file:/attache-%016llx%016llx?vfs=memdb",
                                (unsigned long long)unique[0], (unsigned long long)unique[1]));
    c->shared = shared_new();
    texts_name(c);
    struct err e = db_open(c);
    if (!err_failed(&e))
        e = fill(c);
    return err_failed(&e) ? e : texts_make(c);
}

struct err catalog_renew(struct catalog *c)
{
    if (c->shared != NULL)
        return err_make(ERR_CORRUPT, "the catalogue in memory is damaged");
    db_close(c);
    const char *file = c->path;
    struct err e = catalog_locked(c, true, renew_locked);
    if (!err_failed(&e)) {
        snprintf(c->notice, sizeof c->notice,
                 "the catalogue was damaged; it is made anew (the old one: %s.broken)", file);
        return e;
    }
    db_close(c);
    snprintf(c->notice, sizeof c->notice, "the catalogue was damaged and is kept in memory: %.180s",
             e.message);
    return open_memory(c);
}

/* -- What others call -------------------------------------------------------------------------- */

struct err catalog_open(const struct library *lib, const struct catalog_options *options,
                        struct catalog **catalog, char notice[256])
{
    struct catalog *c = mem_calloc(1, sizeof *c);
    bool whole = lib->root.fd >= 0 && !str_present(lib->only);
    c->canonical = arena_str(&c->arena, lib->canonical);
    struct err e = ERR_OK;
    bool in_memory = options->in_memory || !whole || !str_present(options->cache_home);
    if (!in_memory) {
        e = open_file(c, options->cache_home);
        in_memory = err_failed(&e);
        if (in_memory) {
            db_close(c);
            db_error(c);
            snprintf(c->notice, sizeof c->notice, "the catalogue is kept in memory: %.200s",
                     e.message);
        }
    }
    if (in_memory)
        e = open_memory(c);
    memcpy(notice, c->notice, sizeof c->notice);
    if (err_failed(&e)) {
        catalog_close(c);
        c = NULL;
    }
    *catalog = c;
    return e;
}

struct err catalog_connect(const struct catalog *catalog, struct catalog **other)
{
    struct catalog *c = mem_calloc(1, sizeof *c);
    c->path = arena_cstr(&c->arena, str_of(catalog->path));
    c->texts.path = arena_cstr(&c->arena, str_of(catalog->texts.path));
    c->canonical = arena_str(&c->arena, catalog->canonical);
    c->shared = catalog->shared;
    if (c->shared != NULL) {
        pthread_mutex_lock(&c->shared->count_lock);
        c->shared->connections++;
        pthread_mutex_unlock(&c->shared->count_lock);
    }
    struct err e = db_open(c);
    if (err_failed(&e)) {
        catalog_close(c);
        c = NULL;
    }
    *other = c;
    return e;
}

void catalog_close(struct catalog *catalog)
{
    if (catalog == NULL)
        return;
    db_close(catalog);
    shared_leave(catalog->shared);
    buf_release(&catalog->moments);
    buf_release(&catalog->texts.mark);
    arena_release(&catalog->arena);
    mem_free(catalog);
}

void catalog_interrupt(struct catalog *catalog)
{
    atomic_store(&catalog->stopped, true);
    sqlite3_interrupt(catalog->sql.db);
}

void catalog_resume(struct catalog *catalog)
{
    atomic_store(&catalog->stopped, false);
}

void catalog_attend(struct catalog *catalog, bool (*wanted)(void *user), void *user)
{
    catalog->wanted = wanted;
    catalog->wanted_user = user;
}

struct err catalog_missed(struct catalog *catalog)
{
    struct err e = catalog->missed;
    catalog->missed = ERR_OK;
    return e;
}

const char *catalog_notice(const struct catalog *catalog)
{
    return catalog->notice;
}

long catalog_generation(struct catalog *catalog)
{
    db_read(catalog);
    int64_t generation = db_meta(catalog, "generation");
    db_done(catalog);
    return (long)generation;
}

bool catalog_is_complete(struct catalog *catalog)
{
    db_read(catalog);
    bool complete = db_meta(catalog, "complete") != 0;
    struct err e = db_done(catalog);
    return complete && !err_failed(&e);
}
