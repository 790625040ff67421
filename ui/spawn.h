/* Other programs: fixed argument vectors, never a shell. */
#ifndef ATTACHE_UI_SPAWN_H
#define ATTACHE_UI_SPAWN_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Runs $VISUAL, else $EDITOR, else vi, with `+LINE PATH`, and waits for its end. The variable is
 * split at spaces. `terminal` is its standard input. The terminal must have been left before
 * (term_leave).
 */
struct err spawn_editor(str path, size_t line, int terminal);

/* True for what spawn_browser takes: http:, https: and mailto: addresses without control
 * characters or spaces. */
bool spawn_can_browse(str address);

/* Starts $BROWSER (its first command), else xdg-open or open, with the address, and does not wait.
 */
struct err spawn_browser(str address);

#endif
