/* A table as text: columns aligned by cells on a screen, two blanks between them. It is printed
 * when all its rows are known, a long one in pieces. */
#ifndef ATTACHE_COMMAND_TABLE_H
#define ATTACHE_COMMAND_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

enum {
    TABLE_COLUMNS = 16, /* at most */
    TABLE_SAMPLE = 2000 /* rows that decide how wide the columns are */
};

struct table_text {
    size_t columns;
    unsigned right; /* bit n: column n is set to the right */
    struct arena arena;
    VEC(str) cells; /* row by row; copied, as they are stored: made safe when printed */
    bool begun;     /* rows were printed, in columns of: */
    size_t widths[TABLE_COLUMNS];
};

void table_add(struct table_text *t, str cell);
void table_head(struct table_text *t, const char *const *heads); /* the first row, in capitals */

/* With a width (in cells, 0: none) the widest columns are cut, with an ellipsis, until a row fits;
 * a column keeps at least TABLE_LEAST cells of what it needs. */
enum { TABLE_GAP = 2, TABLE_LEAST = 6 };
void table_print(struct table_text *t, size_t width, struct buf *out);

/* Prints what has gathered, if it is enough to know how wide the columns are: of a long table only
 * so much is ever in memory. What is wider than its column is cut where there is a width, and else
 * stands whole. */
void table_settle(struct table_text *t, size_t width, struct buf *out);
void table_release(struct table_text *t);

#endif
