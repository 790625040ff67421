/*
 * What a program wrote to a terminal like xterm-256color, byte for byte. Each returns NULL, or what
 * is wrong.
 */
#ifndef ATTACHE_TESTS_SUPPORT_SENT_H
#define ATTACHE_TESTS_SUPPORT_SENT_H

#include <stddef.h>

/* What it must not have written to a screen that never had more rows and columns than these, or
 * left. Allowed are text that passed the gate, the sequences by which curses draws, each with the
 * parameters that they have, none that leads out of the screen, and a copy to the clipboard. */
const char *sent_fault(const char *bytes, size_t size, int rows, int columns);

/* What it left on, or off, at the end: modes, the alternate screen, attributes, a title that it put
 * aside. */
const char *sent_left(const char *bytes, size_t size);

#endif
