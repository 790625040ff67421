/* Lists of strings as one value of a row: for each its length (LEB128), then its bytes; and numbers
 * between them. */
#ifndef ATTACHE_CATALOG_PACK_H
#define ATTACHE_CATALOG_PACK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

void pack_number(struct buf *out, uint64_t n); /* LEB128 */
void pack_str(struct buf *out, str s);
void pack_optional(struct buf *out, str s); /* keeps apart what is absent and what is empty */
void pack_strs(struct buf *out, const str *items, size_t count);

/* The next number or string from *at on, which moves behind it; false at the end and for what is
 * damaged. The string is a view into `packed`. */
bool unpack_number(str packed, size_t *at, uint64_t *n);
bool unpack_str(str packed, size_t *at, str *item);

/* The strings are views into `packed`. What is damaged ends the list. */
str *unpack_strs(str packed, struct arena *a, size_t *count);

#endif
