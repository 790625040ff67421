#include "text/entity_ref.h"

#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

enum { NAME_ROOM = 32 }; /* the longest name has 31 letters */

/* Without pointers: those would have to be set, two thousand of them, whenever the program starts.
 */
static const struct {
    char name[NAME_ROOM], text[ENTITY_REF_MAX];
} named[] = {
#define X(name, text) {name, text},
#include "text/entities.def"
#undef X
};

static str find_named(str name)
{
    size_t low = 0, high = sizeof named / sizeof *named;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = str_cmp(str_of(named[mid].name), name);
        if (order == 0)
            return str_of(named[mid].text);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return (str){NULL, 0};
}

/* The value of a digit, 16 or more if it is none. */
static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? (unsigned)(lower - 'a') + 10 : 16;
}

static size_t decode_number(str digits, unsigned base, char out[ENTITY_REF_MAX])
{
    uint32_t c = 0;
    if (digits.len == 0)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        unsigned value = digit_value(digits.ptr[i]);
        if (value >= base)
            return 0;
        c = c > 0x10FFFF ? c : c * base + value;
    }
    bool good = c > 0 && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
    return utf8_encode(good ? c : UTF8_REPLACEMENT, out);
}

size_t entity_ref_decode(str ref, char out[ENTITY_REF_MAX])
{
    if (ref.len < 3 || ref.ptr[0] != '&' || ref.ptr[ref.len - 1] != ';')
        return 0;
    str body = str_sub(ref, 1, ref.len - 1);
    if (body.ptr[0] != '#') {
        str text = find_named(body);
        if (text.len)
            memcpy(out, text.ptr, text.len);
        return text.len;
    }
    bool hex = body.len > 1 && (body.ptr[1] | 0x20) == 'x';
    return decode_number(str_from(body, hex ? 2 : 1), hex ? 16 : 10, out);
}

size_t entity_ref_end(str s, size_t at)
{
    enum { LONGEST = 40 }; /* longer than any name; without a bound a row of '&' is quadratic */
    size_t end = at + 1;
    while (end < s.len && end - at < LONGEST &&
           ((s.ptr[end] >= '0' && s.ptr[end] <= '9') || s.ptr[end] == '#' ||
            ((s.ptr[end] | 0x20) >= 'a' && (s.ptr[end] | 0x20) <= 'z')))
        end++;
    return end < s.len && s.ptr[end] == ';' ? end + 1 : at;
}
