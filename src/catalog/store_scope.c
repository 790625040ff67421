#include "base/fs.h"
#include "catalog/pack.h"
#include "catalog/touched.h"

/* -- Registries and sections ------------------------------------------------------------------- */

static void scope_run(struct catalog *c, const char *sql, int64_t scope)
{
    struct query q = db_query(c, sql);
    query_int(&q, scope);
    query_run(&q);
}

static void scope_clear(struct store *s, int64_t n)
{
    scope_run(s->c,
              "INSERT OR IGNORE INTO dirty_entity SELECT d.entity FROM scope_entity e "
              "JOIN definition d ON d.n = e.definition WHERE e.scope = ?",
              n);
    scope_run(s->c, "DELETE FROM scope_entity WHERE scope = ?", n);
    store_remove_diags(s->c, DIAG_OF_SCOPE, n);
}

static int64_t scope_number(struct catalog *c, str path)
{
    struct query q = db_query(c, "SELECT n FROM scope WHERE path = ?");
    query_str(&q, path);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    return n;
}

static size_t depth_of(str path)
{
    size_t depth = 0;
    for (size_t i = 0; i < path.len; i++)
        depth += path.ptr[i] == '/';
    return depth;
}

void store_scope(struct store *s, const struct scope_file *file, str hash,
                 const struct entity *entities, size_t count, const struct diag_list *diags)
{
    int64_t n = scope_number(s->c, file->path);
    struct registry before = touched_registry(s, n);
    if (n != 0)
        scope_clear(s, n);
    struct query q = db_query(s->c, "INSERT OR REPLACE INTO scope VALUES (?, ?, ?, ?, ?, ?)");
    if (n != 0)
        query_int(&q, n);
    else
        query_null(&q);
    query_str(&q, file->path);
    query_size(&q, depth_of(file->path));
    query_blob(&q, stamp_pack(&file->stamp, &s->arena));
    query_blob(&q, hash);
    query_int(&q, s->generation);
    query_run(&q);
    if (n == 0)
        n = sqlite3_last_insert_rowid(s->c->sql.db);

    for (size_t i = 0; i < count; i++) {
        int64_t definition = store_definition(s, &entities[i]);
        q = db_query(s->c, "INSERT OR IGNORE INTO scope_entity VALUES (?, ?, ?)");
        query_int(&q, n);
        query_int(&q, entities[i].match_listed);
        query_int(&q, definition);
        query_run(&q);
    }
    store_diags(s->c, DIAG_OF_SCOPE, n, NULL, diags);
    struct registry after = touched_registry(s, n);
    touched_mark(s, file->path, &before, &after);
    db_set_meta(s->c, "scopes", s->generation);
    s->changed = true;
}

void store_remove_scope(struct store *s, int64_t scope)
{
    struct query q = db_query(s->c, "SELECT path FROM scope WHERE n = ?");
    query_int(&q, scope);
    str path = query_row(&q) ? query_str_at(&q, 0, &s->arena) : (str){0};
    query_end(&q);
    struct registry before = touched_registry(s, scope), after = {0};
    scope_clear(s, scope);
    scope_run(s->c, "DELETE FROM scope WHERE n = ?", scope);
    if (str_present(path))
        touched_mark(s, path, &before, &after);
    db_set_meta(s->c, "scopes", s->generation);
    s->changed = true;
}

/* Paths beneath a directory are those from "DIR/" to before "DIR0", '0' being the byte after '/';
 * a blob comes after every text. */
static void bind_beneath(struct query *q, str directory, struct arena *a)
{
    if (directory.len == 0) {
        query_str(q, STR(""));
        query_blob(q, STR(""));
        return;
    }
    query_str(q, arena_printf(a, "%.*s/", STR_FMT(directory)));
    query_str(q, arena_printf(a, "%.*s0", STR_FMT(directory)));
}

void store_stale(struct store *s, str scope_path, const struct bits *only)
{
    str directory = path_dir(scope_path);
    if (only == NULL) {
        struct query q = db_query(s->c, "UPDATE unit SET stale = 1 "
                                        "WHERE article >= ? AND article < ?");
        bind_beneath(&q, directory, &s->arena);
        query_run(&q);
        return;
    }
    for (size_t n = bits_next(only, 0); n < only->size; n = bits_next(only, n + 1)) {
        struct query q = db_query(s->c, "UPDATE unit SET stale = 1 "
                                        "WHERE article >= ? AND article < ? AND n = ?");
        bind_beneath(&q, directory, &s->arena);
        query_size(&q, n);
        query_run(&q);
    }
}

/* -- The walk's own problems ------------------------------------------------------------------- */

static struct hash diags_hash(const struct diag_list *diags)
{
    struct buf b = {0};
    for (size_t i = 0; i < diags->len; i++) {
        const struct diag *d = &diags->items[i];
        pack_str(&b, d->at.file);
        buf_printf(&b, "%zu:%zu:%d", d->at.line, d->at.column, (int)d->code);
        pack_str(&b, d->message);
    }
    struct hash hash = hash_of(buf_str(&b));
    buf_release(&b);
    return hash;
}

bool store_structure_differs(struct catalog *c, const struct diag_list *diags)
{
    struct hash hash = diags_hash(diags);
    struct query q = db_query(c, "SELECT value IS NOT ? FROM meta WHERE key = 'structure'");
    query_blob(&q, (str){(const char *)hash.bytes, sizeof hash.bytes});
    bool differs = query_row(&q) && query_int_at(&q, 0) != 0;
    query_end(&q);
    return differs;
}

void store_structure(struct store *s, const struct diag_list *diags)
{
    struct hash hash = diags_hash(diags);
    struct query q = db_query(s->c, "UPDATE meta SET value = ?1 WHERE key = 'structure' "
                                    "AND value IS NOT ?1");
    query_blob(&q, (str){(const char *)hash.bytes, sizeof hash.bytes});
    query_run(&q);
    if (db_failed(s->c) || sqlite3_changes(s->c->sql.db) == 0)
        return;
    store_remove_diags(s->c, DIAG_OF_WALK, 0);
    store_diags(s->c, DIAG_OF_WALK, 0, NULL, diags);
    s->changed = true;
}
