#include "command/rows.h"

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

int rows_print(const struct command_call *call, size_t columns, unsigned right, page_fn *page)
{
    struct library lib = {0};
    struct rows r = {
        .call = call,
        .json = {.out = &call->out->buf},
        .table = { .columns = columns,        .right = right},
        .left = call->limit,
    };
    if (!command_catalog(call, &lib, &r.catalog))
        return EXIT_TROUBLE;

    bool json = call->format == FORMAT_JSON;
    if (json)
        json_begin(&r.json, '[');
    struct err e = print_pages(&r, page);
    if (json) {
        json_end(&r.json, ']');
        buf_byte(&call->out->buf, '\n');
    } else {
        table_print(&r.table, &call->out->buf);
    }
    table_release(&r.table);
    catalog_close(r.catalog);
    library_close(&lib);
    return err_failed(&e) ? command_fail(call, &e) : EXIT_DONE;
}
