/*
 * A document in the making: text arrives in reading order, with the place in the source that it
 * came from; blocks, inline spans and source pieces are kept in step with it. What turns out to
 * have no text leaves no trace: blank lines stand only between blocks with text.
 *
 *     builder_init(&b, source, arena);    (source of less than 512 MiB)
 *     builder_block(&b, (struct block){.kind = BLOCK_PARAGRAPH});
 *     builder_source(&b, 0, 5);
 *     builder_block_end(&b);
 *     builder_finish(&b, doc);
 *     builder_release(&b);
 */
#ifndef ATTACHE_TEXT_BUILDER_H
#define ATTACHE_TEXT_BUILDER_H

#include "text/document.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct builder {
    str source;
    struct arena *arena;  /* of the document */
    struct arena scratch; /* of what is copied when it is finished */
    struct buf text;
    size_t cursor; /* source bytes before this one are behind us */
    size_t indent; /* spaces of a code line that may turn out to stand in the source */

    bool open;                  /* a block is open */
    struct block block;         /* the open one */
    bool started;               /* it has text: its start is known */
    size_t before;              /* where the text ended before it */
    size_t first_inline, reach; /* of its inline spans; how far those that ended go */

    VEC(struct block) blocks;
    VEC(struct source_piece) pieces;
    VEC(struct inline_span) inlines; /* start and end are (size_t)-1 as long as unknown */
    VEC(size_t) open_inlines;        /* indices, innermost last */
    size_t waiting;                  /* how many of the open ones have no text yet: the last ones */
    struct span heading;             /* the first one */
};

/* Source and arena are kept. */
void builder_init(struct builder *b, str source, struct arena *a);
void builder_release(struct builder *b);

/* Opens a block (its span is set here); one still open is ended before. */
void builder_block(struct builder *b, struct block block);
bool builder_block_end(struct builder *b); /* true if there was one, with text */
void builder_rule(struct builder *b, struct block block);

/* Text of the open block: source bytes as they are; source bytes as another text; text from
 * nowhere. Source bytes come in their order: never before `cursor`. Spaces at the start and the end
 * of a block are dropped, unless it is code. */
void builder_source(struct builder *b, size_t start, size_t end);
void builder_replaced(struct builder *b, size_t start, size_t end, str text);
void builder_made(struct builder *b, str text);

/* A line end in the source, as a space, or in code as a newline. */
void builder_line_end(struct builder *b, char as);

/* The source before `end` is behind us: it is not seen. */
void builder_skip(struct builder *b, size_t end);

/* Spaces at the start of a code line. */
void builder_indent(struct builder *b, size_t spaces);

/* Separates table cells and rows: exempt from trimming, never in an inline span. */
void builder_separator(struct builder *b, char separator);

/* Where the next text will stand (in a block that has some already). */
size_t builder_place(const struct builder *b);

/* Starts the open block although it has no text. */
void builder_start(struct builder *b);

/* Takes back everything from `place` on. */
void builder_truncate(struct builder *b, size_t place);

void builder_inline(struct builder *b, enum inline_kind kind, str target);
void builder_inline_end(struct builder *b);

/* Makes the document of it. */
void builder_finish(struct builder *b, struct document *doc);

#endif
