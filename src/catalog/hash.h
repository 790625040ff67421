/*
 * A 128-bit hash of bytes: MurmurHash3_x64_128 (Austin Appleby, public domain), seed 0. Tells
 * whether content changed and names things by content; not made against somebody who seeks
 * collisions. The same on every machine.
 */
#ifndef ATTACHE_CATALOG_HASH_H
#define ATTACHE_CATALOG_HASH_H

#include "base/str.h"

struct hash {
    unsigned char bytes[16];
};

struct hash hash_of(str s);

#endif
