#include "catalog/search.h"
#include "ui/count.h"
#include "ui/panes/reader.h"

/* Hits are by start: the first at or after an offset, len if there is none. */
static size_t hit_from(const struct hits *hits, size_t offset)
{
    size_t low = 0, high = hits->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hits->items[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void forget_hits(struct reader_search *search)
{
    arena_release(&search->arena);
    search->hits = (struct hits){0};
    search->current = SELECTED_NONE;
}

/* What a query of the library's search lights here. */
static struct err find_query(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    struct clause_fault fault;
    struct phrase_spans spans = {0};
    struct err e = ERR_OK;
    const struct search_query s = {
        .query = clause_parse(buf_str(&search->pattern), &search->arena, &fault),
        .expand = search->expand};
    if (s.query)
        e = catalog_search_spans(p->session->catalog, &s, p->session->briefing, &search->arena,
                                 &spans);
    search->hits = (struct hits){.items = spans.items, .len = spans.len, .cap = spans.cap};
    return e;
}

/* Finds all of the pattern. False if it cannot be read: `trouble` says why, and nothing is lit. */
static bool find_pattern(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    forget_hits(search);
    buf_clear(&search->trouble);
    struct err e = search->library ? find_query(p)
                                   : find_all(&p->session->folded, buf_str(&search->pattern),
                                              &search->arena, &search->hits);
    if (err_failed(&e)) {
        forget_hits(search);
        buf_append(&search->trouble, str_of(e.message));
    }
    return !err_failed(&e);
}

/* The cursor to the line of a hit, the offset to the hit itself, so that the next step goes on from
 * there. */
static void go_to_hit(struct pane *p, size_t hit)
{
    struct reader *r = p->state;
    r->search.current = (long)hit;
    struct selection *sel = &p->session->selection;
    sel->offset = r->search.hits.items[hit].start;
    sel->mention = SELECTED_NONE;
    sel->passage = (struct span){0, 0};
    reader_follow_selection(p);
}

static void go_to_origin(struct pane *p)
{
    struct reader *r = p->state;
    const struct search_origin *origin = &r->search.origin;
    p->session->selection = origin->selection;
    r->top = origin->top;
    r->top_offset = origin->top_offset;
    r->line = origin->line;
    r->known = p->session->selection;
}

void reader_search_ask(struct pane *p)
{
    struct reader *r = p->state;
    r->search.origin = (struct search_origin){.selection = p->session->selection,
                                              .top = r->top,
                                              .top_offset = r->top_offset,
                                              .line = r->line};
    buf_clear(&r->search.previous);
    buf_append(&r->search.previous, buf_str(&r->search.pattern));
    r->search.previous_library = r->search.library;
    r->search.typing = true;
    p->host->ask(p->host->user, "/", STR(""));
}

static void typed(struct pane *p, str text)
{
    struct reader *r = p->state;
    struct reader_search *search = &r->search;
    buf_clear(&search->pattern);
    buf_append(&search->pattern, text);
    search->library = false;
    go_to_origin(p);
    search->lit = text.len > 0 && find_pattern(p);
    if (text.len == 0)
        buf_clear(&search->trouble);
    if (search->lit && search->hits.len) {
        size_t hit = hit_from(&search->hits, search->origin.selection.offset);
        go_to_hit(p, hit < search->hits.len ? hit : 0);
    }
    p->host->selected(p->host->user);
}

static void take_back(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    buf_clear(&search->pattern);
    buf_append(&search->pattern, buf_str(&search->previous));
    search->library = search->previous_library;
    buf_clear(&search->trouble);
    forget_hits(search);
    search->lit = false;
    go_to_origin(p);
    p->host->selected(p->host->user);
}

static void say_outcome(struct pane *p)
{
    const struct reader_search *search = &((struct reader *)p->state)->search;
    struct buf message = {0};
    if (search->trouble.len)
        buf_append(&message, buf_str(&search->trouble));
    else if (search->hits.len == 0 && search->hits.gave_up)
        buf_append(&message, STR("the search gave up: the pattern takes too long"));
    else if (search->hits.len == 0)
        buf_append(&message, STR("not found: "));
    if (search->hits.len == 0 && !search->trouble.len && !search->hits.gave_up)
        buf_append(&message, buf_str(&search->pattern));
    if (message.len)
        p->host->say(p->host->user, true, buf_str(&message));
    buf_release(&message);
}

/* Enter on an empty line looks for the last pattern again, as in less and vi. */
static void accept(struct pane *p, str text)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    if (text.len == 0) {
        take_back(p);
        if (search->pattern.len)
            reader_search_step(p, true, 1);
        return;
    }
    if (!str_eq(text, buf_str(&search->pattern)) || search->trouble.len)
        typed(p, text);
    say_outcome(p);
    if (search->trouble.len || search->hits.len == 0) {
        go_to_origin(p);
        p->host->selected(p->host->user);
    }
}

void reader_search_input(struct pane *p, enum input_event event, str text)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    if (!p->session->briefing)
        return;
    if (event == INPUT_CHANGED) {
        typed(p, text);
        return;
    }
    search->typing = false;
    if (event == INPUT_ACCEPTED)
        accept(p, text);
    else
        take_back(p);
}

/* Where a step starts: the hit one is on, else the cursor. */
static size_t step_from(const struct pane *p, bool forward, size_t count)
{
    const struct reader_search *search = &((const struct reader *)p->state)->search;
    size_t n = search->hits.len, offset = p->session->selection.offset;
    size_t at = hit_from(&search->hits, offset);
    bool on = search->current != SELECTED_NONE && at == (size_t)search->current &&
              search->hits.items[at].start == offset;
    if (forward)
        return at + count - (on ? 0 : 1);
    return at + n - (count - 1) % n - 1;
}

void reader_search_step(struct pane *p, bool forward, int count)
{
    struct reader *r = p->state;
    struct reader_search *search = &r->search;
    if (search->pattern.len == 0) {
        p->host->say(p->host->user, false, STR("nothing was searched for yet"));
        return;
    }
    if (!search->lit)
        search->lit = find_pattern(p);
    size_t n = search->hits.len;
    if (n == 0) {
        say_outcome(p);
        return;
    }
    size_t times = count > 0 ? (size_t)count : 1, before = p->session->selection.offset;
    size_t to = step_from(p, forward, times) % n;
    go_to_hit(p, to);
    bool around =
        forward ? search->hits.items[to].start <= before : search->hits.items[to].start >= before;
    if (around && n > 0)
        p->host->say(p->host->user, false,
                     forward ? STR("search hit the bottom: on from the top")
                             : STR("search hit the top: on from the bottom"));
    p->host->selected(p->host->user);
}

void reader_search_clear(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    forget_hits(search);
    search->lit = false;
}

void reader_search_refresh(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    long current = search->current;
    size_t n = search->hits.len;
    if (!search->lit || !p->session->briefing) {
        forget_hits(search);
        return;
    }
    search->lit = find_pattern(p);
    if (search->hits.len == n)
        search->current = current;
}

bool reader_search_adopt(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    const struct session_seek *seek = &p->session->seek;
    if (seek->number == search->seek || !p->session->briefing)
        return false;
    search->seek = seek->number;
    search->library = search->lit = true;
    search->expand = seek->expand;
    buf_clear(&search->pattern);
    buf_append(&search->pattern, buf_str(&seek->query));
    return true;
}

void reader_search_arrive(struct pane *p)
{
    struct reader_search *search = &((struct reader *)p->state)->search;
    size_t offset = p->session->selection.offset, hit = hit_from(&search->hits, offset);
    if (search->library && hit < search->hits.len && search->hits.items[hit].start == offset)
        search->current = (long)hit;
}

void reader_search_status(const struct pane *p, struct buf *out)
{
    const struct reader_search *search = &((const struct reader *)p->state)->search;
    const char *more = search->hits.gave_up ? "+" : "";
    if (search->trouble.len)
        buf_append(out, buf_str(&search->trouble));
    else if (!search->lit)
        return;
    else if (search->hits.len == 0)
        buf_append(out, STR("not found"));
    else if (search->current == SELECTED_NONE)
        buf_printf(out, "%s%s hits", COUNT(search->hits.len), more);
    else
        buf_printf(out, "%s of %s%s", COUNT((size_t)search->current + 1), COUNT(search->hits.len),
                   more);
}
