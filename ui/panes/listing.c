#include "ui/panes/library.h"

#include "state/state.h"

#include <string.h>

enum {
    WALK_PAGE = 512,  /* rows read at once on the way to a far one */
    GROUPS_FROM = 12, /* lines: fewer are for rows */
    MARGIN = 2,       /* rows kept in sight before and after the cursor */
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

const struct brief_row *listing_row(const struct listing *s, size_t row)
{
    return row >= s->first && row - s->first < s->count ? &s->rows[row - s->first] : NULL;
}

const struct state_row *listing_read(const struct listing *s, size_t row)
{
    bool there = s->read && row >= s->first && row - s->first < s->count;
    return there ? &s->read[row - s->first] : NULL;
}

const struct brief_row *listing_selected(const struct listing *s)
{
    return listing_row(s, s->cursor);
}

/* -- Loading -------------------------------------------------------------------------------------
 */

static bool ask(struct pane *p, const struct brief_row *from, bool backwards, size_t limit,
                struct arena *a, struct brief_page *page)
{
    struct session *session = p->session;
    *page = (struct brief_page){0};
    struct err e = catalog_list(session->catalog, &session->list, from, backwards, limit, a, page);
    if (err_failed(&e))
        p->host->say(p->host->user, true, str_of(e.message));
    return !err_failed(&e);
}

/* Reads on from a row (NULL: the start) that stands before row `at` until `start`; the row before
 * `start` is left in *before. */
static bool walk(struct pane *p, struct brief_row *before, bool has_before, size_t at, size_t start,
                 struct arena *a)
{
    while (at < start) {
        struct brief_page page;
        if (!ask(p, has_before ? before : NULL, false, least(start - at, WALK_PAGE), a, &page) ||
            page.count == 0)
            return false;
        *before = page.rows[page.count - 1];
        has_before = true;
        at += page.count;
    }
    return true;
}

/* What was read of the rows: one question for all of them. */
static void load_read(struct pane *p)
{
    struct listing *s = p->state;
    struct state *state = p->session->state;
    s->read = NULL;
    if (!state || s->count == 0)
        return;
    str *ids = ARENA_ARRAY(&s->arena, str, s->count);
    struct state_row *read = ARENA_ARRAY(&s->arena, struct state_row, s->count);
    for (size_t i = 0; i < s->count; i++)
        ids[i] = s->rows[i].id;
    struct err e = state_rows(state, ids, s->count, read);
    if (err_failed(&e))
        p->host->say(p->host->user, true, str_of(e.message));
    else
        s->read = read;
}

/* Loads the rows from `start`, by the nearest key that is known. */
static void load(struct pane *p, size_t start, size_t want)
{
    struct listing *s = p->state;
    struct arena fresh = {0};
    struct brief_page page = {0};
    struct brief_row before = {0};
    size_t end = least(start + want, s->total);
    bool backwards = false;
    if (start == 0) {
        ask(p, NULL, false, want, &fresh, &page);
    } else if (listing_row(s, start - 1)) {
        ask(p, listing_row(s, start - 1), false, want, &fresh, &page);
    } else if (end < s->total && listing_row(s, end)) {
        backwards = ask(p, listing_row(s, end), true, end - start, &fresh, &page);
    } else if (end == s->total) {
        backwards = ask(p, NULL, true, end - start, &fresh, &page);
    } else {
        bool after = s->rows && s->count && s->first + s->count <= start;
        if (after)
            before = s->rows[s->count - 1];
        if (walk(p, &before, after, after ? s->first + s->count : 0, start, &fresh))
            ask(p, &before, false, want, &fresh, &page);
    }
    arena_release(&s->arena);
    s->arena = fresh;
    s->rows = page.rows;
    s->count = page.count;
    load_read(p);
    s->first = backwards ? end - least(page.count, end) : start;
}

/* Sees to it that rows from .. to are there, with some around them. */
static void need(struct pane *p, size_t from, size_t to)
{
    struct listing *s = p->state;
    size_t around = s->lines > 0 ? (size_t)s->lines : 1;
    to = least(to, s->total);
    if (from >= to || (s->first <= from && to <= s->first + s->count))
        return;
    size_t start = from > around ? from - around : 0;
    load(p, start, to - start + around);
}

/* -- Groups and lines ----------------------------------------------------------------------------
 */

bool listing_is_grouped(const struct pane *p)
{
    const struct listing *s = p->state;
    return s->lines >= GROUPS_FROM && p->session->list.sort == LIST_BY_DATE;
}

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

/* True if the row is of another group than the one before it, or that one is not known. */
static bool begins_group(const struct pane *p, size_t row)
{
    const struct listing *s = p->state;
    const struct brief_row *here = listing_row(s, row),
                           *before = row ? listing_row(s, row - 1) : NULL;
    if (!listing_is_grouped(p))
        return false;
    if (!here || !before)
        return true;
    struct arena a = {0};
    bool other = !str_eq(listing_group(here, &a), listing_group(before, &a));
    arena_release(&a);
    return other;
}

bool listing_has_heading(const struct pane *p, size_t row)
{
    const struct listing *s = p->state;
    return listing_is_grouped(p) && (row == s->top || begins_group(p, row));
}

/* The lines that rows from .. to (included) take when `from` is at the top. */
static int lines_of(const struct pane *p, size_t from, size_t to)
{
    int lines = 0;
    for (size_t row = from; row <= to; row++)
        lines += 1 + (row == from ? listing_is_grouped(p) : begins_group(p, row));
    return lines;
}

int listing_line_of(const struct pane *p, size_t row)
{
    const struct listing *s = p->state;
    if (row < s->top || row >= s->total)
        return -1;
    int line = lines_of(p, s->top, row) - 1;
    return line < s->lines ? line : -1;
}

/* Brings the cursor on the screen, with as little movement as possible. */
static void fit(struct pane *p)
{
    struct listing *s = p->state;
    size_t lines = s->lines > 0 ? (size_t)s->lines : 1, margin = lines > 4 * MARGIN ? MARGIN : 0;
    if (s->cursor >= s->total)
        s->cursor = s->total ? s->total - 1 : 0;
    size_t first = s->cursor > margin ? s->cursor - margin : 0;
    size_t last = s->total ? least(s->cursor + margin, s->total - 1) : 0;
    if (s->top > first)
        s->top = first;
    if (last >= s->top + lines)
        s->top = last + 1 - lines;
    need(p, s->top > lines ? s->top - lines : 0, s->top + 2 * lines);
    if (s->total == 0)
        return;
    while (s->top < s->cursor && lines_of(p, s->top, last) > s->lines)
        s->top++;
    /* No empty lines at the end while there is something above. */
    while (s->top > 0 && s->top + lines > s->total &&
           lines_of(p, s->top - 1, s->total - 1) <= s->lines)
        s->top--;
    need(p, s->top, s->top + lines);
}

/* -- What others call ----------------------------------------------------------------------------
 */

static void forget(struct listing *s)
{
    arena_release(&s->arena);
    s->rows = NULL;
    s->read = NULL;
    s->first = s->count = 0;
}

static void count_rows(struct pane *p)
{
    struct listing *s = p->state;
    struct session *session = p->session;
    struct catalog_totals totals = {0};
    session->list.filter = filter_text(&s->filter);
    catalog_totals(session->catalog, &totals);
    s->everything = totals.briefings;
    s->total = filter_text(&s->filter).len ? catalog_list_count(session->catalog, &session->list)
                                           : s->everything;
    s->ready = true;
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
        need(p, *row, *row + 1);
        const struct brief_row *is = listing_row(s, *row);
        there = is && str_eq(is->id, id);
    }
    arena_release(&a);
    return there;
}

static void ask_again(struct pane *p, bool keep_line)
{
    struct listing *s = p->state;
    const struct brief_row *selected = listing_selected(s);
    struct arena a = {0};
    str id = selected && s->moved ? arena_str(&a, selected->id) : STR("");
    int line = keep_line && id.len ? listing_line_of(p, s->cursor) : -1;
    forget(s);
    count_rows(p);
    if (id.len)
        listing_show(p, id, line);
    else
        fit(p);
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
    s->lines = lines;
    fit(p);
}

void listing_move(struct pane *p, size_t row)
{
    struct listing *s = p->state;
    s->moved = true;
    s->cursor = row;
    fit(p);
}

void listing_show(struct pane *p, str id, int line)
{
    struct listing *s = p->state;
    size_t row;
    if (!find(p, id, &row)) {
        fit(p);
        return;
    }
    s->moved = true;
    s->cursor = row;
    if (line >= 0) {
        s->top = row;
        need(p, row > (size_t)s->lines ? row - (size_t)s->lines : 0, row + 1);
        while (s->top > 0 && lines_of(p, s->top - 1, row) <= line + 1)
            s->top--;
    }
    fit(p);
}
