/*
 * Search in a text as a reader means it: a regular expression (PCRE2, UTF, smart case: a pattern
 * without a capital ignores case), on the folded text, so that hits are found across line breaks,
 * emphasis and links. The pattern is folded too: canonically equal forms, quotes and dashes match,
 * and any white space in it is the one space that white space is in folded text. A hit never begins
 * or ends inside a character that folding composed.
 *
 * A pattern that blows up gives up: at 200,000 steps or 32 MiB from one place, or after a second.
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

/* `hits` is made anew, in the arena; an empty pattern has none. ERR_USAGE: the pattern cannot be
 * read; the message says where and why. */
struct err find_all(const struct folded *f, str pattern, struct arena *a, struct hits *hits);

#endif
