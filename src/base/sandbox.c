#include "base/sandbox.h"

#include <errno.h>

#ifdef __linux__

#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in <linux/landlock.h>, which is older than the kernel on many systems, or missing. The numbers
 * of the calls are the same on every architecture but Alpha. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

enum {
    VERSION_FLAG = 1,
    RULE_BENEATH = 1,
    NETWORK = 3,         /* to bind and to connect by TCP */
    NETWORK_VERSION = 4, /* of Landlock, that can forbid it */
    FILE_WRITE = 1 << 1,
    FILE_READ = 1 << 2,
    READ_DIRECTORY = 1 << 3,
    TRUNCATE = 1 << 14,
    REMOVE_FILE = 1 << 5,
    MAKE_DIRECTORY = 1 << 7,
    MAKE_FILE = 1 << 8,
    CHANGES = FILE_WRITE | REMOVE_FILE | MAKE_DIRECTORY | MAKE_FILE | TRUNCATE,
};

struct ruleset {
    uint64_t files, network;
};

struct beneath {
    uint64_t rights;
    int32_t parent;
} __attribute__((packed));

static long version(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, VERSION_FLAG);
}

bool sandbox_is_possible(void)
{
    return version() > 0;
}

/* All rights that a version knows, and so can forbid. */
static uint64_t known_rights(long of)
{
    static const int bits[] = {0, 13, 14, 15, 15, 16};
    enum { LAST = sizeof bits / sizeof *bits - 1 };
    return (UINT64_C(1) << bits[of > LAST ? LAST : of]) - 1;
}

static int add_rule(int ruleset, const struct sandbox_place *place, uint64_t known)
{
    struct stat st;
    int fd = open(place->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    struct beneath rule = {.rights = FILE_READ | READ_DIRECTORY, .parent = fd};
    if (place->write)
        rule.rights |= CHANGES;
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
        rule.rights &= FILE_READ | FILE_WRITE | TRUNCATE;
    rule.rights &= known;
    int failed = (int)syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &rule, 0);
    close(fd);
    return failed;
}

struct err sandbox_enter(const struct sandbox_place *places, size_t count)
{
    long of = version();
    struct ruleset all = {.files = known_rights(of > 0 ? of : 0)};
    all.network = of >= NETWORK_VERSION ? NETWORK : 0;
    size_t size = of >= NETWORK_VERSION ? sizeof all : sizeof all.files;
    int fd = of > 0 ? (int)syscall(SYS_landlock_create_ruleset, &all, size, 0) : -1;
    if (fd < 0)
        return err_system(of > 0 ? errno : ENOSYS, "there is no sandbox");
    int failed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (size_t i = 0; i < count && !failed; i++)
        failed = add_rule(fd, &places[i], all.files);
    if (!failed)
        failed = (int)syscall(SYS_landlock_restrict_self, fd, 0);
    struct err e = failed ? err_system(errno, "the sandbox cannot be entered") : ERR_OK;
    close(fd);
    return e;
}

#else

bool sandbox_is_possible(void)
{
    return false;
}

struct err sandbox_enter(const struct sandbox_place *places, size_t count)
{
    (void)places;
    (void)count;
    return err_system(ENOSYS, "there is no sandbox");
}

#endif
