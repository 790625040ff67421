/* The panes there are: one const value each, at the end of its file. */
#ifndef ATTACHE_UI_PANES_PANES_H
#define ATTACHE_UI_PANES_PANES_H

#include "ui/pane.h"

extern const struct pane_ops pane_library;    /* the table of briefings */
extern const struct pane_ops pane_timeline;   /* what was agreed over the library, in time */
extern const struct pane_ops pane_promises;   /* what was promised, and what came of it */
extern const struct pane_ops pane_names;      /* the entities of the library */
extern const struct pane_ops pane_dossier;    /* what is known of one of them */
extern const struct pane_ops pane_finder;     /* the search over the library */
extern const struct pane_ops pane_marks;      /* marks and notes of one's own */
extern const struct pane_ops pane_reader;     /* the text of the open briefing */
extern const struct pane_ops pane_entities;   /* who and what is in it */
extern const struct pane_ops pane_agreements; /* what was agreed, in time's order */
extern const struct pane_ops pane_contents;   /* overlays: its headings */
extern const struct pane_ops pane_help;       /* the keys */
extern const struct pane_ops pane_problems;   /* what is wrong in the annotations */
extern const struct pane_ops pane_palette;    /* every action by name */

#endif
