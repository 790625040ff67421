#include "ui/panes/chart.h"

#include "text/safe.h"

enum {
    MONTHS = 12,
    CELLS_MOST = 4, /* of a column */
    YEAR_CELLS = 6, /* a year and the room beside it */
    EIGHTHS = 8,
};

static const struct {
    int64_t months;
    const char *name;
} units[] = {
    {1,                      "month"     },
    {3,                      "quarter"   },
    {6,                      "half-year" },
    {MONTHS,                 "year"      },
    {5 * MONTHS,             "5 years"   },
    {10 * MONTHS,            "decade"    },
    {50 * MONTHS,            "50 years"  },
    {100 * MONTHS,           "century"   },
    {(int64_t)1000 * MONTHS, "1000 years"},
};
enum { UNITS = sizeof units / sizeof *units };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static int64_t month_number(const struct dossier_month *m)
{
    return m->year * MONTHS + m->month - 1;
}

/* Adds up what belongs to the column of month *i, and moves on behind it. */
static size_t take_column(const struct chart *k, size_t *i, int64_t *column)
{
    size_t sum = 0;
    *column = floor_div(month_number(&k->months[*i]), k->unit);
    while (*i < k->count && floor_div(month_number(&k->months[*i]), k->unit) == *column)
        sum += k->months[(*i)++].mentions;
    return sum;
}

struct chart chart_make(const struct dossier_month *months, size_t count, int width)
{
    struct chart k = {.months = months, .count = count, .unit = 1};
    if (count == 0 || width < 1)
        return k;
    int64_t first = month_number(&months[0]), last = month_number(&months[count - 1]), columns = 0;
    for (size_t i = 0; i < UNITS; i++) {
        k.unit = units[i].months;
        k.first = floor_div(first, k.unit);
        columns = floor_div(last, k.unit) - k.first + 1;
        if (columns <= width)
            break;
    }
    while (columns > width) { /* longer than people count in */
        k.unit *= 10;
        k.first = floor_div(first, k.unit);
        columns = floor_div(last, k.unit) - k.first + 1;
    }
    k.columns = (size_t)columns;
    int64_t cells = width / columns;
    k.cells = cells > CELLS_MOST ? CELLS_MOST : (int)cells;
    for (size_t i = 0; i < count;) {
        int64_t column;
        size_t sum = take_column(&k, &i, &column);
        k.most = sum > k.most ? sum : k.most;
    }
    return k;
}

const char *chart_unit(const struct chart *k)
{
    for (size_t i = 0; i < UNITS; i++)
        if (units[i].months == k->unit)
            return units[i].name;
    return "age";
}

int chart_width(const struct chart *k)
{
    return (int)k->columns * k->cells;
}

/* -- Columns -------------------------------------------------------------------------------------
 */

static void draw_block(struct canvas *c, int row, int column, int cells, int eighths,
                       struct style style)
{
    static const char *const blocks[] = {" ",      "\u2581", "\u2582", "\u2583", "\u2584",
                                         "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const ascii[] = {" ", ".", ".", ":", ":", ":", "|", "|", "#"};
    for (int i = 0; i < cells; i++)
        canvas_glyph(c, row, column + i, blocks[eighths], ascii[eighths], style);
}

static void draw_column(const struct chart *k, struct canvas *c, struct rect where, int column,
                        size_t value, struct style style)
{
    int rows = where.rows - 1, bar = k->cells > 2 ? k->cells - 1 : 1;
    int height = (int)((double)value / (double)k->most * rows * EIGHTHS + 0.5);
    height = height < 1 ? 1 : height; /* something is not nothing */
    for (int row = where.row + rows - 1; row >= where.row && height > 0; row--) {
        draw_block(c, row, where.column + column, bar, height > EIGHTHS ? EIGHTHS : height, style);
        height -= EIGHTHS;
    }
}

/* -- The axis ------------------------------------------------------------------------------------
 */

/* Years between two labels. */
static int64_t year_step(const struct chart *k)
{
    static const int64_t steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * MONTHS * k->cells >= YEAR_CELLS * k->unit)
            return steps[i];
    return k->unit / MONTHS * YEAR_CELLS;
}

static void draw_axis(const struct chart *k, struct canvas *c, int row, int column, int width)
{
    int64_t step = year_step(k);
    int free = 0; /* the first cell behind the last label */
    canvas_hline(c, row, column, chart_width(k), STYLE(RULE));
    for (size_t i = 0; i < k->columns; i++) {
        int64_t month = (k->first + (int64_t)i) * k->unit, year = floor_div(month, MONTHS);
        int64_t before = floor_div(month - k->unit, MONTHS);
        /* The year begins in this column, and is one that is labelled; the first always is, if
         * the next leaves it room. */
        bool labelled = year != before && floor_div(year, step) != floor_div(before, step);
        int64_t next = (floor_div(year, step) + 1) * step * MONTHS;
        int at = (int)i * k->cells;
        if (i == 0 && !labelled)
            labelled = (next - month) / k->unit * k->cells >= YEAR_CELLS;
        if (!labelled || at < free)
            continue;
        struct buf label = {0};
        buf_printf(&label, "%lld", (long long)year);
        int cells = (int)label.len;
        if (at + cells <= width) {
            canvas_text(c, row, column + at, cells, buf_str(&label), STYLE(QUIET));
            free = at + cells + 1;
        }
        buf_release(&label);
    }
}

void chart_draw(const struct chart *k, struct canvas *c, struct rect where, struct style style)
{
    if (k->columns == 0 || where.rows < 2)
        return;
    draw_axis(k, c, where.row + where.rows - 1, where.column, where.columns);
    for (size_t i = 0; i < k->count;) {
        int64_t column;
        size_t sum = take_column(k, &i, &column);
        if (sum)
            draw_column(k, c, where, (int)(column - k->first) * k->cells, sum, style);
    }
}
