#include "catalog/promises.h"

#include "catalog/moment_rows.h"
#include "catalog/picked.h"
#include "catalog/pledges.h"

#include <stdlib.h>

/* The order of the groups. */
static const enum promise groups[] = {PROMISE_OVERDUE, PROMISE_OPEN, PROMISE_KEPT};
enum { GROUPS = sizeof groups / sizeof *groups };

/* Promises without a last day stand with those of the end of time. */
#define DUE "ifnull(m.upper, 9223372036854775807)"

static int group_of(enum promise promise)
{
    for (int i = 0; i < GROUPS; i++)
        if (groups[i] == promise)
            return i;
    return GROUPS - 1;
}

/* Of one state, whatever the query says of those. */
static void add_state(struct asking *k, enum promise state)
{
    asking_sql(k, " AND m.expected");
    if (state == PROMISE_KEPT) {
        asking_sql(k, " AND m.kept_brief IS NOT NULL");
        return;
    }
    asking_sql(k, state == PROMISE_OVERDUE ? " AND m.kept_brief IS NULL AND " DUE " < ?"
                                           : " AND m.kept_brief IS NULL AND " DUE " >= ?");
    asking_int(k, k->q->today);
}

/* The states are conditions of their own here. */
static struct moments_query of_any_state(const struct moments_query *q)
{
    struct moments_query any = *q;
    any.promises = 0;
    return any;
}

static bool wanted(const struct moments_query *q, enum promise state)
{
    return q->promises == 0 || (q->promises & 1U << state) != 0;
}

/* Where a row stands in its group. */
static int64_t due_of(const struct moment *row)
{
    return row->date.last == DATE_DAY ? row->date.latest : INT64_MAX;
}

static void add_side(struct asking *k, const struct moment *from, bool before)
{
    struct moment_place place = moment_place_of(from->sort_key);
    /* The first condition says less, but the index knows it. */
    asking_sql(k, before ? " AND " DUE " <= ? AND (" DUE ", m.by_time, b.id, m.seq) < (?, ?, ?, ?)"
                         : " AND " DUE " >= ? AND (" DUE
                           ", m.by_time, b.id, m.seq) > (?, ?, ?, ?)");
    asking_int(k, due_of(from));
    asking_int(k, due_of(from));
    asking_blob(k, place.by_time);
    asking_str(k, place.briefing);
    asking_int(k, place.seq);
}

/* Whether they are told sooner by what is read of all of them than by a statement. */
static bool are_told(struct catalog *c, const struct moments_query *q)
{
    if (!pledges_tell(q))
        return false;
    if (q->group != NULL || q->text.len != 0 || !picked_needed(q))
        return q->group != NULL || q->text.len != 0;
    const struct picked *p = picked_prepare(c, q);
    return p != NULL && (pledges_known(c) || !p->few);
}

static void collect(struct asking *k, enum promise state, const struct moment *from, bool backwards,
                    size_t limit, struct arena *a, struct moment_page *page)
{
    const struct pledges_page asked = {.state = state,
                                       .has_day = from != NULL,
                                       .backwards = backwards,
                                       .day = from != NULL ? due_of(from) : 0,
                                       .limit = limit + 1 - page->count};
    if (k->pledged && !pledges_page(k->c, k->q, &asked))
        return;
    asking_clear(k);
    moment_select(k);
    asking_from(k, true, false);
    add_state(k, state);
    if (from != NULL)
        add_side(k, from, backwards);
    moment_order(k, DUE, backwards, limit + 1 - page->count);
    struct query query = asking_query(k);
    while (page->count <= limit && query_row(&query))
        page->rows[page->count++] = moment_at(&query, k->q->today, a);
    query_end(&query);
}

struct err catalog_promises(struct catalog *c, const struct moments_query *q,
                            const struct moment *from, bool backwards, size_t limit,
                            struct arena *a, struct moment_page *page)
{
    *page = (struct moment_page){.rows = ARENA_ARRAY(a, struct moment, limit + 1)};
    db_read(c);
    const struct moments_query any = of_any_state(q);
    bool pledged = are_told(c, &any);
    struct asking k =
        pledged ? (struct asking){.c = c, .q = &any, .pledged = true} : asking_begin(c, &any);
    int group = from != NULL ? group_of(from->promise) : backwards ? GROUPS - 1 : 0;
    for (; group >= 0 && group < GROUPS && page->count <= limit; group += backwards ? -1 : 1) {
        if (wanted(q, groups[group]))
            collect(&k, groups[group], from, backwards, limit, a, page);
        from = NULL;
    }
    asking_end(&k);
    moments_trim(page, limit, backwards);
    return db_done(c);
}

void catalog_promises_ahead(struct catalog *c)
{
    db_read(c);
    pledges_of(c);
    db_done(c);
}

/* -- Counts ------------------------------------------------------------------------------------
 */

/* In a group: all of it, or what stands before a row. */
static size_t count_group(struct asking *k, enum promise state, const struct moment *before)
{
    asking_clear(k);
    asking_sql(k, "SELECT count(*)");
    asking_from(k, before != NULL, false);
    add_state(k, state);
    if (before != NULL)
        add_side(k, before, true);
    struct query query = asking_query(k);
    size_t count = query_row(&query) ? query_size_at(&query, 0) : 0;
    query_end(&query);
    return count;
}

size_t catalog_promises_rank(struct catalog *c, const struct moments_query *q,
                             const struct moment *row)
{
    size_t rank = 0;
    int group = group_of(row->promise);
    db_read(c);
    const struct moments_query any = of_any_state(q);
    struct asking k = asking_begin(c, &any);
    for (int i = 0; i <= group; i++)
        if (wanted(q, groups[i]))
            rank += count_group(&k, groups[i], i == group ? row : NULL);
    asking_end(&k);
    db_done(c);
    return rank;
}

struct err catalog_promise_counts(struct catalog *c, const struct moments_query *q,
                                  struct promise_counts *counts)
{
    *counts = (struct promise_counts){{0}};
    db_read(c);
    const struct moments_query any = of_any_state(q);
    if (are_told(c, q) || (pledges_tell(q) && pledges_known(c))) {
        pledges_count(c, &any, counts);
        return db_done(c);
    }
    struct asking k = asking_begin(c, &any);
    for (int i = 0; i < GROUPS; i++) {
        size_t count = count_group(&k, groups[i], NULL);
        counts->by_state[groups[i]] = count;
        counts->by_state[PROMISE_NONE] += count;
    }
    asking_end(&k);
    return db_done(c);
}

/* -- Groups ------------------------------------------------------------------------------------
 */

/* The tables beside the milestone come after its conditions: as a statement around them. */
static void add_value(struct asking *k, enum moment_facet facet)
{
    asking_sql(k, "SELECT x.value, count(*) AS n, sum(x.kept), sum(x.overdue) FROM (SELECT ");
    asking_sql(k, facet == FACET_PARTY ? "w.party" : "w.topic");
    asking_sql(k, " AS value, y.kept AS kept, y.overdue AS overdue FROM (SELECT m.agreement "
                  "AS agreement, m.party AS party, m.kept_brief IS NOT NULL AS kept, "
                  "m.kept_brief IS NULL AND ifnull(m.upper < ?, 0) AS overdue");
    asking_int(k, k->q->today);
    asking_from(k, false, true);
    asking_sql(k, " AND m.expected) y LEFT JOIN ");
    asking_sql(k, facet == FACET_PARTY
                      ? "agreement_party w ON w.agreement = y.agreement AND "
                        "CASE WHEN y.party IS NULL THEN w.listed ELSE w.party = y.party END"
                      : "agreement_topic w ON w.agreement = y.agreement");
    asking_sql(k, ") x GROUP BY x.value ORDER BY x.value IS NULL, n DESC, x.value LIMIT ?");
}

/* Of queries that ask for more than is kept of all promises. */
static void group_by_statement(struct catalog *c, const struct moments_query *q,
                               enum moment_facet facet, size_t limit, struct arena *a,
                               struct promise_groups *result)
{
    VEC(struct promise_group) list = {0};
    struct asking k = asking_begin(c, q);
    add_value(&k, facet);
    asking_int(&k, (int64_t)limit + 1);
    struct query query = asking_query(&k);
    while (query_row(&query)) {
        struct promise_group *group = VEC_PUSH(a, &list);
        size_t all = query_size_at(&query, 1), kept = query_size_at(&query, 2),
               overdue = query_size_at(&query, 3);
        group->value = group->name = query_str_at(&query, 0, a);
        group->counts.by_state[PROMISE_NONE] = all;
        group->counts.by_state[PROMISE_KEPT] = kept;
        group->counts.by_state[PROMISE_OVERDUE] = overdue;
        group->counts.by_state[PROMISE_OPEN] = all - kept - overdue;
    }
    result->more = list.len > limit;
    result->count = result->more ? limit : list.len;
    result->rows = list.items;
    asking_end(&k);
}

struct err catalog_promise_groups(struct catalog *c, const struct moments_query *q,
                                  enum moment_facet facet, size_t limit, struct arena *a,
                                  struct promise_groups *result)
{
    *result = (struct promise_groups){0};
    db_read(c);
    if (pledges_tell(q) && q->group == NULL)
        pledges_group(c, q, facet, limit, a, result);
    else
        group_by_statement(c, q, facet, limit, a, result);
    for (size_t i = 0; facet == FACET_PARTY && i < result->count; i++)
        if (str_present(result->rows[i].value))
            result->rows[i].name = catalog_entity_name(c, result->rows[i].value, a);
    return db_done(c);
}
