#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/chronicle.h"
#include "ui/panes/moment.h"

enum { SAMPLE = 40 /* moments of a cluster that are named */ };

/* -- Asking -------------------------------------------------------------------------------------
 */

static void ask_sample(struct pane *p, const struct chronicle_item *item)
{
    struct chronicle_detail *d = &((struct chronicle *)p->state)->detail;
    struct moments_query q = chronicle_query(p);
    struct moment before = {.sort_key = catalog_moments_before_day(item->day, &d->arena)};
    size_t limit = item->cluster < SAMPLE ? item->cluster : SAMPLE;
    answer_is(
        p, catalog_moments(p->session->catalog, &q, &before, false, limit, &d->arena, &d->sample));
}

static void ask_agreement(struct pane *p, const struct chronicle_item *item)
{
    struct chronicle_detail *d = &((struct chronicle *)p->state)->detail;
    const struct moment *m = &item->moment;
    d->parties = arena_str(&d->arena, chronicle_names(p, m->parties, m->party_count));
    if (str_present(m->kept_by))
        d->keeper = chronicle_briefing(p, m->kept_by, &d->arena);
    if (m->kind != MOMENT_MILESTONE)
        return;
    answer_is(p, catalog_agreement_links(p->session->catalog, m->id, &d->arena, &d->links,
                                         &d->link_count));
}

void chronicle_forget_detail(struct chronicle *h)
{
    arena_release(&h->detail.arena);
    h->detail = (struct chronicle_detail){0};
}

void chronicle_detail(struct pane *p)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    if (h->detail.known || !item || h->split.detail.rows == 0)
        return;
    h->detail.known = true;
    if (item->cluster)
        ask_sample(p, item);
    else
        ask_agreement(p, item);
}

/* -- Drawing ------------------------------------------------------------------------------------
 */

struct sheet {
    struct canvas *c;
    int row, width;
    bool roomy; /* beside the list: with air */
};

static void put(struct sheet *s, int rows, str text, struct style style)
{
    int left = s->c->area.rows - s->row;
    s->row += flow_text(s->c, s->row, 2, s->width, rows < left ? rows : left, text, style);
}

static void gap(struct sheet *s)
{
    s->row += s->roomy;
}

/* "● 10 April 2024, signed — kept, Japan" */
static void draw_state(struct sheet *s, const struct chronicle_item *item)
{
    const struct moment *m = &item->moment;
    struct arena a = {0};
    struct buf b = {0};
    bool event = m->kind == MOMENT_EVENT;
    struct glyph glyph =
        event ? moment_glyph_event(s->c->ascii) : moment_glyph(m->status, m->promise, s->c->ascii);
    str when = date_human(&m->date, DATE_LONG, &a);
    buf_append(&b, when.len ? when : STR("undated"));
    cells_join(&b, s->c->ascii,
               event ? STR("event") : moment_state_words(m->status, m->promise, s->c->ascii, &a));
    cells_join(&b, s->c->ascii, item->party);
    if (s->row < s->c->area.rows)
        canvas_text(s->c, s->row, 2, 1, str_of(glyph.text), glyph.style);
    int rows = s->roomy ? 3 : 1, left = s->c->area.rows - s->row;
    s->row += flow_text(s->c, s->row, 4, s->width - 2, rows < left ? rows : left, buf_str(&b),
                        STYLE(TEXT));
    buf_release(&b);
    arena_release(&a);
}

/* What the agreement was after this, and what it is now. */
static void draw_then(struct sheet *s, const struct moment *m)
{
    struct arena a = {0};
    if (m->kind == MOMENT_EVENT || !s->roomy)
        return;
    str then = moment_status_words(m->then, &a), now = moment_status_words(m->now, &a);
    str text = m->then == m->now
                   ? arena_printf(&a, "The agreement was then, and is now, %.*s.", STR_FMT(now))
                   : arena_printf(&a, "The agreement was then %.*s, and is now %.*s.",
                                  STR_FMT(then), STR_FMT(now));
    put(s, 2, text, STYLE(QUIET));
    arena_release(&a);
}

static void draw_outcome(struct sheet *s, const struct moment *m, str keeper)
{
    struct arena a = {0};
    str when = date_human(&m->kept_date, DATE_LONG, &a);
    if (m->promise == PROMISE_KEPT)
        put(s, 2,
            arena_printf(&a, "Kept %.*s%sas shown by %.*s.", STR_FMT(when), when.len ? ", " : "",
                         STR_FMT(keeper)),
            moment_promise_style(m->promise));
    if (m->promise == PROMISE_OVERDUE)
        put(s, 2, STR("Overdue: nothing in this library shows it."),
            moment_promise_style(m->promise));
    arena_release(&a);
}

static void draw_evidence(struct sheet *s, const struct moment *m)
{
    struct arena a = {0};
    struct buf b = {0};
    if (m->evidence.quote.len) {
        const char *form = s->c->ascii ? "\"%.*s\"" : "\u201C%.*s\u201D";
        buf_printf(&b, form, STR_FMT(m->evidence.quote));
        put(s, s->roomy ? 10 : 2, buf_str(&b), STYLE_WITH(STYLE_TEXT, STYLE_ITALIC));
        if (!m->evidence.found)
            put(s, 1, STR("This is not found in the text."), STYLE(WARNING));
        buf_clear(&b);
    }
    cells_join(&b, s->c->ascii, m->briefing_title.len ? m->briefing_title : m->briefing);
    cells_join(&b, s->c->ascii, date_human(&m->briefing_date, DATE_SHORT, &a));
    put(s, s->roomy ? 3 : 1, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
    arena_release(&a);
}

static void draw_links(struct sheet *s, const struct chronicle_detail *d)
{
    struct arena a = {0};
    for (size_t i = 0; i < d->link_count; i++)
        put(s, 2, chronicle_link_words(&d->links[i], &a), STYLE(LINK));
    if (d->link_count)
        gap(s);
    arena_release(&a);
}

static void draw_moment(struct sheet *s, const struct chronicle *h,
                        const struct chronicle_item *item)
{
    const struct moment *m = &item->moment;
    struct buf b = {0};
    put(s, s->roomy ? 4 : 1, chronicle_title(m), STYLE(TITLE));
    cells_join(&b, s->c->ascii, m->agreement_kind);
    cells_join(&b, s->c->ascii, m->place);
    if (!s->roomy)
        cells_join(&b, s->c->ascii, h->detail.parties);
    put(s, s->roomy ? 2 : 1, buf_str(&b), STYLE(QUIET));
    if (s->roomy)
        put(s, 4, h->detail.parties, STYLE(TEXT));
    gap(s);
    draw_state(s, item);
    if (m->undated.len && m->date.text.len)
        put(s, 2, m->undated, STYLE(WARNING));
    draw_outcome(s, m, h->detail.keeper);
    draw_then(s, m);
    if (m->note.len)
        put(s, s->roomy ? 5 : 1, m->note, STYLE(QUIET));
    gap(s);
    draw_links(s, &h->detail);
    draw_evidence(s, m);
    buf_release(&b);
}

/* "37 from 1 to 30 April 2024", and the first of them. */
static void draw_cluster(struct sheet *s, const struct chronicle *h,
                         const struct chronicle_item *item)
{
    struct arena a = {0};
    struct buf b = {0};
    str from = date_day_human(item->day, DATE_SHORT, &a),
        to = date_day_human(item->end, DATE_SHORT, &a);
    cells_count(&b, s->c->ascii, item->cluster, "entry", "entries");
    put(s, 1, buf_str(&b), STYLE(TITLE));
    buf_clear(&b);
    buf_printf(&b, "%.*s %s %.*s", STR_FMT(from), s->c->ascii ? "-" : "\u2013", STR_FMT(to));
    if (item->promises)
        cells_count(&b, s->c->ascii, item->promises, "promise", "promises");
    if (item->events)
        cells_count(&b, s->c->ascii, item->events, "event", "events");
    put(s, 2, buf_str(&b), STYLE(QUIET));
    gap(s);
    for (size_t i = 0; i < h->detail.sample.count && s->row < s->c->area.rows; i++) {
        const struct moment *m = &h->detail.sample.rows[i];
        struct glyph glyph = m->kind == MOMENT_EVENT
                                 ? moment_glyph_event(s->c->ascii)
                                 : moment_glyph(m->status, m->promise, s->c->ascii);
        canvas_text(s->c, s->row, 2, 1, str_of(glyph.text), glyph.style);
        canvas_text_cut(s->c, s->row++, 4, s->width - 2, chronicle_title(m), STYLE(TEXT));
    }
    buf_release(&b);
    arena_release(&a);
}

void chronicle_draw_detail(const struct pane *p, struct canvas *c)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    struct canvas window = split_draw(&h->split, c);
    struct sheet sheet = {.c = &window,
                          .row = h->split.beside ? 1 : 0,
                          .width = window.area.columns - 4,
                          .roomy = h->split.beside};
    if (h->split.detail.rows == 0)
        return;
    bool hurried = p->session->hurried;
    if (item && item->cluster && !hurried)
        draw_cluster(&sheet, h, item);
    else if (item && !hurried)
        draw_moment(&sheet, h, item);
    canvas_flag_all(&window, STYLE_LATER);
}
