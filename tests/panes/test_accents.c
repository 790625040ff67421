/* Marks by number: the same ones have the same, and where all numbers are given the rest have none.
 */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "ui/accents.h"

static void test_a_sequence_has_one_number(void **state)
{
    (void)state;
    struct accents a = {0};
    assert_int_equal(accents_number(&a, STR("")), 0);
    unsigned acute = accents_number(&a, STR("\u0301")),
             both = accents_number(&a, STR("\u0301\u0323"));
    assert_int_not_equal(acute, both);
    assert_int_equal(accents_number(&a, STR("\u0301")), acute);
    assert_true(str_eq(accents_sequence(&a, both), STR("\u0301\u0323")));
    assert_true(str_eq(accents_sequence(&a, 0), STR("")));
    accents_release(&a);
}

static void test_the_last_number_is_the_last(void **state)
{
    (void)state;
    struct accents a = {0};
    struct buf b = {0};
    for (int i = 0; i < ACCENTS_MAX; i++) {
        buf_clear(&b);
        buf_printf(&b, "%d", i);
        assert_int_equal(accents_number(&a, buf_str(&b)), i + 1);
    }
    assert_int_equal(accents_number(&a, STR("another")), 0);
    assert_int_equal(accents_number(&a, STR("0")), 1);
    buf_release(&b);
    accents_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_sequence_has_one_number),
        cmocka_unit_test(test_the_last_number_is_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
