/*
 * Reads CSV as strictly as RFC 4180 is written, but with lines that end in LF: a quote stands only
 * around a whole cell or doubled within one, a return only within quotes, each line has as many
 * cells as the first, and the last line ends too. And TSV: no tab or line end stands in a cell, and
 * quotes mean nothing. What is read otherwise fails the running test.
 *
 *     struct csv table = {0};
 *     csv_read(&table, text, false);
 *     assert_str(csv_cell(&table, 0, 1), "title");
 *     csv_release(&table);
 */
#ifndef ATTACHE_TESTS_SUPPORT_CSV_H
#define ATTACHE_TESTS_SUPPORT_CSV_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

/* Zero-initialised is ready. */
struct csv {
    struct arena arena;
    VEC(str) cells;       /* row by row */
    size_t rows, columns; /* the head counts as a row */
};

void csv_read(struct csv *table, str text, bool tabs);
str csv_cell(const struct csv *table, size_t row, size_t column);
void csv_release(struct csv *table);

#endif
