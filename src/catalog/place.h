/*
 * Where a catalogue's file lies and what its directory needs: made private whatever the umask,
 * locked while a file is made or set aside. For catalog.c only.
 */
#ifndef ATTACHE_CATALOG_PLACE_H
#define ATTACHE_CATALOG_PLACE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

/* CACHE_HOME/attache, made with its parents if need be: 0700. An error says why it cannot be
 * written. */
struct err place_directory(str cache_home, struct arena *a, str *directory);

/* The name of a library's file in there: what a person recognises of its canonical path, and a hash
 * of the whole. */
str place_file(str directory, str canonical, struct arena *a);

/* One process at a time: the descriptor of the lock, -1 where it cannot be had within ten seconds.
 */
int place_lock(str directory);
void place_unlock(int lock);

bool place_exists(const char *path);

/* The permissions of a file that only its owner may read and write. */
struct err place_make_private(const char *path, bool create);

/* Moves a database and what belongs to it to *.broken. */
struct err place_set_aside(const char *path, struct arena *a);

/* Puts a new database where none is, at once. */
struct err place_rename(const char *from, const char *to);
void place_remove(const char *path, struct arena *a);

#endif
