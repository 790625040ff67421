/*
 * What the catalogue and the state answer, where they may fail: what went wrong is said in the
 * footer and kept in the session, and panes that have nothing to show say it in the place of that.
 * With the next key the app asks again.
 */
#ifndef ATTACHE_UI_PANES_ANSWER_H
#define ATTACHE_UI_PANES_ANSWER_H

#include "ui/pane.h"

/* Whether it is an answer. What was interrupted is none, but nothing is said of it. */
bool answer_is(const struct pane *p, struct err e);

/* Draws what went wrong, in rows from `row` on; false: nothing did. */
bool answer_draw_trouble(const struct pane *p, struct canvas *c, int row, int column, int columns);

/* Where nothing is found: that it may stand in what the catalogue could not take. */
void answer_add_unread(const struct pane *p, struct buf *out);

#endif
