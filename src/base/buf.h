/* A growing byte buffer that owns its memory. Zero-initialised is empty and ready. */
#ifndef ATTACHE_BASE_BUF_H
#define ATTACHE_BASE_BUF_H

#include "base/str.h"

#include <stdint.h>

struct buf {
    char *ptr; /* NULL while nothing was added; not terminated */
    size_t len, cap;
};

void buf_append(struct buf *b, str s);
void buf_byte(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t count); /* c, count times */
void buf_number(struct buf *b, int64_t number);     /* in decimal */
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *buf_room(struct buf *b,
               size_t extra);     /* room for extra bytes at the end; add what is written to len */
str buf_str(const struct buf *b); /* a view, valid until the next change */
void buf_clear(struct buf *b);    /* empty, keeps its memory */
void buf_release(struct buf *b);  /* empty, frees its memory */

#endif
