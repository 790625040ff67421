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
    str list = {"", 0};
    for (size_t i = 0; i < row->party_count; i++)
        list =
            arena_printf(a, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "", STR_FMT(row->parties[i]));
    return list;
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

static void add_row(struct rows *r, struct arena *a, const struct timeline_row *row)
{
    if (r->call->format == FORMAT_JSON) {
        record_timeline_row(&r->json, row);
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

static struct err page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    struct timeline_page p = {0};
    size_t limit = r->left < PAGE_ROWS ? r->left : PAGE_ROWS;
    struct err e = catalog_timeline(r->catalog, r->call->today, *last, limit, a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_row(r, a, &p.rows[i]);
    r->left -= p.count;
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

/* -- Promises ---------------------------------------------------------------------------------- */

static void add_promise(struct rows *r, struct arena *a, const struct moment *m)
{
    if (r->call->format == FORMAT_JSON) {
        record_promise(&r->json, m);
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

/* Overdue, open, kept; in each by the day until which it was promised. */
static struct err promises_page(struct rows *r, struct arena *a, const void **last, bool *more)
{
    const struct moments_query query = {.today = r->call->today};
    struct moment_page p = {0};
    size_t limit = r->left < PAGE_ROWS ? r->left : PAGE_ROWS;
    struct err e = catalog_promises(r->catalog, &query, *last, false, limit, a, &p);
    for (size_t i = 0; i < p.count; i++)
        add_promise(r, a, &p.rows[i]);
    r->left -= p.count;
    *more = p.more && p.count > 0;
    *last = p.count ? &p.rows[p.count - 1] : NULL;
    return e;
}

static int run(const struct command_call *call)
{
    if (call->options->given & OPTION_BIT(PROMISES))
        return rows_print(call, 7, 0, promises_page);
    return rows_print(call, 4, 0, page);
}

const struct command command_timeline = {
    .name = "timeline",
    .arguments = "",
    .summary = "the agreements in the order of time, with their milestones",
    .example = "attache timeline --library content --today 2024-12-31",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(LIMIT) | OPTION_BIT(PROMISES),
    .run = run,
};
