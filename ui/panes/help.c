#include "text/unicode.h"
#include "ui/filter.h"
#include "ui/panes/menu.h"
#include "ui/panes/panes.h"

struct help {
    struct menu menu;
    struct filter filter;
};

/* The keys of an action, as people read them, the first one first. */
static str keys_of(const struct session *s, enum action action, struct arena *a)
{
    struct buf b = {0};
    struct key key;
    for (size_t n = 0; s->keymap && keymap_key(s->keymap, action, n, &key); n++) {
        if (n > 0)
            buf_byte(&b, ' ');
        key_label(key, s->ascii, &b);
    }
    str keys = arena_str(a, buf_str(&b));
    buf_release(&b);
    return keys;
}

static bool has(str text, str folded, struct arena *a)
{
    return str_find(unicode_fold_marks(text, a), folded, 0) != STR_NONE;
}

static bool passes(const struct help *h, enum action action, str keys, struct arena *a)
{
    str wanted = unicode_fold_marks(filter_text(&h->filter), a);
    const struct action_info *info = action_info(action);
    return wanted.len == 0 || has(str_of(info->help), wanted, a) ||
           has(str_of(info->name), wanted, a) ||
           str_find(keys, filter_text(&h->filter), 0) != STR_NONE;
}

/* Those that do something here and now, or the others. */
static void add_group(struct pane *p, const char *title, bool here)
{
    struct help *h = p->state;
    struct arena a = {0};
    menu_add(&h->menu, &(struct menu_row){.heading = true, .text = str_of(title)});
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        enum action action = (enum action)i;
        const struct action_info *info = action_info(action);
        str keys = keys_of(p->session, action, &a);
        if (p->host->can && p->host->can(p->host->user, action) == here &&
            passes(h, action, keys, &a))
            menu_add(&h->menu, &(struct menu_row){
                                   .left = keys,
                                   .text = str_of(info->help),
                                   .style = here ? STYLE(TEXT) : STYLE(QUIET),
                                   .item = (size_t)i,
                               });
    }
    arena_release(&a);
}

static void fill(struct pane *p)
{
    struct help *h = p->state;
    menu_clear(&h->menu);
    add_group(p, "Here and now", true);
    add_group(p, "In other places", false);
    menu_settle(&h->menu);
}

static void close_pane(struct pane *p)
{
    struct help *h = p->state;
    menu_release(&h->menu);
    filter_release(&h->filter);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct help *h = p->state;
    (void)columns;
    menu_set_rows(&h->menu, rows - menu_detail_rows(rows));
}

static void draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct help *h = p->state;
    if (h->menu.rows.len == 0)
        canvas_text(c, 0, 1, -1, STR("no key does that"), STYLE(QUIET));
    menu_draw(&h->menu, c, focused);
    const struct menu_row *row = menu_selected(&h->menu);
    if (row)
        menu_draw_detail(c, row->text);
}

static bool can(const struct pane *p, enum action action)
{
    const struct help *h = p->state;
    return action == ACTION_SEARCH || (action == ACTION_CANCEL && filter_text(&h->filter).len) ||
           (menu_selected(&h->menu) && (action == ACTION_OPEN || scroll_takes(action)));
}

static void refill(struct pane *p)
{
    struct help *h = p->state;
    h->menu.scroll.cursor = 0;
    fill(p);
}

/* Closes the help and does what the row says, in the pane below. */
static void run_selected(struct pane *p)
{
    const struct help *h = p->state;
    const struct menu_row *row = menu_selected(&h->menu);
    if (!row)
        return;
    enum action action = (enum action)row->item;
    p->host->act(p->host->user, ACTION_QUIT, 0);
    p->host->act(p->host->user, action, 0);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct help *h = p->state;
    switch (action) {
    case ACTION_OPEN:
        run_selected(p);
        return true;
    case ACTION_SEARCH:
        filter_ask(&h->filter, p, "/");
        return true;
    case ACTION_CANCEL:
        if (filter_clear(&h->filter))
            refill(p);
        return true;
    default:
        return menu_act(&h->menu, action, count);
    }
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct help *h = p->state;
    if (filter_input(&h->filter, event, text))
        refill(p);
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct help *h = p->state;
    (void)column;
    if (menu_click(&h->menu, row) && twice)
        run_selected(p);
}

static struct cursor cursor(const struct pane *p)
{
    return menu_cursor(&((const struct help *)p->state)->menu);
}

static void status(const struct pane *p, struct buf *out)
{
    const struct help *h = p->state;
    filter_status(&h->filter, out);
    menu_status(&h->menu, out);
}

const struct pane_ops pane_help = {
    .name = "help",
    .contexts = CONTEXT_OVERLAY,
    .state_size = sizeof(struct help),
    .open = fill,
    .close = close_pane,
    .layout = layout,
    .draw = draw,
    .can = can,
    .act = act,
    .input = input,
    .click = click,
    .cursor = cursor,
    .status = status,
};
