#include "ui/app_state.h"
#include "ui/panes/panes.h"
#include "ui/scroll.h"

struct pane *app_target(struct app *app)
{
    if (app->overlay.ops)
        return &app->overlay;
    struct pane *screen = app_screen_pane(app);
    return screen ? screen : &app->reader[app->focus];
}

/* -- Focus ---------------------------------------------------------------------------------------
 */

static bool in_reader(struct app *app)
{
    return app->session.screen == SCREEN_READER && !app->overlay.ops;
}

void app_focus(struct app *app, int pane)
{
    app->focus = pane;
    app_lay_out(app);
}

static bool can_focus(struct app *app, enum action action)
{
    int pane = action == ACTION_FOCUS_TEXT       ? READER_TEXT
               : action == ACTION_FOCUS_ENTITIES ? READER_ENTITIES
                                                 : READER_AGREEMENTS;
    return in_reader(app) && app->focus != pane;
}

static void run_focus(struct app *app, enum action action, int count)
{
    (void)count;
    app_focus(app, action == ACTION_FOCUS_TEXT       ? READER_TEXT
                   : action == ACTION_FOCUS_ENTITIES ? READER_ENTITIES
                                                     : READER_AGREEMENTS);
}

static bool can_in_reader(struct app *app, enum action action)
{
    (void)action;
    return in_reader(app);
}

static void run_next_pane(struct app *app, enum action action, int count)
{
    int step = action == ACTION_NEXT_PANE ? 1 : FRAME_PANES - 1;
    app_focus(app, (app->focus + step * (count > 0 ? count % FRAME_PANES : 1)) % FRAME_PANES);
}

static bool can_zoom(struct app *app, enum action action)
{
    (void)action;
    return in_reader(app) && app->canvas.area.columns >= FRAME_WIDE;
}

static void run_zoom(struct app *app, enum action action, int count)
{
    (void)action, (void)count;
    app->zoomed = !app->zoomed;
    app_lay_out(app);
}

bool app_is_alone(const struct app *app)
{
    return app->library->only.len || str_present(app->library->standard_input);
}

/* -- Overlays ------------------------------------------------------------------------------------
 */

void app_overlay_close(struct app *app)
{
    if (!app->overlay.ops)
        return;
    if (app->asking.pane == &app->overlay)
        app->asking.pane = NULL;
    app_pane_close(&app->closed);
    app->closed = app->overlay; /* it may be what called us: freed when the event is over */
    app->overlay = (struct pane){0};
    app_lay_out(app);
}

void app_overlay_open(struct app *app, const struct pane_ops *ops)
{
    app_overlay_close(app);
    app_pane_open(app, &app->overlay, ops);
    app_lay_out(app);
}

static const struct pane_ops *overlay_of(enum action action)
{
    switch (action) {
    case ACTION_HELP:
        return &pane_help;
    case ACTION_PROBLEMS:
        return &pane_problems;
    case ACTION_CONTENTS:
        return &pane_contents;
    default:
        return &pane_palette;
    }
}

static bool has_heading(const struct briefing *b)
{
    for (size_t i = 0; b && i < b->document.block_count; i++)
        if (b->document.blocks[i].kind == BLOCK_HEADING)
            return true;
    return false;
}

/* The footer asks at each key: while nobody writes to the catalogue, that is known. */
static bool has_problems(struct app *app)
{
    long generation = app->session.generation;
    if (app->worker || !app->problems.known || app->problems.generation != generation) {
        app->problems.any = catalog_has_problems(app->catalog);
        app->problems.generation = generation;
        app->problems.known = true;
    }
    return app->problems.any;
}

static bool can_overlay(struct app *app, enum action action)
{
    if (action == ACTION_CONTENTS)
        return app->session.screen == SCREEN_READER && has_heading(app->session.briefing);
    if (action == ACTION_PROBLEMS && app->overlay.ops != &pane_problems) {
        if (app->session.screen == SCREEN_READER)
            return app->session.briefing->diags.len > 0;
        return has_problems(app);
    }
    return true;
}

static void run_overlay(struct app *app, enum action action, int count)
{
    (void)count;
    const struct pane_ops *ops = overlay_of(action);
    if (app->overlay.ops == ops)
        app_overlay_close(app);
    else if (!can_overlay(app, action))
        app_say(app, false, action == ACTION_PROBLEMS ? STR("no problems") : STR("no headings"));
    else
        app_overlay_open(app, ops);
}

/* -- Places --------------------------------------------------------------------------------------
 */

static bool can_back(struct app *app, enum action action)
{
    if (app->overlay.ops)
        return false;
    return action == ACTION_BACK ? jumps_can_back(&app->jumps) : jumps_can_forward(&app->jumps);
}

static void run_back(struct app *app, enum action action, int count)
{
    for (int i = 0; i < (count > 0 ? count : 1) && can_back(app, action); i++)
        app_back(app, action == ACTION_FORWARD);
}

static bool can_screen(struct app *app, enum action action)
{
    enum screen to = screen_of(action);
    return !app->overlay.ops && app->catalog && to != app->session.screen &&
           (to != SCREEN_LIBRARY || !app_is_alone(app));
}

static void run_screen(struct app *app, enum action action, int count)
{
    (void)count;
    app_to_screen(app, screen_of(action));
}

/* On the screen of the search it goes to its line. */
static void run_find(struct app *app, enum action action, int count)
{
    if (!app->overlay.ops && app->session.screen == SCREEN_SEARCH)
        app_act(app, ACTION_SEARCH, count);
    else
        run_screen(app, action, count);
}

static bool can_step(struct app *app, enum action action)
{
    (void)action;
    return in_reader(app) && app_can_step_briefing(app);
}

static void run_step(struct app *app, enum action action, int count)
{
    app_step_briefing(app, action == ACTION_NEXT_BRIEFING, count);
}

/* -- The program ---------------------------------------------------------------------------------
 */

static bool can_always(struct app *app, enum action action)
{
    (void)app, (void)action;
    return true;
}

static bool can_mark(struct app *app, enum action action)
{
    bool go = action == ACTION_GO_MARK && !app->overlay.ops;
    return app->session.state && (go || (in_reader(app) && app->session.briefing));
}

static void run_mark(struct app *app, enum action action, int count)
{
    (void)count;
    if (action == ACTION_NOTE)
        app_notes_ask(app);
    else
        app_marks_ask(app, action);
}

static bool can_set_read(struct app *app, enum action action)
{
    (void)action;
    return app_memory_can_set_read(app);
}

static void run_set_read(struct app *app, enum action action, int count)
{
    (void)count;
    app_memory_set_read(app, action == ACTION_READ);
}

static void run_redraw(struct app *app, enum action action, int count)
{
    (void)action, (void)count;
    term_redraw(app->term);
}

static void run_suspend(struct app *app, enum action action, int count)
{
    (void)action, (void)count;
    app_suspend(app, true);
}

static void run_quit(struct app *app, enum action action, int count)
{
    (void)action, (void)count;
    if (app->overlay.ops)
        app_overlay_close(app);
    else if (app_can_close(app))
        app_close_screen(app);
    else
        app->quit = true;
}

static bool can_refresh(struct app *app, enum action action)
{
    (void)action;
    return !str_present(app->library->standard_input);
}

/* Who looks already may have passed by what changed: then once more. */
static void run_refresh(struct app *app, enum action action, int count)
{
    (void)action, (void)count;
    app->live.again = app->worker != NULL;
    app_refresh_start(app);
    app->session.indexing = app->worker != NULL;
}

static bool can_cancel(struct app *app, enum action action)
{
    (void)action;
    return app->overlay.ops || app->worker;
}

static void run_cancel(struct app *app, enum action action, int count)
{
    (void)action, (void)count;
    if (app->overlay.ops)
        app_overlay_close(app);
    else if (app->worker)
        worker_cancel(app->worker);
}

static const struct {
    enum action action;
    bool (*can)(struct app *app, enum action action);
    void (*run)(struct app *app, enum action action, int count);
} own[] = {
    {ACTION_FOCUS_ENTITIES,    can_focus,     run_focus    },
    {ACTION_FOCUS_AGREEMENTS,  can_focus,     run_focus    },
    {ACTION_FOCUS_TEXT,        can_focus,     run_focus    },
    {ACTION_NEXT_PANE,         can_in_reader, run_next_pane},
    {ACTION_PREVIOUS_PANE,     can_in_reader, run_next_pane},
    {ACTION_ZOOM,              can_zoom,      run_zoom     },
    {ACTION_BACK,              can_back,      run_back     },
    {ACTION_FORWARD,           can_back,      run_back     },
    {ACTION_NEXT_BRIEFING,     can_step,      run_step     },
    {ACTION_PREVIOUS_BRIEFING, can_step,      run_step     },
    {ACTION_LIBRARY,           can_screen,    run_screen   },
    {ACTION_TIMELINE,          can_screen,    run_screen   },
    {ACTION_PROMISES,          can_screen,    run_screen   },
    {ACTION_CONTENTS,          can_overlay,   run_overlay  },
    {ACTION_PROBLEMS,          can_overlay,   run_overlay  },
    {ACTION_PALETTE,           can_overlay,   run_overlay  },
    {ACTION_HELP,              can_overlay,   run_overlay  },
    {ACTION_MARK,              can_mark,      run_mark     },
    {ACTION_GO_MARK,           can_mark,      run_mark     },
    {ACTION_NOTE,              can_mark,      run_mark     },
    {ACTION_FIND,              can_screen,    run_find     },
    {ACTION_MARKS,             can_screen,    run_screen   },
    {ACTION_ENTITIES,          can_screen,    run_screen   },
    {ACTION_UNREAD,            can_set_read,  run_set_read },
    {ACTION_READ,              can_set_read,  run_set_read },
    {ACTION_REFRESH,           can_refresh,   run_refresh  },
    {ACTION_REDRAW,            can_always,    run_redraw   },
    {ACTION_SUSPEND,           can_always,    run_suspend  },
    {ACTION_QUIT,              can_always,    run_quit     },
    {ACTION_CANCEL,            can_cancel,    run_cancel   },
};

static int own_index(enum action action)
{
    for (int i = 0; i < (int)(sizeof own / sizeof *own); i++)
        if (own[i].action == action)
            return i;
    return -1;
}

bool app_acts_itself(enum action action)
{
    return own_index(action) >= 0;
}

/* Esc is first for the pane: it has what was searched or chosen last. So is Tab, where the pane is
 * the screen: it may have parts of its own. */
static bool pane_is_first(const struct pane *p, enum action action)
{
    bool part = action == ACTION_NEXT_PANE || action == ACTION_PREVIOUS_PANE;
    return p->ops->can &&
           (action == ACTION_CANCEL || (part && !(p->ops->contexts & CONTEXT_READER)));
}

static bool pane_can(const struct pane *p, enum action action)
{
    if (!p->ops->act || !(action_info(action)->contexts & p->ops->contexts))
        return false;
    if (app_acts_itself(action) && !pane_is_first(p, action))
        return false;
    return !p->ops->can || p->ops->can(p, action);
}

bool app_can(struct app *app, enum action action)
{
    int i = own_index(action);
    return pane_can(app_target(app), action) || (i >= 0 && own[i].can(app, action));
}

void app_act(struct app *app, enum action action, int count)
{
    struct pane *p = app_target(app);
    int i = own_index(action);
    app->moved = true;
    app->dirty = app->dirty || !scroll_takes(action);
    app->acting = p;
    if (app->frame.too_small && i < 0)
        return; /* nobody sees what it does */
    if (pane_can(p, action) && p->ops->act(p, action, count))
        return;
    /* What tells why it does nothing may run all the same, and what is done already in part. */
    bool anyway = i >= 0 && (own[i].run == run_overlay || own[i].run == run_find);
    if (i >= 0 && (anyway || own[i].can(app, action)))
        own[i].run(app, action, count);
}

void app_queue(struct app *app, enum action action, int count)
{
    if (app->queued < QUEUE_MAX)
        app->queue[app->queued++] = (struct queued){action, count};
}

void app_run_queue(struct app *app)
{
    for (int i = 0; i < app->queued; i++)
        app_act(app, app->queue[i].action, app->queue[i].count);
    app->queued = 0;
}
