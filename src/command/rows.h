/* What the commands over a whole library share: pages of rows, each a JSON record or a line of a
 * table. */
#ifndef ATTACHE_COMMAND_ROWS_H
#define ATTACHE_COMMAND_ROWS_H

#include "catalog/query.h"
#include "command/command.h"
#include "command/table.h"
#include "format/json.h"

enum { PAGE_ROWS = 256 };

/* Where rows go; `table` is for text. */
struct rows {
    const struct command_call *call;
    struct catalog *catalog;
    struct json json;
    struct table_text table;
    size_t left; /* how many may still come */
};

/* Prints pages until there are no more: returns how many rows it gave, sets *more, and fails with
 * an err. The arena is of this page and the one before it, so that a page may start from the last
 * row of the one before. */
typedef struct err page_fn(struct rows *r, struct arena *a, const void **last, bool *more);

/* Opens library and catalogue, prints all rows of `page` in the format asked for, closes; returns
 * the exit status. */
int rows_print(const struct command_call *call, size_t columns, unsigned right, page_fn *page);

#endif
