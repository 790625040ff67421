#include "base/buf.h"

#include "tests/support/cmocka.h"

#include <string.h>

static void collects_bytes(void **state)
{
    (void)state;
    struct buf b = {0};
    assert_true(str_eq(buf_str(&b), STR("")));
    assert_true(str_present(buf_str(&b)));
    buf_append(&b, (str){0});
    buf_fill(&b, 'x', 0);
    assert_null(b.ptr);
    buf_append(&b, STR("one"));
    buf_byte(&b, '\0');
    buf_fill(&b, '-', 3);
    buf_printf(&b, "%d%s", 7, "!");
    assert_true(str_eq(buf_str(&b), STR("one\0---7!")));
    memcpy(buf_room(&b, 2), "ab", 2);
    b.len += 2;
    assert_true(str_ends(buf_str(&b), STR("!ab")));
    buf_clear(&b);
    assert_int_equal(b.len, 0);
    buf_release(&b);
    assert_null(b.ptr);
    buf_release(&b);
}

static void prints_what_has_room_and_what_has_not(void **state)
{
    (void)state;
    for (int before = 0; before < 70; before++)
        for (int len = 0; len < 140; len += 1 + (before % 3)) {
            struct buf b = {0}, expected = {0};
            buf_fill(&b, 'a', (size_t)before);
            buf_printf(&b, "%0*d", len + 1, 7);
            buf_fill(&expected, 'a', (size_t)before);
            buf_fill(&expected, '0', (size_t)len);
            buf_byte(&expected, '7');
            assert_true(str_eq(buf_str(&b), buf_str(&expected)));
            buf_release(&b);
            buf_release(&expected);
        }
}

static void writes_numbers(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *text;
    } rows[] = {
        {0,         "0"                   },
        {7,         "7"                   },
        {-7,        "-7"                  },
        {100,       "100"                 },
        {INT64_MAX, "9223372036854775807" },
        {INT64_MIN, "-9223372036854775808"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_clear(&b);
        buf_number(&b, rows[i].number);
        assert_true(str_eq(buf_str(&b), str_of(rows[i].text)));
    }
    buf_release(&b);
}

static void grows_as_it_must(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 100000; i++)
        buf_printf(&b, "%05d", i);
    buf_fill(&b, '.', 1000000);
    assert_int_equal(b.len, 1500000);
    assert_true(str_eq(str_sub(buf_str(&b), 499990, 500002), STR("9999899999..")));
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collects_bytes),
        cmocka_unit_test(prints_what_has_room_and_what_has_not),
        cmocka_unit_test(writes_numbers),
        cmocka_unit_test(grows_as_it_must),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
