#include "catalog/ids.h"

#include "catalog/db.h"

struct err catalog_ids(struct catalog *c, enum id_kind kind, str prefix, size_t limit,
                       struct arena *a, struct id_name **ids, size_t *count)
{
    static const char *const texts[] = {
        [IDS_BRIEFINGS] = "SELECT id, title FROM brief WHERE id >= ? ORDER BY id LIMIT ?",
        [IDS_ENTITIES] = "SELECT e.id, d.name FROM entity e JOIN definition d "
                         "ON d.n = e.definition WHERE e.id >= ? ORDER BY e.id LIMIT ?",
    };
    struct {
        struct id_name *items;
        size_t len, cap;
    } found = {0};
    db_read(c);
    struct query q = db_query(c, texts[kind]);
    query_str(&q, str_present(prefix) ? prefix : STR(""));
    query_size(&q, limit);
    while (query_row(&q)) {
        if (!str_starts(query_view_at(&q, 0), prefix)) {
            query_end(&q);
            break;
        }
        *VEC_PUSH(a, &found) = (struct id_name){query_str_at(&q, 0, a), query_str_at(&q, 1, a)};
    }
    *ids = found.items;
    *count = found.len;
    return db_done(c);
}
