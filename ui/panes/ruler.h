/*
 * A ruler: one column of cells that stands for a whole text, with the part that is on the screen
 * and marks where something is. Positions are in any unit, from 0 to `whole`.
 */
#ifndef ATTACHE_UI_PANES_RULER_H
#define ATTACHE_UI_PANES_RULER_H

#include "ui/canvas.h"

struct ruler {
    int row, rows, column; /* where it stands on the canvas */
    size_t whole;
    int last; /* the row marked last: marks come in order, and many fall on one row */
};

/* The row of a position; the last row for positions past the end. */
int ruler_row(const struct ruler *r, size_t position);

void ruler_window(const struct ruler *r, struct canvas *c, size_t from, size_t to);
void ruler_mark(struct ruler *r, struct canvas *c, size_t position, bool current,
                struct style style);

#endif
