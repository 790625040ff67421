#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

char *buf_room(struct buf *b, size_t extra)
{
    if (extra > SIZE_MAX / 2 || b->len > SIZE_MAX / 2 - extra)
        mem_exhausted();
    if (b->cap - b->len < extra) {
        size_t cap = b->cap ? b->cap : 64;
        while (cap - b->len < extra)
            cap *= 2;
        b->ptr = mem_realloc(b->ptr, cap);
        b->cap = cap;
    }
    return b->ptr + b->len;
}

void buf_append(struct buf *b, str s)
{
    if (s.len == 0)
        return;
    memcpy(buf_room(b, s.len), s.ptr, s.len);
    b->len += s.len;
}

void buf_byte(struct buf *b, char c)
{
    *buf_room(b, 1) = c;
    b->len++;
}

void buf_fill(struct buf *b, char c, size_t count)
{
    if (count == 0)
        return;
    memset(buf_room(b, count), c, count);
    b->len += count;
}

void buf_number(struct buf *b, int64_t number)
{
    char digits[20]; /* of the largest */
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        buf_byte(b, '-');
    buf_append(b, (str){digits + at, sizeof digits - at});
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char *end = buf_room(b, 1);
    size_t room = b->cap - b->len; /* mostly enough: then once is */
    int len = vsnprintf(end, room, format, args);
    if (len > 0 && (size_t)len >= room)
        vsnprintf(buf_room(b, (size_t)len + 1), (size_t)len + 1, format, again);
    b->len += len > 0 ? (size_t)len : 0;
    va_end(again);
    va_end(args);
}

str buf_str(const struct buf *b)
{
    return (str){b->ptr ? b->ptr : "", b->len};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
}

void buf_release(struct buf *b)
{
    mem_free(b->ptr);
    *b = (struct buf){0};
}
