#include "ui/panes/prose.h"

#include "text/safe.h"
#include "text/unicode.h"

static void add_line(struct prose *p, str line, struct arena *a)
{
    *VEC_PUSH(a, p) = str_trim(line);
}

struct prose prose_wrap(str text, int width, struct arena *a)
{
    struct prose p = {0};
    char *breaks = arena_alloc(a, text.len + 1, 1);
    unicode_line_breaks(text, breaks);
    size_t start = 0, last = 0; /* of the line; the last place where it may break */
    size_t cells = 0;
    for (size_t at = 0, next; at < text.len; at = next) {
        next = unicode_grapheme_next(text, at);
        bool forced = at > start && breaks[at] == LINE_BREAK_FORCED;
        if (at > start && breaks[at] != LINE_BREAK_NO)
            last = at;
        str cluster = str_sub(text, at, next);
        size_t wide = safe_width(cluster);
        bool space = cluster.len == 1 && (*cluster.ptr == ' ' || *cluster.ptr == '\n');
        if (forced || (!space && cells + wide > (size_t)(width > 1 ? width : 1) && at > start)) {
            size_t end = forced ? at : last > start ? last : at;
            add_line(&p, str_sub(text, start, end), a);
            start = last = end;
            cells = safe_width(str_sub(text, end, at));
        }
        cells += wide;
    }
    if (start < text.len)
        add_line(&p, str_from(text, start), a);
    return p;
}

int prose_draw(struct canvas *c, int row, int column, int width, int rows, str text,
               struct style style)
{
    struct arena a = {0};
    struct prose p = prose_wrap(text, width, &a);
    int used = 0;
    for (; (size_t)used < p.len && used < rows; used++) {
        str line = p.items[used];
        if (used == rows - 1 && (size_t)rows < p.len) /* the rest, to be cut */
            line = str_from(text, (size_t)(line.ptr - text.ptr));
        canvas_text_cut(c, row + used, column, width, line, style);
    }
    arena_release(&a);
    return used;
}
