#include "ui/panes/agreements.h"

#include "ui/panes/moment.h"
#include "ui/panes/passage.h"

const struct session_entry *agreements_entry(const struct pane *p, size_t number)
{
    return &p->session->timeline[number];
}

str agreements_title(const struct session_entry *entry)
{
    str title = entry->is_event ? entry->event->title : entry->agreement.title;
    if (title.len)
        return title;
    return entry->is_event ? entry->event->id : entry->agreement.id;
}

/* -- Dates --------------------------------------------------------------------------------------
 */

/* The date that stands for an entry: of an agreement that of the milestone with which it begins. */
static const struct date *date_of(const struct session_entry *entry)
{
    if (entry->is_event)
        return &entry->event->date;
    const struct date *extent = &entry->agreement.extent;
    const struct date *found = NULL;
    for (size_t i = 0; i < entry->agreement.milestone_count; i++) {
        const struct milestone *m = &entry->agreement.milestones[i].m;
        bool first = extent->first == DATE_DAY
                         ? m->date.first == DATE_DAY && m->date.earliest == extent->earliest
                         : m->date.last == DATE_DAY && m->date.latest == extent->latest;
        if (first && date_known(&m->date) && (!found || !m->expected))
            found = &m->date;
        if (first && date_known(&m->date) && !m->expected)
            break;
    }
    return found ? found : extent;
}

static void gather_date(struct agreements_facts *f, const struct session_entry *entry,
                        struct arena *a)
{
    const struct date *extent = entry->is_event ? &entry->event->date : &entry->agreement.extent;
    const struct date *date = date_of(entry);
    f->dated = date_known(extent);
    f->group = STR("undated");
    if (!f->dated)
        return;
    int64_t day = extent->first == DATE_DAY ? extent->earliest : extent->latest;
    f->year = date_to_civil(day).year;
    str when = moment_when(date, a);
    if (when.len == 0)
        when = date_day_text(day, a);
    f->group = moment_year(day, a);
    f->when_whole = when;
    f->when = moment_when_within(f->when_whole, f->group, a);
}

/* -- Status -------------------------------------------------------------------------------------
 */

/* Of an agreement about which nothing is known but that it was said to be coming, what became of
 * that: the last promise. */
static enum promise promise_of(const struct session_entry *entry)
{
    enum promise promise = PROMISE_NONE;
    if (entry->is_event || entry->agreement.status != STATUS_UNCLEAR)
        return PROMISE_NONE;
    for (size_t i = 0; i < entry->agreement.milestone_count; i++)
        if (entry->agreement.milestones[i].promise != PROMISE_NONE)
            promise = entry->agreement.milestones[i].promise;
    return promise;
}

static str words_of(const struct session_entry *entry, enum promise promise, struct arena *a)
{
    if (entry->is_event)
        return entry->event->place;
    switch (promise) {
    case PROMISE_OPEN:
        return STR("promised");
    case PROMISE_OVERDUE:
        return STR("overdue");
    case PROMISE_KEPT:
        return STR("kept");
    default:
        return moment_status_words(entry->agreement.status, a);
    }
}

void agreements_gather(struct pane *p)
{
    struct agreements *g = p->state;
    const struct session *s = p->session;
    arena_release(&g->facts_arena);
    g->facts = ARENA_ARRAY(&g->facts_arena, struct agreements_facts, s->timeline_count + 1);
    for (size_t i = 0; s->briefing && i < s->timeline_count; i++) {
        struct agreements_facts *f = &g->facts[i];
        f->event = s->timeline[i].is_event;
        gather_date(f, &s->timeline[i], &g->facts_arena);
        f->promise = promise_of(&s->timeline[i]);
        f->status = words_of(&s->timeline[i], f->promise, &g->facts_arena);
    }
    agreements_speak(p);
}

void agreements_speak(struct pane *p)
{
    struct agreements *g = p->state;
    const struct session *s = p->session;
    for (size_t i = 0; g->facts && s->briefing && i < s->timeline_count; i++)
        g->facts[i].speaks = passage_speaks_of(s, i);
}
