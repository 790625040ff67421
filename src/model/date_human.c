#include "model/date.h"

#include "base/buf.h"
#include "model/edtf.h"
#include "text/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DASH     "\xE2\x80\x93"
#define MINUS    "\xE2\x88\x92"
#define ELLIPSIS "\xE2\x80\xA6"

/* What is written, and how: within an interval or a set remarks stand in parentheses. */
struct writer {
    struct buf out;
    bool is_short, nested;
};

static const char *const months[][2] = {
    {"January",   "Jan"},
    {"February",  "Feb"},
    {"March",     "Mar"},
    {"April",     "Apr"},
    {"May",       "May"},
    {"June",      "Jun"},
    {"July",      "Jul"},
    {"August",    "Aug"},
    {"September", "Sep"},
    {"October",   "Oct"},
    {"November",  "Nov"},
    {"December",  "Dec"},
};

static const struct group_name {
    const char *name, *shorter, *hemisphere;
} groups[] = {
    {"spring",                "spring",         NULL      },
    {"summer",                "summer",         NULL      },
    {"autumn",                "autumn",         NULL      },
    {"winter",                "winter",         NULL      },
    {"spring",                "spring",         "northern"},
    {"summer",                "summer",         "northern"},
    {"autumn",                "autumn",         "northern"},
    {"winter",                "winter",         "northern"},
    {"spring",                "spring",         "southern"},
    {"summer",                "summer",         "southern"},
    {"autumn",                "autumn",         "southern"},
    {"winter",                "winter",         "southern"},
    {"first quarter of",      "Q1",             NULL      },
    {"second quarter of",     "Q2",             NULL      },
    {"third quarter of",      "Q3",             NULL      },
    {"fourth quarter of",     "Q4",             NULL      },
    {"first four months of",  "Jan" DASH "Apr", NULL      },
    {"second four months of", "May" DASH "Aug", NULL      },
    {"last four months of",   "Sep" DASH "Dec", NULL      },
    {"first half of",         "H1",             NULL      },
    {"second half of",        "H2",             NULL      },
};

static void add(struct writer *w, const char *text)
{
    buf_append(&w->out, str_of(text));
}

static void remark(struct writer *w, const char *text)
{
    buf_printf(&w->out, w->nested ? " (%s)" : ", %s", text);
}

static const char *month_name(const struct writer *w, int month)
{
    return months[month - 1][w->is_short];
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* Given, and without an X. */
static bool is_number(const char *text)
{
    return text[0] && !strchr(text, 'X');
}

static bool is_group(const struct edtf_single *s)
{
    return is_number(s->month) && two_digits(s->month) >= EDTF_FIRST_GROUP;
}

/* A year that nobody takes for anything else, whatever stands before it. */
static bool is_usual(int64_t year)
{
    return year >= 100 && year <= 9999;
}

/* Digits in threes, from the right. */
static void add_grouped(struct writer *w, int64_t number)
{
    struct buf digits = {0};
    buf_number(&digits, number);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0)
            buf_byte(&w->out, ',');
        buf_byte(&w->out, digits.ptr[i]);
    }
    buf_release(&digits);
}

static void add_year(struct writer *w, int64_t year)
{
    if (is_usual(year)) {
        buf_number(&w->out, year);
        return;
    }
    add(w, year < 0 ? "year " MINUS : "year ");
    if (year >= -9999 && year <= 9999)
        buf_number(&w->out, year < 0 ? -year : year);
    else
        add_grouped(w, year < 0 ? -year : year);
}

/* After the day, the month or a group. */
static void add_of_year(struct writer *w, int64_t year)
{
    add(w, is_usual(year) ? " " : ", ");
    add_year(w, year);
}

static void add_day(struct writer *w, int64_t day)
{
    struct civil c = date_to_civil(day);
    buf_number(&w->out, c.day);
    buf_byte(&w->out, ' ');
    add(w, month_name(w, c.month));
    add_of_year(w, c.year);
}

static int64_t first_year(const struct edtf_single *s)
{
    return date_to_civil(s->earliest).year;
}

/* The year that a date without an X in it is written with. */
static int64_t year_of(const struct edtf_single *s)
{
    int64_t year = (int64_t)strtoll(s->year, NULL, 10);
    return s->negative ? -year : year;
}

static int64_t filled_year(const struct edtf_single *s, char x)
{
    struct edtf_single filled = *s;
    for (char *c = filled.year; *c; c++)
        if (*c == 'X')
            *c = x;
    return year_of(&filled);
}

/* A year with an X in it. */
static void add_vague_year(struct writer *w, const struct edtf_single *s)
{
    int64_t low = filled_year(s, '0'), high = filled_year(s, '9');
    if (s->written_year >= 0) {
        add(w, w->is_short ? "c. " : "about ");
        add_year(w, s->negative ? -s->written_year : s->written_year);
        if (w->is_short)
            return;
        add(w, " (");
        add_year(w, s->negative ? high : low);
        add(w, DASH);
        add_year(w, s->negative ? low : high);
        add(w, ")");
    } else if (strcmp(s->year, "XXXX") == 0 && !s->negative) {
        add(w, "year not given");
    } else if (strchr(s->year, 'X') == s->year + 3 && is_usual(low)) {
        buf_printf(&w->out, "%" PRId64 "s", low);
    } else {
        add(w, w->is_short ? "" : "between ");
        add_year(w, s->negative ? high : low);
        add(w, w->is_short ? DASH : " and ");
        add_year(w, s->negative ? low : high);
    }
}

static bool fits(const char *pattern, int number)
{
    return (pattern[0] == 'X' || pattern[0] - '0' == number / 10) &&
           (pattern[1] == 'X' || pattern[1] - '0' == number % 10);
}

/* Those that a day or month with one X may be: "between 10 and 19", "30 or 31", "1, 11, 21 or 31".
 */
static void add_fills(struct writer *w, const char *pattern, int highest, bool are_months)
{
    int fills[31] = {0}, count = 0;
    for (int i = 1; i <= highest; i++)
        if (fits(pattern, i))
            fills[count++] = i;
    assert(count > 0); /* or the date would have no day at all */
    bool run = count > 2 && fills[count - 1] - fills[0] == count - 1;
    add(w, run ? "between " : "");
    for (int i = 0; i < count; i += run ? count - 1 : 1) {
        if (i > 0)
            add(w, run ? " and " : i == count - 1 ? " or " : ", ");
        if (are_months)
            add(w, month_name(w, fills[i]));
        else
            buf_printf(&w->out, "%d", fills[i]);
    }
}

static void add_group(struct writer *w, const struct edtf_single *s)
{
    int code = two_digits(s->month);
    const struct group_name *group = &groups[code - EDTF_FIRST_GROUP];
    bool vague = strchr(s->year, 'X') != NULL;
    add(w, w->is_short ? group->shorter : group->name);
    if (vague) {
        add(w, " ");
        add_vague_year(w, s);
    } else if (edtf_group_of(code).first == 12) {
        add_of_year(w, year_of(s));
        add(w, DASH);
        add_year(w, year_of(s) + 1);
    } else if (is_usual(year_of(s)) || code > 32) {
        add(w, " ");
        add_year(w, year_of(s));
    } else {
        add_of_year(w, year_of(s));
    }
    if (group->hemisphere && w->is_short)
        buf_printf(&w->out, " (%c)", group->hemisphere[0] == 'n' ? 'N' : 'S');
    else if (group->hemisphere)
        buf_printf(&w->out, " (%s hemisphere)", group->hemisphere);
}

/* The year has an X. */
static void add_vague(struct writer *w, const struct edtf_single *s)
{
    if (is_number(s->day) && is_number(s->month))
        buf_printf(&w->out, "%d ", two_digits(s->day));
    if (is_number(s->month))
        buf_printf(&w->out, "%s, ", month_name(w, two_digits(s->month)));
    if (is_number(s->month) || !s->month[0])
        add_vague_year(w, s);
    else if (strcmp(s->month, "XX") == 0 && !is_number(s->day)) {
        add_vague_year(w, s);
        remark(w, "month not given");
    } else {
        add(w, "between ");
        add_day(w, s->earliest);
        add(w, " and ");
        add_day(w, s->latest);
    }
}

/* The year has no X, the month has none and is a month. */
static void add_month(struct writer *w, const struct edtf_single *s)
{
    int month = two_digits(s->month);
    bool no_day = strcmp(s->day, "XX") == 0;
    if (is_number(s->day)) {
        buf_printf(&w->out, "%d ", two_digits(s->day));
    } else if (s->day[0] && !no_day) {
        add_fills(w, s->day, date_to_civil(s->latest).day, false);
        add(w, " ");
    }
    add(w, month_name(w, month));
    add_of_year(w, year_of(s));
    if (no_day && !w->is_short)
        remark(w, "day not given");
}

/* The year has no X, the month has one. */
static void add_vague_month(struct writer *w, const struct edtf_single *s)
{
    bool no_month = strcmp(s->month, "XX") == 0, no_day = strcmp(s->day, "XX") == 0;
    if (no_month && (!s->day[0] || no_day)) {
        add_year(w, year_of(s));
        if (!w->is_short)
            remark(w, no_day ? "month and day not given" : "month not given");
    } else if (!s->day[0] || no_day) {
        add_fills(w, s->month, 12, true);
        add_of_year(w, year_of(s));
        if (no_day && !w->is_short)
            remark(w, "day not given");
    } else {
        add(w, "between ");
        add_day(w, s->earliest);
        add(w, " and ");
        add_day(w, s->latest);
    }
}

/* Without its qualifiers. */
static void add_plain(struct writer *w, const struct edtf_single *s)
{
    if (is_group(s))
        add_group(w, s);
    else if (strchr(s->year, 'X'))
        add_vague(w, s);
    else if (!s->month[0])
        add_year(w, year_of(s));
    else if (is_number(s->month))
        add_month(w, s);
    else
        add_vague_month(w, s);
    if (str_present(s->time) && !w->is_short) {
        str clock = str_sub(s->time, 0, 8), zone = str_from(s->time, 8);
        buf_printf(&w->out, ", %.*s", STR_FMT(clock));
        if (zone.len)
            buf_printf(&w->out, " UTC%.*s", STR_FMT(zone.ptr[0] == 'Z' ? str_from(zone, 1) : zone));
    }
}

static size_t component_count(const struct edtf_single *s)
{
    return s->day[0] ? 3 : s->month[0] ? 2 : 1;
}

static bool all_alike(const struct edtf_single *s)
{
    for (size_t i = 1; i < component_count(s); i++)
        if (s->flags[i] != s->flags[0])
            return false;
    return true;
}

/* Those components that have exactly these flags: ", year and month approximate". */
static void remark_components(struct writer *w, const struct edtf_single *s, unsigned flags)
{
    const char *names[] = {"year", "month", "day"};
    static const char *const words[] = {[EDTF_UNCERTAIN] = "uncertain",
                                        [EDTF_APPROXIMATE] = "approximate",
                                        [EDTF_UNCERTAIN | EDTF_APPROXIMATE] =
                                            "uncertain and approximate"};
    struct buf text = {0};
    size_t count = component_count(s), left = 0;
    if (is_group(s))
        names[EDTF_MONTH] = two_digits(s->month) < 33 ? "season" : "part of the year";
    for (size_t i = 0; i < count; i++)
        left += s->flags[i] == flags;
    if (left == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (s->flags[i] == flags)
            buf_printf(&text, "%s%s", names[i], --left ? " and " : " ");
    buf_append(&text, str_of(words[flags]));
    buf_byte(&text, '\0');
    remark(w, text.ptr);
    buf_release(&text);
}

static void insert(struct writer *w, size_t at, str word)
{
    size_t len = w->out.len - at;
    buf_room(&w->out, word.len);
    memmove(w->out.ptr + at + word.len, w->out.ptr + at, len);
    memcpy(w->out.ptr + at, word.ptr, word.len);
    w->out.len += word.len;
}

/* Around what `plain` writes. "about between" would be no English. */
static void add_qualified(struct writer *w, unsigned flags,
                          void (*plain)(struct writer *, const void *), const void *what)
{
    size_t start = w->out.len;
    plain(w, what);
    str text = str_from(buf_str(&w->out), start);
    bool said = str_starts(text, STR("about ")) || str_starts(text, STR("c. "));
    if (flags & EDTF_APPROXIMATE && !said) {
        if (str_starts(text, STR("between ")))
            remark(w, "approximate");
        else
            insert(w, start, w->is_short ? STR("c. ") : STR("about "));
    }
    if (flags & EDTF_UNCERTAIN && w->is_short)
        add(w, "?");
    else if (flags & EDTF_UNCERTAIN)
        remark(w, "uncertain");
}

static void plain_single(struct writer *w, const void *single)
{
    add_plain(w, single);
}

static void add_single(struct writer *w, const struct edtf_single *s)
{
    unsigned any = s->flags[0] | s->flags[1] | s->flags[2];
    if (all_alike(s) || w->is_short) {
        add_qualified(w, any, plain_single, s);
        return;
    }
    add_plain(w, s);
    for (unsigned flags = 1; flags <= (EDTF_UNCERTAIN | EDTF_APPROXIMATE); flags++)
        remark_components(w, s, flags);
}

/* A year, month or day without an X, in a year as usual. */
static bool is_simple(const struct edtf_single *s)
{
    return !strchr(s->year, 'X') && is_usual(first_year(s)) && !s->negative &&
           (!s->month[0] || is_number(s->month)) && (!s->day[0] || is_number(s->day)) &&
           all_alike(s) && !is_group(s);
}

/* From one simple date to another of the same kind: what they share is written once. */
static void plain_range(struct writer *w, const void *range)
{
    const struct edtf_single *s = &((const struct edtf_range *)range)->start;
    const struct edtf_single *e = &((const struct edtf_range *)range)->end;
    bool same_year = strcmp(s->year, e->year) == 0;
    bool same_month = same_year && strcmp(s->month, e->month) == 0;
    if (!s->month[0]) {
        buf_printf(&w->out, "%s" DASH "%s", s->year, e->year);
    } else if (!s->day[0] && same_year) {
        buf_printf(&w->out, "%s" DASH, month_name(w, two_digits(s->month)));
        add_plain(w, e);
    } else if (s->day[0] && same_month) {
        buf_printf(&w->out, "%d" DASH, two_digits(s->day));
        add_plain(w, e);
    } else if (s->day[0] && same_year) {
        buf_printf(&w->out, "%d %s " DASH " ", two_digits(s->day),
                   month_name(w, two_digits(s->month)));
        add_plain(w, e);
    } else {
        add_plain(w, s);
        add(w, " " DASH " ");
        add_plain(w, e);
    }
}

static bool same_written(const struct edtf_single *a, const struct edtf_single *b)
{
    return a->negative == b->negative && strcmp(a->year, b->year) == 0 &&
           a->written_year == b->written_year && strcmp(a->month, b->month) == 0 &&
           strcmp(a->day, b->day) == 0 && memcmp(a->flags, b->flags, sizeof a->flags) == 0;
}

static void add_both(struct writer *w, const struct edtf_range *r)
{
    const struct edtf_single *s = &r->start, *e = &r->end;
    if (same_written(s, e)) {
        add_single(w, s);
    } else if (is_simple(s) && is_simple(e) && component_count(s) == component_count(e) &&
               s->flags[0] == e->flags[0]) {
        add_qualified(w, s->flags[0], plain_range, r);
    } else {
        bool nested = w->nested;
        w->nested = true;
        add_single(w, s);
        add(w, " " DASH " ");
        add_single(w, e);
        w->nested = nested;
    }
}

static void add_interval(struct writer *w, const struct edtf_range *r)
{
    if (r->has_start && r->has_end) {
        add_both(w, r);
    } else if (r->has_start) {
        add(w, "from ");
        add_single(w, &r->start);
        if (r->last == DATE_UNKNOWN)
            remark(w, "end unknown");
    } else {
        add(w, "until ");
        add_single(w, &r->end);
        if (r->first == DATE_UNKNOWN)
            remark(w, "start unknown");
    }
}

static void add_member(struct writer *w, const struct edtf_range *r, const char *word)
{
    if (r->has_start && r->has_end)
        add_both(w, r);
    else
        add_single(w, r->has_start ? &r->start : &r->end);
    if (!r->has_start)
        buf_printf(&w->out, " %s earlier", word);
    else if (!r->has_end)
        buf_printf(&w->out, " %s later", word);
}

/* Only as many members as fit: a set may have any number. */
static void add_set(struct writer *w, str text, const char *word)
{
    struct edtf_reason reason = {0};
    struct edtf_range members[2];
    size_t at = 0, turn = 0;
    bool more = edtf_set_next(text, &at, &members[0], &reason);
    w->nested = more && at < text.len;
    for (size_t i = 0; more && w->out.len <= 4 * (size_t)DATE_HUMAN_MAX; i++) {
        const struct edtf_range *member = &members[turn];
        turn = !turn;
        more = edtf_set_next(text, &at, &members[turn], &reason);
        if (i > 0 && more)
            add(w, ", ");
        else if (i > 0)
            buf_printf(&w->out, " %s ", word);
        add_member(w, member, word);
    }
}

static str cut(str text, struct arena *a)
{
    size_t end = 0, before_last = 0, count = 0;
    while (end < text.len && count <= DATE_HUMAN_MAX) {
        uint32_t c;
        before_last = count == DATE_HUMAN_MAX - 1 ? end : before_last;
        end += utf8_decode(text, end, &c, NULL);
        count++;
    }
    if (count <= DATE_HUMAN_MAX)
        return arena_str(a, text);
    return arena_printf(a, "%.*s" ELLIPSIS, (int)before_last, text.ptr);
}

str date_day_human(int64_t day, enum date_style style, struct arena *a)
{
    struct writer w = {.is_short = style == DATE_SHORT};
    add_day(&w, day);
    str text = arena_str(a, buf_str(&w.out));
    buf_release(&w.out);
    return text;
}

/* Whether it is written as YYYY-MM-DD, as most are. */
static bool is_day(str text)
{
    static const char form[] = "dddd-dd-dd";
    if (text.len != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (form[i] == 'd' ? text.ptr[i] < '0' || text.ptr[i] > '9' : text.ptr[i] != form[i])
            return false;
    return true;
}

str date_human(const struct date *d, enum date_style style, struct arena *a)
{
    if (d->first == DATE_NONE)
        return str_present(d->text) ? cut(d->text, a) : STR("");
    if (is_day(d->text))
        return date_day_human(d->earliest, style, a);
    struct writer w = {.is_short = style == DATE_SHORT};
    struct edtf_reason reason = {0};
    struct edtf_range r = {0};
    enum edtf_kind kind = edtf_kind_of(d->text);
    if (kind == EDTF_SINGLE && edtf_single_read(d->text, true, &r.start, &reason))
        add_single(&w, &r.start);
    else if (kind == EDTF_INTERVAL && edtf_interval_read(d->text, &r, &reason))
        add_interval(&w, &r);
    else if (kind == EDTF_ONE_OF || kind == EDTF_ALL_OF)
        add_set(&w, d->text, kind == EDTF_ONE_OF ? "or" : "and");
    str text = cut(buf_str(&w.out), a);
    buf_release(&w.out);
    return text;
}
