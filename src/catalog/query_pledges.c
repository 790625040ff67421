#include "catalog/held.h"
#include "catalog/pack.h"
#include "catalog/picked.h"
#include "catalog/pledges.h"

#include <stdlib.h>

bool pledges_tell(const struct moments_query *q)
{
    return (q->kinds == 0 || (q->kinds & MOMENT_BIT(MILESTONE)) != 0) &&
           !str_present(q->briefing) && q->also_count == 0 && !q->has_from && !q->has_to;
}

/* -- What answers ------------------------------------------------------------------------------ */

/* What a filter was answered by: the places of promises. */
struct pledged {
    struct memo memo;
    struct bits places;
};

/* Promises answer as their agreements do, but for those that are known one by one. */
struct answering {
    const struct held *held;   /* by words; NULL: none are asked for */
    const struct picked *pick; /* by what is chosen; NULL: nothing is */
    const struct line_list *own, *acts;
};

/* False where something failed. */
static bool prepare(struct catalog *c, const struct moments_query *q, struct answering *k)
{
    *k = (struct answering){0};
    if (q->text.len > 0) {
        k->held = held_prepare(c, q->text);
        k->own = k->held != NULL ? held_others(c) : NULL;
    }
    if (picked_needed(q)) {
        k->pick = picked_prepare(c, q);
        k->acts = k->pick != NULL ? picked_others(c, q) : NULL;
    }
    return (q->text.len == 0 || k->own != NULL) && (!picked_needed(q) || k->acts != NULL);
}

static bool answers(const struct answering *k, const struct pledge *p)
{
    size_t n = p->agreement;
    bool held = k->held == NULL || k->held->count == 0 || bits_has(&k->held->all, n) ||
                line_list_has(k->own, &p->at);
    return held &&
           (k->pick == NULL || (bits_has(&k->pick->listed, n) && bits_has(&k->pick->typed, n)) ||
            line_list_has(k->acts, &p->at));
}

/* All that the answer depends on. */
static str signature(const struct moments_query *q, const struct answering *k, struct arena *a)
{
    struct buf out = {0};
    pack_str(&out, q->text);
    if (k->pick != NULL)
        buf_append(&out, k->pick->memo.asked);
    str copy = arena_str(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

/* NULL where something failed. */
static const struct bits *answering(struct catalog *c, const struct pledges *p,
                                    const struct moments_query *q)
{
    struct answering k;
    struct arena a = {0};
    if (!prepare(c, q, &k))
        return NULL;
    str asked = signature(q, &k, &a);
    struct pledged *pledged = memo_known(c, MEMO_PLEDGED, asked);
    if (pledged == NULL) {
        pledged = memo_make(c, MEMO_PLEDGED, sizeof *pledged, asked);
        pledged->places = bits_make(&pledged->memo.arena, p->count);
        for (size_t i = 0; i < p->count; i++)
            if (answers(&k, &p->items[i]))
                bits_add(&pledged->places, i);
        pledged = memo_keep(c, MEMO_PLEDGED, pledged);
    }
    arena_release(&a);
    return pledged != NULL ? &pledged->places : NULL;
}

/* -- What is asked ------------------------------------------------------------------------------
 */

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
    query_int(&q, p->at.brief);
    query_int(&q, p->at.seq);
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
