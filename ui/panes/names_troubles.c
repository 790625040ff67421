#include "text/safe.h"
#include "ui/count.h"
#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/names.h"

enum {
    KIND_CELLS = 12,
    COUNT_CELLS = 10,
    NAME_CELLS = 24,
    NAME_LEAST = 16,
    WHY_FROM = 64, /* columns from which there is room to say why */
    DATE_CELLS = 14,
    TIMES_CELLS = 5,
};

struct columns {
    int name, why, places, briefings;
};

static struct columns columns_of(int width)
{
    struct columns k = {.places = COUNT_CELLS};
    int room = width - 2 - KIND_CELLS - COUNT_CELLS;
    if (room >= NAME_LEAST + COUNT_CELLS) {
        k.briefings = COUNT_CELLS;
        room -= COUNT_CELLS;
    }
    k.name = width >= WHY_FROM && room > NAME_CELLS ? NAME_CELLS : room;
    k.why = room - k.name;
    return k;
}

/* What is wrong with it: who it may be, or that nobody says what it is. */
static void say_why(const struct pane *p, const struct trouble_row *r, struct buf *out)
{
    struct arena a = {0};
    bool numbered = r->candidate_count > 1;
    for (size_t i = 0; i < r->candidate_count; i++) {
        buf_append(out, i > 0 ? STR(" or ") : STR(""));
        if (numbered && i < TYPES_KEYS)
            buf_printf(out, "%zu ", i + 1);
        buf_append(out, catalog_entity_name(p->session->catalog, r->candidates[i], &a));
    }
    if (r->candidate_count == 0)
        buf_append(out, r->kind == TROUBLE_WIKI ? STR("no entity, agreement or name")
                                                : STR("no entity of that id"));
    arena_release(&a);
}

static void draw_trouble(const struct pane *p, struct canvas *c, int line, const struct columns *k,
                         const struct trouble_row *r)
{
    struct buf why = {0};
    int column = 1;
    canvas_text_cut(c, line, column, KIND_CELLS - 1, str_of(trouble_name(r->kind)),
                    r->kind == TROUBLE_AMBIGUOUS ? STYLE(WARNING) : STYLE(ERROR));
    column += KIND_CELLS;
    canvas_text_cut(c, line, column, k->name - 2, r->name, STYLE(TEXT));
    column += k->name;
    say_why(p, r, &why);
    if (k->why > 2)
        canvas_text_cut(c, line, column, k->why - 1, buf_str(&why), STYLE(QUIET));
    column += k->why;
    cells_number(c, line, column, k->places, r->places, STYLE(TEXT));
    if (k->briefings)
        cells_number(c, line, column + k->places, k->briefings, r->briefings, STYLE(QUIET));
    buf_release(&why);
}

static void draw_heads(struct canvas *c, const struct columns *k)
{
    int column = 1 + KIND_CELLS + k->name + k->why;
    cells_head(c, 0, 1, KIND_CELLS, false, "as", CELLS_UNSORTED);
    cells_head(c, 0, 1 + KIND_CELLS, k->name, false, "name", CELLS_UNSORTED);
    cells_head(c, 0, column, k->places, true, "places", CELLS_UNSORTED);
    if (k->briefings)
        cells_head(c, 0, column + k->places, k->briefings, true, "briefings", CELLS_UNSORTED);
}

static void draw_list(const struct pane *p, struct canvas *head, struct canvas *c, bool focused)
{
    const struct names *s = p->state;
    const struct roster *r = &s->troubles;
    struct columns k = columns_of(c->area.columns);
    draw_heads(head, &k);
    for (int line = 0; line < r->lines; line++) {
        const struct trouble_row *row = roster_row(r, r->top + (size_t)line);
        if (!row)
            break;
        draw_trouble(p, c, line, &k, row);
        if (r->top + (size_t)line == r->cursor)
            cells_select(c, (struct rect){line, 0, 1, c->area.columns},
                         focused && s->part == NAMES_TROUBLES);
    }
}

/* "8 Apr 2024   Title of the briefing    3x", or the file and the line. */
static void draw_place(struct canvas *c, int line, const struct trouble_place *place)
{
    struct arena a = {0};
    struct buf text = {0};
    int column = 1 + DATE_CELLS, end = c->area.columns - 1;
    cells_right(c, line, 1, DATE_CELLS - 2, date_human(&place->date, DATE_SHORT, &a), STYLE(QUIET));
    if (place->places > 1) {
        buf_printf(&text, "%s%s", COUNT(place->places), c->ascii ? "x" : "\u00D7");
        cells_right(c, line, end - TIMES_CELLS, TIMES_CELLS, buf_str(&text), STYLE(QUIET));
        end -= TIMES_CELLS;
    }
    buf_clear(&text);
    buf_append(&text, place->title);
    if (!place->in_text) {
        buf_append(&text, c->ascii ? STR(" - ") : STR(" \u00B7 "));
        buf_append(&text, place->at.file);
        buf_printf(&text, ":%zu", place->at.line);
    }
    canvas_text_cut(c, line, column, end - column, buf_str(&text), STYLE(TEXT));
    buf_release(&text);
    arena_release(&a);
}

static void draw_places(const struct pane *p, struct canvas *c, bool focused)
{
    const struct names *s = p->state;
    const struct trouble_row *of = names_trouble(s);
    const struct roster *r = &s->places;
    struct buf title = {0};
    struct style style = focused ? STYLE(TITLE) : STYLE(QUIET);
    canvas_hline(c, 0, 0, c->area.columns, STYLE(RULE));
    buf_append(&title, STR(" Where "));
    safe_append_cells(&title, of->name, NAME_CELLS, false, c->ascii);
    buf_append(&title, STR(" stands "));
    canvas_text_cut(c, 0, 2, c->area.columns - 4, buf_str(&title), style);
    buf_release(&title);
    for (int line = 0; line < r->lines; line++) {
        const struct trouble_place *place = roster_row(r, r->top + (size_t)line);
        if (!place)
            break;
        draw_place(c, 1 + line, place);
        if (r->top + (size_t)line == r->cursor)
            cells_select(c, (struct rect){1 + line, 0, 1, c->area.columns}, focused);
    }
}

void names_draw_troubles(struct pane *p, struct canvas *c, const struct names_layout *l,
                         bool focused)
{
    const struct names *s = p->state;
    struct canvas head = canvas_window(c, l->head), list = canvas_window(c, l->list);
    struct canvas places = canvas_window(c, l->beside);
    if (s->troubles.pager.total == 0) {
        flow_text(c, 2, 2, l->tabs.columns - 4, 3,
                  STR("Every name in this library is one entity's, and known."), STYLE(QUIET));
        return;
    }
    if (l->list.rows)
        draw_list(p, &head, &list, focused);
    if (l->beside.rows && names_trouble(s))
        draw_places(p, &places, focused && s->part == NAMES_PLACES);
    if (s->part == NAMES_TROUBLES)
        canvas_flag_all(&places, STYLE_LATER);
}
