#include "ui/panes/sieve.h"

#include "ui/panes/cells.h"
#include "ui/panes/notation.h"

const char *sieve_field_name(enum sieve_field field)
{
    static const char *const names[] = {
#define X(id, name) [SIEVE_##id] = name,
        SIEVE_FIELDS(X)
#undef X
    };
    return names[field];
}

void sieve_release(struct sieve *s)
{
    filter_release(&s->text);
    for (size_t i = 0; i < SIEVE_MOST; i++) {
        buf_release(&s->choices[i].value);
        buf_release(&s->choices[i].name);
    }
}

/* -- Choosing -----------------------------------------------------------------------------------
 */

static bool all_of(enum sieve_field field)
{
    return field == SIEVE_PARTY || field == SIEVE_TOPIC;
}

static bool one_of(enum sieve_field field)
{
    return field == SIEVE_TYPE || field == SIEVE_STATUS;
}

/* The next choice of a field from number `i` on; s->count: there is none. */
static size_t next_of(const struct sieve *s, enum sieve_field field, size_t i)
{
    while (i < s->count && s->choices[i].field != field)
        i++;
    return i;
}

static size_t place_of(const struct sieve *s, enum sieve_field field, str value)
{
    size_t i = next_of(s, field, 0);
    while (i < s->count && !str_eq(buf_str(&s->choices[i].value), value))
        i = next_of(s, field, i + 1);
    return i;
}

bool sieve_has(const struct sieve *s, enum sieve_field field)
{
    return next_of(s, field, 0) < s->count;
}

bool sieve_holds(const struct sieve *s, enum sieve_field field, str value)
{
    return place_of(s, field, value) < s->count;
}

str sieve_value(const struct sieve *s, enum sieve_field field)
{
    size_t at = next_of(s, field, 0);
    return at < s->count ? buf_str(&s->choices[at].value) : (str){0};
}

bool sieve_is_empty(const struct sieve *s)
{
    return s->count == 0 && filter_text(&s->text).len == 0;
}

/* Its memory goes to the end, to be used again. */
static void take_out(struct sieve *s, size_t at)
{
    struct sieve_choice out = s->choices[at];
    if (out.field == SIEVE_DATE)
        s->has_from = s->has_to = false;
    for (size_t i = at + 1; i < s->count; i++)
        s->choices[i - 1] = s->choices[i];
    s->choices[--s->count] = out;
}

void sieve_take_back(struct sieve *s, enum sieve_field field, str value)
{
    size_t at = place_of(s, field, value);
    if (at < s->count)
        take_out(s, at);
}

void sieve_drop(struct sieve *s, enum sieve_field field)
{
    for (size_t at = next_of(s, field, 0); at < s->count; at = next_of(s, field, at))
        take_out(s, at);
}

bool sieve_choose(struct sieve *s, enum sieve_field field, str value, str name)
{
    size_t chosen = 0;
    if (!all_of(field) && !one_of(field))
        sieve_drop(s, field);
    for (size_t i = next_of(s, field, 0); i < s->count; i = next_of(s, field, i + 1))
        chosen++;
    if (chosen == SIEVE_EACH_MOST)
        return false;
    struct sieve_choice *choice = &s->choices[s->count++];
    choice->field = field;
    buf_clear(&choice->value);
    buf_append(&choice->value, value);
    buf_clear(&choice->name);
    buf_append(&choice->name, name);
    return true;
}

bool sieve_choose_date(struct sieve *s, str text, struct arena *a, str *reason)
{
    struct date date;
    text = str_trim(text);
    if (text.len == 0) {
        sieve_drop(s, SIEVE_DATE);
        return true;
    }
    if (!date_parse(text, a, &date, reason))
        return false;
    sieve_choose(s, SIEVE_DATE, text, date_human(&date, DATE_SHORT, a));
    s->has_from = date.first == DATE_DAY;
    s->has_to = date.last == DATE_DAY;
    s->from = date.earliest;
    s->to = date.latest;
    return true;
}

bool sieve_clear_last(struct sieve *s)
{
    if (filter_clear(&s->text))
        return true;
    if (s->count == 0)
        return false;
    take_out(s, s->count - 1);
    return true;
}

void sieve_clear(struct sieve *s)
{
    while (sieve_clear_last(s))
        continue;
}

/* -- What it says -------------------------------------------------------------------------------
 */

/* The first stands in the query itself. */
static void add_also(struct moments_query *q, str *first, enum moment_facet facet, str value)
{
    if (!str_present(*first))
        *first = value;
    else if (q->also_count < MOMENTS_ALSO_MOST)
        q->also[q->also_count++] = (struct moments_also){facet, value};
}

void sieve_apply(const struct sieve *s, struct moments_query *q)
{
    q->text = filter_text(&s->text);
    for (size_t i = 0; i < s->count; i++) {
        str value = buf_str(&s->choices[i].value);
        switch (s->choices[i].field) {
        case SIEVE_PARTY:
            add_also(q, &q->party, FACET_PARTY, value);
            break;
        case SIEVE_TYPE:
            q->party_types |= 1U << notation_number(value);
            break;
        case SIEVE_KIND:
            q->kind = value;
            break;
        case SIEVE_TOPIC:
            add_also(q, &q->topic, FACET_TOPIC, value);
            break;
        case SIEVE_STATUS:
            for (int status = 0; status < STATUS_COUNT; status++)
                if (str_eq(str_of(status_name((enum status)status)), value))
                    q->statuses |= STATUS_BIT(status);
            break;
        case SIEVE_PROMISE:
            q->promises = (unsigned)notation_number(value);
            break;
        case SIEVE_WHAT:
            q->kinds = (unsigned)notation_number(value);
            break;
        default:
            q->has_from = s->has_from;
            q->has_to = s->has_to;
            q->from = s->from;
            q->to = s->to;
            break;
        }
    }
}

void sieve_say(const struct sieve *s, enum sieve_field field, struct buf *out)
{
    const char *before = "";
    for (size_t i = next_of(s, field, 0); i < s->count; i = next_of(s, field, i + 1)) {
        buf_append(out, str_of(before));
        buf_append(out, buf_str(&s->choices[i].name));
        before = all_of(field) ? " and " : " or ";
    }
}

void sieve_status(const struct sieve *s, bool ascii, struct buf *out)
{
    struct buf b = {0}, part = {0};
    for (size_t i = 0; i < s->count; i++) {
        if (next_of(s, s->choices[i].field, 0) < i)
            continue;
        buf_clear(&part);
        sieve_say(s, s->choices[i].field, &part);
        cells_join(&b, ascii, buf_str(&part));
    }
    if (filter_text(&s->text).len) {
        cells_join(&b, ascii, STR("/"));
        buf_append(&b, filter_text(&s->text));
    }
    if (b.len)
        buf_append(&b, ascii ? STR(" - ") : STR(" \u00B7 "));
    buf_append(out, buf_str(&b));
    buf_release(&b);
    buf_release(&part);
}

/* -- Writing down -------------------------------------------------------------------------------
 */

/* A field's letters: from 'A' for its value, from 'a' for its name; '/' is the text. */
void sieve_write(const struct sieve *s, struct buf *out)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct sieve_choice *choice = &s->choices[i];
        notation_add(out, (char)('A' + choice->field), buf_str(&choice->value));
        notation_add(out, (char)('a' + choice->field), buf_str(&choice->name));
    }
    if (filter_text(&s->text).len)
        notation_add(out, '/', filter_text(&s->text));
}

static void read_field(struct sieve *s, int field, str value, str name)
{
    struct arena a = {0};
    str reason;
    if (field == SIEVE_DATE)
        sieve_choose_date(s, value, &a, &reason);
    else if (field >= 0 && field < SIEVE_FIELD_COUNT)
        sieve_choose(s, (enum sieve_field)field, value, name);
    arena_release(&a);
}

void sieve_read(struct sieve *s, str text)
{
    size_t at = 0;
    char letter;
    str bytes, value = {0};
    sieve_clear(s);
    while (notation_next(text, &at, &letter, &bytes)) {
        if (letter == '/')
            filter_input(&s->text, INPUT_ACCEPTED, bytes);
        else if (letter >= 'A' && letter < 'A' + SIEVE_FIELD_COUNT)
            value = bytes;
        else if (letter >= 'a' && letter < 'a' + SIEVE_FIELD_COUNT)
            read_field(s, letter - 'a', value, bytes);
    }
}
