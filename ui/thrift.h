/*
 * What need not be sent to the terminal, or not yet: lines are slow, and keys come fast. Knows what
 * the terminal shows, and says of each row of a new frame which cells it has to be sent. Rows that
 * are as they were given the last time cost one comparison.
 */
#ifndef ATTACHE_UI_THRIFT_H
#define ATTACHE_UI_THRIFT_H

#include "ui/canvas.h"

struct thrift {
    struct canvas shown; /* what the terminal shows */
    struct canvas given; /* the last frame */
    struct canvas next;  /* one row, on its way */
    bool *behind;        /* rows of which not all is shown */
};

/* Zero-initialised it is empty; then, and after a change of the size, nothing is shown. */
void thrift_resize(struct thrift *t, int rows, int columns);
void thrift_release(struct thrift *t);
void thrift_forget(struct thrift *t); /* the terminal shows blanks, whatever it was sent */

/* Cells of the terminal's row that are to be sent; first .. last, whole wide characters only. */
struct thrift_part {
    const struct cell *cells; /* of the row; valid until the next one */
    int first, last;
    bool restyled; /* what stands in them is shown already, in other styles */
};

/*
 * What is to be sent of a row of the frame; false: nothing. What is returned counts as shown.
 *
 * Blanks between words take the style of what stands before them, and those before the first its,
 * where nobody can see that: the terminal need not be told of a change, and of one back. Those at a
 * row's end stay as they are: they are erased in one piece. While keys are `hurried`, cells with
 * the flag STYLE_LATER stay as they are shown, if the same cells had it before; then the row is
 * behind.
 */
bool thrift_row(struct thrift *t, const struct canvas *c, int row, bool hurried,
                struct thrift_part *part);

/* Whether any row is behind. */
bool thrift_is_behind(const struct thrift *t);

#endif
