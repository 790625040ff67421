/*
 * A grid of cells in memory. Panes draw on it; ui/term.c shows it; tests read it. Drawing outside
 * is clipped, never an error. Each cell holds one grapheme cluster that has been through the gate,
 * or is the right half of a wide one. Cells are small: a frame is cleared, drawn and compared for
 * every key, out of memory that has gone cold since the one before.
 */
#ifndef ATTACHE_UI_CANVAS_H
#define ATTACHE_UI_CANVAS_H

#include "base/buf.h"
#include "base/str.h"
#include "ui/accents.h"
#include "ui/style.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CELL_BASE = 4,                            /* bytes of a code point */
    CELL_MARKS = 4,                           /* what a terminal's cell holds beside the base */
    CELL_BYTES = CELL_BASE * (1 + CELL_MARKS) /* of one cluster */
};

struct cell {
    char base[CELL_BASE];          /* zeros behind it; only zeros: the right half of the wide
                                      cell before it */
    unsigned wide : 1, marks : 15; /* marks: a number of the canvas' accents */
    struct style style;
};

struct rect {
    int row, column, rows, columns;
};

/* Where the terminal's own cursor stands. */
struct cursor {
    bool visible;
    int row, column; /* in the canvas it belongs to */
};

/* A canvas, or a window onto a part of one that shares its cells: coordinates count from the
 * window's corner. */
struct canvas {
    struct cell *cells;      /* of the whole grid */
    int stride;              /* cells from one row to the next */
    struct accents *accents; /* of the cells */
    struct rect area;        /* the window in the grid */
    bool ascii;              /* no UTF-8: glyphs have an ASCII form */
};

void canvas_init(struct canvas *c, int rows, int columns, bool ascii); /* blank */
void canvas_resize(struct canvas *c, int rows, int columns);           /* blank again */
void canvas_release(struct canvas *c);
struct canvas canvas_window(const struct canvas *c,
                            struct rect part); /* clipped to the canvas; owns nothing */

void canvas_clear(struct canvas *c);
void canvas_fill(struct canvas *c, struct rect part, char fill, struct style style);

/*
 * Draws text that may be anything from a file: it passes the gate here (one line; newlines are
 * stand-ins), stand-ins in STYLE_UNSAFE. Stops before `limit` cells would be passed (-1: the
 * window's edge); a wide cluster that does not fit is left out. Returns the cells used.
 */
int canvas_text(struct canvas *c, int row, int column, int limit, str text, struct style style);

/* The same, cut with an ellipsis if it is wider than `limit`. */
int canvas_text_cut(struct canvas *c, int row, int column, int limit, str text, struct style style);

/* Draws a glyph of the program's own: UTF-8 where possible, else its ASCII form. */
int canvas_glyph(struct canvas *c, int row, int column, const char *utf8, const char *ascii,
                 struct style style);

/* A horizontal bar of `value` of `most`, at most `cells` wide: a heavy line in half cells
 * (ASCII: '='). Returns the cells used. */
int canvas_bar(struct canvas *c, int row, int column, int cells, size_t value, size_t most,
               struct style style);

void canvas_hline(struct canvas *c, int row, int column, int cells, struct style style);
void canvas_vline(struct canvas *c, int row, int column, int cells, struct style style);

/* Adds flags to (or, with a role, restyles) cells already drawn: selection, hits. */
void canvas_flag(struct canvas *c, struct rect part, unsigned flags);
void canvas_flag_all(struct canvas *c, unsigned flags); /* the whole window */

int cell_width(const struct cell *cell); /* 1 or 2; 0 for a right half */
bool cell_eq(const struct cell *a, const struct cell *b);
str cell_text(const struct canvas *c, const struct cell *cell, char out[CELL_BYTES]);
bool canvas_row_eq(const struct canvas *a, const struct canvas *b, int row, int columns);
struct cell *canvas_cell(const struct canvas *c, int row, int column); /* NULL outside; those of a
                                                                          row lie side by side */

/* A row as text, right halves left out, trailing blanks removed: for tests. */
void canvas_row_text(const struct canvas *c, int row, struct buf *out);

#endif
