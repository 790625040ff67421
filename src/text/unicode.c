#include "text/unicode.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <errno.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <uniwidth.h>
#include <wchar.h>

bool unicode_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return uc_is_property_white_space(c);
}

struct range {
    uint32_t first, last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count && ranges[i].first <= c; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

bool unicode_is_hidden(uint32_t c)
{
    static const struct range hidden[] = {
        {0x00AD,  0x00AD },
        {0x034F,  0x034F },
        {0x061C,  0x061C },
        {0x115F,  0x1160 },
        {0x17B4,  0x17B5 },
        {0x180E,  0x180E },
        {0x200B,  0x200B },
        {0x200E,  0x200F },
        {0x2028,  0x202E },
        {0x2060,  0x2064 },
        {0x2066,  0x206F },
        {0x3164,  0x3164 },
        {0xFEFF,  0xFEFF },
        {0xFFA0,  0xFFA0 },
        {0xFFF9,  0xFFFB },
        {0xE0000, 0xE007F},
    };
    return c >= 0xAD && in_ranges(c, hidden, sizeof hidden / sizeof *hidden);
}

bool unicode_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

bool unicode_is_mark(uint32_t c)
{
    return c >= 0x300 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
}

bool unicode_is_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

bool unicode_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool unicode_is_spaceless(uint32_t c)
{
    static const char *const scripts[] = {
        "Han",      "Hiragana", "Katakana", "Bopomofo", "Thai",   "Lao",
        "Khmer",    "Myanmar",  "Tibetan",  "Yi",       "Tai_Le", "New_Tai_Lue",
        "Tai_Viet", "Tai_Tham", "Balinese", "Javanese",
    };
    if (c < 0x0E00 || (c >= 0xAC00 && c <= 0xD7A3))
        return false;
    if (c >= 0x4E00 && c <= 0x9FFF)
        return true;
    /* The prolonged sound marks are Common by script, but letters of Kana words. */
    if (c == 0x30FC || c == 0xFF70)
        return true;
    const uc_script_t *script = uc_script(c);
    for (size_t i = 0; script && i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(script->name, scripts[i]) == 0)
            return true;
    return false;
}

/* The end of the emoji flag whose black flag ends at `at`: three to seven tag letters or digits
 * and the closing tag (Unicode TS #51, CLDR subdivision ids). Else `at`: tags can smuggle text. */
static size_t flag_end(str s, size_t at)
{
    size_t end = at;
    for (int tags = 0; tags < 8 && end < s.len; tags++) {
        uint32_t c;
        end += utf8_decode(s, end, &c, NULL);
        if (c == 0xE007F)
            return tags >= 3 ? end : at;
        if (!(c >= 0xE0030 && c <= 0xE0039) && !(c >= 0xE0061 && c <= 0xE007A))
            return at;
    }
    return at;
}

size_t unicode_flag_end(str s, size_t at)
{
    uint32_t c;
    if (at >= s.len || (unsigned char)s.ptr[at] != 0xF0)
        return at;
    size_t base = at + utf8_decode(s, at, &c, NULL);
    if (c != 0x1F3F4)
        return at;
    size_t end = flag_end(s, base);
    return end == base ? at : end;
}

/* Only these bytes can begin a hidden character in UTF-8. */
static bool may_begin_hidden(unsigned char byte)
{
    return byte == 0xC2 || byte == 0xCD || byte == 0xD8 || (byte >= 0xE1 && byte <= 0xE3) ||
           byte == 0xEF || byte >= 0xF0;
}

size_t unicode_find_hidden(str s, size_t from, uint32_t *code_point)
{
    for (size_t at = from; at < s.len;) {
        if (!may_begin_hidden((unsigned char)s.ptr[at])) {
            at = utf8_ascii_end(s, at + 1);
            continue;
        }
        size_t flag = unicode_flag_end(s, at);
        if (flag > at) {
            at = flag;
            continue;
        }
        uint32_t c;
        size_t len = utf8_decode(s, at, &c, NULL);
        if (unicode_is_hidden(c)) {
            *code_point = c;
            return at;
        }
        at += len;
    }
    return STR_NONE;
}

void unicode_line_breaks(str s, char *flags)
{
    if (s.len == 0)
        return;
    u8_possible_linebreaks((const uint8_t *)s.ptr, s.len, "UTF-8", flags);
    /* The library marks the character that ends a line; the break is before the one after it. */
    bool forced = false;
    for (size_t at = 0; at < s.len;) {
        size_t next = utf8_next(s, at);
        bool ends = flags[at] == UC_BREAK_MANDATORY;
        if (forced)
            flags[at] = LINE_BREAK_FORCED;
        else
            flags[at] = flags[at] == UC_BREAK_POSSIBLE ? LINE_BREAK_ALLOWED : LINE_BREAK_NO;
        memset(flags + at + 1, LINE_BREAK_NO, next - at - 1);
        forced = ends;
        at = next;
    }
    flags[0] = LINE_BREAK_NO;
}

int unicode_width(uint32_t c)
{
    if (c < 0x7F)
        return c >= 0x20;
    int width = -1;
#if defined(__STDC_ISO_10646__) || defined(__APPLE__) || defined(__FreeBSD__)
    width = wcwidth((wchar_t)c);
#endif
    if (width < 0)
        width = uc_width(c, "UTF-8");
    return width < 0 ? 0 : width;
}

/* A copy of what libunistring allocated. */
static str adopt(uint8_t *made, size_t len, struct arena *a)
{
    if (!made)
        mem_exhausted();
    str copy = arena_str(a, (str){(const char *)made, len});
    mem_free(made);
    return copy;
}

static bool is_ascii(str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

str unicode_nfc(str s, struct arena *a)
{
    if (is_ascii(s))
        return arena_str(a, (str){s.len ? s.ptr : "", s.len});
    s = utf8_scrub(s, a);
    size_t len = 0;
    uint8_t *made = u8_normalize(UNINORM_NFC, (const uint8_t *)s.ptr, s.len, NULL, &len);
    return adopt(made, len, a);
}

bool unicode_is_composed(uint32_t c)
{
    if (c < 0x300 || (c >= 0xAC00 && c <= 0xD7A3))
        return true;
    /* A few are taken apart and not put together again. Their parts tell. */
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int count = uc_canonical_decomposition(c, parts);
    if (count < 0)
        return true;
    return count == 2 && uc_composition(parts[0], parts[1]) == c;
}

str unicode_fold(str s, struct arena *a)
{
    if (is_ascii(s)) {
        char *copy = arena_cstr(a, s);
        for (size_t i = 0; i < s.len; i++)
            if (copy[i] >= 'A' && copy[i] <= 'Z')
                copy[i] = (char)(copy[i] | 0x20);
        return (str){copy, s.len};
    }
    s = utf8_scrub(s, a);
    size_t len = 0;
    uint8_t *made = u8_casefold((const uint8_t *)s.ptr, s.len, NULL, UNINORM_NFC, NULL, &len);
    return adopt(made, len, a);
}

/* Marks that decorate a letter which is also written without them. The voicing marks of Kana and
 * the vowel signs of Indic scripts make another letter: they stay. */
static bool is_diacritic(uint32_t c)
{
    static const struct range diacritics[] = {
        {0x0300, 0x036F},
        {0x0483, 0x0487},
        {0x0591, 0x05BD},
        {0x05BF, 0x05BF},
        {0x05C1, 0x05C2},
        {0x05C4, 0x05C5},
        {0x05C7, 0x05C7},
        {0x0610, 0x061A},
        {0x064B, 0x065F},
        {0x0670, 0x0670},
        {0x1AB0, 0x1AFF},
        {0x1DC0, 0x1DFF},
        {0x20D0, 0x20FF},
    };
    return c >= 0x300 && in_ranges(c, diacritics, sizeof diacritics / sizeof *diacritics);
}

/* Letters whose stroke or ligature Unicode does not take apart. */
static str plain_letter(uint32_t c)
{
    switch (c) {
    case 0x00E6:
        return STR("ae");
    case 0x00F0:
    case 0x0111:
        return STR("d");
    case 0x00F8:
        return STR("o");
    case 0x0127:
        return STR("h");
    case 0x0131:
        return STR("i");
    case 0x0142:
        return STR("l");
    case 0x0153:
        return STR("oe");
    default:
        return (str){NULL, 0};
    }
}

str unicode_fold_marks(str s, struct arena *a)
{
    if (is_ascii(s))
        return unicode_fold(s, a);
    s = utf8_scrub(s, a);
    size_t len = 0;
    uint8_t *made = u8_casefold((const uint8_t *)s.ptr, s.len, NULL, UNINORM_NFD, NULL, &len);
    str apart = adopt(made, len, a);
    char *kept = arena_alloc(a, apart.len + 1, 1);
    size_t used = 0;
    for (size_t at = 0; at < apart.len;) {
        uint32_t c;
        size_t size = utf8_decode(apart, at, &c, NULL);
        str piece = plain_letter(c);
        if (!str_present(piece))
            piece = str_sub(apart, at, is_diacritic(c) ? at : at + size);
        memcpy(kept + used, piece.ptr, piece.len);
        used += piece.len;
        at += size;
    }
    return unicode_nfc((str){kept, used}, a);
}
