/*
 * The catalogue: everything about a whole library, in SQLite. It is a cache: it can be deleted at
 * any time, and what it says follows the files at the next refresh. Its file lies under
 * $XDG_CACHE_HOME/attache (0700, 0600), named by the library's canonical path and the catalogue's
 * format, and the texts' beside it (catalog/texts.h); where those cannot be written, for one
 * article and for standard input they are in memory.
 *
 * A `struct catalog` is one connection, used by one thread at a time. Others of the same catalogue,
 * in other threads, come from catalog_connect: one writes (catalog/refresh.h), all read
 * (catalog/query.h), and nobody waits for long.
 */
#ifndef ATTACHE_CATALOG_CATALOG_H
#define ATTACHE_CATALOG_CATALOG_H

#include "base/err.h"
#include "base/str.h"
#include "loader/library.h"

struct catalog;

struct catalog_options {
    str cache_home; /* absolute: $XDG_CACHE_HOME or $HOME/.cache; absent: in memory */
    bool in_memory;
};

/*
 * Opens or makes the catalogue of a library. A file that is corrupt or foreign is set aside
 * (renamed to *.broken, replacing an older one) and made anew. Another version of the program,
 * which may read the same files differently, has a file of its own: of those the two that were
 * changed last are kept beside a new one. `notice` (256 bytes, "" if there is nothing to say) tells
 * the person what was set aside, or why the catalogue is in memory; it names paths, which pass the
 * gate when it is shown. An error only where even memory fails.
 */
struct err catalog_open(const struct library *lib, const struct catalog_options *options,
                        struct catalog **catalog, char notice[256]);

/* Another connection to the same catalogue (also one in memory), for another thread. */
struct err catalog_connect(const struct catalog *catalog, struct catalog **other);

/* NULL is fine; one in memory is gone with its last connection. */
void catalog_close(struct catalog *catalog);

/*
 * From another thread: what the connection is doing ends as soon as it can with ERR_CANCELLED, and
 * so does whatever is asked of it until catalog_resume, which is called by the thread that uses it.
 */
void catalog_interrupt(struct catalog *catalog);
void catalog_resume(struct catalog *catalog);

/* While `wanted` is set it is asked every now and then, by the thread that uses the connection:
 * when it says true, what is being done ends as soon as it can with ERR_CANCELLED. NULL: nobody is.
 */
void catalog_attend(struct catalog *catalog, bool (*wanted)(void *user), void *user);

/* What the connection last had to tell the person ("" if nothing): the notice of catalog_open, or
 * that a refresh met a damaged file and made it anew. Valid until the next call on it. */
const char *catalog_notice(const struct catalog *catalog);

/* What went wrong in the last read that failed (not one that was interrupted), and is then
 * forgotten: so that nothing goes wrong unseen in what returns no error (a row, a rank, a name). */
struct err catalog_missed(struct catalog *catalog);

/* Changes whenever a refresh has changed anything: a view made at another generation must ask
 * again. */
long catalog_generation(struct catalog *catalog);

/* True if a refresh was ever completed: what is there is whole, though perhaps of an earlier state
 * of the files. */
bool catalog_is_complete(struct catalog *catalog);

#endif
