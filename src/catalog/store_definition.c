#include "catalog/key.h"
#include "catalog/pack.h"
#include "catalog/store.h"

enum { KNOWN_MAX = 1 << 16 };

/* -- Their rows -------------------------------------------------------------------------------- */

static struct hash definition_hash(struct buf *b, const struct entity *e)
{
    b->len = 0;
    pack_str(b, e->id);
    buf_byte(b, (char)e->type);
    pack_str(b, e->name.text);
    pack_optional(b, e->role);
    pack_optional(b, e->description);
    pack_optional(b, e->wikidata);
    for (size_t i = 0; i < e->alias_count; i++)
        pack_str(b, e->aliases[i].text);
    return hash_of(buf_str(b));
}

static int64_t entity_number(struct catalog *c, str id)
{
    int64_t n = db_number_named(c, "SELECT n FROM entity WHERE id = ?", id);
    if (n != 0)
        return n;
    struct query q = db_query(c, "INSERT INTO entity (id) VALUES (?)");
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
                                    "?, 0, 0, 0)");
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

/* -- Those that the transaction has met -------------------------------------------------------- */

struct known_definition {
    int64_t n, entity;
    size_t briefings, mentions, uses; /* to be added to its row */
    bool dirty;                       /* the entity has to be settled */
};

static struct known_definition *know(struct store *s, const struct entity *e)
{
    struct definitions *d = &s->definitions;
    struct hash hash = definition_hash(&d->bytes, e);
    str key = {(const char *)hash.bytes, sizeof hash.bytes};
    size_t at;
    if (strmap_get(&d->numbers, key, &at))
        return &d->items[at];
    if (d->len == KNOWN_MAX)
        store_flush_definitions(s);
    struct known_definition known = {0};
    struct query q = db_query(s->c, "SELECT n, entity FROM definition WHERE hash = ?");
    query_blob(&q, key);
    if (query_row(&q)) {
        known.n = query_int_at(&q, 0);
        known.entity = query_int_at(&q, 1);
    }
    query_end(&q);
    if (known.n == 0)
        known.n = definition_new(s, e, key, &known.entity);
    strmap_add(&d->numbers, &d->arena, arena_str(&d->arena, key), d->len);
    *VEC_PUSH(&d->arena, d) = known;
    return &d->items[d->len - 1];
}

int64_t store_definition(struct store *s, const struct entity *e)
{
    struct known_definition *known = know(s, e);
    known->dirty = true;
    return known->n;
}

int64_t store_use(struct store *s, const struct entity *e, size_t mentions, int64_t *entity)
{
    struct known_definition *known = know(s, e);
    known->briefings += mentions > 0;
    known->mentions += mentions;
    known->uses++;
    known->dirty = known->dirty || !s->again;
    *entity = known->entity;
    return known->n;
}

static void add_counts(struct catalog *c, const struct known_definition *known)
{
    struct query q;
    if (known->uses > 0) {
        q = db_query(c, "UPDATE definition SET briefings = briefings + ?, "
                        "mentions = mentions + ?, uses = uses + ? WHERE n = ?");
        query_size(&q, known->briefings);
        query_size(&q, known->mentions);
        query_size(&q, known->uses);
        query_int(&q, known->n);
        query_run(&q);
    }
    if (known->dirty)
        db_run_of(c, "INSERT OR IGNORE INTO dirty_entity VALUES (?)", known->entity);
}

void store_flush_definitions(struct store *s)
{
    struct definitions *d = &s->definitions;
    for (size_t i = 0; i < d->len; i++)
        add_counts(s->c, &d->items[i]);
    buf_release(&d->bytes);
    arena_release(&d->arena);
    *d = (struct definitions){0};
}
