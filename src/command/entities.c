/* attache entities: the entities of the library, the most mentioned first. */
#include "catalog/within.h"
#include "command/rows.h"
#include "format/records.h"

static const char *const sort_names[ENTITY_SORT_COUNT + 1] = {
#define X(id, name, label, descending) name,
    ENTITY_SORTS(X)
#undef X
};

static const bool descending[ENTITY_SORT_COUNT] = {
#define X(id, name, label, descending) descending,
    ENTITY_SORTS(X)
#undef X
};

static void add_row(struct rows *r, struct arena *a, const struct entities_row *listed)
{
    const struct entity_row *row = &listed->entity;
    if (!r->text) {
        record_entity_row(&r->json, listed);
        rows_next(r);
        return;
    }
    table_add(&r->table, arena_printf(a, "%zu", row->mentions));
    table_add(&r->table, arena_printf(a, "%zu", row->briefings));
    table_add(&r->table, str_of(entity_type_name(row->type)));
    table_add(&r->table, row->id);
    table_add(&r->table, row->name);
}

/* Only some briefings or agreements count: all is counted anew, and given at once. */
static bool is_within(const struct filters *f)
{
    return str_present(f->briefing) || str_present(f->topic) || str_present(f->party) ||
           f->statuses || f->has_from || f->has_to;
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    const struct entities_query *query = r->user;
    const struct filters *f = &r->call->filters;
    struct entities_page p = {0};
    struct err e;
    if (is_within(f))
        e = catalog_entities_within(r->catalog, query,
                                    &(struct entities_within){.briefing = f->briefing,
                                                              .topic = f->topic,
                                                              .party = f->party,
                                                              .statuses = f->statuses,
                                                              .has_from = f->has_from,
                                                              .has_to = f->has_to,
                                                              .from = f->from,
                                                              .to = f->to},
                                    r->left, a, &p);
    else
        e = catalog_entity_list(r->catalog, query, *last, false, rows_wanted(r), a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_row(r, a, &p.rows[i]);
    r->left -= p.count;
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

static void blank(struct json *j)
{
    record_entity_row(j, &(struct entities_row){0});
}

static const struct rows_kind kind = {
    .heads = (const char *const[]){"mentions", "briefings", "type", "id", "name", NULL},
    .right = 3,
    .page = page,
    .blank = blank,
};

static int run(const struct command_call *call)
{
    size_t sort;
    struct err e = values_choice(call->options, OPTION_SORT, sort_names, ENTITY_SORT_COUNT,
                                 ENTITY_BY_MENTIONS, &sort);
    if (err_failed(&e))
        return command_fail(call, &e);
    bool reverse = call->options->given & OPTION_BIT(REVERSE);
    struct entities_query query = {.sort = (enum entity_sort)sort,
                                   .descending = descending[sort] != reverse,
                                   .types = call->filters.types};
    return rows_print(call, &kind, &query);
}

const struct command command_entities = {
    .name = "entities",
    .arguments = "",
    .summary = "every entity, the most mentioned first",
    .example = "attache entities --library content --type person --limit 10",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT) | OPTION_BIT(WIDTH) | OPTION_BIT(SORT) |
               OPTION_BIT(REVERSE) | OPTION_BIT(TYPE) | OPTION_BIT(PARTY) | OPTION_BIT(STATUS) |
               OPTION_BIT(TOPIC) | OPTION_BIT(BRIEFING) | OPTION_BIT(FROM) | OPTION_BIT(TO),
    .sorts = sort_names,
    .run = run,
};
