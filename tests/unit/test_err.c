#include "base/err.h"

#include "tests/support/cmocka.h"
#include "text/utf8.h"

#include <errno.h>
#include <string.h>

static void says_what_went_wrong(void **state)
{
    (void)state;
    struct err e = ERR_OK;
    assert_false(err_failed(&e));
    e = err_make(ERR_USAGE, "%s: %d", "limit", 3);
    assert_true(err_failed(&e));
    assert_string_equal(e.message, "limit: 3");
    e = err_system(ENOENT, "cannot open '%s'", "x");
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_int_equal(e.system, ENOENT);
    assert_string_equal(e.message, "cannot open 'x': No such file or directory");
}

/* Whatever the length, whole characters, and the reason is there. */
static void cuts_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "é", "日", "𝒳"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        for (size_t offset = 0; offset < 5; offset++) {
            char text[1024] = "";
            memset(text, '.', offset);
            while (strlen(text) < 600)
                strcat(text, characters[i]);
            struct err made = err_make(ERR_USAGE, "%s", text);
            struct err system = err_system(EACCES, "%s", text);
            assert_true(utf8_valid(str_of(made.message)));
            assert_true(strlen(made.message) > sizeof made.message - 5);
            assert_true(utf8_valid(str_of(system.message)));
            assert_true(str_ends(str_of(system.message), STR(": Permission denied")));
        }
}

/* Of what is no text at all some may be left: it passes the gate later. */
static void cuts_what_is_no_text(void **state)
{
    (void)state;
    char text[1024];
    memset(text, 0x80, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct err made = err_make(ERR_USAGE, "%s", text);
    assert_int_equal(strlen(made.message), sizeof made.message - 1);
    struct err system = err_system(EACCES, "%s", text);
    assert_true(str_ends(str_of(system.message), STR(": Permission denied")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_went_wrong),
        cmocka_unit_test(cuts_between_characters),
        cmocka_unit_test(cuts_what_is_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
