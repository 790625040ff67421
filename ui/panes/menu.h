/*
 * What overlays are made of: rows to choose from under headings, with a cursor that stands on rows
 * only, scrolling with its list. The pane fills it and says what a row means.
 */
#ifndef ATTACHE_UI_PANES_MENU_H
#define ATTACHE_UI_PANES_MENU_H

#include "ui/pane.h"
#include "ui/scroll.h"

struct menu_row {
    bool heading;
    str left; /* in a column of its own: keys, places */
    str text;
    str right; /* quiet, where there is room; a short one, a count or a state, before the text */
    int indent;
    struct style style; /* of the text */
    size_t item;        /* the pane's own number of it */
};

/* Zero-initialised is empty and ready. */
struct menu {
    struct arena arena; /* of the rows and their strings */
    VEC(struct menu_row) rows;
    struct scroll scroll;
    int left;  /* cells of the left column */
    bool idle; /* the cursor is elsewhere: no row is shown as selected */
};

void menu_release(struct menu *m);
void menu_clear(struct menu *m); /* no rows; the cursor stays where it is, for rows to come */

/* Adds a row (strings are copied). The heading of a group without rows is not shown. */
void menu_add(struct menu *m, const struct menu_row *row);

/* After adding: the cursor on a row, the first one or the one nearest to where it was. */
void menu_settle(struct menu *m);

void menu_set_rows(struct menu *m, int rows);               /* how many fit on the screen */
void menu_select(struct menu *m, size_t item);              /* the row of that item */
const struct menu_row *menu_selected(const struct menu *m); /* NULL: there is none */
bool menu_act(struct menu *m, enum action action, int count);
bool menu_click(struct menu *m, int row); /* true: it is a row, and selected now */
void menu_draw(const struct menu *m, struct canvas *c, bool focused);
/* The same below a title, with words at its right, and a rule; the list has MENU_HEAD rows less. */
enum { MENU_HEAD = 2 };
void menu_draw_titled(const struct menu *m, struct canvas *c, bool focused, str title, str right);
/* Below the list the selected row whole, with a rule above it: how many of the rows that takes, and
 * drawing it. */
enum { MENU_DETAIL = 4 }; /* at most */
int menu_detail_rows(int rows);
void menu_draw_detail(struct canvas *c, str text);
struct cursor menu_cursor(const struct menu *m);
void menu_status(const struct menu *m, struct buf *out); /* "3/14" */

#endif
