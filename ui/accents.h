/*
 * The marks that stand on characters, as sequences with a number each: there are few of them, and a
 * cell of a canvas need not have room for the longest.
 */
#ifndef ATTACHE_UI_ACCENTS_H
#define ATTACHE_UI_ACCENTS_H

#include "base/arena.h"
#include "base/str.h"
#include "base/strmap.h"

enum { ACCENTS_MAX = (1 << 15) - 1 }; /* what a cell has bits for */

/* Zero-initialised is empty and ready. Nothing is ever removed. */
struct accents {
    struct arena arena;
    struct strmap numbers;
    VEC(str) sequences;
};

void accents_release(struct accents *a);

/* From 1 on; 0: it is none, or a new one beyond ACCENTS_MAX. */
unsigned accents_number(struct accents *a, str sequence);

str accents_sequence(const struct accents *a, unsigned number); /* of 0: empty */

#endif
