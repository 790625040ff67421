#include "text/safe.h"
#include "ui/count.h"
#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/chart.h"
#include "ui/panes/dossier.h"
#include "ui/panes/prose.h"
#include "ui/panes/tabs.h"

enum { MARGIN = 1 };

static const struct {
    const char *title, *narrow; /* narrow: as a tab */
    const char *right;          /* behind the title: what the numbers are, or in which order */
    const char *none;           /* what stands there if there is nothing */
} parts[PART_COUNT] = {
    [PART_ABOUT] = {"About",                        "About",      "",                      ""                            },
    [PART_MENTIONS] = {"Mentions",                     "Mentions",   "newest first",          "No text mentions it."        },
    [PART_MOMENTS] = {"Agreements, promises, events", "Agreements", "",
                    "It is a party to no agreement, promise or event."                                                   },
    [PART_RELATIONS] = {"Relations",                    "Relations",  "",                      "No relation of it is stated."},
    [PART_COMPANY] = {"Together with",                "Together",   "paragraphs, briefings",
                    "Nobody and nothing is mentioned beside it."                                                         },
};

/* -- Around the lists ----------------------------------------------------------------------------
 */

/* Who it is, in as many rows as there are. */
static void draw_head(const struct dossier_pane *s, struct canvas *c)
{
    struct buf b = {0};
    char sign = entity_type_sign(s->d.type);
    int width = c->area.columns - 2 * MARGIN;
    canvas_text(c, 0, MARGIN, 1, (str){&sign, 1},
                STYLE_WITH(style_of_entity(s->d.type).role, STYLE_BOLD));
    dossier_describe(s, c->ascii, &b);
    canvas_text_cut(c, 0, MARGIN + 2, width - 2, buf_str(&b), STYLE(QUIET));
    buf_clear(&b);
    buf_append(&b, s->d.role);
    cells_join(&b, c->ascii, s->d.description);
    if (c->area.rows > 1)
        flow_text(c, 1, MARGIN, width, c->area.rows - 1, buf_str(&b), STYLE(TEXT));
    buf_release(&b);
}

/* "mentions by month, at most 6; 2 undated", and the chart. */
static void draw_chart(const struct pane *p, struct canvas *c)
{
    struct dossier_pane *s = p->state;
    drawn_begin(&s->chart, c, p->session->epoch, 0);
    if (drawn_again(&s->chart, c, 0, c->area.rows, 0))
        return;
    int width = c->area.columns - 2 * MARGIN;
    struct chart k = chart_make(s->d.months, s->d.month_count, width);
    struct buf b = {0};
    buf_printf(&b, "mentions by %s, at most %s", chart_unit(&k), COUNT(k.most));
    if (s->d.unplaced)
        buf_printf(&b, "; %s not dated to a month", COUNT(s->d.unplaced));
    canvas_text_cut(c, 0, MARGIN, width, buf_str(&b), STYLE(QUIET));
    chart_draw(&k, c, (struct rect){1, MARGIN, c->area.rows - 1, width},
               style_of_entity(s->d.type));
    drawn_keep(&s->chart, c, 0, c->area.rows, 0);
    buf_release(&b);
}

static void draw_title(const struct dossier_pane *s, struct canvas *c, enum dossier_part part,
                       bool focused)
{
    struct buf b = {0};
    int width = c->area.columns, column = 2;
    canvas_hline(c, 0, 0, width, STYLE(RULE));
    buf_printf(&b, " %s %s ", parts[part].title, COUNT(dossier_rows(s, part)));
    column += canvas_text_cut(c, 0, column, width - column - 1, buf_str(&b),
                              focused ? STYLE(TITLE) : STYLE(QUIET));
    buf_clear(&b);
    buf_printf(&b, " %s ", parts[part].right);
    if (parts[part].right[0] && column + (int)b.len + 3 <= width)
        canvas_text(c, 0, width - (int)b.len - 1, -1, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

static void tabs_of(const struct dossier_pane *s, struct tab tabs[PART_COUNT])
{
    for (int i = 0; i < PART_COUNT; i++)
        tabs[i] =
            (struct tab){parts[i].narrow, dossier_rows(s, (enum dossier_part)i), i != PART_ABOUT};
}

size_t dossier_tab_at(const struct dossier_pane *s, int column)
{
    struct tab tabs[PART_COUNT];
    tabs_of(s, tabs);
    return tabs_at(s->width, tabs, PART_COUNT, s->part, column);
}

/* -- Lists ---------------------------------------------------------------------------------------
 */

static void draw_none(const struct pane *p, struct canvas *c, enum dossier_part part)
{
    int columns = c->area.columns - 2 * MARGIN;
    struct buf b = {0};
    if (answer_draw_trouble(p, c, 0, MARGIN, columns))
        return;
    if (dossier_is_filtered(p->state, part)) {
        buf_append(&b, STR("Nothing is let through; Esc shows all."));
    } else {
        buf_append(&b, str_of(parts[part].none));
        answer_add_unread(p, &b);
    }
    prose_draw(c, 0, MARGIN, columns, c->area.rows, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

static void draw_none_again(const struct pane *p, struct canvas *c, enum dossier_part part)
{
    struct drawn *d = &((struct dossier_pane *)p->state)->parts[part].drawn;
    if (drawn_again(d, c, 0, c->area.rows, 0))
        return;
    draw_none(p, c, part);
    drawn_keep(d, c, 0, c->area.rows, 0);
}

static void draw_heading(struct dossier_pane *s, struct canvas *c, int line, size_t row)
{
    if (drawn_again(&s->headings, c, line, 1, row))
        return;
    dossier_draw_heading(c, line, roster_row(&s->parts[PART_MENTIONS], row));
    drawn_keep(&s->headings, c, line, 1, row);
}

/* The first line says what others leave to those above them. */
static void draw_row(const struct pane *p, struct canvas *c, enum dossier_part part, int line,
                     size_t row)
{
    struct drawn *d = &((struct dossier_pane *)p->state)->parts[part].drawn;
    if (line > 0 && drawn_again(d, c, line, 1, row))
        return;
    dossier_draw_row(p, c, part, line, row);
    if (line > 0)
        drawn_keep(d, c, line, 1, row);
}

static void draw_list(const struct pane *p, struct canvas *c, enum dossier_part part, bool focused)
{
    struct dossier_pane *s = p->state;
    struct roster *r = &s->parts[part];
    int line = 0;
    drawn_begin(&r->drawn, c, p->session->epoch, r->pager.loads);
    if (r->begins)
        drawn_begin(&s->headings, c, p->session->epoch, r->pager.loads);
    if (r->pager.total == 0)
        draw_none_again(p, c, part);
    for (size_t row = r->top; line < r->lines && row < r->pager.total; row++) {
        if (!roster_row(r, row))
            break;
        if (roster_has_heading(p, r, row))
            draw_heading(s, c, line++, row);
        if (line == r->lines)
            break;
        draw_row(p, c, part, line, row);
        if (row == r->cursor && s->part == part)
            dossier_select_row(s, c, line, focused);
        line++;
    }
}

static void draw_part(const struct pane *p, struct canvas *c, const struct dossier_layout *l,
                      enum dossier_part part, bool focused)
{
    const struct dossier_box *box = &l->box[part];
    const struct dossier_pane *s = p->state;
    struct canvas title = canvas_window(c, box->title), body = canvas_window(c, box->body);
    struct canvas types = canvas_window(c, box->types), detail = canvas_window(c, box->detail);
    bool here = focused && s->part == part;
    if (box->title.rows && l->wide)
        draw_title(s, &title, part, here);
    else if (box->title.rows)
        cells_right(&title, 0, 0, title.area.columns - MARGIN, str_of(parts[part].right),
                    STYLE(QUIET));
    if (box->body.rows && part == PART_ABOUT)
        dossier_draw_about(p, &body);
    else if (box->body.rows)
        draw_list(p, &body, part, focused);
    if (box->types.rows)
        types_draw(&s->types, &types, 0, types.area.columns);
    if (box->detail.rows)
        dossier_draw_evidence(p, &detail);
    canvas_flag_all(&detail, STYLE_LATER);
}

void dossier_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct dossier_pane *s = p->state;
    struct dossier_layout l = dossier_layout(s);
    if (!s->known && answer_draw_trouble(p, c, 1, 2, c->area.columns - 4))
        return;
    if (!s->known) {
        struct buf b = {0};
        buf_printf(&b, "The library does not know \"%.*s\".", STR_FMT(buf_str(&s->id)));
        prose_draw(c, 1, 2, c->area.columns - 4, 3, buf_str(&b), STYLE(QUIET));
        buf_release(&b);
        return;
    }
    struct canvas head = canvas_window(c, l.head), chart = canvas_window(c, l.chart);
    struct canvas tabs = canvas_window(c, l.tabs);
    if (l.head.rows)
        draw_head(s, &head);
    if (l.chart.rows)
        draw_chart(p, &chart);
    if (l.tabs.rows) {
        struct tab names[PART_COUNT];
        tabs_of(s, names);
        tabs_draw(&tabs, 0, names, PART_COUNT, s->part, focused, p->session->keymap);
    }
    for (int i = 0; i < PART_COUNT; i++)
        draw_part(p, c, &l, (enum dossier_part)i, focused);
    for (size_t i = 0; i < 2; i++)
        if (l.rules[i])
            canvas_vline(c, 0, l.rules[i], c->area.rows, STYLE(RULE));
}

struct cursor dossier_cursor(const struct pane *p)
{
    const struct dossier_pane *s = p->state;
    struct rect body = dossier_layout(s).box[s->part].body;
    const struct roster *r = &s->parts[s->part];
    int line = s->part == PART_ABOUT ? 0 : roster_line_of(p, r, r->cursor);
    return (struct cursor){
        .visible = line >= 0 && body.rows > 0, .row = body.row + line, .column = body.column};
}
