/*
 * The user's state as YAML: a copy to keep, to carry to another machine, to read and to mend.
 *
 *     # What attache keeps of its user: see "attache help export".
 *     ---
 *     attache-state: 1                          the version of this format
 *     library: "/home/ada/briefings"            the root's path, absolute
 *     briefings:
 *       - id: "2024/us-japan-summit"            from the root
 *         content: "5f0c…"                      hash of the article's file, 32 hexadecimal digits
 *         opened: "2024-04-08T12:00:00Z"        last
 *         read: reading                         unread, reading or read
 *         read-set: "2024-04-08T12:00:00Z"      when it became so
 *         by-hand: true                         set by hand since it was opened last
 *         progress: 620                         thousandths of the text: where one is
 *         furthest: 1000                        and was
 *         place-saved: "2024-04-08T12:30:00Z"
 *         place: {quote: "…", prefix: "…", suffix: "…", start: 1204, end: 1204, length: 5210}
 *     marks:
 *       - letter: a
 *         briefing: "2024/us-japan-summit"
 *         set: "2024-04-08T12:31:00Z"
 *         spot: {quote: …}                      as `place`; offsets are code points of the rendered
 *     notes:                                    text: see state/spot.h
 *       - note: "0123456789abcdef"              its id
 *         briefing: "2024/us-japan-summit"
 *         created: "2024-04-08T12:32:00Z"
 *         changed: "2024-04-08T12:33:00Z"
 *         text: "Compare this with the 2021 text."
 *         spot: {quote: …}
 *
 * A file is a row of such documents, each of one library and with at most EXCHANGE_CHUNK items, so
 * that it may be of any length. Libraries stand in the order of their paths, briefings of their
 * ids, marks of their letters, notes of their ids: the same state always makes the same file.
 * Strings from texts are in double quotes; what a terminal must not be sent is escaped. Keys
 * without a value are left out; their order does not matter. Paths and ids that are no UTF-8, or
 * nothing but white space, stand as `library-bytes`, `id-bytes`, `briefing-bytes`: hexadecimal
 * digits.
 */
#ifndef ATTACHE_STATE_EXCHANGE_H
#define ATTACHE_STATE_EXCHANGE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/err.h"
#include "state/state.h"

enum {
    EXCHANGE_VERSION = 1,
    EXCHANGE_CHUNK = 500,
    EXCHANGE_LIMIT = 1 << 30, /* bytes of a file that is read */
};

/* The last second that has a name: the end of the year 9999. */
#define EXCHANGE_LAST INT64_C(253402300799)

/* How much was read or written. Importing: `changed` counts the items that were not there, or
 * older.
 */
struct exchange_counts {
    size_t libraries, briefings, marks, notes;
    size_t changed;
};

/* Writes all libraries, piece by piece: `put` takes each, and returns false to stop
 * (ERR_CANCELLED). */
struct err exchange_export(struct state *s, bool (*put)(void *user, str piece), void *user,
                           struct exchange_counts *counts);

/*
 * Merges a file into the state, all at once: of a mark, a note, a place, a read state the one with
 * the later time wins, on the same time the one that is there; `furthest` is the greater; nothing
 * is removed. Doing it twice is doing it once. What cannot be read of the file goes to `diags`,
 * named by `file`, and is left out; the rest is merged. A library of another path is one that is
 * kept for the day when it is opened. An err: nothing was merged.
 */
struct err exchange_import(struct state *s, str text, str file, struct diag_list *diags,
                           struct exchange_counts *counts);

#endif
