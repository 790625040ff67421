/* The parts of the promises over the library; the pane itself is in panes.h, what it stands on in
 * chronicle.h. Promises stand in groups: by what came of them, by who made them, by topic. */
#ifndef ATTACHE_UI_PANES_PROMISES_H
#define ATTACHE_UI_PANES_PROMISES_H

#include "ui/panes/chronicle.h"

enum { PROMISES_HEAD = 1 /* rows above the list: the group that is on the screen */ };

/* The states in the order in which they are shown, and chosen by keys. */
enum { PROMISE_STATES = 3 };
extern const enum promise promises_states[PROMISE_STATES];
unsigned promises_shown(const struct chronicle *h); /* PROMISE_BITs of those that are shown */

/* promises_items.c */
void promises_survey(struct pane *p);
void promises_prepare(struct pane *p, const struct moments_query *q);
void promises_load(struct pane *p, const struct chronicle_at *at, size_t around);
str promises_group(struct pane *p, size_t group);
/* The heading of a group: "Japan  7 · 2 overdue · 5 kept". */
str promises_heading(const struct chronicle *h, size_t number, bool ascii, struct arena *a);
void promises_follow(struct pane *p, struct chronicle_here *here, str agreement, struct arena *a);

/* promises_draw.c */
void promises_before(struct pane *p, size_t number);
void promises_after(struct pane *p);
void promises_unfold(struct pane *p, size_t number);
void promises_draw(struct pane *p, struct canvas *c, bool focused);

#endif
