/*
 * A stretch of time (a year, a month) laid along a few cells of a row: where in it a date lies, how
 * long it is and how sure; how dense it is with moments; where today is. Rows of one stretch stand
 * below each other, so that their dates can be compared by eye.
 */
#ifndef ATTACHE_UI_PANES_STRIP_H
#define ATTACHE_UI_PANES_STRIP_H

#include "catalog/moments.h"
#include "ui/canvas.h"

enum { STRIP_MOST = 24 }; /* cells */

struct strip {
    int row, column, cells;
    int64_t from, to; /* its first and last day */
};

/* That of the unit which holds the day. */
struct strip strip_of(enum time_unit unit, int64_t day, int row, int column, int cells);

/* The stretch's own division, for a head above: months by their letters, days, years. */
void strip_draw_scale(struct canvas *c, enum time_unit unit, int row, int column, int cells);

/* Years below each other's, as many as there is room for. */
void strip_draw_years(struct canvas *c, const struct strip *s);

void strip_draw_today(struct canvas *c, const struct strip *s, int64_t today);

/* A date: a square where it is one cell, else a line, dashed where it is uncertain or approximate,
 * with an arrow where it goes on. A promise is hollow and thin. */
void strip_draw_date(struct canvas *c, const struct strip *s, const struct date *d, bool promise,
                     struct style style);

/* How many moments lie where: `counts` for STRIP_MOST equal parts. */
void strip_draw_density(struct canvas *c, const struct strip *s, const size_t *counts,
                        struct style style);

/* In which of `parts` equal parts of the stretch a day lies; -1, parts: before, behind it. */
int strip_part(int64_t from, int64_t to, int parts, int64_t day);

#endif
