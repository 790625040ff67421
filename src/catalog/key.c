#include "catalog/key.h"

#include "text/unicode.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

enum { KEY_DATE_SIZE = 17, KEY_COUNT_SIZE = 4, KEY_TEXT_MAX = 256 };

static void put_big_endian(unsigned char *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (unsigned char)(value >> (8 * (size - 1 - i)));
}

static str finish(unsigned char *key, size_t size, enum key_order order)
{
    if (order == KEY_DESCENDING)
        for (size_t i = 0; i < size; i++)
            key[i] = (unsigned char)~key[i];
    return (str){(const char *)key, size};
}

/* Negative days before positive ones. */
static uint64_t biased(int64_t day)
{
    return (uint64_t)day ^ ((uint64_t)1 << 63);
}

str key_date(const struct date *d, enum key_order order, struct arena *a)
{
    if (!date_known(d))
        return (str){0};
    unsigned char *key = ARENA_ARRAY(a, unsigned char, KEY_DATE_SIZE);
    uint64_t latest = d->last == DATE_DAY ? biased(d->latest) : UINT64_MAX;
    put_big_endian(key, d->first == DATE_DAY ? biased(d->earliest) : latest, 8);
    put_big_endian(key + 8, latest, 8);
    key[16] = (unsigned char)d->precision;
    return finish(key, KEY_DATE_SIZE, order);
}

int64_t key_date_day(str key, enum key_order order)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 8 && i < key.len; i++) {
        unsigned char byte = (unsigned char)key.ptr[i];
        value = value << 8 | (order == KEY_DESCENDING ? (unsigned char)~byte : byte);
    }
    return (int64_t)(value ^ ((uint64_t)1 << 63));
}

str key_day(int64_t day, enum key_order order, struct arena *a)
{
    unsigned char *key = ARENA_ARRAY(a, unsigned char, 8);
    put_big_endian(key, biased(day), 8);
    return finish(key, 8, order);
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
    str head = head_of(s);
    str folded = str_sub(key_fold(head, a), 0, KEY_TEXT_MAX);
    size_t size = folded.len + 1 + head.len;
    char *key = ARENA_ARRAY(a, char, size);
    if (folded.len != 0)
        memcpy(key, folded.ptr, folded.len);
    if (head.len != 0)
        memcpy(key + folded.len + 1, head.ptr, head.len);
    return (str){key, size};
}
