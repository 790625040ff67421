/*
 * Where a catalogue's file lies and what its directory needs: made private whatever the umask,
 * locked while a file is made or set aside. The state (state/state.h) shares what it needs of it.
 */
#ifndef ATTACHE_CATALOG_PLACE_H
#define ATTACHE_CATALOG_PLACE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/fs.h"
#include "base/str.h"

#include <stdbool.h>

/* HOME_OF_ITS_KIND/attache, made with its parents if need be: 0700. An error says why it cannot be
 * written. */
struct err place_directory(str cache_home, struct arena *a, str *directory);

/* The name of a library's file in there: what a person recognises of its canonical path, a hash of
 * the whole, and the file's format (eight digits): programs of two versions that are used in turns
 * have a file each. */
str place_file(str directory, str canonical, str format, struct arena *a);

/* Removes the files that a library has in other formats, but for the `keep` that were changed last:
 * those of a version that may still be in use. */
void place_drop_others(const char *path, size_t keep, struct arena *a);

/*
 * Who examines a file shares the lock, who makes it or sets it aside has it alone: SQLite must not
 * open one file's log beside another file of its name. Returns a descriptor, -1 where the lock
 * cannot be had within ten seconds.
 */
int place_lock(str directory, bool alone);
void place_unlock(int lock);

bool place_exists(const char *path);

/* False where there is no regular file. */
bool place_stamp(const char *path, struct fs_stamp *stamp);

/* An empty file that only its owner may read and write. */
struct err place_create(const char *path);

/* Sees to it that nobody else may read a file. ERR_NOT_REGULAR: it is none. Does not open it: that
 * would take away the locks that this process has on it. */
struct err place_make_private(const char *path);

/* Moves a database and what belongs to it to *.broken. */
struct err place_set_aside(const char *path, struct arena *a);

/* Puts a new database where none is, at once. */
struct err place_rename(const char *from, const char *to);
void place_remove(const char *path, struct arena *a);

#endif
