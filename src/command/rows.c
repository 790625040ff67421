#include "command/rows.h"

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
        output_settle(r->call->out);
    }
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return e;
}

static void begin(struct rows *r, const struct rows_kind *kind)
{
    if (r->flat) {
        r->json.flat->naming = true;
        kind->blank(&r->json);
        r->json.flat->naming = false;
    } else if (r->call->format == FORMAT_JSON) {
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

int rows_print(const struct command_call *call, const struct rows_kind *kind, void *user)
{
    struct library lib = {0};
    struct flat flat = {.out = &call->out->buf, .tabs = call->format == FORMAT_TSV};
    struct rows r = {
        .call = call,
        .lib = &lib,
        .text = call->format == FORMAT_TEXT,
        .flat = call->format == FORMAT_CSV || call->format == FORMAT_TSV,
        .json = {.out = &call->out->buf},
        .table = {.right = kind->right},
        .left = call->limit,
        .user = user,
    };
    while (kind->heads[r.table.columns])
        r.table.columns++;
    if (r.flat)
        r.json.flat = &flat;
    if (!command_catalog(call, &lib, &r.catalog))
        return EXIT_TROUBLE;

    begin(&r, kind);
    struct err e = print_pages(&r, kind->page);
    end(&r);
    table_release(&r.table);
    flat_release(&flat);
    catalog_close(r.catalog);
    library_close(&lib);
    return err_failed(&e) ? command_fail(call, &e) : EXIT_DONE;
}
