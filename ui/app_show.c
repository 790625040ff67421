#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/flow.h"
#include "ui/panes/panes.h"

#include <string.h>

enum {
    MARGIN = 1,
    READING_SPEED = 230, /* words a minute */
    PROGRESS_CELLS = 10,
    MESSAGE_ROWS = 4,
    DESCRIPTION_LEAST = 24, /* cells for the library's description */
};

static const struct {
    const struct pane_ops *ops;
    const char *title;
    bool low; /* stands on the footer: one types there what it lists */
} windows[] = {
    {&pane_entities,   "Entities",   false},
    {&pane_agreements, "Agreements", false},
    {&pane_contents,   "Contents",   false},
    {&pane_help,       "Keys",       false},
    {&pane_problems,   "Problems",   false},
    {&pane_palette,    "Commands",   true },
};

static int window_of(const struct pane_ops *ops)
{
    int i = (int)(sizeof windows / sizeof *windows) - 1;
    while (i > 0 && windows[i].ops != ops)
        i--;
    return i;
}

/* -- Geometry ------------------------------------------------------------------------------------
 */

static void lay_out_pane(struct pane *p, struct rect where)
{
    if (p->ops && p->ops->layout && where.rows > 0 && where.columns > 0)
        p->ops->layout(p, where.rows, where.columns);
}

static void lay_out_overlay(struct app *app)
{
    struct pane *p = &app->overlay;
    int wanted = p->ops->wants ? p->ops->wants(p) + 2 : app->frame.body.rows;
    struct rect r = frame_overlay(&app->frame, wanted, windows[window_of(p->ops)].low);
    bool framed = r.columns < app->frame.body.columns;
    app->overlay_rect = r;
    app->overlay_inner = framed
                             ? (struct rect){r.row + 1, r.column + 2, r.rows - 2, r.columns - 4}
                             : (struct rect){r.row + 1, MARGIN, r.rows - 1, r.columns - 2 * MARGIN};
    lay_out_pane(p, app->overlay_inner);
}

void app_lay_out(struct app *app)
{
    int rows, columns;
    term_size(app->term, &rows, &columns);
    if (app->canvas.area.rows != rows || app->canvas.area.columns != columns ||
        !app->canvas.cells) {
        canvas_release(&app->canvas);
        canvas_init(&app->canvas, rows, columns, app->session.ascii);
    }
    frame_make(&app->frame, rows, columns, app->session.screen, app->focus, app->zoomed);
    app->dirty = true;
    if (app->frame.too_small)
        return;
    if (app->session.screen == SCREEN_LIBRARY)
        lay_out_pane(&app->library_pane, app->frame.pane[0]);
    for (int i = 0; app->session.screen == SCREEN_READER && i < FRAME_PANES; i++)
        if (frame_shows(&app->frame, i))
            lay_out_pane(&app->reader[i], app->frame.pane[i]);
    if (app->overlay.ops)
        lay_out_overlay(app);
}

/* -- Header --------------------------------------------------------------------------------------
 */

static const char *separator(const struct app *app)
{
    return app->session.ascii ? " - " : " \u00B7 ";
}

/* "8 Apr 2024 · 4 min" */
static void add_details(const struct app *app, struct buf *out)
{
    const struct briefing *b = app->session.briefing;
    struct arena a = {0};
    str date = date_human(&b->date, DATE_SHORT, &a);
    buf_append(out, date);
    if (date.len)
        buf_append(out, str_of(separator(app)));
    size_t minutes = (b->words + READING_SPEED / 2) / READING_SPEED;
    buf_printf(out, "%zu min", minutes ? minutes : 1);
    arena_release(&a);
}

/* What stands on the right: the date and the minutes only where they leave the title whole. */
static void reader_right(struct app *app, struct buf *out)
{
    const struct pane *text = &app->reader[READER_TEXT];
    struct buf status = {0};
    if (text->ops->status)
        text->ops->status(text, &status);
    add_details(app, out);
    size_t width = safe_width(buf_str(out)) + safe_width(buf_str(&status)) + 9 +
                   safe_width(app->session.briefing->title);
    if (width > (size_t)app->canvas.area.columns)
        buf_clear(out);
    if (out->len && status.len)
        buf_append(out, str_of(separator(app)));
    buf_append(out, buf_str(&status));
    buf_release(&status);
}

/* Library and title; the library's name gives way first. */
static void show_reader_title(struct app *app, int end)
{
    struct canvas *c = &app->canvas;
    int column = MARGIN;
    int library = (int)safe_width(app->library->title) + 3;
    int title = (int)safe_width(app->session.briefing->title);
    if (!app_is_alone(app) && column + library + title <= end) {
        column += canvas_text_cut(c, 0, column, library - 3, app->library->title, STYLE(CHROME));
        column += canvas_glyph(c, 0, column, " \u203A ", " > ", STYLE(CHROME));
    }
    canvas_text_cut(c, 0, column, end - column, app->session.briefing->title, STYLE(TITLE));
}

static void show_library_title(struct app *app, int end)
{
    struct canvas *c = &app->canvas;
    int column =
        MARGIN + canvas_text_cut(c, 0, MARGIN, end - MARGIN, app->library->title, STYLE(TITLE));
    if (app->library->description.len && end - column > DESCRIPTION_LEAST)
        canvas_text_cut(c, 0, column + 3, end - column - 3, app->library->description,
                        STYLE(CHROME));
}

static void show_header(struct app *app)
{
    struct canvas *c = &app->canvas;
    int columns = c->area.columns;
    struct buf right = {0};
    bool reader = app->session.screen == SCREEN_READER;
    if (reader)
        reader_right(app, &right);
    else
        app->library_pane.ops->status(&app->library_pane, &right);
    int width = (int)safe_width(buf_str(&right)), most = columns / 2;
    if (reader) { /* what a short title leaves */
        int rest = columns - 2 * MARGIN - 2 - (int)safe_width(app->session.briefing->title);
        most = rest > most ? rest : most;
    }
    width = width > most ? most : width;
    int end = columns - MARGIN - width - (width ? 2 : 0); /* of what stands on the left */
    if (reader)
        show_reader_title(app, end);
    else
        show_library_title(app, end);
    canvas_text_cut(c, 0, columns - MARGIN - width, width, buf_str(&right), STYLE(CHROME));
    buf_release(&right);
}

/* -- Footer --------------------------------------------------------------------------------------
 */

/* "indexing ▓▓▓░░ 5/16" on the right; returns the first column that it takes. */
static int show_progress(struct app *app, int row)
{
    struct canvas *c = &app->canvas;
    const struct session *s = &app->session;
    int end = c->area.columns - MARGIN;
    if (!s->indexing)
        return end;
    struct buf text = {0};
    if (s->to_index)
        buf_printf(&text, " %zu/%zu", s->indexed, s->to_index);
    int column = end - (int)text.len;
    canvas_text(c, row, column, -1, buf_str(&text), STYLE(CHROME));
    if (s->to_index) {
        column -= PROGRESS_CELLS;
        for (int i = 0; i < PROGRESS_CELLS; i++)
            canvas_glyph(c, row, column + i, "\u2500", "-", STYLE(RULE));
        canvas_bar(c, row, column, PROGRESS_CELLS, s->indexed, s->to_index, STYLE(MARK));
    }
    str label = s->to_index ? STR("indexing, Esc stops ") : STR("looking for changes");
    column -= (int)label.len;
    canvas_text(c, row, column, -1, label, STYLE(CHROME));
    buf_release(&text);
    return column - 2;
}

/* What q does depends on where one is. */
static const char *label_of(const struct app *app, enum action action)
{
    bool closes = app->overlay.ops || (app->session.screen == SCREEN_READER && !app_is_alone(app));
    return action == ACTION_QUIT && closes ? "close" : action_info(action)->label;
}

static int key_width(const struct app *app, enum action action, struct buf *label)
{
    struct key key;
    buf_clear(label);
    if (!keymap_key(app->keymap, action, 0, &key))
        return 0;
    key_label(key, app->session.ascii, label);
    return (int)safe_width(buf_str(label)) + 1 + (int)strlen(label_of(app, action));
}

static int show_key(struct app *app, int row, int column, enum action action, struct buf *label)
{
    int width = key_width(app, action, label);
    int at = column + canvas_text(&app->canvas, row, column, -1, buf_str(label), STYLE(KEY)) + 1;
    canvas_text(&app->canvas, row, at, -1, str_of(label_of(app, action)), STYLE(CHROME));
    if (app->footer_count < FOOTER_MAX)
        app->footer[app->footer_count++] = (struct footer_key){column, width, action};
    return column + width;
}

/* The keys that do something here and now, as many as there is room for; the help always. */
static void show_keys(struct app *app, int row, int end)
{
    enum { GAP = 3 };
    struct buf label = {0};
    int column = MARGIN, help = key_width(app, ACTION_HELP, &label);
    unsigned contexts = app_target(app)->ops->contexts;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        enum action action = (enum action)i;
        const struct action_info *info = action_info(action);
        bool below = app->overlay.ops && app_acts_itself(action) && action != ACTION_QUIT;
        if (!info->label[0] || !(info->contexts & contexts) || action == ACTION_HELP || below ||
            !app_can(app, action))
            continue;
        int width = key_width(app, action, &label);
        if (width && column + width + (help ? GAP + help : 0) <= end)
            column = show_key(app, row, column, action, &label) + GAP;
    }
    if (help && app->overlay.ops == NULL && column + help <= end)
        show_key(app, row, column, ACTION_HELP, &label);
    buf_release(&label);
}

static struct cursor show_input_line(struct app *app, int row, int end)
{
    struct canvas *c = &app->canvas;
    int column = MARGIN + canvas_text(c, row, MARGIN, -1, str_of(app->asking.prompt), STYLE(KEY));
    int at = line_editor_draw(&app->asking.editor, c, row, column, end - column, STYLE(TEXT));
    return (struct cursor){true, row, at};
}

/* The address that Enter opens stands here whole, over as many rows as it needs. */
static struct cursor show_confirm(struct app *app)
{
    struct canvas *c = &app->canvas;
    static const str question =
        STR_INIT("Open this address?  Enter opens it, any other key does not");
    struct buf safe = {0};
    safe_append(&safe, buf_str(&app->confirm), SAFE_LINE, app->session.ascii);
    int measure = c->area.columns - 2 * MARGIN, rows = 2;
    int width = (int)safe_width(buf_str(&safe));
    rows += (width - 1) / measure;
    int row = c->area.rows - rows;
    row = row < 0 ? 0 : row;
    canvas_fill(c, (struct rect){row - 1, 0, rows + 1, c->area.columns}, ' ', STYLE(TEXT));
    canvas_hline(c, row - 1, 0, c->area.columns, STYLE(RULE));
    canvas_text_cut(c, row++, MARGIN, measure, question, STYLE(TITLE));
    str rest = buf_str(&safe); /* printable ASCII, or stand-ins: see spawn_can_browse */
    for (; rest.len && row < c->area.rows; row++) {
        size_t fits = 0;
        for (size_t end = 1;
             end <= rest.len && safe_width(str_sub(rest, 0, end)) <= (size_t)measure; end++)
            if (end == rest.len || ((unsigned char)rest.ptr[end] & 0xC0) != 0x80)
                fits = end;
        canvas_text(c, row, MARGIN, measure, str_sub(rest, 0, fits), STYLE(LINK));
        rest = str_from(rest, fits ? fits : rest.len);
    }
    buf_release(&safe);
    return (struct cursor){true, c->area.rows - rows, MARGIN};
}

/* A message that is too long for the footer takes the rows above it too. */
static void show_message(struct app *app, int row, int end)
{
    struct canvas *c = &app->canvas;
    struct style style = app->message_is_error ? STYLE(ERROR) : STYLE(TEXT);
    str message = buf_str(&app->message);
    int measure = end - MARGIN;
    int rows = flow_text(NULL, 0, 0, measure, MESSAGE_ROWS, message, style);
    row -= rows - 1;
    if (rows > 1) {
        canvas_fill(c, (struct rect){row - 1, 0, rows, c->area.columns}, ' ', STYLE(TEXT));
        canvas_hline(c, row - 1, 0, c->area.columns, STYLE(RULE));
    }
    flow_text(c, row, MARGIN, measure, rows, message, style);
}

static struct cursor show_footer(struct app *app, struct cursor cursor)
{
    int row = app->frame.footer.row;
    app->footer_count = 0;
    if (app->confirm.len)
        return show_confirm(app);
    int end = show_progress(app, row);
    if (app->message.len && !app->asking.pane) {
        show_message(app, row, end);
    } else if (app->asking.pane) {
        return show_input_line(app, row, end);
    } else if (app->count) {
        struct buf typed = {0};
        buf_printf(&typed, "%d", app->count);
        canvas_text(&app->canvas, row, MARGIN, -1, buf_str(&typed), STYLE(KEY));
        buf_release(&typed);
    } else {
        show_keys(app, row, end);
    }
    return cursor;
}

/* -- Panes ---------------------------------------------------------------------------------------
 */

/* A title and what the pane says of itself, in a rule. */
static void show_title(struct app *app, const struct pane *p, struct rect rule, bool focused)
{
    struct canvas c = canvas_window(&app->canvas, rule);
    struct style style = focused ? STYLE(TITLE) : STYLE(QUIET);
    struct buf status = {0};
    int right = rule.columns - 2;
    if (p->ops->status)
        p->ops->status(p, &status);
    int title = (int)strlen(windows[window_of(p->ops)].title);
    int width = (int)safe_width(buf_str(&status)), room = right - title - 8;
    width = width > room ? room : width;
    if (width > 0) {
        canvas_text(&c, 0, right - width - 1, -1, STR(" "), STYLE(TEXT));
        canvas_text_cut(&c, 0, right - width, width, buf_str(&status), STYLE(QUIET));
        canvas_text(&c, 0, right, -1, STR(" "), STYLE(TEXT));
    }
    canvas_text(&c, 0, 2, -1, STR(" "), STYLE(TEXT));
    canvas_text(&c, 0, 3, -1, str_of(windows[window_of(p->ops)].title), style);
    canvas_text(&c, 0, 3 + title, -1, STR(" "), STYLE(TEXT));
    buf_release(&status);
}

static struct cursor show_pane(struct app *app, struct pane *p, struct rect where, bool focused)
{
    struct canvas c = canvas_window(&app->canvas, where);
    p->ops->draw(p, &c, focused);
    struct cursor cursor = {0};
    if (focused && p->ops->cursor)
        cursor = p->ops->cursor(p);
    cursor.row += where.row;
    cursor.column += where.column;
    return cursor;
}

static struct cursor show_reader(struct app *app)
{
    struct canvas *c = &app->canvas;
    const struct frame *f = &app->frame;
    struct cursor cursor = {0};
    bool below = app->overlay.ops == NULL;
    canvas_vline(c, f->rule.row, f->rule.column, f->rule.columns ? f->rule.rows : 0, STYLE(RULE));
    for (int i = 0; i < FRAME_PANES; i++) {
        if (!frame_shows(f, i))
            continue;
        bool focused = below && app->focus == i;
        struct rect t = f->title[i];
        if (t.rows) {
            canvas_hline(c, t.row, t.column, t.columns, STYLE(RULE));
            if (f->rule.columns && t.row == f->rule.row)
                canvas_glyph(c, t.row, t.column, "\u256D", "+", STYLE(RULE));
            else if (f->rule.columns)
                canvas_glyph(c, t.row, t.column, "\u251C", "+", STYLE(RULE));
            show_title(app, &app->reader[i], t, focused);
        }
        struct cursor at = show_pane(app, &app->reader[i], f->pane[i], focused);
        cursor = focused ? at : cursor;
    }
    return cursor;
}

static void show_box(struct canvas *c, struct rect r)
{
    struct style style = STYLE(RULE);
    int bottom = r.row + r.rows - 1, right = r.column + r.columns - 1;
    canvas_fill(c, r, ' ', STYLE(TEXT));
    canvas_hline(c, r.row, r.column, r.columns, style);
    canvas_hline(c, bottom, r.column, r.columns, style);
    canvas_vline(c, r.row, r.column, r.rows, style);
    canvas_vline(c, r.row, right, r.rows, style);
    canvas_glyph(c, r.row, r.column, "\u256D", "+", style);
    canvas_glyph(c, r.row, right, "\u256E", "+", style);
    canvas_glyph(c, bottom, r.column, "\u2570", "+", style);
    canvas_glyph(c, bottom, right, "\u256F", "+", style);
}

static struct cursor show_overlay(struct app *app)
{
    struct rect r = app->overlay_rect, rule = {r.row, r.column, 1, r.columns};
    if (r.columns < app->frame.body.columns) {
        /* A blank column on both sides sets the window off from the text beneath. */
        canvas_fill(&app->canvas, (struct rect){r.row, r.column - 1, r.rows, r.columns + 2}, ' ',
                    STYLE(TEXT));
        show_box(&app->canvas, r);
    } else {
        canvas_fill(&app->canvas, r, ' ', STYLE(TEXT));
        canvas_hline(&app->canvas, rule.row, rule.column, rule.columns, STYLE(RULE));
    }
    show_title(app, &app->overlay, rule, true);
    return show_pane(app, &app->overlay, app->overlay_inner, true);
}

static void show_too_small(struct app *app)
{
    struct canvas *c = &app->canvas;
    struct buf text = {0};
    buf_printf(&text, "%dx%d is too small: %dx%d", c->area.columns, c->area.rows, FRAME_MIN_COLUMNS,
               FRAME_MIN_ROWS);
    int column = (c->area.columns - (int)text.len) / 2;
    canvas_text(c, c->area.rows / 2, column > 0 ? column : 0, -1, buf_str(&text), STYLE(TEXT));
    buf_release(&text);
}

void app_show(struct app *app)
{
    struct cursor cursor = {0};
    canvas_clear(&app->canvas);
    if (app->frame.too_small) {
        show_too_small(app);
    } else {
        show_header(app);
        cursor = app->session.screen == SCREEN_READER
                     ? show_reader(app)
                     : show_pane(app, &app->library_pane, app->frame.pane[0], !app->overlay.ops);
        if (app->overlay.ops)
            cursor = show_overlay(app);
        cursor = show_footer(app, cursor);
    }
    term_show(app->term, &app->canvas, cursor);
}
