#include "ui/panes/agreements.h"

#include "text/safe.h"
#include "text/unicode.h"
#include "ui/panes/stops.h"

#include <stdlib.h>

enum { WHEN_MAX = 8, WHEN_MAX_WIDE = 16 }; /* cells of the column of dates */

/* -- Filtering ----------------------------------------------------------------------------------
 */

static bool holds(str text, str wanted, struct arena *a)
{
    return str_find(unicode_fold_marks(text, a), wanted, 0) != STR_NONE;
}

static bool matches(const struct pane *p, size_t number, str wanted, struct arena *a)
{
    const struct agreements *g = p->state;
    const struct session_entry *entry = agreements_entry(p, number);
    const struct briefing *b = p->session->briefing;
    if (wanted.len == 0 || holds(agreements_title(entry), wanted, a) ||
        holds(g->facts[number].status, wanted, a) || holds(g->facts[number].when_whole, wanted, a))
        return true;
    const struct timeline_row *row = &entry->agreement;
    const str *parties = entry->is_event ? entry->event->participants : row->parties;
    size_t n = entry->is_event ? entry->event->participant_count : row->party_count;
    for (size_t i = 0; i < n; i++)
        if (holds(briefing_entity_name(b, parties[i]), wanted, a) || holds(parties[i], wanted, a))
            return true;
    return entry->is_event ? holds(entry->event->id, wanted, a)
                           : holds(row->id, wanted, a) || holds(row->kind, wanted, a) ||
                                 holds(row->place, wanted, a);
}

/* -- Sorting ------------------------------------------------------------------------------------
 */

struct sort_key {
    size_t entry;
    int rank; /* smaller first */
    str title;
};

static int compare(const void *left, const void *right)
{
    const struct sort_key *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int titles = str_cmp(a->title, b->title);
    if (titles)
        return titles;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* What is late first, then what is to come, then the life of an agreement, events last. */
static int status_rank(const struct agreements *g, const struct session_entry *entry, size_t number)
{
    if (entry->is_event)
        return STATUS_COUNT + PROMISE_OVERDUE + 1;
    if (g->facts[number].promise != PROMISE_NONE)
        return (int)PROMISE_OVERDUE - (int)g->facts[number].promise;
    return PROMISE_OVERDUE + 1 + (int)entry->agreement.status;
}

static struct sort_key key_of(const struct pane *p, size_t number, struct arena *a)
{
    const struct agreements *g = p->state;
    struct sort_key key = {.entry = number};
    if (g->sort == AGREEMENTS_BY_TITLE)
        key.title = unicode_fold_marks(agreements_title(agreements_entry(p, number)), a);
    if (g->sort == AGREEMENTS_BY_STATUS)
        key.rank = status_rank(g, agreements_entry(p, number), number);
    return key;
}

/* -- Rows --- */

static bool same_group(const struct agreements *g, size_t a, size_t b)
{
    return g->facts[a].dated == g->facts[b].dated &&
           (!g->facts[a].dated || g->facts[a].year == g->facts[b].year);
}

static str when_of(const struct agreements *g, size_t number)
{
    return g->sort == AGREEMENTS_BY_TIME ? g->facts[number].when : g->facts[number].when_whole;
}

static void measure_dates(struct agreements *g, const struct sort_key *keys, size_t n)
{
    int most = g->width >= AGREEMENTS_WIDE ? WHEN_MAX_WIDE : WHEN_MAX;
    g->year_width = g->when_width = 0;
    for (size_t i = 0; i < n; i++) {
        const struct agreements_facts *f = &g->facts[keys[i].entry];
        int width = (int)safe_width(when_of(g, keys[i].entry)), year = (int)safe_width(f->group);
        g->when_width = width > g->when_width ? width : g->when_width;
        if (f->dated)
            g->year_width = year > g->year_width ? year : g->year_width;
    }
    if (g->sort != AGREEMENTS_BY_TIME)
        g->year_width = 0;
    g->when_width = g->when_width < most ? g->when_width : most;
}

static void add_entries(struct pane *p, const struct sort_key *keys, size_t n,
                        enum agreements_room room)
{
    struct agreements *g = p->state;
    bool grouped = g->sort == AGREEMENTS_BY_TIME;
    g->rows.len = 0;
    for (size_t i = 0; i < n; i++) {
        bool opens = grouped && (i == 0 || !same_group(g, keys[i].entry, keys[i - 1].entry));
        agreements_add_entry(p, keys[i].entry, opens, room);
    }
}

static void make_rows(struct pane *p)
{
    struct agreements *g = p->state;
    size_t count = p->session->timeline_count, n = 0,
           height = g->height > 0 ? (size_t)g->height : 0;
    struct sort_key *keys = ARENA_ARRAY(&g->rows_arena, struct sort_key, count + 1);
    str wanted = unicode_fold_marks(filter_text(&g->filter), &g->rows_arena);
    for (size_t i = 0; i < count; i++)
        if (matches(p, i, wanted, &g->rows_arena))
            keys[n++] = key_of(p, i, &g->rows_arena);
    if (g->sort != AGREEMENTS_BY_TIME)
        qsort(keys, n, sizeof *keys, compare);
    measure_dates(g, keys, n);
    g->entries = n;
    enum agreements_room room = n <= height ? AGREEMENTS_PARTIES : AGREEMENTS_TIGHT;
    add_entries(p, keys, n, room);
    while (g->rows.len > height && room > AGREEMENTS_TIGHT)
        add_entries(p, keys, n, --room);
}

/* -- The cursor ---------------------------------------------------------------------------------
 */

bool agreements_stands(const void *list, size_t row)
{
    enum agreements_kind kind = ((const struct agreements *)list)->rows.items[row].kind;
    return kind == ROW_ENTRY || kind == ROW_MILESTONE;
}

const struct agreements_row *agreements_current(const struct pane *p)
{
    const struct agreements *g = p->state;
    if (g->scroll.cursor >= g->rows.len || !agreements_stands(g, g->scroll.cursor))
        return NULL;
    return &g->rows.items[g->scroll.cursor];
}

/* The row of the same thing as `old`; else of its entry; else 0. */
static size_t find_row(const struct agreements *g, const struct agreements_row *old)
{
    size_t found = 0;
    for (size_t i = 0; i < g->rows.len; i++) {
        const struct agreements_row *row = &g->rows.items[i];
        if (row->entry != old->entry)
            continue;
        if (row->kind == old->kind && row->milestone == old->milestone)
            return i;
        if (row->kind == ROW_ENTRY)
            found = i;
    }
    return found;
}

/* The last row that belongs to what the cursor stands on. */
static size_t last_of_current(const struct agreements *g)
{
    const struct agreements_row *rows = g->rows.items;
    size_t at = g->scroll.cursor, last = at;
    while (last + 1 < g->rows.len && rows[last + 1].entry == rows[at].entry &&
           (rows[at].kind == ROW_ENTRY || rows[last + 1].kind == ROW_WORDS))
        last++;
    return last;
}

void agreements_settle(struct agreements *g)
{
    struct scroll *s = &g->scroll;
    size_t last = last_of_current(g);
    if (last >= s->top + s->rows)
        s->top = last + 1 - s->rows < s->cursor ? last + 1 - s->rows : s->cursor;
    size_t top = s->top;
    while (top > 0 && g->rows.items[top].kind == ROW_WORDS)
        top--;
    if (last < top + s->rows)
        s->top = top;
    while (s->top < s->cursor && g->rows.items[s->top].kind == ROW_WORDS)
        s->top++;
}

void agreements_stand(struct pane *p, size_t entry)
{
    struct agreements *g = p->state;
    for (size_t i = 0; i < g->rows.len; i++)
        if (g->rows.items[i].kind == ROW_ENTRY && g->rows.items[i].entry == entry)
            stops_to(&g->scroll, i, true, agreements_stands, g);
    if (g->rows.len)
        agreements_settle(g);
}

void agreements_view(struct pane *p)
{
    struct agreements *g = p->state;
    bool had = g->scroll.cursor < g->rows.len, top_had = g->scroll.top < g->rows.len;
    struct agreements_row at = had ? g->rows.items[g->scroll.cursor] : (struct agreements_row){0};
    struct agreements_row top = top_had ? g->rows.items[g->scroll.top] : (struct agreements_row){0};
    arena_release(&g->rows_arena);
    g->rows.items = NULL;
    g->rows.len = g->rows.cap = g->entries = 0;
    if (p->session->briefing && g->facts)
        make_rows(p);
    g->scroll.count = g->rows.len;
    g->scroll.rows = g->height > 0 ? (size_t)g->height : 1;
    if (g->rows.len == 0) {
        g->scroll.cursor = g->scroll.top = 0;
        return;
    }
    g->scroll.top = top_had ? find_row(g, &top) : 0;
    stops_to(&g->scroll, had ? find_row(g, &at) : 0, true, agreements_stands, g);
    agreements_settle(g);
}
