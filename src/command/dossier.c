/* attache dossier: what the library knows of one entity. */
#include "catalog/dossier.h"
#include "catalog/moments.h"
#include "command/rows.h"
#include "command/table.h"
#include "format/dossier_record.h"
#include "text/safe.h"

enum { MOST_ROWS = 20, ALL_ROWS = 10000 };

static void line(struct buf *out, const char *label, str text)
{
    if (text.len == 0)
        return;
    buf_printf(out, "%s", label);
    safe_append(out, text, SAFE_LINE, false);
    buf_byte(out, '\n');
}

static void print_entity(struct buf *out, const struct dossier *d, struct arena *a)
{
    const char *type = entity_type_name(d->type);
    safe_append(out, d->name, SAFE_LINE, false);
    buf_printf(out, " (%s)\n", type ? type : "other");
    line(out, "", d->role);
    line(out, "", d->description);
    line(out, "Wikidata ", d->wikidata);
    buf_printf(out, "%zu mention%s in %zu briefing%s", d->mentions, d->mentions == 1 ? "" : "s",
               d->briefings, d->briefings == 1 ? "" : "s");
    if (d->seen) {
        str first = date_day_text(d->first, a), last = date_day_text(d->last, a);
        buf_printf(out, ", %.*s to %.*s", STR_FMT(first), STR_FMT(last));
    }
    buf_byte(out, '\n');
    for (size_t i = 0; i < d->form_count; i++) {
        buf_printf(out, "%s", i ? ", " : "As ");
        safe_append(out, d->forms[i].text, SAFE_LINE, false);
        buf_printf(out, " (%zu)", d->forms[i].mentions);
    }
    buf_append(out, d->form_count ? STR("\n") : STR(""));
}

static void print_heading(struct buf *out, const char *heading, size_t count)
{
    if (count)
        buf_printf(out, "\n%s\n", heading);
}

static struct err print_agreements(const struct command_call *call, struct catalog *c, str id,
                                   struct arena *a)
{
    struct moments_query q = {.kinds = MOMENT_BIT(MILESTONE), .party = id, .today = call->today};
    struct table_text table = {.columns = 3};
    struct timeline_page page = {0};
    struct err e = catalog_agreements(c, &q, NULL, false, ALL_ROWS, a, &page);
    for (size_t i = 0; i < page.count; i++) {
        const struct timeline_row *row = &page.rows[i];
        bool dated = row->extent.first == DATE_DAY;
        table_add(&table, dated ? date_day_text(row->extent.earliest, a) : STR(""));
        table_add(&table, str_of(status_name(row->status)));
        table_add(&table, str_present(row->title) ? row->title : row->id);
    }
    print_heading(&call->out->buf, "AGREEMENTS", page.count);
    table_print(&table, call->width, &call->out->buf);
    table_release(&table);
    return e;
}

static struct err print_company(const struct command_call *call, struct catalog *c, str id,
                                struct arena *a)
{
    struct table_text table = {.columns = 3, .right = 3};
    struct company_page page = {0};
    struct err e = catalog_company(c, id, 0, NULL, false, MOST_ROWS, a, &page);
    for (size_t i = 0; i < page.count; i++) {
        table_add(&table, arena_printf(a, "%zu", page.rows[i].paragraphs));
        table_add(&table, arena_printf(a, "%zu", page.rows[i].briefings));
        table_add(&table, page.rows[i].name);
    }
    print_heading(&call->out->buf, "TOGETHER WITH (paragraphs, briefings)", page.count);
    table_print(&table, call->width, &call->out->buf);
    table_release(&table);
    return e;
}

static struct err print_relations(const struct command_call *call, struct catalog *c, str id,
                                  struct arena *a)
{
    struct table_text table = {.columns = 4};
    struct relation_page page = {0};
    struct err e = catalog_relations(c, id, NULL, false, ALL_ROWS, a, &page);
    for (size_t i = 0; i < page.count; i++) {
        table_add(&table, page.rows[i].subject_name);
        table_add(&table, page.rows[i].predicate);
        table_add(&table, page.rows[i].object_name);
        table_add(&table, page.rows[i].briefing);
    }
    print_heading(&call->out->buf, "RELATIONS", page.count);
    table_print(&table, call->width, &call->out->buf);
    table_release(&table);
    return e;
}

static struct err print_text(const struct command_call *call, struct catalog *c,
                             const struct dossier *d, struct arena *a)
{
    print_entity(&call->out->buf, d, a);
    struct err e = print_agreements(call, c, d->id, a);
    if (!err_failed(&e))
        e = print_relations(call, c, d->id, a);
    if (!err_failed(&e))
        e = print_company(call, c, d->id, a);
    return e;
}

static int run(const struct command_call *call)
{
    struct library lib = {0};
    struct catalog *catalog;
    struct arena arena = {0};
    struct dossier d;
    struct err e = ERR_OK;
    int status = EXIT_DONE;
    if (!command_catalog(call, true, &lib, &catalog))
        return EXIT_TROUBLE;
    if (!catalog_dossier(catalog, call->arguments[0], &arena, &d)) {
        output_message(call->messages,
                       "the library has no entity '%.*s'; `attache entities` lists them",
                       STR_FMT(call->arguments[0]));
        status = EXIT_NOTHING;
    } else if (call->format == FORMAT_CSV || call->format == FORMAT_TSV) {
        struct flat flat;
        struct json j = rows_writer(call, &flat, record_context_blank);
        e = record_contexts(&j, &lib, catalog, &d);
        flat_release(&flat);
    } else if (call->format != FORMAT_TEXT) {
        e = record_dossier(&(struct json){.out = &call->out->buf}, &lib, catalog, &d, call->today);
        buf_byte(&call->out->buf, '\n');
    } else {
        e = print_text(call, catalog, &d, &arena);
    }
    if (err_failed(&e))
        status = command_fail(call, &e);
    arena_release(&arena);
    catalog_close(catalog);
    library_close(&lib);
    return status;
}

const struct command command_dossier = {
    .name = "dossier",
    .arguments = "ID",
    .summary = "what the library knows of an entity",
    .example = "attache dossier fumio-kishida --library content",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(WIDTH),
    .least = 1,
    .most = 1,
    .run = run,
};
