#include "catalog/key.h"

#include "text/unicode.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

enum { KEY_INT_MAX = 9, KEY_COUNT_SIZE = 4, KEY_TEXT_MAX = 256 };

/* The first byte of a number says how many follow, below the middle for negative ones: so that
 * short numbers, which are those that occur, take little. Nothing is a prefix of something else,
 * and the order of the complements is the reverse. */
enum { MIDDLE = 0x80, LAST = 0xFE /* after all numbers */ };

static void put_big_endian(unsigned char *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (unsigned char)(value >> (8 * (size - 1 - i)));
}

static size_t bytes_of(uint64_t value)
{
    size_t size = 0;
    for (; value != 0; value >>= 8)
        size++;
    return size;
}

static size_t put_positive(unsigned char *out, uint64_t value)
{
    size_t size = bytes_of(value);
    out[0] = (unsigned char)(MIDDLE + size);
    put_big_endian(out + 1, value, size);
    return 1 + size;
}

static size_t put_int(unsigned char *out, int64_t value)
{
    if (value >= 0)
        return put_positive(out, (uint64_t)value);
    size_t size = bytes_of(~(uint64_t)value);
    out[0] = (unsigned char)(MIDDLE - 1 - size);
    put_big_endian(out + 1, (uint64_t)value, size);
    return 1 + size;
}

static str finish(unsigned char *key, size_t size, enum key_order order)
{
    if (order == KEY_DESCENDING)
        for (size_t i = 0; i < size; i++)
            key[i] = (unsigned char)~key[i];
    return (str){(const char *)key, size};
}

/* The latest day as its distance from the earliest: of those that begin together that is the same
 * order. */
str key_date(const struct date *d, enum key_order order, struct arena *a)
{
    if (!date_known(d))
        return (str){0};
    unsigned char *key = ARENA_ARRAY(a, unsigned char, 2 * KEY_INT_MAX + 1);
    int64_t from = date_day(d);
    size_t size = put_int(key, from);
    if (d->last == DATE_DAY)
        size += put_positive(key + size, (uint64_t)d->latest - (uint64_t)from);
    else
        key[size++] = LAST;
    key[size++] = (unsigned char)d->precision;
    return finish(key, size, order);
}

int64_t key_date_day(str key, enum key_order order)
{
    unsigned char flip = order == KEY_DESCENDING ? 0xFF : 0;
    int head = key.len != 0 ? (unsigned char)key.ptr[0] ^ flip : MIDDLE;
    size_t size = (size_t)(head < MIDDLE ? MIDDLE - 1 - head : head - MIDDLE);
    uint64_t value = head < MIDDLE ? UINT64_MAX : 0;
    for (size_t i = 1; i <= size && i < key.len; i++)
        value = value << 8 | ((unsigned char)key.ptr[i] ^ flip);
    return (int64_t)value;
}

str key_day(int64_t day, enum key_order order, struct arena *a)
{
    unsigned char *key = ARENA_ARRAY(a, unsigned char, KEY_INT_MAX);
    return finish(key, put_int(key, day), order);
}

str key_count(size_t n, enum key_order order, struct arena *a)
{
    unsigned char *key = ARENA_ARRAY(a, unsigned char, KEY_COUNT_SIZE);
    put_big_endian(key, n < UINT32_MAX ? n : UINT32_MAX, KEY_COUNT_SIZE);
    return finish(key, KEY_COUNT_SIZE, order);
}

str key_fold(str s, struct arena *a)
{
    if (!utf8_valid(s)) {
        struct text_faults faults;
        s = text_decode(s, a, &faults);
    }
    return unicode_fold_marks(s, a);
}

static str head_of(str s)
{
    size_t end = s.len < KEY_TEXT_MAX ? s.len : KEY_TEXT_MAX;
    while (end < s.len && end > 0 && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
        end--;
    return str_sub(s, 0, end);
}

str key_text(str s, struct arena *a)
{
    if (!str_present(s))
        return s;
    return str_sub(key_fold(head_of(s), a), 0, KEY_TEXT_MAX);
}
