#include "ui/panes/agreements.h"

#include "ui/count.h"
#include "ui/panes/follow.h"
#include "ui/panes/panes.h"
#include "ui/panes/passage.h"
#include "ui/panes/stepping.h"
#include "ui/panes/stops.h"

static void open_pane(struct pane *p)
{
    struct agreements *g = p->state;
    g->known = SELECTED_NONE;
}

static void close_pane(struct pane *p)
{
    struct agreements *g = p->state;
    arena_release(&g->facts_arena);
    arena_release(&g->rows_arena);
    buf_release(&g->briefing);
    buf_release(&g->unfolded);
    filter_release(&g->filter);
}

/* The rows of another briefing begin at the top, without the filter of the one before. */
static void refresh(struct pane *p)
{
    struct agreements *g = p->state;
    const struct briefing *b = p->session->briefing;
    if (!b || !str_eq(b->id, buf_str(&g->briefing))) {
        buf_clear(&g->briefing);
        buf_append(&g->briefing, b ? b->id : STR(""));
        filter_clear(&g->filter);
        g->rows.len = 0;
        g->known = SELECTED_NONE;
    }
    agreements_gather(p);
    agreements_view(p);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct agreements *g = p->state;
    g->height = rows;
    g->width = columns;
    if (!g->facts)
        refresh(p);
    else
        agreements_view(p);
}

/* The cursor follows what is selected elsewhere; else what the paragraph that is read speaks of, so
 * that one who comes here finds it. */
static void selection(struct pane *p)
{
    struct agreements *g = p->state;
    long selected = p->session->selection.agreement;
    bool other = selected != g->known;
    if (!g->facts)
        return;
    agreements_speak(p);
    if (other)
        agreements_view(p);
    g->known = selected;
    const struct agreements_row *at = agreements_current(p);
    if (other && selected != SELECTED_NONE) {
        agreements_stand(p, (size_t)selected);
        return;
    }
    if (at && g->facts[at->entry].speaks)
        return;
    for (size_t i = 0; i < p->session->timeline_count; i++)
        if (g->facts[i].speaks) {
            agreements_stand(p, i);
            return;
        }
}

static void select_current(struct pane *p)
{
    struct agreements *g = p->state;
    const struct agreements_row *at = agreements_current(p);
    if (!at || p->session->selection.agreement == (long)at->entry)
        return;
    p->session->selection.agreement = (long)at->entry;
    g->known = (long)at->entry;
    agreements_view(p);
    p->host->selected(p->host->user);
}

/* -- Evidence -----------------------------------------------------------------------------------
 */

/* The place of a row's evidence: of an entry in this text, of a milestone in its own briefing. */
static bool evidence_place(const struct pane *p, const struct agreements_row *at,
                           struct place *place)
{
    const struct session *s = p->session;
    *place = place_here(s);
    if (at->kind == ROW_ENTRY) {
        if (!passage_of_entry(s, at->entry, &place->passage))
            return false;
    } else {
        const struct milestone *m = &s->timeline[at->entry].agreement.milestones[at->milestone].m;
        if (!m->evidence.found)
            return false;
        place->passage = m->evidence.span;
        if (m->briefing.len)
            place->briefing = m->briefing;
        if (!str_eq(place->briefing, s->briefing->id))
            place->entity = (str){0};
    }
    place->offset = place->passage.start;
    return true;
}

static bool open_current(struct pane *p)
{
    const struct session *s = p->session;
    const struct agreements_row *current = agreements_current(p);
    if (!current)
        return false;
    struct agreements_row at = *current; /* selecting makes the rows anew */
    select_current(p);
    struct place place;
    if (evidence_place(p, &at, &place)) {
        p->host->go(p->host->user, &place);
        return true;
    }
    const struct session_entry *entry = &s->timeline[at.entry];
    bool quoted = entry->is_event && entry->event->evidence.quote.len;
    if (at.kind == ROW_MILESTONE)
        quoted = entry->agreement.milestones[at.milestone].m.evidence.quote.len > 0;
    p->host->say(p->host->user, false,
                 quoted ? STR("its quote is not found in the text")
                 : at.kind == ROW_MILESTONE
                     ? STR("no words are given as evidence of this milestone")
                     : STR("nothing in this text is given as evidence of it"));
    return true;
}

/* The passage of the row in this text, for copying; else empty. */
static struct span passage_of_current(const struct pane *p)
{
    struct place place;
    const struct agreements_row *at = agreements_current(p);
    if (at && evidence_place(p, at, &place) && str_eq(place.briefing, p->session->briefing->id))
        return place.passage;
    return (struct span){0, 0};
}

static str address_of_current(const struct pane *p)
{
    const struct agreements_row *at = agreements_current(p);
    if (!at || at->kind != ROW_MILESTONE)
        return (str){0};
    return p->session->timeline[at->entry].agreement.milestones[at->milestone].m.url;
}

/* Whose dossier is meant: of a milestone's own party; else of the selected entity, if it is one of
 * the parties, else of the first of them. Absent: there is none. */
static str party_of_current(const struct pane *p)
{
    const struct session *s = p->session;
    const struct agreements_row *at = agreements_current(p);
    if (!at)
        return (str){0};
    const struct session_entry *entry = &s->timeline[at->entry];
    const struct timeline_row *g = &entry->agreement;
    if (at->kind == ROW_MILESTONE && g->milestones[at->milestone].m.party.len)
        return g->milestones[at->milestone].m.party;
    const str *parties = entry->is_event ? entry->event->participants : g->parties;
    size_t count = entry->is_event ? entry->event->participant_count : g->party_count;
    str selected = s->selection.entity == SELECTED_NONE
                       ? (str){0}
                       : s->briefing->entities[s->selection.entity].id;
    for (size_t i = 0; i < count && str_present(selected); i++)
        if (str_eq(parties[i], selected))
            return selected;
    return count ? parties[0] : (str){0};
}

/* -- Actions ------------------------------------------------------------------------------------
 */

static bool can_unfold(const struct pane *p)
{
    const struct agreements_row *at = agreements_current(p);
    return at && !p->session->timeline[at->entry].is_event &&
           p->session->timeline[at->entry].agreement.milestone_count > 0;
}

static bool unfold(struct pane *p)
{
    if (!can_unfold(p))
        return false;
    size_t entry = agreements_current(p)->entry;
    agreements_unfold(p, entry, !agreements_unfolded(p, entry));
    agreements_stand(p, entry);
    agreements_view(p);
    select_current(p);
    return true;
}

static bool can(const struct pane *p, enum action action)
{
    const struct agreements *g = p->state;
    const struct session *s = p->session;
    const struct agreements_row *at = agreements_current(p);
    if (!s->briefing)
        return false;
    if (stepping_takes(action))
        return stepping_can(s, action);
    switch (action) {
    case ACTION_OPEN:
        return at != NULL; /* where there is no evidence it says so */
    case ACTION_DOSSIER:
        return str_present(party_of_current(p)) && s->catalog;
    case ACTION_UNFOLD:
        return can_unfold(p);
    case ACTION_COPY:
    case ACTION_CITE: {
        struct span passage = passage_of_current(p);
        return passage.end > passage.start;
    }
    case ACTION_SEARCH:
    case ACTION_SORT:
        return s->timeline_count > 0;
    case ACTION_OPEN_LINK:
        return address_of_current(p).len > 0 || s->briefing->source.url.len > 0;
    case ACTION_CANCEL:
        return filter_text(&g->filter).len > 0;
    case ACTION_NEXT_HIT:
    case ACTION_PREVIOUS_HIT:
        return false;
    default:
        return true;
    }
}

static bool act(struct pane *p, enum action action, int count)
{
    struct agreements *g = p->state;
    if (!p->session->briefing)
        return false;
    if (stepping_takes(action)) {
        stepping_act(p, action, count);
        agreements_speak(p);
        return true;
    }
    if (scroll_takes(action)) {
        stops_act(&g->scroll, action, count, agreements_stands, g);
        if (g->rows.len)
            agreements_settle(g);
        select_current(p);
        return true;
    }
    switch (action) {
    case ACTION_OPEN:
        return open_current(p);
    case ACTION_DOSSIER:
        follow_entity(p, party_of_current(p));
        return true;
    case ACTION_UNFOLD:
        return unfold(p);
    case ACTION_SEARCH:
        filter_ask(&g->filter, p, "/");
        return true;
    case ACTION_SORT:
        g->sort = (g->sort + 1) % AGREEMENTS_SORT_COUNT;
        agreements_view(p);
        return true;
    case ACTION_COPY:
        passage_copy(p, passage_of_current(p));
        return true;
    case ACTION_CITE:
        passage_cite(p, passage_of_current(p));
        return true;
    case ACTION_OPEN_LINK:
        if (address_of_current(p).len)
            p->host->browse(p->host->user, address_of_current(p));
        else
            follow_source(p);
        return true;
    case ACTION_CANCEL:
        if (!filter_clear(&g->filter))
            return false;
        agreements_view(p);
        return true;
    default:
        return false;
    }
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct agreements *g = p->state;
    if (filter_input(&g->filter, event, text))
        agreements_view(p);
    if (event == INPUT_ACCEPTED)
        select_current(p);
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct agreements *g = p->state;
    size_t at = g->scroll.top + (size_t)(row > 0 ? row : 0);
    (void)column;
    if (at >= g->rows.len || row >= g->height)
        return;
    if (g->rows.items[at].kind == ROW_WORDS) { /* the thing that the words belong to */
        while (at > 0 && !agreements_stands(g, at))
            at--;
    }
    if (!agreements_stands(g, at))
        return;
    stops_to(&g->scroll, at, true, agreements_stands, g);
    select_current(p);
    if (twice)
        open_current(p);
}

static void save(const struct pane *p, struct place *place)
{
    const struct agreements *g = p->state;
    const struct agreements_row *at = agreements_current(p);
    place->agreement_row = (int)(g->scroll.cursor - g->scroll.top);
    place->milestone = at && at->kind == ROW_MILESTONE ? at->milestone + 1 : 0;
}

static void restore(struct pane *p, const struct place *place)
{
    struct agreements *g = p->state;
    selection(p);
    const struct agreements_row *at = agreements_current(p);
    for (size_t i = 0; at && place->milestone && i < g->rows.len; i++)
        if (g->rows.items[i].kind == ROW_MILESTONE && g->rows.items[i].entry == at->entry &&
            g->rows.items[i].milestone == place->milestone - 1)
            scroll_to(&g->scroll, i);
    if (place->agreement_row >= 0 && (size_t)place->agreement_row <= g->scroll.cursor)
        g->scroll.top = g->scroll.cursor - (size_t)place->agreement_row;
    scroll_fit(&g->scroll);
    if (g->rows.len)
        agreements_settle(g);
}

static void status(const struct pane *p, struct buf *out)
{
    static const char *const sorts[] = {
        [AGREEMENTS_BY_TIME] = "by time",
        [AGREEMENTS_BY_STATUS] = "by status",
        [AGREEMENTS_BY_TITLE] = "by title",
    };
    const struct agreements *g = p->state;
    if (!p->session->briefing)
        return;
    filter_status(&g->filter, out);
    if (g->entries < p->session->timeline_count)
        buf_printf(out, "%s of ", COUNT(g->entries));
    buf_printf(out, "%s  %s", COUNT(p->session->timeline_count), sorts[g->sort]);
}

const struct pane_ops pane_agreements = {
    .name = "agreements",
    .contexts = CONTEXT_AGREEMENTS,
    .state_size = sizeof(struct agreements),
    .open = open_pane,
    .close = close_pane,
    .refresh = refresh,
    .selection = selection,
    .layout = layout,
    .draw = agreements_draw,
    .can = can,
    .act = act,
    .input = input,
    .click = click,
    .cursor = agreements_cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
