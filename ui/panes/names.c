#include "ui/panes/names.h"

#include "catalog/moments.h"
#include "ui/count.h"
#include "ui/panes/follow.h"
#include "ui/panes/panes.h"
#include "ui/scroll.h"

static const struct {
    const char *label;
    bool descending;
} sorts[ENTITY_SORT_COUNT] = {
#define X(id, option, label, down) [ENTITY_BY_##id] = {label, down},
    ENTITY_SORTS(X)
#undef X
};

static void close_pane(struct pane *p)
{
    struct names *s = p->state;
    for (int i = 0; i < NAMES_PARTS; i++)
        roster_release(names_roster(s, (enum names_part)i));
    arena_release(&s->preview.arena);
    buf_release(&s->places_of);
    filter_release(&s->filter);
    buf_release(&s->before);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct names *s = p->state;
    s->height = rows;
    s->width = columns;
    if (!s->ready)
        names_refresh(p);
    names_set_lines(p);
    names_settle(p);
}

/* -- What the keys do ----------------------------------------------------------------------------
 */

static void say_order(struct pane *p)
{
    const struct names *s = p->state;
    struct buf b = {0};
    buf_printf(&b, "sorted by %s%s", sorts[s->query.sort].label,
               s->query.descending != sorts[s->query.sort].descending ? ", reversed" : "");
    p->host->say(p->host->user, false, buf_str(&b));
    buf_release(&b);
}

static void set_sort(struct pane *p, enum entity_sort sort, bool descending)
{
    struct names *s = p->state;
    s->query.sort = sort;
    s->query.descending = descending;
    /* Whoever is at the top stays there. */
    s->list.moved = s->list.moved && s->list.cursor > 0;
    names_requery(p);
    say_order(p);
}

static void group(struct pane *p)
{
    struct names *s = p->state;
    enum entity_sort sort = names_is_grouped(s) ? s->ungrouped : ENTITY_BY_TYPE;
    if (!names_is_grouped(s))
        s->ungrouped = s->query.sort;
    set_sort(p, sort, sorts[sort].descending);
}

static void next_sort(struct pane *p)
{
    struct names *s = p->state;
    enum entity_sort sort = (enum entity_sort)((s->query.sort + 1) % ENTITY_SORT_COUNT);
    if (sort == ENTITY_BY_TYPE) {
        s->ungrouped = s->query.sort;
    }
    set_sort(p, sort, sorts[sort].descending);
}

static void show_part(struct pane *p, enum names_part part)
{
    struct names *s = p->state;
    names_know_troubles(p);
    s->part = part;
    names_set_lines(p);
    names_settle(p);
}

static void next_part(struct pane *p, int step)
{
    struct names *s = p->state;
    names_know_troubles(p);
    int parts = s->troubles.pager.total ? NAMES_PARTS : NAMES_PLACES;
    show_part(p, (enum names_part)(((int)s->part + parts + step) % parts));
}

/* In the text, else where the annotations have it. */
static void open_place(struct pane *p)
{
    const struct trouble_place *place = names_trouble_place(p->state);
    if (!place)
        return;
    if (place->in_text)
        p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER,
                                                   .briefing = place->briefing,
                                                   .offset = place->span.start,
                                                   .passage = place->span});
    else
        p->host->edit(p->host->user, place->at.file, place->at.line, place->at.column);
}

static void open_selected(struct pane *p)
{
    struct names *s = p->state;
    if (s->part == NAMES_LIST && names_selected(s))
        follow_entity(p, names_selected(s)->entity.id);
    else if (s->part == NAMES_PLACES || s->places.pager.total == 1)
        open_place(p);
    else if (s->part == NAMES_TROUBLES)
        show_part(p, NAMES_PLACES);
}

/* Who a name in trouble may be, by the number before it; absent: there is no such one. */
static str candidate(const struct names *s, enum action number)
{
    const struct trouble_row *of = names_trouble(s);
    size_t at = (size_t)(number - ACTION_TYPE_1);
    return of && at < TYPES_KEYS && at < of->candidate_count ? of->candidates[at] : (str){0};
}

static bool can(const struct pane *p, enum action action)
{
    struct names *s = p->state;
    const struct roster *r = names_roster(s, s->part);
    bool list = s->part == NAMES_LIST;
    if (scroll_takes(action))
        return r->pager.total > 1;
    if (types_takes(action))
        return list ? types_can(&s->types, action) : str_present(candidate(s, action));
    switch (action) {
    case ACTION_OPEN:
        return roster_selected(r) != NULL;
    case ACTION_DOSSIER:
        return list ? names_selected(s) != NULL : str_present(candidate(s, ACTION_TYPE_1));
    case ACTION_SORT:
    case ACTION_REVERSE:
    case ACTION_GROUP:
        return list && s->list.pager.total > 1;
    case ACTION_SEARCH:
        return list && (s->everything > 0 || p->session->indexing);
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
        return true;
    case ACTION_CANCEL:
        return s->part == NAMES_PLACES || (list && filter_text(&s->filter).len > 0);
    default:
        return false;
    }
}

static bool cancel(struct pane *p)
{
    struct names *s = p->state;
    if (s->part == NAMES_PLACES)
        show_part(p, NAMES_TROUBLES);
    else if (filter_clear(&s->filter))
        names_requery(p);
    return true;
}

static void ask_filter(struct pane *p)
{
    struct names *s = p->state;
    const struct entities_row *row = names_selected(s);
    buf_clear(&s->before);
    buf_append(&s->before, row ? row->entity.id : STR(""));
    filter_ask(&s->filter, p, "/");
}

static bool act(struct pane *p, enum action action, int count)
{
    struct names *s = p->state;
    if (s->part != NAMES_LIST && (types_takes(action) || action == ACTION_DOSSIER)) {
        follow_entity(p, candidate(s, action == ACTION_DOSSIER ? ACTION_TYPE_1 : action));
        return true;
    }
    if (types_takes(action)) {
        bool taken = types_act(&s->types, action);
        names_requery(p);
        return taken;
    }
    switch (action) {
    case ACTION_OPEN:
    case ACTION_DOSSIER:
        open_selected(p);
        return true;
    case ACTION_SORT:
        next_sort(p);
        return true;
    case ACTION_REVERSE:
        set_sort(p, s->query.sort, !s->query.descending);
        return true;
    case ACTION_GROUP:
        group(p);
        return true;
    case ACTION_SEARCH:
        ask_filter(p);
        return true;
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
        next_part(p, action == ACTION_NEXT_PANE ? 1 : -1);
        return true;
    case ACTION_CANCEL:
        return cancel(p);
    default:
        if (!roster_act(p, names_roster(s, s->part), action, count))
            return false;
        names_settle(p);
        return true;
    }
}

static bool near(struct pane *p)
{
    struct names *s = p->state;
    return roster_near(p, names_roster(s, s->part));
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct names *s = p->state;
    if (filter_input(&s->filter, event, text))
        names_requery(p);
    if (event == INPUT_CANCELLED) /* nothing was looked for after all */
        names_show(p, buf_str(&s->before));
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct names *s = p->state;
    struct names_layout l = names_layout(s);
    enum names_part part = s->part == NAMES_LIST ? NAMES_LIST : NAMES_TROUBLES;
    struct rect where = l.list;
    size_t at, tab = row == l.tabs.row ? names_tab_at(s, column) : NAMES_PARTS;
    if (tab <= NAMES_TROUBLES) {
        show_part(p, (enum names_part)tab);
        return;
    }
    if (s->part != NAMES_LIST && rect_holds(l.beside, row, column)) {
        part = NAMES_PLACES;
        where =
            (struct rect){l.beside.row + 1, l.beside.column, l.beside.rows - 1, l.beside.columns};
    }
    struct roster *r = names_roster(s, part);
    if (!rect_holds(where, row, column) || !roster_row_at(p, r, row - where.row, &at))
        return;
    if (s->part != part)
        show_part(p, part);
    roster_move(p, r, at);
    names_settle(p);
    if (twice)
        open_selected(p);
}

/* "/kish  3/5 of 97" */
static void status(const struct pane *p, struct buf *out)
{
    struct names *s = p->state;
    const struct roster *r = names_roster(s, s->part);
    if (s->part == NAMES_LIST)
        filter_status(&s->filter, out);
    if (r->pager.total)
        buf_printf(out, "%s/%s", COUNT(r->cursor + 1), COUNT(r->pager.total));
    else
        buf_append(out, STR("none"));
    if (s->part == NAMES_LIST && r->pager.total != s->everything)
        buf_printf(out, " of %s", COUNT(s->everything));
}

/* A dossier is what one goes to from here. */
static bool meanwhile(struct pane *p)
{
    bool counted = names_know_troubles(p);
    catalog_moments_ahead(p->session->catalog);
    return counted;
}

const struct pane_ops pane_names = {
    .name = "names",
    .contexts = CONTEXT_NAMES,
    .state_size = sizeof(struct names),
    .close = close_pane,
    .refresh = names_refresh,
    .layout = layout,
    .detail = names_detail,
    .draw = names_draw,
    .near = near,
    .can = can,
    .act = act,
    .input = input,
    .meanwhile = meanwhile,
    .click = click,
    .cursor = names_cursor,
    .save = names_save,
    .restore = names_restore,
    .status = status,
};
