/* attache check: every problem in the annotations, one line each, as compilers say theirs. */
#include "command/rows.h"
#include "format/records.h"

struct checked {
    size_t errors, warnings;
    struct catalog_totals totals;
};

static void add_row(struct rows *r, struct checked *n, const struct diag *d)
{
    bool error = diag_code_severity(d->code) == DIAG_ERROR_SEVERITY;
    *(error ? &n->errors : &n->warnings) += 1;
    if (r->text) {
        library_format_diag(r->lib, d, &r->call->out->buf);
        buf_byte(&r->call->out->buf, '\n');
        return;
    }
    record_diag(&r->json, r->lib, d);
    rows_next(r);
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    struct checked *n = r->user;
    struct diag_page p = {0};
    struct err e =
        catalog_diags(r->catalog, r->call->filters.briefing, *last, false, PAGE_ROWS, a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_row(r, n, &p.rows[i]);
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    if (!*more)
        catalog_totals(r->catalog, &n->totals);
    return e;
}

static void blank(struct json *j)
{
    record_diag(j, NULL, &(struct diag){0});
}

static const struct rows_kind problems = {
    .problems = true,
    .heads = (const char *const[]){NULL},
    .page = page,
    .blank = blank,
};

static int run(const struct command_call *call)
{
    struct checked n = {0};
    struct options options = *call->options;
    struct command_call there = *call;
    there.options = &options;
    if (call->argument_count) {
        options.given |= OPTION_BIT(LIBRARY);
        options.values[OPTION_LIBRARY] = call->arguments[0];
    }
    int status = rows_print(&there, &problems, &n);
    output_flush(call->out);
    if (status != EXIT_DONE)
        return status;
    if (!(call->options->given & OPTION_BIT(QUIET)))
        output_message(call->messages, "%zu briefing%s, %zu error%s, %zu warning%s",
                       n.totals.briefings, n.totals.briefings == 1 ? "" : "s", n.errors,
                       n.errors == 1 ? "" : "s", n.warnings, n.warnings == 1 ? "" : "s");
    bool strict = call->options->given & OPTION_BIT(STRICT);
    return n.errors || (strict && n.warnings) ? EXIT_NOTHING : EXIT_DONE;
}

const struct command command_check = {
    .name = "check",
    .arguments = "[PATH]",
    .summary = "every problem in the annotations",
    .example = "attache check --library content --strict",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(BRIEFING) | OPTION_BIT(STRICT) | OPTION_BIT(QUIET),
    .most = 1,
    .run = run,
};
