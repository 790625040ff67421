#include "ui/panes/stepping.h"

#include "base/buf.h"
#include "catalog/dossier.h"

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

static bool is_same(enum action action)
{
    return action == ACTION_NEXT_OF_ENTITY || action == ACTION_PREVIOUS_OF_ENTITY;
}

bool stepping_can(const struct session *s, enum action action)
{
    if (!s->briefing || (is_same(action) && s->selection.entity == SELECTED_NONE))
        return false;
    return s->briefing->mention_count > 0 || (is_same(action) && s->catalog);
}

/* -- Over briefings ------------------------------------------------------------------------------
 */

/* How many steps are left in this text before it would go around. */
static size_t steps_left(const struct session *s, bool forward)
{
    bool on;
    size_t total, at = rank(s, true, &on, &total);
    return forward ? total - at - (on ? 1 : 0) : at;
}

/* The briefing in which so many steps on lead, after this one; *steps are left to go in it. */
static bool find_over(const struct session *s, str id, bool forward, size_t *steps, struct arena *a,
                      struct mention_briefing *to, bool *around)
{
    str from = s->briefing->id;
    for (;;) {
        bool found = catalog_mention_next(s->catalog, id, from, !forward, a, to);
        if (!found && *around)
            return false;
        if (!found) {
            *around = true;
            from = (str){0};
            continue;
        }
        if (*steps <= to->mentions || to->mentions == 0)
            return true;
        *steps -= to->mentions;
        from = to->briefing;
    }
}

static enum reader_pane pane_of(const struct pane *p)
{
    return p->ops->contexts & CONTEXT_ENTITIES     ? READER_ENTITIES
           : p->ops->contexts & CONTEXT_AGREEMENTS ? READER_AGREEMENTS
                                                   : READER_TEXT;
}

static void go_over(struct pane *p, str id, const struct mention_briefing *to, bool forward,
                    size_t steps)
{
    struct session *s = p->session;
    struct span mention = forward ? to->first : to->last;
    p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER,
                                               .focus = (int)pane_of(p),
                                               .briefing = to->briefing,
                                               .entity = id,
                                               .offset = mention.start,
                                               .mention = mention});
    if (steps > 1 && s->briefing && str_eq(s->briefing->id, to->briefing) &&
        s->selection.mention != SELECTED_NONE) {
        mention_step(s, forward, true, steps - 1);
        p->host->selected(p->host->user);
    }
}

/* On into the next briefing that mentions the selected entity, when this one's mentions are used
 * up; false if they are not, or no other does. */
static bool step_over(struct pane *p, bool forward, size_t count)
{
    const struct session *s = p->session;
    size_t left = steps_left(s, forward);
    if (s->selection.entity == SELECTED_NONE || !s->catalog || count <= left)
        return false;
    struct arena a = {0};
    struct mention_briefing to;
    bool around = false;
    size_t steps = count - left;
    str id = arena_str(&a, s->briefing->entities[s->selection.entity].id);
    bool over = find_over(s, id, forward, &steps, &a, &to, &around) &&
                !str_eq(to.briefing, s->briefing->id);
    if (over)
        go_over(p, id, &to, forward, steps);
    if (over && around)
        p->host->say(p->host->user, false,
                     forward ? STR("past the last mention in the library: on from the first")
                             : STR("past the first mention in the library: on from the last"));
    arena_release(&a);
    return over;
}

bool mention_briefing_here(const struct session *s, struct arena *a, struct mention_briefing *here)
{
    return s->briefing && s->catalog && s->selection.entity != SELECTED_NONE &&
           catalog_mention_briefing(s->catalog, s->briefing->entities[s->selection.entity].id,
                                    s->briefing->id, a, here);
}

void stepping_act(struct pane *p, enum action action, int count)
{
    struct session *s = p->session;
    bool forward = action == ACTION_NEXT_MENTION || action == ACTION_NEXT_OF_ENTITY;
    bool same = is_same(action);
    long entity = s->selection.entity;
    size_t steps = count > 0 ? (size_t)count : 1;
    if (same && step_over(p, forward, steps))
        return;
    enum step_end end = mention_step(s, forward, same, steps);
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
