#include "catalog/db.h"
#include "catalog/dossier.h"
#include "catalog/pack.h"

/* Those of which the entity is the subject, then the others. */
enum side { SUBJECT, OBJECT, SIDES };

#define COLUMNS                                                                                    \
    "SELECT r.subject, r.predicate, r.object, b.id, b.title, b.date, r.quote, r.from_byte, "       \
    "r.to_byte, r.from_point, r.to_point, r.by_date, r.seq, "                                      \
    "(SELECT d.name FROM entity e JOIN definition d ON d.n = e.definition WHERE e.id = "           \
    "r.subject), "                                                                                 \
    "(SELECT d.name FROM entity e JOIN definition d ON d.n = e.definition WHERE e.id = "           \
    "r.object) FROM relation r JOIN brief b ON b.n = r.brief "

/* Statements by side, direction, and whether a page starts somewhere. */
static const char *const statements[SIDES][2][2] = {
    [SUBJECT] =
        {
                   {COLUMNS "WHERE r.subject = ? ORDER BY r.predicate, r.object, r.by_date, b.id, r.seq "
                     "LIMIT ?",
             COLUMNS "WHERE r.subject = ? AND (r.predicate, r.object, r.by_date, b.id, r.seq) > "
                     "(?, ?, ?, ?, ?) ORDER BY r.predicate, r.object, r.by_date, b.id, r.seq "
                     "LIMIT ?"},
                   {COLUMNS "WHERE r.subject = ? ORDER BY r.predicate DESC, r.object DESC, "
                     "r.by_date DESC, b.id DESC, r.seq DESC LIMIT ?",
             COLUMNS "WHERE r.subject = ? AND (r.predicate, r.object, r.by_date, b.id, r.seq) < "
                     "(?, ?, ?, ?, ?) ORDER BY r.predicate DESC, r.object DESC, r.by_date DESC, "
                     "b.id DESC, r.seq DESC LIMIT ?"},
                   },
    [OBJECT] =
        {
                   {COLUMNS "WHERE r.object = ? AND r.subject <> r.object "
                     "ORDER BY r.predicate, r.subject, r.by_date, b.id, r.seq LIMIT ?",
             COLUMNS "WHERE r.object = ? AND r.subject <> r.object AND "
                     "(r.predicate, r.subject, r.by_date, b.id, r.seq) > (?, ?, ?, ?, ?) "
                     "ORDER BY r.predicate, r.subject, r.by_date, b.id, r.seq LIMIT ?"},
                   {COLUMNS "WHERE r.object = ? AND r.subject <> r.object ORDER BY r.predicate DESC, "
                     "r.subject DESC, r.by_date DESC, b.id DESC, r.seq DESC LIMIT ?",
             COLUMNS "WHERE r.object = ? AND r.subject <> r.object AND "
                     "(r.predicate, r.subject, r.by_date, b.id, r.seq) < (?, ?, ?, ?, ?) "
                     "ORDER BY r.predicate DESC, r.subject DESC, r.by_date DESC, b.id DESC, "
                     "r.seq DESC LIMIT ?"},
                   },
};

/* Where a row stands: its side, and the date key and number that the row itself does not show. */
static str key_of(enum side side, str by_date, size_t seq, struct arena *a)
{
    struct buf b = {0};
    pack_number(&b, side);
    pack_number(&b, seq);
    pack_str(&b, by_date);
    str key = arena_str(a, buf_str(&b));
    buf_release(&b);
    return key;
}

struct place {
    uint64_t side, seq;
    str by_date;
};

static struct place place_of(str key)
{
    struct place p = {0};
    size_t at = 0;
    if (!unpack_number(key, &at, &p.side) || !unpack_number(key, &at, &p.seq) ||
        !unpack_str(key, &at, &p.by_date) || p.side >= SIDES)
        p = (struct place){0};
    return p;
}

static struct relation_row row_at(const struct query *q, enum side side, struct arena *a)
{
    struct relation_row row = {
        .subject = query_str_at(q, 0, a),
        .predicate = query_str_at(q, 1, a),
        .object = query_str_at(q, 2, a),
        .briefing = query_str_at(q, 3, a),
        .title = query_str_at(q, 4, a),
        .quote = query_str_at(q, 6, a),
        .found = !query_null_at(q, 7),
        .span = {query_size_at(q, 7), query_size_at(q, 8)},
        .start = query_size_at(q, 9),
        .end = query_size_at(q, 10),
        .subject_name = query_str_at(q, 13, a),
        .object_name = query_str_at(q, 14, a),
    };
    str date = query_str_at(q, 5, a);
    if (str_present(date))
        date_parse(date, a, &row.date, NULL);
    if (!str_present(row.subject_name))
        row.subject_name = row.subject;
    if (!str_present(row.object_name))
        row.object_name = row.object;
    row.sort_key = key_of(side, query_view_at(q, 11), query_size_at(q, 12), a);
    return row;
}

static void collect(struct catalog *c, str id, enum side side, const struct relation_row *from,
                    bool backwards, size_t limit, struct arena *a, struct relation_page *page)
{
    struct query q = db_query(c, statements[side][backwards][from != NULL]);
    query_str(&q, id);
    if (from != NULL) {
        struct place place = place_of(from->sort_key);
        query_str(&q, from->predicate);
        query_str(&q, side == SUBJECT ? from->object : from->subject);
        query_blob(&q, place.by_date);
        query_str(&q, from->briefing);
        query_size(&q, (size_t)place.seq);
    }
    query_size(&q, limit + 1 - page->count);
    while (query_row(&q))
        page->rows[page->count++] = row_at(&q, side, a);
}

struct err catalog_relations(struct catalog *c, str id, const struct relation_row *from,
                             bool backwards, size_t limit, struct arena *a,
                             struct relation_page *page)
{
    *page = (struct relation_page){.rows = ARENA_ARRAY(a, struct relation_row, limit + 1)};
    int side = from != NULL ? (int)place_of(from->sort_key).side : backwards ? OBJECT : SUBJECT;
    db_read(c);
    for (; side >= 0 && side < SIDES && page->count <= limit; side += backwards ? -1 : 1) {
        collect(c, id, (enum side)side, from, backwards, limit, a, page);
        from = NULL;
    }
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    for (size_t i = 0; backwards && i < page->count / 2; i++) {
        struct relation_row row = page->rows[i];
        page->rows[i] = page->rows[page->count - 1 - i];
        page->rows[page->count - 1 - i] = row;
    }
    return db_done(c);
}
