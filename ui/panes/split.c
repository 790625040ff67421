#include "ui/panes/split.h"

enum {
    BESIDE_FROM = 120,  /* columns from which the detail stands beside the list */
    BESIDE_WIDE = 180,  /* and beside one that wants much of the width */
    BELOW_FROM = 18,    /* rows from which it stands below */
    BELOW_COLUMNS = 60, /* and columns */
    BESIDE_LEAST = 42,
    BESIDE_MOST = 64,
};

static struct split make(int rows, int columns, int below_rows, int beside_from)
{
    struct split s = {.rows = rows, .columns = columns};
    if (columns >= beside_from) {
        int side = columns * 36 / 100;
        side = side < BESIDE_LEAST ? BESIDE_LEAST : side > BESIDE_MOST ? BESIDE_MOST : side;
        s.beside = true;
        s.columns = columns - side - 1;
        s.detail = (struct rect){0, s.columns + 1, rows, side};
    } else if (rows >= BELOW_FROM && columns >= BELOW_COLUMNS) {
        s.rows = rows - below_rows - 1;
        s.detail = (struct rect){s.rows + 1, 0, below_rows, columns};
    }
    return s;
}

struct split split_make(int rows, int columns, int below_rows)
{
    return make(rows, columns, below_rows, BESIDE_FROM);
}

struct split split_make_wide(int rows, int columns, int below_rows)
{
    return make(rows, columns, below_rows, BESIDE_WIDE);
}

struct canvas split_draw(const struct split *s, struct canvas *c)
{
    if (s->beside)
        canvas_vline(c, 0, s->columns, c->area.rows, STYLE(RULE));
    else if (s->detail.rows)
        canvas_hline(c, s->rows, 0, s->detail.columns, STYLE(RULE));
    return canvas_window(c, s->detail);
}
