#include "tests/support/scene.h"

#include "tests/support/cmocka.h"

#include <glob.h>
#include <sqlite3.h>
#include <stdio.h>

int scene_make(void **state, const struct tree_file *files, size_t count)
{
    struct scene *s = test_calloc(1, sizeof *s);
    tree_make(&s->tree, files, count);
    *state = s;
    return 0;
}

int scene_remove(void **state)
{
    struct scene *s = *state;
    vt_close(s->vt);
    tree_remove(&s->tree);
    test_free(s);
    return 0;
}

struct vt *scene_start(struct scene *s, const char *path, int rows, int columns)
{
    vt_close(s->vt);
    s->vt = vt_open(&s->tree, &(struct program){.args = STRINGS("--today", "2024-06-01", path)},
                    rows, columns);
    return s->vt;
}

bool scene_cursor_is_on(struct vt *vt, void *text)
{
    int row, column, at_row, at_column;
    vt_cursor(vt, &at_row, &at_column);
    return vt_cursor_shown(vt) && vt_find(vt, text, &row, &column) && row == at_row &&
           column == at_column;
}

struct sqlite3 *scene_hold(const struct scene *s, const char *pattern)
{
    char path[400];
    glob_t found;
    sqlite3 *held;
    snprintf(path, sizeof path, "%s/%s", s->tree.home, pattern);
    assert_int_equal(glob(path, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, 1);
    assert_int_equal(sqlite3_open(found.gl_pathv[0], &held), SQLITE_OK);
    globfree(&found);
    sqlite3_busy_timeout(held, VT_SECONDS * 1000);
    assert_int_equal(sqlite3_exec(held, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return held;
}

void scene_let_go(struct sqlite3 *held)
{
    assert_int_equal(sqlite3_exec(held, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(held);
}
