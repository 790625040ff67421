#include "catalog/db.h"
#include "catalog/moments.h"
#include "catalog/typed.h"

static const char *const facets_sql[FACET_COUNT] = {
    [FACET_PARTY] = "SELECT party, count(*) AS n FROM agreement_party WHERE listed "
                    "GROUP BY party ORDER BY n DESC, party LIMIT ?",
    [FACET_KIND] = "SELECT kind, count(*) AS n FROM agreement WHERE status IS NOT NULL "
                   "AND kind IS NOT NULL GROUP BY kind ORDER BY n DESC, kind LIMIT ?",
    [FACET_TOPIC] = "SELECT topic, count(*) AS n FROM agreement_topic "
                    "GROUP BY topic ORDER BY n DESC, topic LIMIT ?",
    [FACET_STATUS] = "SELECT status, count(*) AS n FROM agreement WHERE status IS NOT NULL "
                     "GROUP BY status ORDER BY n DESC, status LIMIT ?",
};

static void name_party(struct catalog *c, struct facet_row *row, struct arena *a)
{
    struct query q = db_query(c, "SELECT d.name, d.type FROM entity e "
                                 "JOIN definition d ON d.n = e.definition WHERE e.id = ?");
    query_str(&q, row->value);
    if (query_row(&q)) {
        row->name = query_str_at(&q, 0, a);
        row->type = (enum entity_type)query_enum_at(&q, 1, ENTITY_TYPE_COUNT);
    }
    query_end(&q);
}

static void read_facets(struct catalog *c, enum moment_facet facet, size_t limit, struct arena *a,
                        struct facets *facets)
{
    VEC(struct facet_row) list = {0};
    struct query q = db_query(c, facets_sql[facet]);
    query_size(&q, limit + 1);
    while (query_row(&q)) {
        struct facet_row *row = VEC_PUSH(a, &list);
        if (facet == FACET_STATUS) {
            row->status = (enum status)query_enum_at(&q, 0, STATUS_COUNT);
            row->value = str_of(status_name(row->status));
        } else {
            row->value = query_str_at(&q, 0, a);
        }
        row->name = row->value;
        row->agreements = query_size_at(&q, 1);
    }
    facets->more = list.len > limit;
    facets->count = facets->more ? limit : list.len;
    facets->rows = list.items;
    for (size_t i = 0; facet == FACET_PARTY && i < facets->count; i++)
        name_party(c, &facets->rows[i], a);
}

/* They do not depend on what is filtered: each is read once. */
struct kept {
    struct memo memo;
    size_t limit;
    bool known[FACET_COUNT];
    struct facets of[FACET_COUNT];
};

static const struct facets *facets_of(struct catalog *c, enum moment_facet facet, size_t limit)
{
    struct kept *k = memo_last(c, MEMO_FACETS);
    if (k == NULL || k->limit != limit) {
        k = memo_make(c, MEMO_FACETS, sizeof *k, STR(""));
        k->limit = limit;
        memo_put(c, MEMO_FACETS, k);
    }
    if (!k->known[facet]) {
        read_facets(c, facet, limit, &k->memo.arena, &k->of[facet]);
        k->known[facet] = !db_stopped(c) && !db_failed(c);
    }
    return k->known[facet] ? &k->of[facet] : NULL;
}

static void copy(const struct facets *from, struct arena *a, struct facets *to)
{
    *to = *from;
    to->rows = ARENA_ARRAY(a, struct facet_row, from->count + 1);
    for (size_t i = 0; i < from->count; i++) {
        to->rows[i] = from->rows[i];
        to->rows[i].value = arena_str(a, from->rows[i].value);
        to->rows[i].name = arena_str(a, from->rows[i].name);
    }
}

struct err catalog_facets(struct catalog *c, enum moment_facet facet, size_t limit, struct arena *a,
                          struct facets *facets)
{
    *facets = (struct facets){0};
    db_read(c);
    const struct facets *known = facets_of(c, facet, limit);
    if (known != NULL)
        copy(known, a, facets);
    return db_done(c);
}

void catalog_facets_ahead(struct catalog *c, size_t limit)
{
    db_read(c);
    for (int facet = 0; facet < FACET_COUNT && !db_stopped(c); facet++)
        facets_of(c, (enum moment_facet)facet, limit);
    typed_ahead(c);
    db_done(c);
}
