/* Counts as people read them, alone, in columns and in what the panes say. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/panes.h"

#include <stdint.h>
#include <string.h>

enum { MENTIONS = 1234 };

static void a_comma_before_each_three_digits(void **state)
{
    (void)state;
    assert_string_equal(COUNT(0), "0");
    assert_string_equal(COUNT(999), "999");
    assert_string_equal(COUNT(1000), "1,000");
    assert_string_equal(COUNT(12345), "12,345");
    assert_string_equal(COUNT(100000), "100,000");
    assert_string_equal(COUNT(1234567), "1,234,567");
    assert_string_equal(COUNT(UINT64_MAX), "18,446,744,073,709,551,615");
}

static void columns_hold_any_number(void **state)
{
    static const struct {
        size_t number;
        int cells;
        const char *text;
    } cases[] = {
        {0,        5, "    \u00B7"},
        {7,        5, "    7"     },
        {1234,     5, "1,234"     },
        {12345,    5, "  12k"     },
        {999999,   4, "999k"      },
        {12345678, 4, " 12M"      },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct canvas c;
        struct buf b = {0};
        canvas_init(&c, 1, 8, false);
        cells_number(&c, 0, 0, cases[i].cells, cases[i].number, STYLE(TEXT));
        canvas_row_text(&c, 0, &b);
        assert_string_equal(stage_text(&b), cases[i].text);
        buf_release(&b);
        canvas_release(&c);
    }
}

static int make_many(void **state)
{
    struct buf text = {0};
    buf_append(&text, STR("# Many\n\n"));
    for (int i = 0; i < MENTIONS; i++)
        buf_append(&text, STR("Japan agreed. "));
    const struct tree_file files[] = {
        {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan}\n"},
        {"many.md",       stage_text(&text)                                         },
    };
    int result = stage_setup(state, files, sizeof files / sizeof *files);
    buf_release(&text);
    return result;
}

static void every_screen_says_them_so(void **state)
{
    struct stage *s = *state;
    stage_read(s, "many");
    stage_open(s, &pane_entities, 12, 40);
    stage_assert_row(s, "Japan", "1,234");
    stage_open(s, &pane_names, 24, 80);
    stage_assert_row(s, "Japan", "1,234");
    stage_assert_row(s, "country", "1,234 mentions");
    stage_open(s, &pane_reader, 24, 80);
    assert_true(stage_act(s, ACTION_NEXT_MENTION, 0));
    assert_non_null(strstr(stage_status(s), "1/1,234"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comma_before_each_three_digits),
        cmocka_unit_test(columns_hold_any_number),
        cmocka_unit_test_setup_teardown(every_screen_says_them_so, make_many, stage_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
