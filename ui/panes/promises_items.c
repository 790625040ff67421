#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/moment.h"
#include "ui/panes/promises.h"

enum { GROUPS_MOST = 2000 };

const enum promise promises_states[PROMISE_STATES] = {PROMISE_OVERDUE, PROMISE_OPEN, PROMISE_KEPT};

unsigned promises_shown(const struct chronicle *h)
{
    unsigned all = PROMISE_BIT(OVERDUE) | PROMISE_BIT(OPEN) | PROMISE_BIT(KEPT);
    struct moments_query q = {0};
    sieve_apply(&h->sieve, &q);
    return q.promises & all ? q.promises & all : all;
}

/* -- Groups -------------------------------------------------------------------------------------
 */

static void add_group(struct chronicle *h, const struct promise_group *group)
{
    h->groups.rows[h->groups.count++] = *group;
}

static void group_by_state(struct chronicle *h)
{
    h->groups.rows = ARENA_ARRAY(&h->groups_arena, struct promise_group, PROMISE_STATES);
    for (int i = 0; i < PROMISE_STATES; i++) {
        enum promise state = promises_states[i];
        struct promise_group group = {.value = str_of(promise_name(state))};
        group.name = group.value;
        group.counts.by_state[state] = group.counts.by_state[PROMISE_NONE] =
            h->counts.by_state[state];
        if (h->counts.by_state[state] && promises_shown(h) & 1U << state)
            add_group(h, &group);
    }
}

/* The counts of a query, and its groups where they are not the states. */
static struct err ask_counts(struct pane *p, struct moments_query q, struct arena *a,
                             struct promise_counts *counts, struct promise_groups *groups)
{
    const struct chronicle *h = p->state;
    struct catalog *c = p->session->catalog;
    struct err e = catalog_promise_counts(c, &q, counts);
    *groups = (struct promise_groups){0};
    if (err_failed(&e) || h->grouped == GROUP_STATE)
        return e;
    q.promises = promises_shown(h);
    return catalog_promise_groups(c, &q, h->grouped == GROUP_PARTY ? FACET_PARTY : FACET_TOPIC,
                                  GROUPS_MOST, a, groups);
}

static void forget_ahead(struct chronicle *h)
{
    h->ahead.generation = 0;
    arena_release(&h->ahead.arena);
    buf_clear(&h->ahead.words);
}

void promises_prepare(struct pane *p, const struct moments_query *q)
{
    struct chronicle *h = p->state;
    forget_ahead(h);
    struct err e = ask_counts(p, *q, &h->ahead.arena, &h->ahead.counts, &h->ahead.groups);
    if (err_failed(&e))
        return;
    h->ahead.generation = p->session->generation;
    buf_append(&h->ahead.words, q->text);
}

/* False: they cannot be asked now, and what was known stays. */
static bool take_counts(struct pane *p)
{
    struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    bool ahead = h->ahead.generation != 0 && h->ahead.generation == p->session->generation &&
                 str_eq(buf_str(&h->ahead.words), q.text);
    struct arena a = {0};
    struct promise_counts counts = h->ahead.counts;
    struct promise_groups groups = h->ahead.groups;
    bool known = ahead || answer_is(p, ask_counts(p, q, &a, &counts, &groups));
    if (ahead) {
        a = h->ahead.arena;
        h->ahead.arena = (struct arena){0};
    }
    forget_ahead(h);
    if (!known) {
        arena_release(&a);
        return false;
    }
    arena_release(&h->groups_arena);
    h->groups_arena = a;
    h->counts = counts;
    h->groups = groups;
    return true;
}

void promises_survey(struct pane *p)
{
    struct chronicle *h = p->state;
    const struct moments_query all = {.today = p->session->today};
    struct promise_counts counts;
    if (!take_counts(p))
        return;
    counts = h->counts;
    if (!sieve_is_empty(&h->sieve) &&
        !answer_is(p, catalog_promise_counts(p->session->catalog, &all, &counts)))
        return;
    h->everything = counts.by_state[PROMISE_NONE];
    if (h->grouped == GROUP_STATE)
        group_by_state(h);
}

/* Present, also where nobody is named. */
str promises_group(struct pane *p, size_t group)
{
    const struct chronicle *h = p->state;
    str value = group < h->groups.count ? h->groups.rows[group].value : (str){0};
    return str_present(value) ? value : STR("");
}

str promises_heading(const struct chronicle *h, size_t number, bool ascii, struct arena *a)
{
    const struct promise_group *group = &h->groups.rows[number];
    struct buf b = {0};
    if (h->grouped == GROUP_STATE) {
        static const char *const names[] = {
            [PROMISE_OVERDUE] = "Overdue: nothing in this library shows them kept",
            [PROMISE_OPEN] = "Open: still to come",
            [PROMISE_KEPT] = "Kept",
        };
        for (int i = 0; i < PROMISE_STATES; i++)
            if (str_eq(group->value, str_of(promise_name(promises_states[i]))))
                buf_append(&b, str_of(names[promises_states[i]]));
        cells_join(&b, ascii, str_of(COUNT(group->counts.by_state[PROMISE_NONE])));
    } else {
        buf_append(&b, group->name.len             ? group->name
                       : h->grouped == GROUP_PARTY ? STR("Nobody is named")
                                                   : STR("Without a topic"));
        for (int i = 0; i < PROMISE_STATES; i++) {
            size_t count = group->counts.by_state[promises_states[i]];
            if (count)
                cells_join(
                    &b, ascii,
                    arena_printf(a, "%s %s", COUNT(count), promise_name(promises_states[i])));
        }
    }
    str text = arena_str(a, buf_str(&b));
    buf_release(&b);
    return text;
}

/* -- Loading ------------------------------------------------------------------------------------
 */

static struct moment_page ask(struct pane *p, size_t number, const struct moment *from,
                              bool backwards, size_t limit)
{
    struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    struct moments_group group = {h->grouped == GROUP_PARTY ? FACET_PARTY : FACET_TOPIC,
                                  h->groups.rows[number].value};
    struct moment_page page = {0};
    q.promises = promises_shown(h);
    if (h->grouped != GROUP_STATE)
        q.group = &group;
    else
        for (int i = 0; i < PROMISE_STATES; i++)
            if (str_eq(group.value, str_of(promise_name(promises_states[i]))))
                q.promises = 1U << promises_states[i];
    struct err e =
        catalog_promises(p->session->catalog, &q, from, backwards, limit, &h->arena, &page);
    answer_is(p, e);
    return page;
}

static void add_rows(struct pane *p, const struct moment_page *page, size_t group)
{
    for (size_t i = 0; i < page->count; i++) {
        struct chronicle_item *item = chronicle_add(p, &page->rows[i]);
        item->group = group;
        item->parties = str_present(item->party)
                            ? item->party
                            : chronicle_names(p, item->moment.parties, item->moment.party_count);
    }
}

/* What stands before `from` in its group, then in the groups before; the last of its own group in
 * *last. */
static void add_before(struct pane *p, size_t number, const struct moment *from, size_t wanted,
                       struct moment *last, bool *has_last)
{
    struct chronicle *h = p->state;
    struct {
        struct moment_page *items;
        size_t len, cap;
    } pages = {0};
    bool more = false;
    size_t left = wanted, i = number + 1;
    while (i > 0 && left) {
        i--;
        struct moment_page page = ask(p, i, i == number ? from : NULL, true, left);
        *VEC_PUSH(&h->arena, &pages) = page;
        more = page.more;
        left -= page.count < left ? page.count : left;
    }
    h->at_start = i == 0 && !more;
    for (size_t k = pages.len; k > 0; k--)
        add_rows(p, &pages.items[k - 1], number - (k - 1));
    *has_last = pages.len && pages.items[0].count;
    if (*has_last)
        *last = pages.items[0].rows[pages.items[0].count - 1];
}

static void add_after(struct pane *p, size_t number, const struct moment *from, size_t wanted)
{
    struct chronicle *h = p->state;
    bool more = false;
    for (; number < h->groups.count && wanted; number++) {
        struct moment_page page = ask(p, number, from, false, wanted);
        add_rows(p, &page, number);
        more = page.more;
        wanted -= page.count < wanted ? page.count : wanted;
        from = NULL;
    }
    h->at_end = number == h->groups.count && !more;
}

static size_t find_group(struct pane *p, str name)
{
    const struct chronicle *h = p->state;
    for (size_t i = 0; i < h->groups.count; i++)
        if (str_eq(promises_group(p, i), name))
            return i;
    return h->groups.count;
}

void promises_load(struct pane *p, const struct chronicle_at *at, size_t around)
{
    struct chronicle *h = p->state;
    struct moment last;
    bool has_last = false;
    size_t group = at->kind == AT_ITEM ? find_group(p, at->group) : h->groups.count;
    h->at_start = h->at_end = true;
    if (h->groups.count == 0)
        return;
    if (at->kind == AT_LAST) {
        add_before(p, h->groups.count - 1, NULL, around, &last, &has_last);
        h->at_end = true;
    } else if (group == h->groups.count) {
        add_after(p, 0, NULL, around);
        h->at_start = true;
    } else {
        add_before(p, group, &at->moment, around, &last, &has_last);
        h->boundary = h->items.len;
        add_after(p, group, has_last ? &last : NULL, around);
    }
}

/* A promise may have been kept, or its day have passed, since it was read. */
void promises_follow(struct pane *p, struct chronicle_here *here, str agreement, struct arena *a)
{
    const struct chronicle *h = p->state;
    const struct moments_query q = {.agreement = agreement, .today = p->session->today};
    const struct moment *from = NULL;
    for (bool more = true; more;) {
        struct moment_page page = {0};
        struct err e = catalog_moments(p->session->catalog, &q, from, false, GROUPS_MOST, a, &page);
        more = !err_failed(&e) && page.more;
        for (size_t i = 0; i < page.count; i++) {
            const struct moment *m = &page.rows[i];
            if (!str_eq(m->sort_key, here->at.moment.sort_key) || !m->expected)
                continue;
            here->at.moment.promise = m->promise;
            if (h->grouped == GROUP_STATE)
                here->at.group = str_of(promise_name(m->promise));
            return;
        }
        from = page.count ? &page.rows[page.count - 1] : NULL;
    }
}
