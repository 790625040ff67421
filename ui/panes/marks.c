#include "state/state.h"
#include "text/unicode.h"
#include "ui/filter.h"
#include "ui/flow.h"
#include "ui/panes/answer.h"
#include "ui/panes/menu.h"
#include "ui/panes/panes.h"

enum {
    PAGE = 200,      /* marks and notes asked for at once */
    DETAIL_ROWS = 6, /* below the list, with a rule: the selected one whole */
    DETAIL_FROM = 14,
    WORDS_LEAST = 2, /* of its rows for the words it is on */
};

/* Marks and notes over the library, the last changed first, read on as one goes down. */
struct marks {
    struct menu menu;
    struct arena arena;
    VEC(struct state_item) items;
    bool more;
    bool deleting; /* the input line asks whether to */
    struct filter filter;
    int rows;
};

/* -- Rows ----------------------------------------------------------------------------------------
 */

static str title_of(const struct pane *p, str id, struct arena *a)
{
    struct brief_row row;
    struct session *s = p->session;
    if (s->catalog && catalog_list_row(s->catalog, &s->list, id, a, &row))
        return row.title;
    return id;
}

/* Words of a text or a note may go over lines, and over paragraphs. */
static str one_line(str text, struct arena *a)
{
    char *line = arena_cstr(a, text);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool blank = text.ptr[i] == '\n' || text.ptr[i] == '\r' || text.ptr[i] == '\t';
        if (!blank)
            line[len++] = text.ptr[i];
        else if (len && line[len - 1] != ' ')
            line[len++] = ' ';
    }
    return (str){line, len};
}

/* What a row says: the note, or the words that the mark is on. */
static str words_of(const struct state_item *item)
{
    return item->kind == STATE_NOTE ? item->text : item->spot.quote;
}

static bool holds(str text, str wanted, struct arena *a)
{
    return str_find(unicode_fold_marks(text, a), wanted, 0) != STR_NONE;
}

static void add(struct pane *p, const struct state_item *item, str wanted)
{
    struct marks *m = p->state;
    struct arena a = {0};
    str title = title_of(p, item->briefing, &a);
    bool note = item->kind == STATE_NOTE;
    *VEC_PUSH(&m->arena, &m->items) = *item;
    if (wanted.len == 0 || holds(words_of(item), wanted, &a) || holds(title, wanted, &a) ||
        holds(item->spot.quote, wanted, &a))
        menu_add(&m->menu, &(struct menu_row){
                               .left = note ? STR("note") : (str){&item->letter, 1},
                               .text = one_line(words_of(item), &a),
                               .right = title,
                               .style = note ? STYLE(TEXT) : STYLE(QUIET),
                               .item = m->items.len - 1,
        });
    arena_release(&a);
}

static void read_on(struct pane *p)
{
    struct marks *m = p->state;
    struct state_items page = {0};
    struct arena folded = {0};
    str wanted = unicode_fold_marks(filter_text(&m->filter), &folded);
    const struct state_item *from = m->items.len ? &m->items.items[m->items.len - 1] : NULL;
    bool read = answer_is(
        p, state_items(p->session->state, STATE_MARKS | STATE_NOTES, from, PAGE, &m->arena, &page));
    for (size_t i = 0; i < page.len; i++)
        add(p, &page.items[i], wanted);
    m->more = read && page.more && page.len > 0;
    arena_release(&folded);
}

/* As many as are shown and one page more. */
static void read_enough(struct pane *p, bool all)
{
    struct marks *m = p->state;
    size_t shown = m->rows > 0 ? (size_t)m->rows : 1;
    while (m->more && (all || m->menu.scroll.cursor + 2 * shown >= m->menu.rows.len))
        read_on(p);
    menu_settle(&m->menu);
}

static const struct state_item *selected(const struct marks *m)
{
    const struct menu_row *row = menu_selected(&m->menu);
    return row ? &m->items.items[row->item] : NULL;
}

static void fill(struct pane *p)
{
    struct marks *m = p->state;
    menu_clear(&m->menu);
    arena_release(&m->arena);
    m->items.items = NULL;
    m->items.len = m->items.cap = 0;
    m->more = true;
    read_enough(p, false);
}

static void close_pane(struct pane *p)
{
    struct marks *m = p->state;
    menu_release(&m->menu);
    arena_release(&m->arena);
    filter_release(&m->filter);
}

static int detail_rows(int rows)
{
    return rows >= DETAIL_FROM ? DETAIL_ROWS : 0;
}

static void layout(struct pane *p, int rows, int columns)
{
    struct marks *m = p->state;
    (void)columns;
    m->rows = rows;
    menu_set_rows(&m->menu, rows - detail_rows(rows));
    read_enough(p, false);
}

/* -- Drawing -------------------------------------------------------------------------------------
 */

static void draw_detail(struct pane *p, struct canvas *c, const struct state_item *item)
{
    int row = c->area.rows - DETAIL_ROWS, width = c->area.columns - 2;
    int left = DETAIL_ROWS - 1;
    canvas_hline(c, row++, 0, c->area.columns, STYLE(RULE));
    struct arena a = {0};
    canvas_text_cut(c, row++, 1, width, title_of(p, item->briefing, &a), STYLE(TITLE));
    left--;
    if (item->kind == STATE_NOTE) {
        int most = item->spot.quote.len ? left - WORDS_LEAST : left;
        int used = flow_text(c, row, 1, width, most, one_line(item->text, &a), STYLE(TEXT));
        row += used;
        left -= used;
    }
    if (item->spot.quote.len)
        flow_text(c, row, 1, width, left, one_line(item->spot.quote, &a), STYLE(QUIET));
    canvas_flag(c, (struct rect){c->area.rows - DETAIL_ROWS, 0, DETAIL_ROWS, c->area.columns},
                STYLE_LATER);
    arena_release(&a);
}

static void draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct marks *m = p->state;
    const struct state_item *item = selected(m);
    menu_draw(&m->menu, c, focused);
    if (item && detail_rows(m->rows))
        draw_detail(p, c, item);
    if (item || answer_draw_trouble(p, c, 1, 1, c->area.columns - 2))
        return;
    flow_text(c, 1, 1, c->area.columns - 2, 3,
              m->filter.text.len ? STR("No mark or note has that in it.")
                                 : STR("There are no marks and no notes yet: in a briefing m sets "
                                       "a mark, c writes a note."),
              STYLE(QUIET));
}

/* -- Acting --------------------------------------------------------------------------------------
 */

static bool can(const struct pane *p, enum action action)
{
    const struct marks *m = p->state;
    switch (action) {
    case ACTION_SEARCH:
        return m->items.len > 0;
    case ACTION_CANCEL:
        return m->filter.text.len > 0;
    case ACTION_OPEN:
    case ACTION_DELETE:
        return selected(m) != NULL;
    default:
        return selected(m) && scroll_takes(action);
    }
}

static void open_selected(struct pane *p)
{
    const struct state_item *item = selected(p->state);
    if (item)
        p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER,
                                                   .briefing = item->briefing,
                                                   .spot = &item->spot});
}

static void ask_to_delete(struct pane *p)
{
    struct marks *m = p->state;
    const struct state_item *item = selected(m);
    m->deleting = true;
    p->host->ask(p->host->user,
                 item->kind == STATE_NOTE ? "delete this note? type y and Enter: "
                                          : "delete this mark? type y and Enter: ",
                 STR(""));
}

static void delete_selected(struct pane *p)
{
    const struct state_item *item = selected(p->state);
    if (!item)
        return;
    bool note = item->kind == STATE_NOTE;
    struct err e = note ? state_delete_note(p->session->state, item->id)
                        : state_unmark(p->session->state, item->letter);
    if (err_failed(&e))
        p->host->say(p->host->user, true, str_of(e.message));
    else
        p->host->say(p->host->user, false, note ? STR("note deleted") : STR("mark deleted"));
    fill(p);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct marks *m = p->state;
    switch (action) {
    case ACTION_OPEN:
        open_selected(p);
        return true;
    case ACTION_DELETE:
        ask_to_delete(p);
        return true;
    case ACTION_SEARCH:
        m->deleting = false;
        filter_ask(&m->filter, p, "/");
        return true;
    case ACTION_CANCEL:
        if (filter_clear(&m->filter))
            fill(p);
        return true;
    default:
        if (!menu_act(&m->menu, action, count))
            return false;
        read_enough(p, action == ACTION_BOTTOM);
        if (action == ACTION_BOTTOM)
            menu_act(&m->menu, action, count);
        return true;
    }
}

static void input(struct pane *p, enum input_event event, str text)
{
    struct marks *m = p->state;
    if (!m->deleting) {
        if (filter_input(&m->filter, event, text))
            fill(p);
        return;
    }
    if (event == INPUT_CHANGED)
        return;
    m->deleting = false;
    if (event == INPUT_ACCEPTED && (str_eq(text, STR("y")) || str_eq(text, STR("yes"))))
        delete_selected(p);
    else
        p->host->say(p->host->user, false, STR("nothing deleted"));
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct marks *m = p->state;
    (void)column;
    if (menu_click(&m->menu, row) && twice)
        open_selected(p);
}

static struct cursor cursor(const struct pane *p)
{
    return menu_cursor(&((const struct marks *)p->state)->menu);
}

/* -- Places --------------------------------------------------------------------------------------
 */

static bool is_item(const struct state_item *item, str key)
{
    return item->kind == STATE_NOTE ? str_eq(item->id, key)
                                    : key.len == 1 && key.ptr[0] == item->letter;
}

static void save(const struct pane *p, struct place *place)
{
    const struct marks *m = p->state;
    const struct state_item *item = selected(m);
    if (item)
        place->key =
            arena_str(place->arena, item->kind == STATE_NOTE ? item->id : (str){&item->letter, 1});
    place->view = arena_str(place->arena, filter_text(&m->filter));
    place->row = item ? (int)(m->menu.scroll.cursor - m->menu.scroll.top) : -1;
}

static void restore(struct pane *p, const struct place *place)
{
    struct marks *m = p->state;
    if (!place->key.len)
        return;
    for (size_t i = 0; i < m->items.len || m->more; i++) {
        if (i == m->items.len)
            read_on(p);
        if (i < m->items.len && is_item(&m->items.items[i], place->key)) {
            menu_settle(&m->menu);
            menu_select(&m->menu, i);
            return;
        }
    }
}

static void status(const struct pane *p, struct buf *out)
{
    const struct marks *m = p->state;
    filter_status(&m->filter, out);
    menu_status(&m->menu, out);
    if (m->more)
        buf_byte(out, '+');
}

const struct pane_ops pane_marks = {
    .name = "marks",
    .contexts = CONTEXT_MARKS,
    .state_size = sizeof(struct marks),
    .open = fill,
    .close = close_pane,
    .refresh = fill,
    .layout = layout,
    .draw = draw,
    .can = can,
    .act = act,
    .input = input,
    .click = click,
    .cursor = cursor,
    .save = save,
    .restore = restore,
    .status = status,
};
