#include "query/clause.h"

#include "text/safe.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* -- Trees ------------------------------------------------------------------------------------- */

/* Whether a value would be read as something else if it stood there bare. */
static bool needs_marks(const struct clause *t)
{
    str s = t->text;
    if (s.ptr[0] == '-' || s.ptr[0] == '=' || str_eq(s, STR("OR")))
        return true;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += utf8_decode(s, at, &c, NULL);
        if (unicode_is_space(c) || c == '(' || c == ')' || c == '"' || c == '*' ||
            (c == ':' && t->field == TERM_TEXT))
            return true;
    }
    return false;
}

static void print_term(const struct clause *t, struct buf *out)
{
    if (t->field != TERM_TEXT)
        buf_printf(out, "%s:", term_field_name(t->field));
    if (t->exact)
        buf_byte(out, '=');
    if (needs_marks(t)) {
        buf_byte(out, '"');
        for (size_t i = 0; i < t->text.len; i++) {
            if (t->text.ptr[i] == '"' || t->text.ptr[i] == '\\')
                buf_byte(out, '\\');
            buf_byte(out, t->text.ptr[i]);
        }
        buf_byte(out, '"');
    } else {
        buf_append(out, t->text);
    }
    if (t->prefix)
        buf_byte(out, '*');
}

/* As a part of something that binds more strongly. */
static void print_part(const struct clause *c, struct buf *out, bool bare)
{
    if (!bare)
        buf_byte(out, '(');
    clause_print(c, out);
    if (!bare)
        buf_byte(out, ')');
}

void clause_print(const struct clause *c, struct buf *out)
{
    switch (c->kind) {
    case CLAUSE_TERM:
        print_term(c, out);
        break;
    case CLAUSE_NOT:
        buf_byte(out, '-');
        print_part(c->parts[0], out, c->parts[0]->kind == CLAUSE_TERM);
        break;
    case CLAUSE_ALL:
    case CLAUSE_ANY:
        for (size_t i = 0; i < c->part_count; i++) {
            if (i > 0)
                buf_append(out, c->kind == CLAUSE_ALL ? STR(" ") : STR(" OR "));
            print_part(c->parts[i], out, c->kind == CLAUSE_ANY || c->parts[i]->kind != CLAUSE_ANY);
        }
        break;
    }
}

/* -- Faults ------------------------------------------------------------------------------------ */

/* The end of `s`, of at most `cells`; *cut tells if something is missing. */
static str tail_of(str s, size_t cells, bool *cut)
{
    size_t at = s.len, width = 0;
    while (at > 0) {
        size_t before = unicode_grapheme_prev(s, at);
        width += safe_width(str_sub(s, before, at));
        if (width > cells)
            break;
        at = before;
    }
    *cut = at > 0;
    return str_from(s, at);
}

void clause_fault_line(str query, const struct clause_fault *fault, size_t cells, bool ascii,
                       struct buf *line, size_t *column)
{
    enum { BYTES_A_CELL = 64, ELLIPSIS = 3 };
    struct buf before = {0}, after = {0};
    safe_append(&before, str_sub(query, 0, fault->byte), SAFE_LINE, ascii);
    /* The rest may be of any length. */
    str rest = str_sub(str_from(query, fault->byte), 0, cells * BYTES_A_CELL);
    safe_append(&after, rest, SAFE_LINE, ascii);

    size_t wanted = safe_width(buf_str(&before)), behind = safe_width(buf_str(&after));
    size_t share = cells - (behind < cells / 2 ? behind + 1 : cells / 2) - ELLIPSIS;
    str left = buf_str(&before);
    bool cut = false;
    if (wanted + behind > cells && wanted > share)
        left = tail_of(left, share, &cut);
    size_t start = line->len;
    if (cut)
        buf_append(line, ascii ? STR("...") : STR("…"));
    buf_append(line, left);
    *column = safe_width(str_from(buf_str(line), start));
    safe_append_cells(line, buf_str(&after), cells > *column ? cells - *column : 0, false, ascii);
    buf_release(&before);
    buf_release(&after);
}
