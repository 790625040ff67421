#include "ui/session.h"

#include <stdlib.h>
#include <string.h>

/* What session_open builds in an arena of its own, so that a failure leaves what was open. */
struct opening {
    struct session *session;
    struct arena arena;
    struct briefing *briefing;
    VEC(struct session_entry) entries;
};

/* A briefing's own agreement as a row of the timeline: what the catalogue would say if there were
 * only this briefing. */
static void row_of_own(struct opening *o, const struct agreement *a, size_t place,
                       struct timeline_row *row)
{
    const struct briefing *b = o->briefing;
    size_t count = a->milestone_count;
    struct milestone *own = ARENA_ARRAY(&o->arena, struct milestone, count);
    const struct milestone **order = ARENA_ARRAY(&o->arena, const struct milestone *, count);
    for (size_t i = 0; i < count; i++) {
        own[i] = a->milestones[i];
        own[i].briefing = b->id;
        own[i].briefing_date = b->date;
        own[i].place = place + i;
        order[i] = &own[i];
    }
    milestones_sort(order, count);
    *row = (struct timeline_row){
        .id = a->id,
        .title = a->title,
        .kind = a->kind,
        .place = a->place,
        .parties = a->parties,
        .party_count = a->party_count,
        .topics = a->topics,
        .topic_count = a->topic_count,
        .status = milestones_status(order, count),
        .extent = milestones_extent(order, count),
        .milestones = ARENA_ARRAY(&o->arena, struct timeline_milestone, count),
        .milestone_count = count,
    };
    for (int kind = 0; kind < LINK_KIND_COUNT; kind++)
        row->links_to[kind] = a->links_to[kind].id;
    for (size_t i = 0; i < count; i++) {
        const struct milestone *kept = promise_kept_by(order[i], order, count);
        row->milestones[i] = (struct timeline_milestone){
            .m = *order[i],
            .promise = promise_state(order[i], kept, o->session->today),
        };
        if (kept) {
            row->milestones[i].kept_by = b->id;
            row->milestones[i].kept_found = kept->evidence.found;
            row->milestones[i].kept_span = kept->evidence.span;
        }
    }
}

static bool states_briefing(const struct timeline_row *row, str id)
{
    for (size_t i = 0; i < row->milestone_count; i++)
        if (str_eq(row->milestones[i].m.briefing, id))
            return true;
    return false;
}

/* The catalogue may be of an earlier state of this file: where evidence stands in the open text is
 * taken from the text itself. */
static void take_own_evidence(const struct opening *o, const struct agreement *a, size_t place,
                              struct timeline_row *row)
{
    for (size_t i = 0; i < row->milestone_count; i++) {
        struct timeline_milestone *m = &row->milestones[i];
        if (str_eq(m->kept_by, o->briefing->id) &&
            m->kept_span.end > o->briefing->document.text.len)
            m->kept_found = false;
        if (!str_eq(m->m.briefing, o->briefing->id))
            continue;
        if (m->m.place >= place && m->m.place - place < a->milestone_count)
            m->m.evidence = a->milestones[m->m.place - place].evidence;
        else
            m->m.evidence.found = false;
    }
}

static void add_stated(struct opening *o)
{
    struct session *s = o->session;
    size_t place = 0;
    for (size_t i = 0; i < o->briefing->agreement_count; i++) {
        const struct agreement *a = &o->briefing->agreements[i];
        struct session_entry *entry = VEC_PUSH(&o->arena, &o->entries);
        entry->stated = a;
        bool known = s->catalog &&
                     catalog_agreement(s->catalog, s->today, a->id, &o->arena, &entry->agreement);
        if (known && states_briefing(&entry->agreement, o->briefing->id))
            take_own_evidence(o, a, place, &entry->agreement);
        else
            row_of_own(o, a, place, &entry->agreement);
        place += a->milestone_count;
    }
}

static bool has_agreement(const struct opening *o, str id)
{
    for (size_t i = 0; i < o->entries.len; i++)
        if (!o->entries.items[i].is_event && str_eq(o->entries.items[i].agreement.id, id))
            return true;
    return false;
}

static void add_linked(struct opening *o, str id)
{
    struct timeline_row row;
    if (o->session->catalog && !has_agreement(o, id) &&
        catalog_agreement(o->session->catalog, o->session->today, id, &o->arena, &row))
        *VEC_PUSH(&o->arena, &o->entries) = (struct session_entry){.agreement = row};
}

/* Agreements that the text links to and another briefing states: the loader, which reads one
 * briefing, takes a wiki link to such a one for a name that nothing has. */
static void add_all_linked(struct opening *o)
{
    const struct briefing *b = o->briefing;
    for (size_t i = 0; i < b->agreement_link_count; i++)
        add_linked(o, b->agreement_links[i].id);
    for (size_t i = 0; i < b->stranger_count; i++)
        if (b->strangers[i].kind == STRANGER_WIKI)
            add_linked(o, b->strangers[i].name);
}

static void add_events(struct opening *o)
{
    for (size_t i = 0; i < o->briefing->event_count; i++)
        *VEC_PUSH(&o->arena, &o->entries) = (struct session_entry){
            .is_event = true,
            .event = &o->briefing->events[i],
        };
}

static const struct date *entry_date(const struct session_entry *e)
{
    return e->is_event ? &e->event->date : &e->agreement.extent;
}

static str entry_id(const struct session_entry *e)
{
    return e->is_event ? e->event->id : e->agreement.id;
}

static int entry_compare(const void *left, const void *right)
{
    const struct session_entry *a = left, *b = right;
    int order = date_compare(entry_date(a), entry_date(b));
    if (order == 0)
        order = (int)a->is_event - (int)b->is_event;
    if (order == 0)
        order = str_cmp(entry_id(a), entry_id(b));
    if (order == 0 && a->is_event) /* events may be without id: by place in the file */
        order = (a->event > b->event) - (a->event < b->event);
    return order;
}

struct err session_open(struct session *s, str id)
{
    struct opening o = {.session = s};
    struct unit unit;
    struct diag_list refused = {.arena = &o.arena};
    struct err e = library_find(s->library, id, &o.arena, &unit);
    if (!err_failed(&e))
        e = library_load(s->library, &unit, &o.arena, &o.briefing, &refused);
    if (err_failed(&e)) {
        arena_release(&o.arena);
        return e;
    }
    add_stated(&o);
    add_all_linked(&o);
    add_events(&o);
    if (o.entries.len)
        qsort(o.entries.items, o.entries.len, sizeof *o.entries.items, entry_compare);
    struct folded folded = text_fold(o.briefing->document.text, &o.arena);
    session_release(s);
    s->arena = o.arena;
    s->briefing = o.briefing;
    s->folded = folded;
    s->timeline = o.entries.items;
    s->timeline_count = o.entries.len;
    return ERR_OK;
}

void session_release(struct session *s)
{
    arena_release(&s->arena);
    s->briefing = NULL;
    s->folded = (struct folded){0};
    s->timeline = NULL;
    s->timeline_count = 0;
    s->selection = (struct selection){
        .entity = SELECTED_NONE, .mention = SELECTED_NONE, .agreement = SELECTED_NONE};
}

long session_entity(const struct session *s, str id)
{
    for (size_t i = 0; s->briefing && id.len && i < s->briefing->entity_count; i++)
        if (str_eq(s->briefing->entities[i].id, id))
            return (long)i;
    return SELECTED_NONE;
}

long session_agreement(const struct session *s, str id)
{
    for (size_t i = 0; id.len && i < s->timeline_count; i++)
        if (str_eq(entry_id(&s->timeline[i]), id))
            return (long)i;
    return SELECTED_NONE;
}

str session_entry_id(const struct session *s, long entry)
{
    return entry >= 0 && (size_t)entry < s->timeline_count ? entry_id(&s->timeline[entry])
                                                           : (str){NULL, 0};
}
