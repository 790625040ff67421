/*
 * A library made for one test, in a temporary directory of its own, with a home directory beside it
 * in which the program keeps its state, cache and configuration. Every function fails the running
 * test if the system says no. Paths are relative to the library's root and made with their
 * directories.
 *
 *     struct library l;
 *     library_make(&l, (struct library_file[]){{"a.md", "# A\n"}, {"b/c.md", "# C\n"}}, 2);
 *     ...
 *     library_remove(&l);
 *
 * Make it in a cmocka setup and remove it in the teardown, so that a failing test leaves nothing.
 */
#ifndef ATTACHE_TESTS_SUPPORT_LIBRARY_H
#define ATTACHE_TESTS_SUPPORT_LIBRARY_H

#include <limits.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

struct library {
    char top[256];  /* holds the two below and nothing else */
    char root[288]; /* the library */
    char home[288]; /* $HOME, with the XDG directories in it: config, state, cache, data */
};

struct library_file {
    const char *path, *text;
};

void library_make(struct library *l, const struct library_file *files, size_t count);

/* Removes everything. Directories that a test made unreadable must be readable again. */
void library_remove(struct library *l);

void library_write(const struct library *l, const char *path, const char *text);
void library_write_bytes(const struct library *l, const char *path, const void *bytes, size_t size);
void library_directory(const struct library *l, const char *path);
void library_symlink(const struct library *l, const char *path, const char *target);
void library_fifo(const struct library *l, const char *path);
void library_chmod(const struct library *l, const char *path, mode_t mode);
void library_mtime(const struct library *l, const char *path, struct timespec mtime);
void library_rename(const struct library *l, const char *from, const char *to);
void library_delete(const struct library *l, const char *path); /* a file or a whole directory */

/* The absolute path, written to `out`, of which it is returned. */
char *library_path(const struct library *l, const char *path, char out[PATH_MAX]);

#endif
