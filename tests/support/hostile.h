/*
 * Libraries that somebody made to break the program, or that broke on the way: every payload a
 * terminal could obey in every place that text comes from, files that are not what they seem,
 * annotations of every wrong kind, sizes past all measure.
 */
#ifndef ATTACHE_TESTS_SUPPORT_HOSTILE_H
#define ATTACHE_TESTS_SUPPORT_HOSTILE_H

#include "tests/support/tree.h"

size_t hostile_count(void);
const char *hostile_name(size_t i);                /* "payload-osc-title" */
void hostile_make(size_t i, const struct tree *t); /* into an empty library */

/* The names, kinds, times and contents of all that is beneath the library, as a number: reading
 * changes nothing of it. (Without the times of reading, which the system keeps.) */
unsigned long hostile_fingerprint(const struct tree *t);

#endif
