/* Any bytes as the sidecar of an article. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/load.h"

static const struct tree_file files[] = {
    {"a.md",
     "# Lunar talks\n\nJapan and the “United States” signed the **access** agreement on 8 July "
     "2024.\nThe prime minister said that ratification\nshould follow within a year. 岸田首相 met "
     "[Lee](entity:lee),\nsee [[lunar]]; Zu\xCC\x88rich — and Japan’s navy.\n\n| a | Japan |\n"
     "|---|---|\n| Lee | year |\n"                                                            },
    {"entities.yaml",
     "entities:\n  - {id: japan, type: country, name: Japan, aliases: [日本, Nippon]}\n"
     "  - {id: us, type: GPE, name: United States}\n  - {id: lee, name: Lee, match: listed}\n"},
};

void fuzz_one(str bytes)
{
    struct tree *tree = fuzz_tree(files, sizeof files / sizeof *files);
    tree_write_bytes(tree, "a.yaml", bytes.ptr, bytes.len);
    fuzz_load(tree, "a");
}
