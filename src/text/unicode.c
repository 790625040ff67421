#include "text/unicode.h"

#include "text/utf8.h"

#include <string.h>
#include <unictype.h>
#include <unilbrk.h>
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
