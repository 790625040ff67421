#include "catalog/moments_filter.h"

#include <assert.h>

/* -- Units -------------------------------------------------------------------------------------
 */

const char *time_unit_name(enum time_unit unit)
{
    static const char *const names[] = {
#define X(id, name) [UNIT_##id] = name,
        TIME_UNITS(X)
#undef X
    };
    return names[unit];
}

/* How many months a unit has; 0 for those that are counted in days. */
static int64_t months_of(enum time_unit unit)
{
    static const int64_t months[TIME_UNIT_COUNT] = {
        [UNIT_MONTH] = 1,    [UNIT_QUARTER] = 3,    [UNIT_YEAR] = 12,
        [UNIT_DECADE] = 120, [UNIT_CENTURY] = 1200,
    };
    return months[unit];
}

static int64_t floor_to(int64_t n, int64_t step)
{
    int64_t rest = n % step;
    return n - (rest < 0 ? rest + step : rest);
}

/* Years of dates have at most 13 digits. */
#define DAY_MAX INT64_C(3652425000000000)

static int64_t clamped(int64_t day)
{
    return day > DAY_MAX ? DAY_MAX : day < -DAY_MAX ? -DAY_MAX : day;
}

static int64_t month_start(int64_t month)
{
    int64_t year = floor_to(month, 12) / 12;
    return date_from_civil((struct civil){year, (int)(month - year * 12) + 1, 1});
}

/* 1970-01-01 was a Thursday. */
int64_t time_unit_start(enum time_unit unit, int64_t day)
{
    day = clamped(day);
    if (unit == UNIT_DAY)
        return day;
    if (unit == UNIT_WEEK)
        return floor_to(day + 3, 7) - 3;
    struct civil c = date_to_civil(day);
    return month_start(floor_to(c.year * 12 + c.month - 1, months_of(unit)));
}

int64_t time_unit_step(enum time_unit unit, int64_t day, int64_t steps)
{
    int64_t months = months_of(unit);
    int64_t most = DAY_MAX / (months != 0 ? months * 31 : 7);
    steps = steps > most ? most : steps < -most ? -most : steps;
    int64_t start = time_unit_start(unit, day);
    if (months == 0)
        return clamped(start + steps * (unit == UNIT_WEEK ? 7 : 1));
    struct civil c = date_to_civil(start);
    return clamped(month_start(c.year * 12 + c.month - 1 + steps * months));
}

/* -- Counts ------------------------------------------------------------------------------------
 */

struct bucket_list {
    struct bucket *items;
    size_t len, cap;
};

static void reverse(struct buckets *buckets)
{
    for (size_t i = 0; i < buckets->count / 2; i++) {
        struct bucket row = buckets->rows[i];
        buckets->rows[i] = buckets->rows[buckets->count - 1 - i];
        buckets->rows[buckets->count - 1 - i] = row;
    }
}

static struct err collect(struct catalog *c, const struct moments_query *q, enum time_unit unit,
                          int64_t from, int64_t to, bool backwards, size_t limit, struct arena *a,
                          struct buckets *buckets)
{
    struct bucket_list list = {0};
    db_read(c);
    struct asking k = asking_begin(c, q);
    asking_sql(&k, "SELECT m.day, count(*), sum(m.expected), sum(m.agreement IS NULL)");
    asking_from(&k, false, true);
    asking_sql(&k, " AND m.day BETWEEN ? AND ? GROUP BY m.day ORDER BY m.day");
    asking_sql(&k, backwards ? " DESC" : "");
    asking_int(&k, from);
    asking_int(&k, to);
    struct query query = asking_query(&k);
    while (list.len <= limit && query_row(&query)) {
        int64_t start = time_unit_start(unit, query_int_at(&query, 0));
        if (list.len == 0 || list.items[list.len - 1].start != start)
            *VEC_PUSH(a, &list) = (struct bucket){.start = start};
        struct bucket *last = &list.items[list.len - 1];
        last->moments += query_size_at(&query, 1);
        last->promises += query_size_at(&query, 2);
        last->events += query_size_at(&query, 3);
    }
    query_end(&query);
    asking_end(&k);
    buckets->more = list.len > limit;
    buckets->rows = list.items;
    buckets->count = buckets->more ? limit : list.len;
    if (backwards)
        reverse(buckets);
    return db_done(c);
}

struct err catalog_buckets(struct catalog *c, const struct moments_query *q, enum time_unit unit,
                           int64_t from, int64_t to, size_t limit, struct arena *a,
                           struct buckets *buckets)
{
    return collect(c, q, unit, from, to, false, limit, a, buckets);
}

struct err catalog_buckets_back(struct catalog *c, const struct moments_query *q,
                                enum time_unit unit, int64_t from, int64_t to, size_t limit,
                                struct arena *a, struct buckets *buckets)
{
    return collect(c, q, unit, from, to, true, limit, a, buckets);
}

struct err catalog_moments_extent(struct catalog *c, const struct moments_query *q,
                                  struct moments_extent *extent)
{
    *extent = (struct moments_extent){0};
    db_read(c);
    struct asking k = asking_begin(c, q);
    asking_sql(&k, "SELECT min(m.day), max(CASE m.upper WHEN 9223372036854775807 THEN m.day "
                   "ELSE m.upper END), count(m.day), count(*)");
    asking_from(&k, false, true);
    struct query query = asking_query(&k);
    if (query_row(&query)) {
        extent->any = !query_null_at(&query, 0);
        extent->first = query_int_at(&query, 0);
        extent->last = query_int_at(&query, 1);
        extent->dated = query_size_at(&query, 2);
        extent->undated = query_size_at(&query, 3) - extent->dated;
    }
    query_end(&query);
    asking_end(&k);
    return db_done(c);
}
