/* What the tables of the screens are set with: numbers and words in columns, selected rows.
 */
#ifndef ATTACHE_UI_PANES_CELLS_H
#define ATTACHE_UI_PANES_CELLS_H

#include "base/arena.h"
#include "base/buf.h"
#include "ui/canvas.h"

void cells_right(struct canvas *c, int row, int column, int cells, str text, struct style style);
void cells_number(
    struct canvas *c, int row, int column, int cells, size_t number,
    struct style style); /* flush right; nothing is a dot; 12k where 12,345 has no room */

/* A column's name, with an arrow if the rows are sorted by it. */
enum cells_order { CELLS_UNSORTED, CELLS_ASCENDING, CELLS_DESCENDING };
void cells_head(struct canvas *c, int row, int column, int cells, bool right, const char *label,
                enum cells_order order);

/* Makes a row that was drawn the selected one: in one style throughout, since reversed colours
 * would be blocks. */
void cells_select(struct canvas *c, struct rect part, bool focused);

/* Appends a part, behind a dot if there is something before it; absent or empty: nothing. */
void cells_join(struct buf *b, bool ascii, str part);
void cells_count(struct buf *b, bool ascii, size_t count, const char *one, const char *many);

#endif
