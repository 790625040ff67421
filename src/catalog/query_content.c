#include "catalog/db.h"
#include "catalog/query.h"

bool catalog_has(struct catalog *c, str id)
{
    db_read(c);
    struct query q = db_query(c, "SELECT 1 FROM brief WHERE id = ?");
    query_str(&q, id);
    bool found = query_row(&q);
    query_end(&q);
    struct err e = db_done(c);
    return found && !err_failed(&e);
}

struct err catalog_same_content(struct catalog *c, struct hash content, size_t limit,
                                struct arena *a, struct catalog_ids *out)
{
    *out = (struct catalog_ids){0};
    db_read(c);
    struct query q = db_query(c, "SELECT id FROM brief WHERE content = ? ORDER BY id LIMIT ?");
    query_blob(&q, (str){(const char *)content.bytes, sizeof content.bytes});
    query_size(&q, limit);
    while (query_row(&q))
        *VEC_PUSH(a, out) = query_str_at(&q, 0, a);
    return db_done(c);
}
