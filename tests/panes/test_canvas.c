/* Cells: the gate, wide characters, marks, cutting, clipping; and the theme's contrast. */
#include "tests/support/cmocka.h"
#include "ui/canvas.h"
#include "ui/flow.h"
#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 4, COLUMNS = 12 };

static int setup(void **state)
{
    struct canvas *c = malloc(sizeof *c);
    canvas_init(c, ROWS, COLUMNS, false);
    *state = c;
    return 0;
}

static int teardown(void **state)
{
    canvas_release(*state);
    free(*state);
    return 0;
}

static void assert_row(const struct canvas *c, int row, const char *expected)
{
    struct buf b = {0};
    canvas_row_text(c, row, &b);
    buf_byte(&b, '\0');
    assert_string_equal(b.ptr, expected);
    buf_release(&b);
}

/* Every row is cells of width 1, or pairs of a wide cell and its right half. */
static void assert_whole(const struct canvas *c)
{
    for (int row = 0; row < c->area.rows; row++)
        for (int column = 0; column < c->area.columns; column++) {
            const struct cell *cell = canvas_cell(c, row, column);
            if (cell_width(cell) == 2) {
                assert_true(column + 1 < c->area.columns);
                assert_int_equal(cell_width(canvas_cell(c, row, ++column)), 0);
            } else {
                assert_int_equal(cell_width(cell), 1);
            }
        }
}

static void test_text_takes_its_width(void **state)
{
    struct canvas *c = *state;
    assert_int_equal(canvas_text(c, 0, 1, -1, STR("ab日本e\u0301"), STYLE(TEXT)), 7);
    assert_row(c, 0, " ab日本e\u0301");
    assert_int_equal(cell_width(canvas_cell(c, 0, 3)), 2);
    assert_whole(c);
}

static void test_text_stops_at_the_limit(void **state)
{
    struct canvas *c = *state;
    assert_int_equal(canvas_text(c, 0, 0, 3, STR("日本"), STYLE(TEXT)), 2);
    assert_int_equal(canvas_text(c, 1, 9, -1, STR("日本語"), STYLE(TEXT)), 2);
    assert_row(c, 0, "日");
    assert_row(c, 1, "         日");
    assert_whole(c);
}

static void test_half_a_wide_cell_is_none(void **state)
{
    struct canvas *c = *state;
    canvas_text(c, 0, 0, -1, STR("日本"), STYLE(TEXT));
    canvas_text(c, 0, 1, 1, STR("x"), STYLE(TEXT));
    assert_row(c, 0, " x本");
    canvas_text(c, 0, 1, -1, STR("語"), STYLE(TEXT));
    assert_row(c, 0, " 語");
    assert_whole(c);
    canvas_fill(c, (struct rect){0, 2, 1, 2}, '-', STYLE(TEXT));
    assert_row(c, 0, "  --");
    assert_whole(c);
}

static void test_cut_ends_in_an_ellipsis(void **state)
{
    struct canvas *c = *state;
    assert_int_equal(canvas_text_cut(c, 0, 0, 6, STR("abcdef"), STYLE(TEXT)), 6);
    assert_row(c, 0, "abcdef");
    canvas_text_cut(c, 1, 0, 6, STR("abcdefg"), STYLE(TEXT));
    assert_row(c, 1, "abcde\u2026");
    canvas_text_cut(c, 2, 0, 6, STR("日本語語"), STYLE(TEXT));
    assert_row(c, 2, "日本\u2026");
    assert_int_equal(canvas_text_cut(c, 3, 0, 0, STR("a"), STYLE(TEXT)), 0);
    assert_whole(c);
}

static void test_what_is_unsafe_is_shown(void **state)
{
    struct canvas *c = *state;
    canvas_text(c, 0, 0, -1, STR("a\033[1m"), STYLE(TEXT));
    assert_row(c, 0, "a\u241B[1m");
    assert_int_equal(canvas_cell(c, 0, 1)->style.role, STYLE_UNSAFE);
    canvas_text(c, 1, 0, -1, STR("x\u202Ey\xff"), STYLE(TEXT));
    assert_row(c, 1, "x<U+202E>y\uFFFD");
    canvas_text(c, 2, 0, -1, STR("a\nb\tc"), STYLE(TEXT));
    assert_row(c, 2, "a\u240Ab\u2409c");
    canvas_text(c, 3, 0, 6, STR("x\u202Ey"), STYLE(TEXT)); /* a stand-in is not cut in two */
    assert_row(c, 3, "x");
}

static void test_marks_are_bounded(void **state)
{
    struct canvas *c = *state;
    struct buf b = {0};
    buf_byte(&b, 'a');
    for (int i = 0; i < 1000; i++)
        buf_append(&b, STR("\u0301"));
    buf_byte(&b, 'z');
    assert_int_equal(canvas_text(c, 0, 0, -1, buf_str(&b), STYLE(TEXT)), 2);
    assert_row(c, 0, "a\u0301\u0301\u0301\u0301z");
    canvas_text(c, 1, 0, -1, STR("\u0301\u0301x"), STYLE(TEXT)); /* a mark on nothing */
    assert_row(c, 1, "x");
    buf_release(&b);
}

static void test_joined_emoji_stand_apart(void **state)
{
    struct canvas *c = *state;
    int cells = canvas_text(c, 0, 0, -1, STR("\U0001F469\u200D\U0001F680\uFE0F|"), STYLE(TEXT));
    assert_int_equal(cells, 5);
    assert_row(c, 0, "\U0001F469\U0001F680|");
    assert_whole(c);
}

static void test_ascii_has_only_ascii(void **state)
{
    struct canvas *c = *state;
    c->ascii = true;
    canvas_text(c, 0, 0, -1, STR("\u201Ca\u2019s\u201D \u2013 日"), STYLE(TEXT));
    assert_row(c, 0, "\"a's\" - ?");
    canvas_glyph(c, 1, 0, "\u25CF", "*", STYLE(TEXT));
    canvas_bar(c, 1, 2, 4, 1, 2, STYLE(TEXT));
    assert_row(c, 1, "* ==");
    canvas_text_cut(c, 2, 0, 10, STR("abcdefghijklmn"), STYLE(TEXT));
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++)
            assert_true((unsigned char)canvas_cell(c, row, column)->base[0] < 0x7F);
}

static void test_windows_clip(void **state)
{
    struct canvas *c = *state;
    struct canvas w = canvas_window(c, (struct rect){1, 10, 9, 9});
    assert_int_equal(w.area.rows, 3);
    assert_int_equal(w.area.columns, 2);
    canvas_text(&w, 0, 0, -1, STR("abcdef"), STYLE(TEXT));
    canvas_text(&w, 7, 0, -1, STR("x"), STYLE(TEXT));
    canvas_text(&w, -1, 0, -1, STR("x"), STYLE(TEXT));
    canvas_flag(&w, (struct rect){-3, -3, 99, 99}, STYLE_BOLD);
    assert_row(c, 1, "          ab");
    assert_int_equal(canvas_cell(c, 1, 9)->style.flags, 0);
    assert_int_equal(canvas_cell(c, 3, 11)->style.flags, STYLE_BOLD);
}

static void test_bars(void **state)
{
    struct canvas *c = *state;
    assert_int_equal(canvas_bar(c, 0, 0, 4, 0, 10, STYLE(TEXT)), 0);
    assert_int_equal(canvas_bar(c, 0, 0, 4, 1, 1000, STYLE(TEXT)), 1);
    assert_int_equal(canvas_bar(c, 1, 0, 4, 10, 10, STYLE(TEXT)), 4);
    assert_int_equal(canvas_bar(c, 2, 0, 4, 5, 10, STYLE(TEXT)), 2);
    assert_int_equal(canvas_bar(c, 3, 0, 4, 99, 10, STYLE(TEXT)), 4);
}

/* Random bytes in random places: cells stay whole. */
static void test_any_bytes_keep_cells_whole(void **state)
{
    struct canvas *c = *state;
    static const char *const pieces[] = {
        "a",          "日",     "e\u0301",  "\033", "\xff", "\u202E",
        "\U0001F1EF", "\u200D", "\xe6\x97", "\n",   " ",    "\U0001F9D1\U0001F3FD"};
    unsigned long seed = 7;
    print_message("seed %lu\n", seed);
    for (int turn = 0; turn < 3000; turn++) {
        struct buf b = {0};
        for (int i = 0; i < 6; i++) {
            seed = seed * 6364136223846793005UL + 1442695040888963407UL;
            buf_append(&b, str_of(pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]));
        }
        int row = (int)(seed >> 40 & 3), column = (int)(seed >> 44 & 15),
            limit = (int)(seed >> 50 & 15) - 1;
        if (seed >> 60 & 1)
            canvas_text(c, row, column, limit, buf_str(&b), STYLE(TEXT));
        else
            canvas_text_cut(c, row, column, limit, buf_str(&b), STYLE(TEXT));
        assert_whole(c);
        buf_release(&b);
    }
}

/* Rows with wide cells at any place in them. */
static void fill_wide(struct canvas *c, unsigned long at)
{
    canvas_clear(c);
    for (int row = 0; row < 2; row++)
        canvas_text(c, row, (int)(at & 1), -1, STR("日本日本日本"), STYLE(TEXT));
}

/* What is drawn at once is what its clusters are one by one, as far as there is room. */
static void test_text_is_as_its_clusters(void **state)
{
    static const struct {
        const char *text;
        int width;
    } pieces[] = {
        {"a",       1},
        {"~",       1},
        {" ",       1},
        {"bcd",     3},
        {"日",     2},
        {"e\u0301", 1},
        {"wxy",     3},
        {"é",      1},
        {"z\u0301", 1},
        {"-",       1},
        {"\u2014",  1}
    };
    struct canvas *c = *state;
    unsigned long seed = 5;
    for (int turn = 0; turn < 3000; turn++) {
        struct buf b = {0};
        int column = (int)(seed >> 44 & 15) % COLUMNS, limit = (int)(seed >> 50 & 15);
        int end = column + limit < COLUMNS ? column + limit : COLUMNS, at = column;
        bool room = true;
        fill_wide(c, seed >> 60);
        for (int i = 0; i < 6; i++) {
            seed = seed * 6364136223846793005UL + 1442695040888963407UL;
            size_t piece = (seed >> 33) % (sizeof pieces / sizeof *pieces);
            buf_append(&b, str_of(pieces[piece].text));
            canvas_text(c, 1, at, room ? end - at : 0, str_of(pieces[piece].text), STYLE(LINK));
            at += pieces[piece].width;
            room = room && at <= end;
        }
        assert_int_equal(canvas_text(c, 0, column, limit, buf_str(&b), STYLE(LINK)) > 0,
                         canvas_cell(c, 1, column)->style.role == STYLE_LINK);
        for (int i = 0; i < COLUMNS; i++)
            assert_true(cell_eq(canvas_cell(c, 0, i), canvas_cell(c, 1, i)));
        assert_whole(c);
        buf_release(&b);
    }
}

static void test_lines_are_clipped(void **state)
{
    struct canvas *c = *state;
    canvas_text(c, 1, 1, -1, STR("日本"), STYLE(TEXT));
    canvas_hline(c, 1, -2, 4, STYLE(RULE));
    assert_row(c, 1, "\u2500\u2500 本");
    canvas_hline(c, 2, 10, 99, STYLE(RULE));
    assert_row(c, 2, "          \u2500\u2500");
    canvas_hline(c, 0, 3, -1, STYLE(RULE));
    assert_row(c, 0, "");
    canvas_vline(c, -1, 4, 99, STYLE(RULE));
    for (int row = 0; row < ROWS; row++)
        assert_memory_equal(canvas_cell(c, row, 4)->base, "\u2502", CELL_BASE);
    canvas_hline(c, ROWS, 0, 4, STYLE(RULE));
    canvas_vline(c, 0, COLUMNS, 4, STYLE(RULE));
    assert_whole(c);
}

static void test_flow_breaks_at_words(void **state)
{
    struct canvas *c = *state;
    str text = STR("one two three four five six seven eight");
    assert_int_equal(flow_text(c, 0, 0, 10, 4, text, STYLE(TEXT)), 4);
    assert_row(c, 0, "one two");
    assert_row(c, 1, "three four");
    assert_row(c, 3, "seven eig\u2026");
    assert_int_equal(flow_text(NULL, 0, 0, 10, 99, text, STYLE(TEXT)), 5);
    assert_int_equal(flow_text(NULL, 0, 0, 3, 99, STR("abcdefgh"), STYLE(TEXT)), 3);
    assert_int_equal(flow_text(NULL, 0, 0, 10, 99, STR(""), STYLE(TEXT)), 0);
}

/* -- Colours -------------------------------------------------------------------------------------
 */

/* sRGB to linear light, by a cubic that is right within a thousandth. */
static double linear(uint32_t channel)
{
    double v = channel / 255.0;
    return v * (v * (v * 0.305306011 + 0.682171111) + 0.012522878);
}

static void test_colours_read_on_black_and_white(void **state)
{
    (void)state;
    for (int role = 0; role < STYLE_ROLE_COUNT; role++) {
        int colour = theme_look((enum style_role)role)->rich;
        if (colour == THEME_DEFAULT)
            continue;
        uint32_t rgb = theme_rgb(colour);
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) +
                           0.0722 * linear(rgb & 255);
        assert_true(1.05 / (luminance + 0.05) >= 3.0);
        assert_true((luminance + 0.05) / 0.05 >= 3.0);
    }
}

static void assert_shown(struct style style, enum colours colours, int role, unsigned flags)
{
    struct shown shown = theme_shown(style, colours);
    assert_int_equal(shown.role, role);
    assert_int_equal(shown.flags, flags);
}

/* On any terminal what is selected differs from what is not, and a hit in it from what is around.
 */
static void test_selection_is_seen_everywhere(void **state)
{
    (void)state;
    for (int colours = COLOURS_NONE; colours <= COLOURS_DIRECT; colours++) {
        enum colours c = (enum colours)colours;
        bool rich = c >= COLOURS_RICH;
        assert_shown(STYLE(TEXT), c, STYLE_TEXT, 0);
        assert_shown(STYLE_WITH(STYLE_TEXT, STYLE_REVERSE), c, STYLE_TEXT, STYLE_REVERSE);
        assert_shown(STYLE_WITH(STYLE_TEXT, STYLE_FAINT), c, rich ? STYLE_QUIET : STYLE_TEXT,
                     rich ? STYLE_REVERSE : STYLE_BOLD | STYLE_UNDERLINE);
        assert_shown(STYLE(HIT), c, STYLE_HIT, STYLE_REVERSE);
        assert_shown(STYLE_WITH(STYLE_HIT, STYLE_REVERSE), c, STYLE_TEXT,
                     STYLE_REVERSE | STYLE_BOLD | STYLE_UNDERLINE);
        assert_shown(STYLE_WITH(STYLE_HIT, STYLE_FAINT), c, STYLE_HIT, STYLE_REVERSE);
        assert_shown(STYLE_WITH(STYLE_ENTITY, STYLE_REVERSE), c, STYLE_ENTITY, STYLE_REVERSE);
        assert_shown(STYLE_WITH(STYLE_ENTITY, STYLE_FAINT), c,
                     rich                ? STYLE_QUIET
                     : c == COLOURS_NONE ? STYLE_TEXT
                                         : STYLE_ENTITY,
                     rich ? STYLE_REVERSE : STYLE_BOLD | STYLE_UNDERLINE);
        assert_shown(STYLE(WARNING), c, STYLE_WARNING, c == COLOURS_NONE ? STYLE_BOLD : 0);
        assert_int_equal(theme_shown(STYLE(QUIET), c).dim, !rich);
    }
}

static void test_statuses_have_glyphs_of_their_own(void **state)
{
    (void)state;
    for (int i = 0; i < STATUS_COUNT; i++) {
        const char *ascii = style_status_glyph((enum status)i, true);
        assert_int_equal(strlen(ascii), 1);
        assert_true(strlen(style_status_glyph((enum status)i, false)) > 0);
    }
    assert_string_not_equal(style_status_glyph(STATUS_PROPOSED, false),
                            style_status_glyph(STATUS_IN_FORCE, false));
    assert_string_not_equal(style_promise_glyph(PROMISE_KEPT, true),
                            style_promise_glyph(PROMISE_OVERDUE, true));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_text_takes_its_width),
        TEST(test_text_stops_at_the_limit),
        TEST(test_half_a_wide_cell_is_none),
        TEST(test_cut_ends_in_an_ellipsis),
        TEST(test_what_is_unsafe_is_shown),
        TEST(test_marks_are_bounded),
        TEST(test_joined_emoji_stand_apart),
        TEST(test_ascii_has_only_ascii),
        TEST(test_windows_clip),
        TEST(test_bars),
        TEST(test_any_bytes_keep_cells_whole),
        TEST(test_text_is_as_its_clusters),
        TEST(test_lines_are_clipped),
        TEST(test_flow_breaks_at_words),
        cmocka_unit_test(test_colours_read_on_black_and_white),
        cmocka_unit_test(test_selection_is_seen_everywhere),
        cmocka_unit_test(test_statuses_have_glyphs_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
