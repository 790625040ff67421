/*
 * Where annotations stand: W3C text quote and text position selectors resolved against a document.
 * Quotes are the truth and positions a hint: an edited article keeps its annotations.
 */
#ifndef ATTACHE_MATCH_ANCHOR_H
#define ATTACHE_MATCH_ANCHOR_H

#include "base/arena.h"
#include "base/strmap.h"
#include "match/search.h"
#include "model/entity.h"
#include "text/document.h"
#include "text/fold.h"

enum anchor_outcome {
    ANCHOR_FOUND,
    ANCHOR_MOVED,     /* found by its quote, but not where its span says */
    ANCHOR_NOT_FOUND, /* an orphan */
};

struct anchors {
    struct span *items; /* rendered text, never empty; several only for `occurrence: all` */
    size_t len, cap;
    enum anchor_outcome outcome;
};

/* Where a quote stands, as far as anybody asked: in order, not overlapping. They are remembered, so
 * that an annotation repeated a million times is looked for once. */
struct anchor_places {
    size_t *items; /* of the folded text */
    size_t len, cap;
    bool complete;
};

/* A document that quotes are looked for in. Zero-initialise it but for the first three. */
struct anchor_text {
    const struct document *doc;
    const struct folded *folded; /* of the document's text */
    struct arena *arena;         /* for what is found, and what helps finding */
    struct search_text search;
    struct strmap quotes; /* what was looked for: its number in `places` */
    VEC(struct anchor_places) places;
    size_t kept; /* places of all of them: beyond LIMIT_PLACES none are looked for */
};

/*
 * Resolves a selector whose span, if it has one, is well formed (neither empty nor reversed).
 *
 * A quote stands where the folded text (text/fold.h) reads as it does, and prefix and suffix, if
 * given, stand right before and after it. Places that would overlap an earlier one do not count;
 * `occurrence` chooses among the others. White space at the ends of a quote is left aside where the
 * quote stands nowhere with it.
 *
 * A span alone covers the rendered characters whose place in the file is inside it. With a quote
 * too, the span counts if the two agree; else the place of the quote that begins nearest to where
 * the span does (the earlier of two), whatever `occurrence` says.
 */
void anchor_resolve(struct anchor_text *t, const struct selector *s, struct anchors *out);

/* The first place of a quote alone, as evidence uses it. False if it is nowhere (or empty). */
bool anchor_quote(struct anchor_text *t, str quote, struct span *span);

#endif
