/* What need not be sent: blanks that nobody can tell apart, and what may come later. */
#include "tests/support/cmocka.h"
#include "ui/thrift.h"

enum { ROWS = 2, COLUMNS = 16 };

struct canvases {
    struct canvas shown, next;
};

static int setup(void **state)
{
    static struct canvases c;
    canvas_init(&c.shown, ROWS, COLUMNS, false);
    canvas_init(&c.next, ROWS, COLUMNS, false);
    *state = &c;
    return 0;
}

static int teardown(void **state)
{
    struct canvases *c = *state;
    canvas_release(&c->shown);
    canvas_release(&c->next);
    return 0;
}

static void assert_roles(const struct canvas *c, int row, int from, int to, enum style_role role)
{
    for (int column = from; column < to; column++)
        assert_int_equal(canvas_cell(c, row, column)->style.role, role);
}

static void assert_text(const struct canvas *c, int row, const char *expected)
{
    struct buf b = {0};
    canvas_row_text(c, row, &b);
    buf_byte(&b, '\0');
    assert_string_equal(b.ptr, expected);
    buf_release(&b);
}

static void test_blanks_take_the_style_before_them(void **state)
{
    struct canvas *c = &((struct canvases *)*state)->next;
    canvas_text(c, 0, 2, -1, STR("ab"), STYLE(QUIET));
    canvas_text(c, 0, 7, -1, STR("cd"), STYLE(ERROR));
    canvas_cell(c, 0, 5)->style.flags = STYLE_LATER;
    thrift_blanks(c);
    assert_roles(c, 0, 0, 2, STYLE_TEXT);
    assert_roles(c, 0, 2, 7, STYLE_QUIET);
    assert_roles(c, 0, 7, 9, STYLE_ERROR);
    assert_roles(c, 0, 9, COLUMNS, STYLE_TEXT); /* erased in one piece */
    assert_int_equal(canvas_cell(c, 0, 4)->style.flags, 0);
    assert_int_equal(canvas_cell(c, 0, 5)->style.flags, STYLE_LATER);
    assert_text(c, 0, "  ab   cd");
}

static void test_blanks_that_show_stay(void **state)
{
    struct canvas *c = &((struct canvases *)*state)->next;
    canvas_text(c, 0, 0, -1, STR("a"), STYLE(LINK));
    canvas_text(c, 0, 4, -1, STR("b"), STYLE(HIT));
    canvas_text(c, 0, 8, -1, STR("c"), STYLE(TEXT));
    canvas_text(c, 1, 0, -1, STR("d"), STYLE(QUIET));
    canvas_fill(c, (struct rect){1, 1, 1, 4}, ' ', STYLE_WITH(STYLE_TEXT, STYLE_REVERSE));
    canvas_text(c, 1, 8, -1, STR("e"), STYLE(TEXT));
    thrift_blanks(c);
    assert_roles(c, 0, 1, 4, STYLE_TEXT);
    assert_roles(c, 0, 5, 8, STYLE_TEXT);
    assert_roles(c, 1, 1, 5, STYLE_TEXT);
    assert_int_equal(canvas_cell(c, 1, 4)->style.flags, STYLE_REVERSE);
    assert_roles(c, 1, 5, 8, STYLE_QUIET);
    assert_int_equal(canvas_cell(c, 1, 5)->style.flags, 0);
}

static void draw(struct canvas *c, const char *list, const char *details)
{
    canvas_clear(c);
    canvas_text(c, 0, 0, -1, str_of(list), STYLE(TEXT));
    canvas_text(c, 0, 8, -1, str_of(details), STYLE(TEXT));
    canvas_flag(c, (struct rect){0, 8, 1, 8}, STYLE_LATER);
}

static void test_details_are_held_back(void **state)
{
    struct canvases *c = *state;
    draw(&c->shown, "one", "details");
    draw(&c->next, "two", "日本日本");
    assert_true(thrift_hold(&c->next, &c->shown));
    assert_text(&c->next, 0, "two     details");
    assert_false(thrift_hold(&c->next, &c->shown));
}

static void test_details_that_were_not_shown_come_at_once(void **state)
{
    struct canvases *c = *state;
    draw(&c->next, "two", "日本日本");
    assert_false(thrift_hold(&c->next, &c->shown));
    draw(&c->shown, "one", "details");
    canvas_text(&c->shown, 0, 11, -1, STR("window"), STYLE(TEXT)); /* what stood over it is gone */
    assert_false(thrift_hold(&c->next, &c->shown));
    assert_text(&c->next, 0, "two     日本日本");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_blanks_take_the_style_before_them),
        TEST(test_blanks_that_show_stay),
        TEST(test_details_are_held_back),
        TEST(test_details_that_were_not_shown_come_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
