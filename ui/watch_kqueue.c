#include "ui/watch_system.h"

#ifdef WATCH_KQUEUE

#include "base/fs.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>

#include <sys/event.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef O_EVTONLY /* macOS: does not keep a disk from being ejected */
#define O_EVTONLY O_RDONLY
#endif

/* Each directory and each file is held open: a directory tells of names that come and go, and only
 * a file itself that it was written. */
struct watch_system {
    int queue;
    int *fds;
    size_t count, room, most;
};

/* Half of the descriptors that there may be. */
static size_t most_files(void)
{
    enum { NONE_SAID = 4096 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return NONE_SAID;
    return (size_t)(limit.rlim_cur / 2);
}

struct watch_system *watch_system_open(void)
{
    int queue = kqueue();
    if (queue < 0)
        return NULL;
    fcntl(queue, F_SETFD, FD_CLOEXEC);
    struct watch_system *s = mem_calloc(1, sizeof *s);
    s->queue = queue;
    s->most = most_files();
    return s;
}

/* Closing a file takes it out of the queue. */
void watch_system_begin(struct watch_system *s)
{
    while (s->count > 0)
        close(s->fds[--s->count]);
}

void watch_system_close(struct watch_system *s)
{
    if (!s)
        return;
    watch_system_begin(s);
    mem_free(s->fds);
    close(s->queue);
    mem_free(s);
}

int watch_system_fd(const struct watch_system *s)
{
    return s->queue;
}

static void keep(struct watch_system *s, int fd)
{
    if (s->count == s->room) {
        s->room = s->room ? s->room * 2 : 64;
        s->fds = mem_realloc(s->fds, s->room * sizeof *s->fds);
    }
    s->fds[s->count++] = fd;
}

static bool ask(struct watch_system *s, const char *path, int flags)
{
    struct kevent change;
    if (s->count >= s->most)
        return false;
    int fd = open(path, O_EVTONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags);
    if (fd < 0)
        return errno != EMFILE && errno != ENFILE;
    EV_SET(&change, fd, EVFILT_VNODE, EV_ADD | EV_CLEAR,
           NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_DELETE | NOTE_RENAME, 0, 0);
    if (kevent(s->queue, &change, 1, NULL, 0, NULL) < 0) {
        close(fd);
        return false;
    }
    keep(s, fd);
    return true;
}

bool watch_system_directory(struct watch_system *s, const char *path)
{
    return ask(s, path, O_DIRECTORY);
}

bool watch_system_file(struct watch_system *s, const char *directory, str name)
{
    struct arena a = {0};
    bool taken = ask(s, path_join(&a, str_of(directory), name).ptr, 0);
    arena_release(&a);
    return taken;
}

/* It does not say what came: a file saved by renaming is another one, and has to be asked about. */
bool watch_system_take(struct watch_system *s, bool (*matters)(str name), bool *again)
{
    const struct timespec at_once = {0, 0};
    struct kevent events[64];
    bool some = false;
    (void)matters;
    while (kevent(s->queue, NULL, 0, events, 64, &at_once) > 0)
        some = true;
    *again = *again || some;
    return some;
}

#endif
