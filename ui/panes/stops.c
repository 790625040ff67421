#include "ui/panes/stops.h"

static bool seek(size_t *row, size_t count, bool down, stops_test *stands, const void *list)
{
    for (size_t i = *row; down ? i < count : i + 1 > 0; down ? i++ : i--)
        if (i < count && stands(list, i)) {
            *row = i;
            return true;
        }
    return false;
}

void stops_to(struct scroll *s, size_t row, bool down, stops_test *stands, const void *list)
{
    if (row >= s->count)
        row = s->count ? s->count - 1 : 0;
    if (!seek(&row, s->count, down, stands, list))
        seek(&row, s->count, !down, stands, list);
    scroll_to(s, row);
    size_t first = 0;
    if (seek(&first, s->count, true, stands, list) && row == first)
        s->top = 0;
    scroll_fit(s);
}

/* So many stops on from the cursor, as far as there are any. */
static size_t steps(const struct scroll *s, bool down, size_t times, stops_test *stands,
                    const void *list)
{
    size_t row = s->cursor;
    for (size_t i = 0; i < times; i++) {
        size_t next = down ? row + 1 : row - 1;
        if ((!down && row == 0) || !seek(&next, s->count, down, stands, list))
            break;
        row = next;
    }
    return row;
}

bool stops_act(struct scroll *s, enum action action, int count, stops_test *stands,
               const void *list)
{
    size_t times = count > 0 ? (size_t)count : 1, row = 0;
    bool down = action == ACTION_LINE_DOWN || action == ACTION_PAGE_DOWN ||
                action == ACTION_HALF_DOWN || action == ACTION_TOP;
    if (!scroll_takes(action))
        return false;
    if (action == ACTION_LINE_DOWN || action == ACTION_LINE_UP) {
        row = steps(s, down, times, stands, list);
    } else if ((action == ACTION_TOP || action == ACTION_BOTTOM) && count > 0) {
        struct scroll from = {.count = s->count};
        bool first = s->count > 0 && stands(list, 0);
        row = steps(&from, true, first ? times - 1 : times, stands, list);
    } else {
        scroll_act(s, action, count);
        row = s->cursor;
    }
    stops_to(s, row, down, stands, list);
    return true;
}
