#include "ui/panes/strip.h"

#include "ui/panes/moment.h"

struct strip strip_of(enum time_unit unit, int64_t day, int row, int column, int cells)
{
    return (struct strip){
        .row = row,
        .column = column,
        .cells = cells < STRIP_MOST ? cells : STRIP_MOST,
        .from = time_unit_start(unit, day),
        .to = time_unit_step(unit, day, 1) - 1,
    };
}

int strip_part(int64_t from, int64_t to, int parts, int64_t day)
{
    if (day < from)
        return -1;
    if (day > to)
        return parts;
    return (int)((day - from) * parts / (to - from + 1));
}

/* -- The scale ----------------------------------------------------------------------------------
 */

/* Writes a label where the part `at` of `of` begins. */
static void put_label(struct canvas *c, int row, int column, int cells, int at, int of,
                      const char *label)
{
    canvas_text(c, row, column + at * cells / of, cells - at * cells / of, str_of(label),
                STYLE(QUIET));
}

void strip_draw_scale(struct canvas *c, enum time_unit unit, int row, int column, int cells)
{
    static const char *const months[] = {"J", "F", "M", "A", "M", "J",
                                         "J", "A", "S", "O", "N", "D"};
    static const char *const days[] = {"M", "T", "W", "T", "F", "S", "S"};
    static const char *const dates[] = {"1", "8", "15", "22"};
    static const char *const years[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    static const char *const tens[] = {"0", "25", "50", "75"};
    static const char *const thirds[] = {"1st", "2nd", "3rd"};
    static const struct {
        const char *const *labels;
        int count, of;
    } scales[TIME_UNIT_COUNT] = {
        [UNIT_DAY] = {months, 12, 12},
          [UNIT_WEEK] = {days,   7,  7 },
        [UNIT_MONTH] = {dates,  4,  4 },
          [UNIT_QUARTER] = {thirds, 3,  3 },
        [UNIT_YEAR] = {months, 12, 12},
          [UNIT_DECADE] = {years,  10, 10},
        [UNIT_CENTURY] = {tens,   4,  4 },
    };
    for (int i = 0; i < scales[unit].count; i++)
        put_label(c, row, column, cells, i, scales[unit].of, scales[unit].labels[i]);
}

void strip_draw_years(struct canvas *c, const struct strip *s)
{
    enum { LABEL = 6 }; /* cells of a year, and the blanks behind it */
    static const int64_t steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
    struct arena a = {0};
    int64_t first = date_to_civil(s->from).year, years = date_to_civil(s->to).year - first + 1;
    size_t step = 0;
    while (step + 1 < sizeof steps / sizeof *steps && steps[step] * s->cells < LABEL * years)
        step++;
    for (int64_t year = first; year < first + years; year++) {
        int64_t day = date_from_civil((struct civil){year, 1, 1});
        int cell = strip_part(s->from, s->to, s->cells, day);
        if (year % steps[step] == 0 && cell >= 0 && cell + LABEL - 2 <= s->cells)
            canvas_text(c, s->row, s->column + cell, -1, moment_year(day, &a), STYLE(QUIET));
    }
    arena_release(&a);
}

void strip_draw_today(struct canvas *c, const struct strip *s, int64_t today)
{
    int cell = strip_part(s->from, s->to, s->cells, today);
    if (cell >= 0 && cell < s->cells)
        canvas_glyph(c, s->row, s->column + cell, "\u250A", ":", STYLE(RULE));
}

/* -- Dates and density --------------------------------------------------------------------------
 */

void strip_draw_date(struct canvas *c, const struct strip *s, const struct date *d, bool promise,
                     struct style style)
{
    static const struct {
        const char *glyph, *ascii;
    } lines[2][2] = {
        {{"\u2501", "="}, {"\u2505", "~"}},
        {{"\u2500", "-"}, {"\u2504", "."}}
    };
    bool unsure = d->uncertain || d->approximate;
    int first = d->first == DATE_DAY ? strip_part(s->from, s->to, s->cells, d->earliest) : -1;
    int last = d->last == DATE_DAY ? strip_part(s->from, s->to, s->cells, d->latest) : s->cells;
    if (!date_known(d) || s->cells < 1 || last < 0 || first >= s->cells)
        return;
    if (first == last) {
        canvas_glyph(c, s->row, s->column + first, promise ? "\u25AB" : "\u25AA",
                     promise ? "o" : "#", style);
        return;
    }
    for (int cell = first < 0 ? 0 : first; cell <= last && cell < s->cells; cell++)
        canvas_glyph(c, s->row, s->column + cell, lines[promise][unsure].glyph,
                     lines[promise][unsure].ascii, style);
    if (first < 0)
        canvas_glyph(c, s->row, s->column, "\u25C2", "<", style);
    if (last >= s->cells)
        canvas_glyph(c, s->row, s->column + s->cells - 1, "\u25B8", ">", style);
}

/* Twice as many are a step more, whatever stands around: what was seen stays as it was. */
static int level_of(size_t count)
{
    int level = 0;
    for (size_t reach = 1; count > reach && level < 7; reach *= 2)
        level++;
    return level;
}

void strip_draw_density(struct canvas *c, const struct strip *s, const size_t *counts,
                        struct style style)
{
    static const char *const bars[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                       "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const ascii[] = {".", ":", "-", "=", "+", "*", "%", "#"};
    for (int cell = 0; cell < s->cells; cell++) {
        size_t sum = 0;
        for (int part = cell * STRIP_MOST / s->cells; part < (cell + 1) * STRIP_MOST / s->cells;
             part++)
            sum += counts[part];
        if (sum)
            canvas_glyph(c, s->row, s->column + cell, bars[level_of(sum)], ascii[level_of(sum)],
                         style);
    }
}
