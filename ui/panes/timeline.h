/* The timeline's parts; the pane itself is in panes.h, what it stands on in chronicle.h. */
#ifndef ATTACHE_UI_PANES_TIMELINE_H
#define ATTACHE_UI_PANES_TIMELINE_H

#include "ui/panes/chronicle.h"

enum {
    TIMELINE_HEAD = 1,  /* rows above the list: the names of the columns, and the scale */
    TIMELINE_SPARSE = 4 /* moments of a stretch that stand there one by one; more are a cluster */
};

/* timeline_items.c */
void timeline_survey(struct pane *p);
void timeline_prepare(struct pane *p, const struct moments_query *q);
void timeline_load(struct pane *p, const struct chronicle_at *at, size_t around);
/* The finest zoom at which the library is a list of a few screens. */
enum time_unit timeline_fit(struct pane *p);

/* timeline_lines.c */
void timeline_before(struct pane *p, size_t number);
void timeline_after(struct pane *p);
void timeline_unfold(struct pane *p, size_t number);

/* timeline_draw.c */
void timeline_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor timeline_cursor(const struct pane *p);

#endif
