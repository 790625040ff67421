#include "model/edtf.h"

#include "base/buf.h"

#include <string.h>

/*
 * Each remedy turns one habit into EDTF and leaves alone what does not show it. All are applied, in
 * their order; if the result can be read, it is what to write. Texts longer than any date that a
 * person would write get no such help.
 */
enum { LONGEST = 100 };

struct remedy {
    void (*apply)(str text, struct buf *out);
    const char *why;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char char_at(str text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

static void replace_all(str text, str from, str to, struct buf *out)
{
    for (size_t at = 0; at < text.len;) {
        bool here = str_starts(str_from(text, at), from);
        buf_append(out, here ? to : str_sub(text, at, at + 1));
        at += here ? from.len : 1;
    }
}

static void drop_space(str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (str_starts(str_from(text, i), STR("\xC2\xA0")))
            i++;
        else if (!strchr(" \t\r\n\f\v", text.ptr[i]) || text.ptr[i] == '\0')
            buf_byte(out, text.ptr[i]);
    }
}

/* U+2010 to U+2015 and the minus sign. */
static void plain_dashes(str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        str rest = str_from(text, i);
        unsigned char third = (unsigned char)char_at(text, i + 2);
        bool dash = str_starts(rest, STR("\xE2\x80")) && third >= 0x90 && third <= 0x95;
        if (dash || str_starts(rest, STR("\xE2\x88\x92"))) {
            buf_byte(out, '-');
            i += 2;
        } else {
            buf_byte(out, text.ptr[i]);
        }
    }
}

/* U+FF10 to U+FF19, and so on for the Arabic and Devanagari digits. */
static void ascii_digits(str text, struct buf *out)
{
    static const struct {
        str prefix;
        unsigned char zero;
    } sets[] = {
        {STR_INIT("\xEF\xBC"), 0x90},
        {STR_INIT("\xD9"),     0xA0},
        {STR_INIT("\xDB"),     0xB0},
        {STR_INIT("\xE0\xA5"), 0xA6},
    };
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
            size_t len = sets[s].prefix.len;
            unsigned last = (unsigned char)char_at(text, i + len);
            if (str_starts(str_from(text, i), sets[s].prefix) && last >= sets[s].zero &&
                last < sets[s].zero + 10u) {
                byte = (char)('0' + (int)(last - sets[s].zero));
                i += len;
                break;
            }
        }
        buf_byte(out, byte);
    }
}

/* An end of an interval that is this word becomes `to`. */
static void replace_end(str text, str word, str to, struct buf *out)
{
    size_t slash = str_find_byte(text, '/', 0);
    if (slash == STR_NONE) {
        buf_append(out, text);
        return;
    }
    str start = str_sub(text, 0, slash), end = str_from(text, slash + 1);
    buf_append(out, str_eq_ascii_nocase(start, word) ? to : start);
    buf_byte(out, '/');
    buf_append(out, str_eq_ascii_nocase(end, word) ? to : end);
}

static void unknown_end(str text, struct buf *out)
{
    replace_end(text, STR("unknown"), STR(""), out);
}

static void open_end(str text, struct buf *out)
{
    replace_end(text, STR("open"), STR(".."), out);
}

static void plain_plus(str text, struct buf *out)
{
    bool plus = char_at(text, 0) == '+' && is_digit(char_at(text, 1));
    buf_append(out, str_from(text, plus));
}

static void one_qualifier(str text, struct buf *out)
{
    struct buf half = {0};
    replace_all(text, STR("?~"), STR("%"), &half);
    replace_all(buf_str(&half), STR("~?"), STR("%"), out);
    buf_release(&half);
}

/* "2004-(06)?-11": the qualifier goes before each part in the parentheses. */
static void no_parentheses(str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        size_t end = text.ptr[i] == '(' ? str_find_byte(text, ')', i) : STR_NONE;
        if (end == STR_NONE) {
            if (text.ptr[i] != '(' && text.ptr[i] != ')')
                buf_byte(out, text.ptr[i]);
            continue;
        }
        char sign = char_at(text, end + 1);
        bool qualified = sign && strchr("?~%", sign);
        for (size_t j = i + 1; j < end; j++) {
            if (qualified && (j == i + 1 || text.ptr[j - 1] == '-'))
                buf_byte(out, sign);
            buf_byte(out, text.ptr[j]);
        }
        i = end + qualified;
    }
}

static bool is_unit(char c)
{
    return is_digit(c) || (c && strchr("uxX", c));
}

/* u, or a small x, between digits. */
static void capital_x(str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool beside = is_unit(char_at(text, i + 1)) || (i > 0 && is_unit(text.ptr[i - 1]));
        buf_byte(out, (c == 'u' || c == 'x') && beside ? 'X' : c);
    }
}

static void capital_y(str text, struct buf *out)
{
    bool after = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], next = char_at(text, i + 1);
        if (c == '/' || c == ',' || c == '.')
            after = false;
        if (c == 'y' && (is_digit(next) || next == '-')) {
            after = true;
            c = 'Y';
        } else if (after && (c == 'e' || c == 'p')) {
            c = c == 'e' ? 'E' : 'S';
        }
        buf_byte(out, c);
    }
}

static void slash_for_dots(str text, struct buf *out)
{
    enum edtf_kind kind = edtf_kind_of(text);
    size_t dots = str_find(text, STR(".."), 0);
    if (kind != EDTF_SINGLE || dots == STR_NONE) {
        buf_append(out, text);
        return;
    }
    str start = str_sub(text, 0, dots), end = str_from(text, dots + 2);
    buf_append(out, start.len ? start : STR(".."));
    buf_byte(out, '/');
    buf_append(out, end.len ? end : STR(".."));
}

static void year_zero(str text, struct buf *out)
{
    buf_append(out, str_starts(text, STR("-0000")) ? str_from(text, 1) : text);
}

/* Lone digits between hyphens get a zero, as in 2016-4-8. */
static void two_digits(str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (i > 3 && text.ptr[i - 1] == '-' && is_digit(text.ptr[i]) && is_digit(text.ptr[i - 2]) &&
            !is_unit(char_at(text, i + 1)))
            buf_byte(out, '0');
        buf_byte(out, text.ptr[i]);
    }
}

static size_t digits_at(str text, size_t at)
{
    size_t end = at;
    while (is_digit(char_at(text, end)))
        end++;
    return end - at;
}

/* 20240408 and 2024/4/8. */
static void with_hyphens(str text, struct buf *out)
{
    size_t year = digits_at(text, 0), month = digits_at(text, year + 1);
    if (year == 8 && text.len == 8) {
        buf_append(out, str_sub(text, 0, 4));
        buf_byte(out, '-');
        buf_append(out, str_sub(text, 4, 6));
        buf_byte(out, '-');
        buf_append(out, str_from(text, 6));
    } else if (year == 4 && (month == 1 || month == 2) && char_at(text, 4) == '/' &&
               char_at(text, year + 1 + month) == '/') {
        replace_all(text, STR("/"), STR("-"), out);
    } else {
        buf_append(out, text);
    }
}

/* 2024-Q2 is month 34. */
static void quarter(str text, struct buf *out)
{
    char number = char_at(text, 6);
    if (text.len == 7 && str_eq(str_sub(text, 4, 6), STR("-Q")) && number >= '1' && number <= '4') {
        buf_append(out, str_sub(text, 0, 5));
        buf_byte(out, '3');
        buf_byte(out, (char)(number + 2));
    } else {
        buf_append(out, text);
    }
}

/* 1960s, and 1900s, by which most mean the century. */
static void decade(str text, struct buf *out)
{
    if (text.len == 5 && digits_at(text, 0) == 4 && str_ends(text, STR("0s"))) {
        bool century = text.ptr[2] == '0';
        buf_append(out, str_sub(text, 0, century ? 2 : 3));
        buf_append(out, century ? STR("XX") : STR("X"));
    } else {
        buf_append(out, text);
    }
}

static void circa(str text, struct buf *out)
{
    static const str words[] = {STR_INIT("circa"), STR_INIT("about"), STR_INIT("ca."),
                                STR_INIT("c."),    STR_INIT("ca"),    STR_INIT("c")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = words[i].len;
        if (str_eq_ascii_nocase(str_sub(text, 0, len), words[i]) && is_digit(char_at(text, len))) {
            buf_append(out, str_from(text, len));
            buf_byte(out, '~');
            return;
        }
    }
    buf_append(out, text);
}

static void long_year(str text, struct buf *out)
{
    size_t sign = char_at(text, 0) == '-', end = sign;
    while (is_digit(char_at(text, end)))
        end++;
    if (end == text.len && end - sign > 4)
        buf_byte(out, 'Y');
    buf_append(out, text);
}

static const struct remedy remedies[] = {
    {drop_space,     "a date has no white space"                                             },
    {plain_dashes,   "a date is written with the plain hyphen '-'"                           },
    {ascii_digits,   "a date is written with the ASCII digits 0 to 9"                        },
    {unknown_end,    "an end that is not known is left empty"                                },
    {open_end,       "an end that is open is written '..'"                                   },
    {plain_plus,     "a year has no plus sign"                                               },
    {one_qualifier,  "uncertain and approximate at once is %"                                },
    {no_parentheses,
     "a date has no parentheses: ?, ~ and % stand before the part they are about, or after it and "
     "all to its left"                                                                       },
    {capital_x,      "an unspecified digit is a capital X"                                   },
    {capital_y,
     "a long year has a capital Y, E for its power of ten and S for its significant digits"  },
    {slash_for_dots,
     "'..' stands in sets and at open ends; from one date to another is an interval with '/'"},
    {year_zero,      "the year 0 has no minus sign"                                          },
    {with_hyphens,   "year, month and day have hyphens between them"                         },
    {two_digits,     "a month and a day have two digits"                                     },
    {quarter,        "the quarters of a year are its months 33 to 36"                        },
    {decade,         "a decade or century has X for the digits that are not given"           },
    {circa,          "'about' is a '~' after the date"                                       },
    {long_year,      "a year of more than four digits begins with Y"                         },
};

str edtf_advice(str text, str reason, struct arena *a)
{
    if (text.len == 0)
        return STR("it is empty");
    if (str_eq_ascii_nocase(text, STR("unknown")) || str_eq_ascii_nocase(text, STR("open")))
        return STR("where no date is known, leave the whole key out");
    const char *why = NULL;
    struct buf now = {0}, next = {0};
    buf_append(&now, str_sub(text, 0, LONGEST));
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++) {
        buf_clear(&next);
        remedies[i].apply(buf_str(&now), &next);
        if (str_eq(buf_str(&now), buf_str(&next)))
            continue;
        /* White space is the least of a date's troubles. */
        if (!why || why == remedies[0].why)
            why = remedies[i].why;
        struct buf swap = now;
        now = next;
        next = swap;
    }
    struct edtf_reason still = {.arena = a};
    if (why && text.len > LONGEST)
        reason = arena_str(a, str_of(why));
    else if (why && edtf_read(buf_str(&now), &still))
        reason = arena_printf(a, "%s: write '%.*s'", why, STR_FMT(buf_str(&now)));
    else if (why)
        reason = arena_printf(a, "%s; %.*s", why, STR_FMT(still.text));
    buf_release(&now);
    buf_release(&next);
    return reason;
}
