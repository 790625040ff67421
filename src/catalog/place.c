#include "catalog/place.h"

#include "base/buf.h"
#include "catalog/hash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A directory made here gets its mode whatever the umask. */
static int make_directory(const char *path)
{
    if (mkdir(path, 0700) == 0)
        return chmod(path, 0700);
    return errno == EEXIST ? 0 : -1;
}

static struct err make_parents(char *path)
{
    for (char *slash = path + 1; *slash != '\0'; slash++) {
        if (*slash != '/')
            continue;
        *slash = '\0';
        /* A parent that is there but may not be looked at fails at the last one. */
        int failed = make_directory(path) != 0 && errno != EACCES && errno != EROFS;
        struct err e = failed ? err_system(errno, "%s", path) : ERR_OK;
        *slash = '/';
        if (failed)
            return e;
    }
    return ERR_OK;
}

struct err place_directory(str cache_home, struct arena *a, str *directory)
{
    *directory = arena_printf(a, "%.*s/attache", STR_FMT(cache_home));
    char *path = arena_cstr(a, *directory);
    struct stat st;
    int failed = make_directory(path);
    if (failed && errno == ENOENT) {
        struct err e = make_parents(path);
        if (err_failed(&e))
            return e;
        failed = make_directory(path);
    }
    if (failed || stat(path, &st) != 0)
        return err_system(errno, "%s", path);
    if (!S_ISDIR(st.st_mode))
        return err_system(ENOTDIR, "%s", path);
    if (st.st_uid == geteuid() && (st.st_mode & 077) != 0)
        (void)chmod(path, 0700);
    if (access(path, W_OK | X_OK) != 0)
        return err_system(errno, "%s", path);
    return ERR_OK;
}

static bool readable_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

str place_file(str directory, str canonical, str format, struct arena *a)
{
    enum { BASE_MAX = 40, HASH_SHOWN = 8 };
    size_t slash = str_rfind_byte(canonical, '/');
    str base = str_sub(slash == STR_NONE ? canonical : str_from(canonical, slash + 1), 0, BASE_MAX);
    struct hash hash = hash_of(canonical);
    struct buf name = {0};
    for (size_t i = 0; i < base.len; i++)
        buf_byte(&name, readable_byte(base.ptr[i]) ? base.ptr[i] : '_');
    buf_byte(&name, '-');
    for (size_t i = 0; i < HASH_SHOWN; i++)
        buf_printf(&name, "%02x", hash.bytes[i]);
    str path = arena_printf(a, "%.*s/%.*s-%.*s.db", STR_FMT(directory), STR_FMT(buf_str(&name)),
                            STR_FMT(format));
    buf_release(&name);
    return path;
}

int place_lock(str directory, bool alone)
{
    enum { TRIES = 1000 };
    static const struct timespec pause = {.tv_nsec = 10000000};
    struct arena a = {0};
    str path = arena_printf(&a, "%.*s/lock", STR_FMT(directory));
    int fd = open(path.ptr, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    arena_release(&a);
    struct flock whole = {.l_type = alone ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET};
    for (int i = 0; fd >= 0 && fcntl(fd, F_SETLK, &whole) != 0; i++) {
        if (i == TRIES || (errno != EAGAIN && errno != EACCES && errno != EINTR)) {
            close(fd);
            return -1;
        }
        nanosleep(&pause, NULL);
    }
    if (fd >= 0)
        (void)fchmod(fd, 0600);
    return fd;
}

void place_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}

bool place_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

bool place_stamp(const char *path, struct fs_stamp *stamp)
{
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *stamp = fs_stamp_of(&st);
    return true;
}

struct err place_create(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_system(errno, "%s", path);
    struct err e = fchmod(fd, 0600) != 0 ? err_system(errno, "%s", path) : ERR_OK;
    close(fd);
    return e;
}

struct err place_make_private(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 ? errno == ENOENT || errno == ELOOP : !S_ISREG(st.st_mode))
        return err_make(ERR_NOT_REGULAR, "%s: not a regular file", path);
    if (access(path, R_OK | W_OK) != 0)
        return err_system(errno, "%s", path);
    if ((st.st_mode & 077) != 0 && st.st_uid == geteuid())
        (void)chmod(path, 0600);
    return ERR_OK;
}

struct err place_set_aside(const char *path, struct arena *a)
{
    const char *broken = arena_printf(a, "%s.broken", path).ptr;
    /* A directory does not replace a file, nor a file a directory. */
    if (rename(path, broken) != 0 &&
        ((unlink(broken) != 0 && rmdir(broken) != 0) || rename(path, broken) != 0))
        return err_system(errno, "%s", path);
    /* A log left behind would be taken for that of the new file. */
    const char *log = arena_printf(a, "%s-wal", path).ptr;
    if (rename(log, arena_printf(a, "%s-wal", broken).ptr) != 0)
        (void)unlink(log);
    (void)unlink(arena_printf(a, "%s-shm", path).ptr);
    (void)unlink(arena_printf(a, "%s-journal", path).ptr);
    return ERR_OK;
}

struct err place_rename(const char *from, const char *to)
{
    if (rename(from, to) != 0)
        return err_system(errno, "%s", to);
    return ERR_OK;
}

void place_remove(const char *path, struct arena *a)
{
    (void)unlink(path);
    (void)unlink(arena_printf(a, "%s-wal", path).ptr);
    (void)unlink(arena_printf(a, "%s-shm", path).ptr);
    (void)unlink(arena_printf(a, "%s-journal", path).ptr);
}

/* -- Other formats -------------------------------------------------------------------------------
 */

struct other {
    str path;
    int64_t changed;
};

static int64_t changed_at(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int64_t)st.st_mtime : 0;
}

/* The log is written to, the file itself only now and then. */
static int64_t last_changed(str path, struct arena *a)
{
    int64_t file = changed_at(path.ptr),
            log = changed_at(arena_printf(a, "%.*s-wal", STR_FMT(path)).ptr);
    return file > log ? file : log;
}

/* "content-0123456789abcdef-01234567.db" is of the library that "content-0123456789abcdef-" is of.
 */
static bool is_of_library(str name, str library)
{
    enum { FORMAT = 8 };
    return str_starts(name, library) && str_ends(name, STR(".db")) &&
           name.len == library.len + FORMAT + 3;
}

static size_t newest_of(const struct other *others, size_t count)
{
    size_t newest = 0;
    for (size_t i = 1; i < count; i++) {
        const struct other *o = &others[i], *n = &others[newest];
        if (o->changed > n->changed || (o->changed == n->changed && str_cmp(o->path, n->path) < 0))
            newest = i;
    }
    return newest;
}

/* With its texts (catalog/texts.h). */
static void remove_catalog(str path, struct arena *a)
{
    str stem = str_sub(path, 0, path.len - 3);
    place_remove(path.ptr, a);
    place_remove(arena_printf(a, "%.*s.texts", STR_FMT(stem)).ptr, a);
}

void place_drop_others(const char *path, size_t keep, struct arena *a)
{
    str directory = path_dir(str_of(path)), name = str_from(str_of(path), directory.len + 1);
    str library = str_sub(name, 0, str_rfind_byte(name, '-') + 1);
    VEC(struct other) others = {0};
    DIR *dir = opendir(arena_cstr(a, directory));
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        str other = str_of(entry->d_name);
        if (!is_of_library(other, library) || str_eq(other, name))
            continue;
        other = arena_printf(a, "%.*s/%s", STR_FMT(directory), entry->d_name);
        *VEC_PUSH(a, &others) = (struct other){other, last_changed(other, a)};
    }
    if (dir != NULL)
        closedir(dir);
    for (; others.len > 0; others.len--) {
        size_t newest = newest_of(others.items, others.len);
        if (keep == 0)
            remove_catalog(others.items[newest].path, a);
        keep -= keep > 0;
        others.items[newest] = others.items[others.len - 1];
    }
}
