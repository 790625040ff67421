#include "ui/panes/lanes.h"
#include "ui/panes/strip.h"
#include "ui/panes/timeline.h"

/*
 * At the nearest zoom moments stand one by one, and are paged by their keys. At the others time is
 * cut into stretches; those with many moments are one item. What is loaded begins and ends with
 * whole stretches, so that it does not matter from where one came.
 */

enum { FIT = 200 /* items that are a few screens */ };

/* Finer stretches, that tell how dense one is; how many of them it has at most. */
static enum time_unit part_of(enum time_unit zoom, size_t *parts)
{
    static const struct {
        enum time_unit unit;
        size_t parts;
    } finer[TIME_UNIT_COUNT] = {
        [UNIT_DAY] = {UNIT_DAY,   1  },
          [UNIT_WEEK] = {UNIT_DAY,   7  },
        [UNIT_MONTH] = {UNIT_DAY,   31 },
          [UNIT_QUARTER] = {UNIT_DAY,   92 },
        [UNIT_YEAR] = {UNIT_MONTH, 12 },
          [UNIT_DECADE] = {UNIT_YEAR,  10 },
        [UNIT_CENTURY] = {UNIT_YEAR,  100},
    };
    *parts = finer[zoom].parts;
    return finer[zoom].unit;
}

/* -- Moments ------------------------------------------------------------------------------------
 */

static size_t add_rows(struct pane *p, const struct moment_page *page, size_t from)
{
    for (size_t i = from; i < page->count; i++)
        chronicle_add(p, &page->rows[i]);
    return page->count - from;
}

/* After `key` (absent: from the start), at most `limit`. */
static bool add_after(struct pane *p, str key, size_t limit)
{
    struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    struct moment_page page = {0};
    const struct moment from = {.sort_key = key};
    struct err e = catalog_moments(p->session->catalog, &q, str_present(key) ? &from : NULL, false,
                                   limit, &h->arena, &page);
    answer_is(p, e);
    add_rows(p, &page, 0);
    return page.more;
}

static struct moment_page page_before(struct pane *p, str key, size_t limit)
{
    struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    struct moment_page page = {0};
    const struct moment from = {.sort_key = key};
    struct err e = catalog_moments(p->session->catalog, &q, str_present(key) ? &from : NULL, true,
                                   limit, &h->arena, &page);
    answer_is(p, e);
    return page;
}

/* -- Stretches ----------------------------------------------------------------------------------
 */

struct stretch {
    int64_t start;
    size_t first, count; /* its finer stretches, in the answer */
    size_t moments, promises, events;
};
struct stretches {
    struct stretch *items;
    size_t len, cap;
    struct buckets parts;
};

/* Of the parts counted whole stretches; at the end where more were than could be counted, one may
 * be cut. */
static struct stretches gather(struct pane *p, int64_t from, int64_t to, bool backwards,
                               size_t wanted)
{
    struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    struct stretches s = {0};
    size_t parts;
    enum time_unit unit = part_of(h->zoom, &parts);
    struct err e = (backwards ? catalog_buckets_back : catalog_buckets)(
        p->session->catalog, &q, unit, from, to, (wanted + 1) * parts, &h->arena, &s.parts);
    answer_is(p, e);
    for (size_t i = 0; i < s.parts.count; i++) {
        const struct bucket *part = &s.parts.rows[i];
        int64_t start = time_unit_start(h->zoom, part->start);
        if (s.len == 0 || s.items[s.len - 1].start != start)
            *VEC_PUSH(&h->arena, &s) = (struct stretch){.start = start, .first = i};
        struct stretch *last = &s.items[s.len - 1];
        last->count++;
        last->moments += part->moments;
        last->promises += part->promises;
        last->events += part->events;
    }
    if (s.parts.more && s.len > 1) {
        s.len--;
        s.items += backwards;
    }
    return s;
}

static void add_cluster(struct pane *p, const struct stretches *s, const struct stretch *stretch)
{
    struct chronicle *h = p->state;
    int64_t end = time_unit_step(h->zoom, stretch->start, 1) - 1;
    size_t *density = ARENA_ARRAY(&h->arena, size_t, STRIP_MOST);
    for (size_t i = stretch->first; i < stretch->first + stretch->count; i++) {
        int part = strip_part(stretch->start, end, STRIP_MOST, s->parts.rows[i].start);
        if (part >= 0 && part < STRIP_MOST)
            density[part] += s->parts.rows[i].moments;
    }
    struct chronicle_item *item = chronicle_add(p, NULL);
    item->dated = true;
    item->day = stretch->start;
    item->end = end;
    item->cluster = stretch->moments;
    item->promises = stretch->promises;
    item->events = stretch->events;
    item->density = density;
}

/* Sparse stretches that follow each other are asked for at once. */
static void add_stretches(struct pane *p, const struct stretches *s, size_t from, size_t to)
{
    struct chronicle *h = p->state;
    for (size_t i = from; i < to;) {
        size_t moments = 0, first = i;
        while (i < to && s->items[i].moments <= TIMELINE_SPARSE)
            moments += s->items[i++].moments;
        if (moments)
            add_after(p, catalog_moments_before_day(s->items[first].start, &h->arena), moments);
        else
            add_cluster(p, s, &s->items[i++]);
    }
}

static size_t items_of(const struct stretch *s)
{
    return s->moments <= TIMELINE_SPARSE ? s->moments : 1;
}

static void add_stretches_from(struct pane *p, int64_t day, size_t wanted)
{
    struct chronicle *h = p->state;
    struct stretches s = gather(p, day, INT64_MAX, false, wanted);
    size_t count = 0, to = 0;
    while (to < s.len && count < wanted)
        count += items_of(&s.items[to++]);
    add_stretches(p, &s, 0, to);
    if (s.parts.more || to < s.len)
        return;
    str undated = catalog_moments_before_undated(&h->arena);
    h->at_end = !add_after(p, undated, wanted - (count < wanted ? count : wanted) + 1);
}

/* Stretches before a day. */
static void add_stretches_before(struct pane *p, int64_t day, size_t wanted)
{
    struct chronicle *h = p->state;
    struct stretches s = gather(p, INT64_MIN, day, true, wanted);
    size_t count = 0, from = s.len;
    while (from > 0 && count < wanted)
        count += items_of(&s.items[--from]);
    h->at_start = from == 0 && !s.parts.more;
    add_stretches(p, &s, from, s.len);
}

/* -- Around a place -----------------------------------------------------------------------------
 */

/* One by one, where that stands which has `key`, or would stand; absent: at an end. */
static void load_moments(struct pane *p, str key, bool last, size_t around)
{
    struct chronicle *h = p->state;
    struct moment_page before = {0};
    if (last || str_present(key))
        before = page_before(p, key, around);
    h->at_start = !before.more;
    add_rows(p, &before, 0);
    h->at_end =
        last ||
        !add_after(p, before.count ? before.rows[before.count - 1].sort_key : (str){0}, around);
}

/* What is undated stands one by one behind the stretches, at every zoom. */
static void load_undated(struct pane *p, str key, bool last, size_t around)
{
    struct chronicle *h = p->state;
    str edge = catalog_moments_before_undated(&h->arena);
    struct moment_page before = page_before(p, last ? (str){0} : key, around);
    size_t dated = 0;
    while (dated < before.count && date_known(&before.rows[dated].date))
        dated++;
    if (dated || !before.more)
        add_stretches_before(p, INT64_MAX, around);
    size_t undated = add_rows(p, &before, dated);
    str from = undated ? before.rows[before.count - 1].sort_key : edge;
    h->at_end = last || !add_after(p, from, around);
}

static void load_stretches(struct pane *p, const struct chronicle_at *at, size_t around)
{
    const struct chronicle *h = p->state;
    if (at->kind == AT_LAST || (at->kind == AT_ITEM && !at->dated)) {
        load_undated(p, at->moment.sort_key, at->kind == AT_LAST, around);
        return;
    }
    if (at->kind == AT_FIRST) {
        add_stretches_from(p, INT64_MIN, around);
        ((struct chronicle *)p->state)->at_start = true;
        return;
    }
    int64_t day = time_unit_start(h->zoom, at->day);
    add_stretches_before(p, day - 1, around);
    add_stretches_from(p, day, around);
}

void timeline_load(struct pane *p, const struct chronicle_at *at, size_t around)
{
    struct chronicle *h = p->state;
    if (h->lanes) {
        lanes_load(p, at, around);
        return;
    }
    if (h->zoom != UNIT_DAY) {
        load_stretches(p, at, around);
        return;
    }
    str key = at->moment.sort_key;
    if (at->kind == AT_DAY || (at->kind == AT_ITEM && !str_present(key)))
        key = catalog_moments_before_day(at->day, &h->arena);
    load_moments(p, at->kind == AT_FIRST ? (str){0} : key, at->kind == AT_LAST, around);
}

void timeline_survey(struct pane *p)
{
    struct chronicle *h = p->state;
    const struct moments_query all = {.today = p->session->today}, q = chronicle_query(p);
    bool known = answer_is(p, catalog_moments_extent(p->session->catalog, &q, &h->extent));
    if (!sieve_is_empty(&h->sieve))
        answer_is(p, catalog_moments_count(p->session->catalog, &all, &h->everything));
    else if (known)
        h->everything = h->extent.dated + h->extent.undated;
    lanes_survey(p);
}

void timeline_prepare(struct pane *p, const struct moments_query *q)
{
    struct moments_extent extent;
    catalog_moments_extent(p->session->catalog, q, &extent);
}

enum time_unit timeline_fit(struct pane *p)
{
    const struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    if (h->extent.dated <= FIT)
        return UNIT_DAY;
    for (enum time_unit unit = UNIT_WEEK; unit < UNIT_CENTURY; unit++) {
        struct arena a = {0};
        struct buckets buckets = {0};
        struct err e =
            catalog_buckets(p->session->catalog, &q, unit, INT64_MIN, INT64_MAX, FIT, &a, &buckets);
        bool fits = !err_failed(&e) && !buckets.more;
        arena_release(&a);
        if (fits)
            return unit;
    }
    return UNIT_CENTURY;
}
