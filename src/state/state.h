/*
 * What only the user has: how far each briefing was read, marks, and notes of one's own. One SQLite
 * file for all libraries, STATE_HOME/attache/state.db (0700, 0600), which nothing ever deletes,
 * renames or makes anew.
 *
 * Each change is one transaction, on the disk when the call returns without an err. Several
 * programs share the file: changes are made to single rows, nobody overwrites what he did not see.
 * Where a change cannot be kept (a full disk), the err says so, what was kept stays, and the
 * session goes on.
 *
 * Where the file cannot be used (corrupt, another program's, a newer version's, empty, read only),
 * it is left as it is: what can be read of it is there, changes last as long as the handle, and
 * state_notice says why and how to recover. A file that somebody puts in its place is used from
 * then on. Without a state home, which is said too, and for an article from standard input the
 * state is in memory as well.
 *
 * A NULL handle is a reader without a memory: writing does nothing, reading finds nothing.
 *
 * A state belongs to one library: the root that the opened directory or article lies in. Ids are
 * those of the opened library; what lies outside of the opened part of the root is kept, not shown.
 * A library that was moved or renamed is recognised by its directory's device and inode, if most of
 * what was read in it is there; a briefing that was moved or renamed by its content: state_follow.
 *
 * One thread at a time. Strings in rows live in the arena given. Times are seconds since the epoch.
 *
 *     struct state *state;
 *     struct err e = state_open(lib, &(struct state_options){.state_home = home}, &state);
 *     if (*state_notice(state)) say(state_notice(state));
 *     struct spot here = spot_of(&b->document, &folded, (struct span){at, at});
 *     e = state_mark(state, 'a', b->id, &here);
 *     state_close(state);
 */
#ifndef ATTACHE_STATE_STATE_H
#define ATTACHE_STATE_STATE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/hash.h"
#include "loader/library.h"
#include "state/spot.h"

#include <stdbool.h>
#include <stdint.h>

struct state;

struct state_options {
    str state_home;         /* absolute: $XDG_STATE_HOME or $HOME/.local/state; absent: in memory */
    int64_t (*clock)(void); /* what time it is; NULL: the system's clock */
};

/* `lib` is looked at, not kept; NULL: no library yet (state/exchange.h does without). An err only
 * where even memory fails; *state is NULL then. */
struct err state_open(const struct library *lib, const struct state_options *options,
                      struct state **state);
void state_close(struct state *s); /* NULL is fine */

/* What the person should be told, one line of any length: "" if all is well. It may change when a
 * call has failed (a file that turns out to be damaged). Valid until the next call. */
const char *state_notice(const struct state *s);

/* Changes whenever anything may have changed, be it by another program: what was read at another
 * generation should be read again. Cheap. */
int64_t state_generation(struct state *s);
bool state_is_changed(const struct state *s); /* by this process, since then; asks nobody */

/* -- Reading ----------------------------------------------------------------------------------- */

/* X(identifier, name in files) */
#define READ_STATES(X)                                                                             \
    X(UNREAD, "unread")                                                                            \
    X(READING, "reading")                                                                          \
    X(READ, "read")

enum read_state {
#define X(id, name) READ_STATE_##id,
    READ_STATES(X)
#undef X
        READ_STATE_COUNT
};
const char *read_state_name(enum read_state read);

/* A briefing as lists show it. Zeroed: nothing is known of it. */
struct state_row {
    str id; /* by state_recent; state_rows leaves it absent */
    enum read_state read;
    unsigned permille; /* where one is, 0 to 1000 */
    unsigned furthest; /* the furthest one was */
    int64_t opened;    /* last; 0: never */
    size_t notes, marks;
};

/* One briefing with its place. Zeroed: nothing is known of it, and the place is its beginning. */
struct state_briefing {
    struct state_row row; /* with its id */
    bool has_place;
    struct spot place;
};

/* What the content of a briefing is known by: the text of its article's file. */
struct hash state_content(const struct document *doc);

/*
 * A briefing is opened: an unread one is now being read, and what was set by hand may follow the
 * reading again. Call state_follow before.
 */
struct err state_opened(struct state *s, str id, struct hash content);

/*
 * Where one is in a briefing: on leaving it, on quitting, now and then. Cheap where nothing has
 * changed. `furthest` (spot_permille of the last line that was on the screen) only grows; at 1000
 * the briefing is read. An unread one is then being read, unless it was set by hand since it was
 * opened.
 */
struct err state_save_place(struct state *s, str id, const struct spot *place, unsigned permille,
                            unsigned furthest);

/* Sets a briefing by hand. */
struct err state_set_read(struct state *s, str id, enum read_state read);

/* What is known of one briefing; all zero where nothing is. */
struct err state_briefing(struct state *s, str id, struct arena *a, struct state_briefing *out);

/* The rows of a page of briefings: out[i] is of ids[i]. */
struct err state_rows(struct state *s, const str *ids, size_t count, struct state_row *out);

/* Briefings that were opened, the last first: at most `limit` after the row `from` (NULL: from the
 * start; needs `opened` and `id`). The first of all is where one was. */
struct state_page {
    struct state_row *rows;
    size_t count;
    bool more;
};
struct err state_recent(struct state *s, const struct state_row *from, size_t limit,
                        struct arena *a, struct state_page *page);

/* Everything that is kept of the library's briefings, a row of each (id, read, notes, marks), by
 * id. `row` may not call the state. */
struct err state_overview(struct state *s, void *user,
                          void (*row)(void *user, const struct state_row *row));

/*
 * A briefing was moved or renamed: where nothing is known of `id`, and exactly one briefing of this
 * library that is gone had the same content, everything that was kept of that one is from now on of
 * this. `is_gone` is asked about candidates, in ids of the opened library: of none where another
 * briefing has the same content, since who of them was moved cannot be known. *followed (may be
 * NULL) tells if there was one.
 */
struct err state_follow(struct state *s, str id, struct hash content,
                        bool (*is_gone)(void *user, str id), void *user, bool *followed);

/* The same where the text was edited besides: the words of the place that was kept stand in it, and
 * it is about as long. */
struct err state_follow_text(struct state *s, str id, const struct document *doc,
                             const struct folded *folded, bool (*is_gone)(void *user, str id),
                             void *user, bool *followed);

/* The same for all that are kept and gone: when briefings have come to the library. `find` gives
 * the only briefing of a content; absent if there is none, or several. *followed: how many. Neither
 * may call the state. */
struct state_moves {
    void *user;
    bool (*is_gone)(void *user, str id);
    str (*find)(void *user, struct hash content, struct arena *a);
};
struct err state_follow_all(struct state *s, const struct state_moves *m, size_t *followed);

/* -- Marks and notes --------------------------------------------------------------------------- */

enum state_item_kind { STATE_MARK, STATE_NOTE };

/* A mark or a note of one's own. */
struct state_item {
    enum state_item_kind kind;
    char letter; /* of a mark: a to z */
    str id;      /* of a note: 16 hexadecimal digits that no other note has, anywhere */
    str briefing;
    struct spot spot;
    str text;                 /* of a note: valid UTF-8, lines separated by newlines */
    int64_t created, changed; /* of a mark both are when it was set */
};

/* Sets a mark: one letter is one place in the library, and setting it again moves it (also away
 * from a part of the root that is not open). ERR_USAGE for anything but a to z. */
struct err state_mark(struct state *s, char letter, str briefing, const struct spot *spot);
struct err state_unmark(struct state *s, char letter);

/* The mark of a letter; ERR_NOT_FOUND where there is none. */
struct err state_find_mark(struct state *s, char letter, struct arena *a, struct state_item *mark);

/* A note on a passage (or a place). Its text is without white space at its ends; ERR_USAGE where
 * nothing is left of it, ERR_TOO_LARGE past STATE_NOTE_MAX. *id (may be NULL) is the new note's. */
enum { STATE_NOTE_MAX = 1 << 20 }; /* bytes */
struct err state_add_note(struct state *s, str briefing, const struct spot *spot, str text,
                          struct arena *a, str *id);

/* Another text; ERR_NOT_FOUND where the note is gone. */
struct err state_change_note(struct state *s, str id, str text);
struct err state_delete_note(struct state *s, str id); /* one that is gone already is no err */
struct err state_find_note(struct state *s, str id, struct arena *a, struct state_item *note);

/* Marks and notes of one briefing, by their hints' start, then end. */
struct state_items {
    struct state_item *items;
    size_t len, cap;
    bool more; /* by state_items: there are more after these */
};
struct err state_items_of(struct state *s, str briefing, struct arena *a, struct state_items *out);

/* Those of the library, last changed first; at most `limit` after the item `from` (NULL: from the
 * start; needs `kind`, `changed`, and `letter` or `id`). */
enum { STATE_MARKS = 1, STATE_NOTES = 2 }; /* which kinds */
struct err state_items(struct state *s, unsigned kinds, const struct state_item *from, size_t limit,
                       struct arena *a, struct state_items *out);

struct state_counts {
    size_t reading, read; /* briefings */
    size_t marks, notes;
};
struct err state_counts(struct state *s, struct state_counts *counts);

#endif
