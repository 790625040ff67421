/* For targets whose bytes are files of a library: loads one briefing and looks at all of it. */
#ifndef ATTACHE_TESTS_FUZZ_LOAD_H
#define ATTACHE_TESTS_FUZZ_LOAD_H

#include "tests/support/tree.h"

/* The briefing of that id is sound, and what the program prints of it passes the gate. Nothing, if
 * it is refused: then its diagnostic is looked at. */
void fuzz_load(const struct tree *tree, const char *id);

#endif
