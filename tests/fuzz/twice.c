/* Instead of ui/panes/drawn: what it would put again is drawn besides, and has to be the same. */
#define drawn_again put_again
#define drawn_keep  keep_drawn
#include "ui/panes/drawn.c" /* NOLINT(bugprone-suspicious-include) */
#undef drawn_again
#undef drawn_keep

#include "tests/fuzz/fuzz.h"

bool drawn_again(struct drawn *d, struct canvas *c, int line, int lines, size_t number);
void drawn_keep(struct drawn *d, const struct canvas *c, int line, int lines, size_t number);

enum { CELLS = 255 * 255 }; /* of the largest window (tests/fuzz/outside.h) */

static struct {
    bool any;
    struct cell cells[CELLS];
} put; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static size_t row_size(const struct canvas *c)
{
    return (size_t)c->area.columns * sizeof(struct cell);
}

static struct cell *put_row(const struct canvas *c, int row)
{
    return put.cells + (size_t)row * (size_t)c->area.columns;
}

bool drawn_again(struct drawn *d, struct canvas *c, int line, int lines, size_t number)
{
    struct canvas blank = {0};
    FUZZ_EXPECT(c->area.rows * c->area.columns <= CELLS);
    canvas_init(&blank, c->area.rows, c->area.columns, c->ascii);
    put.any = put_again(d, &blank, line, lines, number);
    for (int row = 0; put.any && row < lines; row++)
        memcpy(put_row(c, row), canvas_cell(&blank, line + row, 0), row_size(c));
    canvas_release(&blank);
    return false;
}

void drawn_keep(struct drawn *d, const struct canvas *c, int line, int lines, size_t number)
{
    for (int row = 0; put.any && row < lines; row++)
        FUZZ_EXPECT(memcmp(put_row(c, row), canvas_cell(c, line + row, 0), row_size(c)) == 0);
    put.any = false;
    keep_drawn(d, c, line, lines, number);
}
