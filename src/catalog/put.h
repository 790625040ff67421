/*
 * A row that is put in the place of the one that has its key, and written only where it is another:
 * whatever is written of a row dirties its page, and one of each index that has the column, and
 * those lie all over a large file.
 *
 *     static const struct put_table table = {"relation", "brief = ? AND seq = ?", 2,
 *                                            "INSERT INTO relation VALUES (?, ?, …)"};
 *     struct put p = {.table = &table};
 *     put_int(&p, brief);          a value for each column, the key's first, as a query is bound
 *     …
 *     if (put_row(&p, c, fresh) != 0)
 *         it is another than it was
 */
#ifndef ATTACHE_CATALOG_PUT_H
#define ATTACHE_CATALOG_PUT_H

#include "catalog/db.h"

enum { PUT_MOST = 40 };

struct put_table {
    const char *name, *key; /* the condition that the key meets */
    int keys;               /* columns of the key, which come first */
    const char *insert;
};

struct put_value {
    enum put_kind { PUT_NULL, PUT_INT, PUT_TEXT, PUT_BLOB, PUT_AS_IT_IS } kind;
    int64_t number;
    str bytes;
};

struct put {
    const struct put_table *table;
    int count;
    struct put_value values[PUT_MOST];
};

/* Strings must stay until the row is put; absent they are NULL. */
void put_int(struct put *p, int64_t n);
void put_size(struct put *p, size_t n);
void put_str(struct put *p, str s);
void put_blob(struct put *p, str bytes);
void put_null(struct put *p);
void put_as_it_is(struct put *p); /* what others have written there stays; NULL in a new row */

#define PUT_COLUMN(n) (UINT64_C(1) << (n))

/* The columns that were written, by their numbers from 0; of a new row all. With `fresh` nothing
 * has its key. */
uint64_t put_row(const struct put *p, struct catalog *c, bool fresh);

#endif
