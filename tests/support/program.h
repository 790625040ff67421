/*
 * Runs the program, or another, in a clean environment, and captures what it says. The environment
 * holds PATH, TZ=UTC, LC_ALL=C.UTF-8, TERM=xterm-256color, HOME and the XDG directories of a test's
 * library, ATTACHE (the program's path, for shells), and the options of the sanitizers; nothing
 * else unless asked for.
 *
 *     struct outcome o = attache(&l, "list", "--format", "json");
 *     assert_int_equal(o.status, 0);
 *     assert_string_equal(o.out, "[]\n");
 *     outcome_release(&o);
 */
#ifndef ATTACHE_TESTS_SUPPORT_PROGRAM_H
#define ATTACHE_TESTS_SUPPORT_PROGRAM_H

#include "tests/support/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PROGRAM_SECONDS = 60 }; /* after which a test waits no longer: it fails */

/* Zero-initialised means: attache without arguments, empty input, both outputs captured. */
struct program {
    const char *path;        /* NULL: attache as it was built, or what $ATTACHE names */
    const char *const *args; /* after the program's name, ending with NULL */
    const char *const *env;  /* "NAME=value" sets, "NAME" removes; ends with NULL */
    const char *directory;   /* where it runs; NULL: the root of the library */
    const char *input;       /* what standard input holds */
    size_t input_size;       /* its bytes; 0: up to its NUL */
    const char *output;      /* a file, such as /dev/full, for standard output to be */
    bool output_closed;      /* run it without a standard output */
    bool output_impatient;   /* standard output is a pipe that does not block */
};

struct outcome {
    int status;      /* of the exit, or 128 and the signal */
    char *out, *err; /* terminated */
    size_t out_size, err_size;
};

#define STRINGS(...) ((const char *const[]){__VA_ARGS__, NULL})

struct outcome program_run(const struct tree *l, const struct program *p);
void outcome_release(struct outcome *o);

/* Fails the test where it is not exactly this, or has not these words in it (NULL: any), and
 * releases it. */
void outcome_is(struct outcome o, int status, const char *out, const char *err);
void outcome_has(struct outcome o, int status, const char *in_out, const char *in_err);

/* The usual call: attache with these arguments; attache(&l, NULL) gives it none. */
#define attache(library, ...) program_run(library, &(struct program){.args = STRINGS(__VA_ARGS__)})

const char *program_path(void);

/* What Linux says of a process after "NoNewPrivs:", which a sandbox sets; -1: nothing. */
int program_no_new_privileges(pid_t process);

/* For those who start programs in another way (vt.h). Ends with NULL; free with strings_free. */
char **program_environment(const struct tree *l, const char *const *more);
char **program_arguments(const struct program *p);
void strings_free(char **strings);

#endif
