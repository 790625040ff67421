#include "base/strmap.h"
#include "loader/lister.h"
#include "loader/listing.h"

struct walk {
    struct library *lib;
    const struct library_visitor *visitor;
    const struct library_interest *interest; /* NULL: all, and links to directories at the end */
    struct diag_list *diags;
    struct lister *lister;
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

static size_t problems(const struct walk *w)
{
    return w->diags ? w->diags->len : 0;
}

static struct err visit_units(struct walk *w, const struct listing *l)
{
    const struct library_visitor *v = w->visitor;
    size_t before = problems(w);
    if (v->listed && v->listed(v->user, l))
        return ERR_OK;
    for (size_t i = 0; i < l->articles.len;) {
        struct unit unit = listing_unit(w->lib, l, i, w->diags);
        i = files_shadow(&l->articles, i, w->diags);
        if (v->unit && !v->unit(v->user, &unit))
            return cancelled();
    }
    if (v->left)
        v->left(v->user, problems(w) == before);
    return ERR_OK;
}

static void report_without_article(const struct listing *l, struct diag_list *diags)
{
    for (size_t i = 0; i < l->sidecars.len; i++)
        if (files_find(&l->articles, i, l->sidecars.items[i].stem) == l->articles.len)
            listing_report(diags, l->sidecars.items[i].path, DIAG_NO_ARTICLE,
                           "has no article of the same name beside it");
}

static struct err visit_directory(struct walk *w, str path, const struct fs_stamp *stamp);

static struct err visit_within(struct walk *w, const struct file *d)
{
    const struct library_interest *i = w->interest;
    if (i && (d->link || !i->enters(i->pick.user, d->path)))
        return ERR_OK;
    if (d->link) {
        struct file *later = VEC_PUSH(&w->arena, &w->links);
        *later = *d;
        later->path = arena_str(&w->arena, d->path);
        return ERR_OK;
    }
    return enter(w, &d->stamp) ? visit_directory(w, d->path, &d->stamp) : ERR_OK;
}

static struct err visit_listing(struct walk *w, const struct listing *l)
{
    struct err e = visit_scopes(w, l);
    if (!err_failed(&e))
        e = visit_units(w, l);
    report_without_article(l, w->diags);
    for (size_t i = 0; i < l->directories.len && !err_failed(&e); i++)
        e = visit_within(w, &l->directories.items[i]);
    return e;
}

static struct listed list(struct walk *w, str path)
{
    struct listed l = {0};
    if (!w->interest)
        return lister_take(w->lister, path);
    l.trouble =
        fs_list_some(&w->lib->root, path, &w->interest->pick, &l.arena, &l.entries, &l.count);
    return l;
}

static struct err visit_directory(struct walk *w, str path, const struct fs_stamp *stamp)
{
    struct listed listed = list(w, path);
    struct arena *a = &listed.arena;
    struct err e = listed.trouble;
    struct listing l;
    listing_fill(path, listed.entries, listed.count, a, w->diags, &l);
    if (err_failed(&e) && str_eq(path, w->lib->inside)) {
        e = err_make(e.code, "'%.*s' %s", STR_FMT(w->lib->given), e.message);
    } else if (err_failed(&e)) {
        listing_report(w->diags, path, DIAG_UNREADABLE, e.message);
        e = ERR_OK;
    } else if (w->visitor->directory && !w->visitor->directory(w->visitor->user, path, stamp)) {
        e = cancelled();
    } else {
        e = visit_listing(w, &l);
    }
    arena_release(a);
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
        struct err trouble = fs_stat(&w->lib->root, file.path, &entry);
        entry.trouble = err_failed(&trouble) ? &trouble : NULL;
        if (trouble.code == ERR_NOT_FOUND ||
            !listing_is_usable(&entry, ROLE_SCOPE, file.path, w->diags))
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
    struct err e = ERR_OK;
    if (!str_present(lib->standard_input))
        e = visit_scopes_above(w, path_dir(lib->only), true);
    listing_alone(lib, &w->arena, w->diags, &unit);
    if (!err_failed(&e) && w->visitor->unit && !w->visitor->unit(w->visitor->user, &unit))
        e = cancelled();
    return e;
}

static struct walk begin(struct library *lib, const struct library_visitor *visitor)
{
    return (struct walk){.lib = lib, .visitor = visitor, .lister = lister_make(&lib->root)};
}

static void end(struct walk *w)
{
    lister_stop(w->lister);
    arena_release(&w->arena);
}

struct err library_walk(struct library *lib, const struct library_visitor *visitor,
                        struct diag_list *diags)
{
    struct walk w = begin(lib, visitor);
    w.diags = diags;
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
            e = visit_directory(&w, lib->inside, &opened.stamp);
        }
        for (size_t i = 0; i < w.links.len && !err_failed(&e); i++) {
            struct file link = w.links.items[i]; /* the array may move */
            if (enter(&w, &link.stamp))
                e = visit_directory(&w, link.path, &link.stamp);
        }
    }
    end(&w);
    return e;
}

struct err library_walk_directory(struct library *lib, str path,
                                  const struct library_visitor *visitor,
                                  const struct library_interest *interest)
{
    struct walk w = begin(lib, visitor);
    w.interest = interest;
    struct fs_entry opened;
    struct err e = fs_stat(&lib->root, path, &opened);
    if (!err_failed(&e)) {
        enter(&w, &opened.stamp);
        e = visit_directory(&w, path, &opened.stamp);
    }
    end(&w);
    return e;
}
