#include "ui/panes/finder.h"

#include "ui/count.h"
#include "ui/panes/panes.h"

/* -- What is there ----------------------------------------------------------------------------- */

size_t finder_total(const struct finder *f)
{
    return f->rows ? f->rows->total : 0;
}

const struct search_row *finder_row(const struct finder *f, size_t number)
{
    if (!f->rows || number < f->rows->first || number - f->rows->first >= f->rows->rows.count)
        return NULL;
    return &f->rows->rows.rows[number - f->rows->first];
}

const struct search_row *finder_selected(const struct finder *f)
{
    return finder_row(f, f->cursor);
}

static bool has_side(const struct finder *f)
{
    return f->side.rows.len > 0;
}

static void set_side(struct finder *f, bool in_side)
{
    f->in_side = in_side && has_side(f);
    f->side.idle = !f->in_side;
    menu_set_rows(&f->side, finder_plan(f).side.rows);
}

/* -- The query --------------------------------------------------------------------------------- */

/* What stays selected while other rows come: what somebody chose. */
static str kept(const struct finder *f)
{
    const struct search_row *row = f->moved ? finder_selected(f) : NULL;
    return row ? row->brief.id : STR("");
}

static size_t line_of(const struct finder *f)
{
    return f->cursor > f->top ? f->cursor - f->top : 0;
}

/* Nothing is asked; what was found goes. */
static void clear(struct pane *p)
{
    struct finder *f = p->state;
    if (f->searcher)
        searcher_stop(f->searcher);
    finder_forget(f);
    f->waiting = 0;
    f->cursor = f->top = 0;
    f->moved = f->in_side = false;
    finder_fill_side(p);
}

/* Reads the query, and asks for what it finds. What cannot be read leaves what was found before. */
static void run(struct pane *p, str keep, size_t line)
{
    struct finder *f = p->state;
    arena_release(&f->fault_arena);
    f->fault = (struct clause_fault){0};
    f->blank = str_trim(filter_text(&f->filter)).len == 0;
    if (f->blank)
        clear(p);
    else if (clause_parse(filter_text(&f->filter), &f->fault_arena, &f->fault))
        finder_ask(p, keep, line);
}

static void run_again(struct pane *p)
{
    struct finder *f = p->state;
    struct arena a = {0};
    run(p, arena_str(&a, kept(f)), line_of(f));
    arena_release(&a);
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct finder *f = p->state;
    if (!filter_input(&f->filter, event, text))
        return;
    if (!f->moved)
        f->cursor = f->top = 0;
    set_side(f, false);
    run_again(p);
}

/* Narrows the query by a term: what is there already holds as a whole. */
static void narrow(struct pane *p, str term)
{
    struct finder *f = p->state;
    struct arena a = {0};
    struct buf text = {0};
    struct clause_fault fault;
    str query = str_trim(finder_query(f, &a));
    const struct clause *c = clause_parse(query, &a, &fault);
    bool any = c && c->kind == CLAUSE_ANY;
    buf_printf(&text, any ? "(%.*s) " : "%.*s ", STR_FMT(query));
    buf_append(&text, term);
    buf_clear(&f->filter.text);
    buf_append(&f->filter.text, buf_str(&text));
    f->cursor = f->top = 0;
    f->moved = false;
    set_side(f, false);
    run(p, STR(""), 0);
    buf_release(&text);
    arena_release(&a);
}

/* -- Moving ------------------------------------------------------------------------------------ */

/* A step beyond what is shown brings half as much: briefings take several rows each, and what
 * stands beside them stays, so that the terminal would be sent all of it again at every step. */
static void scroll_half(struct scroll *s, size_t before)
{
    size_t half = s->rows / 2;
    if (s->top > before && s->top < before + half)
        s->top = before + half;
    else if (s->top < before && s->top + half > before)
        s->top = before > half ? before - half : 0;
    scroll_fit(s);
}

static bool move(struct pane *p, enum action action, int count)
{
    struct finder *f = p->state;
    if (f->in_side)
        return menu_act(&f->side, action, count);
    struct scroll s = {
        .cursor = f->cursor, .top = f->top, .count = finder_total(f), .rows = finder_plan(f).items};
    if (!scroll_act(&s, action, count))
        return false;
    scroll_half(&s, f->top);
    f->moved = true;
    f->cursor = s.cursor;
    f->top = s.top;
    finder_need(p);
    return true;
}

/* -- Opening ----------------------------------------------------------------------------------- */

/* A briefing, at the hit that its snippet shows, with the hits lit. */
static void open_briefing(struct pane *p, const struct search_row *row)
{
    struct finder *f = p->state;
    struct arena a = {0};
    session_seek(p->session, finder_query(f, &a), f->expand);
    arena_release(&a);
    p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER,
                                               .focus = READER_TEXT,
                                               .briefing = row->brief.id,
                                               .offset = row->hit.start});
}

/* The last passage that says something of it; NULL: none does. */
static const struct timeline_milestone *last_said(const struct timeline_row *row)
{
    const struct timeline_milestone *last = NULL;
    for (size_t i = 0; i < row->milestone_count; i++)
        if (!last || row->milestones[i].m.evidence.found || !last->m.evidence.found)
            last = &row->milestones[i];
    return last;
}

static void open_agreement(struct pane *p, const struct timeline_row *row)
{
    const struct timeline_milestone *last = last_said(row);
    if (!last)
        return;
    p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER,
                                               .focus = READER_TEXT,
                                               .briefing = last->m.briefing,
                                               .passage = last->m.evidence.span,
                                               .agreement = row->id});
}

static void open_entity(struct pane *p, str id)
{
    p->host->go(p->host->user, &(struct place){.screen = SCREEN_DOSSIER, .entity = id});
}

static void open_choice(struct pane *p, const struct finder_choice *choice)
{
    const struct finder *f = p->state;
    if (choice->kind == CHOICE_TERM) {
        struct arena a = {0};
        narrow(p, arena_str(&a, choice->text));
        arena_release(&a);
    } else if (choice->kind == CHOICE_ENTITY) {
        open_entity(p, choice->text);
    } else {
        open_agreement(p, &f->others->agreements.rows[choice->number]);
    }
}

static void open_selected(struct pane *p)
{
    struct finder *f = p->state;
    if (f->in_side && finder_choice(f))
        open_choice(p, finder_choice(f));
    else if (!f->in_side && finder_selected(f))
        open_briefing(p, finder_selected(f));
}

static str leads_to(const struct pane *p)
{
    const struct finder *f = p->state;
    const struct search_row *row = f->in_side ? NULL : finder_selected(f);
    const struct finder_choice *choice = f->in_side ? finder_choice(f) : NULL;
    if (choice && choice->kind == CHOICE_AGREEMENT) {
        const struct timeline_milestone *last =
            last_said(&f->others->agreements.rows[choice->number]);
        return last ? last->m.briefing : (str){0};
    }
    return row ? row->brief.id : (str){0};
}

/* -- Actions ----------------------------------------------------------------------------------- */

static bool can(const struct pane *p, enum action action)
{
    const struct finder *f = p->state;
    switch (action) {
    case ACTION_OPEN:
        return f->in_side ? finder_choice(f) != NULL : finder_selected(f) != NULL;
    case ACTION_SEARCH:
        return true;
    case ACTION_SORT:
    case ACTION_ALIASES:
        return !f->blank;
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
        return has_side(f);
    case ACTION_CANCEL:
        return f->in_side;
    default:
        return scroll_takes(action);
    }
}

static bool act(struct pane *p, enum action action, int count)
{
    struct finder *f = p->state;
    switch (action) {
    case ACTION_OPEN:
        open_selected(p);
        return true;
    case ACTION_SEARCH:
        set_side(f, false);
        filter_ask(&f->filter, p, "");
        return true;
    case ACTION_SORT:
        f->order = f->order == SEARCH_BY_NEWEST ? SEARCH_BY_SCORE : SEARCH_BY_NEWEST;
        f->cursor = f->top = 0;
        f->moved = false;
        run(p, STR(""), 0);
        return true;
    case ACTION_ALIASES:
        f->expand = !f->expand;
        run_again(p);
        return true;
    case ACTION_NEXT_PANE:
    case ACTION_PREVIOUS_PANE:
        set_side(f, !f->in_side);
        return true;
    case ACTION_CANCEL:
        set_side(f, false);
        return true;
    default:
        return move(p, action, count);
    }
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct finder *f = p->state;
    struct finder_plan plan = finder_plan(f);
    if (row < plan.head) {
        act(p, ACTION_SEARCH, 0);
        return;
    }
    int line = row - plan.head;
    bool side = plan.side.columns > 0 && column >= plan.side.column;
    bool hit =
        side ? menu_click(&f->side, line) : f->top + (size_t)(line / plan.item) < finder_total(f);
    if (!hit)
        return;
    set_side(f, side);
    if (!side) {
        f->cursor = f->top + (size_t)(line / plan.item);
        f->moved = true;
    }
    if (twice)
        open_selected(p);
}

/* -- Places ------------------------------------------------------------------------------------ */

/* "n-" or "s+": the order, whether by other names too; then the query. */
static str view_of(const struct finder *f, struct arena *a)
{
    return arena_printf(a, "%c%c%.*s", f->order == SEARCH_BY_NEWEST ? 'n' : 's',
                        f->expand ? '+' : '-', STR_FMT(filter_text(&f->filter)));
}

static void save(const struct pane *p, struct place *place)
{
    const struct finder *f = p->state;
    const struct search_row *row = finder_selected(f);
    place->view = view_of(f, place->arena);
    place->row = (int)line_of(f);
    place->zoom = f->in_side;
    if (row)
        place->key = arena_str(place->arena, row->brief.id);
}

/* Back on what was saved, as it was left; else to type. */
static void restore(struct pane *p, const struct place *place)
{
    struct finder *f = p->state;
    struct arena a = {0};
    if (place->row < 0) {
        act(p, ACTION_SEARCH, 0);
        return;
    }
    const struct search_row *row = finder_selected(f);
    bool same = str_eq(view_of(f, &a), place->view) && row && str_eq(row->brief.id, place->key);
    if (place->view.len >= 2 && !(same && line_of(f) == (size_t)place->row)) {
        f->order = place->view.ptr[0] == 'n' ? SEARCH_BY_NEWEST : SEARCH_BY_SCORE;
        f->expand = place->view.ptr[1] == '+';
        buf_clear(&f->filter.text);
        buf_append(&f->filter.text, str_from(place->view, 2));
        f->moved = place->key.len > 0;
        f->cursor = (size_t)place->row;
        f->top = 0;
        run(p, place->key, (size_t)place->row);
    }
    set_side(f, place->zoom != 0);
    arena_release(&a);
}

/* -- The pane ---------------------------------------------------------------------------------- */

static void open_pane(struct pane *p)
{
    struct finder *f = p->state;
    f->order = SEARCH_BY_NEWEST;
    f->blank = true;
    finder_begin(p);
}

static void close_pane(struct pane *p)
{
    struct finder *f = p->state;
    searcher_free(f->searcher);
    finder_forget(f);
    filter_release(&f->filter);
    menu_release(&f->side);
    drawn_release(&f->drawn);
    drawn_release(&f->side_drawn);
    arena_release(&f->side_arena);
    arena_release(&f->fault_arena);
}

/* The catalogue has changed: the selected briefing stays where it is. */
static void refresh(struct pane *p)
{
    struct finder *f = p->state;
    struct arena a = {0};
    const struct search_row *row = finder_selected(f);
    if (!f->blank && !str_present(f->fault.message))
        run(p, row ? arena_str(&a, row->brief.id) : STR(""), line_of(f));
    arena_release(&a);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct finder *f = p->state;
    size_t line = line_of(f);
    f->height = rows;
    f->width = columns;
    struct finder_plan plan = finder_plan(f);
    line = line < plan.items ? line : plan.items - 1;
    f->top = f->cursor > line ? f->cursor - line : 0;
    menu_set_rows(&f->side, plan.side.rows);
    finder_need(p);
}

static struct cursor cursor(const struct pane *p)
{
    const struct finder *f = p->state;
    struct finder_plan plan = finder_plan(f);
    if (f->in_side) {
        struct cursor at = menu_cursor(&f->side);
        return (struct cursor){at.visible, at.row + plan.side.row, at.column + plan.side.column};
    }
    int row = plan.head + (int)line_of(f) * plan.item;
    return (struct cursor){finder_selected(f) != NULL, row, 0};
}

static struct rect input_line(const struct pane *p)
{
    const struct finder *f = p->state;
    return (struct rect){0, 3, 1, f->width - 4};
}

static int descriptor(const struct pane *p)
{
    const struct finder *f = p->state;
    return f->searcher ? searcher_fd(f->searcher) : -1;
}

static void status(const struct pane *p, struct buf *out)
{
    const struct finder *f = p->state;
    if (finder_total(f) > 0)
        buf_printf(out, "%s/%s", COUNT(f->cursor + 1),
                   f->rows->counted    ? COUNT(finder_total(f))
                   : p->session->ascii ? "..."
                                       : "…");
}

const struct pane_ops pane_finder = {
    .name = "search",
    .contexts = CONTEXT_SEARCH,
    .state_size = sizeof(struct finder),
    .open = open_pane,
    .close = close_pane,
    .refresh = refresh,
    .layout = layout,
    .draw = finder_draw,
    .near = finder_near,
    .leads_to = leads_to,
    .can = can,
    .act = act,
    .input = input,
    .input_line = input_line,
    .descriptor = descriptor,
    .arrived = finder_take,
    .click = click,
    .cursor = cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
