#include "command/table.h"

#include "base/mem.h"
#include "text/safe.h"

void table_add(struct table_text *t, str cell)
{
    *VEC_PUSH(&t->arena, &t->cells) = arena_str(&t->arena, cell);
}

void table_print(const struct table_text *t, struct buf *out)
{
    size_t *widths = mem_calloc(t->columns, sizeof *widths);
    for (size_t i = 0; i < t->cells.len; i++) {
        size_t width = safe_width(t->cells.items[i]);
        if (width > widths[i % t->columns])
            widths[i % t->columns] = width;
    }
    for (size_t i = 0; i < t->cells.len; i++) {
        size_t column = i % t->columns;
        bool last = column + 1 == t->columns;
        bool right = t->right & (1U << column);
        size_t gap = widths[column] - safe_width(t->cells.items[i]);
        buf_fill(out, ' ', right ? gap : 0);
        safe_append(out, t->cells.items[i], SAFE_LINE, false);
        buf_fill(out, ' ', last ? 0 : (right ? 0 : gap) + 2);
        if (last)
            buf_byte(out, '\n');
    }
    mem_free(widths);
}

void table_release(struct table_text *t)
{
    arena_release(&t->arena);
    *t = (struct table_text){0};
}
