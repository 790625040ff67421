/*
 * Arrays that grow in place while something is made of a whole file, and are copied when it is
 * finished: in an arena all their earlier forms would stay until then, and those of a large file
 * are large. `v` points to a VEC (base/arena.h); what GROW_PUSH adds is not zeroed.
 */
#ifndef ATTACHE_TEXT_GROW_H
#define ATTACHE_TEXT_GROW_H

#include "base/arena.h"
#include "base/mem.h"

#include <stdint.h>
#include <string.h>

#define GROW_PUSH(v)                                                                               \
    ((v)->items = grow_room((v)->items, (v)->len, &(v)->cap, sizeof *(v)->items),                  \
     &(v)->items[(v)->len++])

/* A copy of its items in an arena. */
#define GROW_COPY(a, v) grow_copy((a), (v)->items, (v)->len, sizeof *(v)->items)

#define GROW_RELEASE(v) (mem_free((v)->items), (v)->items = NULL, (v)->len = (v)->cap = 0)

static inline void *grow_room(void *items, size_t len, size_t *cap, size_t size)
{
    if (len < *cap)
        return items;
    if (len > SIZE_MAX / size / 2 - 16)
        mem_exhausted();
    *cap = len + len / 2 + 16;
    return mem_realloc(items, *cap * size);
}

static inline void *grow_copy(struct arena *a, const void *items, size_t len, size_t size)
{
    void *copy = arena_alloc(a, len, size);
    if (len)
        memcpy(copy, items, len * size);
    return copy;
}

#endif
