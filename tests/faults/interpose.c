/*
 * Preloaded into the program as it is: makes the system say no. FAULT=KIND:N lets the N-th call of
 * that kind fail, FAULT=KIND:N+ that one and all after it (a full disk stays full). FAULT_REPORT
 * names a file that says, at the end, how many calls of the kind there were, and how many blocks of
 * memory were not given back; with FAULT_PLACES=N, also which calls were the first from where they
 * came, by the last N that called one another to get there: the calls after it would tell little
 * new. FAULT_LATER=SECONDS lets the program's clock be so much later than the files' is.
 * FAULT_TALLY names a file in which the calls of every kind are counted while the program runs, as
 * longs in the order of KINDS. FAULT_SWAP names a file: when the program opens one of that name,
 * the entry "swap" beside it takes its place at the last moment.
 *
 * Only what is called by the program itself and by the libraries that hold its data counts: not by
 * curses, the C library's own start, or the loader. Standard streams never fail here: /dev/full is
 * for those.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* X(kind, errno) */
#define KINDS(X)                                                                                   \
    X(alloc, ENOMEM)                                                                               \
    X(open, EMFILE)                                                                                \
    X(read, EIO)                                                                                   \
    X(write, ENOSPC)                                                                               \
    X(sync, EIO)                                                                                   \
    X(change, EROFS) /* of names and sizes */                                                      \
    X(compare, 0)    /* of bytes: only counted, */                                                 \
    X(step, 0)       /* and so those of SQLite's machine, in what the program asks it itself */

enum kind {
#define X(name, number) KIND_##name,
    KINDS(X)
#undef X
        KIND_COUNT
};

static const struct {
    const char *name;
    int number;
} kinds[] = {
#define X(name, number) {#name, number},
    KINDS(X)
#undef X
};

struct range {
    uintptr_t start, end;
};

enum { RANGES = 16, PLACES = 1 << 14, FRAMES = 12 };
static struct {
    enum kind kind; /* KIND_COUNT: none */
    long at, count;
    bool on; /* from `at` on, all */
    struct range ranges[RANGES];
    size_t range_count;
    int report;  /* open since the start: later the program may not be let to */
    long later;  /* seconds */
    long *tally; /* of each kind; NULL: nobody wants it */
    const char *swap;
} plan = {.kind = KIND_COUNT, .report = -1};

/* What was allocated and not yet given back, where it lies in a table by its address. */
enum { LIVE_BITS = 18, LIVE_MAX = 1 << LIVE_BITS };
static struct {
    void *blocks[LIVE_MAX];
    size_t count;
    bool busy;
} live;

/* Where calls of the kind came from, as hashes in a table, and the first call from each. */
static struct {
    uint64_t hashes[PLACES];
    long firsts[PLACES / 2];
    size_t count;
    int wanted; /* frames */
    bool busy;
} places;

static int add_range(struct dl_phdr_info *info, size_t size, void *first)
{
    static const char *const libraries[] = {"sqlite3", "yaml",      "md4c",
                                            "pcre2",   "unistring", "zstd"};
    bool *is_first = first, ours = *is_first; /* the program comes first */
    (void)size;
    *is_first = false;
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        ours = ours || strstr(info->dlpi_name, libraries[i]) != NULL;
    for (int i = 0; ours && i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || plan.range_count == RANGES)
            continue;
        uintptr_t start = info->dlpi_addr + segment->p_vaddr;
        plan.ranges[plan.range_count++] = (struct range){start, start + segment->p_memsz};
    }
    return 0;
}

static long *map_tally(const char *path)
{
    enum { SIZE = KIND_COUNT * sizeof(long) };
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    void *tally = MAP_FAILED;
    if (fd >= 0 && ftruncate(fd, SIZE) == 0)
        tally = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close(fd);
    return tally != MAP_FAILED ? tally : NULL;
}

__attribute__((constructor)) static void begin(void)
{
    bool first = true;
    plan.swap = getenv("FAULT_SWAP");
    const char *fault = getenv("FAULT");
    const char *colon = fault ? strchr(fault, ':') : NULL;
    const char *report = getenv("FAULT_REPORT");
    const char *later = getenv("FAULT_LATER");
    const char *frames = getenv("FAULT_PLACES");
    const char *tally = getenv("FAULT_TALLY");
    if (!colon && !tally)
        return;
    dl_iterate_phdr(add_range, &first);
    plan.later = later ? strtol(later, NULL, 10) : 0;
    if (tally)
        plan.tally = map_tally(tally);
    if (!colon)
        return;
    if (report)
        plan.report = open(report, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    places.wanted = frames ? (int)strtol(frames, NULL, 10) : 0;
    if (places.wanted > FRAMES)
        places.wanted = FRAMES;
    char *end;
    plan.at = strtol(colon + 1, &end, 10);
    plan.on = *end == '+';
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strlen(kinds[i].name) == (size_t)(colon - fault) &&
            strncmp(kinds[i].name, fault, (size_t)(colon - fault)) == 0)
            plan.kind = (enum kind)i;
}

__attribute__((destructor)) static void end(void)
{
    plan.kind = KIND_COUNT;
    if (plan.report < 0)
        return;
    dprintf(plan.report, "%ld %zu", plan.count, live.count);
    for (size_t i = 0; i < places.count; i++)
        dprintf(plan.report, " %ld", places.firsts[i]);
    dprintf(plan.report, "\n");
}

static bool is_ours(const void *caller)
{
    bool ours = false;
    for (size_t i = 0; i < plan.range_count && !ours; i++)
        ours = (uintptr_t)caller >= plan.ranges[i].start && (uintptr_t)caller < plan.ranges[i].end;
    return ours;
}

static void lock(bool *busy)
{
    while (__atomic_test_and_set(busy, __ATOMIC_ACQUIRE))
        continue;
}

static void unlock(bool *busy)
{
    __atomic_clear(busy, __ATOMIC_RELEASE);
}

static void note_place(long number)
{
    void *frames[FRAMES];
    uint64_t hash = 1;
    int count = backtrace(frames, places.wanted);
    for (int i = 0; i < count; i++)
        hash = (hash ^ (uintptr_t)frames[i]) * UINT64_C(0x9E3779B97F4A7C15) >> 7;
    hash += !hash;
    lock(&places.busy);
    size_t at = hash % PLACES;
    while (places.hashes[at] && places.hashes[at] != hash)
        at = (at + 1) % PLACES;
    if (!places.hashes[at] && places.count < PLACES / 2) {
        places.hashes[at] = hash;
        places.firsts[places.count++] = number;
    }
    unlock(&places.busy);
}

/* Whether this call, made from `caller`, is to fail; sets errno. */
static bool fails(enum kind kind, const void *caller)
{
    if ((kind != plan.kind && !plan.tally) || !is_ours(caller))
        return false;
    if (plan.tally)
        __atomic_add_fetch(&plan.tally[kind], 1, __ATOMIC_RELAXED);
    if (kind != plan.kind)
        return false;
    long number = __atomic_add_fetch(&plan.count, 1, __ATOMIC_RELAXED);
    if (places.wanted)
        note_place(number);
    if (number != plan.at && !(plan.on && number > plan.at))
        return false;
    errno = kinds[kind].number;
    return true;
}

#define FAILS(kind) fails(KIND_##kind, __builtin_return_address(0))

/* The parameters are named by what they are, not as in the system's headers. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* The function that stands behind this one. */
#define NEXT(name)                                                                                 \
    static __typeof__(name) *next;                                                                 \
    if (!next)                                                                                     \
    *(void **)&next = dlsym(RTLD_NEXT, #name)

/* -- Memory ------------------------------------------------------------------------------------ */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

extern void __libc_free(void *block);

static size_t live_home(const void *block)
{
    return (size_t)(((uintptr_t)block >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> (64 - LIVE_BITS));
}

static size_t live_next(size_t at)
{
    return (at + 1) % LIVE_MAX;
}

static void *live_add(void *block, const void *caller)
{
    if (!block || plan.kind == KIND_COUNT || !is_ours(caller))
        return block;
    lock(&live.busy);
    size_t at = live_home(block);
    while (live.blocks[at])
        at = live_next(at);
    if (live.count < LIVE_MAX / 2) {
        live.blocks[at] = block;
        live.count++;
    }
    unlock(&live.busy);
    return block;
}

/* What stands behind it moves up, so that the table never has holes. */
static void live_close(size_t hole)
{
    for (size_t at = live_next(hole); live.blocks[at]; at = live_next(at)) {
        size_t home = live_home(live.blocks[at]);
        if ((at - home) % LIVE_MAX >= (at - hole) % LIVE_MAX) {
            live.blocks[hole] = live.blocks[at];
            hole = at;
        }
    }
    live.blocks[hole] = NULL;
}

static void live_remove(const void *block)
{
    if (!block || plan.kind == KIND_COUNT)
        return;
    lock(&live.busy);
    size_t at = live_home(block);
    while (live.blocks[at] && live.blocks[at] != block)
        at = live_next(at);
    if (live.blocks[at]) {
        live.count--;
        live_close(at);
    }
    unlock(&live.busy);
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size)
{
    return FAILS(alloc) ? NULL : live_add(__libc_malloc(size), CALLER);
}

void *calloc(size_t count, size_t size)
{
    return FAILS(alloc) ? NULL : live_add(__libc_calloc(count, size), CALLER);
}

/* Where it fails the old block stays. */
void *realloc(void *old, size_t size)
{
    if (FAILS(alloc))
        return NULL;
    live_remove(old);
    void *block = __libc_realloc(old, size);
    return live_add(block || !size ? block : old, CALLER) == block ? block : NULL;
}

void free(void *block)
{
    live_remove(block);
    __libc_free(block);
}

/* -- Opening ----------------------------------------------------------------------------------- */

/* The mode is there where a file may be made. */
#define MODE(flags, mode)                                                                          \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                         \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        (mode) = va_arg(args, mode_t);                                                             \
        va_end(args);                                                                              \
    }

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        NEXT(name);                                                                                \
        MODE(flags, mode)                                                                          \
        return FAILS(open) ? -1 : next(path, flags, mode);                                         \
    }
OPEN(open)
OPEN(open64)

/* The second time there is none any more. */
static void swap(int directory, const char *path)
{
    if (plan.swap && strcmp(path, plan.swap) == 0)
        (void)renameat(directory, "swap", directory, path);
}

#define OPENAT(name)                                                                               \
    int name(int directory, const char *path, int flags, ...)                                      \
    {                                                                                              \
        NEXT(name);                                                                                \
        swap(directory, path);                                                                     \
        MODE(flags, mode)                                                                          \
        return FAILS(open) ? -1 : next(directory, path, flags, mode);                              \
    }
OPENAT(openat)
OPENAT(openat64)

/* -- Reading and writing ----------------------------------------------------------------------- */

/* What is said to the person, and pipes of the program's own, which no system lets fail so. */
static bool is_safe(int fd)
{
    struct stat st;
    return fd <= STDERR_FILENO || (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode));
}

ssize_t read(int fd, void *bytes, size_t size)
{
    NEXT(read);
    return !is_safe(fd) && FAILS(read) ? -1 : next(fd, bytes, size);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    NEXT(write);
    return !is_safe(fd) && FAILS(write) ? -1 : next(fd, bytes, size);
}

#define AT(name, kind, type, offset_type)                                                          \
    ssize_t name(int fd, type bytes, size_t size, offset_type offset)                              \
    {                                                                                              \
        NEXT(name);                                                                                \
        return FAILS(kind) ? -1 : next(fd, bytes, size, offset);                                   \
    }
AT(pread, read, void *, off_t)
AT(pread64, read, void *, off64_t)
AT(pwrite, write, const void *, off_t)
AT(pwrite64, write, const void *, off64_t)

/* -- To the disk ------------------------------------------------------------------------------- */

int fsync(int fd)
{
    NEXT(fsync);
    return FAILS(sync) ? -1 : next(fd);
}

int fdatasync(int fd)
{
    NEXT(fdatasync);
    return FAILS(sync) ? -1 : next(fd);
}

/* -- Comparing --------------------------------------------------------------------------------- */

#define COMPARE(name)                                                                              \
    int name(const void *left, const void *right, size_t size)                                     \
    {                                                                                              \
        NEXT(name);                                                                                \
        (void)FAILS(compare);                                                                      \
        return next(left, right, size);                                                            \
    }
COMPARE(memcmp)
COMPARE(bcmp)

/* -- Steps ------------------------------------------------------------------------------------- */

int sqlite3_step(void *statement);

int sqlite3_step(void *statement)
{
    enum { STATUS_STEPS = 4, AND_FORGET = 1 };
    NEXT(sqlite3_step);
    static int (*status)(void *, int, int);
    if (!status)
        *(void **)&status = dlsym(RTLD_NEXT, "sqlite3_stmt_status");
    int result = next(statement);
    if (plan.tally)
        __atomic_add_fetch(&plan.tally[KIND_step], status(statement, STATUS_STEPS, AND_FORGET),
                           __ATOMIC_RELAXED);
    return result;
}

/* -- The time ---------------------------------------------------------------------------------- */

int clock_gettime(clockid_t clock, struct timespec *t)
{
    NEXT(clock_gettime);
    int failed = next(clock, t);
    if (clock == CLOCK_REALTIME)
        t->tv_sec += plan.later;
    return failed;
}

/* -- Names and sizes --------------------------------------------------------------------------- */

int mkdir(const char *path, mode_t mode)
{
    NEXT(mkdir);
    return FAILS(change) ? -1 : next(path, mode);
}

int unlink(const char *path)
{
    NEXT(unlink);
    return FAILS(change) ? -1 : next(path);
}

int rename(const char *from, const char *to)
{
    NEXT(rename);
    return FAILS(change) ? -1 : next(from, to);
}

#define TRUNCATE(name, type)                                                                       \
    int name(int fd, type size)                                                                    \
    {                                                                                              \
        NEXT(name);                                                                                \
        return FAILS(change) ? -1 : next(fd, size);                                                \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
