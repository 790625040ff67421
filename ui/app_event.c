#include "base/clock.h"
#include "ui/app_state.h"
#include "ui/scroll.h"

#include <poll.h>

enum { DOUBLE_CLICK_MS = 400, WHEEL_ROWS = 3 };

/* -- The input line ------------------------------------------------------------------------------
 */

static void tell_input(struct app *app, enum input_event event)
{
    struct pane *p = app->asking.pane;
    app->acting = p;
    app->asking.changed = false;
    if (event != INPUT_CHANGED)
        app->asking.pane = NULL;
    if (app->asking.noting)
        app_notes_input(app, event, line_editor_text(&app->asking.editor));
    else if (p && p->ops->input)
        p->ops->input(p, event, line_editor_text(&app->asking.editor));
    if (app->overlay.ops)
        app_lay_out(app); /* what it found may want another size */
}

/* A key, or a signal. */
static bool something_waits(const struct app *app)
{
    struct pollfd fds[] = {
        {.fd = term_fd(app->term), .events = POLLIN},
        {.fd = app->signal_fd,     .events = POLLIN},
    };
    return poll(fds, sizeof fds / sizeof *fds, 0) > 0;
}

/* Looked for once in a millisecond. */
static bool is_called(void *user)
{
    struct app *app = user;
    int64_t now = clock_ms();
    if (!app->asking.called && now != app->asking.asked)
        app->asking.called = something_waits(app);
    app->asking.asked = now;
    return app->asking.called;
}

/* From here on what comes breaks off what the catalogue does; */
static void attend(struct app *app)
{
    app->asking.called = false;
    catalog_attend(app->catalog, is_called, app);
}

/* up to here, if anything did: then it goes first. */
static bool was_alone(struct app *app)
{
    catalog_attend(app->catalog, NULL, NULL);
    return !app->asking.called;
}

/* False: something came meanwhile. */
static bool prepare(struct app *app)
{
    struct pane *p = app->asking.pane;
    if (app->asking.noting || !p->ops->prepare || !app->catalog)
        return true;
    attend(app);
    p->ops->prepare(p, line_editor_text(&app->asking.editor));
    return was_alone(app);
}

/* The beginning of a key that may have come whole: if nothing follows soon, it is Escape. */
static bool has_half_a_key(const struct app *app)
{
    return input_wait(term_input(app->term)) >= 0;
}

static bool is_done(const struct meanwhile *done, const struct meanwhile *now)
{
    return done->of == now->of && done->generation == now->generation &&
           done->typing == now->typing;
}

/* Whether something of it is to be seen. */
static bool do_meanwhile(struct pane *p, bool typing)
{
    if (!typing)
        return p->ops->meanwhile && p->ops->meanwhile(p);
    if (p->ops->expect_input)
        p->ops->expect_input(p);
    return false;
}

/* Once for what a screen shows of a state of the catalogue, and for what is typed there. */
void app_meanwhile_turn(struct app *app)
{
    struct pane *p = app->overlay.ops ? &app->overlay : app_screen_pane(app);
    if (app->catalog && !app->asking.pane)
        catalog_filter_over(app->catalog);
    if (!p || !app->catalog || app->dirty || app->asking.changed || has_half_a_key(app))
        return;
    bool typing = app->asking.pane == p && !app->asking.noting;
    const struct meanwhile now = {p->ops, app->session.generation, typing};
    if (is_done(&app->meanwhile, &now))
        return;
    attend(app);
    bool seen = do_meanwhile(p, typing);
    if (!was_alone(app))
        return;
    app->meanwhile = now;
    app->dirty = seen;
}

/* When keys rest, and the catalogue is left alone: the next key may open what they came to. */
void app_expect_turn(struct app *app)
{
    const struct pane *p = app_screen_pane(app);
    bool busy = app->worker || app->dirty || app->moved || app->held || app->asking.pane;
    if (!p || !p->ops->leads_to || app->overlay.ops || busy || has_half_a_key(app) ||
        something_waits(app))
        return;
    str id = p->ops->leads_to(p);
    if (id.len > 0)
        session_expect(&app->session, id);
}

/* A key shows at once, however long a filter takes over a large library: it ends the work on what
 * was typed before it, and of several that come together the last decides. */
void app_input_turn(struct app *app)
{
    if (!app->asking.changed || !app->asking.pane || has_half_a_key(app) || !prepare(app))
        return;
    tell_input(app, INPUT_CHANGED);
    app->dirty = true;
}

/* While one types in a list's input line, the keys that cannot be typed move in the list. */
static bool moves_list(struct app *app, struct key key)
{
    static const struct {
        struct key key;
        enum action action;
    } moves[] = {
        {{KEYCODE_UP, 0},        ACTION_LINE_UP  },
        {{'p', KEY_CTRL},        ACTION_LINE_UP  },
        {{KEYCODE_DOWN, 0},      ACTION_LINE_DOWN},
        {{'n', KEY_CTRL},        ACTION_LINE_DOWN},
        {{KEYCODE_PAGE_UP, 0},   ACTION_PAGE_UP  },
        {{KEYCODE_PAGE_DOWN, 0}, ACTION_PAGE_DOWN},
    };
    struct pane *p = app->asking.pane;
    app->acting = p;
    if (app->asking.noting || (p->ops->contexts & CONTEXT_TEXT))
        return false;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (key_eq(key, moves[i].key)) {
            app_input_turn(app);
            p->ops->act(p, moves[i].action, 0);
            return true;
        }
    return false;
}

static void input_key(struct app *app, struct key key)
{
    struct line_editor *e = &app->asking.editor;
    if (key_eq(key, (struct key){KEYCODE_ENTER, 0})) {
        app_input_turn(app);
        tell_input(app, INPUT_ACCEPTED);
    } else if (key_eq(key, (struct key){KEYCODE_ESCAPE, 0}) ||
               (key_eq(key, (struct key){KEYCODE_BACKSPACE, 0}) && e->text.len == 0)) {
        tell_input(app, INPUT_CANCELLED);
    } else if (!moves_list(app, key) && line_editor_key(e, key) == LINE_EDITOR_CHANGED) {
        app->asking.changed = true;
    }
}

/* -- Keys ----------------------------------------------------------------------------------------
 */

/* A digit is part of a count, unless what it is bound to makes sense here. */
static bool count_key(struct app *app, struct key key, enum action action)
{
    bool digit = !key.modifiers && key.code >= '0' && key.code <= '9';
    if (!digit || (key.code == '0' && app->count == 0))
        return false;
    if (action != ACTION_NONE && (action_info(action)->contexts & app_target(app)->ops->contexts) &&
        app_can(app, action))
        return false;
    int count = app->count * 10 + (int)(key.code - '0');
    app->count = count > COUNT_MAX ? COUNT_MAX : count;
    return true;
}

/* The first refresh has yet to fill it. */
static bool list_is_to_come(struct app *app)
{
    return app->worker && app->session.screen == SCREEN_LIBRARY && !app->overlay.ops &&
           !app_can(app, ACTION_FILTER_FIELD);
}

/* What is for a list that is to come waits for it, in its turn. */
static void act_in_turn(struct app *app, enum action action, int count)
{
    if (app_acts_itself(action) || app_can(app, action) || !list_is_to_come(app))
        app_act(app, action, count);
    else if (app->early_count < EARLY_MAX)
        app->early[app->early_count++] = (struct queued){action, count};
}

static void take_key(struct app *app, struct key key)
{
    if (app->confirm.len) {
        if (key_eq(key, (struct key){KEYCODE_ENTER, 0}))
            app_open_address(app);
        buf_clear(&app->confirm);
        return;
    }
    buf_clear(&app->message);
    app_live_again(app);
    if (app->asking.pane) {
        input_key(app, key);
        return;
    }
    if (app_marks_key(app, key))
        return;
    enum action action = keymap_action(app->keymap, key);
    if (count_key(app, key, action))
        return;
    int count = app->count;
    app->count = 0;
    if (action != ACTION_NONE && !(action == ACTION_CANCEL && count))
        act_in_turn(app, action, count);
}

/* -- The mouse -----------------------------------------------------------------------------------
 */

/* The pane under a cell and where it stands; NULL if there is none. Notes in *index which of the
 * screen's panes it is, also where only its title is under the cell. */
static struct pane *pane_at(struct app *app, int row, int column, struct rect *where, int *index)
{
    if (app->overlay.ops) {
        *where = app->overlay_inner;
        return rect_holds(app->overlay_rect, row, column) ? &app->overlay : NULL;
    }
    for (*index = 0; *index < FRAME_PANES; ++*index) {
        bool inside = rect_holds(app->frame.pane[*index], row, column) ||
                      rect_holds(app->frame.title[*index], row, column);
        *where = app->frame.pane[*index];
        if (inside)
            return app_screen_pane(app) ? app_screen_pane(app) : &app->reader[*index];
    }
    return NULL;
}

static bool footer_click(struct app *app, int row, int column)
{
    if (row != app->frame.footer.row || column >= app->footer_end)
        return false;
    for (int i = 0; i < app->footer_count; i++)
        if (column >= app->footer[i].column &&
            column < app->footer[i].column + app->footer[i].columns) {
            app_act(app, app->footer[i].action, 0);
            return true;
        }
    return false;
}

static void take_click(struct app *app, const struct term_event *e)
{
    struct rect where;
    int index = 0;
    int64_t now = clock_ms();
    app->letter_for = ACTION_NONE;
    bool twice = e->row == app->click.row && e->column == app->click.column &&
                 now - app->click.when < DOUBLE_CLICK_MS;
    app->click.row = e->row;
    app->click.column = e->column;
    app->click.when = twice ? now - DOUBLE_CLICK_MS : now;
    app_input_turn(app);
    if (app->asking.pane && !app->overlay.ops)
        tell_input(app, INPUT_ACCEPTED);
    if (footer_click(app, e->row, e->column))
        return;
    buf_clear(&app->message);
    struct pane *p = pane_at(app, e->row, e->column, &where, &index);
    app->acting = p;
    if (!p) {
        if (app->overlay.ops && e->row != app->frame.footer.row)
            app_overlay_close(app);
        return;
    }
    if (p != &app->overlay && app->session.screen == SCREEN_READER)
        app_focus(app, index);
    if (p->ops->click && rect_holds(where, e->row, e->column))
        p->ops->click(p, e->row - where.row, e->column - where.column, twice);
}

static void take_wheel(struct app *app, const struct term_event *e)
{
    struct rect where;
    int index = 0;
    struct pane *p = pane_at(app, e->row, e->column, &where, &index);
    app->acting = p;
    if (p && p->ops->act)
        p->ops->act(p, e->steps > 0 ? ACTION_LINE_DOWN : ACTION_LINE_UP, WHEEL_ROWS);
}

/* ------------------------------------------------------------------------------------------------
 */

/* What was asked for while it was acted, and what closed itself in that. */
static void after_act(struct app *app)
{
    app_run_queue(app);
    app_memory_moved(app);
    app_pane_close(&app->closed);
}

void app_early_turn(struct app *app)
{
    if (app->early_count == 0 || app->overlay.ops || app->asking.pane || list_is_to_come(app))
        return;
    bool there = app->session.screen == SCREEN_LIBRARY;
    for (int i = 0; there && i < app->early_count; i++) {
        app_act(app, app->early[i].action, app->early[i].count);
        after_act(app);
    }
    app->early_count = 0;
}

/* Whether a key does nothing but move what is selected. */
static bool only_moves(const struct app *app, const struct term_event *event)
{
    return event->kind == EVENT_KEY && !app->confirm.len && !app->asking.pane &&
           app->letter_for == ACTION_NONE && scroll_takes(keymap_action(app->keymap, event->key));
}

static void take_event(struct app *app, const struct term_event *event)
{
    bool moves = only_moves(app, event);
    app->moved = true;
    app->dirty = app->dirty || !moves;
    app_show_hurry(app, moves);
    if (app->frame.too_small && event->kind != EVENT_KEY)
        return;
    switch (event->kind) {
    case EVENT_KEY:
        take_key(app, event->key);
        break;
    case EVENT_PASTE:
        if (app->asking.pane && !app->confirm.len) {
            line_editor_insert(&app->asking.editor, event->text);
            app->asking.changed = true;
        }
        break;
    case EVENT_CLICK:
        if (!app->confirm.len)
            take_click(app, event);
        break;
    case EVENT_WHEEL:
        if (!app->confirm.len)
            take_wheel(app, event);
        break;
    }
}

void app_event(struct app *app, const struct term_event *event)
{
    take_event(app, event);
    after_act(app);
}
