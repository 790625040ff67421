#include "ui/panes/dossier.h"

#include "ui/frame.h"
#include "ui/panes/follow.h"
#include "ui/panes/moment.h"
#include "ui/panes/panes.h"
#include "ui/panes/passage.h"
#include "ui/scroll.h"

static void close_pane(struct pane *p)
{
    struct dossier_pane *s = p->state;
    for (int i = 0; i < PART_COUNT; i++)
        roster_release(&s->parts[i]);
    kwic_release(&s->kwic);
    drawn_release(&s->chart);
    drawn_release(&s->headings);
    dossier_release_sifted(s);
    for (int i = 0; i < PART_COUNT; i++)
        filter_release(&s->filters[i]);
    arena_release(&s->evidence.arena);
    arena_release(&s->arena);
    arena_release(&s->about_arena);
    buf_release(&s->id);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct dossier_pane *s = p->state;
    s->height = rows;
    s->width = columns;
    dossier_settle(p);
    if (!dossier_stops(s, s->part) && dossier_stops(s, PART_MENTIONS)) {
        s->part = PART_MENTIONS;
        dossier_settle(p);
    }
}

/* -- Going where a row leads ---------------------------------------------------------------------
 */

static void open_mention(struct pane *p, const struct mention_row *m)
{
    const struct dossier_pane *s = p->state;
    p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER,
                                               .briefing = m->briefing,
                                               .entity = buf_str(&s->id),
                                               .offset = m->span.start,
                                               .mention = m->span});
}

static void open_moment(struct pane *p, const struct moment *m)
{
    const struct dossier_pane *s = p->state;
    follow_evidence(p, m->briefing, &m->evidence, buf_str(&s->id),
                    m->kind == MOMENT_MILESTONE ? m->id : (str){0});
}

static void open_relation(struct pane *p, const struct relation_row *r)
{
    const struct dossier_pane *s = p->state;
    struct evidence e = {.quote = r->quote, .found = r->found, .span = r->span};
    follow_evidence(p, r->briefing, &e, buf_str(&s->id), (str){0});
}

static void open_selected(struct pane *p)
{
    struct dossier_pane *s = p->state;
    const void *row = roster_selected(&s->parts[s->part]);
    if (!row)
        return;
    if (s->part == PART_MENTIONS)
        open_mention(p, row);
    else if (s->part == PART_MOMENTS)
        open_moment(p, row);
    else if (s->part == PART_RELATIONS)
        open_relation(p, row);
    else if (s->part == PART_COMPANY)
        follow_entity(p, ((const struct company_row *)row)->id);
}

/* The entity that the row names beside this one; absent: none. */
static str other_entity(const struct dossier_pane *s)
{
    const void *row = roster_selected(&s->parts[s->part]);
    str id = buf_str(&s->id);
    if (row && s->part == PART_COMPANY)
        return ((const struct company_row *)row)->id;
    if (row && s->part == PART_RELATIONS) {
        const struct relation_row *r = row;
        return str_eq(r->subject, id) ? r->object : r->subject;
    }
    return row && s->part == PART_MOMENTS ? moment_who(row, id) : (str){0};
}

/* Where what the row says stands; false: nowhere. */
static bool passage_of_selected(const struct dossier_pane *s, str *briefing, struct span *span)
{
    const void *row = roster_selected(&s->parts[s->part]);
    if (!row || s->part == PART_COMPANY)
        return false;
    if (s->part == PART_MENTIONS) {
        const struct mention_row *m = row;
        *briefing = m->briefing;
        *span = m->span;
        return true;
    }
    if (s->part == PART_RELATIONS) {
        const struct relation_row *r = row;
        *briefing = r->briefing;
        *span = r->span;
        return r->found;
    }
    const struct moment *m = row;
    *briefing = m->briefing;
    *span = m->evidence.span;
    return m->evidence.found;
}

static str leads_to(const struct pane *p)
{
    str briefing = {0};
    struct span span;
    passage_of_selected(p->state, &briefing, &span);
    return briefing;
}

static void take_passage(struct pane *p, bool cite)
{
    const struct dossier_pane *s = p->state;
    str briefing;
    struct span span;
    if (passage_of_selected(s, &briefing, &span))
        passage_take(p, briefing, span, s->part == PART_MENTIONS ? PASSAGE_SENTENCE : PASSAGE_WHOLE,
                     cite);
}

/* The promise under the cursor, if something shows it kept; else NULL. */
static const struct moment *kept_promise(const struct dossier_pane *s)
{
    const struct moment *m =
        s->part == PART_MOMENTS ? roster_selected(&s->parts[PART_MOMENTS]) : NULL;
    return m && str_present(m->kept_by) ? m : NULL;
}

static void open_kept(struct pane *p)
{
    const struct dossier_pane *s = p->state;
    const struct moment *m = kept_promise(s);
    const struct evidence e = {.found = m->kept_found, .span = m->kept_span};
    follow_evidence(p, m->kept_by, &e, buf_str(&s->id), m->id);
}

/* -- What the keys do ----------------------------------------------------------------------------
 */

static bool next_part(struct pane *p, int step, int count)
{
    struct dossier_pane *s = p->state;
    for (int i = 0; i < (count > 0 ? count : 1); i++) {
        int part = (int)s->part;
        do
            part = (part + PART_COUNT + step) % PART_COUNT;
        while (part != (int)s->part && !dossier_stops(s, (enum dossier_part)part));
        s->part = (enum dossier_part)part;
    }
    dossier_settle(p);
    return true;
}

static bool near(struct pane *p)
{
    struct dossier_pane *s = p->state;
    return s->part != PART_ABOUT && roster_near(p, &s->parts[s->part]);
}

static bool move(struct pane *p, enum action action, int count)
{
    struct dossier_pane *s = p->state;
    struct roster *r = &s->parts[s->part];
    if (s->part != PART_ABOUT) {
        if (!roster_act(p, r, action, count))
            return false;
        dossier_settle(p);
        return true;
    }
    /* There is no cursor in its words: the part scrolls. */
    size_t lines = r->lines > 0 ? (size_t)r->lines : 1;
    size_t most = s->about.len > lines ? s->about.len - lines : 0;
    struct scroll scroll = {.cursor = r->top, .count = most + 1, .rows = lines};
    if (!scroll_act(&scroll, action, count))
        return false;
    r->top = scroll.cursor;
    return true;
}

static bool can(const struct pane *p, enum action action)
{
    const struct dossier_pane *s = p->state;
    const struct roster *r = &s->parts[s->part];
    if (!s->known)
        return false;
    if (scroll_takes(action))
        return s->part == PART_ABOUT ? s->about.len > (size_t)(r->lines > 0 ? r->lines : 0)
                                     : r->pager.total > 1;
    if (types_takes(action))
        return s->part == PART_COMPANY && types_can(&s->types, action);
    switch (action) {
    case ACTION_OPEN:
        return roster_selected(r) != NULL;
    case ACTION_SEARCH:
        return s->part != PART_ABOUT;
    case ACTION_CANCEL:
        return dossier_is_filtered(s, s->part);
    case ACTION_COPY:
    case ACTION_CITE:
        return passage_of_selected(s, &(str){0}, &(struct span){0});
    case ACTION_UNFOLD:
        return kept_promise(s) != NULL;
    case ACTION_DOSSIER:
        return str_present(other_entity(s));
    case ACTION_OPEN_LINK:
        return s->d.wikidata.len > 0;
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
        return true;
    default:
        return false;
    }
}

static bool act(struct pane *p, enum action action, int count)
{
    struct dossier_pane *s = p->state;
    struct arena a = {0};
    if (types_takes(action)) {
        types_act(&s->types, action);
        dossier_requery(p);
        return true;
    }
    switch (action) {
    case ACTION_OPEN:
        open_selected(p);
        return true;
    case ACTION_SEARCH:
        filter_ask(&s->filters[s->part], p, "/");
        return true;
    case ACTION_CANCEL:
        if (!filter_clear(&s->filters[s->part]))
            types_act(&s->types, ACTION_TYPE_ALL);
        dossier_requery(p);
        return true;
    case ACTION_COPY:
    case ACTION_CITE:
        take_passage(p, action == ACTION_CITE);
        return true;
    case ACTION_UNFOLD:
        open_kept(p);
        return true;
    case ACTION_DOSSIER:
        follow_entity(p, other_entity(s));
        return true;
    case ACTION_OPEN_LINK:
        p->host->browse(p->host->user, dossier_address(s, &a));
        arena_release(&a);
        return true;
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
        return next_part(p, action == ACTION_NEXT_PANE ? 1 : -1, count);
    default:
        return move(p, action, count);
    }
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct dossier_pane *s = p->state;
    if (filter_input(&s->filters[s->part], event, text))
        dossier_requery(p);
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct dossier_pane *s = p->state;
    struct dossier_layout l = dossier_layout(s);
    size_t tab = rect_holds(l.tabs, row, column) ? dossier_tab_at(s, column) : PART_COUNT, at;
    if (tab < PART_COUNT)
        s->part = (enum dossier_part)tab;
    for (int i = PART_MENTIONS; i < PART_COUNT; i++) {
        struct rect body = l.box[i].body;
        struct roster *r = &s->parts[i];
        if (!rect_holds(body, row, column) || !roster_row_at(p, r, row - body.row, &at))
            continue;
        s->part = (enum dossier_part)i;
        roster_move(p, r, at);
        if (twice)
            open_selected(p);
    }
    dossier_settle(p);
}

static void title(const struct pane *p, struct buf *out)
{
    const struct dossier_pane *s = p->state;
    buf_append(out, s->known ? s->d.name : buf_str(&s->id));
}

const struct pane_ops pane_dossier = {
    .name = "dossier",
    .contexts = CONTEXT_DOSSIER,
    .state_size = sizeof(struct dossier_pane),
    .close = close_pane,
    .refresh = dossier_refresh,
    .layout = layout,
    .detail = dossier_find_evidence,
    .draw = dossier_draw,
    .near = near,
    .can = can,
    .act = act,
    .input = input,
    .prepare = dossier_prepare,
    .expect_input = dossier_expect_input,
    .leads_to = leads_to,
    .click = click,
    .cursor = dossier_cursor,
    .save = dossier_save,
    .restore = dossier_restore,
    .title = title,
    .status = dossier_status,
};
