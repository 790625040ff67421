#include "ui/session.h"

#include <stdlib.h>
#include <string.h>

/* What a timeline is built of, in an arena of its own. */
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

static void make_timeline(struct opening *o)
{
    add_stated(o);
    add_all_linked(o);
    add_events(o);
    if (o->entries.len)
        qsort(o->entries.items, o->entries.len, sizeof *o->entries.items, entry_compare);
}

/* The timeline has an arena of its own: the catalogue changes without the briefing. */
static void take_timeline(struct session *s, const struct opening *o)
{
    arena_release(&s->timeline_arena);
    s->timeline_arena = o->arena;
    s->timeline = o->entries.items;
    s->timeline_count = o->entries.len;
}

struct loaded {
    struct arena arena;
    struct briefing *briefing;
    struct freshness files;
};

static struct err load(struct session *s, str id, struct loaded *l)
{
    struct unit unit;
    *l = (struct loaded){.files = freshness_of(s->library, id)};
    struct diag_list refused = {.arena = &l->arena};
    struct err e = library_find(s->library, id, &l->arena, &unit);
    if (!err_failed(&e))
        e = library_load(s->library, &unit, &l->arena, &l->briefing, &refused);
    if (err_failed(&e))
        arena_release(&l->arena);
    return e;
}

static void forget_briefing(struct session *s)
{
    arena_release(&s->arena);
    arena_release(&s->timeline_arena);
    own_release(&s->own);
    s->briefing = NULL;
    s->folded = (struct folded){0};
    s->timeline = NULL;
    s->timeline_count = 0;
    s->selection = (struct selection){
        .entity = SELECTED_NONE, .mention = SELECTED_NONE, .agreement = SELECTED_NONE};
}

static void take_briefing(struct session *s, struct loaded *l)
{
    struct folded folded = text_fold(l->briefing->document.text, &l->arena);
    struct opening o = {.session = s, .briefing = l->briefing};
    make_timeline(&o);
    forget_briefing(s);
    s->arena = l->arena;
    s->briefing = l->briefing;
    s->folded = folded;
    s->files = l->files;
    s->kept = false;
    take_timeline(s, &o);
}

struct err session_open(struct session *s, str id)
{
    struct loaded l;
    str why;
    struct err e = load(s, id, &l);
    if (err_failed(&e))
        return e;
    freshness_judge(s->library, NULL, NULL, l.briefing, &l.files, &l.arena, &why);
    take_briefing(s, &l);
    return ERR_OK;
}

/* -- The same briefing again --------------------------------------------------------------------
 */

bool session_is_stale(const struct session *s)
{
    struct freshness now = freshness_of(s->library, s->briefing->id);
    return !freshness_same(&s->files, &now);
}

struct err session_reload(struct session *s, bool settled)
{
    struct loaded l;
    str why = STR("");
    library_forget(s->library);
    struct err e = load(s, s->briefing->id, &l);
    s->kept = true;
    if (err_failed(&e))
        return e;
    enum freshness_verdict verdict =
        freshness_judge(s->library, s->briefing, &s->files, l.briefing, &l.files, &l.arena, &why);
    if (verdict == FRESH_TORN || (verdict == FRESH_CUT && !settled)) {
        e = err_make(verdict == FRESH_CUT ? ERR_CANCELLED : ERR_CORRUPT, "%.*s", STR_FMT(why));
        arena_release(&l.arena);
        return e;
    }
    take_briefing(s, &l);
    return ERR_OK;
}

void session_join(struct session *s)
{
    struct opening o = {.session = s, .briefing = s->briefing};
    struct arena a = {0};
    str selected = arena_str(&a, session_entry_id(s, s->selection.agreement));
    make_timeline(&o);
    take_timeline(s, &o);
    s->selection.agreement = session_agreement(s, selected);
    arena_release(&a);
}

void session_seek(struct session *s, str query, bool expand)
{
    buf_clear(&s->seek.query);
    buf_append(&s->seek.query, query);
    s->seek.expand = expand;
    s->seek.number++;
}

void session_release(struct session *s)
{
    forget_briefing(s);
    buf_release(&s->seek.query);
}

long session_entity(const struct session *s, str id)
{
    for (size_t i = 0; s->briefing && id.len && i < s->briefing->entity_count; i++)
        if (str_eq(s->briefing->entities[i].id, id))
            return (long)i;
    return SELECTED_NONE;
}

long session_mention(const struct session *s, struct span span)
{
    const struct briefing *b = s->briefing;
    for (size_t i = 0; b && span.end > span.start && i < b->mention_count; i++)
        if (b->mentions[i].span.start == span.start && b->mentions[i].span.end == span.end)
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
