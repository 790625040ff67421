/* The limits of what files may hold, by base/limits.def: enum constants LIMIT_LINES and so on. */
#ifndef ATTACHE_BASE_LIMITS_H
#define ATTACHE_BASE_LIMITS_H

enum {
#define LIMIT(id, number, ...) LIMIT_##id = (number),
#include "base/limits.def"
#undef LIMIT
};

#endif
