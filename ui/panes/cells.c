#include "ui/panes/cells.h"

#include "text/safe.h"
#include "ui/count.h"

#include <string.h>

enum { THOUSAND = 1000, MILLION = THOUSAND * THOUSAND };

void cells_right(struct canvas *c, int row, int column, int cells, str text, struct style style)
{
    int width = (int)safe_width(text);
    int pad = width < cells ? cells - width : 0;
    canvas_text_cut(c, row, column + pad, cells - pad, text, style);
}

/* "12k", "3M", where the digits have no room: never less than is said. */
static void draw_thousands(struct canvas *c, int row, int column, int cells, size_t number,
                           struct style style)
{
    struct buf b = {0};
    bool millions = number >= MILLION;
    buf_printf(&b, "%zu%c", number / (millions ? MILLION : THOUSAND), millions ? 'M' : 'k');
    cells_right(c, row, column, cells, buf_str(&b), style);
    buf_release(&b);
}

void cells_number(struct canvas *c, int row, int column, int cells, size_t number,
                  struct style style)
{
    struct count count = count_of(number);
    if (number == 0)
        cells_right(c, row, column, cells, c->ascii ? STR(".") : STR("\u00B7"), STYLE(RULE));
    else if ((int)strlen(count.text) <= cells)
        cells_right(c, row, column, cells, str_of(count.text), style);
    else
        draw_thousands(c, row, column, cells, number, style);
}

void cells_head(struct canvas *c, int row, int column, int cells, bool right, const char *label,
                enum cells_order order)
{
    struct buf b = {0};
    buf_append(&b, str_of(label));
    if (order != CELLS_UNSORTED && c->ascii)
        buf_byte(&b, order == CELLS_DESCENDING ? '-' : '+');
    else if (order != CELLS_UNSORTED)
        buf_append(&b, order == CELLS_DESCENDING ? STR("\u2193") : STR("\u2191"));
    struct style style = order == CELLS_UNSORTED ? STYLE(QUIET) : STYLE(KEY);
    if (right)
        cells_right(c, row, column, cells, buf_str(&b), style);
    else
        canvas_text_cut(c, row, column, cells, buf_str(&b), style);
    buf_release(&b);
}

void cells_select(struct canvas *c, struct rect part, bool focused)
{
    for (int row = part.row; row < part.row + part.rows; row++)
        for (int column = part.column; column < part.column + part.columns; column++) {
            struct cell *cell = canvas_cell(c, row, column);
            if (cell)
                cell->style = STYLE_WITH(STYLE_TEXT, focused ? STYLE_REVERSE : STYLE_FAINT);
        }
}

void cells_join(struct buf *b, bool ascii, str part)
{
    if (part.len && b->len)
        buf_append(b, ascii ? STR(" - ") : STR(" \u00B7 "));
    buf_append(b, part);
}

void cells_count(struct buf *b, bool ascii, size_t count, const char *one, const char *many)
{
    if (b->len)
        buf_append(b, ascii ? STR(" - ") : STR(" \u00B7 "));
    buf_printf(b, "%s %s", COUNT(count), count == 1 ? one : many);
}
