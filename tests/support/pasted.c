#include "tests/support/pasted.h"

#include "tests/support/cmocka.h"

#include <stdio.h>
#include <string.h>

void source_read(const char *path, struct buf *out)
{
    char whole[512];
    snprintf(whole, sizeof whole, ATTACHE_SOURCE "/%s", path);
    FILE *f = fopen(whole, "r");
    assert_non_null(f);
    size_t got;
    do {
        got = fread(buf_room(out, 4096), 1, 4096, f);
        out->len += got;
    } while (got);
    fclose(f);
}

str text_between(str text, const char *first, const char *last)
{
    size_t start = str_find(text, str_of(first), 0);
    assert_true(start != STR_NONE);
    start += strlen(first);
    size_t end = str_find(text, str_of(last), start);
    assert_true(end != STR_NONE);
    return str_sub(text, start, end);
}

void paste_example(const struct tree *tree, str text, const char *path)
{
    char marker[64];
    snprintf(marker, sizeof marker, "<!-- example %s -->\n", path);
    str block = text_between(text, marker, "\n```\n");
    block = str_from(block, str_find_byte(block, '\n', 0) + 1);
    struct buf whole = {0};
    buf_append(&whole, block);
    buf_byte(&whole, '\n');
    tree_write_bytes(tree, path, whole.ptr, whole.len);
    buf_release(&whole);
}
