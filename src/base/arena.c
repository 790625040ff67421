#include "base/arena.h"

#include "base/mem.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, LARGE_ARRAY = 1 << 18 };

struct arena_kept {
    struct arena_kept *older;
    void *ptr;
    size_t size;
};

struct arena_block {
    struct arena_block *older;
    size_t used, size;
    max_align_t bytes[];
};

static size_t round_up(size_t size)
{
    size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        mem_exhausted();
    return (size + align - 1) / align * align;
}

static struct arena_block *add_block(struct arena *a, size_t least)
{
    size_t size = a->next_size ? a->next_size : FIRST_BLOCK;
    a->next_size = size < LARGEST_BLOCK ? size * 2 : size;
    if (size < least)
        size = least;
    if (size > SIZE_MAX - sizeof(struct arena_block))
        mem_exhausted();
    struct arena_block *block = mem_alloc(sizeof *block + size);
    block->used = 0;
    block->size = size;
    /* An outsized block goes behind the current one, which may still have room for small things. */
    if (a->blocks && size == least && a->blocks->size - a->blocks->used > size / 2) {
        block->older = a->blocks->older;
        a->blocks->older = block;
    } else {
        block->older = a->blocks;
        a->blocks = block;
    }
    return block;
}

static void *take(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        mem_exhausted();
    size_t want = round_up(count * size);
    struct arena_block *block = a->blocks;
    if (!block || block->size - block->used < want)
        block = add_block(a, want);
    void *ptr = (char *)block->bytes + block->used;
    block->used += want;
    return ptr;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
    return memset(take(a, count, size), 0, count * size);
}

void *arena_room(struct arena *a, size_t count, size_t size)
{
    return take(a, count, size);
}

void *arena_keep(struct arena *a, void *ptr, size_t size)
{
    struct arena_kept *kept = ARENA_NEW(a, struct arena_kept);
    *kept = (struct arena_kept){a->kept, ptr, size};
    a->kept = kept;
    return ptr;
}

void arena_release(struct arena *a)
{
    for (; a->kept; a->kept = a->kept->older)
        mem_free(a->kept->ptr);
    while (a->blocks) {
        struct arena_block *older = a->blocks->older;
        mem_free(a->blocks);
        a->blocks = older;
    }
    a->next_size = 0;
}

char *arena_cstr(struct arena *a, str s)
{
    char *copy = arena_room(a, s.len + 1, 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

size_t arena_size(const struct arena *a)
{
    size_t size = 0;
    for (const struct arena_block *block = a->blocks; block; block = block->older)
        size += sizeof *block + block->size;
    for (const struct arena_kept *kept = a->kept; kept; kept = kept->older)
        size += kept->size;
    return size;
}

str arena_str(struct arena *a, str s)
{
    return str_present(s) ? (str){arena_cstr(a, s), s.len} : s;
}

str arena_vprintf(struct arena *a, const char *format, va_list args)
{
    char small[256]; /* most of what is written fits: then once is enough */
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    size_t size = len < 0 ? 0 : (size_t)len;
    char *text = arena_alloc(a, size + 1, 1);
    if (size < sizeof small)
        memcpy(text, small, size);
    else
        vsnprintf(text, size + 1, format, again);
    text[size] = '\0';
    va_end(again);
    return (str){text, size};
}

str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str s = arena_vprintf(a, format, args);
    va_end(args);
    return s;
}

/* A large array is no part of a block, so that it can be made longer where it is. */
static void *grow_large(struct arena *a, void *items, size_t len, size_t size, size_t bytes)
{
    struct arena_kept *kept = a->kept;
    while (kept && (!items || kept->ptr != items))
        kept = kept->older;
    if (kept) {
        kept->ptr = mem_realloc(items, bytes);
        kept->size = bytes;
        return kept->ptr;
    }
    void *moved = arena_keep(a, mem_alloc(bytes), bytes);
    if (len)
        memcpy(moved, items, len * size);
    return moved;
}

void *arena_grow(struct arena *a, void *items, size_t len, size_t *cap, size_t size)
{
    if (len >= *cap) {
        size_t wider = *cap ? *cap * 2 : 8;
        if (wider > SIZE_MAX / size)
            mem_exhausted();
        if (wider * size >= LARGE_ARRAY) {
            items = grow_large(a, items, len, size, wider * size);
        } else {
            void *moved = arena_room(a, wider, size);
            if (len)
                memcpy(moved, items, len * size);
            items = moved;
        }
        *cap = wider;
    }
    memset((char *)items + len * size, 0, size);
    return items;
}
