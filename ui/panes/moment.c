#include "ui/panes/moment.h"

#include "base/buf.h"

str moment_status_words(enum status status, struct arena *a)
{
    str words = arena_str(a, str_of(status_name(status)));
    for (size_t i = 0; i < words.len; i++)
        if (words.ptr[i] == '-')
            ((char *)words.ptr)[i] = ' ';
    return words;
}

str moment_state_words(enum status status, enum promise promise, bool ascii, struct arena *a)
{
    str words = moment_status_words(status, a);
    if (promise == PROMISE_NONE)
        return words;
    return arena_printf(a, "%.*s%s%s", STR_FMT(words),
                        words.len ? (ascii ? " - " : " \u2014 ") : "", promise_name(promise));
}

str moment_promise_word(enum promise promise)
{
    return promise == PROMISE_OPEN ? STR("promised") : str_of(promise_name(promise));
}

/* -- Dates --------------------------------------------------------------------------------------
 */

str moment_when_within(str when, str year, struct arena *a)
{
    for (size_t at = 0; (at = str_find(when, year, at)) != STR_NONE; at += year.len) {
        size_t end = at + year.len;
        bool alone = (at == 0 || when.ptr[at - 1] == ' ') &&
                     (end == when.len || when.ptr[end] == ',' || when.ptr[end] == '?' ||
                      str_starts(str_from(when, end), STR("\u2013")));
        if (!alone)
            continue;
        str before = str_trim(str_sub(when, 0, at)), after = str_from(when, end);
        return arena_printf(a, "%.*s%.*s", STR_FMT(before), STR_FMT(after));
    }
    return when;
}

/* What takes much room in a narrow column has short forms that are as clear there. */
str moment_when(const struct date *d, struct arena *a)
{
    static const str uncertain = STR_INIT(", uncertain"), from = STR_INIT("from "),
                     until = STR_INIT("until ");
    str when = date_human(d, DATE_SHORT, a);
    const char *mark = "";
    if (str_ends(when, uncertain)) {
        when.len -= uncertain.len;
        mark = "?";
    }
    if (str_starts(when, from))
        return arena_printf(a, "%.*s%s\u2013", STR_FMT(str_from(when, from.len)), mark);
    if (str_starts(when, until))
        return arena_printf(a, "\u2013%.*s%s", STR_FMT(str_from(when, until.len)), mark);
    return arena_printf(a, "%.*s%s", STR_FMT(when), mark);
}

str moment_year(int64_t day, struct arena *a)
{
    struct buf b = {0};
    buf_number(&b, date_to_civil(day).year);
    str year = arena_str(a, buf_str(&b));
    buf_release(&b);
    return year;
}

/* -- Signs --------------------------------------------------------------------------------------
 */

struct style moment_promise_style(enum promise promise)
{
    static const uint8_t roles[] = {
        [PROMISE_NONE] = STYLE_TEXT,
        [PROMISE_KEPT] = STYLE_STATUS_LIVE,
        [PROMISE_OPEN] = STYLE_STATUS_SOON,
        [PROMISE_OVERDUE] = STYLE_STATUS_LATE,
    };
    return STYLE_WITH(roles[promise], 0);
}

struct glyph moment_glyph_event(bool ascii)
{
    return (struct glyph){ascii ? "E" : "\u25C6", style_of_entity(ENTITY_EVENT)};
}

struct glyph moment_glyph(enum status status, enum promise promise, bool ascii)
{
    if (promise != PROMISE_NONE)
        return (struct glyph){style_promise_glyph(promise, ascii), moment_promise_style(promise)};
    return (struct glyph){style_status_glyph(status, ascii), style_of_status(status)};
}

str moment_who(const struct moment *m, str but)
{
    if (m->party.len && !str_eq(m->party, but))
        return m->party;
    for (size_t i = 0; i < m->party_count; i++)
        if (!str_eq(m->parties[i], but))
            return m->parties[i];
    return (str){0};
}
