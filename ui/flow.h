/* Running text in a rectangle of a canvas: what previews, helps and messages are set with. */
#ifndef ATTACHE_UI_FLOW_H
#define ATTACHE_UI_FLOW_H

#include "ui/canvas.h"

/*
 * Draws text broken into lines (UAX #14) of at most `columns` cells, in at most `rows` rows; what
 * does not fit ends in an ellipsis. Returns the rows used. With `c` NULL it only counts.
 */
int flow_text(struct canvas *c, int row, int column, int columns, int rows, str text,
              struct style style);

#endif
