#include "ui/panes/library.h"

#include "ui/panes/panes.h"
#include "ui/scroll.h"

static const struct {
    const char *name, *prompt;
} fields[LIST_FIELD_COUNT] = {
    [LIST_ANY] = {"everything", "/"       },
      [LIST_TITLE] = {"titles",     "title /" },
    [LIST_SOURCE] = {"sources",    "source /"},
      [LIST_TOPIC] = {"topics",     "topic /" },
    [LIST_ENTITY] = {"entities",   "entity /"},
      [LIST_YEAR] = {"years",      "year /"  },
};

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
    roster_release(&s->roster);
    arena_release(&s->arena);
    filter_release(&s->filter);
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
}

static bool can(const struct pane *p, enum action action)
{
    const struct listing *s = p->state;
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
        return filter_text(&s->filter).len > 0;
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

static void next_field(struct pane *p)
{
    struct list_query *q = &p->session->list;
    q->field = (enum list_field)((q->field + 1) % LIST_FIELD_COUNT);
    listing_requery(p);
    say(p, "the filter looks at", fields[q->field].name, "");
}

static bool act(struct pane *p, enum action action, int count)
{
    struct listing *s = p->state;
    switch (action) {
    case ACTION_OPEN:
        open_selected(p);
        return true;
    case ACTION_SORT:
    case ACTION_REVERSE:
        sort(p, action == ACTION_REVERSE);
        return true;
    case ACTION_FILTER_FIELD:
        next_field(p);
        return true;
    case ACTION_SEARCH:
        filter_ask(&s->filter, p, fields[p->session->list.field].prompt);
        return true;
    case ACTION_CANCEL:
        if (filter_clear(&s->filter))
            listing_requery(p);
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

static void click(struct pane *p, int row, int column, bool twice)
{
    struct listing *s = p->state;
    size_t at;
    (void)column;
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

/* "title: japan · 2/3 of 16" */
static void status(const struct pane *p, struct buf *out)
{
    const struct listing *s = p->state;
    const struct list_query *q = &p->session->list;
    if (filter_text(&s->filter).len) {
        buf_append(out, q->field == LIST_ANY ? STR("") : str_of(fields[q->field].prompt));
        if (q->field == LIST_ANY)
            buf_byte(out, '/');
        buf_append(out, filter_text(&s->filter));
        buf_append(out, p->session->ascii ? STR(" - ") : STR(" \u00B7 "));
    }
    if (s->roster.pager.total)
        buf_printf(out, "%zu/%zu", s->roster.cursor + 1, s->roster.pager.total);
    else if (filter_text(&s->filter).len)
        buf_append(out, STR("none"));
    if (filter_text(&s->filter).len)
        buf_printf(out, " of %zu", s->everything);
}

const struct pane_ops pane_library = {
    .name = "library",
    .contexts = CONTEXT_LIST,
    .state_size = sizeof(struct listing),
    .close = close_pane,
    .refresh = listing_refresh,
    .layout = layout,
    .draw = library_draw,
    .can = can,
    .act = act,
    .input = input,
    .click = click,
    .cursor = library_cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
