#include "catalog/newest.h"

enum { MOST = 1 << 28 }; /* what a damaged file says is not believed */

/* What is read stays, also where it was broken off: the next that asks goes on from there. */
static void read_some(struct catalog *c, struct newest *n, size_t count)
{
    struct query q = db_query(c, n->undated ? "SELECT n FROM brief WHERE by_date IS NULL "
                                              "ORDER BY id LIMIT ? OFFSET ?"
                                            : "SELECT n FROM brief WHERE by_date IS NOT NULL "
                                              "ORDER BY by_date, id LIMIT ? OFFSET ?");
    size_t wanted = count - n->len, before = n->read;
    query_size(&q, wanted);
    query_size(&q, n->read);
    for (; !db_stopped(c) && query_row(&q); n->read++)
        if (query_size_at(&q, 0) < MOST)
            *VEC_PUSH(&n->memo.arena, n) = (uint32_t)query_size_at(&q, 0);
    query_end(&q);
    if (db_stopped(c) || n->read - before == wanted)
        return;
    n->whole = n->undated;
    n->undated = true;
    n->read = 0;
}

static void gather(struct newest *n)
{
    size_t size = 1;
    for (size_t i = 0; i < n->len; i++)
        size = n->items[i] >= size ? (size_t)n->items[i] + 1 : size;
    n->all = bits_make(&n->memo.arena, size);
    for (size_t i = 0; i < n->len; i++)
        bits_add(&n->all, n->items[i]);
}

const struct newest *newest_known(struct catalog *c, size_t count)
{
    struct newest *n = memo_last(c, MEMO_NEWEST);
    if (n == NULL)
        n = memo_put(c, MEMO_NEWEST, memo_make(c, MEMO_NEWEST, sizeof *n, STR("")));
    bool known = n->whole;
    while (n->len < count && !n->whole && !db_stopped(c))
        read_some(c, n, count);
    if (n->whole && !known)
        gather(n);
    return n;
}

const struct newest *newest_all(struct catalog *c)
{
    return newest_known(c, SIZE_MAX);
}

size_t newest_place(const struct newest *n, int64_t brief)
{
    size_t place = 0;
    while (place < n->len && n->items[place] != brief)
        place++;
    return place;
}
