#include "text/safe.h"
#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/lanes.h"
#include "ui/panes/moment.h"
#include "ui/panes/strip.h"
#include "ui/panes/timeline.h"

enum {
    YEAR_LEAST = 4,
    YEAR_MOST = 9,
    AXIS_FROM = 50,   /* columns from which the axis is drawn, */
    STRIP_FROM = 66,  /* from which there is room for a strip, */
    WIDE_FROM = 100,  /* for a longer one and longer dates, */
    STATUS_FROM = 50, /* and for the word of the status */
};

/* Where the columns of the list begin; -1, 0 cells: it is not shown. */
struct plan {
    int year, axis, date, strip, strip_cells, glyph, title, end;
    int year_cells, date_cells;
};

static int year_cells(const struct chronicle *h)
{
    struct arena a = {0};
    int first = (int)safe_width(moment_year(h->extent.first, &a)),
        last = (int)safe_width(moment_year(h->extent.last, &a));
    int cells = first > last ? first : last;
    arena_release(&a);
    return cells < YEAR_LEAST || !h->extent.any ? YEAR_LEAST
           : cells > YEAR_MOST                  ? YEAR_MOST
                                                : cells;
}

static struct plan make_plan(const struct chronicle *h)
{
    int width = h->split.columns;
    struct plan p = {.year = 1, .year_cells = year_cells(h), .axis = -1, .end = width - 1};
    int column = p.year + p.year_cells + 1;
    if (width >= AXIS_FROM) {
        p.axis = column;
        column += 2;
    }
    p.date = column;
    p.date_cells = width >= WIDE_FROM ? 17 : width >= AXIS_FROM ? 13 : 9;
    column += p.date_cells + 1;
    if (width >= STRIP_FROM) {
        p.strip = column;
        p.strip_cells = width >= WIDE_FROM ? STRIP_MOST : STRIP_MOST / 2;
        column += p.strip_cells + 1;
    }
    p.glyph = column;
    p.title = column + 2;
    return p;
}

/* The nearest zoom has no stretches: its strips are years. */
static enum time_unit strip_unit(const struct chronicle *h)
{
    return h->zoom == UNIT_DAY ? UNIT_YEAR : h->zoom;
}

/* -- An item ------------------------------------------------------------------------------------
 */

/* "Apr", "8–14 Apr": a stretch as a date of the content format would say it. */
static str stretch_words(const struct chronicle *h, const struct chronicle_item *item, str year,
                         struct arena *a)
{
    static const size_t cut[TIME_UNIT_COUNT] = {
        [UNIT_MONTH] = 3,  [UNIT_QUARTER] = 3, [UNIT_YEAR] = 6,
        [UNIT_DECADE] = 6, [UNIT_CENTURY] = 6,
    };
    struct date date;
    str reason, from = date_day_text(item->day, a), to = date_day_text(item->end, a);
    from.len -= cut[h->zoom];
    to.len -= cut[h->zoom];
    if (h->zoom == UNIT_YEAR)
        return STR("all year");
    str text = str_eq(from, to) ? from : arena_printf(a, "%.*s/%.*s", STR_FMT(from), STR_FMT(to));
    if (!date_parse(text, a, &date, &reason))
        return text;
    str words = date_human(&date, DATE_SHORT, a);
    return h->zoom <= UNIT_QUARTER ? moment_when_within(words, year, a) : words;
}

/* Said once: the items of another zoom are others. */
static str when_of(struct chronicle *h, struct chronicle_item *item)
{
    struct arena a = {0};
    if (str_present(item->when))
        return item->when;
    str year = moment_year(item->day, &a);
    str whole = moment_when(&item->moment.date, &a);
    str when =
        item->cluster ? stretch_words(h, item, year, &a) : moment_when_within(whole, year, &a);
    if (!item->dated)
        when = STR("undated");
    else if (when.len == 0 || str_eq(when, STR("\u2013"))) /* nothing but the year, or from it on */
        when = whole;
    item->when = arena_str(&h->arena, when);
    arena_release(&a);
    return item->when;
}

static void draw_strip(const struct pane *p, struct canvas *c, int row, const struct plan *plan,
                       const struct chronicle_item *item, struct style style)
{
    const struct chronicle *h = p->state;
    if (!plan->strip_cells || !item->dated)
        return;
    struct strip strip = strip_of(strip_unit(h), item->day, row, plan->strip, plan->strip_cells);
    strip_draw_today(c, &strip, p->session->today);
    if (item->cluster)
        strip_draw_density(c, &strip, item->density, STYLE(MARK));
    else
        strip_draw_date(c, &strip, &item->moment.date, item->moment.expected, style);
}

/* What all of a cluster are; NULL: they are not of one kind. */
static const char *kind_of(const struct chronicle_item *item)
{
    return item->events == item->cluster              ? "events"
           : item->promises == item->cluster          ? "promises"
           : item->events == 0 && item->promises == 0 ? "milestones"
                                                      : NULL;
}

static void count_kinds(const struct chronicle_item *item, bool ascii, struct buf *out)
{
    size_t rest = item->cluster - item->events - item->promises;
    if (rest)
        cells_count(out, ascii, rest, "milestone", "milestones");
    if (item->promises)
        cells_count(out, ascii, item->promises, "promise", "promises");
    if (item->events)
        cells_count(out, ascii, item->events, "event", "events");
}

static void draw_cluster(struct canvas *c, int row, const struct plan *plan,
                         const struct chronicle_item *item)
{
    struct buf b = {0};
    canvas_glyph(c, row, plan->glyph, "\u2261", "#", STYLE(MARK));
    buf_append(&b, str_of(COUNT(item->cluster)));
    int column = plan->title;
    column += canvas_text_cut(c, row, column, plan->end - column, buf_str(&b),
                              STYLE_WITH(STYLE_TEXT, STYLE_BOLD));
    buf_clear(&b);
    if (kind_of(item))
        buf_append(&b, str_of(kind_of(item)));
    else
        count_kinds(item, c->ascii, &b);
    column += kind_of(item) ? 1 : 2;
    canvas_text_cut(c, row, column, plan->end - column, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

/* Title, whose act it is, and the note, as far as there is room. */
static void draw_title(struct canvas *c, int row, int column, int end,
                       const struct chronicle_item *item)
{
    const struct moment *m = &item->moment;
    struct buf b = {0};
    column += canvas_text_cut(c, row, column, end - column, chronicle_title(m), STYLE(TEXT));
    cells_join(&b, c->ascii, item->party);
    cells_join(&b, c->ascii, m->undated.len && !date_known(&m->date) ? m->undated : m->note);
    if (b.len && end - column > 6)
        canvas_text_cut(c, row, column + 2, end - column - 2, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

static void draw_moment(struct canvas *c, int row, const struct plan *plan,
                        const struct chronicle_item *item, struct glyph glyph)
{
    struct arena a = {0};
    const struct moment *m = &item->moment;
    bool event = m->kind == MOMENT_EVENT;
    str state = event         ? STR("event")
                : m->expected ? moment_promise_word(m->promise)
                              : moment_status_words(m->status, &a);
    int end = plan->end, cells = (int)safe_width(state), most = (end - plan->title) / 3;
    canvas_text(c, row, plan->glyph, 1, str_of(glyph.text), glyph.style);
    if (cells && end >= STATUS_FROM) {
        cells = cells < most ? cells : most;
        end -= cells + 1;
        canvas_text_cut(c, row, end + 1, cells, state, event ? STYLE(QUIET) : glyph.style);
    }
    draw_title(c, row, plan->title, end - 1, item);
    arena_release(&a);
}

static void draw_item(const struct pane *p, struct canvas *c, int row, const struct plan *plan,
                      size_t number)
{
    struct chronicle *h = p->state;
    struct chronicle_item *item = &h->items.items[number];
    const struct moment *m = &item->moment;
    struct glyph glyph = m->kind == MOMENT_EVENT ? moment_glyph_event(c->ascii)
                                                 : moment_glyph(m->status, m->promise, c->ascii);
    canvas_text_cut(c, row, plan->date, plan->date_cells, when_of(h, item), STYLE(QUIET));
    draw_strip(p, c, row, plan, item, glyph.style);
    if (item->cluster)
        draw_cluster(c, row, plan, item);
    else
        draw_moment(c, row, plan, item, glyph);
}

/* -- The axis -----------------------------------------------------------------------------------
 */

static int64_t year_of(const struct chronicle_item *item)
{
    return date_to_civil(item->day).year;
}

/* The year stands where it is new, and on the first row of the screen that has one. */
static bool shows_year(const struct chronicle *h, int row, const struct chronicle_line *line)
{
    const struct chronicle_item *item = &h->items.items[line->item];
    if (!item->dated || (line->kind != LINE_ITEM && row > 0))
        return false;
    bool is_new = line->item == 0 || !item[-1].dated || year_of(&item[-1]) != year_of(item);
    if (row == 0 || (is_new && line->kind == LINE_ITEM))
        return true;
    const struct chronicle_line *top = &h->lines.items[h->scroll.top];
    bool after_words = top->kind == LINE_GAP || top->kind == LINE_TODAY || top->kind == LINE_GROUP;
    return row == 1 && after_words;
}

static void draw_axis(const struct pane *p, struct canvas *c, int row, const struct plan *plan,
                      const struct chronicle_line *line)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[line->item];
    struct arena a = {0};
    bool year = shows_year(h, row, line);
    if (year)
        cells_right(c, row, plan->year, plan->year_cells, moment_year(item->day, &a), STYLE(TITLE));
    if (plan->axis >= 0 && !item->dated)
        canvas_glyph(c, row, plan->axis, "\u250A", ":", STYLE(RULE));
    else if (plan->axis >= 0)
        canvas_glyph(c, row, plan->axis, year ? "\u251C" : "\u2502", year ? "+" : "|", STYLE(RULE));
    arena_release(&a);
}

static void draw_gap(struct canvas *c, int row, const struct plan *plan, str text)
{
    if (plan->axis >= 0)
        canvas_glyph(c, row, plan->axis, "\u250A", ":", STYLE(RULE));
    canvas_text_cut(c, row, plan->date, plan->end - plan->date, text, STYLE(RULE));
}

static bool draw_line(const struct pane *p, struct canvas *c, int row,
                      const struct chronicle_line *line)
{
    struct plan plan = make_plan(p->state);
    if (line->kind == LINE_GAP) {
        draw_gap(c, row, &plan, line->text);
        return true;
    }
    if (line->kind != LINE_TODAY && line->kind != LINE_GROUP)
        draw_axis(p, c, row, &plan, line);
    if (line->kind != LINE_ITEM)
        return false;
    draw_item(p, c, row, &plan, line->item);
    return true;
}

/* -- The whole ----------------------------------------------------------------------------------
 */

static void draw_head(const struct chronicle *h, struct canvas *c)
{
    struct plan plan = make_plan(h);
    canvas_text_cut(c, 0, plan.year, plan.year_cells, STR("year"), STYLE(QUIET));
    canvas_text_cut(c, 0, plan.date, plan.date_cells, STR("date"), STYLE(QUIET));
    if (plan.strip_cells)
        strip_draw_scale(c, strip_unit(h), 0, plan.strip, plan.strip_cells);
    canvas_text_cut(c, 0, plan.title, plan.end - plan.title, STR("what"), STYLE(QUIET));
    if (plan.end >= STATUS_FROM)
        cells_right(c, 0, plan.end - 7, 7, STR("status"), STYLE(QUIET));
}

/* What happened, behind the strip; without one, all of the row. */
static struct chronicle_bar bar_of(const struct chronicle *h)
{
    if (h->lanes)
        return lanes_bar(h);
    struct plan plan = make_plan(h);
    int column = plan.strip_cells ? plan.glyph - 1 : 0;
    return (struct chronicle_bar){column, h->split.columns - column};
}

struct cursor timeline_cursor(const struct pane *p)
{
    const struct chronicle *h = p->state;
    struct cursor cursor = chronicle_cursor(p);
    const struct chronicle_line *line = chronicle_line(p);
    if (!h->chooser.open && line && line->kind == LINE_ITEM)
        cursor.column = bar_of(h).column;
    return cursor;
}

void timeline_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct chronicle *h = p->state;
    if (h->lines.len == 0) {
        chronicle_draw_empty(p, c, h->lanes ? "an agreement" : "an agreement or event");
    } else {
        struct canvas head = canvas_window(c, (struct rect){0, 0, 1, h->split.columns});
        struct canvas list = canvas_window(
            c, (struct rect){TIMELINE_HEAD, 0, h->split.rows - TIMELINE_HEAD, h->split.columns});
        if (h->lanes)
            lanes_draw_head(p, &head);
        else
            draw_head(h, &head);
        chronicle_draw_lines(p, &list, focused && !h->chooser.open,
                             h->lanes ? lanes_draw_line : draw_line, bar_of(h));
        chronicle_draw_detail(p, c);
    }
    chronicle_draw_chooser(p, c, focused);
}
