#include "base/strmap.h"
#include "loader/article.h"
#include "loader/library.h"

#include <stdlib.h>
#include <string.h>

/* -- What a file's name makes of it ------------------------------------------------------------ */

enum role { ROLE_NONE, ROLE_ARTICLE, ROLE_YAML, ROLE_SCOPE };

static enum role role_of(str name, size_t *rank)
{
    str extension = path_extension(name);
    bool yaml = str_eq_ascii_nocase(extension, STR("yaml"));
    *rank = 0;
    if (str_eq(name, STR("library.yaml")) || str_eq(name, STR("entities.yaml")))
        return ROLE_SCOPE;
    if (article_kind(name, rank) != ARTICLE_NONE)
        return ROLE_ARTICLE;
    if (!yaml && !str_eq_ascii_nocase(extension, STR("yml")))
        return ROLE_NONE;
    bool lower = str_eq(extension, STR("yaml")) || str_eq(extension, STR("yml"));
    *rank = (yaml ? 0u : 2u) + !lower;
    return ROLE_YAML;
}

struct file {
    str stem; /* of its name */
    size_t rank;
    str path;
    struct fs_stamp stamp;
    bool link;
};

struct files {
    struct file *items;
    size_t len, cap;
};

static int compare_files(const void *left, const void *right)
{
    const struct file *a = left, *b = right;
    int order = str_cmp(a->stem, b->stem);
    if (order == 0)
        order = (a->rank > b->rank) - (a->rank < b->rank);
    return order ? order : str_cmp(a->path, b->path);
}

static void files_sort(struct files *f)
{
    if (f->len)
        qsort(f->items, f->len, sizeof *f->items, compare_files);
}

/* The first with that stem, or f->len. */
static size_t files_find(const struct files *f, str stem)
{
    size_t low = 0, high = f->len;
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

struct listing {
    str path;
    struct files articles, sidecars, scopes, directories;
};

static void report(struct diag_list *diags, str path, enum diag_code code, const char *message)
{
    struct origin at = {.file = diags ? arena_str(diags->arena, path) : path};
    if (diags)
        diag_add(diags, at, code, "%s", message);
}

/* Returns false, having said why, for what is skipped. */
static bool is_usable(const struct fs_entry *entry, enum role role, str path,
                      struct diag_list *diags)
{
    enum diag_code code = entry->trouble.code == ERR_LINK ? DIAG_LINK : DIAG_UNREADABLE;
    if (err_failed(&entry->trouble)) {
        report(diags, path, code, entry->trouble.message);
        return false;
    }
    if (role == ROLE_NONE)
        return entry->kind == FS_DIRECTORY;
    if (entry->kind != FS_FILE)
        report(diags, path, DIAG_NOT_A_FILE,
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
    if (is_usable(entry, role, path, diags))
        *VEC_PUSH(a, lists[role]) = (struct file){.stem = path_stem(entry->name),
                                                  .rank = rank,
                                                  .path = path,
                                                  .stamp = entry->stamp,
                                                  .link = entry->link};
}

/* `diags` may be NULL. */
static struct err listing_make(const struct library *lib, str path, struct arena *a,
                               struct diag_list *diags, struct listing *out)
{
    struct fs_entry *entries;
    size_t count;
    *out = (struct listing){.path = path};
    struct err e = fs_list(&lib->root, path, a, &entries, &count);
    if (err_failed(&e))
        return e;
    for (size_t i = 0; i < count; i++)
        add_entry(out, &entries[i], a, diags);
    files_sort(&out->articles);
    files_sort(&out->sidecars);
    return ERR_OK;
}

/* -- Briefings --------------------------------------------------------------------------------- */

/* Says which files are hidden by the first of their stem; returns where the next stem starts. */
static size_t shadow(const struct files *f, size_t first, struct diag_list *diags)
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

/* The path below the opened directory, from which ids count. */
static str below_opened(const struct library *lib, str path)
{
    return lib->inside.len && !str_present(lib->only) ? str_from(path, lib->inside.len + 1) : path;
}

static struct unit make_unit(const struct library *lib, const struct listing *l, size_t article,
                             struct diag_list *diags)
{
    const struct file *f = &l->articles.items[article];
    size_t sidecar = files_find(&l->sidecars, f->stem);
    struct unit unit = {
        .id = path_stem(below_opened(lib, f->path)), .article = f->path, .article_stamp = f->stamp};
    if (sidecar < l->sidecars.len) {
        shadow(&l->sidecars, sidecar, diags);
        unit.sidecar = l->sidecars.items[sidecar].path;
        unit.sidecar_stamp = l->sidecars.items[sidecar].stamp;
    }
    return unit;
}

static void report_without_article(const struct listing *l, struct diag_list *diags)
{
    for (size_t i = 0; i < l->sidecars.len; i++)
        if (files_find(&l->articles, l->sidecars.items[i].stem) == l->articles.len)
            report(diags, l->sidecars.items[i].path, DIAG_NO_ARTICLE,
                   "has no article of the same name beside it");
}

/* -- Walking ----------------------------------------------------------------------------------- */

struct walk {
    struct library *lib;
    const struct library_visitor *visitor;
    struct diag_list *diags;
    struct arena arena;    /* of the walk */
    struct strmap entered; /* directories, by device and inode */
    struct files links;    /* to directories: entered last, if nothing else led there */
};

static bool enter(struct walk *w, const struct fs_stamp *stamp)
{
    uint64_t key[2] = {stamp->device, stamp->inode};
    str bytes = arena_str(&w->arena, (str){(const char *)key, sizeof key});
    return strmap_add(&w->entered, &w->arena, bytes, 0);
}

static struct err cancelled(void)
{
    return err_make(ERR_CANCELLED, "cancelled");
}

static struct err visit_scopes(struct walk *w, const struct listing *l)
{
    for (size_t i = 0; i < l->scopes.len; i++) {
        struct scope_file file = {.path = l->scopes.items[i].path,
                                  .stamp = l->scopes.items[i].stamp};
        if (w->visitor->scope && !w->visitor->scope(w->visitor->user, &file))
            return cancelled();
    }
    return ERR_OK;
}

static struct err visit_units(struct walk *w, const struct listing *l)
{
    for (size_t i = 0; i < l->articles.len;) {
        struct unit unit = make_unit(w->lib, l, i, w->diags);
        i = shadow(&l->articles, i, w->diags);
        if (w->visitor->unit && !w->visitor->unit(w->visitor->user, &unit))
            return cancelled();
    }
    return ERR_OK;
}

static struct err visit_directory(struct walk *w, str path);

static struct err visit_listing(struct walk *w, const struct listing *l)
{
    struct err e = visit_scopes(w, l);
    if (!err_failed(&e))
        e = visit_units(w, l);
    report_without_article(l, w->diags);
    for (size_t i = 0; i < l->directories.len && !err_failed(&e); i++) {
        struct file *d = &l->directories.items[i];
        if (d->link) {
            struct file *later = VEC_PUSH(&w->arena, &w->links);
            *later = *d;
            later->path = arena_str(&w->arena, d->path);
        } else if (enter(w, &d->stamp)) {
            e = visit_directory(w, d->path);
        }
    }
    return e;
}

static struct err visit_directory(struct walk *w, str path)
{
    struct arena a = {0};
    struct listing l;
    struct err e = listing_make(w->lib, path, &a, w->diags, &l);
    if (err_failed(&e)) {
        report(w->diags, path, DIAG_UNREADABLE, e.message);
        e = ERR_OK;
    } else if (w->visitor->directory && !w->visitor->directory(w->visitor->user, path)) {
        e = cancelled();
    } else {
        e = visit_listing(w, &l);
    }
    arena_release(&a);
    return e;
}

/* The scope files of the directories above `directory`, and with `itself` of that one, from the
 * root downwards. */
static struct err visit_scopes_above(struct walk *w, str directory, bool itself)
{
    struct err e = ERR_OK;
    if (directory.len)
        e = visit_scopes_above(w, path_dir(directory), true);
    if (!itself || err_failed(&e))
        return e;
    static const str names[] = {STR_INIT("entities.yaml"), STR_INIT("library.yaml")};
    for (size_t i = 0; i < 2 && !err_failed(&e); i++) {
        struct fs_entry entry;
        struct scope_file file = {.path = path_join(&w->arena, directory, names[i])};
        struct err missing = fs_stat(&w->lib->root, file.path, &entry);
        if (missing.code == ERR_NOT_FOUND || !is_usable(&entry, ROLE_SCOPE, file.path, w->diags))
            continue;
        file.stamp = entry.stamp;
        if (w->visitor->scope && !w->visitor->scope(w->visitor->user, &file))
            e = cancelled();
    }
    return e;
}

static struct err visit_only(struct walk *w)
{
    struct library *lib = w->lib;
    struct unit unit;
    if (str_present(lib->standard_input)) {
        unit = (struct unit){.id = lib->only, .article = lib->only};
    } else {
        struct err e = visit_scopes_above(w, path_dir(lib->only), true);
        if (!err_failed(&e))
            e = library_find(lib, lib->only, &w->arena, &unit);
        if (err_failed(&e))
            return e;
    }
    if (w->visitor->unit && !w->visitor->unit(w->visitor->user, &unit))
        return cancelled();
    return ERR_OK;
}

struct err library_walk(struct library *lib, const struct library_visitor *visitor,
                        struct diag_list *diags)
{
    struct walk w = {.lib = lib, .visitor = visitor, .diags = diags};
    struct fs_entry opened;
    struct err e;
    if (str_present(lib->only)) {
        e = visit_only(&w);
    } else {
        e = visit_scopes_above(&w, lib->inside, false);
        if (!err_failed(&e))
            e = fs_stat(&lib->root, lib->inside, &opened);
        if (!err_failed(&e)) {
            enter(&w, &opened.stamp);
            e = visit_directory(&w, lib->inside);
        }
        for (size_t i = 0; i < w.links.len && !err_failed(&e); i++) {
            str path = w.links.items[i].path; /* the array may move */
            if (enter(&w, &w.links.items[i].stamp))
                e = visit_directory(&w, path);
        }
    }
    arena_release(&w.arena);
    return e;
}

/* -- Finding ----------------------------------------------------------------------------------- */

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
        return files_find(&l->articles, path_base(path));
    for (size_t i = files_find(&l->articles, path_stem(path_base(path))); i < l->articles.len; i++)
        if (str_eq(l->articles.items[i].path, path))
            return i;
    return l->articles.len;
}

/* By an id (without extension) or a path, both from the root. */
static bool find_in_directory(struct library *lib, str path, bool by_id, struct arena *a,
                              struct unit *unit)
{
    struct listing l;
    if (!is_reachable(path))
        return false;
    struct err e = listing_make(lib, path_dir(path), a, NULL, &l);
    size_t at = err_failed(&e) ? l.articles.len : find_article(&l, path, by_id);
    if (at < l.articles.len)
        *unit = make_unit(lib, &l, at, NULL);
    return at < l.articles.len;
}

struct err library_find(struct library *lib, str id_or_path, struct arena *a, struct unit *unit)
{
    str path = arena_str(a, id_or_path);
    bool alone = str_present(lib->only);
    bool named = str_eq(path, lib->only) || str_eq(path, path_stem(lib->only));
    if (alone && !named)
        return not_found(id_or_path);
    if (str_present(lib->standard_input)) {
        *unit = (struct unit){.id = lib->only, .article = lib->only};
        return ERR_OK;
    }
    if (alone ? find_in_directory(lib, lib->only, false, a, unit)
              : find_in_directory(lib, path_join(a, lib->inside, path), true, a, unit) ||
                    find_in_directory(lib, path, false, a, unit))
        return ERR_OK;
    return not_found(id_or_path);
}
