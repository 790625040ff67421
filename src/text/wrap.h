/*
 * A document set to a measure: lines of cells. Breaks by UAX #14, never inside a grapheme cluster;
 * lists hang, quotations are barred, headings stand apart, tables are set in columns, code keeps
 * its lines. Only byte ranges of the document and decoration are kept: what a line looks like is
 * drawn from these.
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
    bool cell_overflow; /* a table cell or code line that goes on past the measure: draw an ellipsis
                           or scroll */
};

struct line {
    size_t block; /* index of its block; for blank lines between blocks the one that follows */
    struct run *runs;
    size_t run_count;
    struct span span; /* from its first to its last byte of text; blank: empty, at the next text */
    bool blank;
};

struct layout {
    int measure; /* cells */
    struct line *lines;
    size_t line_count;
    int widest; /* cells: code and tables may be wider than the measure */
};

/* Lays the whole document out in the arena. `measure` is at least 8. Linear in the text. With
 * `ascii`, decoration is ASCII. */
void layout_make(const struct document *doc, int measure, bool ascii, struct arena *a,
                 struct layout *out);

/* The line that holds `offset` (or the next with text after it); line_count - 1 past the end; 0 if
 * there are none. */
size_t layout_line_at(const struct layout *l, size_t offset);

/* The cells of one line up to `offset`: where the cursor stands. */
int layout_column_of(const struct document *doc, const struct layout *l, size_t line,
                     size_t offset);

#endif
