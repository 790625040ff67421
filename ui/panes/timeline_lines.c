#include "ui/panes/cells.h"
#include "ui/panes/moment.h"
#include "ui/panes/timeline.h"

#include <inttypes.h>

/* -- Between the items --------------------------------------------------------------------------
 */

static void add_today(struct pane *p, size_t item)
{
    struct chronicle *h = p->state;
    str day = date_day_human(p->session->today, DATE_LONG, &h->arena);
    chronicle_add_line(p, LINE_TODAY, item)->text =
        arena_printf(&h->arena, "today, %.*s", STR_FMT(day));
}

/* Today stands between what was and what is to come, unless a cluster holds it. */
static bool passed(const struct chronicle_item *item, int64_t today)
{
    return item->dated && item->day <= today;
}

/* Years without anything are said where there are more than two, of the zoom's kind. */
static void add_gap(struct pane *p, const struct chronicle_item *before, size_t number)
{
    struct chronicle *h = p->state;
    int64_t least = h->zoom == UNIT_CENTURY ? 100 : h->zoom == UNIT_DECADE ? 10 : 1;
    int64_t years =
        date_to_civil(h->items.items[number].day).year - date_to_civil(before->end).year - 1;
    if (years <= 2 * least)
        return;
    chronicle_add_line(p, LINE_GAP, number)->text =
        arena_printf(&h->arena, "%" PRId64 " years", years);
}

/* The first item that is loaded begins the list, or nobody knows what stands before it. */
static void before_first(struct pane *p, const struct chronicle_item *item)
{
    if (item->dated && !passed(item, p->session->today))
        add_today(p, 0);
    if (!item->dated)
        chronicle_add_line(p, LINE_GROUP, 0)->text = STR("Undated");
}

void timeline_before(struct pane *p, size_t number)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[number];
    if (h->lanes) {
        if (!item->dated && (number == 0 ? h->at_start : item[-1].dated))
            chronicle_add_line(p, LINE_GROUP, number)->text = STR("Undated");
        return;
    }
    if (number == 0) {
        if (h->at_start)
            before_first(p, item);
        return;
    }
    int64_t today = p->session->today;
    if (passed(item - 1, today) && !passed(item, today))
        add_today(p, number);
    else if (item[-1].dated && item->dated)
        add_gap(p, item - 1, number);
    if (item[-1].dated && !item->dated)
        chronicle_add_line(p, LINE_GROUP, number)->text = STR("Undated");
}

void timeline_after(struct pane *p)
{
    struct chronicle *h = p->state;
    if (!h->lanes && h->at_end && h->items.len &&
        passed(&h->items.items[h->items.len - 1], p->session->today))
        add_today(p, h->items.len - 1);
}

/* -- Within an item -----------------------------------------------------------------------------
 */

/* The agreement's after each milestone: that of the last one up to it that counts. An undated one
 * is not known to be before anything. */
static enum status status_then(const struct timeline_row *row, size_t milestone)
{
    enum status then = STATUS_UNCLEAR;
    if (!date_known(&row->milestones[milestone].m.date))
        return row->status;
    for (size_t i = 0; i <= milestone; i++) {
        const struct milestone *m = &row->milestones[i].m;
        if (m->status != STATUS_NONE && !m->expected && !str_present(m->party))
            then = m->status;
    }
    return then;
}

static void add_milestone(struct pane *p, size_t number, size_t milestone)
{
    struct chronicle *h = p->state;
    const struct timeline_row *row = &h->items.items[number].agreement;
    const struct timeline_milestone *t = &row->milestones[milestone];
    struct buf b = {0};
    enum status then = status_then(row, milestone);
    struct chronicle_line *line = chronicle_add_line(p, LINE_MILESTONE, number);
    line->sub = milestone;
    if (str_present(t->m.party))
        buf_append(&b, chronicle_name(p, t->m.party));
    if (then != t->m.status && then != STATUS_UNCLEAR)
        cells_join(
            &b, p->session->ascii,
            arena_printf(&h->arena, "then %.*s", STR_FMT(moment_status_words(then, &h->arena))));
    line->text = arena_str(&h->arena, buf_str(&b));
    buf_clear(&b);
    chronicle_add_quote(p, number, t->m.evidence.quote);
    chronicle_add_words(p, number, t->m.note, false);
    if (t->m.undated.len && t->m.date.text.len)
        chronicle_add_words(p, number, t->m.undated, false);
    buf_append(&b, chronicle_briefing(p, t->m.briefing, &h->arena));
    cells_join(&b, p->session->ascii, date_human(&t->m.briefing_date, DATE_SHORT, &h->arena));
    chronicle_add_words(p, number, arena_str(&h->arena, buf_str(&b)), false);
    buf_release(&b);
}

void timeline_unfold(struct pane *p, size_t number)
{
    struct chronicle *h = p->state;
    const struct moment m = h->items.items[number].moment;
    struct buf b = {0};
    cells_join(&b, p->session->ascii, m.agreement_kind);
    cells_join(&b, p->session->ascii, m.place);
    cells_join(&b, p->session->ascii, chronicle_names(p, m.parties, m.party_count));
    chronicle_add_words(p, number, arena_str(&h->arena, buf_str(&b)), false);
    buf_release(&b);
    chronicle_add_links(p, number);
    for (size_t i = 0; i < h->items.items[number].agreement.milestone_count; i++)
        add_milestone(p, number, i);
    if (m.kind == MOMENT_EVENT) {
        chronicle_add_quote(p, number, m.evidence.quote);
        chronicle_add_words(p, number, m.briefing_title, false);
    }
}
