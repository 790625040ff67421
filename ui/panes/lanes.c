#include "ui/panes/lanes.h"

#include "ui/panes/notation.h"

/* -- Keys ---------------------------------------------------------------------------------------
 */

/* A lane is known by what the catalogue pages agreements by. */
static str key_of(const struct timeline_row *row, struct arena *a)
{
    struct buf b = {0};
    if (str_present(row->sort_key))
        notation_add(&b, 'k', row->sort_key);
    notation_add(&b, 'i', row->id);
    str key = arena_str(a, buf_str(&b));
    buf_release(&b);
    return key;
}

static struct timeline_row row_of(str key)
{
    struct timeline_row row = {0};
    size_t at = 0;
    char letter;
    str bytes;
    while (notation_next(key, &at, &letter, &bytes))
        *(letter == 'k' ? &row.sort_key : &row.id) = bytes;
    return row;
}

/* -- Items --------------------------------------------------------------------------------------
 */

/* The milestone that makes the agreement what it is now; without such a one the last. */
static size_t that_counts(const struct timeline_row *row)
{
    size_t last = row->milestone_count - 1;
    for (int dated = 1; dated >= 0; dated--)
        for (size_t i = row->milestone_count; i-- > 0;) {
            const struct milestone *m = &row->milestones[i].m;
            if (m->status != STATUS_NONE && !m->expected && !str_present(m->party) &&
                date_known(&m->date) == (dated == 1))
                return i;
        }
    return last;
}

static struct moment moment_of(struct pane *p, const struct timeline_row *row, size_t number)
{
    struct chronicle *h = p->state;
    const struct timeline_milestone *t = &row->milestones[number];
    return (struct moment){
        .kind = MOMENT_MILESTONE,
        .id = row->id,
        .title = row->title,
        .agreement_kind = row->kind,
        .place = row->place,
        .date = t->m.date,
        .undated = t->m.undated,
        .status = t->m.status,
        .then = row->status,
        .now = row->status,
        .party = t->m.party,
        .parties = row->parties,
        .topics = row->topics,
        .party_count = row->party_count,
        .topic_count = row->topic_count,
        .expected = t->m.expected,
        .promise = t->promise,
        .note = t->m.note,
        .url = t->m.url,
        .briefing = t->m.briefing,
        .briefing_title = chronicle_briefing(p, t->m.briefing, &h->arena),
        .briefing_date = t->m.briefing_date,
        .evidence = t->m.evidence,
        .start = t->start,
        .end = t->end,
        .at = t->m.at,
        .sort_key = key_of(row, &h->arena),
    };
}

static void add_lane(struct pane *p, const struct timeline_row *row)
{
    size_t number = that_counts(row);
    const struct moment m = moment_of(p, row, number);
    struct chronicle_item *item = chronicle_add(p, &m);
    item->agreement = *row;
    item->milestone = number;
    item->dated = date_known(&row->extent);
    item->day = item->end =
        row->extent.first == DATE_DAY ? row->extent.earliest : row->extent.latest;
}

static struct timeline_page ask(struct pane *p, const struct timeline_row *from, bool backwards,
                                size_t limit)
{
    struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    struct timeline_page page = {0};
    answer_is(
        p, catalog_agreements(p->session->catalog, &q, from, backwards, limit, &h->arena, &page));
    for (size_t i = 0; i < page.count; i++)
        if (page.rows[i].milestone_count)
            add_lane(p, &page.rows[i]);
    return page;
}

void lanes_load(struct pane *p, const struct chronicle_at *at, size_t around)
{
    struct chronicle *h = p->state;
    struct timeline_row from = row_of(at->moment.sort_key);
    bool last = at->kind == AT_LAST, first = at->kind == AT_FIRST;
    if (at->kind == AT_DAY || !str_present(from.id))
        from = (struct timeline_row){.id = STR(""),
                                     .sort_key = catalog_agreements_before_day(at->day, &h->arena)};
    struct timeline_page before = {0};
    if (!first)
        before = ask(p, last ? NULL : &from, true, around);
    h->at_start = !before.more;
    h->boundary = h->items.len;
    h->at_end =
        last || !ask(p, before.count ? &before.rows[before.count - 1] : NULL, false, around).more;
}

void lanes_survey(struct pane *p)
{
    struct chronicle *h = p->state;
    const struct moments_query all = {.today = p->session->today}, q = chronicle_query(p);
    if (!h->lanes)
        return;
    bool known = answer_is(p, catalog_agreements_count(p->session->catalog, &q, &h->shown));
    if (!sieve_is_empty(&h->sieve))
        answer_is(p, catalog_agreements_count(p->session->catalog, &all, &h->stated));
    else if (known)
        h->stated = h->shown;
}

/* -- How many years -----------------------------------------------------------------------------
 */

static const size_t spans[] = {1, 2, 5, 10, 25, 50, 100, 250, 1000, 0};
enum { SPAN_COUNT = sizeof spans / sizeof *spans };

size_t lanes_years(const struct chronicle *h)
{
    return spans[h->span < SPAN_COUNT ? h->span : SPAN_COUNT - 1];
}

bool lanes_can_zoom(const struct chronicle *h, int by)
{
    return h->items.len > 0 && (by > 0 ? h->span + 1 < SPAN_COUNT : h->span > 0);
}

void lanes_zoom(struct pane *p, int by)
{
    struct chronicle *h = p->state;
    long to = (long)h->span + by;
    h->span = to < 0 ? 0 : to < SPAN_COUNT ? (size_t)to : SPAN_COUNT - 1;
    h->touched = true;
}

/* The fewest in which most of what is known has happened. */
static size_t fit(struct pane *p)
{
    struct moments_query q = chronicle_query(p);
    int64_t year = date_to_civil(p->session->today).year;
    struct buckets years;
    struct arena a = {0};
    size_t span = 0, all = 0, within = 0;
    struct err e = catalog_buckets(p->session->catalog, &q, UNIT_YEAR, INT64_MIN, INT64_MAX,
                                   SIZE_MAX / 2, &a, &years);
    size_t count = err_failed(&e) ? 0 : years.count;
    for (size_t i = 0; i < count; i++)
        all += years.rows[i].moments;
    for (; span + 1 < SPAN_COUNT && 4 * within <= 3 * all; span++) {
        within = 0;
        for (size_t i = 0; i < count; i++)
            if (date_to_civil(years.rows[i].start).year > year - (int64_t)spans[span])
                within += years.rows[i].moments;
    }
    arena_release(&a);
    return span > 0 ? span - 1 : 0;
}

/* -- There and back -----------------------------------------------------------------------------
 */

void lanes_first_place(struct pane *p)
{
    struct chronicle *h = p->state;
    h->span = fit(p);
    chronicle_go(p, &(struct chronicle_at){.kind = AT_LAST});
    chronicle_stand(p, h->lines.len);
}

static void to_lane(struct pane *p, str agreement, int64_t day)
{
    struct arena a = {0};
    struct timeline_row row;
    struct chronicle_at at = {.kind = AT_DAY, .dated = true, .day = day};
    if (agreement.len &&
        catalog_agreement(p->session->catalog, p->session->today, agreement, &a, &row)) {
        at.kind = AT_ITEM;
        at.dated = date_known(&row.extent);
        at.day = date_day(&row.extent);
        at.moment.sort_key = key_of(&row, &a);
    }
    chronicle_go(p, &at);
    arena_release(&a);
}

/* Of its moments that are let through the one that was meant, else the first. */
static void to_moment(struct pane *p, str agreement, const struct moment *meant)
{
    enum { MOST = 1000 };
    struct arena a = {0};
    struct moments_query q = chronicle_query(p);
    struct moment_page page = {0};
    size_t i = 0;
    q.agreement = agreement;
    struct err e = catalog_moments(p->session->catalog, &q, NULL, false, MOST, &a, &page);
    while (i < page.count && !(str_eq(page.rows[i].briefing, meant->briefing) &&
                               page.rows[i].status == meant->status &&
                               str_eq(page.rows[i].date.text, meant->date.text)))
        i++;
    if (!err_failed(&e) && page.count) {
        struct chronicle_at at = chronicle_at(&page.rows[i < page.count ? i : 0]);
        chronicle_go(p, &at);
    }
    arena_release(&a);
}

void lanes_turn(struct pane *p)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    struct arena a = {0};
    str agreement = {0};
    struct moment meant = {0};
    int64_t day = item ? item->day : p->session->today;
    if (item && !item->cluster && item->moment.kind == MOMENT_MILESTONE) {
        agreement = arena_str(&a, item->moment.id);
        meant.briefing = arena_str(&a, item->moment.briefing);
        meant.status = item->moment.status;
        meant.date.text = arena_str(&a, item->moment.date.text);
    }
    bool touched = h->touched;
    h->lanes = !h->lanes;
    h->span = fit(p);
    chronicle_survey(p);
    chronicle_fit(p);
    if (h->lanes && !touched)
        lanes_first_place(p);
    else if (h->lanes)
        to_lane(p, agreement, day);
    else
        to_moment(p, agreement, &meant);
    p->host->say(p->host->user, false, h->lanes ? STR("by agreement") : STR("by date"));
    arena_release(&a);
}
