/*
 * A spot: a place or a passage of a text, kept by what stands there, so that it is found again when
 * the article was edited, shown at another width or rendered in another way. It is a W3C text quote
 * selector with a text position beside it: the quote and what surrounds it are the truth, offsets a
 * hint.
 *
 * Offsets count code points of the rendered text, half open. Strings are as they stand in it; one
 * that would be nothing but white space is absent.
 */
#ifndef ATTACHE_STATE_SPOT_H
#define ATTACHE_STATE_SPOT_H

#include "base/arena.h"
#include "base/str.h"
#include "text/document.h"
#include "text/fold.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SPOT_LINE = 64,   /* code points that are quoted of a place, which has no passage */
    SPOT_AROUND = 32, /* of prefix and suffix, each; more where the same stands elsewhere too: */
    SPOT_AROUND_MAX = 512,
    SPOT_QUOTE_MAX = 4096, /* of a passage: a longer one is quoted up to here */
};

/* Zero-initialised is the beginning of any text. */
struct spot {
    str quote;          /* the passage; of a place, the text from there on */
    str prefix, suffix; /* what stands right before and after the quote */
    size_t start, end;  /* the passage; a place has both the same */
    size_t length;      /* of the whole text; 0: not known */
};

/*
 * The spot of a passage; of a place if the span is empty. `span` is in bytes of the text, inside it
 * and on code points. Prefix and suffix are long enough that prefix, quote and suffix together
 * stand once in the text, unless it repeats itself over SPOT_AROUND_MAX on both sides. `folded` is
 * of the document's text. Strings are views into it: they live as long as the document.
 */
struct spot spot_of(const struct document *doc, const struct folded *folded, struct span span);

enum spot_outcome {
    SPOT_FOUND,   /* the quote stands there */
    SPOT_NEAR,    /* only a part of it, or of what stood around it: of a note, an orphan */
    SPOT_GUESSED, /* nothing of it stands anywhere: as far into the text as it was */
};

/*
 * Where a spot is now: *span, in bytes of the text; empty for a place, and for a passage of which
 * nothing is left. Compared under the equalities of text/fold.h.
 *
 * Of several places of the quote the one with the most of prefix and suffix around it counts, then
 * the one nearest to where it was, counted from the beginning or from the end of the text. Where
 * the quote is nowhere, or short and among strangers, the longest piece of prefix, quote and suffix
 * that still stands somewhere tells.
 */
enum spot_outcome spot_find(const struct document *doc, const struct folded *folded,
                            const struct spot *spot, struct span *span);

/* As far into the text as a place is, in thousandths: 0 at its start, 1000 at its end (and in an
 * empty text). */
unsigned spot_permille(const struct document *doc, size_t offset);

bool spot_is_blank(str s); /* nothing but white space */
struct spot spot_copy(const struct spot *spot, struct arena *a);

#endif
