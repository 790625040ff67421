#include "ui/canvas.h"

#include "base/mem.h"
#include "text/safe.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <string.h>

void canvas_init(struct canvas *c, int rows, int columns, bool ascii)
{
    *c = (struct canvas){.ascii = ascii, .accents = mem_calloc(1, sizeof *c->accents)};
    canvas_resize(c, rows, columns);
}

void canvas_resize(struct canvas *c, int rows, int columns)
{
    mem_free(c->cells);
    rows = rows < 0 ? 0 : rows;
    columns = columns < 0 ? 0 : columns;
    c->cells = mem_calloc((size_t)rows * (size_t)columns, sizeof *c->cells);
    c->stride = columns;
    c->area = (struct rect){0, 0, rows, columns};
    canvas_clear(c);
}

void canvas_release(struct canvas *c)
{
    mem_free(c->cells);
    if (c->accents)
        accents_release(c->accents);
    mem_free(c->accents);
    *c = (struct canvas){.ascii = c->ascii};
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The part of `r` that lies in rows × columns from 0. */
static struct rect clip(struct rect r, int rows, int columns)
{
    int bottom = least(r.row + r.rows, rows), right = least(r.column + r.columns, columns);
    r.row = r.row < 0 ? 0 : r.row;
    r.column = r.column < 0 ? 0 : r.column;
    r.rows = bottom > r.row ? bottom - r.row : 0;
    r.columns = right > r.column ? right - r.column : 0;
    return r;
}

struct canvas canvas_window(const struct canvas *c, struct rect part)
{
    struct canvas window = *c;
    window.area = clip(part, c->area.rows, c->area.columns);
    window.area.row += c->area.row;
    window.area.column += c->area.column;
    return window;
}

struct cell *canvas_cell(const struct canvas *c, int row, int column)
{
    if (row < 0 || column < 0 || row >= c->area.rows || column >= c->area.columns)
        return NULL;
    return &c->cells[(c->area.row + row) * c->stride + c->area.column + column];
}

/* Cells are compared as bytes: there are none between their parts. */
_Static_assert(sizeof(struct cell) == CELL_BASE + 2 + sizeof(struct style), "cells have no gaps");

int cell_width(const struct cell *cell)
{
    return cell->base[0] ? 1 + (int)cell->wide : 0;
}

str cell_text(const struct canvas *c, const struct cell *cell, char out[CELL_BYTES])
{
    size_t len = strnlen(cell->base, CELL_BASE);
    memcpy(out, cell->base, CELL_BASE);
    if (cell->marks) {
        str marks = accents_sequence(c->accents, cell->marks);
        memcpy(out + len, marks.ptr, marks.len);
        len += marks.len;
    }
    return (str){out, len};
}

bool cell_eq(const struct cell *a, const struct cell *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

bool canvas_row_eq(const struct canvas *a, const struct canvas *b, int row, int columns)
{
    return memcmp(canvas_cell(a, row, 0), canvas_cell(b, row, 0),
                  (size_t)columns * sizeof(struct cell)) == 0;
}

static void cell_blank(struct cell *cell, struct style style)
{
    *cell = (struct cell){.base = " ", .style = style};
}

/* A wide cell that loses one half loses both: the other becomes a blank. */
static void part_wide(const struct canvas *c, int row, int column)
{
    struct cell *cell = canvas_cell(c, row, column);
    if (!cell->base[0]) {
        struct cell *left = canvas_cell(c, row, column - 1);
        if (left)
            cell_blank(left, left->style);
    } else if (cell->wide) {
        struct cell *right = canvas_cell(c, row, column + 1);
        if (right)
            cell_blank(right, right->style);
    }
}

/* Puts the first code point of a cluster; false if it does not fit in the window. */
static bool put(const struct canvas *c, int row, int column, str text, int width,
                struct style style)
{
    struct cell *cell = canvas_cell(c, row, column);
    struct cell *right = width == 2 ? canvas_cell(c, row, column + 1) : NULL;
    if (!cell || (width == 2 && !right))
        return false;
    part_wide(c, row, column);
    if (right) {
        part_wide(c, row, column + 1);
        *right = (struct cell){.style = style};
    }
    *cell = (struct cell){.wide = width == 2, .style = style};
    memcpy(cell->base, text.ptr, text.len);
    return true;
}

void canvas_clear(struct canvas *c)
{
    canvas_fill(c, (struct rect){0, 0, c->area.rows, c->area.columns}, ' ', STYLE(TEXT));
}

/* The same cell so many times: what is there already is copied behind itself. */
static void repeat(struct cell *cells, int count, struct cell first)
{
    cells[0] = first;
    for (int have = 1; have < count; have *= 2)
        memcpy(cells + have, cells, (size_t)least(have, count - have) * sizeof *cells);
}

static void fill_with(const struct canvas *c, struct rect part, struct cell filled)
{
    part = clip(part, c->area.rows, c->area.columns);
    for (int row = part.row; row < part.row + part.rows && part.columns > 0; row++) {
        part_wide(c, row, part.column);
        part_wide(c, row, part.column + part.columns - 1);
        repeat(canvas_cell(c, row, part.column), part.columns, filled);
    }
}

void canvas_fill(struct canvas *c, struct rect part, char fill, struct style style)
{
    fill_with(c, part, (struct cell){.base = {fill}, .style = style});
}

/* Text on its way into cells. */
struct pen {
    const struct canvas *canvas;
    int row, column, end; /* end: the first column that may not be used */
    int cluster;          /* column of the last base, -1 before the first */
    int marks;            /* on it */
    struct buf scratch;
};

static bool is_selector(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || c >= 0xE0000;
}

/* Adds a code point without width to the cell before it. Joiners between wide characters and
 * variation selectors are left out: terminals disagree about the width of what they make. */
static void put_mark(struct pen *pen, uint32_t c, str text)
{
    struct cell *cell = pen->cluster < 0 ? NULL : canvas_cell(pen->canvas, pen->row, pen->cluster);
    if (!cell || is_selector(c) || (c == 0x200D && cell->wide) || pen->marks >= CELL_MARKS)
        return;
    struct accents *accents = pen->canvas->accents;
    str had = accents_sequence(accents, cell->marks);
    char marks[CELL_BASE * CELL_MARKS];
    memcpy(marks, had.ptr, had.len);
    memcpy(marks + had.len, text.ptr, text.len);
    unsigned number = accents_number(accents, (str){marks, had.len + text.len});
    if (number == 0)
        return;
    cell->marks = number & ACCENTS_MAX;
    pen->marks++;
}

static bool put_base(struct pen *pen, str text, int width, struct style style)
{
    if (pen->column + width > pen->end ||
        !put(pen->canvas, pen->row, pen->column, text, width, style))
        return false;
    pen->cluster = pen->column;
    pen->marks = 0;
    pen->column += width;
    return true;
}

/* Puts of the printable ASCII at `at`, of which each byte is a cell, what there is room for.
 * Returns its end. */
static size_t put_plain(struct pen *pen, str text, size_t at, struct style style)
{
    struct cell *cell = canvas_cell(pen->canvas, pen->row, pen->column);
    if (!cell || pen->column >= pen->end)
        return at;
    size_t room = (size_t)(pen->end - pen->column);
    size_t end = utf8_printable_end(str_sub(text, 0, at + room), at);
    if (end == at)
        return at;
    struct cell plain = {.style = style};
    int last = pen->column + (int)(end - at) - 1;
    part_wide(pen->canvas, pen->row, pen->column);
    part_wide(pen->canvas, pen->row, last);
    for (; at < end; at++, cell++) {
        *cell = plain; /* whole, and its byte then: nothing waits for what was just written */
        cell->base[0] = text.ptr[at];
    }
    pen->cluster = last;
    pen->marks = 0;
    pen->column = last + 1;
    return end;
}

/* A stand-in or an ASCII form: characters of one cell each, which stay together. */
static bool put_stand_in(struct pen *pen, str text, struct style style)
{
    if (pen->column + (int)utf8_length(text) > pen->end)
        return false;
    for (size_t at = 0, next; at < text.len; at = next) {
        next = utf8_next(text, at);
        if (!put_base(pen, str_sub(text, at, next), 1, style))
            return false;
    }
    return true;
}

static bool put_code_point(struct pen *pen, uint32_t c, str text, bool allowed, struct style style)
{
    if (!allowed) {
        char name[SAFE_STAND_IN_MAX];
        size_t len = safe_stand_in(c, pen->canvas->ascii, name);
        return put_stand_in(pen, (str){name, len}, STYLE_WITH(STYLE_UNSAFE, style.flags));
    }
    int width = safe_char_width(c, pen->canvas->ascii);
    if (width == 0) {
        if (!pen->canvas->ascii)
            put_mark(pen, c, text);
        return true;
    }
    if (pen->canvas->ascii && c > 0x7E) {
        buf_clear(&pen->scratch);
        safe_append(&pen->scratch, text, SAFE_LINE, true);
        return put_stand_in(pen, buf_str(&pen->scratch), style);
    }
    return put_base(pen, text, width, style);
}

/* Draws all of `text` that fits before `end`. Returns the bytes drawn. */
static size_t draw(struct pen *pen, str text, struct style style)
{
    size_t flag = 0; /* end of the flag we are in: its tags are not hidden characters */
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        bool valid;
        at = put_plain(pen, text, at, style);
        if (at == text.len)
            return at;
        size_t len = utf8_decode(text, at, &c, &valid);
        if (c == 0x1F3F4)
            flag = unicode_flag_end(text, at);
        bool allowed = at < flag || safe_is_allowed(c);
        if (at < flag && c >= 0xE0000) {
            at += len;
            continue;
        }
        str piece = valid ? str_sub(text, at, at + len) : STR("\xEF\xBF\xBD");
        if (!put_code_point(pen, c, piece, allowed, style))
            return at;
        at += len;
    }
    return text.len;
}

static struct pen pen_at(const struct canvas *c, int row, int column, int limit)
{
    int end = c->area.columns;
    if (limit >= 0 && limit < end - column)
        end = column + limit;
    return (struct pen){.canvas = c, .row = row, .column = column, .end = end, .cluster = -1};
}

int canvas_text(struct canvas *c, int row, int column, int limit, str text, struct style style)
{
    /* Rows outside are measured too, so that what follows on the line is where it would be. */
    if (row < 0 || row >= c->area.rows || column < 0) {
        size_t width = safe_width(text);
        return limit >= 0 && width > (size_t)limit ? limit : (int)width;
    }
    struct pen pen = pen_at(c, row, column, limit);
    draw(&pen, text, style);
    buf_release(&pen.scratch);
    return pen.column - column;
}

int canvas_text_cut(struct canvas *c, int row, int column, int limit, str text, struct style style)
{
    int room = c->area.columns - column;
    if (limit < 0 || limit > room)
        limit = room;
    if (limit <= 0 || row < 0 || row >= c->area.rows || column < 0)
        return 0;
    struct pen pen = pen_at(c, row, column, limit);
    bool whole = draw(&pen, text, style) == text.len;
    if (!whole) {
        canvas_fill(c, (struct rect){row, column, 1, limit}, ' ', style);
        int mark = c->ascii && limit >= 8 ? 2 : 1;
        pen.column = column;
        pen.end = column + limit - mark;
        pen.cluster = -1;
        draw(&pen, text, style);
        pen.end = column + limit;
        draw(&pen, c->ascii ? str_sub(STR(".."), 0, (size_t)mark) : STR("\u2026"), style);
    }
    buf_release(&pen.scratch);
    return pen.column - column;
}

int canvas_glyph(struct canvas *c, int row, int column, const char *utf8, const char *ascii,
                 struct style style)
{
    return canvas_text(c, row, column, -1, str_of(c->ascii ? ascii : utf8), style);
}

/* One of one cell, everywhere in the part. */
static void fill_glyph(const struct canvas *c, struct rect part, const char *utf8, char ascii,
                       struct style style)
{
    struct cell filled = {.base = {ascii}, .style = style};
    if (!c->ascii)
        memcpy(filled.base, utf8, strlen(utf8));
    fill_with(c, part, filled);
}

int canvas_bar(struct canvas *c, int row, int column, int cells, size_t value, size_t most,
               struct style style)
{
    if (cells <= 0 || most == 0 || value == 0)
        return 0;
    double share = value >= most ? 1.0 : (double)value / (double)most;
    int halves = (int)(share * cells * 2 + 0.5);
    if (halves == 0 || (c->ascii && halves == 1))
        halves = c->ascii ? 2 : 1; /* something is not nothing */
    int full = halves / 2, rest = c->ascii ? 0 : halves % 2;
    fill_glyph(c, (struct rect){row, column, 1, full}, "\u2501", '=', style);
    if (rest)
        canvas_glyph(c, row, column + full, "\u2578", "=", style);
    return full + rest;
}

void canvas_hline(struct canvas *c, int row, int column, int cells, struct style style)
{
    fill_glyph(c, (struct rect){row, column, 1, cells}, "\u2500", '-', style);
}

void canvas_vline(struct canvas *c, int row, int column, int cells, struct style style)
{
    fill_glyph(c, (struct rect){row, column, cells, 1}, "\u2502", '|', style);
}

void canvas_flag(struct canvas *c, struct rect part, unsigned flags)
{
    part = clip(part, c->area.rows, c->area.columns);
    for (int row = part.row; row < part.row + part.rows && part.columns > 0; row++) {
        struct cell *cell = canvas_cell(c, row, part.column), *end = cell + part.columns;
        for (; cell < end; cell++)
            cell->style.flags = (uint8_t)(cell->style.flags | flags);
    }
}

void canvas_flag_all(struct canvas *c, unsigned flags)
{
    canvas_flag(c, (struct rect){0, 0, c->area.rows, c->area.columns}, flags);
}

void canvas_row_text(const struct canvas *c, int row, struct buf *out)
{
    size_t from = out->len, end = from;
    for (int column = 0; column < c->area.columns; column++) {
        const struct cell *cell = canvas_cell(c, row, column);
        if (!cell)
            break;
        char text[CELL_BYTES];
        buf_append(out, cell_text(c, cell, text));
        if (cell->base[0] != ' ' || cell->marks)
            end = out->len;
    }
    out->len = end;
}
