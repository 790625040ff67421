/*
 * The rows of a list as they were drawn in the frame before, to be put on the canvas again where
 * only the cursor has moved since: words, dates and line breaks are most of what a key would cost.
 * They are kept without the looks of what is selected, which are laid over them.
 *
 *     drawn_begin(&s->drawn, &table, p->session->epoch, pager->loads);
 *     ...
 *     if (!drawn_again(&s->drawn, &table, line, 1, number)) {
 *         draw_row(&table, line, row);
 *         drawn_keep(&s->drawn, &table, line, 1, number);
 *     }
 */
#ifndef ATTACHE_UI_PANES_DRAWN_H
#define ATTACHE_UI_PANES_DRAWN_H

#include "ui/canvas.h"

#include <stdbool.h>
#include <stddef.h>

/* A line of a frame. */
struct drawn_line {
    size_t number; /* which one of all items' lines */
    size_t frame;  /* the last that it was in */
};

/* Zero-initialised it is empty and ready. */
struct drawn {
    struct canvas lines; /* by number, modulo how many there are */
    struct drawn_line *of;
    size_t frame; /* the one that is drawn */
    unsigned long epoch;
    size_t stamp;
};

void drawn_release(struct drawn *d);

/* Before the rows of a frame. All is forgotten unless the epoch (ui/session.h) and the canvas' size
 * are those of the frame before, and the stamp: what else the rows depend on, and may change with a
 * move. */
void drawn_begin(struct drawn *d, const struct canvas *c, unsigned long epoch, size_t stamp);

/* Puts item `number` of so many lines each, from `line` on; false: it has to be drawn. */
bool drawn_again(struct drawn *d, struct canvas *c, int line, int lines, size_t number);

/* Notes it, as it stands there. */
void drawn_keep(struct drawn *d, const struct canvas *c, int line, int lines, size_t number);

#endif
