#include "command/confine.h"

#include "base/sandbox.h"
#include "catalog/sql.h"

#include <limits.h>
#include <stdlib.h>

enum { PLACES = 20 };

/* What libraries read while a program runs: names of time zones, messages, more of themselves. */
static const char *const system_places[] = {
    "/usr/share",     "/usr/lib",         "/usr/local/share", "/usr/local/lib",
    "/lib",           "/lib64",           "/nix/store",       "/gnu/store",
    "/etc/localtime", "/etc/ld.so.cache", "/proc/self",       "/dev/urandom",
};

struct places {
    struct sandbox_place items[PLACES];
    size_t len;
};

static void add(struct places *p, const char *path, bool write)
{
    if (path && p->len < PLACES)
        p->items[p->len++] = (struct sandbox_place){path, write};
}

/* One of the user's own directories, and the one in which its file really lies, should that be a
 * link. Returns the directory. */
static const char *add_own(struct places *p, str home, const char *file, struct arena *a)
{
    if (home.len == 0)
        return NULL;
    const char *directory = arena_printf(a, "%.*s/attache", STR_FMT(home)).ptr;
    char *real = arena_alloc(a, PATH_MAX, 1);
    add(p, directory, true);
    if (realpath(arena_printf(a, "%s/%s", directory, file).ptr, real))
        add(p, arena_cstr(a, path_dir(str_of(real))), true);
    return directory;
}

struct err confine(const struct confinement *c)
{
    struct places p = {0};
    struct arena a = {0};
    if (c->library && c->library->root.fd >= 0)
        add(&p, arena_cstr(&a, c->library->root.path), false);
    for (size_t i = 0; i < sizeof system_places / sizeof *system_places; i++)
        add(&p, system_places[i], false);
    add(&p, "/dev/null", true);
#ifdef COVERAGE_PLACE /* where a build writes that counts what is run of it */
    add(&p, COVERAGE_PLACE, true);
#endif
    add(&p, c->written, true);
    add_own(&p, c->state_home, "state.db", &a);
    const char *cache = add_own(&p, c->cache_home, "lock", &a);
    sql_keep_temporary_files(cache);
    struct err e = sandbox_enter(p.items, p.len);
    arena_release(&a);
    return e;
}
