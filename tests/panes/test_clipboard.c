/* What is sent to the terminal's clipboard says the same bytes. */
#include "tests/support/cmocka.h"
#include "ui/clipboard.h"

static void assert_sent(str text, const char *base64)
{
    struct buf sent = {0}, expected = {0};
    clipboard_sequence(text, &sent);
    buf_printf(&expected, "\033]52;c;%s\033\\", base64);
    buf_byte(&sent, '\0');
    buf_byte(&expected, '\0');
    assert_string_equal(sent.ptr, expected.ptr);
    buf_release(&sent);
    buf_release(&expected);
}

static void test_of_every_length(void **state)
{
    (void)state;
    assert_sent(STR(""), "");
    assert_sent(STR("f"), "Zg==");
    assert_sent(STR("fo"), "Zm8=");
    assert_sent(STR("foo"), "Zm9v");
    assert_sent(STR("foob"), "Zm9vYg==");
}

static void test_of_any_bytes(void **state)
{
    (void)state;
    assert_sent(STR("\033]52;c;YQ==\007"), "G101MjtjO1lRPT0H");
    assert_sent(STR("\xFB\xFF\xBF"), "+/+/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_every_length),
        cmocka_unit_test(test_of_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
