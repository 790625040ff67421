/* A few words of the program's or a file's, set in lines: notes, roles, what an empty list says. */
#ifndef ATTACHE_UI_PANES_PROSE_H
#define ATTACHE_UI_PANES_PROSE_H

#include "base/arena.h"
#include "ui/canvas.h"

struct prose {
    str *items; /* lines, without the spaces around their breaks */
    size_t len, cap;
};

/* Breaks by UAX #14 at `width` cells (at least 1), a longer word between grapheme clusters. */
struct prose prose_wrap(str text, int width, struct arena *a);

/* Draws it from a row on, at most `rows` lines, the last one cut with an ellipsis if there is more.
 * Returns the rows used. */
int prose_draw(struct canvas *c, int row, int column, int width, int rows, str text,
               struct style style);

#endif
