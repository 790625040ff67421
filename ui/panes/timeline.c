#include "ui/panes/timeline.h"

#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/lanes.h"
#include "ui/panes/notation.h"
#include "ui/panes/panes.h"

/* -- Zoom ---------------------------------------------------------------------------------------
 */

/* What stands under the cursor stays there, as itself or as part of its stretch; of a stretch that
 * comes apart, the first. */
static void set_zoom(struct pane *p, enum time_unit zoom)
{
    struct chronicle *h = p->state;
    struct arena a = {0};
    struct chronicle_here here = chronicle_here(p, &a);
    const struct chronicle_item *item = chronicle_current(p);
    h->touched = true;
    if (item && item->cluster) { /* its first moment, wherever in the stretch that is */
        struct moments_query q = chronicle_query(p);
        struct moment first;
        if (catalog_moments_at(p->session->catalog, &q, item->day, &a, &first)) {
            here.at.moment = first;
            here.at.day = date_day(&first.date);
        }
    }
    h->zoom = zoom;
    chronicle_return(p, &here);
    arena_release(&a);
}

/* Nearer until the cluster comes apart. */
static void open_cluster(struct pane *p)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    struct moments_query q = chronicle_query(p);
    int64_t from = item->day, to = item->end;
    enum time_unit zoom = h->zoom;
    for (bool apart = false; !apart && zoom > UNIT_DAY;) {
        struct arena a = {0};
        struct buckets buckets = {0};
        zoom--;
        struct err e = catalog_buckets(p->session->catalog, &q, zoom, from, to, 1, &a, &buckets);
        apart = err_failed(&e) || buckets.more;
        arena_release(&a);
    }
    set_zoom(p, zoom);
}

static bool can_zoom(const struct chronicle *h, enum action action)
{
    if (h->lanes)
        return lanes_can_zoom(h, action == ACTION_ZOOM_IN ? -1 : 1);
    return h->items.len > 0 &&
           (action == ACTION_ZOOM_IN ? h->zoom > UNIT_DAY : h->zoom < UNIT_CENTURY);
}

static void zoom(struct pane *p, enum action action, int count)
{
    const struct chronicle *h = p->state;
    int by =
        (count > 0 && count < TIME_UNIT_COUNT ? count : 1) * (action == ACTION_ZOOM_IN ? -1 : 1);
    if (h->lanes) {
        lanes_zoom(p, by);
        return;
    }
    int to = (int)h->zoom + by;
    set_zoom(p, to < UNIT_DAY ? UNIT_DAY : to > UNIT_CENTURY ? UNIT_CENTURY : (enum time_unit)to);
}

/* -- Places -------------------------------------------------------------------------------------
 */

/* One begins today, at what happened last, with what is to come below it. */
static void first_place(struct pane *p)
{
    struct chronicle *h = p->state;
    if (h->lanes) {
        lanes_first_place(p);
        return;
    }
    h->zoom = timeline_fit(p);
    chronicle_go(
        p, &(struct chronicle_at){.kind = AT_DAY, .dated = true, .day = p->session->today + 1});
    const struct chronicle_item *item = chronicle_current(p);
    if (item && (!item->dated || item->day > p->session->today))
        chronicle_move(p, ACTION_LINE_UP, 1);
}

static void to_year(struct pane *p, int year)
{
    ((struct chronicle *)p->state)->touched = true;
    chronicle_go(p, &(struct chronicle_at){.kind = AT_DAY,
                                           .dated = true,
                                           .day = date_from_civil((struct civil){year, 1, 1})});
}

enum { MOMENTS_MOST = 1000 }; /* of an agreement, or events of a briefing, that are looked at */

/* Those among which the place is that one comes from: an event's briefing is named. */
static bool ask_around(struct pane *p, struct moments_query q, const struct place *to,
                       struct arena *a, struct moment_page *page)
{
    if (to->briefing.len) {
        q.kinds = MOMENT_BIT(EVENT);
        q.briefing = to->briefing;
    } else {
        q.agreement = to->agreement;
    }
    struct err e = catalog_moments(p->session->catalog, &q, NULL, false, MOMENTS_MOST, a, page);
    return !err_failed(&e);
}

/* The event; of the agreement the milestone of that number, from 1; 0: the first. NULL: none. */
static const struct moment *meant(const struct moment_page *page, const struct place *to)
{
    size_t at = to->milestone > 0 ? to->milestone - 1 : 0;
    while (to->briefing.len && at < page->count && !str_eq(page->rows[at].id, to->agreement))
        at++;
    return at < page->count ? &page->rows[at] : NULL;
}

static bool is_among(const struct moment_page *page, const struct moment *m)
{
    size_t i = 0;
    while (i < page->count && !str_eq(page->rows[i].sort_key, m->sort_key))
        i++;
    return i < page->count;
}

/* Where that stands; what is chosen gives way if it would not be shown. */
static void to_moment(struct pane *p, const struct place *to)
{
    struct chronicle *h = p->state;
    struct arena a = {0};
    struct moment_page all = {0}, shown = {0};
    const struct moments_query everything = {.today = p->session->today};
    const struct moment *m = ask_around(p, everything, to, &a, &all) ? meant(&all, to) : NULL;
    if (m && !(ask_around(p, chronicle_query(p), to, &a, &shown) && is_among(&shown, m))) {
        sieve_clear(&h->sieve);
        chronicle_survey(p);
    }
    if (m) {
        h->touched = true;
        h->lanes = false;
        chronicle_fit(p);
        struct chronicle_at at = chronicle_at(m);
        chronicle_go(p, &at);
    }
    arena_release(&a);
}

static void save(const struct pane *p, struct place *place)
{
    const struct chronicle *h = p->state;
    chronicle_save(p, place);
    place->zoom = (int)h->zoom + 1;
}

static void restore(struct pane *p, const struct place *place)
{
    struct chronicle *h = p->state;
    if (place->zoom > 0 && place->zoom <= TIME_UNIT_COUNT)
        h->zoom = (enum time_unit)(place->zoom - 1);
    chronicle_restore(p, place);
    if (!place->key.len && place->agreement.len)
        to_moment(p, place);
}

/* -- The pane -----------------------------------------------------------------------------------
 */

static void write_view(const struct pane *p, struct buf *out)
{
    const struct chronicle *h = p->state;
    if (h->lanes)
        notation_add_number(out, 'w', (long long)h->span);
}

/* A view that says nothing of lanes has none: chronicle_restore reads all of it anew. */
static void read_view(struct pane *p, char letter, str bytes)
{
    struct chronicle *h = p->state;
    if (letter == '0')
        h->lanes = false;
    if (letter != 'w')
        return;
    h->lanes = true;
    h->span = (size_t)notation_number(bytes);
}

static const struct chronicle_kind kind = {
    .fields = (1U << SIEVE_FIELD_COUNT) - 1,
    .head = TIMELINE_HEAD,
    .load = timeline_load,
    .before = timeline_before,
    .after = timeline_after,
    .unfold = timeline_unfold,
    .first_place = first_place,
    .survey = timeline_survey,
    .prepare = timeline_prepare,
    .write = write_view,
    .read = read_view,
};

static void open_pane(struct pane *p)
{
    struct chronicle *h = p->state;
    h->is = &kind;
}

static bool can(const struct pane *p, enum action action)
{
    const struct chronicle *h = p->state;
    if (!h->chooser.open && action == ACTION_GROUP)
        return h->items.len > 0;
    if (!h->chooser.open && (action == ACTION_ZOOM_IN || action == ACTION_ZOOM_OUT))
        return can_zoom(h, action);
    return chronicle_can(p, action);
}

static bool act(struct pane *p, enum action action, int count)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    if (h->chooser.open)
        return chronicle_act(p, action, count);
    switch (action) {
    case ACTION_ZOOM_IN:
    case ACTION_ZOOM_OUT:
        zoom(p, action, count);
        return true;
    case ACTION_GROUP:
        lanes_turn(p);
        return true;
    case ACTION_OPEN:
        if (!item || !item->cluster)
            return chronicle_act(p, action, count);
        open_cluster(p);
        return true;
    case ACTION_TOP:
    case ACTION_BOTTOM:
        if (count == 0)
            return chronicle_act(p, action, count);
        to_year(p, count);
        return true;
    default:
        return chronicle_act(p, action, count);
    }
}

/* "12 of 170 agreements" */
static void lanes_status(const struct chronicle *h, struct buf *out)
{
    buf_append(out, str_of(COUNT(h->shown)));
    if (h->shown != h->stated)
        buf_printf(out, " of %s", COUNT(h->stated));
    buf_append(out, h->stated == 1 ? STR(" agreement") : STR(" agreements"));
}

/* "Japan · months · 12 of 170" */
static void status(const struct pane *p, struct buf *out)
{
    const struct chronicle *h = p->state;
    bool ascii = p->session->ascii;
    size_t shown = h->extent.dated + h->extent.undated;
    if (!h->ready)
        return;
    sieve_status(&h->sieve, ascii, out);
    if (h->lanes) {
        lanes_status(h, out);
        return;
    }
    buf_printf(out, "%ss%s%s", h->zoom == UNIT_CENTURY ? "centurie" : time_unit_name(h->zoom),
               ascii ? " - " : " \u00B7 ", COUNT(shown));
    if (shown != h->everything)
        buf_printf(out, " of %s", COUNT(h->everything));
}

static bool meanwhile(struct pane *p)
{
    chooser_ahead(p);
    return false;
}

const struct pane_ops pane_timeline = {
    .name = "timeline",
    .contexts = CONTEXT_TIMELINE,
    .state_size = sizeof(struct chronicle),
    .open = open_pane,
    .close = chronicle_release,
    .refresh = chronicle_refresh,
    .layout = chronicle_layout,
    .detail = chronicle_detail,
    .draw = timeline_draw,
    .near = chronicle_near,
    .leads_to = chronicle_leads_to,
    .can = can,
    .act = act,
    .input = chronicle_input,
    .prepare = chronicle_prepare,
    .expect_input = chronicle_expect_input,
    .meanwhile = meanwhile,
    .click = chronicle_click,
    .cursor = timeline_cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
