#include "text/safe.h"
#include "ui/panes/cells.h"
#include "ui/panes/lanes.h"
#include "ui/panes/moment.h"
#include "ui/panes/strip.h"

enum {
    YEAR_CELLS = 5,
    STATUS_CELLS = 11,
    STATUS_FROM = 50, /* columns from which the status has a word, */
    LANE_FROM = 68,   /* from which there are lanes */
    LANE_LEAST = 20,
    LANE_MOST = 96,
    TITLE_ROOM = 36, /* before the lane gets more than its least */
};

/* Where the columns begin; no cells of the lane: it is not shown. */
struct plan {
    int year, glyph, title, title_end, lane, lane_cells, status, end;
};

static struct plan make_plan(const struct chronicle *h)
{
    int width = h->split.columns;
    struct plan p = {.year = 1, .glyph = YEAR_CELLS + 2, .title = YEAR_CELLS + 4, .end = width - 1};
    p.status = width >= STATUS_FROM ? p.end - STATUS_CELLS : p.end;
    p.title_end = p.status - 1;
    if (width >= LANE_FROM) {
        int most = width * 2 / 5 < LANE_MOST ? width * 2 / 5 : LANE_MOST;
        int cells = p.title_end - 2 - p.title - TITLE_ROOM;
        p.lane_cells = cells < LANE_LEAST ? LANE_LEAST : cells > most ? most : cells;
        p.lane = p.status - 1 - p.lane_cells;
        p.title_end = p.lane - 2;
    }
    return p;
}

/* The axis ends with this year, or with what is to come soon. */
static struct strip strip_of_lanes(const struct pane *p, const struct plan *plan, int row)
{
    const struct chronicle *h = p->state;
    int64_t years = (int64_t)lanes_years(h), today = date_to_civil(p->session->today).year;
    int64_t first = h->extent.any ? date_to_civil(h->extent.first).year : today;
    int64_t last = h->extent.any ? date_to_civil(h->extent.last).year : today;
    int64_t most = today + (years ? years / 5 : 1);
    last = last < today ? today : last < most ? last : most;
    if (years && first < last - years + 1)
        first = last - years + 1;
    first = first < last ? first : last;
    return (struct strip){
        .row = row,
        .column = plan->lane,
        .cells = plan->lane_cells,
        .from = date_from_civil((struct civil){first, 1, 1}),
        .to = date_from_civil((struct civil){last, 12, 31}),
    };
}

/* From its first day to its last, or to today while it is alive. */
static void draw_life(struct canvas *c, const struct strip *s, const struct chronicle_item *item,
                      int64_t today)
{
    const struct date *d = &item->agreement.extent;
    bool over = style_of_status(item->agreement.status).role == STYLE_STATUS_OVER;
    int64_t end = d->last == DATE_DAY && (over || d->latest > today) ? d->latest : today;
    int from = strip_part(s->from, s->to, s->cells, item->day),
        to = strip_part(s->from, s->to, s->cells, end);
    for (int cell = from < 0 ? 0 : from; cell <= to && cell < s->cells; cell++)
        canvas_glyph(c, s->row, s->column + cell, "\u00B7", ".", STYLE(RULE));
    if (from < 0 && to >= 0)
        canvas_glyph(c, s->row, s->column, "\u25C2", "<", STYLE(RULE));
}

/* What was promised without a beginning is to come from when it was said. */
static struct date date_of(const struct timeline_milestone *t)
{
    struct date d = t->m.date;
    const struct date *said = &t->m.briefing_date;
    bool later = said->first == DATE_DAY && (d.last != DATE_DAY || said->earliest <= d.latest);
    if (t->m.expected && d.first != DATE_DAY && later) {
        d.first = DATE_DAY;
        d.earliest = said->earliest;
    }
    return d;
}

static void draw_lane(const struct pane *p, struct canvas *c, int row, const struct plan *plan,
                      const struct chronicle_item *item)
{
    struct strip s = strip_of_lanes(p, plan, row);
    strip_draw_today(c, &s, p->session->today);
    if (!item->dated)
        return;
    draw_life(c, &s, item, p->session->today);
    for (size_t i = 0; i < item->agreement.milestone_count; i++) {
        const struct timeline_milestone *t = &item->agreement.milestones[i];
        struct date when = date_of(t);
        strip_draw_date(c, &s, &when, t->m.expected,
                        moment_glyph(t->m.status, t->promise, c->ascii).style);
    }
}

static void draw_item(const struct pane *p, struct canvas *c, int row,
                      const struct chronicle_item *item)
{
    struct plan plan = make_plan(p->state);
    struct arena a = {0};
    enum status status = item->agreement.status;
    struct glyph glyph = moment_glyph(status, PROMISE_NONE, c->ascii);
    if (item->dated)
        cells_right(c, row, plan.year, YEAR_CELLS, moment_year(item->day, &a), STYLE(QUIET));
    canvas_text(c, row, plan.glyph, 1, str_of(glyph.text), glyph.style);
    canvas_text_cut(c, row, plan.title, plan.title_end - plan.title, chronicle_title(&item->moment),
                    STYLE(TEXT));
    if (plan.lane_cells)
        draw_lane(p, c, row, &plan, item);
    if (plan.status < plan.end)
        cells_right(c, row, plan.status, STATUS_CELLS, moment_status_words(status, &a),
                    glyph.style);
    arena_release(&a);
}

struct chronicle_bar lanes_bar(const struct chronicle *h)
{
    struct plan plan = make_plan(h);
    return (struct chronicle_bar){0, plan.lane_cells ? plan.title_end + 1 : h->split.columns};
}

bool lanes_draw_line(const struct pane *p, struct canvas *c, int row,
                     const struct chronicle_line *line)
{
    const struct chronicle *h = p->state;
    if (line->kind != LINE_ITEM)
        return false;
    draw_item(p, c, row, &h->items.items[line->item]);
    return true;
}

void lanes_draw_head(const struct pane *p, struct canvas *c)
{
    struct plan plan = make_plan(p->state);
    cells_right(c, 0, plan.year, YEAR_CELLS, STR("since"), STYLE(QUIET));
    canvas_text_cut(c, 0, plan.title, plan.title_end - plan.title, STR("agreement"), STYLE(QUIET));
    if (plan.lane_cells) {
        struct strip s = strip_of_lanes(p, &plan, 0);
        strip_draw_years(c, &s);
    }
    if (plan.status < plan.end)
        cells_right(c, 0, plan.status, STATUS_CELLS, STR("now"), STYLE(QUIET));
}
