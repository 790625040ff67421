/* The command line: options before or after the command, `--` ends them, `--name value` or
 * `--name=value`. */
#ifndef ATTACHE_COMMAND_OPTIONS_H
#define ATTACHE_COMMAND_OPTIONS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* X(identifier, name, placeholder of its value or NULL, help) */
#define OPTIONS(X)                                                                                 \
    X(LIBRARY, "library", "PATH", "the library: a directory, or one article")                      \
    X(TODAY, "today", "DATE", "stands for today's date (YYYY-MM-DD)")                              \
    X(FORMAT, "format", "FORMAT", "text or json")                                                  \
    X(LIMIT, "limit", "N", "at most N rows")                                                       \
    X(PROMISES, "promises", NULL, "what was said to be coming, and what came of it")               \
    X(REBUILD, "rebuild", NULL, "make the catalogue anew")                                         \
    X(QUIET, "quiet", NULL, "no progress and no counts")                                           \
    X(NO_MOUSE, "no-mouse", NULL, "leave the mouse to the terminal")                               \
    X(NO_SANDBOX, "no-sandbox", NULL, "let the screens open any file, as the system lets you")     \
    X(HELP, "help", NULL, "say how it is used")                                                    \
    X(VERSION, "version", NULL, "say which version this is")

enum option {
#define X(id, name, value, help) OPTION_##id,
    OPTIONS(X)
#undef X
        OPTION_COUNT
};

#define OPTION_BIT(id) (1U << OPTION_##id)

struct option_info {
    const char *name, *value, *help;
};
const struct option_info *option_info(enum option option);

struct options {
    unsigned given;           /* OPTION_BITs */
    str values[OPTION_COUNT]; /* of those that take one */
    str words[16];            /* command and arguments, in order */
    size_t word_count;
};

/* Takes the words apart without judging which command takes which option. ERR_USAGE says what is
 * wrong. */
struct err options_parse(int argc, char *const argv[], struct options *options);

#endif
