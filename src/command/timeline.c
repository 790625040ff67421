/* attache timeline: the agreements of the library in the order of time, each with its milestones.
 */
#include "command/rows.h"
#include "format/records.h"

/* The empty name of an absent thing. */
static str or_dash(const char *name)
{
    return name ? str_of(name) : STR("-");
}

static str parties_of(const struct timeline_row *row, struct arena *a)
{
    struct buf list = {0};
    for (size_t i = 0; i < row->party_count; i++) {
        if (i > 0)
            buf_append(&list, STR(", "));
        buf_append(&list, row->parties[i]);
    }
    str copy = list.len > 0 ? arena_str(a, buf_str(&list)) : STR("");
    buf_release(&list);
    return copy;
}

/* "promise, kept · japan · a note": what there is of it. */
static str milestone_words(const struct timeline_milestone *m, struct arena *a)
{
    str parts[] = {str_of(promise_name(m->promise)), m->m.party, m->m.note};
    str words = m->m.expected ? STR("promise") : STR("");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].len)
            words = arena_printf(a, "%.*s%s%.*s", STR_FMT(words), words.len ? " · " : "",
                                 STR_FMT(parts[i]));
    return words;
}

static void add_record(struct rows *r, const struct timeline_row *row)
{
    if (r->flat) {
        for (size_t i = 0; i < row->milestone_count; i++)
            record_timeline_milestone(&r->json, row, &row->milestones[i]);
        return;
    }
    record_timeline_row(&r->json, row);
    rows_next(r);
}

static void add_row(struct rows *r, struct arena *a, const struct timeline_row *row)
{
    if (!r->text) {
        add_record(r, row);
        return;
    }
    table_add(&r->table, row->id);
    table_add(&r->table, or_dash(status_name(row->status)));
    table_add(&r->table, str_present(row->title) ? row->title : row->id);
    table_add(&r->table, parties_of(row, a));
    for (size_t i = 0; i < row->milestone_count; i++) {
        const struct timeline_milestone *m = &row->milestones[i];
        str date = str_present(m->m.undated) ? STR("undated") : m->m.date.text;
        table_add(&r->table, arena_printf(a, "  %.*s", STR_FMT(date)));
        table_add(&r->table, or_dash(status_name(m->m.status)));
        table_add(&r->table, milestone_words(m, a));
        table_add(&r->table, m->m.briefing);
    }
}

/*
 * The walk through the agreements. The other way round the dated ones come from the last to the
 * first, and the undated still after them, as in every order: these are those that follow the last
 * dated one, which is the first of the walk.
 */
struct walk {
    struct moments_query query;
    bool reverse;
    bool by_state;      /* promises: by what came of them, else by time */
    bool behind;        /* the undated ones */
    struct arena arena; /* of: */
    struct timeline_row newest;
};

static struct err page_forward(struct rows *r, const struct timeline_row *from, struct arena *a,
                               const void **last, bool *more)
{
    struct walk *w = r->user;
    struct timeline_page p = {0};
    struct err e = catalog_agreements(r->catalog, &w->query, from, false, rows_wanted(r), a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_row(r, a, &p.rows[i]);
    r->left -= p.count;
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

static bool spans_time(const struct walk *w)
{
    return w->query.has_from || w->query.has_to;
}

static struct err page_backward(struct rows *r, const struct timeline_row *from, struct arena *a,
                                const void **last, bool *more)
{
    struct walk *w = r->user;
    struct timeline_page p = {0};
    struct moments_query dated = w->query;
    dated.has_from = true;
    dated.from = w->query.has_from ? w->query.from : INT64_MIN;
    struct err e = catalog_agreements(r->catalog, &dated, from, true, rows_wanted(r), a, &p);
    if (!from && p.count)
        w->newest =
            (struct timeline_row){.id = arena_str(&w->arena, p.rows[p.count - 1].id),
                                  .sort_key = arena_str(&w->arena, p.rows[p.count - 1].sort_key)};
    for (size_t i = p.count; i-- > 0;)
        add_row(r, a, &p.rows[i]);
    r->left -= p.count;
    w->behind = !p.more || !p.count;
    *last = p.count ? &p.rows[0] : NULL;
    *more = !w->behind || !spans_time(w);
    return e;
}

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    struct walk *w = r->user;
    if (w->reverse && !w->behind)
        return page_backward(r, *last, a, last, more);
    if (!w->reverse)
        return page_forward(r, *last, a, last, more);
    const struct timeline_row *from = str_present(w->newest.id) ? &w->newest : NULL;
    struct err e = page_forward(r, from, a, last, more);
    const struct timeline_row *row = *last;
    if (row)
        w->newest = (struct timeline_row){.id = arena_str(&w->arena, row->id),
                                          .sort_key = arena_str(&w->arena, row->sort_key)};
    return e;
}

static void blank(struct json *j)
{
    record_timeline_milestone(j, &(struct timeline_row){0}, &(struct timeline_milestone){0});
}

/* -- Promises ---------------------------------------------------------------------------------- */

static void add_promise(struct rows *r, struct arena *a, const struct moment *m)
{
    if (!r->text) {
        record_promise(&r->json, m);
        rows_next(r);
        return;
    }
    str kept =
        str_present(m->kept_by) ? arena_printf(a, "shown by %.*s", STR_FMT(m->kept_by)) : STR("");
    table_add(&r->table, or_dash(promise_name(m->promise)));
    table_add(&r->table, str_present(m->undated) ? STR("undated") : m->date.text);
    table_add(&r->table, or_dash(status_name(m->status)));
    table_add(&r->table, m->party);
    table_add(&r->table, m->briefing);
    table_add(&r->table, kept);
    table_add(&r->table, str_present(m->title) ? m->title : m->id);
}

/* The briefing that makes the promise was written then. */
static bool said_then(const struct moment *m, const struct filters *f)
{
    return !date_known(&f->said) ||
           (date_known(&m->briefing_date) && date_overlaps(&m->briefing_date, &f->said));
}

/* Overdue, open, kept, and in each by the day until which it was promised; or by time. */
static struct err promises_page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    const struct walk *w = r->user;
    struct moment_page p = {0};
    size_t limit = date_known(&r->call->filters.said) ? PAGE_ROWS : rows_wanted(r);
    struct err e = (w->by_state ? catalog_promises : catalog_moments)(r->catalog, &w->query, *last,
                                                                      w->reverse, limit, a, &p);
    for (size_t i = 0; i < p.count && r->left; i++) {
        const struct moment *m = &p.rows[w->reverse ? p.count - 1 - i : i];
        if (!said_then(m, &r->call->filters))
            continue;
        add_promise(r, a, m);
        r->left--;
    }
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[w->reverse ? 0 : p.count - 1] : NULL;
    return e;
}

static void blank_promise(struct json *j)
{
    record_promise(j, &(struct moment){0});
}

/* -- Both -------------------------------------------------------------------------------------- */

static const struct rows_kind agreements = {
    .heads = (const char *const[]){"agreement", "status", "title", "parties", NULL},
    .page = page,
    .blank = blank,
};

static const struct rows_kind promises = {
    .heads = (const char *const[]){"promise", "until", "status", "party", "briefing",
                                   "what came of it", "agreement", NULL},
    .page = promises_page,
    .blank = blank_promise,
};

static const char *const sort_names[] = {"time", "state", NULL}; /* state: of promises */

static int run(const struct command_call *call)
{
    const struct filters *f = &call->filters;
    struct walk walk = {
        .query = {.kinds = MOMENT_BIT(MILESTONE),
                  .party = f->party,
                  .party_types = f->types,
                  .topic = f->topic,
                  .briefing = f->briefing,
                  .statuses = f->statuses,
                  .has_from = f->has_from,
                  .has_to = f->has_to,
                  .from = f->from,
                  .to = f->to,
                  .today = call->today},
        .reverse = call->options->given & OPTION_BIT(REVERSE),
    };
    bool promised = call->options->given & OPTION_BIT(PROMISES);
    size_t sort;
    struct err e = values_choice(call->options, OPTION_SORT, sort_names, promised ? 2 : 1,
                                 promised ? 1 : 0, &sort);
    unsigned of_promises = call->options->given & (OPTION_BIT(STATE) | OPTION_BIT(SAID));
    if (!err_failed(&e) && of_promises && !promised)
        e = err_make(ERR_USAGE, "--%s goes with --promises",
                     of_promises & OPTION_BIT(STATE) ? "state" : "said");
    if (err_failed(&e))
        return command_fail(call, &e);
    walk.by_state = sort == 1;
    if (promised)
        walk.query.promises =
            f->states ? f->states : PROMISE_BIT(KEPT) | PROMISE_BIT(OPEN) | PROMISE_BIT(OVERDUE);
    int status = rows_print(call, promised ? &promises : &agreements, &walk);
    arena_release(&walk.arena);
    return status;
}

const struct command command_timeline = {
    .name = "timeline",
    .arguments = "",
    .summary = "the agreements in the order of time, with their milestones",
    .example = "attache timeline --library content --party japan --reverse",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT) | OPTION_BIT(WIDTH) | OPTION_BIT(PROMISES) |
               OPTION_BIT(STATE) | OPTION_BIT(SAID) | OPTION_BIT(REVERSE) | OPTION_BIT(SORT) |
               OPTION_BIT(TYPE) | OPTION_BIT(PARTY) | OPTION_BIT(STATUS) | OPTION_BIT(TOPIC) |
               OPTION_BIT(BRIEFING) | OPTION_BIT(FROM) | OPTION_BIT(TO),
    .sorts = sort_names,
    .run = run,
};
