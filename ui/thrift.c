#include "ui/thrift.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void thrift_resize(struct thrift *t, int rows, int columns)
{
    thrift_release(t);
    canvas_init(&t->shown, rows, columns, false);
    canvas_init(&t->given, rows, columns, false);
    canvas_init(&t->row, 2, columns, false);
    t->behind = mem_calloc((size_t)rows, sizeof *t->behind);
    t->same = mem_calloc((size_t)rows, sizeof *t->same);
}

void thrift_release(struct thrift *t)
{
    canvas_release(&t->shown);
    canvas_release(&t->given);
    canvas_release(&t->row);
    mem_free(t->behind);
    mem_free(t->same);
    *t = (struct thrift){0};
}

void thrift_forget(struct thrift *t)
{
    canvas_clear(&t->shown);
    canvas_clear(&t->given);
    memset(t->behind, 0, (size_t)t->shown.area.rows * sizeof *t->behind);
}

/* -- Rows that move ------------------------------------------------------------------------------
 */

enum { WORTH_MOVING = 4 /* rows: fewer are sent as they are */ };

/* Notes which rows are as they were given; returns how many are not. */
static int compare(struct thrift *t, const struct canvas *c, int first, int last)
{
    int others = 0;
    for (int row = first; row <= last; row++) {
        t->same[row] = canvas_row_eq(c, &t->given, row, t->given.area.columns);
        others += !t->same[row];
    }
    return others;
}

/* The most rows in one piece that were given, and shown, `by` rows further below, and are others
 * there now. What is held back would move with them. */
static int moved(const struct thrift *t, const struct canvas *c, int by, int *first)
{
    int rows = t->given.area.rows, most = 0, run = 0;
    size_t size = (size_t)t->given.area.columns * sizeof(struct cell);
    for (int row = by < 0 ? -by : 0; row < rows && row + by < rows; row++) {
        bool is = !t->same[row] && !t->behind[row] && !t->behind[row + by] &&
                  memcmp(canvas_cell(c, row, 0), canvas_cell(&t->given, row + by, 0), size) == 0;
        run = is ? run + 1 : 0;
        if (run > most) {
            most = run;
            *first = row + 1 - run;
        }
    }
    return most;
}

bool thrift_begin(struct thrift *t, const struct canvas *c, struct thrift_scroll *scroll)
{
    int rows = t->given.area.rows, others = compare(t, c, 0, rows - 1), most = WORTH_MOVING - 1;
    for (int by = 1 - rows; others > most && by < rows; by++) {
        int first = 0, run = by ? moved(t, c, by, &first) : 0;
        if (run <= most || run < abs(by))
            continue;
        most = run;
        *scroll = (struct thrift_scroll){by < 0 ? first + by : first,
                                         first + run - 1 + (by < 0 ? 0 : by), by};
    }
    return most >= WORTH_MOVING;
}

static void move_row(struct thrift *t, int to, int from)
{
    size_t size = (size_t)t->shown.area.columns * sizeof(struct cell);
    memcpy(canvas_cell(&t->shown, to, 0), canvas_cell(&t->shown, from, 0), size);
    memcpy(canvas_cell(&t->given, to, 0), canvas_cell(&t->given, from, 0), size);
    t->behind[to] = t->behind[from];
}

static void blank_row(struct thrift *t, int row)
{
    struct rect r = {row, 0, 1, t->shown.area.columns};
    canvas_fill(&t->shown, r, ' ', STYLE(TEXT));
    canvas_fill(&t->given, r, ' ', STYLE(TEXT));
    t->behind[row] = false;
}

void thrift_scroll(struct thrift *t, const struct canvas *c, const struct thrift_scroll *s)
{
    for (int row = s->first; s->by > 0 && row <= s->last; row++) {
        if (row + s->by <= s->last)
            move_row(t, row, row + s->by);
        else
            blank_row(t, row);
    }
    for (int row = s->last; s->by < 0 && row >= s->first; row--) {
        if (row + s->by >= s->first)
            move_row(t, row, row + s->by);
        else
            blank_row(t, row);
    }
    compare(t, c, s->first, s->last);
}

/* -- Rows that are sent --------------------------------------------------------------------------
 */

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

bool thrift_row(struct thrift *t, const struct canvas *c, int row, bool hurried,
                struct thrift_part *part)
{
    int columns = t->shown.area.columns;
    size_t size = (size_t)columns * sizeof(struct cell);
    struct cell *shown = canvas_cell(&t->shown, row, 0);
    struct cell *next = canvas_cell(&t->row, 0, 0), *before = canvas_cell(&t->row, 1, 0);
    if ((hurried || !t->behind[row]) && t->same[row])
        return false;
    memcpy(canvas_cell(&t->given, row, 0), canvas_cell(c, row, 0), size);
    memcpy(next, canvas_cell(c, row, 0), size);
    t->behind[row] = hurried && hold_back(next, shown, columns);
    if (memcmp(next, shown, size) == 0)
        return false;
    int first = 0, last = columns - 1;
    while (cell_eq(&next[first], &shown[first]))
        first++;
    while (cell_eq(&next[last], &shown[last]))
        last--;
    while (first > 0 && (next[first].width == 0 || shown[first].width == 0))
        first--;
    while (last + 1 < columns && (next[last + 1].width == 0 || shown[last + 1].width == 0))
        last++;
    memcpy(before, shown, size);
    memcpy(shown, next, size);
    *part = (struct thrift_part){next, before, first, last};
    return true;
}

bool thrift_is_behind(const struct thrift *t)
{
    for (int row = 0; row < t->shown.area.rows; row++)
        if (t->behind[row])
            return true;
    return false;
}
