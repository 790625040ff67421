#include "base/diag.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

#include <stdlib.h>
#include <string.h>

static void names_every_code(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        const char *name = diag_code_name((enum diag_code)code);
        assert_true(strlen(name) > 0);
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-8"), strlen(name));
    }
    assert_string_equal(diag_code_name(DIAG_UTF8), "utf8");
    assert_string_equal(diag_severity_name(diag_code_severity(DIAG_YAML)), "error");
    assert_string_equal(diag_severity_name(diag_code_severity(DIAG_UTF8)), "warning");
    /* One name, two severities: an error where the value is required. */
    assert_string_equal(diag_code_name(DIAG_EMPTY_VALUE), diag_code_name(DIAG_EMPTY_REQUIRED));
    assert_int_equal(diag_code_severity(DIAG_EMPTY_VALUE), DIAG_WARNING_SEVERITY);
    assert_int_equal(diag_code_severity(DIAG_EMPTY_REQUIRED), DIAG_ERROR_SEVERITY);
}

static void collects_and_counts(void **state)
{
    (void)state;
    struct arena a = {0};
    struct diag_list list = {.arena = &a};
    diag_sort(&list);
    assert_int_equal(list.len, 0);
    diag_add(&list, (struct origin){STR("x.md"), 0, 0}, DIAG_EMPTY, "no text in %s", "it");
    diag_add(&list, (struct origin){STR("x.yaml"), 2, 3}, DIAG_BAD_DATE, "100%%");
    assert_int_equal(list.items[0].at.line, 1);
    assert_int_equal(list.items[0].at.column, 1);
    assert_true(str_eq(list.items[0].message, STR("no text in it")));
    assert_true(str_eq(list.items[1].message, STR("100%")));
    assert_int_equal(diag_count(&list, DIAG_ERROR_SEVERITY), 1);
    assert_int_equal(diag_count(&list, DIAG_WARNING_SEVERITY), 1);
    arena_release(&a);
}

static void sorts_by_place_and_drops_repetitions(void **state)
{
    (void)state;
    static const str files[] = {STR_INIT("a.yaml"), STR_INIT("a/b.yaml"), STR_INIT("b.yaml")};
    struct arena a = {0};
    struct diag_list list = {.arena = &a};
    struct prng random = {3};
    for (int i = 0; i < 5000; i++) {
        struct origin at = {files[prng_below(&random, 3)], 1 + prng_below(&random, 12),
                            1 + prng_below(&random, 12)};
        diag_add(&list, at, DIAG_YAML, "%d", i);
    }
    diag_sort(&list);
    assert_int_equal(list.len, 5000);
    for (size_t i = 1; i < list.len; i++) {
        const struct diag *p = &list.items[i - 1], *q = &list.items[i];
        int order = str_cmp(p->at.file, q->at.file);
        assert_true(order <= 0);
        assert_true(order < 0 || p->at.line <= q->at.line);
        if (order == 0 && p->at.line == q->at.line) {
            assert_true(p->at.column <= q->at.column);
            /* At one place, in the order they were added. */
            if (p->at.column == q->at.column)
                assert_true(strtol(p->message.ptr, NULL, 10) < strtol(q->message.ptr, NULL, 10));
        }
    }
    for (int i = 0; i < 3; i++)
        diag_add(&list, (struct origin){files[2], 99, 1}, DIAG_ALIAS, "same");
    diag_add(&list, (struct origin){files[2], 99, 1}, DIAG_YAML, "same");
    diag_sort(&list);
    assert_int_equal(list.len, 5002);
    arena_release(&a);
}

static void bounds_a_list(void **state)
{
    (void)state;
    struct arena a = {0};
    struct diag_list list = {.arena = &a};
    for (size_t i = 0; i < LIMIT_PROBLEMS + 1000; i++) {
        diag_add(&list, (struct origin){STR("x"), i + 1, 1}, DIAG_ALIAS, "one");
        assert_int_equal(list.len, i < LIMIT_PROBLEMS ? i + 1 : LIMIT_PROBLEMS);
        const struct diag *last = &list.items[list.len - 1];
        bool said = str_starts(last->message, STR("more than 19999 problems"));
        assert_int_equal(said, i >= LIMIT_PROBLEMS - 1);
        assert_int_equal(last->code, said ? DIAG_TOO_LARGE : DIAG_ALIAS);
    }
    assert_true(str_eq(list.items[LIMIT_PROBLEMS - 2].message, STR("one")));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_code),
        cmocka_unit_test(collects_and_counts),
        cmocka_unit_test(bounds_a_list),
        cmocka_unit_test(sorts_by_place_and_drops_repetitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
