/* Byte offsets of a text as code points: offsets are bytes inside the program, code points in
 * sidecars and JSON. */
#ifndef ATTACHE_TEXT_OFFSETS_H
#define ATTACHE_TEXT_OFFSETS_H

#include "base/arena.h"
#include "base/str.h"

/* A text, counted once: each look-up then counts at most OFFSETS_STEP bytes. */
struct offsets {
    str text;      /* valid UTF-8 */
    size_t *marks; /* code points before each OFFSETS_STEP-th byte */
};

enum { OFFSETS_STEP = 256 };

struct offsets offsets_make(str text, struct arena *a);

/* Code points before byte `offset`, which lies on a code point's start or at the end. */
size_t offsets_code_points(const struct offsets *o, size_t offset);

#endif
