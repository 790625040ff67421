/* The examples of the documentation, made files of a test's library. */
#ifndef ATTACHE_TESTS_SUPPORT_PASTED_H
#define ATTACHE_TESTS_SUPPORT_PASTED_H

#include "base/buf.h"
#include "tests/support/tree.h"

/* A file of the source tree, named from its top. */
void source_read(const char *path, struct buf *out);

/* What stands between two lines, or after the first up to the second. */
str text_between(str text, const char *first, const char *last);

/* Writes the block of code that follows the line `<!-- example PATH -->`: what stands between its
 * fences. */
void paste_example(const struct tree *tree, str text, const char *path);

#endif
