#include "loader/reader.h"

#include "base/strmap.h"
#include "loader/suggest.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdint.h>

enum { SHOWN_MAX = 120 }; /* bytes of a name in a message */

str reader_shown(struct reader *r, str text)
{
    if (text.len <= SHOWN_MAX)
        return text;
    size_t cut = SHOWN_MAX;
    while (cut > 0 && ((unsigned char)text.ptr[cut] & 0xC0) == 0x80)
        cut--;
    return arena_printf(r->arena, "%.*s…", (int)cut, text.ptr);
}

/* -- Mappings ---------------------------------------------------------------------------------- */

static const char *kind_name(enum node_kind kind)
{
    static const char *const names[] = {
        [NODE_SCALAR] = "a scalar", [NODE_LIST] = "a list", [NODE_MAP] = "a mapping"};
    return names[kind];
}

static size_t find_key(str text, const struct key *keys, size_t count)
{
    size_t i = 0;
    while (i < count && !str_eq(str_of(keys[i].name), text))
        i++;
    return i;
}

static void report_unknown_key(struct reader *r, const struct node *key, const char *what,
                               const struct key *keys, size_t count)
{
    struct suggestion s = suggestion_for(node_text(key));
    for (size_t i = 0; i < count; i++)
        suggestion_consider(&s, str_of(keys[i].name));
    str more = suggestion_text(&s, r->arena);
    diag_add(r->diags, node_at(key), DIAG_UNKNOWN_KEY, "%s has no key '%.*s'%.*s", what,
             STR_FMT(reader_shown(r, node_text(key))), STR_FMT(more));
}

static void take_value(struct reader *r, const struct node *value, const struct key *key,
                       struct field *f)
{
    f->empty = value->kind == NODE_SCALAR && value->empty;
    f->value = f->empty ? NULL : value;
    if (f->empty && key->rule != KEY_DEFERRED)
        field_report_empty(r, f, key->rule == KEY_STRICT);
}

void field_report_empty(struct reader *r, const struct field *f, bool required)
{
    diag_add(r->diags, f->at, required ? DIAG_EMPTY_REQUIRED : DIAG_EMPTY_VALUE,
             "'%s' has no value", f->name);
}

/* `seen` holds the keys that no table knows, for which nothing else remembers them. */
static void read_key(struct reader *r, const struct node *map, size_t i, struct strmap *seen,
                     const char *what, const struct key *keys, size_t count, struct field *fields)
{
    const struct node *key = node_key(map, i);
    if (key->kind != NODE_SCALAR) {
        diag_add(r->diags, node_at(key), DIAG_WRONG_TYPE,
                 "%s stands where the name of a key belongs", kind_name(key->kind));
        return;
    }
    size_t known = find_key(node_text(key), keys, count);
    bool again = known < count ? fields[known].value || fields[known].empty
                               : !strmap_add(seen, r->arena, node_text(key), i);
    if (again) {
        diag_add(r->diags, node_at(key), DIAG_DUPLICATE_KEY,
                 "'%.*s' is given twice; the first counts",
                 STR_FMT(reader_shown(r, node_text(key))));
    } else if (known < count) {
        fields[known].at = node_at(key);
        take_value(r, node_item(map, i), &keys[known], &fields[known]);
    } else if (!str_starts(node_text(key), STR("x-"))) {
        report_unknown_key(r, key, what, keys, count);
    }
}

bool reader_map(struct reader *r, const struct node *map, const char *what, const struct key *keys,
                size_t count, struct field *fields)
{
    for (size_t i = 0; i < count; i++)
        fields[i] = (struct field){.name = keys[i].name, .at = node_at(map)};
    if (map->kind != NODE_MAP) {
        diag_add(r->diags, node_at(map), DIAG_WRONG_TYPE, "%s is %s, not a mapping", what,
                 kind_name(map->kind));
        return false;
    }
    struct strmap seen = {0};
    for (size_t i = 0; i < map->len; i++)
        read_key(r, map, i, &seen, what, keys, count, fields);
    return true;
}

/* -- Scalars ----------------------------------------------------------------------------------- */

str field_text(struct reader *r, const struct field *f)
{
    if (!f->value)
        return (str){NULL, 0};
    if (f->value->kind == NODE_SCALAR)
        return node_text(f->value);
    diag_add(r->diags, node_at(f->value), DIAG_WRONG_TYPE, "'%s' is %s, not a scalar", f->name,
             kind_name(f->value->kind));
    return (str){NULL, 0};
}

str field_required(struct reader *r, const struct field *f, str label)
{
    if (!f->value && !f->empty)
        diag_add(r->diags, f->at, DIAG_MISSING_KEY, "%.*s has no '%s'", STR_FMT(label), f->name);
    return field_text(r, f);
}

static bool has_space_at_ends(str s)
{
    uint32_t first, last;
    utf8_decode(s, 0, &first, NULL);
    utf8_decode(s, utf8_prev(s, s.len), &last, NULL);
    return unicode_is_space(first) || unicode_is_space(last);
}

str field_id(struct reader *r, const struct field *f, str label)
{
    str id = field_required(r, f, label);
    if (!str_present(id) || !has_space_at_ends(id))
        return id;
    diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE,
             "the id '%.*s' begins or ends with white space", STR_FMT(reader_shown(r, id)));
    return (str){NULL, 0};
}

bool field_flag(struct reader *r, const struct field *f, bool *bad)
{
    str text = field_text(r, f);
    *bad = f->value && f->value->kind != NODE_SCALAR;
    if (!str_present(text) || str_eq_ascii_nocase(text, STR("false")))
        return false;
    if (str_eq_ascii_nocase(text, STR("true")))
        return true;
    *bad = true;
    diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE, "'%s' is '%.*s', not true or false",
             f->name, STR_FMT(reader_shown(r, text)));
    return false;
}

enum status field_status(struct reader *r, const struct field *f, bool *bad)
{
    str text = field_text(r, f);
    enum status status = STATUS_NONE;
    *bad = f->value && f->value->kind != NODE_SCALAR;
    if (!str_present(text) || status_parse(text, &status))
        return status;
    *bad = true;
    struct suggestion s = suggestion_for(text);
    for (enum status known = STATUS_NONE + 1; known < STATUS_COUNT; known++)
        suggestion_consider(&s, str_of(status_name(known)));
    str more = suggestion_text(&s, r->arena);
    diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE, "'%.*s' is no status%.*s",
             STR_FMT(reader_shown(r, text)), STR_FMT(more));
    return STATUS_NONE;
}

struct date field_date(struct reader *r, const struct field *f, str *undated)
{
    str text = field_text(r, f), reason = STR("no date is given");
    struct date date = {0};
    if (str_present(text) && !date_parse(text, r->arena, &date, &reason)) {
        date = (struct date){0};
        str shown = reader_shown(r, text);
        reason = arena_printf(r->arena, "the date '%.*s' cannot be read: %.*s", STR_FMT(shown),
                              STR_FMT(reason));
        diag_add(r->diags, node_at(f->value), DIAG_BAD_DATE, "%.*s", STR_FMT(reason));
    }
    if (undated)
        *undated = str_present(date.text) ? (str){NULL, 0} : reason;
    return date;
}

/* -- Numbers ----------------------------------------------------------------------------------- */

bool reader_digits(str text, str *digits)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    *digits = text;
    while (digits->len && digits->ptr[0] == '0')
        *digits = str_from(*digits, 1);
    return text.len > 0;
}

size_t reader_number(str digits)
{
    size_t value = 0;
    if (digits.len > 15)
        return SIZE_MAX;
    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (size_t)(digits.ptr[i] - '0');
    return value;
}

/* -- Lists ------------------------------------------------------------------------------------- */

static void add_node(struct reader *r, const struct field *f, const struct node *item,
                     struct nodes *out)
{
    if (item->kind == NODE_SCALAR && item->empty)
        diag_add(r->diags, node_at(item), DIAG_EMPTY_VALUE, "an item of '%s' has no value",
                 f->name);
    else
        out->items[out->len++] = item;
}

/* How many of `count` items are read: no more than `most`, nor, together with the *spent ones that
 * were read before, than `all`. What is left out is said where it begins, of the latter once. */
static size_t within(struct reader *r, const struct field *f, size_t count, size_t most,
                     size_t *spent, size_t all)
{
    size_t left = all > *spent ? all - *spent : 0;
    size_t read = count < most ? count : most;
    read = read < left ? read : left;
    bool told = *spent > all;
    *spent += read;
    if (read == count || told)
        return read;
    const struct node *next = f->value->kind == NODE_SCALAR ? f->value : node_item(f->value, read);
    bool whole = read < most;
    diag_add(r->diags, node_at(next), DIAG_TOO_LARGE,
             whole ? "there are more than %zu: '%s' and what follows are left out from here"
                   : "more than %zu in '%s': the rest is left out",
             whole ? all : most, f->name);
    *spent += whole;
    return read;
}

/* Room for just as many as there can be: of a hundred thousand entities each has its lists. */
struct nodes field_nodes(struct reader *r, const struct field *f)
{
    struct nodes out = {0};
    if (!f->value)
        return out;
    if (f->value->kind == NODE_MAP) {
        diag_add(r->diags, node_at(f->value), DIAG_WRONG_TYPE, "'%s' is a mapping, not a list",
                 f->name);
        return out;
    }
    size_t count = f->value->kind == NODE_SCALAR ? 1 : f->value->len;
    count = within(r, f, count, LIMIT_ITEMS, &r->items, LIMIT_ALL_ITEMS);
    out.items = ARENA_ARRAY(r->arena, const struct node *, count);
    if (f->value->kind == NODE_SCALAR)
        out.items[out.len++] = f->value;
    else
        for (size_t i = 0; i < count; i++)
            add_node(r, f, node_item(f->value, i), &out);
    return out;
}

struct nodes field_statements(struct reader *r, const struct field *f, size_t most)
{
    struct nodes nodes = field_nodes(r, f);
    nodes.len = within(r, f, nodes.len, most, &r->statements, LIMIT_STATEMENTS);
    return nodes;
}

struct words field_words(struct reader *r, const struct field *f)
{
    struct words out = {0};
    struct nodes nodes = field_nodes(r, f);
    out.items = ARENA_ARRAY(r->arena, struct word, nodes.len);
    for (size_t i = 0; i < nodes.len; i++) {
        const struct node *item = nodes.items[i];
        if (item->kind == NODE_SCALAR)
            out.items[out.len++] = (struct word){.text = node_text(item), .at = node_at(item)};
        else
            diag_add(r->diags, node_at(item), DIAG_WRONG_TYPE,
                     "an item of '%s' is %s, not a scalar", f->name, kind_name(item->kind));
    }
    return out;
}

str *words_texts(const struct words *w, struct arena *a)
{
    str *texts = w->len ? ARENA_ARRAY(a, str, w->len) : NULL;
    for (size_t i = 0; i < w->len; i++)
        texts[i] = w->items[i].text;
    return texts;
}
