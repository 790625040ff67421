/*
 * The bytes that a terminal is sent for a frame: of each row what differs from what is shown
 * (ui/thrift.h), with as few moves of the cursor and changes of colours as that takes. Knows where
 * the terminal's own cursor is, and what is on. How all that is said to the terminal at hand stands
 * in terminfo, which ui/term.c asks.
 */
#ifndef ATTACHE_UI_WIRE_H
#define ATTACHE_UI_WIRE_H

#include "base/buf.h"
#include "ui/canvas.h"
#include "ui/theme.h"
#include "ui/thrift.h"

#include <stdbool.h>

enum { WIRE_DIM = 1 << 8 }; /* an attribute beside those of enum style_flag */

/* What a terminal understands; "": it does not. */
struct wire_words {
    enum colours colours;
    const char *plain; /* no attributes, and the terminal's own colours */
    const char *bold, *dim, *italic, *underline, *reverse;
    const char *colour[STYLE_ROLE_COUNT]; /* "": the terminal's own */
    unsigned uncoloured;                  /* attributes that do not go together with a colour */
    const char *erase;                    /* from the cursor to the row's end */
    const char *line_down;  /* from the last line of what scrolls: all of it goes up, */
    const char *line_up;    /* and from the first down */
    bool moves_plain;       /* the cursor moves only where nothing is on */
    bool fills_without_end; /* what is put in the last cell of all scrolls the screen */
    /* Append a way to a place, from 0; so many blanks from the cursor on, where it stays; and that
     * rows first .. last are what scrolls. The last two may be NULL. */
    void (*move)(struct buf *out, int row, int column);
    void (*blanks)(struct buf *out, int cells);
    void (*region)(struct buf *out, int first, int last);
};

struct wire_attire {
    unsigned on; /* attributes */
    const char *colour;
};

struct wire {
    struct wire_words words;
    struct buf out; /* what is to be sent; who sends it clears it */
    int rows, columns;
    int row, column; /* of the terminal's cursor; row -1: it may be anywhere */
    struct wire_attire now, usual[STYLE_ROLE_COUNT]; /* what is on; what roles alone look like */
};

void wire_release(struct wire *w);

/* The terminal was cleared, and has that size; nothing is on, and its cursor is anywhere. */
void wire_begin(struct wire *w, int rows, int columns);

void wire_row(struct wire *w, int row, const struct thrift_part *part);

/* False: the terminal cannot, and nothing is sent. */
bool wire_scroll(struct wire *w, const struct thrift_scroll *scroll);

/* The end of a frame: nothing is on, and the cursor is there; row -1: it may be anywhere. */
void wire_end(struct wire *w, int row, int column);

#endif
