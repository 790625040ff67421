/*
 * One line of text that is being typed: grapheme clusters are never split, and what is pasted is
 * one line of it. Bounded: what does not fit is left out.
 */
#ifndef ATTACHE_UI_LINE_EDITOR_H
#define ATTACHE_UI_LINE_EDITOR_H

#include "base/buf.h"
#include "ui/canvas.h"
#include "ui/keymap.h"

#include <stdbool.h>

enum { LINE_EDITOR_MAX = 1000 }; /* bytes */

/* Zero-initialised is empty and ready. */
struct line_editor {
    struct buf text; /* valid UTF-8 without control characters */
    size_t cursor;   /* bytes; at the border of a cluster */
};

void line_editor_release(struct line_editor *e);
void line_editor_set(struct line_editor *e, str text); /* the cursor at its end */
str line_editor_text(const struct line_editor *e);

/* Inserts at the cursor: line ends and tabs become spaces, other control characters and what is no
 * UTF-8 are left out. */
void line_editor_insert(struct line_editor *e, str text);

enum line_editor_result {
    LINE_EDITOR_IGNORED, /* the key means nothing here */
    LINE_EDITOR_MOVED,   /* only the cursor */
    LINE_EDITOR_CHANGED,
};

/* A character; Left Right Home End BS Del; Ctrl-A E B F H D W U K; Alt-B and Alt-F. */
enum line_editor_result line_editor_key(struct line_editor *e, struct key key);

/* Draws it in `columns` cells, scrolled so that the cursor is in sight. Returns the column of the
 * cursor, from `column`. */
int line_editor_draw(const struct line_editor *e, struct canvas *c, int row, int column,
                     int columns, struct style style);

#endif
