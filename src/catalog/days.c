#include "catalog/days.h"

#include "base/mem.h"
#include "catalog/held.h"
#include "catalog/line.h"
#include "catalog/moments_filter.h"
#include "catalog/pack.h"
#include "catalog/picked.h"

#include <stdlib.h>
#include <string.h>

/* -- The query as a text ----------------------------------------------------------------------- */

static void add_day(struct buf *out, bool given, int64_t day)
{
    buf_byte(out, given ? '+' : '-');
    pack_number(out, given ? (size_t)day : 0);
}

/* All that the answer depends on; an empty text says no more than none. */
static str signature(const struct moments_query *q, struct arena *a)
{
    struct buf out = {0};
    const str parts[] = {q->party,     q->kind,     q->topic,
                         q->agreement, q->briefing, q->text.len > 0 ? q->text : (str){0}};
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
    struct bits unsettled = line_unsettled(c, d->agreements.size, &a);
    bits_drop(&d->agreements, &unsettled);
    d->agreement_count = bits_count(&d->agreements);
    arena_release(&a);
}

static void count_by_statement(struct catalog *c, const struct moments_query *q, struct days *d)
{
    struct bucket_list list = {0};
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
}

/* -- Counting without statements --------------------------------------------------------------- */

/* True if moments answer as their agreements do, but for those that are known one by one. */
static bool is_of_agreements(const struct moments_query *q)
{
    return !str_present(q->briefing) && q->also_count == 0 && q->promises == 0 && !q->has_from &&
           !q->has_to && q->group == NULL;
}

/* Moments are counted along the line, and those beside it that are known one by one. */
struct counting {
    struct days *days;
    bool agreements, events;   /* are wanted */
    const struct held *held;   /* by words; NULL: none are asked for */
    const struct picked *pick; /* by what is chosen; NULL: nothing is */
    struct bucket_list list;
};

static bool is_chosen(const struct counting *k, uint32_t agreement)
{
    if (agreement == 0)
        return k->events && k->pick == NULL;
    return k->agreements && (k->pick == NULL || (bits_has(&k->pick->listed, agreement) &&
                                                 bits_has(&k->pick->typed, agreement)));
}

static bool holds(const struct counting *k, uint32_t agreement)
{
    return k->held == NULL || (agreement != 0 && bits_has(&k->held->all, agreement));
}

static bool counts(const struct counting *k, uint32_t agreement)
{
    return is_chosen(k, agreement) && holds(k, agreement);
}

static void count_undated(struct counting *k, uint32_t agreement)
{
    k->days->extent.undated++;
    if (agreement != 0)
        bits_add(&k->days->agreements, agreement);
}

/* In the order of their days. */
static void count_dated(struct counting *k, const struct line_moment *m)
{
    struct days *d = k->days;
    if (k->list.len == 0 || k->list.items[k->list.len - 1].start != m->day)
        *VEC_PUSH(&d->arena, &k->list) = (struct bucket){.start = m->day};
    struct bucket *day = &k->list.items[k->list.len - 1];
    day->moments++;
    day->promises += m->expected;
    day->events += m->agreement == 0;
    if (!d->extent.any || m->last > d->extent.last)
        d->extent.last = m->last;
    d->extent.any = true;
    d->extent.dated++;
    if (m->agreement != 0)
        bits_add(&d->agreements, m->agreement);
}

struct moment_list {
    struct line_moment *items;
    size_t len, cap;
};

/* The undated are counted. */
static void add_other(struct counting *k, const struct line_placed *at, struct arena *a,
                      struct moment_list *list)
{
    if (at->dated)
        *VEC_PUSH(a, list) = at->moment;
    else
        count_undated(k, at->moment.agreement);
}

/* What answers though its agreement is not chosen, or does not hold all words; each once, in the
 * order of time. */
static bool find_others(struct catalog *c, struct counting *k, const struct moments_query *q,
                        struct arena *a, struct moment_list *list)
{
    static const struct line_list none;
    const struct line_list *own = k->held != NULL ? held_others(c) : &none;
    const struct line_list *acts = k->pick != NULL ? picked_others(c, q) : &none;
    if (own == NULL || acts == NULL)
        return false;
    for (size_t i = 0; i < own->len; i++)
        if (is_chosen(k, own->items[i].moment.agreement))
            add_other(k, &own->items[i], a, list);
    for (size_t i = 0; i < acts->len; i++) {
        const struct line_placed *at = &acts->items[i];
        uint32_t n = at->moment.agreement;
        if ((n != 0 ? k->agreements : k->events) && (holds(k, n) || line_list_has(own, &at->at)))
            add_other(k, at, a, list);
    }
    if (list->len > 0)
        qsort(list->items, list->len, sizeof *list->items, line_by_day);
    return true;
}

static void count_all(struct counting *k, const struct line *line, const struct moment_list *others)
{
    size_t next = 0;
    for (size_t i = 0; i < line->undated.len; i++)
        if (counts(k, line->undated.items[i]))
            count_undated(k, line->undated.items[i]);
    for (size_t i = 0; i < line->dated.len; i++) {
        const struct line_moment *m = &line->dated.items[i];
        while (next < others->len && others->items[next].day <= m->day)
            count_dated(k, &others->items[next++]);
        if (counts(k, m->agreement))
            count_dated(k, m);
    }
}

static void count_line(struct catalog *c, const struct moments_query *q, struct days *d)
{
    struct arena a = {0};
    struct moment_list others = {0};
    const struct line *line = line_of(c);
    unsigned kinds = asking_kinds(q);
    struct counting k = {.days = d,
                         .agreements = (kinds & MOMENT_BIT(MILESTONE)) != 0,
                         .events = (kinds & MOMENT_BIT(EVENT)) != 0};
    if (q->text.len != 0)
        k.held = held_prepare(c, q->text);
    if (k.held != NULL && k.held->count == 0)
        k.held = NULL;
    if (picked_needed(q))
        k.pick = picked_prepare(c, q);
    if (!db_failed(c) && line != NULL && find_others(c, &k, q, &a, &others))
        count_all(&k, line, &others);
    d->rows = k.list.items;
    d->count = k.list.len;
    d->extent.first = d->count > 0 ? d->rows[0].start : 0;
    arena_release(&a);
}

/* The moments of few agreements are, before all were read: each costs as much as it does to read so
 * many along the line. */
static bool is_counted_sooner(struct catalog *c, const struct moments_query *q)
{
    enum { PASSED = 400 };
    if (line_known(c) || q->text.len != 0 || !picked_needed(q) || q->party_types != 0)
        return false;
    const struct picked *p = picked_prepare(c, q);
    return p != NULL && p->count * PASSED < p->all.size;
}

static void count(struct catalog *c, const struct moments_query *q, struct days *d)
{
    d->agreements = bits_make(&d->arena, db_numbers(c, "SELECT max(n) FROM agreement"));
    if (is_of_agreements(q) && !is_counted_sooner(c, q))
        count_line(c, q, d);
    else
        count_by_statement(c, q, d);
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
