/*
 * Search in a text as a reader means it: a regular expression (PCRE2, UTF, smart case: a pattern
 * without a capital ignores case), on the folded text, so that hits are found across line breaks,
 * emphasis and links. Canonically equal forms match. Match and heap limits hold: a pattern that
 * blows up gives up instead.
 */
#ifndef ATTACHE_TEXT_FIND_H
#define ATTACHE_TEXT_FIND_H

#include "text/document.h"

#include "base/err.h"
#include "text/fold.h"

struct hits {
    struct span *items; /* by start, not overlapping, never empty */
    size_t len, cap;
    bool gave_up; /* the limit was reached: there may be more */
};

/* ERR_USAGE: the pattern cannot be read; the message says where and why. */
struct err find_all(const struct folded *f, str pattern, struct arena *a, struct hits *hits);

#endif
