#include "base/beneath.h"

#include <string.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#ifdef SYS_openat2

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

/* As <linux/openat2.h> has them, which not every system with the call has. */
struct how {
    uint64_t flags, mode, resolve;
};
enum { NO_SYMLINKS = 0x04, BENEATH = 0x08 };

/* Such a path does not say its own way: what is before the last "/" is not what is above. */
static bool is_odd(str path)
{
    for (size_t start = 0; start < path.len;) {
        size_t slash = str_find_byte(path, '/', start);
        size_t end = slash == STR_NONE ? path.len : slash;
        str name = str_sub(path, start, end);
        if (name.len == 0 || str_eq(name, STR(".")) || str_eq(name, STR("..")))
            return true;
        start = end + 1;
    }
    return false;
}

int beneath_open(int dir, str path)
{
    char name[PATH_MAX];
    if (path.len >= sizeof name || str_find_byte(path, '\0', 0) != STR_NONE || is_odd(path))
        return -1;
    memcpy(name, path.ptr, path.len);
    name[path.len] = '\0';
    const struct how how = {
        .flags = O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
        .resolve = BENEATH | NO_SYMLINKS,
    };
    return (int)syscall(SYS_openat2, dir, name, &how, sizeof how);
}

#else

int beneath_open(int dir, str path)
{
    (void)dir, (void)path;
    return -1;
}

#endif
