/*
 * What the commands over a whole library share: pages of rows, each a record (JSON, JSON Lines,
 * CSV, TSV) or a line of a table. Records go out as they come; a table when its first rows say how
 * wide it is.
 */
#ifndef ATTACHE_COMMAND_ROWS_H
#define ATTACHE_COMMAND_ROWS_H

#include "catalog/query.h"
#include "command/command.h"
#include "command/table.h"
#include "format/json.h"

enum { PAGE_ROWS = 256 };

/* Where rows go. */
struct rows {
    const struct command_call *call;
    struct library *lib;
    struct catalog *catalog;
    bool text; /* they are lines of `table`, else records of `json` */
    bool flat; /* records are rows of CSV or TSV */
    struct json json;
    struct table_text table;
    size_t left; /* how many may still come */
    void *user;  /* the command's own */
};

/* Prints pages until there are no more: returns how many rows it gave, sets *more, and fails with
 * an err. The arena is of this page and the one before it, so that a page may start from the last
 * row of the one before. */
typedef struct err page_fn(struct rows *r, struct arena *a, const void **last, bool *more);

struct rows_kind {
    const char *const *heads; /* of the table's columns, shown on a terminal; ends with NULL. None:
                                 the pages write their lines themselves */
    bool problems;            /* the rows are what is wrong: it need not be said beside them */
    unsigned right;           /* bit n: column n is set to the right */
    page_fn *page;
    void (*blank)(struct json *j); /* writes a record of nothing, for the names of its keys */
};

/* Opens library and catalogue, prints all rows in the format asked for, closes; returns the exit
 * status. */
int rows_print(const struct command_call *call, const struct rows_kind *kind, void *user);

/* A writer of the format asked for to the call's output; of CSV and TSV it writes the names of the
 * columns, which are the keys of `blank`'s record. Release the flat one afterwards. */
struct json rows_writer(const struct command_call *call, struct flat *flat,
                        void (*blank)(struct json *j));

/* How many rows to ask for, so that no more come than may. */
size_t rows_wanted(const struct rows *r);

/* A record was written. */
void rows_next(struct rows *r);

#endif
