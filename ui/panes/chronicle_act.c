#include "ui/panes/chronicle.h"
#include "ui/panes/follow.h"
#include "ui/panes/moment.h"
#include "ui/panes/notation.h"
#include "ui/panes/passage.h"

/* -- Opening ------------------------------------------------------------------------------------
 */

static void open_link(struct pane *p, const struct agreement_link *link)
{
    if (link->known)
        p->host->go(p->host->user,
                    &(struct place){.screen = SCREEN_TIMELINE, .agreement = link->id});
    else
        p->host->say(p->host->user, false, STR("no briefing of this library states it"));
}

static bool open_current(struct pane *p)
{
    const struct chronicle_line *line = chronicle_line(p);
    const struct chronicle_item *item = chronicle_current(p);
    if (!item || item->cluster)
        return false;
    const struct moment *m = &item->moment;
    str agreement = m->kind == MOMENT_MILESTONE ? m->id : (str){0};
    const struct evidence kept = {.found = m->kept_found, .span = m->kept_span};
    switch (line->kind) {
    case LINE_LINK:
        open_link(p, &item->links[line->sub]);
        break;
    case LINE_MILESTONE: {
        const struct milestone *other = &item->agreement.milestones[line->sub].m;
        follow_evidence(p, other->briefing, &other->evidence, (str){0}, agreement);
        break;
    }
    case LINE_KEPT:
        follow_evidence(p, m->kept_by, &kept, (str){0}, agreement);
        break;
    default:
        follow_evidence(p, m->briefing, &m->evidence, (str){0}, agreement);
        break;
    }
    return true;
}

/* Where what the cursor stands on is said; false: nowhere. */
static bool passage_of_current(const struct pane *p, str *briefing, struct span *span)
{
    const struct chronicle_line *line = chronicle_line(p);
    const struct chronicle_item *item = chronicle_current(p);
    if (!item || item->cluster || line->kind == LINE_LINK)
        return false;
    const struct moment *m = &item->moment;
    const struct evidence *e = &m->evidence;
    *briefing = m->briefing;
    if (line->kind == LINE_MILESTONE) {
        e = &item->agreement.milestones[line->sub].m.evidence;
        *briefing = item->agreement.milestones[line->sub].m.briefing;
    }
    *span = e->span;
    if (line->kind != LINE_KEPT)
        return e->found;
    *briefing = m->kept_by;
    *span = m->kept_span;
    return m->kept_found;
}

str chronicle_leads_to(const struct pane *p)
{
    const struct chronicle *h = p->state;
    str briefing = {0};
    struct span span;
    if (!h->chooser.open)
        passage_of_current(p, &briefing, &span);
    return briefing;
}

static void take_passage(struct pane *p, bool cite)
{
    str briefing;
    struct span span;
    if (passage_of_current(p, &briefing, &span))
        passage_take(p, briefing, span, PASSAGE_WHOLE, cite);
}

/* The address that the annotations give for it; absent: none. */
static str address_of_current(const struct pane *p)
{
    const struct chronicle_line *line = chronicle_line(p);
    const struct chronicle_item *item = chronicle_current(p);
    if (!item || item->cluster)
        return (str){0};
    return line->kind == LINE_MILESTONE ? item->agreement.milestones[line->sub].m.url
                                        : item->moment.url;
}

/* -- The sieve ----------------------------------------------------------------------------------
 */

static void ask_date(struct pane *p)
{
    struct chronicle *h = p->state;
    h->dating = true;
    p->host->ask(p->host->user,
                 "date or period, as 2024-04 or 2023/2025: ", sieve_value(&h->sieve, SIEVE_DATE));
}

static void chosen(struct pane *p, enum chooser_outcome outcome)
{
    if (outcome == CHOOSER_CHOSE)
        chronicle_refresh(p);
    else if (outcome == CHOOSER_DATE)
        ask_date(p);
}

static void input_date(struct pane *p, str text)
{
    struct chronicle *h = p->state;
    struct arena a = {0};
    str reason;
    if (sieve_choose_date(&h->sieve, text, &a, &reason))
        chronicle_refresh(p);
    else
        p->host->say(p->host->user, true,
                     arena_printf(&a, "%.*s: %.*s", STR_FMT(text), STR_FMT(reason)));
    arena_release(&a);
}

void chronicle_input(struct pane *p, enum input_event event, str text)
{
    struct chronicle *h = p->state;
    if (h->chooser.open) {
        chooser_input(&h->chooser, event, text);
        return;
    }
    if (h->dating) {
        h->dating = event == INPUT_CHANGED;
        if (event == INPUT_ACCEPTED)
            input_date(p, text);
        return;
    }
    bool changed = filter_input(&h->sieve.text, event, text);
    if (changed && h->has_left) { /* what is nearest to where one was when one began to type */
        chronicle_survey(p);
        chronicle_return(p, &h->left);
    } else if (changed) {
        chronicle_refresh(p);
    }
    h->typing = event == INPUT_CHANGED;
}

/* Which agreements answer the words, and on which days: everything else is asked of those. */
void chronicle_prepare(struct pane *p, str text)
{
    const struct chronicle *h = p->state;
    struct moments_query q = chronicle_query(p);
    if (h->chooser.open || h->dating)
        return;
    q.text = text;
    h->is->prepare(p, &q);
}

void chronicle_expect_input(struct pane *p)
{
    const struct chronicle *h = p->state;
    if (!h->chooser.open && !h->dating)
        catalog_filter_ahead(p->session->catalog, true);
}

/* -- Actions ------------------------------------------------------------------------------------
 */

bool chronicle_can(const struct pane *p, enum action action)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    if (h->chooser.open)
        return chooser_can(&h->chooser, action);
    switch (action) {
    case ACTION_OPEN:
        return item != NULL;
    case ACTION_DOSSIER:
        return item && !item->cluster && str_present(moment_who(&item->moment, (str){0}));
    case ACTION_UNFOLD:
        return item && !item->cluster;
    case ACTION_COPY:
    case ACTION_CITE:
        return passage_of_current(p, &(str){0}, &(struct span){0});
    case ACTION_OPEN_LINK:
        return address_of_current(p).len > 0;
    case ACTION_SEARCH: /* also for what is still to come: words must never be taken for keys */
        return h->everything > 0 || p->session->indexing;
    case ACTION_FILTER_FIELD:
        return h->everything > 0;
    case ACTION_CANCEL:
        return !sieve_is_empty(&h->sieve);
    default:
        return item && scroll_takes(action);
    }
}

bool chronicle_act(struct pane *p, enum action action, int count)
{
    struct chronicle *h = p->state;
    h->touched = true;
    if (h->chooser.open) {
        chosen(p, chooser_act(p, &h->chooser, &h->sieve, action, count));
        return true;
    }
    switch (action) {
    case ACTION_OPEN:
        return open_current(p);
    case ACTION_DOSSIER:
        follow_entity(p, moment_who(&chronicle_current(p)->moment, (str){0}));
        return true;
    case ACTION_UNFOLD:
        chronicle_unfold(p);
        return true;
    case ACTION_COPY:
    case ACTION_CITE:
        take_passage(p, action == ACTION_CITE);
        return true;
    case ACTION_OPEN_LINK:
        p->host->browse(p->host->user, address_of_current(p));
        return true;
    case ACTION_SEARCH:
        h->dating = false;
        chronicle_leave(p);
        h->typing = true;
        filter_ask(&h->sieve.text, p, "/");
        return true;
    case ACTION_FILTER_FIELD:
        chooser_open(p, &h->chooser, &h->sieve, h->is->fields);
        return true;
    case ACTION_CANCEL:
        if (sieve_clear_last(&h->sieve))
            chronicle_refresh(p);
        return true;
    default:
        return chronicle_move(p, action, count);
    }
}

void chronicle_click(struct pane *p, int row, int column, bool twice)
{
    struct chronicle *h = p->state;
    size_t line = h->scroll.top + (size_t)(row - h->is->head);
    if (h->chooser.open) {
        chosen(p, chooser_click(p, &h->chooser, &h->sieve, row, twice));
        return;
    }
    if (row < h->is->head || row >= h->split.rows || column >= h->split.columns ||
        line >= h->lines.len)
        return;
    while (line > 0 && h->lines.items[line].kind == LINE_WORDS) /* what the words belong to */
        line--;
    if (!chronicle_stands(h, line))
        return;
    h->touched = true;
    chronicle_stand(p, line);
    chronicle_forget_detail(h);
    if (twice)
        p->ops->act(p, ACTION_OPEN, 0);
}

/* -- Places -------------------------------------------------------------------------------------
 */

/* A key of its own for each thing the cursor can stand on: the item's, and what is needed to load
 * around it. */
static void write_key(const struct chronicle_here *here, struct buf *out)
{
    const struct moment *m = &here->at.moment;
    notation_add_number(out, 'd', here->at.dated);
    notation_add_number(out, 'n', here->at.day);
    notation_add_number(out, 'p', (long long)m->promise);
    notation_add_number(out, 'b', (long long)m->date.last);
    notation_add_number(out, 'l', m->date.latest);
    notation_add_number(out, 'k', (long long)here->kind);
    notation_add_number(out, 's', (long long)here->sub);
    notation_add(out, 'm', m->sort_key);
    if (str_present(here->at.group))
        notation_add(out, 'g', here->at.group);
}

static struct chronicle_here read_key(str key)
{
    struct chronicle_here here = {.at = {.kind = AT_ITEM}, .row = -1};
    struct moment *m = &here.at.moment;
    size_t at = 0;
    char letter;
    str bytes;
    while (notation_next(key, &at, &letter, &bytes)) {
        long long number = notation_number(bytes);
        switch (letter) {
        case 'd':
            here.at.dated = number != 0;
            break;
        case 'n':
            here.at.day = number;
            break;
        case 'p':
            m->promise = (enum promise)number;
            break;
        case 'b':
            m->date.last = (enum date_bound)number;
            break;
        case 'l':
            m->date.latest = number;
            break;
        case 'k':
            here.kind = (enum chronicle_line_kind)number;
            break;
        case 's':
            here.sub = (size_t)number;
            break;
        case 'm':
            m->sort_key = bytes.len ? bytes : (str){0};
            break;
        case 'g':
            here.at.group = bytes;
            break;
        default:
            break;
        }
    }
    return here;
}

void chronicle_save(const struct pane *p, struct place *place)
{
    const struct chronicle *h = p->state;
    struct arena a = {0};
    struct buf b = {0};
    struct chronicle_here here = chronicle_here(p, &a);
    if (chronicle_line(p)) {
        write_key(&here, &b);
        place->key = arena_str(place->arena, buf_str(&b));
        buf_clear(&b);
    }
    notation_add(&b, '0', STR("")); /* a view, though it may say no more */
    sieve_write(&h->sieve, &b);
    buf_append(&b, buf_str(&h->unfolded));
    if (h->is->write)
        h->is->write(p, &b);
    place->view = arena_str(place->arena, buf_str(&b));
    place->row = here.row;
    buf_release(&b);
    arena_release(&a);
}

static void read_view(struct pane *p, str view)
{
    struct chronicle *h = p->state;
    size_t at = 0;
    char letter;
    str bytes;
    sieve_read(&h->sieve, view);
    buf_clear(&h->unfolded);
    while (notation_next(view, &at, &letter, &bytes)) {
        if (letter == 'x')
            notation_add(&h->unfolded, 'x', bytes);
        else if (h->is->read)
            h->is->read(p, letter, bytes);
    }
}

void chronicle_restore(struct pane *p, const struct place *place)
{
    struct chronicle *h = p->state;
    h->chooser.open = h->dating = h->typing = false;
    h->touched = h->touched || place->key.len;
    if (str_present(place->view)) {
        read_view(p, place->view);
        chronicle_fit(p);
        chronicle_survey(p);
        if (!place->key.len)
            h->is->first_place(p);
    }
    if (!place->key.len)
        return;
    struct chronicle_here here = read_key(place->key);
    here.row = place->row;
    chronicle_return(p, &here);
}
