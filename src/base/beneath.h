/*
 * A directory beneath another, in one call of the system instead of one a component: openat2(2) of
 * Linux, which the C library has no name for. A way for what is usual; whoever calls it has another
 * one for the rest.
 */
#ifndef ATTACHE_BASE_BENEATH_H
#define ATTACHE_BASE_BENEATH_H

#include "base/str.h"

/*
 * A descriptor of the directory `path` beneath `dir`, to read, not inherited: the caller's to
 * close. -1 if that cannot be told in one call: a component is a symbolic link, "." or "..", is
 * missing or no directory, the path is longer than the system's longest, or the system cannot do
 * it. Nothing is said of the cause.
 */
int beneath_open(int dir, str path);

#endif
