#include "ui/panes/reader.h"

#include "ui/panes/follow.h"
#include "ui/panes/panes.h"
#include "ui/panes/passage.h"
#include "ui/panes/stepping.h"

#include <string.h>

static void open_pane(struct pane *p)
{
    struct reader *r = p->state;
    r->link = SELECTED_NONE;
    r->search.current = SELECTED_NONE;
    r->known = p->session->selection;
}

static void close_pane(struct pane *p)
{
    struct reader *r = p->state;
    arena_release(&r->arena);
    arena_release(&r->search.arena);
    buf_release(&r->briefing);
    buf_release(&r->search.pattern);
    buf_release(&r->search.previous);
    buf_release(&r->search.trouble);
}

/* FNV-1a, eight bytes at a time. */
static uint64_t search_hash(str s)
{
    uint64_t hash = 0xcbf29ce484222325u ^ s.len;
    for (size_t i = 0; i < s.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.ptr + i, s.len - i < 8 ? s.len - i : 8);
        hash = (hash ^ word) * 0x100000001b3u;
        hash ^= hash >> 29;
    }
    return hash;
}

static void refresh(struct pane *p)
{
    struct reader *r = p->state;
    const struct briefing *b = p->session->briefing;
    bool other = !b || !str_eq(buf_str(&r->briefing), b->id);
    uint64_t hash = b ? search_hash(b->document.source) : 0;
    bool same = !other && hash == r->laid_out && r->layout.line_count > 0;
    r->laid_out = hash;
    r->over.known = false;
    buf_clear(&r->briefing);
    if (b)
        buf_append(&r->briefing, b->id);
    if (other)
        r->top_offset = 0;
    r->sideways = other ? 0 : r->sideways;
    if (reader_search_adopt(p) || !same)
        reader_search_refresh(p);
    if (r->columns == 0)
        return;
    if (!same)
        reader_lay_out(p);
    reader_find_place(p);
    if (other && p->session->selection.offset > 0)
        reader_follow_selection(p);
    r->known = p->session->selection;
    r->link = SELECTED_NONE;
}

static void selection(struct pane *p)
{
    struct reader *r = p->state;
    const struct selection *sel = &p->session->selection;
    if (reader_search_adopt(p))
        reader_search_refresh(p);
    reader_search_arrive(p);
    if (sel->offset != r->known.offset || sel->mention != r->known.mention ||
        sel->passage.start != r->known.passage.start || sel->passage.end != r->known.passage.end)
        reader_follow_selection(p);
    r->known = *sel;
}

static void layout(struct pane *p, int rows, int columns)
{
    struct reader *r = p->state;
    const struct briefing *b = p->session->briefing;
    bool same = columns == r->columns && r->layout.line_count > 0;
    if (same && rows == r->rows)
        return;
    r->rows = rows;
    r->columns = columns;
    if (b && r->briefing.len == 0)
        buf_append(&r->briefing, b->id);
    if (!same)
        reader_lay_out(p);
    reader_find_place(p);
}

static bool can(const struct pane *p, enum action action)
{
    const struct reader *r = p->state;
    const struct session *s = p->session;
    if (!s->briefing || stepping_takes(action))
        return s->briefing && stepping_can(s, action);
    switch (action) {
    case ACTION_OPEN:
        return reader_can_open(p);
    case ACTION_DOSSIER:
        return follow_can_selected(s);
    case ACTION_NEXT_HIT:
    case ACTION_PREVIOUS_HIT:
        return r->search.pattern.len > 0;
    case ACTION_CYCLE_MENTION:
        return reader_can_cycle(p);
    case ACTION_SIDE_LEFT:
        return r->sideways > 0;
    case ACTION_SIDE_RIGHT:
        return r->sideways < reader_sideways_max(p);
    case ACTION_OPEN_LINK:
        return reader_link_here(p) != SELECTED_NONE || s->briefing->source.url.len > 0;
    case ACTION_CANCEL:
        return r->search.lit || s->selection.mention != SELECTED_NONE ||
               s->selection.passage.end > s->selection.passage.start;
    default:
        return true;
    }
}

/* Esc: what is lit goes dark, then the cursor becomes a line again. */
static bool cancel(struct pane *p)
{
    struct reader *r = p->state;
    if (!can(p, ACTION_CANCEL))
        return false;
    if (r->search.lit)
        reader_search_clear(p);
    else
        reader_set_line(p, r->line, true);
    reader_moved(p);
    return true;
}

static bool act(struct pane *p, enum action action, int count)
{
    if (!p->session->briefing)
        return false;
    if (stepping_takes(action)) {
        stepping_act(p, action, count);
        reader_follow_selection(p);
        return true;
    }
    switch (action) {
    case ACTION_OPEN:
        return reader_open_here(p);
    case ACTION_DOSSIER:
        return follow_selected(p);
    case ACTION_OPEN_LINK:
        return reader_open_link(p);
    case ACTION_SEARCH:
        reader_search_ask(p);
        return true;
    case ACTION_NEXT_HIT:
    case ACTION_PREVIOUS_HIT:
        reader_search_step(p, action == ACTION_NEXT_HIT, count);
        return true;
    case ACTION_CYCLE_MENTION:
        return reader_cycle(p);
    case ACTION_COPY:
        passage_copy(p, passage_here(p->session));
        return true;
    case ACTION_CITE:
        passage_cite(p, passage_here(p->session));
        return true;
    case ACTION_CANCEL:
        return cancel(p);
    default:
        return reader_move(p, action, count);
    }
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct reader *r = p->state;
    size_t offset, here[1];
    if (!p->session->briefing || !reader_offset_at(p, row, column, &offset))
        return;
    size_t line = r->top + (size_t)(row > r->head ? row - r->head : 0);
    reader_set_line(p, line, true);
    if (briefing_mentions_at(p->session->briefing, offset, here, 1))
        mention_select(p->session, here[0]);
    reader_moved(p);
    reader_choose_link(p, offset);
    if (twice)
        reader_open_here(p);
}

static void save(const struct pane *p, struct place *place)
{
    const struct reader *r = p->state;
    const struct selection *sel = &p->session->selection;
    place->offset = sel->offset;
    place->passage = sel->passage;
    if (sel->mention != SELECTED_NONE)
        place->mention = p->session->briefing->mentions[sel->mention].span;
    place->top = r->top < r->layout.line_count && r->top ? r->layout.lines[r->top].span.start : 0;
    place->sideways = r->sideways;
    size_t end = r->top + reader_lines_shown(r);
    place->bottom = end < r->layout.line_count ? r->layout.lines[end].span.start
                    : r->columns               ? p->session->briefing->document.text.len
                                               : 0;
}

static void restore(struct pane *p, const struct place *place)
{
    struct reader *r = p->state;
    long mention = session_mention(p->session, place->mention);
    if (mention != SELECTED_NONE)
        p->session->selection.mention = mention;
    r->top_offset = place->top;
    r->sideways = place->sideways;
    if (r->columns == 0)
        return;
    reader_find_place(p);
    r->known = p->session->selection;
    r->link = SELECTED_NONE;
}

const struct pane_ops pane_reader = {
    .name = "reader",
    .contexts = CONTEXT_TEXT,
    .state_size = sizeof(struct reader),
    .open = open_pane,
    .close = close_pane,
    .refresh = refresh,
    .selection = selection,
    .layout = layout,
    .draw = reader_draw,
    .can = can,
    .act = act,
    .input = reader_search_input,
    .click = click,
    .cursor = reader_cursor,
    .save = save,
    .restore = restore,
    .status = reader_status,
};
