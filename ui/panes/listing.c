#include "ui/panes/library.h"

#include "catalog/kept.h"
#include "state/state.h"

enum {
    GROUPS_FROM = 12, /* lines: fewer are for rows */
    SCREENS = 3,      /* around a row that was looked for, so that it is asked for once */
};

const struct brief_row *listing_row(const struct listing *s, size_t row)
{
    return roster_row(&s->roster, row);
}

const struct state_row *listing_read(const struct listing *s, size_t row)
{
    const struct pager *g = &s->roster.pager;
    return s->read && listing_row(s, row) ? &s->read[row - g->first] : NULL;
}

const struct brief_row *listing_selected(const struct listing *s)
{
    return roster_selected(&s->roster);
}

/* -- Loading -------------------------------------------------------------------------------------
 */

static struct err ask(const struct pane *p, const void *from, bool backwards, size_t limit,
                      struct arena *a, void **rows, size_t *count)
{
    struct brief_page page = {0};
    struct err e =
        catalog_list(p->session->catalog, &p->session->list, from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_from(const struct pane *p, size_t first, size_t limit, struct arena *a,
                           void **rows, size_t *count)
{
    struct brief_page page;
    struct err e =
        catalog_list_from(p->session->catalog, &p->session->list, first, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

/* What was read of the rows, where others are loaded than before: one question for all of them. */
static void load_read(struct pane *p)
{
    struct listing *s = p->state;
    struct state *state = p->session->state;
    const struct pager *g = &s->roster.pager;
    if (!state || s->read_of == g->loads)
        return;
    arena_release(&s->arena);
    s->read = NULL;
    s->read_of = g->loads;
    if (g->count == 0)
        return;
    const struct brief_row *rows = (const void *)g->rows;
    str *ids = ARENA_ARRAY(&s->arena, str, g->count);
    struct state_row *read = ARENA_ARRAY(&s->arena, struct state_row, g->count);
    for (size_t i = 0; i < g->count; i++)
        ids[i] = rows[i].id;
    if (answer_is(p, state_rows(state, ids, g->count, read)))
        s->read = read;
}

/* -- Groups --------------------------------------------------------------------------------------
 */

str listing_group(const struct brief_row *row, struct arena *a)
{
    struct date d = row->date;
    if (!date_known(&d))
        return STR("undated");
    if (d.first != DATE_DAY || d.precision > DATE_TO_YEAR)
        return date_human(&d, DATE_LONG, a);
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct civil c = date_to_civil(d.earliest);
    if (d.precision > DATE_TO_MONTH)
        return arena_printf(a, "%lld", (long long)c.year);
    return arena_printf(a, "%s %lld", months[c.month - 1], (long long)c.year);
}

/* Whether both days are known to lie in one month, as most do: that can be said without words. */
static bool in_one_month(const struct date *a, const struct date *b)
{
    if (a->first != DATE_DAY || b->first != DATE_DAY || a->precision > DATE_TO_MONTH ||
        b->precision > DATE_TO_MONTH)
        return false;
    if (a->earliest == b->earliest) /* as neighbours are in a large library */
        return true;
    struct civil c = date_to_civil(a->earliest), d = date_to_civil(b->earliest);
    return c.year == d.year && c.month == d.month;
}

static bool begins_month(const struct pane *p, const void *before, const void *row)
{
    struct arena a = {0};
    (void)p;
    if (in_one_month(&((const struct brief_row *)before)->date,
                     &((const struct brief_row *)row)->date))
        return false;
    bool other = !str_eq(listing_group(row, &a), listing_group(before, &a));
    arena_release(&a);
    return other;
}

static void set_groups(struct pane *p)
{
    struct listing *s = p->state;
    bool grouped = s->roster.lines >= GROUPS_FROM && p->session->list.sort == LIST_BY_DATE;
    s->roster.begins = grouped ? begins_month : NULL;
}

/* -- What others call ----------------------------------------------------------------------------
 */

static void add_kept(void *user, const struct state_row *row)
{
    unsigned flags = (row->read == READ_STATE_READING ? KEPT_BEGUN : 0U) |
                     (row->read == READ_STATE_READ ? KEPT_READ : 0U) |
                     (row->marks ? KEPT_MARKS : 0U) | (row->notes ? KEPT_NOTES : 0U);
    if (flags)
        catalog_kept_add(user, row->id, flags);
}

void listing_tell_kept(struct pane *p)
{
    const struct session *session = p->session;
    int64_t stamp = state_generation(session->state);
    if (catalog_kept_is(session->catalog, stamp))
        return;
    catalog_kept_begin(session->catalog);
    struct err e = state_overview(session->state, session->catalog, add_kept);
    struct err told = catalog_kept_end(session->catalog, stamp);
    if (answer_is(p, e))
        answer_is(p, told);
}

/* False: it cannot be said now. */
static bool count_rows(struct pane *p, size_t *count)
{
    struct listing *s = p->state;
    struct session *session = p->session;
    session->list.filter = filter_text(&s->filter);
    if (!answer_is(p,
                   catalog_list_count(session->catalog, &(struct list_query){0}, &s->everything)))
        return false;
    s->ready = true;
    *count = s->everything;
    if (session->list.kept != LIST_ALL)
        listing_tell_kept(p);
    else if (!filter_text(&s->filter).len)
        return true;
    return answer_is(p, catalog_list_count(session->catalog, &session->list, count));
}

/* The number of a briefing in the query; false if it is not one of its rows. */
static bool find(struct pane *p, str id, size_t *row)
{
    struct listing *s = p->state;
    struct session *session = p->session;
    struct arena a = {0};
    struct brief_row found;
    bool there = catalog_list_row(session->catalog, &session->list, id, &a, &found);
    if (there) {
        *row = catalog_list_rank(session->catalog, &session->list, &found);
        pager_need(p, &s->roster.pager, *row, *row + 1, SCREENS * (size_t)s->roster.lines);
        const struct brief_row *is = listing_row(s, *row);
        there = is && str_eq(is->id, id);
    }
    arena_release(&a);
    return there;
}

void listing_show(struct pane *p, str id, int line)
{
    struct listing *s = p->state;
    size_t row;
    if (find(p, id, &row))
        roster_show(p, &s->roster, row, line);
    else
        roster_set_lines(p, &s->roster, s->roster.lines);
    load_read(p);
}

static void ask_again(struct pane *p, bool keep_line)
{
    struct listing *s = p->state;
    const struct brief_row *selected = listing_selected(s);
    struct arena a = {0};
    str id = selected && s->roster.moved ? arena_str(&a, selected->id) : STR("");
    int line = keep_line && id.len ? roster_line_of(p, &s->roster, s->roster.cursor) : -1;
    s->roster.pager.ask = ask;
    s->roster.pager.ask_from = ask_from;
    s->roster.pager.row_size = sizeof(struct brief_row);
    set_groups(p);
    s->read = NULL;
    s->read_of = 0;
    size_t total;
    if (count_rows(p, &total))
        pager_reset(&s->roster.pager, total);
    if (id.len) {
        listing_show(p, id, line);
    } else {
        roster_set_lines(p, &s->roster, s->roster.lines);
        load_read(p);
    }
    arena_release(&a);
}

void listing_refresh(struct pane *p)
{
    ask_again(p, true);
}

void listing_requery(struct pane *p)
{
    ask_again(p, false);
}

void listing_set_lines(struct pane *p, int lines)
{
    struct listing *s = p->state;
    s->roster.lines = lines;
    set_groups(p);
    roster_set_lines(p, &s->roster, lines);
    load_read(p);
}

bool listing_act(struct pane *p, enum action action, int count)
{
    struct listing *s = p->state;
    bool moved = roster_act(p, &s->roster, action, count);
    load_read(p);
    return moved;
}

bool listing_near(struct pane *p)
{
    struct listing *s = p->state;
    bool loaded = roster_near(p, &s->roster);
    load_read(p);
    return loaded;
}

void listing_move(struct pane *p, size_t row)
{
    struct listing *s = p->state;
    roster_move(p, &s->roster, row);
    load_read(p);
}
