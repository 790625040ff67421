/* Sets of small numbers, against plain arrays. */
#include "base/bits.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

enum { MOST = 200 };

struct plain {
    bool has[MOST];
};

static void fill(struct prng *random, struct bits *b, struct plain *p)
{
    *p = (struct plain){0};
    for (size_t n = 0; n < b->size; n++)
        if (prng_below(random, 4) == 0) {
            bits_add(b, n);
            p->has[n] = true;
        }
}

static void assert_same(const struct bits *b, const struct plain *p)
{
    size_t count = 0, next = 0;
    for (size_t n = 0; n < b->size; n++) {
        assert_int_equal(bits_has(b, n), p->has[n]);
        count += p->has[n];
        if (p->has[n]) {
            assert_int_equal(bits_next(b, next), n);
            next = n + 1;
        }
    }
    assert_int_equal(bits_count(b), count);
    assert_int_equal(bits_next(b, next), b->size);
}

static void are_as_arrays(void **state)
{
    (void)state;
    struct prng random = {1};
    for (size_t size = 0; size < MOST; size++) {
        struct arena a = {0};
        struct bits x = bits_make(&a, size), y = bits_make(&a, size);
        struct plain p, q;
        fill(&random, &x, &p);
        fill(&random, &y, &q);
        assert_same(&x, &p);
        uint32_t kind = prng_below(&random, 4);
        for (size_t n = 0; n < size; n++)
            p.has[n] = kind == 0   ? p.has[n] || q.has[n]
                       : kind == 1 ? p.has[n] && q.has[n]
                       : kind == 2 ? p.has[n] && !q.has[n]
                                   : true;
        if (kind == 0)
            bits_join(&x, &y);
        else if (kind == 1)
            bits_keep(&x, &y);
        else if (kind == 2)
            bits_drop(&x, &y);
        else
            bits_fill(&x);
        assert_same(&x, &p);
        arena_release(&a);
    }
}

static void what_is_too_great_is_left_out(void **state)
{
    (void)state;
    struct arena a = {0};
    struct bits b = bits_make(&a, 65);
    bits_add(&b, 65);
    bits_add(&b, SIZE_MAX);
    assert_int_equal(bits_count(&b), 0);
    assert_false(bits_has(&b, 65));
    bits_add(&b, 64);
    assert_int_equal(bits_next(&b, 0), 64);
    assert_int_equal(bits_next(&b, 65), 65);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_as_arrays),
        cmocka_unit_test(what_is_too_great_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
