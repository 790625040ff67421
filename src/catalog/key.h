/*
 * Sort keys: bytes whose order (memcmp, shorter first) is an order of values, so that an index of
 * the catalogue gives it.
 */
#ifndef ATTACHE_CATALOG_KEY_H
#define ATTACHE_CATALOG_KEY_H

#include "base/arena.h"
#include "base/str.h"
#include "model/date.h"

#include <stdbool.h>

enum key_order { KEY_ASCENDING, KEY_DESCENDING };

/* The order of date_compare, 19 bytes at most, 5 for a day of our times; absent for a date without
 * a day. No such key is a prefix of another. */
str key_date(const struct date *d, enum key_order order, struct arena *a);

/* The day by which such a key sorts: the earliest, else the latest. */
int64_t key_date_day(str key, enum key_order order);

/* A day number, 9 bytes at most; the beginning of what key_date makes of a date that begins with
 * it. */
str key_day(int64_t day, enum key_order order, struct arena *a);

/* Numbers, 4 bytes; what is greater than they hold counts as the greatest. */
str key_count(size_t n, enum key_order order, struct arena *a);

/* What filters compare: case and diacritics removed; bytes that are no UTF-8 are replaced. */
str key_fold(str s, struct arena *a);

/* Case and diacritics ignored: texts that differ in nothing else have the same key. Of long texts
 * only the beginning counts. Absent stays absent. */
str key_text(str s, struct arena *a);

#endif
