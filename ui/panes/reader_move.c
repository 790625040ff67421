#include "ui/panes/reader.h"

enum {
    SCROLL_OFF = 3,
    SIDE_STEP = 8,
    NARROW = 50,   /* columns under which the margin holds the cursor's mark alone */
    AIR_ROWS = 20, /* rows from which one is left blank above the text */
    SIGNS = 4,     /* cells for type signs, more where there is air */
    SIGNS_MOST = 8,
    RIGHT = 2, /* the ruler and a blank before it */
};

/* -- Lines ------------------------------------------------------------------------------------ */

bool reader_line_has_text(const struct reader *r, size_t line)
{
    if (line >= r->layout.line_count)
        return false;
    const struct line *l = &r->layout.lines[line];
    return !l->blank && l->span.end > l->span.start &&
           layout_line_at(&r->layout, l->span.start) == line;
}

size_t reader_lines_shown(const struct reader *r)
{
    return r->rows > r->head ? (size_t)(r->rows - r->head) : 1;
}

static size_t top_max(const struct reader *r)
{
    size_t shown = reader_lines_shown(r);
    return r->layout.line_count > shown ? r->layout.line_count - shown : 0;
}

/* The nearest line with text at or after (before) this one; if there is none, the other way. */
static size_t text_line(const struct reader *r, size_t line, bool forward)
{
    size_t count = r->layout.line_count;
    if (count == 0)
        return 0;
    line = line < count ? line : count - 1;
    for (size_t i = line; forward ? i < count : i + 1 > 0; forward ? i++ : i--)
        if (reader_line_has_text(r, i))
            return i;
    for (size_t i = line; forward ? i + 1 > 0 : i < count; forward ? i-- : i++)
        if (reader_line_has_text(r, i))
            return i;
    return line;
}

/* The top is a line with text (or the first line): then its offset names it, and no blank row is
 * wasted. */
static void set_top(struct reader *r, size_t top, bool forward)
{
    size_t most = top_max(r);
    top = top < most ? top : most;
    while (top > 0 && top < r->layout.line_count && !reader_line_has_text(r, top)) {
        if (forward)
            top++;
        else
            top--;
    }
    r->top = top < r->layout.line_count ? top : 0;
    r->top_offset = r->layout.line_count ? r->layout.lines[r->top].span.start : 0;
}

static size_t scroll_off(const struct reader *r)
{
    size_t quarter = reader_lines_shown(r) / 4;
    return quarter < SCROLL_OFF ? quarter : SCROLL_OFF;
}

static bool in_sight(const struct reader *r, size_t line)
{
    return line >= r->top && line < r->top + reader_lines_shown(r);
}

/* Scrolls as little as keeps the cursor's line on the screen with some lines around it. */
static void scroll_to_cursor(struct reader *r)
{
    size_t off = scroll_off(r), shown = reader_lines_shown(r);
    if (r->line < r->top + off)
        set_top(r, r->line > off ? r->line - off : 0, false);
    else if (r->line + off + 1 > r->top + shown)
        set_top(r, r->line + off + 1 - shown, true);
}

static void place_in_upper_third(struct reader *r)
{
    size_t third = reader_lines_shown(r) / 3;
    set_top(r, r->line > third ? r->line - third : 0, false);
}

void reader_lay_out(struct pane *p)
{
    struct reader *r = p->state;
    const struct briefing *b = p->session->briefing;
    int margin = r->columns < NARROW ? 2 : SIGNS + 3;
    int room = r->columns - margin - RIGHT;
    r->measure = room < MEASURE_MAX ? room : MEASURE_MAX;
    r->measure = r->measure < MEASURE_MIN ? MEASURE_MIN : r->measure;
    int centred = (r->columns - 1 - r->measure) / 2;
    r->left = centred > margin ? centred : margin;
    r->signs = r->left - 3 < SIGNS_MOST ? r->left - 3 : SIGNS_MOST;
    if (r->columns < NARROW)
        r->signs = 0;
    arena_release(&r->arena);
    r->layout = (struct layout){0};
    if (b)
        layout_make(&b->document, r->measure, p->session->ascii, &r->arena, &r->layout);
    int most = reader_sideways_max(p);
    r->sideways = r->sideways < most ? r->sideways : most;
}

/* Where the offsets are in the present layout. The top keeps its offset, so that a size that comes
 * back brings the same screen back. */
void reader_find_place(struct pane *p)
{
    struct reader *r = p->state;
    r->head = r->rows >= AIR_ROWS ? 1 : 0;
    size_t offset = r->top_offset;
    r->line = text_line(r, layout_line_at(&r->layout, p->session->selection.offset), true);
    set_top(r, offset == 0 ? 0 : layout_line_at(&r->layout, offset), true);
    scroll_to_cursor(r);
    r->top_offset = offset;
}

/* -- The cursor ------------------------------------------------------------------------------- */

void reader_moved(struct pane *p)
{
    struct reader *r = p->state;
    r->known = p->session->selection;
    r->link = SELECTED_NONE;
    p->host->selected(p->host->user);
}

/* The cursor to a line, wide: what it was narrowed to and what was lit is left behind. */
void reader_set_line(struct pane *p, size_t line, bool forward)
{
    struct reader *r = p->state;
    struct selection *sel = &p->session->selection;
    r->line = text_line(r, line, forward);
    if (r->layout.line_count)
        sel->offset = r->layout.lines[r->line].span.start;
    sel->mention = SELECTED_NONE;
    sel->passage = (struct span){0, 0};
}

void reader_follow_selection(struct pane *p)
{
    struct reader *r = p->state;
    const struct selection *sel = &p->session->selection;
    if (r->layout.line_count == 0)
        return;
    r->line = text_line(r, layout_line_at(&r->layout, sel->offset), true);
    size_t last = r->line;
    if (sel->passage.end > sel->passage.start)
        last = layout_line_at(&r->layout, sel->passage.end - 1);
    if (!in_sight(r, r->line) || !in_sight(r, last))
        place_in_upper_third(r);
    scroll_to_cursor(r);
    r->known = *sel;
    r->link = SELECTED_NONE;
}

static void move_lines(struct pane *p, bool down, size_t count)
{
    struct reader *r = p->state;
    size_t line = r->line;
    for (size_t i = 0; i < count; i++) {
        size_t next = down   ? text_line(r, line + 1, true)
                      : line ? text_line(r, line - 1, false)
                             : 0;
        if (down ? next <= line : next >= line)
            break;
        line = next;
    }
    reader_set_line(p, line, down);
    scroll_to_cursor(r);
    /* Before the first line with text there may be decoration: at the top show it. */
    if (!down && line == text_line(r, 0, true))
        set_top(r, 0, false);
    reader_moved(p);
}

/* Text and cursor move together, so that the cursor keeps its row. */
static void move_pages(struct pane *p, bool down, size_t lines)
{
    struct reader *r = p->state;
    size_t row = r->line - r->top, most = top_max(r);
    most = most > r->top ? most : r->top;
    size_t top = down ? (lines > most - r->top ? most : r->top + lines)
                      : (lines > r->top ? 0 : r->top - lines);
    size_t line = top + row;
    if (top == r->top)
        line = down ? r->layout.line_count : 0;
    set_top(r, top, down);
    reader_set_line(p, line, down);
    scroll_to_cursor(r);
    reader_moved(p);
}

static void move_to(struct pane *p, enum action action, int count)
{
    struct reader *r = p->state;
    size_t last = r->layout.line_count ? r->layout.line_count - 1 : 0;
    size_t line = action == ACTION_TOP ? 0 : last;
    if (count > 0)
        line = (size_t)count - 1 < last ? (size_t)count - 1 : last;
    reader_set_line(p, line, action == ACTION_TOP || count > 0);
    if (line == 0 || line == last)
        set_top(r, line, line != 0);
    scroll_to_cursor(r);
    if (count <= 0 && action == ACTION_TOP)
        set_top(r, 0, false);
    reader_moved(p);
}

bool reader_move(struct pane *p, enum action action, int count)
{
    struct reader *r = p->state;
    size_t times = count > 0 ? (size_t)count : 1, shown = reader_lines_shown(r);
    size_t page = shown > 2 ? shown - 2 : 1, half = shown > 1 ? shown / 2 : 1;
    switch (action) {
    case ACTION_LINE_DOWN:
    case ACTION_LINE_UP:
        move_lines(p, action == ACTION_LINE_DOWN, times);
        return true;
    case ACTION_PAGE_DOWN:
    case ACTION_PAGE_UP:
        move_pages(p, action == ACTION_PAGE_DOWN, times * page);
        return true;
    case ACTION_HALF_DOWN:
    case ACTION_HALF_UP:
        move_pages(p, action == ACTION_HALF_DOWN, times * half);
        return true;
    case ACTION_TOP:
    case ACTION_BOTTOM:
        move_to(p, action, count);
        return true;
    case ACTION_SIDE_LEFT:
    case ACTION_SIDE_RIGHT: {
        int step = SIDE_STEP * (count > 0 && count < 10000 ? count : 1);
        int to = r->sideways + (action == ACTION_SIDE_RIGHT ? step : -step);
        int most = reader_sideways_max(p);
        r->sideways = to < 0 ? 0 : to > most ? most : to;
        return true;
    }
    default:
        return false;
    }
}
