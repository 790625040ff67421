#include "tests/support/tree.h"

#include "tests/support/cmocka.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Fails the test with the system's reason unless `done`. */
static void must(int done, const char *verb, const char *path)
{
    if (!done)
        fail_msg("cannot %s %s: %s", verb, path, strerror(errno));
}

char *tree_path(const struct tree *l, const char *path, char out[PATH_MAX])
{
    int length = snprintf(out, PATH_MAX, "%s/%s", l->root, path);
    must(length > 0 && length < PATH_MAX, "name", path);
    return out;
}

/* The path again, its directories made. */
static char *place(const struct tree *l, const char *path, char out[PATH_MAX])
{
    tree_path(l, path, out);
    for (char *slash = out + strlen(l->root) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        must(mkdir(out, 0700) == 0 || errno == EEXIST, "make", out);
        *slash = '/';
    }
    return out;
}

void tree_make(struct tree *l, const struct tree_file *files, size_t count)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(l->top, sizeof l->top, "%s/attache-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    must(mkdtemp(l->top) != NULL, "make", l->top);
    snprintf(l->root, sizeof l->root, "%s/library", l->top);
    snprintf(l->home, sizeof l->home, "%s/home", l->top);
    must(mkdir(l->root, 0700) == 0 && mkdir(l->home, 0700) == 0, "make", l->root);
    for (size_t i = 0; i < count; i++)
        tree_write(l, files[i].path, files[i].text);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *place_in_tree)
{
    (void)st, (void)kind, (void)place_in_tree;
    return remove(path);
}

static void remove_tree(const char *path)
{
    must(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, "remove", path);
}

void tree_remove(struct tree *l)
{
    if (l->top[0])
        remove_tree(l->top);
    l->top[0] = '\0';
}

int tree_setup(void **state, const struct tree_file *files, size_t count)
{
    struct tree *l = test_calloc(1, sizeof *l);
    tree_make(l, files, count);
    *state = l;
    return 0;
}

int tree_teardown(void **state)
{
    tree_remove(*state);
    test_free(*state);
    return 0;
}

void tree_write_bytes(const struct tree *l, const char *path, const void *bytes, size_t size)
{
    char full[PATH_MAX];
    FILE *file = fopen(place(l, path, full), "wb");
    must(file != NULL, "write", full);
    size_t written = fwrite(bytes, 1, size, file);
    must(fclose(file) == 0 && written == size, "write", full);
}

void tree_write(const struct tree *l, const char *path, const char *text)
{
    tree_write_bytes(l, path, text, strlen(text));
}

void tree_directory(const struct tree *l, const char *path)
{
    char full[PATH_MAX];
    must(mkdir(place(l, path, full), 0700) == 0, "make", full);
}

void tree_symlink(const struct tree *l, const char *path, const char *target)
{
    char full[PATH_MAX];
    must(symlink(target, place(l, path, full)) == 0, "link", full);
}

void tree_fifo(const struct tree *l, const char *path)
{
    char full[PATH_MAX];
    must(mkfifo(place(l, path, full), 0600) == 0, "make", full);
}

void tree_chmod(const struct tree *l, const char *path, mode_t mode)
{
    char full[PATH_MAX];
    must(chmod(tree_path(l, path, full), mode) == 0, "change", full);
}

void tree_mtime(const struct tree *l, const char *path, struct timespec mtime)
{
    char full[PATH_MAX];
    struct timespec times[2] = {mtime, mtime};
    must(utimensat(AT_FDCWD, tree_path(l, path, full), times, AT_SYMLINK_NOFOLLOW) == 0,
         "set the time of", full);
}

void tree_rename(const struct tree *l, const char *from, const char *to)
{
    char old[PATH_MAX], new[PATH_MAX];
    must(rename(tree_path(l, from, old), place(l, to, new)) == 0, "rename", old);
}

void tree_delete(const struct tree *l, const char *path)
{
    char full[PATH_MAX];
    remove_tree(tree_path(l, path, full));
}
