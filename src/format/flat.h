/*
 * Records as rows of CSV (RFC 4180, lines end in LF) or of TSV. A record is written with the calls
 * of format/json.h; here each becomes a row whose columns are the record's keys, in its order. A
 * list is one cell, its items joined by "; ". Of an object within the record the first member has
 * the column of its key, the others key_member. Absent is an empty cell.
 *
 * A spreadsheet takes a cell that begins with = + - @, a tab or a return for a formula: a text that
 * does is given a ' before it; numbers and dates are not. In TSV tabs and line ends are spaces.
 */
#ifndef ATTACHE_FORMAT_FLAT_H
#define ATTACHE_FORMAT_FLAT_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised with `out` it is ready for CSV. Columns are borrowed for the call. */
struct flat {
    struct buf *out;
    bool tabs;   /* TSV */
    bool naming; /* the names of the columns come instead of a record's values */

    int depth;                /* of objects */
    bool listing;             /* within a list */
    size_t cells;             /* of this row so far */
    size_t items;             /* of this list, or members of the inner object, so far */
    const char *key, *member; /* of the record; of the object within it */
    struct buf list;          /* the cell of a list */
};

void flat_release(struct flat *f);

void flat_begin(struct flat *f, char bracket);
void flat_end(struct flat *f, char bracket);
void flat_key(struct flat *f, const char *name);
void flat_text(struct flat *f, str value);  /* a text; absent or empty: an empty cell */
void flat_token(struct flat *f, str value); /* a number, a date, a truth value */

#endif
