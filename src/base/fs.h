/*
 * The file system as the loader sees it: a library is one open directory, and everything in it is
 * reached from that descriptor. Symbolic links are followed only if they are relative and stay
 * beneath the root all the way; only regular files are read, whole, into memory, never mapped.
 * Nothing here writes, and nothing here waits for a fifo or a device: those are never opened.
 *
 * Paths are relative to the root, separated by '/', in the bytes of the system (not always UTF-8).
 * What would climb above the root is refused like a link that leaves it. Messages say what is wrong
 * as the rest of a sentence that begins with the path ("is a directory, not a file", "cannot be
 * read: Permission denied") and never name it: the caller knows how the user wrote it.
 */
#ifndef ATTACHE_BASE_FS_H
#define ATTACHE_BASE_FS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct fs_root {
    int fd;   /* the directory; -1 when closed */
    str path; /* as given, for messages */
};

/* What tells whether a file may have changed; device and inode together tell whether two paths are
 * one file or directory. Times in nanoseconds since the epoch. */
struct fs_stamp {
    uint64_t device, inode;
    int64_t size; /* bytes */
    int64_t mtime, ctime;
};
bool fs_stamp_eq(const struct fs_stamp *a, const struct fs_stamp *b);
struct stat;
struct fs_stamp fs_stamp_of(const struct stat *st);

enum fs_kind { FS_FILE, FS_DIRECTORY, FS_OTHER };

struct fs_entry {
    str name;          /* one component */
    enum fs_kind kind; /* what it is after links were followed */
    bool link;         /* by fs_list: it is a symbolic link */
    struct fs_stamp stamp;
    const struct err *trouble; /* by fs_list: ERR_LINK: may not be followed or dangling; ERR_SYSTEM:
                                  cannot be examined; else NULL. With it: FS_OTHER, no stamp */
};

/* Opens a directory as root, links in its own path included: ERR_NOT_FOUND, ERR_SYSTEM. The path
 * string is kept, not copied. Close with fs_close; that is harmless after a failure, and twice. */
struct err fs_open(struct fs_root *root, str path);
void fs_close(struct fs_root *root);

/*
 * The entries of a directory ("" is the root), without those that begin with '.', sorted by name
 * (bytes). Links are resolved beneath the root; a link that leaves it, is absolute, loops or
 * dangles has `trouble`. An entry reached by a link has the stamp of what it points to.
 */
struct err fs_list(const struct fs_root *root, str directory, struct arena *a,
                   struct fs_entry **entries, size_t *count);

/* Which of a directory's names, in their order, are to be examined: puts those first, and returns
 * how many they are. */
struct fs_pick {
    size_t (*names)(void *user, str directory, str *names, size_t count);
    void *user;
};

/* The same of those alone. */
struct err fs_list_some(const struct fs_root *root, str directory, const struct fs_pick *pick,
                        struct arena *a, struct fs_entry **entries, size_t *count);

/* The stamp and kind of one path, as in an entry; its trouble is returned, with ERR_NOT_FOUND
 * besides. `name` is a view into `path`. */
struct err fs_stat(const struct fs_root *root, str path, struct fs_entry *entry);

/*
 * Reads a regular file of at most `limit` bytes whole into the arena. `stamp` (may be NULL) is of
 * the descriptor that was read, taken before the first byte, so that a file changed meanwhile does
 * not look unchanged later. Errors: ERR_TOO_LARGE, ERR_NOT_REGULAR, ERR_LINK, ERR_NOT_FOUND,
 * ERR_SYSTEM. Never blocks on a fifo.
 */
struct err fs_read(const struct fs_root *root, str path, size_t limit, struct arena *a, str *bytes,
                   struct fs_stamp *stamp);

/* Reads a descriptor (standard input) to its end, at most `limit` bytes. */
struct err fs_read_fd(int fd, size_t limit, struct arena *a, str *bytes);

str path_base(str path);      /* after the last '/' */
str path_dir(str path);       /* before the last '/', "" if there is none */
str path_extension(str path); /* after the last '.' of the last component, "" if none or leading */
str path_stem(str path);      /* path without '.' and extension */
str path_join(struct arena *a, str directory, str name); /* "" joins to name alone */

enum { FS_LIMIT_CONTENT = LIMIT_FILE << 20 }; /* bytes of an article, sidecar or registry */

#endif
