/*
 * Every example of base/diags.def is true: the wrong one has exactly that problem, the right one
 * has none. An example is a file of attache-format(5)'s library, or commands run in it.
 */
#include "catalog/query.h"
#include "catalog/refresh.h"
#include "tests/support/cmocka.h"
#include "tests/support/pasted.h"
#include "tests/support/program.h"
#include "tests/support/shelf.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void follow(const struct tree *tree, const char *file, const char *example)
{
    struct buf page = {0};
    source_read("src/command/manual/format.md", &page);
    paste_example(tree, buf_str(&page), "entities.yaml");
    paste_example(tree, buf_str(&page), "access.md");
    buf_release(&page);
    if (strcmp(file, "sh") != 0) {
        tree_write(tree, file, example);
        return;
    }
    const struct program shell = {.path = "/bin/sh", .args = STRINGS("-ec", example)};
    struct outcome o = program_run(tree, &shell);
    assert_string_equal(o.err, "");
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

/* Looks at the library as somebody to whom permissions mean something. False if that one cannot
 * even get there. */
static bool look(const struct tree *tree, struct catalog **c, struct library *lib)
{
    char notice[256];
    bool root = geteuid() == 0;
    assert_int_equal(chmod(tree->top, 0711) | chmod(tree->root, 0755), 0);
    assert_true(!root || seteuid(65534) == 0);
    bool reached = faccessat(AT_FDCWD, tree->root, X_OK, AT_EACCESS) == 0;
    if (reached) {
        assert_ok(library_open(lib, str_of(tree->root)));
        assert_ok(catalog_open(lib, &(struct catalog_options){.in_memory = true}, c, notice));
        assert_ok(catalog_refresh(*c, lib, false, NULL, NULL));
    }
    assert_true(!root || seteuid(0) == 0);
    return reached;
}

/* How many problems the example has; each must have the code, if there is to be one. */
static size_t problems(enum diag_code code, bool wrong)
{
    const struct diag_info *info = diag_info(code);
    struct tree tree;
    struct library lib = {0};
    struct catalog *c = NULL;
    struct arena a = {0};
    struct diag_page page = {0};
    tree_make(&tree, NULL, 0);
    follow(&tree, info->file, wrong ? info->wrong : info->right);
    bool reached = look(&tree, &c, &lib);
    if (reached)
        assert_ok(catalog_diags(c, (str){0}, NULL, false, 10, &a, &page));
    for (size_t i = 0; i < page.count; i++)
        if (!wrong || page.rows[i].code != code)
            fail_msg("the %s example of %s: %.*s:%zu: %.*s [%s]", wrong ? "wrong" : "right",
                     info->name, STR_FMT(page.rows[i].at.file), page.rows[i].at.line,
                     STR_FMT(page.rows[i].message), diag_code_name(page.rows[i].code));
    catalog_close(c);
    library_close(&lib);
    arena_release(&a);
    tree_remove(&tree);
    if (!reached)
        skip();
    return page.count;
}

static void wrong_examples_are_wrong(void **state)
{
    (void)state;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++)
        if (problems(code, true) == 0)
            fail_msg("the wrong example of %s has no problem", diag_info(code)->name);
}

static void right_examples_are_right(void **state)
{
    (void)state;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++)
        assert_int_equal(problems(code, false), 0);
}

static void prose_is_whole(void **state)
{
    (void)state;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
        const struct diag_info *info = diag_info(code);
        assert_false(str_ends(str_of(info->meaning), STR(".")));
        assert_true(str_ends(str_of(info->explanation), STR(".")) ||
                    str_ends(str_of(info->explanation), STR(".)")));
        assert_true(str_ends(str_of(info->wrong), STR("\n")));
        assert_true(str_ends(str_of(info->right), STR("\n")));
    }
}

int main(void)
{
    umask(022);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_examples_are_wrong),
        cmocka_unit_test(right_examples_are_right),
        cmocka_unit_test(prose_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
