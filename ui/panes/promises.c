#include "ui/panes/promises.h"

#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/notation.h"
#include "ui/panes/panes.h"

/* -- Groups and states --------------------------------------------------------------------------
 */

static const char *const ways[GROUP_WAYS] = {
    [GROUP_STATE] = "by state", [GROUP_PARTY] = "by party", [GROUP_TOPIC] = "by topic"};

/* In another order the same promise stands elsewhere: where its first group has it. */
static void regroup(struct pane *p)
{
    struct chronicle *h = p->state;
    struct arena a = {0};
    const struct chronicle_item *item = chronicle_current(p);
    struct chronicle_here here = chronicle_here(p, &a);
    str group = STR("");
    h->grouped = (h->grouped + 1) % GROUP_WAYS;
    if (item && h->grouped == GROUP_STATE)
        group = str_of(promise_name(item->moment.promise));
    else if (item && h->grouped == GROUP_PARTY && str_present(item->moment.party))
        group = arena_str(&a, item->moment.party);
    else if (item && h->grouped == GROUP_PARTY && item->moment.party_count)
        group = arena_str(&a, item->moment.parties[0]);
    else if (item && h->grouped == GROUP_TOPIC && item->moment.topic_count)
        group = arena_str(&a, item->moment.topics[0]);
    here.at.group = group;
    here.row = -1;
    chronicle_survey(p);
    chronicle_return(p, &here);
    p->host->say(p->host->user, false, str_of(ways[h->grouped]));
    arena_release(&a);
}

/* Shows a state or hides it; the last that is shown stays. */
static void toggle(struct pane *p, unsigned bit)
{
    struct chronicle *h = p->state;
    unsigned shown = promises_shown(h) ^ bit, all = 0;
    struct buf value = {0}, name = {0};
    for (int i = 0; i < PROMISE_STATES; i++) {
        all |= 1U << promises_states[i];
        if (!(shown & 1U << promises_states[i]))
            continue;
        buf_append(&name, name.len ? STR(", ") : STR(""));
        buf_append(&name, str_of(promise_name(promises_states[i])));
    }
    buf_printf(&value, "%u", shown);
    if (shown == all)
        sieve_drop(&h->sieve, SIEVE_PROMISE);
    else if (shown)
        sieve_choose(&h->sieve, SIEVE_PROMISE, buf_str(&value), buf_str(&name));
    buf_release(&value);
    buf_release(&name);
    chronicle_refresh(p);
}

/* -- Places -------------------------------------------------------------------------------------
 */

static void first_place(struct pane *p)
{
    chronicle_go(p, &(struct chronicle_at){.kind = AT_FIRST});
}

static void write_view(const struct pane *p, struct buf *out)
{
    notation_add_number(out, 'w', (long long)((const struct chronicle *)p->state)->grouped);
}

static void read_view(struct pane *p, char letter, str bytes)
{
    struct chronicle *h = p->state;
    long long way = notation_number(bytes);
    if (letter == 'w' && way >= 0 && way < GROUP_WAYS)
        h->grouped = (unsigned)way;
}

/* -- The pane -----------------------------------------------------------------------------------
 */

static const struct chronicle_kind kind = {
    .fields = ((1U << SIEVE_FIELD_COUNT) - 1) & ~(1U << SIEVE_WHAT),
    .head = PROMISES_HEAD,
    .survey = promises_survey,
    .prepare = promises_prepare,
    .load = promises_load,
    .before = promises_before,
    .after = promises_after,
    .unfold = promises_unfold,
    .group = promises_group,
    .follow = promises_follow,
    .write = write_view,
    .read = read_view,
    .first_place = first_place,
};

static void open_pane(struct pane *p)
{
    struct chronicle *h = p->state;
    h->is = &kind;
}

static bool is_state(enum action action)
{
    return action >= ACTION_TYPE_1 && action < ACTION_TYPE_1 + PROMISE_STATES;
}

static bool can(const struct pane *p, enum action action)
{
    const struct chronicle *h = p->state;
    if (h->chooser.open)
        return chronicle_can(p, action);
    if (action == ACTION_TYPE_ALL)
        return sieve_has(&h->sieve, SIEVE_PROMISE);
    if (is_state(action) || action == ACTION_GROUP)
        return h->everything > 0;
    return chronicle_can(p, action);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct chronicle *h = p->state;
    h->touched = true;
    if (h->chooser.open)
        return chronicle_act(p, action, count);
    if (is_state(action)) {
        toggle(p, 1U << promises_states[action - ACTION_TYPE_1]);
        return true;
    }
    if (action == ACTION_TYPE_ALL) {
        sieve_drop(&h->sieve, SIEVE_PROMISE);
        chronicle_refresh(p);
        return true;
    }
    if (action == ACTION_GROUP) {
        regroup(p);
        return true;
    }
    return chronicle_act(p, action, count);
}

/* "Japan · by state · 12 of 17" */
static void status(const struct pane *p, struct buf *out)
{
    const struct chronicle *h = p->state;
    bool ascii = p->session->ascii;
    size_t shown = 0;
    if (!h->ready)
        return;
    for (int i = 0; i < PROMISE_STATES; i++)
        if (promises_shown(h) & 1U << promises_states[i])
            shown += h->counts.by_state[promises_states[i]];
    sieve_status(&h->sieve, ascii, out);
    buf_printf(out, "%s%s%s", ways[h->grouped], ascii ? " - " : " \u00B7 ", COUNT(shown));
    if (shown != h->everything)
        buf_printf(out, " of %s", COUNT(h->everything));
}

static bool meanwhile(struct pane *p)
{
    catalog_promises_ahead(p->session->catalog);
    chooser_ahead(p);
    return false;
}

const struct pane_ops pane_promises = {
    .name = "promises",
    .contexts = CONTEXT_PROMISES,
    .state_size = sizeof(struct chronicle),
    .open = open_pane,
    .close = chronicle_release,
    .refresh = chronicle_refresh,
    .layout = chronicle_layout,
    .detail = chronicle_detail,
    .draw = promises_draw,
    .near = chronicle_near,
    .leads_to = chronicle_leads_to,
    .can = can,
    .act = act,
    .input = chronicle_input,
    .prepare = chronicle_prepare,
    .expect_input = chronicle_expect_input,
    .meanwhile = meanwhile,
    .click = chronicle_click,
    .cursor = chronicle_cursor,
    .save = chronicle_save,
    .restore = chronicle_restore,
    .status = status,
};
