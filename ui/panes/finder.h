/*
 * The search screen: one line in which a query is typed, what it finds in the library below it, and
 * beside it (or in its place, where there is no room) entities and agreements that are called so,
 * and the types, topics, years and entities into which the briefings fall. The pane itself is in
 * panes.h.
 *
 * What is shown is always the answer to some query that could be read; the next one takes its place
 * when it comes (ui/searcher.h).
 */
#ifndef ATTACHE_UI_PANES_FINDER_H
#define ATTACHE_UI_PANES_FINDER_H

#include "ui/filter.h"
#include "ui/panes/answer.h"
#include "ui/panes/drawn.h"
#include "ui/panes/menu.h"
#include "ui/searcher.h"

/* Something beside the briefings. */
struct finder_choice {
    enum { CHOICE_ENTITY, CHOICE_AGREEMENT, CHOICE_TERM } kind;
    str text;      /* the entity's id; the term */
    size_t number; /* of the agreement in its answer */
};

struct finder {
    struct searcher *searcher; /* NULL until something is asked */
    struct filter filter;      /* the query as it is typed */
    bool blank;                /* there is none */
    struct arena fault_arena;
    struct clause_fault fault; /* why it cannot be read; its message is absent if it can */
    enum search_order order;
    bool expand;

    unsigned long wish;                           /* the last one */
    unsigned waiting;                             /* enum search_want: what has not come yet */
    bool ahead;                                   /* rows that are waited for are not to be seen */
    struct search_answer *rows, *others, *facets; /* NULL: none came yet */

    size_t cursor, top;             /* briefings */
    bool moved;                     /* somebody chose one: it stays selected while others come */
    struct drawn drawn, side_drawn; /* those on the screen */

    bool in_side; /* the cursor is beside the briefings */
    struct menu side;
    struct arena side_arena;
    VEC(struct finder_choice) choices;

    int height, width; /* of the pane */
};

enum { FINDER_OTHERS = 5, FINDER_FACETS = 8 }; /* rows of each kind */

/* Where everything stands. */
struct finder_plan {
    int head;               /* rows above the briefings */
    struct rect list, side; /* no columns: it is not shown */
    int item;               /* rows of a briefing */
    size_t items;           /* that fit; at least 1 */
};
struct finder_plan finder_plan(const struct finder *f);

const struct search_row *finder_row(const struct finder *f, size_t number); /* NULL: not there */
const struct search_row *finder_selected(const struct finder *f);
size_t finder_total(const struct finder *f);

/* What is searched for: the last word is found by its beginning, unless words are to be found by
 * the other names of their entities. */
str finder_query(const struct finder *f, struct arena *a);

/* finder_ask.c: asks for all of the query, or for the rows that are to be seen and are not there;
 * takes the answers. With `keep` the briefing stays selected, on that line. */
void finder_ask(struct pane *p, str keep, size_t line);
void finder_begin(struct pane *p); /* before: what fails here fails then, too */
void finder_need(struct pane *p);
bool finder_near(struct pane *p); /* the same for those that are near */
void finder_take(struct pane *p);
void finder_forget(struct finder *f); /* all answers */

/* finder_side.c */
void finder_fill_side(struct pane *p);
const struct finder_choice *finder_choice(const struct finder *f); /* NULL: none is selected */

/* finder_draw.c */
void finder_draw(struct pane *p, struct canvas *c, bool focused);

#endif
