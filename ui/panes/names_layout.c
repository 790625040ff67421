#include "ui/panes/names.h"
#include "ui/panes/split.h"
#include "ui/panes/tabs.h"

enum {
    PREVIEW_ROWS = 6, /* below the list, without its rule */
    HALVES_FROM = 14, /* rows from which the places stand below the names in trouble */
    LEGEND_FROM = 12,
};

/* With the rule, where there is one: that of the places is their heading. */
static int rows_below(const struct names *s, const struct split *split)
{
    if (s->part == NAMES_LIST)
        return split->detail.rows ? split->detail.rows + 1 : 0;
    return s->height >= HALVES_FROM ? s->height / 2 : 0;
}

struct names_layout names_layout(const struct names *s)
{
    struct split split = split_make(s->height, s->width, PREVIEW_ROWS);
    struct names_layout l = {.is_beside = split.beside, .beside = split.detail};
    int width = split.columns, height = s->height, below = 0;
    if (!l.is_beside) {
        below = rows_below(s, &split);
        height -= below;
        l.beside = (struct rect){height, 0, below, width};
    }
    int row = 0;
    l.tabs = (struct rect){row++, 0, 1, width};
    if (s->part == NAMES_LIST && height >= LEGEND_FROM && s->types.count > 1)
        l.legend = (struct rect){row++, 0, 1, width};
    if (s->part == NAMES_PLACES && !l.is_beside && !below) {
        l.beside = (struct rect){row, 0, height - row, width};
        return l;
    }
    l.head = (struct rect){row++, 0, 1, width};
    l.list = (struct rect){row, 0, height > row ? height - row : 0, width};
    return l;
}

void names_set_lines(struct pane *p)
{
    struct names *s = p->state;
    struct names_layout l = names_layout(s);
    if (s->part == NAMES_LIST)
        roster_set_lines(p, &s->list, l.list.rows);
    else if (l.list.rows)
        roster_set_lines(p, &s->troubles, l.list.rows);
    if (s->part != NAMES_LIST && l.beside.rows)
        roster_set_lines(p, &s->places, l.beside.rows - 1);
}

static void tabs_of(const struct names *s, struct tab tabs[2])
{
    tabs[0] = (struct tab){"Entities", s->list.pager.total, true};
    size_t troubles = s->troubles.pager.total;
    tabs[1] = (struct tab){"Names in trouble", troubles, troubles > 0 || s->troubles_known};
}

size_t names_tab_at(const struct names *s, int column)
{
    struct tab tabs[2];
    tabs_of(s, tabs);
    return tabs_at(names_layout(s).tabs.columns, tabs, 2, s->part != NAMES_LIST, column);
}

void names_draw_tabs(const struct pane *p, struct canvas *c, bool focused)
{
    const struct names *s = p->state;
    struct tab tabs[2];
    struct names_layout l = names_layout(s);
    struct canvas row = canvas_window(c, l.tabs);
    tabs_of(s, tabs);
    tabs_draw(&row, 0, tabs, 2, s->part != NAMES_LIST, focused, p->session->keymap);
}
