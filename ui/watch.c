#include "ui/watch.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"
#include "ui/watch_system.h"

#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum {
    POLL_MS = 1000,
    POLL_SHARE = 20,   /* a look is followed by so many times its own length of rest */
    DEPTH_MAX = 64,    /* of directories in one another: links can make them endless */
    CLOCK_SLACK_S = 2, /* how coarse stamps of files may be */
    ENTRIES = 256,     /* after so many it is asked whether the thread shall end */
};

/* One walk over the directories. */
struct look {
    uint64_t stamps; /* a hash of the names and stamps of all files that matter */
    int64_t newest;  /* of these stamps, and of the directories' */
    size_t directories;
    bool partial; /* the system took not all of them */
    bool ended;   /* broken off */
};

struct watch {
    pthread_t thread;
    const struct library *library;
    int told[2];                 /* a pipe that is written when something changed */
    int end[2];                  /* a pipe whose other end is closed when the thread shall end */
    struct watch_system *system; /* NULL: there is nothing to listen to */
    size_t most;                 /* directories that it is asked about */
    int64_t since;
    atomic_bool partial;
    struct look last;
};

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

/* Asks the system about a directory; "" where it does not listen to it. */
static const char *listen_to(struct watch *w, struct look *look, str inside, struct arena *a)
{
    str top = w->library->root.path;
    const char *path = arena_cstr(a, inside.len ? path_join(a, top, inside) : top);
    if (!w->system || look->partial)
        return "";
    look->partial = look->directories > w->most || !watch_system_directory(w->system, path);
    return look->partial ? "" : path;
}

static void listen_to_file(struct watch *w, struct look *look, const char *directory, str name)
{
    if (*directory && !look->partial)
        look->partial = !watch_system_file(w->system, directory, name);
}

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
    const char *heard = listen_to(w, look, directory, &a);
    struct err e = fs_list(&w->library->root, directory, &a, &entries, &count);
    mix(&look->stamps, directory.ptr, directory.len);
    for (size_t i = 0; !err_failed(&e) && i < count && !look->ended; i++) {
        const struct fs_entry *entry = &entries[i];
        if (i % ENTRIES == 0 && ending(w))
            look->ended = true;
        bool file = entry->kind != FS_DIRECTORY && matters(entry->name);
        if (file || entry->kind == FS_DIRECTORY)
            note(look, entry, file);
        if (file)
            listen_to_file(w, look, heard, entry->name);
        /* What a link leads to lies in the library too, and is met there. */
        if (entry->kind == FS_DIRECTORY && !entry->link && depth > 0)
            look_at(w, look, path_join(&a, directory, entry->name), depth - 1);
    }
    arena_release(&a);
}

static struct look look_around(struct watch *w)
{
    struct look look = {.stamps = 0xcbf29ce484222325u};
    struct fs_entry top;
    bool alone = w->library->only.len > 0;
    if (w->system)
        watch_system_begin(w->system);
    str inside = alone ? path_dir(w->library->only) : w->library->inside;
    for (str above = inside; above.len;) { /* registries that apply stand above, too */
        above = path_dir(above);
        look_at(w, &look, above, 0);
    }
    struct err e = fs_stat(&w->library->root, inside, &top);
    if (!err_failed(&e))
        note(&look, &top, false); /* all others are met in the one that they are in */
    look_at(w, &look, inside, alone ? 0 : DEPTH_MAX);
    atomic_store(&w->partial, look.partial);
    return look;
}

/* -- The thread ----------------------------------------------------------------------------------
 */

static void tell(struct watch *w)
{
    ssize_t written = write(w->told[1], "", 1);
    (void)written; /* full: it is readable */
}

/* Waits for the system's events; false if the thread shall end. */
static bool wait_for_events(struct watch *w, int timeout, bool *came)
{
    struct pollfd fds[] = {
        {.fd = w->end[0],                                   .events = POLLIN},
        {.fd = w->system ? watch_system_fd(w->system) : -1, .events = POLLIN},
    };
    int ready = poll(fds, 2, timeout);
    *came = ready > 0 && fds[1].revents;
    return !(ready > 0 && fds[0].revents);
}

/* Hears of changes, and of those that come right after them; false if the thread shall end. */
static bool hear(struct watch *w)
{
    bool came, again = false;
    if (!watch_system_take(w->system, matters, &again))
        return true;
    for (int64_t first = clock_ms(); clock_ms() - first < WATCH_LATE_MS;) {
        if (!wait_for_events(w, WATCH_QUIET_MS, &came))
            return false;
        if (!came)
            break;
        watch_system_take(w->system, matters, &again);
    }
    if (again)
        w->last = look_around(w);
    tell(w);
    return true;
}

static void look_again(struct watch *w)
{
    struct look look = look_around(w);
    if (look.stamps != w->last.stamps)
        tell(w);
    w->last = look;
}

/* Rests the longer the longer a look took. */
static int rest_after(int64_t took)
{
    int64_t rest = took * POLL_SHARE;
    return (int)(rest > POLL_MS ? rest : POLL_MS);
}

static void *run(void *user)
{
    struct watch *w = user;
    int64_t since = (w->since - CLOCK_SLACK_S) * 1000000000;
    int64_t began = clock_ms();
    w->last = look_around(w);
    int64_t took = clock_ms() - began;
    if (w->last.newest >= since || w->last.partial)
        tell(w);
    for (bool on = true, came; on;) {
        bool whole = w->system && !w->last.partial;
        on = wait_for_events(w, whole ? -1 : rest_after(took), &came);
        if (on && came) {
            on = hear(w);
        } else if (on) {
            began = clock_ms();
            look_again(w);
            took = clock_ms() - began;
        }
    }
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
    int *const fds[] = {&w->told[0], &w->told[1], &w->end[0], &w->end[1]};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        close_fd(fds[i]);
    watch_system_close(w->system);
    mem_free(w);
}

struct watch *watch_start(const struct library *library, size_t most, time_t since)
{
    if (str_present(library->standard_input))
        return NULL;
    struct watch *w = mem_calloc(1, sizeof *w);
    w->library = library;
    w->most = most;
    w->since = since;
    w->told[0] = w->told[1] = w->end[0] = w->end[1] = -1;
    if (most > 0)
        w->system = watch_system_open();
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

bool watch_is_partial(struct watch *w)
{
    return atomic_load(&w->partial);
}
