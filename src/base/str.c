#include "base/str.h"

#include <stdint.h>
#include <string.h>

str str_of(const char *terminated)
{
    return terminated ? (str){terminated, strlen(terminated)} : (str){NULL, 0};
}

const char *str_chars(const char *ptr)
{
    return ptr ? ptr : "";
}

bool str_present(str s)
{
    return s.ptr != NULL;
}

bool str_eq(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_cmp(str a, str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_ascii_nocase(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower_ascii(a.ptr[i]) != lower_ascii(b.ptr[i]))
            return false;
    return true;
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

str str_from(str s, size_t start)
{
    return str_sub(s, start, s.len);
}

str str_sub(str s, size_t start, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (start > end)
        start = end;
    return (str){s.ptr ? s.ptr + start : NULL, end - start};
}

static bool is_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.len && is_ascii_space(s.ptr[0]))
        s = str_from(s, 1);
    while (s.len && is_ascii_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

enum { STRIDE = 32 };

/* Whether the needle can begin in one of STRIDE places, by its first and its last byte: compilers
 * look at all of them at once. */
static bool begins_here(const char *places, str needle)
{
    unsigned char any = 0;
    const char *ends = places + needle.len - 1;
    char first = needle.ptr[0], last = needle.ptr[needle.len - 1];
    for (size_t i = 0; i < STRIDE; i++)
        any |= (unsigned char)((places[i] == first) & (ends[i] == last));
    return any != 0;
}

size_t str_find(str haystack, str needle, size_t from)
{
    if (needle.len == 0)
        return from <= haystack.len ? from : STR_NONE;
    if (needle.len == 1)
        return str_find_byte(haystack, needle.ptr[0], from);
    size_t places = haystack.len < needle.len ? 0 : haystack.len - needle.len + 1;
    while (from < places) {
        size_t end = places - from < STRIDE ? places : from + STRIDE;
        if (end - from == STRIDE && !begins_here(haystack.ptr + from, needle)) {
            from = end;
            continue;
        }
        for (; from < end; from++)
            if (haystack.ptr[from] == needle.ptr[0] &&
                memcmp(haystack.ptr + from, needle.ptr, needle.len) == 0)
                return from;
    }
    return STR_NONE;
}

size_t str_find_byte(str s, char byte, size_t from)
{
    if (from >= s.len)
        return STR_NONE;
    const char *hit = memchr(s.ptr + from, byte, s.len - from);
    return hit ? (size_t)(hit - s.ptr) : STR_NONE;
}

/* Eight bytes at a time as long as it is none of them: then a byte of the word is 0. */
size_t str_rfind_byte(str s, char byte)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highest = ones << 7;
    size_t end = s.len;
    for (uint64_t word; end >= sizeof word; end -= sizeof word) {
        memcpy(&word, s.ptr + end - sizeof word, sizeof word);
        word ^= ones * (unsigned char)byte;
        if ((word - ones) & ~word & highest)
            break;
    }
    for (; end > 0; end--)
        if (s.ptr[end - 1] == byte)
            return end - 1;
    return STR_NONE;
}

str str_take_line(str *rest)
{
    size_t newline = str_find_byte(*rest, '\n', 0);
    bool last = newline == STR_NONE;
    str line = last ? *rest : str_sub(*rest, 0, newline);
    *rest = str_from(*rest, last ? rest->len : newline + 1);
    return line;
}
