#include "text/safe.h"
#include "ui/count.h"
#include "ui/panes/answer.h"
#include "ui/panes/cells.h"
#include "ui/panes/menu.h"
#include "ui/panes/panes.h"
#include "ui/panes/roster.h"
#include "ui/scroll.h"

enum {
    FIRST = 200, /* of a library's, read at once: of no more it is known how many there are */
    GAP = 2,
    CODE_FROM = 64, /* columns from which a message gives way to its code */
};

/* The problems of the open briefing; in the library those of all, paged by key. */
struct problems {
    struct roster list;
    int place; /* cells of the widest place so far */
    bool of_library;
    bool counted; /* else there may be more than the list has */
};

/* -- Rows ----------------------------------------------------------------------------------------
 */

/* The briefing's own are all there: a page is a part of them. */
static void take_from_briefing(const struct pane *p, const struct diag *from, bool backwards,
                               size_t limit, struct diag_page *page)
{
    const struct diag_list *all = &p->session->briefing->diags;
    size_t at = from ? (size_t)(from - all->items) : backwards ? all->len : 0;
    size_t start = !backwards ? at + (from != NULL) : at > limit ? at - limit : 0;
    size_t end = backwards ? at : all->len;
    page->rows = all->items + start;
    page->count = end - start < limit ? end - start : limit;
}

static struct err ask(const struct pane *p, const void *from, bool backwards, size_t limit,
                      struct arena *a, void **rows, size_t *count)
{
    const struct problems *pr = p->state;
    struct diag_page page = {0};
    struct err e = ERR_OK;
    if (pr->of_library)
        e = catalog_diags(p->session->catalog, (str){0}, from, backwards, limit, a, &page);
    else
        take_from_briefing(p, from, backwards, limit, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_from(const struct pane *p, size_t first, size_t limit, struct arena *a,
                           void **rows, size_t *count)
{
    const struct problems *pr = p->state;
    const struct diag *from = NULL;
    if (pr->of_library)
        return ERR_OK;
    if (first > 0)
        from = &p->session->briefing->diags.items[first - 1];
    return ask(p, from, false, limit, a, rows, count);
}

static bool begins_file(const struct pane *p, const void *before, const void *row)
{
    (void)p;
    return !str_eq(((const struct diag *)before)->at.file, ((const struct diag *)row)->at.file);
}

static bool is_error(const struct diag *d)
{
    return diag_code_severity(d->code) == DIAG_ERROR_SEVERITY;
}

static void say_place(const struct diag *d, struct buf *out)
{
    buf_printf(out, "%c %zu:%zu", is_error(d) ? 'E' : 'W', d->at.line ? d->at.line : 1,
               d->at.column ? d->at.column : 1);
}

/* The column of places grows with those that come, so that no text moves back and forth. */
static void fit_places(struct problems *pr)
{
    const struct pager *g = &pr->list.pager;
    struct buf place = {0};
    for (size_t row = g->first; row < g->first + g->count; row++) {
        const struct diag *d = pager_row(g, row);
        buf_clear(&place);
        if (d)
            say_place(d, &place);
        pr->place = (int)place.len > pr->place ? (int)place.len : pr->place;
    }
    buf_release(&place);
}

/* -- How many ------------------------------------------------------------------------------------
 */

/* Of the library's the first are read before they are counted: mostly they are all. */
static void read_first(struct pane *p)
{
    struct problems *pr = p->state;
    struct pager *g = &pr->list.pager;
    pager_reset(g, FIRST);
    pager_need(p, g, 0, FIRST, 0);
    pr->counted = g->total < FIRST;
    roster_set_lines(p, &pr->list, pr->list.lines);
}

static void count(struct pane *p)
{
    struct problems *pr = p->state;
    size_t total;
    if (!answer_is(p, catalog_diags_count(p->session->catalog, &total)))
        return;
    roster_reset(p, &pr->list, total);
    pr->counted = pr->list.pager.total == total;
}

/* Before one moves, and may leave those that were read. */
static void count_once(struct pane *p)
{
    struct problems *pr = p->state;
    if (!pr->counted)
        count(p);
    fit_places(pr);
}

static void fill(struct pane *p)
{
    struct problems *pr = p->state;
    const struct briefing *b = p->session->briefing;
    bool anew = !pr->list.pager.ask;
    pr->list.pager.ask = ask;
    pr->list.pager.ask_from = ask_from;
    pr->list.pager.row_size = sizeof(struct diag);
    pr->list.begins = begins_file;
    pr->of_library = p->session->screen == SCREEN_LIBRARY || !b;
    if (!pr->of_library)
        roster_reset(p, &pr->list, b->diags.len);
    else if (anew || pr->list.pager.total < FIRST)
        read_first(p);
    else
        count(p);
    fit_places(pr);
}

static void close_pane(struct pane *p)
{
    roster_release(&((struct problems *)p->state)->list);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct problems *pr = p->state;
    (void)columns;
    roster_set_lines(p, &pr->list, rows - menu_detail_rows(rows));
    fit_places(pr);
}

/* -- Drawing -------------------------------------------------------------------------------------
 */

static const struct diag *selected(const struct problems *pr)
{
    return roster_selected(&pr->list);
}

static void draw_row(const struct problems *pr, struct canvas *c, int line, const struct diag *d)
{
    struct buf place = {0};
    str code = str_of(diag_code_name(d->code));
    int columns = c->area.columns, end = columns, width = (int)safe_width(code);
    int left = pr->place < columns / 3 ? pr->place : columns / 3, column = 1 + left + GAP;
    say_place(d, &place);
    canvas_text_cut(c, line, 1, left, buf_str(&place), STYLE(KEY));
    if (columns >= CODE_FROM || column + (int)safe_width(d->message) + GAP + width < columns) {
        end -= width + GAP;
        canvas_text_cut(c, line, columns - width - 1, width, code, STYLE(QUIET));
    }
    canvas_text_cut(c, line, column, end - column, d->message,
                    is_error(d) ? STYLE(ERROR) : STYLE(WARNING));
    buf_release(&place);
}

static void draw_rows(const struct pane *p, struct canvas *c, bool focused)
{
    struct problems *pr = p->state;
    struct roster *r = &pr->list;
    int line = 0;
    drawn_begin(&r->drawn, c, p->session->epoch, r->pager.loads);
    for (size_t row = r->top; line < r->lines && row < r->pager.total; row++) {
        const struct diag *d = roster_row(r, row);
        if (!d)
            break;
        if (roster_has_heading(p, r, row))
            canvas_text_cut(c, line++, 0, c->area.columns, d->at.file, STYLE(TITLE));
        if (!drawn_again(&r->drawn, c, line, 1, row)) {
            draw_row(pr, c, line, d);
            drawn_keep(&r->drawn, c, line, 1, row);
        }
        if (row == r->cursor)
            canvas_flag(c, (struct rect){line, 0, 1, c->area.columns},
                        focused ? STYLE_REVERSE : STYLE_FAINT);
        line++;
    }
}

static void draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct problems *pr = p->state;
    const struct diag *d = selected(pr);
    struct canvas list = canvas_window(c, (struct rect){0, 0, pr->list.lines, c->area.columns});
    if (!d && !answer_draw_trouble(p, c, 0, 1, c->area.columns - 2))
        canvas_text(c, 0, 1, -1, STR("no problems"), STYLE(QUIET));
    draw_rows(p, &list, focused);
    if (d)
        menu_draw_detail(c, d->message);
}

static struct cursor cursor(const struct pane *p)
{
    const struct roster *r = &((const struct problems *)p->state)->list;
    int line = roster_line_of(p, r, r->cursor);
    return (struct cursor){selected(p->state) && line >= 0, line, 0};
}

/* "2 errors, 3 warnings" */
static void status(const struct pane *p, struct buf *out)
{
    const struct problems *pr = p->state;
    struct catalog_totals t = {0};
    if (pr->of_library) {
        catalog_totals_known(p->session->catalog, &t);
    } else {
        t.errors = diag_count(&p->session->briefing->diags, DIAG_ERROR_SEVERITY);
        t.warnings = diag_count(&p->session->briefing->diags, DIAG_WARNING_SEVERITY);
    }
    if (t.errors)
        buf_printf(out, "%s error%s", COUNT(t.errors), t.errors == 1 ? "" : "s");
    if (t.errors && t.warnings)
        buf_append(out, STR(", "));
    if (t.warnings)
        buf_printf(out, "%s warning%s", COUNT(t.warnings), t.warnings == 1 ? "" : "s");
}

/* Of so many rows as the first page has, with what is said of the selected one. */
static int wants(const struct pane *p)
{
    const struct roster *r = &((const struct problems *)p->state)->list;
    int rows = MENU_DETAIL;
    for (size_t row = 0; row < r->pager.total && row < FIRST; row++)
        rows += 1 + roster_has_heading(p, r, row);
    return rows;
}

/* -- Keys and the mouse --------------------------------------------------------------------------
 */

static bool can(const struct pane *p, enum action action)
{
    const struct problems *pr = p->state;
    /* Standard input is no file that an editor could open. */
    bool file = !str_present(p->session->library->standard_input);
    return selected(pr) && ((action == ACTION_OPEN && file) || scroll_takes(action));
}

static void edit(struct pane *p)
{
    const struct diag *d = selected(p->state);
    struct arena a = {0};
    if (d)
        p->host->edit(p->host->user, arena_str(&a, d->at.file), d->at.line, d->at.column);
    arena_release(&a);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct problems *pr = p->state;
    if (action == ACTION_OPEN) {
        edit(p);
        return true;
    }
    if (!scroll_takes(action))
        return false;
    count_once(p);
    roster_act(p, &pr->list, action, count);
    fit_places(pr);
    return true;
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct problems *pr = p->state;
    size_t at;
    (void)column;
    if (!roster_row_at(p, &pr->list, row, &at))
        return;
    roster_move(p, &pr->list, at);
    if (twice)
        edit(p);
}

static bool near(struct pane *p)
{
    struct problems *pr = p->state;
    bool loaded = roster_near(p, &pr->list);
    fit_places(pr);
    return loaded;
}

/* All of the library's are counted when the first of them are there. */
static bool meanwhile(struct pane *p)
{
    const struct problems *pr = p->state;
    if (!pr->of_library)
        return false;
    count_once(p);
    catalog_totals(p->session->catalog, &(struct catalog_totals){0});
    return true;
}

const struct pane_ops pane_problems = {
    .name = "problems",
    .contexts = CONTEXT_OVERLAY,
    .state_size = sizeof(struct problems),
    .open = fill,
    .close = close_pane,
    .refresh = fill,
    .layout = layout,
    .draw = draw,
    .near = near,
    .can = can,
    .act = act,
    .click = click,
    .cursor = cursor,
    .status = status,
    .wants = wants,
    .meanwhile = meanwhile,
};
