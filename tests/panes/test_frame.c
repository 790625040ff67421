/* Where panes stand at every size, and the list of jumps. */
#include "tests/support/cmocka.h"
#include "ui/frame.h"
#include "ui/jumps.h"

#include <stdlib.h>

static bool inside(struct rect a, int rows, int columns)
{
    return a.row >= 0 && a.column >= 0 && a.row + a.rows <= rows && a.column + a.columns <= columns;
}

static bool overlap(struct rect a, struct rect b)
{
    return a.rows > 0 && b.rows > 0 && a.columns > 0 && b.columns > 0 && a.row < b.row + b.rows &&
           b.row < a.row + a.rows && a.column < b.column + b.columns &&
           b.column < a.column + a.columns;
}

/* At any size: nothing outside, nothing over another, and the pane with the focus is shown. */
static void test_every_size(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 70; rows++)
        for (int columns = 1; columns <= 260; columns += columns < 130 ? 1 : 7)
            for (int variant = 0; variant < 12; variant++) {
                struct frame f;
                int focus = variant % 3;
                frame_make(&f, rows, columns, variant < 6 ? SCREEN_READER : SCREEN_LIBRARY, focus,
                           variant & 1);
                assert_int_equal(f.too_small, rows < 10 || columns < 40);
                if (f.too_small)
                    continue;
                struct rect parts[] = {f.header,  f.footer,   f.pane[0], f.pane[1],
                                       f.pane[2], f.title[1], f.title[2]};
                for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
                    assert_true(inside(parts[i], rows, columns));
                    for (size_t j = 0; j < i; j++)
                        assert_false(overlap(parts[i], parts[j]));
                }
                assert_false(overlap(f.rule, f.pane[0]) || overlap(f.rule, f.pane[1]));
                assert_true(frame_shows(&f, variant < 6 ? focus : 0));
                struct rect o = frame_overlay(&f, variant * 7, variant & 1);
                assert_true(inside(o, rows - 1, columns) && o.row >= 1);
                assert_true(o.columns <= 76 || o.columns == columns);
            }
}

static void test_sizes_people_have(void **state)
{
    (void)state;
    struct frame f;
    frame_make(&f, 24, 80, SCREEN_READER, READER_TEXT, false);
    assert_int_equal(f.pane[READER_TEXT].columns, 80);
    assert_false(frame_shows(&f, READER_ENTITIES));
    frame_make(&f, 24, 80, SCREEN_READER, READER_AGREEMENTS, false);
    assert_true(frame_shows(&f, READER_AGREEMENTS) && !frame_shows(&f, READER_TEXT));
    assert_int_equal(f.title[READER_AGREEMENTS].rows, 1);
    frame_make(&f, 36, 120, SCREEN_READER, READER_TEXT, false);
    assert_true(frame_shows(&f, READER_ENTITIES) && frame_shows(&f, READER_AGREEMENTS));
    assert_true(f.pane[READER_TEXT].columns >= 78);
    assert_true(f.pane[READER_ENTITIES].columns >= 36);
    frame_make(&f, 36, 120, SCREEN_READER, READER_TEXT, true);
    assert_int_equal(f.pane[READER_TEXT].columns, 120);
    frame_make(&f, 50, 200, SCREEN_READER, READER_TEXT, false);
    assert_int_equal(f.pane[READER_ENTITIES].columns, 60);
    frame_make(&f, 14, 120, SCREEN_READER, READER_AGREEMENTS, false);
    assert_true(frame_shows(&f, READER_AGREEMENTS) && !frame_shows(&f, READER_ENTITIES));
}

/* -- Jumps ---------------------------------------------------------------------------------------
 */

static struct jump *at(size_t offset)
{
    struct jump *j = jump_new();
    j->place.offset = offset;
    j->place.briefing = arena_printf(j->place.arena, "b%zu", offset);
    return j;
}

static void test_back_and_forward(void **state)
{
    (void)state;
    struct jumps j = {0};
    assert_false(jumps_can_back(&j) || jumps_can_forward(&j));
    assert_null(jumps_back(&j, at(9)));
    jumps_leave(&j, at(1));
    jumps_leave(&j, at(2)); /* now at 3 */
    assert_int_equal(jumps_back(&j, at(3))->place.offset, 2);
    assert_true(jumps_can_forward(&j));
    assert_int_equal(jumps_back(&j, at(2))->place.offset, 1);
    assert_false(jumps_can_back(&j));
    assert_int_equal(jumps_forward(&j, at(1))->place.offset, 2);
    const struct place *there = &jumps_forward(&j, at(2))->place;
    assert_int_equal(there->offset, 3);
    assert_true(str_eq(there->briefing, STR("b3")));
    assert_false(jumps_can_forward(&j));
    assert_int_equal(jumps_back(&j, at(30))->place.offset, 2); /* where one was moves with one */
    assert_int_equal(jumps_forward(&j, at(2))->place.offset, 30);
    jumps_release(&j);
}

static void test_going_somewhere_forgets_what_lay_ahead(void **state)
{
    (void)state;
    struct jumps j = {0};
    jumps_leave(&j, at(1));
    jumps_leave(&j, at(2));
    jumps_back(&j, at(3));
    jumps_back(&j, at(2));
    jumps_leave(&j, at(1));
    assert_false(jumps_can_forward(&j));
    assert_int_equal(jumps_back(&j, at(7))->place.offset, 1);
    assert_false(jumps_can_back(&j));
    jumps_release(&j);
}

/* Against a list that forgets nothing but the oldest. */
static void test_like_a_model(void **state)
{
    (void)state;
    enum { STEPS = 5000 };
    static size_t model[STEPS + 1];
    struct jumps j = {0};
    size_t now = 0, next = 1;
    int at_model = 0, count = 0;
    unsigned long seed = 5;
    print_message("seed %lu\n", seed);
    for (int step = 0; step < STEPS; step++) {
        seed = seed * 6364136223846793005UL + 1442695040888963407UL;
        unsigned pick = (unsigned)(seed >> 33) % 8;
        if (pick < 5) {
            jumps_leave(&j, at(now));
            model[at_model++] = now;
            now = next++;
            count = at_model;
        } else {
            bool back = pick < 7;
            bool can = back ? jumps_can_back(&j) : jumps_can_forward(&j);
            assert_int_equal(jumps_can_forward(&j), at_model + 1 < count);
            const struct jump *to = back ? jumps_back(&j, at(now)) : jumps_forward(&j, at(now));
            assert_int_equal(to != NULL, can);
            if (!to)
                continue;
            model[at_model] = now;
            count = at_model == count ? count + 1 : count;
            at_model += back ? -1 : 1;
            now = model[at_model];
            assert_int_equal(to->place.offset, now);
        }
        assert_true(j.count <= JUMPS_MAX + 1);
    }
    jumps_release(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_size),
        cmocka_unit_test(test_sizes_people_have),
        cmocka_unit_test(test_back_and_forward),
        cmocka_unit_test(test_going_somewhere_forgets_what_lay_ahead),
        cmocka_unit_test(test_like_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
