/*
 * A hash table from strings to numbers, in an arena: what finds an id among many. Zero-initialised
 * is empty. Keys are not copied. Nothing is ever removed.
 */
#ifndef ATTACHE_BASE_STRMAP_H
#define ATTACHE_BASE_STRMAP_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strmap_slot {
    const char *key; /* NULL: free */
    uint32_t length; /* of the key: less than 4 GiB */
    uint32_t hash;
    size_t value;
};

struct strmap {
    struct strmap_slot *slots;
    size_t len, cap; /* cap: a power of two, or 0 */
};

/* False if the key is not there. `value` may be NULL. */
bool strmap_get(const struct strmap *m, str key, size_t *value);

/* Adds a key that is not there, and returns true; else leaves what is there. */
bool strmap_add(struct strmap *m, struct arena *a, str key, size_t value);

/* Makes room for so many keys in all. Growing by itself leaves smaller tables behind in the arena.
 */
void strmap_reserve(struct strmap *m, struct arena *a, size_t count);

#endif
