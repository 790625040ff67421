#include "ui/frame.h"

enum {
    SIDE_LEAST = 36,
    SIDE_USUAL = 44,
    SIDE_MOST = 64,
    VERY_WIDE = 160,
    BOTH_ROWS = 16, /* of the body: from here on entities and agreements stand together */
    OVERLAY_COLUMNS = 76,
    OVERLAY_SMALL_ROWS = 16, /* of the body: under this an overlay takes all of it */
    OVERLAY_SMALL_COLUMNS = 60,
};

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static int side_columns(int columns)
{
    return columns >= VERY_WIDE ? clamp(columns * 3 / 10, 48, SIDE_MOST)
                                : clamp(columns / 3, SIDE_LEAST, SIDE_USUAL);
}

/* A pane below its title, in `where` with the rule on its left. */
static void place_titled(struct frame *f, int pane, struct rect where, int rule)
{
    f->title[pane] = (struct rect){where.row, where.column, 1, where.columns};
    f->pane[pane] =
        (struct rect){where.row + 1, where.column + rule, where.rows - 1, where.columns - rule};
}

static void place_beside(struct frame *f, int focus)
{
    struct rect b = f->body;
    int side = side_columns(b.columns);
    f->pane[READER_TEXT] = (struct rect){b.row, 0, b.rows, b.columns - side - 1};
    f->rule = (struct rect){b.row, b.columns - side - 1, b.rows, 1};
    struct rect right = {b.row, b.columns - side - 1, b.rows, side + 1};
    if (b.rows < BOTH_ROWS) {
        place_titled(f, focus == READER_AGREEMENTS ? READER_AGREEMENTS : READER_ENTITIES, right, 1);
        return;
    }
    struct rect upper = right, lower = right;
    upper.rows = (b.rows + 1) / 2;
    lower.row += upper.rows;
    lower.rows -= upper.rows;
    place_titled(f, READER_ENTITIES, upper, 1);
    place_titled(f, READER_AGREEMENTS, lower, 1);
}

void frame_make(struct frame *f, int rows, int columns, enum screen screen, int focus, bool zoomed)
{
    *f = (struct frame){
        .header = {0,        0, 1,        columns},
        .footer = {rows - 1, 0, 1,        columns},
        .body = {1,        0, rows - 2, columns},
        .too_small = rows < FRAME_MIN_ROWS || columns < FRAME_MIN_COLUMNS,
    };
    if (f->too_small)
        return;
    if (screen != SCREEN_READER)
        f->pane[0] = f->body;
    else if (columns >= FRAME_WIDE && !zoomed)
        place_beside(f, focus);
    else if (focus == READER_TEXT)
        f->pane[READER_TEXT] = f->body;
    else
        place_titled(f, focus, f->body, 0);
}

bool frame_shows(const struct frame *f, int pane)
{
    return f->pane[pane].rows > 0 && f->pane[pane].columns > 0;
}

struct rect frame_overlay(const struct frame *f, int wanted, bool low)
{
    struct rect b = f->body;
    if (b.rows < OVERLAY_SMALL_ROWS || b.columns < OVERLAY_SMALL_COLUMNS)
        return b;
    struct rect r = {.columns = b.columns < OVERLAY_COLUMNS + 4 ? b.columns - 4 : OVERLAY_COLUMNS};
    r.rows = clamp(wanted, 3, b.rows - 2);
    r.column = (b.columns - r.columns) / 2;
    r.row = low ? b.row + b.rows - r.rows : b.row + (b.rows - r.rows) / 2;
    return r;
}

bool rect_holds(struct rect r, int row, int column)
{
    return row >= r.row && row < r.row + r.rows && column >= r.column &&
           column < r.column + r.columns;
}
