#include "loader/sidecar.h"

#include "loader/statements.h"

enum {
    TITLE,
    DATE,
    SOURCE,
    LANGUAGE,
    TOPICS,
    SUMMARY,
    ENTITIES,
    AGREEMENTS,
    EVENTS,
    RELATIONS,
    NOTES,
    KEY_COUNT
};

static const struct key KEYS[KEY_COUNT] = {
    [TITLE] = {"title",      KEY_OPTIONAL},
      [DATE] = {"date",       KEY_STRICT  },
    [SOURCE] = {"source",     KEY_OPTIONAL},
      [LANGUAGE] = {"language",   KEY_OPTIONAL},
    [TOPICS] = {"topics",     KEY_OPTIONAL},
      [SUMMARY] = {"summary",    KEY_OPTIONAL},
    [ENTITIES] = {"entities",   KEY_OPTIONAL},
      [AGREEMENTS] = {"agreements", KEY_OPTIONAL},
    [EVENTS] = {"events",     KEY_OPTIONAL},
      [RELATIONS] = {"relations",  KEY_OPTIONAL},
    [NOTES] = {"notes",      KEY_OPTIONAL},
};

/* -- About the briefing ------------------------------------------------------------------------ */

static void read_source(struct reader *r, const struct field *f, struct source *source)
{
    enum { NAME, URL, AUTHOR, COUNT };
    static const struct key keys[COUNT] = {
        [NAME] = {"name",   KEY_OPTIONAL},
        [URL] = {"url",    KEY_OPTIONAL},
        [AUTHOR] = {"author", KEY_OPTIONAL},
    };
    struct field fields[COUNT];
    if (!f->value)
        return;
    if (f->value->kind == NODE_SCALAR) {
        source->name = node_text(f->value);
    } else if (reader_map(r, f->value, "'source'", keys, COUNT, fields)) {
        source->name = field_text(r, &fields[NAME]);
        source->url = field_text(r, &fields[URL]);
        source->author = field_text(r, &fields[AUTHOR]);
    }
}

static void read_about(struct loading *l, const struct field *f)
{
    struct reader *r = &l->reader;
    struct briefing *b = l->briefing;
    struct words topics = field_words(r, &f[TOPICS]);
    b->title = field_text(r, &f[TITLE]);
    b->date = field_date(r, &f[DATE], NULL);
    read_source(r, &f[SOURCE], &b->source);
    b->language = field_text(r, &f[LANGUAGE]);
    b->summary = field_text(r, &f[SUMMARY]);
    b->topics = words_texts(&topics, r->arena);
    b->topic_count = topics.len;
}

/* -- Entities ---------------------------------------------------------------------------------- */

/* Lays the sidecar's items over the front matter's of the same id. Without a list in the sidecar,
 * the front matter's is the briefing's. */
static struct definitions merge(struct reader *r, const struct field *matter,
                                const struct field *own)
{
    struct definitions below = entities_read(r, matter, false);
    if (!own->value)
        return below;
    struct definitions above = entities_read(r, own, false);
    struct strmap ids = {0};
    for (size_t i = 0; i < below.len; i++)
        strmap_add(&ids, r->arena, below.items[i].entity.id, i);
    for (size_t i = 0; i < above.len; i++) {
        size_t at;
        if (!strmap_get(&ids, above.items[i].entity.id, &at))
            continue;
        struct definition merged = below.items[at];
        definition_overlay(&merged, &above.items[i]);
        above.items[i] = merged;
    }
    return above;
}

static struct words listed_words(struct loading *l, const struct definitions *definitions)
{
    struct words ids = {.items = ARENA_ARRAY(l->scratch, struct word, definitions->len)};
    for (size_t i = 0; i < definitions->len; i++) {
        const struct entity *e = &definitions->items[i].entity;
        ids.items[ids.len++] = (struct word){.text = e->id, .at = e->at};
    }
    return ids;
}

static void read_entities(struct loading *l, const struct field *matter, const struct field *own,
                          const struct scope *registries)
{
    struct reader *r = &l->reader;
    struct definitions definitions = merge(r, matter, own);
    struct words listed = listed_words(l, &definitions); /* which the layer does without */
    struct layer *layer = layer_make(r, registries, &definitions);
    layer->arena = l->scratch; /* for its names, which nobody needs after loading */
    l->scope = scope_push(registries, layer, l->scratch);
    l->listed = ARENA_ARRAY(l->scratch, const struct entity *, listed.len);
    strmap_reserve(&l->listed_ids, l->scratch, listed.len);
    for (size_t i = 0; i < listed.len; i++) {
        const struct word *id = &listed.items[i];
        const struct entity *e = scope_entity(l->scope, id->text);
        if (!e) {
            loading_stranger(l, STRANGER_LISTED, id->text, id->at, NULL);
            continue;
        }
        strmap_add(&l->listed_ids, l->scratch, e->id, l->listed_count);
        l->listed[l->listed_count++] = e;
    }
}

/* -- All of it --------------------------------------------------------------------------------- */

static void read_root(struct reader *r, const struct node *root, const char *what,
                      struct field *fields)
{
    for (size_t i = 0; i < KEY_COUNT; i++)
        fields[i] = (struct field){.name = KEYS[i].name};
    if (root)
        reader_map(r, root, what, KEYS, KEY_COUNT, fields);
}

void sidecar_read(struct loading *l, const struct node *front_matter, const struct node *sidecar,
                  const struct scope *registries)
{
    struct field matter[KEY_COUNT], own[KEY_COUNT];
    read_root(&l->reader, front_matter, "front matter", matter);
    read_root(&l->reader, sidecar, "a sidecar", own);
    read_entities(l, &matter[ENTITIES], &own[ENTITIES], registries);
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (!own[i].value)
            own[i] = matter[i];
    read_about(l, own);
    agreements_read(l, &own[AGREEMENTS]);
    events_read(l, &own[EVENTS]);
    relations_read(l, &own[RELATIONS]);
    notes_read(l, &own[NOTES]);
}
