#include "ui/panes/agreements.h"

#include "text/safe.h"
#include "text/unicode.h"
#include "ui/panes/prose.h"
#include "ui/panes/stops.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    WHEN_MAX = 8,
    WHEN_MAX_WIDE = 16,
    WIDE = 56,         /* columns from which dates have more room, and places stand beside events */
    STATUS_WIDTH = 34, /* columns from which a row has room for the word of its status */
    NARROW_INDENT = 3, /* of milestones, where they cannot afford to stand below the title */
    WORDS_ROWS = 3,    /* of one note, party list or title */
};

static const struct session_entry *entry_at(const struct pane *p, size_t i)
{
    return &p->session->timeline[i];
}

/* -- Filtering ----------------------------------------------------------------------------------
 */

static bool holds(str text, str wanted, struct arena *a)
{
    return str_find(unicode_fold_marks(text, a), wanted, 0) != STR_NONE;
}

static bool matches(const struct pane *p, size_t number, str wanted, struct arena *a)
{
    const struct agreements *g = p->state;
    const struct session_entry *entry = entry_at(p, number);
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
        key.title = unicode_fold_marks(agreements_title(entry_at(p, number)), a);
    if (g->sort == AGREEMENTS_BY_STATUS)
        key.rank = status_rank(g, entry_at(p, number), number);
    return key;
}

/* -- Unfolding ----------------------------------------------------------------------------------
 */

/* Where the id stands in the list of those unfolded, or STR_NONE. */
static size_t unfolded_at(const struct agreements *g, str id)
{
    str all = buf_str(&g->unfolded);
    for (size_t at = 0, end; at < all.len; at = end + 1) {
        end = str_find_byte(all, '\0', at);
        if (str_eq(str_sub(all, at, end), id))
            return at;
    }
    return STR_NONE;
}

bool agreements_unfolded(const struct pane *p, size_t entry)
{
    return unfolded_at(p->state, entry_at(p, entry)->agreement.id) != STR_NONE;
}

void agreements_unfold(struct pane *p, size_t entry, bool unfolded)
{
    struct agreements *g = p->state;
    str id = entry_at(p, entry)->agreement.id;
    size_t at = unfolded_at(g, id);
    if (unfolded && at == STR_NONE) {
        buf_append(&g->unfolded, id);
        buf_byte(&g->unfolded, '\0');
    } else if (!unfolded && at != STR_NONE) {
        memmove(g->unfolded.ptr + at, g->unfolded.ptr + at + id.len + 1,
                g->unfolded.len - at - id.len - 1);
        g->unfolded.len -= id.len + 1;
    }
}

/* -- Rows ---------------------------------------------------------------------------------------
 */

int agreements_title_column(const struct agreements *g)
{
    return 1 + (g->year_width ? g->year_width + 1 : 0) + (g->when_width ? g->when_width + 1 : 0) +
           2;
}

int agreements_words_column(const struct agreements *g, bool deep)
{
    if (!deep)
        return agreements_title_column(g);
    return g->width < WIDE ? NARROW_INDENT + 2 : agreements_title_column(g) + 2;
}

static struct agreements_row *add(struct agreements *g, enum agreements_kind kind, size_t entry)
{
    struct agreements_row *row = VEC_PUSH(&g->rows_arena, &g->rows);
    *row = (struct agreements_row){.kind = kind, .entry = entry};
    return row;
}

/* Words below an entry (at its title) or below a milestone (farther in), on a few rows. */
static void add_words(struct agreements *g, size_t entry, size_t milestone, bool deep, str text,
                      size_t rows)
{
    int width = g->width - 1 - agreements_words_column(g, deep);
    if (text.len == 0)
        return;
    struct prose words = prose_wrap(text, width, &g->rows_arena);
    for (size_t i = 0; i < words.len && i < rows; i++) {
        struct agreements_row *row = add(g, ROW_WORDS, entry);
        row->milestone = milestone;
        row->deep = deep;
        row->text = words.items[i];
        if (i == rows - 1 && words.len > rows) /* the rest, to be cut */
            row->text = str_from(text, (size_t)(words.items[i].ptr - text.ptr));
    }
}

static str parties_of(const struct pane *p, size_t number)
{
    struct agreements *g = p->state;
    const struct session_entry *entry = entry_at(p, number);
    const str *ids = entry->is_event ? entry->event->participants : entry->agreement.parties;
    size_t n = entry->is_event ? entry->event->participant_count : entry->agreement.party_count;
    struct buf names = {0};
    for (size_t i = 0; i < n; i++) {
        buf_append(&names, i > 0 ? STR(", ") : STR(""));
        buf_append(&names, briefing_entity_name(p->session->briefing, ids[i]));
    }
    str text = arena_str(&g->rows_arena, buf_str(&names));
    buf_release(&names);
    return text;
}

static str undated_reason(const struct session_entry *entry)
{
    if (entry->is_event)
        return entry->event->undated;
    for (size_t i = 0; i < entry->agreement.milestone_count; i++)
        if (entry->agreement.milestones[i].m.undated.len)
            return entry->agreement.milestones[i].m.undated;
    return STR("no date is given");
}

/* Where a title ends, before the word of its status. */
int agreements_title_end(const struct agreements *g, size_t number)
{
    int most = g->width / 3, cells = (int)safe_width(g->facts[number].status);
    if (g->width < (g->facts[number].event ? WIDE : STATUS_WIDTH) || cells == 0)
        return g->width - 1;
    return g->width - 1 - (cells < most ? cells : most) - 1;
}

/* "kept: 10 Apr 2024, 2024/us-japan-summit-outcome" */
static str kept_words(struct agreements *g, const struct session_entry *entry,
                      const struct timeline_milestone *promise)
{
    struct arena *a = &g->rows_arena;
    str date = {0};
    for (size_t i = 0; i < entry->agreement.milestone_count && date.len == 0; i++) {
        const struct milestone *m = &entry->agreement.milestones[i].m;
        bool same = str_eq(m->briefing, promise->kept_by) && m->status == promise->m.status &&
                    !m->expected && (!promise->m.party.len || str_eq(m->party, promise->m.party));
        if (same)
            date = date_human(&m->date, DATE_SHORT, a);
    }
    return arena_printf(a, "kept: %.*s%s%.*s", STR_FMT(date), date.len ? ", " : "",
                        STR_FMT(promise->kept_by));
}

static void add_milestones(struct pane *p, size_t number)
{
    struct agreements *g = p->state;
    const struct session_entry *entry = entry_at(p, number);
    for (size_t i = 0; i < entry->agreement.milestone_count; i++) {
        const struct timeline_milestone *t = &entry->agreement.milestones[i];
        add(g, ROW_MILESTONE, number)->milestone = i;
        if (t->m.party.len && g->width < WIDE)
            add_words(g, number, i, true, briefing_entity_name(p->session->briefing, t->m.party),
                      1);
        add_words(g, number, i, true, t->m.note, WORDS_ROWS);
        if (t->m.undated.len && t->m.date.text.len)
            add_words(g, number, i, true, t->m.undated, WORDS_ROWS);
        if (t->promise == PROMISE_KEPT && t->kept_by.len)
            add_words(g, number, i, true, kept_words(g, entry, t), WORDS_ROWS);
        if (t->m.briefing.len && !str_eq(t->m.briefing, p->session->briefing->id))
            add_words(g, number, i, true,
                      arena_printf(&g->rows_arena, "in %.*s", STR_FMT(t->m.briefing)), WORDS_ROWS);
    }
}

/* The row of an entry; the title of the selected one is shown whole. */
static void add_title(struct agreements *g, size_t number, str title, bool opens, bool whole)
{
    int column = agreements_title_column(g), room = agreements_title_end(g, number) - column;
    struct agreements_row *row = add(g, ROW_ENTRY, number);
    row->opens = opens;
    row->text = title;
    if (!whole || room < 1 || (int)safe_width(title) <= room)
        return;
    struct prose lines = prose_wrap(title, room, &g->rows_arena);
    row->text = lines.items[0];
    for (size_t i = 1; i < lines.len && i < WORDS_ROWS; i++) {
        row = add(g, ROW_WORDS, number);
        row->title = true;
        row->text = lines.items[i];
        if (i == WORDS_ROWS - 1 && lines.len > WORDS_ROWS) /* the rest, to be cut */
            row->text = str_from(title, (size_t)(row->text.ptr - title.ptr));
    }
}

/* What an unfolded agreement is, beside its milestones: kind, place, how it stands to others. */
static void add_nature(struct pane *p, size_t number)
{
    static const char *const words[] = {
        [LINK_SUPERSEDES] = "supersedes", [LINK_AMENDS] = "amends", [LINK_PART_OF] = "part of"};
    struct agreements *g = p->state;
    const struct timeline_row *row = &entry_at(p, number)->agreement;
    str kind_place = arena_printf(&g->rows_arena, "%.*s%s%.*s", STR_FMT(row->kind),
                                  row->kind.len && row->place.len ? ", " : "", STR_FMT(row->place));
    add_words(g, number, 0, false, kind_place, 1);
    for (int kind = 0; kind < LINK_KIND_COUNT; kind++) {
        long other = session_agreement(p->session, row->links_to[kind]);
        str name = other == SELECTED_NONE ? row->links_to[kind]
                                          : agreements_title(entry_at(p, (size_t)other));
        if (name.len)
            add_words(g, number, 0, false,
                      arena_printf(&g->rows_arena, "%s %.*s", words[kind], STR_FMT(name)),
                      WORDS_ROWS);
    }
}

/* How much is shown of each entry: as much as the pane has rows for. */
enum room { ROOM_TIGHT, ROOM_TITLES, ROOM_PARTIES };

static void add_entry(struct pane *p, size_t number, bool opens, enum room room)
{
    struct agreements *g = p->state;
    const struct session_entry *entry = entry_at(p, number);
    bool selected = p->session->selection.agreement == (long)number;
    add_title(g, number, agreements_title(entry), opens, selected || room >= ROOM_TITLES);
    if (selected || room >= ROOM_PARTIES)
        add_words(g, number, 0, false, parties_of(p, number), selected ? WORDS_ROWS : 1);
    if (!g->facts[number].dated)
        add_words(g, number, 0, false, undated_reason(entry), WORDS_ROWS);
    if (!entry->is_event && agreements_unfolded(p, number)) {
        add_nature(p, number);
        add_milestones(p, number);
    }
}

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
    int most = g->width >= WIDE ? WHEN_MAX_WIDE : WHEN_MAX;
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

static void add_entries(struct pane *p, const struct sort_key *keys, size_t n, enum room room)
{
    struct agreements *g = p->state;
    bool grouped = g->sort == AGREEMENTS_BY_TIME;
    g->rows.len = 0;
    for (size_t i = 0; i < n; i++) {
        bool opens = grouped && (i == 0 || !same_group(g, keys[i].entry, keys[i - 1].entry));
        add_entry(p, keys[i].entry, opens, room);
    }
}

static void make_rows(struct pane *p)
{
    struct agreements *g = p->state;
    size_t count = p->session->timeline_count, n = 0,
           height = g->height > 0 ? (size_t)g->height : 0;
    struct sort_key *keys = ARENA_ARRAY(&g->rows_arena, struct sort_key, count + 1);
    str wanted = unicode_fold_marks(buf_str(&g->filter), &g->rows_arena);
    for (size_t i = 0; i < count; i++)
        if (matches(p, i, wanted, &g->rows_arena))
            keys[n++] = key_of(p, i, &g->rows_arena);
    if (g->sort != AGREEMENTS_BY_TIME)
        qsort(keys, n, sizeof *keys, compare);
    measure_dates(g, keys, n);
    g->entries = n;
    enum room room = n <= height ? ROOM_PARTIES : ROOM_TIGHT;
    add_entries(p, keys, n, room);
    while (g->rows.len > height && room > ROOM_TIGHT)
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
