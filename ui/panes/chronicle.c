#include "ui/panes/chronicle.h"

#include "ui/panes/notation.h"
#include "ui/panes/stops.h"

enum {
    SPARE = 8,      /* items loaded around the cursor, beside two screens of them */
    STRIDE = 4096,  /* the most that are loaded at once on a long way */
    BELOW_ROWS = 6, /* of the detail, where it stands below */
};

void chronicle_release(struct pane *p)
{
    struct chronicle *h = p->state;
    arena_release(&h->arena);
    arena_release(&h->groups_arena);
    arena_release(&h->ahead.arena);
    buf_release(&h->ahead.words);
    chronicle_forget_detail(h);
    arena_release(&h->left_arena);
    drawn_release(&h->drawn);
    buf_release(&h->unfolded);
    sieve_release(&h->sieve);
    chooser_release(&h->chooser);
}

struct moments_query chronicle_query(const struct pane *p)
{
    const struct chronicle *h = p->state;
    struct moments_query q = {.today = p->session->today};
    sieve_apply(&h->sieve, &q);
    return q;
}

/* -- Items --------------------------------------------------------------------------------------
 */

str chronicle_name(struct pane *p, str id)
{
    struct chronicle *h = p->state;
    size_t at;
    if (!strmap_get(&h->name_of, id, &at)) {
        at = h->names.len;
        strmap_add(&h->name_of, &h->arena, id, at);
        *VEC_PUSH(&h->arena, &h->names) = catalog_entity_name(p->session->catalog, id, &h->arena);
    }
    return h->names.items[at];
}

str chronicle_names(struct pane *p, const str *ids, size_t count)
{
    struct chronicle *h = p->state;
    struct buf names = {0};
    for (size_t i = 0; i < count; i++) {
        buf_append(&names, i > 0 ? STR(", ") : STR(""));
        buf_append(&names, chronicle_name(p, ids[i]));
    }
    str text = arena_str(&h->arena, buf_str(&names));
    buf_release(&names);
    return text;
}

struct chronicle_item *chronicle_add(struct pane *p, const struct moment *m)
{
    struct chronicle *h = p->state;
    struct chronicle_item *item = VEC_PUSH(&h->arena, &h->items);
    if (!m)
        return item;
    item->moment = *m;
    item->dated = date_known(&m->date);
    item->day = item->end = date_day(&m->date);
    if (str_present(m->party))
        item->party = chronicle_name(p, m->party);
    item->unfolded = chronicle_is_unfolded(h, m->sort_key);
    return item;
}

static void open_items(struct pane *p)
{
    struct chronicle *h = p->state;
    struct catalog *c = p->session->catalog;
    for (size_t i = 0; i < h->items.len; i++) {
        struct chronicle_item *item = &h->items.items[i];
        if (!item->unfolded || item->moment.kind != MOMENT_MILESTONE)
            continue;
        catalog_agreement(c, p->session->today, item->moment.id, &h->arena, &item->agreement);
        answer_is(p, catalog_agreement_links(c, item->moment.id, &h->arena, &item->links,
                                             &item->link_count));
    }
}

/* Whether all that is on the screen was read. */
static bool load_fresh(struct pane *p, const struct chronicle_at *at, size_t around)
{
    struct chronicle *h = p->state;
    struct err before = p->session->trouble;
    p->session->trouble = ERR_OK;
    h->arena = (struct arena){0};
    h->items.items = NULL;
    h->lines.items = NULL;
    h->names.items = NULL;
    h->items.len = h->items.cap = h->lines.len = h->lines.cap = h->names.len = h->names.cap = 0;
    h->name_of = (struct strmap){0};
    h->at_start = h->at_end = false;
    h->boundary = 0;
    h->is->load(p, at, around);
    open_items(p);
    chronicle_make_lines(p);
    bool whole = !err_failed(&p->session->trouble);
    if (whole)
        p->session->trouble = before;
    return whole;
}

/* What was there stays if what shall be there cannot be read. */
static void load(struct pane *p, const struct chronicle_at *at, size_t around)
{
    struct chronicle *h = p->state;
    h->loads++;
    struct chronicle before = *h;
    if (!load_fresh(p, at, around) && before.items.len > 0) {
        arena_release(&h->arena);
        *h = before;
    } else {
        arena_release(&before.arena);
    }
    h->scroll.count = h->lines.len;
}

/* -- The cursor ---------------------------------------------------------------------------------
 */

const struct chronicle_line *chronicle_line(const struct pane *p)
{
    const struct chronicle *h = p->state;
    if (h->scroll.cursor >= h->lines.len || !chronicle_stands(h, h->scroll.cursor))
        return NULL;
    return &h->lines.items[h->scroll.cursor];
}

const struct chronicle_item *chronicle_current(const struct pane *p)
{
    const struct chronicle *h = p->state;
    const struct chronicle_line *line = chronicle_line(p);
    return line ? &h->items.items[line->item] : NULL;
}

struct chronicle_at chronicle_at(const struct moment *m)
{
    return (struct chronicle_at){
        .kind = AT_ITEM, .dated = date_known(&m->date), .day = date_day(&m->date), .moment = *m};
}

static struct chronicle_at at_item(const struct pane *p, size_t number, struct arena *a)
{
    const struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[number];
    struct chronicle_at at = {.kind = AT_ITEM, .dated = item->dated, .day = item->day};
    at.moment.sort_key = arena_str(a, item->moment.sort_key);
    at.moment.promise = item->moment.promise;
    at.moment.date = item->moment.date;
    at.moment.date.text = (str){0};
    if (h->is->group)
        at.group = arena_str(a, h->is->group((struct pane *)p, item->group));
    return at;
}

struct chronicle_here chronicle_here(const struct pane *p, struct arena *a)
{
    const struct chronicle *h = p->state;
    const struct chronicle_line *line = chronicle_line(p);
    struct chronicle_here here = {.at = {.kind = AT_FIRST}, .row = -1};
    if (!line)
        return here;
    here.at = at_item(p, line->item, a);
    here.kind = line->kind;
    here.sub = line->sub;
    here.row = (int)(h->scroll.cursor - h->scroll.top);
    return here;
}

/* The item that is, or holds, what stands there: by its key, else by its day. */
static bool find_item(const struct pane *p, const struct chronicle_at *at, size_t *found)
{
    const struct chronicle *h = p->state;
    str key = at->moment.sort_key;
    for (size_t i = 0; i < h->items.len; i++) {
        const struct chronicle_item *item = &h->items.items[i];
        bool same_group = !h->is->group || !str_present(at->group) ||
                          str_eq(h->is->group((struct pane *)p, item->group), at->group);
        bool same = str_present(key) && str_eq(item->moment.sort_key, key) && same_group;
        bool holds = item->cluster && at->dated && item->day <= at->day && at->day <= item->end;
        if (same || holds) {
            *found = i;
            return true;
        }
    }
    return false;
}

/* Where the items after a place begin: what stands there if it is gone. */
static size_t item_after(const struct chronicle *h, const struct chronicle_at *at)
{
    size_t i = at->kind == AT_LAST ? h->items.len : h->boundary;
    while (!h->is->group && i < h->items.len && at->kind != AT_FIRST && h->items.items[i].dated &&
           (!at->dated || h->items.items[i].end < at->day))
        i++;
    return i < h->items.len ? i : h->items.len ? h->items.len - 1 : 0;
}

static size_t line_of(const struct chronicle *h, size_t item, enum chronicle_line_kind kind,
                      size_t sub)
{
    size_t found = 0;
    for (size_t i = 0; i < h->lines.len; i++) {
        const struct chronicle_line *line = &h->lines.items[i];
        if (line->item != item)
            continue;
        if (line->kind == kind && line->sub == sub)
            return i;
        if (line->kind == LINE_ITEM)
            found = i;
    }
    return found;
}

void chronicle_stand(struct pane *p, size_t line)
{
    struct chronicle *h = p->state;
    stops_to(&h->scroll, line, true, chronicle_stands, h);
}

static size_t around_of(const struct chronicle *h)
{
    return 2 * h->scroll.rows + SPARE;
}

static void put_at_row(struct pane *p, int row)
{
    struct chronicle *h = p->state;
    if (row >= 0)
        h->scroll.top = h->scroll.cursor > (size_t)row ? h->scroll.cursor - (size_t)row : 0;
    scroll_fit(&h->scroll);
}

/* Loads what is around a place, and puts the cursor there. */
static bool go(struct pane *p, const struct chronicle_here *here, size_t around)
{
    struct chronicle *h = p->state;
    size_t item = 0;
    load(p, &here->at, around);
    bool found = here->at.kind == AT_ITEM && find_item(p, &here->at, &item);
    if (!found)
        item = item_after(h, &here->at);
    chronicle_stand(p, line_of(h, item, found ? here->kind : LINE_ITEM, found ? here->sub : 0));
    put_at_row(p, here->row);
    return found;
}

bool chronicle_return(struct pane *p, const struct chronicle_here *here)
{
    bool found = go(p, here, around_of(p->state));
    chronicle_forget_detail(p->state);
    return found;
}

void chronicle_go(struct pane *p, const struct chronicle_at *at)
{
    const struct chronicle *h = p->state;
    chronicle_return(
        p, &(struct chronicle_here){.at = *at,
                                    .kind = LINE_ITEM,
                                    .row = at->kind == AT_DAY ? (int)(h->scroll.rows / 2) : -1});
}

/* -- Moving -------------------------------------------------------------------------------------
 */

/* Sees to it that there are so many lines before and after the cursor, as far as there are any. */
static bool provide(struct pane *p, size_t spare, size_t around)
{
    struct chronicle *h = p->state;
    const struct scroll *s = &h->scroll;
    size_t after = s->count - s->cursor;
    bool short_before = s->cursor < spare && !h->at_start,
         short_after = after < spare && !h->at_end;
    if ((!short_before && !short_after) || !chronicle_line(p))
        return false;
    struct arena a = {0};
    struct chronicle_here here = chronicle_here(p, &a);
    go(p, &here, around);
    arena_release(&a);
    return true;
}

/* A screen, wherever on it the cursor stands. */
static void provide_screen(struct pane *p)
{
    const struct chronicle *h = p->state;
    provide(p, h->scroll.rows + 2, around_of(h));
}

bool chronicle_near(struct pane *p)
{
    const struct chronicle *h = p->state;
    return provide(p, 2 * h->scroll.rows - h->scroll.rows / 4, around_of(h));
}

/* The stops between two lines, and the latter. */
static size_t stops_between(const struct chronicle *h, size_t from, size_t to)
{
    size_t stops = 0, low = from < to ? from : to, high = from < to ? to : from;
    for (size_t line = low; line <= high && line < h->lines.len; line++)
        stops += line != from && chronicle_stands(h, line);
    return stops;
}

/* So many rows on; what is not loaded yet is, as often as it has to be. */
static void step(struct pane *p, enum action action, size_t times)
{
    struct chronicle *h = p->state;
    while (times) {
        size_t chunk = times < STRIDE ? times : STRIDE;
        if (chunk > h->scroll.rows)
            provide(p, chunk, around_of(h) + chunk);
        size_t before = h->scroll.cursor;
        stops_act(&h->scroll, action, (int)chunk, chronicle_stands, h);
        size_t moved = stops_between(h, before, h->scroll.cursor);
        provide_screen(p);
        if (!moved)
            break;
        times -= moved < times ? moved : times;
    }
}

bool chronicle_move(struct pane *p, enum action action, int count)
{
    struct chronicle *h = p->state;
    size_t times = count > 0 ? (size_t)count : 1;
    if (!scroll_takes(action))
        return false;
    if (action == ACTION_TOP || action == ACTION_BOTTOM) {
        bool first = action == ACTION_TOP || count > 0;
        go(p, &(struct chronicle_here){.at = {.kind = first ? AT_FIRST : AT_LAST}, .row = -1},
           around_of(h));
        if (count > 0)
            step(p, ACTION_LINE_DOWN, times - 1);
        else if (!first)
            chronicle_stand(p, h->lines.len);
    } else if (action == ACTION_LINE_DOWN || action == ACTION_LINE_UP) {
        step(p, action, times);
    } else {
        for (size_t i = 0; i < times; i++) {
            size_t before = h->scroll.cursor;
            stops_act(&h->scroll, action, 1, chronicle_stands, h);
            bool moved = h->scroll.cursor != before;
            provide_screen(p);
            if (!moved)
                break;
        }
    }
    chronicle_forget_detail(h);
    return true;
}

/* -- Asking -------------------------------------------------------------------------------------
 */

void chronicle_survey(struct pane *p)
{
    struct chronicle *h = p->state;
    h->is->survey(p);
}

void chronicle_begin(struct pane *p)
{
    struct chronicle *h = p->state;
    chronicle_survey(p);
    h->ready = true;
    h->is->first_place(p);
}

void chronicle_leave(struct pane *p)
{
    struct chronicle *h = p->state;
    if (!chronicle_line(p) || h->typing)
        return;
    arena_release(&h->left_arena);
    h->left = chronicle_here(p, &h->left_arena);
    h->has_left = true;
}

/* Where nothing was left to stand on, one comes back to where one was before. */
static void come_back(struct pane *p)
{
    struct chronicle *h = p->state;
    if (!h->has_left) {
        chronicle_begin(p);
        return;
    }
    chronicle_survey(p);
    chronicle_return(p, &h->left);
}

void chronicle_refresh(struct pane *p)
{
    struct chronicle *h = p->state;
    if (!h->ready)
        return;
    if (h->items.len == 0) {
        come_back(p);
        return;
    }
    if (!h->touched && !h->typing) { /* one is where one begins, wherever that is by now */
        chronicle_begin(p);
        return;
    }
    chronicle_leave(p);
    struct arena a = {0};
    struct chronicle_here here = chronicle_here(p, &a);
    const struct chronicle_item *item = chronicle_current(p);
    str agreement = item ? arena_str(&a, item->moment.id) : (str){0};
    chronicle_survey(p);
    if (h->is->follow && agreement.len)
        h->is->follow(p, &here, agreement, &a);
    chronicle_return(p, &here);
    arena_release(&a);
}

void chronicle_fit(struct pane *p)
{
    struct chronicle *h = p->state;
    h->split = split_make_wide(h->height, h->width, BELOW_ROWS);
    int list = h->split.rows - h->is->head;
    h->scroll.rows = list > 0 ? (size_t)list : 1;
}

void chronicle_layout(struct pane *p, int rows, int columns)
{
    struct chronicle *h = p->state;
    struct arena a = {0};
    struct chronicle_here here = chronicle_here(p, &a);
    h->height = rows;
    h->width = columns;
    chronicle_fit(p);
    chooser_layout(&h->chooser, rows);
    if (!h->ready)
        chronicle_begin(p);
    else if (h->items.len)
        chronicle_return(p, &here);
    arena_release(&a);
}

/* -- Unfolding ----------------------------------------------------------------------------------
 */

static size_t unfolded_at(const struct chronicle *h, str key, size_t *end)
{
    size_t at = 0, start = 0;
    char letter;
    str bytes;
    str all = buf_str(&h->unfolded);
    for (; notation_next(all, &at, &letter, &bytes); start = at)
        if (str_eq(bytes, key)) {
            *end = at;
            return start;
        }
    return STR_NONE;
}

bool chronicle_is_unfolded(const struct chronicle *h, str key)
{
    size_t end;
    return h->unfolded.len && unfolded_at(h, key, &end) != STR_NONE;
}

/* As much of the cursor's item comes on the screen as can, from the cursor's line on. */
static void reveal(struct chronicle *h)
{
    struct scroll *s = &h->scroll;
    size_t last = s->cursor;
    while (last + 1 < h->lines.len && h->lines.items[last + 1].item == h->lines.items[last].item &&
           h->lines.items[last + 1].kind < LINE_GROUP)
        last++;
    if (last < s->top + s->rows)
        return;
    s->top = last + 1 - s->rows < s->cursor ? last + 1 - s->rows : s->cursor;
}

void chronicle_unfold(struct pane *p)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = chronicle_current(p);
    struct arena a = {0};
    if (!item || item->cluster)
        return;
    struct chronicle_here here = chronicle_here(p, &a);
    size_t end, start = unfolded_at(h, here.at.moment.sort_key, &end);
    if (start == STR_NONE) {
        notation_add(&h->unfolded, 'x', here.at.moment.sort_key);
    } else {
        struct buf rest = {0};
        buf_append(&rest, str_sub(buf_str(&h->unfolded), 0, start));
        buf_append(&rest, str_from(buf_str(&h->unfolded), end));
        buf_release(&h->unfolded);
        h->unfolded = rest;
        /* Folded from within, the cursor comes back to the item. */
        size_t line = line_of(h, chronicle_line(p)->item, LINE_ITEM, 0);
        here.row = line >= h->scroll.top ? (int)(line - h->scroll.top) : 0;
    }
    here.kind = LINE_ITEM;
    here.sub = 0;
    chronicle_return(p, &here);
    reveal(h);
    arena_release(&a);
}
