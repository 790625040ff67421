/* Lists with rows that the cursor passes over: headings, second lines. */
#ifndef ATTACHE_UI_PANES_STOPS_H
#define ATTACHE_UI_PANES_STOPS_H

#include "ui/scroll.h"

typedef bool stops_test(const void *list, size_t row); /* whether the cursor may stand there */

/* Moves as scroll_act does, but counts only rows where the cursor may stand, and ends on one. */
bool stops_act(struct scroll *s, enum action action, int count, stops_test *stands,
               const void *list);

/* Puts the cursor on a row, or the next after (before) it where it may stand, else the nearest the
 * other way. What stands before the first such row is shown with it. */
void stops_to(struct scroll *s, size_t row, bool down, stops_test *stands, const void *list);

#endif
