#include "command/values.h"

#include "base/buf.h"
#include "loader/suggest.h"
#include "model/date.h"

static bool given(const struct options *o, enum option option)
{
    return o->given & (1U << option);
}

/* "--format is text, json …, not 'xml'". The nearest name is said; where there are few, all are. */
static struct err no_such(enum option option, str word, const char *const *names, size_t count)
{
    enum { FEW = 8 };
    struct arena a = {0};
    struct buf all = {0};
    struct suggestion near = suggestion_for(word);
    for (size_t i = 0; i < count; i++) {
        suggestion_consider(&near, str_of(names[i]));
        if (i > 0)
            buf_append(&all, i + 1 == count ? STR(" or ") : STR(", "));
        buf_append(&all, str_of(names[i]));
    }
    str hint = suggestion_text(&near, &a);
    struct err e =
        count <= FEW || hint.len == 0
            ? err_make(ERR_USAGE, "--%s is %.*s, not '%.*s'%.*s", option_info(option)->name,
                       STR_FMT(buf_str(&all)), STR_FMT(word), STR_FMT(hint))
            : err_make(ERR_USAGE, "--%s knows no '%.*s'%.*s", option_info(option)->name,
                       STR_FMT(word), STR_FMT(hint));
    buf_release(&all);
    arena_release(&a);
    return e;
}

struct err values_choice(const struct options *o, enum option option, const char *const *names,
                         size_t count, size_t absent, size_t *choice)
{
    *choice = absent;
    if (!given(o, option))
        return ERR_OK;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(o->values[option], str_of(names[i]))) {
            *choice = i;
            return ERR_OK;
        }
    }
    return no_such(option, o->values[option], names, count);
}

struct err values_number(const struct options *o, enum option option, size_t absent, size_t *n)
{
    *n = absent;
    if (!given(o, option))
        return ERR_OK;
    str text = o->values[option];
    size_t number = 0;
    bool good = text.len > 0 && text.len <= 18; /* fits in 64 bits whatever the digits */
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        number = number * 10 + (size_t)(text.ptr[i] - '0');
    }
    *n = number;
    return good ? ERR_OK
                : err_make(ERR_USAGE, "--%s is a number, not '%.*s'", option_info(option)->name,
                           STR_FMT(text));
}

struct err values_day(str text, const char *what, int64_t *day)
{
    struct arena scratch = {0};
    struct date d;
    bool good = date_parse(text, &scratch, &d, NULL) && d.first == DATE_DAY && d.last == DATE_DAY &&
                d.earliest == d.latest;
    arena_release(&scratch);
    *day = good ? d.earliest : *day;
    return good
               ? ERR_OK
               : err_make(ERR_USAGE, "%s is a day, as 2024-04-08, not '%.*s'", what, STR_FMT(text));
}

/* A date; without its text, which would have to live somewhere. */
static struct err date_value(const struct options *o, enum option option, struct date *d)
{
    struct arena scratch = {0};
    str reason = {0};
    struct err e = ERR_OK;
    if (!date_parse(o->values[option], &scratch, d, &reason))
        e = err_make(ERR_USAGE, "--%s is a date, as 2024 or 2024-04-08, not '%.*s': %.*s",
                     option_info(option)->name, STR_FMT(o->values[option]), STR_FMT(reason));
    d->text = (str){0};
    arena_release(&scratch);
    return e;
}

/* The first or the last day of a date. */
static struct err bound(const struct options *o, enum option option, bool last, bool *has,
                        int64_t *day)
{
    struct date d = {0};
    *has = given(o, option);
    struct err e = *has ? date_value(o, option, &d) : ERR_OK;
    if (*has && !err_failed(&e) && (last ? d.last : d.first) != DATE_DAY)
        e = err_make(ERR_USAGE, "--%s needs a day: '%.*s' has no %s", option_info(option)->name,
                     STR_FMT(o->values[option]), last ? "end" : "beginning");
    *day = last ? d.latest : d.earliest;
    return e;
}

bool filters_hold(const struct filters *f, const struct date *d)
{
    if (!f->has_from && !f->has_to)
        return true;
    const struct date wanted = {.first = f->has_from ? DATE_DAY : DATE_OPEN,
                                .last = f->has_to ? DATE_DAY : DATE_OPEN,
                                .earliest = f->from,
                                .latest = f->to};
    return date_known(d) && date_overlaps(d, &wanted);
}

/* A list with commas, each word by `bit_of`, which gives 0 for what it does not know. */
static struct err bits(const struct options *o, enum option option, unsigned (*bit_of)(str),
                       const char *const *names, size_t count, unsigned *set)
{
    str rest = o->values[option];
    while (given(o, option)) {
        size_t comma = str_find_byte(rest, ',', 0);
        str word = str_trim(comma == STR_NONE ? rest : str_sub(rest, 0, comma));
        unsigned bit = bit_of(word);
        if (!bit)
            return no_such(option, word, names, count);
        *set |= bit;
        if (comma == STR_NONE)
            break;
        rest = str_from(rest, comma + 1);
    }
    return ERR_OK;
}

static unsigned type_bit(str word)
{
    enum entity_type type;
    return entity_type_parse(word, &type) ? 1U << type : 0;
}

static unsigned status_bit(str word)
{
    enum status status;
    return status_parse(word, &status) && !status_is_of_party(status) ? 1U << status : 0;
}

static unsigned state_bit(str word)
{
    for (enum promise state = PROMISE_NONE + 1; state <= PROMISE_OVERDUE; state++)
        if (str_eq(word, str_of(promise_name(state))))
            return 1U << state;
    return 0;
}

static const char *const state_names[] = {"kept", "open", "overdue"};

static const char *const type_names[] = {
#define X(id, name, sign, plural) name,
    ENTITY_TYPES(X)
#undef X
};

/* Those that an agreement can have: the last two are of parties. */
static const char *const status_names[] = {
#define X(id, name) name,
    STATUSES(X)
#undef X
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct err values_filters(const struct options *o, struct filters *f)
{
    enum { OF_PARTIES = 2 };
    struct err e = bits(o, OPTION_TYPE, type_bit, type_names, COUNT(type_names), &f->types);
    if (!err_failed(&e))
        e = bits(o, OPTION_STATUS, status_bit, status_names, COUNT(status_names) - OF_PARTIES,
                 &f->statuses);
    if (!err_failed(&e))
        e = bits(o, OPTION_STATE, state_bit, state_names, COUNT(state_names), &f->states);
    if (!err_failed(&e) && given(o, OPTION_SAID))
        e = date_value(o, OPTION_SAID, &f->said);
    if (!err_failed(&e))
        e = bound(o, OPTION_FROM, false, &f->has_from, &f->from);
    if (!err_failed(&e))
        e = bound(o, OPTION_TO, true, &f->has_to, &f->to);
    f->party = o->values[OPTION_PARTY];
    f->topic = o->values[OPTION_TOPIC];
    f->briefing = o->values[OPTION_BRIEFING];
    return e;
}

struct err values_color(const struct options *o, bool terminal, bool *colored)
{
    enum { ALWAYS, NEVER, AUTO };
    static const char *const names[] = {"always", "never", "auto"};
    size_t when;
    struct err e = values_choice(o, OPTION_COLOR, names, COUNT(names), AUTO, &when);
    *colored = when == ALWAYS || (when == AUTO && terminal);
    return e;
}
