/*
 * A document: the rendered text of an article, immutable, and what a reader's eye needs besides the
 * characters.
 *
 * `text` is valid UTF-8 without CR, BOM or NUL: a line end inside a paragraph is one space, blocks
 * are separated by a blank line (see "The rendered text" of the content format). It is not
 * normalised and may hold control characters: it reaches a terminal only through text/safe. All
 * offsets are bytes into `text` unless a name says code points; spans are half open. A document
 * lives in the arena that it was made in.
 */
#ifndef ATTACHE_TEXT_DOCUMENT_H
#define ATTACHE_TEXT_DOCUMENT_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
    size_t start, end; /* bytes, half open; start == end is empty */
};

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_CODE,  /* preformatted: its line ends are in the text */
    BLOCK_TABLE, /* see `struct table` */
    BLOCK_RULE,  /* an empty span: a thematic break has no text */
};

enum { BLOCK_DEPTH_MAX = 16 }; /* deeper quotations and lists are drawn at this depth */

/* One nesting level around a block. */
enum container_kind { CONTAINER_QUOTE, CONTAINER_BULLET, CONTAINER_NUMBER };
struct container {
    unsigned number; /* of a numbered item */
    enum container_kind kind : 8;
    bool first : 1;          /* this block is the first of its list item (the marker stands before
                                it) or quotation */
    bool tight : 1;          /* of a list: items are not set apart by blank lines */
    bool task : 1, done : 1; /* a task list item and its state */
};

struct block {
    struct span span;
    struct container *containers; /* outermost first */
    struct table *table;          /* of BLOCK_TABLE */
    enum block_kind kind : 8;
    uint8_t level; /* of a heading, 1-6 */
    uint8_t depth; /* how many containers */
};

enum column_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* Cells by row, header row first; in `text` the cells of a row are separated by a tab, rows by a
 * newline. */
struct table {
    size_t columns, rows;
    enum column_align *align; /* per column */
    struct span *cells;       /* rows × columns */
};

enum inline_kind {
    INLINE_EMPHASIS,
    INLINE_STRONG,
    INLINE_CODE,
    INLINE_STRIKE,
    INLINE_LINK,  /* target: the address, percent-encoding as written; "entity:…", "agreement:…"
                     included */
    INLINE_WIKI,  /* target: the x of [[x]] or [[x|shown]] */
    INLINE_IMAGE, /* target: its address; the span is the description */
};

struct inline_span {
    enum inline_kind kind;
    struct span span;
    str target; /* of links, wiki links and images: entities decoded */
};

/*
 * Where a stretch of rendered text came from in the file. Verbatim: each byte from the byte at the
 * same distance, which is the same one, but that a line end or a tab of the file may be a space.
 * Not verbatim: all of it from all of the file's [file, file + file_length): a decoded entity, the
 * space for a CRLF; separators come from nowhere, their file_length is 0. Sorted by `rendered` and
 * by `file`, covering the whole text without gaps. 32 bits: a large article has very many.
 */
struct source_piece {
    uint32_t rendered, length;  /* bytes in `text` */
    uint32_t file, file_length; /* bytes in the file's text (BOM removed, invalid bytes replaced) */
    bool verbatim;
};

struct document {
    str text;
    str source; /* the file's text: BOM removed, invalid bytes and NUL replaced, CR kept: what a
                   sidecar's `span` counts */
    struct block *blocks; /* by position */
    size_t block_count;
    struct inline_span *inlines; /* by start, then longer first */
    size_t inline_count;
    struct source_piece *pieces;
    size_t piece_count;
    str heading;            /* the text of the first heading; absent if there is none */
    uint32_t *source_index; /* code points before every SOURCE_STEP-th byte of `source` */
};

enum { SOURCE_STEP = 4096 };

/* Fills source_index; whoever makes a document calls it once. */
void document_index_source(struct document *doc, struct arena *a);

/* Index of the block that holds or next follows `offset`; block_count if there is none. */
size_t document_block_at(const struct document *doc, size_t offset);

/* The byte in `source` where the n-th code point (from 0) starts, its length if there are fewer. */
size_t document_source_byte(const struct document *doc, size_t n);

/* The rendered bytes that came from the file's code points [start, end) of `source`: from the first
 * to the last rendered code point with its place inside. False if there is none. */
bool document_span_from_source(const struct document *doc, size_t start, size_t end,
                               struct span *rendered);

/* The byte offset in `source` that a rendered offset came from (for "open in editor"), and its line
 * and column (from 1, column in code points). */
size_t document_source_offset(const struct document *doc, size_t rendered);
void source_line_column(str source, size_t offset, size_t *line, size_t *column);

/* The sentence around a span (UAX #29 is not needed: ends at . ! ? 。 etc. followed by space, or at
 * its block). */
struct span document_sentence(const struct document *doc, struct span around);

#endif
