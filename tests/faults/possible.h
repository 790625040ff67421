/* What the loops of faults need of the system: a library loaded before the program, as glibc does.
 */
#ifndef ATTACHE_TESTS_FAULTS_POSSIBLE_H
#define ATTACHE_TESTS_FAULTS_POSSIBLE_H

#include "tests/support/tree.h"

#include <stdbool.h>
#include <unistd.h>

static inline bool faults_possible(void)
{
    return access(FAULT_LIBRARY, R_OK) == 0;
}

/* A cmocka setup and teardown: *state is an empty directory, or NULL where it cannot be done. */
static inline int faults_setup(void **state)
{
    return faults_possible() ? tree_setup(state, NULL, 0) : 0;
}

static inline int faults_teardown(void **state)
{
    return *state ? tree_teardown(state) : 0;
}

#endif
