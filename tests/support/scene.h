/*
 * The program in a terminal, on a library made for one test: what the tests of whole screens share.
 *
 *     static const struct tree_file files[] = {{"a.md", "# A\n"}};
 *
 *     static int setup(void **state)
 *     {
 *         return scene_make(state, files, sizeof files / sizeof *files);
 *     }
 *
 *     static void opens(void **state)
 *     {
 *         struct scene *s = *state;
 *         scene_start(s, ".", 24, 80);
 *         vt_wait_for(s->vt, "A");
 *     }
 *
 *     cmocka_unit_test_setup_teardown(opens, setup, scene_remove)
 */
#ifndef ATTACHE_TESTS_SUPPORT_SCENE_H
#define ATTACHE_TESTS_SUPPORT_SCENE_H

#include "tests/support/tree.h"
#include "tests/support/vt.h"

#include <stdbool.h>
#include <stddef.h>

struct scene {
    struct tree tree;
    struct vt *vt; /* NULL until it is started */
};

int scene_make(void **state, const struct tree_file *files, size_t count);
int scene_remove(void **state);

/* Starts the program on a path (from the library's root), today being 1 June 2024; one that still
 * runs is ended. The terminal is s->vt too. */
struct vt *scene_start(struct scene *s, const char *path, int rows, int columns);

/* Keeps a database below the home directory, named by a pattern of its path, from being written by
 * anybody, until it is let go. */
struct sqlite3 *scene_hold(const struct scene *s, const char *pattern);
void scene_let_go(struct sqlite3 *held);

/* For vt_wait_until: the terminal's own cursor is shown and stands where this text begins. */
bool scene_cursor_is_on(struct vt *vt, void *text);

#endif
