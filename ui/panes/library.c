#include "ui/panes/library.h"

#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/panes.h"
#include "ui/scroll.h"

static const struct {
    const char *name;
    bool descending;
} sorts[LIST_SORT_COUNT] = {
#define X(id, option, label, down) [LIST_BY_##id] = {label, down},
    LIST_SORTS(X)
#undef X
};

static void close_pane(struct pane *p)
{
    struct listing *s = p->state;
    p->session->list.filter = (str){0};
    p->session->list.kept = LIST_ALL;
    roster_release(&s->roster);
    arena_release(&s->arena);
    filter_release(&s->filter);
    menu_release(&s->menu);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct listing *s = p->state;
    s->height = rows;
    s->width = columns;
    if (!s->ready) {
        s->roster.lines = library_lines(rows, columns);
        listing_refresh(p);
    }
    listing_set_lines(p, library_lines(rows, columns));
    library_choose_layout(s);
}

static bool can(const struct pane *p, enum action action)
{
    const struct listing *s = p->state;
    if (s->choosing)
        return library_choose_can(s, action);
    if (scroll_takes(action))
        return s->roster.pager.total > 1;
    switch (action) {
    case ACTION_OPEN:
        return listing_selected(s) != NULL;
    case ACTION_SORT:
    case ACTION_REVERSE:
        return s->roster.pager.total > 1;
    case ACTION_SEARCH: /* also for what is still to come: words must never be taken for keys */
        return s->everything > 0 || p->session->indexing;
    case ACTION_FILTER_FIELD:
        return s->everything > 0;
    case ACTION_CANCEL:
        return filter_text(&s->filter).len > 0 || p->session->list.kept != LIST_ALL;
    default:
        return false;
    }
}

static void open_selected(struct pane *p)
{
    const struct brief_row *row = listing_selected(p->state);
    if (row)
        p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER, .briefing = row->id});
}

static str leads_to(const struct pane *p)
{
    const struct listing *s = p->state;
    const struct brief_row *row = s->choosing ? NULL : listing_selected(s);
    return row ? row->id : (str){0};
}

static void say(struct pane *p, const char *what, const char *name, const char *more)
{
    struct buf b = {0};
    buf_printf(&b, "%s %s%s", what, name, more);
    p->host->say(p->host->user, false, buf_str(&b));
    buf_release(&b);
}

/* The columns one can see and sort by, in their order on the screen. */
static void next_sort(struct pane *p)
{
    static const enum list_sort order[] = {LIST_BY_DATE,     LIST_BY_TITLE,      LIST_BY_SOURCE,
                                           LIST_BY_ENTITIES, LIST_BY_AGREEMENTS, LIST_BY_PROBLEMS,
                                           LIST_BY_WORDS};
    struct list_query *q = &p->session->list;
    size_t count = sizeof order / sizeof *order, i = 0;
    while (i < count && order[i] != q->sort)
        i++;
    q->sort = order[(i + 1) % count];
    q->descending = sorts[q->sort].descending;
}

static void sort(struct pane *p, bool reverse)
{
    struct list_query *q = &p->session->list;
    struct listing *s = p->state;
    if (reverse)
        q->descending = !q->descending;
    else
        next_sort(p);
    bool other_way = q->descending != sorts[q->sort].descending;
    /* Whoever is at the top stays there. */
    s->roster.moved = s->roster.moved && s->roster.cursor > 0;
    if (!s->roster.moved)
        s->roster.cursor = s->roster.top = 0;
    listing_requery(p);
    say(p, "sorted by", sorts[q->sort].name, other_way ? ", reversed" : "");
}

/* What was typed first, then what was chosen. */
static void clear_filter(struct pane *p)
{
    struct listing *s = p->state;
    if (!filter_clear(&s->filter))
        p->session->list.kept = LIST_ALL;
    listing_requery(p);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct listing *s = p->state;
    if (s->choosing && action != ACTION_SEARCH) {
        library_choose_act(p, action, count);
        return true;
    }
    switch (action) {
    case ACTION_OPEN:
        open_selected(p);
        return true;
    case ACTION_SORT:
    case ACTION_REVERSE:
        sort(p, action == ACTION_REVERSE);
        return true;
    case ACTION_FILTER_FIELD:
        library_choose(p);
        return true;
    case ACTION_SEARCH:
        s->choosing = false;
        filter_ask(&s->filter, p, library_field_prompt(p->session->list.field));
        return true;
    case ACTION_CANCEL:
        clear_filter(p);
        return true;
    default:
        return listing_act(p, action, count);
    }
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct listing *s = p->state;
    if (filter_input(&s->filter, event, text))
        listing_requery(p);
}

static void expect_input(struct pane *p)
{
    catalog_filter_ahead(p->session->catalog, false);
}

static void prepare(struct pane *p, str text)
{
    struct list_query q = p->session->list;
    q.filter = text;
    catalog_list_count(p->session->catalog, &q, &(size_t){0});
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct listing *s = p->state;
    size_t at;
    (void)column;
    if (s->choosing) {
        library_choose_click(p, row, twice);
        return;
    }
    if (!roster_row_at(p, &s->roster, row - LIBRARY_HEAD, &at))
        return;
    listing_move(p, at);
    if (twice)
        open_selected(p);
}

static void save(const struct pane *p, struct place *place)
{
    const struct listing *s = p->state;
    const struct brief_row *row = listing_selected(s);
    place->briefing = row ? arena_str(place->arena, row->id) : (str){0};
    place->row = row ? roster_line_of(p, &s->roster, s->roster.cursor) : -1;
}

static void restore(struct pane *p, const struct place *place)
{
    if (place->briefing.len)
        listing_show(p, place->briefing, place->row);
}

/* "unread · title /japan · 2/3 of 16" */
static void status(const struct pane *p, struct buf *out)
{
    const struct listing *s = p->state;
    const struct list_query *q = &p->session->list;
    str typed = filter_text(&s->filter);
    bool filtered = typed.len || q->kept != LIST_ALL;
    struct buf b = {0};
    if (q->kept != LIST_ALL)
        cells_join(&b, p->session->ascii, library_kept_name(q->kept));
    if (typed.len) {
        cells_join(&b, p->session->ascii, str_of(library_field_prompt(q->field)));
        buf_append(&b, typed);
    }
    if (b.len)
        buf_append(&b, p->session->ascii ? STR(" - ") : STR(" \u00B7 "));
    if (s->roster.pager.total)
        buf_printf(&b, "%s/%s", COUNT(s->roster.cursor + 1), COUNT(s->roster.pager.total));
    else if (filtered)
        buf_append(&b, STR("none"));
    if (filtered)
        buf_printf(&b, " of %s", COUNT(s->everything));
    buf_append(out, buf_str(&b));
    buf_release(&b);
}

const struct pane_ops pane_library = {
    .name = "library",
    .contexts = CONTEXT_LIST,
    .state_size = sizeof(struct listing),
    .close = close_pane,
    .refresh = listing_refresh,
    .layout = layout,
    .draw = library_draw,
    .near = listing_near,
    .can = can,
    .act = act,
    .input = input,
    .prepare = prepare,
    .expect_input = expect_input,
    .leads_to = leads_to,
    .click = click,
    .cursor = library_cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
