#include "text/md_copy.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdint.h>
#include <string.h>

enum {
    PADDING = 64,
    CELL_MIN = 3, /* characters of a delimiter cell that md4c 0.4.8 asks for */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* One cell of a delimiter row, [:]-…[:] with blanks around it. False if it is none. *dash is where
 * its dashes begin, *length what it has without the blanks. */
static bool read_cell(str cell, size_t *dash, size_t *length)
{
    size_t at = 0, start, dashes = 0;
    while (at < cell.len && is_blank(cell.ptr[at]))
        at++;
    start = at;
    at += at < cell.len && cell.ptr[at] == ':';
    *dash = at;
    for (; at < cell.len && cell.ptr[at] == '-'; at++)
        dashes++;
    at += at < cell.len && cell.ptr[at] == ':';
    *length = at - start;
    while (at < cell.len && is_blank(cell.ptr[at]))
        at++;
    return dashes > 0 && at == cell.len;
}

/* The end of the cell at `at`: a pipe or the end of the row. */
static size_t cell_end(str row, size_t at)
{
    size_t pipe = str_find_byte(row, '|', at);
    return pipe == STR_NONE ? row.len : pipe;
}

/* The row without quotation marks and indentation, and without the pipes at its ends. */
static str row_of(str line, size_t *start)
{
    size_t at = 0;
    while (at < line.len && (is_blank(line.ptr[at]) || line.ptr[at] == '>'))
        at++;
    bool item = at + 1 < line.len && line.ptr[at] == '-' && is_blank(line.ptr[at + 1]);
    at += at < line.len && line.ptr[at] == '|';
    while (line.len > at && is_blank(line.ptr[line.len - 1]))
        line.len--;
    if (line.len > at && line.ptr[line.len - 1] == '|')
        line.len--;
    *start = at;
    return item ? STR("") : str_from(line, at); /* "- |" begins a list item */
}

static bool is_delimiter_row(str line)
{
    size_t start, dash, length;
    if (str_find_byte(line, '|', 0) == STR_NONE || str_find_byte(line, '-', 0) == STR_NONE)
        return false;
    str row = row_of(line, &start);
    for (size_t at = 0; at <= row.len;) {
        size_t end = cell_end(row, at);
        if (!read_cell(str_sub(row, at, end), &dash, &length))
            return false;
        at = end + 1;
    }
    return row.len > 0;
}

static void put_in(struct md_copy *c, struct buf *out, size_t count)
{
    const struct md_edit *last = c->edits.len ? &c->edits.items[c->edits.len - 1] : NULL;
    size_t before = last ? last->before + last->count : 0;
    *VEC_PUSH(&c->edits_in, &c->edits) = (struct md_edit){out->len, count, before};
    buf_fill(out, '-', count);
}

static void copy_delimiter_row(struct md_copy *c, struct buf *out, str line)
{
    size_t start, dash, length, copied = 0;
    str row = row_of(line, &start);
    for (size_t at = 0; at <= row.len;) {
        size_t end = cell_end(row, at);
        read_cell(str_sub(row, at, end), &dash, &length);
        buf_append(out, str_sub(line, copied, start + at + dash));
        copied = start + at + dash;
        if (length < CELL_MIN)
            put_in(c, out, CELL_MIN - length);
        at = end + 1;
    }
    buf_append(out, str_from(line, copied));
}

void md_copy_make(struct md_copy *c, str source, size_t start)
{
    str text = str_from(source, start);
    struct buf out = {0};
    bool piped = false; /* the line before has a pipe: it may be the head of a table */
    *c = (struct md_copy){.start = source.len - text.len};
    buf_room(&out, text.len + PADDING);
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r')
            end++;
        str line = str_sub(text, at, end);
        if (piped && is_delimiter_row(line))
            copy_delimiter_row(c, &out, line);
        else
            buf_append(&out, line);
        bool crlf = str_starts(str_from(text, end), STR("\r\n"));
        piped = str_find_byte(line, '|', 0) != STR_NONE;
        at = end + (end < text.len ? 1 + (size_t)crlf : 0);
        buf_append(&out, str_sub(text, end, at));
    }
    buf_room(&out, PADDING);
    c->len = out.len;
    buf_fill(&out, '\n', PADDING);
    c->text = out.ptr;
}

void md_copy_release(struct md_copy *c)
{
    mem_free(c->text);
    arena_release(&c->edits_in);
    *c = (struct md_copy){0};
}

/* The place in the source of an offset in the copy. */
static size_t place(const struct md_copy *c, size_t offset)
{
    size_t low = 0, high = c->edits.len;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->edits.items[mid].at <= offset)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0)
        return c->start + offset;
    const struct md_edit *edit = &c->edits.items[low - 1];
    size_t into = offset - edit->at;
    return c->start + offset - edit->before - (into < edit->count ? into : edit->count);
}

bool md_copy_place(const struct md_copy *c, const char *text, size_t size, size_t *from, size_t *to)
{
    uintptr_t base = (uintptr_t)c->text, at = (uintptr_t)text;
    if (at < base || at - base > c->len || c->len - (at - base) < size)
        return false;
    *from = place(c, at - base);
    *to = place(c, at - base + size);
    return true;
}
