#include "loader/library.h"

#include "base/mem.h"
#include "loader/article.h"
#include "loader/scopes.h"
#include "text/safe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- Opening ----------------------------------------------------------------------------------- */

static struct err cannot_open(int number, str path)
{
    struct err e = err_system(number, "cannot open '%.*s'", STR_FMT(path));
    if (number == ENOENT || number == ENOTDIR)
        e.code = ERR_NOT_FOUND;
    return e;
}

static bool has_section_file(struct arena *a, str directory)
{
    struct stat st;
    str path = arena_printf(a, "%.*s/library.yaml", STR_FMT(directory));
    return stat(path.ptr, &st) == 0 && S_ISREG(st.st_mode);
}

/* The nearest directory upwards from `directory`, itself included, with a library.yaml; else
 * itself. Absolute, without links. */
static str find_root(struct arena *a, str directory)
{
    for (str at = directory;; at = path_dir(at)) {
        if (has_section_file(a, at))
            return at;
        if (at.len == 0)
            return directory;
    }
}

/* Opens the root of what stands in `directory`, an absolute path without links and without the
 * slash of "/"; *inside is where that is in the root. */
static struct err open_root(struct library *lib, str directory, str *inside)
{
    str root = find_root(&lib->arena, directory);
    *inside = str_from(directory, root.len);
    if (inside->len)
        *inside = str_from(*inside, 1);
    return fs_open(&lib->root, root.len ? arena_str(&lib->arena, root) : STR("/"));
}

/* Absolute and without links; "" for "/". False, with errno, if it cannot be had. */
static bool real_path(struct arena *a, str path, str *out)
{
    char *real = realpath(path.len ? arena_cstr(a, path) : "/", NULL);
    if (!real)
        return false;
    *out = arena_str(a, str_of(strcmp(real, "/") == 0 ? "" : real));
    mem_free(real);
    return true;
}

/* Whether it can be read is the system's to say, once; a fifo or a device is not opened. */
static struct err check_readable(struct arena *a, str path)
{
    int fd =
        open(path.len ? arena_cstr(a, path) : "/", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return cannot_open(errno, path);
    close(fd);
    return ERR_OK;
}

static void name_library(struct library *lib, str directory)
{
    const struct section *s = scopes_section(lib, STR(""));
    lib->title = arena_str(&lib->arena, s->title);
    lib->description = arena_str(&lib->arena, s->description);
    lib->language = arena_str(&lib->arena, s->language);
    if (!str_present(lib->title))
        lib->title = directory.len ? path_base(directory) : STR("/");
}

static struct err open_directory(struct library *lib)
{
    if (!real_path(&lib->arena, lib->given, &lib->canonical))
        return cannot_open(errno, lib->given);
    struct err e = check_readable(&lib->arena, lib->given);
    if (!err_failed(&e))
        e = open_root(lib, lib->canonical, &lib->inside);
    if (!err_failed(&e))
        name_library(lib, lib->canonical);
    return e;
}

/* The article at `file`, whose directory becomes the library or a part of it. */
static struct err open_article_at(struct library *lib, str file, str directory, str name)
{
    str inside, real;
    if (!real_path(&lib->arena, directory, &real))
        return cannot_open(errno, file);
    struct err e = open_root(lib, real, &inside);
    if (err_failed(&e))
        return e;
    lib->only = path_join(&lib->arena, inside, name);
    lib->canonical = path_join(&lib->arena, real.len ? real : STR("/"), name);
    return ERR_OK;
}

static bool leaves_root(struct library *lib)
{
    struct fs_entry entry;
    struct err e = fs_stat(&lib->root, lib->only, &entry);
    return e.code == ERR_LINK;
}

static str directory_of(str path)
{
    if (str_find_byte(path, '/', 0) == STR_NONE)
        return STR(".");
    return path_dir(path);
}

/* A link that leaves its directory is followed here, and only here: the person named it. */
static struct err open_article(struct library *lib)
{
    struct err e = check_readable(&lib->arena, lib->given);
    if (!err_failed(&e))
        e = open_article_at(lib, lib->given, directory_of(lib->given), path_base(lib->given));
    str real;
    if (!err_failed(&e) && leaves_root(lib) && real_path(&lib->arena, lib->given, &real) &&
        article_kind(real, NULL) != ARTICLE_NONE) {
        fs_close(&lib->root);
        e = open_article_at(lib, lib->given, path_dir(real), path_base(real));
    }
    if (!err_failed(&e))
        name_library(lib, path_dir(lib->canonical));
    return e;
}

static struct err open_standard_input(struct library *lib)
{
    struct err e = fs_read_fd(STDIN_FILENO, FS_LIMIT_CONTENT, &lib->arena, &lib->standard_input);
    if (err_failed(&e))
        return err_make(e.code, "standard input %s", e.message);
    if (!str_present(lib->standard_input))
        lib->standard_input = STR("");
    lib->only = lib->title = lib->canonical = STR("-");
    return ERR_OK;
}

struct err library_open(struct library *lib, str path)
{
    struct stat st;
    *lib = (struct library){.root = {.fd = -1}};
    if (path.len == 0)
        return err_make(ERR_USAGE, "the path of the library is empty");
    lib->given = arena_str(&lib->arena, path);
    if (str_eq(path, STR("-")))
        return open_standard_input(lib);
    while (str_ends(lib->given, STR("/")))
        lib->given.len--;
    lib->given = arena_str(&lib->arena, lib->given);
    lib->inside = STR("");
    if (stat(arena_cstr(&lib->arena, path), &st) != 0)
        return cannot_open(errno, path);
    if (S_ISDIR(st.st_mode))
        return open_directory(lib);
    if (S_ISREG(st.st_mode) && article_kind(lib->given, NULL) != ARTICLE_NONE)
        return open_article(lib);
    return err_make(ERR_USAGE,
                    "'%.*s' is neither a directory nor an article (.md, .markdown or .txt)",
                    STR_FMT(path));
}

void library_close(struct library *lib)
{
    library_forget(lib);
    fs_close(&lib->root);
    arena_release(&lib->arena);
}

/* True of standard input as well as of a directory that is where it was. */
static bool stands_at(int fd, const char *path)
{
    struct stat opened, there;
    if (fd < 0 || fstat(fd, &opened) != 0)
        return true;
    return stat(path, &there) == 0 && opened.st_dev == there.st_dev &&
           opened.st_ino == there.st_ino;
}

bool library_is_replaced(const struct library *lib)
{
    struct arena a = {0};
    int fd = lib->root.fd;
    bool whole = !str_present(lib->only) && lib->inside.len == 0; /* then links may lead to it */
    bool same = stands_at(fd, arena_cstr(&a, lib->root.path)) &&
                (!whole || stands_at(fd, arena_cstr(&a, lib->given.len ? lib->given : STR("/"))));
    arena_release(&a);
    return !same;
}

/* -- Messages ---------------------------------------------------------------------------------- */

/* How many components two directories begin with, and where the rest of `b` starts. */
static str after_common(str a, str b, str *rest_of_a)
{
    while (a.len && b.len) {
        size_t x = str_find_byte(a, '/', 0), y = str_find_byte(b, '/', 0);
        if (!str_eq(str_sub(a, 0, x), str_sub(b, 0, y)))
            break;
        a = x == STR_NONE ? STR("") : str_from(a, x + 1);
        b = y == STR_NONE ? STR("") : str_from(b, y + 1);
    }
    *rest_of_a = a;
    return b;
}

/* One level up from how the user wrote a directory: without its last name where that is the one
 * that is left, else with "..". */
static str one_up(struct arena *a, str base, str name)
{
    if (str_eq(path_base(base), name))
        return path_dir(base);
    return base.len ? arena_printf(a, "%.*s/..", STR_FMT(base)) : STR("..");
}

str library_display_path(const struct library *lib, str path, struct arena *a)
{
    bool alone = str_present(lib->only);
    str base = alone ? path_dir(lib->given) : lib->given;
    bool absolute = str_starts(lib->given, STR("/")) || lib->given.len == 0;
    str up, rest;
    if (str_present(lib->standard_input))
        return path;
    if (alone && str_eq(path, lib->only))
        return lib->given;
    rest = after_common(alone ? path_dir(lib->only) : lib->inside, path_dir(path), &up);
    while (up.len) {
        base = one_up(a, base, path_base(up));
        up = path_dir(up);
    }
    rest = path_join(a, rest, path_base(path));
    if (base.len == 0 && !absolute)
        return rest;
    return arena_printf(a, "%.*s/%.*s", STR_FMT(base), STR_FMT(rest));
}

void library_format_diag(const struct library *lib, const struct diag *d, struct buf *out)
{
    struct arena a = {0};
    str path = lib != NULL ? library_display_path(lib, d->at.file, &a) : d->at.file;
    safe_append(out, path, SAFE_LINE, false);
    buf_printf(out, ":%zu:%zu: %s: ", d->at.line ? d->at.line : 1, d->at.column ? d->at.column : 1,
               diag_severity_name(diag_code_severity(d->code)));
    safe_append(out, d->message, SAFE_LINE, false);
    buf_printf(out, " [%s]", diag_code_name(d->code));
    arena_release(&a);
}
