/* Pages of briefings. The text of each statement is put together from the tables below, never from
 * what a person typed. */
#include "catalog/query.h"

#include "catalog/db.h"
#include "catalog/filtered.h"
#include "catalog/found.h"
#include "catalog/kept.h"
#include "catalog/key.h"
#include "catalog/pack.h"

#include <string.h>

/* Rows that have nothing to be sorted by stand last, whichever way the sort goes. */
enum segment { KEYED, KEYLESS, SEGMENTS };

static const struct {
    const char *column;
    bool descending; /* what the column's ascending order means */
} sorts[LIST_SORT_COUNT] = {
#define X(id, name, label, descending) {"by_" name, descending},
    LIST_SORTS(X)
#undef X
};

static const char *column_of(const struct list_query *q)
{
    return q->sort == LIST_BY_ID ? "id" : sorts[q->sort].column;
}

static bool ascending(const struct list_query *q)
{
    return q->descending == sorts[q->sort].descending;
}

/* -- Filters ----------------------------------------------------------------------------------- */

static void prepare_filter(struct catalog *c, const struct list_query *q)
{
    if (q->filter.len != 0)
        filtered_prepare(c, q);
    kept_prepare(c, q);
}

/* Of the sets that a list is narrowed by one is its source, if it is small. */
enum narrowed { WHOLE, KEPT, FILTERED };

static enum narrowed append_source(struct catalog *c, struct buf *sql, const struct list_query *q)
{
    if (kept_append_from(c, sql, q))
        return KEPT;
    const struct filtered *filtered = filtered_last(c);
    if (q->filter.len != 0 && filtered && filtered->few) {
        buf_append(sql, STR(" FROM temp.filtered h CROSS JOIN brief b ON b.n = h.n"));
        return FILTERED;
    }
    buf_append(sql, STR(" FROM brief b"));
    return WHOLE;
}

/* The part of a statement that both asks and counts. */
static void append_from(struct catalog *c, struct buf *sql, const struct list_query *q)
{
    enum narrowed source = append_source(c, sql, q);
    buf_append(sql, STR(" WHERE 1"));
    kept_append_where(sql, q);
    if (q->filter.len != 0 && source != FILTERED)
        buf_append(sql, STR(" AND filtered(b.n)"));
}

static struct query begin(struct catalog *c, struct buf *sql)
{
    buf_byte(sql, '\0');
    struct query query = db_query(c, sql->ptr);
    buf_release(sql);
    return query;
}

/* -- Rows -------------------------------------------------------------------------------------- */

static void append_columns(struct buf *sql, const struct list_query *q)
{
    buf_printf(sql,
               "SELECT b.id, b.path, b.title, b.date, b.source_name, b.source_url, "
               "b.source_author, b.language, b.summary, b.topics, b.words, b.entities, "
               "b.agreements, b.errors, b.warnings + b.unresolved, b.%s",
               column_of(q));
}

static struct brief_row row_at(const struct query *q, struct arena *a)
{
    struct brief_row row = {
        .id = query_str_at(q, 0, a),
        .path = query_str_at(q, 1, a),
        .title = query_str_at(q, 2, a),
        .source = {query_str_at(q, 4, a), query_str_at(q, 5, a), query_str_at(q, 6, a)},
        .language = query_str_at(q, 7, a),
        .summary = query_str_at(q, 8, a),
        .words = query_size_at(q, 10),
        .entities = query_size_at(q, 11),
        .agreements = query_size_at(q, 12),
        .errors = query_size_at(q, 13),
        .warnings = query_size_at(q, 14),
        .sort_key = query_str_at(q, 15, a),
    };
    str date = query_str_at(q, 3, a);
    if (str_present(date))
        date_parse(date, a, &row.date, NULL);
    row.topics = unpack_strs(query_str_at(q, 9, a), a, &row.topic_count);
    return row;
}

static enum segment segment_of(const struct brief_row *row)
{
    return str_present(row->sort_key) ? KEYED : KEYLESS;
}

static void bind_key(struct query *query, const struct list_query *q, str key)
{
    if (q->sort == LIST_BY_ID)
        query_str(query, key);
    else
        query_blob(query, key);
}

/* Rows of one segment on one side of `from` (NULL: all of it). */
static void append_side(struct buf *sql, const struct list_query *q, enum segment segment,
                        const struct brief_row *from, char side)
{
    const char *column = column_of(q);
    buf_printf(sql, segment == KEYED ? " AND b.%s IS NOT NULL" : " AND b.%s IS NULL", column);
    if (from == NULL)
        return;
    if (segment == KEYLESS || q->sort == LIST_BY_ID)
        buf_printf(sql, " AND b.id %c ?", side);
    else
        buf_printf(sql, " AND (b.%s, b.id) %c (?, ?)", column, side);
}

static void bind_side(struct query *query, const struct list_query *q, enum segment segment,
                      const struct brief_row *from)
{
    if (from == NULL)
        return;
    if (segment == KEYED && q->sort != LIST_BY_ID)
        bind_key(query, q, from->sort_key);
    query_str(query, from->id);
}

static void collect(struct catalog *c, const struct list_query *q, enum segment segment,
                    const struct brief_row *from, bool backwards, size_t limit, struct arena *a,
                    struct brief_page *page)
{
    bool up = ascending(q) != backwards;
    struct buf sql = {0};
    append_columns(&sql, q);
    append_from(c, &sql, q);
    append_side(&sql, q, segment, from, up ? '>' : '<');
    const char *way = up ? "ASC" : "DESC";
    if (segment == KEYED && q->sort != LIST_BY_ID)
        buf_printf(&sql, " ORDER BY b.%s %s, b.id %s", column_of(q), way, way);
    else
        buf_printf(&sql, " ORDER BY b.id %s", way);
    buf_append(&sql, STR(" LIMIT ?"));
    struct query query = begin(c, &sql);
    bind_side(&query, q, segment, from);
    query_size(&query, limit + 1 - page->count);
    while (query_row(&query))
        page->rows[page->count++] = row_at(&query, a);
}

static void reverse(struct brief_row *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct brief_row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

struct err catalog_list(struct catalog *c, const struct list_query *q, const struct brief_row *from,
                        bool backwards, size_t limit, struct arena *a, struct brief_page *page)
{
    *page = (struct brief_page){.rows = ARENA_ARRAY(a, struct brief_row, limit + 1)};
    db_read(c);
    prepare_filter(c, q);
    int step = backwards ? -1 : 1;
    int segment = from != NULL ? (int)segment_of(from) : backwards ? KEYLESS : KEYED;
    for (; segment >= 0 && segment < SEGMENTS && page->count <= limit; segment += step) {
        collect(c, q, (enum segment)segment, from, backwards, limit, a, page);
        from = NULL;
    }
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    if (backwards)
        reverse(page->rows, page->count);
    return db_done(c);
}

/* -- Counts ------------------------------------------------------------------------------------ */

/* What stands on one side of a key, then what has the same key and stands on that side of the id:
 * each is counted along the index, and no row is compared. */
static size_t count_beside(struct catalog *c, const struct list_query *q,
                           const struct brief_row *from, char side)
{
    size_t count = 0;
    for (int same = 0; same < 2; same++) {
        struct buf sql = {0};
        buf_append(&sql, STR("SELECT count(*)"));
        append_from(c, &sql, q);
        if (same)
            buf_printf(&sql, " AND b.%s = ? AND b.id %c ?", column_of(q), side);
        else
            buf_printf(&sql, " AND b.%s %c ?", column_of(q), side);
        struct query query = begin(c, &sql);
        bind_key(&query, q, from->sort_key);
        if (same)
            query_str(&query, from->id);
        count += query_row(&query) ? query_size_at(&query, 0) : 0;
        query_end(&query);
    }
    return count;
}

/* Rows of a segment before `from`, or after it; NULL: all of it. */
static size_t count_side(struct catalog *c, const struct list_query *q, enum segment segment,
                         const struct brief_row *from, bool before)
{
    char side = ascending(q) == before ? '<' : '>';
    if (from != NULL && segment == KEYED && q->sort != LIST_BY_ID)
        return count_beside(c, q, from, side);
    struct buf sql = {0};
    buf_append(&sql, STR("SELECT count(*)"));
    append_from(c, &sql, q);
    append_side(&sql, q, segment, from, side);
    struct query query = begin(c, &sql);
    bind_side(&query, q, segment, from);
    size_t count = query_row(&query) ? query_size_at(&query, 0) : 0;
    query_end(&query);
    return count;
}

static size_t count_segment(struct catalog *c, const struct list_query *q, enum segment segment)
{
    return count_side(c, q, segment, NULL, true);
}

/* The row of a segment that has that number in it: what a page needs to start from it. */
static bool numbered(struct catalog *c, const struct list_query *q, enum segment segment,
                     size_t number, struct arena *a, struct brief_row *row)
{
    struct buf sql = {0};
    const char *way = ascending(q) ? "ASC" : "DESC";
    buf_printf(&sql, "SELECT b.id, b.%s", column_of(q));
    append_from(c, &sql, q);
    append_side(&sql, q, segment, NULL, '>');
    buf_printf(&sql, " ORDER BY b.%s %s, b.id %s LIMIT 1 OFFSET ?", column_of(q), way, way);
    struct query query = begin(c, &sql);
    query_size(&query, number);
    bool there = query_row(&query);
    if (there)
        *row = (struct brief_row){.id = query_str_at(&query, 0, a),
                                  .sort_key = query_str_at(&query, 1, a)};
    query_end(&query);
    return there;
}

static bool list_numbered(struct catalog *c, const struct list_query *q, size_t number,
                          struct arena *a, struct brief_row *row)
{
    for (int segment = KEYED; segment < SEGMENTS; segment++) {
        if (numbered(c, q, (enum segment)segment, number, a, row))
            return true;
        size_t before = count_segment(c, q, (enum segment)segment);
        number -= before < number ? before : number;
    }
    return false;
}

struct err catalog_list_from(struct catalog *c, const struct list_query *q, size_t first,
                             size_t limit, struct arena *a, struct brief_page *page)
{
    struct brief_row before = {0};
    *page = (struct brief_page){0};
    db_read(c);
    prepare_filter(c, q);
    if (first == 0 || list_numbered(c, q, first - 1, a, &before))
        catalog_list(c, q, first == 0 ? NULL : &before, false, limit, a, page);
    return db_done(c);
}

static size_t count_rows(struct catalog *c, struct buf *sql)
{
    struct query query = begin(c, sql);
    size_t count = query_row(&query) ? query_size_at(&query, 0) : 0;
    query_end(&query);
    return count;
}

static size_t count_all(struct catalog *c, const struct list_query *q)
{
    if (q->filter.len != 0)
        return filtered_last(c) != NULL ? filtered_last(c)->count : 0;
    int64_t known = db_meta(c, "briefings");
    return known > 0 ? (size_t)known : 0;
}

/* Most are unread: those that are not are counted. */
static size_t count_unlike(struct catalog *c, const struct list_query *q, struct buf *sql)
{
    struct list_query every = *q;
    every.kept = LIST_ALL;
    buf_append(sql, q->filter.len != 0 ? STR(" AND filtered(b.n)") : STR(""));
    size_t all = count_all(c, &every), others = count_rows(c, sql);
    return all > others ? all - others : 0;
}

static size_t count_some(struct catalog *c, const struct list_query *q)
{
    struct buf sql = {0};
    prepare_filter(c, q);
    if (q->kept == LIST_ALL)
        return count_all(c, q);
    buf_append(&sql, STR("SELECT count(*)"));
    if (kept_append_unlike(&sql, q))
        return count_unlike(c, q, &sql);
    append_from(c, &sql, q);
    return count_rows(c, &sql);
}

struct err catalog_list_count(struct catalog *c, const struct list_query *q, size_t *count)
{
    db_read(c);
    return db_counted(c, count_some(c, q), count);
}

/* -- Ranks --------------------------------------------------------------------------------------
 *
 * What stands before a row is counted, or what stands after it, whichever seems to be less.
 */

/* Most rows that are asked for are near the beginning: no more than `most` are counted. */
static size_t count_few_before(struct catalog *c, const struct list_query *q,
                               const struct brief_row *row, size_t most)
{
    struct buf sql = {0};
    buf_append(&sql, STR("SELECT count(*) FROM (SELECT 1"));
    append_from(c, &sql, q);
    append_side(&sql, q, KEYED, row, ascending(q) ? '<' : '>');
    buf_append(&sql, STR(" LIMIT ?)"));
    struct query query = begin(c, &sql);
    bind_side(&query, q, KEYED, row);
    query_size(&query, most);
    size_t count = query_row(&query) ? query_size_at(&query, 0) : 0;
    query_end(&query);
    return count;
}

/* By where a few of the library stand, whichever those are. */
static bool seems_late(struct catalog *c, const struct list_query *q, const struct brief_row *row)
{
    enum { FEW = 32 };
    size_t all = db_numbers(c, "SELECT max(n) FROM brief"), before = 0;
    for (size_t i = 0; i < FEW; i++) {
        struct buf sql = {0};
        buf_printf(&sql, "SELECT b.%s, b.id FROM brief b WHERE b.n >= ? ORDER BY b.n LIMIT 1",
                   column_of(q));
        struct query query = begin(c, &sql);
        query_size(&query, all / FEW * i);
        if (query_row(&query) && !query_null_at(&query, 0)) {
            int order = str_cmp(query_view_at(&query, 0), row->sort_key);
            order = order != 0 ? order : str_cmp(query_view_at(&query, 1), row->id);
            before += ascending(q) ? order < 0 : order > 0;
        }
        query_end(&query);
    }
    return before > FEW / 2;
}

static size_t count_before(struct catalog *c, const struct list_query *q,
                           const struct brief_row *row, enum segment segment)
{
    return count_side(c, q, segment, row, true) +
           (segment == KEYLESS ? count_segment(c, q, KEYED) : 0);
}

/* The row itself, if it is one of the query's, and what follows. */
static size_t count_rest(struct catalog *c, const struct list_query *q, const struct brief_row *row,
                         enum segment segment)
{
    struct buf sql = {0};
    buf_append(&sql, STR("SELECT count(*)"));
    append_from(c, &sql, q);
    buf_append(&sql, STR(" AND b.id = ?"));
    struct query query = begin(c, &sql);
    query_str(&query, row->id);
    size_t itself = query_row(&query) ? query_size_at(&query, 0) : 0;
    query_end(&query);
    return itself + count_side(c, q, segment, row, false) +
           (segment == KEYED ? count_segment(c, q, KEYLESS) : 0);
}

static size_t far_rank(struct catalog *c, const struct list_query *q, const struct brief_row *row,
                       enum segment segment)
{
    if (segment == KEYED && !seems_late(c, q, row))
        return count_before(c, q, row, segment);
    size_t all = count_some(c, q), rest = count_rest(c, q, row, segment);
    return all > rest ? all - rest : 0;
}

size_t catalog_list_rank(struct catalog *c, const struct list_query *q, const struct brief_row *row)
{
    enum { FEW = 256 };
    db_read(c);
    prepare_filter(c, q);
    enum segment segment = segment_of(row);
    size_t rank = segment == KEYED ? count_few_before(c, q, row, FEW) : FEW;
    if (rank == FEW)
        rank = far_rank(c, q, row, segment);
    db_done(c);
    return rank;
}

/* One row, of which `condition` has the parameter `key`. */
static bool one_row(struct catalog *c, const struct list_query *q, const char *condition,
                    void (*bind)(struct query *, const void *), const void *key, struct arena *a,
                    struct brief_row *row)
{
    db_read(c);
    struct buf sql = {0};
    append_columns(&sql, q);
    buf_printf(&sql, " FROM brief b WHERE %s", condition);
    struct query query = begin(c, &sql);
    bind(&query, key);
    bool found = query_row(&query);
    if (found)
        *row = row_at(&query, a);
    query_end(&query);
    struct err e = db_done(c);
    return found && !err_failed(&e);
}

static void bind_id(struct query *q, const void *key)
{
    query_str(q, *(const str *)key);
}

static void bind_number(struct query *q, const void *key)
{
    query_int(q, *(const int64_t *)key);
}

bool catalog_list_row(struct catalog *c, const struct list_query *q, str id, struct arena *a,
                      struct brief_row *row)
{
    return one_row(c, q, "b.id = ?", bind_id, &id, a, row);
}

bool found_row(struct catalog *c, int64_t n, struct arena *a, struct brief_row *row)
{
    static const struct list_query query = {.sort = LIST_BY_DATE, .descending = true};
    return one_row(c, &query, "b.n = ?", bind_number, &n, a, row);
}
