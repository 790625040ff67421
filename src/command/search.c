/* attache search: what a query finds in the library. */
#include "catalog/search.h"

#include "command/rows.h"
#include "format/records.h"
#include "text/safe.h"

enum { LINE_CELLS = 76 };

static const char *const sort_names[SEARCH_ORDER_COUNT + 1] = {
#define X(id, name, label) name,
    SEARCH_ORDERS(X)
#undef X
};

/* What is asked, and how much of it comes. */
struct searching {
    struct search_query query;
    size_t skip;
    bool found;
    bool lit; /* hits have a colour; else they stand in brackets */
};

/* -- Rows -------------------------------------------------------------------------------------- */

static void append_marked(struct buf *out, const struct snippet *s, bool lit)
{
    size_t at = 0;
    for (size_t i = 0; i < s->hit_count; i++) {
        safe_append(out, str_sub(s->text, at, s->hits[i].start), SAFE_LINE, false);
        buf_append(out, lit ? STR("\x1B[1;31m") : STR("["));
        safe_append(out, str_sub(s->text, s->hits[i].start, s->hits[i].end), SAFE_LINE, false);
        buf_append(out, lit ? STR("\x1B[0m") : STR("]"));
        at = s->hits[i].end;
    }
    safe_append(out, str_from(s->text, at), SAFE_LINE, false);
}

/* "2024-04-08  id  title", and the snippet below it. */
static void print_row(struct buf *out, const struct search_row *row, bool lit)
{
    const struct brief_row *b = &row->brief;
    safe_append(out, b->date.text.len > 0 ? b->date.text : STR("undated"), SAFE_LINE, false);
    buf_append(out, STR("  "));
    safe_append(out, b->id, SAFE_LINE, false);
    buf_append(out, STR("  "));
    append_marked(out, &row->title, lit);
    buf_append(out, STR("\n    "));
    buf_append(out, row->snippet.cut_start ? STR("… ") : STR(""));
    append_marked(out, &row->snippet, lit);
    buf_append(out, row->snippet.cut_end ? STR(" …\n") : STR("\n"));
}

static void add_row(struct rows *r, const struct search_row *row)
{
    struct searching *s = r->user;
    s->found = true;
    if (s->skip > 0) {
        s->skip--;
        return;
    }
    r->left--;
    if (r->text) {
        print_row(&r->call->out->buf, row, s->lit);
        return;
    }
    record_search_row(&r->json, row);
    rows_next(r);
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    enum { ROWS = 64 };
    struct searching *s = r->user;
    struct search_page p;
    size_t rows = s->skip < ROWS && r->left < ROWS - s->skip ? s->skip + r->left : ROWS;
    struct err e = catalog_search(r->catalog, &s->query, *last, false, rows, a, &p);
    for (size_t i = 0; i < p.count && r->left > 0; i++)
        add_row(r, &p.rows[i]);
    *more = p.more && p.count > 0;
    *last = p.count > 0 ? &p.rows[p.count - 1] : NULL;
    return e;
}

static void blank(struct json *j)
{
    record_search_row(j, &(struct search_row){0});
}

static const struct rows_kind kind = {
    .heads = (const char *const[]){NULL},
    .page = page,
    .blank = blank,
};

/* -- The query --------------------------------------------------------------------------------- */

static str join(const struct command_call *call, struct arena *a)
{
    struct buf text = {0};
    for (size_t i = 0; i < call->argument_count; i++) {
        buf_append(&text, i > 0 ? STR(" ") : STR(""));
        buf_append(&text, call->arguments[i]);
    }
    str query = arena_str(a, text.len > 0 ? buf_str(&text) : STR(""));
    buf_release(&text);
    return query;
}

/* The cause, and below it the query with the place. */
static int say_fault(const struct command_call *call, str query, const struct clause_fault *fault)
{
    struct buf *out = &call->messages->buf;
    struct buf line = {0};
    size_t column;
    output_message(call->messages, "cannot read the query: %.*s", STR_FMT(fault->message));
    if (query.len == 0)
        return EXIT_TROUBLE;
    clause_fault_line(query, fault, LINE_CELLS, false, &line, &column);
    buf_printf(out, "  %.*s\n", STR_FMT(line));
    buf_fill(out, ' ', column + 2);
    buf_append(out, STR("^\n"));
    output_flush(call->messages);
    buf_release(&line);
    return EXIT_TROUBLE;
}

static struct err read_options(const struct command_call *call, struct searching *s)
{
    size_t order;
    struct err e = values_choice(call->options, OPTION_SORT, sort_names, SEARCH_ORDER_COUNT,
                                 SEARCH_BY_SCORE, &order);
    s->query.order = (enum search_order)order;
    if (!err_failed(&e))
        e = values_number(call->options, OPTION_OFFSET, 0, &s->skip);
    if (!err_failed(&e))
        e = values_color(call->options,
                         call->environment->columns > 0 && !call->environment->no_color, &s->lit);
    return e;
}

static int run(const struct command_call *call)
{
    struct arena a = {0};
    struct clause_fault fault;
    struct searching s = {0};
    struct err e = read_options(call, &s);
    if (err_failed(&e))
        return command_fail(call, &e);
    str text = join(call, &a);
    s.query.query = clause_parse(text, &a, &fault);
    s.query.expand = (call->options->given & OPTION_BIT(EXPAND)) != 0;
    int status =
        s.query.query != NULL ? rows_print(call, &kind, &s) : say_fault(call, text, &fault);
    arena_release(&a);
    return status == EXIT_DONE && !s.found ? EXIT_NOTHING : status;
}

const struct command command_search = {
    .name = "search",
    .arguments = "QUERY",
    .summary = "the briefings that a query finds, the best first",
    .example = "attache search --library content 'aukus OR \"five eyes\" type:person'",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT) | OPTION_BIT(OFFSET) | OPTION_BIT(SORT) |
               OPTION_BIT(EXPAND) | OPTION_BIT(COLOR),
    .sorts = sort_names,
    .least = 1,
    .most = COMMAND_WORDS - 1,
    .run = run,
};
