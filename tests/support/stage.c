#include "tests/support/stage.h"

#include "base/mem.h"
#include "catalog/refresh.h"
#include "tests/support/cmocka.h"
#include "ui/scroll.h"

#include <string.h>

static void keep(struct buf *b, str text)
{
    buf_clear(b);
    buf_append(b, text);
}

static void host_go(void *user, const struct place *to)
{
    struct stage *s = user;
    s->gone++;
    s->went = *to;
    s->went.briefing = arena_str(&s->went_arena, to->briefing);
}

static void host_selected(void *user)
{
    (void)user;
}

static void host_say(void *user, bool error, str message)
{
    struct stage *s = user;
    (void)error;
    keep(&s->said, message);
}

static void host_ask(void *user, const char *prompt, str text)
{
    struct stage *s = user;
    s->prompt = prompt;
    keep(&s->asked, text);
}

static void host_act(void *user, enum action action, int count)
{
    struct stage *s = user;
    (void)count;
    assert_true(s->acted_count < STAGE_ACTIONS);
    s->acted[s->acted_count++] = action;
}

static void host_copy(void *user, str text, const char *what)
{
    struct stage *s = user;
    (void)what;
    keep(&s->copied, text);
}

static void host_browse(void *user, str address)
{
    struct stage *s = user;
    buf_clear(&s->browsed);
    buf_append(&s->browsed, address);
}

static void host_edit(void *user, str path, size_t line, size_t column)
{
    struct stage *s = user;
    (void)column;
    keep(&s->edited, path);
    s->edited_line = line;
}

static bool host_can(void *user, enum action action)
{
    const struct stage *s = user;
    return !s->cannot[action];
}

void stage_index(struct stage *s)
{
    struct err e = catalog_refresh(s->session.catalog, &s->library, false, NULL, NULL);
    if (err_failed(&e))
        fail_msg("%s", e.message);
}

void stage_make(struct stage *s, const struct tree_file *files, size_t count)
{
    char notice[256];
    memset(s, 0, sizeof *s);
    tree_make(&s->tree, files, count);
    struct err e = library_open(&s->library, str_of(s->tree.root));
    if (!err_failed(&e))
        e = catalog_open(&s->library, &(struct catalog_options){.in_memory = true},
                         &s->session.catalog, notice);
    if (err_failed(&e))
        fail_msg("%s", e.message);
    keymap_defaults(&s->keymap, &s->arena);
    s->session.library = &s->library;
    s->session.keymap = &s->keymap;
    s->session.list = (struct list_query){.sort = LIST_BY_DATE, .descending = true};
    s->session.selection = (struct selection){
        SELECTED_NONE, SELECTED_NONE, SELECTED_NONE, 0, {0, 0}
    };
    s->host = (struct host){.user = s,
                            .go = host_go,
                            .selected = host_selected,
                            .say = host_say,
                            .ask = host_ask,
                            .act = host_act,
                            .copy = host_copy,
                            .browse = host_browse,
                            .edit = host_edit,
                            .can = host_can};
    s->focused = true;
    stage_index(s);
}

static void close_pane(struct stage *s)
{
    if (s->pane.ops && s->pane.ops->close)
        s->pane.ops->close(&s->pane);
    mem_free(s->pane.state);
    canvas_release(&s->canvas);
    s->pane = (struct pane){0};
}

void stage_release(struct stage *s)
{
    close_pane(s);
    session_release(&s->session);
    catalog_close(s->session.catalog);
    library_close(&s->library);
    arena_release(&s->arena);
    arena_release(&s->went_arena);
    buf_release(&s->row);
    buf_release(&s->said);
    buf_release(&s->asked);
    buf_release(&s->edited);
    buf_release(&s->browsed);
    buf_release(&s->copied);
    tree_remove(&s->tree);
}

int stage_setup(void **state, const struct tree_file *files, size_t count)
{
    struct stage *s = mem_alloc(sizeof *s);
    stage_make(s, files, count);
    *state = s;
    return 0;
}

int stage_setup_on(void **state, const struct tree_file *files, size_t count, struct civil today)
{
    stage_setup(state, files, count);
    struct stage *s = *state;
    s->session.today = date_from_civil(today);
    return 0;
}

int stage_teardown(void **state)
{
    stage_release(*state);
    mem_free(*state);
    return 0;
}

void stage_read(struct stage *s, const char *id)
{
    struct err e = session_open(&s->session, str_of(id));
    if (err_failed(&e))
        fail_msg("%s", e.message);
    s->session.screen = SCREEN_READER;
}

void stage_open(struct stage *s, const struct pane_ops *ops, int rows, int columns)
{
    close_pane(s);
    s->pane = (struct pane){
        .ops = ops,
        .state = mem_calloc(1, ops->state_size),
        .session = &s->session,
        .host = &s->host,
    };
    if (ops->open)
        ops->open(&s->pane);
    canvas_init(&s->canvas, rows, columns, s->session.ascii);
    ops->layout(&s->pane, rows, columns);
}

void stage_resize(struct stage *s, int rows, int columns)
{
    canvas_resize(&s->canvas, rows, columns);
    s->pane.ops->layout(&s->pane, rows, columns);
}

static void draw_on(struct stage *s)
{
    canvas_clear(&s->canvas);
    if (s->pane.ops->detail && !s->session.hurried)
        s->pane.ops->detail(&s->pane);
    s->pane.ops->draw(&s->pane, &s->canvas, s->focused);
}

static void draw(struct stage *s)
{
    s->session.epoch++; /* anything may have happened */
    draw_on(s);
}

static void check_same(struct stage *s, const struct canvas *moved, const char *what)
{
    draw(s);
    for (int row = 0; row < moved->area.rows; row++)
        if (!canvas_row_eq(moved, &s->canvas, row, moved->area.columns))
            fail_msg("%s row %d is not what it would be", what, row);
}

/* What of the frame before is put again is what would be drawn; what is read ahead changes nothing.
 */
static void check_moved(struct stage *s)
{
    struct canvas moved = {0};
    int rows = s->canvas.area.rows, columns = s->canvas.area.columns;
    canvas_init(&moved, rows, columns, s->canvas.ascii);
    draw_on(s);
    memcpy(moved.cells, s->canvas.cells, (size_t)rows * (size_t)columns * sizeof *moved.cells);
    check_same(s, &moved, "after a move");
    if (s->pane.ops->near && s->pane.ops->near(&s->pane)) {
        check_same(s, &moved, "after more was read");
        if (s->pane.ops->near(&s->pane))
            fail_msg("what was read ahead is read again");
    }
    canvas_release(&moved);
}

/* Where it leads is where it goes. */
static bool open_led(struct stage *s, int count)
{
    struct arena a = {0};
    int gone = s->gone;
    str led = s->pane.ops->leads_to ? s->pane.ops->leads_to(&s->pane) : (str){0};
    led = arena_str(&a, led);
    bool taken = s->pane.ops->act(&s->pane, ACTION_OPEN, count);
    bool opened = s->gone > gone && s->went.screen == SCREEN_READER;
    if (led.len > 0 && !(opened && str_eq(s->went.briefing, led)))
        fail_msg("it leads to \"%.*s\", but does not open that", STR_FMT(led));
    if (s->pane.ops->leads_to && opened && led.len == 0)
        fail_msg("it opens \"%.*s\", and leads nowhere", STR_FMT(s->went.briefing));
    arena_release(&a);
    return taken;
}

bool stage_act(struct stage *s, enum action action, int count)
{
    if (s->pane.ops->can && !s->pane.ops->can(&s->pane, action))
        return false;
    if (action == ACTION_OPEN)
        return open_led(s, count);
    if (!scroll_takes(action))
        return s->pane.ops->act(&s->pane, action, count);
    bool hurried = s->session.hurried;
    s->session.hurried = true; /* nothing more is asked for this */
    draw(s);
    bool taken = s->pane.ops->act(&s->pane, action, count);
    check_moved(s);
    s->session.hurried = hurried;
    return taken;
}

const char *stage_text(struct buf *b)
{
    buf_byte(b, '\0');
    b->len--;
    return b->ptr;
}

const char *stage_row(struct stage *s, int row)
{
    draw(s);
    buf_clear(&s->row);
    canvas_row_text(&s->canvas, row, &s->row);
    return stage_text(&s->row);
}

int stage_row_of(struct stage *s, const char *text)
{
    for (int row = 0; row < s->canvas.area.rows; row++)
        if (strstr(stage_row(s, row), text))
            return row;
    return -1;
}

int stage_selected_row(struct stage *s)
{
    int columns = s->canvas.area.columns;
    draw(s);
    for (int i = 0; i < s->canvas.area.rows * columns; i++)
        if (s->canvas.cells[i].style.flags & STYLE_REVERSE)
            return i / columns;
    return -1;
}

void stage_screen(struct stage *s, struct buf *out)
{
    for (int row = 0; row < s->canvas.area.rows; row++) {
        buf_append(out, str_of(stage_row(s, row)));
        buf_byte(out, '\n');
    }
}

int stage_need_row(struct stage *s, const char *text)
{
    int row = stage_row_of(s, text);
    if (row < 0) {
        struct buf screen = {0};
        stage_screen(s, &screen);
        print_message("%s", stage_text(&screen));
        buf_release(&screen);
        fail_msg("\"%s\" is not on the screen", text);
    }
    return row;
}

void stage_assert_row(struct stage *s, const char *text, const char *also)
{
    const char *row = stage_row(s, stage_need_row(s, text));
    if (!strstr(row, also))
        fail_msg("\"%s\" is not in \"%s\"", also, row);
}

void stage_assert_selected(struct stage *s, const char *text)
{
    int selected = stage_selected_row(s);
    const char *row = selected < 0 ? "" : stage_row(s, selected);
    if (!strstr(row, text))
        fail_msg("\"%s\" is not in \"%s\", which is selected", text, row);
}

void stage_assert_screen(struct stage *s, struct buf *before)
{
    struct buf now = {0};
    stage_screen(s, &now);
    assert_string_equal(stage_text(&now), stage_text(before));
    buf_release(&now);
    buf_release(before);
}

/* As the app does it: what is prepared changes nothing that is seen. */
void stage_type(struct stage *s, enum input_event event, const char *text)
{
    if (event == INPUT_CHANGED && s->pane.ops->prepare) {
        struct buf before = {0};
        stage_screen(s, &before);
        s->pane.ops->prepare(&s->pane, str_of(text));
        stage_assert_screen(s, &before);
    }
    s->pane.ops->input(&s->pane, event, str_of(text));
}

void stage_select(struct stage *s, const char *text)
{
    int row = 1;
    while (row < s->canvas.area.rows && !strstr(stage_row(s, row), text))
        row++;
    s->pane.ops->click(&s->pane, row, 1, false);
    stage_assert_selected(s, text);
}

const char *stage_status(struct stage *s)
{
    buf_clear(&s->row);
    s->pane.ops->status(&s->pane, &s->row);
    return stage_text(&s->row);
}
