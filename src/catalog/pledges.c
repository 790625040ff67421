#include "catalog/pledges.h"

#include "base/mem.h"
#include "base/strmap.h"
#include "catalog/held.h"
#include "catalog/moments_filter.h"

#include <stdlib.h>
#include <string.h>

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
        uint64_t *items;
        size_t len, cap;
    } kept;
    struct values parties, topics;
    VEC(struct given) given;
};

static uint64_t key_of(uint32_t brief, uint32_t seq)
{
    return (uint64_t)brief << 32 | seq;
}

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void read_kept(struct reading *r)
{
    struct query q = db_query(r->c, "SELECT brief, seq FROM milestone INDEXED BY milestone_kept "
                                    "WHERE expected AND kept_brief IS NOT NULL");
    while (query_row(&q))
        *VEC_PUSH(&r->arena, &r->kept) =
            key_of((uint32_t)query_int_at(&q, 0), (uint32_t)query_int_at(&q, 1));
    if (r->kept.len > 0)
        qsort(r->kept.items, r->kept.len, sizeof *r->kept.items, by_number);
}

static bool is_kept(const struct reading *r, const struct pledge *p)
{
    uint64_t key = key_of(p->brief, p->seq);
    return r->kept.len > 0 && bsearch(&key, r->kept.items, r->kept.len, sizeof key, by_number);
}

static uint32_t number_of(struct reading *r, struct values *v, str name)
{
    size_t number = v->names.len;
    if (strmap_get(&v->known, name, &number))
        return (uint32_t)number;
    str copy = arena_str(&r->p->arena, name);
    strmap_add(&v->known, &r->arena, copy, number);
    *VEC_PUSH(&r->p->arena, &v->names) = copy;
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
                   .brief = (uint32_t)query_int_at(q, 1),
                   .seq = (uint32_t)query_int_at(q, 2),
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
    struct arena *a = &r->p->arena;
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
    p->items = ARENA_ARRAY(&p->arena, struct pledge, p->count);
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
    return c->pledges != NULL && c->pledges->generation == db_meta(c, "generation");
}

struct pledges *pledges_of(struct catalog *c)
{
    if (pledges_known(c))
        return c->pledges;
    pledges_free(c->pledges);
    c->pledges = NULL;
    struct pledges *p = mem_calloc(1, sizeof *p);
    p->generation = db_meta(c, "generation");
    read_all(c, p);
    if (db_stopped(c) || db_failed(c)) {
        pledges_free(p);
        return NULL;
    }
    return c->pledges = p;
}

void pledges_free(struct pledges *p)
{
    if (p == NULL)
        return;
    arena_release(&p->text_arena);
    arena_release(&p->arena);
    mem_free(p);
}

/* -- Asking ------------------------------------------------------------------------------------ */

bool pledges_tell(const struct moments_query *q)
{
    struct moments_query rest = *q;
    rest.promises = 0;
    rest.group = NULL;
    return (q->kinds == 0 || (q->kinds & MOMENT_BIT(MILESTONE)) != 0) && asking_is_for_words(&rest);
}

/* Those whose agreement holds the words, and those that have words of their own. */
static bool answer(struct catalog *c, struct pledges *p, str text)
{
    const struct held *held = text.len > 0 ? held_prepare(c, text) : NULL;
    const struct line_list *others = held != NULL ? held_others(c) : NULL;
    if (text.len > 0 && others == NULL)
        return false;
    for (size_t i = 0; i < p->count; i++) {
        const struct pledge *at = &p->items[i];
        if (held == NULL || held->count == 0 || bits_has(&held->all, at->agreement) ||
            line_list_has(others, at->brief, at->seq))
            bits_add(&p->answering, i);
    }
    return true;
}

static const struct bits *answering(struct catalog *c, struct pledges *p,
                                    const struct moments_query *q)
{
    bool same = str_present(p->text) && str_eq(p->text, q->text);
    if (same && (q->text.len == 0 || held_prepare(c, q->text) != NULL))
        return &p->answering;
    arena_release(&p->text_arena);
    p->text = (str){0};
    p->answering = bits_make(&p->text_arena, p->count);
    if (!answer(c, p, q->text))
        return NULL;
    p->text = q->text.len > 0 ? arena_str(&p->text_arena, q->text) : STR("");
    return &p->answering;
}

/* What a query asks for: places in their order, of which those count that answer. */
struct asked {
    const struct pledges *p;
    const uint32_t *places; /* NULL: all */
    size_t count;
    const struct bits *answering;
    int64_t today;
};

static const struct pledge_groups *groups_of(const struct pledges *p, enum moment_facet facet)
{
    return facet == FACET_TOPIC ? &p->by_topic : &p->by_party;
}

/* Those of a value; absent: of what has none. */
static void narrow(struct asked *k, const struct moments_group *group)
{
    const struct pledge_groups *groups = groups_of(k->p, group->facet);
    size_t i = 0;
    while (i < groups->count &&
           !(str_present(group->value) && str_eq(groups->values[i], group->value)))
        i++;
    bool there = i < groups->count || !str_present(group->value);
    k->count = there ? groups->firsts[i + 1] - groups->firsts[i] : 0;
    k->places = groups->places + (there ? groups->firsts[i] : 0);
}

static bool ask(struct catalog *c, const struct moments_query *q, struct asked *k)
{
    struct pledges *p = pledges_of(c);
    *k = (struct asked){.p = p, .count = p != NULL ? p->count : 0, .today = q->today};
    k->answering = p != NULL ? answering(c, p, q) : NULL;
    if (p != NULL && q->group != NULL)
        narrow(k, q->group);
    return k->answering != NULL;
}

static size_t place_at(const struct asked *k, size_t i)
{
    return k->places != NULL ? k->places[i] : i;
}

static enum promise state_at(const struct asked *k, size_t place)
{
    if (place >= k->p->kept)
        return PROMISE_KEPT;
    return k->p->items[place].due < k->today ? PROMISE_OVERDUE : PROMISE_OPEN;
}

/* -- Counts and groups ------------------------------------------------------------------------- */

static struct promise_counts count(const struct asked *k, unsigned states)
{
    struct promise_counts counts = {{0}};
    for (size_t i = 0; i < k->count; i++) {
        size_t place = place_at(k, i);
        enum promise state = state_at(k, place);
        if (!bits_has(k->answering, place) || (states != 0 && (states & 1U << state) == 0))
            continue;
        counts.by_state[state]++;
        counts.by_state[PROMISE_NONE]++;
    }
    return counts;
}

bool pledges_count(struct catalog *c, const struct moments_query *q, struct promise_counts *counts)
{
    struct asked k;
    bool known = ask(c, q, &k);
    if (known)
        *counts = count(&k, 0);
    return known;
}

/* The most first, then by value; what has none last. */
static int by_promises(const void *left, const void *right)
{
    const struct promise_group *a = left, *b = right;
    size_t of_a = a->counts.by_state[PROMISE_NONE], of_b = b->counts.by_state[PROMISE_NONE];
    if (str_present(a->value) != str_present(b->value))
        return str_present(a->value) ? -1 : 1;
    if (of_a != of_b)
        return of_a > of_b ? -1 : 1;
    return str_cmp(a->value, b->value);
}

bool pledges_group(struct catalog *c, const struct moments_query *q, enum moment_facet facet,
                   size_t limit, struct arena *a, struct promise_groups *result)
{
    struct asked k;
    struct moments_query all = *q;
    all.group = NULL;
    *result = (struct promise_groups){0};
    if (!ask(c, &all, &k))
        return false;
    const struct pledge_groups *groups = groups_of(k.p, facet);
    result->rows = ARENA_ARRAY(a, struct promise_group, groups->count + 1);
    for (size_t i = 0; i <= groups->count; i++) {
        k.places = groups->places + groups->firsts[i];
        k.count = groups->firsts[i + 1] - groups->firsts[i];
        struct promise_group group = {.counts = count(&k, q->promises)};
        group.value = i < groups->count ? arena_str(a, groups->values[i]) : (str){0};
        group.name = group.value;
        if (group.counts.by_state[PROMISE_NONE] > 0)
            result->rows[result->count++] = group;
    }
    qsort(result->rows, result->count, sizeof *result->rows, by_promises);
    result->more = result->count > limit;
    result->count = result->more ? limit : result->count;
    return true;
}

/* -- Pages ------------------------------------------------------------------------------------- */

static bool is_before(const struct asked *k, size_t place, bool kept, int64_t day)
{
    bool is_kept = place >= k->p->kept;
    return is_kept != kept ? kept : k->p->items[place].due < day;
}

/* The first that is kept or not, and due on that day or later. */
static size_t first_due(const struct asked *k, bool kept, int64_t day)
{
    size_t low = 0, high = k->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(k, place_at(k, middle), kept, day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where those of a state begin and end. */
static void bounds(const struct asked *k, enum promise state, size_t *first, size_t *end)
{
    size_t kept = first_due(k, true, INT64_MIN), today = first_due(k, false, k->today);
    *first = state == PROMISE_KEPT ? kept : state == PROMISE_OPEN ? today : 0;
    *end = state == PROMISE_KEPT ? k->count : state == PROMISE_OPEN ? kept : today;
}

static const char pledged[] =
    "CREATE TEMP TABLE IF NOT EXISTS pledged (brief INTEGER, seq INTEGER, "
    "PRIMARY KEY (brief, seq)) WITHOUT ROWID; DELETE FROM temp.pledged";

static void put(struct catalog *c, const struct pledge *p)
{
    struct query q = db_query(c, "INSERT OR IGNORE INTO temp.pledged VALUES (?, ?)");
    query_int(&q, p->brief);
    query_int(&q, p->seq);
    query_run(&q);
}

/* All that are due on a day are put there, or none: which of them stands first is not known here.
 */
bool pledges_page(struct catalog *c, const struct moments_query *q, const struct pledges_page *page)
{
    struct asked k;
    size_t first, end, put_there = 0;
    bool kept = page->state == PROMISE_KEPT, back = page->backwards;
    int64_t day = 0;
    if (!ask(c, q, &k))
        return false;
    db_execute(c, pledged);
    bounds(&k, page->state, &first, &end);
    if (page->has_day && !back) {
        size_t from = first_due(&k, kept, page->day);
        first = from > first ? from : first;
    }
    if (page->has_day && back && page->day < INT64_MAX) {
        size_t later = first_due(&k, kept, page->day + 1);
        end = later < end ? later : end;
    }
    for (size_t i = first; i < end; i++) {
        size_t place = place_at(&k, back ? first + end - 1 - i : i);
        const struct pledge *at = &k.p->items[place];
        if (!bits_has(k.answering, place))
            continue;
        if (put_there >= page->limit && at->due != day)
            break;
        put(c, at);
        day = at->due;
        put_there += !(page->has_day && at->due == page->day);
    }
    return !db_failed(c);
}
