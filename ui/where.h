/*
 * Where one is in a text, kept by what stands there (state/spot.h), while the text changes: the
 * reading cursor, the top of the screen, the lit passage, the mention that the cursor is narrowed
 * to. In the same text it is exactly where it was. A place that was lost in between (the file was
 * half written) is found again when its words come back, unless one has moved meanwhile.
 *
 *     where_keep(&w, s, &place);
 *     ... another text ...
 *     where_find(&w, s, &place);
 */
#ifndef ATTACHE_UI_WHERE_H
#define ATTACHE_UI_WHERE_H

#include "catalog/hash.h"
#include "state/spot.h"
#include "ui/session.h"

/* Zero-initialised is ready. */
struct where {
    struct arena arena;
    str briefing;        /* absent: nothing is kept */
    struct hash content; /* of the text that the place was kept in, */
    struct place kept;   /* and its offsets there */
    struct spot offset, top, passage, mention;
    bool lost;           /* not all of it was found again */
    struct place landed; /* where that led to */
};

/* Keeps `place`, which is in the session's open briefing. */
void where_keep(struct where *w, const struct session *s, const struct place *place);

/* Changes the offsets of `place` to where that is in the text as it is now; not where another
 * briefing is open, or nothing was kept. */
void where_find(struct where *w, const struct session *s, struct place *place);

/* What the panes made of it. */
void where_landed(struct where *w, const struct place *place);

/* Whether words of that place were not there when it was looked for, and one has not moved since.
 */
bool where_is_lost(const struct where *w, const struct place *place);

void where_release(struct where *w);

#endif
