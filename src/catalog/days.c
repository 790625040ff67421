#include "catalog/days.h"

#include "base/mem.h"
#include "catalog/moments_filter.h"
#include "catalog/pack.h"

#include <string.h>

/* -- The query as a text ----------------------------------------------------------------------- */

static void add_day(struct buf *out, bool given, int64_t day)
{
    buf_byte(out, given ? '+' : '-');
    pack_number(out, given ? (size_t)day : 0);
}

/* All that the answer depends on. */
static str signature(const struct moments_query *q, struct arena *a)
{
    struct buf out = {0};
    const str parts[] = {q->party, q->kind, q->topic, q->agreement, q->briefing, q->text};
    const unsigned bits[] = {q->kinds, q->party_types, q->statuses, q->promises};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        pack_optional(&out, parts[i]);
    for (size_t i = 0; i < q->also_count; i++)
        pack_optional(&out, q->also[i].value);
    pack_number(&out, q->also_count);
    for (size_t i = 0; i < q->also_count; i++)
        pack_number(&out, q->also[i].facet);
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        pack_number(&out, bits[i]);
    add_day(&out, q->has_from, q->from);
    add_day(&out, q->has_to, q->to);
    add_day(&out, q->promises != 0, q->today);
    pack_number(&out, q->group != NULL ? (size_t)q->group->facet + 1 : 0);
    pack_optional(&out, q->group != NULL ? q->group->value : (str){0});
    str copy = arena_str(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

/* -- Counting ---------------------------------------------------------------------------------- */

struct bucket_list {
    struct bucket *items;
    size_t len, cap;
};

/* The SQL function day_sums(day, upper, expected, agreement): all that is counted of the moments of
 * a day, which as functions of SQLite's takes twice as long. It notes the agreements. */
struct day_sums {
    int64_t moments, promises, events;
    int64_t last; /* the greatest latest day; of what has none, the day itself */
};

static void add_moment(sqlite3_context *context, int count, sqlite3_value **values)
{
    enum { DAY, UPPER, EXPECTED, AGREEMENT, VALUES };
    struct day_sums *sums = sqlite3_aggregate_context(context, sizeof *sums);
    struct days *counted = ((struct catalog *)sqlite3_user_data(context))->days_counted;
    if (sums == NULL || count != VALUES || counted == NULL)
        return;
    int64_t last = sqlite3_value_int64(values[UPPER]);
    if (last == INT64_MAX)
        last = sqlite3_value_int64(values[DAY]);
    if (sums->moments == 0 || last > sums->last)
        sums->last = last;
    sums->moments++;
    sums->promises += sqlite3_value_int(values[EXPECTED]) != 0;
    if (sqlite3_value_type(values[AGREEMENT]) == SQLITE_NULL)
        sums->events++;
    else
        bits_add(&counted->agreements, (size_t)sqlite3_value_int64(values[AGREEMENT]));
}

static void end_sums(sqlite3_context *context)
{
    const struct day_sums *sums = sqlite3_aggregate_context(context, sizeof *sums);
    if (sums == NULL)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_blob(context, sums, sizeof *sums, SQLITE_TRANSIENT);
}

static void on_stated(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct catalog *c = sqlite3_user_data(context);
    sqlite3_int64 n = count == 1 ? sqlite3_value_int64(values[0]) : -1;
    sqlite3_result_int(context,
                       n >= 0 && c->days[0] && bits_has(&c->days[0]->agreements, (size_t)n));
}

void days_register(struct catalog *c)
{
    enum { FLAGS = SQLITE_UTF8 | SQLITE_DIRECTONLY };
    sqlite3_create_function_v2(c->sql.db, "day_sums", 4, FLAGS, c, NULL, add_moment, end_sums,
                               NULL);
    sqlite3_create_function_v2(c->sql.db, "stated", 1, FLAGS, c, on_stated, NULL, NULL, NULL);
}

static struct day_sums sums_at(const struct query *q, int column)
{
    struct day_sums sums = {0};
    str bytes = query_view_at(q, column);
    if (bytes.len == sizeof sums)
        memcpy(&sums, bytes.ptr, sizeof sums);
    return sums;
}

static void add_dated(struct days *d, const struct query *q, struct bucket_list *list)
{
    struct day_sums sums = sums_at(q, 1);
    int64_t last = sums.last;
    const struct bucket day = {.start = query_int_at(q, 0),
                               .moments = (size_t)sums.moments,
                               .promises = (size_t)sums.promises,
                               .events = (size_t)sums.events};
    *VEC_PUSH(&d->arena, list) = day;
    if (!d->extent.any || last > d->extent.last)
        d->extent.last = last;
    if (!d->extent.any)
        d->extent.first = day.start;
    d->extent.any = true;
    d->extent.dated += day.moments;
}

/* What is not settled is no agreement yet. */
static void drop_unsettled(struct catalog *c, struct days *d)
{
    struct arena a = {0};
    struct bits unsettled = bits_make(&a, d->agreements.size);
    struct query q = db_query(c, "SELECT a.n FROM dirty_agreement d CROSS JOIN agreement a "
                                 "ON a.n = d.n WHERE a.status IS NULL");
    while (query_row(&q))
        bits_add(&unsettled, query_size_at(&q, 0));
    bits_drop(&d->agreements, &unsettled);
    d->agreement_count = bits_count(&d->agreements);
    arena_release(&a);
}

static void count(struct catalog *c, const struct moments_query *q, struct days *d)
{
    struct bucket_list list = {0};
    d->agreements = bits_make(&d->arena, db_numbers(c, "SELECT max(n) FROM agreement"));
    c->days_counted = d;
    struct asking k = asking_begin(c, q);
    asking_sql(&k, "SELECT m.day, day_sums(m.day, m.upper, m.expected, m.agreement)");
    asking_from_counted(&k);
    asking_sql(&k, " GROUP BY m.day ORDER BY m.day");
    struct query query = asking_query(&k);
    while (!db_stopped(c) && query_row(&query)) {
        if (query_null_at(&query, 0))
            d->extent.undated = (size_t)sums_at(&query, 1).moments;
        else
            add_dated(d, &query, &list);
    }
    query_end(&query);
    asking_end(&k);
    c->days_counted = NULL;
    d->rows = list.items;
    d->count = list.len;
    drop_unsettled(c, d);
}

/* -- What is kept ------------------------------------------------------------------------------ */

static void days_free(struct days *d)
{
    if (d == NULL)
        return;
    arena_release(&d->arena);
    mem_free(d);
}

/* The last that was asked for stands first. */
static void put_first(struct catalog *c, size_t slot, struct days *d)
{
    memmove(c->days + 1, c->days, slot * sizeof *c->days);
    c->days[0] = d;
}

static const struct days *find(struct catalog *c, str asked, long generation)
{
    for (size_t i = 0; i < DAYS_KEPT; i++) {
        struct days *kept = c->days[i];
        if (kept && kept->generation == generation && str_eq(kept->asked, asked)) {
            put_first(c, i, kept);
            return kept;
        }
    }
    return NULL;
}

const struct days *days_known(struct catalog *c, const struct moments_query *q)
{
    struct arena a = {0};
    const struct days *known = find(c, signature(q, &a), (long)db_meta(c, "generation"));
    arena_release(&a);
    return known;
}

const struct days *days_of(struct catalog *c, const struct moments_query *q)
{
    const struct days *known = days_known(c, q);
    if (known != NULL)
        return known;
    struct days *d = mem_calloc(1, sizeof *d);
    d->asked = signature(q, &d->arena);
    d->generation = (long)db_meta(c, "generation");
    count(c, q, d);
    if (db_stopped(c) || db_failed(c)) {
        days_free(d);
        return NULL;
    }
    days_free(c->days[DAYS_KEPT - 1]);
    put_first(c, DAYS_KEPT - 1, d);
    return d;
}

size_t days_from(const struct days *d, int64_t day)
{
    size_t low = 0, high = d->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (d->rows[middle].start < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void days_forget(struct catalog *c)
{
    for (size_t i = 0; i < DAYS_KEPT; i++) {
        days_free(c->days[i]);
        c->days[i] = NULL;
    }
}
