#include "loader/listing.h"

/* False for a path that a walk would never reach: hidden, or below what looks like a file. */
static bool is_reachable(str path)
{
    for (str rest = path; rest.len;) {
        size_t slash = str_find_byte(rest, '/', 0), rank;
        str name = str_sub(rest, 0, slash);
        if (name.len == 0 || name.ptr[0] == '.')
            return false;
        if (slash != STR_NONE && role_of(name, &rank) != ROLE_NONE)
            return false;
        rest = slash == STR_NONE ? STR("") : str_from(rest, slash + 1);
    }
    return path.len && !str_ends(path, STR("/"));
}

static struct err not_found(str id)
{
    return err_make(ERR_NOT_FOUND, "the library has no briefing '%.*s'", STR_FMT(id));
}

static size_t find_article(const struct listing *l, str path, bool by_id)
{
    if (by_id)
        return files_find(&l->articles, 0, path_base(path));
    for (size_t i = files_find(&l->articles, 0, path_stem(path_base(path))); i < l->articles.len;
         i++)
        if (str_eq(l->articles.items[i].path, path))
            return i;
    return l->articles.len;
}

/* A regular file of that name that nothing else could win over. */
static bool is_file(struct library *lib, str path, struct fs_stamp *stamp)
{
    struct fs_entry entry;
    struct err e = fs_stat(&lib->root, path, &entry);
    *stamp = entry.stamp;
    return !err_failed(&e) && entry.kind == FS_FILE;
}

/* Most briefings are x.md and x.yaml, which need no look at what else is there. */
static bool find_quickly(struct library *lib, str path, bool by_id, struct arena *a,
                         struct unit *unit)
{
    str stem = by_id ? path : path_stem(path);
    size_t rank;
    struct unit u = {.article = by_id ? arena_printf(a, "%.*s.md", STR_FMT(path)) : path,
                     .sidecar = arena_printf(a, "%.*s.yaml", STR_FMT(stem))};
    if (role_of(path_base(u.article), &rank) != ROLE_ARTICLE ||
        role_of(path_base(u.sidecar), &rank) != ROLE_YAML ||
        !is_file(lib, u.article, &u.article_stamp) || !is_file(lib, u.sidecar, &u.sidecar_stamp))
        return false;
    u.id = listing_id(lib, u.article);
    *unit = u;
    return true;
}

/* By an id (without extension) or a path, both from the root. */
static bool find_in_directory(struct library *lib, str path, bool by_id, struct arena *a,
                              struct unit *unit)
{
    struct listing l;
    if (find_quickly(lib, path, by_id, a, unit))
        return true;
    struct err e = listing_make(lib, path_dir(path), a, NULL, &l);
    size_t at = err_failed(&e) ? l.articles.len : find_article(&l, path, by_id);
    if (at < l.articles.len)
        *unit = listing_unit(lib, &l, at, NULL);
    return at < l.articles.len;
}

/* What a listing says of files that would be the article's sidecar. */
static void keep_diags(const struct library *lib, const struct diag_list *from,
                       struct diag_list *diags)
{
    for (size_t i = 0; i < from->len; i++) {
        const struct diag *d = &from->items[i];
        if (str_eq(path_stem(d->at.file), path_stem(lib->only)) && !str_eq(d->at.file, lib->only))
            listing_report(diags, d->at.file, d->code, d->message.ptr);
    }
}

void listing_alone(const struct library *lib, struct arena *a, struct diag_list *diags,
                   struct unit *unit)
{
    struct diag_list found = {.arena = a};
    struct listing l;
    struct fs_entry entry;
    *unit = (struct unit){.id = path_stem(lib->only), .article = lib->only};
    if (str_present(lib->standard_input))
        return;
    struct err e = fs_stat(&lib->root, lib->only, &entry);
    if (!err_failed(&e))
        unit->article_stamp = entry.stamp;
    e = listing_make(lib, path_dir(lib->only), a, &found, &l);
    if (err_failed(&e))
        return;
    listing_sidecar(&l, 0, path_stem(path_base(lib->only)), &found, unit);
    keep_diags(lib, &found, diags);
}

/* A path from the root, counted from the opened directory; false if it is not below that. */
static bool below_opened(const struct library *lib, str path, str *below)
{
    *below = lib->inside.len ? str_from(path, lib->inside.len + 1) : path;
    return lib->inside.len == 0 || (str_starts(path, lib->inside) && path.len > lib->inside.len &&
                                    path.ptr[lib->inside.len] == '/');
}

struct err library_find(struct library *lib, str id_or_path, struct arena *a, struct unit *unit)
{
    str path = arena_str(a, id_or_path), below;
    if (str_present(lib->only)) {
        if (!str_eq(path, lib->only) && !str_eq(path, path_stem(lib->only)))
            return not_found(id_or_path);
        listing_alone(lib, a, NULL, unit);
        return ERR_OK;
    }
    if (is_reachable(path) &&
        find_in_directory(lib, path_join(a, lib->inside, path), true, a, unit))
        return ERR_OK;
    if (below_opened(lib, path, &below) && is_reachable(below) &&
        find_in_directory(lib, path, false, a, unit))
        return ERR_OK;
    return not_found(id_or_path);
}

bool library_has_article(struct library *lib, str id)
{
    struct arena a = {0};
    struct unit unit;
    str path = str_present(lib->only) ? id : path_join(&a, lib->inside, id);
    bool has = is_reachable(path) && find_in_directory(lib, path, true, &a, &unit);
    if (!has && str_present(lib->only)) /* hidden, and named by the person */
        has = str_eq(id, path_stem(lib->only));
    arena_release(&a);
    return has;
}
