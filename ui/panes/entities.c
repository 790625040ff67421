#include "ui/panes/entities.h"

#include "ui/count.h"
#include "ui/panes/follow.h"
#include "ui/panes/panes.h"
#include "ui/panes/passage.h"
#include "ui/panes/stepping.h"
#include "ui/panes/stops.h"

#include <stdio.h>

static void close_pane(struct pane *p)
{
    struct entities *e = p->state;
    arena_release(&e->facts_arena);
    arena_release(&e->rows_arena);
    buf_release(&e->briefing);
    filter_release(&e->filter);
}

/* The rows of another briefing begin at the top, without the filter of the one before. */
static void refresh(struct pane *p)
{
    struct entities *e = p->state;
    const struct briefing *b = p->session->briefing;
    if (!b || !str_eq(b->id, buf_str(&e->briefing))) {
        buf_clear(&e->briefing);
        buf_append(&e->briefing, b ? b->id : STR(""));
        filter_clear(&e->filter);
    }
    entities_gather(p);
    entities_view(p);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct entities *e = p->state;
    e->height = rows;
    e->width = columns;
    if (e->facts)
        entities_view(p);
    else
        refresh(p);
}

static void selection(struct pane *p)
{
    struct entities *e = p->state;
    for (size_t i = 0; i < e->scroll.count; i++)
        if (e->rows[i].entity >= 0 && e->rows[i].entity == p->session->selection.entity)
            stops_to(&e->scroll, i, true, entities_stands, e);
}

/* The row under the cursor is what is selected: in the text its mentions stand out at once. */
static void select_current(struct pane *p)
{
    struct selection *sel = &p->session->selection;
    long entity = entities_current(p);
    if (entity < 0 || entity == sel->entity)
        return;
    sel->entity = entity;
    if (sel->mention != SELECTED_NONE &&
        !mention_is_of(&p->session->briefing->mentions[sel->mention], (size_t)entity))
        sel->mention = SELECTED_NONE;
    p->host->selected(p->host->user);
}

/* To the mention that the cursor is on, else the next one from there, else the first. */
static bool open_current(struct pane *p)
{
    struct session *s = p->session;
    struct entities *e = p->state;
    long entity = entities_current(p);
    if (entity < 0)
        return false;
    select_current(p);
    if (e->facts[entity].count == 0) {
        p->host->say(p->host->user, false, STR("listed, but not mentioned in this text"));
        return true;
    }
    size_t to = e->facts[entity].first;
    if (s->selection.mention != SELECTED_NONE) {
        to = (size_t)s->selection.mention;
    } else {
        for (size_t i = to; i < s->briefing->mention_count; i++)
            if (mention_is_of(&s->briefing->mentions[i], (size_t)entity) &&
                s->briefing->mentions[i].span.start >= s->selection.offset) {
                to = i;
                break;
            }
    }
    s->selection.entity = entity;
    struct place place = place_here(s);
    place.offset = s->briefing->mentions[to].span.start;
    p->host->go(p->host->user, &place);
    s->selection.entity = entity;
    mention_select(s, to);
    p->host->selected(p->host->user);
    return true;
}

static bool can(const struct pane *p, enum action action)
{
    const struct entities *e = p->state;
    long current = entities_current(p);
    if (!p->session->briefing)
        return false;
    if (stepping_takes(action))
        return stepping_can(p->session, action);
    if (types_takes(action))
        return types_can(&e->types, action);
    switch (action) {
    case ACTION_OPEN:
    case ACTION_COPY:
        return current >= 0;
    case ACTION_DOSSIER:
        return p->session->catalog && current >= 0;
    case ACTION_SEARCH:
    case ACTION_SORT:
    case ACTION_GROUP:
        return p->session->briefing->entity_count > 0;
    case ACTION_OPEN_LINK:
        return p->session->briefing->source.url.len > 0;
    case ACTION_CANCEL:
        return filter_text(&e->filter).len > 0;
    case ACTION_CITE:
    case ACTION_NEXT_HIT:
    case ACTION_PREVIOUS_HIT:
        return false;
    default:
        return true;
    }
}

static bool act(struct pane *p, enum action action, int count)
{
    struct entities *e = p->state;
    long current = entities_current(p);
    if (!p->session->briefing)
        return false;
    if (stepping_takes(action)) {
        stepping_act(p, action, count);
        selection(p);
        return true;
    }
    if (types_takes(action)) {
        bool taken = types_act(&e->types, action);
        entities_view(p);
        return taken;
    }
    if (scroll_takes(action)) {
        stops_act(&e->scroll, action, count, entities_stands, e);
        select_current(p);
        return true;
    }
    switch (action) {
    case ACTION_OPEN:
        return open_current(p);
    case ACTION_DOSSIER:
        select_current(p);
        return follow_selected(p);
    case ACTION_SEARCH:
        filter_ask(&e->filter, p, "/");
        return true;
    case ACTION_SORT:
        e->sort = (e->sort + 1) % ENTITIES_SORT_COUNT;
        entities_view(p);
        return true;
    case ACTION_GROUP:
        e->grouped = !e->grouped;
        entities_view(p);
        return true;
    case ACTION_COPY:
        if (current >= 0)
            p->host->copy(p->host->user, p->session->briefing->entities[current].name.text, "name");
        return current >= 0;
    case ACTION_OPEN_LINK:
        follow_source(p);
        return true;
    case ACTION_CANCEL:
        if (!filter_clear(&e->filter))
            return false;
        entities_view(p);
        return true;
    default:
        return false;
    }
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct entities *e = p->state;
    if (filter_input(&e->filter, event, text))
        entities_view(p);
    if (event == INPUT_ACCEPTED)
        select_current(p);
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct entities *e = p->state;
    (void)column;
    if (row < entities_head(p))
        return;
    size_t at = e->scroll.top + (size_t)(row - entities_head(p));
    if (at >= e->scroll.count || at >= e->scroll.top + e->scroll.rows || !entities_stands(e, at))
        return;
    stops_to(&e->scroll, at, true, entities_stands, e);
    select_current(p);
    if (twice)
        open_current(p);
}

static void save(const struct pane *p, struct place *place)
{
    const struct entities *e = p->state;
    place->entity_row = (int)(e->scroll.cursor - e->scroll.top);
}

/* The selection gives the row; what was saved, where on the screen it stood. */
static void restore(struct pane *p, const struct place *place)
{
    struct entities *e = p->state;
    selection(p);
    if (place->entity_row >= 0 && (size_t)place->entity_row <= e->scroll.cursor)
        e->scroll.top = e->scroll.cursor - (size_t)place->entity_row;
    scroll_fit(&e->scroll);
}

static void status(const struct pane *p, struct buf *out)
{
    static const char *const sorts[][2] = {
        [ENTITIES_BY_COUNT] = {"by count",     "by count"    },
        [ENTITIES_BY_NAME] = {"a\u2013z",     "a-z"         },
        [ENTITIES_BY_FIRST] = {"as they come", "as they come"},
    };
    const struct entities *e = p->state;
    const struct briefing *b = p->session->briefing;
    if (!b)
        return;
    filter_status(&e->filter, out);
    if (e->shown < b->entity_count)
        buf_printf(out, "%s of ", COUNT(e->shown));
    buf_printf(out, "%s  %s", COUNT(b->entity_count), sorts[e->sort][p->session->ascii]);
}

const struct pane_ops pane_entities = {
    .name = "entities",
    .contexts = CONTEXT_ENTITIES,
    .state_size = sizeof(struct entities),
    .close = close_pane,
    .refresh = refresh,
    .selection = selection,
    .layout = layout,
    .draw = entities_draw,
    .can = can,
    .act = act,
    .input = input,
    .click = click,
    .cursor = entities_cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
