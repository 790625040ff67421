/*
 * The entities of the library: a pane that is the screen. Its own state and parts; the pane itself
 * is in panes.h. Two tabs: the entities, with what is known of the selected one beside or below
 * them; and the names in trouble, with the places of the selected one.
 */
#ifndef ATTACHE_UI_PANES_NAMES_H
#define ATTACHE_UI_PANES_NAMES_H

#include "catalog/dossier.h"
#include "ui/filter.h"
#include "ui/frame.h"
#include "ui/panes/roster.h"
#include "ui/panes/types.h"

enum names_part { NAMES_LIST, NAMES_TROUBLES, NAMES_PLACES, NAMES_PARTS };

/* What is shown of the selected entity. */
struct names_preview {
    struct arena arena;
    bool known; /* of `dossier.id` */
    struct dossier dossier;
    bool mentioned; /* in: */
    struct mention_briefing newest;
};

struct names {
    struct roster list;     /* of struct entities_row */
    struct roster troubles; /* of struct trouble_row */
    struct roster places;   /* of struct trouble_place, of the selected trouble */
    struct buf places_of;   /* its sort key */
    struct entities_query query;
    enum entity_sort ungrouped; /* what `v` goes back to */
    struct filter filter;
    struct buf before; /* id of what was selected when the typing of a filter began */
    struct types types;
    size_t by_type[ENTITY_TYPE_COUNT]; /* rows of each type that the filter lets through */
    size_t everything;                 /* rows without filter and with every type */
    size_t most;                       /* mentions of the most mentioned */
    enum names_part part;
    struct names_preview preview;
    int height, width;
    bool ready;
    bool troubles_known; /* how many there are, and which */
};

/* names_view.c: which rows are there. */
void names_refresh(struct pane *p);      /* the catalogue has changed: what is selected stays */
void names_requery(struct pane *p);      /* another order or filter */
void names_show(struct pane *p, str id); /* selects an entity, if it is one of the rows */
/* Once for a state of the catalogue: it takes long. True: that was now. */
bool names_know_troubles(struct pane *p);
void names_settle(struct pane *p); /* after the cursor moved: the places of the selected name */
void names_detail(struct pane *p); /* asks for the preview of the selected entity */
bool names_has_preview(const struct names *s);
struct roster *names_roster(struct names *s, enum names_part part);
const struct entities_row *names_selected(const struct names *s);       /* NULL: none */
const struct trouble_row *names_trouble(const struct names *s);         /* NULL: none */
const struct trouble_place *names_trouble_place(const struct names *s); /* NULL: none */
bool names_is_grouped(const struct names *s);
void names_save(const struct pane *p, struct place *place);
void names_restore(struct pane *p, const struct place *place);

/* names_layout.c: where everything stands in a pane of that size; no rows: it is not shown. */
struct names_layout {
    struct rect tabs, legend, head, list; /* head: the columns' names, right above the list */
    struct rect beside;                   /* the preview, or the places */
    bool is_beside;                       /* it stands right of the list, not below */
};
struct names_layout names_layout(const struct names *s);
void names_set_lines(struct pane *p);
size_t names_tab_at(const struct names *s, int column); /* NAMES_LIST, NAMES_TROUBLES, else more */

/* names_draw.c, names_troubles.c */
void names_draw(struct pane *p, struct canvas *c, bool focused);
void names_draw_troubles(struct pane *p, struct canvas *c, const struct names_layout *l,
                         bool focused);
void names_draw_tabs(const struct pane *p, struct canvas *c, bool focused);
struct cursor names_cursor(const struct pane *p);

#endif
