#include "format/flat.h"

#include "text/safe.h"

#include <assert.h>

enum { ROW = 1, INNER = 2 };

void flat_release(struct flat *f)
{
    buf_release(&f->list);
}

static bool is_one_of(char c, str set)
{
    return str_find_byte(set, c, 0) != STR_NONE;
}

static void write_csv(struct buf *out, str cell)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.len && !quoted; i++)
        quoted = is_one_of(cell.ptr[i], STR(",\"\n"));
    if (!quoted) {
        buf_append(out, cell);
        return;
    }
    buf_byte(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, cell.ptr[i]);
    }
    buf_byte(out, '"');
}

static void write_cell(struct flat *f, str cell)
{
    struct buf plain = {0}, safe = {0};
    if (f->cells++ > 0)
        buf_byte(f->out, f->tabs ? '\t' : ',');
    buf_append(&plain, cell);
    for (size_t i = 0; f->tabs && i < plain.len; i++)
        if (is_one_of(plain.ptr[i], STR("\t\n\r")))
            plain.ptr[i] = ' ';
    safe_append(&safe, buf_str(&plain), f->tabs ? SAFE_LINE : SAFE_TEXT, false);
    if (f->tabs)
        buf_append(f->out, buf_str(&safe));
    else
        write_csv(f->out, buf_str(&safe));
    buf_release(&plain);
    buf_release(&safe);
}

static void write_name(struct flat *f)
{
    struct buf name = {0};
    buf_append(&name, str_of(f->key));
    if (f->depth == INNER && f->items > 1)
        buf_printf(&name, "_%s", f->member);
    write_cell(f, buf_str(&name));
    buf_release(&name);
}

static void write_value(struct flat *f, str value, bool formula)
{
    struct buf cell = {0};
    if (formula)
        buf_byte(&cell, '\'');
    buf_append(&cell, value);
    write_cell(f, buf_str(&cell));
    buf_release(&cell);
}

static bool is_formula(str text)
{
    return text.len > 0 && is_one_of(text.ptr[0], STR("=+-@\t\r"));
}

static void put(struct flat *f, str value, bool text)
{
    assert(f->depth >= ROW);
    if (f->listing) {
        buf_append(&f->list, f->items++ > 0 ? STR("; ") : STR(""));
        buf_append(&f->list, value);
        return;
    }
    if (f->naming)
        write_name(f);
    else
        write_value(f, value, text && is_formula(value));
}

void flat_text(struct flat *f, str value)
{
    put(f, value, true);
}

void flat_token(struct flat *f, str value)
{
    put(f, value, false);
}

void flat_begin(struct flat *f, char bracket)
{
    f->items = 0;
    if (bracket == '[') {
        assert(f->depth == ROW && !f->listing);
        f->listing = true;
        buf_clear(&f->list);
        return;
    }
    assert(f->depth < INNER && !f->listing);
    if (++f->depth == ROW)
        f->cells = 0;
}

void flat_end(struct flat *f, char bracket)
{
    if (bracket == ']') {
        f->listing = false;
        flat_text(f, buf_str(&f->list));
        return;
    }
    if (f->depth-- == ROW)
        buf_byte(f->out, '\n');
}

void flat_key(struct flat *f, const char *name)
{
    if (f->depth == INNER) {
        f->items++;
        f->member = name;
    } else {
        f->key = name;
    }
}
