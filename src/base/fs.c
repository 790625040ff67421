#include "base/fs.h"

#include "base/beneath.h"
#include "base/buf.h"
#include "base/thread.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_LINKS = 40,       /* what Linux allows, too */
    NAME_ROOM = 1024,     /* more than any file system's longest name */
    TARGET_ROOM = 4097,   /* PATH_MAX of Linux and a NUL */
    FIRST_READ = 1 << 16, /* where the size is not known */
};

/* O_NONBLOCK: what was a file a moment ago may be a fifo by now. */
enum { OPEN_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

/*
 * A path on its way from the root. Links are resolved here, one component after another, and not by
 * the system: what is wrong with one can be said so, and on every system.
 */
struct walk {
    const struct fs_root *root;
    int dir;              /* the directory reached; the root's own descriptor or one to close */
    struct buf done;      /* its path: real directories only, each ended by '/' */
    struct buf rest;      /* what is still to be walked, */
    size_t at;            /* from here on */
    size_t own;           /* how much of its end the caller wrote; before it: out of links */
    bool linked;          /* `name` is out of a link */
    unsigned links;       /* followed so far */
    char name[NAME_ROOM]; /* the end of it: an entry of `dir`, no link, */
    struct stat st;       /* and what it is */
};

static void walk_release(struct walk *w)
{
    if (w->dir != w->root->fd)
        close(w->dir);
    buf_release(&w->done);
    buf_release(&w->rest);
}

static bool is_missing(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

static struct err walk_failed(const struct walk *w, int number)
{
    if (!is_missing(number))
        return err_system(number, "cannot be examined");
    if (w->linked)
        return err_make(ERR_LINK, "is a symbolic link to something that does not exist");
    return err_make(ERR_NOT_FOUND, "does not exist");
}

static void walk_move(struct walk *w, int dir)
{
    if (w->dir != w->root->fd)
        close(w->dir);
    w->dir = dir;
}

static struct err walk_down(struct walk *w, const char *name)
{
    int fd = openat(w->dir, name, OPEN_FLAGS | O_DIRECTORY);
    if (fd < 0)
        return walk_failed(w, errno);
    walk_move(w, fd);
    return ERR_OK;
}

/* By walking down again: the kernel's ".." would leave the root if a directory were moved. */
static struct err walk_up(struct walk *w)
{
    if (w->done.len == 0)
        return err_make(ERR_LINK, "is a symbolic link that leads out of the library");
    size_t slash = str_rfind_byte((str){w->done.ptr, w->done.len - 1}, '/');
    w->done.len = slash == STR_NONE ? 0 : slash + 1;
    walk_move(w, w->root->fd);
    for (size_t start = 0; start < w->done.len;) {
        size_t end = str_find_byte(buf_str(&w->done), '/', start);
        char name[NAME_ROOM];
        memcpy(name, w->done.ptr + start, end - start);
        name[end - start] = '\0';
        struct err e = walk_down(w, name);
        if (err_failed(&e))
            return e;
        start = end + 1;
    }
    return ERR_OK;
}

static struct err walk_link(struct walk *w, const char *name)
{
    char target[TARGET_ROOM];
    ssize_t len = readlinkat(w->dir, name, target, sizeof target);
    if (len < 0)
        return err_system(errno, "is a symbolic link that cannot be read");
    if (++w->links > MAX_LINKS)
        return err_make(ERR_LINK, "is a symbolic link in a loop, or one of more than %d in a row",
                        MAX_LINKS);
    if ((size_t)len == sizeof target)
        return err_make(ERR_LINK, "is a symbolic link with too long a target");
    if (len > 0 && target[0] == '/')
        return err_make(ERR_LINK,
                        "is a symbolic link to an absolute path, and those are not followed");
    if (w->own > w->rest.len - w->at)
        w->own = w->rest.len - w->at;
    struct buf rest = {0};
    buf_append(&rest, (str){target, (size_t)len});
    buf_byte(&rest, '/');
    buf_append(&rest, str_from(buf_str(&w->rest), w->at));
    buf_release(&w->rest);
    w->rest = rest;
    w->at = 0;
    return ERR_OK;
}

/* The next component into w->name; false at the end of the path. */
static bool walk_next(struct walk *w, bool *fits)
{
    str rest = buf_str(&w->rest);
    while (w->at < rest.len && rest.ptr[w->at] == '/')
        w->at++;
    if (w->at == rest.len)
        return false;
    size_t end = str_find_byte(rest, '/', w->at);
    str name = str_sub(rest, w->at, end == STR_NONE ? rest.len : end);
    *fits = name.len < sizeof w->name;
    if (*fits) {
        memcpy(w->name, name.ptr, name.len);
        w->name[name.len] = '\0';
    }
    w->linked = rest.len - w->at > w->own;
    w->at += name.len;
    while (w->at < rest.len && rest.ptr[w->at] == '/')
        w->at++;
    return true;
}

/* To the end of the path: afterwards w->dir, w->name and w->st tell what is there. */
static struct err walk_on(struct walk *w)
{
    bool fits = true;
    while (walk_next(w, &fits)) {
        if (!fits)
            return err_system(ENAMETOOLONG, "cannot be examined");
        struct err e = ERR_OK;
        if (strcmp(w->name, ".") == 0)
            continue;
        if (strcmp(w->name, "..") == 0) {
            e = walk_up(w);
        } else if (fstatat(w->dir, w->name, &w->st, AT_SYMLINK_NOFOLLOW) != 0) {
            e = walk_failed(w, errno);
        } else if (S_ISLNK(w->st.st_mode)) {
            e = walk_link(w, w->name);
        } else if (w->at == w->rest.len) {
            return ERR_OK;
        } else {
            e = walk_down(w, w->name);
            buf_append(&w->done, str_of(w->name));
            buf_byte(&w->done, '/');
        }
        if (err_failed(&e))
            return e;
    }
    strcpy(w->name, ".");
    return fstatat(w->dir, ".", &w->st, 0) == 0 ? ERR_OK : walk_failed(w, errno);
}

/* To the last component's directory at once, where the system can and no link is on the way. With
 * thousands of components, one after another would cost their square. */
static void walk_leap(struct walk *w)
{
    str directory = path_dir(buf_str(&w->rest));
    int fd = directory.len > 0 ? beneath_open(w->dir, directory) : -1;
    if (fd < 0)
        return;
    walk_move(w, fd);
    buf_append(&w->done, directory);
    buf_byte(&w->done, '/');
    w->at = directory.len + 1;
}

/* Release the walk whatever comes back. */
static struct err walk_to(struct walk *w, const struct fs_root *root, str path)
{
    *w = (struct walk){.root = root, .dir = root->fd};
    if (str_find_byte(path, '\0', 0) != STR_NONE)
        return err_make(ERR_NOT_FOUND, "does not exist");
    buf_append(&w->rest, path);
    w->own = path.len;
    walk_leap(w);
    return walk_on(w);
}

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)((uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec);
}

struct fs_stamp fs_stamp_of(const struct stat *st)
{
#ifdef __APPLE__
    struct timespec mtime = st->st_mtimespec, ctime = st->st_ctimespec;
#else
    struct timespec mtime = st->st_mtim, ctime = st->st_ctim;
#endif
    return (struct fs_stamp){
        .device = (uint64_t)st->st_dev,
        .inode = (uint64_t)st->st_ino,
        .size = (int64_t)st->st_size,
        .mtime = nanoseconds(mtime),
        .ctime = nanoseconds(ctime),
    };
}

static enum fs_kind kind_of(const struct stat *st)
{
    return S_ISREG(st->st_mode) ? FS_FILE : S_ISDIR(st->st_mode) ? FS_DIRECTORY : FS_OTHER;
}

static struct err not_regular(const struct stat *st)
{
    const char *what = S_ISDIR(st->st_mode)    ? "a directory"
                       : S_ISFIFO(st->st_mode) ? "a fifo"
                       : S_ISSOCK(st->st_mode) ? "a socket"
                                               : "a device";
    return err_make(ERR_NOT_REGULAR, "is %s, not a file", what);
}

static struct err too_large(size_t limit)
{
    if (limit >= 1 << 20 && limit % (1 << 20) == 0)
        return err_make(ERR_TOO_LARGE, "is larger than %zu MiB", limit >> 20);
    return err_make(ERR_TOO_LARGE, "is larger than %zu bytes", limit);
}

struct err fs_open(struct fs_root *root, str path)
{
    struct arena scratch = {0};
    *root = (struct fs_root){.path = path};
    root->fd = open(arena_cstr(&scratch, path),
                    O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int number = errno;
    arena_release(&scratch);
    if (root->fd >= 0)
        return ERR_OK;
    if (number == ENOENT)
        return err_make(ERR_NOT_FOUND, "does not exist");
    return err_system(number, "cannot be opened");
}

void fs_close(struct fs_root *root)
{
    if (root->fd >= 0)
        close(root->fd);
    root->fd = -1;
}

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

typedef VEC(str) names_vec;

/* The names, in `a`, and a list of them in `list`. */
static struct err read_names(DIR *stream, struct arena *a, struct arena *list, names_vec *names)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry)
            return errno ? err_system(errno, "cannot be listed") : ERR_OK;
        if (entry->d_name[0] != '.')
            *VEC_PUSH(list, names) = arena_str(a, str_of(entry->d_name));
    }
}

static const struct err missing = {.code = ERR_NOT_FOUND, .message = "does not exist"};
static const struct err unexamined = {.code = ERR_SYSTEM, .message = "cannot be examined"};

/* Links, and what cannot be examined, are left to examine_closely. */
static void examine(int dir, str name, struct fs_entry *entry)
{
    struct stat st;
    *entry = (struct fs_entry){.name = name, .kind = FS_OTHER};
    if (fstatat(dir, name.ptr, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        entry->trouble = errno == ENOENT ? &missing : &unexamined;
    } else if (S_ISLNK(st.st_mode)) {
        entry->trouble = &unexamined;
        entry->link = true;
    } else {
        entry->kind = kind_of(&st);
        entry->stamp = fs_stamp_of(&st);
    }
}

static void examine_closely(const struct fs_root *root, str directory, struct arena *a,
                            struct fs_entry *entry)
{
    struct arena scratch = {0};
    struct fs_entry closer;
    struct err e = fs_stat(root, path_join(&scratch, directory, entry->name), &closer);
    arena_release(&scratch);
    entry->kind = closer.kind;
    entry->stamp = closer.stamp;
    entry->trouble = NULL;
    if (err_failed(&e)) {
        struct err *trouble = ARENA_NEW(a, struct err);
        *trouble = e;
        entry->trouble = trouble;
    }
}

bool fs_stamp_eq(const struct fs_stamp *a, const struct fs_stamp *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->mtime == b->mtime && a->ctime == b->ctime;
}

/* Some of a directory's entries, examined by one thread. */
struct share {
    int dir;
    const str *names;
    struct fs_entry *entries;
    size_t count;
};

static void *examine_share(void *user)
{
    const struct share *s = user;
    for (size_t i = 0; i < s->count; i++)
        examine(s->dir, s->names[i], &s->entries[i]);
    return NULL;
}

/* The system takes its time for each; where there are many, two are asked about at once. */
static void examine_all(const struct share *all)
{
    enum { MANY = 1024 };
    struct share mine = *all, other = *all;
    pthread_t thread;
    mine.count = all->count < MANY ? all->count : all->count / 2;
    other.names += mine.count;
    other.entries += mine.count;
    other.count -= mine.count;
    bool alone = other.count == 0 || thread_start(&thread, examine_share, &other) != 0;
    examine_share(&mine);
    if (alone)
        examine_share(&other);
    else
        pthread_join(thread, NULL);
}

/* What vanished since its name was read is not an entry. */
static size_t drop_vanished(struct fs_entry *entries, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].trouble && entries[i].trouble->code == ERR_NOT_FOUND)
            continue;
        if (kept != i)
            entries[kept] = entries[i];
        kept++;
    }
    return kept;
}

/* At once where the system can and no link is on the way; else, and to say what is wrong, step by
 * step. -1 with a reason. */
static int open_directory(const struct fs_root *root, str directory, struct err *e)
{
    *e = ERR_OK;
    int fd = beneath_open(root->fd, directory);
    if (fd >= 0)
        return fd;
    struct walk w;
    *e = walk_to(&w, root, directory);
    if (!err_failed(e)) {
        fd = openat(w.dir, w.name, OPEN_FLAGS | O_DIRECTORY);
        if (fd < 0)
            *e = err_system(errno, "cannot be listed");
    }
    walk_release(&w);
    return fd;
}

struct err fs_list_some(const struct fs_root *root, str directory, const struct fs_pick *pick,
                        struct arena *a, struct fs_entry **entries, size_t *count)
{
    *entries = NULL;
    *count = 0;
    names_vec names = {0};
    struct arena list = {0};
    struct err e;
    int fd = open_directory(root, directory, &e);
    if (err_failed(&e))
        return e;
    DIR *stream = fdopendir(fd);
    if (!stream) {
        e = err_system(errno, "cannot be listed");
        close(fd);
        return e;
    }
    e = read_names(stream, a, &list, &names);
    if (!err_failed(&e) && names.len > 0) {
        qsort(names.items, names.len, sizeof *names.items, compare_names);
        if (pick->names)
            names.len = pick->names(pick->user, directory, names.items, names.len);
        *entries = arena_room(a, names.len, sizeof **entries);
        examine_all(&(struct share){fd, names.items, *entries, names.len});
        for (size_t i = 0; i < names.len; i++)
            if ((*entries)[i].trouble == &unexamined)
                examine_closely(root, directory, a, &(*entries)[i]);
        *count = drop_vanished(*entries, names.len);
    }
    closedir(stream);
    arena_release(&list);
    return e;
}

struct err fs_list(const struct fs_root *root, str directory, struct arena *a,
                   struct fs_entry **entries, size_t *count)
{
    return fs_list_some(root, directory, &(struct fs_pick){0}, a, entries, count);
}

struct err fs_stat(const struct fs_root *root, str path, struct fs_entry *entry)
{
    *entry = (struct fs_entry){.name = path_base(path), .kind = FS_OTHER};
    struct walk w;
    struct err e = walk_to(&w, root, path);
    if (!err_failed(&e)) {
        entry->kind = kind_of(&w.st);
        entry->stamp = fs_stamp_of(&w.st);
    }
    walk_release(&w);
    return e;
}

/* One read that survives signals and a standard input somebody left non-blocking. */
static ssize_t read_some(int fd, char *room, size_t size)
{
    for (;;) {
        ssize_t got = read(fd, room, size);
        if (got >= 0)
            return got;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
        else if (errno != EINTR)
            return -1;
    }
}

/* `expected`: the size as far as it is known. One byte more than it, and than the limit, is asked
 * for, because only that tells whether the file has grown. */
static struct err read_all(int fd, size_t expected, size_t limit, struct arena *a, str *bytes)
{
    size_t len = 0, cap = (expected < limit ? expected : limit) + 1;
    char *text = arena_room(a, cap, 1);
    for (;;) {
        if (len == cap) {
            if (cap > limit)
                return too_large(limit);
            size_t wider = cap <= limit / 2 ? cap * 2 : limit + 1;
            char *moved = arena_room(a, wider, 1);
            memcpy(moved, text, len);
            text = moved;
            cap = wider;
        }
        ssize_t got = read_some(fd, text + len, cap - len);
        if (got < 0)
            return err_system(errno, "cannot be read");
        if (got == 0) {
            *bytes = (str){text, len};
            return ERR_OK;
        }
        len += (size_t)got;
    }
}

static struct err read_regular(const struct walk *w, size_t limit, struct arena *a, str *bytes,
                               struct fs_stamp *stamp)
{
    if (!S_ISREG(w->st.st_mode))
        return not_regular(&w->st);
    int fd = openat(w->dir, w->name, OPEN_FLAGS);
    if (fd < 0)
        return is_missing(errno) ? walk_failed(w, errno) : err_system(errno, "cannot be opened");
    struct stat st;
    struct err e = ERR_OK;
    if (fstat(fd, &st) != 0)
        e = err_system(errno, "cannot be examined");
    else if (!S_ISREG(st.st_mode))
        e = not_regular(&st);
    else if ((uint64_t)st.st_size > limit)
        e = too_large(limit);
    else
        e = read_all(fd, (size_t)st.st_size, limit, a, bytes);
    close(fd);
    if (stamp && !err_failed(&e))
        *stamp = fs_stamp_of(&st);
    return e;
}

struct err fs_read(const struct fs_root *root, str path, size_t limit, struct arena *a, str *bytes,
                   struct fs_stamp *stamp)
{
    *bytes = (str){0};
    struct walk w;
    struct err e = walk_to(&w, root, path);
    if (!err_failed(&e))
        e = read_regular(&w, limit, a, bytes, stamp);
    walk_release(&w);
    return e;
}

struct err fs_read_fd(int fd, size_t limit, struct arena *a, str *bytes)
{
    *bytes = (str){0};
    return read_all(fd, FIRST_READ, limit, a, bytes);
}

str path_base(str path)
{
    size_t slash = str_rfind_byte(path, '/');
    return slash == STR_NONE ? path : str_from(path, slash + 1);
}

str path_dir(str path)
{
    size_t slash = str_rfind_byte(path, '/');
    return str_sub(path, 0, slash == STR_NONE ? 0 : slash);
}

str path_extension(str path)
{
    for (size_t at = path.len; at > 0 && path.ptr[at - 1] != '/'; at--)
        if (path.ptr[at - 1] == '.') {
            bool hidden = at == 1 || path.ptr[at - 2] == '/';
            return str_from(path, hidden ? path.len : at);
        }
    return str_from(path, path.len);
}

str path_stem(str path)
{
    size_t len = path_extension(path).len;
    return len ? str_sub(path, 0, path.len - len - 1) : path;
}

str path_join(struct arena *a, str directory, str name)
{
    if (directory.len == 0)
        return arena_str(a, name);
    char *joined = arena_alloc(a, directory.len + 1 + name.len + 1, 1);
    memcpy(joined, directory.ptr, directory.len);
    joined[directory.len] = '/';
    if (name.len > 0)
        memcpy(joined + directory.len + 1, name.ptr, name.len);
    return (str){joined, directory.len + 1 + name.len};
}
