/* What unit tests do where the program would end for want of memory: abort, but where it is asked
 * for. */
#ifndef ATTACHE_TESTS_UNIT_EXHAUSTED_H
#define ATTACHE_TESTS_UNIT_EXHAUSTED_H

#include <stdbool.h>

/* Whether `body` ends for want of memory. What it has begun is not taken back. */
bool exhausts(void (*body)(void *user), void *user);

#endif
