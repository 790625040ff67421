#include "catalog/line.h"

#include <stdlib.h>

enum { DAY, UPPER, EXPECTED, AGREEMENT };

struct line_moment line_moment_at(const struct query *q)
{
    int64_t day = query_int_at(q, DAY), last = query_int_at(q, UPPER);
    return (struct line_moment){
        .day = day,
        .last = last == INT64_MAX ? day : last,
        .agreement = (uint32_t)query_int_at(q, AGREEMENT) & INT32_MAX,
        .expected = query_int_at(q, EXPECTED) != 0,
    };
}

/* How many there are is asked first, lest the list grows and is copied. */
static void read_undated(struct catalog *c, struct line *l)
{
    size_t most = (size_t)db_number(c, "SELECT count(*) FROM milestone WHERE day IS NULL");
    struct query q = db_query(c, "SELECT agreement FROM milestone INDEXED BY milestone_day "
                                 "WHERE day IS NULL");
    l->undated = ARENA_ARRAY(&l->memo.arena, uint32_t, most);
    while (query_row(&q) && l->undated_count < most)
        l->undated[l->undated_count++] = (uint32_t)query_int_at(&q, 0);
    query_end(&q);
}

static void read_dated(struct catalog *c, struct line *l)
{
    size_t most = (size_t)db_number(c, "SELECT count(*) FROM milestone WHERE day IS NOT NULL");
    struct query q = db_query(c, "SELECT " LINE_ROW " FROM milestone "
                                 "INDEXED BY milestone_day WHERE day IS NOT NULL ORDER BY day");
    l->dated = ARENA_ARRAY(&l->memo.arena, struct line_moment, most);
    while (query_row(&q) && l->count < most)
        l->dated[l->count++] = line_moment_at(&q);
    query_end(&q);
}

bool line_known(struct catalog *c)
{
    return memo_last(c, MEMO_LINE) != NULL;
}

const struct line *line_of(struct catalog *c)
{
    struct line *l = memo_last(c, MEMO_LINE);
    if (l != NULL)
        return l;
    l = memo_make(c, MEMO_LINE, sizeof *l, STR(""));
    read_undated(c, l);
    read_dated(c, l);
    return memo_keep(c, MEMO_LINE, l);
}

/* -- Some of them ------------------------------------------------------------------------------ */

static int by_place(const void *left, const void *right)
{
    const struct line_place *a = left, *b = right;
    if (a->brief != b->brief)
        return a->brief < b->brief ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

void line_list_add(struct line_list *list, struct arena *a, const struct query *q)
{
    *VEC_PUSH(a, list) = (struct line_place){.moment = line_moment_at(q),
                                             .dated = !query_null_at(q, DAY),
                                             .brief = (uint32_t)query_int_at(q, LINE_COLUMNS),
                                             .seq = (uint32_t)query_int_at(q, LINE_COLUMNS + 1)};
}

void line_list_sort(struct line_list *list)
{
    size_t len = 0;
    if (list->len > 0)
        qsort(list->items, list->len, sizeof *list->items, by_place);
    for (size_t i = 0; i < list->len; i++)
        if (len == 0 || by_place(&list->items[len - 1], &list->items[i]) != 0)
            list->items[len++] = list->items[i];
    list->len = len;
}

bool line_list_has(const struct line_list *list, uint32_t brief, uint32_t seq)
{
    const struct line_place key = {.brief = brief, .seq = seq};
    return list->len > 0 && bsearch(&key, list->items, list->len, sizeof key, by_place) != NULL;
}
