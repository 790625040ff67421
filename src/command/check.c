/* attache check: every problem in the annotations, one line each. */
#include "catalog/query.h"
#include "command/command.h"

enum { PAGE_DIAGS = 256 };

static struct err print_diags(const struct command_call *call, struct library *lib,
                              struct catalog *catalog, size_t *errors, size_t *warnings)
{
    struct arena arenas[2] = {{0}, {0}};
    struct diag_page p = {.more = true};
    const struct diag *last = NULL;
    struct err e = ERR_OK;
    for (unsigned turn = 0; p.more && !err_failed(&e) && !call->out->failed; turn ^= 1) {
        arena_release(&arenas[turn]);
        e = catalog_diags(catalog, (str){0}, last, PAGE_DIAGS, &arenas[turn], &p);
        for (size_t i = 0; i < p.count; i++) {
            bool error = diag_code_severity(p.rows[i].code) == DIAG_ERROR_SEVERITY;
            *(error ? errors : warnings) += 1;
            library_format_diag(lib, &p.rows[i], &call->out->buf);
            buf_byte(&call->out->buf, '\n');
        }
        p.more = p.more && p.count > 0;
        last = p.count ? &p.rows[p.count - 1] : NULL;
        output_settle(call->out);
    }
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return e;
}

static int run(const struct command_call *call)
{
    struct library lib = {0};
    struct catalog *catalog;
    if (!command_catalog(call, &lib, &catalog))
        return EXIT_TROUBLE;
    size_t errors = 0, warnings = 0;
    struct err e = print_diags(call, &lib, catalog, &errors, &warnings);
    struct catalog_totals totals;
    catalog_totals(catalog, &totals);
    output_flush(call->out);
    if (err_failed(&e))
        command_fail(call, &e);
    else
        output_message(call->messages, "%zu briefing%s, %zu error%s, %zu warning%s",
                       totals.briefings, totals.briefings == 1 ? "" : "s", errors,
                       errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
    catalog_close(catalog);
    library_close(&lib);
    return err_failed(&e) ? EXIT_TROUBLE : errors ? EXIT_NOTHING : EXIT_DONE;
}

const struct command command_check = {
    .name = "check",
    .arguments = "",
    .summary = "every problem in the annotations",
    .example = "attache check --library content",
    .run = run,
};
