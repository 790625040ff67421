/*
 * The first step of a refresh: walks the library and finds what changed since it was stored. That
 * lies in temporary tables of the connection, so that memory does not grow with the library; they
 * are there once something was found (look_has_found):
 *
 *     temp.todo            units to load, in the order found
 *     temp.todo_scope      registries and library.yaml to read
 *     temp.walked          directories that are new, or were otherwise before
 *
 * What is stored is read in the order in which a directory is walked: a row a unit, and one alone
 * where all is as it was (catalog/directories.h).
 */
#ifndef ATTACHE_CATALOG_LOOK_H
#define ATTACHE_CATALOG_LOOK_H

#include "base/bits.h"
#include "catalog/directories.h"
#include "catalog/refresh.h"
#include "catalog/store.h"

/* Nanoseconds since the epoch that a file's times may lag behind the clock: some systems keep them
 * in steps of two seconds. A file changed later than this before a look may change again without
 * another stamp, so that its content is remembered as well. */
#define LOOK_GRANULARITY INT64_C(2000000000)

struct look {
    struct catalog *c;
    struct library *lib;
    const struct refresh_hooks *hooks;
    bool rebuild;       /* everything counts as changed */
    int64_t now;        /* when the look began, nanoseconds since the epoch */
    int64_t generation; /* of the catalogue that it was compared with */
    int64_t scopes;     /* the generation of its registries */
    bool trusted;       /* what directories are sealed with */
    int64_t own;        /* a generation that this refresh made: they still are */
    bool doubtful;      /* there are units to load whose files have not changed */
    struct directory_met here;
    size_t seen;                /* units */
    bool found;                 /* something: there are tables */
    struct bits still;          /* rows of unit whose files are there */
    struct bits calm;           /* those of them whose stamps are no longer in doubt */
    struct bits walked;         /* rows of directory that are there */
    struct bits scopes_seen;    /* rows of scope that are */
    struct diag_list diags;     /* of the structure */
    struct stored_rows *stored; /* the rows of a directory; NULL outside the walk */
};

/* Fills the tables. `l->diags.arena` is the caller's. */
struct err look_at_library(struct look *l);

/* Before that, and sooner: looks only into the directories whose own times have changed, at names
 * that are of no unit, and fills temp.todo with what has come into them. False where there is
 * nothing, and where registries have changed too. */
bool look_at_changed_directories(struct look *l);

/* A statement that adds to the tables. */
struct query look_finds(struct look *l, const char *sql);

/* Whether there are the tables: else nothing changed but by what has gone. */
bool look_has_found(const struct look *l);

/* What the walk saw of directories, for the next time: whether it is other than what is stored, and
 * storing it. */
bool look_saw_other_directories(struct look *l);
void look_keep_directories(struct look *l);

/* Adds those of the units that are still there which `stale` marks by now. */
void look_again_at_stale(struct look *l);

/* The first unit after row `after` whose files are gone, of those that were stored before the look;
 * 0: none. Says whether it is listed. */
int64_t look_next_gone(struct look *l, int64_t after, bool *listed);

/* The same of registries and sections. */
int64_t look_next_scope_gone(struct look *l, int64_t after);

/* Forgets the hashes of units whose stamps are no longer in doubt. */
void look_keep_calm(struct look *l);

/* The hash of a file's bytes if it is so young that its stamp is in doubt; else absent. */
str look_hash(const struct look *l, str path, const struct fs_stamp *stamp, struct arena *a);

/* That hash once the file was loaded: if it could not be read then, whatever it was a moment
 * before, that of what cannot be read, so that the next look sees when it can. */
str look_hash_loaded(str hash, const struct diag_list *diags);

bool look_cancelled(const struct look *l);

/* When the stamp's file last changed in any way that the system notes. */
int64_t stamp_time(const struct fs_stamp *stamp);
struct fs_stamp stamp_unpack(str bytes);

#endif
