#include "command/table.h"

#include "text/safe.h"

#include <string.h>

void table_add(struct table_text *t, str cell)
{
    *VEC_PUSH(&t->arena, &t->cells) = arena_str(&t->arena, cell);
}

void table_head(struct table_text *t, const char *const *heads)
{
    for (size_t i = 0; heads[i]; i++) {
        char *head = arena_cstr(&t->arena, str_of(heads[i]));
        for (char *at = head; *at; at++)
            if (*at >= 'a' && *at <= 'z')
                *at = (char)(*at - 'a' + 'A');
        table_add(t, str_of(head));
    }
}

static void find_widths(struct table_text *t)
{
    for (size_t i = 0; i < t->cells.len; i++) {
        size_t width = safe_width(t->cells.items[i]), column = i % t->columns;
        if (width > t->widths[column])
            t->widths[column] = width;
    }
}

/* Takes from the widest column down to the next widest, until the row fits. */
static void fit(size_t *widths, size_t columns, size_t width)
{
    size_t total = TABLE_GAP * (columns - 1);
    for (size_t i = 0; i < columns; i++)
        total += widths[i];
    while (total > width) {
        size_t widest = 0, next = TABLE_LEAST;
        for (size_t i = 1; i < columns; i++)
            if (widths[i] >= widths[widest])
                widest = i;
        for (size_t i = 0; i < columns; i++)
            if (i != widest && widths[i] > next && widths[i] < widths[widest])
                next = widths[i];
        if (widths[widest] <= TABLE_LEAST)
            return;
        size_t cut = total - width, most = widths[widest] - next;
        cut = most == 0 ? 1 : cut < most ? cut : most;
        widths[widest] -= cut;
        total -= cut;
    }
}

static void print_cell(struct buf *out, str cell, size_t width, bool cut, bool right, bool last)
{
    size_t needed = safe_width(cell);
    if (needed > width && !cut)
        width = needed;
    if (needed > width) {
        safe_append_cells(out, cell, width, !last, false);
        return;
    }
    buf_fill(out, ' ', right ? width - needed : 0);
    safe_append(out, cell, SAFE_LINE, false);
    buf_fill(out, ' ', last || right ? 0 : width - needed);
}

/* What the others leave is the last one's: later rows may need it. */
static void choose_widths(struct table_text *t, size_t width)
{
    size_t last = t->columns - 1, total = TABLE_GAP * last;
    find_widths(t);
    if (width > 0)
        fit(t->widths, t->columns, width);
    for (size_t i = 0; i <= last; i++)
        total += t->widths[i];
    if (total < width && !(t->right & (1U << last)))
        t->widths[last] += width - total;
}

void table_print(struct table_text *t, size_t width, struct buf *out)
{
    size_t start = out->len;
    if (!t->begun)
        choose_widths(t, width);
    t->begun = true;
    for (size_t i = 0; i < t->cells.len; i++) {
        size_t column = i % t->columns;
        bool last = column + 1 == t->columns;
        print_cell(out, t->cells.items[i], t->widths[column], width > 0, t->right & (1U << column),
                   last);
        buf_fill(out, ' ', last ? 0 : TABLE_GAP);
        if (!last)
            continue;
        while (out->len > start && out->ptr[out->len - 1] == ' ') /* empty cells at its end */
            out->len--;
        buf_byte(out, '\n');
        start = out->len;
    }
    arena_release(&t->arena);
    t->cells.items = NULL;
    t->cells.len = t->cells.cap = 0;
}

void table_settle(struct table_text *t, size_t width, struct buf *out)
{
    if (t->begun || t->cells.len >= TABLE_SAMPLE * t->columns)
        table_print(t, width, out);
}

void table_release(struct table_text *t)
{
    arena_release(&t->arena);
    *t = (struct table_text){0};
}
