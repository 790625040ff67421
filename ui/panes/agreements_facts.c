#include "ui/panes/agreements.h"

#include "text/safe.h"
#include "ui/panes/passage.h"

#include <inttypes.h>

str agreements_title(const struct session_entry *entry)
{
    str title = entry->is_event ? entry->event->title : entry->agreement.title;
    if (title.len)
        return title;
    return entry->is_event ? entry->event->id : entry->agreement.id;
}

str agreements_status_words(enum status status, struct arena *a)
{
    str words = arena_str(a, str_of(status_name(status)));
    for (size_t i = 0; i < words.len; i++)
        if (words.ptr[i] == '-')
            ((char *)words.ptr)[i] = ' ';
    return words;
}

struct style agreements_promise_style(enum promise promise)
{
    static const uint8_t roles[] = {
        [PROMISE_NONE] = STYLE_TEXT,
        [PROMISE_KEPT] = STYLE_STATUS_LIVE,
        [PROMISE_OPEN] = STYLE_STATUS_SOON,
        [PROMISE_OVERDUE] = STYLE_STATUS_LATE,
    };
    return STYLE_WITH(roles[promise], 0);
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

/* The date without the year that its group names. */
static str without_year(str when, int64_t year, struct arena *a)
{
    str number = arena_printf(a, "%" PRId64, year);
    if (!str_ends(when, number))
        return when;
    str rest = str_sub(when, 0, when.len - number.len);
    return rest.len == 0 || str_ends(rest, STR(" ")) ? str_trim(rest) : when;
}

static void gather_date(struct agreements_facts *f, const struct session_entry *entry,
                        struct arena *a)
{
    const struct date *extent = entry->is_event ? &entry->event->date : &entry->agreement.extent;
    const struct date *date = date_of(entry);
    f->dated = date_known(extent);
    if (!f->dated)
        return;
    int64_t day = extent->first == DATE_DAY ? extent->earliest : extent->latest;
    f->year = date_to_civil(day).year;
    str when = date_human(date, DATE_SHORT, a);
    if (when.len == 0)
        when = date_day_text(day, a);
    f->when_whole = when;
    f->when = without_year(when, f->year, a);
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
        return entry->event->place.len ? entry->event->place : STR("event");
    switch (promise) {
    case PROMISE_OPEN:
        return STR("promised");
    case PROMISE_OVERDUE:
        return STR("overdue");
    case PROMISE_KEPT:
        return STR("kept");
    default:
        return agreements_status_words(entry->agreement.status, a);
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
