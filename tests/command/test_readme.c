/*
 * README.md says what is so: its keys and commands are those of the program, its example works when
 * pasted, its map names every file. With UPDATE_README=1 keys and commands are written anew
 * instead of compared.
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

/* Puts a text between two lines of the README, in the file too. */
static void write_between(const char *first, const char *last, str fresh)
{
    str text = buf_str(&readme);
    str old = text_between(text, first, last);
    size_t start = (size_t)(old.ptr - text.ptr), end = start + old.len;
    struct buf whole = {0};
    buf_append(&whole, str_sub(text, 0, start));
    buf_append(&whole, fresh);
    buf_append(&whole, str_from(text, end));
    FILE *f = fopen(README, "w");
    assert_non_null(f);
    fwrite(whole.ptr, 1, whole.len, f);
    assert_int_equal(fclose(f), 0);
    buf_release(&readme);
    readme = whole;
}

/* Between these lines stands what the program says, and nothing else. */
static void assert_between(const char *first, const char *last, str expected)
{
    if (getenv("UPDATE_README")) {
        write_between(first, last, expected);
        return;
    }
    str there = text_between(buf_str(&readme), first, last);
    assert_int_equal(there.len, expected.len);
    assert_memory_equal(there.ptr, expected.ptr, expected.len);
}

static void keys_are_those_of_the_program(void **state)
{
    (void)state;
    struct buf table = {0};
    key_table(&table);
    assert_between("<!-- keys -->\n", "<!-- /keys -->", buf_str(&table));
    buf_release(&table);
}

static void commands_are_those_of_the_program(void **state)
{
    (void)state;
    struct buf block = {0};
    struct tree tree;
    tree_make(&tree, NULL, 0);
    struct outcome help = attache(&tree, "--help");
    tree_remove(&tree);
    buf_append(&block, STR("```\n"));
    buf_append(&block, text_between(str_of(help.out), "Usage:\n", "\nOptions"));
    buf_append(&block, STR("```\n"));
    assert_between("<!-- commands -->\n", "<!-- /commands -->", buf_str(&block));
    buf_release(&block);
    outcome_release(&help);
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
        cmocka_unit_test(commands_are_those_of_the_program),
        cmocka_unit_test(example_works_when_pasted),
        cmocka_unit_test(map_names_every_file),
    };
    return cmocka_run_group_tests(tests, read_readme, release_readme);
}
