/*
 * The user's configuration, $XDG_CONFIG_HOME/attache/config: one statement a line, `#` begins a
 * comment where a word may begin.
 *
 *     set library ~/briefings      # opened where no path is given; ~/ is the home directory
 *     set mouse off                # on (as it comes) or off
 *     bind <C-n> next-mention      # a key, then an action by name
 *     unbind q
 *
 * What cannot be read is skipped and said, with file, line and column; the rest counts.
 */
#ifndef ATTACHE_UI_CONFIG_H
#define ATTACHE_UI_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "ui/keymap.h"

#include <stdbool.h>

struct config {
    struct arena arena;   /* of everything below */
    struct keymap keymap; /* the defaults with the user's changes */
    str library;          /* absent if not set; absolute where it was written with ~/ */
    bool mouse;
    VEC(str) troubles; /* "FILE:LINE:COLUMN: what is wrong", not yet through the gate */
};

/* The defaults: ui/keys.def, no library, the mouse on. Release with config_release. */
void config_init(struct config *c);
void config_release(struct config *c);

/* Reads statements; `file` names them in troubles, `home` (absent: unknown) stands for ~. */
void config_parse(struct config *c, str text, str file, str home);

/* Reads a file by path, if there is one. Troubles of reading it are in `troubles` too. */
void config_load(struct config *c, str path, str home);

#endif
