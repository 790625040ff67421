/*
 * A mention in its context, on one line: what stands left of it, the words themselves, what stands
 * right of it, cut between grapheme clusters so that the hits of several lines stand under each
 * other (keyword in context).
 */
#ifndef ATTACHE_TEXT_CONTEXT_H
#define ATTACHE_TEXT_CONTEXT_H

#include "base/arena.h"
#include "base/str.h"
#include "text/document.h"

#include <stdbool.h>

/* Views into the arena, white space in a run as one space; not yet safe: they pass the gate
 * (text/safe.h) when they are shown. Widths are in cells of SAFE_LINE text. */
struct context {
    str left, hit, right;
    int left_width, hit_width, right_width;
    bool cut_left, cut_right; /* the block goes on there; no ellipsis is in the text */
    bool cut_hit;             /* the hit itself did not fit: its beginning is there */
};

/*
 * `cells` for the whole line: `before` of them for what stands left of the hit, then the hit, then
 * what stands right of it. To align, draw `left` flush right in `before` cells. A hit too wide for
 * that takes the cells of the left as well, and what then does not fit is cut.
 * The context ends at the block that the hit starts in. A span outside the text gives an empty
 * context.
 */
struct context context_of(const struct document *doc, struct span span, int before, int cells,
                          bool ascii, struct arena *a);

#endif
