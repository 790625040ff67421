/* What the cells of the text pane look like: for reader_draw.c alone. */
#ifndef ATTACHE_UI_PANES_READER_STYLE_H
#define ATTACHE_UI_PANES_READER_STYLE_H

#include "ui/panes/reader.h"

/* What lies over the text of the lines in sight, gathered once a frame: indices, in order. */
struct overlay {
    const struct session *session;
    const struct reader *reader;
    VEC(size_t) mentions, inlines;
};

/* Gathers for the lines from the reader's top to before `end`. */
void overlay_gather(struct overlay *o, struct arena *a, size_t end);

/* What the text of a block (NULL: of none) is set in; the heads of a table's columns are bold. */
struct style reader_block_style(const struct block *b, size_t offset);

/* The style of the text at an offset, and in *end how far it goes: inlines, mentions, the lit
 * passage and hits over `style`. */
struct style reader_style_at(const struct overlay *o, size_t at, struct style style, size_t *end);

/* Of an ambiguous one, its first candidate's. */
enum entity_type mention_type(const struct briefing *b, const struct mention *m);

#endif
