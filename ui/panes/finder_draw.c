#include "base/mem.h"
#include "text/safe.h"
#include "text/unicode.h"
#include "ui/count.h"
#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/finder.h"

#include <string.h>

enum {
    MARGIN = 1,
    SIDE_FROM = 96, /* columns from which there is something beside the briefings */
    RULE_FROM = 14, /* rows from which a rule stands above them */
    TALL_FROM = 24, /* and from which each has a blank line */
    DATE_FROM = 60, /* columns from which dates have a column */
    DATE_CELLS = 14,
    SNIPPET_ROWS = 2,
};

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

struct finder_plan finder_plan(const struct finder *f)
{
    struct finder_plan plan = {.head = f->height >= RULE_FROM ? 3 : 2};
    int rows = clamp(f->height - plan.head, 0, f->height);
    plan.list = (struct rect){plan.head, 0, rows, f->width};
    if (f->width >= SIDE_FROM) {
        int side = clamp(f->width * 28 / 100, 28, 44);
        plan.list.columns = f->width - side - 1;
        plan.side = (struct rect){plan.head, plan.list.columns + 2, rows, side - 1};
    } else if (f->in_side) {
        plan.side = (struct rect){plan.head, MARGIN, rows, f->width - 2 * MARGIN};
    }
    plan.item = 1 + SNIPPET_ROWS + (f->height >= TALL_FROM);
    plan.items = rows >= plan.item ? (size_t)(rows / plan.item) : 1;
    return plan;
}

/* -- Words with hits --------------------------------------------------------------------------- */

/* Draws [from, to) of a snippet with the hits lit; returns the cells used. */
static int draw_part(struct canvas *c, int row, int column, int cells, const struct snippet *s,
                     size_t from, size_t to, struct style style)
{
    int used = 0;
    for (size_t at = from, i = 0; at < to && used < cells;) {
        while (i < s->hit_count && s->hits[i].end <= at)
            i++;
        bool hit = i < s->hit_count && s->hits[i].start <= at;
        size_t end = i == s->hit_count ? to : hit ? s->hits[i].end : s->hits[i].start;
        end = end < to ? end : to;
        used += canvas_text(c, row, column + used, cells - used, str_sub(s->text, at, end),
                            hit ? STYLE(HIT) : style);
        at = end;
    }
    return used;
}

/* The end of the line that begins at `from`: as many words as fit. */
static size_t line_end(const struct snippet *s, const char *breaks, size_t from, int cells)
{
    size_t end = from, width = 0;
    for (size_t at = from; at < s->text.len;) {
        size_t next = at + 1;
        while (next < s->text.len && breaks[next] == LINE_BREAK_NO)
            next++;
        str piece = str_sub(s->text, at, next);
        if (end > from && width + safe_width(str_trim(piece)) > (size_t)cells)
            break;
        width += safe_width(piece);
        end = at = next;
    }
    return end;
}

static void draw_snippet(struct canvas *c, int row, int column, int cells, int rows,
                         const struct snippet *s)
{
    char *breaks = mem_alloc(s->text.len + 1);
    const char *dots = c->ascii ? "..." : "…";
    int wide = (int)safe_width(str_of(dots));
    unicode_line_breaks(s->text, breaks);
    size_t from = 0;
    for (int line = 0; line < rows && from < s->text.len; line++) {
        int at = column;
        if (line == 0 && s->cut_start)
            at += canvas_text(c, row, at, -1, str_of(dots), STYLE(QUIET)) + 1;
        bool last = line + 1 == rows;
        size_t end = line_end(s, breaks, from, column + cells - at - (last ? wide + 1 : 0));
        bool more = end < s->text.len ? last : s->cut_end;
        at += draw_part(c, row + line, at, column + cells - at, s, from, end, STYLE(QUIET));
        if (more && at + wide <= column + cells)
            canvas_text(c, row + line, at + (end == s->text.len), -1, str_of(dots), STYLE(QUIET));
        from = end;
    }
    mem_free(breaks);
}

/* -- Briefings --------------------------------------------------------------------------------- */

static void draw_row(struct canvas *c, int row, const struct finder_plan *plan,
                     const struct search_row *r)
{
    struct arena a = {0};
    int column = MARGIN, end = plan->list.columns - MARGIN;
    str date = date_human(&r->brief.date, DATE_SHORT, &a);
    bool wide = plan->list.columns >= DATE_FROM;
    if (wide) {
        cells_right(c, row, column, DATE_CELLS, date, STYLE(QUIET));
        column += DATE_CELLS + 2;
    }
    str hits = r->hits > 1 ? arena_printf(&a, "%s hits", COUNT(r->hits)) : STR("");
    int room = end - column - (hits.len && wide ? (int)hits.len + 2 : 0);
    if (draw_part(c, row, column, room, &r->title, 0, r->title.text.len, STYLE(TITLE)) == room)
        canvas_text_cut(c, row, column, room, r->title.text, STYLE(TITLE));
    if (wide)
        cells_right(c, row, end - (int)hits.len, (int)hits.len, hits, STYLE(QUIET));
    if (wide)
        draw_snippet(c, row + 1, column, end - column, SNIPPET_ROWS, &r->snippet);
    else
        draw_snippet(c, row + 1, column + 1, end - column - 1, SNIPPET_ROWS, &r->snippet);
    arena_release(&a);
}

static void draw_rows(const struct pane *p, struct canvas *whole, const struct finder_plan *plan,
                      bool focused)
{
    struct finder *f = p->state;
    struct canvas c = canvas_window(whole, plan->list);
    drawn_begin(&f->drawn, &c, p->session->epoch, 0); /* answers do not come by moving */
    for (size_t i = 0; i < plan->items && f->top + i < finder_total(f); i++) {
        const struct search_row *row = finder_row(f, f->top + i);
        int line = (int)i * plan->item;
        if (row && !drawn_again(&f->drawn, &c, line, plan->item, f->top + i)) {
            draw_row(&c, line, plan, row);
            drawn_keep(&f->drawn, &c, line, plan->item, f->top + i);
        }
        if (f->top + i == f->cursor)
            cells_select(&c, (struct rect){line, 0, 1, plan->list.columns}, focused && !f->in_side);
    }
}

/* -- Without briefings ------------------------------------------------------------------------- */

static int draw_hint(struct canvas *c, int row, const char *term, const char *meaning)
{
    enum { TERM_CELLS = 26 };
    canvas_text(c, row, MARGIN + 1, -1, str_of(term), STYLE(KEY));
    int column = c->area.columns >= DATE_FROM ? MARGIN + TERM_CELLS : MARGIN + 12;
    canvas_text_cut(c, row, column, c->area.columns - column - MARGIN, str_of(meaning),
                    STYLE(QUIET));
    return row + 1;
}

/* What can be typed. */
static void draw_language(struct canvas *c)
{
    int row = draw_hint(c, 0, "words", "all of them stand in the title, the summary or the text");
    row = draw_hint(c, row, "\"a phrase\"", "one after another; begin* is the beginning of a word");
    row = draw_hint(c, row, "a OR b  -c", "either; not; ( ) groups");
    row = draw_hint(c, row, "=NATO", "exactly so: case and accents matter");
    for (int i = TERM_TEXT + 1; i < TERM_FIELD_COUNT; i++) {
        char field[32];
        size_t len = strlen(term_field_name((enum term_field)i));
        memcpy(field, term_field_name((enum term_field)i), len);
        memcpy(field + len, ":", 2);
        row = draw_hint(c, row, field, term_field_value((enum term_field)i));
    }
}

static void draw_none(const struct pane *p, struct canvas *c, int columns)
{
    struct buf b = {0};
    buf_printf(&b, "No briefing%s answers this. begin* finds words that begin so.",
               p->session->stopped ? " that is indexed yet" : "");
    answer_add_unread(p, &b);
    flow_text(c, 0, MARGIN + 1, columns, 3, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

static void draw_nothing(const struct pane *p, struct canvas *whole, const struct finder_plan *plan)
{
    const struct finder *f = p->state;
    struct canvas c = canvas_window(whole, plan->list);
    if (f->blank)
        draw_language(&c);
    else if (answer_draw_trouble(p, &c, 0, MARGIN + 1, plan->list.columns - 2 * MARGIN - 1))
        return;
    else if (f->rows && f->rows->counted && !(f->waiting & WANT_ROWS))
        draw_none(p, &c, plan->list.columns - 2 * MARGIN - 1);
}

/* -- The head ---------------------------------------------------------------------------------- */

/* The cause, with a mark under the place. */
static void draw_fault(const struct finder *f, struct canvas *c)
{
    struct buf text = {0};
    int left = 2 * MARGIN + 1, end = c->area.columns - MARGIN;
    str query = filter_text(&f->filter), message = f->fault.message;
    int column = left + (int)safe_width(str_sub(query, 0, f->fault.byte));
    int width = (int)safe_width(message);
    if (left + (int)safe_width(query) >= end) {
        /* What is shown of it may begin anywhere. */
        buf_printf(&text, "character %zu: ", f->fault.point + 1);
        buf_append(&text, message);
        canvas_text_cut(c, 1, left, end - left, buf_str(&text), STYLE(WARNING));
    } else {
        canvas_text(c, 1, column, -1, STR("^"), STYLE(WARNING));
        if (column + 2 + width <= end || column < end / 2)
            canvas_text_cut(c, 1, column + 2, end - column - 2, message, STYLE(WARNING));
        else
            cells_right(c, 1, left - 1, column - left, message, STYLE(WARNING));
    }
    buf_release(&text);
}

static void draw_counts(const struct finder *f, struct canvas *c, const struct finder_plan *plan)
{
    struct buf text = {0};
    if (f->rows && f->rows->counted)
        cells_count(&text, c->ascii, f->rows->total, "briefing", "briefings");
    else if (f->rows)
        buf_printf(&text, "%s briefings", c->ascii ? "..." : "…");
    if (f->rows)
        cells_join(&text, c->ascii,
                   f->order == SEARCH_BY_NEWEST ? STR("newest first") : STR("best first"));
    if (f->expand)
        cells_join(&text, c->ascii, STR("by other names too"));
    if ((f->waiting & WANT_ROWS) && !f->ahead)
        cells_join(&text, c->ascii, c->ascii ? STR("searching...") : STR("searching…"));
    int end = c->area.columns - MARGIN;
    str narrow = f->in_side ? STR("Tab: briefings") : STR("Tab: by type, topic, year …");
    if (c->ascii && !f->in_side)
        narrow.len -= sizeof " …" - 1;
    bool fits = (int)safe_width(buf_str(&text)) + (int)safe_width(narrow) + 8 <= end;
    if (plan->list.columns == f->width && f->side.rows.len > 0 && fits) {
        end -= (int)safe_width(narrow);
        canvas_text(c, 1, end, -1, narrow, STYLE(QUIET));
    }
    canvas_text_cut(c, 1, 2 * MARGIN + 1, end - 2 * MARGIN - 1, buf_str(&text), STYLE(QUIET));
    buf_release(&text);
}

static void draw_head(const struct finder *f, struct canvas *c, const struct finder_plan *plan)
{
    canvas_text(c, 0, MARGIN, -1, STR("/"), STYLE(KEY));
    canvas_text_cut(c, 0, 2 * MARGIN + 1, c->area.columns - 4 * MARGIN, filter_text(&f->filter),
                    STYLE(TEXT));
    if (str_present(f->fault.message))
        draw_fault(f, c);
    else if (!f->blank)
        draw_counts(f, c, plan);
    if (plan->head > 2)
        canvas_hline(c, 2, 0, c->area.columns, STYLE(RULE));
}

/* Beside a list in which one moves it stays as it is. */
static void draw_side(const struct pane *p, struct canvas *c, bool focused)
{
    struct finder *f = p->state;
    drawn_begin(&f->side_drawn, c, f->in_side ? 0 : p->session->epoch, 0);
    if (!drawn_again(&f->side_drawn, c, 0, c->area.rows, 0)) {
        menu_draw(&f->side, c, focused && f->in_side);
        drawn_keep(&f->side_drawn, c, 0, c->area.rows, 0);
    }
    struct cursor at = menu_cursor(&f->side);
    if (f->in_side && at.visible) /* signs and names have colours of their own */
        cells_select(c, (struct rect){at.row, 0, 1, c->area.columns}, focused);
}

void finder_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct finder *f = p->state;
    struct finder_plan plan = finder_plan(f);
    bool beside = plan.side.columns > 0 && plan.list.columns < f->width;
    draw_head(f, c, &plan);
    if (plan.side.columns == 0 || beside) {
        draw_rows(p, c, &plan, focused);
        if (finder_total(f) == 0 || f->blank)
            draw_nothing(p, c, &plan);
    }
    if (plan.side.columns == 0)
        return;
    struct canvas side = canvas_window(c, plan.side);
    if (beside && f->side.rows.len > 0)
        canvas_vline(c, plan.side.row, plan.list.columns, plan.side.rows, STYLE(RULE));
    draw_side(p, &side, focused);
}
