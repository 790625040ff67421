#include "ui/count.h"
#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/chart.h"
#include "ui/panes/names.h"

enum {
    NAME = 4, /* the column where names begin */
    NAME_LEAST = 28,
    COUNT_CELLS = 10, /* of briefings, of mentions: with their names above them */
    DAY_CELLS = 13,
    BAR_LEAST = 6,
    BAR_MORE = 12,
    MARGIN = 2, /* of the preview, on both sides */
    CHART_ROWS = 5,
    CHART_FROM = 24, /* rows of the preview from which there is a chart in it */
};

/* Columns of the table; a width of 0: not shown. */
struct columns {
    int name, bar, mentions, briefings, first, last;
};

static struct columns columns_of(int width, enum entity_sort sort)
{
    struct columns k = {.mentions = COUNT_CELLS};
    int room = width - NAME - 1 - COUNT_CELLS - NAME_LEAST;
    bool first = sort == ENTITY_BY_FIRST; /* what is sorted by is seen before others are */
    int *const shown[] = {&k.briefings, &k.bar, first ? &k.first : &k.last,
                          first ? &k.last : &k.first};
    const int cells[] = {COUNT_CELLS, BAR_LEAST + 1, DAY_CELLS, DAY_CELLS};
    for (size_t i = 0; i < sizeof cells / sizeof *cells && room >= cells[i]; i++) {
        *shown[i] = cells[i];
        room -= cells[i];
    }
    int more = k.bar ? room / 3 : 0; /* longer bars, where there is air */
    k.bar += more > BAR_MORE ? BAR_MORE : more;
    room -= more > BAR_MORE ? BAR_MORE : more;
    k.name = room + NAME_LEAST;
    return k;
}

/* -- The table -----------------------------------------------------------------------------------
 */

static void put_head(const struct names *s, struct canvas *c, int column, int cells, bool right,
                     const char *label, enum entity_sort sort)
{
    enum cells_order order = s->query.sort != sort ? CELLS_UNSORTED
                             : s->query.descending ? CELLS_DESCENDING
                                                   : CELLS_ASCENDING;
    if (cells > 0)
        cells_head(c, 0, column, cells, right, label, order);
}

static void draw_head(const struct names *s, struct canvas *c, const struct columns *k)
{
    int column = NAME;
    if (names_is_grouped(s))
        put_head(s, c, column, k->name, false, "type", ENTITY_BY_TYPE);
    else
        put_head(s, c, column, k->name, false, "name", ENTITY_BY_NAME);
    column += k->name + k->bar;
    put_head(s, c, column, k->mentions, true, "mentions", ENTITY_BY_MENTIONS);
    column += k->mentions;
    put_head(s, c, column, k->briefings, true, "briefings", ENTITY_BY_BRIEFINGS);
    column += k->briefings;
    put_head(s, c, column, k->first, true, "first seen", ENTITY_BY_FIRST);
    column += k->first;
    put_head(s, c, column, k->last, true, "last seen", ENTITY_BY_LAST);
}

static void draw_name(struct canvas *c, int line, const struct columns *k,
                      const struct entities_row *r)
{
    int column = NAME, end = NAME + k->name - 1;
    struct style style = r->entity.mentions ? STYLE(TEXT) : STYLE(QUIET);
    column += canvas_text_cut(c, line, column, end - column, r->entity.name, style);
    if (!str_present(r->matched) || column + 4 >= end)
        return;
    column += canvas_glyph(c, line, column, " \u2190 ", " <- ", STYLE(QUIET));
    canvas_text_cut(c, line, column, end - column, r->matched, STYLE(HIT));
}

static void put_day(struct canvas *c, int line, int column, int cells, bool seen, int64_t day)
{
    struct arena a = {0};
    if (cells && seen)
        cells_right(c, line, column, cells, date_day_human(day, DATE_SHORT, &a), STYLE(QUIET));
    arena_release(&a);
}

static void draw_row(const struct names *s, struct canvas *c, int line, const struct columns *k,
                     const struct entities_row *r)
{
    enum entity_type type = types_shown(r->entity.type);
    char sign = entity_type_sign(type);
    struct style style = style_of_entity(type);
    int column = NAME + k->name;
    canvas_text(c, line, 1, 1, (str){&sign, 1},
                STYLE_WITH(style.role, r->entity.mentions ? STYLE_BOLD : 0));
    draw_name(c, line, k, r);
    canvas_bar(c, line, column, k->bar - 1, r->entity.mentions, s->most, style);
    column += k->bar;
    cells_number(c, line, column, k->mentions, r->entity.mentions, STYLE(TEXT));
    column += k->mentions;
    if (k->briefings)
        cells_number(c, line, column, k->briefings, r->entity.briefings, STYLE(QUIET));
    column += k->briefings;
    put_day(c, line, column, k->first, r->seen, r->first);
    column += k->first;
    put_day(c, line, column, k->last, r->seen, r->last);
}

static void draw_heading(const struct names *s, struct canvas *c, int line,
                         const struct entities_row *r)
{
    enum entity_type type = types_shown(r->entity.type);
    struct buf count = {0};
    buf_append(&count, str_of(COUNT(s->by_type[type])));
    int width = c->area.columns, end = width - 1 - (int)count.len;
    int used = canvas_text(c, line, 1, -1, str_of(entity_type_plural(type)),
                           STYLE_WITH(style_of_entity(type).role, STYLE_BOLD));
    canvas_hline(c, line, used + 2, end - used - 3, STYLE(RULE));
    canvas_text(c, line, end, -1, buf_str(&count), STYLE(QUIET));
    buf_release(&count);
}

static void draw_rows(const struct pane *p, struct canvas *c, const struct columns *k, bool focused)
{
    struct names *s = p->state;
    struct roster *r = &s->list;
    int line = 0;
    drawn_begin(&r->drawn, c, p->session->epoch, r->pager.loads);
    for (size_t row = r->top; line < r->lines && row < r->pager.total; row++) {
        const struct entities_row *entity = roster_row(r, row);
        if (!entity)
            break;
        if (roster_has_heading(p, r, row))
            draw_heading(s, c, line++, entity);
        if (!drawn_again(&r->drawn, c, line, 1, row)) {
            draw_row(s, c, line, k, entity);
            drawn_keep(&r->drawn, c, line, 1, row);
        }
        if (row == r->cursor)
            cells_select(c, (struct rect){line, 0, 1, c->area.columns}, focused);
        line++;
    }
}

/* -- The preview ---------------------------------------------------------------------------------
 */

static str type_of(const struct dossier *d)
{
    const char *name = entity_type_name(d->type);
    return name ? str_of(name) : STR("other");
}

static void describe(struct buf *b, bool ascii, const struct dossier *d)
{
    cells_join(b, ascii, type_of(d));
    cells_count(b, ascii, d->mentions, "mention", "mentions");
    cells_count(b, ascii, d->briefings, "briefing", "briefings");
    if (d->agreements)
        cells_count(b, ascii, d->agreements, "agreement", "agreements");
}

static void name_others(struct buf *b, const struct dossier *d)
{
    for (size_t i = 0; i < d->form_count; i++) {
        if (d->forms[i].kind != FORM_ALIAS)
            continue;
        buf_append(b, b->len ? STR(", ") : STR("also "));
        buf_append(b, d->forms[i].text);
    }
}

static int draw_chart(struct canvas *c, int row, int width, const struct dossier *d)
{
    struct chart k = chart_make(d->months, d->month_count, width);
    struct buf b = {0};
    if (k.columns == 0)
        return 0;
    buf_printf(&b, "mentions by %s, at most %s", chart_unit(&k), COUNT(k.most));
    canvas_text_cut(c, row, MARGIN, width, buf_str(&b), STYLE(QUIET));
    chart_draw(&k, c, (struct rect){row + 1, MARGIN, CHART_ROWS, width}, STYLE(MARK));
    buf_release(&b);
    return CHART_ROWS + 2;
}

static int draw_newest(struct canvas *c, int row, int width, int rows,
                       const struct names_preview *v)
{
    struct arena a = {0};
    struct buf b = {0};
    if (!v->mentioned)
        return flow_text(c, row, MARGIN, width, rows, STR("mentioned in no text"), STYLE(QUIET));
    buf_append(&b, STR("last in "));
    buf_append(&b, v->newest.title);
    cells_join(&b, c->ascii, date_human(&v->newest.date, DATE_LONG, &a));
    int used = flow_text(c, row, MARGIN, width, rows, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
    arena_release(&a);
    return used;
}

static void draw_preview(struct canvas *c, const struct names_preview *v, bool beside)
{
    const struct dossier *d = &v->dossier;
    struct buf b = {0};
    int width = c->area.columns - 2 * MARGIN, rows = c->area.rows, row = 1, gap = beside ? 1 : 0;
    row += flow_text(c, row, MARGIN, width, beside ? 3 : 1, d->name, STYLE(TITLE));
    describe(&b, c->ascii, d);
    row += flow_text(c, row, MARGIN, width, beside ? 2 : 1, buf_str(&b), STYLE(QUIET)) + gap;
    int used = flow_text(c, row, MARGIN, width, beside ? 3 : 1, d->role, STYLE(TEXT));
    used += flow_text(c, row + used, MARGIN, width, beside ? 6 : 2 - used, d->description,
                      used ? STYLE(QUIET) : STYLE(TEXT));
    row += used + (used ? gap : 0);
    buf_clear(&b);
    name_others(&b, d);
    used = flow_text(c, row, MARGIN, width, beside ? 4 : 1, buf_str(&b), STYLE(QUIET));
    row += used + (used ? gap : 0);
    if (beside && rows >= CHART_FROM)
        row += draw_chart(c, row, width, d);
    if (row < rows)
        draw_newest(c, row, width, beside ? 3 : rows - row, v);
    buf_release(&b);
}

/* -- The pane ------------------------------------------------------------------------------------
 */

static void draw_empty(const struct pane *p, struct canvas *c)
{
    const struct names *s = p->state;
    struct buf b = {0};
    if (answer_draw_trouble(p, c, 1, MARGIN, c->area.columns - 2 * MARGIN))
        return;
    if (s->everything == 0 && p->session->indexing) {
        buf_append(&b, STR("Looking for entities ..."));
    } else if (s->everything == 0 && p->session->stopped) {
        buf_append(&b, STR("Nobody and nothing is named in what is indexed yet."));
    } else if (s->everything == 0) {
        buf_append(&b, STR("Nobody and nothing is named in this library's annotations."));
        answer_add_unread(p, &b);
    } else if (types_all_hidden(&s->types)) {
        buf_append(&b, STR("Every type is hidden. 0 shows all again."));
    } else {
        buf_append(&b, STR("No name and no alias has \""));
        buf_append(&b, filter_text(&s->filter));
        buf_append(&b, STR("\" in it. Esc shows all again."));
    }
    flow_text(c, 1, MARGIN, c->area.columns - 2 * MARGIN, 4, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

static void draw_list(struct pane *p, struct canvas *c, const struct names_layout *l, bool focused)
{
    const struct names *s = p->state;
    struct columns k = columns_of(l->list.columns, s->query.sort);
    struct canvas head = canvas_window(c, l->head), list = canvas_window(c, l->list);
    struct canvas preview = canvas_window(c, l->beside);
    if (l->legend.rows)
        types_draw(&s->types, c, l->legend.row, l->legend.columns);
    if (s->list.pager.total == 0) {
        draw_empty(p, &list);
        return;
    }
    draw_head(s, &head, &k);
    draw_rows(p, &list, &k, focused);
    if (l->beside.rows && names_has_preview(s) && !p->session->hurried)
        draw_preview(&preview, &s->preview, l->is_beside);
    canvas_flag_all(&preview, STYLE_LATER);
}

void names_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct names *s = p->state;
    struct names_layout l = names_layout(s);
    names_draw_tabs(p, c, focused);
    if (l.is_beside)
        canvas_vline(c, 0, l.beside.column - 1, c->area.rows, STYLE(RULE));
    else if (l.beside.rows && s->part == NAMES_LIST)
        canvas_hline(c, l.beside.row, 0, c->area.columns, STYLE(RULE));
    if (s->part == NAMES_LIST)
        draw_list(p, c, &l, focused);
    else
        names_draw_troubles(p, c, &l, focused);
}

struct cursor names_cursor(const struct pane *p)
{
    struct names *s = p->state;
    struct names_layout l = names_layout(s);
    const struct roster *r = names_roster(s, s->part);
    struct rect where = s->part == NAMES_PLACES ? l.beside : l.list;
    int line = roster_line_of(p, r, r->cursor), head = s->part == NAMES_PLACES ? 1 : 0;
    return (struct cursor){.visible = line >= 0,
                           .row = where.row + head + line,
                           .column = where.column + (s->part == NAMES_LIST ? NAME - 1 : 0)};
}
