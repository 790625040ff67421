/* attache entities: every entity of the library, the most mentioned first. */
#include "command/rows.h"
#include "format/records.h"

static void add_row(struct rows *r, struct arena *a, const struct entities_row *listed)
{
    const struct entity_row *row = &listed->entity;
    if (r->call->format == FORMAT_JSON) {
        record_entity_row(&r->json, listed);
        return;
    }
    table_add(&r->table, arena_printf(a, "%zu", row->mentions));
    table_add(&r->table, arena_printf(a, "%zu", row->briefings));
    table_add(&r->table, str_of(entity_type_name(row->type)));
    table_add(&r->table, row->id);
    table_add(&r->table, row->name);
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    static const struct entities_query query = {.sort = ENTITY_BY_MENTIONS, .descending = true};
    struct entities_page p = {0};
    size_t limit = r->left < PAGE_ROWS ? r->left : PAGE_ROWS;
    struct err e = catalog_entity_list(r->catalog, &query, *last, false, limit, a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_row(r, a, &p.rows[i]);
    r->left -= p.count;
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

static int run(const struct command_call *call)
{
    return rows_print(call, 5, 3, page);
}

const struct command command_entities = {
    .name = "entities",
    .arguments = "",
    .summary = "every entity, the most mentioned first",
    .example = "attache entities --library content --limit 10",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT),
    .run = run,
};
