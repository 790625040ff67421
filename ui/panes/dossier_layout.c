#include "ui/panes/dossier.h"

enum {
    WIDE = 100,   /* columns from which two stand beside each other */
    WIDEST = 180, /* and three */
    CHART_ROWS = 6,
    CHART_SMALL = 5,
    CHART_FROM = 18,      /* rows from which there is a chart above one part */
    CHART_FROM_WIDE = 26, /* and below the words of the about part */
    WORDS_FROM = 22,      /* rows from which it is said in words who it is */
    NUMBERS_CELLS = 24,   /* for what the numbers of the company are */
    DETAIL_ROWS = 6,      /* what the selected agreement rests on, with a rule */
    LIST_LEAST = 6,       /* rows of a list, before what stands above it gives way */
};

size_t dossier_rows(const struct dossier_pane *s, enum dossier_part part)
{
    return part == PART_ABOUT ? s->about.len : s->parts[part].pager.total;
}

static struct rect take_rows(struct rect *from, int rows)
{
    rows = rows < from->rows ? rows : from->rows;
    struct rect taken = {from->row, from->column, rows, from->columns};
    from->row += rows;
    from->rows -= rows;
    return taken;
}

/* The company's types, and what the selected agreement rests on, take rows of those lists. */
static void divide(struct dossier_layout *l, const struct dossier_pane *s)
{
    struct rect *company = &l->box[PART_COMPANY].body, *moments = &l->box[PART_MOMENTS].body;
    struct rect title = l->box[PART_COMPANY].title;
    if (s->types.count > 1 && !l->wide && title.rows > 0)
        l->box[PART_COMPANY].types =
            (struct rect){title.row, title.column, 1, title.columns - NUMBERS_CELLS};
    else if (s->types.count > 1 && company->rows > LIST_LEAST)
        l->box[PART_COMPANY].types = take_rows(company, 1);
    if (s->part == PART_MOMENTS && moments->rows >= LIST_LEAST + DETAIL_ROWS) {
        moments->rows -= DETAIL_ROWS;
        l->box[PART_MOMENTS].detail = (struct rect){moments->row + moments->rows, moments->column,
                                                    DETAIL_ROWS, moments->columns};
    }
}

/* Gives each of the parts its rows, less to those that need less. One row more is for a title. */
static void share(struct dossier_layout *l, const struct dossier_pane *s,
                  const enum dossier_part *parts, size_t count, struct rect in)
{
    int rest = in.rows, row = in.row;
    for (size_t i = 0; i < count; i++) {
        int left = (int)(count - i), least = rest / left, want = 0, others = 0;
        for (size_t k = i; k < count; k++) {
            size_t rows = dossier_rows(s, parts[k]);
            rows = (rows ? rows : 1) + (k == i ? 2 : 3); /* nothing is said in a line */
            if (parts[k] == PART_MOMENTS && s->part == PART_MOMENTS)
                rows = (rows < LIST_LEAST + 3 ? LIST_LEAST + 3 : rows) + DETAIL_ROWS;
            rows += parts[k] == PART_COMPANY;
            int needs = rows < (size_t)in.rows ? (int)rows : in.rows;
            if (k == i)
                want = needs;
            else
                others += needs < least ? needs : least;
        }
        int most = rest - others;
        int rows = i + 1 == count ? rest : want < most ? want : most;
        l->box[parts[i]].title = (struct rect){row, in.column, rows > 0 ? 1 : 0, in.columns};
        l->box[parts[i]].body =
            (struct rect){row + 1, in.column, rows > 1 ? rows - 1 : 0, in.columns};
        row += rows;
        rest -= rows;
    }
}

static int about_rows(const struct dossier_pane *s, int most)
{
    return (int)s->about.len < most ? (int)s->about.len : most;
}

static int chart_rows(const struct dossier_pane *s)
{
    return s->d.month_count ? CHART_ROWS + 1 : 0;
}

static struct dossier_layout three_columns(const struct dossier_pane *s)
{
    static const enum dossier_part left[] = {PART_RELATIONS, PART_COMPANY};
    static const enum dossier_part middle[] = {PART_MENTIONS};
    static const enum dossier_part right[] = {PART_MOMENTS};
    struct dossier_layout l = {.wide = true};
    int outer = s->width * 27 / 100;
    struct rect a = {0, 0, s->height, outer};
    struct rect b = {0, outer + 1, s->height, s->width - 2 * outer - 2};
    struct rect c = {0, s->width - outer, s->height, outer};
    l.rules[0] = a.columns;
    l.rules[1] = c.column - 1;
    l.box[PART_ABOUT].body = take_rows(&a, about_rows(s, s->height / 2));
    take_rows(&a, 1);
    share(&l, s, left, 2, a);
    l.chart = take_rows(&b, chart_rows(s));
    take_rows(&b, l.chart.rows ? 1 : 0);
    share(&l, s, middle, 1, b);
    share(&l, s, right, 1, c);
    return l;
}

static struct dossier_layout two_columns(const struct dossier_pane *s)
{
    static const enum dossier_part main[] = {PART_MENTIONS};
    static const enum dossier_part side[] = {PART_MOMENTS, PART_COMPANY, PART_RELATIONS};
    struct dossier_layout l = {.wide = true};
    int width = s->width * 38 / 100;
    struct rect a = {0, 0, s->height, s->width - width - 1};
    struct rect b = {0, a.columns + 1, s->height, width};
    l.rules[0] = a.columns;
    int chart = s->height >= CHART_FROM_WIDE ? chart_rows(s) : 0;
    int words = s->height - chart - LIST_LEAST - 3;
    words = words > s->height / 3 ? s->height / 3 : words;
    l.box[PART_ABOUT].body = take_rows(&a, about_rows(s, words > 1 ? words : 1));
    take_rows(&a, 1);
    l.chart = take_rows(&a, chart);
    take_rows(&a, chart ? 1 : 0);
    share(&l, s, main, 1, a);
    share(&l, s, side, 3, b);
    return l;
}

static struct dossier_layout one_column(const struct dossier_pane *s)
{
    struct dossier_layout l = {0};
    struct rect a = {0, 0, s->height, s->width};
    bool lists = s->part != PART_ABOUT;
    l.head = take_rows(&a, lists && s->height >= WORDS_FROM ? 3 : 1);
    if (s->height >= CHART_FROM && s->d.month_count)
        l.chart = take_rows(&a, CHART_SMALL);
    l.tabs = take_rows(&a, 1);
    if (s->part == PART_COMPANY && a.rows > LIST_LEAST) /* what its numbers are */
        l.box[s->part].title = take_rows(&a, 1);
    l.box[s->part].body = a;
    return l;
}

struct dossier_layout dossier_layout(const struct dossier_pane *s)
{
    struct dossier_layout l = s->width >= WIDEST ? three_columns(s)
                              : s->width >= WIDE ? two_columns(s)
                                                 : one_column(s);
    divide(&l, s);
    return l;
}

bool dossier_stops(const struct dossier_pane *s, enum dossier_part part)
{
    struct dossier_layout l = dossier_layout(s);
    int rows = l.box[part].body.rows;
    if (!l.wide)
        return true;
    if (part == PART_ABOUT)
        return s->about.len > (size_t)rows;
    return rows > 0 && (dossier_rows(s, part) > 0 || dossier_is_filtered(s, part));
}
