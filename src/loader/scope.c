#include "loader/scope.h"

#include "loader/suggest.h"
#include "text/fold.h"

#include <string.h>

/* -- Layers ------------------------------------------------------------------------------------ */

static const struct definition *find(const struct scope *s, str id)
{
    size_t at;
    for (size_t i = s->count; i > 0; i--)
        if (strmap_get(&s->layers[i - 1]->ids, id, &at))
            return &s->layers[i - 1]->items[at];
    return NULL;
}

static void report_nameless(struct reader *r, const struct scope *below, const struct definition *d)
{
    str id = reader_shown(r, d->entity.id);
    if (d->bare) {
        str more = scope_suggest(r, below, d->entity.id);
        diag_add(r->diags, d->entity.at, DIAG_UNKNOWN_ENTITY,
                 "no registry has an entity '%.*s'%.*s", STR_FMT(id), STR_FMT(more));
    } else if (d->name.empty) {
        field_report_empty(r, &d->name, true);
    } else if (!d->name.value) {
        diag_add(r->diags, d->name.at, DIAG_MISSING_KEY,
                 "entity '%.*s' has no 'name', and no registry has the entity", STR_FMT(id));
    }
}

struct layer *layer_make(struct reader *r, const struct scope *below,
                         struct definitions *definitions)
{
    struct layer *layer = ARENA_NEW(r->arena, struct layer);
    layer->arena = r->arena;
    layer->items = definitions->items;
    strmap_reserve(&layer->ids, r->arena, definitions->len);
    for (size_t i = 0; i < definitions->len; i++) {
        const struct definition *own = &definitions->items[i];
        const struct definition *known = find(below, own->entity.id);
        struct definition merged = known ? *known : (struct definition){.bare = true};
        definition_overlay(&merged, own);
        if (!str_present(merged.entity.name.text)) {
            report_nameless(r, below, own);
            continue;
        }
        if (known && own->name.empty)
            field_report_empty(r, &own->name, false);
        if (own->bare)
            continue;
        strmap_add(&layer->ids, r->arena, own->entity.id, layer->count);
        layer->items[layer->count++] = merged;
    }
    return layer;
}

/* -- Scopes ------------------------------------------------------------------------------------ */

static void *copied(struct arena *a, const void *items, size_t count, size_t more, size_t size)
{
    void *copy = arena_alloc(a, count + more, size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

/* Marks what the new layer lays over: in copies, since the scope below goes on without. */
static void hide(struct scope *s, size_t below, const struct layer *top, struct arena *a)
{
    const struct layer *layer = s->layers[below];
    bool own = false;
    for (size_t i = 0; i < top->count; i++) {
        size_t at;
        if (!strmap_get(&layer->ids, top->items[i].entity.id, &at))
            continue;
        if (!own)
            s->hidden[below] = copied(a, s->hidden[below], s->hidden[below] ? layer->count : 0,
                                      s->hidden[below] ? 0 : layer->count, sizeof(bool));
        own = true;
        s->hidden[below][at] = true;
    }
}

struct scope *scope_push(const struct scope *below, struct layer *layer, struct arena *a)
{
    struct scope *s = ARENA_NEW(a, struct scope);
    s->count = below->count + 1;
    s->layers = copied(a, below->layers, below->count, 1, sizeof *s->layers);
    s->hidden = copied(a, below->hidden, below->count, 1, sizeof *s->hidden);
    s->sets = ARENA_ARRAY(a, struct name_set, s->count);
    s->layers[below->count] = layer;
    for (size_t i = 0; i < below->count; i++)
        hide(s, i, layer, a);
    return s;
}

const struct entity *scope_entity(const struct scope *s, str id)
{
    const struct definition *d = find(s, id);
    return d ? &d->entity : NULL;
}

/* -- Names ------------------------------------------------------------------------------------- */

static str bare_fold(str name, struct arena *a)
{
    return str_trim(text_fold_only(name, a));
}

static void build_names(struct layer *layer)
{
    struct arena scratch = {0};
    size_t count = 0, used = 0;
    for (size_t i = 0; i < layer->count; i++)
        count += 1 + layer->items[i].entity.alias_count;
    struct name_form *forms = ARENA_ARRAY(&scratch, struct name_form, count);
    for (size_t i = 0; i < layer->count; i++) {
        const struct entity *e = &layer->items[i].entity;
        for (size_t k = 0; k <= e->alias_count; k++)
            forms[used++] = (struct name_form){
                .folded = bare_fold(k ? e->aliases[k - 1].text : e->name.text, layer->arena),
                .owner = i,
                .form = k,
                .silent = e->match_listed};
    }
    layer->names = names_build(forms, used, layer->arena);
    arena_release(&scratch);
}

void scope_names(struct scope *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (!s->layers[i]->names)
            build_names(s->layers[i]);
        s->sets[i] = (struct name_set){.names = s->layers[i]->names, .skip = s->hidden[i]};
    }
}

const struct entity *scope_owner(const struct scope *s, const struct name_hit *hit)
{
    return &s->layers[hit->set]->items[hit->owner].entity;
}

const struct form *scope_form(const struct scope *s, const struct name_hit *hit)
{
    const struct entity *e = scope_owner(s, hit);
    return hit->form ? &e->aliases[hit->form - 1] : &e->name;
}

/* -- Suggestions ------------------------------------------------------------------------------- */

enum { MOST_COMPARED = 4000000 };

str scope_suggest(struct reader *r, const struct scope *s, str id)
{
    struct suggestion near = suggestion_for(id);
    for (size_t i = 0; i < s->count; i++) {
        r->compared += s->layers[i]->count;
        if (r->compared > MOST_COMPARED)
            return STR("");
        for (size_t k = 0; k < s->layers[i]->count; k++)
            suggestion_consider(&near, s->layers[i]->items[k].entity.id);
    }
    return suggestion_text(&near, r->arena);
}
