/*
 * What the screens share: the library, its catalogue, the open briefing, and what is selected in
 * it. The app owns it; panes read it, and change only the selection (telling the host).
 */
#ifndef ATTACHE_UI_SESSION_H
#define ATTACHE_UI_SESSION_H

#include "base/pace.h"
#include "catalog/query.h"
#include "catalog/refresh.h"
#include "loader/library.h"
#include "text/fold.h"
#include "ui/freshness.h"
#include "ui/keymap.h"
#include "ui/own.h"

#include <stdint.h>

struct state; /* state/state.h */
struct spot;  /* state/spot.h */

/* What fills the screen: the reader with its three panes, or one pane (ui/screens.h). */
enum screen {
    SCREEN_LIBRARY,
    SCREEN_READER,
    SCREEN_ENTITIES, /* of the whole library */
    SCREEN_DOSSIER,  /* of one entity */
    SCREEN_TIMELINE,
    SCREEN_PROMISES,
    SCREEN_SEARCH,
    SCREEN_MARKS,
    SCREEN_COUNT
};

/*
 * Somewhere one can be and come back to. Offsets are bytes of the document as it is: they survive
 * other widths; what shall survive edits is kept by its words besides (ui/where.h).
 */
struct place {
    enum screen screen;
    struct arena *arena; /* of the strings; the jump list owns it */
    str briefing; /* the open one (reader), or the row under the cursor (library); absent: the first
                   */
    int focus;    /* which pane has the focus: enum reader_pane */
    bool zoomed;
    size_t offset;           /* the reading cursor, bytes in the document */
    struct span passage;     /* what to light up: evidence that was jumped to; empty: nothing */
    struct span mention;     /* that the cursor is narrowed to; empty: none */
    size_t top;              /* byte offset of the first line on the screen */
    size_t bottom;           /* where what is on the screen ends */
    const struct spot *spot; /* instead of the offsets: by what stands there; NULL: as they say */
    int row; /* of a pane that is the screen: its cursor, as the row on the screen; -1:
                any */
    int entity_row, agreement_row; /* the cursors of those panes, the same way */
    size_t milestone; /* of the selected agreement, that the cursor stands on, from 1; 0: none */
    str entity, agreement; /* selected ids; of a dossier: whose it is */
    str key;               /* of a pane that is the screen: the row under its cursor, as the pane
                              names it; absent: where it was, or the first */
    str view; /* the same: how it shows its rows (filter, order, …), in its own words */
    int zoom; /* the same: how near it shows them */
    int sideways;
};

enum reader_pane { READER_TEXT, READER_ENTITIES, READER_AGREEMENTS };

enum { SELECTED_NONE = -1 };

/* What is selected in the open briefing: every pane of the reader shows the same. */
struct selection {
    long entity;    /* index in briefing->entities, or SELECTED_NONE */
    long mention;   /* index in briefing->mentions the cursor is narrowed to, or SELECTED_NONE */
    long agreement; /* index in `timeline` (below), or SELECTED_NONE */
    size_t offset;  /* the reading cursor: bytes in the document */
    struct span
        passage; /* evidence that was jumped to, lit until the cursor moves on; empty: none */
};

/* A row of the reader's timeline: an agreement as the library knows it, or an event of this
 * briefing. */
struct session_entry {
    bool is_event;
    struct timeline_row agreement;  /* milestones of the whole library; m.briefing tells whose */
    const struct agreement *stated; /* the entry of this briefing; NULL: only linked or mentioned */
    const struct event *event;
};

/* The query by which somebody came to a briefing: its hits are lit there. */
struct session_seek {
    struct buf query;
    bool expand;
    unsigned long number; /* a new one with each query; 0: none yet */
};

struct session {
    struct library *library;
    struct catalog *catalog;
    struct state *state; /* what is kept of the reader; NULL: nothing is */
    int64_t today;
    bool ascii;

    struct list_query list; /* the library's sort and filter: J and K follow them */
    struct session_seek seek;

    struct arena arena;        /* of what follows: released when another briefing is opened */
    struct briefing *briefing; /* NULL: none is open */
    struct folded folded;      /* of its text */
    struct freshness files;    /* those that it was read from */
    bool kept;      /* its files are others by now, which cannot be read: it is shown as it was */
    struct own own; /* marks and notes of one's own in it */
    struct arena timeline_arena;
    struct session_entry
        *timeline; /* this briefing's agreements and events in time's order; undated last */
    size_t timeline_count;
    struct selection selection;
    struct session_read *ahead; /* what may be opened next, and was read already; NULL: nothing */

    enum screen screen;  /* which one is shown, below overlays */
    unsigned long epoch; /* of what rows look like: raised with each frame before which something
                            else may have happened than that a cursor moved; 0: it is not known */
    bool hurried; /* something moves: what may be shown later (STYLE_LATER) is not drawn yet */
    const struct keymap *keymap; /* what the keys do; NULL where there are none (tests) */

    bool indexing; /* a refresh of the catalogue is under way */
    bool stopped;  /* the last one was, before its end: what is not there may be in the files */
    size_t indexed, to_index;
    struct pace pace;             /* of that */
    struct refresh_counts counts; /* of the last that came to its end */
    long generation;              /* of the catalogue when the panes were last told */
    struct err trouble;           /* what could not be read when it was last asked for */
};

/* Opens a briefing by id into the session, with nothing selected and the reading cursor at its
 * start. On failure what was open stays. */
struct err session_open(struct session *s, str id);

/* Reads a briefing that is likely to be opened next, so that opening it need not wait for its files
 * and the catalogue; one at a time is kept. Not where its files are large, or it cannot be read:
 * that is for opening it. What is opened is always as its files are then. */
void session_expect(struct session *s, str id);

/* Notes a query that can be read; copied. */
void session_seek(struct session *s, str query, bool expand);

/* Whether the open briefing's files may have changed since they were read. */
bool session_is_stale(const struct session *s);

/*
 * Reads the open briefing again, with nothing selected. What was open stays, with `kept`, where it
 * cannot be read or was caught while being written: ERR_CORRUPT or what the loader says; and where
 * it may have been caught so, or may be meant so, ERR_CANCELLED: call it again, `settled`, when the
 * files have rested for a while. The message names the file.
 */
struct err session_reload(struct session *s, bool settled);

/* Makes the timeline anew: the catalogue has changed. The selected entry stays selected. */
void session_join(struct session *s);

/* Everything that was read, and the query; the library and catalogue are the app's. */
void session_release(struct session *s);

/* Where an id stands in the open briefing's entities, or in `timeline`: SELECTED_NONE if nowhere.
 */
long session_entity(const struct session *s, str id);
long session_agreement(const struct session *s, str id);

/* Which of the open briefing's mentions stands at exactly that span: SELECTED_NONE if none. */
long session_mention(const struct session *s, struct span span);

/* The id of an entry of `timeline`; absent if there is no such entry, or it has none. */
str session_entry_id(const struct session *s, long entry);

#endif
