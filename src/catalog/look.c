#include "catalog/look.h"

#include "base/strmap.h"
#include "catalog/hash.h"
#include "loader/listing.h"

#include <time.h>

static const char tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS todo (k INTEGER PRIMARY KEY, id TEXT UNIQUE, article TEXT, "
    "sidecar TEXT, article_stamp BLOB, sidecar_stamp BLOB);"
    "CREATE TEMP TABLE IF NOT EXISTS todo_scope (path TEXT PRIMARY KEY, stamp BLOB);"
    "CREATE TEMP TABLE IF NOT EXISTS walked (path TEXT PRIMARY KEY, stamp BLOB, sealed BLOB);"
    "DELETE FROM temp.todo; DELETE FROM temp.todo_scope; DELETE FROM temp.walked;";

enum { PROGRESS_EVERY = 500 };

bool look_cancelled(const struct look *l)
{
    return l->hooks != NULL && l->hooks->cancelled != NULL && l->hooks->cancelled(l->hooks->user);
}

int64_t stamp_time(const struct fs_stamp *stamp)
{
    return stamp->mtime > stamp->ctime ? stamp->mtime : stamp->ctime;
}

static uint64_t field(const unsigned char *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

struct fs_stamp stamp_unpack(str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    if (bytes.len != 5 * sizeof(uint64_t))
        return (struct fs_stamp){0};
    return (struct fs_stamp){.device = field(at),
                             .inode = field(at + 8),
                             .size = (int64_t)field(at + 16),
                             .mtime = (int64_t)field(at + 24),
                             .ctime = (int64_t)field(at + 32)};
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

static bool is_stamp(str stored, const struct fs_stamp *seen)
{
    struct fs_stamp then = stamp_unpack(stored);
    return str_present(stored) && fs_stamp_eq(&then, seen);
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

enum verdict { NEW, CHANGED, SAME, CALM, YOUNG };

static const char stored_units[] = "SELECT id, n, article, sidecar, article_stamp, sidecar_stamp, "
                                   "article_hash, sidecar_hash, stale "
                                   "FROM unit WHERE id >= ? ORDER BY id";
static const char stored_ids[] = "SELECT id FROM unit WHERE id >= ? ORDER BY id";

struct known {
    int64_t n;
    str article, sidecar, article_stamp, sidecar_stamp, article_hash, sidecar_hash;
    bool stale;
};

/* The rows from some id on, in the order of ids: that of the units of one directory. */
struct stored_rows {
    const char *sql;
    struct query rows;
    enum { CLOSED, AT_ROW, AT_END } state;
    struct arena arena; /* of where they begin */
};

static void stored_close(struct stored_rows *s)
{
    if (s->state == AT_ROW)
        query_end(&s->rows);
    s->state = CLOSED;
    arena_release(&s->arena);
}

static void stored_step(struct stored_rows *s)
{
    s->state = query_row(&s->rows) ? AT_ROW : AT_END;
}

static void stored_open(struct stored_rows *s, struct catalog *c, str id)
{
    str from = arena_str(&s->arena, id);
    if (s->state == AT_ROW)
        query_end(&s->rows);
    s->rows = db_query(c, s->sql);
    query_str(&s->rows, from);
    stored_step(s);
}

/* On to the next row of the directory, past those of directories within it. '0' comes after '/'. */
static void stored_next(struct stored_rows *s, struct catalog *c, size_t directory)
{
    stored_step(s);
    if (s->state != AT_ROW)
        return;
    str id = query_view_at(&s->rows, 0);
    size_t slash = str_find_byte(id, '/', directory);
    if (slash != STR_NONE)
        stored_open(s, c, arena_printf(&s->arena, "%.*s0", (int)slash, id.ptr));
}

/* The row of that id. What is read of it is valid until the next is looked for. */
static bool find_known(struct look *l, str id, struct known *k)
{
    struct stored_rows *s = l->stored;
    size_t base = str_rfind_byte(id, '/'), directory = base == STR_NONE ? 0 : base + 1;
    int order = -1;
    if (s->state == CLOSED)
        stored_open(s, l->c, id);
    while (s->state == AT_ROW && (order = str_cmp(query_view_at(&s->rows, 0), id)) < 0)
        stored_next(s, l->c, directory);
    if (s->state != AT_ROW || order != 0)
        return false;
    const struct query *q = &s->rows;
    *k = (struct known){query_int_at(q, 1),  query_view_at(q, 2),    query_view_at(q, 3),
                        query_view_at(q, 4), query_view_at(q, 5),    query_view_at(q, 6),
                        query_view_at(q, 7), query_int_at(q, 8) != 0};
    return true;
}

static enum verdict judge(const struct look *l, const struct unit *u, const struct known *k,
                          struct arena *a)
{
    if (l->rebuild || k->stale || !same(k->article, u->article) || !same(k->sidecar, u->sidecar) ||
        !is_stamp(k->article_stamp, &u->article_stamp) ||
        (str_present(u->sidecar) && !is_stamp(k->sidecar_stamp, &u->sidecar_stamp)))
        return CHANGED;
    if (!str_present(k->article_hash) && !str_present(k->sidecar_hash))
        return SAME;
    if (!same_content(l, k->article_hash, u->article, a) ||
        !same_content(l, k->sidecar_hash, u->sidecar, a))
        return CHANGED;
    bool young = is_young(l, &u->article_stamp) ||
                 (str_present(u->sidecar) && is_young(l, &u->sidecar_stamp));
    return young || is_unreadable(k->sidecar_hash) ? YOUNG : CALM;
}

bool look_has_found(const struct look *l)
{
    return l->found;
}

struct query look_finds(struct look *l, const char *sql)
{
    if (!l->found)
        db_execute(l->c, tables);
    l->found = true;
    return db_query(l->c, sql);
}

static void note_todo(struct look *l, const struct unit *u, struct arena *a)
{
    struct query q = look_finds(l, "INSERT OR IGNORE INTO temp.todo (id, article, sidecar, "
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
    enum verdict verdict = find_known(l, u->id, &k) ? judge(l, u, &k, &a) : NEW;
    if (verdict != NEW && k.n > 0)
        bits_add(&l->still, (size_t)k.n);
    if (verdict == NEW || verdict == CHANGED)
        note_todo(l, u, &a);
    directories_unit(l, k.n, verdict == SAME || verdict == CALM);
    l->doubtful = l->doubtful || k.stale;
    if (verdict == CALM && k.n > 0)
        bits_add(&l->calm, (size_t)k.n);
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
    if (n > 0)
        bits_add(&l->scopes_seen, (size_t)n);
    return !l->rebuild && is_stamp(stamp, &f->stamp) && same_content(l, hash, f->path, a);
}

static bool meet_scope(void *user, const struct scope_file *f)
{
    struct look *l = user;
    struct arena a = {0};
    if (!scope_is_same(l, f, &a)) {
        struct query q = look_finds(l, "INSERT OR REPLACE INTO temp.todo_scope VALUES (?, ?)");
        query_str(&q, f->path);
        query_blob(&q, stamp_pack(&f->stamp, &a));
        query_run(&q);
    }
    arena_release(&a);
    return !db_failed(l->c) && !look_cancelled(l);
}

/* -- Directories ------------------------------------------------------------------------------- */

static bool meet_directory(void *user, str path, const struct fs_stamp *stamp)
{
    struct look *l = user;
    stored_close(l->stored);
    directories_meet(l, path, stamp);
    return !db_failed(l->c) && !look_cancelled(l);
}

static bool meet_listing(void *user, const struct listing *listing)
{
    return directories_listed(user, listing);
}

static void leave_directory(void *user, bool clean)
{
    directories_left(user, clean);
}

bool look_saw_other_directories(struct look *l)
{
    return (l->found && db_number(l->c, "SELECT EXISTS (SELECT 1 FROM temp.walked)") != 0) ||
           bits_count(&l->walked) != (size_t)db_number(l->c, "SELECT count(*) FROM directory");
}

void look_keep_directories(struct look *l)
{
    int64_t n = 0;
    bool more = true;
    while (more) {
        struct query q = db_query(l->c, "SELECT n FROM directory WHERE n > ? ORDER BY n");
        query_int(&q, n);
        while ((more = query_row(&q)) && bits_has(&l->walked, query_size_at(&q, 0)))
            continue;
        n = more ? query_int_at(&q, 0) : 0;
        query_end(&q);
        if (more)
            db_run_of(l->c, "DELETE FROM directory WHERE n = ?", n);
    }
    if (!l->found)
        return;
    db_execute(l->c, "INSERT INTO directory (path, stamp, sealed) "
                     "SELECT path, stamp, sealed FROM temp.walked WHERE true ON CONFLICT (path) "
                     "DO UPDATE SET stamp = excluded.stamp, sealed = excluded.sealed");
}

/* -- The walk ---------------------------------------------------------------------------------- */

static int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Within db_read from here on. */
static void begin(struct look *l, struct stored_rows *stored)
{
    l->now =
        l->hooks != NULL && l->hooks->now != NULL ? l->hooks->now(l->hooks->user) : clock_now();
    l->seen = 0;
    library_forget(l->lib);
    l->found = false;
    db_read(l->c);
    l->generation = db_meta(l->c, "generation");
    l->scopes = db_meta(l->c, "scopes");
    l->doubtful = false;
    l->trusted = !l->rebuild && db_meta(l->c, "complete") != 0 &&
                 (l->generation == db_meta(l->c, "sealed") || l->generation == l->own);
    l->still = bits_make(l->diags.arena, db_numbers(l->c, "SELECT max(n) FROM unit"));
    l->calm = bits_make(l->diags.arena, l->still.size);
    l->scopes_seen = bits_make(l->diags.arena, db_numbers(l->c, "SELECT max(n) FROM scope"));
    l->walked = bits_make(l->diags.arena, db_numbers(l->c, "SELECT max(n) FROM directory"));
    l->stored = stored;
}

struct err look_at_library(struct look *l)
{
    const struct library_visitor visitor = {.user = l,
                                            .directory = meet_directory,
                                            .scope = meet_scope,
                                            .unit = meet_unit,
                                            .listed = meet_listing,
                                            .left = leave_directory};
    struct stored_rows stored = {.sql = stored_units};
    begin(l, &stored);
    struct err e = db_failed(l->c) ? ERR_OK : library_walk(l->lib, &visitor, &l->diags);
    stored_close(&stored);
    l->stored = NULL;
    directories_release(&l->here);
    struct err trouble = db_done(l->c);
    return err_failed(&trouble) ? trouble : e;
}

/* More of them take as long as the walk, and so do those of few briefings. */
enum { DIRECTORIES_MAX = 1000, BRIEFINGS_MIN = 16 };

static bool meet_directory_first(void *user, str path, const struct fs_stamp *stamp)
{
    struct look *l = user;
    (void)path, (void)stamp;
    stored_close(l->stored);
    return !look_cancelled(l);
}

/* What registries make of units comes before the units. */
static bool meet_scope_first(void *user, const struct scope_file *f)
{
    struct arena a = {0};
    bool same = scope_is_same(user, f, &a);
    arena_release(&a);
    return same;
}

/* The ids of a directory's units, but for the directory. */
static struct strmap stored_stems(struct look *l, str directory, struct arena *a)
{
    struct strmap stems = {0};
    struct stored_rows ids = {.sql = stored_ids};
    str within = directory.len > 0 ? arena_printf(a, "%.*s/", STR_FMT(directory)) : directory;
    str start = listing_id(l->lib, within);
    stored_open(&ids, l->c, start);
    while (ids.state == AT_ROW && str_starts(query_view_at(&ids.rows, 0), start)) {
        strmap_add(&stems, a, arena_str(a, str_from(query_view_at(&ids.rows, 0), start.len)), 0);
        stored_next(&ids, l->c, start.len);
    }
    stored_close(&ids);
    return stems;
}

/* What belongs to a unit that is stored is not new. */
static size_t pick_first(void *user, str directory, str *names, size_t count)
{
    struct arena a = {0};
    struct strmap stems = stored_stems(user, directory, &a);
    size_t picked = 0;
    for (size_t i = 0; i < count; i++)
        if (!strmap_get(&stems, path_stem(names[i]), NULL))
            names[picked++] = names[i];
    arena_release(&a);
    return picked;
}

static bool enter_first(void *user, str path)
{
    struct fs_stamp stamp;
    int64_t n;
    return !directories_find(user, path, &n, &stamp);
}

struct paths {
    str *items;
    size_t len, cap;
};

static struct paths changed_directories(struct look *l, struct arena *a)
{
    struct paths changed = {0};
    int64_t directories = db_number(l->c, "SELECT count(*) FROM directory");
    if (directories > DIRECTORIES_MAX ||
        db_number(l->c, "SELECT max(n) FROM unit") < directories * BRIEFINGS_MIN)
        return changed;
    struct query q = db_query(l->c, "SELECT path, stamp FROM directory ORDER BY path");
    while (query_row(&q)) {
        struct fs_entry entry;
        struct fs_stamp before = stamp_unpack(query_view_at(&q, 1));
        str path = query_view_at(&q, 0);
        struct err e = fs_stat(&l->lib->root, path, &entry);
        if (!err_failed(&e) && entry.kind == FS_DIRECTORY && !fs_stamp_eq(&before, &entry.stamp))
            *VEC_PUSH(a, &changed) = arena_str(a, path);
    }
    return changed;
}

bool look_at_changed_directories(struct look *l)
{
    const struct library_visitor visitor = {
        .user = l, .directory = meet_directory_first, .scope = meet_scope_first, .unit = meet_unit};
    const struct library_interest interest = {
        .pick = {pick_first, l},
          .enters = enter_first
    };
    struct stored_rows stored = {.sql = stored_units};
    struct arena a = {0};
    struct err e = ERR_OK;
    begin(l, &stored);
    struct paths changed = changed_directories(l, &a);
    for (size_t i = 0; i < changed.len && !err_failed(&e) && !db_failed(l->c); i++)
        e = library_walk_directory(l->lib, changed.items[i], &visitor, &interest);
    stored_close(&stored);
    l->stored = NULL;
    directories_release(&l->here);
    arena_release(&a);
    struct err trouble = db_done(l->c);
    return !err_failed(&e) && !err_failed(&trouble) && l->found &&
           db_number(l->c, "SELECT EXISTS (SELECT 1 FROM temp.todo)") != 0;
}

void look_again_at_stale(struct look *l)
{
    struct arena a = {0};
    struct query q = db_query(l->c, "SELECT n, id, article, sidecar, article_stamp, sidecar_stamp "
                                    "FROM unit INDEXED BY unit_stale WHERE stale ORDER BY id");
    while (query_row(&q)) {
        int64_t n = query_int_at(&q, 0);
        if (n > 0 && bits_has(&l->still, (size_t)n)) {
            l->doubtful = true;
            note_todo(l,
                      &(struct unit){.id = query_view_at(&q, 1),
                                     .article = query_view_at(&q, 2),
                                     .sidecar = query_view_at(&q, 3),
                                     .article_stamp = stamp_unpack(query_view_at(&q, 4)),
                                     .sidecar_stamp = stamp_unpack(query_view_at(&q, 5))},
                      &a);
        }
        arena_release(&a);
    }
}

int64_t look_next_gone(struct look *l, int64_t after, bool *listed)
{
    int64_t gone = 0;
    if (after == 0 && bits_count(&l->still) >= (size_t)db_meta(l->c, "units"))
        return 0;
    struct query q = db_query(l->c, "SELECT u.n, b.n FROM unit u LEFT JOIN brief b ON b.n = u.n "
                                    "WHERE u.n > ? AND u.generation <= ? ORDER BY u.n");
    query_int(&q, after);
    query_int(&q, l->generation);
    while (gone == 0 && query_row(&q)) {
        int64_t n = query_int_at(&q, 0);
        if (n > 0 && bits_has(&l->still, (size_t)n))
            continue;
        gone = n;
        *listed = !query_null_at(&q, 1);
    }
    query_end(&q);
    return gone;
}

int64_t look_next_scope_gone(struct look *l, int64_t after)
{
    int64_t gone = 0;
    struct query q =
        db_query(l->c, "SELECT n FROM scope WHERE n > ? AND generation <= ? ORDER BY n");
    query_int(&q, after);
    query_int(&q, l->generation);
    while (gone == 0 && query_row(&q))
        if (!bits_has(&l->scopes_seen, query_size_at(&q, 0)))
            gone = query_int_at(&q, 0);
    query_end(&q);
    return gone;
}

void look_keep_calm(struct look *l)
{
    const struct bits *calm = &l->calm;
    for (size_t n = bits_next(calm, 0); n < calm->size; n = bits_next(calm, n + 1))
        db_run_of(l->c, "UPDATE unit SET article_hash = NULL, sidecar_hash = NULL WHERE n = ?",
                  (int64_t)n);
}
