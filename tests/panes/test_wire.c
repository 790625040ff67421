/* What a terminal is sent: read by one, it shows the frame, whatever was shown before. */
#include "ui/wire.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <vterm.h>

enum { ROWS = 12, COLUMNS = 30, FRAMES = 400 };

static void move_cursor(struct buf *out, int row, int column)
{
    buf_printf(out, "\033[%d;%dH", row + 1, column + 1);
}

static void erase_cells(struct buf *out, int cells)
{
    buf_printf(out, "\033[%dX", cells);
}

static void set_region(struct buf *out, int first, int last)
{
    buf_printf(out, "\033[%d;%dr", first + 1, last + 1);
}

static const struct wire_words rich = {
    .colours = COLOURS_RICH,
    .plain = "\033[m",
    .bold = "\033[1m",
    .dim = "\033[2m",
    .italic = "\033[3m",
    .underline = "\033[4m",
    .reverse = "\033[7m",
    .erase = "\033[K",
    .line_down = "\n",
    .line_up = "\033M",
    .move = move_cursor,
    .blanks = erase_cells,
    .region = set_region,
};

/* One that can do as little as any, and wraps where others wait. */
static const struct wire_words poor = {
    .colours = COLOURS_NONE,
    .plain = "\033[m",
    .bold = "\033[1m",
    .dim = "",
    .italic = "",
    .underline = "\033[4m",
    .reverse = "\033[7m",
    .erase = "",
    .line_down = "",
    .line_up = "",
    .moves_plain = true,
    .fills_without_end = true,
    .move = move_cursor,
};

struct board {
    struct wire wire;
    struct thrift thrift;
    struct canvas frame;
    VTerm *term;
    VTermScreen *screen;
};

static void begin(struct board *b, const struct wire_words *words)
{
    static char colours[STYLE_ROLE_COUNT][16];
    b->wire.words = *words;
    for (int role = 0; role < STYLE_ROLE_COUNT; role++) {
        int colour = theme_look((enum style_role)role)->rich;
        bool own = words->colours == COLOURS_NONE || colour < 0;
        snprintf(colours[role], sizeof colours[role], own ? "" : "\033[38;5;%dm", colour);
        b->wire.words.colour[role] = colours[role];
    }
    wire_begin(&b->wire, ROWS, COLUMNS);
}

static int setup(void **state)
{
    static struct board b;
    b = (struct board){0};
    canvas_init(&b.frame, ROWS, COLUMNS, false);
    thrift_resize(&b.thrift, ROWS, COLUMNS);
    b.term = vterm_new(ROWS, COLUMNS);
    vterm_set_utf8(b.term, 1);
    b.screen = vterm_obtain_screen(b.term);
    vterm_screen_reset(b.screen, 1);
    begin(&b, &rich);
    *state = &b;
    return 0;
}

static int teardown(void **state)
{
    struct board *b = *state;
    wire_release(&b->wire);
    thrift_release(&b->thrift);
    canvas_release(&b->frame);
    vterm_free(b->term);
    return 0;
}

/* Shows the frame; what that sent. */
static str show(struct board *b, bool hurried)
{
    struct thrift_scroll scroll;
    struct thrift_part part;
    buf_clear(&b->wire.out);
    if (thrift_begin(&b->thrift, &b->frame, &scroll) && wire_scroll(&b->wire, &scroll))
        thrift_scroll(&b->thrift, &b->frame, &scroll);
    for (int row = 0; row < ROWS; row++)
        if (thrift_row(&b->thrift, &b->frame, row, hurried, &part))
            wire_row(&b->wire, row, &part);
    wire_end(&b->wire, 0, 0);
    vterm_input_write(b->term, b->wire.out.ptr, b->wire.out.len);
    return buf_str(&b->wire.out);
}

/* -- What is shown ------------------------------------------------------------------------------
 */

static str text_of(const VTermScreenCell *cell, char text[64])
{
    size_t len = 0;
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        len += utf8_encode(cell->chars[i], text + len);
    return len ? (str){text, len} : STR(" ");
}

static void assert_cell(struct board *b, int row, int column)
{
    const struct cell *cell = canvas_cell(&b->frame, row, column);
    struct shown is = theme_shown(cell->style, b->wire.words.colours);
    VTermScreenCell seen;
    char text[64];
    assert_true(vterm_screen_get_cell(b->screen, (VTermPos){row, column}, &seen));
    str said = text_of(&seen, text), meant = {cell->text, cell->len};
    if (!str_eq(said, meant))
        fail_msg("%d,%d: \"%.*s\" is shown for \"%.*s\"", row, column, STR_FMT(said),
                 STR_FMT(meant));
    bool italics = b->wire.words.italic[0] != '\0';
    bool underlined = (is.flags & STYLE_UNDERLINE) || (!italics && (is.flags & STYLE_ITALIC));
    assert_int_equal(seen.attrs.reverse, (is.flags & STYLE_REVERSE) != 0);
    assert_int_equal(seen.attrs.underline != 0, underlined);
    if (str_eq(meant, STR(" ")))
        return;
    assert_int_equal(seen.attrs.bold, (is.flags & STYLE_BOLD) != 0);
    assert_int_equal(seen.attrs.italic, italics && (is.flags & STYLE_ITALIC));
    int colour = theme_look(is.role)->rich;
    bool own = b->wire.words.colours == COLOURS_NONE || colour < 0;
    assert_int_equal(VTERM_COLOR_IS_DEFAULT_FG(&seen.fg) != 0, own);
    if (!own)
        assert_int_equal(seen.fg.indexed.idx, colour);
}

/* But for the last cell of all, which some terminals cannot fill. */
static void assert_shown(struct board *b)
{
    for (int i = 0; i < ROWS * COLUMNS - b->wire.words.fills_without_end; i++)
        if (canvas_cell(&b->frame, i / COLUMNS, i % COLUMNS)->width)
            assert_cell(b, i / COLUMNS, i % COLUMNS);
}

/* -- Any frames ---------------------------------------------------------------------------------
 */

static struct style any_style(struct prng *p)
{
    static const unsigned flags[] = {
        0,           0,          0, STYLE_BOLD, STYLE_ITALIC, STYLE_UNDERLINE, STYLE_REVERSE,
        STYLE_FAINT, STYLE_LATER};
    return STYLE_WITH(prng_below(p, STYLE_ROLE_COUNT),
                      flags[prng_below(p, sizeof flags / sizeof *flags)]);
}

static void write_anything(struct prng *p, struct canvas *c)
{
    static const char *const words[] = {"a",  "word",         "two words", "日本", "e\u0301",
                                        "  ", "            ", "\u2014",    "x日x"};
    int row = (int)prng_below(p, ROWS);
    canvas_text(c, row, (int)prng_below(p, COLUMNS), -1,
                str_of(words[prng_below(p, sizeof words / sizeof *words)]), any_style(p));
}

static void move_rows(struct prng *p, struct canvas *c)
{
    int by = (int)prng_below(p, ROWS / 2) + 1, first = (int)prng_below(p, ROWS / 2);
    size_t size = (size_t)(ROWS - first - by) * COLUMNS * sizeof(struct cell);
    struct cell *here = canvas_cell(c, first, 0), *below = canvas_cell(c, first + by, 0);
    if (prng_below(p, 2))
        memmove(here, below, size);
    else
        memmove(below, here, size);
}

static void any_change(struct prng *p, struct canvas *c)
{
    switch (prng_below(p, 8)) {
    case 0:
        canvas_clear(c);
        break;
    case 1:
    case 2:
        move_rows(p, c);
        break;
    case 3:
        canvas_fill(
            c, (struct rect){(int)prng_below(p, ROWS), (int)prng_below(p, COLUMNS), 1, COLUMNS},
            ' ', any_style(p));
        break;
    default:
        for (int i = 0; i < 12; i++)
            write_anything(p, c);
    }
}

static void walk(struct board *b, const struct wire_words *words)
{
    struct prng p = {20240410};
    begin(b, words);
    for (int i = 0; i < FRAMES; i++) {
        any_change(&p, &b->frame);
        if (prng_below(&p, 4) == 0)
            show(b, true);
        show(b, false);
        assert_shown(b);
        assert_int_equal(show(b, false).len, 0);
    }
}

static void any_frame_is_shown(void **state)
{
    walk(*state, &rich);
}

static void any_frame_is_shown_on_a_poor_terminal(void **state)
{
    walk(*state, &poor);
}

/* -- What it takes ------------------------------------------------------------------------------
 */

static void assert_sent(struct board *b, const char *expected)
{
    struct buf sent = {0};
    buf_append(&sent, show(b, false));
    buf_byte(&sent, '\0');
    assert_string_equal(sent.ptr, expected);
    buf_release(&sent);
    assert_shown(b);
}

/* The colour of a blank is nobody's affair. */
static void blanks_have_no_colour(void **state)
{
    struct board *b = *state;
    struct canvas *c = &b->frame;
    canvas_text(c, 2, 1, -1, STR("ab"), STYLE(QUIET));
    canvas_text(c, 2, 5, -1, STR("cd"), STYLE(QUIET));
    assert_sent(b, "\033[3;2H\033[38;5;243mab  cd\033[m\033[1;1H");
    canvas_fill(c, (struct rect){2, 3, 1, 2}, ' ', STYLE(ERROR));
    assert_sent(b, "");
    canvas_fill(c, (struct rect){2, 3, 1, 2}, ' ', STYLE_WITH(STYLE_TEXT, STYLE_REVERSE));
    assert_sent(b, "\033[3;4H\033[7m  \033[m\033[1;1H");
    canvas_fill(c, (struct rect){2, 3, 1, 2}, ' ', STYLE(TEXT));
    assert_sent(b, "\033[3;4H  \033[1;1H");
}

static void blanks_are_erased(void **state)
{
    struct board *b = *state;
    struct canvas *c = &b->frame;
    canvas_text(c, 0, 0, -1, STR("all of this is written here!"), STYLE(TEXT));
    show(b, false);
    canvas_fill(c, (struct rect){0, 4, 1, 18}, ' ', STYLE(TEXT));
    assert_sent(b, "all \033[18X\r");
    canvas_clear(c);
    assert_sent(b, "\033[K");
    canvas_text(c, 0, 0, -1, STR("a"), STYLE(TEXT));
    assert_sent(b, "a\r");
    canvas_clear(c);
    assert_sent(b, " \r"); /* too little for that */
}

/* Over what is shown the cursor goes by the shorter way. */
static void little_is_put_again(void **state)
{
    struct board *b = *state;
    struct canvas *c = &b->frame;
    canvas_text(c, 0, 0, -1, STR("a...b........c"), STYLE(TEXT));
    show(b, false);
    canvas_text(c, 0, 0, -1, STR("A...B........C"), STYLE(TEXT));
    assert_sent(b, "A...B\033[1;14HC\r");
    canvas_text(c, 0, 0, -1, STR("a...b"), STYLE(LINK)); /* but not where it looks otherwise */
    canvas_text(c, 0, 1, -1, STR("..."), STYLE(TEXT));
    assert_sent(b, "\033[4m\033[38;5;32ma\033[1;5Hb\033[m\r");
}

static void rows_are_moved(void **state)
{
    struct board *b = *state;
    struct canvas *c = &b->frame;
    for (int row = 1; row < ROWS - 1; row++) {
        char text[] = {'r', 'o', 'w', ' ', (char)('a' + row), '\0'};
        canvas_text(c, row, 0, -1, str_of(text), STYLE(TEXT));
    }
    show(b, false);
    memmove(canvas_cell(c, 1, 0), canvas_cell(c, 2, 0),
            (size_t)(ROWS - 3) * COLUMNS * sizeof(struct cell));
    canvas_text(c, ROWS - 2, 0, -1, STR("row z"), STYLE(TEXT));
    assert_sent(b, "\033[2;11r\033[11;1H\n\033[1;12r\033[11;1Hrow z\033[1;1H");
    memmove(canvas_cell(c, 2, 0), canvas_cell(c, 1, 0),
            (size_t)(ROWS - 3) * COLUMNS * sizeof(struct cell));
    canvas_text(c, 1, 0, -1, STR("row b"), STYLE(TEXT));
    assert_sent(b, "\033[2;11r\033[2;1H\033M\033[1;12r\033[2;1Hrow b\033[1;1H");
}

/* Nothing comes through the gate that a terminal obeys; if anything did, it would end here. */
static void nothing_that_is_obeyed_is_sent(void **state)
{
    static const char *const bad[] = {"\033", "\n", "\177", "\xC2\x9B", "a\xC2\x9B", "a\u202E"};
    struct board *b = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cell *cell = canvas_cell(&b->frame, 1, (int)i);
        *cell = (struct cell){.len = (uint8_t)strlen(bad[i]), .width = 1};
        memcpy(cell->text, bad[i], cell->len);
    }
    str sent = show(b, false);
    assert_true(str_eq(sent, STR("\033[2;1H????aa\033[1;1H")));
}

/* Terminfo says of some that colours and an attribute do not go together. */
static void attributes_give_way_to_colours(void **state)
{
    struct board *b = *state;
    struct wire_words words = rich;
    words.uncoloured = STYLE_UNDERLINE;
    begin(b, &words);
    canvas_text(&b->frame, 0, 0, -1, STR("a"), STYLE(LINK));
    canvas_text(&b->frame, 0, 1, -1, STR("b"), STYLE_WITH(STYLE_TEXT, STYLE_UNDERLINE));
    str sent = show(b, false);
    assert_true(str_eq(sent, STR("\033[1;1H\033[38;5;32ma\033[m\033[4mb\033[m\r")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(any_frame_is_shown),
        TEST(any_frame_is_shown_on_a_poor_terminal),
        TEST(blanks_have_no_colour),
        TEST(blanks_are_erased),
        TEST(little_is_put_again),
        TEST(rows_are_moved),
        TEST(attributes_give_way_to_colours),
        TEST(nothing_that_is_obeyed_is_sent),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
