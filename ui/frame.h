/*
 * Where everything stands on the screen, by its size, by what is shown and by what has the focus.
 *
 *     under 40 x 10      nothing: it says so
 *     reader             one pane; from 100 columns on the text, with entities and agreements in a
 *                        column beside it (one of the two where there are few rows)
 *     others             one pane, which divides itself
 *
 * The first row is the header, the last one the footer.
 */
#ifndef ATTACHE_UI_FRAME_H
#define ATTACHE_UI_FRAME_H

#include "ui/canvas.h"
#include "ui/session.h"

#include <stdbool.h>

enum { FRAME_PANES = 3, FRAME_MIN_ROWS = 10, FRAME_MIN_COLUMNS = 40, FRAME_WIDE = 100 };

struct frame {
    bool too_small;
    struct rect header, footer, body; /* body: what lies between them */
    struct rect pane[FRAME_PANES]; /* by enum reader_pane; the one of another screen is the first */
    struct rect title[FRAME_PANES]; /* a rule with a title in it; no rows: none */
    struct rect rule;               /* between the text and what is beside it; no columns: none */
};

void frame_make(struct frame *f, int rows, int columns, enum screen screen, int focus, bool zoomed);

bool frame_shows(const struct frame *f, int pane);

/*
 * The window of an overlay that would like so many rows, its frame included: centred, or on small
 * screens all of the body. `low`: standing on the footer, where its input line is.
 */
struct rect frame_overlay(const struct frame *f, int wanted, bool low);

bool rect_holds(struct rect r, int row, int column);

#endif
