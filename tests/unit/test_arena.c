#include "base/arena.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

#include <stdalign.h>
#include <string.h>

static void gives_zeroed_aligned_memory_of_its_own(void **state)
{
    (void)state;
    enum { COUNT = 2000 };
    struct prng random = {11};
    struct arena a = {0};
    struct {
        unsigned char *ptr;
        size_t size;
    } pieces[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = prng_below(&random, i % 50 == 0 ? 3000000 / COUNT * 40 : 100);
        unsigned char *ptr = arena_alloc(&a, size, 1);
        assert_int_equal((uintptr_t)ptr % alignof(max_align_t), 0);
        for (size_t j = 0; j < size; j++)
            assert_int_equal(ptr[j], 0);
        memset(ptr, (int)(i % 255 + 1), size);
        pieces[i].ptr = ptr;
        pieces[i].size = size;
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < pieces[i].size; j++)
            assert_int_equal(pieces[i].ptr[j], i % 255 + 1);
    arena_release(&a);
    assert_null(a.blocks);
    *ARENA_NEW(&a, int) = 1; /* usable again */
    arena_release(&a);
    arena_release(&a);
}

static void copies_strings(void **state)
{
    (void)state;
    struct arena a = {0};
    char source[] = "text";
    str copy = arena_str(&a, str_of(source));
    source[0] = 'n';
    assert_true(str_eq(copy, STR("text")));
    assert_int_equal(copy.ptr[copy.len], '\0');
    assert_string_equal(arena_cstr(&a, STR("")), "");
    assert_true(str_present(arena_str(&a, STR(""))));
    assert_false(str_present(arena_str(&a, (str){0})));
    assert_true(str_eq(arena_printf(&a, "%s %d%%", "seven", 7), STR("seven 7%")));
    assert_true(str_eq(arena_printf(&a, "%s", ""), STR("")));
    arena_release(&a);
}

static void grows_arrays(void **state)
{
    (void)state;
    struct arena a = {0};
    VEC(size_t) v = {0};
    for (size_t i = 0; i < 10000; i++) {
        size_t *item = VEC_PUSH(&a, &v);
        assert_int_equal(*item, 0);
        *item = i * i;
    }
    assert_int_equal(v.len, 10000);
    assert_true(arena_size(&a) >= v.len * sizeof(size_t));
    for (size_t i = 0; i < v.len; i++)
        assert_int_equal(v.items[i], i * i);
    arena_release(&a);
    assert_int_equal(arena_size(&a), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory_of_its_own),
        cmocka_unit_test(copies_strings),
        cmocka_unit_test(grows_arrays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
