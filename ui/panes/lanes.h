/*
 * The timeline with one row for each agreement: when it began, a lane with its milestones along an
 * axis that all rows share, and what it is now. Its item's moment is the milestone that made it so,
 * so that opening it goes to where that is said.
 */
#ifndef ATTACHE_UI_PANES_LANES_H
#define ATTACHE_UI_PANES_LANES_H

#include "ui/panes/chronicle.h"

/* lanes.c */
void lanes_load(struct pane *p, const struct chronicle_at *at, size_t around);
void lanes_survey(struct pane *p); /* counts agreements */
void lanes_turn(
    struct pane *p); /* from rows of moments to lanes and back, the cursor on the same */
void lanes_first_place(struct pane *p);                 /* the last that began */
bool lanes_can_zoom(const struct chronicle *h, int by); /* by: years of a span, 1 more, -1 less */
void lanes_zoom(struct pane *p, int by);
size_t lanes_years(const struct chronicle *h); /* of the axis; 0: all that there are */

/* lanes_draw.c */
void lanes_draw_head(const struct pane *p, struct canvas *c);
struct chronicle_bar lanes_bar(const struct chronicle *h); /* without the lane */
bool lanes_draw_line(const struct pane *p, struct canvas *c, int row,
                     const struct chronicle_line *line);

#endif
