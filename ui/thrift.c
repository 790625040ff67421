#include "ui/thrift.h"

#include "base/mem.h"
#include "ui/theme.h"

#include <stddef.h>
#include <string.h>

void thrift_resize(struct thrift *t, int rows, int columns)
{
    thrift_release(t);
    canvas_init(&t->shown, rows, columns, false);
    canvas_init(&t->given, rows, columns, false);
    canvas_init(&t->next, 1, columns, false);
    t->behind = mem_calloc((size_t)rows, sizeof *t->behind);
}

void thrift_release(struct thrift *t)
{
    canvas_release(&t->shown);
    canvas_release(&t->given);
    canvas_release(&t->next);
    mem_free(t->behind);
    *t = (struct thrift){0};
}

void thrift_forget(struct thrift *t)
{
    canvas_clear(&t->shown);
    canvas_clear(&t->given);
    memset(t->behind, 0, (size_t)t->shown.area.rows * sizeof *t->behind);
}

/* Whether a blank of that style is only blank, on any terminal. */
static bool is_bare(struct style s)
{
    const struct look *look = theme_look((enum style_role)s.role);
    unsigned seen = s.flags | look->always | look->mono;
    return (seen & ~(unsigned)(STYLE_BOLD | STYLE_LATER)) == 0;
}

static bool is_blank(const struct cell *cell)
{
    return cell->base[0] == ' ' && !cell->marks;
}

static void take_style(struct cell *cell, struct style s)
{
    unsigned own = cell->style.flags & STYLE_LATER;
    s.flags = (uint8_t)((s.flags & ~(unsigned)STYLE_LATER) | own);
    cell->style = s;
}

static void spare_blanks(struct cell *cells, int columns)
{
    const struct cell *word = NULL;
    int first = 0;
    while (columns > 0 && is_blank(&cells[columns - 1]))
        columns--;
    while (first < columns && is_blank(&cells[first]))
        first++;
    if (columns > 0 && is_bare(cells[first].style))
        word = &cells[first];
    for (int column = 0; column < columns; column++) {
        struct cell *cell = &cells[column];
        if (!is_blank(cell))
            word = cell;
        else if (word && cell->style.role != word->style.role && is_bare(word->style) &&
                 is_bare(cell->style))
            take_style(cell, word->style);
    }
}

/* Whether what may come later stands in the same cells of both rows. */
static bool same_places(const struct cell *cells, const struct cell *shown, int columns)
{
    for (int column = 0; column < columns; column++)
        if ((cells[column].style.flags ^ shown[column].style.flags) & STYLE_LATER)
            return false;
    return true;
}

static bool hold_back(struct cell *cells, const struct cell *shown, int columns)
{
    bool held = false;
    if (!same_places(cells, shown, columns))
        return false;
    for (int column = 0; column < columns; column++) {
        if (!(cells[column].style.flags & STYLE_LATER) || cell_eq(&cells[column], &shown[column]))
            continue;
        cells[column] = shown[column];
        held = true;
    }
    return held;
}

static bool same_text(const struct cell *a, const struct cell *b)
{
    return memcmp(a, b, offsetof(struct cell, style)) == 0;
}

bool thrift_row(struct thrift *t, const struct canvas *c, int row, bool hurried,
                struct thrift_part *part)
{
    int columns = t->shown.area.columns;
    size_t size = (size_t)columns * sizeof(struct cell);
    struct cell *shown = canvas_cell(&t->shown, row, 0), *next = t->next.cells;
    if ((hurried || !t->behind[row]) && canvas_row_eq(c, &t->given, row, columns))
        return false;
    memcpy(canvas_cell(&t->given, row, 0), canvas_cell(c, row, 0), size);
    memcpy(next, canvas_cell(c, row, 0), size);
    spare_blanks(next, columns);
    t->behind[row] = hurried && hold_back(next, shown, columns);
    if (memcmp(next, shown, size) == 0)
        return false;
    int first = 0, last = columns - 1;
    while (cell_eq(&next[first], &shown[first]))
        first++;
    while (cell_eq(&next[last], &shown[last]))
        last--;
    while (first > 0 && (!next[first].base[0] || !shown[first].base[0]))
        first--;
    while (last + 1 < columns && (!next[last + 1].base[0] || !shown[last + 1].base[0]))
        last++;
    int column = first;
    while (column <= last && same_text(&next[column], &shown[column]))
        column++;
    memcpy(shown, next, size);
    *part = (struct thrift_part){next, first, last, .restyled = column > last};
    return true;
}

bool thrift_is_behind(const struct thrift *t)
{
    for (int row = 0; row < t->shown.area.rows; row++)
        if (t->behind[row])
            return true;
    return false;
}
