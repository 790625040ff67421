/*
 * What need not be sent to the terminal, or not yet: lines are slow, and keys come fast. Works on
 * the canvas of a whole frame, before ui/term shows it.
 */
#ifndef ATTACHE_UI_THRIFT_H
#define ATTACHE_UI_THRIFT_H

#include "ui/canvas.h"

/* Gives blanks between words the style of what stands before them, where nobody can see that: the
 * terminal need not be told of a change, and of one back. Those at a row's end stay as they are:
 * they are erased in one piece. */
void thrift_blanks(struct canvas *c);

/* Puts what is shown where cells of `c` have the flag STYLE_LATER, in rows in which the same cells
 * had it before. True if something is held back by that. The canvases are of one size. */
bool thrift_hold(struct canvas *c, const struct canvas *shown);

#endif
