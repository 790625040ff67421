#include "text/unicode.h"

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

struct properties {
    signed char of[ASCII];
};

static int property(const struct properties *p, str s, size_t at)
{
    return at < s.len ? p->of[(unsigned char)s.ptr[at]] : WBP_OTHER;
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

/* Rules WB3 to WB13b; `before` and `after` are the neighbours' neighbours. */
static bool holds_together(int before, int left, int right, int after)
{
    bool word_left = is_letter(left) || left == WBP_NUMERIC || left == WBP_EXTENDNUMLET;
    bool word_right = is_letter(right) || right == WBP_NUMERIC || right == WBP_EXTENDNUMLET;
    if (word_left && word_right)
        return true;
    if (is_letter(left) && joins_letters(right) && is_letter(after))
        return true;
    if (is_letter(before) && joins_letters(left) && is_letter(right))
        return true;
    if (left == WBP_NUMERIC && joins_digits(right) && after == WBP_NUMERIC)
        return true;
    if (before == WBP_NUMERIC && joins_digits(left) && right == WBP_NUMERIC)
        return true;
    return (left == WBP_CR && right == WBP_LF) || (left == WBP_WSS && right == WBP_WSS);
}

/* The flags of the ASCII text [start, end), whose ends the rest has no influence on. */
static void break_ascii(const struct properties *p, str s, size_t start, size_t end, char *flags)
{
    s = str_sub(s, 0, end);
    int before = WBP_OTHER, left = property(p, s, start), right = property(p, s, start + 1);
    flags[start] = start > 0;
    for (size_t at = start + 1; at < end; at++) {
        int after = property(p, s, at + 1);
        flags[at] = !holds_together(before, left, right, after);
        before = left;
        left = right;
        right = after;
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
    struct properties p;
    for (unsigned c = 0; c < ASCII; c++)
        p.of[c] = (signed char)uc_wordbreak_property(c);
    for (size_t start = 0; start < s.len;) {
        size_t other = ascii_end(s, start), end = other;
        if (other < s.len)
            for (end = other > start ? other - 1 : start; end > start && !parts_at(s, end); end--)
                continue;
        if (end > start) {
            break_ascii(&p, s, start, end, flags);
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
