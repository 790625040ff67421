/*
 * A document set to a measure: lines of cells. Breaks by UAX #14, never inside a grapheme cluster
 * (a stand-in stands alone); a word longer than the line is broken between clusters, spaces at a
 * line's end hang. Lists hang behind their markers, quotations are barred, headings stand apart,
 * rules are centred, tables are set in columns that wrap as far as there is room, code is indented
 * and keeps its lines. Only byte ranges of the document and decoration are kept: what a line looks
 * like is drawn from these.
 *
 * A character takes the cells of its code points as safe_char_width sums them. A tab of prose takes
 * one; in code, tabs are runs of their own, blank and as wide as the run says.
 */
#ifndef ATTACHE_TEXT_WRAP_H
#define ATTACHE_TEXT_WRAP_H

#include "text/document.h"

/* A run of cells on one line: a stretch of the document's text, or decoration that is not in it. */
struct run {
    struct span span; /* bytes of the document; empty for decoration */
    int column;       /* cells from the line's left edge */
    int width;        /* cells */
    str decoration;   /* bullets, quotation bars, table rules: UTF-8, safe; only if span is empty */
    bool cell_overflow; /* text that goes on past the measure (a table, a code line, a character
                           wider than the line): draw an ellipsis or scroll */
};

struct line {
    size_t block;     /* index of its block; for blank lines between blocks the one that follows */
    struct run *runs; /* text by position; decoration is among it, by column */
    size_t run_count;
    struct span span; /* from its first to its last byte of text, spaces that hang and the newline
                         of a code line included; empty where a line has no text (blank, rule): at
                         the next text. The starts never decrease. */
    bool blank;       /* between blocks: nothing, or the bars of a quotation */
    bool same_row;    /* a further line of the table row that the line before belongs to */
};

struct layout {
    int measure; /* cells */
    bool ascii;  /* widths are those of text made safe for a terminal that has only ASCII */
    struct line *lines;
    size_t line_count;
    int widest; /* cells: code and tables may be wider than the measure */
};

/* Lays the whole document out in the arena. A `measure` below 8 counts as 8. Linear in the text.
 * With `ascii`, decoration is ASCII. */
void layout_make(const struct document *doc, int measure, bool ascii, struct arena *a,
                 struct layout *out);

/* The line that holds `offset` (or the next with text after it); line_count - 1 past the end; 0 if
 * there are none. */
size_t layout_line_at(const struct layout *l, size_t offset);

/* The cells of one line up to `offset`: where the cursor stands. An offset before or after the
 * line's text gives where that begins or ends. */
int layout_column_of(const struct document *doc, const struct layout *l, size_t line,
                     size_t offset);

#endif
