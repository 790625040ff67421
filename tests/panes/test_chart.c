/* Mentions over time as columns. */
#include "tests/support/cmocka.h"
#include "ui/panes/chart.h"

#include <string.h>

static struct dossier_month month(int64_t year, int number, size_t mentions)
{
    return (struct dossier_month){.year = year, .month = number, .mentions = mentions};
}

static const char *row_of(struct canvas *c, int row, struct buf *b)
{
    buf_clear(b);
    canvas_row_text(c, row, b);
    buf_byte(b, '\0');
    return b->ptr;
}

static void months_where_there_is_room(void **state)
{
    (void)state;
    const struct dossier_month m[] = {month(2023, 11, 8), month(2024, 1, 4), month(2024, 4, 1)};
    struct chart k = chart_make(m, 3, 40);
    struct canvas c;
    struct buf b = {0};
    assert_string_equal(chart_unit(&k), "month");
    assert_int_equal(k.columns, 6);
    assert_int_equal(k.most, 8);
    assert_int_equal(k.cells, 4);
    canvas_init(&c, 3, 40, false);
    chart_draw(&k, &c, (struct rect){0, 0, 3, 40}, STYLE(MARK));
    assert_string_equal(row_of(&c, 0, &b), "\u2588\u2588\u2588");
    assert_string_equal(row_of(&c, 1, &b), "\u2588\u2588\u2588     \u2588\u2588\u2588         "
                                           "\u2582\u2582\u2582");
    const char *axis = row_of(&c, 2, &b);
    assert_memory_equal(axis,
                        "2023\u2500\u2500\u2500\u2500"
                        "2024\u2500",
                        4 + 12 + 4 + 3);
    canvas_release(&c);
    buf_release(&b);
}

static void longer_stretches_where_there_is_not(void **state)
{
    (void)state;
    const struct {
        int64_t first, last;
        const char *unit;
    } spans[] = {
        {2023,     2025,    "month"     },
        {2020,     2025,    "quarter"   },
        {2010,     2025,    "half-year" },
        {1990,     2025,    "year"      },
        {1900,     2025,    "5 years"   },
        {1600,     2025,    "decade"    },
        {300,      2025,    "50 years"  },
        {-500,     2025,    "century"   },
        {-30000,   2025,    "1000 years"},
        {-9999999, 9999999, "age"       },
    };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        const struct dossier_month m[] = {month(spans[i].first, 1, 1), month(spans[i].last, 12, 2)};
        struct chart k = chart_make(m, 2, 44);
        struct canvas c;
        assert_string_equal(chart_unit(&k), spans[i].unit);
        assert_true(k.columns > 1 && chart_width(&k) <= 44);
        canvas_init(&c, 4, 44, true);
        chart_draw(&k, &c, (struct rect){0, 0, 4, 44}, STYLE(MARK));
        canvas_release(&c);
    }
}

/* A column counts what its months do. */
static void columns_add_up(void **state)
{
    (void)state;
    struct dossier_month m[400];
    size_t most = 0, columns = 0;
    for (size_t i = 0; i < 400; i++) {
        m[i] = month(-12 + (int64_t)(i / 12), (int)(i % 12) + 1, i % 7);
        m[i].mentions += i == 200 ? 50 : 1;
    }
    struct chart k = chart_make(m, 400, 50);
    assert_string_equal(chart_unit(&k), "year");
    for (size_t i = 0; i < 400; i += 12) {
        size_t year = 0;
        for (size_t n = i; n < i + 12 && n < 400; n++)
            year += m[n].mentions;
        most = year > most ? year : most;
        columns++;
    }
    assert_int_equal(k.most, most);
    assert_int_equal(k.columns, columns);
}

static void nothing_is_no_chart(void **state)
{
    (void)state;
    struct chart k = chart_make(NULL, 0, 40);
    struct canvas c;
    struct buf b = {0};
    canvas_init(&c, 3, 10, false);
    chart_draw(&k, &c, (struct rect){0, 0, 3, 10}, STYLE(MARK));
    assert_string_equal(row_of(&c, 2, &b), "");
    const struct dossier_month m[] = {month(2024, 4, 3)};
    k = chart_make(m, 1, 0);
    chart_draw(&k, &c, (struct rect){0, 0, 3, 10}, STYLE(MARK));
    assert_string_equal(row_of(&c, 2, &b), "");
    k = chart_make(m, 1, 10);
    chart_draw(&k, &c, (struct rect){0, 0, 1, 10}, STYLE(MARK));
    assert_string_equal(row_of(&c, 0, &b), "");
    canvas_release(&c);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_where_there_is_room),
        cmocka_unit_test(longer_stretches_where_there_is_not),
        cmocka_unit_test(columns_add_up),
        cmocka_unit_test(nothing_is_no_chart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
