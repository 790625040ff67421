/*
 * Stepping through the mentions of the open briefing: the same from each pane of the reader.
 * A step moves the session's reading cursor to a mention, narrows it to that, and selects its
 * entity.
 */
#ifndef ATTACHE_UI_PANES_STEPPING_H
#define ATTACHE_UI_PANES_STEPPING_H

#include "ui/pane.h"

#include <stdbool.h>
#include <stddef.h>

enum step_end { STEP_NOWHERE, STEP_INSIDE, STEP_WRAPPED };

/* To the count-th next (previous) mention, in the order of briefing->mentions, around the ends;
 * with `same` only those of the selected entity (of any, where none is selected). STEP_NOWHERE:
 * there is none. */
enum step_end mention_step(struct session *s, bool forward, bool same, size_t count);

/* Narrows the cursor to a mention and selects its entity: of several candidates the one that is
 * selected already, else the first. */
void mention_select(struct session *s, size_t mention);

/* The number (from 1) of a mention among those of an entity, and how many there are: "3/14". */
size_t mention_number(const struct briefing *b, size_t mention, size_t entity, size_t *of);

struct arena;
struct mention_briefing; /* catalog/dossier.h */

/* Where the open briefing stands among those that mention the selected entity: "2/5 briefings".
 * False if none is selected, or the catalogue does not know it here. */
bool mention_briefing_here(const struct session *s, struct arena *a, struct mention_briefing *here);

bool stepping_takes(enum action action); /* NEXT_MENTION … PREVIOUS_OF_ENTITY */
bool stepping_can(const struct session *s, enum action action);

/* Does such an action for a pane: steps, tells the host, says when it went around or nowhere. The
 * steps of one entity go on over the briefings that mention it, in the order of its dossier. */
void stepping_act(struct pane *p, enum action action, int count);

#endif
