/* Tables as text: aligned, cut to a width, and printed in pieces where they are long. */
#include "command/table.h"

#include "tests/support/cmocka.h"

#include <string.h>

static void add_row(struct table_text *t, const char *first, const char *second)
{
    table_add(t, str_of(first));
    table_add(t, str_of(second));
}

static void assert_printed(const struct buf *out, const char *expected)
{
    assert_int_equal(out->len, strlen(expected));
    assert_memory_equal(out->ptr, expected, out->len);
}

static void columns_stand_under_each_other(void **state)
{
    struct table_text t = {.columns = 2};
    struct buf out = {0};
    (void)state;
    add_row(&t, "a", "one");
    add_row(&t, "日本", "");
    table_print(&t, 0, &out);
    assert_printed(&out, "a     one\n日本\n");
    table_release(&t);
    buf_release(&out);
}

static size_t lines_of(const struct buf *b)
{
    size_t lines = 0;
    for (size_t i = 0; i < b->len; i++)
        lines += b->ptr[i] == '\n';
    return lines;
}

/* Of a long table no more is kept than decides how wide its columns are. */
static void a_long_table_comes_in_pieces(void **state)
{
    static const size_t widths[] = {0, 20};
    static const char *const later[] = {"a cell that is wider  and one that is longer still\n",
                                        "a cel\u2026  and one tha\u2026\n"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct table_text t = {.columns = 2};
        struct buf out = {0};
        for (size_t row = 0; row < TABLE_SAMPLE; row++) {
            assert_int_equal(out.len, 0);
            add_row(&t, "narrow", "x");
            table_settle(&t, widths[i], &out);
        }
        assert_int_equal(lines_of(&out), TABLE_SAMPLE);
        assert_int_equal(t.cells.len, 0);
        buf_clear(&out);
        add_row(&t, "a cell that is wider", "and one that is longer still");
        table_settle(&t, widths[i], &out);
        assert_printed(&out, later[i]);
        table_release(&t);
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_stand_under_each_other),
        cmocka_unit_test(a_long_table_comes_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
