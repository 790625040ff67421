/*
 * The reader's own marks and notes in the open briefing, found again in its text. The session holds
 * them beside the briefing; they are made anew when the text or the state has changed.
 */
#ifndef ATTACHE_UI_OWN_H
#define ATTACHE_UI_OWN_H

#include "base/arena.h"
#include "text/document.h"
#include "text/fold.h"

#include <stdbool.h>

struct state;

struct own_item {
    struct span span; /* empty: a place */
    char letter;      /* of a mark; 0: it is a note */
    str id, text;     /* of a note */
};

/* Zero-initialised is empty. */
struct own {
    struct arena arena;
    struct own_item *items; /* by start */
    size_t count;
};

/* Those of a briefing; none where the state cannot be read, which the err says. `state` may be
 * NULL. */
struct err own_load(struct own *own, struct state *state, str briefing, const struct document *doc,
                    const struct folded *folded);
void own_release(struct own *own);

/* The note on exactly that passage; NULL if there is none. */
const struct own_item *own_note_on(const struct own *own, struct span passage);

/* The sign for what starts in a stretch of the text: '*' for a note, else a mark's letter, else 0.
 */
char own_sign(const struct own *own, struct span stretch);

#endif
