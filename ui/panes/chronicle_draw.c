#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/chronicle.h"
#include "ui/panes/moment.h"

enum { FIRST_ROWS = 2 }; /* of the screen: they say what others leave to those above them */

/* "● 10 Apr 2024  signed  Japan  in force since" */
static void draw_milestone(const struct pane *p, struct canvas *c, int row,
                           const struct chronicle_line *line)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[line->item];
    const struct timeline_milestone *t = &item->agreement.milestones[line->sub];
    int column = chronicle_words_column(h), end = c->area.columns - 1;
    struct arena a = {0};
    struct glyph glyph = moment_glyph(t->m.status, t->promise, c->ascii);
    str when = moment_when(&t->m.date, &a);
    str state = moment_state_words(t->m.status, t->promise, c->ascii, &a);
    canvas_text(c, row, column, 1, str_of(glyph.text), glyph.style);
    column += 2;
    column += canvas_text_cut(c, row, column, end - column, when.len ? when : STR("undated"),
                              STYLE(TEXT)) +
              2;
    if (column < end && state.len)
        column += canvas_text_cut(c, row, column, end - column, state, glyph.style) + 2;
    if (column < end)
        canvas_text_cut(c, row, column, end - column, line->text, STYLE(QUIET));
    arena_release(&a);
}

static void draw_link(const struct pane *p, struct canvas *c, int row,
                      const struct chronicle_line *line)
{
    const struct chronicle *h = p->state;
    const struct agreement_link *link = &h->items.items[line->item].links[line->sub];
    int column = chronicle_words_column(h);
    struct glyph glyph = link->known ? moment_glyph(link->status, PROMISE_NONE, c->ascii)
                                     : (struct glyph){"?", STYLE(QUIET)};
    canvas_text(c, row, column, 1, str_of(glyph.text), glyph.style);
    canvas_text_cut(c, row, column + 2, c->area.columns - 1 - column - 2, line->text, STYLE(LINK));
}

static void draw_kept(const struct pane *p, struct canvas *c, int row,
                      const struct chronicle_line *line)
{
    int column = chronicle_words_column(p->state);
    struct glyph glyph = moment_glyph(STATUS_NONE, PROMISE_KEPT, c->ascii);
    canvas_text(c, row, column, 1, str_of(glyph.text), glyph.style);
    canvas_text_cut(c, row, column + 2, c->area.columns - 1 - column - 2, line->text, STYLE(TEXT));
}

static void draw_words(const struct pane *p, struct canvas *c, int row,
                       const struct chronicle_line *line)
{
    int column = chronicle_words_column(p->state) + 2;
    canvas_text_cut(c, row, column, c->area.columns - 1 - column, line->text,
                    line->quote ? STYLE_WITH(STYLE_TEXT, STYLE_ITALIC) : STYLE(QUIET));
}

static void draw_today(struct canvas *c, int row, str text)
{
    int column = 1;
    canvas_hline(c, row, 1, c->area.columns - 2, STYLE(KEY));
    column += canvas_text(c, row, column + 3, 1, STR(" "), STYLE(KEY)) + 3;
    column += canvas_text_cut(c, row, column, c->area.columns - 2 - column, text, STYLE(KEY));
    canvas_text(c, row, column, 1, STR(" "), STYLE(KEY));
}

static void draw_line(const struct pane *p, struct canvas *c, int row,
                      const struct chronicle_line *line)
{
    switch (line->kind) {
    case LINE_MILESTONE:
        draw_milestone(p, c, row, line);
        break;
    case LINE_LINK:
        draw_link(p, c, row, line);
        break;
    case LINE_KEPT:
        draw_kept(p, c, row, line);
        break;
    case LINE_WORDS:
        draw_words(p, c, row, line);
        break;
    case LINE_TODAY:
        draw_today(c, row, line->text);
        break;
    default:
        canvas_text_cut(c, row, 1, c->area.columns - 2, line->text, STYLE(MARK));
        break;
    }
}

void chronicle_draw_lines(struct pane *p, struct canvas *c, bool focused, chronicle_draw_line *own,
                          struct chronicle_bar bar)
{
    struct chronicle *h = p->state;
    drawn_begin(&h->drawn, c, p->session->epoch, h->loads);
    for (size_t i = h->scroll.top; i < h->scroll.top + h->scroll.rows && i < h->lines.len; i++) {
        const struct chronicle_line *line = &h->lines.items[i];
        int row = (int)(i - h->scroll.top);
        bool first = row < FIRST_ROWS;
        if (first || !drawn_again(&h->drawn, c, row, 1, i)) {
            if (!own(p, c, row, line))
                draw_line(p, c, row, line);
            if (!first)
                drawn_keep(&h->drawn, c, row, 1, i);
        }
        struct rect whole = {row, 0, 1, c->area.columns}, part = {row, bar.column, 1, bar.columns};
        if (i == h->scroll.cursor)
            cells_select(c, line->kind == LINE_ITEM ? part : whole, focused);
    }
}

void chronicle_draw_empty(const struct pane *p, struct canvas *c, const char *what)
{
    const struct chronicle *h = p->state;
    int width = c->area.columns - 4, row = h->is->head + 1;
    struct buf b = {0};
    width = width > 64 ? 64 : width;
    if (answer_draw_trouble(p, c, row, 2, width))
        return;
    if (!sieve_is_empty(&h->sieve)) {
        row +=
            flow_text(c, row, 2, width, 1, STR("Nothing is left by what is chosen."), STYLE(TEXT));
        flow_text(c, row + 1, 2, width, 2, STR("Esc takes the last choice back, f changes it."),
                  STYLE(QUIET));
    } else if (p->session->indexing) {
        flow_text(c, row, 2, width, 2, STR("Looking for briefings ..."), STYLE(QUIET));
    } else {
        buf_printf(&b, "No briefing %s states %s.",
                   p->session->stopped ? "that is indexed yet" : "of this library", what);
        answer_add_unread(p, &b);
        flow_text(c, row, 2, width, 3, buf_str(&b), STYLE(TEXT));
    }
    buf_release(&b);
}

void chronicle_draw_chooser(const struct pane *p, struct canvas *c, bool focused)
{
    const struct chronicle *h = p->state;
    struct rect whole = {0, 0, c->area.rows, c->area.columns};
    if (!h->chooser.open)
        return;
    struct canvas part = canvas_window(c, h->split.beside ? h->split.detail : whole);
    chooser_draw(&h->chooser, &part, focused);
}

struct cursor chronicle_cursor(const struct pane *p)
{
    const struct chronicle *h = p->state;
    if (h->chooser.open) {
        struct cursor cursor = chooser_cursor(&h->chooser);
        cursor.column += h->split.beside ? h->split.detail.column : 0;
        return cursor;
    }
    int row = h->is->head + (int)(h->scroll.cursor - h->scroll.top);
    return (struct cursor){.visible = chronicle_line(p) != NULL, .row = row, .column = 0};
}
