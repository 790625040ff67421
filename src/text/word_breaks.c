#include "text/unicode.h"

#include <pthread.h>
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
enum { WORD = 1, SPACE = 2, CAREFUL = 4 };

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
            ascii[c].kind = WORD;
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
static bool holds_together(str s, size_t start, size_t at)
{
    int before = at > start + 1 ? property(s, at - 2) : WBP_OTHER, left = property(s, at - 1);
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

/* The flags of the ASCII text [start, end), whose ends the rest has no influence on. */
static void break_ascii(str s, size_t start, size_t end, char *flags)
{
    s = str_sub(s, 0, end);
    unsigned left = ascii[(unsigned char)s.ptr[start]].kind;
    flags[start] = start > 0;
    for (size_t at = start + 1; at < end; at++) {
        unsigned right = ascii[(unsigned char)s.ptr[at]].kind;
        /* WB3d, WB5, WB8 to WB10, WB13a and WB13b need no more than the two. */
        bool together =
            ((left | right) & CAREFUL) != 0 ? holds_together(s, start, at) : (left & right) != 0;
        flags[at] = !together;
        left = right;
    }
}

static size_t ascii_end(str s, size_t at)
{
    while (at < s.len && (unsigned char)s.ptr[at] < ASCII)
        at++;
    return at;
}

void unicode_word_breaks(str s, char *flags)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, learn_ascii);
    for (size_t start = 0; start < s.len;) {
        size_t other = ascii_end(s, start), end = other;
        if (other < s.len)
            for (end = other > start ? other - 1 : start; end > start && !parts_at(s, end); end--)
                continue;
        if (end > start) {
            break_ascii(s, start, end, flags);
            start = end;
            continue;
        }
        for (end = other + 1; end < s.len && !parts_at(s, end); end++)
            continue;
        u8_wordbreaks((const uint8_t *)s.ptr + start, end - start, flags + start);
        flags[start] = start > 0;
        start = end;
    }
}
