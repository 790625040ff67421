/* attache list: the briefings of the library. */
#include "command/rows.h"
#include "format/records.h"

static void add_row(struct rows *r, const struct brief_row *row)
{
    if (r->call->format == FORMAT_JSON) {
        record_list_row(&r->json, row);
        return;
    }
    table_add(&r->table, row->date.text);
    table_add(&r->table, row->id);
    table_add(&r->table, row->title);
    table_add(&r->table, row->source.name);
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    struct list_query query = {.sort = LIST_BY_ID};
    struct brief_page p = {0};
    size_t limit = r->left < PAGE_ROWS ? r->left : PAGE_ROWS;
    struct err e = catalog_list(r->catalog, &query, *last, false, limit, a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_row(r, &p.rows[i]);
    r->left -= p.count;
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

static int run(const struct command_call *call)
{
    return rows_print(call, 4, 0, page);
}

const struct command command_list = {
    .name = "list",
    .arguments = "",
    .summary = "the briefings of the library",
    .example = "attache list --library content --format json",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT),
    .run = run,
};
