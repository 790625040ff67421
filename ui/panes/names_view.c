#include "ui/panes/names.h"

#include <stdlib.h>

/* More bits than there are types: a set in which none of them is. */
#define NO_TYPE (1U << 31)

struct roster *names_roster(struct names *s, enum names_part part)
{
    return part == NAMES_LIST ? &s->list : part == NAMES_TROUBLES ? &s->troubles : &s->places;
}

const struct entities_row *names_selected(const struct names *s)
{
    return roster_selected(&s->list);
}

const struct trouble_row *names_trouble(const struct names *s)
{
    return roster_selected(&s->troubles);
}

const struct trouble_place *names_trouble_place(const struct names *s)
{
    return roster_selected(&s->places);
}

bool names_is_grouped(const struct names *s)
{
    return s->query.sort == ENTITY_BY_TYPE;
}

/* -- Asking --------------------------------------------------------------------------------------
 */

static struct err ask_list(const struct pane *p, const void *from, bool backwards, size_t limit,
                           struct arena *a, void **rows, size_t *count)
{
    const struct names *s = p->state;
    struct entities_page page = {0};
    struct err e =
        catalog_entity_list(p->session->catalog, &s->query, from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_troubles(const struct pane *p, const void *from, bool backwards, size_t limit,
                               struct arena *a, void **rows, size_t *count)
{
    struct trouble_page page = {0};
    struct err e = catalog_troubles(p->session->catalog, 0, from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_places(const struct pane *p, const void *from, bool backwards, size_t limit,
                             struct arena *a, void **rows, size_t *count)
{
    const struct names *s = p->state;
    struct trouble_places page = {0};
    struct trouble_row of = {.sort_key = buf_str(&s->places_of)};
    struct err e =
        catalog_trouble_places(p->session->catalog, &of, from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static bool begins_type(const struct pane *p, const void *before, const void *row)
{
    const struct entities_row *a = before, *b = row;
    (void)p;
    return types_shown(a->entity.type) != types_shown(b->entity.type);
}

static bool is_trouble(const void *row, str key)
{
    return str_eq(((const struct trouble_row *)row)->sort_key, key);
}

static bool is_place(const void *row, str key)
{
    return str_eq(((const struct trouble_place *)row)->briefing, key);
}

/* -- The query -----------------------------------------------------------------------------------
 */

static void set_query(struct names *s)
{
    s->query.filter = filter_text(&s->filter);
    s->query.types = types_all_hidden(&s->types) ? NO_TYPE : 0;
    for (size_t i = 0; i < s->types.count && s->query.types != NO_TYPE; i++)
        if (!s->types.hidden[s->types.keys[i]])
            s->query.types |= ENTITY_TYPE_BIT(s->types.keys[i]);
    s->list.begins = names_is_grouped(s) ? begins_type : NULL;
}

/* What does not depend on filter and order. */
static void gather(struct pane *p)
{
    struct names *s = p->state;
    struct entities_query all = {.sort = ENTITY_BY_MENTIONS, .descending = true};
    struct entity_page first = {0};
    struct arena a = {0};
    size_t members[ENTITY_TYPE_COUNT] = {0};
    struct catalog *c = p->session->catalog;
    if (answer_is(p, catalog_entity_list_count(c, &all, members, &s->everything)))
        types_set(&s->types, members);
    if (answer_is(p, catalog_entities(c, NULL, 1, &a, &first)))
        s->most = first.count ? first.rows[0].mentions : 0;
    arena_release(&a);
}

/* Shows an entity; false if it is none of the rows. */
static bool show_entity(struct pane *p, str id, int line)
{
    struct names *s = p->state;
    struct arena a = {0};
    struct entities_row found;
    size_t row = 0;
    bool there = catalog_entity_list_row(p->session->catalog, &s->query, id, &a, &found);
    if (there) {
        row = catalog_entity_list_rank(p->session->catalog, &s->query, &found);
        pager_need(p, &s->list.pager, row, row + 1, 1);
        const struct entities_row *is = roster_row(&s->list, row);
        there = is && str_eq(is->entity.id, id);
    }
    if (there)
        roster_show(p, &s->list, row, line);
    arena_release(&a);
    return there;
}

void names_show(struct pane *p, str id)
{
    show_entity(p, id, -1);
    names_settle(p);
}

/* Asks for the list again; what is selected stays so, else what stands first is. */
static void ask_again(struct pane *p, bool keep_line)
{
    struct names *s = p->state;
    struct arena a = {0};
    const struct entities_row *selected = names_selected(s);
    str id = selected && s->list.moved ? arena_str(&a, selected->entity.id) : STR("");
    int line = keep_line && id.len ? roster_line_of(p, &s->list, s->list.cursor) : -1;
    size_t near = s->list.cursor;
    set_query(s);
    size_t total;
    if (answer_is(p, catalog_entity_list_count(p->session->catalog, &s->query, s->by_type, &total)))
        pager_reset(&s->list.pager, total);
    if (id.len == 0 || !show_entity(p, id, line)) {
        s->list.cursor = s->list.top = keep_line ? near : 0;
        roster_set_lines(p, &s->list, s->list.lines);
    }
    arena_release(&a);
}

void names_requery(struct pane *p)
{
    ask_again(p, false);
    names_settle(p);
}

static void refresh_places(struct pane *p, str briefing, size_t near, int line)
{
    struct names *s = p->state;
    const struct trouble_row *of = names_trouble(s);
    buf_clear(&s->places_of);
    buf_append(&s->places_of, of ? of->sort_key : STR(""));
    pager_reset(&s->places.pager, of ? of->briefings : 0);
    roster_find(p, &s->places, is_place, briefing, near, line);
}

bool names_know_troubles(struct pane *p)
{
    struct names *s = p->state;
    size_t total;
    if (!s->ready || s->troubles_known || /* not ready: there was no room for it yet */
        !answer_is(p, catalog_troubles_count(p->session->catalog, 0, &total)))
        return false;
    struct arena a = {0};
    const struct trouble_row *name = names_trouble(s);
    const struct trouble_place *place = names_trouble_place(s);
    str key = name ? arena_str(&a, name->sort_key) : (str){0};
    str briefing = place ? arena_str(&a, place->briefing) : (str){0};
    int line = roster_line_of(p, &s->troubles, s->troubles.cursor);
    int place_line = roster_line_of(p, &s->places, s->places.cursor);
    s->troubles_known = true;
    pager_reset(&s->troubles.pager, total);
    roster_find(p, &s->troubles, is_trouble, key, s->troubles.cursor, line);
    refresh_places(p, briefing, s->places.cursor, place_line);
    arena_release(&a);
    return true;
}

void names_refresh(struct pane *p)
{
    struct names *s = p->state;
    s->list.pager.ask = ask_list;
    s->list.pager.row_size = sizeof(struct entities_row);
    s->troubles.pager.ask = ask_troubles;
    s->troubles.pager.row_size = sizeof(struct trouble_row);
    s->places.pager.ask = ask_places;
    s->places.pager.row_size = sizeof(struct trouble_place);
    if (!s->ready) {
        s->query = (struct entities_query){.sort = ENTITY_BY_MENTIONS, .descending = true};
        s->ready = true;
    }
    gather(p);
    ask_again(p, true);
    s->troubles_known = false;
    if (s->part != NAMES_LIST)
        names_know_troubles(p);
    s->preview.known = false;
    names_set_lines(p);
    names_settle(p);
}

/* -- What is shown of the selected one -----------------------------------------------------------
 */

bool names_has_preview(const struct names *s)
{
    const struct entities_row *row = names_selected(s);
    return row && s->preview.known && str_eq(s->preview.dossier.id, row->entity.id);
}

void names_detail(struct pane *p)
{
    struct names *s = p->state;
    struct names_preview *v = &s->preview;
    const struct entities_row *row = names_selected(s);
    if (s->part != NAMES_LIST || names_layout(s).beside.rows == 0 || !row || names_has_preview(s))
        return;
    arena_release(&v->arena);
    v->dossier = (struct dossier){0};
    v->known = catalog_dossier(p->session->catalog, row->entity.id, &v->arena, &v->dossier);
    v->mentioned = v->known && catalog_mention_next(p->session->catalog, row->entity.id, (str){0},
                                                    false, &v->arena, &v->newest);
}

void names_settle(struct pane *p)
{
    struct names *s = p->state;
    const struct trouble_row *trouble = names_trouble(s);
    if (s->part != NAMES_LIST && trouble && !str_eq(trouble->sort_key, buf_str(&s->places_of)))
        refresh_places(p, (str){0}, 0, -1);
}

/* -- Places of the jump list ---------------------------------------------------------------------
 */

static const int NO_LINE = -1;

static int line_of(const struct pane *p, const struct roster *r)
{
    return r->pager.total ? roster_line_of(p, r, r->cursor) : NO_LINE;
}

/* Which part, the order, the types that are hidden, the rows of all parts, then the filter. The key
 * is the row's own name. */
void names_save(const struct pane *p, struct place *place)
{
    struct names *s = p->state;
    struct buf view = {0};
    unsigned hidden = 0;
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++)
        hidden |= s->types.hidden[i] ? 1U << i : 0;
    buf_printf(&view, "%d %d %d %d %x", (int)s->part, (int)s->query.sort, s->query.descending,
               (int)s->ungrouped, hidden);
    for (int i = 0; i < NAMES_PARTS; i++) {
        const struct roster *r = names_roster(s, (enum names_part)i);
        buf_printf(&view, " %zu %d", r->cursor, line_of(p, r));
    }
    buf_byte(&view, '|');
    buf_append(&view, filter_text(&s->filter));
    place->view = arena_str(place->arena, buf_str(&view));
    const struct entities_row *row = names_selected(s);
    const struct trouble_row *name = names_trouble(s);
    if (s->part == NAMES_LIST && row)
        place->key = arena_str(place->arena, row->entity.id);
    else if (s->part != NAMES_LIST && name)
        place->key = arena_str(place->arena, name->sort_key);
    place->row = line_of(p, names_roster(s, s->part));
    buf_release(&view);
}

/* What a place says of the view, back in the pane; the rows of the parts and their lines. */
static void take_view(struct names *s, const struct place *place, size_t *rows, int *lines)
{
    struct arena a = {0};
    char *at = arena_cstr(&a, place->view);
    s->part = (enum names_part)strtol(at, &at, 10);
    s->query.sort = (enum entity_sort)strtol(at, &at, 10);
    s->query.descending = strtol(at, &at, 10) != 0;
    s->ungrouped = (enum entity_sort)strtol(at, &at, 10);
    unsigned long hidden = strtoul(at, &at, 16);
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++)
        s->types.hidden[i] = (hidden >> i & 1) != 0;
    for (int i = 0; i < NAMES_PARTS; i++) {
        rows[i] = (size_t)strtoull(at, &at, 10);
        lines[i] = (int)strtol(at, &at, 10);
    }
    buf_clear(&s->filter.text);
    buf_append(&s->filter.text, str_from(place->view, str_find_byte(place->view, '|', 0) + 1));
    arena_release(&a);
}

void names_restore(struct pane *p, const struct place *place)
{
    struct names *s = p->state;
    size_t rows[NAMES_PARTS];
    int lines[NAMES_PARTS];
    if (place->view.len == 0)
        return;
    take_view(s, place, rows, lines);
    set_query(s);
    names_set_lines(p);
    ask_again(p, false);
    if (s->part != NAMES_LIST || !show_entity(p, place->key, lines[0]))
        roster_show(p, &s->list, rows[0], lines[0]);
    if (s->part != NAMES_LIST || rows[NAMES_TROUBLES] > 0)
        names_know_troubles(p);
    if (s->part != NAMES_LIST)
        roster_find(p, &s->troubles, is_trouble, place->key, rows[1], lines[1]);
    else
        roster_show(p, &s->troubles, rows[1], lines[1]);
    refresh_places(p, (str){0}, rows[2], lines[2]);
    names_settle(p);
}
