/*
 * A library made for one test, in a temporary directory of its own, with a home directory beside it
 * in which the program keeps its state, cache and configuration. Every function fails the running
 * test if the system says no. Paths are relative to the library's root and made with their
 * directories.
 *
 *     struct tree l;
 *     tree_make(&l, (struct tree_file[]){{"a.md", "# A\n"}, {"b/c.md", "# C\n"}}, 2);
 *     ...
 *     tree_remove(&l);
 *
 * Make it in a cmocka setup and remove it in the teardown, so that a failing test leaves nothing.
 */
#ifndef ATTACHE_TESTS_SUPPORT_TREE_H
#define ATTACHE_TESTS_SUPPORT_TREE_H

#include <limits.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

struct tree {
    char top[256];  /* holds the two below and nothing else */
    char root[288]; /* the library */
    char home[288]; /* $HOME, with the XDG directories in it: config, state, cache, data */
};

struct tree_file {
    const char *path, *text;
};

void tree_make(struct tree *l, const struct tree_file *files, size_t count);

/* Removes everything. Directories that a test made unreadable must be readable again. */
void tree_remove(struct tree *l);

/* The same as a cmocka setup, with *state the tree, and a teardown. */
int tree_setup(void **state, const struct tree_file *files, size_t count);
int tree_teardown(void **state);

void tree_write(const struct tree *l, const char *path, const char *text);
void tree_write_bytes(const struct tree *l, const char *path, const void *bytes, size_t size);
void tree_directory(const struct tree *l, const char *path);
void tree_symlink(const struct tree *l, const char *path, const char *target);
void tree_fifo(const struct tree *l, const char *path);
void tree_chmod(const struct tree *l, const char *path, mode_t mode);
void tree_mtime(const struct tree *l, const char *path, struct timespec mtime);
void tree_rename(const struct tree *l, const char *from, const char *to);
void tree_delete(const struct tree *l, const char *path); /* a file or a whole directory */

/* The absolute path, written to `out`, of which it is returned. */
char *tree_path(const struct tree *l, const char *path, char out[PATH_MAX]);

#endif
