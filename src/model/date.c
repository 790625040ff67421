#include "model/date.h"

#include "model/edtf.h"

#include <inttypes.h>
#include <time.h>

static enum date_precision coarser(enum date_precision a, enum date_precision b)
{
    return a > b ? a : b;
}

static void add_flags(struct date *d, const struct edtf_single *s)
{
    unsigned flags = s->flags[EDTF_YEAR] | s->flags[EDTF_MONTH] | s->flags[EDTF_DAY];
    d->uncertain = d->uncertain || flags & EDTF_UNCERTAIN;
    d->approximate = d->approximate || flags & EDTF_APPROXIMATE;
    d->precision = coarser(d->precision, s->precision);
}

/* Widens the date to reach over a range, too. */
static void add_range(struct date *d, const struct edtf_range *r)
{
    if (r->first != DATE_DAY || d->first == DATE_NONE || d->first == DATE_DAY) {
        if (r->has_start && (d->first == DATE_NONE || r->start.earliest < d->earliest))
            d->earliest = r->start.earliest;
        d->first = r->first;
    }
    if (r->last != DATE_DAY || d->last == DATE_NONE || d->last == DATE_DAY) {
        if (r->has_end && (d->last == DATE_NONE || r->end.latest > d->latest))
            d->latest = r->end.latest;
        d->last = r->last;
    }
    if (r->has_start)
        add_flags(d, &r->start);
    if (r->has_end)
        add_flags(d, &r->end);
}

static bool read_single(str text, struct date *d, struct edtf_reason *reason)
{
    struct edtf_range r = {.has_start = true, .has_end = true, .first = DATE_DAY, .last = DATE_DAY};
    if (!edtf_single_read(text, true, &r.start, reason))
        return false;
    r.end = r.start;
    add_range(d, &r);
    return true;
}

static bool read_set(str text, struct date *d, struct edtf_reason *reason)
{
    size_t at = 0;
    struct edtf_range member;
    while (edtf_set_next(text, &at, &member, reason))
        add_range(d, &member);
    return !str_present(reason->text);
}

static bool read_any(str text, struct date *d, struct edtf_reason *reason)
{
    struct edtf_range r;
    switch (edtf_kind_of(text)) {
    case EDTF_SINGLE:
        return read_single(text, d, reason);
    case EDTF_INTERVAL:
        if (!edtf_interval_read(text, &r, reason))
            return false;
        add_range(d, &r);
        return true;
    case EDTF_ONE_OF:
    case EDTF_ALL_OF:
        return read_set(text, d, reason);
    }
    return false;
}

bool date_parse(str text, struct arena *a, struct date *d, str *reason)
{
    struct edtf_reason why = {.arena = reason ? a : NULL};
    *d = (struct date){.text = text};
    bool good = read_any(text, d, &why);
    if (!good)
        *d = (struct date){.text = text};
    if (reason)
        *reason = good ? (str){0} : edtf_advice(text, why.text, a);
    return good;
}

bool edtf_read(str text, struct edtf_reason *reason)
{
    struct date d = {0};
    return read_any(text, &d, reason);
}

bool date_known(const struct date *d)
{
    return d->first == DATE_DAY || d->last == DATE_DAY;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int64_t date_day(const struct date *d)
{
    return d->first == DATE_DAY ? d->earliest : d->last == DATE_DAY ? d->latest : 0;
}

static int64_t order_last(const struct date *d)
{
    return d->last == DATE_DAY ? d->latest : INT64_MAX;
}

int date_compare(const struct date *a, const struct date *b)
{
    if (!date_known(a) || !date_known(b))
        return date_known(b) - date_known(a);
    int order = compare_numbers(date_day(a), date_day(b));
    if (order == 0)
        order = compare_numbers(order_last(a), order_last(b));
    return order ? order : compare_numbers(a->precision, b->precision);
}

static int64_t reach_first(const struct date *d)
{
    return d->first == DATE_DAY ? d->earliest : INT64_MIN;
}

bool date_overlaps(const struct date *a, const struct date *b)
{
    return date_known(a) && date_known(b) && reach_first(a) <= order_last(b) &&
           reach_first(b) <= order_last(a);
}

/*
 * Days and years as in Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms": years begin
 * in March, so that the leap day is the last, and 400 of them are an era of 146,097 days.
 */
enum { ERA_DAYS = 146097, EPOCH = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t date_from_civil(struct civil c)
{
    int64_t year = c.year - (c.month <= 2), era = floor_div(year, 400), of_era = year - era * 400;
    int64_t month = c.month > 2 ? c.month - 3 : c.month + 9;
    int64_t of_year = (153 * month + 2) / 5 + c.day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

struct civil date_to_civil(int64_t day)
{
    day += EPOCH;
    int64_t era = floor_div(day, ERA_DAYS), of_era = day - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    struct civil c = {.day = (int)(of_year - (153 * month + 2) / 5 + 1)};
    c.month = (int)(month < 10 ? month + 3 : month - 9);
    c.year = year + era * 400 + (c.month <= 2);
    return c;
}

str date_day_text(int64_t day, struct arena *a)
{
    struct civil c = date_to_civil(day);
    bool negative = c.year < 0;
    int64_t year = negative ? -c.year : c.year;
    return arena_printf(a, "%s%s%04" PRId64 "-%02d-%02d", year > 9999 ? "Y" : "",
                        negative ? "-" : "", year, c.month, c.day);
}

int64_t date_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    tzset();
    if (!localtime_r(&now, &local))
        return (int64_t)now / 86400;
    return date_from_civil(
        (struct civil){(int64_t)local.tm_year + 1900, local.tm_mon + 1, local.tm_mday});
}
