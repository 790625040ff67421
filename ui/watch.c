#include "ui/watch.h"

#include "base/mem.h"
#include "ui/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

enum {
    POLL_MS = 1000,
    POLL_SHARE = 20,   /* a look is followed by so many times its own length of rest */
    DEPTH_MAX = 64,    /* of directories in one another: links can make them endless */
    CLOCK_SLACK_S = 2, /* how coarse stamps of files may be */
};

/* One walk over the directories. */
struct look {
    uint64_t stamps; /* a hash of the names and stamps of all files that matter */
    int64_t newest;  /* of these stamps, and of the directories' */
    size_t directories;
};

struct watch {
    pthread_t thread;
    const struct library *library;
    int told[2]; /* a pipe that is written when something changed */
    int end[2];  /* a pipe whose other end is closed when the thread shall end */
    int system;  /* inotify; -1: the thread looks itself */
    struct look last;
};

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool matters(str name)
{
    static const char *const extensions[] = {"md", "markdown", "txt", "yaml", "yml"};
    if (name.len == 0 || name.ptr[0] == '.')
        return false;
    str extension = path_extension(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (str_eq(extension, str_of(extensions[i])))
            return true;
    return false;
}

/* -- Looking -------------------------------------------------------------------------------------
 */

static void mix(uint64_t *hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
}

static void note(struct look *look, const struct fs_entry *entry, bool file)
{
    const struct fs_stamp *s = &entry->stamp;
    if (file) {
        mix(&look->stamps, entry->name.ptr, entry->name.len);
        mix(&look->stamps, s, sizeof *s);
    }
    look->newest = s->mtime > look->newest ? s->mtime : look->newest;
    look->newest = s->ctime > look->newest ? s->ctime : look->newest;
}

#ifdef __linux__
/* Asks the system about a directory; where it refuses, we look ourselves. */
static void listen(struct watch *w, str directory, const struct look *look, struct arena *a)
{
    const uint32_t events = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE |
                            IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;
    if (w->system < 0)
        return;
    str path =
        directory.len ? path_join(a, w->library->root.path, directory) : w->library->root.path;
    if (look->directories <= WATCH_DIRECTORIES &&
        (inotify_add_watch(w->system, arena_cstr(a, path), events) >= 0 || errno == ENOENT ||
         errno == ENOTDIR || errno == EACCES))
        return;
    close(w->system);
    w->system = -1;
}

static void open_system(struct watch *w)
{
    w->system = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
}
#else
static void listen(struct watch *w, str directory, const struct look *look, struct arena *a)
{
    (void)w, (void)directory, (void)look, (void)a;
}

static void open_system(struct watch *w)
{
    w->system = -1;
}
#endif

static bool ending(const struct watch *w)
{
    struct pollfd fd = {.fd = w->end[0], .events = POLLIN};
    return poll(&fd, 1, 0) != 0;
}

/* One directory, and with a depth what is in it. */
static void look_at(struct watch *w, struct look *look, str directory, int depth)
{
    struct arena a = {0};
    struct fs_entry *entries;
    size_t count = 0;
    look->directories++;
    listen(w, directory, look, &a);
    struct err e = fs_list(&w->library->root, directory, &a, &entries, &count);
    mix(&look->stamps, directory.ptr, directory.len);
    for (size_t i = 0; !err_failed(&e) && i < count && !ending(w); i++) {
        const struct fs_entry *entry = &entries[i];
        bool file = entry->kind != FS_DIRECTORY && matters(entry->name);
        if (file || entry->kind == FS_DIRECTORY)
            note(look, entry, file);
        /* What a link leads to lies in the library too, and is met there. */
        if (entry->kind == FS_DIRECTORY && !entry->link && depth > 0)
            look_at(w, look, path_join(&a, directory, entry->name), depth - 1);
    }
    arena_release(&a);
}

static struct look look_around(struct watch *w)
{
    struct look look = {.stamps = 0xcbf29ce484222325u};
    bool alone = w->library->only.len > 0;
    str inside = alone ? path_dir(w->library->only) : w->library->inside;
    for (str above = inside; above.len;) { /* registries that apply stand above, too */
        above = path_dir(above);
        look_at(w, &look, above, 0);
    }
    look_at(w, &look, inside, alone ? 0 : DEPTH_MAX);
    return look;
}

/* -- The thread ----------------------------------------------------------------------------------
 */

static void tell(struct watch *w)
{
    ssize_t written = write(w->told[1], "", 1);
    (void)written; /* full: it is readable */
}

/* Takes the system's events: whether any of them matters, and whether directories came. */
static bool take_events(struct watch *w, bool *directories)
{
    bool some = false;
#ifdef __linux__
    _Alignas(struct inotify_event) char bytes[16384];
    ssize_t size;
    while ((size = read(w->system, bytes, sizeof bytes)) > 0)
        for (char *at = bytes; at < bytes + size;) {
            const struct inotify_event *event = (const void *)at;
            bool directory = event->mask & (IN_ISDIR | IN_Q_OVERFLOW);
            bool hidden = event->len && event->name[0] == '.';
            if (directory && !hidden)
                *directories = true;
            if ((directory && !hidden) || (event->len && matters(str_of(event->name))))
                some = true;
            at += sizeof *event + event->len;
        }
#else
    (void)w, (void)directories;
#endif
    return some;
}

/* Waits for the system's events; false if the thread shall end. */
static bool wait_for_events(struct watch *w, int timeout, bool *came)
{
    struct pollfd fds[] = {
        {.fd = w->end[0], .events = POLLIN},
        {.fd = w->system, .events = POLLIN},
    };
    int ready = poll(fds, 2, timeout);
    *came = ready > 0 && fds[1].revents;
    return !(ready > 0 && fds[0].revents);
}

/* Hears of changes, and of those that come right after them. */
static bool hear(struct watch *w)
{
    bool came, directories = false;
    if (!wait_for_events(w, -1, &came))
        return false;
    if (!came || !take_events(w, &directories))
        return true;
    for (long first = now_ms(); now_ms() - first < WATCH_LATE_MS;) {
        if (!wait_for_events(w, WATCH_QUIET_MS, &came))
            return false;
        if (!came)
            break;
        take_events(w, &directories);
    }
    if (directories)
        w->last = look_around(w);
    tell(w);
    return true;
}

/* Looks, and rests the longer the longer that took. */
static bool look_again(struct watch *w, long *took)
{
    struct pollfd end = {.fd = w->end[0], .events = POLLIN};
    long rest = *took * POLL_SHARE;
    if (poll(&end, 1, (int)(rest > POLL_MS ? rest : POLL_MS)) != 0)
        return false;
    long began = now_ms();
    struct look look = look_around(w);
    *took = now_ms() - began;
    if (look.stamps != w->last.stamps)
        tell(w);
    w->last = look;
    return true;
}

static void *run(void *user)
{
    struct watch *w = user;
    long began = now_ms();
    int64_t since = ((int64_t)time(NULL) - CLOCK_SLACK_S) * 1000000000;
    w->last = look_around(w);
    long took = now_ms() - began;
    if (w->last.newest >= since)
        tell(w);
    for (bool on = true; on;)
        on = w->system >= 0 ? hear(w) : look_again(w, &took);
    return NULL;
}

/* -- Beginning and end ---------------------------------------------------------------------------
 */

static bool open_pipes(struct watch *w)
{
    if (pipe(w->told) != 0 || pipe(w->end) != 0)
        return false;
    const int fds[] = {w->told[0], w->told[1], w->end[0], w->end[1]};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        fcntl(fds[i], F_SETFD, FD_CLOEXEC);
    fcntl(w->told[0], F_SETFL, O_NONBLOCK);
    fcntl(w->told[1], F_SETFL, O_NONBLOCK);
    return true;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void release(struct watch *w)
{
    int *const fds[] = {&w->told[0], &w->told[1], &w->end[0], &w->end[1], &w->system};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        close_fd(fds[i]);
    mem_free(w);
}

struct watch *watch_start(const struct library *library, bool polling)
{
    if (str_present(library->standard_input))
        return NULL;
    struct watch *w = mem_calloc(1, sizeof *w);
    *w = (struct watch){
        .library = library, .told = {-1, -1},
             .end = {-1, -1},
             .system = -1
    };
    if (!polling)
        open_system(w);
    bool runs = open_pipes(w) && thread_start(&w->thread, run, w) == 0;
    if (!runs)
        release(w);
    return runs ? w : NULL;
}

void watch_free(struct watch *w)
{
    if (!w)
        return;
    close_fd(&w->end[1]);
    pthread_join(w->thread, NULL);
    release(w);
}

int watch_fd(const struct watch *w)
{
    return w->told[0];
}

void watch_take(struct watch *w)
{
    char bytes[64];
    while (read(w->told[0], bytes, sizeof bytes) > 0)
        continue;
}
