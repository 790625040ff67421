/*
 * The equalities under which quotes and names are matched: runs of white space equal to one space,
 * curly quotes, dashes and their ASCII forms equal, NFC and NFD equal. A folded text has them
 * settled, and knows the way back.
 */
#ifndef ATTACHE_TEXT_FOLD_H
#define ATTACHE_TEXT_FOLD_H

#include "text/document.h"

struct folded {
    str text; /* NFC, one space for each run of White_Space, ' " - for their relatives */
    size_t *
        start; /* per byte of text, and one more: where in the original what it stands for starts */
    size_t *end; /* per byte: where that ends */
};

struct folded text_fold(str original, struct arena *a);
str text_fold_only(str original, struct arena *a); /* the folded text without the way back */

/* True if a match may start (end) at this byte of the folded text: not inside a character composed
 * by folding. */
bool folded_is_boundary(const struct folded *f, size_t at);

/* The original span of folded [start, end). */
struct span folded_span(const struct folded *f, size_t start, size_t end);

#endif
