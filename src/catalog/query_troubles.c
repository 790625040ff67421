#include "catalog/db.h"
#include "catalog/entities.h"
#include "catalog/pack.h"

const char *trouble_name(enum trouble kind)
{
    static const char *const names[] = {
#define X(id, name) [TROUBLE_##id] = name,
        TROUBLES(X)
#undef X
    };
    return names[kind];
}

static unsigned bits_of(unsigned kinds)
{
    return kinds != 0 ? kinds : (1U << TROUBLE_COUNT) - 1;
}

/* A wiki link may lead to an agreement that another briefing states. */
#define STANDS                                                                                     \
    "((1 << t.kind) & ?) AND NOT (t.kind = ? AND EXISTS (SELECT 1 FROM agreement g "               \
    "WHERE g.id = t.name AND g.status IS NOT NULL))"

static void bind_kinds(struct query *q, unsigned kinds)
{
    query_int(q, bits_of(kinds));
    query_int(q, TROUBLE_WIKI);
}

/* -- Names --------------------------------------------------------------------------------------
 */

static bool next_name(struct catalog *c, unsigned kinds, str key, bool backwards, struct arena *a,
                      struct trouble_row *row)
{
    struct query q;
    if (!str_present(key))
        q = db_query(c, backwards ? "SELECT key, kind, name FROM trouble t WHERE " STANDS
                                    " ORDER BY key DESC LIMIT 1"
                                  : "SELECT key, kind, name FROM trouble t WHERE " STANDS
                                    " ORDER BY key LIMIT 1");
    else
        q = db_query(c, backwards ? "SELECT key, kind, name FROM trouble t WHERE " STANDS
                                    " AND key < ? ORDER BY key DESC LIMIT 1"
                                  : "SELECT key, kind, name FROM trouble t WHERE " STANDS
                                    " AND key > ? ORDER BY key LIMIT 1");
    bind_kinds(&q, kinds);
    if (str_present(key))
        query_blob(&q, key);
    bool found = query_row(&q);
    if (found)
        *row = (struct trouble_row){.sort_key = query_str_at(&q, 0, a),
                                    .kind = (enum trouble)query_enum_at(&q, 1, TROUBLE_COUNT),
                                    .name = query_str_at(&q, 2, a)};
    query_end(&q);
    return found;
}

static void fill_name(struct catalog *c, struct trouble_row *row, struct arena *a)
{
    struct query q = db_query(c, "SELECT count(*), sum(places) FROM trouble WHERE key = ?");
    query_blob(&q, row->sort_key);
    if (query_row(&q)) {
        row->briefings = query_size_at(&q, 0);
        row->places = query_size_at(&q, 1);
    }
    query_end(&q);
    q = db_query(c, "SELECT candidates FROM trouble WHERE key = ? LIMIT 1");
    query_blob(&q, row->sort_key);
    if (query_row(&q))
        row->candidates = unpack_strs(query_str_at(&q, 0, a), a, &row->candidate_count);
    query_end(&q);
}

struct err catalog_troubles(struct catalog *c, unsigned kinds, const struct trouble_row *from,
                            bool backwards, size_t limit, struct arena *a,
                            struct trouble_page *page)
{
    struct trouble_row *rows = ARENA_ARRAY(a, struct trouble_row, limit + 1);
    str key = from != NULL ? from->sort_key : (str){0};
    size_t count = 0;
    db_read(c);
    while (count <= limit && next_name(c, kinds, key, backwards, a, &rows[count])) {
        fill_name(c, &rows[count], a);
        key = rows[count++].sort_key;
    }
    *page = (struct trouble_page){.rows = rows, .count = count, .more = count > limit};
    if (page->more)
        page->count = limit;
    for (size_t i = 0; backwards && i < page->count / 2; i++) {
        struct trouble_row row = rows[i];
        rows[i] = rows[page->count - 1 - i];
        rows[page->count - 1 - i] = row;
    }
    return db_done(c);
}

struct err catalog_troubles_count(struct catalog *c, unsigned kinds, size_t *count)
{
    db_read(c);
    struct query q = db_query(c, "SELECT count(DISTINCT key) FROM trouble t WHERE " STANDS);
    bind_kinds(&q, kinds);
    size_t names = query_row(&q) ? query_size_at(&q, 0) : 0;
    query_end(&q);
    return db_counted(c, names, count);
}

/* -- Places -------------------------------------------------------------------------------------
 */

/* The key of a place: the briefing's date key (X'FF' where it has none), then its id. */
static str place_key(str by_date, str id, struct arena *a)
{
    struct buf b = {0};
    pack_str(&b, by_date);
    pack_str(&b, id);
    str key = arena_str(a, buf_str(&b));
    buf_release(&b);
    return key;
}

static struct trouble_place place_at(const struct query *q, struct arena *a)
{
    struct trouble_place p = {
        .briefing = query_str_at(q, 0, a),
        .title = query_str_at(q, 1, a),
        .places = query_size_at(q, 4),
        .in_text = !query_null_at(q, 5),
        .span = {query_size_at(q,  5), query_size_at(q, 6)},
        .at = { query_str_at(q, 7, a), query_size_at(q, 8), query_size_at(q, 9)},
    };
    str date = query_str_at(q, 2, a);
    if (str_present(date))
        date_parse(date, a, &p.date, NULL);
    p.sort_key = place_key(query_str_at(q, 3, a), p.briefing, a);
    return p;
}

#define PLACES                                                                                     \
    "SELECT b.id, b.title, b.date, ifnull(b.by_date, X'FF') AS k, t.places, t.from_byte, "         \
    "t.to_byte, t.file, t.line, t.col FROM trouble t JOIN brief b ON b.n = t.brief WHERE t.key = " \
    "?"

struct err catalog_trouble_places(struct catalog *c, const struct trouble_row *name,
                                  const struct trouble_place *from, bool backwards, size_t limit,
                                  struct arena *a, struct trouble_places *page)
{
    *page = (struct trouble_places){.rows = ARENA_ARRAY(a, struct trouble_place, limit + 1)};
    db_read(c);
    struct query q;
    if (backwards)
        q = db_query(c, PLACES " AND (ifnull(b.by_date, X'FF'), b.id) < (ifnull(?, X'FFFF'), ?) "
                               "ORDER BY k DESC, b.id DESC LIMIT ?");
    else
        q = db_query(c, PLACES " AND (ifnull(b.by_date, X'FF'), b.id) > (ifnull(?, X''), ?) "
                               "ORDER BY k, b.id LIMIT ?");
    size_t at = 0;
    str by_date = {0}, id = STR("");
    if (from != NULL &&
        (!unpack_str(from->sort_key, &at, &by_date) || !unpack_str(from->sort_key, &at, &id)))
        by_date = (str){0};
    query_blob(&q, name->sort_key);
    query_blob(&q, by_date);
    query_str(&q, id);
    query_size(&q, limit + 1);
    while (query_row(&q))
        page->rows[page->count++] = place_at(&q, a);
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    for (size_t i = 0; backwards && i < page->count / 2; i++) {
        struct trouble_place row = page->rows[i];
        page->rows[i] = page->rows[page->count - 1 - i];
        page->rows[page->count - 1 - i] = row;
    }
    return db_done(c);
}
