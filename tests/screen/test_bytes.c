/* What a key sends to the terminal, in bytes: lines are slow. */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

enum { ROWS = 16, COLUMNS = 110 /* nothing is said of what is selected */, PACTS = 10, LINE = 200 };

static const char titles[PACTS][8] = {"Alder", "Beech", "Cedar", "Ebony", "Hazel",
                                      "Larch", "Maple", "Olive", "Rowan", "Thorn"};

static int setup(void **state)
{
    int failed = scene_make(state, NULL, 0);
    struct scene *s = *state;
    struct buf b = {0};
    buf_append(&b, STR("date: 2024-04-08\nagreements:\n"));
    for (int i = 0; i < PACTS; i++)
        buf_printf(&b,
                   "  - {id: pact-%d, title: The %s pact, milestones: [\n"
                   "     {date: 2024-04-%d, status: signed}]}\n",
                   i, titles[i], 10 + i);
    buf_append(&b, STR("events: [{id: fair, title: The fair, date: 1999}]\n\0"));
    tree_write(&s->tree, "pacts.yaml", b.ptr);
    tree_write(&s->tree, "pacts.md", "# Pacts\n");
    buf_release(&b);
    return failed;
}

static size_t sent(struct vt *vt)
{
    size_t size;
    vt_output(vt, &size);
    return size;
}

/* A key that moves from one line to the next sends the two, and where the cursor is: of a row of
 * the timeline that is what happened, and neither its day nor its strip. */
static void a_line_of_the_timeline(void **state)
{
    struct scene *s = *state;
    struct vt *vt = scene_start(s, ".", ROWS, COLUMNS);
    vt_wait_for(vt, "Pacts");
    vt_keys(vt, "Tgj");
    vt_wait_until(vt, scene_cursor_is_on, (void *)" \u25D5 The Alder pact");
    vt_output_clear(vt);
    for (int i = 1; i < PACTS; i++) {
        struct buf row = {0};
        buf_printf(&row, " \u25D5 The %s pact", titles[i]);
        buf_byte(&row, '\0');
        vt_keys(vt, "j");
        vt_wait_until(vt, scene_cursor_is_on, row.ptr);
        buf_release(&row);
    }
    assert_in_range(sent(vt), 1, (PACTS - 1) * LINE); /* with a footer that follows */
    vt_keys(vt, "q");
    vt_wait_gone(vt, "Timeline");
}

/* Which keys do something follows where one moves: a stretch has nothing to unfold. */
static void the_footer_follows(void **state)
{
    struct scene *s = *state;
    struct vt *vt = scene_start(s, ".", ROWS, COLUMNS);
    vt_wait_for(vt, "Pacts");
    vt_keys(vt, "T-G");
    vt_wait_for(vt, "+ nearer   - farther   Backspace");
    vt_keys(vt, "g");
    vt_wait_for(vt, "x unfold");
    vt_keys(vt, "G");
    vt_wait_for(vt, "+ nearer   - farther   Backspace");
    vt_keys(vt, "5");
    vt_wait_row(vt, ROWS - 1, " 5");
    vt_keys(vt, "k");
    vt_wait_for(vt, "x unfold");
    vt_keys(vt, "q");
    vt_wait_gone(vt, "Timeline");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_of_the_timeline, setup, scene_remove),
        cmocka_unit_test_setup_teardown(the_footer_follows, setup, scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
