#include "loader/mentions.h"

#include "base/strmap.h"
#include "loader/found.h"

/* -- Entities of the briefing ------------------------------------------------------------------ */

/* Registries may be read anew while the briefing is open: what it holds of them are copies. */
struct copying {
    struct loading *l;
    struct strmap files;
    VEC(str) paths;
    str last_path, last_copy;
};

static str copy_path(struct copying *c, str path)
{
    size_t at = c->paths.len;
    if (path.ptr == c->last_path.ptr && path.len == c->last_path.len)
        return c->last_copy;
    if (strmap_add(&c->files, c->l->scratch, path, at))
        *VEC_PUSH(c->l->scratch, &c->paths) = arena_str(c->l->reader.arena, path);
    strmap_get(&c->files, path, &at);
    c->last_path = path;
    return c->last_copy = c->paths.items[at];
}

static struct form copy_form(struct copying *c, struct form f)
{
    f.text = arena_str(c->l->reader.arena, f.text);
    f.at.file = copy_path(c, f.at.file);
    return f;
}

static struct entity copy_entity(struct copying *c, const struct entity *from)
{
    struct arena *a = c->l->reader.arena;
    struct entity e = *from;
    e.id = arena_str(a, e.id);
    e.name = copy_form(c, e.name);
    e.aliases = ARENA_ARRAY(a, struct form, e.alias_count);
    for (size_t i = 0; i < e.alias_count; i++)
        e.aliases[i] = copy_form(c, from->aliases[i]);
    e.role = arena_str(a, e.role);
    e.description = arena_str(a, e.description);
    e.wikidata = arena_str(a, e.wikidata);
    e.at.file = copy_path(c, e.at.file);
    return e;
}

struct entity_list {
    struct entity *items;
    size_t len, cap;
};

/* The number of an entity in the list, in which it is from now on. */
static size_t number_of(struct copying *c, struct entity_list *list, const struct entity *e)
{
    struct briefing *b = c->l->briefing;
    size_t at = b->entity_count + list->len;
    if (strmap_get(&b->numbers, e->id, &at))
        return at;
    struct entity copy = copy_entity(c, e);
    strmap_add(&b->numbers, c->l->reader.arena, copy.id, at);
    *VEC_PUSH(c->l->reader.arena, list) = copy;
    return at;
}

static void number_mentions(struct copying *c, const struct found_list *found)
{
    struct briefing *b = c->l->briefing;
    struct arena *a = c->l->reader.arena;
    struct entity_list entities = {.cap = c->l->listed_count};
    entities.items = ARENA_ARRAY(a, struct entity, entities.cap);
    strmap_reserve(&b->numbers, a, entities.cap);
    for (size_t i = 0; i < c->l->listed_count; i++)
        number_of(c, &entities, c->l->listed[i]);
    for (size_t i = 0; i < entities.len; i++)
        entities.items[i].listed = true;
    b->mentions = ARENA_ARRAY(a, struct mention, found->len);
    for (size_t i = 0; i < found->len; i++) {
        const struct found *f = &found->items[i];
        struct mention *m = &b->mentions[b->mention_count++];
        *m = (struct mention){.span = f->span, .origin = f->origin, .at = f->at};
        m->at.file = copy_path(c, f->at.file);
        m->candidates = ARENA_ARRAY(a, size_t, f->candidate_count);
        for (size_t k = 0; k < f->candidate_count; k++)
            m->candidates[m->candidate_count++] = number_of(c, &entities, f->candidates[k]);
    }
    b->entities = entities.items;
    b->entity_count = entities.len;
}

static void add_other(struct copying *c, struct entity_list *others, str id)
{
    const struct entity *e = str_present(id) ? scope_entity(c->l->scope, id) : NULL;
    if (e)
        number_of(c, others, e);
}

/* Those that statements name. They share the numbering, by which one that is an entity of the
 * briefing already is found and not added. */
static void collect_others(struct copying *c)
{
    struct briefing *b = c->l->briefing;
    struct entity_list others = {0};
    for (size_t i = 0; i < b->agreement_count; i++) {
        const struct agreement *a = &b->agreements[i];
        for (size_t k = 0; k < a->party_count; k++)
            add_other(c, &others, a->parties[k]);
        for (size_t k = 0; k < a->milestone_count; k++)
            add_other(c, &others, a->milestones[k].party);
    }
    for (size_t i = 0; i < b->event_count; i++)
        for (size_t k = 0; k < b->events[i].participant_count; k++)
            add_other(c, &others, b->events[i].participants[k]);
    for (size_t i = 0; i < b->relation_count; i++) {
        add_other(c, &others, b->relations[i].subject);
        add_other(c, &others, b->relations[i].object);
    }
    b->others = others.items;
    b->other_count = others.len;
}

/* -- All of it --------------------------------------------------------------------------------- */

static void append(struct loading *l, struct found_list *list, const struct found_list *more)
{
    for (size_t i = 0; i < more->len; i++) {
        struct found *f = VEC_PUSH(l->scratch, list);
        *f = more->items[i];
        f->number = list->len;
    }
}

static void copy_diag_files(struct copying *c)
{
    struct diag_list *diags = c->l->reader.diags;
    for (size_t i = 0; i < diags->len; i++)
        diags->items[i].at.file = copy_path(c, diags->items[i].at.file);
}

void mentions_resolve(struct loading *l)
{
    struct copying c = {.l = l};
    struct found_list found = {0}, blocked = {0}, names = {0};
    scope_names(l->scope);
    found_by_selectors(l, &found);
    found_by_links(l, &found, &blocked);
    found_sort(&found);
    found_sort(&blocked);
    found_by_names(l, &found, &blocked, &names);
    append(l, &found, &names);
    found_sort(&found);
    number_mentions(&c, &found);
    collect_others(&c);
    copy_diag_files(&c);
}
