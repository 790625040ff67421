#include "catalog/within.h"

#include "catalog/db.h"
#include "catalog/entities_row.h"
#include "catalog/moments.h"
#include "catalog/pack.h"

/* Topics are packed, so that the briefings that have one are chosen here. */
static const char temporary[] = "CREATE TEMP TABLE IF NOT EXISTS of_topic (n INTEGER PRIMARY KEY);"
                                "DELETE FROM temp.of_topic;";

static bool has_topic(str packed, str topic)
{
    size_t at = 0;
    str item;
    while (unpack_str(packed, &at, &item))
        if (str_eq(item, topic))
            return true;
    return false;
}

static void choose_topic(struct catalog *c, str topic)
{
    db_execute(c, temporary);
    struct query q = db_query(c, "SELECT n, topics FROM brief WHERE topics IS NOT NULL");
    struct arena a = {0};
    while (query_row(&q)) {
        if (has_topic(query_str_at(&q, 1, &a), topic)) {
            struct query insert = db_query(c, "INSERT INTO temp.of_topic VALUES (?)");
            query_int(&insert, query_int_at(&q, 0));
            query_run(&insert);
        }
        arena_release(&a);
    }
}

/* What a row is counted and sorted from. A day is where a briefing stands: see catalog/entities.h.
 */
static const char select_rows[] =
    "SELECT e.id, d.type, d.name, d.aliases, count(*) AS in_briefings, sum(x.mentions) AS times, "
    "min(CASE b.lower WHEN -9223372036854775808 THEN b.upper ELSE b.lower END) AS first_seen, "
    "max(CASE b.lower WHEN -9223372036854775808 THEN b.upper ELSE b.lower END) AS last_seen "
    "FROM brief_entity x JOIN brief b ON b.n = x.brief JOIN entity e ON e.n = x.entity "
    "JOIN definition d ON d.n = e.definition WHERE x.mentions > 0";

static void append_conditions(struct buf *sql, const struct entities_query *q,
                              const struct entities_within *w)
{
    if (q->types)
        buf_printf(sql, " AND ((1 << CASE e.type WHEN 0 THEN %d ELSE e.type END) & %u)",
                   (int)ENTITY_OTHER, q->types);
    if (str_present(w->briefing))
        buf_append(sql, STR(" AND b.id = ?"));
    if (str_present(w->topic))
        buf_append(sql, STR(" AND b.n IN (SELECT n FROM temp.of_topic)"));
    if (w->has_from)
        buf_append(sql, STR(" AND b.upper >= ?"));
    if (w->has_to)
        buf_append(sql, STR(" AND b.lower <= ?"));
    if (!str_present(w->party) && !w->statuses)
        return;
    buf_append(sql, STR(" AND EXISTS (SELECT 1 FROM agreement_party p JOIN agreement g "
                        "ON g.n = p.agreement WHERE p.party = e.id AND g.status IS NOT NULL"));
    if (w->statuses)
        buf_append(sql, STR(" AND ((1 << g.status) & ?)"));
    if (str_present(w->party))
        buf_append(sql, STR(" AND EXISTS (SELECT 1 FROM agreement_party o "
                            "WHERE o.agreement = g.n AND o.party = ?)"));
    buf_byte(sql, ')');
}

static void bind_conditions(struct query *query, const struct entities_within *w)
{
    if (str_present(w->briefing))
        query_str(query, w->briefing);
    if (w->has_from)
        query_int(query, w->from);
    if (w->has_to)
        query_int(query, w->to);
    if (w->statuses)
        query_int(query, w->statuses);
    if (str_present(w->party))
        query_str(query, w->party);
}

static void append_order(struct buf *sql, const struct entities_query *q)
{
    static const char *const columns[ENTITY_SORT_COUNT] = {
        [ENTITY_BY_MENTIONS] = "times",   [ENTITY_BY_BRIEFINGS] = "in_briefings",
        [ENTITY_BY_NAME] = "e.by_name",   [ENTITY_BY_TYPE] = "e.by_type",
        [ENTITY_BY_FIRST] = "first_seen", [ENTITY_BY_LAST] = "last_seen",
    };
    static const bool natural[ENTITY_SORT_COUNT] = {
#define X(id, name, label, descending) descending,
        ENTITY_SORTS(X)
#undef X
    };
    const char *column = columns[q->sort];
    buf_printf(sql, " GROUP BY e.n ORDER BY %s IS NULL, %s %s, e.id %s LIMIT ?", column, column,
               q->descending ? "DESC" : "ASC", q->descending == natural[q->sort] ? "ASC" : "DESC");
}

struct err catalog_entities_within(struct catalog *c, const struct entities_query *q,
                                   const struct entities_within *within, size_t limit,
                                   struct arena *a, struct entities_page *page)
{
    VEC(struct entities_row) rows = {0};
    struct buf sql = {0};
    db_read(c);
    if (str_present(within->topic))
        choose_topic(c, within->topic);
    buf_append(&sql, str_of(select_rows));
    append_conditions(&sql, q, within);
    append_order(&sql, q);
    buf_byte(&sql, '\0');
    struct query query = db_query(c, sql.ptr);
    bind_conditions(&query, within);
    query_int(&query, limit < INT64_MAX ? (int64_t)limit : INT64_MAX);
    while (query_row(&query))
        *VEC_PUSH(a, &rows) = entities_row_at(&query, a);
    buf_release(&sql);
    *page = (struct entities_page){.rows = rows.items, .count = rows.len};
    return db_done(c);
}
