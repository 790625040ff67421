/*
 * The cursor of a list and the part of it that is on the screen. Rows count from 0. A pane that
 * shows `count` rows of which `rows` fit keeps one of these and gives it the actions that move.
 */
#ifndef ATTACHE_UI_SCROLL_H
#define ATTACHE_UI_SCROLL_H

#include "ui/action.h"

#include <stdbool.h>
#include <stddef.h>

struct scroll {
    size_t cursor; /* < count, or 0 */
    size_t top;    /* the first row on the screen */
    size_t count;  /* rows of the list */
    size_t rows;   /* rows on the screen */
};

/* Moves for LINE_DOWN … BOTTOM (count as in pane_ops.act). False if the action does not move. */
bool scroll_act(struct scroll *s, enum action action, int count);

/* Puts the cursor on a row (clamped) and brings it on the screen, with some rows around it. */
void scroll_to(struct scroll *s, size_t row);

/* Brings the cursor on the screen after count or rows changed. */
void scroll_fit(struct scroll *s);

/* True for the actions that scroll_act takes. */
bool scroll_takes(enum action action);

#endif
