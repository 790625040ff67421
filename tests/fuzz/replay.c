/* Gives a target each file of its corpus, in the order of their names, or those it is called with.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give(const char *path)
{
    struct arena a = {0};
    /* Known before anything can go wrong: what fails is then the last that was named. */
    if (getenv("FUZZ_TELL"))
        fprintf(stderr, "%s\n", path);
    fuzz_one(fuzz_file(path, &a));
    arena_release(&a);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int give_corpus(const char *name)
{
    char path[PATH_MAX];
    struct dirent **entries = NULL;
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", ATTACHE_SOURCE, name);
    int count = scandir(path, &entries, is_visible, alphasort);
    if (count <= 0) {
        fprintf(stderr, "%s: there is no corpus\n", path);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s/%s", ATTACHE_SOURCE, name,
                 entries[i]->d_name);
        give(path);
        free(entries[i]);
    }
    free(entries);
    fuzz_one(STR(""));
    printf("%s: %d files\n", name, count);
    return 0;
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '_');
    if (argc == 1)
        return give_corpus(name ? name + 1 : argv[0]);
    for (int i = 1; i < argc; i++)
        give(argv[i]);
    return 0;
}
