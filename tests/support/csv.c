#include "tests/support/csv.h"

#include "base/buf.h"
#include "tests/support/cmocka.h"

#include <string.h>

struct reader {
    str text;
    size_t at;
    bool tabs;
};

static char next(const struct reader *r)
{
    if (r->at == r->text.len)
        fail_msg("the last line does not end");
    return r->text.ptr[r->at];
}

static void read_quoted(struct reader *r, struct buf *cell)
{
    for (r->at++; next(r) != '"' || (r->at++, next(r) == '"'); r->at++)
        buf_byte(cell, next(r));
}

static void read_cell(struct reader *r, struct buf *cell)
{
    const char *ends = r->tabs ? "\t\n" : ",\n";
    if (!r->tabs && next(r) == '"')
        read_quoted(r, cell);
    else
        for (; !memchr(ends, next(r), 2); r->at++) {
            if (next(r) == '\r' || (!r->tabs && next(r) == '"'))
                fail_msg("byte %zu cannot stand in a bare cell", r->at);
            buf_byte(cell, next(r));
        }
    if (!memchr(ends, next(r), 2))
        fail_msg("at byte %zu a cell goes on behind its quotes", r->at);
}

void csv_read(struct csv *table, str text, bool tabs)
{
    struct reader r = {.text = text, .tabs = tabs};
    struct buf cell = {0};
    size_t columns = 0;
    while (r.at < text.len) {
        buf_clear(&cell);
        read_cell(&r, &cell);
        *VEC_PUSH(&table->arena, &table->cells) = arena_str(&table->arena, buf_str(&cell));
        columns++;
        if (next(&r) == '\n') {
            if (table->rows++ == 0)
                table->columns = columns;
            if (columns != table->columns)
                fail_msg("line %zu has %zu cells, not %zu", table->rows, columns, table->columns);
            columns = 0;
        }
        r.at++;
    }
    if (columns > 0)
        fail_msg("the last line does not end");
    buf_release(&cell);
}

str csv_cell(const struct csv *table, size_t row, size_t column)
{
    assert_true(row < table->rows && column < table->columns);
    return table->cells.items[row * table->columns + column];
}

void csv_release(struct csv *table)
{
    arena_release(&table->arena);
    *table = (struct csv){0};
}
