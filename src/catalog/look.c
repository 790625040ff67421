#include "catalog/look.h"

#include "catalog/hash.h"

#include <time.h>

static const char tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS seen (n INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS seen_scope (n INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS calm (n INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS todo (k INTEGER PRIMARY KEY, id TEXT UNIQUE, article TEXT, "
    "sidecar TEXT, article_stamp BLOB, sidecar_stamp BLOB);"
    "CREATE TEMP TABLE IF NOT EXISTS todo_scope (path TEXT PRIMARY KEY, stamp BLOB);"
    "DELETE FROM temp.seen; DELETE FROM temp.seen_scope; DELETE FROM temp.calm;"
    "DELETE FROM temp.todo; DELETE FROM temp.todo_scope;";

enum { PROGRESS_EVERY = 500 };

bool look_cancelled(const struct look *l)
{
    return l->hooks != NULL && l->hooks->cancelled != NULL && l->hooks->cancelled(l->hooks->user);
}

int64_t stamp_time(const struct fs_stamp *stamp)
{
    return stamp->mtime > stamp->ctime ? stamp->mtime : stamp->ctime;
}

struct fs_stamp stamp_unpack(str bytes)
{
    uint64_t fields[5] = {0};
    for (size_t i = 0; i < sizeof fields && i < bytes.len; i++)
        fields[i / 8] |= (uint64_t)(unsigned char)bytes.ptr[i] << (8 * (i % 8));
    return (struct fs_stamp){.device = fields[0],
                             .inode = fields[1],
                             .size = (int64_t)fields[2],
                             .mtime = (int64_t)fields[3],
                             .ctime = (int64_t)fields[4]};
}

static bool is_young(const struct look *l, const struct fs_stamp *stamp)
{
    return stamp_time(stamp) >= l->now - LOOK_GRANULARITY;
}

/* What cannot be read has the empty hash: it is the same as long as it cannot. */
static str content_hash(const struct look *l, str path, struct arena *a)
{
    struct arena content = {0};
    str bytes, hash = STR("");
    struct err e = fs_read(&l->lib->root, path, FS_LIMIT_CONTENT, &content, &bytes, NULL);
    if (!err_failed(&e)) {
        struct hash h = hash_of(bytes);
        hash = arena_str(a, (str){(const char *)h.bytes, sizeof h.bytes});
    }
    arena_release(&content);
    return hash;
}

str look_hash(const struct look *l, str path, const struct fs_stamp *stamp, struct arena *a)
{
    return is_young(l, stamp) ? content_hash(l, path, a) : (str){0};
}

str look_hash_loaded(str hash, const struct diag_list *diags)
{
    for (size_t i = 0; diags && i < diags->len; i++)
        if (diags->items[i].code == DIAG_UNREADABLE)
            return STR("");
    return hash;
}

/* -- Units ------------------------------------------------------------------------------------- */

static str sidecar_stamp(const struct unit *u, struct arena *a)
{
    return str_present(u->sidecar) ? stamp_pack(&u->sidecar_stamp, a) : (str){0};
}

static bool same(str stored, str seen)
{
    return str_present(stored) == str_present(seen) && str_eq(stored, seen);
}

/* A file whose stamp was in doubt when it was stored: is it the same by content? */
static bool same_content(const struct look *l, str stored_hash, str path, struct arena *a)
{
    return !str_present(stored_hash) || str_eq(stored_hash, content_hash(l, path, a));
}

static bool is_unreadable(str stored_hash)
{
    return str_present(stored_hash) && stored_hash.len == 0;
}

enum verdict { NEW, CHANGED, SAME, CALM };

struct known {
    int64_t n;
    str article, sidecar, article_stamp, sidecar_stamp, article_hash, sidecar_hash;
    bool stale;
};

static bool find_known(struct look *l, str id, struct arena *a, struct known *k)
{
    struct query q = db_query(l->c, "SELECT n, article, sidecar, article_stamp, sidecar_stamp, "
                                    "article_hash, sidecar_hash, stale FROM unit WHERE id = ?");
    query_str(&q, id);
    bool found = query_row(&q);
    if (found)
        *k = (struct known){query_int_at(&q, 0),    query_str_at(&q, 1, a),  query_str_at(&q, 2, a),
                            query_str_at(&q, 3, a), query_str_at(&q, 4, a),  query_str_at(&q, 5, a),
                            query_str_at(&q, 6, a), query_int_at(&q, 7) != 0};
    query_end(&q);
    return found;
}

static enum verdict judge(const struct look *l, const struct unit *u, const struct known *k,
                          struct arena *a)
{
    if (l->rebuild || k->stale || !same(k->article, u->article) || !same(k->sidecar, u->sidecar) ||
        !same(k->article_stamp, stamp_pack(&u->article_stamp, a)) ||
        !same(k->sidecar_stamp, sidecar_stamp(u, a)))
        return CHANGED;
    if (!str_present(k->article_hash) && !str_present(k->sidecar_hash))
        return SAME;
    if (!same_content(l, k->article_hash, u->article, a) ||
        !same_content(l, k->sidecar_hash, u->sidecar, a))
        return CHANGED;
    bool young = is_young(l, &u->article_stamp) ||
                 (str_present(u->sidecar) && is_young(l, &u->sidecar_stamp));
    return young || is_unreadable(k->sidecar_hash) ? SAME : CALM;
}

static void note_number(struct catalog *c, const char *sql, int64_t n)
{
    struct query q = db_query(c, sql);
    query_int(&q, n);
    query_run(&q);
}

static void note_todo(struct look *l, const struct unit *u, struct arena *a)
{
    struct query q = db_query(l->c, "INSERT OR IGNORE INTO temp.todo (id, article, sidecar, "
                                    "article_stamp, sidecar_stamp) VALUES (?, ?, ?, ?, ?)");
    query_str(&q, u->id);
    query_str(&q, u->article);
    query_str(&q, u->sidecar);
    query_blob(&q, stamp_pack(&u->article_stamp, a));
    query_blob(&q, sidecar_stamp(u, a));
    query_run(&q);
}

static void report_seen(struct look *l)
{
    if (++l->seen % PROGRESS_EVERY != 0 || l->hooks == NULL || l->hooks->progress == NULL)
        return;
    const struct refresh_progress p = {.seen = l->seen};
    l->hooks->progress(l->hooks->user, &p);
}

static bool meet_unit(void *user, const struct unit *u)
{
    struct look *l = user;
    struct arena a = {0};
    struct known k = {0};
    enum verdict verdict = find_known(l, u->id, &a, &k) ? judge(l, u, &k, &a) : NEW;
    if (verdict != NEW)
        note_number(l->c, "INSERT OR IGNORE INTO temp.seen VALUES (?)", k.n);
    if (verdict == NEW || verdict == CHANGED)
        note_todo(l, u, &a);
    if (verdict == CALM)
        note_number(l->c, "INSERT OR IGNORE INTO temp.calm VALUES (?)", k.n);
    arena_release(&a);
    report_seen(l);
    return !db_failed(l->c) && !look_cancelled(l);
}

/* -- Registries and sections ------------------------------------------------------------------- */

static bool scope_is_same(struct look *l, const struct scope_file *f, struct arena *a)
{
    struct query q = db_query(l->c, "SELECT n, stamp, hash FROM scope WHERE path = ?");
    query_str(&q, f->path);
    if (!query_row(&q))
        return false;
    int64_t n = query_int_at(&q, 0);
    str stamp = query_str_at(&q, 1, a), hash = query_str_at(&q, 2, a);
    query_end(&q);
    note_number(l->c, "INSERT OR IGNORE INTO temp.seen_scope VALUES (?)", n);
    return !l->rebuild && same(stamp, stamp_pack(&f->stamp, a)) &&
           same_content(l, hash, f->path, a);
}

static bool meet_scope(void *user, const struct scope_file *f)
{
    struct look *l = user;
    struct arena a = {0};
    if (!scope_is_same(l, f, &a)) {
        struct query q = db_query(l->c, "INSERT OR REPLACE INTO temp.todo_scope VALUES (?, ?)");
        query_str(&q, f->path);
        query_blob(&q, stamp_pack(&f->stamp, &a));
        query_run(&q);
    }
    arena_release(&a);
    return !db_failed(l->c) && !look_cancelled(l);
}

static bool meet_directory(void *user, str path)
{
    (void)path;
    return !look_cancelled(user);
}

/* -- The walk ---------------------------------------------------------------------------------- */

static int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct err look_at_library(struct look *l)
{
    const struct library_visitor visitor = {
        .user = l, .directory = meet_directory, .scope = meet_scope, .unit = meet_unit};
    l->now = clock_now();
    library_forget(l->lib);
    db_execute(l->c, tables);
    db_read(l->c);
    l->generation = db_meta(l->c, "generation");
    l->scopes = db_meta(l->c, "scopes");
    struct err e = db_failed(l->c) ? ERR_OK : library_walk(l->lib, &visitor, &l->diags);
    struct err trouble = db_done(l->c);
    return err_failed(&trouble) ? trouble : e;
}
