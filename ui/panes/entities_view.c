#include "ui/panes/entities.h"

#include "text/unicode.h"
#include "ui/panes/stops.h"

#include <stdlib.h>

void entities_gather(struct pane *p)
{
    struct entities *e = p->state;
    const struct briefing *b = p->session->briefing;
    arena_release(&e->facts_arena);
    e->facts = NULL;
    e->most = 0;
    size_t members[ENTITY_TYPE_COUNT] = {0};
    types_set(&e->types, members);
    if (!b)
        return;
    e->facts = ARENA_ARRAY(&e->facts_arena, struct entity_facts, b->entity_count + 1);
    for (size_t i = 0; i < b->entity_count; i++) {
        e->facts[i].first = b->mention_count;
        e->facts[i].name = unicode_fold_marks(b->entities[i].name.text, &e->facts_arena);
        members[types_shown(b->entities[i].type)]++;
    }
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t j = 0; j < b->mentions[i].candidate_count; j++) {
            struct entity_facts *f = &e->facts[b->mentions[i].candidates[j]];
            f->first = f->count == 0 ? i : f->first;
            f->count++;
            f->ambiguous |= b->mentions[i].candidate_count > 1;
            e->most = f->count > e->most ? f->count : e->most;
        }
    types_set(&e->types, members);
}

/* -- Filtering ----------------------------------------------------------------------------------
 */

static bool holds(str text, str wanted)
{
    struct arena a = {0};
    bool found = str_find(unicode_fold_marks(text, &a), wanted, 0) != STR_NONE;
    arena_release(&a);
    return found;
}

/* Whether the filter matches, and through which alias where it is not the name. */
static bool matches(const struct entity *e, const struct entity_facts *f, str wanted, long *alias)
{
    *alias = -1;
    if (wanted.len == 0 || str_find(f->name, wanted, 0) != STR_NONE)
        return true;
    for (size_t i = 0; i < e->alias_count; i++)
        if (holds(e->aliases[i].text, wanted)) {
            *alias = (long)i;
            return true;
        }
    return holds(e->id, wanted);
}

/* -- Sorting ------------------------------------------------------------------------------------
 */

/* What qsort cannot be told: filled for each row before it is called. */
struct sort_key {
    struct entities_row row;
    bool grouped;
    size_t rank; /* smaller first */
    str name;
    long entity;
};

static int compare(const void *left, const void *right)
{
    const struct sort_key *a = left, *b = right;
    if (a->grouped && a->row.type != b->row.type)
        return a->row.type < b->row.type ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int names = str_cmp(a->name, b->name);
    if (names)
        return names;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static size_t rank_of(const struct entities *e, size_t entity)
{
    switch (e->sort) {
    case ENTITIES_BY_COUNT:
        return e->most - e->facts[entity].count;
    case ENTITIES_BY_FIRST:
        return e->facts[entity].first;
    default:
        return 0;
    }
}

/* -- Rows ---------------------------------------------------------------------------------------
 */

bool entities_stands(const void *list, size_t row)
{
    return ((const struct entities *)list)->rows[row].entity >= 0;
}

long entities_current(const struct pane *p)
{
    const struct entities *e = p->state;
    return e->scroll.cursor < e->scroll.count ? e->rows[e->scroll.cursor].entity : -1;
}

static size_t select_rows(struct pane *p, struct sort_key *keys)
{
    struct entities *e = p->state;
    const struct briefing *b = p->session->briefing;
    str wanted = unicode_fold_marks(filter_text(&e->filter), &e->rows_arena);
    size_t n = 0;
    for (size_t i = 0; i < b->entity_count; i++) {
        long alias;
        enum entity_type type = types_shown(b->entities[i].type);
        if (e->types.hidden[type] || !matches(&b->entities[i], &e->facts[i], wanted, &alias))
            continue;
        keys[n++] = (struct sort_key){
            .row = {.entity = (long)i, .type = type, .alias = alias},
            .grouped = e->grouped,
            .rank = rank_of(e, i),
            .name = e->facts[i].name,
            .entity = (long)i,
        };
    }
    return n;
}

static void place_rows(struct entities *e, const struct sort_key *keys, size_t n)
{
    size_t heading = 0;
    e->rows = ARENA_ARRAY(&e->rows_arena, struct entities_row, n + ENTITY_TYPE_COUNT);
    e->scroll.count = 0;
    for (size_t i = 0; i < n; i++) {
        if (e->grouped && (i == 0 || keys[i].row.type != keys[i - 1].row.type)) {
            heading = e->scroll.count++;
            e->rows[heading] = (struct entities_row){.entity = -1, .type = keys[i].row.type};
        }
        if (e->grouped)
            e->rows[heading].members++;
        e->rows[e->scroll.count++] = keys[i].row;
    }
    e->shown = n;
}

void entities_view(struct pane *p)
{
    struct entities *e = p->state;
    const struct briefing *b = p->session->briefing;
    arena_release(&e->rows_arena);
    e->rows = NULL;
    e->scroll.count = e->shown = 0;
    if (!b || !e->facts)
        return;
    struct sort_key *keys = ARENA_ARRAY(&e->rows_arena, struct sort_key, b->entity_count + 1);
    size_t n = select_rows(p, keys);
    qsort(keys, n, sizeof *keys, compare);
    place_rows(e, keys, n);
    int rows = e->height - entities_head(p) - entities_foot(p);
    e->scroll.rows = rows > 1 ? (size_t)rows : 1;
    size_t at = 0;
    for (size_t i = 0; i < e->scroll.count; i++)
        if (e->rows[i].entity >= 0 && e->rows[i].entity == p->session->selection.entity)
            at = i;
    if (e->scroll.count)
        stops_to(&e->scroll, at, true, entities_stands, e);
    else
        e->scroll.cursor = e->scroll.top = 0;
}
