/*
 * What md4c would need for a text, counted before it reads it: md4c has no bounds of its own, and
 * calls back only when it has made lists of all lines and blocks, and of all signs in a paragraph.
 */
#ifndef ATTACHE_TEXT_MD_BOUNDS_H
#define ATTACHE_TEXT_MD_BOUNDS_H

#include "base/err.h"
#include "base/str.h"

/* ERR_TOO_LARGE, with the limit that it passes (base/limits.h), if `text` is too much for md4c. */
struct err md_bounds_check(str text);

/* How many lines a text has: "a\nb" has two, "" and "\n" have one. CR, LF and both end one. */
size_t text_count_lines(str text);

#endif
