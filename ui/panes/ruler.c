#include "ui/panes/ruler.h"

int ruler_row(const struct ruler *r, size_t position)
{
    if (r->whole == 0 || r->rows <= 0)
        return r->row;
    position = position < r->whole ? position : r->whole - 1;
    double share = (double)position / (double)r->whole;
    return r->row + (int)(share * r->rows);
}

void ruler_window(const struct ruler *r, struct canvas *c, size_t from, size_t to)
{
    int last = ruler_row(r, to > from ? to - 1 : from);
    for (int row = ruler_row(r, from); row <= last; row++)
        canvas_glyph(c, row, r->column, "\u258E", "|", STYLE(RULE));
}

void ruler_mark(struct ruler *r, struct canvas *c, size_t position, bool current,
                struct style style)
{
    int row = ruler_row(r, position);
    if (row == r->last && !current)
        return;
    r->last = row;
    style.flags |= current ? STYLE_BOLD : 0;
    canvas_glyph(c, row, r->column, current ? "\u25C0" : "\u258C", current ? "<" : "=", style);
}
