#include "base/ranks.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

static void check(const struct ranks *r, const bool *is_in, size_t size)
{
    size_t before = 0;
    for (size_t n = 0; n < size; n++) {
        assert_int_equal(ranks_has(r, n), is_in[n]);
        assert_int_equal(ranks_before(r, n), before);
        if (is_in[n])
            assert_int_equal(ranks_nth(r, before), n);
        before += is_in[n];
    }
    assert_int_equal(ranks_before(r, size), before);
    assert_int_equal(r->count, before);
    assert_int_equal(ranks_nth(r, before), size);
}

static void knows_what_a_list_of_truths_knows(void **state)
{
    enum { SIZE_MOST = 3000, ROUNDS = 300 };
    (void)state;
    struct prng p = {5};
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        uint32_t size = prng_below(&p, SIZE_MOST), first = prng_below(&p, size + 1);
        bool *is_in = ARENA_ARRAY(&a, bool, size + 1);
        struct ranks r = ranks_make(&a, first);
        for (size_t n = 0; n < first; n++)
            if (prng_below(&p, 1 + (uint32_t)round % 100) == 0) {
                is_in[n] = true;
                ranks_add(&r, n);
            }
        ranks_widen(&r, &a, size);
        uint32_t from = prng_below(&p, size + 1), to = from + prng_below(&p, size - from + 1);
        ranks_add_all(&r, from, to);
        for (size_t n = from; n < to; n++)
            is_in[n] = true;
        ranks_finish(&r, &a);
        check(&r, is_in, size);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_a_list_of_truths_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
