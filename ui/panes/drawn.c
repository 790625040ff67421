#include "ui/panes/drawn.h"

#include "base/mem.h"

#include <string.h>

void drawn_release(struct drawn *d)
{
    canvas_release(&d->lines);
    mem_free(d->of);
    *d = (struct drawn){0};
}

void drawn_begin(struct drawn *d, const struct canvas *c, unsigned long epoch, size_t stamp)
{
    const struct rect *had = &d->lines.area, *has = &c->area;
    bool same_size = had->rows == has->rows && had->columns == has->columns;
    bool same = same_size && epoch != 0 && epoch == d->epoch && stamp == d->stamp;
    if (!same_size) {
        canvas_resize(&d->lines, has->rows, has->columns);
        mem_free(d->of);
        d->of = mem_calloc((size_t)has->rows + 1, sizeof *d->of);
    }
    d->frame += same ? 1 : 2; /* of one that is not, no line is in the frame before */
    d->epoch = epoch;
    d->stamp = stamp;
}

static size_t slot_of(const struct drawn *d, size_t number)
{
    return number % (size_t)d->lines.area.rows;
}

/* Lines beyond the canvas are not worth it. */
static bool fits(const struct canvas *c, int line, int lines)
{
    return line + lines <= c->area.rows && c->area.columns > 0;
}

static struct cell *cells_of(const struct drawn *d, size_t number)
{
    return canvas_cell(&d->lines, (int)slot_of(d, number), 0);
}

bool drawn_again(struct drawn *d, struct canvas *c, int line, int lines, size_t number)
{
    size_t first = number * (size_t)lines, size = (size_t)c->area.columns * sizeof(struct cell);
    if (!fits(c, line, lines))
        return false;
    for (size_t i = first; i < first + (size_t)lines; i++) {
        const struct drawn_line *of = &d->of[slot_of(d, i)];
        if (of->number != i || of->frame + 1 != d->frame)
            return false;
    }
    for (int i = 0; i < lines; i++) {
        memcpy(canvas_cell(c, line + i, 0), cells_of(d, first + (size_t)i), size);
        d->of[slot_of(d, first + (size_t)i)].frame = d->frame;
    }
    return true;
}

void drawn_keep(struct drawn *d, const struct canvas *c, int line, int lines, size_t number)
{
    size_t first = number * (size_t)lines, size = (size_t)c->area.columns * sizeof(struct cell);
    if (!fits(c, line, lines))
        return;
    for (int i = 0; i < lines; i++) {
        size_t at = first + (size_t)i;
        memcpy(cells_of(d, at), canvas_cell(c, line + i, 0), size);
        d->of[slot_of(d, at)] = (struct drawn_line){at, d->frame};
    }
}
