#include "ui/panes/menu.h"
#include "ui/panes/panes.h"

enum { INDENT = 2 };

static void fill(struct pane *p)
{
    struct menu *m = p->state;
    const struct briefing *b = p->session->briefing;
    size_t here = 0;
    menu_clear(m);
    for (size_t i = 0; b && i < b->document.block_count; i++) {
        const struct block *block = &b->document.blocks[i];
        if (block->kind != BLOCK_HEADING)
            continue;
        menu_add(m, &(struct menu_row){
                        .text = str_sub(b->document.text, block->span.start, block->span.end),
                        .indent = 1 + INDENT * (block->level - 1),
                        .style = block->level == 1 ? STYLE(TITLE) : STYLE(TEXT),
                        .item = i,
                    });
        if (m->rows.len == 1 || block->span.start <= p->session->selection.offset)
            here = i;
    }
    menu_settle(m);
    menu_select(m, here);
}

static void close_pane(struct pane *p)
{
    menu_release(p->state);
}

static void layout(struct pane *p, int rows, int columns)
{
    (void)columns;
    menu_set_rows(p->state, rows);
}

static void draw(struct pane *p, struct canvas *c, bool focused)
{
    menu_draw(p->state, c, focused);
}

static bool can(const struct pane *p, enum action action)
{
    return menu_selected(p->state) && (action == ACTION_OPEN || scroll_takes(action));
}

static bool act(struct pane *p, enum action action, int count)
{
    const struct menu_row *row = menu_selected(p->state);
    if (action != ACTION_OPEN)
        return menu_act(p->state, action, count);
    const struct briefing *b = p->session->briefing;
    p->host->go(p->host->user, &(struct place){
                                   .screen = SCREEN_READER,
                                   .briefing = b->id,
                                   .offset = b->document.blocks[row->item].span.start,
                                   .passage = b->document.blocks[row->item].span,
                               });
    return true;
}

static void click(struct pane *p, int row, int column, bool twice)
{
    (void)column;
    if (menu_click(p->state, row) && twice)
        act(p, ACTION_OPEN, 0);
}

static struct cursor cursor(const struct pane *p)
{
    return menu_cursor(p->state);
}

static void status(const struct pane *p, struct buf *out)
{
    menu_status(p->state, out);
}

static int wants(const struct pane *p)
{
    return (int)((const struct menu *)p->state)->rows.len;
}

const struct pane_ops pane_contents = {
    .name = "contents",
    .contexts = CONTEXT_OVERLAY,
    .state_size = sizeof(struct menu),
    .open = fill,
    .close = close_pane,
    .refresh = fill,
    .layout = layout,
    .draw = draw,
    .can = can,
    .act = act,
    .click = click,
    .cursor = cursor,
    .status = status,
    .wants = wants,
};
