#include "ui/panes/menu.h"

#include "text/safe.h"
#include "ui/count.h"
#include "ui/flow.h"

enum {
    RIGHT_FROM = 64, /* columns from which the text gives way to what is right */
    TEXT_LEAST = 12, /* cells of the text, before a short word at its right gives way */
    RIGHT_SHORT = 12,
    GAP = 2,
    DETAIL_FROM = 10,
    DETAIL_LEAST = 7, /* rows from which there is a smaller one */
};

void menu_release(struct menu *m)
{
    arena_release(&m->arena);
    *m = (struct menu){0};
}

void menu_clear(struct menu *m)
{
    arena_release(&m->arena);
    m->rows.items = NULL;
    m->rows.len = m->rows.cap = 0;
    m->left = 0;
    m->scroll.count = 0;
}

static const struct menu_row *row_at(const struct menu *m, size_t i)
{
    return i < m->rows.len ? &m->rows.items[i] : NULL;
}

void menu_add(struct menu *m, const struct menu_row *row)
{
    const struct menu_row *last = m->rows.len ? row_at(m, m->rows.len - 1) : NULL;
    if (row->heading && last && last->heading)
        m->rows.len--;
    struct menu_row *added = VEC_PUSH(&m->arena, &m->rows);
    *added = *row;
    added->left = arena_str(&m->arena, row->left);
    added->text = arena_str(&m->arena, row->text);
    added->right = arena_str(&m->arena, row->right);
    int width = (int)safe_width(row->left);
    m->left = width > m->left ? width : m->left;
    m->scroll.count = m->rows.len;
}

/* Moves the cursor off a heading, on in its direction or else back. */
static void leave_heading(struct menu *m, bool down)
{
    size_t at = m->scroll.cursor;
    for (int turn = 0; turn < 2; turn++, down = !down)
        for (size_t i = at; i < m->rows.len; i = down ? i + 1 : i - 1)
            if (!m->rows.items[i].heading) {
                m->scroll.cursor = i;
                scroll_fit(&m->scroll);
                /* The heading above the first row comes into sight with it. */
                if (m->scroll.top == 1 && m->rows.items[0].heading && i < m->scroll.rows)
                    m->scroll.top = 0;
                return;
            }
}

void menu_settle(struct menu *m)
{
    if (m->rows.len && m->rows.items[m->rows.len - 1].heading)
        m->rows.len--;
    m->scroll.count = m->rows.len;
    scroll_fit(&m->scroll);
    leave_heading(m, true);
}

void menu_set_rows(struct menu *m, int rows)
{
    m->scroll.rows = rows > 0 ? (size_t)rows : 0;
    scroll_fit(&m->scroll);
    leave_heading(m, true);
}

void menu_select(struct menu *m, size_t item)
{
    for (size_t i = 0; i < m->rows.len; i++)
        if (!m->rows.items[i].heading && m->rows.items[i].item == item) {
            scroll_to(&m->scroll, i);
            return;
        }
}

const struct menu_row *menu_selected(const struct menu *m)
{
    const struct menu_row *row = row_at(m, m->scroll.cursor);
    return row && !row->heading ? row : NULL;
}

bool menu_act(struct menu *m, enum action action, int count)
{
    size_t before = m->scroll.cursor;
    if (!scroll_act(&m->scroll, action, count))
        return false;
    leave_heading(m, m->scroll.cursor > before || action == ACTION_TOP);
    return true;
}

bool menu_click(struct menu *m, int row)
{
    const struct menu_row *r = row < 0 ? NULL : row_at(m, m->scroll.top + (size_t)row);
    if (!r || r->heading || (size_t)row >= m->scroll.rows)
        return false;
    m->scroll.cursor = m->scroll.top + (size_t)row;
    return true;
}

/* Headings begin at `margin`. */
static void draw_row(const struct menu *m, struct canvas *c, int line, const struct menu_row *r,
                     int margin)
{
    int columns = c->area.columns, column = 0, end = columns;
    if (r->heading) {
        canvas_text_cut(c, line, margin, columns - margin, r->text, STYLE(TITLE));
        return;
    }
    if (m->left) {
        int left = m->left < columns / 3 ? m->left : columns / 3;
        canvas_text_cut(c, line, 1, left, r->left, STYLE(KEY));
        column = 1 + left + GAP;
    }
    int width = (int)safe_width(r->right);
    bool fits = column + r->indent + (int)safe_width(r->text) + GAP + width < columns;
    bool is_short = width <= RIGHT_SHORT && column + r->indent + TEXT_LEAST + GAP + width < columns;
    if (r->right.len && (columns >= RIGHT_FROM || is_short || fits)) {
        end = columns - width - GAP;
        canvas_text_cut(c, line, columns - width - 1, width, r->right, STYLE(QUIET));
    }
    column += r->indent;
    canvas_text_cut(c, line, column, end - column, r->text, r->style);
}

static void draw_rows(const struct menu *m, struct canvas *c, bool focused, int margin)
{
    for (size_t line = 0; line < m->scroll.rows; line++) {
        const struct menu_row *r = row_at(m, m->scroll.top + line);
        if (!r)
            break;
        draw_row(m, c, (int)line, r, margin);
        if (m->scroll.top + line == m->scroll.cursor && !r->heading && !m->idle)
            canvas_flag(c, (struct rect){(int)line, 0, 1, c->area.columns},
                        focused ? STYLE_REVERSE : STYLE_FAINT);
    }
}

void menu_draw(const struct menu *m, struct canvas *c, bool focused)
{
    draw_rows(m, c, focused, 0);
}

void menu_draw_titled(const struct menu *m, struct canvas *c, bool focused, str title, str right)
{
    int rows = c->area.rows, columns = c->area.columns, width = (int)safe_width(right);
    width = width < columns / 2 ? width : columns / 2;
    canvas_fill(c, (struct rect){0, 0, rows, columns}, ' ', STYLE(TEXT));
    canvas_text_cut(c, 0, 1, columns - 3 - width, title, STYLE(TITLE));
    canvas_text_cut(c, 0, columns - 1 - width, width, right, STYLE(QUIET));
    canvas_hline(c, 1, 0, columns, STYLE(RULE));
    struct canvas list = canvas_window(c, (struct rect){MENU_HEAD, 0, rows - MENU_HEAD, columns});
    draw_rows(m, &list, focused, 1);
}

int menu_detail_rows(int rows)
{
    return rows >= DETAIL_FROM ? MENU_DETAIL : rows >= DETAIL_LEAST ? MENU_DETAIL - 1 : 0;
}

void menu_draw_detail(struct canvas *c, str text)
{
    int rows = menu_detail_rows(c->area.rows), rule = c->area.rows - rows;
    if (!rows || !text.len)
        return;
    canvas_hline(c, rule, 0, c->area.columns, STYLE(RULE));
    flow_text(c, rule + 1, 1, c->area.columns - 2, rows - 1, text, STYLE(TEXT));
    canvas_flag(c, (struct rect){rule, 0, rows, c->area.columns}, STYLE_LATER);
}

struct cursor menu_cursor(const struct menu *m)
{
    size_t line = m->scroll.cursor - m->scroll.top;
    return (struct cursor){menu_selected(m) && line < m->scroll.rows, (int)line, 0};
}

void menu_status(const struct menu *m, struct buf *out)
{
    size_t number = 0, of = 0;
    for (size_t i = 0; i < m->rows.len; i++) {
        of += !m->rows.items[i].heading;
        if (i == m->scroll.cursor)
            number = of;
    }
    if (of)
        buf_printf(out, "%s/%s", COUNT(number), COUNT(of));
}
