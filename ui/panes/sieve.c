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
    for (int i = 0; i < SIEVE_FIELD_COUNT; i++) {
        buf_release(&s->parts[i].value);
        buf_release(&s->parts[i].name);
    }
}

/* -- Choosing -----------------------------------------------------------------------------------
 */

static size_t place_of(const struct sieve *s, enum sieve_field field)
{
    size_t i = 0;
    while (i < s->count && s->order[i] != field)
        i++;
    return i;
}

bool sieve_has(const struct sieve *s, enum sieve_field field)
{
    return place_of(s, field) < s->count;
}

bool sieve_is_empty(const struct sieve *s)
{
    return s->count == 0 && filter_text(&s->text).len == 0;
}

void sieve_drop(struct sieve *s, enum sieve_field field)
{
    size_t at = place_of(s, field);
    if (at == s->count)
        return;
    for (size_t i = at + 1; i < s->count; i++)
        s->order[i - 1] = s->order[i];
    s->count--;
    if (field == SIEVE_DATE)
        s->has_from = s->has_to = false;
}

void sieve_choose(struct sieve *s, enum sieve_field field, str value, str name)
{
    sieve_drop(s, field);
    buf_clear(&s->parts[field].value);
    buf_append(&s->parts[field].value, value);
    buf_clear(&s->parts[field].name);
    buf_append(&s->parts[field].name, name);
    s->order[s->count++] = field;
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
    sieve_drop(s, s->order[s->count - 1]);
    return true;
}

void sieve_clear(struct sieve *s)
{
    while (sieve_clear_last(s))
        continue;
}

/* -- What it says -------------------------------------------------------------------------------
 */

void sieve_apply(const struct sieve *s, struct moments_query *q)
{
    q->text = filter_text(&s->text);
    for (size_t i = 0; i < s->count; i++) {
        str value = buf_str(&s->parts[s->order[i]].value);
        switch (s->order[i]) {
        case SIEVE_PARTY:
            q->party = value;
            break;
        case SIEVE_TYPE:
            q->party_types = 1U << notation_number(value);
            break;
        case SIEVE_KIND:
            q->kind = value;
            break;
        case SIEVE_TOPIC:
            q->topic = value;
            break;
        case SIEVE_STATUS:
            for (int status = 0; status < STATUS_COUNT; status++)
                if (str_eq(str_of(status_name((enum status)status)), value))
                    q->statuses = STATUS_BIT(status);
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

void sieve_status(const struct sieve *s, bool ascii, struct buf *out)
{
    struct buf b = {0};
    for (size_t i = 0; i < s->count; i++)
        cells_join(&b, ascii, buf_str(&s->parts[s->order[i]].name));
    if (filter_text(&s->text).len) {
        cells_join(&b, ascii, STR("/"));
        buf_append(&b, filter_text(&s->text));
    }
    if (b.len)
        buf_append(&b, ascii ? STR(" - ") : STR(" \u00B7 "));
    buf_append(out, buf_str(&b));
    buf_release(&b);
}

/* -- Writing down -------------------------------------------------------------------------------
 */

/* A field's letters: from 'A' for its value, from 'a' for its name; '/' is the text. */
void sieve_write(const struct sieve *s, struct buf *out)
{
    for (size_t i = 0; i < s->count; i++) {
        notation_add(out, (char)('A' + s->order[i]), buf_str(&s->parts[s->order[i]].value));
        notation_add(out, (char)('a' + s->order[i]), buf_str(&s->parts[s->order[i]].name));
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
