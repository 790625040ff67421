#include "catalog/db.h"
#include "catalog/mention_rows.h"
#include "catalog/pack.h"
#include "catalog/spots.h"

static int64_t entity_number(struct catalog *c, str id)
{
    return db_number_named(c, "SELECT n FROM entity WHERE id = ?", id);
}

/* The briefings that mention an entity, from a place in their order on. `key` absent: from the
 * start, or the end. */
static struct query walk(struct catalog *c, int64_t entity, str key, str id, bool backwards)
{
    struct query q;
    if (str_present(key) && !backwards)
        q = db_query(c, MENTION_COLUMNS
                     "AND e.entity = ? AND e.by_date >= ? AND (e.by_date, b.id) > (?, ?) "
                     "ORDER BY e.by_date, b.id");
    else if (str_present(key))
        q = db_query(c, MENTION_COLUMNS
                     "AND e.entity = ? AND e.by_date <= ? AND (e.by_date, b.id) < (?, ?) "
                     "ORDER BY e.by_date DESC, b.id DESC");
    else
        q = db_query(c, backwards ? MENTION_COLUMNS
                            "AND e.entity = ? ORDER BY e.by_date DESC, b.id DESC"
                                  : MENTION_COLUMNS "AND e.entity = ? ORDER BY e.by_date, b.id");
    query_int(&q, entity);
    if (str_present(key)) {
        query_blob(&q, key);
        query_blob(&q, key);
        query_str(&q, id);
    }
    return q;
}

static struct query at_briefing(struct catalog *c, int64_t entity, str id)
{
    struct query q = db_query(c, MENTION_COLUMNS
                              "AND +e.entity = ? AND e.brief = (SELECT n FROM brief WHERE id = ?)");
    query_int(&q, entity);
    query_str(&q, id);
    return q;
}

/* -- Mentions ----------------------------------------------------------------------------------
 */

struct taking {
    struct arena *a;
    const struct mention_row *from; /* NULL once it is passed */
    bool backwards;
    size_t skip; /* so many that come first are not taken */
    size_t limit;
    struct mention_page *page;
};

static int span_order(struct span a, struct span b)
{
    if (a.start != b.start)
        return a.start < b.start ? -1 : 1;
    return a.end < b.end ? -1 : a.end > b.end;
}

static struct date date_at(const struct query *q, int column, struct arena *a)
{
    struct date d = {0};
    str text = query_str_at(q, column, a);
    if (str_present(text))
        date_parse(text, a, &d, NULL);
    return d;
}

struct mention_row *mention_rows_at(const struct query *q, struct arena *a, size_t *count)
{
    size_t alias_count;
    const struct mention_row base = {
        .briefing = query_str_at(q, 0, a),
        .title = query_str_at(q, 1, a),
        .date = date_at(q, 2, a),
        .sort_key = query_str_at(q, 3, a),
        .of = query_size_at(q, 4),
    };
    str name = query_str_at(q, 6, a);
    str *aliases = unpack_strs(query_str_at(q, 7, a), a, &alias_count);
    struct spots spots = spots_open(query_str_at(q, 5, a), a);
    struct spot spot;
    VEC(struct mention_row) rows = {0};
    while (spots_next(&spots, &spot)) {
        struct mention_row *row = VEC_PUSH(a, &rows);
        *row = base;
        row->span = spot.span;
        row->block = spot.block;
        row->form = spot_form(&spots, &spot, name, aliases, alias_count);
        row->ambiguous = spot.ambiguous;
        row->number = rows.len;
    }
    *count = rows.len;
    return rows.items;
}

/* What of a briefing's mentions belongs to the page; `part`: it holds the row to start from. */
static void take_briefing(struct taking *t, const struct query *q, bool part)
{
    size_t count, first = 0;
    struct mention_row *rows = mention_rows_at(q, t->a, &count);
    if (part && t->backwards)
        while (count > 0 && span_order(rows[count - 1].span, t->from->span) >= 0)
            count--;
    while (part && !t->backwards && first < count &&
           span_order(rows[first].span, t->from->span) <= 0)
        first++;
    for (; t->skip > 0 && first < count; t->skip--)
        first++;
    for (size_t i = first; i < count && t->page->count <= t->limit; i++)
        t->page->rows[t->page->count++] = rows[t->backwards ? first + count - 1 - i : i];
}

/* The rest of the page, and whether there are more. */
static void take_page(struct taking *t, struct query *q)
{
    struct mention_page *page = t->page;
    while (page->count <= t->limit && query_row(q))
        take_briefing(t, q, false);
    query_end(q);
    page->more = page->count > t->limit;
    if (page->more)
        page->count = t->limit;
}

struct err catalog_mentions(struct catalog *c, str id, const struct mention_row *from,
                            bool backwards, size_t limit, struct arena *a,
                            struct mention_page *page)
{
    *page = (struct mention_page){.rows = ARENA_ARRAY(a, struct mention_row, limit + 1)};
    struct taking t = {.a = a, .from = from, .backwards = backwards, .limit = limit, .page = page};
    db_read(c);
    int64_t entity = entity_number(c, id);
    if (from != NULL) {
        struct query q = at_briefing(c, entity, from->briefing);
        if (query_row(&q))
            take_briefing(&t, &q, true);
        query_end(&q);
    }
    struct query q = walk(c, entity, from != NULL ? from->sort_key : (str){0},
                          from != NULL ? from->briefing : (str){0}, backwards);
    take_page(&t, &q);
    for (size_t i = 0; backwards && i < page->count / 2; i++) {
        struct mention_row row = page->rows[i];
        page->rows[i] = page->rows[page->count - 1 - i];
        page->rows[page->count - 1 - i] = row;
    }
    return db_done(c);
}

/* -- By number ---------------------------------------------------------------------------------
 */

/* Counted from an end, by days: where the mention `number` is, and how many of that day are nearer
 * to the end than it. False: there are not so many. */
static bool key_near(struct catalog *c, int64_t entity, size_t number, bool backwards,
                     size_t *nearer, size_t *of, str *key, struct arena *a)
{
    struct query q = db_query(
        c, backwards ? "SELECT by_date, sum(mentions) FROM brief_entity WHERE entity = ? AND "
                       "mentions > 0 GROUP BY by_date ORDER BY by_date DESC"
                     : "SELECT by_date, sum(mentions) FROM brief_entity WHERE entity = ? AND "
                       "mentions > 0 GROUP BY by_date ORDER BY by_date");
    query_int(&q, entity);
    bool found = false;
    *nearer = number;
    while (!found && query_row(&q)) {
        *of = query_size_at(&q, 1);
        found = *nearer < *of;
        if (found)
            *key = query_str_at(&q, 0, a);
        else
            *nearer -= *of;
    }
    query_end(&q);
    return found;
}

struct err catalog_mentions_from(struct catalog *c, str id, size_t first, size_t limit,
                                 struct arena *a, struct mention_page *page)
{
    *page = (struct mention_page){.rows = ARENA_ARRAY(a, struct mention_row, limit + 1)};
    db_read(c);
    int64_t entity = entity_number(c, id);
    size_t total = (size_t)db_number_of(c, "SELECT mentions FROM entity WHERE n = ?", entity),
           nearer, of;
    bool backwards = first < total && first > total / 2;
    str key;
    if (key_near(c, entity, backwards ? total - 1 - first : first, backwards, &nearer, &of, &key,
                 a)) {
        struct taking t = {
            .a = a, .limit = limit, .page = page, .skip = backwards ? of - 1 - nearer : nearer};
        struct query q = walk(c, entity, key, STR(""), false); /* no id is less */
        take_page(&t, &q);
    }
    return db_done(c);
}

/* -- Briefings ---------------------------------------------------------------------------------
 */

/* How many briefings that mention it stand before this one. */
static size_t rank_of(struct catalog *c, int64_t entity, str key, str id)
{
    struct query q =
        db_query(c, "SELECT (SELECT count(*) FROM brief_entity WHERE entity = ?1 AND mentions > 0 "
                    "AND by_date < ?2) + (SELECT count(*) FROM brief_entity e "
                    "JOIN brief b ON b.n = e.brief WHERE e.entity = ?1 AND e.mentions > 0 "
                    "AND e.by_date = ?2 AND b.id < ?3)");
    query_int(&q, entity);
    query_blob(&q, key);
    query_str(&q, id);
    size_t rank = query_row(&q) ? query_size_at(&q, 0) : 0;
    query_end(&q);
    return rank;
}

/* Reads the row that the query gives, and ends it. */
static bool finish(struct catalog *c, struct query *q, int64_t entity, struct arena *a,
                   struct mention_briefing *row)
{
    bool found = query_row(q);
    if (found) {
        *row = (struct mention_briefing){
            .briefing = query_str_at(q, 0, a),
            .title = query_str_at(q, 1, a),
            .date = date_at(q, 2, a),
            .sort_key = query_str_at(q, 3, a),
            .mentions = query_size_at(q, 4),
        };
        struct spots spots = spots_open(query_view_at(q, 5), a);
        struct spot spot;
        for (bool first = true; spots_next(&spots, &spot); first = false) {
            if (first)
                row->first = spot.span;
            row->last = spot.span;
        }
    }
    query_end(q);
    if (found) {
        row->number = rank_of(c, entity, row->sort_key, row->briefing) + 1;
        row->of = (size_t)db_number_of(c, "SELECT briefings FROM entity WHERE n = ?", entity);
    }
    return found;
}

bool catalog_mention_briefing(struct catalog *c, str id, str briefing, struct arena *a,
                              struct mention_briefing *row)
{
    db_read(c);
    int64_t entity = entity_number(c, id);
    struct query q = at_briefing(c, entity, briefing);
    bool found = finish(c, &q, entity, a, row);
    struct err e = db_done(c);
    return found && !err_failed(&e);
}

bool catalog_mention_next(struct catalog *c, str id, str briefing, bool backwards, struct arena *a,
                          struct mention_briefing *row)
{
    db_read(c);
    str key = {0};
    bool found = true;
    if (str_present(briefing)) {
        struct query q = db_query(c, "SELECT ifnull(by_date, X'FF') FROM brief WHERE id = ?");
        query_str(&q, briefing);
        found = query_row(&q);
        if (found)
            key = query_str_at(&q, 0, a);
        query_end(&q);
    }
    int64_t entity = entity_number(c, id);
    if (found) {
        struct query q = walk(c, entity, key, briefing, backwards);
        found = finish(c, &q, entity, a, row);
    }
    struct err e = db_done(c);
    return found && !err_failed(&e);
}
