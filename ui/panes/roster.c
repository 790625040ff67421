#include "ui/panes/roster.h"

#include "ui/scroll.h"

enum { MARGIN = 2 }; /* rows kept in sight before and after the cursor */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t lines_for(const struct roster *r)
{
    return r->lines > 0 ? (size_t)r->lines : 1;
}

const void *roster_row(const struct roster *r, size_t row)
{
    return pager_row(&r->pager, row);
}

const void *roster_selected(const struct roster *r)
{
    return roster_row(r, r->cursor);
}

/* -- Lines ---------------------------------------------------------------------------------------
 */

/* True if the row is of another group than the one before it, or that one is not known. */
static bool begins_group(const struct pane *p, const struct roster *r, size_t row)
{
    const void *here = roster_row(r, row), *before = row ? roster_row(r, row - 1) : NULL;
    if (!r->begins)
        return false;
    return !here || !before || r->begins(p, before, here);
}

bool roster_has_heading(const struct pane *p, const struct roster *r, size_t row)
{
    return r->begins && (row == r->top || begins_group(p, r, row));
}

/* The lines that rows from .. to (included) take when `from` is at the top. */
static int lines_of(const struct pane *p, const struct roster *r, size_t from, size_t to)
{
    int lines = 0;
    for (size_t row = from; row <= to; row++)
        lines += 1 + (row == from ? r->begins != NULL : begins_group(p, r, row));
    return lines;
}

int roster_line_of(const struct pane *p, const struct roster *r, size_t row)
{
    if (row < r->top || row >= r->pager.total)
        return -1;
    int line = lines_of(p, r, r->top, row) - 1;
    return line < r->lines ? line : -1;
}

size_t roster_end(const struct pane *p, const struct roster *r)
{
    size_t row = r->top;
    for (int line = 0; row < r->pager.total; row++) {
        line += 1 + roster_has_heading(p, r, row);
        if (line > r->lines)
            break;
    }
    return row;
}

bool roster_row_at(const struct pane *p, const struct roster *r, int line, size_t *row)
{
    int at = 0;
    for (*row = r->top; line < r->lines && *row < r->pager.total && at <= line; ++*row) {
        at += roster_has_heading(p, r, *row);
        if (at++ == line)
            return true;
    }
    return false;
}

/* Brings the cursor on the screen, with as little movement as possible. What is first seen of a
 * list is asked alone: what is around it follows (roster_near). */
static void fit(const struct pane *p, struct roster *r)
{
    size_t lines = lines_for(r), margin = lines > 4 * MARGIN ? MARGIN : 0;
    size_t around = r->pager.count ? lines : 0;
    size_t total = r->pager.total;
    if (r->cursor >= total)
        r->cursor = total ? total - 1 : 0;
    size_t first = r->cursor > margin ? r->cursor - margin : 0;
    size_t last = total ? least(r->cursor + margin, total - 1) : 0;
    if (r->top > first)
        r->top = first;
    if (last >= r->top + lines)
        r->top = last + 1 - lines;
    size_t above = r->top + lines < total ? 1 : lines; /* of which it is seen below */
    pager_need(p, &r->pager, r->top > above ? r->top - above : 0, r->top + lines, around);
    if (total == 0)
        return;
    while (r->top < r->cursor && lines_of(p, r, r->top, last) > r->lines)
        r->top++;
    /* No empty lines at the end while there is something above. */
    while (r->top > 0 && r->top + lines > total &&
           lines_of(p, r, r->top - 1, total - 1) <= r->lines)
        r->top--;
    pager_need(p, &r->pager, r->top, r->top + lines, around);
}

/* -- What others call ----------------------------------------------------------------------------
 */

void roster_release(struct roster *r)
{
    pager_release(&r->pager);
    drawn_release(&r->drawn);
}

void roster_reset(const struct pane *p, struct roster *r, size_t total)
{
    pager_reset(&r->pager, total);
    fit(p, r);
}

void roster_set_lines(const struct pane *p, struct roster *r, int lines)
{
    r->lines = lines;
    fit(p, r);
}

void roster_move(const struct pane *p, struct roster *r, size_t row)
{
    r->moved = true;
    r->cursor = row;
    fit(p, r);
}

void roster_show(const struct pane *p, struct roster *r, size_t row, int line)
{
    r->moved = true;
    r->cursor = row;
    if (line >= 0 && row < r->pager.total) {
        size_t lines = lines_for(r);
        r->top = row;
        pager_need(p, &r->pager, row > lines ? row - lines : 0, row + 1, lines);
        while (r->top > 0 && lines_of(p, r, r->top - 1, row) <= line + 1)
            r->top--;
    }
    fit(p, r);
}

/* Looks at the rows from .. to. */
static bool look(const struct pane *p, struct roster *r, roster_is *is, str key, size_t from,
                 size_t to, size_t *row)
{
    enum { STEP = 256 };
    for (*row = from; *row < to && *row < r->pager.total; ++*row) {
        if (!roster_row(r, *row))
            pager_need(p, &r->pager, *row, least(*row + STEP, to), 0);
        const void *here = roster_row(r, *row);
        if (!here)
            return false;
        if (is(here, key))
            return true;
    }
    return false;
}

bool roster_find(const struct pane *p, struct roster *r, roster_is *is, str key, size_t near,
                 int line)
{
    size_t row, around = lines_for(r);
    bool found = str_present(key) &&
                 (look(p, r, is, key, near, near + 1, &row) ||
                  look(p, r, is, key, near > around ? near - around : 0, near + around, &row) ||
                  look(p, r, is, key, 0, ROSTER_FAR, &row));
    roster_show(p, r, found ? row : near, line);
    return found;
}

bool roster_near(const struct pane *p, struct roster *r)
{
    size_t lines = lines_for(r), loads = r->pager.loads;
    pager_need(p, &r->pager, r->top > lines ? r->top - lines : 0, r->top + 2 * lines, lines);
    return r->pager.loads != loads;
}

bool roster_act(const struct pane *p, struct roster *r, enum action action, int count)
{
    struct scroll scroll = {r->cursor, r->top, r->pager.total, lines_for(r)};
    if (!scroll_act(&scroll, action, count))
        return false;
    roster_move(p, r, scroll.cursor);
    return true;
}
