#include "text/safe.h"
#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/moment.h"
#include "ui/panes/promises.h"

enum {
    DATE_CELLS = 16,
    DATE_CELLS_NARROW = 10,
    LEFT_CELLS = 15, /* how long it is overdue, or still open */
    WHO_LEAST = 12,
    WHO_MOST = 34,
    LEFT_FROM = 56, /* columns from which there is room for these, */
    WHO_FROM = 72,
};

/* -- Lines --------------------------------------------------------------------------------------
 */

void promises_before(struct pane *p, size_t number)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[number];
    bool begins = number ? item[-1].group != item->group : h->at_start;
    if (!begins)
        return;
    struct chronicle_line *line = chronicle_add_line(p, LINE_GROUP, number);
    line->text = promises_heading(h, item->group, p->session->ascii, &h->arena);
}

void promises_after(struct pane *p)
{
    struct chronicle *h = p->state;
    if (h->at_end && h->groups.more && h->items.len)
        chronicle_add_line(p, LINE_GROUP, h->items.len - 1)->text =
            STR("There are more groups than are listed: / and f leave out some.");
}

/* "12 days", "5 months", "3 years". */
static str span_words(int64_t days, struct arena *a)
{
    static const struct {
        int64_t least, days;
        const char *name;
    } units[] = {
        {730, 365, "year" },
        {60,  30,  "month"},
        {0,   1,   "day"  }
    };
    size_t i = 0;
    while (days < units[i].least)
        i++;
    long long count = (long long)(days / units[i].days);
    return arena_printf(a, "%lld %s%s", count, units[i].name, count == 1 ? "" : "s");
}

/* "5 months over", "12 days left", or when it was kept. */
static str left_words(const struct pane *p, const struct moment *m, struct arena *a)
{
    bool has_day = m->date.last == DATE_DAY;
    int64_t days = m->date.latest - p->session->today;
    str span = has_day ? span_words(days < 0 ? -days : days, a) : STR("");
    switch (m->promise) {
    case PROMISE_OVERDUE:
        return arena_printf(a, "%.*s over", STR_FMT(span));
    case PROMISE_OPEN:
        return has_day ? arena_printf(a, "%.*s left", STR_FMT(span)) : STR("no end given");
    default:
        return date_human(&m->kept_date, DATE_SHORT, a);
    }
}

/* Of a period its end, since that is what was promised; else the date. */
static str until_words(const struct date *d, struct arena *a)
{
    size_t slash = str_find_byte(d->text, '/', 0);
    struct date end;
    str reason;
    if (d->first == DATE_DAY && d->last == DATE_DAY && slash != STR_NONE &&
        date_parse(str_from(d->text, slash + 1), a, &end, &reason))
        return arena_printf(a, "\u2013%.*s", STR_FMT(moment_when(&end, a)));
    str when = moment_when(d, a);
    return when.len ? when : STR("undated");
}

/* The words of the milestone that keeps the promise. */
static str keeping_quote(const struct chronicle_item *item)
{
    for (size_t i = 0; i < item->agreement.milestone_count; i++) {
        const struct milestone *m = &item->agreement.milestones[i].m;
        if (str_eq(m->briefing, item->moment.kept_by) && m->evidence.found &&
            m->evidence.span.start == item->moment.kept_span.start &&
            m->evidence.span.end == item->moment.kept_span.end)
            return m->evidence.quote;
    }
    return (str){0};
}

static void add_outcome(struct pane *p, size_t number)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[number];
    const struct moment *m = &item->moment;
    struct arena *a = &h->arena;
    str left = left_words(p, m, a);
    if (m->promise == PROMISE_OVERDUE) {
        chronicle_add_words(
            p, number, arena_printf(a, "Nothing in this library shows it: %.*s.", STR_FMT(left)),
            false);
    } else if (m->promise == PROMISE_OPEN) {
        chronicle_add_words(p, number, arena_printf(a, "It is open: %.*s.", STR_FMT(left)), false);
    } else {
        str quote = keeping_quote(item), title = chronicle_briefing(p, m->kept_by, a);
        chronicle_add_line(p, LINE_KEPT, number)->text =
            arena_printf(a, "kept %.*s%s%.*s", STR_FMT(left), left.len ? ", as shown by " : "by ",
                         STR_FMT(title));
        chronicle_add_quote(p, number, quote);
    }
}

void promises_unfold(struct pane *p, size_t number)
{
    struct chronicle *h = p->state;
    const struct moment m = h->items.items[number].moment;
    bool ascii = p->session->ascii;
    struct buf b = {0};
    cells_join(&b, ascii, m.agreement_kind);
    cells_join(&b, ascii, m.place);
    cells_join(&b, ascii, chronicle_names(p, m.parties, m.party_count));
    chronicle_add_words(p, number, arena_str(&h->arena, buf_str(&b)), false);
    chronicle_add_quote(p, number, m.evidence.quote);
    buf_clear(&b);
    buf_append(&b, STR("said by "));
    buf_append(&b, m.briefing_title.len ? m.briefing_title : m.briefing);
    cells_join(&b, ascii, date_human(&m.briefing_date, DATE_SHORT, &h->arena));
    chronicle_add_words(p, number, arena_str(&h->arena, buf_str(&b)), false);
    chronicle_add_words(p, number, m.note, false);
    add_outcome(p, number);
    chronicle_add_links(p, number);
    buf_release(&b);
}

/* -- Rows ---------------------------------------------------------------------------------------
 */

struct plan {
    int date, title, title_end, who, who_cells, left, left_cells;
};

static struct plan make_plan(const struct chronicle *h)
{
    int width = h->split.columns, end = width - 1;
    int date = width < LEFT_FROM ? DATE_CELLS_NARROW : DATE_CELLS;
    struct plan p = {.date = 3, .title = 3 + date + 1};
    if (width >= LEFT_FROM) {
        p.left_cells = LEFT_CELLS;
        end -= LEFT_CELLS;
        p.left = end;
        end--;
    }
    if (width >= WHO_FROM) {
        int who = (end - p.title) / 3;
        p.who_cells = who < WHO_LEAST ? WHO_LEAST : who > WHO_MOST ? WHO_MOST : who;
        end -= p.who_cells;
        p.who = end;
        end--;
    }
    p.title_end = end;
    return p;
}

static bool draw_line(const struct pane *p, struct canvas *c, int row,
                      const struct chronicle_line *line)
{
    const struct chronicle *h = p->state;
    if (line->kind != LINE_ITEM)
        return false;
    const struct chronicle_item *item = &h->items.items[line->item];
    const struct moment *m = &item->moment;
    struct plan plan = make_plan(h);
    struct arena a = {0};
    struct glyph glyph = moment_glyph(m->status, m->promise, c->ascii);
    str status = moment_status_words(m->status, &a);
    canvas_text(c, row, 1, 1, str_of(glyph.text), glyph.style);
    canvas_text_cut(c, row, plan.date, plan.title - plan.date - 1, until_words(&m->date, &a),
                    STYLE(QUIET));
    int column = plan.title;
    column +=
        canvas_text_cut(c, row, column, plan.title_end - column, chronicle_title(m), STYLE(TEXT));
    if (column + 2 + (int)safe_width(status) < plan.title_end)
        canvas_text(c, row, column + 2, plan.title_end - column - 2, status, STYLE(QUIET));
    canvas_text_cut(c, row, plan.who, plan.who_cells, item->parties, STYLE(QUIET));
    if (plan.left_cells)
        cells_right(c, row, plan.left, plan.left_cells, left_words(p, m, &a), glyph.style);
    arena_release(&a);
    return true;
}

/* -- The whole ----------------------------------------------------------------------------------
 */

/* "1! 4  2○ 5  3✓ 8": the states with the keys that show and hide them. Returns where it begins. */
static int draw_states(const struct chronicle *h, struct canvas *c)
{
    struct buf b = {0};
    int end = c->area.columns - 1;
    unsigned shown = promises_shown(h);
    for (int i = PROMISE_STATES - 1; i >= 0; i--) {
        enum promise state = promises_states[i];
        struct glyph glyph = moment_glyph(STATUS_NONE, state, c->ascii);
        bool on = shown & 1U << state;
        buf_clear(&b);
        buf_printf(&b, " %s", COUNT(h->counts.by_state[state]));
        end -= (int)b.len;
        canvas_text(c, 0, end, -1, buf_str(&b), on ? STYLE(TEXT) : STYLE(RULE));
        canvas_text(c, 0, --end, 1, str_of(glyph.text), on ? glyph.style : STYLE(RULE));
        buf_clear(&b);
        buf_printf(&b, "%d", i + 1);
        canvas_text(c, 0, --end, 1, buf_str(&b), on ? STYLE(KEY) : STYLE(RULE));
        end -= i > 0 ? 2 : 0;
    }
    buf_release(&b);
    return end;
}

/* The group of what is at the top stays in sight; where its heading does so itself, the names of
 * the columns. */
static void draw_head(const struct pane *p, struct canvas *c)
{
    const struct chronicle *h = p->state;
    const struct chronicle_line *top = &h->lines.items[h->scroll.top];
    struct plan plan = make_plan(h);
    struct arena a = {0};
    int end = draw_states(h, c) - 2;
    if (top->kind != LINE_GROUP) {
        str heading = promises_heading(h, h->items.items[top->item].group, p->session->ascii, &a);
        canvas_text_cut(c, 0, 1, end - 1, heading, STYLE(MARK));
    } else {
        canvas_text_cut(c, 0, plan.date, end - plan.date, STR("until"), STYLE(QUIET));
        canvas_text_cut(c, 0, plan.title, end - plan.title, STR("what"), STYLE(QUIET));
        if (plan.who_cells)
            canvas_text_cut(c, 0, plan.who, end - plan.who, STR("who"), STYLE(QUIET));
    }
    arena_release(&a);
}

void promises_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct chronicle *h = p->state;
    struct canvas head = canvas_window(c, (struct rect){0, 0, 1, h->split.columns});
    if (h->lines.len == 0) {
        chronicle_draw_empty(p, c, "a promise");
        if (h->everything)
            draw_states(h, &head);
    } else {
        struct canvas list = canvas_window(
            c, (struct rect){PROMISES_HEAD, 0, h->split.rows - PROMISES_HEAD, h->split.columns});
        draw_head(p, &head);
        chronicle_draw_lines(p, &list, focused && !h->chooser.open, draw_line,
                             (struct chronicle_bar){0, list.area.columns});
        chronicle_draw_detail(p, c);
    }
    chronicle_draw_chooser(p, c, focused);
}
