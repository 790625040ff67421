#include "base/fs.h"
#include "catalog/key.h"
#include "catalog/pack.h"
#include "catalog/store.h"

/* -- Definitions ------------------------------------------------------------------------------- */

static void pack_optional(struct buf *out, str s)
{
    buf_byte(out, str_present(s) ? '+' : '-');
    pack_str(out, s);
}

static struct hash definition_hash(const struct entity *e)
{
    struct buf b = {0};
    pack_str(&b, e->id);
    buf_byte(&b, (char)e->type);
    pack_str(&b, e->name.text);
    pack_optional(&b, e->role);
    pack_optional(&b, e->description);
    pack_optional(&b, e->wikidata);
    for (size_t i = 0; i < e->alias_count; i++)
        pack_str(&b, e->aliases[i].text);
    struct hash hash = hash_of(buf_str(&b));
    buf_release(&b);
    return hash;
}

static int64_t entity_number(struct catalog *c, str id)
{
    struct query q = db_query(c, "SELECT n FROM entity WHERE id = ?");
    query_str(&q, id);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    if (n != 0)
        return n;
    q = db_query(c, "INSERT INTO entity (id) VALUES (?)");
    query_str(&q, id);
    query_run(&q);
    return sqlite3_last_insert_rowid(c->sql.db);
}

static int64_t definition_new(struct store *s, const struct entity *e, str hash, int64_t *entity)
{
    struct buf aliases = {0}, find = {0};
    buf_append(&find, e->name.text);
    for (size_t i = 0; i < e->alias_count; i++) {
        pack_str(&aliases, e->aliases[i].text);
        buf_byte(&find, '\n');
        buf_append(&find, e->aliases[i].text);
    }
    str folded = key_fold(buf_str(&find), &s->arena);
    *entity = entity_number(s->c, e->id);
    struct query q = db_query(s->c, "INSERT INTO definition VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, "
                                    "?, 0, 0)");
    query_blob(&q, hash);
    query_int(&q, *entity);
    query_int(&q, e->type);
    query_str(&q, str_present(e->name.text) ? e->name.text : e->id);
    query_blob(&q, e->alias_count != 0 ? buf_str(&aliases) : (str){0});
    query_str(&q, e->role);
    query_str(&q, e->description);
    query_str(&q, e->wikidata);
    query_str(&q, str_present(folded) ? folded : STR(""));
    query_run(&q);
    buf_release(&aliases);
    buf_release(&find);
    return sqlite3_last_insert_rowid(s->c->sql.db);
}

int64_t store_definition(struct store *s, const struct entity *e, size_t mentions, int64_t *entity)
{
    struct hash hash = definition_hash(e);
    str key = {(const char *)hash.bytes, sizeof hash.bytes};
    struct query q = db_query(s->c, "SELECT n, entity FROM definition WHERE hash = ?");
    query_blob(&q, key);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    *entity = n != 0 ? query_int_at(&q, 1) : 0;
    query_end(&q);
    if (n == 0)
        n = definition_new(s, e, key, entity);

    q = db_query(s->c, "UPDATE definition SET briefings = briefings + ?, "
                       "mentions = mentions + ? WHERE n = ?");
    query_int(&q, mentions > 0);
    query_size(&q, mentions);
    query_int(&q, n);
    query_run(&q);
    q = db_query(s->c, "INSERT OR IGNORE INTO dirty_entity VALUES (?)");
    query_int(&q, *entity);
    query_run(&q);
    return n;
}

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
        int64_t entity, definition = store_definition(s, &entities[i], 0, &entity);
        q = db_query(s->c, "INSERT OR IGNORE INTO scope_entity VALUES (?, ?)");
        query_int(&q, n);
        query_int(&q, definition);
        query_run(&q);
    }
    store_diags(s->c, DIAG_OF_SCOPE, n, diags);
    store_stale(s, file->path);
    db_set_meta(s->c, "scopes", s->generation);
    s->changed = true;
}

void store_remove_scope(struct store *s, int64_t scope)
{
    struct query q = db_query(s->c, "SELECT path FROM scope WHERE n = ?");
    query_int(&q, scope);
    str path = query_row(&q) ? query_str_at(&q, 0, &s->arena) : (str){0};
    query_end(&q);
    scope_clear(s, scope);
    scope_run(s->c, "DELETE FROM scope WHERE n = ?", scope);
    if (str_present(path))
        store_stale(s, path);
    db_set_meta(s->c, "scopes", s->generation);
    s->changed = true;
}

/* Paths beneath a directory are those from "DIR/" to before "DIR0", '0' being the byte after '/'.
 */
void store_stale(struct store *s, str scope_path)
{
    str directory = path_dir(scope_path);
    if (directory.len == 0) {
        db_execute(s->c, "UPDATE unit SET stale = 1");
        return;
    }
    struct query q = db_query(s->c, "UPDATE unit SET stale = 1 WHERE article >= ? AND article < ?");
    query_str(&q, arena_printf(&s->arena, "%.*s/", STR_FMT(directory)));
    query_str(&q, arena_printf(&s->arena, "%.*s0", STR_FMT(directory)));
    query_run(&q);
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
    store_diags(s->c, DIAG_OF_WALK, 0, diags);
    s->changed = true;
}
