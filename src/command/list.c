/* attache list: the briefings of the library. */
#include "command/rows.h"
#include "format/records.h"

static const char *const sort_names[LIST_SORT_COUNT + 1] = {
#define X(id, name, label, descending) name,
    LIST_SORTS(X)
#undef X
};

static const bool descending[LIST_SORT_COUNT] = {
#define X(id, name, label, descending) descending,
    LIST_SORTS(X)
#undef X
};

static bool is_wanted(const struct brief_row *row, const struct filters *f)
{
    bool topic = !str_present(f->topic);
    for (size_t i = 0; i < row->topic_count && !topic; i++)
        topic = str_eq(row->topics[i], f->topic);
    return topic && filters_hold(f, &row->date);
}

static void add_row(struct rows *r, const struct brief_row *row)
{
    r->left--;
    if (!r->text) {
        record_list_row(&r->json, row);
        rows_next(r);
        return;
    }
    table_add(&r->table, row->date.text);
    table_add(&r->table, row->id);
    table_add(&r->table, row->title);
    table_add(&r->table, row->source.name);
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    struct brief_page p = {0};
    struct err e = catalog_list(r->catalog, r->user, *last, false, PAGE_ROWS, a, &p);
    for (size_t i = 0; i < p.count && r->left; i++)
        if (is_wanted(&p.rows[i], &r->call->filters))
            add_row(r, &p.rows[i]);
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

static void blank(struct json *j)
{
    record_list_row(j, &(struct brief_row){0});
}

static const struct rows_kind kind = {
    .heads = (const char *const[]){"date", "id", "title", "source", NULL},
    .page = page,
    .blank = blank,
};

static int run(const struct command_call *call)
{
    size_t sort;
    struct err e =
        values_choice(call->options, OPTION_SORT, sort_names, LIST_SORT_COUNT, LIST_BY_ID, &sort);
    if (err_failed(&e))
        return command_fail(call, &e);
    bool reverse = call->options->given & OPTION_BIT(REVERSE);
    struct list_query query = {.sort = (enum list_sort)sort,
                               .descending = descending[sort] != reverse};
    return rows_print(call, &kind, &query);
}

const struct command command_list = {
    .name = "list",
    .arguments = "",
    .summary = "the briefings of the library",
    .example = "attache list --library content --sort date --limit 5",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT) | OPTION_BIT(WIDTH) | OPTION_BIT(SORT) |
               OPTION_BIT(REVERSE) | OPTION_BIT(TOPIC) | OPTION_BIT(FROM) | OPTION_BIT(TO),
    .sorts = sort_names,
    .run = run,
};
