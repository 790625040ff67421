#include "model/edtf.h"

#include <stdarg.h>
#include <string.h>

bool edtf_refuse(struct edtf_reason *reason, const char *format, ...)
{
    if (reason->arena) {
        va_list args;
        va_start(args, format);
        reason->text = arena_vprintf(reason->arena, format, args);
        va_end(args);
    } else {
        reason->text = STR("wrong");
    }
    return false;
}

/* A text on its way. */
struct cursor {
    str text;
    size_t at;
    struct edtf_reason *reason;
};

static char peek(const struct cursor *c)
{
    return c->at < c->text.len ? c->text.ptr[c->at] : '\0';
}

static bool at_end(const struct cursor *c)
{
    return c->at >= c->text.len;
}

static bool take(struct cursor *c, char expected)
{
    bool there = !at_end(c) && peek(c) == expected;
    c->at += there;
    return there;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* '?', '~', '%', or none. */
static unsigned take_qualifier(struct cursor *c)
{
    static const struct {
        char sign;
        unsigned flags;
    } signs[] = {
        {'?', EDTF_UNCERTAIN                   },
        {'~', EDTF_APPROXIMATE                 },
        {'%', EDTF_UNCERTAIN | EDTF_APPROXIMATE},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (take(c, signs[i].sign))
            return signs[i].flags;
    return 0;
}

static str take_digits(struct cursor *c)
{
    size_t start = c->at;
    while (is_digit(peek(c)))
        c->at++;
    return str_sub(c->text, start, c->at);
}

/* A small number; whatever is over 999 is 999. */
static int small_number(str digits)
{
    int value = 0;
    for (size_t i = 0; i < digits.len && value < 100; i++)
        value = value * 10 + (digits.ptr[i] - '0');
    return digits.len > 3 && value >= 100 ? 999 : value;
}

/* S and a number after a year: the digits after the significant ones may be any. */
static bool read_significant(struct cursor *c, struct edtf_single *s)
{
    if (!take(c, 'S'))
        return true;
    str digits = take_digits(c);
    int significant = small_number(digits);
    size_t len = strlen(s->year), zeros = strspn(s->year, "0");
    if (zeros == len)
        zeros = len - 1;
    if (digits.len == 0 || significant == 0)
        return edtf_refuse(c->reason, "S is followed by the number of significant digits, from 1");
    if (strchr(s->year, 'X'))
        return edtf_refuse(c->reason, "a year has X or S, not both");
    if ((size_t)significant > len)
        return edtf_refuse(c->reason, "the year has only %zu digits, not %d significant ones", len,
                           significant);
    s->written_year = 0;
    for (size_t i = 0; i < len; i++)
        s->written_year = s->written_year * 10 + (s->year[i] - '0');
    for (size_t i = zeros + (size_t)significant; i < len; i++)
        s->year[i] = 'X';
    return true;
}

static bool read_long_year(struct cursor *c, struct edtf_single *s)
{
    s->negative = take(c, '-');
    str digits = take_digits(c);
    bool exponent = take(c, 'E');
    str power = exponent ? take_digits(c) : (str){0};
    if (digits.len == 0)
        return edtf_refuse(c->reason, "Y is followed by the digits of a year");
    if (exponent && power.len == 0)
        return edtf_refuse(c->reason, "E is followed by a power of ten");
    if (digits.ptr[0] == '0' || (!exponent && digits.len < 5))
        return edtf_refuse(c->reason, "Y is for years of more than four digits only, without "
                                      "zeros before them");
    int zeros = small_number(power);
    if (digits.len > EDTF_YEAR_DIGITS || digits.len + (size_t)zeros > EDTF_YEAR_DIGITS)
        return edtf_refuse(c->reason, "a year has at most %d digits", EDTF_YEAR_DIGITS);
    memcpy(s->year, digits.ptr, digits.len);
    memset(s->year + digits.len, '0', (size_t)zeros);
    return read_significant(c, s);
}

static bool read_year(struct cursor *c, struct edtf_single *s)
{
    if (take(c, 'Y'))
        return read_long_year(c, s);
    s->negative = take(c, '-');
    size_t len = 0;
    for (; is_digit(peek(c)) || peek(c) == 'X'; c->at++, len++)
        if (len < 4)
            s->year[len] = peek(c);
    if (len == 0)
        return edtf_refuse(c->reason, "a date begins with a year of four digits, like 2024-04-08");
    if (len > 4)
        return edtf_refuse(c->reason, "a year of more than four digits is written Y and the year");
    if (len < 4)
        return edtf_refuse(c->reason, "a year has four digits");
    if (s->negative && strcmp(s->year, "0000") == 0)
        return edtf_refuse(c->reason, "the year 0 has no minus sign");
    return read_significant(c, s);
}

/* Two digits or X. */
static bool read_two(struct cursor *c, const char *what, char out[3])
{
    size_t len = 0;
    for (; is_digit(peek(c)) || peek(c) == 'X'; c->at++, len++)
        if (len < 2)
            out[len] = peek(c);
    return len == 2 || edtf_refuse(c->reason, "a %s has two digits", what);
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

static bool is_number(const char *text)
{
    return text[0] && !strchr(text, 'X');
}

static bool read_month(struct cursor *c, struct edtf_single *s)
{
    if (!read_two(c, "month", s->month))
        return false;
    int month = is_number(s->month) ? two_digits(s->month) : 1;
    if (month < 1 || month > EDTF_LAST_GROUP || (month > 12 && month < EDTF_FIRST_GROUP))
        return edtf_refuse(c->reason, "there is no month %s", s->month);
    return true;
}

static bool read_day(struct cursor *c, struct edtf_single *s)
{
    if (!read_two(c, "day", s->day))
        return false;
    int day = is_number(s->day) ? two_digits(s->day) : 1;
    if (is_number(s->month) && two_digits(s->month) > 12)
        return edtf_refuse(c->reason, "%s is a season or another group of months, and has no days",
                           s->month);
    if (day < 1 || day > 31)
        return edtf_refuse(c->reason, "there is no day %s", s->day);
    return true;
}

/* Two digits up to a limit. */
static bool take_clock(struct cursor *c, int limit)
{
    str digits = take_digits(c);
    return digits.len == 2 && small_number(digits) <= limit;
}

static bool read_time(struct cursor *c, bool allowed, struct edtf_single *s)
{
    if (!allowed)
        return edtf_refuse(c->reason, "intervals and sets have no times of day");
    if (!is_number(s->day) || strchr(s->year, 'X') || strchr(s->month, 'X'))
        return edtf_refuse(c->reason, "a time needs a whole date before it");
    if (s->flags[EDTF_YEAR] | s->flags[EDTF_MONTH] | s->flags[EDTF_DAY])
        return edtf_refuse(c->reason, "a date with a time has no ?, ~ or %%");
    size_t start = c->at;
    bool good =
        take_clock(c, 23) && take(c, ':') && take_clock(c, 59) && take(c, ':') && take_clock(c, 59);
    if (!good)
        return edtf_refuse(c->reason, "a time is written hh:mm:ss, from 00:00:00 to 23:59:59");
    if (!take(c, 'Z') && (take(c, '+') || take(c, '-')))
        good = take_clock(c, 23) && (!take(c, ':') || take_clock(c, 59));
    s->time = str_sub(c->text, start, c->at);
    return good || edtf_refuse(c->reason, "a time zone is written Z, +hh or +hh:mm");
}

/* A part with its qualifiers: before it, for it alone; after it, for it and all to its left. */
static bool read_component(struct cursor *c, enum edtf_component which, struct edtf_single *s)
{
    static bool (*const readers[])(struct cursor *, struct edtf_single *) = {
        [EDTF_YEAR] = read_year, [EDTF_MONTH] = read_month, [EDTF_DAY] = read_day};
    s->flags[which] |= take_qualifier(c);
    if (!readers[which](c, s))
        return false;
    unsigned after = take_qualifier(c);
    for (unsigned i = 0; i <= (unsigned)which; i++)
        s->flags[i] |= after;
    if (after && take_qualifier(c))
        return edtf_refuse(c->reason, "a part has one of ?, ~ and %% after it");
    return true;
}

static int days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool fits(const char *pattern, int number)
{
    return (pattern[0] == 'X' || pattern[0] - '0' == number / 10) &&
           (pattern[1] == 'X' || pattern[1] - '0' == number % 10);
}

struct edtf_group edtf_group_of(int code)
{
    static const struct edtf_group groups[] = {
        {3,  3},
        {6,  3},
        {9,  3},
        {12, 3}, /* 21-24 seasons */
        {3,  3},
        {6,  3},
        {9,  3},
        {12, 3}, /* 25-28 of the northern hemisphere */
        {9,  3},
        {12, 3},
        {3,  3},
        {6,  3}, /* 29-32 of the southern */
        {1,  3},
        {4,  3},
        {7,  3},
        {10, 3}, /* 33-36 quarters */
        {1,  4},
        {5,  4},
        {9,  4}, /* 37-39 quadrimesters */
        {1,  6},
        {7,  6}, /* 40-41 semesters */
    };
    return groups[code - EDTF_FIRST_GROUP];
}

static int64_t group_day(int64_t year, int code, bool latest)
{
    struct edtf_group g = edtf_group_of(code);
    int month = latest ? g.first + g.count : g.first;
    struct civil c = {month > 12 ? year + 1 : year, month > 12 ? month - 12 : month, 1};
    return date_from_civil(c) - latest;
}

/* The first day in a year that fits, or the last. False if none does. */
static bool fill_year(const struct edtf_single *s, int64_t year, bool latest, int64_t *day)
{
    if (s->month[0] && is_number(s->month) && two_digits(s->month) > 12) {
        *day = group_day(year, two_digits(s->month), latest);
        return true;
    }
    for (int i = 1; i <= 12; i++) {
        int month = latest ? 13 - i : i;
        if (s->month[0] && !fits(s->month, month))
            continue;
        int days = days_in_month(year, month);
        for (int j = 1; j <= days; j++) {
            int number = latest ? days + 1 - j : j;
            if (s->day[0] && !fits(s->day, number))
                continue;
            *day = date_from_civil((struct civil){year, month, number});
            return true;
        }
    }
    return false;
}

/* The year with its X taken, from the left, from the digits of `fill`. */
static int64_t year_of_fill(const struct edtf_single *s, uint64_t unit, uint64_t fill)
{
    int64_t year = 0;
    for (const char *c = s->year; *c; c++) {
        int64_t digit = *c - '0';
        if (*c == 'X') {
            unit /= 10;
            digit = (int64_t)(fill / unit % 10);
        }
        year = year * 10 + digit;
    }
    return s->negative ? -year : year;
}

/* Tries years until one has a day that fits: with a month and a day at most 10,000, without them
 * the first or second does. */
static bool fill(const struct edtf_single *s, bool latest, int64_t *day)
{
    uint64_t count = 1;
    for (const char *c = s->year; *c; c++)
        count *= *c == 'X' ? 10 : 1;
    for (uint64_t i = 0; i < count; i++) {
        int64_t year = year_of_fill(s, count, latest == s->negative ? i : count - 1 - i);
        if (s->negative && year == 0)
            continue;
        if (fill_year(s, year, latest, day))
            return true;
    }
    return false;
}

static enum date_precision precision_of(const struct edtf_single *s)
{
    const char *x = strchr(s->year, 'X');
    if (x) {
        size_t digits = strlen(x);
        return digits == 1 ? DATE_TO_DECADE : digits == 2 ? DATE_TO_CENTURY : DATE_COARSER;
    }
    if (!s->month[0] || strcmp(s->month, "XX") == 0)
        return DATE_TO_YEAR;
    if (!is_number(s->month) || two_digits(s->month) > 12)
        return DATE_TO_SUBYEAR;
    return is_number(s->day) ? DATE_TO_DAY : DATE_TO_MONTH;
}

static bool no_such_day(const struct edtf_single *s, struct edtf_reason *reason)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    if (strchr(s->year, 'X') || !is_number(s->month) || !is_number(s->day))
        return edtf_refuse(reason, "no day fits it, whatever the X stand for");
    return edtf_refuse(reason, "there is no day %s in %s %s%s", s->day,
                       names[two_digits(s->month) - 1], s->negative ? "-" : "", s->year);
}

bool edtf_single_read(str text, bool time_allowed, struct edtf_single *s,
                      struct edtf_reason *reason)
{
    *s = (struct edtf_single){.written_year = -1};
    struct cursor c = {.text = text, .reason = reason};
    if (!read_component(&c, EDTF_YEAR, s))
        return false;
    bool alone =
        s->written_year >= 0 || strlen(s->year) > 4 || str_find_byte(text, 'Y', 0) != STR_NONE;
    for (enum edtf_component which = EDTF_MONTH; which <= EDTF_DAY && take(&c, '-'); which++) {
        if (alone)
            return edtf_refuse(reason, "a year with Y or S stands alone, without a month");
        if (!read_component(&c, which, s))
            return false;
    }
    if (take(&c, 'T') && !read_time(&c, time_allowed, s))
        return false;
    if (!at_end(&c))
        return edtf_refuse(reason, "it goes on after '%.*s', which is a date", (int)c.at, text.ptr);
    if (!fill(s, false, &s->earliest) || !fill(s, true, &s->latest))
        return no_such_day(s, reason);
    s->precision = precision_of(s);
    return true;
}
