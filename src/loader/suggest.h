/* "Did you mean …?": the nearest of known words to one that is not known. */
#ifndef ATTACHE_LOADER_SUGGEST_H
#define ATTACHE_LOADER_SUGGEST_H

#include "base/arena.h"
#include "base/str.h"

enum { SUGGEST_EDITS = 2 };

/*
 * How many edits (insert, delete or change a character, swap two neighbours; none twice at one
 * place: optimal string alignment, of Damerau and of Levenshtein) make one of the other; more than
 * `limit` of them count as limit + 1. Characters are code points of valid UTF-8.
 */
size_t suggest_distance(str a, str b, size_t limit);

/* A search among many words, one after another, for the nearest within SUGGEST_EDITS: the first in
 * byte order of equally near ones. */
struct suggestion {
    str wanted;
    str best; /* absent: none is near */
    size_t distance;
};

struct suggestion suggestion_for(str wanted);
void suggestion_consider(struct suggestion *s, str known);

/* "; did you mean 'japan'?", or nothing. */
str suggestion_text(const struct suggestion *s, struct arena *a);

#endif
