#include "catalog/line.h"

#include <stdlib.h>

/* As LINE_ROW has them. */
enum { DAY, UPPER, EXPECTED, AGREEMENT };

static struct line_moment moment_of(int64_t day, int64_t upper, bool expected, int64_t agreement)
{
    return (struct line_moment){
        .day = day,
        .last = upper == INT64_MAX ? day : upper,
        .agreement = (uint32_t)agreement & INT32_MAX,
        .expected = expected,
    };
}

/* -- All of them ---------------------------------------------------------------------------------
 *
 * The SQL function on_line(line, day, upper, expected, agreement) takes one: as rows that come out
 * of a statement they would take twice as long.
 */

static const char line_type[] = "line";

static void take_moment(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct line *l = count == 1 + LINE_COLUMNS ? sqlite3_value_pointer(values[0], line_type) : NULL;
    (void)context;
    if (l != NULL)
        *VEC_PUSH(&l->memo.arena, &l->dated) =
            moment_of(sqlite3_value_int64(values[1 + DAY]), sqlite3_value_int64(values[1 + UPPER]),
                      sqlite3_value_int(values[1 + EXPECTED]) != 0,
                      sqlite3_value_int64(values[1 + AGREEMENT]));
}

static void end_moments(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

void line_register(struct catalog *c)
{
    sqlite3_create_function_v2(c->sql.db, "on_line", 1 + LINE_COLUMNS,
                               SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL, take_moment,
                               end_moments, NULL);
}

int line_by_day(const void *left, const void *right)
{
    const struct line_moment *a = left, *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

/* The index is gone through in its order, which is not promised. */
static void sort(struct line *l)
{
    for (size_t i = 1; i < l->dated.len; i++)
        if (l->dated.items[i - 1].day > l->dated.items[i].day) {
            qsort(l->dated.items, l->dated.len, sizeof *l->dated.items, line_by_day);
            break;
        }
}

static void read_dated(struct catalog *c, struct line *l)
{
    struct query q = db_query(c, "SELECT on_line(?, " LINE_ROW ") FROM milestone "
                                 "INDEXED BY milestone_day WHERE day IS NOT NULL");
    query_pointer(&q, l, line_type);
    query_run(&q);
    sort(l);
}

static void read_undated(struct catalog *c, struct line *l)
{
    struct query q = db_query(c, "SELECT agreement FROM milestone INDEXED BY milestone_day "
                                 "WHERE day IS NULL");
    while (query_row(&q))
        *VEC_PUSH(&l->memo.arena, &l->undated) = (uint32_t)query_int_at(&q, 0);
}

struct bits line_unsettled(struct catalog *c, size_t size, struct arena *a)
{
    struct bits unsettled = bits_make(a, size);
    struct query q = db_query(c, "SELECT a.n FROM dirty_agreement d CROSS JOIN agreement a "
                                 "ON a.n = d.n WHERE a.status IS NULL");
    while (query_row(&q))
        bits_add(&unsettled, query_size_at(&q, 0));
    return unsettled;
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

struct line_place line_place_at(const struct query *q, int column)
{
    return (struct line_place){.brief = (uint32_t)query_int_at(q, column),
                               .seq = (uint32_t)query_int_at(q, column + 1)};
}

int line_by_place(const void *left, const void *right)
{
    const struct line_place *a = left, *b = right;
    if (a->brief != b->brief)
        return a->brief < b->brief ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static struct line_moment moment_at(const struct query *q)
{
    return moment_of(query_int_at(q, DAY), query_int_at(q, UPPER), query_int_at(q, EXPECTED) != 0,
                     query_int_at(q, AGREEMENT));
}

void line_list_add(struct line_list *list, struct arena *a, const struct query *q)
{
    *VEC_PUSH(a, list) = (struct line_placed){
        .at = line_place_at(q, LINE_COLUMNS),
        .dated = !query_null_at(q, DAY),
        .moment = moment_at(q),
    };
}

void line_list_sort(struct line_list *list)
{
    size_t len = 0;
    if (list->len > 0)
        qsort(list->items, list->len, sizeof *list->items, line_by_place);
    for (size_t i = 0; i < list->len; i++)
        if (len == 0 || line_by_place(&list->items[len - 1], &list->items[i]) != 0)
            list->items[len++] = list->items[i];
    list->len = len;
}

bool line_list_has(const struct line_list *list, const struct line_place *at)
{
    return list->len > 0 &&
           bsearch(at, list->items, list->len, sizeof *list->items, line_by_place) != NULL;
}
