/*
 * The library pane's own state and parts; the pane itself is in panes.h. It is a window onto a
 * query of the catalogue: `rows` are those that stand at first .. first + count in the query's
 * order, always more than the screen shows and never many more.
 */
#ifndef ATTACHE_UI_PANES_LIBRARY_H
#define ATTACHE_UI_PANES_LIBRARY_H

#include "ui/filter.h"
#include "ui/pane.h"

struct state_row; /* state/state.h */

struct listing {
    struct arena arena; /* of the rows */
    struct brief_row *rows;
    struct state_row *read; /* what was read of each of them; NULL: not known */
    size_t first, count;    /* which of the query's rows these are */
    size_t total;           /* rows of the query */
    size_t everything;      /* rows without the filter */
    size_t cursor, top;     /* rows of the query: the selected one, the first on the screen */
    int lines;              /* lines for rows and the headings of groups */
    int height, width;      /* of the pane */
    bool ready;             /* the catalogue was asked */
    bool moved;             /* somebody chose a row: it stays selected while others come */
    struct filter filter;   /* what session->list.filter shows */
};

/* listing.c: which rows are there. */

/* Asks the catalogue again; the selected briefing stays selected, at its place on the screen. */
void listing_refresh(struct pane *p);
void listing_requery(
    struct pane *p); /* the same for another sort or filter: the place may change */
void listing_set_lines(struct pane *p, int lines);
void listing_move(struct pane *p, size_t row);       /* selects a row and brings it on the screen */
void listing_show(struct pane *p, str id, int line); /* the same by id, at a line (-1: any) */
const struct brief_row *listing_row(const struct listing *s, size_t row);  /* NULL: not loaded */
const struct state_row *listing_read(const struct listing *s, size_t row); /* NULL: not known */
const struct brief_row *listing_selected(const struct listing *s);

bool listing_is_grouped(const struct pane *p);
/* The heading above a row: "April 2024". */
str listing_group(const struct brief_row *row, struct arena *a);
/* The line of a row (below `top`) on the screen; -1: not on it. */
int listing_line_of(const struct pane *p, size_t row);
/* True if a line for the heading stands before the row: it is the first on the screen, or of
 * another group than the row before it. */
bool listing_has_heading(const struct pane *p, size_t row);

/* library_draw.c */
int library_lines(int height, int width); /* how many lines the table has in a pane of that size */
void library_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor library_cursor(const struct pane *p);
enum { LIBRARY_HEAD = 1 }; /* rows above the table's lines: the columns' names */

#endif
