/*
 * An arena: memory of one lifetime (a briefing, a frame, a query's result), freed at once by
 * whoever made it. What it returns is aligned for any type, and zeroed if nothing else is said. It
 * never fails (see base/mem.h).
 *
 *     struct arena a = {0};
 *     struct entity *e = ARENA_NEW(&a, struct entity);
 *     arena_release(&a);
 */
#ifndef ATTACHE_BASE_ARENA_H
#define ATTACHE_BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena_kept;

/* Zero-initialised is empty and ready. Not to be copied while in use. */
struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_kept *kept;    /* what it was given, newest first */
    size_t next_size;           /* of the next block, bytes */
};

void *arena_alloc(struct arena *a, size_t count, size_t size); /* count × size zeroed bytes */
void *arena_room(struct arena *a, size_t count, size_t size); /* not zeroed: to be filled at once */
void arena_release(struct arena *a);      /* frees all; the arena is empty and usable again */
size_t arena_size(const struct arena *a); /* bytes that it holds of the system's memory */

/* From here on the arena owns what mem_alloc or mem_realloc gave, of that size, and frees it with
 * the rest. Returns it. For what is large and was made without an arena: it is not copied. */
void *arena_keep(struct arena *a, void *ptr, size_t size);

str arena_str(struct arena *a,
              str s); /* a copy; NUL follows it, outside its length; absent stays absent */
char *arena_cstr(struct arena *a, str s); /* a terminated copy */
str arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str arena_vprintf(struct arena *a, const char *format, va_list args);

#define ARENA_NEW(a, type)          ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), (count), sizeof(type)))

/*
 * A growing array in an arena: any struct with members `items` (T *), `len` and `cap` (size_t),
 * zero-initialised. VEC_PUSH makes room for one more zeroed item and gives a pointer to it, valid
 * until the next push. A large array grows where it is; of a small one the arena keeps the earlier
 * forms:
 *
 *     struct { struct span *items; size_t len, cap; } v = {0};
 *     *VEC_PUSH(&a, &v) = (struct span){0, 4};
 */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t len, cap;                                                                           \
    }
#define VEC_PUSH(a, v)                                                                             \
    ((v)->items = arena_grow((a), (v)->items, (v)->len, &(v)->cap, sizeof *(v)->items),            \
     &(v)->items[(v)->len++])

/* What VEC_PUSH stands on: room for one more than `len` items, moved if need be. Returns the items.
 */
void *arena_grow(struct arena *a, void *items, size_t len, size_t *cap, size_t size);

#endif
