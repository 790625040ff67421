/* A key that moves sends what changes, often only how it looks: what the terminal shows in the end
 * is what it shows of the whole frame, cell for cell, whatever stands in the rows. */
#include "base/buf.h"
#include "base/mem.h"
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <string.h>

enum { ROWS = 14, COLUMNS = 72 };

static const char *const titles[] = {
    "Plain",       "\u65E5\u672C\u56FD", "e\u0301te\u0301",   "A \U0001F600 face",
    "\uAC00 half", "Nai\u0308ve",        "tail \u65E5\u672C", "\u0E01\u0E34\u0E49 thai",
    "Last of all",
};
enum { TITLES = sizeof titles / sizeof *titles };

static int setup(void **state)
{
    int failed = scene_make(state, NULL, 0);
    struct scene *s = *state;
    for (int i = 0; i < TITLES; i++) {
        struct buf name = {0}, text = {0};
        buf_printf(&name, "2024/%d.md", i);
        buf_printf(&text, "# %s\n\nSome words of it.\n", titles[i]);
        buf_byte(&name, '\0');
        buf_byte(&text, '\0');
        tree_write(&s->tree, name.ptr, text.ptr);
        buf_release(&name);
        buf_release(&text);
    }
    return failed;
}

static bool same_cell(const struct vt_cell *a, const struct vt_cell *b)
{
    return strcmp(a->text, b->text) == 0 && a->width == b->width && a->fg == b->fg &&
           a->bg == b->bg && a->bold == b->bold && a->underline == b->underline &&
           a->italic == b->italic && a->reverse == b->reverse && a->strike == b->strike;
}

static bool is_whole(struct vt *vt, void *data)
{
    const struct vt_cell *whole = data;
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        struct vt_cell cell = vt_cell(vt, i / COLUMNS, i % COLUMNS);
        if (!same_cell(&cell, &whole[i]))
            return false;
    }
    return true;
}

static void press(struct vt *vt, const char *key, int at)
{
    struct buf where = {0};
    buf_printf(&where, "%d/%d", at, (int)TITLES);
    buf_byte(&where, '\0');
    vt_keys(vt, key);
    vt_wait_for(vt, where.ptr);
    buf_release(&where);
}

/* Down through all rows and up again, and from one end to the other. */
static void a_walk_leaves_what_it_found(void **state)
{
    struct scene *s = *state;
    struct vt_cell *whole = mem_calloc((size_t)ROWS * COLUMNS, sizeof *whole);
    struct vt *vt = scene_start(s, ".", ROWS, COLUMNS);
    vt_wait_for(vt, "1/9");
    vt_wait_gone(vt, "looking for changes");
    vt_output_clear(vt);
    vt_keys(vt, "<C-l>");
    vt_wait_output(vt, "\033[2J");
    vt_wait_for(vt, "? help");
    for (int i = 0; i < ROWS * COLUMNS; i++)
        whole[i] = vt_cell(vt, i / COLUMNS, i % COLUMNS);
    for (int at = 2; at <= TITLES; at++)
        press(vt, "j", at);
    for (int at = TITLES - 1; at > 0; at--)
        press(vt, "k", at);
    vt_wait_until(vt, is_whole, whole);
    press(vt, "G", TITLES);
    press(vt, "g", 1);
    vt_wait_until(vt, is_whole, whole);
    mem_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_walk_leaves_what_it_found, setup, scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
