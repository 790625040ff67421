/* Rows that are put again: only what would be drawn so, on any walk through any list. */
#include "ui/panes/drawn.h"

#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/stage.h"
#include "ui/panes/finder.h"
#include "ui/panes/panes.h"

#include <poll.h>
#include <stdio.h>

enum { ROWS = 6, COLUMNS = 20, STEPS = 60, BRIEFINGS = 48 };

static const uint64_t seed = 20240410;

/* -- The memory itself --------------------------------------------------------------------------
 */

struct board {
    struct drawn drawn;
    struct canvas canvas;
    unsigned long epoch;
    size_t stamp;
};

static int setup(void **state)
{
    static struct board b;
    b = (struct board){.epoch = 1};
    canvas_init(&b.canvas, ROWS, COLUMNS, false);
    *state = &b;
    return 0;
}

static int teardown(void **state)
{
    struct board *b = *state;
    drawn_release(&b->drawn);
    canvas_release(&b->canvas);
    return 0;
}

/* A frame of items from `top` on, so many lines each; how many of them were drawn. */
static int show(struct board *b, size_t top, int lines)
{
    int drawn = 0;
    canvas_clear(&b->canvas);
    drawn_begin(&b->drawn, &b->canvas, b->epoch, b->stamp);
    for (int line = 0; line < b->canvas.area.rows; line += lines, top++) {
        if (drawn_again(&b->drawn, &b->canvas, line, lines, top))
            continue;
        for (int i = 0; i < lines; i++) {
            struct buf text = {0};
            buf_printf(&text, "%zu %d %lu %zu", top, i, b->epoch, b->stamp);
            canvas_text(&b->canvas, line + i, 0, -1, buf_str(&text), STYLE(TEXT));
            buf_release(&text);
        }
        drawn_keep(&b->drawn, &b->canvas, line, lines, top);
        drawn++;
    }
    return drawn;
}

static void assert_line(struct board *b, int line, const char *expected)
{
    struct buf text = {0};
    canvas_row_text(&b->canvas, line, &text);
    assert_str(buf_str(&text), expected);
    buf_release(&text);
}

static void test_rows_are_put_where_they_come_to_stand(void **state)
{
    struct board *b = *state;
    assert_int_equal(show(b, 7, 1), ROWS);
    assert_int_equal(show(b, 7, 1), 0);
    assert_int_equal(show(b, 9, 1), 2);
    assert_line(b, 0, "9 0 1 0");
    assert_line(b, ROWS - 1, "14 0 1 0");
    assert_int_equal(show(b, 8, 1), 1);
    assert_line(b, 0, "8 0 1 0");
}

static void test_items_of_several_lines(void **state)
{
    struct board *b = *state;
    assert_int_equal(show(b, 3, 3), 2);
    assert_int_equal(show(b, 4, 3), 1);
    assert_line(b, 0, "4 0 1 0");
    assert_line(b, 2, "4 2 1 0");
    assert_line(b, 3, "5 0 1 0");
    assert_int_equal(show(b, 0, 4), 2); /* of which half of one has no room */
    assert_int_equal(show(b, 0, 4), 1);
}

static void test_what_was_not_in_the_frame_before_is_gone(void **state)
{
    struct board *b = *state;
    show(b, 0, 1);
    show(b, ROWS, 1);
    assert_int_equal(show(b, 0, 1), ROWS);
    show(b, 1, 1);
    assert_int_equal(show(b, 0, 1), 1);
}

static void test_all_is_forgotten(void **state)
{
    struct board *b = *state;
    show(b, 0, 1);
    b->epoch++;
    assert_int_equal(show(b, 0, 1), ROWS);
    b->stamp++;
    assert_int_equal(show(b, 0, 1), ROWS);
    assert_int_equal(show(b, 0, 1), 0);
    canvas_resize(&b->canvas, ROWS, COLUMNS + 1);
    assert_int_equal(show(b, 0, 1), ROWS);
    b->epoch = 0; /* where nobody counts */
    assert_int_equal(show(b, 0, 1), ROWS);
    assert_int_equal(show(b, 0, 1), ROWS);
    canvas_resize(&b->canvas, 0, COLUMNS);
    assert_int_equal(show(b, 0, 1), 0);
}

/* -- Walks --------------------------------------------------------------------------------------
 */

static void make_library(struct stage *s)
{
    static char names[2 * BRIEFINGS][24];
    static struct buf texts[2 * BRIEFINGS];
    struct tree_file files[2 * BRIEFINGS + 1] = {
        {"entities.yaml",
         "entities:\n  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
         "  - {id: lee, type: person, name: Lee}\n  - {id: us, name: US}\n"}
    };
    for (int i = 0; i < 2 * BRIEFINGS; i++) {
        struct buf *b = &texts[i];
        int n = i / 2;
        buf_clear(b);
        snprintf(names[i], sizeof names[i], "n%02d.%s", n, i % 2 ? "yaml" : "md");
        if (i % 2 == 0)
            buf_printf(b, "# Talks %d 会談\n\n%s met Lee; 日本 and the US made pact %d.\n\n%s\n", n,
                       n % 3 ? "Japan" : "Nobody", n, n % 4 ? "The US saw Japan." : "Rain.");
        else
            buf_printf(b,
                       "date: %d-%02d-0%d\ntopics: [space]\nagreements:\n  - id: p%d\n"
                       "    title: Pact %d of 日本\n    parties: [japan, us]\n    milestones:\n"
                       "      - {date: %d-%02d, status: signed, quote: made pact}\n"
                       "      - {date: ../%d, status: ratified, expected: true, quote: pact}\n"
                       "relations: [{subject: japan, predicate: ally-of, object: us}]\n",
                       2018 + n / 8, n % 8 + 1, n % 9 + 1, n / 2, n / 2, 2018 + n / 8, n % 8 + 1,
                       2019 + n / 4);
        buf_byte(b, '\0');
        files[i + 1] = (struct tree_file){names[i], b->ptr};
    }
    stage_make(s, files, sizeof files / sizeof *files);
    s->session.today = date_from_civil((struct civil){2024, 6, 1});
    for (int i = 0; i < 2 * BRIEFINGS; i++)
        buf_release(&texts[i]);
}

/* Each move is drawn with and without what was drawn before it (tests/support/stage.h). */
static void walk(struct stage *s, struct random *r)
{
    static const enum action moves[] = {ACTION_LINE_DOWN, ACTION_LINE_UP,   ACTION_PAGE_DOWN,
                                        ACTION_PAGE_UP,   ACTION_HALF_DOWN, ACTION_HALF_UP,
                                        ACTION_TOP,       ACTION_BOTTOM};
    static const enum action others[] = {ACTION_NEXT_PANE, ACTION_SORT,        ACTION_REVERSE,
                                         ACTION_UNFOLD,    ACTION_ZOOM_IN,     ACTION_ZOOM_OUT,
                                         ACTION_GROUP,     ACTION_TYPE_1,      ACTION_PREVIOUS_PANE,
                                         ACTION_TYPE_ALL,  ACTION_FILTER_FIELD};
    enum { MOVES = sizeof moves / sizeof *moves, OTHERS = sizeof others / sizeof *others };
    for (int step = 0; step < STEPS; step++) {
        if (random_below(r, 8) == 0)
            stage_act(s, others[random_below(r, OTHERS)], 0);
        if (random_below(r, 16) == 0)
            stage_resize(s, 4 + (int)random_below(r, 40), 20 + (int)random_below(r, 150));
        size_t far = random_below(r, 4) ? 2 : MOVES; /* mostly a line */
        stage_act(s, moves[random_below(r, far)], random_below(r, 8) ? 0 : (int)random_below(r, 9));
    }
}

/* What was searched for, until all of it has come. */
static void search(struct stage *s)
{
    const struct finder *f = s->pane.state;
    stage_type(s, INPUT_CHANGED, "pact");
    stage_type(s, INPUT_ACCEPTED, "pact");
    while (f->waiting) {
        struct pollfd fd = {.fd = s->pane.ops->descriptor(&s->pane), .events = POLLIN};
        assert_int_equal(poll(&fd, 1, 20000), 1);
        s->pane.ops->arrived(&s->pane);
    }
}

static void test_walks_draw_what_is_drawn_anew(void **state)
{
    static const struct pane_ops *const panes[] = {&pane_library,  &pane_names,    &pane_dossier,
                                                   &pane_timeline, &pane_promises, &pane_finder};
    static const int sizes[][2] = {
        {24, 80 },
        {40, 120},
        {50, 200},
        {10, 40 }
    };
    struct random r = {seed};
    struct stage s;
    (void)state;
    print_message("seed %llu\n", (unsigned long long)seed);
    make_library(&s);
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++)
        for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
            stage_open(&s, panes[i], sizes[size][0], sizes[size][1]);
            if (panes[i] == &pane_dossier)
                s.pane.ops->restore(&s.pane, &(struct place){.entity = STR("japan"), .row = -1});
            if (panes[i] == &pane_finder)
                search(&s);
            walk(&s, &r);
        }
    stage_release(&s);
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_rows_are_put_where_they_come_to_stand),     TEST(test_items_of_several_lines),
        TEST(test_what_was_not_in_the_frame_before_is_gone),  TEST(test_all_is_forgotten),
        cmocka_unit_test(test_walks_draw_what_is_drawn_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
