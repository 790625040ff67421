/*
 * The entities pane's own state: a view (filtered, sorted, grouped) of the open briefing's
 * entities. The pane itself is in panes.h.
 */
#ifndef ATTACHE_UI_PANES_ENTITIES_H
#define ATTACHE_UI_PANES_ENTITIES_H

#include "base/arena.h"
#include "base/buf.h"
#include "ui/filter.h"
#include "ui/pane.h"
#include "ui/panes/types.h"
#include "ui/scroll.h"

enum entities_sort { ENTITIES_BY_COUNT, ENTITIES_BY_NAME, ENTITIES_BY_FIRST, ENTITIES_SORT_COUNT };

/* What is known of an entity of the briefing, whatever the view. */
struct entity_facts {
    size_t count, first; /* mentions; index of the first */
    bool ambiguous;      /* some mention of it may be another's */
    str name;            /* folded, for sorting */
};

/* A row: an entity, or with `entity` < 0 the heading of a group. */
struct entities_row {
    long entity;
    enum entity_type type; /* never ENTITY_UNTYPED: that is ENTITY_OTHER */
    long alias;            /* which alias the filter matched, -1: the name or the id */
    size_t members;        /* of a heading */
};

struct entities {
    struct arena facts_arena, rows_arena;
    struct entity_facts *facts;
    size_t most; /* mentions of the most mentioned */
    struct types types;
    struct entities_row *rows;
    size_t shown; /* rows that are entities */
    struct scroll scroll;
    int height, width;
    enum entities_sort sort;
    bool grouped;
    struct buf briefing; /* whose */
    struct filter filter;
};

/* entities_view.c */
void entities_gather(struct pane *p); /* facts, after another briefing was opened */
void entities_view(struct pane *p);   /* rows; keeps the cursor on what is selected */
/* The entity of the cursor's row, or -1. */
long entities_current(const struct pane *p);
bool entities_stands(const void *list, size_t row); /* a stops_test of struct entities */

/* entities_draw.c */
void entities_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor entities_cursor(const struct pane *p);
int entities_head(const struct pane *p); /* rows above the list */
int entities_foot(const struct pane *p); /* rows below it */

#endif
