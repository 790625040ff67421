#include "loader/selectors.h"

#include <stdint.h>

enum { QUOTE, SPAN, OCCURRENCE, PREFIX, SUFFIX, KEY_COUNT };

static const struct key KEYS[KEY_COUNT] = {
    [QUOTE] = {"quote",      KEY_DEFERRED},
      [SPAN] = {"span",       KEY_DEFERRED},
    [OCCURRENCE] = {"occurrence", KEY_OPTIONAL},
      [PREFIX] = {"prefix",     KEY_OPTIONAL},
    [SUFFIX] = {"suffix",     KEY_OPTIONAL},
};

/* -- Numbers ----------------------------------------------------------------------------------- */

static int compare_digits(str a, str b)
{
    return a.len != b.len ? (a.len > b.len) - (a.len < b.len) : str_cmp(a, b);
}

static void read_occurrence(struct reader *r, const struct field *f, struct selector *s)
{
    str text = field_text(r, f), digits;
    s->occurrence = 1;
    if (!str_present(text))
        return;
    s->all = str_eq(text, STR("all"));
    if (!s->all && reader_digits(text, &digits) && digits.len)
        s->occurrence = reader_number(digits);
    else if (!s->all)
        diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE,
                 "'occurrence' is '%.*s', not a number from 1 or 'all'",
                 STR_FMT(reader_shown(r, text)));
}

/* -- Spans ------------------------------------------------------------------------------------- */

static void report_span(struct reader *r, const struct field *f, const char *why)
{
    diag_add(r->diags, node_at(f->value), DIAG_BAD_SPAN,
             "the span %s: write [start, end] in characters of the file, from 0", why);
}

static void read_span(struct reader *r, const struct field *f, struct selector *s)
{
    struct words words = field_words(r, f);
    str start = {NULL, 0}, end = {NULL, 0};
    if (!f->value || f->value->kind == NODE_MAP)
        return;
    s->span_at = node_at(f->value);
    for (size_t i = 0; f->value->kind == NODE_LIST && i < f->value->len; i++)
        if (node_item(f->value, i)->kind != NODE_SCALAR)
            return; /* which field_words has reported */
    if (words.len != 2)
        report_span(r, f, "is not of two numbers");
    else if (str_starts(words.items[0].text, STR("-")) || str_starts(words.items[1].text, STR("-")))
        report_span(r, f, "is negative");
    else if (!reader_digits(words.items[0].text, &start) ||
             !reader_digits(words.items[1].text, &end))
        report_span(r, f, "is not of whole numbers");
    else if (compare_digits(start, end) == 0)
        report_span(r, f, "is empty");
    else if (compare_digits(start, end) > 0)
        report_span(r, f, "ends before it starts");
    else
        s->has_span = true;
    if (s->has_span) {
        s->start = reader_number(start);
        s->end = reader_number(end);
    }
}

/* -- Selectors --------------------------------------------------------------------------------- */

/* Says what is missing: one of two must be there, and an empty one is as good as none. */
static void report_missing(struct reader *r, const struct field *f, struct origin at)
{
    bool none = !f[QUOTE].value && !f[SPAN].value;
    if (f[QUOTE].empty)
        field_report_empty(r, &f[QUOTE], none);
    if (f[SPAN].empty)
        field_report_empty(r, &f[SPAN], none && !f[QUOTE].empty);
    if (none && !f[QUOTE].empty && !f[SPAN].empty)
        diag_add(r->diags, at, DIAG_MISSING_KEY, "a mention has no 'quote' and no 'span'");
}

static bool read_selector(struct reader *r, const struct node *node, struct selector *s)
{
    struct field f[KEY_COUNT];
    *s = (struct selector){.occurrence = 1, .at = node_at(node)};
    if (!reader_map(r, node, "a mention", KEYS, KEY_COUNT, f))
        return false;
    report_missing(r, f, node_at(node));
    s->quote = field_text(r, &f[QUOTE]);
    s->prefix = field_text(r, &f[PREFIX]);
    s->suffix = field_text(r, &f[SUFFIX]);
    read_occurrence(r, &f[OCCURRENCE], s);
    read_span(r, &f[SPAN], s);
    if (f[QUOTE].value || f[SPAN].value)
        s->at = f[QUOTE].value ? node_at(f[QUOTE].value) : node_at(f[SPAN].value);
    return str_present(s->quote) || s->has_span;
}

void selectors_read(struct reader *r, const struct field *f, struct selector **selectors,
                    size_t *count)
{
    struct nodes nodes = field_nodes(r, f);
    *selectors = ARENA_ARRAY(r->arena, struct selector, nodes.len);
    *count = 0;
    for (size_t i = 0; i < nodes.len; i++)
        *count += read_selector(r, nodes.items[i], &(*selectors)[*count]);
}
