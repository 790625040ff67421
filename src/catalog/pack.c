#include "catalog/pack.h"

#include <stdint.h>

void pack_number(struct buf *out, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        buf_byte(out, (char)(unsigned char)(n & 0x7F) | (char)-0x80);
    buf_byte(out, (char)n);
}

void pack_str(struct buf *out, str s)
{
    pack_number(out, s.len);
    buf_append(out, s);
}

void pack_optional(struct buf *out, str s)
{
    buf_byte(out, str_present(s) ? '+' : '-');
    pack_str(out, s);
}

void pack_strs(struct buf *out, const str *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pack_str(out, items[i]);
}

bool unpack_number(str packed, size_t *at, uint64_t *n)
{
    *n = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (*at >= packed.len || shift > 63)
            return false;
        unsigned char c = (unsigned char)packed.ptr[(*at)++];
        *n |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80)
            return true;
    }
}

bool unpack_str(str packed, size_t *at, str *item)
{
    uint64_t len;
    if (!unpack_number(packed, at, &len) || len > packed.len - *at)
        return false;
    *item = (str){packed.ptr + *at, (size_t)len};
    *at += (size_t)len;
    return true;
}

str *unpack_strs(str packed, struct arena *a, size_t *count)
{
    VEC(str) list = {0};
    size_t at = 0;
    str item;
    while (at < packed.len && unpack_str(packed, &at, &item))
        *VEC_PUSH(a, &list) = item;
    *count = list.len;
    return list.items;
}
