#include "tests/fuzz/fuzz.h"

#include "base/arena.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { END_HERE = 255, OFFSET_BYTES = 3, FILES_MAX = 2 };

/* What libFuzzer calls. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of just that size: reading past its end is then found. */
    char *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    if (size)
        memcpy(copy, data, size);
    fuzz_one((str){copy, size});
    free(copy);
    return 0;
}

void fuzz_expect(const char *fault)
{
    if (!fault)
        return;
    fprintf(stderr, "does not hold: %s\n", fault);
    abort();
}

void fuzz_ok(struct err e)
{
    fuzz_expect(err_failed(&e) ? e.message : NULL);
}

static struct tree tree; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static void remove_tree(void)
{
    tree_remove(&tree);
}

struct tree *fuzz_tree(const struct tree_file *files, size_t count)
{
    if (!tree.top[0]) {
        tree_make(&tree, files, count);
        atexit(remove_tree);
    }
    return &tree;
}

void fuzz_patch(str *files, size_t count, str changes, struct arena *a)
{
    FUZZ_EXPECT(count <= FILES_MAX);
    char *texts[FILES_MAX];
    for (size_t i = 0; i < count; i++)
        texts[i] = arena_cstr(a, files[i]);
    for (size_t at = 0; at + OFFSET_BYTES + 1 <= changes.len;) {
        const unsigned char *change = (const unsigned char *)changes.ptr + at;
        size_t which = change[0] >> 7 & (count - 1), *len = &files[which].len;
        size_t offset = (size_t)change[0] << 16 | (size_t)change[1] << 8 | change[2];
        size_t bytes = change[OFFSET_BYTES];
        offset = *len ? offset % *len : 0;
        at += OFFSET_BYTES + 1;
        if (bytes == END_HERE) {
            *len = offset;
            continue;
        }
        for (size_t i = 0; i < bytes && at < changes.len && offset < *len; i++)
            texts[which][offset++] = changes.ptr[at++];
    }
    for (size_t i = 0; i < count; i++)
        files[i].ptr = texts[i];
}

str fuzz_file(const char *path, struct arena *a)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        fuzz_expect(path);
    char *text = arena_alloc(a, (size_t)st.st_size + 1, 1);
    ssize_t got = read(fd, text, (size_t)st.st_size);
    close(fd);
    FUZZ_EXPECT(got == st.st_size);
    return (str){text, (size_t)st.st_size};
}

void fuzz_write(const char *path, str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t wrote = fd < 0 ? -1 : write(fd, bytes.ptr, bytes.len);
    close(fd);
    FUZZ_EXPECT(wrote == (ssize_t)bytes.len);
}
