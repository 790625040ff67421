#include "text/utf8.h"

#include "text/unicode.h"

#include <assert.h>
#include <string.h>

/* Unicode, table 3-7: what may follow a lead byte. The second byte alone has a range of its own. */
struct lead {
    unsigned char length, second_min, second_max;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte < 0x80)
        return (struct lead){1, 0, 0};
    if (byte < 0xC2)
        return (struct lead){0, 0, 0};
    if (byte < 0xE0)
        return (struct lead){2, 0x80, 0xBF};
    if (byte < 0xF0)
        return (struct lead){3, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF};
    if (byte < 0xF5)
        return (struct lead){4, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF};
    return (struct lead){0, 0, 0};
}

static size_t invalid(size_t length, uint32_t *code_point, bool *valid)
{
    *code_point = UTF8_REPLACEMENT;
    if (valid)
        *valid = false;
    return length;
}

size_t utf8_decode(str s, size_t at, uint32_t *code_point, bool *valid)
{
    assert(at < s.len);
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    struct lead lead = lead_of(p[0]);
    if (lead.length == 0)
        return invalid(1, code_point, valid);
    uint32_t c = lead.length == 1 ? p[0] : p[0] & (0x7Fu >> lead.length);
    for (size_t i = 1; i < lead.length; i++) {
        unsigned char min = i == 1 ? lead.second_min : 0x80, max = i == 1 ? lead.second_max : 0xBF;
        if (i >= left || p[i] < min || p[i] > max)
            return invalid(i, code_point, valid);
        c = c << 6 | (p[i] & 0x3F);
    }
    *code_point = c;
    if (valid)
        *valid = true;
    return lead.length;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* The end of the run of bytes from `at` that are ASCII and not NUL: eight at a time, because almost
 * every text is almost only that. */
static size_t plain_run_end(str s, size_t at)
{
    const uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    while (s.len - at >= 8) {
        uint64_t word;
        memcpy(&word, s.ptr + at, 8);
        if (word & high || ((word - ones) & ~word & high))
            break;
        at += 8;
    }
    while (at < s.len && s.ptr[at] > 0)
        at++;
    return at;
}

size_t utf8_printable_end(str s, size_t at)
{
    const uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    uint64_t word;
    for (; s.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.ptr + at, sizeof word);
        /* The top bits of those that are not ASCII, that are below the space, that are DEL. */
        if ((word | (((word | high) - ones * 0x20) ^ high) | (word + ones)) & high)
            break;
    }
    while (at < s.len && s.ptr[at] >= 0x20 && s.ptr[at] < 0x7F)
        at++;
    return at;
}

size_t utf8_ascii_end(str s, size_t at)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t word;
    for (; s.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.ptr + at, sizeof word);
        if (word & high)
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

static bool is_ascii(char byte)
{
    return (unsigned char)byte < 0x80;
}

bool utf8_valid(str s)
{
    for (size_t at = 0; at < s.len;) {
        if (is_ascii(s.ptr[at])) {
            size_t end = plain_run_end(s, at);
            at = end > at ? end : at + 1;
            continue;
        }
        uint32_t c;
        bool valid;
        at += utf8_decode(s, at, &c, &valid);
        if (!valid)
            return false;
    }
    return true;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

size_t utf8_length(str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += !is_continuation(s.ptr[i]);
    return count;
}

size_t utf8_offset(str s, size_t code_points)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_continuation(s.ptr[i]) && code_points-- == 0)
            return i;
    return s.len;
}

size_t utf8_next(str s, size_t at)
{
    if (at >= s.len)
        return s.len;
    do
        at++;
    while (at < s.len && is_continuation(s.ptr[at]));
    return at;
}

size_t utf8_prev(str s, size_t at)
{
    if (at > s.len)
        return s.len;
    while (at > 0 && is_continuation(s.ptr[--at]))
        ;
    return at;
}

/* Copies `s` with every invalid subpart and, if asked, NUL replaced; or only counts the bytes that
 * this takes when `out` is NULL. `first` is where in the outcome the first replacement stands. */
static size_t replace(str s, bool nul, char *out, size_t *first)
{
    size_t len = 0;
    *first = STR_NONE;
    for (size_t at = 0; at < s.len;) {
        size_t end = plain_run_end(s, at);
        uint32_t c = 0;
        bool valid = true;
        if (end == at) {
            end += utf8_decode(s, at, &c, &valid);
            valid = valid && (c != 0 || !nul);
        }
        if (!valid && *first == STR_NONE)
            *first = len;
        str piece = valid ? str_sub(s, at, end) : STR("\xEF\xBF\xBD");
        if (out)
            memcpy(out + len, piece.ptr, piece.len);
        len += piece.len;
        at = end;
    }
    return len;
}

static str scrub(str s, bool nul, struct arena *a, size_t *first)
{
    size_t len = replace(s, nul, NULL, first);
    if (*first == STR_NONE)
        return s;
    char *copy = arena_alloc(a, len + 1, 1);
    replace(s, nul, copy, first);
    return (str){copy, len};
}

str utf8_scrub(str s, struct arena *a)
{
    size_t first;
    return scrub(s, false, a, &first);
}

const char *text_foreign_encoding(str bytes)
{
    /* UTF-32LE begins like UTF-16LE: the longer mark is asked first. */
    static const struct {
        str mark;
        const char *name;
    } marks[] = {
        {STR_INIT("\xFF\xFE\0\0"), "UTF-32LE"},
        {STR_INIT("\0\0\xFE\xFF"), "UTF-32BE"},
        {STR_INIT("\xFF\xFE"),     "UTF-16LE"},
        {STR_INIT("\xFE\xFF"),     "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(bytes, marks[i].mark))
            return marks[i].name;
    return NULL;
}

str text_decode(str bytes, struct arena *a, struct text_faults *faults)
{
    *faults = (struct text_faults){.refused = text_foreign_encoding(bytes)};
    if (faults->refused)
        return STR("");
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_from(bytes, 3);
    size_t first;
    str text = scrub(bytes, true, a, &first);
    if (first != STR_NONE) {
        faults->bad_bytes = true;
        faults->bad_at = first;
    }
    size_t hidden = unicode_find_hidden(text, 0, &faults->hidden_code);
    if (hidden != STR_NONE) {
        faults->hidden = true;
        faults->hidden_at = hidden;
    }
    return text;
}
