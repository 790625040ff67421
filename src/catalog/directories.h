/*
 * Directories as a look meets them. One that lists the same files with the same stamps as when it
 * was sealed has the same units, none of them in doubt: they are not looked for one by one. What it
 * is sealed with is a hash of that list, and the numbers of its units.
 *
 * A seal holds as long as nobody but who looks has changed units (meta's `sealed` is the
 * generation): a run that was killed or cancelled, two at once, and units that were loaded though
 * their files had not changed leave them all in doubt for the next look, which makes them anew.
 */
#ifndef ATTACHE_CATALOG_DIRECTORIES_H
#define ATTACHE_CATALOG_DIRECTORIES_H

#include "base/buf.h"
#include "base/fs.h"
#include "base/str.h"
#include "catalog/sql.h"

#include <stdbool.h>
#include <stdint.h>

struct listing;
struct look;

/* The one whose units are met. */
struct directory_met {
    str path; /* the walk's */
    struct fs_stamp stamp, before;
    int64_t n;              /* its row; 0: it has none */
    struct buf sealed, now; /* with what it was, and is to be; empty: nothing */
    struct buf scratch;
    struct query rows; /* from the one that was met last on, */
    struct buf from;   /* or from this path */
    bool at_row;
    bool sure; /* of all units so far */
};

/* The stamp that its row has; false if it has none. */
bool directories_find(struct look *l, str path, int64_t *n, struct fs_stamp *stamp);

/* In this order: before its content; before its units, where true means that they need not come,
 * and each is noted as still there; for each; and after them, `clean` if nothing was wrong with how
 * they go together. */
void directories_meet(struct look *l, str path, const struct fs_stamp *stamp);
bool directories_listed(struct look *l, const struct listing *listing);
void directories_unit(struct look *l, int64_t n, bool sure);
void directories_left(struct look *l, bool clean);

void directories_release(struct directory_met *d);

#endif
