#include "loader/suggest.h"

#include "text/utf8.h"

#include <stdint.h>

/* Longer words than this are never mistyped ids; the bound keeps the tables on the stack. */
enum { LONGEST = 96 };

static size_t decode(str s, uint32_t out[LONGEST])
{
    size_t count = 0;
    for (size_t at = 0; at < s.len && count < LONGEST; count++)
        at += utf8_decode(s, at, &out[count], NULL);
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct rows {
    size_t before[LONGEST + 1], last[LONGEST + 1], now[LONGEST + 1];
};

/* One row of the table; returns the least number in it. */
static size_t fill_row(struct rows *r, const uint32_t *a, size_t i, const uint32_t *b, size_t len)
{
    size_t smallest = r->now[0] = i;
    for (size_t j = 1; j <= len; j++) {
        size_t cost = least(r->last[j], r->now[j - 1]) + 1;
        cost = least(cost, r->last[j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            cost = least(cost, r->before[j - 2] + 1);
        r->now[j] = cost;
        smallest = least(smallest, cost);
    }
    return smallest;
}

size_t suggest_distance(str a, str b, size_t limit)
{
    uint32_t x[LONGEST], y[LONGEST];
    if (a.len >= LONGEST || b.len >= LONGEST)
        return str_eq(a, b) ? 0 : limit + 1;
    size_t m = decode(a, x), n = decode(b, y);
    if (m > n + limit || n > m + limit)
        return limit + 1;
    struct rows r;
    for (size_t j = 0; j <= n; j++)
        r.last[j] = j;
    size_t smallest = 0, smallest_before;
    for (size_t i = 1; i <= m; i++) {
        smallest_before = smallest;
        smallest = fill_row(&r, x, i, y, n);
        /* A swap reaches over one row. */
        if (smallest > limit && smallest_before > limit)
            return limit + 1;
        for (size_t j = 0; j <= n; j++) {
            r.before[j] = r.last[j];
            r.last[j] = r.now[j];
        }
    }
    return least(r.last[n], limit + 1);
}

struct suggestion suggestion_for(str wanted)
{
    return (struct suggestion){.wanted = wanted, .distance = SUGGEST_EDITS};
}

void suggestion_consider(struct suggestion *s, str known)
{
    /* A code point has at most four bytes. */
    if (known.len > s->wanted.len + 4 * s->distance || s->wanted.len > known.len + 4 * s->distance)
        return;
    size_t distance = suggest_distance(s->wanted, known, s->distance);
    bool nearer = distance < s->distance || !str_present(s->best);
    if (distance > s->distance || (!nearer && str_cmp(known, s->best) >= 0))
        return;
    s->best = known;
    s->distance = distance;
}

str suggestion_text(const struct suggestion *s, struct arena *a)
{
    if (!str_present(s->best))
        return STR("");
    return arena_printf(a, "; did you mean '%.*s'?", STR_FMT(s->best));
}
