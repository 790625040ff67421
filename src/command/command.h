/*
 * The commands: one const entry each, in a file of its own, in one table that the parser, the help
 * and main.c share. A command writes its data to `out` and its messages to `messages`, and returns
 * the exit status.
 */
#ifndef ATTACHE_COMMAND_COMMAND_H
#define ATTACHE_COMMAND_COMMAND_H

#include "command/manual.h"
#include "command/options.h"
#include "command/output.h"
#include "command/values.h"

#include "catalog/catalog.h"
#include "loader/library.h"
#include "state/state.h"

enum { EXIT_DONE = 0, EXIT_NOTHING = 1, EXIT_TROUBLE = 2 };

/* X(identifier, name) */
#define OUTPUT_FORMATS(X)                                                                          \
    X(TEXT, "text")                                                                                \
    X(JSON, "json")                                                                                \
    X(JSONL, "jsonl") /* a record a line */                                                        \
    X(CSV, "csv")                                                                                  \
    X(TSV, "tsv")

enum output_format {
#define X(id, name) FORMAT_##id,
    OUTPUT_FORMATS(X)
#undef X
        FORMAT_COUNT
};

/* What the process was started with, gathered by main.c; strings absent where the environment says
 * nothing. */
struct environment {
    str library;    /* $ATTACHE_LIBRARY */
    str configured; /* the configuration's `library` */
    str home;       /* $HOME; absent if it is not set */
    str cache_home; /* absolute, absent if there is neither $XDG_CACHE_HOME nor $HOME */
    str state_home; /* the same of $XDG_STATE_HOME */
    str today;      /* $ATTACHE_TODAY */
    bool progress;  /* standard error is a terminal */
    bool answers;   /* standard input is one as well: it can be asked */
    size_t columns; /* of the terminal that standard output is; 0: it is none */
    bool no_color;  /* $NO_COLOR is set, or the terminal has none */
    manual_keys_fn *keys;
    str sample; /* where the library is that is installed with the program */
};

struct command_call {
    const struct options *options;
    const struct environment *environment;
    const str *arguments; /* after the command's name */
    size_t argument_count;
    struct output *out, *messages;
    int64_t today; /* day number */
    enum output_format format;
    size_t limit; /* SIZE_MAX if none was given */
    size_t width; /* cells to set text to: --width, else the terminal's; 0: none */
    struct filters filters;
};

struct command {
    const char *name;      /* "" is what happens without one: the screens */
    const char *arguments; /* "ID|FILE", "[COMMAND]", or "" */
    const char *summary;
    const char *example;
    unsigned options;         /* OPTION_BITs it takes besides those that all take */
    const char *const *sorts; /* the names of its orders, if it takes --sort; ends with NULL */
    size_t least, most;       /* how many arguments */
    int (*run)(const struct command_call *call); /* NULL: main.c's own (the screens) */
};

extern const struct command command_show, command_list, command_entities, command_timeline,
    command_dossier, command_search, command_check, command_index, command_export, command_import,
    command_completion, command_help;

/* The table in the order of the help; ends with NULL. */
extern const struct command *const commands[];
extern const struct command command_screens;
extern const unsigned commands_common_options; /* OPTION_BITs that all of them take */
const struct command *command_find(str name);  /* NULL if there is none */

/*
 * What was asked: finds the command (the screens if the first word is none), checks its options and
 * arguments and fills `call` (whose outputs and environment are set by the caller). ERR_USAGE says
 * what is wrong.
 */
struct err command_resolve(const struct options *options, const struct command **command,
                           struct command_call *call);

/* The words that a value of that kind may be, where all of them are known: how many there are. */
enum { MOST_CHOICES = 32 };
size_t command_choices(const struct command *c, enum option_kind kind,
                       const char *words[MOST_CHOICES]);

/* The usage of one command, or of the program (NULL). */
void command_usage(const struct command *command, struct buf *out);

/*
 * Opens the library that the options, the environment or the current directory name. On failure
 * says so on `messages` and returns false. Close with library_close.
 */
bool command_library(const struct command_call *call, struct library *lib);

/* Says that a path cannot be opened; where it is one word, which command may be meant. */
int command_fail_path(const struct command_call *call, str path, const struct err *e);

/* The path of that library: absent if nothing names one. Lives as long as the arguments. */
str command_library_path(const struct command_call *call);

/*
 * From here on the process can read the library and write its catalogue, or, without a library,
 * write the user's state; besides it can write into the directory `written`, if that is not NULL.
 * Unless --no-sandbox is given; where the system has no sandbox, nothing happens.
 */
void command_confine(const struct command_call *call, const struct library *lib,
                     const char *written);

/* Opens the library and its catalogue, brought up to date; where `tell`, says how much could not be
 * read. On failure says so and returns false, nothing open. */
bool command_catalog(const struct command_call *call, bool tell, struct library *lib,
                     struct catalog **catalog);

/* Whether the first argument names what export and import know; says so if not. */
bool command_knows_format(const struct command_call *call);

/* Opens the user's state. Where it cannot be used, says so; returns false if there is none at all.
 * Close with state_close. */
bool command_state(const struct command_call *call, struct state **state);

/* Says what failed and returns EXIT_TROUBLE. */
int command_fail(const struct command_call *call, const struct err *e);

#endif
