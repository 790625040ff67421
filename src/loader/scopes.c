#include "loader/scopes.h"

#include "base/mem.h"
#include "loader/article.h"
#include "loader/yaml.h"

struct scope_cache {
    struct arena arena;
    struct strmap directories, section_directories;
    VEC(struct directory_scope *) scopes;
    VEC(struct section *) sections;
};

static struct scope_cache *cache_of(struct library *lib)
{
    if (!lib->scopes)
        lib->scopes = mem_calloc(1, sizeof *lib->scopes);
    return lib->scopes;
}

void library_forget(struct library *lib)
{
    if (lib->scopes)
        arena_release(&lib->scopes->arena);
    mem_free(lib->scopes);
    lib->scopes = NULL;
}

/* -- Files ------------------------------------------------------------------------------------- */

void scopes_report(struct err e, struct origin at, struct diag_list *diags)
{
    enum diag_code code = e.code == ERR_TOO_LARGE     ? DIAG_TOO_LARGE
                          : e.code == ERR_NOT_REGULAR ? DIAG_NOT_A_FILE
                          : e.code == ERR_LINK        ? DIAG_LINK
                                                      : DIAG_UNREADABLE;
    diag_add(diags, at, code, "%s", e.message);
}

struct node *scopes_read_yaml(struct library *lib, str path, struct arena *nodes,
                              struct arena *texts, struct diag_list *diags, bool *missing)
{
    struct arena scratch = {0};
    struct node *root = NULL;
    const char *refused;
    str bytes;
    struct err e = fs_read(&lib->root, path, FS_LIMIT_CONTENT, &scratch, &bytes, NULL);
    if (missing)
        *missing = e.code == ERR_NOT_FOUND;
    if (err_failed(&e) && !(missing && *missing))
        scopes_report(e, (struct origin){.file = path}, diags);
    if (!err_failed(&e)) {
        article_decode(bytes, true, path, &scratch, diags, &refused);
        yaml_read(bytes, path, 1, nodes, texts, diags, &root);
    }
    arena_release(&scratch);
    return root;
}

/* -- Registries -------------------------------------------------------------------------------- */

/* What the directory's own file defines; NULL if there is none to be read. */
static struct layer *read_layer(struct library *lib, str directory, const struct scope *outer,
                                struct directory_scope *d)
{
    static const struct key keys[] = {
        {"entities", KEY_OPTIONAL}
    };
    struct arena *a = &lib->scopes->arena, nodes = {0};
    struct reader r = {.arena = a, .diags = &d->diags};
    struct layer *layer = NULL;
    struct field entities;
    bool missing;
    str path = path_join(a, directory, STR("entities.yaml"));
    const struct node *root = scopes_read_yaml(lib, path, &nodes, a, &d->diags, &missing);
    d->has_registry = !missing;
    if (root && reader_map(&r, root, "a registry", keys, 1, &entities)) {
        struct definitions definitions = entities_read(&r, &entities, true);
        layer = layer_make(&r, outer, &definitions);
    }
    arena_release(&nodes);
    return layer;
}

static void read_registry(struct library *lib, str directory, const struct scope *outer,
                          struct directory_scope *d)
{
    struct arena *a = &lib->scopes->arena;
    struct layer *layer = read_layer(lib, directory, outer, d);
    if (!layer)
        return;
    d->scope = scope_push(outer, layer, a);
    scope_names(d->scope);
    d->entities = ARENA_ARRAY(a, struct entity, layer->count);
    for (size_t i = 0; i < layer->count; i++)
        d->entities[d->entity_count++] = layer->items[i].entity;
}

struct directory_scope *scopes_of(struct library *lib, str directory)
{
    struct scope_cache *cache = cache_of(lib);
    struct arena *a = &cache->arena;
    size_t at;
    if (strmap_get(&cache->directories, directory, &at))
        return cache->scopes.items[at];
    struct directory_scope *d = ARENA_NEW(a, struct directory_scope);
    d->diags.arena = a;
    d->scope =
        directory.len ? scopes_of(lib, path_dir(directory))->scope : ARENA_NEW(a, struct scope);
    if (!str_present(lib->standard_input))
        read_registry(lib, directory, d->scope, d);
    diag_sort(&d->diags);
    strmap_add(&cache->directories, a, arena_str(a, directory), cache->scopes.len);
    *VEC_PUSH(a, &cache->scopes) = d;
    return d;
}

struct err library_registry(struct library *lib, str directory, const struct entity **entities,
                            size_t *count, const struct diag_list **diags)
{
    const struct directory_scope *d = scopes_of(lib, directory);
    *entities = d->entities;
    *count = d->entity_count;
    *diags = &d->diags;
    return ERR_OK;
}

/* -- Sections ---------------------------------------------------------------------------------- */

static void read_section(struct library *lib, str directory, struct section *s)
{
    enum { TITLE, DESCRIPTION, LANGUAGE, COUNT };
    static const struct key keys[COUNT] = {
        [TITLE] = {"title",       KEY_OPTIONAL},
        [DESCRIPTION] = {"description", KEY_OPTIONAL},
        [LANGUAGE] = {"language",    KEY_OPTIONAL},
    };
    struct arena *a = s->diags.arena;
    struct reader r = {.arena = a, .diags = &s->diags};
    struct field f[COUNT];
    bool missing;
    str path = path_join(a, directory, STR("library.yaml"));
    const struct node *root = scopes_read_yaml(lib, path, a, a, &s->diags, &missing);
    s->present = !missing;
    if (!root || !reader_map(&r, root, "a library.yaml", keys, COUNT, f))
        return;
    s->title = field_text(&r, &f[TITLE]);
    s->description = field_text(&r, &f[DESCRIPTION]);
    s->language = field_text(&r, &f[LANGUAGE]);
}

const struct section *scopes_section(struct library *lib, str directory)
{
    struct scope_cache *cache = cache_of(lib);
    struct arena *a = &cache->arena;
    size_t at;
    if (strmap_get(&cache->section_directories, directory, &at))
        return cache->sections.items[at];
    struct section *s = ARENA_NEW(a, struct section);
    s->diags.arena = a;
    if (!str_present(lib->standard_input))
        read_section(lib, directory, s);
    diag_sort(&s->diags);
    strmap_add(&cache->section_directories, a, arena_str(a, directory), cache->sections.len);
    *VEC_PUSH(a, &cache->sections) = s;
    return s;
}

const struct diag_list *library_section(struct library *lib, str directory)
{
    const struct section *s = scopes_section(lib, directory);
    return s->present ? &s->diags : NULL;
}
