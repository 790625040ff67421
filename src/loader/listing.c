#include "loader/listing.h"

#include "loader/article.h"

#include <stdlib.h>

/* -- What a file's name makes of it ------------------------------------------------------------ */

enum role role_of(str name, size_t *rank)
{
    str extension = path_extension(name);
    bool yaml = str_eq_ascii_nocase(extension, STR("yaml"));
    *rank = 0;
    if (yaml && (str_eq(name, STR("library.yaml")) || str_eq(name, STR("entities.yaml"))))
        return ROLE_SCOPE;
    if (!yaml && article_kind(name, rank) != ARTICLE_NONE)
        return ROLE_ARTICLE;
    if (!yaml && !str_eq_ascii_nocase(extension, STR("yml")))
        return ROLE_NONE;
    bool lower = str_eq(extension, STR("yaml")) || str_eq(extension, STR("yml"));
    *rank = (yaml ? 0u : 2u) + !lower;
    return ROLE_YAML;
}

static int compare_files(const void *left, const void *right)
{
    const struct file *a = left, *b = right;
    int order = str_cmp(a->stem, b->stem);
    if (order == 0)
        order = (a->rank > b->rank) - (a->rank < b->rank);
    return order ? order : str_cmp(a->path, b->path);
}

/* They come by name, which is nearly always the order of stems. */
static void files_sort(struct files *f)
{
    for (size_t i = 1; i < f->len; i++)
        if (compare_files(&f->items[i - 1], &f->items[i]) > 0) {
            qsort(f->items, f->len, sizeof *f->items, compare_files);
            return;
        }
}

size_t files_find(const struct files *f, size_t near, str stem)
{
    size_t low = 0, high = f->len;
    if (near < f->len && str_eq(f->items[near].stem, stem) &&
        (near == 0 || !str_eq(f->items[near - 1].stem, stem)))
        return near;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(f->items[middle].stem, stem) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->len && str_eq(f->items[low].stem, stem) ? low : f->len;
}

/* -- One directory ----------------------------------------------------------------------------- */

void listing_report(struct diag_list *diags, str path, enum diag_code code, const char *message)
{
    struct origin at = {.file = diags ? arena_str(diags->arena, path) : path};
    if (diags)
        diag_add(diags, at, code, "%s", message);
}

bool listing_is_usable(const struct fs_entry *entry, enum role role, str path,
                       struct diag_list *diags)
{
    if (entry->trouble) {
        enum diag_code code = entry->trouble->code == ERR_LINK ? DIAG_LINK : DIAG_UNREADABLE;
        listing_report(diags, path, code, entry->trouble->message);
        return false;
    }
    if (role == ROLE_NONE)
        return entry->kind == FS_DIRECTORY;
    if (entry->kind != FS_FILE)
        listing_report(diags, path, DIAG_NOT_A_FILE,
                       entry->kind == FS_DIRECTORY ? "is a directory, not a file"
                                                   : "is not a regular file");
    return entry->kind == FS_FILE;
}

static void add_entry(struct listing *l, const struct fs_entry *entry, struct arena *a,
                      struct diag_list *diags)
{
    size_t rank;
    enum role role = role_of(entry->name, &rank);
    str path = path_join(a, l->path, entry->name);
    struct files *lists[] = {[ROLE_NONE] = &l->directories,
                             [ROLE_ARTICLE] = &l->articles,
                             [ROLE_YAML] = &l->sidecars,
                             [ROLE_SCOPE] = &l->scopes};
    if (listing_is_usable(entry, role, path, diags))
        *VEC_PUSH(a, lists[role]) = (struct file){.stem = path_stem(entry->name),
                                                  .rank = rank,
                                                  .path = path,
                                                  .stamp = entry->stamp,
                                                  .link = entry->link};
}

static struct files room_for(struct arena *a, size_t count)
{
    return (struct files){.items = arena_room(a, count, sizeof(struct file)), .cap = count};
}

void listing_fill(str path, const struct fs_entry *entries, size_t count, struct arena *a,
                  struct diag_list *diags, struct listing *out)
{
    *out = (struct listing){.path = path};
    /* Most files are of these two kinds; room that is not filled costs nothing. */
    out->articles = room_for(a, count);
    out->sidecars = room_for(a, count);
    for (size_t i = 0; i < count; i++)
        add_entry(out, &entries[i], a, diags);
    files_sort(&out->articles);
    files_sort(&out->sidecars);
}

struct err listing_make(const struct library *lib, str path, struct arena *a,
                        struct diag_list *diags, struct listing *out)
{
    struct fs_entry *entries;
    size_t count;
    struct err e = fs_list(&lib->root, path, a, &entries, &count);
    listing_fill(path, entries, count, a, diags, out);
    return e;
}

/* -- Briefings --------------------------------------------------------------------------------- */

size_t files_shadow(const struct files *f, size_t first, struct diag_list *diags)
{
    size_t i = first + 1;
    for (; i < f->len && str_eq(f->items[i].stem, f->items[first].stem); i++) {
        struct origin at = {.file = diags ? arena_str(diags->arena, f->items[i].path) : STR("")};
        str winner = path_base(f->items[first].path);
        if (diags)
            diag_add(diags, at, DIAG_SHADOWED, "is not read: '%.*s' has the same id",
                     STR_FMT(winner));
    }
    return i;
}

str listing_id(const struct library *lib, str path)
{
    path = lib->inside.len && !str_present(lib->only) ? str_from(path, lib->inside.len + 1) : path;
    return path_stem(path);
}

void listing_sidecar(const struct listing *l, size_t near, str stem, struct diag_list *diags,
                     struct unit *unit)
{
    size_t sidecar = files_find(&l->sidecars, near, stem);
    if (sidecar == l->sidecars.len)
        return;
    files_shadow(&l->sidecars, sidecar, diags);
    unit->sidecar = l->sidecars.items[sidecar].path;
    unit->sidecar_stamp = l->sidecars.items[sidecar].stamp;
}

struct unit listing_unit(const struct library *lib, const struct listing *l, size_t article,
                         struct diag_list *diags)
{
    const struct file *f = &l->articles.items[article];
    struct unit unit = {
        .id = listing_id(lib, f->path), .article = f->path, .article_stamp = f->stamp};
    listing_sidecar(l, article, f->stem, diags, &unit); /* most have one */
    return unit;
}
