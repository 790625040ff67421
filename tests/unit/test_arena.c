#include "base/arena.h"

#include "base/buf.h"
#include "base/mem.h"
#include "tests/support/cmocka.h"
#include "tests/unit/exhausted.h"
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
    for (int len = 1; len < 600; len++) {
        str s = arena_printf(&a, "%0*d", len, 7);
        assert_int_equal(s.len, len);
        assert_int_equal(strspn(s.ptr, "0"), len - 1);
        assert_string_equal(s.ptr + len - 1, "7");
    }
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

/* -- What no memory holds ----------------------------------------------------------------------
 */

static void too_many_in_an_arena(void *a)
{
    arena_room(a, SIZE_MAX / 2, 3);
}

static void too_large_for_its_end(void *a)
{
    arena_room(a, SIZE_MAX - 3, 1);
}

static void too_large_for_a_block(void *a)
{
    arena_room(a, SIZE_MAX / 32 * 32, 1);
}

static void too_long_an_array(void *a)
{
    size_t cap = SIZE_MAX / 16;
    arena_grow(a, NULL, cap, &cap, 16);
}

static void too_many_zeroes(void *a)
{
    (void)a;
    mem_free(mem_calloc(SIZE_MAX / 2, 3));
}

static void too_long_a_buffer(void *a)
{
    struct buf b = {0};
    (void)a;
    buf_room(&b, SIZE_MAX);
}

static void too_long_for_what_it_has(void *a)
{
    struct buf b = {.len = SIZE_MAX / 4 + 1, .cap = SIZE_MAX / 4 + 1};
    (void)a;
    buf_room(&b, SIZE_MAX / 4 + 1);
}

#ifndef __SANITIZE_ADDRESS__ /* which ends the program itself */
static void no_memory(void *a)
{
    (void)a;
    mem_free(mem_alloc(SIZE_MAX / 2));
}

static void no_longer_memory(void *a)
{
    (void)a;
    mem_free(mem_realloc(NULL, SIZE_MAX / 2));
}

static void no_zeroed_memory(void *a)
{
    (void)a;
    mem_free(mem_calloc(SIZE_MAX / 2, 1));
}
#endif

static void what_no_memory_holds_is_the_end(void **state)
{
    static void (*const bodies[])(void *) = {
        too_many_in_an_arena,
        too_large_for_its_end,
        too_large_for_a_block,
        too_long_an_array,
        too_many_zeroes,
        too_long_a_buffer,
        too_long_for_what_it_has,
#ifndef __SANITIZE_ADDRESS__
        no_memory,
        no_longer_memory,
        no_zeroed_memory,
#endif
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_true(exhausts(bodies[i], &a));
    assert_int_equal(*ARENA_NEW(&a, int), 0); /* what was asked for in vain has changed nothing */
    arena_release(&a);
}

static void nothing_is_something_too(void **state)
{
    (void)state;
    char *none = mem_alloc(0), *zeroed = mem_calloc(0, 0);
    assert_non_null(none);
    assert_non_null(zeroed);
    none = mem_realloc(none, 0);
    assert_non_null(none);
    mem_free(none);
    mem_free(zeroed);
    mem_free(NULL);
}

/* What does not fit into the block that is being filled leaves it the room that it has. */
static void outsized_blocks_stand_behind(void **state)
{
    enum { SMALL = 1 << 16, LARGE = (1 << 20) + 1, TIMES = 100 };
    (void)state;
    struct arena a = {0};
    int together = 0;
    for (int i = 0; i < TIMES; i++) {
        char *first = arena_room(&a, SMALL, 1);
        memset(arena_room(&a, LARGE, 1), i, LARGE);
        char *second = arena_room(&a, SMALL, 1);
        together += second == first + SMALL;
    }
    assert_in_range(together, TIMES / 4, TIMES - 1);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory_of_its_own),
        cmocka_unit_test(copies_strings),
        cmocka_unit_test(grows_arrays),
        cmocka_unit_test(what_no_memory_holds_is_the_end),
        cmocka_unit_test(nothing_is_something_too),
        cmocka_unit_test(outsized_blocks_stand_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
