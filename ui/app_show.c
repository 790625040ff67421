#include "base/clock.h"
#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/count.h"
#include "ui/panes/panes.h"

#include <string.h>

enum {
    MARGIN = APP_MARGIN,
    READING_SPEED = 230,    /* words a minute */
    DESCRIPTION_LEAST = 24, /* cells for the library's description */
    REST_MS = 50,           /* between two keys that do not come fast: a held one repeats in less */
    SOON_MS = 16,           /* after a single move: it is seen before what is said of it is asked */
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
    if (!app->canvas.cells)
        canvas_init(&app->canvas, rows, columns, app->session.ascii);
    else if (app->canvas.area.rows != rows || app->canvas.area.columns != columns)
        canvas_resize(&app->canvas, rows, columns);
    frame_make(&app->frame, rows, columns, app->session.screen, app->focus, app->zoomed);
    app->dirty = true;
    if (app->frame.too_small)
        return;
    if (app_screen_pane(app))
        lay_out_pane(app_screen_pane(app), app->frame.pane[0]);
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

/* "8 Apr 2024 · 4 min"; before it, if so, that the file is another by now and cannot be read. */
static void add_details(const struct app *app, struct buf *out)
{
    const struct briefing *b = app->session.briefing;
    struct arena a = {0};
    str date = date_human(&b->date, DATE_SHORT, &a);
    if (app->session.kept)
        buf_printf(out, "as it was%s", separator(app));
    buf_append(out, date);
    if (date.len)
        buf_append(out, str_of(separator(app)));
    size_t minutes = (b->words + READING_SPEED / 2) / READING_SPEED;
    buf_printf(out, "%s min", COUNT(minutes ? minutes : 1));
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

/* The screen's own title; that of the library's list is the library's. */
static void screen_title(struct app *app, struct buf *out)
{
    const struct pane *p = app_screen_pane(app);
    if (p->ops->title)
        p->ops->title(p, out);
    else if (screen_info(app->session.screen)->title)
        buf_append(out, str_of(screen_info(app->session.screen)->title));
}

/* Library and screen; the library's name gives way first, its description fills what is left. */
static void show_screen_title(struct app *app, int end)
{
    struct canvas *c = &app->canvas;
    struct buf title = {0};
    int column = MARGIN;
    screen_title(app, &title);
    int library = (int)safe_width(app->library->title) + 3;
    if (title.len == 0) {
        column += canvas_text_cut(c, 0, column, end - column, app->library->title, STYLE(TITLE));
    } else {
        if (!app_is_alone(app) && column + library + (int)safe_width(buf_str(&title)) <= end) {
            column += canvas_text(c, 0, column, library - 3, app->library->title, STYLE(CHROME));
            column += canvas_glyph(c, 0, column, " \u203A ", " > ", STYLE(CHROME));
        }
        canvas_text_cut(c, 0, column, end - column, buf_str(&title), STYLE(TITLE));
        column = end;
    }
    buf_release(&title);
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
    else if (app_screen_pane(app)->ops->status)
        app_screen_pane(app)->ops->status(app_screen_pane(app), &right);
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
        show_screen_title(app, end);
    canvas_text_cut(c, 0, columns - MARGIN - width, width, buf_str(&right), STYLE(CHROME));
    buf_release(&right);
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
    buf_printf(&text, "%dx%d is too small: %dx%d at least", c->area.columns, c->area.rows,
               FRAME_MIN_COLUMNS, FRAME_MIN_ROWS);
    int column = (c->area.columns - (int)text.len) / 2;
    canvas_text(c, c->area.rows / 2, column > 0 ? column : 0, -1, buf_str(&text), STYLE(TEXT));
    buf_release(&text);
}

void app_show(struct app *app)
{
    struct cursor cursor = {0};
    struct pane *screen = app->frame.too_small ? NULL : app_screen_pane(app);
    bool hurried = app->session.hurried;
    if (screen && screen->ops->detail && !hurried)
        screen->ops->detail(screen);
    canvas_clear(&app->canvas);
    if (app->frame.too_small) {
        show_too_small(app);
    } else {
        show_header(app);
        cursor = screen ? show_pane(app, screen, app->frame.pane[0], !app->overlay.ops)
                        : show_reader(app);
        if (app->overlay.ops)
            cursor = show_overlay(app);
        cursor = app_show_footer(app, cursor);
    }
    bool behind = term_show(app->term, &app->canvas, cursor, hurried);
    app->held = behind || hurried;
}

/* Keys that come fast, and any that moves, leave details behind, until they rest. */
void app_show_hurry(struct app *app, bool moves)
{
    int64_t now = clock_ms();
    bool fast = now - app->typed < REST_MS;
    app->session.hurried = fast || moves;
    app->typed = now;
    app->rests = now + (fast ? REST_MS : SOON_MS);
}

int app_show_wait(const struct app *app)
{
    int64_t rest = app->rests - clock_ms();
    if (!app->held)
        return -1;
    return rest > 0 ? (int)rest : 0;
}

void app_show_turn(struct app *app)
{
    if (app_show_wait(app) != 0)
        return;
    app->session.hurried = false;
    app->moved = true;
}

/* What the next moves need is read when this one has been seen; then it is drawn, too. */
void app_show_near(struct app *app)
{
    struct pane *p = app->frame.too_small ? NULL : app_screen_pane(app);
    if (p && p->ops->near && !app->overlay.ops && p->ops->near(p))
        app->moved = true;
}
