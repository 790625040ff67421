#include "ui/watch_system.h"

#ifdef WATCH_INOTIFY

#include "base/mem.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

struct watch_system {
    int fd;
};

struct watch_system *watch_system_open(void)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct watch_system *s = mem_calloc(1, sizeof *s);
    s->fd = fd;
    return s;
}

void watch_system_close(struct watch_system *s)
{
    if (!s)
        return;
    close(s->fd);
    mem_free(s);
}

int watch_system_fd(const struct watch_system *s)
{
    return s->fd;
}

/* A directory that is asked about twice is watched once, and one that is gone not any more. */
void watch_system_begin(struct watch_system *s)
{
    (void)s;
}

bool watch_system_directory(struct watch_system *s, const char *path)
{
    const uint32_t events = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE |
                            IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;
    return inotify_add_watch(s->fd, path, events) >= 0 || errno == ENOENT || errno == ENOTDIR ||
           errno == EACCES;
}

/* Its directory tells of it. */
bool watch_system_file(struct watch_system *s, const char *directory, str name)
{
    (void)s, (void)directory, (void)name;
    return true;
}

bool watch_system_take(struct watch_system *s, bool (*matters)(str name), bool *again)
{
    bool some = false;
    _Alignas(struct inotify_event) char bytes[16384];
    ssize_t size;
    while ((size = read(s->fd, bytes, sizeof bytes)) > 0)
        for (char *at = bytes; at < bytes + size;) {
            const struct inotify_event *event = (const void *)at;
            bool directory = event->mask & (IN_ISDIR | IN_Q_OVERFLOW);
            bool hidden = event->len && event->name[0] == '.';
            if (directory && !hidden)
                *again = true;
            if ((directory && !hidden) || (event->len && matters(str_of(event->name))))
                some = true;
            at += sizeof *event + event->len;
        }
    return some;
}

#endif
