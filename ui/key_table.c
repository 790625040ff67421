#include "ui/key_table.h"

#include "base/arena.h"
#include "ui/keymap.h"

static void add_action(struct buf *out, const struct keymap *map, enum action action)
{
    struct key key;
    for (size_t n = 0; keymap_key(map, action, n, &key); n++) {
        buf_append(out, n ? STR(" `") : STR("| `"));
        key_label(key, false, out);
        buf_byte(out, '`');
    }
    if (keymap_key(map, action, 0, &key))
        buf_printf(out, " | `%s` | %s |\n", action_info(action)->name, action_info(action)->help);
}

void key_table(struct buf *out)
{
    struct arena arena = {0};
    struct keymap map = {0};
    keymap_defaults(&map, &arena);
    buf_append(out, STR("| key | name | does |\n|---|---|---|\n"));
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        add_action(out, &map, a);
    arena_release(&arena);
}
