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
        cmocka_unit_test(grows_as_it_must),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
