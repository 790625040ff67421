/*
 * README.md says what is so: its table of keys is that of the program, its example works when
 * pasted, its map names every file. With UPDATE_README=1 the table of keys is written anew instead
 * of compared.
 */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"
#include "ui/action.h"
#include "ui/keymap.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define README ATTACHE_SOURCE "/README.md"

static struct buf readme;

static int read_readme(void **state)
{
    (void)state;
    FILE *f = fopen(README, "r");
    assert_non_null(f);
    size_t got;
    do {
        got = fread(buf_room(&readme, 4096), 1, 4096, f);
        readme.len += got;
    } while (got);
    fclose(f);
    return 0;
}

static int release_readme(void **state)
{
    (void)state;
    buf_release(&readme);
    return 0;
}

/* What stands between two lines, or after the first up to the second. */
static str between(const char *first, const char *last)
{
    str text = buf_str(&readme);
    size_t start = str_find(text, str_of(first), 0);
    assert_true(start != STR_NONE);
    start += strlen(first);
    size_t end = str_find(text, str_of(last), start);
    assert_true(end != STR_NONE);
    return str_sub(text, start, end);
}

static void add_action(struct buf *out, const struct keymap *map, enum action action)
{
    struct key key;
    for (size_t n = 0; keymap_key(map, action, n, &key); n++) {
        buf_append(out, n ? STR(" `") : STR("| `"));
        key_label(key, false, out);
        buf_byte(out, '`');
    }
    if (keymap_key(map, action, 0, &key))
        buf_printf(out, " | %s | `%s` |\n", action_info(action)->help, action_info(action)->name);
}

static void write_keys(str table)
{
    str text = buf_str(&readme);
    size_t start = (size_t)(between("<!-- keys -->\n", "<!-- /keys -->").ptr - text.ptr);
    size_t end = str_find(text, STR("<!-- /keys -->"), start);
    FILE *f = fopen(README, "w");
    assert_non_null(f);
    fprintf(f, "%.*s%.*s%.*s", (int)start, text.ptr, (int)table.len, table.ptr,
            (int)(text.len - end), text.ptr + end);
    assert_int_equal(fclose(f), 0);
}

static void keys_are_those_of_the_program(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct keymap map = {0};
    struct buf table = {0};
    keymap_defaults(&map, &arena);
    buf_append(&table, STR("| key | does | name |\n|---|---|---|\n"));
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        add_action(&table, &map, a);
    if (getenv("UPDATE_README")) {
        write_keys(buf_str(&table));
    } else {
        str there = between("<!-- keys -->\n", "<!-- /keys -->");
        assert_int_equal(there.len, table.len);
        assert_memory_equal(there.ptr, table.ptr, table.len);
    }
    buf_release(&table);
    arena_release(&arena);
}

/* Writes the block that follows the example's marker: what stands between its fences. */
static void paste(const struct tree *tree, const char *path)
{
    char marker[64];
    snprintf(marker, sizeof marker, "<!-- example %s -->\n", path);
    str block = between(marker, "\n```\n");
    block = str_from(block, str_find_byte(block, '\n', 0) + 1);
    tree_write_bytes(tree, path, block.ptr, block.len);
}

static void example_works_when_pasted(void **state)
{
    (void)state;
    struct tree tree;
    tree_make(&tree, NULL, 0);
    paste(&tree, "entities.yaml");
    paste(&tree, "access.md");
    paste(&tree, "access.yaml");
    struct outcome check = attache(&tree, "check");
    struct outcome show = attache(&tree, "show", "access", "--format", "json");
    struct outcome timeline =
        attache(&tree, "timeline", "--format", "json", "--today", "2026-01-01");
    tree_remove(&tree);
    assert_string_equal(check.out, "");
    assert_int_equal(check.status, 0);
    assert_non_null(strstr(show.out, "\"text\":\"prime minister\",\"origin\":\"listed\""));
    assert_non_null(strstr(show.out, "\"text\":\"Philippines\",\"origin\":\"auto\""));
    assert_non_null(strstr(timeline.out, "\"status\":\"signed\""));
    assert_non_null(strstr(timeline.out, "\"promise\":\"overdue\""));
    outcome_release(&check);
    outcome_release(&show);
    outcome_release(&timeline);
}

static void map_names_every_file(void **state)
{
    (void)state;
    str map = between("<!-- map -->\n", "<!-- /map -->");
    static const char *const patterns[] = {"src/*/*.c", "src/*/*.h",    "src/*/*.sql",
                                           "src/*.c",   "ui/*.c",       "ui/*.h",
                                           "ui/*.def",  "ui/panes/*.c", "ui/panes/*.h"};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        char pattern[512];
        glob_t found;
        snprintf(pattern, sizeof pattern, ATTACHE_SOURCE "/%s", patterns[i]);
        if (glob(pattern, 0, NULL, &found) != 0)
            continue;
        for (size_t k = 0; k < found.gl_pathc; k++) {
            const char *base = strrchr(found.gl_pathv[k], '/') + 1;
            char name[128];
            snprintf(name, sizeof name, "`%.*s`", (int)strcspn(base, "."), base);
            if (str_find(map, str_of(name), 0) == STR_NONE)
                fail_msg("README.md does not name %s", found.gl_pathv[k]);
        }
        globfree(&found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_those_of_the_program),
        cmocka_unit_test(example_works_when_pasted),
        cmocka_unit_test(map_names_every_file),
    };
    return cmocka_run_group_tests(tests, read_readme, release_readme);
}
