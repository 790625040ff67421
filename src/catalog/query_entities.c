#include "catalog/db.h"
#include "catalog/key.h"
#include "catalog/pack.h"
#include "catalog/query.h"

#define COLUMNS                                                                                    \
    "SELECT e.id, d.type, d.name, d.aliases, e.briefings, e.mentions FROM entity e "               \
    "JOIN definition d ON d.n = e.definition WHERE e.definition IS NOT NULL "
#define ORDER "ORDER BY e.by_mentions, e.id LIMIT ?"

static struct entity_row row_at(const struct query *q, struct arena *a)
{
    struct entity_row row = {
        .id = query_str_at(q, 0, a),
        .type = (enum entity_type)query_enum_at(q, 1, ENTITY_TYPE_COUNT),
        .name = query_str_at(q, 2, a),
        .briefings = query_size_at(q, 4),
        .mentions = query_size_at(q, 5),
    };
    row.aliases = unpack_strs(query_str_at(q, 3, a), a, &row.alias_count);
    return row;
}

struct err catalog_entities(struct catalog *c, const struct entity_row *from, size_t limit,
                            struct arena *a, struct entity_page *page)
{
    *page = (struct entity_page){.rows = ARENA_ARRAY(a, struct entity_row, limit + 1)};
    db_read(c);
    struct query q;
    if (from == NULL) {
        q = db_query(c, COLUMNS ORDER);
    } else {
        q = db_query(c, COLUMNS "AND (e.by_mentions, e.id) > (?, ?) " ORDER);
        query_blob(&q, key_count(from->mentions, KEY_DESCENDING, a));
        query_str(&q, from->id);
    }
    query_size(&q, limit + 1);
    while (query_row(&q))
        page->rows[page->count++] = row_at(&q, a);
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    return db_done(c);
}

str catalog_entity_name(struct catalog *c, str id, struct arena *a)
{
    db_read(c);
    struct query q = db_query(c, "SELECT d.name FROM entity e "
                                 "JOIN definition d ON d.n = e.definition WHERE e.id = ?");
    query_str(&q, id);
    str name = query_row(&q) ? query_str_at(&q, 0, a) : id;
    query_end(&q);
    db_done(c);
    return name;
}
