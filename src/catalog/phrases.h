/*
 * Where words and phrases of a query stand in one text: as the full text finds them, word by word
 * without case and diacritics, or exactly.
 */
#ifndef ATTACHE_CATALOG_PHRASES_H
#define ATTACHE_CATALOG_PHRASES_H

#include "base/arena.h"
#include "query/clause.h"
#include "text/document.h"

struct word {
    str text;     /* as the index has it */
    str raw;      /* as it is written, NFC; of exact phrases */
    size_t start; /* where it begins in the term's text */
};

struct phrase {
    struct word *words; /* they stand one after another */
    size_t count;
    bool prefix; /* the last is the beginning of a word */
    bool exact;
    bool title; /* it is looked for in the title only */
};

struct phrase phrase_of(const struct clause *t, struct arena *a);
bool phrase_stands_in(const struct phrase *p, str text, struct arena *scratch);

/* Those of a query that can be seen in a text: words and phrases, in the title too, that are not
 * behind "-". */
struct phrases {
    struct phrase *items;
    size_t len, cap;
};
struct phrases phrases_of(const struct clause *query, struct arena *a);

/* By start, not overlapping; the longest of those that begin together. Those for the title only
 * count if `title`. */
struct phrase_spans {
    struct span *items;
    size_t len, cap;
};
struct phrase_spans phrases_find(const struct phrases *p, str text, bool title, struct arena *a);

/* Puts spans that were added in any order in the order above. */
void phrase_spans_settle(struct phrase_spans *s);

#endif
