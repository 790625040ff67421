#include "tests/support/scene.h"

#include "tests/support/cmocka.h"

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
