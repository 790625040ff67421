/*
 * What the system tells of changes in directories: inotify, kqueue, or nothing, one file for each
 * (watch_inotify.c, watch_kqueue.c, watch_none.c). For ui/watch.c only.
 *
 * What it tells may be too much and may come late, but not too little: after each event that may
 * have brought directories or files, everything is asked about again.
 */
#ifndef ATTACHE_UI_WATCH_SYSTEM_H
#define ATTACHE_UI_WATCH_SYSTEM_H

#include "base/str.h"

#include <stdbool.h>

#if !defined WATCH_INOTIFY && !defined WATCH_KQUEUE
#if defined __linux__
#define WATCH_INOTIFY
#elif defined __APPLE__ || defined __FreeBSD__ || defined __NetBSD__ || defined __OpenBSD__ ||     \
    defined __DragonFly__
#define WATCH_KQUEUE
#endif
#endif

struct watch_system;

/* NULL where there is nothing, or it refuses. */
struct watch_system *watch_system_open(void);
void watch_system_close(struct watch_system *s);   /* NULL is fine */
int watch_system_fd(const struct watch_system *s); /* readable when there is something to take */

/* Everything is about to be asked about anew. */
void watch_system_begin(struct watch_system *s);

/* Asks about a directory, and about a file in one. False: it takes no more. What is not there any
 * more is no trouble. */
bool watch_system_directory(struct watch_system *s, const char *path);
bool watch_system_file(struct watch_system *s, const char *directory, str name);

/* Takes what there is; `matters` tells of a file by its name. True: something has changed; *again:
 * everything is to be asked about again. */
bool watch_system_take(struct watch_system *s, bool (*matters)(str name), bool *again);

#endif
