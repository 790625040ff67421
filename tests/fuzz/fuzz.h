/*
 * Fuzz targets: tests/fuzz/fuzz_NAME.c defines fuzz_one, which takes any bytes and ends the program
 * where something does not hold. One source, two programs: libFuzzer drives it (`make fuzz`), and
 * replay.c gives it everything in tests/fuzz/corpus/NAME (`make test`), or the files it is called
 * with.
 *
 * A file of the corpus that once broke something is called after what it broke.
 */
#ifndef ATTACHE_TESTS_FUZZ_FUZZ_H
#define ATTACHE_TESTS_FUZZ_FUZZ_H

#include "base/err.h"
#include "base/str.h"
#include "tests/support/tree.h"

#include <stdbool.h>
#include <stddef.h>

void fuzz_one(str bytes);

/* Ends the program with the words of what does not hold, if there are any (NULL: all is well). */
void fuzz_expect(const char *fault);
#define FUZZ_EXPECT(condition) fuzz_expect((condition) ? NULL : #condition)
void fuzz_ok(struct err e);

/* A directory with a library in it that is removed when the program ends, made at the first call.
 */
struct tree *fuzz_tree(const struct tree_file *files, size_t count);

/*
 * Good files with the bytes as changes to them, so that what is tried out is not lost in their
 * size: each change is three bytes of offset, one of length, and what is written there; 255 as the
 * length ends the file at that offset. Of two files the second is meant where the offset has its
 * highest bit. Puts the changed files, in the arena, in the place of the good ones.
 */
struct arena;
void fuzz_patch(str *files, size_t count, str changes, struct arena *a);

str fuzz_file(const char *path, struct arena *a); /* all of a file's bytes */
void fuzz_write(const char *path, str bytes);

#endif
