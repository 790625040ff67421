/* Lists of strings as one value of a row: for each its length (LEB128), then its bytes. */
#ifndef ATTACHE_CATALOG_PACK_H
#define ATTACHE_CATALOG_PACK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

void pack_str(struct buf *out, str s);
void pack_strs(struct buf *out, const str *items, size_t count);

/* The strings are views into `packed`. What is damaged ends the list. */
str *unpack_strs(str packed, struct arena *a, size_t *count);

#endif
