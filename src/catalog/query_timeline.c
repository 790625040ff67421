#include "catalog/db.h"
#include "catalog/pack.h"
#include "catalog/query.h"

#define COLUMNS                                                                                    \
    "SELECT n, id, title, kind, place, parties, topics, supersedes, amends, part_of, status, "     \
    "first, earliest, last, latest, precision, by_extent FROM agreement "                          \
    "WHERE status IS NOT NULL AND "

static struct date extent_at(const struct query *q)
{
    return (struct date){
        .first = (enum date_bound)query_enum_at(q, 11, DATE_UNKNOWN + 1),
        .earliest = query_int_at(q, 12),
        .last = (enum date_bound)query_enum_at(q, 13, DATE_UNKNOWN + 1),
        .latest = query_int_at(q, 14),
        .precision = (enum date_precision)query_enum_at(q, 15, DATE_COARSER + 1),
    };
}

static struct timeline_row row_at(const struct query *q, struct arena *a)
{
    struct timeline_row row = {
        .id = query_str_at(q, 1, a),
        .title = query_str_at(q, 2, a),
        .kind = query_str_at(q, 3, a),
        .place = query_str_at(q, 4, a),
        .status = (enum status)query_enum_at(q, 10, STATUS_COUNT),
        .extent = extent_at(q),
        .sort_key = query_str_at(q, 16, a),
    };
    row.parties = unpack_strs(query_str_at(q, 5, a), a, &row.party_count);
    row.topics = unpack_strs(query_str_at(q, 6, a), a, &row.topic_count);
    for (int i = 0; i < LINK_KIND_COUNT; i++)
        row.links_to[i] = query_str_at(q, 7 + i, a);
    return row;
}

static struct date date_at(const struct query *q, int column, struct arena *a, str *reason)
{
    struct date d = {0};
    str text = query_str_at(q, column, a);
    if (str_present(text))
        date_parse(text, a, &d, reason);
    return d;
}

/* Bytes and code points of evidence, in four columns; false where there are none. */
static bool evidence_at(const struct query *q, int column, struct span *bytes, size_t *start,
                        size_t *end)
{
    if (query_null_at(q, column))
        return false;
    *bytes = (struct span){query_size_at(q, column), query_size_at(q, column + 1)};
    *start = query_size_at(q, column + 2);
    *end = query_size_at(q, column + 3);
    return true;
}

static void milestone_at(const struct query *q, int64_t today, struct arena *a,
                         struct timeline_milestone *t)
{
    struct milestone *m = &t->m;
    m->place = query_size_at(q, 0);
    m->date = date_at(q, 1, a, NULL);
    m->undated = query_str_at(q, 2, a);
    m->status = (enum status)query_enum_at(q, 3, STATUS_COUNT);
    m->party = query_str_at(q, 4, a);
    m->expected = query_int_at(q, 5) != 0;
    m->note = query_str_at(q, 6, a);
    m->url = query_str_at(q, 7, a);
    m->evidence.quote = query_str_at(q, 8, a);
    m->evidence.found = evidence_at(q, 9, &m->evidence.span, &t->start, &t->end);
    m->at = (struct origin){query_str_at(q, 13, a), query_size_at(q, 14), query_size_at(q, 15)};
    m->briefing = query_str_at(q, 16, a);
    m->briefing_date = date_at(q, 17, a, NULL);
    t->kept_by = query_str_at(q, 18, a);
    t->kept_found = evidence_at(q, 19, &t->kept_span, &t->kept_start, &t->kept_end);
    t->promise = promise_state(m, str_present(t->kept_by) ? m : NULL, today);
}

typedef VEC(struct timeline_milestone) milestone_list;

static void read_milestones(struct catalog *c, int64_t agreement, int64_t today, struct arena *a,
                            struct timeline_row *row)
{
    milestone_list list = {0};
    struct query q = db_query(
        c, "SELECT m.seq, m.date, m.undated, m.status, m.party, m.expected, m.note, m.url, "
           "m.quote, m.from_byte, m.to_byte, m.from_point, m.to_point, m.file, m.line, m.col, "
           "b.id, b.date, kb.id, k.from_byte, k.to_byte, k.from_point, k.to_point "
           "FROM milestone m JOIN brief b ON b.n = m.brief "
           "LEFT JOIN milestone k ON k.brief = m.kept_brief AND k.seq = m.kept_seq "
           "LEFT JOIN brief kb ON kb.n = k.brief WHERE m.agreement = ? ORDER BY m.brief, m.seq");
    query_int(&q, agreement);
    while (query_row(&q))
        milestone_at(&q, today, a, VEC_PUSH(a, &list));

    const struct milestone **order = ARENA_ARRAY(a, const struct milestone *, list.len);
    for (size_t i = 0; i < list.len; i++)
        order[i] = &list.items[i].m;
    milestones_sort(order, list.len);
    row->milestone_count = list.len;
    row->milestones = ARENA_ARRAY(a, struct timeline_milestone, list.len);
    for (size_t i = 0; i < list.len; i++) /* m is the first member */
        row->milestones[i] = *(const struct timeline_milestone *)(const void *)order[i];
}

/* Agreements with a day (or without) after `from`. */
static void collect(struct catalog *c, int64_t today, bool dated, const struct timeline_row *from,
                    size_t limit, struct arena *a, struct timeline_page *page)
{
    struct query q;
    if (dated && from != NULL)
        q = db_query(c, COLUMNS "(by_extent, id) > (?, ?) ORDER BY by_extent, id LIMIT ?");
    else if (dated)
        q = db_query(c, COLUMNS "by_extent IS NOT NULL ORDER BY by_extent, id LIMIT ?");
    else if (from != NULL)
        q = db_query(c, COLUMNS "by_extent IS NULL AND id > ? ORDER BY id LIMIT ?");
    else
        q = db_query(c, COLUMNS "by_extent IS NULL ORDER BY id LIMIT ?");
    if (dated && from != NULL)
        query_blob(&q, from->sort_key);
    if (from != NULL)
        query_str(&q, from->id);
    query_size(&q, limit + 1 - page->count);
    while (query_row(&q)) {
        struct timeline_row *row = &page->rows[page->count++];
        *row = row_at(&q, a);
        read_milestones(c, query_int_at(&q, 0), today, a, row);
    }
}

struct err catalog_timeline(struct catalog *c, int64_t today, const struct timeline_row *from,
                            size_t limit, struct arena *a, struct timeline_page *page)
{
    *page = (struct timeline_page){.rows = ARENA_ARRAY(a, struct timeline_row, limit + 1)};
    db_read(c);
    if (from == NULL || str_present(from->sort_key)) {
        collect(c, today, true, from, limit, a, page);
        from = NULL;
    }
    if (page->count <= limit)
        collect(c, today, false, from, limit, a, page);
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    return db_done(c);
}

bool catalog_agreement(struct catalog *c, int64_t today, str id, struct arena *a,
                       struct timeline_row *row)
{
    db_read(c);
    struct query q = db_query(c, COLUMNS "id = ?");
    query_str(&q, id);
    bool found = query_row(&q);
    if (found) {
        *row = row_at(&q, a);
        read_milestones(c, query_int_at(&q, 0), today, a, row);
    }
    query_end(&q);
    struct err e = db_done(c);
    return found && !err_failed(&e);
}
