#include "catalog/pledges.h"

#include "base/strmap.h"

#include <stdlib.h>

/* -- Reading ----------------------------------------------------------------------------------- */

/* A promise as it is read, with the numbers of its groups. */
struct given {
    struct pledge pledge;
    bool kept;
    uint32_t parties, party_count, topics, topic_count; /* in the lists of numbers */
};

struct numbers {
    uint32_t *items;
    size_t len, cap;
};

/* Values of agreements, in the order of those: told the numbers of one after another. */
struct values {
    struct query q;
    bool more;
    int64_t agreement; /* of the row */
    struct strmap known;
    VEC(str) names;
    struct numbers numbers; /* of all promises */
    uint32_t first, count;  /* of the last agreement that was asked for, among those */
};

struct reading {
    struct catalog *c;
    struct arena arena;
    struct pledges *p;
    struct {
        struct line_place *items;
        size_t len, cap;
    } kept;
    struct values parties, topics;
    VEC(struct given) given;
};

static void read_kept(struct reading *r)
{
    struct query q = db_query(r->c, "SELECT brief, seq FROM milestone INDEXED BY milestone_kept "
                                    "WHERE expected AND kept_brief IS NOT NULL");
    while (query_row(&q))
        *VEC_PUSH(&r->arena, &r->kept) = line_place_at(&q, 0);
    if (r->kept.len > 0)
        qsort(r->kept.items, r->kept.len, sizeof *r->kept.items, line_by_place);
}

static bool is_kept(const struct reading *r, const struct pledge *p)
{
    return r->kept.len > 0 &&
           bsearch(&p->at, r->kept.items, r->kept.len, sizeof p->at, line_by_place);
}

static uint32_t number_of(struct reading *r, struct values *v, str name)
{
    size_t number = v->names.len;
    if (strmap_get(&v->known, name, &number))
        return (uint32_t)number;
    str copy = arena_str(&r->p->memo.arena, name);
    strmap_add(&v->known, &r->arena, copy, number);
    *VEC_PUSH(&r->p->memo.arena, &v->names) = copy;
    return (uint32_t)number;
}

static void next_value(struct values *v)
{
    v->more = query_row(&v->q);
    v->agreement = v->more ? query_int_at(&v->q, 0) : INT64_MAX;
}

/* Agreements are asked for in their order. */
static void values_of(struct reading *r, struct values *v, int64_t agreement)
{
    while (v->agreement < agreement)
        next_value(v);
    v->first = (uint32_t)v->numbers.len;
    for (; v->agreement == agreement; next_value(v))
        *VEC_PUSH(&r->arena, &v->numbers) = number_of(r, v, query_view_at(&v->q, 1));
    v->count = (uint32_t)v->numbers.len - v->first;
}

/* Its own party, else all of the agreement. */
static void read_promise(struct reading *r, const struct query *q)
{
    struct given *g = VEC_PUSH(&r->arena, &r->given);
    *g = (struct given){
        .pledge = {.agreement = (uint32_t)query_int_at(q, 0),
                   .at = line_place_at(q, 1),
                   .due = query_null_at(q, 3) ? INT64_MAX : query_int_at(q, 3)},
        .parties = r->parties.first,
        .party_count = r->parties.count,
        .topics = r->topics.first,
        .topic_count = r->topics.count,
    };
    g->kept = is_kept(r, &g->pledge);
    if (query_null_at(q, 4))
        return;
    g->parties = (uint32_t)r->parties.numbers.len;
    g->party_count = 1;
    *VEC_PUSH(&r->arena, &r->parties.numbers) = number_of(r, &r->parties, query_view_at(q, 4));
}

static void read_promises(struct reading *r)
{
    int64_t agreement = 0;
    r->parties.q = db_query(r->c, "SELECT agreement, party FROM agreement_party WHERE listed "
                                  "ORDER BY agreement");
    r->topics.q = db_query(r->c, "SELECT agreement, topic FROM agreement_topic ORDER BY agreement");
    struct query q = db_query(r->c, "SELECT agreement, brief, seq, upper, party FROM milestone "
                                    "INDEXED BY milestone_agreement WHERE agreement IS NOT NULL "
                                    "AND expected ORDER BY agreement, brief, seq");
    while (query_row(&q)) {
        if (query_int_at(&q, 0) != agreement) {
            agreement = query_int_at(&q, 0);
            values_of(r, &r->parties, agreement);
            values_of(r, &r->topics, agreement);
        }
        read_promise(r, &q);
    }
    query_end(&r->parties.q);
    query_end(&r->topics.q);
}

/* -- Order and groups -------------------------------------------------------------------------- */

static int by_day(const void *left, const void *right)
{
    const struct given *a = left, *b = right;
    if (a->kept != b->kept)
        return a->kept ? 1 : -1;
    return (a->pledge.due > b->pledge.due) - (a->pledge.due < b->pledge.due);
}

static const uint32_t *numbers_of(const struct reading *r, const struct given *g, bool topic,
                                  uint32_t *count)
{
    const struct values *v = topic ? &r->topics : &r->parties;
    *count = topic ? g->topic_count : g->party_count;
    return *count > 0 ? v->numbers.items + (topic ? g->topics : g->parties) : NULL;
}

/* How many each has is counted, then each place goes where those before it end. */
static void group(struct reading *r, bool topic, struct pledge_groups *groups)
{
    struct arena *a = &r->p->memo.arena;
    const struct values *v = topic ? &r->topics : &r->parties;
    size_t all = 0;
    uint32_t count;
    groups->values = v->names.items;
    groups->count = v->names.len;
    groups->firsts = ARENA_ARRAY(a, size_t, groups->count + 3);
    size_t *ends = groups->firsts + 2;
    for (size_t i = 0; i < r->given.len; i++) {
        const uint32_t *numbers = numbers_of(r, &r->given.items[i], topic, &count);
        for (uint32_t k = 0; k < count; k++)
            ends[numbers[k]]++;
        ends[groups->count] += count == 0;
        all += count > 0 ? count : 1;
    }
    for (size_t i = 1; i <= groups->count; i++)
        ends[i] += ends[i - 1];
    groups->places = ARENA_ARRAY(a, uint32_t, all);
    ends = groups->firsts + 1; /* until each begins where it ends before */
    for (size_t i = 0; i < r->given.len; i++) {
        const uint32_t *numbers = numbers_of(r, &r->given.items[i], topic, &count);
        for (uint32_t k = 0; k < count; k++)
            groups->places[ends[numbers[k]]++] = (uint32_t)i;
        if (count == 0)
            groups->places[ends[groups->count]++] = (uint32_t)i;
    }
}

static void read_all(struct catalog *c, struct pledges *p)
{
    struct reading r = {.c = c, .p = p};
    read_kept(&r);
    read_promises(&r);
    if (r.given.len > 0)
        qsort(r.given.items, r.given.len, sizeof *r.given.items, by_day);
    p->count = r.given.len;
    p->items = ARENA_ARRAY(&p->memo.arena, struct pledge, p->count);
    for (size_t i = 0; i < p->count; i++) {
        p->items[i] = r.given.items[i].pledge;
        p->kept += !r.given.items[i].kept;
    }
    group(&r, false, &p->by_party);
    group(&r, true, &p->by_topic);
    arena_release(&r.arena);
}

bool pledges_known(struct catalog *c)
{
    return memo_last(c, MEMO_PLEDGES) != NULL;
}

struct pledges *pledges_of(struct catalog *c)
{
    struct pledges *p = memo_last(c, MEMO_PLEDGES);
    if (p != NULL)
        return p;
    p = memo_make(c, MEMO_PLEDGES, sizeof *p, STR(""));
    read_all(c, p);
    return memo_keep(c, MEMO_PLEDGES, p);
}
