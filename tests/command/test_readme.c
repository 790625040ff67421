/*
 * README.md says what is so: its table of keys is that of the program, its example works when
 * pasted, its map names every file. With UPDATE_README=1 the table of keys is written anew instead
 * of compared.
 */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/pasted.h"
#include "tests/support/program.h"
#include "ui/key_table.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define README ATTACHE_SOURCE "/README.md"

static struct buf readme;

static int read_readme(void **state)
{
    (void)state;
    source_read("README.md", &readme);
    return 0;
}

static int release_readme(void **state)
{
    (void)state;
    buf_release(&readme);
    return 0;
}

static void write_keys(str table)
{
    str text = buf_str(&readme);
    size_t start = (size_t)(text_between(text, "<!-- keys -->\n", "<!-- /keys -->").ptr - text.ptr);
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
    struct buf table = {0};
    key_table(&table);
    if (getenv("UPDATE_README")) {
        write_keys(buf_str(&table));
    } else {
        str there = text_between(buf_str(&readme), "<!-- keys -->\n", "<!-- /keys -->");
        assert_int_equal(there.len, table.len);
        assert_memory_equal(there.ptr, table.ptr, table.len);
    }
    buf_release(&table);
}

static void example_works_when_pasted(void **state)
{
    (void)state;
    struct tree tree;
    tree_make(&tree, NULL, 0);
    paste_example(&tree, buf_str(&readme), "entities.yaml");
    paste_example(&tree, buf_str(&readme), "access.md");
    paste_example(&tree, buf_str(&readme), "access.yaml");
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
    str map = text_between(buf_str(&readme), "<!-- map -->\n", "<!-- /map -->");
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
