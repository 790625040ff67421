/*
 * The app without an outside: instead of ui/term, signals, worker and watch stands outside.c, whose
 * terminal types what it is given and looks at every frame. Nothing is drawn, started or waited
 * for, so that the same bytes always do the same.
 */
#ifndef ATTACHE_TESTS_FUZZ_OUTSIDE_H
#define ATTACHE_TESTS_FUZZ_OUTSIDE_H

#include "base/str.h"

/*
 * What is typed in the next app_run; at its end the terminal is gone. Among the keys, 0xFF ends
 * what comes in one piece, and 0xFE with two bytes after it resizes the terminal to that many rows
 * and columns.
 */
void outside_type(str keys, bool ascii);

#endif
