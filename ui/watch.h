/*
 * Tells when files of a library have changed on the disk: articles, sidecars and registries, in the
 * directories of what was opened and, for registries, in those above it up to the library's root.
 * Not what changed: whoever is told compares stamps (ui/freshness.h, the catalogue's refresh).
 *
 * A thread of its own listens to the system (ui/watch_system.h). Where there is nothing to listen
 * to, and where the system takes no more directories, it looks itself: at the stamps of all those
 * files, every second, or seldomer where one look takes long, so that looking costs at most a
 * twentieth of one processor.
 *
 * Changes that come together are told once, when nothing more came for WATCH_QUIET_MS, but at the
 * latest WATCH_LATE_MS after the first. Changes from before the watch was set up, but not older
 * than it, are told too: nothing falls between a refresh that begins with it and its first event.
 */
#ifndef ATTACHE_UI_WATCH_H
#define ATTACHE_UI_WATCH_H

#include "loader/library.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { WATCH_QUIET_MS = 40, WATCH_LATE_MS = 400 };

struct watch;

/* Starts; NULL if the system gives no thread, and for standard input. `library` outlives it; only
 * its root, `inside` and `only` are looked at. The system is asked about at most so many
 * directories: WATCH_ALL, or fewer for tests. What has changed since a time before is told. */
#define WATCH_ALL SIZE_MAX
struct watch *watch_start(const struct library *library, size_t most, time_t since);
void watch_free(struct watch *w); /* waits for the thread's end; NULL is fine */

int watch_fd(const struct watch *w); /* readable when something has changed */
void watch_take(struct watch *w);    /* it was heard */

/* True when the system takes no more directories: what changes in the rest shows a little later. */
bool watch_is_partial(struct watch *w);

#endif
