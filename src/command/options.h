/* The command line: options before or after the command, `--` ends them, `--name value` or
 * `--name=value`. Behind `search` a word with one dash is a part of the query, but for -h and -V.
 */
#ifndef ATTACHE_COMMAND_OPTIONS_H
#define ATTACHE_COMMAND_OPTIONS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What the value of an option may be, for what completes and checks it: X(identifier). Lists are
 * values with commas between them.
 */
#define OPTION_KINDS(X)                                                                            \
    X(NOTHING) /* it takes none */                                                                 \
    X(PATH)                                                                                        \
    X(DAY)                                                                                         \
    X(DATE)   /* EDTF */                                                                           \
    X(NUMBER) /* decimal digits */                                                                 \
    X(WORD)   /* any */                                                                            \
    X(FORMAT) /* OUTPUT_FORMATS */                                                                 \
    X(TYPES)  /* a list of entity types */                                                         \
    X(STATUSES)                                                                                    \
    X(STATES)   /* a list of what can become of a promise */                                       \
    X(ENTITY)   /* an entity's id */                                                               \
    X(BRIEFING) /* a briefing's id */                                                              \
    X(SORT)     /* an order of the command's */                                                    \
    X(COLOR)                                                                                       \
    X(ANNOTATIONS)

enum option_kind {
#define X(id) KIND_##id,
    OPTION_KINDS(X)
#undef X
};

/* X(identifier, name, placeholder of its value or NULL, what that is, help) */
#define OPTIONS(X)                                                                                 \
    X(LIBRARY, "library", "PATH", PATH, "the library: a directory, or one article")                \
    X(TODAY, "today", "DATE", DAY, "stands for today's date (YYYY-MM-DD)")                         \
    X(FORMAT, "format", "FORMAT", FORMAT, "text, json, jsonl, csv or tsv")                         \
    X(TYPE, "type", "TYPES", TYPES, "only entities, or parties, of these types: person,country")   \
    X(PARTY, "party", "ID", ENTITY, "only agreements and events that this entity has part in")     \
    X(STATUS, "status", "STATUSES", STATUSES, "only agreements that stand so: signed,in-force")    \
    X(TOPIC, "topic", "TOPIC", WORD, "only what has this topic")                                   \
    X(BRIEFING, "briefing", "ID", BRIEFING, "only what this briefing mentions or states")          \
    X(FROM, "from", "DATE", DATE, "only what may lie on or after a date")                          \
    X(TO, "to", "DATE", DATE, "only what may lie on or before a date")                             \
    X(SORT, "sort", "ORDER", SORT, "the order of the rows")                                        \
    X(REVERSE, "reverse", NULL, NOTHING, "the other way round")                                    \
    X(LIMIT, "limit", "N", NUMBER, "at most N rows")                                               \
    X(OFFSET, "offset", "N", NUMBER, "leave out the first N rows")                                 \
    X(EXPAND, "expand", NULL, NOTHING, "search names by the other names of their entities, too")   \
    X(PROMISES, "promises", NULL, NOTHING, "what was said to be coming, and what came of it")      \
    X(STATE, "state", "STATES", STATES, "only promises that are so: kept, open or overdue")        \
    X(SAID, "said", "DATE", DATE, "only promises made by briefings of that time")                  \
    X(WIDTH, "width", "N", NUMBER, "set the text to N cells")                                      \
    X(COLOR, "color", "WHEN", COLOR, "always, never, or auto: on a terminal")                      \
    X(ANNOTATIONS, "annotations", "HOW", ANNOTATIONS,                                              \
      "listed (below the text), inline, notes or none")                                            \
    X(NO_ANNOTATIONS, "no-annotations", NULL, NOTHING, "the same as --annotations=none")           \
    X(STRICT, "strict", NULL, NOTHING, "warnings count as errors")                                 \
    X(REBUILD, "rebuild", NULL, NOTHING, "make the catalogue anew")                                \
    X(QUIET, "quiet", NULL, NOTHING, "no progress and no counts")                                  \
    X(MDOC, "mdoc", NULL, NOTHING, "write the page in mdoc(7), for man(1)")                        \
    X(NO_MOUSE, "no-mouse", NULL, NOTHING, "leave the mouse to the terminal")                      \
    X(NO_SANDBOX, "no-sandbox", NULL, NOTHING,                                                     \
      "let attache open any file, as the system lets you")                                         \
    X(HELP, "help", NULL, NOTHING, "say how it is used")                                           \
    X(VERSION, "version", NULL, NOTHING, "say which version this is")

enum option {
#define X(id, name, value, kind, help) OPTION_##id,
    OPTIONS(X)
#undef X
        OPTION_COUNT
};

#define OPTION_BIT(id) (1U << OPTION_##id)

struct option_info {
    const char *name, *value, *help; /* value: its placeholder; NULL: it takes none */
    enum option_kind kind;
};
const struct option_info *option_info(enum option option);

bool option_find(str name, enum option *found); /* without its dashes */

enum { COMMAND_WORDS = 64 };

struct options {
    unsigned given;           /* OPTION_BITs */
    str values[OPTION_COUNT]; /* of those that take one */
    str words[COMMAND_WORDS]; /* command and arguments, in order */
    size_t word_count;
};

/* Takes the words apart without judging which command takes which option. ERR_USAGE says what is
 * wrong. */
struct err options_parse(int argc, char *const argv[], struct options *options);

#endif
