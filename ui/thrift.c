#include "ui/thrift.h"

#include "ui/theme.h"

/* Whether a blank of that style is only blank, on any terminal. */
static bool is_bare(struct style s)
{
    const struct look *look = theme_look((enum style_role)s.role);
    unsigned seen = s.flags | look->always | look->mono;
    return (seen & ~(unsigned)(STYLE_BOLD | STYLE_LATER)) == 0;
}

static bool is_blank(const struct cell *cell)
{
    return cell->len == 1 && cell->text[0] == ' ';
}

static void take_style(struct cell *cell, struct style s)
{
    unsigned own = cell->style.flags & STYLE_LATER;
    s.flags = (uint8_t)((s.flags & ~(unsigned)STYLE_LATER) | own);
    cell->style = s;
}

void thrift_blanks(struct canvas *c)
{
    for (int row = 0; row < c->area.rows; row++) {
        struct cell *cells = canvas_cell(c, row, 0);
        const struct cell *word = NULL;
        int end = c->area.columns;
        while (end > 0 && is_blank(&cells[end - 1]))
            end--;
        for (int column = 0; column < end; column++) {
            struct cell *cell = &cells[column];
            if (!is_blank(cell))
                word = cell;
            else if (word && is_bare(word->style) && is_bare(cell->style))
                take_style(cell, word->style);
        }
    }
}

/* Whether what may come later stands in the same cells of both rows. */
static bool same_places(const struct canvas *c, const struct canvas *shown, int row)
{
    for (int column = 0; column < c->area.columns; column++)
        if ((canvas_cell(c, row, column)->style.flags ^
             canvas_cell(shown, row, column)->style.flags) &
            STYLE_LATER)
            return false;
    return true;
}

bool thrift_hold(struct canvas *c, const struct canvas *shown)
{
    bool held = false;
    for (int row = 0; row < c->area.rows; row++) {
        if (canvas_row_eq(c, shown, row, c->area.columns) || !same_places(c, shown, row))
            continue;
        for (int column = 0; column < c->area.columns; column++) {
            struct cell *cell = canvas_cell(c, row, column);
            const struct cell *before = canvas_cell(shown, row, column);
            if (!(cell->style.flags & STYLE_LATER) || cell_eq(cell, before))
                continue;
            *cell = *before;
            held = true;
        }
    }
    return held;
}
