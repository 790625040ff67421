#include "command/rows.h"

#include "catalog/entities.h"

size_t rows_wanted(const struct rows *r)
{
    return r->left < PAGE_ROWS ? r->left : PAGE_ROWS;
}

void rows_next(struct rows *r)
{
    if (r->call->format != FORMAT_JSONL)
        return;
    buf_byte(&r->call->out->buf, '\n');
    r->json.comma = false;
}

static struct err print_pages(struct rows *r, page_fn *page)
{
    struct arena arenas[2] = {{0}, {0}};
    const void *last = NULL;
    bool more = r->left > 0;
    struct err e = ERR_OK;
    for (unsigned turn = 0; more && !err_failed(&e) && !r->call->out->failed; turn ^= 1) {
        arena_release(&arenas[turn]);
        e = page(r, &arenas[turn], &last, &more);
        more = more && r->left > 0;
        if (r->text && r->table.columns)
            table_settle(&r->table, r->call->width, &r->call->out->buf);
        output_settle(r->call->out);
    }
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return e;
}

struct json rows_writer(const struct command_call *call, struct flat *flat,
                        void (*blank)(struct json *j))
{
    struct json j = {.out = &call->out->buf};
    *flat = (struct flat){.out = &call->out->buf, .tabs = call->format == FORMAT_TSV};
    if (call->format != FORMAT_CSV && call->format != FORMAT_TSV)
        return j;
    j.flat = flat;
    flat->naming = true;
    blank(&j);
    flat->naming = false;
    return j;
}

static void begin(struct rows *r, const struct rows_kind *kind)
{
    if (r->call->format == FORMAT_JSON) {
        json_begin(&r->json, '[');
    } else if (r->text && r->table.columns && r->call->environment->columns) {
        table_head(&r->table, kind->heads);
    }
}

static void end(struct rows *r)
{
    struct buf *out = &r->call->out->buf;
    if (r->text && r->table.columns)
        table_print(&r->table, r->call->width, out);
    if (r->call->format != FORMAT_JSON)
        return;
    json_end(&r->json, ']');
    buf_byte(out, '\n');
}

/* Nothing is as good an answer as any; but to an id that nobody has it may surprise. */
static void say_unknown(const struct rows *r)
{
    struct arena a = {0};
    const struct filters *f = &r->call->filters;
    const struct entities_query entities = {.sort = ENTITY_BY_MENTIONS};
    const struct list_query briefings = {.sort = LIST_BY_ID};
    struct entities_row entity;
    struct brief_row briefing;
    if (str_present(f->party) &&
        !catalog_entity_list_row(r->catalog, &entities, f->party, &a, &entity))
        output_message(r->call->messages,
                       "the library has no entity '%.*s'; `attache entities` lists them",
                       STR_FMT(f->party));
    if (str_present(f->briefing) &&
        !catalog_list_row(r->catalog, &briefings, f->briefing, &a, &briefing))
        output_message(r->call->messages,
                       "the library has no briefing '%.*s'; `attache list` lists them",
                       STR_FMT(f->briefing));
    arena_release(&a);
}

int rows_print(const struct command_call *call, const struct rows_kind *kind, void *user)
{
    struct library lib = {0};
    struct flat flat;
    struct rows r = {
        .call = call,
        .lib = &lib,
        .text = call->format == FORMAT_TEXT,
        .flat = call->format == FORMAT_CSV || call->format == FORMAT_TSV,
        .table = {.right = kind->right},
        .left = call->limit,
        .user = user,
    };
    while (kind->heads[r.table.columns])
        r.table.columns++;
    if (!command_catalog(call, !kind->problems, &lib, &r.catalog))
        return EXIT_TROUBLE;

    say_unknown(&r);
    r.json = rows_writer(call, &flat, kind->blank);
    begin(&r, kind);
    struct err e = print_pages(&r, kind->page);
    end(&r);
    table_release(&r.table);
    flat_release(&flat);
    catalog_close(r.catalog);
    library_close(&lib);
    return err_failed(&e) ? command_fail(call, &e) : EXIT_DONE;
}
