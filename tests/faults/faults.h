/*
 * Lets calls of the system fail in the program as it is (interpose.c): the n-th allocation, open,
 * read, write, fsync or change of a name, or all from the n-th on. Some n of each kind; with
 * ATTACHE_LONG set, as `make faults` does, the first call of that kind from each place that makes
 * one, by two processes that share the places. Where a test fails, it names the fault that did it;
 * with FAULT set to that (FAULT=alloc:512+ ONLY=no_screen* build/tests/faults/test_screens) it is
 * tried alone. With FAULTS_SHOWN set each is named before it is tried.
 */
#ifndef ATTACHE_TESTS_FAULTS_FAULTS_H
#define ATTACHE_TESTS_FAULTS_FAULTS_H

#include "tests/support/cmocka.h"
#include "tests/support/program.h"

/* A cmocka setup: *state is a tree, NULL where the system cannot do this; and its teardown. */
int faults_make(void **state, const struct tree_file *files, size_t count);
int faults_remove(void **state);

/* Runs the program in that environment and checks what has to hold; returns its status. Where the
 * second string of `env` names no fault, it is the run by which the calls are counted. */
typedef int one_fault(const struct tree *t, const char *const *env);

/* Lets some of all calls fail that `run` makes, one at a time; then all from there on. No run
 * leaves more memory than one without a fault; but one that ends for want of memory may. Calls are
 * from one place if the last `frames` calls that led to them are the same. */
void let_fail(const struct tree *t, const char *name, size_t some, int frames, one_fault *run);

/* Lets memory run out at so many moments, one after another, that part all allocations of `run`
 * evenly: the places that let_fail begins with come early. */
void let_memory_end(const struct tree *t, size_t moments, one_fault *run);

/* It ended by itself, and not without a word. */
void faults_check_end(const struct outcome *o, const char *const *env);

/* What the program keeps of earlier runs: its cache and its state. */
void faults_forget(const struct tree *t);

/* attache VERB state -, with that as its input. */
struct outcome faults_state(const struct tree *t, const char *verb, const char *input,
                            const char *const *env);

/* The state as it is exchanged, with one mark. */
#define FAULTS_STATE(letter, briefing)                                                             \
    "attache-state: 1\nlibrary: \"/there\"\nmarks:\n  - letter: " letter                           \
    "\n    briefing: \"" briefing "\"\n    set: \"2024-04-08T12:31:00Z\"\n    spot: {quote: "      \
    "\"x\", start: 1, end: 2, length: 3}\n"

/* Runs the tests; ONLY in the environment names some of them (ONLY="the_terminal*"). */
#define faults_run(tests) faults_run_tests(tests, sizeof(tests) / sizeof *(tests))
int faults_run_tests(const struct CMUnitTest *tests, size_t count);

#endif
