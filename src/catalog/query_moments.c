#include "catalog/days.h"
#include "catalog/key.h"
#include "catalog/line.h"
#include "catalog/moment_rows.h"

#include <string.h>

static void add_side(struct asking *k, const struct moment_place *place, bool before)
{
    const char *time = asking_time(k);
    buf_printf(&k->sql,
               before ? " AND %s <= ? AND (%s, b.id, m.seq) < (?, ?, ?)"
                      : " AND %s >= ? AND (%s, b.id, m.seq) > (?, ?, ?)",
               time, time);
    asking_blob(k, place->by_time);
    asking_blob(k, place->by_time);
    asking_str(k, place->briefing);
    asking_int(k, place->seq);
}

/* Keys of dated moments: a zero, then the day; of the others: a one. */
enum { KEY_DATED, KEY_UNDATED };

static str key_before(int64_t day, struct arena *a)
{
    str key = key_day(day, KEY_ASCENDING, a);
    char *prefix = arena_alloc(a, key.len + 1, 1);
    prefix[0] = KEY_DATED;
    memcpy(prefix + 1, key.ptr, key.len);
    return (str){prefix, key.len + 1};
}

static str key_before_undated(void)
{
    static const char undated[] = {KEY_UNDATED};
    return (str){undated, sizeof undated};
}

/* Where it was counted on which days something stands, nothing is looked for before the first and
 * after the last of them. */
static void add_ends(struct asking *k, const struct days *d, bool start, bool end)
{
    if (d == NULL)
        return;
    if (start) {
        buf_printf(&k->sql, " AND %s >= ?", asking_time(k));
        asking_blob(k,
                    d->count > 0 ? key_before(d->rows[0].start, &k->arena) : key_before_undated());
    }
    if (end && d->extent.undated == 0) {
        buf_printf(&k->sql, " AND %s < ?", asking_time(k));
        asking_blob(k, d->count > 0 ? key_before(d->rows[d->count - 1].start + 1, &k->arena)
                                    : key_before_undated());
    }
}

struct err catalog_moments(struct catalog *c, const struct moments_query *q,
                           const struct moment *from, bool backwards, size_t limit, struct arena *a,
                           struct moment_page *page)
{
    *page = (struct moment_page){.rows = ARENA_ARRAY(a, struct moment, limit + 1)};
    db_read(c);
    struct asking k = asking_begin(c, q);
    moment_select(&k);
    asking_from(&k, true, true);
    add_ends(&k, days_known(c, q), from == NULL || backwards, from == NULL || !backwards);
    if (from != NULL) {
        struct moment_place place = moment_place_of(from->sort_key);
        add_side(&k, &place, backwards);
    }
    moment_order(&k, NULL, backwards, limit + 1);
    struct query query = asking_query(&k);
    while (page->count <= limit && query_row(&query))
        page->rows[page->count++] = moment_at(&query, q->today, a);
    query_end(&query);
    asking_end(&k);
    moments_trim(page, limit, backwards);
    return db_done(c);
}

str catalog_moments_before_day(int64_t day, struct arena *a)
{
    return moment_key_of(&(struct moment_place){.by_time = key_before(day, a), .briefing = STR("")},
                         a);
}

str catalog_moments_before_undated(struct arena *a)
{
    return moment_key_of(
        &(struct moment_place){.by_time = key_before_undated(), .briefing = STR("")}, a);
}

bool catalog_moments_at(struct catalog *c, const struct moments_query *q, int64_t day,
                        struct arena *a, struct moment *row)
{
    db_read(c);
    struct asking k = asking_begin(c, q);
    moment_select(&k);
    asking_from(&k, true, true);
    buf_printf(&k.sql, " AND %s >= ? AND m.day IS NOT NULL", asking_time(&k));
    asking_blob(&k, key_before(day, a));
    moment_order(&k, NULL, false, 1);
    struct query query = asking_query(&k);
    bool found = query_row(&query);
    if (found)
        *row = moment_at(&query, q->today, a);
    query_end(&query);
    asking_end(&k);
    struct err e = db_done(c);
    return found && !err_failed(&e);
}

void catalog_moments_ahead(struct catalog *c)
{
    db_read(c);
    line_of(c);
    db_done(c);
}

size_t catalog_moments_before(struct catalog *c, const struct moments_query *q, int64_t day)
{
    size_t before = 0;
    db_read(c);
    const struct days *d = days_of(c, q);
    for (size_t i = 0; d != NULL && i < d->count && d->rows[i].start < day; i++)
        before += d->rows[i].moments;
    db_done(c);
    return before;
}

/* A place before all that stands on the day of the row `number`, and how many of that day stand
 * before the row. */
static str key_near(const struct days *d, size_t number, size_t *skip, struct arena *a)
{
    *skip = number;
    for (size_t i = 0; i < d->count; i++) {
        if (*skip < d->rows[i].moments)
            return catalog_moments_before_day(d->rows[i].start, a);
        *skip -= d->rows[i].moments;
    }
    return catalog_moments_before_undated(a);
}

struct err catalog_moments_from(struct catalog *c, const struct moments_query *q, size_t first,
                                size_t limit, struct arena *a, struct moment_page *page)
{
    *page = (struct moment_page){0};
    db_read(c);
    const struct days *d = days_of(c, q);
    if (d != NULL) {
        size_t skip;
        const struct moment from = {.sort_key = key_near(d, first, &skip, a)};
        catalog_moments(c, q, &from, false, skip + limit, a, page);
        skip = skip < page->count ? skip : page->count;
        page->rows += skip;
        page->count -= skip;
    }
    return db_done(c);
}
