#include "catalog/days.h"

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

static struct bucket sum_up(struct bucket sum, const struct bucket *day)
{
    sum.moments += day->moments;
    sum.promises += day->promises;
    sum.events += day->events;
    return sum;
}

/* The stretches into which the days first .. end fall, from one of both ends on, and one more than
 * the limit. */
static struct bucket *collect(const struct days *d, enum time_unit unit, size_t first, size_t end,
                              bool backwards, size_t limit, struct arena *a, size_t *count)
{
    VEC(struct bucket) list = {0};
    for (size_t i = first; i < end; i++) {
        const struct bucket *day = &d->rows[backwards ? first + end - 1 - i : i];
        int64_t start = time_unit_start(unit, day->start);
        if (list.len == 0 || list.items[list.len - 1].start != start) {
            if (list.len > limit)
                break;
            *VEC_PUSH(a, &list) = (struct bucket){.start = start};
        }
        list.items[list.len - 1] = sum_up(list.items[list.len - 1], day);
    }
    *count = list.len;
    return list.items;
}

static void reverse(struct buckets *buckets)
{
    for (size_t i = 0; i < buckets->count / 2; i++) {
        struct bucket row = buckets->rows[i];
        buckets->rows[i] = buckets->rows[buckets->count - 1 - i];
        buckets->rows[buckets->count - 1 - i] = row;
    }
}

static struct err buckets_of(struct catalog *c, const struct moments_query *q, enum time_unit unit,
                             int64_t from, int64_t to, bool backwards, size_t limit,
                             struct arena *a, struct buckets *buckets)
{
    *buckets = (struct buckets){0};
    db_read(c);
    const struct days *d = days_of(c, q);
    if (d != NULL && from <= to) {
        size_t count, end = to == INT64_MAX ? d->count : days_from(d, to + 1);
        buckets->rows = collect(d, unit, days_from(d, from), end, backwards, limit, a, &count);
        buckets->more = count > limit;
        buckets->count = buckets->more ? limit : count;
    }
    if (backwards)
        reverse(buckets);
    return db_done(c);
}

struct err catalog_buckets(struct catalog *c, const struct moments_query *q, enum time_unit unit,
                           int64_t from, int64_t to, size_t limit, struct arena *a,
                           struct buckets *buckets)
{
    return buckets_of(c, q, unit, from, to, false, limit, a, buckets);
}

struct err catalog_buckets_back(struct catalog *c, const struct moments_query *q,
                                enum time_unit unit, int64_t from, int64_t to, size_t limit,
                                struct arena *a, struct buckets *buckets)
{
    return buckets_of(c, q, unit, from, to, true, limit, a, buckets);
}

struct err catalog_moments_extent(struct catalog *c, const struct moments_query *q,
                                  struct moments_extent *extent)
{
    db_read(c);
    const struct days *d = days_of(c, q);
    if (d != NULL)
        *extent = d->extent;
    return db_done(c);
}

struct err catalog_moments_count(struct catalog *c, const struct moments_query *q, size_t *count)
{
    db_read(c);
    const struct days *d = days_of(c, q);
    return db_counted(c, d != NULL ? d->extent.dated + d->extent.undated : 0, count);
}
