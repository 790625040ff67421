#include "ui/scroll.h"

enum { MARGIN = 2 }; /* rows kept in sight before and after the cursor */

void scroll_fit(struct scroll *s)
{
    if (s->cursor >= s->count)
        s->cursor = s->count ? s->count - 1 : 0;
    size_t rows = s->rows ? s->rows : 1;
    size_t margin = rows > 3 * MARGIN ? MARGIN : 0;
    size_t last_top = s->count > rows ? s->count - rows : 0;
    if (s->cursor < s->top + margin)
        s->top = s->cursor > margin ? s->cursor - margin : 0;
    if (s->cursor + margin + 1 > s->top + rows)
        s->top = s->cursor + margin + 1 - rows;
    if (s->top > last_top)
        s->top = last_top;
}

void scroll_to(struct scroll *s, size_t row)
{
    s->cursor = row;
    scroll_fit(s);
}

/* A step down (or up) the list of so many rows, stopping at its ends. */
static void step(struct scroll *s, bool down, size_t rows)
{
    size_t last = s->count ? s->count - 1 : 0;
    if (down)
        scroll_to(s, rows > last - s->cursor ? last : s->cursor + rows);
    else
        scroll_to(s, rows > s->cursor ? 0 : s->cursor - rows);
}

bool scroll_takes(enum action action)
{
    return action >= ACTION_LINE_DOWN && action <= ACTION_BOTTOM;
}

bool scroll_act(struct scroll *s, enum action action, int count)
{
    size_t times = count > 0 ? (size_t)count : 1, page = s->rows > 2 ? s->rows - 2 : 1;
    size_t half = s->rows > 1 ? s->rows / 2 : 1;
    switch (action) {
    case ACTION_LINE_DOWN:
    case ACTION_LINE_UP:
        step(s, action == ACTION_LINE_DOWN, times);
        return true;
    case ACTION_PAGE_DOWN:
    case ACTION_PAGE_UP:
        step(s, action == ACTION_PAGE_DOWN, times * page);
        return true;
    case ACTION_HALF_DOWN:
    case ACTION_HALF_UP:
        step(s, action == ACTION_HALF_DOWN, times * half);
        return true;
    case ACTION_TOP:
    case ACTION_BOTTOM:
        if (count > 0)
            scroll_to(s, times - 1);
        else
            scroll_to(s, action == ACTION_TOP || s->count == 0 ? 0 : s->count - 1);
        return true;
    default:
        return false;
    }
}
