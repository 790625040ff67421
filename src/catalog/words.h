/* The words of a filter, as they are compared: without case and diacritics. */
#ifndef ATTACHE_CATALOG_WORDS_H
#define ATTACHE_CATALOG_WORDS_H

#include "base/arena.h"
#include "base/str.h"

/* Of a filter with more words the rest is not looked at. */
enum { WORDS_MAX = 32 };

struct filter_words {
    str items[WORDS_MAX]; /* in the arena; no word twice */
    size_t len;
};

struct filter_words words_of(str filter, struct arena *a);

/* True if every word is a substring of `text`, which is folded here. */
bool words_all_in(const struct filter_words *w, str text, struct arena *a);
bool words_any_in(const struct filter_words *w, str text, struct arena *a);

/* True if what holds all words of `w` holds all of `before`: each of those is part of one of them.
 */
bool words_narrow(const struct filter_words *w, const struct filter_words *before);

#endif
