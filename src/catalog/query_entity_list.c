#include "catalog/entities.h"

#include "catalog/db.h"
#include "catalog/entities_row.h"
#include "catalog/pack.h"
#include "catalog/words.h"

/* What was never seen on a day has no key for it, and stands last whichever way the sort goes. */
enum segment { KEYED, KEYLESS, SEGMENTS };

static const struct {
    const char *column;
    bool descending; /* what the column's ascending order means */
} sorts[ENTITY_SORT_COUNT] = {
#define X(id, name, label, descending) {"by_" name, descending},
    ENTITY_SORTS(X)
#undef X
};

/* A query with its filter taken apart. */
struct asked {
    struct catalog *c;
    const struct entities_query *q;
    struct arena arena;
    struct filter_words words;
};

static struct asked ask(struct catalog *c, const struct entities_query *q)
{
    struct asked asked = {.c = c, .q = q};
    asked.words = words_of(q->filter, &asked.arena);
    return asked;
}

static bool ascending(const struct entities_query *q)
{
    return q->descending == sorts[q->sort].descending;
}

/* -- Statements -------------------------------------------------------------------------------- */

static void append_types(struct buf *sql, unsigned types)
{
    if (types != 0)
        buf_printf(sql, " AND ((1 << CASE e.type WHEN 0 THEN %d ELSE e.type END) & ?)",
                   (int)ENTITY_OTHER);
}

static void append_filter(struct buf *sql, const struct asked *k)
{
    for (size_t i = 0; i < k->words.len; i++)
        buf_append(sql, STR(" AND EXISTS (SELECT 1 FROM definition f WHERE f.entity = e.n "
                            "AND instr(f.find, ?))"));
}

/* The part of a statement that both asks and counts. */
static void append_from(struct buf *sql, const struct asked *k)
{
    buf_append(sql, STR(" FROM entity e JOIN definition d ON d.n = e.definition "
                        "WHERE e.definition IS NOT NULL"));
    append_types(sql, k->q->types);
    append_filter(sql, k);
}

static void append_side(struct buf *sql, const struct asked *k, enum segment segment,
                        const struct entities_row *from, char side)
{
    const char *column = sorts[k->q->sort].column;
    buf_printf(sql, segment == KEYED ? " AND e.%s IS NOT NULL" : " AND e.%s IS NULL", column);
    if (from == NULL)
        return;
    if (segment == KEYED)
        buf_printf(sql, " AND (e.%s, e.id) %c (?, ?)", column, side);
    else
        buf_printf(sql, " AND e.id %c ?", side);
}

static struct query begin(const struct asked *k, struct buf *sql)
{
    buf_byte(sql, '\0');
    struct query query = db_query(k->c, sql->ptr);
    buf_release(sql);
    if (k->q->types != 0)
        query_int(&query, k->q->types);
    for (size_t i = 0; i < k->words.len; i++)
        query_str(&query, k->words.items[i]);
    return query;
}

static void bind_side(struct query *query, enum segment segment, const struct entities_row *from)
{
    if (from == NULL)
        return;
    if (segment == KEYED)
        query_blob(query, from->sort_key);
    query_str(query, from->entity.id);
}

static enum segment segment_of(const struct entities_row *row)
{
    return str_present(row->sort_key) ? KEYED : KEYLESS;
}

/* -- Rows -------------------------------------------------------------------------------------- */

static void append_columns(struct buf *sql, const struct asked *k)
{
    buf_printf(sql,
               "SELECT e.id, d.type, d.name, d.aliases, e.briefings, e.mentions, e.first_day, "
               "e.last_day, e.n, e.%s",
               sorts[k->q->sort].column);
}

/* The first alias, of any definition, that answers the filter: all of it, else part of it. */
static str matched_elsewhere(struct asked *k, int64_t entity, struct arena *a)
{
    str part = {0}, whole = {0};
    struct query q = db_query(k->c, "SELECT name, aliases FROM definition WHERE entity = ? "
                                    "ORDER BY hash");
    query_int(&q, entity);
    while (!str_present(whole) && query_row(&q)) {
        size_t count;
        str name = query_str_at(&q, 0, a);
        str *aliases = unpack_strs(query_str_at(&q, 1, a), a, &count);
        for (size_t i = 0; i <= count && !str_present(whole); i++) {
            str form = i < count ? aliases[i] : name;
            if (words_all_in(&k->words, form, &k->arena))
                whole = form;
            else if (!str_present(part) && words_any_in(&k->words, form, &k->arena))
                part = form;
        }
    }
    query_end(&q);
    return str_present(whole) ? whole : part;
}

static str matched(struct asked *k, const struct entity_row *e, int64_t n, struct arena *a)
{
    if (k->words.len == 0 || words_all_in(&k->words, e->name, &k->arena))
        return (str){0};
    for (size_t i = 0; i < e->alias_count; i++)
        if (words_all_in(&k->words, e->aliases[i], &k->arena))
            return e->aliases[i];
    return matched_elsewhere(k, n, a);
}

struct entities_row entities_row_at(const struct query *q, struct arena *a)
{
    struct entities_row row = {
        .entity = {.id = query_str_at(q, 0, a),
                   .type = (enum entity_type)query_enum_at(q, 1, ENTITY_TYPE_COUNT),
                   .name = query_str_at(q, 2, a),
                   .briefings = query_size_at(q, 4),
                   .mentions = query_size_at(q, 5)},
        .seen = !query_null_at(q, 6),
        .first = query_int_at(q, 6),
        .last = query_int_at(q, 7),
    };
    row.entity.aliases = unpack_strs(query_str_at(q, 3, a), a, &row.entity.alias_count);
    return row;
}

static struct entities_row row_at(struct asked *k, const struct query *q, struct arena *a)
{
    struct entities_row row = entities_row_at(q, a);
    row.matched = matched(k, &row.entity, query_int_at(q, 8), a);
    row.sort_key = query_str_at(q, 9, a);
    return row;
}

static void collect(struct asked *k, enum segment segment, const struct entities_row *from,
                    bool backwards, size_t limit, struct arena *a, struct entities_page *page)
{
    bool up = ascending(k->q) != backwards;
    const char *way = up ? "ASC" : "DESC";
    struct buf sql = {0};
    append_columns(&sql, k);
    append_from(&sql, k);
    append_side(&sql, k, segment, from, up ? '>' : '<');
    if (segment == KEYED)
        buf_printf(&sql, " ORDER BY e.%s %s, e.id %s LIMIT ?", sorts[k->q->sort].column, way, way);
    else
        buf_printf(&sql, " ORDER BY e.id %s LIMIT ?", way);
    struct query query = begin(k, &sql);
    bind_side(&query, segment, from);
    query_size(&query, limit + 1 - page->count);
    while (query_row(&query))
        page->rows[page->count++] = row_at(k, &query, a);
}

static void reverse(struct entities_row *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct entities_row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

struct err catalog_entity_list(struct catalog *c, const struct entities_query *q,
                               const struct entities_row *from, bool backwards, size_t limit,
                               struct arena *a, struct entities_page *page)
{
    *page = (struct entities_page){.rows = ARENA_ARRAY(a, struct entities_row, limit + 1)};
    struct asked k = ask(c, q);
    db_read(c);
    int step = backwards ? -1 : 1;
    int segment = from != NULL ? (int)segment_of(from) : backwards ? KEYLESS : KEYED;
    for (; segment >= 0 && segment < SEGMENTS && page->count <= limit; segment += step) {
        collect(&k, (enum segment)segment, from, backwards, limit, a, page);
        from = NULL;
    }
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    if (backwards)
        reverse(page->rows, page->count);
    arena_release(&k.arena);
    return db_done(c);
}

bool catalog_entity_list_row(struct catalog *c, const struct entities_query *q, str id,
                             struct arena *a, struct entities_row *row)
{
    const struct entities_query bare = {.sort = q->sort, .descending = q->descending};
    struct asked k = ask(c, &bare);
    db_read(c);
    struct buf sql = {0};
    append_columns(&sql, &k);
    append_from(&sql, &k);
    buf_append(&sql, STR(" AND e.id = ?"));
    struct query query = begin(&k, &sql);
    query_str(&query, id);
    bool found = query_row(&query);
    if (found)
        *row = row_at(&k, &query, a);
    query_end(&query);
    arena_release(&k.arena);
    struct err e = db_done(c);
    return found && !err_failed(&e);
}

/* -- Counts ------------------------------------------------------------------------------------ */

static size_t count_types(struct asked *k, size_t *by_type)
{
    struct buf sql = {0};
    size_t count = 0;
    const struct entities_query every = {.sort = k->q->sort};
    unsigned types = k->q->types;
    struct asked all = *k;
    all.q = &every;
    buf_append(&sql, STR("SELECT e.type, count(*)"));
    append_from(&sql, &all);
    buf_append(&sql, STR(" GROUP BY e.type"));
    struct query query = begin(&all, &sql);
    while (query_row(&query)) {
        int type = query_enum_at(&query, 0, ENTITY_TYPE_COUNT);
        size_t n = query_size_at(&query, 1);
        by_type[type == ENTITY_UNTYPED ? (int)ENTITY_OTHER : type] += n;
        if (types == 0 || (types & ENTITY_TYPE_BIT(type)) != 0)
            count += n;
    }
    return count;
}

struct err catalog_entity_list_count(struct catalog *c, const struct entities_query *q,
                                     size_t *by_type, size_t *count)
{
    size_t counts[ENTITY_TYPE_COUNT] = {0};
    struct asked k = ask(c, q);
    db_read(c);
    size_t all = count_types(&k, counts);
    arena_release(&k.arena);
    struct err e = db_counted(c, all, count);
    for (int i = 0; by_type != NULL && !err_failed(&e) && i < ENTITY_TYPE_COUNT; i++)
        by_type[i] = counts[i];
    return e;
}

static size_t count_side(const struct asked *k, enum segment segment,
                         const struct entities_row *from)
{
    struct buf sql = {0};
    buf_append(&sql, STR("SELECT count(*)"));
    append_from(&sql, k);
    append_side(&sql, k, segment, from, ascending(k->q) ? '<' : '>');
    struct query query = begin(k, &sql);
    bind_side(&query, segment, from);
    size_t count = query_row(&query) ? query_size_at(&query, 0) : 0;
    query_end(&query);
    return count;
}

size_t catalog_entity_list_rank(struct catalog *c, const struct entities_query *q,
                                const struct entities_row *row)
{
    struct asked k = ask(c, q);
    db_read(c);
    enum segment segment = segment_of(row);
    size_t rank = count_side(&k, segment, row);
    if (segment == KEYLESS)
        rank += count_side(&k, KEYED, NULL);
    arena_release(&k.arena);
    db_done(c);
    return rank;
}
