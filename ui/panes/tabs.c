#include "ui/panes/tabs.h"

#include "base/buf.h"
#include "text/safe.h"
#include "ui/count.h"

#include <string.h>

enum {
    EDGE = 2,
    GAP = 3
}; /* cells of the rule before the first, between two, and after the last */

/* How they stand: the first one shown, and whether all are counted. */
struct plan {
    size_t first;
    bool all;
};

static int width_of(const struct tab *t, bool counted)
{
    int width = (int)strlen(t->name) + 2;
    return counted && t->counted ? width + 1 + (int)strlen(COUNT(t->count)) : width;
}

static int whole(const struct tab *tabs, size_t first, size_t end, size_t current, bool all)
{
    int width = EDGE;
    for (size_t i = first; i < end; i++)
        width += width_of(&tabs[i], all || i == current) + (i > first ? GAP : 0);
    return width;
}

static struct plan plan_of(int width, const struct tab *tabs, size_t count, size_t current)
{
    struct plan p = {0, whole(tabs, 0, count, current, true) <= width};
    while (!p.all && p.first < current && whole(tabs, p.first, current + 1, current, false) > width)
        p.first++;
    return p;
}

static void draw_key(struct canvas *c, int row, int from, const struct keymap *keys)
{
    struct buf text = {0};
    struct key key;
    if (!keys || !keymap_key(keys, ACTION_NEXT_PANE, 0, &key))
        return;
    buf_byte(&text, ' ');
    key_label(key, c->ascii, &text);
    buf_byte(&text, ' ');
    int column = c->area.columns - (int)safe_width(buf_str(&text)) - 1;
    if (column > from)
        canvas_text(c, row, column, -1, buf_str(&text), STYLE(KEY));
    buf_release(&text);
}

void tabs_draw(struct canvas *c, int row, const struct tab *tabs, size_t count, size_t current,
               bool focused, const struct keymap *keys)
{
    struct plan plan = plan_of(c->area.columns, tabs, count, current);
    int column = EDGE;
    canvas_hline(c, row, 0, c->area.columns, STYLE(RULE));
    for (size_t i = plan.first; i < count; i++) {
        struct buf text = {0};
        bool here = i == current, counted = tabs[i].counted && (plan.all || here);
        struct style style = here && focused ? STYLE(TITLE) : here ? STYLE(TEXT) : STYLE(QUIET);
        buf_printf(&text, " %s", tabs[i].name);
        if (counted)
            buf_printf(&text, " %s", COUNT(tabs[i].count));
        buf_byte(&text, ' ');
        if (column + (int)text.len <= c->area.columns) {
            canvas_text(c, row, column, -1, buf_str(&text), style);
            if (here && count > 1)
                canvas_glyph(c, row, column - 1, "\u25B8", ">", STYLE(KEY));
        }
        column += (int)text.len + GAP;
        buf_release(&text);
    }
    draw_key(c, row, column - GAP, keys);
}

size_t tabs_at(int width, const struct tab *tabs, size_t count, size_t current, int column)
{
    struct plan plan = plan_of(width, tabs, count, current);
    int at = EDGE;
    for (size_t i = plan.first; i < count; i++) {
        int cells = width_of(&tabs[i], plan.all || i == current);
        if (column >= at - 1 && column < at + cells)
            return i;
        at += cells + GAP;
    }
    return count;
}
