/*
 * The newest that a query finds, before all of it is known. It is asked of a few of the newest
 * briefings, then of more of those before them, until there are enough. Where their numbers lie
 * close together, as they do in a library that grows, they are asked for as a stretch, and that
 * costs next to nothing beside the whole; else one by one.
 *
 * What is rare is not found so. Then all that was spent is small beside what the whole costs.
 */
#include "catalog/found.h"

#include "catalog/newest.h"

enum {
    GAP = 32,      /* numbers that lie no farther apart are one stretch */
    STRETCHES = 4, /* for more of them the whole is soon asked for */
    PROMISING = 8, /* one by one: as long as one in so many is found */
};

/* How many briefings are asked next. */
static const size_t steps[] = {128, 1024, 8192}, steps_of_each[] = {16, 64};
enum { STEPS = 3, STEPS_OF_EACH = 2 };

struct glance {
    struct finding *finding;
    const struct clause *query;
    size_t limit;
    struct firsts *firsts;
    bool scattered;       /* the numbers of the very first make no stretches */
    struct arena scratch; /* of one step */
};

/* The end of the stretch that begins at `from`. */
static size_t stretch_end(const struct bits *numbers, size_t from)
{
    size_t last = from, next = bits_next(numbers, from + 1);
    for (; next < numbers->size && next - last <= GAP; next = bits_next(numbers, next + 1))
        last = next;
    return last + 1;
}

static size_t count_stretches(const struct bits *numbers)
{
    size_t count = 0;
    for (size_t at = bits_next(numbers, 0); at < numbers->size; count++)
        at = bits_next(numbers, stretch_end(numbers, at));
    return count;
}

/* Of the numbers from `from` to `end`, which are counted from `least` on, those that are found. */
static void ask_stretch(struct glance *g, const struct bits *numbers, size_t least, size_t from,
                        size_t end, struct bits *found)
{
    struct stretch s = {least + from, bits_make(&g->scratch, end - from)};
    for (size_t i = from; i < end; i = bits_next(numbers, i + 1))
        bits_add(&s.among, i - from);
    struct bits here = find_clause(g->finding, g->query, &s, &g->scratch);
    for (size_t i = bits_next(&here, 0); i < here.size; i = bits_next(&here, i + 1))
        bits_add(found, from + i);
}

/* A set over those from the least on. */
static struct bits gather(struct glance *g, const uint32_t *numbers, size_t count, size_t *least)
{
    size_t most = *least = numbers[0];
    for (size_t i = 1; i < count; i++) {
        *least = numbers[i] < *least ? numbers[i] : *least;
        most = numbers[i] > most ? numbers[i] : most;
    }
    struct bits all = bits_make(&g->scratch, most - *least + 1);
    for (size_t i = 0; i < count; i++)
        bits_add(&all, numbers[i] - *least);
    return all;
}

/* Takes what is found of these, in their order; false where they stand in too many places. */
static bool ask(struct glance *g, const uint32_t *numbers, size_t count, size_t most)
{
    struct firsts *f = g->firsts;
    size_t least;
    const struct bits all = gather(g, numbers, count, &least);
    if (count_stretches(&all) > most)
        return false;
    struct bits found = bits_make(&g->scratch, all.size);
    for (size_t at = bits_next(&all, 0), end; at < all.size && !db_stopped(g->finding->c);
         at = bits_next(&all, end)) {
        end = stretch_end(&all, at);
        ask_stretch(g, &all, least, at, end, &found);
    }
    for (size_t i = 0; i < count && !f->more; i++) {
        if (!bits_has(&found, numbers[i] - least))
            continue;
        f->more = f->count == g->limit;
        if (!f->more)
            f->briefs[f->count++] = numbers[i];
    }
    return true;
}

static bool walk(struct glance *g, const size_t *sizes, size_t count, bool each)
{
    struct catalog *c = g->finding->c;
    size_t looked = 0;
    g->firsts->count = 0;
    for (size_t i = 0; i < count && !db_stopped(c); i++) {
        const struct newest *n = newest_known(c, looked + sizes[i]);
        size_t here = n->len - looked < sizes[i] ? n->len - looked : sizes[i];
        bool asked = here == 0 || ask(g, n->items + looked, here, each ? here : STRETCHES);
        g->scattered = g->scattered || (!asked && i == 0);
        looked += here;
        arena_release(&g->scratch);
        if (!asked || db_stopped(c))
            return false;
        if (g->firsts->more || here < sizes[i])
            return true;
        if (each && g->firsts->count * PROMISING < looked)
            return false;
    }
    return false;
}

bool found_first(struct catalog *c, const struct clause *query, size_t limit, struct arena *a,
                 struct firsts *firsts)
{
    struct arena kept = {0};
    struct finding finding = {.c = c, .arena = &kept};
    struct glance g = {.finding = &finding, .query = query, .limit = limit, .firsts = firsts};
    *firsts = (struct firsts){.briefs = ARENA_ARRAY(a, size_t, limit + 1)};
    bool joined = find_price(&finding, query) == JOINED;
    bool found = !joined && walk(&g, steps, STEPS, false);
    if (!found && (joined || g.scattered))
        found = walk(&g, steps_of_each, STEPS_OF_EACH, true);
    arena_release(&kept);
    return found;
}
