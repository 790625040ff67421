/* Any bytes as an article, then its sidecar, then a registry: FS (0x1C) parts them. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/load.h"

enum { PARTS = 3, SEPARATOR = 0x1C };

void fuzz_one(str bytes)
{
    static const char *const names[PARTS] = {"a.md", "a.yaml", "entities.yaml"};
    struct tree *tree = fuzz_tree(NULL, 0);
    for (int i = 0; i < PARTS; i++) {
        size_t end = i < PARTS - 1 ? str_find_byte(bytes, SEPARATOR, 0) : STR_NONE;
        end = end == STR_NONE ? bytes.len : end;
        tree_write_bytes(tree, names[i], bytes.ptr, end);
        bytes = str_from(bytes, end + 1);
    }
    fuzz_load(tree, "a");
}
