/*
 * Mentions over time as columns of blocks above an axis with years: of months where there is room
 * for each, else of quarters, half years, years and longer stretches.
 */
#ifndef ATTACHE_UI_PANES_CHART_H
#define ATTACHE_UI_PANES_CHART_H

#include "catalog/dossier.h"
#include "ui/canvas.h"

struct chart {
    const struct dossier_month *months; /* by time; borrowed */
    size_t count;
    int64_t unit;   /* months that a column stands for */
    int64_t first;  /* the first column's number, from the beginning of the year 0 */
    size_t columns; /* at least as many as there is from the first month to the last */
    int cells;      /* of a column, the gap behind it included */
    size_t most;    /* mentions of the highest column */
};

/* Chooses what a column stands for, so that all of them fit into `width` cells. Without months, or
 * room, it has no columns. */
struct chart chart_make(const struct dossier_month *months, size_t count, int width);

const char *chart_unit(const struct chart *k); /* "month", "quarter", … "century" */
int chart_width(const struct chart *k);        /* cells */

/* Draws it; the last row is the axis. */
void chart_draw(const struct chart *k, struct canvas *c, struct rect where, struct style style);

#endif
