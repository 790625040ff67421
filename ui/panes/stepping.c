#include "ui/panes/stepping.h"

#include "base/buf.h"

void mention_select(struct session *s, size_t mention)
{
    const struct mention *m = &s->briefing->mentions[mention];
    struct selection *sel = &s->selection;
    sel->mention = (long)mention;
    sel->offset = m->span.start;
    sel->passage = (struct span){0, 0};
    if (sel->entity == SELECTED_NONE || !mention_is_of(m, (size_t)sel->entity))
        sel->entity = m->candidate_count ? (long)m->candidates[0] : SELECTED_NONE;
}

size_t mention_number(const struct briefing *b, size_t mention, size_t entity, size_t *of)
{
    size_t number = 0, total = 0;
    for (size_t i = 0; i < b->mention_count; i++) {
        if (!mention_is_of(&b->mentions[i], entity))
            continue;
        total++;
        if (i <= mention)
            number = total;
    }
    *of = total;
    return number;
}

static bool counts(const struct session *s, size_t mention, bool same)
{
    return !same || s->selection.entity == SELECTED_NONE ||
           mention_is_of(&s->briefing->mentions[mention], (size_t)s->selection.entity);
}

/* How many of those that count stand before the cursor, and whether it is on one of them. */
static size_t rank(const struct session *s, bool same, bool *on, size_t *total)
{
    const struct selection *sel = &s->selection;
    size_t before = 0;
    *on = false;
    *total = 0;
    for (size_t i = 0; i < s->briefing->mention_count; i++) {
        if (!counts(s, i, same))
            continue;
        ++*total;
        if (sel->mention != SELECTED_NONE) {
            before += i < (size_t)sel->mention;
            *on = *on || i == (size_t)sel->mention;
        } else {
            before += s->briefing->mentions[i].span.start < sel->offset;
        }
    }
    return before;
}

enum step_end mention_step(struct session *s, bool forward, bool same, size_t count)
{
    if (!s->briefing)
        return STEP_NOWHERE;
    bool on;
    size_t total, at = rank(s, same, &on, &total);
    if (total == 0)
        return STEP_NOWHERE;
    count = count == 0 ? 1 : count;
    size_t to;
    bool wrapped;
    if (forward) {
        size_t ahead = at + count - (on ? 0 : 1);
        wrapped = ahead >= total;
        to = ahead % total;
    } else {
        wrapped = count > at;
        to = (at + total - count % total) % total;
    }
    for (size_t i = 0; i < s->briefing->mention_count; i++)
        if (counts(s, i, same) && to-- == 0) {
            mention_select(s, i);
            break;
        }
    return wrapped ? STEP_WRAPPED : STEP_INSIDE;
}

bool stepping_takes(enum action action)
{
    return action == ACTION_NEXT_MENTION || action == ACTION_PREVIOUS_MENTION ||
           action == ACTION_NEXT_OF_ENTITY || action == ACTION_PREVIOUS_OF_ENTITY;
}

bool stepping_can(const struct session *s, enum action action)
{
    if (!s->briefing || s->briefing->mention_count == 0)
        return false;
    return action == ACTION_NEXT_MENTION || action == ACTION_PREVIOUS_MENTION ||
           s->selection.entity != SELECTED_NONE;
}

void stepping_act(struct pane *p, enum action action, int count)
{
    struct session *s = p->session;
    bool forward = action == ACTION_NEXT_MENTION || action == ACTION_NEXT_OF_ENTITY;
    bool same = action == ACTION_NEXT_OF_ENTITY || action == ACTION_PREVIOUS_OF_ENTITY;
    long entity = s->selection.entity;
    enum step_end end = mention_step(s, forward, same, count > 0 ? (size_t)count : 1);
    struct buf message = {0};
    if (end == STEP_NOWHERE && same && entity != SELECTED_NONE) {
        buf_append(&message, s->briefing->entities[entity].name.text);
        buf_append(&message, STR(" is not mentioned in this text"));
    } else if (end == STEP_NOWHERE) {
        buf_append(&message, STR("nobody and nothing is mentioned in this text"));
    } else {
        p->host->selected(p->host->user);
        if (end == STEP_WRAPPED)
            buf_append(&message, forward ? STR("past the last mention: on from the first")
                                         : STR("past the first mention: on from the last"));
    }
    if (message.len)
        p->host->say(p->host->user, false, buf_str(&message));
    buf_release(&message);
}
