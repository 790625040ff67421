/* Lists by key: whatever one does, the cursor is on the screen, and one comes back exactly. */
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "ui/panes/roster.h"

#include <stdio.h>

enum { ROWS = 1000 };

/* Row n is the number n; a group has `group` rows. */
struct numbers {
    size_t total, group;
    size_t asked; /* rows that were read */
};

static struct err ask(const struct pane *p, const void *from, bool backwards, size_t limit,
                      struct arena *a, void **rows, size_t *count)
{
    struct numbers *n = p->state;
    size_t *out = ARENA_ARRAY(a, size_t, limit), start = 0;
    *count = 0;
    *rows = out;
    if (backwards) {
        size_t end = from ? *(const size_t *)from : n->total;
        start = end > limit ? end - limit : 0;
        limit = end - start;
    } else if (from) {
        start = *(const size_t *)from + 1;
    }
    while (*count < limit && start + *count < n->total) {
        out[*count] = start + *count;
        ++*count;
    }
    n->asked += *count;
    return ERR_OK;
}

static bool begins(const struct pane *p, const void *before, const void *row)
{
    const struct numbers *n = p->state;
    return *(const size_t *)before / n->group != *(const size_t *)row / n->group;
}

static bool is(const void *row, str key)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%zu", *(const size_t *)row);
    return str_eq(key, (str){text, (size_t)len});
}

static struct roster make(bool grouped)
{
    return (struct roster){
        .pager = {.ask = ask, .row_size = sizeof(size_t)},
          .begins = grouped ? begins : NULL
    };
}

/* What a screen shows is there, in order, and holds the cursor. */
static void check(const struct pane *p, const struct roster *r)
{
    const struct numbers *n = p->state;
    size_t row = r->top;
    if (n->total == 0)
        return;
    assert_true(r->cursor < n->total);
    assert_true(roster_line_of(p, r, r->cursor) >= 0);
    assert_int_equal(*(const size_t *)roster_selected(r), r->cursor);
    for (int line = 0; line < r->lines; line++) {
        size_t at;
        if (!roster_row_at(p, r, line, &at))
            continue; /* a heading, or the end */
        assert_int_equal(at, row);
        assert_int_equal(*(const size_t *)roster_row(r, at), at);
        assert_int_equal(roster_line_of(p, r, at), line);
        row++;
    }
    /* Nothing is empty while there is more above. */
    assert_true(row == n->total || roster_line_of(p, r, row - 1) >= r->lines - 2);
}

static void wander(struct random *random, bool grouped)
{
    static const enum action moves[] = {ACTION_LINE_DOWN, ACTION_LINE_UP,   ACTION_PAGE_DOWN,
                                        ACTION_PAGE_UP,   ACTION_HALF_DOWN, ACTION_HALF_UP,
                                        ACTION_TOP,       ACTION_BOTTOM};
    struct numbers n = {.total = random_below(random, ROWS), .group = 1 + random_below(random, 9)};
    struct pane p = {.state = &n};
    struct roster r = make(grouped);
    r.lines = 2 + (int)random_below(random, 40);
    roster_reset(&p, &r, n.total);
    for (int i = 0; i < 60; i++) {
        size_t top = r.top, cursor = r.cursor;
        int line = roster_line_of(&p, &r, r.cursor);
        int count = random_below(random, 3) ? 0 : 1 + (int)random_below(random, ROWS);
        assert_true(roster_act(&p, &r, moves[random_below(random, 8)], count));
        check(&p, &r);
        if (random_below(random, 4) == 0) { /* back to where it was */
            char key[32];
            snprintf(key, sizeof key, "%zu", cursor);
            assert_true(n.total == 0 || roster_find(&p, &r, is, str_of(key), cursor, line));
            assert_int_equal(r.cursor, cursor);
            assert_int_equal(r.top, top);
        }
        if (random_below(random, 8) == 0) {
            roster_set_lines(&p, &r, 2 + (int)random_below(random, 40));
            check(&p, &r);
        }
    }
    roster_release(&r);
}

static void the_cursor_is_always_on_the_screen(void **state)
{
    struct random random = {0x5eed};
    (void)state;
    for (int i = 0; i < 150; i++)
        wander(&random, i % 2 == 0);
}

static void rows_are_found_by_name(void **state)
{
    struct numbers n = {.total = ROWS, .group = 5};
    struct pane p = {.state = &n};
    struct roster r = make(true);
    (void)state;
    r.lines = 20;
    roster_reset(&p, &r, n.total);
    assert_true(roster_find(&p, &r, is, STR("700"), 690, 4)); /* it has moved */
    assert_int_equal(r.cursor, 700);
    assert_int_equal(roster_line_of(&p, &r, 700), 4);
    assert_true(roster_find(&p, &r, is, STR("3"), 900, -1)); /* far */
    assert_int_equal(r.cursor, 3);
    assert_false(roster_find(&p, &r, is, STR("none"), 40, -1)); /* gone: what stands there */
    assert_int_equal(r.cursor, 40);
    assert_false(roster_find(&p, &r, is, STR("none"), 2 * ROWS, -1));
    assert_int_equal(r.cursor, ROWS - 1);
    roster_release(&r);
}

static void what_is_first_seen_is_asked_alone(void **state)
{
    struct numbers n = {.total = ROWS, .group = 5};
    struct pane p = {.state = &n};
    struct roster r = make(false);
    (void)state;
    r.lines = 20;
    roster_reset(&p, &r, n.total);
    assert_int_equal(n.asked, 20);
    assert_true(roster_near(&p, &r));
    assert_true(roster_row(&r, 39) != NULL);
    roster_release(&r);
}

/* Moving on a screen's rows at a time reads no more than what is about it. */
static void reads_little(void **state)
{
    struct numbers n = {.total = 1000000, .group = 5};
    struct pane p = {.state = &n};
    struct roster r = make(true);
    (void)state;
    r.lines = 20;
    roster_reset(&p, &r, n.total);
    roster_act(&p, &r, ACTION_BOTTOM, 0);
    check(&p, &r);
    roster_act(&p, &r, ACTION_PAGE_UP, 0);
    check(&p, &r);
    roster_act(&p, &r, ACTION_TOP, 0);
    check(&p, &r);
    assert_true(n.asked < 1000);
    roster_release(&r);
}

/* What is looked for and not there is looked for once in each row; nothing is, nowhere. */
static void looks_once(void **state)
{
    struct numbers n = {.total = ROWS, .group = 5};
    struct pane p = {.state = &n};
    struct roster r = make(true);
    (void)state;
    r.lines = 20;
    roster_reset(&p, &r, n.total);
    size_t before = n.asked;
    assert_false(roster_find(&p, &r, is, (str){0}, 0, -1));
    assert_int_equal(n.asked, before);
    assert_false(roster_find(&p, &r, is, STR("none"), 0, -1));
    assert_true(n.asked - before < 2 * ROWS);
    roster_release(&r);
}

/* What was loaded ahead is there when one comes to it, by lines or by pages, up or down. */
static void test_moves_need_not_wait(void **state)
{
    static const enum action moves[] = {ACTION_LINE_DOWN, ACTION_LINE_UP,   ACTION_PAGE_DOWN,
                                        ACTION_PAGE_UP,   ACTION_HALF_DOWN, ACTION_HALF_UP};
    struct numbers n = {.total = ROWS, .group = 7};
    struct pane p = {.state = &n};
    struct random random = {20240410};
    (void)state;
    for (int grouped = 0; grouped < 2; grouped++) {
        struct roster r = make(grouped != 0);
        roster_reset(&p, &r, ROWS);
        roster_set_lines(&p, &r, 20);
        roster_show(&p, &r, ROWS / 2, -1);
        for (int step = 0; step < 500; step++) {
            roster_near(&p, &r);
            assert_false(roster_near(&p, &r));
            size_t asked = n.asked;
            roster_act(&p, &r, moves[random_below(&random, sizeof moves / sizeof *moves)], 0);
            assert_int_equal(n.asked, asked);
            check(&p, &r);
        }
        roster_release(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves_need_not_wait),
        cmocka_unit_test(the_cursor_is_always_on_the_screen),
        cmocka_unit_test(rows_are_found_by_name),
        cmocka_unit_test(what_is_first_seen_is_asked_alone),
        cmocka_unit_test(reads_little),
        cmocka_unit_test(looks_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
