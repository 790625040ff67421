/* The one wrapper around the C allocator. No caller ever sees a failed allocation. */
#ifndef ATTACHE_BASE_MEM_H
#define ATTACHE_BASE_MEM_H

#include <stddef.h>
#include <stdnoreturn.h>

/* Returns `size` bytes, uninitialised, or does not return (see mem_exhausted). Free with mem_free.
 */
void *mem_alloc(size_t size);

/* Grows or shrinks what mem_alloc returned; `old` may be NULL. Does not return on failure. */
void *mem_realloc(void *old, size_t size);

/* Returns `count` × `size` zeroed bytes; an overflowing product counts as exhausted memory. */
void *mem_calloc(size_t count, size_t size);

void mem_free(void *ptr);

/* Gives the system back what is free by now, where the C library would keep it for the thread that
 * had it: after work aside that took much. */
void mem_give_back(void);

/*
 * Called when memory has run out or a size overflows. Defined by the program, not by the library:
 * main.c puts the terminal back, says so and leaves; a test fails. Must not return and must not
 * allocate.
 */
noreturn void mem_exhausted(void);

#endif
