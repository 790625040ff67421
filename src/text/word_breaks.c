#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <pthread.h>
#include <string.h>
#include <uniwbrk.h>

/*
 * The library looks up and compares several properties for each character. Nearly all text is
 * ASCII, where a character and its two neighbours on either side decide.
 */

enum { ASCII = 0x80 };

/* Where a space stands before an ASCII letter or digit, there is a break, and neither side has any
 * influence on the other. */
static bool parts_at(str s, size_t at)
{
    char c = s.ptr[at];
    return at > 0 && s.ptr[at - 1] == ' ' &&
           ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

/* What the rules tell apart of an ASCII character: its property of the standard, and which of them
 * can matter to a break at its side. */
enum { WORD = 1, SPACE = 2, CAREFUL = 4, COUNTS = 8 /* makes a word of what it stands in */ };

static struct {
    signed char property;
    unsigned char kind;
} ascii[ASCII]; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables): set once */

static void learn_ascii(void)
{
    for (unsigned c = 0; c < ASCII; c++) {
        int p = uc_wordbreak_property(c);
        ascii[c].property = (signed char)p;
        if (p == WBP_ALETTER || p == WBP_NUMERIC || p == WBP_EXTENDNUMLET)
            ascii[c].kind = unicode_is_word(c) ? WORD | COUNTS : WORD;
        else if (p == WBP_WSS)
            ascii[c].kind = SPACE;
        else if (p != WBP_OTHER)
            ascii[c].kind = CAREFUL;
    }
}

static int property(str s, size_t at)
{
    return at < s.len ? ascii[(unsigned char)s.ptr[at]].property : WBP_OTHER;
}

static bool is_letter(int p)
{
    return p == WBP_ALETTER;
}

static bool joins_letters(int p)
{
    return p == WBP_MIDLETTER || p == WBP_MIDNUMLET || p == WBP_SQ;
}

static bool joins_digits(int p)
{
    return p == WBP_MIDNUM || p == WBP_MIDNUMLET || p == WBP_SQ;
}

/* Rules WB3 to WB7 and WB11 to WB12 before byte `at`, where a character stands that is neither of a
 * word nor a space, or after one. */
static bool holds_together(str s, size_t at)
{
    int before = at > 1 ? property(s, at - 2) : WBP_OTHER, left = property(s, at - 1);
    int right = property(s, at), after = property(s, at + 1);
    if (is_letter(left) && joins_letters(right) && is_letter(after))
        return true;
    if (is_letter(before) && joins_letters(left) && is_letter(right))
        return true;
    if (left == WBP_NUMERIC && joins_digits(right) && after == WBP_NUMERIC)
        return true;
    if (before == WBP_NUMERIC && joins_digits(left) && right == WBP_NUMERIC)
        return true;
    return left == WBP_CR && right == WBP_LF;
}

static unsigned kind_at(str s, size_t at)
{
    return ascii[(unsigned char)s.ptr[at]].kind;
}

/* Whether there is no break before byte `at` of a stretch of ASCII, where it does not start. */
static inline bool is_together(str s, size_t at)
{
    unsigned left = kind_at(s, at - 1), right = kind_at(s, at);
    /* WB3d, WB5, WB8 to WB10, WB13a and WB13b need no more than the two. */
    return ((left | right) & CAREFUL) != 0 ? holds_together(s, at)
                                           : (left & right & (WORD | SPACE)) != 0;
}

/* -- Stretches --------------------------------------------------------------------------------- */

/* A part of a text whose ends the rest has no influence on. One of ASCII begins and ends where the
 * text does or between a space and a letter or digit, so that what stands beyond its ends may be
 * looked at, too. */
struct stretch {
    size_t start, end;
    bool ascii;
};

/* The one after `s`, which is zeroed at first. False at the end of the text. */
static bool next_stretch(str text, struct stretch *s)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, learn_ascii);
    if (s->end == text.len)
        return false;
    size_t start = s->end, other = utf8_ascii_end(text, start), end = other;
    if (other < text.len)
        for (end = other > start ? other - 1 : start; end > start && !parts_at(text, end); end--)
            continue;
    *s = (struct stretch){start, end, true};
    if (end > start)
        return true;
    for (end = other + 1; end < text.len && !parts_at(text, end); end++)
        continue;
    *s = (struct stretch){start, end, false};
    return true;
}

/* The flags of a stretch that is not ASCII, from that of its first byte on. */
static void break_other(str text, const struct stretch *s, char *flags)
{
    u8_wordbreaks((const uint8_t *)text.ptr + s->start, s->end - s->start, flags);
    flags[0] = s->start > 0;
}

void unicode_word_breaks(str text, char *flags)
{
    struct stretch s = {0};
    while (next_stretch(text, &s)) {
        if (!s.ascii) {
            break_other(text, &s, flags + s.start);
            continue;
        }
        flags[s.start] = s.start > 0;
        for (size_t at = s.start + 1; at < s.end; at++)
            flags[at] = !is_together(text, at);
    }
}

void unicode_word_breaks_later(str text, char *flags)
{
    struct stretch s = {0};
    while (next_stretch(text, &s)) {
        if (!s.ascii) {
            break_other(text, &s, flags + s.start);
            continue;
        }
        memset(flags + s.start, WORD_BREAK_LATER, s.end - s.start);
        flags[s.start] = s.start > 0;
    }
}

bool unicode_is_word_break(str text, const char *flags, size_t at)
{
    return flags[at] == WORD_BREAK_LATER ? !is_together(text, at) : flags[at] != 0;
}

/* -- Counting ---------------------------------------------------------------------------------- */

static size_t count_ascii(str text, const struct stretch *s)
{
    size_t words = 0;
    for (size_t at = s->start; at < s->end;) {
        if ((kind_at(text, at) & COUNTS) == 0) {
            at++;
            continue;
        }
        words++;
        while (++at < s->end && (kind_at(text, at) & WORD) != 0)
            continue;
        while (at < s->end && is_together(text, at))
            at++;
    }
    return words;
}

static size_t count_other(str text, const struct stretch *s, const char *flags)
{
    size_t words = 0;
    bool counted = true;
    text = str_sub(text, 0, s->end);
    for (size_t at = s->start; at < s->end;) {
        uint32_t c;
        if (at == s->start || flags[at - s->start])
            counted = false;
        at += utf8_decode(text, at, &c, NULL);
        if (!counted && unicode_is_word(c)) {
            counted = true;
            words++;
        }
    }
    return words;
}

/* A word never crosses a line end, so that the flags need only hold a stretch of a line. */
size_t unicode_count_words(str text)
{
    size_t words = 0, room = 0;
    char *flags = NULL;
    while (text.len > 0) {
        size_t end = str_find_byte(text, '\n', 0);
        str line = str_sub(text, 0, end == STR_NONE ? text.len : end + 1);
        struct stretch s = {0};
        text = str_from(text, line.len);
        while (next_stretch(line, &s)) {
            if (s.ascii) {
                words += count_ascii(line, &s);
                continue;
            }
            if (flags == NULL || room < s.end - s.start) {
                room = s.end - s.start;
                flags = mem_realloc(flags, room);
            }
            break_other(line, &s, flags);
            words += count_other(line, &s, flags);
        }
    }
    mem_free(flags);
    return words;
}
