/*
 * The equalities under which quotes and names are matched: runs of white space equal to one space,
 * curly quotes, dashes and their ASCII forms equal, NFC and NFD equal. A folded text has them
 * settled, and knows the way back.
 */
#ifndef ATTACHE_TEXT_FOLD_H
#define ATTACHE_TEXT_FOLD_H

#include "base/arena.h"
#include "base/ranks.h"
#include "base/str.h"
#include "text/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct folded {
    str text; /* NFC, one space for each run of White_Space, ' " - for their relatives */
    /* Where each thing starts that the two texts have in common, in the one and in the other: a
     * code point, a run of white space, or a cluster that folding composed. Besides, their lengths.
     */
    struct ranks units, original;
};

/* `original` is valid UTF-8 of less than 4 GiB. */
struct folded text_fold(str original, struct arena *a);
str text_fold_only(str original, struct arena *a); /* the folded text without the way back */

/* True if a match may start (end) at this byte of the folded text: not inside a character composed
 * by folding. */
bool folded_is_boundary(const struct folded *f, size_t at);

/* The first folded byte that stands for what is at the original offset or after it. */
size_t folded_offset(const struct folded *f, size_t original);

/* Where in the original that starts which the folded byte belongs to. */
size_t folded_start(const struct folded *f, size_t at);

/* The original span of folded [start, end). */
struct span folded_span(const struct folded *f, size_t start, size_t end);

#endif
