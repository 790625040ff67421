#include "ui/watch_system.h"

#if !defined WATCH_INOTIFY && !defined WATCH_KQUEUE

struct watch_system *watch_system_open(void)
{
    return NULL;
}

void watch_system_close(struct watch_system *s)
{
    (void)s;
}

int watch_system_fd(const struct watch_system *s)
{
    (void)s;
    return -1;
}

void watch_system_begin(struct watch_system *s)
{
    (void)s;
}

bool watch_system_directory(struct watch_system *s, const char *path)
{
    (void)s, (void)path;
    return false;
}

bool watch_system_file(struct watch_system *s, const char *directory, str name)
{
    (void)s, (void)directory, (void)name;
    return false;
}

bool watch_system_take(struct watch_system *s, bool (*matters)(str name), bool *again)
{
    (void)s, (void)matters, (void)again;
    return false;
}

#endif
