#include "text/typeset.h"

enum {
    GAP = 2,      /* cells between two columns */
    NARROW = 6,   /* a column is not made narrower than this … */
    WORD_MAX = 16 /* … or than its widest word, if that is no wider than this */
};

/* One column: how wide it would like to be, how narrow it may become, and what it is. */
struct column {
    int natural, least, width, left;
};

/* A cell of the row being set. */
struct cell {
    size_t column;
    struct segment *segments;
    size_t count;
};

static int at_most(int value, int limit)
{
    return value < limit ? value : limit;
}

static void measure_columns(struct typeset *t, const struct table *table, struct column *columns)
{
    for (size_t i = 0; i < table->rows * table->columns; i++) {
        struct column *c = &columns[i % table->columns];
        struct span cell = table->cells[i];
        if (cell.start == cell.end)
            continue;
        int width = segment_width(t->doc->text, cell.start, cell.end, t->ascii);
        if (width > c->natural)
            c->natural = width;
        if (width <= c->least)
            continue;
        segmenter_start(&t->segmenter, t->doc->text, cell.start, cell.end);
        int word = at_most(segmenter_widest_word(&t->segmenter), WORD_MAX);
        if (word > c->least)
            c->least = word;
    }
}

static int column_at(const struct column *c, int limit)
{
    int floor = at_most(c->natural, c->least > NARROW ? c->least : NARROW);
    return at_most(c->natural, limit > floor ? limit : floor);
}

static long total_at(const struct column *columns, size_t count, int limit)
{
    long total = (long)GAP * (long)(count - 1);
    for (size_t i = 0; i < count; i++)
        total += column_at(&columns[i], limit);
    return total;
}

/* Gives every column a width: the widest are made narrower, all to one limit, until the table fits
 * or none can give more. What room the limit leaves goes to the first that want it. */
static void fit_columns(struct column *columns, size_t count, int room)
{
    int low = 1, high = 1;
    for (size_t i = 0; i < count; i++)
        if (columns[i].natural > high)
            high = columns[i].natural;
    while (low < high) {
        int mid = low + (high - low + 1) / 2;
        if (total_at(columns, count, mid) <= room)
            low = mid;
        else
            high = mid - 1;
    }
    long spare = room - total_at(columns, count, low);
    for (size_t i = 0; i < count; i++) {
        columns[i].width = column_at(&columns[i], low);
        if (spare > 0 && columns[i].width < columns[i].natural) {
            columns[i].width++;
            spare--;
        }
    }
}

/* Breaks the cells of a row into segments; returns how many cells have text. */
static size_t break_cells(struct typeset *t, const struct table *table, size_t row,
                          const struct column *columns, struct cell *cells, struct arena *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < table->columns; i++) {
        struct span span = table->cells[row * table->columns + i];
        VEC(struct segment) made = {0};
        struct segment s;
        if (span.start == span.end)
            continue;
        segmenter_start(&t->segmenter, t->doc->text, span.start, span.end);
        while (segmenter_next(&t->segmenter, columns[i].width, &s))
            if (s.end > s.start)
                *VEC_PUSH(scratch, &made) = s;
        if (made.len)
            cells[count++] = (struct cell){i, made.items, made.len};
    }
    return count;
}

static int shift_of(enum column_align align, int column, int width)
{
    if (width >= column)
        return 0;
    if (align == ALIGN_RIGHT)
        return column - width;
    return align == ALIGN_CENTRE ? (column - width) / 2 : 0;
}

/* Markdown has no table without a header; people leave its cells empty. Then neither it nor its
 * rule is set. */
static bool has_header(const struct table *table)
{
    for (size_t i = 0; i < table->columns; i++)
        if (table->cells[i].end > table->cells[i].start)
            return true;
    return false;
}

/* The lines of one row: the n-th segment of each cell that has so many. */
static void set_row(struct typeset *t, const struct table *table, size_t row, bool first,
                    const struct column *columns)
{
    struct arena scratch = {0};
    struct cell *cells = ARENA_ARRAY(&scratch, struct cell, table->columns);
    size_t count = break_cells(t, table, row, columns, cells, &scratch), n = 0;
    do {
        size_t at = table->cells[row * table->columns].start, left = 0;
        struct span span = {at, at};
        if (count)
            span = (struct span){cells[0].segments[n].start, cells[count - 1].segments[n].end};
        typeset_line(t, span)->same_row = n > 0;
        typeset_prefix(t, first && n == 0);
        for (size_t i = 0; i < count; i++) {
            const struct cell *c = &cells[i];
            const struct segment *s = &c->segments[n];
            const struct column *column = &columns[c->column];
            int shift = shift_of(table->align[c->column], column->width, s->width);
            typeset_text(t, (struct span){s->start, s->end}, column->left + shift, s->width);
            if (n + 1 < c->count)
                cells[left++] = *c;
        }
        count = left;
        n++;
    } while (count);
    arena_release(&scratch);
}

static void set_header_rule(struct typeset *t, const struct table *table,
                            const struct column *columns)
{
    size_t at = table->rows > 1 ? table->cells[table->columns].start : t->block->span.end;
    typeset_line(t, (struct span){at, at});
    typeset_prefix(t, false);
    for (size_t i = 0; i < table->columns; i++)
        if (columns[i].width > 0)
            typeset_decoration(
                t, typeset_repeat(t, t->ascii ? STR("-") : STR("\u2500"), columns[i].width),
                columns[i].left, columns[i].width);
}

void typeset_table(struct typeset *t)
{
    struct arena scratch = {0};
    const struct table *table = t->block->table;
    struct column *columns = ARENA_ARRAY(&scratch, struct column, table->columns);
    measure_columns(t, table, columns);
    fit_columns(columns, table->columns, t->measure - t->indent);
    int left = t->indent;
    for (size_t i = 0; i < table->columns; i++) {
        columns[i].left = left;
        left += columns[i].width + GAP;
    }
    size_t first = has_header(table) ? 0 : 1;
    for (size_t row = first; row < table->rows; row++) {
        set_row(t, table, row, row == first, columns);
        if (row == 0)
            set_header_rule(t, table, columns);
    }
    arena_release(&scratch);
}
