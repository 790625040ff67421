/*
 * What a shell offers when somebody presses Tab on a line of attache. Everything is known from the
 * tables of commands and options, and from the catalogue; the shells' own scripts only ask.
 */
#ifndef ATTACHE_COMMAND_COMPLETE_H
#define ATTACHE_COMMAND_COMPLETE_H

#include "base/arena.h"
#include "base/str.h"
#include "command/command.h"

#include <stdbool.h>
#include <stddef.h>

struct candidate {
    str word, about; /* about: a few words on it, or "" */
};

struct candidates {
    struct candidate *items;
    size_t len, cap;
    bool files; /* names of files may stand there as well */
    struct arena *arena;
    const struct environment *environment;
    str library; /* as the line names it with --library; absent if it does not */
    str begun;   /* what all of them begin with */
    str before;  /* what stands in the word before that, and stays: "--type=person," */
};

enum { MOST_CANDIDATES = 1000 };

/*
 * `words` are those after the program's name up to the one that is being completed, which is the
 * last; it may be empty. The fields `arena` and `environment` are set by the caller. Never fails:
 * where nothing is known, nothing is offered.
 */
void complete(struct candidates *c, const str *words, size_t count);

#endif
