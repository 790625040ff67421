#include "ui/panes/reader.h"

#include "ui/panes/follow.h"
#include "ui/panes/passage.h"
#include "ui/panes/stepping.h"

enum { HERE_MAX = 16 }; /* mentions or links that are told apart in one place */

/* -- What is under the cursor ----------------------------------------------------------------- */

static bool leads_elsewhere(const struct session *s, const struct inline_span *link)
{
    if (link->kind != INLINE_LINK && link->kind != INLINE_WIKI)
        return false;
    struct arena a = {0};
    bool elsewhere = link_target(s, link, &a).kind != TARGET_ENTITY;
    arena_release(&a);
    return elsewhere;
}

size_t reader_links_here(const struct pane *p, size_t *out, size_t max)
{
    const struct reader *r = p->state;
    const struct session *s = p->session;
    if (!s->briefing || r->layout.line_count == 0)
        return 0;
    struct span here = r->layout.lines[r->line].span;
    if (s->selection.mention != SELECTED_NONE)
        here = s->briefing->mentions[s->selection.mention].span;
    size_t found = 0;
    const struct document *doc = &s->briefing->document;
    for (size_t i = 0; i < doc->inline_count && doc->inlines[i].span.start < here.end; i++) {
        const struct inline_span *link = &doc->inlines[i];
        if (link->span.end <= here.start || !leads_elsewhere(s, link))
            continue;
        if (found < max)
            out[found] = i;
        found++;
    }
    return found;
}

long reader_link_here(const struct pane *p)
{
    const struct reader *r = p->state;
    size_t links[HERE_MAX];
    if (r->link != SELECTED_NONE)
        return r->link;
    return reader_links_here(p, links, HERE_MAX) ? (long)links[0] : SELECTED_NONE;
}

void reader_choose_link(struct pane *p, size_t offset)
{
    struct reader *r = p->state;
    size_t links[HERE_MAX], n = reader_links_here(p, links, HERE_MAX);
    for (size_t i = 0; i < n && i < HERE_MAX; i++) {
        struct span s = p->session->briefing->document.inlines[links[i]].span;
        if (offset >= s.start && offset < s.end)
            r->link = (long)links[i];
    }
}

/* The mentions that cover what the cursor is narrowed to. */
static size_t mentions_here(const struct session *s, size_t *out, size_t max)
{
    if (!s->briefing || s->selection.mention == SELECTED_NONE)
        return 0;
    size_t n = briefing_mentions_at(s->briefing, s->selection.offset, out, max);
    return n < max ? n : max;
}

bool reader_can_cycle(const struct pane *p)
{
    size_t some[2];
    return mentions_here(p->session, some, 2) > 1 || reader_links_here(p, some, 2) > 1;
}

/* Of several mentions under the cursor the one below; else the next link of the line. The offset
 * stays where it is, so that the next cycle finds the same mentions. */
bool reader_cycle(struct pane *p)
{
    struct reader *r = p->state;
    struct selection *sel = &p->session->selection;
    size_t here[HERE_MAX], n = mentions_here(p->session, here, HERE_MAX);
    if (n > 1) {
        size_t at = 0, offset = sel->offset;
        while (at < n && here[at] != (size_t)sel->mention)
            at++;
        sel->entity = SELECTED_NONE;
        mention_select(p->session, here[at + 1 < n ? at + 1 : 0]);
        sel->offset = offset;
        reader_moved(p);
        return true;
    }
    n = reader_links_here(p, here, HERE_MAX);
    n = n < HERE_MAX ? n : HERE_MAX;
    if (n < 2)
        return false;
    size_t at = 0;
    while (at < n && here[at] != (size_t)reader_link_here(p))
        at++;
    r->link = (long)here[at + 1 < n ? at + 1 : 0];
    return true;
}

/* The agreement that the cursor's paragraph speaks of, where that is the only thing to open. */
static long agreement_here(const struct session *s)
{
    for (size_t i = 0; s->briefing && i < s->timeline_count; i++)
        if (passage_speaks_of(s, i))
            return (long)i;
    return SELECTED_NONE;
}

bool reader_can_open(const struct pane *p)
{
    const struct session *s = p->session;
    return s->briefing &&
           (reader_link_here(p) != SELECTED_NONE || s->selection.mention != SELECTED_NONE ||
            agreement_here(s) != SELECTED_NONE);
}

/* A link goes where it leads; a mention to its entity in the list beside; a line to the agreement
 * that its paragraph speaks of. */
bool reader_open_here(struct pane *p)
{
    struct session *s = p->session;
    long link = reader_link_here(p);
    long agreement = agreement_here(s);
    if (link != SELECTED_NONE) {
        follow_link(p, &s->briefing->document.inlines[link]);
    } else if (s->selection.mention != SELECTED_NONE) {
        p->host->act(p->host->user, ACTION_FOCUS_ENTITIES, 0);
    } else if (agreement != SELECTED_NONE) {
        s->selection.agreement = agreement;
        reader_moved(p);
        p->host->act(p->host->user, ACTION_FOCUS_AGREEMENTS, 0);
    } else {
        return false;
    }
    return true;
}

bool reader_open_link(struct pane *p)
{
    long link = reader_link_here(p);
    if (link != SELECTED_NONE)
        follow_link(p, &p->session->briefing->document.inlines[link]);
    else
        follow_source(p);
    return true;
}
