/* Where annotations stand: W3C text quote and text position selectors resolved against a document.
 */
#ifndef ATTACHE_MATCH_ANCHOR_H
#define ATTACHE_MATCH_ANCHOR_H

#include "base/arena.h"
#include "model/entity.h"
#include "text/document.h"
#include "text/fold.h"

enum anchor_outcome {
    ANCHOR_FOUND,
    ANCHOR_MOVED,     /* found by its quote, but not where its span says */
    ANCHOR_NOT_FOUND, /* an orphan */
};

struct anchors {
    struct span *items; /* rendered text; several only for `occurrence: all` */
    size_t len, cap;
    enum anchor_outcome outcome;
};

/* Resolves a selector whose span is well formed (not empty, reversed or negative). */
void anchor_resolve(const struct selector *s, const struct document *doc, const struct folded *f,
                    struct arena *a, struct anchors *out);

/* The first place of a quote alone, as evidence uses it. False if it is nowhere (or empty). */
bool anchor_quote(str quote, const struct folded *f, struct arena *a, struct span *span);

#endif
