#include "query/term.h"

#include "loader/suggest.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdarg.h>

static const char *const names[TERM_FIELD_COUNT] = {"",
#define X(id, name, value) name,
                                                    TERM_FIELDS(X)
#undef X
};

static const char *const values[TERM_FIELD_COUNT] = {"",
#define X(id, name, value) value,
                                                     TERM_FIELDS(X)
#undef X
};

const char *term_field_name(enum term_field field)
{
    return names[field];
}

const char *term_field_value(enum term_field field)
{
    return values[field];
}

bool parser_fault(struct parser *p, size_t byte, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    p->fault->message = arena_vprintf(p->arena, format, args);
    va_end(args);
    p->fault->byte = byte;
    p->fault->point = utf8_length(str_sub(p->text, 0, byte));
    return false;
}

/* -- Fields ------------------------------------------------------------------------------------ */

enum term_field term_field_find(str name)
{
    for (int i = TERM_TEXT + 1; i < TERM_FIELD_COUNT; i++)
        if (str_eq_ascii_nocase(name, str_of(names[i])))
            return (enum term_field)i;
    return TERM_TEXT;
}

bool term_no_field(struct parser *p, str name)
{
    struct suggestion s = suggestion_for(name);
    for (int i = TERM_TEXT + 1; i < TERM_FIELD_COUNT; i++)
        suggestion_consider(&s, str_of(names[i]));
    str near = suggestion_text(&s, p->arena);
    if (near.len == 0)
        near = STR("; to search for it, put it in quotation marks");
    return parser_fault(p, p->at, "there is no field '%.*s'%.*s", STR_FMT(name), STR_FMT(near));
}

/* -- Types and statuses ------------------------------------------------------------------------ */

static bool settle_type(struct parser *p, struct clause *t, size_t value)
{
    if (entity_type_parse(t->text, &t->type)) {
        t->text = str_of(entity_type_name(t->type));
        return true;
    }
    struct suggestion s = suggestion_for(t->text);
    for (int i = ENTITY_UNTYPED + 1; i < ENTITY_TYPE_COUNT; i++)
        suggestion_consider(&s, str_of(entity_type_name((enum entity_type)i)));
    str near = suggestion_text(&s, p->arena);
    return parser_fault(p, value, "there is no type '%.*s'%.*s", STR_FMT(t->text), STR_FMT(near));
}

static bool settle_status(struct parser *p, struct clause *t, size_t value)
{
    str folded = unicode_fold(t->text, p->arena);
    if (status_parse(folded, &t->status)) {
        t->text = str_of(status_name(t->status));
        return true;
    }
    struct suggestion s = suggestion_for(folded);
    for (int i = STATUS_NONE + 1; i < STATUS_COUNT; i++)
        suggestion_consider(&s, str_of(status_name((enum status)i)));
    str near = suggestion_text(&s, p->arena);
    return parser_fault(p, value, "there is no status '%.*s'%.*s", STR_FMT(t->text), STR_FMT(near));
}

/* -- Dates ------------------------------------------------------------------------------------- */

/* An end of a range, which begins at byte `at`. */
static bool read_end(struct parser *p, str text, size_t at, struct date *d)
{
    str reason;
    if (!date_parse(text, p->arena, d, &reason))
        return parser_fault(p, at, "'%.*s': %.*s", STR_FMT(text), STR_FMT(reason));
    if (d->first != DATE_DAY || d->last != DATE_DAY)
        return parser_fault(p, at, "'%.*s' has no first and last day", STR_FMT(text));
    return true;
}

/* "A..B" of which `dots` is the place of the dots. */
static bool settle_range(struct parser *p, struct clause *t, size_t value, size_t dots)
{
    str from = str_sub(t->text, 0, dots), to = str_from(t->text, dots + 2);
    struct date a = {.first = DATE_OPEN}, b = {.last = DATE_OPEN};
    if (from.len == 0 && to.len == 0)
        return parser_fault(p, value, "a range needs a date at one end");
    if ((from.len != 0 && !read_end(p, from, value, &a)) ||
        (to.len != 0 && !read_end(p, to, value + dots + 2, &b)))
        return false;
    if (from.len != 0 && to.len != 0 && a.earliest > b.latest)
        return parser_fault(p, value, "the range ends before it begins");
    t->date = (struct date){.text = t->text,
                            .first = a.first,
                            .earliest = a.earliest,
                            .last = b.last,
                            .latest = b.latest,
                            .precision = DATE_COARSER};
    return true;
}

static bool settle_date(struct parser *p, struct clause *t, size_t value)
{
    bool set = t->text.ptr[0] == '[' || t->text.ptr[0] == '{';
    size_t dots = str_find(t->text, STR(".."), 0);
    if (!set && dots != STR_NONE && str_find_byte(t->text, '/', 0) == STR_NONE)
        return settle_range(p, t, value, dots);
    str reason;
    if (!date_parse(t->text, p->arena, &t->date, &reason))
        return parser_fault(p, value, "'%.*s': %.*s", STR_FMT(t->text), STR_FMT(reason));
    if (!date_known(&t->date))
        return parser_fault(p, value, "'%.*s' names no day", STR_FMT(t->text));
    return true;
}

/* -- Any term ---------------------------------------------------------------------------------- */

static bool settle_words(struct parser *p, struct clause *t, size_t value)
{
    for (size_t at = 0; at < t->text.len;) {
        uint32_t c;
        at += utf8_decode(t->text, at, &c, NULL);
        if (unicode_is_word(c))
            return true;
    }
    return parser_fault(p, value, "'%.*s' has no letter or digit to search for", STR_FMT(t->text));
}

bool term_settle(struct parser *p, struct clause *t, size_t value)
{
    /* Faults of a quoted value point behind its quotation mark. */
    size_t inside = value + (p->text.ptr[value] == '"');
    bool choice = t->field == TERM_TYPE || t->field == TERM_STATUS || t->field == TERM_DATE;
    if (choice && t->exact)
        return parser_fault(p, value, "%s: takes no =", term_field_name(t->field));
    if (choice && t->prefix)
        return parser_fault(p, p->at - 1, "%s: takes no *", term_field_name(t->field));
    switch (t->field) {
    case TERM_TYPE:
        return settle_type(p, t, inside);
    case TERM_STATUS:
        return settle_status(p, t, inside);
    case TERM_DATE:
        return settle_date(p, t, inside);
    case TERM_TEXT:
    case TERM_TITLE:
    case TERM_SOURCE:
        return settle_words(p, t, value);
    default:
        return true;
    }
}
