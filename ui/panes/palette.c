#include "text/unicode.h"
#include "ui/panes/menu.h"
#include "ui/panes/panes.h"

enum { ROWS_MAX = 16 };

struct palette {
    struct menu menu;
    struct buf typed;
};

/* How well an action answers what was typed: the lower the better; RANK_NONE not at all. What was
 * typed as it stands comes before what can be picked out of the letters. */
enum rank { RANK_START, RANK_WORD, RANK_INSIDE, RANK_HELP, RANK_FUZZY, RANK_NONE };

static bool is_subsequence(str text, str typed)
{
    size_t found = 0;
    for (size_t i = 0; i < text.len && found < typed.len; i++) {
        if (typed.ptr[found] == ' ')
            found++;
        if (found < typed.len && text.ptr[i] == typed.ptr[found])
            found++;
    }
    return found == typed.len;
}

static enum rank rank_of(enum action action, str typed, struct arena *a)
{
    const struct action_info *info = action_info(action);
    str name = str_of(info->name), help = unicode_fold_marks(str_of(info->help), a);
    size_t at = str_find(name, typed, 0);
    if (at == 0)
        return RANK_START;
    if (at != STR_NONE)
        return name.ptr[at - 1] == '-' ? RANK_WORD : RANK_INSIDE;
    if (str_find(help, typed, 0) != STR_NONE)
        return RANK_HELP;
    return is_subsequence(name, typed) ? RANK_FUZZY : RANK_NONE;
}

static void add(struct pane *p, enum action action)
{
    struct palette *pal = p->state;
    const struct action_info *info = action_info(action);
    struct buf keys = {0};
    struct key key;
    if (p->session->keymap && keymap_key(p->session->keymap, action, 0, &key))
        key_label(key, p->session->ascii, &keys);
    menu_add(&pal->menu, &(struct menu_row){
                             .left = str_of(info->name),
                             .text = str_of(info->help),
                             .right = buf_str(&keys),
                             .style = STYLE(QUIET),
                             .item = (size_t)action,
                         });
    buf_release(&keys);
}

static void fill(struct pane *p)
{
    struct palette *pal = p->state;
    struct arena a = {0};
    str typed = unicode_fold_marks(str_trim(buf_str(&pal->typed)), &a);
    menu_clear(&pal->menu);
    for (int rank = RANK_START; rank < RANK_NONE; rank++)
        for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
            enum action action = (enum action)i;
            bool can = p->host->can && p->host->can(p->host->user, action);
            if (can && action != ACTION_PALETTE && (int)rank_of(action, typed, &a) == rank)
                add(p, action);
        }
    menu_settle(&pal->menu);
    arena_release(&a);
}

static void open_pane(struct pane *p)
{
    fill(p);
    p->host->ask(p->host->user, ":", STR(""));
}

static void close_pane(struct pane *p)
{
    struct palette *pal = p->state;
    menu_release(&pal->menu);
    buf_release(&pal->typed);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct palette *pal = p->state;
    (void)columns;
    menu_set_rows(&pal->menu, rows);
}

static void draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct palette *pal = p->state;
    if (pal->menu.rows.len == 0)
        canvas_text(c, 0, 1, -1, STR("no command of that name works here"), STYLE(QUIET));
    menu_draw(&pal->menu, c, focused);
}

static void run_selected(struct pane *p)
{
    const struct palette *pal = p->state;
    const struct menu_row *row = menu_selected(&pal->menu);
    enum action action = row ? (enum action)row->item : ACTION_NONE;
    p->host->act(p->host->user, ACTION_QUIT, 0);
    if (action != ACTION_NONE)
        p->host->act(p->host->user, action, 0);
}

static bool can(const struct pane *p, enum action action)
{
    (void)p;
    return action == ACTION_OPEN || scroll_takes(action);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct palette *pal = p->state;
    if (action != ACTION_OPEN)
        return menu_act(&pal->menu, action, count);
    run_selected(p);
    return true;
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct palette *pal = p->state;
    if (event == INPUT_ACCEPTED) {
        run_selected(p);
    } else if (event == INPUT_CANCELLED) {
        p->host->act(p->host->user, ACTION_QUIT, 0);
    } else {
        buf_clear(&pal->typed);
        buf_append(&pal->typed, text);
        pal->menu.scroll.cursor = 0;
        fill(p);
    }
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct palette *pal = p->state;
    (void)column;
    if (menu_click(&pal->menu, row) && twice)
        run_selected(p);
}

static struct cursor cursor(const struct pane *p)
{
    return menu_cursor(&((const struct palette *)p->state)->menu);
}

static void status(const struct pane *p, struct buf *out)
{
    menu_status(&((const struct palette *)p->state)->menu, out);
}

/* It stands on the input line and is as high as what it found. */
static int wants(const struct pane *p)
{
    size_t rows = ((const struct palette *)p->state)->menu.rows.len;
    return rows == 0 ? 1 : rows > ROWS_MAX ? ROWS_MAX : (int)rows;
}

const struct pane_ops pane_palette = {
    .name = "palette",
    .contexts = CONTEXT_OVERLAY,
    .state_size = sizeof(struct palette),
    .open = open_pane,
    .close = close_pane,
    .layout = layout,
    .draw = draw,
    .can = can,
    .act = act,
    .input = input,
    .click = click,
    .cursor = cursor,
    .status = status,
    .wants = wants,
};
