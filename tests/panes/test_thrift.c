/* What need not be sent: blanks that nobody can tell apart, and what may come later. */
#include "tests/support/cmocka.h"
#include "ui/thrift.h"

enum { ROWS = 2, COLUMNS = 16 };

struct screen {
    struct thrift thrift;
    struct canvas frame;
};

static int setup(void **state)
{
    static struct screen s;
    thrift_resize(&s.thrift, ROWS, COLUMNS);
    canvas_init(&s.frame, ROWS, COLUMNS, false);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    struct screen *s = *state;
    thrift_release(&s->thrift);
    canvas_release(&s->frame);
    return 0;
}

/* Shows the frame; how many cells that took. */
static int show(struct screen *s, bool hurried)
{
    int sent = 0;
    for (int row = 0; row < ROWS; row++) {
        struct thrift_part part;
        if (thrift_row(&s->thrift, &s->frame, row, hurried, &part))
            sent += part.last + 1 - part.first;
    }
    return sent;
}

static void assert_roles(struct screen *s, int row, int from, int to, enum style_role role)
{
    for (int column = from; column < to; column++)
        assert_int_equal(canvas_cell(&s->thrift.shown, row, column)->style.role, role);
}

static void assert_shown(struct screen *s, int row, const char *expected)
{
    struct buf b = {0};
    canvas_row_text(&s->thrift.shown, row, &b);
    buf_byte(&b, '\0');
    assert_string_equal(b.ptr, expected);
    buf_release(&b);
}

static void test_blanks_take_the_style_before_them(void **state)
{
    struct screen *s = *state;
    struct canvas *c = &s->frame;
    canvas_text(c, 0, 2, -1, STR("ab"), STYLE(QUIET));
    canvas_text(c, 0, 7, -1, STR("cd"), STYLE(ERROR));
    canvas_cell(c, 0, 5)->style.flags = STYLE_LATER;
    assert_int_equal(show(s, false), 9);
    assert_roles(s, 0, 0, 7, STYLE_QUIET);
    assert_roles(s, 0, 7, 9, STYLE_ERROR);
    assert_roles(s, 0, 9, COLUMNS, STYLE_TEXT); /* erased in one piece */
    assert_int_equal(canvas_cell(&s->thrift.shown, 0, 4)->style.flags, 0);
    assert_int_equal(canvas_cell(&s->thrift.shown, 0, 5)->style.flags, STYLE_LATER);
    assert_shown(s, 0, "  ab   cd");
}

static void test_blanks_that_show_stay(void **state)
{
    struct screen *s = *state;
    struct canvas *c = &s->frame;
    canvas_text(c, 0, 0, -1, STR("a"), STYLE(LINK));
    canvas_text(c, 0, 4, -1, STR("b"), STYLE(HIT));
    canvas_text(c, 0, 8, -1, STR("c"), STYLE(TEXT));
    canvas_text(c, 1, 0, -1, STR("d"), STYLE(QUIET));
    canvas_fill(c, (struct rect){1, 1, 1, 4}, ' ', STYLE_WITH(STYLE_TEXT, STYLE_REVERSE));
    canvas_text(c, 1, 8, -1, STR("e"), STYLE(TEXT));
    show(s, false);
    assert_roles(s, 0, 1, 4, STYLE_TEXT);
    assert_roles(s, 0, 5, 8, STYLE_TEXT);
    assert_roles(s, 1, 1, 5, STYLE_TEXT);
    assert_int_equal(canvas_cell(&s->thrift.shown, 1, 4)->style.flags, STYLE_REVERSE);
    assert_roles(s, 1, 5, 8, STYLE_QUIET);
    assert_int_equal(canvas_cell(&s->thrift.shown, 1, 5)->style.flags, 0);
}

static void draw(struct screen *s, const char *list, const char *details)
{
    canvas_clear(&s->frame);
    canvas_text(&s->frame, 0, 0, -1, str_of(list), STYLE(TEXT));
    canvas_text(&s->frame, 0, 8, -1, str_of(details), STYLE(TEXT));
    canvas_flag(&s->frame, (struct rect){0, 8, 1, 8}, STYLE_LATER);
}

static void test_only_what_changes_is_sent(void **state)
{
    struct screen *s = *state;
    draw(s, "one", "details");
    assert_int_equal(show(s, false), COLUMNS);
    assert_int_equal(show(s, false), 0);
    draw(s, "ore", "details");
    assert_int_equal(show(s, false), 1);
    draw(s, "or\u65E5", "details"); /* both halves */
    assert_int_equal(show(s, false), 2);
    draw(s, "ore", "details");
    assert_int_equal(show(s, false), 2);
    thrift_forget(&s->thrift);
    assert_int_equal(show(s, false), COLUMNS);
}

static bool is_restyled(struct screen *s)
{
    struct thrift_part part;
    assert_true(thrift_row(&s->thrift, &s->frame, 0, false, &part));
    return part.restyled;
}

static void test_what_only_looks_otherwise_is_told(void **state)
{
    struct screen *s = *state;
    draw(s, "one \u65E5", "");
    assert_false(is_restyled(s));
    canvas_flag(&s->frame, (struct rect){0, 0, 1, 8}, STYLE_REVERSE);
    assert_true(is_restyled(s));
    draw(s, "ore \u65E5", "");
    assert_false(is_restyled(s));
}

static void test_details_are_held_back(void **state)
{
    struct screen *s = *state;
    draw(s, "one", "details");
    show(s, true); /* they were not there: no reason to wait */
    assert_false(thrift_is_behind(&s->thrift));
    draw(s, "two", "日本日本");
    assert_int_equal(show(s, true), 3);
    assert_true(thrift_is_behind(&s->thrift));
    assert_shown(s, 0, "two     details");
    assert_int_equal(show(s, true), 0);
    assert_true(thrift_is_behind(&s->thrift));
    assert_int_equal(show(s, false), 8); /* though the frame is the same */
    assert_false(thrift_is_behind(&s->thrift));
    assert_shown(s, 0, "two     日本日本");
}

static void test_details_that_were_not_shown_come_at_once(void **state)
{
    struct screen *s = *state;
    draw(s, "one", "details");
    canvas_text(&s->frame, 0, 11, -1, STR("window"), STYLE(TEXT));
    show(s, false);
    draw(s, "two", "日本日本"); /* what stood over it is gone */
    show(s, true);
    assert_false(thrift_is_behind(&s->thrift));
    assert_shown(s, 0, "two     日本日本");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_blanks_take_the_style_before_them),
        TEST(test_blanks_that_show_stay),
        TEST(test_only_what_changes_is_sent),
        TEST(test_what_only_looks_otherwise_is_told),
        TEST(test_details_are_held_back),
        TEST(test_details_that_were_not_shown_come_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
