/*
 * An open briefing's agreements and events in time's order, as the library knows them: what other
 * briefings say of an agreement stands beside what this one does. Part of ui/session.h.
 */
#ifndef ATTACHE_UI_SESSION_TIMELINE_H
#define ATTACHE_UI_SESSION_TIMELINE_H

#include "ui/session.h"

/* Zero-initialised is empty. */
struct session_timeline {
    struct arena arena; /* of its own: the catalogue changes without the briefing */
    struct session_entry *entries;
    size_t count;
};

/* Of a briefing that need not be the open one, from the session's catalogue as it is now, or
 * without one from the briefing alone. Entries refer to the briefing. */
struct session_timeline session_timeline_make(const struct session *s, struct briefing *b);

str session_timeline_id(const struct session_entry *e); /* absent: it has none */

#endif
