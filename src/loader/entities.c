#include "loader/entities.h"

#include "base/strmap.h"
#include "loader/selectors.h"
#include "loader/suggest.h"

enum { ID, TYPE, NAME, ALIASES, ROLE, DESCRIPTION, WIKIDATA, MATCH, MENTIONS, KEY_COUNT };

/* `mentions` comes last: a registry's table ends before it. */
static const struct key KEYS[KEY_COUNT] = {
    [ID] = {"id",          KEY_STRICT  },
    [TYPE] = {"type",        KEY_OPTIONAL},
    [NAME] = {"name",        KEY_DEFERRED},
    [ALIASES] = {"aliases",     KEY_OPTIONAL},
    [ROLE] = {"role",        KEY_OPTIONAL},
    [DESCRIPTION] = {"description", KEY_OPTIONAL},
    [WIKIDATA] = {"wikidata",    KEY_OPTIONAL},
    [MATCH] = {"match",       KEY_OPTIONAL},
    [MENTIONS] = {"mentions",    KEY_OPTIONAL},
};

static enum entity_type read_type(struct reader *r, const struct field *f)
{
    str text = field_text(r, f);
    enum entity_type type = ENTITY_UNTYPED;
    if (!str_present(text) || entity_type_parse(text, &type))
        return type;
    struct suggestion s = suggestion_for(text);
    for (enum entity_type known = ENTITY_UNTYPED + 1; known < ENTITY_TYPE_COUNT; known++)
        suggestion_consider(&s, str_of(entity_type_name(known)));
    str more = suggestion_text(&s, r->arena);
    diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE, "'%.*s' is no type of entity%.*s",
             STR_FMT(reader_shown(r, text)), STR_FMT(more));
    return ENTITY_OTHER;
}

static void read_match(struct reader *r, const struct field *f, struct definition *d)
{
    str text = field_text(r, f);
    d->entity.match_listed = str_eq(text, STR("listed"));
    d->has_match = d->entity.match_listed || str_eq(text, STR("auto"));
    if (str_present(text) && !d->has_match)
        diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE,
                 "'match' is '%.*s', not auto or listed", STR_FMT(reader_shown(r, text)));
}

static void read_aliases(struct reader *r, const struct field *f, struct definition *d)
{
    struct words words = field_words(r, f);
    d->has_aliases = f->value && f->value->kind != NODE_MAP;
    d->entity.alias_count = words.len;
    d->entity.aliases = ARENA_ARRAY(r->arena, struct form, words.len);
    for (size_t i = 0; i < words.len; i++)
        d->entity.aliases[i] = (struct form){.text = words.items[i].text, .at = words.items[i].at};
}

static void read_fields(struct reader *r, const struct field *f, bool in_registry,
                        struct definition *d)
{
    struct entity *e = &d->entity;
    e->type = read_type(r, &f[TYPE]);
    e->name.text = field_text(r, &f[NAME]);
    e->name.at = f[NAME].value ? node_at(f[NAME].value) : f[NAME].at;
    d->name = f[NAME];
    read_aliases(r, &f[ALIASES], d);
    e->role = field_text(r, &f[ROLE]);
    e->description = field_text(r, &f[DESCRIPTION]);
    e->wikidata = field_text(r, &f[WIKIDATA]);
    read_match(r, &f[MATCH], d);
    if (in_registry || !f[MENTIONS].value)
        return;
    d->has_mentions = true;
    selectors_read(r, &f[MENTIONS], &e->selectors, &e->selector_count);
}

/* False if it has no id. */
static bool read_item(struct reader *r, const struct node *node, bool in_registry,
                      struct definition *d)
{
    struct field f[KEY_COUNT] = {0};
    *d = (struct definition){.entity.at = node_at(node)};
    if (node->kind == NODE_SCALAR) {
        struct field id = {.name = "entities", .value = node, .at = node_at(node)};
        d->bare = true;
        d->entity.id = field_id(r, &id, STR("an entity"));
        return str_present(d->entity.id);
    }
    size_t count = in_registry ? MENTIONS : KEY_COUNT;
    if (!reader_map(r, node, "an entity", KEYS, count, f))
        return false;
    d->entity.id = field_id(r, &f[ID], STR("an entity"));
    if (f[ID].value)
        d->entity.at = node_at(f[ID].value);
    read_fields(r, f, in_registry, d);
    return str_present(d->entity.id);
}

struct definitions entities_read(struct reader *r, const struct field *f, bool in_registry)
{
    struct definitions out = {0};
    struct arena scratch = {0};
    struct strmap seen = {0};
    struct nodes nodes = field_nodes(r, f);
    out.items = ARENA_ARRAY(r->arena, struct definition, nodes.len);
    for (size_t i = 0; i < nodes.len; i++) {
        struct definition d;
        if (!read_item(r, nodes.items[i], in_registry, &d))
            continue;
        if (strmap_add(&seen, &scratch, d.entity.id, i))
            out.items[out.len++] = d;
        else
            diag_add(r->diags, d.entity.at, DIAG_DUPLICATE_ID,
                     "entity '%.*s' stands here twice; the first counts",
                     STR_FMT(reader_shown(r, d.entity.id)));
    }
    arena_release(&scratch);
    return out;
}

static void overlay_text(str *base, str over)
{
    if (str_present(over))
        *base = over;
}

void definition_overlay(struct definition *base, const struct definition *over)
{
    struct entity *e = &base->entity;
    const struct entity *o = &over->entity;
    base->bare = base->bare && over->bare;
    e->id = o->id;
    e->at = o->at;
    if (!over->bare)
        base->name = over->name;
    if (o->type != ENTITY_UNTYPED)
        e->type = o->type;
    if (str_present(o->name.text))
        e->name = o->name;
    overlay_text(&e->role, o->role);
    overlay_text(&e->description, o->description);
    overlay_text(&e->wikidata, o->wikidata);
    if (over->has_aliases) {
        base->has_aliases = true;
        e->aliases = o->aliases;
        e->alias_count = o->alias_count;
    }
    if (over->has_match) {
        base->has_match = true;
        e->match_listed = o->match_listed;
    }
    if (over->has_mentions) {
        base->has_mentions = true;
        e->selectors = o->selectors;
        e->selector_count = o->selector_count;
    }
}
