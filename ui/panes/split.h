/* A list with what is selected in it shown whole: beside it on wide screens, below it where there
 * is room, else not at all. */
#ifndef ATTACHE_UI_PANES_SPLIT_H
#define ATTACHE_UI_PANES_SPLIT_H

#include "ui/canvas.h"

struct split {
    int rows, columns;  /* of the list, which begins at the top left */
    struct rect detail; /* no rows: there is none */
    bool beside;
};

struct split split_make(int rows, int columns, int below_rows);
/* The same of a list that wants much of the width itself. */
struct split split_make_wide(int rows, int columns, int below_rows);

/* The rule between the two. Returns the window of the detail, without the rule. */
struct canvas split_draw(const struct split *s, struct canvas *c);

#endif
