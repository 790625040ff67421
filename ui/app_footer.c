#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/count.h"
#include "ui/flow.h"

#include <string.h>

enum {
    MARGIN = APP_MARGIN,
    PROGRESS_CELLS = 10,
    WIDE = 100,
    MESSAGE_ROWS = 4,
    KEY_GAP = 3, /* between the keys */
};

/* " 5/16  2150/s  41 s left": where there is not much room, not how fast. */
static void say_progress(const struct session *s, bool narrow, struct buf *text)
{
    struct buf left = {0};
    size_t rate = pace_rate(&s->pace);
    buf_printf(text, " %s/%s", COUNT(s->indexed), COUNT(s->to_index));
    if (rate > 0 && !narrow)
        buf_printf(text, "  %s/s", COUNT(rate));
    pace_say_left(&s->pace, s->to_index, &left);
    if (left.len > 0)
        buf_printf(text, "  %.*s left", STR_FMT(buf_str(&left)));
    buf_release(&left);
}

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
        say_progress(s, c->area.columns < WIDE, &text);
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

/* What q does depends on where one is; which screens there are is said where one chooses, not where
 * one reads. */
static const char *label_of(const struct app *app, enum action action)
{
    bool closes = app->overlay.ops || app_can_close(app);
    enum screen to = screen_of(action);
    if (app->session.screen == SCREEN_READER && to != SCREEN_COUNT && to != SCREEN_LIBRARY)
        return "";
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
    struct buf label = {0};
    int column = MARGIN, help = key_width(app, ACTION_HELP, &label);
    unsigned contexts = app_target(app)->ops->contexts;
    app->footer_count = 0;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        enum action action = (enum action)i;
        const struct action_info *info = action_info(action);
        bool below = app->overlay.ops && app_acts_itself(action) && action != ACTION_QUIT;
        if (!label_of(app, action)[0] || !(info->contexts & contexts) || action == ACTION_HELP ||
            below || !app_can(app, action))
            continue;
        int width = key_width(app, action, &label);
        if (width && column + width + (help ? KEY_GAP + help : 0) <= end)
            column = show_key(app, row, column, action, &label) + KEY_GAP;
    }
    if (help && app->overlay.ops == NULL && column + help <= end)
        show_key(app, row, column, ACTION_HELP, &label);
    buf_release(&label);
}

/* Between keys that come fast those that stand there stay: which others do something by then costs
 * a tenth of such a key to find out, and often more bytes than what moved. */
static void show_keys_later(struct app *app, int row, int end, bool there)
{
    if (!there || !app->session.hurried)
        show_keys(app, row, end);
    app->footer_end = end;
    canvas_flag(&app->canvas, (struct rect){row, 0, 1, end}, STYLE_LATER);
}

/* A message that is too long for the row, or stands above the footer, is set off from the text. */
static void show_message(struct app *app, int row, int end)
{
    struct canvas *c = &app->canvas;
    struct style style = app->message_is_error ? STYLE(ERROR) : STYLE(TEXT);
    str message = buf_str(&app->message);
    int measure = end - MARGIN;
    int rows = flow_text(NULL, 0, 0, measure, MESSAGE_ROWS, message, style);
    int covered = rows - (row == app->frame.footer.row); /* that row has been cleared */
    row -= rows - 1;
    if (covered > 0) {
        canvas_fill(c, (struct rect){row - 1, 0, covered + 1, c->area.columns}, ' ', STYLE(TEXT));
        canvas_hline(c, row - 1, 0, c->area.columns, STYLE(RULE));
    }
    flow_text(c, row, MARGIN, measure, rows, message, style);
}

/* The pane has the line among its own; here stands what can be done with it, or what went wrong. */
static struct cursor show_line_of_pane(struct app *app, int row, int end)
{
    static const struct {
        str key, label;
    } keys[] = {
        {STR_INIT("Enter"),   STR_INIT("to the list")},
        {STR_INIT("Up Down"), STR_INIT("choose")     },
        {STR_INIT("Esc"),     STR_INIT("as it was")  }
    };
    struct rect line = app->asking.pane->ops->input_line(app->asking.pane);
    struct rect pane = app->frame.pane[0];
    int column = MARGIN;
    for (size_t i = 0; app->message.len == 0 && i < sizeof keys / sizeof *keys; i++) {
        int width = (int)(keys[i].key.len + 1 + keys[i].label.len);
        if (column + width > end)
            break;
        canvas_text(&app->canvas, row, column, -1, keys[i].key, STYLE(KEY));
        canvas_text(&app->canvas, row, column + (int)keys[i].key.len + 1, -1, keys[i].label,
                    STYLE(CHROME));
        column += width + KEY_GAP;
    }
    if (app->message.len)
        show_message(app, row, end);
    line.row += pane.row;
    line.column += pane.column;
    canvas_fill(&app->canvas, line, ' ', STYLE(TEXT));
    int at = line_editor_draw(&app->asking.editor, &app->canvas, line.row, line.column,
                              line.columns, STYLE(TEXT));
    return (struct cursor){true, line.row, at};
}

static struct cursor show_input_line(struct app *app, int row, int end)
{
    if (app->asking.pane->ops->input_line && !app->asking.noting)
        return show_line_of_pane(app, row, end);
    struct canvas *c = &app->canvas;
    if (app->message.len)
        show_message(app, row - 1, end);
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

struct cursor app_show_footer(struct app *app, struct cursor cursor)
{
    int row = app->frame.footer.row, end_before = app->footer_end;
    app->footer_end = 0;
    if (app->confirm.len)
        return show_confirm(app);
    int end = show_progress(app, row);
    if (app->message.len && !app->asking.pane) {
        show_message(app, row, end);
    } else if (app->asking.pane) {
        return show_input_line(app, row, end);
    } else if (app_marks_prompt(app)) {
        canvas_text_cut(&app->canvas, row, MARGIN, end - MARGIN, str_of(app_marks_prompt(app)),
                        STYLE(KEY));
    } else if (app->count) {
        struct buf typed = {0};
        buf_printf(&typed, "%d", app->count);
        canvas_text(&app->canvas, row, MARGIN, -1, buf_str(&typed), STYLE(KEY));
        buf_release(&typed);
    } else {
        show_keys_later(app, row, end, end == end_before);
    }
    return cursor;
}
