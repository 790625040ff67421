/*
 * The library pane's own state and parts; the pane itself is in panes.h. It is a window onto a
 * query of the catalogue.
 */
#ifndef ATTACHE_UI_PANES_LIBRARY_H
#define ATTACHE_UI_PANES_LIBRARY_H

#include "ui/filter.h"
#include "ui/panes/menu.h"
#include "ui/panes/roster.h"

struct state_row; /* state/state.h */

struct listing {
    struct roster roster;   /* of struct brief_row, under the headings of months */
    struct arena arena;     /* of: */
    struct state_row *read; /* what was read of each loaded row; NULL: not known */
    size_t read_of;         /* which loading of rows this is of */
    size_t everything;      /* rows without the filter */
    int height, width;      /* of the pane */
    bool ready;             /* the catalogue was asked */
    struct filter filter;   /* what session->list.filter shows */
    struct menu menu;       /* of what can be shown only; see: */
    bool choosing;
};

/* listing.c: which rows are there. */

/* Asks the catalogue again; the selected briefing stays selected, at its place on the screen. */
void listing_refresh(struct pane *p);
void listing_requery(
    struct pane *p); /* the same for another sort or filter: the place may change */
void listing_set_lines(struct pane *p, int lines);
bool listing_act(struct pane *p, enum action action, int count); /* false: it does not move */
bool listing_near(struct pane *p);                   /* for the next moves; false: all is there */
void listing_move(struct pane *p, size_t row);       /* selects a row and brings it on the screen */
void listing_show(struct pane *p, str id, int line); /* the same by id, at a line (-1: any) */
const struct brief_row *listing_row(const struct listing *s, size_t row);  /* NULL: not loaded */
const struct state_row *listing_read(const struct listing *s, size_t row); /* NULL: not known */
const struct brief_row *listing_selected(const struct listing *s);

/* The catalogue is told what is kept of briefings, if it does not know. */
void listing_tell_kept(struct pane *p);

/* The heading above a row: "April 2024". */
str listing_group(const struct brief_row *row, struct arena *a);

/* library_choose.c: choosing what is shown, from a menu over the pane. While it is open it takes
 * all actions. */
void library_choose(struct pane *p);
bool library_choose_can(const struct listing *s, enum action action);
void library_choose_act(struct pane *p, enum action action, int count);
void library_choose_click(struct pane *p, int row, bool twice);
struct rect library_choose_area(const struct listing *s);
void library_choose_layout(struct listing *s);
void library_choose_draw(const struct pane *p, struct canvas *c, bool focused);
const char *library_field_prompt(enum list_field field);        /* of the input line */
str library_kept_name(enum list_kept kept);                     /* "unread" */
void library_no_briefing(enum list_kept kept, struct buf *out); /* "no unread briefing" */

/* library_draw.c */
struct rect library_preview(int height, int width); /* beside the table; empty: it is not there */
int library_lines(int height, int width); /* how many lines the table has in a pane of that size */
void library_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor library_cursor(const struct pane *p);
enum { LIBRARY_HEAD = 1 }; /* rows above the table's lines: the columns' names */

#endif
