#include "ui/panes/agreements.h"

#include "text/safe.h"
#include "ui/panes/moment.h"
#include "ui/panes/prose.h"

static struct glyph glyph_of(const struct pane *p, size_t number)
{
    const struct agreements *g = p->state;
    const struct session_entry *entry = &p->session->timeline[number];
    if (entry->is_event)
        return moment_glyph_event(p->session->ascii);
    return moment_glyph(entry->agreement.status, g->facts[number].promise, p->session->ascii);
}

static struct style title_style(const struct pane *p, size_t number)
{
    const struct agreements *g = p->state;
    bool selected = p->session->selection.agreement == (long)number;
    return STYLE_WITH(STYLE_TEXT, selected || g->facts[number].speaks ? STYLE_BOLD : 0);
}

/* The year where it is new, and at the top of the screen, so that it is always in sight. */
static void draw_group(const struct agreements *g, struct canvas *c, int row, size_t number)
{
    const struct agreements_facts *f = &g->facts[number];
    int room = g->year_width + (f->dated ? 0 : g->when_width + 1);
    if (g->year_width || !f->dated)
        canvas_text_cut(c, row, 1, room, f->group, f->dated ? STYLE(TITLE) : STYLE(QUIET));
}

static void draw_entry(const struct pane *p, struct canvas *c, int row,
                       const struct agreements_row *r)
{
    size_t number = r->entry;
    const struct agreements *g = p->state;
    const struct agreements_facts *f = &g->facts[number];
    const struct session_entry *entry = &p->session->timeline[number];
    struct glyph glyph = glyph_of(p, number);
    str when = g->sort == AGREEMENTS_BY_TIME ? f->when : f->when_whole;
    int width = (int)safe_width(when), column = agreements_title_column(g);
    int pad = width < g->when_width ? g->when_width - width : 0;
    if (f->speaks)
        canvas_glyph(c, row, 0, "\u25B8", ">", STYLE_WITH(STYLE_KEY, STYLE_BOLD));
    if (g->sort == AGREEMENTS_BY_TIME && (r->opens || row == 0))
        draw_group(g, c, row, number);
    int when_column = column - 3 - g->when_width;
    canvas_text_cut(c, row, when_column + pad, g->when_width - pad, when, STYLE(QUIET));
    canvas_text(c, row, column - 2, 1, str_of(glyph.text), glyph.style);
    int end = agreements_title_end(g, number);
    if (end < g->width - 1)
        canvas_text_cut(c, row, end + 1, g->width - 2 - end, f->status,
                        entry->is_event ? STYLE(QUIET) : glyph.style);
    canvas_text_cut(c, row, column, end - column, r->text, title_style(p, number));
}

/* "● 10 Apr 2024  signed  Japan" */
static void draw_milestone(const struct pane *p, struct canvas *c, int row,
                           const struct agreements_row *r)
{
    const struct agreements *g = p->state;
    const struct timeline_milestone *t =
        &p->session->timeline[r->entry].agreement.milestones[r->milestone];
    bool ascii = p->session->ascii;
    int column = agreements_words_column(g, true) - 2, end = g->width - 1;
    struct arena a = {0};
    struct glyph glyph = moment_glyph(t->m.status, t->promise, ascii);
    canvas_text(c, row, column, 1, str_of(glyph.text), glyph.style);
    str when = moment_when(&t->m.date, &a);
    when = when.len ? when : STR("undated");
    column += 2;
    column += canvas_text_cut(c, row, column, end - column, when, STYLE(TEXT)) + 2;
    str state = moment_state_words(t->m.status, t->promise, ascii, &a);
    if (column < end)
        column += canvas_text_cut(c, row, column, end - column, state, glyph.style) + 2;
    if (t->m.party.len && column < end &&
        agreements_words_column(g, true) > agreements_title_column(g))
        canvas_text_cut(c, row, column, end - column,
                        briefing_entity_name(p->session->briefing, t->m.party), STYLE(TEXT));
    arena_release(&a);
}

static void draw_row(const struct pane *p, struct canvas *c, int row,
                     const struct agreements_row *r)
{
    const struct agreements *g = p->state;
    int column = agreements_words_column(g, r->deep);
    switch (r->kind) {
    case ROW_ENTRY:
        draw_entry(p, c, row, r);
        break;
    case ROW_MILESTONE:
        draw_milestone(p, c, row, r);
        break;
    case ROW_WORDS:
        canvas_text_cut(c, row, column,
                        (r->title ? agreements_title_end(g, r->entry) : g->width - 1) - column,
                        r->text, r->title ? title_style(p, r->entry) : STYLE(QUIET));
        break;
    }
}

static void draw_empty(const struct pane *p, struct canvas *c)
{
    const struct agreements *g = p->state;
    struct buf why = {0};
    if (p->session->timeline_count == 0) {
        buf_append(&why, STR("This briefing states no agreement and no event."));
    } else {
        buf_append(&why, STR("No title, party or status has \""));
        buf_append(&why, filter_text(&g->filter));
        buf_append(&why, STR("\" in it. Esc shows all again."));
    }
    prose_draw(c, 0, 1, g->width - 2, 4, buf_str(&why), STYLE(QUIET));
    buf_release(&why);
}

void agreements_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct agreements *g = p->state;
    if (!p->session->briefing || g->width == 0)
        return;
    if (g->rows.len == 0) {
        draw_empty(p, c);
        return;
    }
    size_t end = g->scroll.top + g->scroll.rows;
    for (size_t i = g->scroll.top; i < end && i < g->rows.len; i++) {
        int row = (int)(i - g->scroll.top);
        const struct agreements_row *r = &g->rows.items[i];
        draw_row(p, c, row, r);
        bool selected = r->kind == ROW_ENTRY && p->session->selection.agreement == (long)r->entry;
        if (i == g->scroll.cursor && focused)
            canvas_flag(c, (struct rect){row, 0, 1, g->width}, STYLE_REVERSE);
        else if (selected)
            canvas_flag(c, (struct rect){row, 0, 1, g->width}, STYLE_FAINT);
    }
}

struct cursor agreements_cursor(const struct pane *p)
{
    const struct agreements *g = p->state;
    if (!agreements_current(p))
        return (struct cursor){0};
    int column = agreements_title_column(g) - 3; /* beside what it is about: nothing is hidden */
    return (struct cursor){.visible = true,
                           .row = (int)(g->scroll.cursor - g->scroll.top),
                           .column = column < g->width ? column : 0};
}
