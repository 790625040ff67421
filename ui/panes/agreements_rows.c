#include "ui/panes/agreements.h"

#include "text/safe.h"
#include "ui/panes/prose.h"

#include <string.h>

enum {
    STATUS_WIDTH = 34, /* columns from which a row has room for the word of its status */
    NARROW_INDENT = 3, /* of milestones, where they cannot afford to stand below the title */
    WORDS_ROWS = 3,    /* of one note, party list or title */
};

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
    return unfolded_at(p->state, agreements_entry(p, entry)->agreement.id) != STR_NONE;
}

void agreements_unfold(struct pane *p, size_t entry, bool unfolded)
{
    struct agreements *g = p->state;
    str id = agreements_entry(p, entry)->agreement.id;
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
    return g->width < AGREEMENTS_WIDE ? NARROW_INDENT + 2 : agreements_title_column(g) + 2;
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
    const struct session_entry *entry = agreements_entry(p, number);
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
    if (g->width < (g->facts[number].event ? AGREEMENTS_WIDE : STATUS_WIDTH) || cells == 0)
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
    const struct session_entry *entry = agreements_entry(p, number);
    for (size_t i = 0; i < entry->agreement.milestone_count; i++) {
        const struct timeline_milestone *t = &entry->agreement.milestones[i];
        add(g, ROW_MILESTONE, number)->milestone = i;
        if (t->m.party.len && g->width < AGREEMENTS_WIDE)
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
    const struct timeline_row *row = &agreements_entry(p, number)->agreement;
    str kind_place = arena_printf(&g->rows_arena, "%.*s%s%.*s", STR_FMT(row->kind),
                                  row->kind.len && row->place.len ? ", " : "", STR_FMT(row->place));
    add_words(g, number, 0, false, kind_place, 1);
    for (int kind = 0; kind < LINK_KIND_COUNT; kind++) {
        long other = session_agreement(p->session, row->links_to[kind]);
        str name = other == SELECTED_NONE ? row->links_to[kind]
                                          : agreements_title(agreements_entry(p, (size_t)other));
        if (name.len)
            add_words(g, number, 0, false,
                      arena_printf(&g->rows_arena, "%s %.*s", words[kind], STR_FMT(name)),
                      WORDS_ROWS);
    }
}

void agreements_add_entry(struct pane *p, size_t number, bool opens, enum agreements_room room)
{
    struct agreements *g = p->state;
    const struct session_entry *entry = agreements_entry(p, number);
    bool selected = p->session->selection.agreement == (long)number;
    add_title(g, number, agreements_title(entry), opens, selected || room >= AGREEMENTS_TITLES);
    if (selected || room >= AGREEMENTS_PARTIES)
        add_words(g, number, 0, false, parties_of(p, number), selected ? WORDS_ROWS : 1);
    if (!g->facts[number].dated)
        add_words(g, number, 0, false, undated_reason(entry), WORDS_ROWS);
    if (!entry->is_event && agreements_unfolded(p, number)) {
        add_nature(p, number);
        add_milestones(p, number);
    }
}
