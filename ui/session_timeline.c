#include "ui/session_timeline.h"

#include <stdlib.h>

/* What a timeline is built of, in an arena of its own. */
struct opening {
    const struct session *session;
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
    const struct milestone **kept_by = ARENA_ARRAY(&o->arena, const struct milestone *, count);
    promises_kept(order, count, kept_by);
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
        const struct milestone *kept = kept_by[i];
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
    const struct session *s = o->session;
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

str session_timeline_id(const struct session_entry *e)
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
        order = str_cmp(session_timeline_id(a), session_timeline_id(b));
    if (order == 0 && a->is_event) /* events may be without id: by place in the file */
        order = (a->event > b->event) - (a->event < b->event);
    return order;
}

struct session_timeline session_timeline_make(const struct session *s, struct briefing *b)
{
    struct opening o = {.session = s, .briefing = b};
    add_stated(&o);
    add_all_linked(&o);
    add_events(&o);
    if (o.entries.len)
        qsort(o.entries.items, o.entries.len, sizeof *o.entries.items, entry_compare);
    return (struct session_timeline){o.arena, o.entries.items, o.entries.len};
}
