#include "catalog/hash.h"

#include <stdint.h>
#include <string.h>

#define C1 UINT64_C(0x87c37b91114253d5)
#define C2 UINT64_C(0x4cf5ad432745937f)

static uint64_t rotate(uint64_t x, unsigned by)
{
    return (x << by) | (x >> (64 - by));
}

static uint64_t mix(uint64_t x)
{
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    x ^= x >> 33;
    x *= UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ (x >> 33);
}

/* Written out, so that a compiler makes one load of it, and one store of the next. */
static uint64_t eight(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

static void write_eight(unsigned char *b, uint64_t n)
{
    b[0] = (unsigned char)n;
    b[1] = (unsigned char)(n >> 8);
    b[2] = (unsigned char)(n >> 16);
    b[3] = (unsigned char)(n >> 24);
    b[4] = (unsigned char)(n >> 32);
    b[5] = (unsigned char)(n >> 40);
    b[6] = (unsigned char)(n >> 48);
    b[7] = (unsigned char)(n >> 56);
}

/* The last of them, as if zeros followed. */
static uint64_t fewer(const char *bytes, size_t count)
{
    char all[8] = {0};
    memcpy(all, bytes, count);
    return eight(all);
}

static uint64_t scramble(uint64_t k, uint64_t before, unsigned by, uint64_t after)
{
    return rotate(k * before, by) * after;
}

struct hash hash_of(str s)
{
    uint64_t a = 0, b = 0;
    size_t at = 0;
    for (; s.len - at >= 16; at += 16) {
        a ^= scramble(eight(s.ptr + at), C1, 31, C2);
        a = (rotate(a, 27) + b) * 5 + 0x52dce729;
        b ^= scramble(eight(s.ptr + at + 8), C2, 33, C1);
        b = (rotate(b, 31) + a) * 5 + 0x38495ab5;
    }
    size_t rest = s.len - at;
    if (rest > 8)
        b ^= scramble(fewer(s.ptr + at + 8, rest - 8), C2, 33, C1);
    if (rest > 0)
        a ^= scramble(fewer(s.ptr + at, rest < 8 ? rest : 8), C1, 31, C2);

    a ^= s.len;
    b ^= s.len;
    a += b;
    b += a;
    a = mix(a);
    b = mix(b);
    a += b;
    b += a;

    struct hash h = {0};
    write_eight(h.bytes, a);
    write_eight(h.bytes + 8, b);
    return h;
}
