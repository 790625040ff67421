/*
 * A briefing's text with what is known of it in the text itself: which entity lies on top where,
 * and a copy of the document with marks such as [C] behind mentions, that wraps as the text does.
 */
#ifndef ATTACHE_FORMAT_MARKED_H
#define ATTACHE_FORMAT_MARKED_H

#include "model/briefing.h"

/* A mark stands behind the byte `at` of the document. */
struct mark {
    size_t at;
    str text; /* the program's own */
};

/* A stretch of the text and the type of the entity that lies on top there. */
struct lit {
    struct span span;
    enum entity_type type;
};

struct marked {
    struct document doc; /* text, blocks and inline spans only */
    struct lit *lit;     /* by position, none empty, none overlapping */
    size_t lit_count;
};

/* `marks` are sorted by `at`. What is made lives in the arena and borrows from the briefing. Linear
 * in the text; times the depth in nested mentions. */
struct marked marked_make(const struct briefing *b, const struct mark *marks, size_t count,
                          struct arena *a);

#endif
