#include "ui/panes/finder.h"

static void drop(struct search_answer **answer)
{
    search_answer_free(*answer);
    *answer = NULL;
}

void finder_forget(struct finder *f)
{
    drop(&f->rows);
    drop(&f->others);
    drop(&f->facets);
}

/* -- Asking ------------------------------------------------------------------------------------ */

static struct err begin(struct pane *p)
{
    struct finder *f = p->state;
    return f->searcher ? ERR_OK : searcher_start(p->session->catalog, &f->searcher);
}

void finder_begin(struct pane *p)
{
    begin(p);
}

static void ask(struct pane *p, const struct search_wish *wish)
{
    struct finder *f = p->state;
    if (!answer_is(p, begin(p)))
        return;
    f->waiting = wish->wanted;
    f->wish = searcher_ask(f->searcher, wish);
}

str finder_query(const struct finder *f, struct arena *a)
{
    return f->expand ? filter_text(&f->filter) : clause_as_typed(filter_text(&f->filter), a);
}

/* The rows that are on the screen, and as many before and behind. */
static struct search_wish wish_of(const struct finder *f, struct arena *a)
{
    size_t items = finder_plan(f).items;
    return (struct search_wish){
        .query = finder_query(f, a),
        .order = f->order,
        .expand = f->expand,
        .wanted = WANT_ROWS,
        .first = f->top > items ? f->top - items : 0,
        .limit = 3 * items,
        .seen = items,
        .others = FINDER_OTHERS,
        .facets = FINDER_FACETS,
    };
}

void finder_ask(struct pane *p, str keep, size_t line)
{
    struct finder *f = p->state;
    struct arena a = {0};
    struct search_wish wish = wish_of(f, &a);
    size_t items = finder_plan(f).items;
    wish.wanted = WANT_ROWS | WANT_OTHERS | WANT_FACETS;
    /* Where what is kept stands shows only among all. The best are not known sooner. */
    if (keep.len == 0 && f->order == SEARCH_BY_NEWEST)
        wish.wanted |= WANT_COUNT;
    wish.first = 0;
    wish.keep = keep;
    wish.line = line + items;
    f->ahead = false;
    ask(p, &wish);
    arena_release(&a);
}

/* Rows that are to be seen, or are near to them. */
static void need(struct pane *p, size_t near)
{
    struct finder *f = p->state;
    size_t items = finder_plan(f).items, total = finder_total(f);
    size_t end = f->top + items < total ? f->top + items : total;
    if (!f->rows || f->top >= end)
        return;
    bool there = finder_row(f, f->top) && finder_row(f, end - 1);
    f->ahead = f->ahead && there;
    size_t first = f->top > near ? f->top - near : 0;
    size_t last = end + near < total ? end + near : total;
    if ((f->waiting & (WANT_ROWS | WANT_COUNT)) ||
        (finder_row(f, first) && finder_row(f, last - 1)))
        return;
    f->ahead = there;
    struct arena a = {0};
    struct search_wish wish = wish_of(f, &a);
    wish.wanted |= f->waiting; /* what was under way begins again */
    ask(p, &wish);
    arena_release(&a);
}

void finder_need(struct pane *p)
{
    need(p, 0);
}

bool finder_near(struct pane *p)
{
    need(p, finder_plan(p->state).items / 2);
    return false; /* what comes is drawn when it does */
}

/* -- Answers ----------------------------------------------------------------------------------- */

/* The line on which the selected briefing stands. */
static size_t line_of(const struct finder *f)
{
    return f->cursor > f->top ? f->cursor - f->top : 0;
}

/* Where the selected briefing stands in rows that are about to take the place of those that were
 * told before them: the catalogue may have changed meanwhile. */
static void follow_selected(struct finder *f, const struct search_answer *answer)
{
    const struct search_row *selected = finder_selected(f);
    if (!f->moved || !selected || answer->kept || f->rows->wish != answer->wish)
        return;
    for (size_t i = 0; i < answer->rows.count; i++)
        if (str_eq(answer->rows.rows[i].brief.id, selected->brief.id))
            f->cursor = answer->first + i;
}

static void take_rows(struct pane *p, struct search_answer *answer)
{
    struct finder *f = p->state;
    size_t line = line_of(f);
    follow_selected(f, answer);
    drop(&f->rows);
    f->rows = answer;
    if (answer->kept) {
        f->cursor = answer->kept_row;
        f->top = f->cursor > line ? f->cursor - line : 0;
    }
    if (f->cursor >= answer->total)
        f->cursor = answer->total ? answer->total - 1 : 0;
    size_t items = finder_plan(f).items;
    size_t last = answer->total > items ? answer->total - items : 0;
    f->top = f->top > last ? last : f->top;
    f->top = f->top > f->cursor ? f->cursor : f->top;
    finder_need(p);
}

static void take(struct pane *p, struct search_answer *answer)
{
    struct finder *f = p->state;
    f->waiting &= ~answer->part;
    if (!answer_is(p, answer->trouble)) {
        search_answer_free(answer);
        return;
    }
    if (answer->part == WANT_ROWS || answer->part == WANT_COUNT) {
        take_rows(p, answer);
        return;
    }
    struct search_answer **place = answer->part == WANT_OTHERS ? &f->others : &f->facets;
    drop(place);
    *place = answer;
    finder_fill_side(p);
}

void finder_take(struct pane *p)
{
    struct finder *f = p->state;
    struct search_answer *answer;
    while (f->searcher && (answer = searcher_take(f->searcher)) != NULL) {
        if (answer->wish == f->wish)
            take(p, answer);
        else
            search_answer_free(answer);
    }
}
