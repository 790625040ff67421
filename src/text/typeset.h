/* What wrap.c and wrap_table.c share: a layout in the making. */
#ifndef ATTACHE_TEXT_TYPESET_H
#define ATTACHE_TEXT_TYPESET_H

#include "text/wrap.h"

#include "base/arena.h"
#include "text/segment.h"

/* The numbers of one numbered list, by the depth that it is at. */
struct numbering {
    size_t until; /* index of the first block after it */
    int digits;   /* of its largest number */
};

struct typeset {
    const struct document *doc;
    int measure;
    bool ascii;
    struct arena *arena; /* of the layout */
    VEC(struct line) lines;
    VEC(struct run) runs; /* of all lines, in their order */
    int widest;
    struct segmenter segmenter;
    struct numbering numberings[BLOCK_DEPTH_MAX];
    size_t tabs; /* how many tabs of code became runs */

    size_t index;              /* of the current block */
    const struct block *block; /* the current block … */
    size_t outermost;          /* … its outermost container that there is room for */
    int indent;                /* … and the cells before its text */
};

/* Begins a line of the current block. A line without text has an empty span. */
struct line *typeset_line(struct typeset *t, struct span span);

/* Puts the markers and bars of the current block on the last line; the markers only on its first.
 */
void typeset_prefix(struct typeset *t, bool first);

/* Adds text or decoration to the last line. */
void typeset_text(struct typeset *t, struct span span, int column, int width);
void typeset_decoration(struct typeset *t, str decoration, int column, int width);

/* `count` times a character of one cell, as a string. */
str typeset_repeat(struct typeset *t, str character, int count);

void typeset_table(struct typeset *t);

#endif
