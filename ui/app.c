#include "ui/app.h"

#include "base/clock.h"
#include "base/mem.h"
#include "state/state.h"
#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/count.h"
#include "ui/runner.h"
#include "ui/signals.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>

enum { WORTH_SHOWING = 100 }; /* briefings that take so long that one wants to see it */

void app_emergency(void)
{
    term_emergency_reset();
}

void app_pane_open(struct app *app, struct pane *p, const struct pane_ops *ops)
{
    *p = (struct pane){
        .ops = ops,
        .state = mem_calloc(1, ops->state_size),
        .session = &app->session,
        .host = &app->host,
    };
    if (ops->open)
        ops->open(p);
}

void app_pane_close(struct pane *p)
{
    if (!p->ops)
        return;
    if (p->ops->close)
        p->ops->close(p);
    mem_free(p->state);
    *p = (struct pane){0};
}

/* -- The refresh of the catalogue ----------------------------------------------------------------
 */

/* "..; R goes on" */
static void say_with_key(struct app *app, struct buf *said, enum action action, const char *does)
{
    struct key key;
    if (keymap_key(app->keymap, action, 0, &key)) {
        buf_append(said, STR("; "));
        key_label(key, app->session.ascii, said);
        buf_printf(said, " %s", does);
    }
    app_say(app, false, buf_str(said));
}

static void say_stopped(struct app *app)
{
    struct buf said = {0};
    buf_append(&said, STR("stopped: what is indexed is there"));
    say_with_key(app, &said, ACTION_REFRESH, "goes on");
    buf_release(&said);
}

/* Once for each number of them, and over nothing else that was said. */
static void say_unread(struct app *app, const struct refresh_counts *counts)
{
    static const str note = STR_INIT(" could not be read");
    const char *what;
    struct buf said = {0};
    size_t before = refresh_unread(&app->session.counts, &what);
    size_t unread = refresh_unread(counts, &what);
    bool other = app->message.len > 0 && str_find(buf_str(&app->message), note, 0) == STR_NONE;
    app->session.counts = *counts;
    if (unread == 0 || unread == before || other)
        return;
    buf_printf(&said, "%s %s%.*s", COUNT(unread), what, STR_FMT(note));
    say_with_key(app, &said, ACTION_PROBLEMS, "says why");
    buf_release(&said);
}

static void refresh_ended(struct app *app, const struct err *result)
{
    app->session.indexing = false;
    app->session.stopped = err_failed(result);
    if (result->code == ERR_CANCELLED) {
        app->live.again = false;
        say_stopped(app);
    } else if (err_failed(result)) {
        app_say(app, true, str_of(result->message));
    }
    long generation = catalog_generation(app->catalog);
    if (generation != app->session.generation) {
        app->session.generation = generation;
        app_live_indexed(app);
    }
    app_tell_refresh(app);
}

/* Standard input can be read only once: it is indexed here, with the app's own library. */
static void refresh_here(struct app *app)
{
    struct refresh_counts counts = {0};
    struct err e = catalog_refresh(app->catalog, app->library, false, NULL, &counts);
    say_unread(app, &counts);
    refresh_ended(app, &e);
}

void app_refresh_start(struct app *app)
{
    if (app->worker)
        return;
    if (str_present(app->library->standard_input)) {
        refresh_here(app);
        return;
    }
    app->commits_told = 0;
    struct err e = worker_start(app->catalog, app->library, &app->worker);
    if (err_failed(&e))
        app_say(app, true, str_of(e.message));
    app->session.indexing = app->worker && !app->begun; /* later ones are short: see below */
    app->session.indexed = app->session.to_index = 0;
    app->session.pace = (struct pace){0};
}

static void refresh_goes_on(struct app *app)
{
    struct worker_state state = worker_state(app->worker);
    if (app->session.to_index != state.progress.to_load ||
        app->session.indexed != state.progress.loaded)
        app->dirty = true;
    app->session.indexed = state.progress.loaded;
    app->session.to_index = state.progress.to_load;
    if (state.progress.to_load > 0)
        pace_take(&app->session.pace, clock_ms(), state.progress.loaded);
    if (state.progress.to_load >= WORTH_SHOWING)
        app->session.indexing = true;
    /* Both go through all files: what the screens wait for goes first. */
    if (state.progress.to_load > 0 || state.done)
        app_live_watch(app);
    if (state.done) {
        worker_free(app->worker);
        app->worker = NULL;
        if (!err_failed(&state.result) && (state.counts.added > 0 || !app->followed))
            app_memory_follow(app);
        app->followed = true;
        if (!err_failed(&state.result))
            say_unread(app, &state.counts);
        refresh_ended(app, &state.result);
    } else if (app->session.screen != SCREEN_READER && app->commits_told != state.commits) {
        app->commits_told = state.commits;
        app_tell_refresh(app);
    }
}

/* -- The event loop ------------------------------------------------------------------------------
 */

void app_suspend(struct app *app, bool group)
{
    term_leave(app->term);
    signals_stop(group);
    term_enter(app->term);
    app_lay_out(app);
    app->dirty = true;
}

static void take_signals(struct app *app)
{
    unsigned bits = signals_take();
    if (bits & SIGNAL_END)
        app->quit = true;
    else if (bits & SIGNAL_SUSPEND)
        app_suspend(app, false);
    else if (bits & SIGNAL_CONTINUE) { /* somebody else may have used the terminal meanwhile */
        term_leave(app->term);
        term_enter(app->term);
        bits |= SIGNAL_RESIZE;
    }
    if (bits & SIGNAL_RESIZE) {
        term_resize(app->term);
        app_lay_out(app);
        app->dirty = true;
    }
}

static void take_events(struct app *app, bool late)
{
    struct term_event event;
    while (!app->quit && input_next(term_input(app->term), late, &event)) {
        app_event(app, &event);
        late = false;
    }
}

/* Of two waits, where -1 is for ever. */
static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* The pane that waits for what it asked aside; NULL if none does. */
static struct pane *waiting_pane(struct app *app)
{
    for (int i = 0; i < SCREEN_COUNT; i++) {
        struct pane *p = &app->screens[i];
        if (p->ops && p->ops->descriptor && p->ops->descriptor(p) >= 0)
            return p;
    }
    return NULL;
}

/* Waits for something to happen and sees to it. */
static void turn(struct app *app)
{
    struct pane *waiting = waiting_pane(app);
    app_meanwhile_turn(app);
    app_expect_turn(app);
    struct pollfd fds[] = {
        {.fd = term_fd(app->term),                               .events = POLLIN},
        {.fd = app->signal_fd,                                   .events = POLLIN},
        {.fd = app->worker ? worker_fd(app->worker) : -1,        .events = POLLIN},
        {.fd = app->live.watch ? watch_fd(app->live.watch) : -1, .events = POLLIN},
        {.fd = waiting ? waiting->ops->descriptor(waiting) : -1, .events = POLLIN},
    };
    int typing = input_wait(term_input(app->term));
    int other = sooner(app_live_wait(app), app_memory_wait(app));
    bool at_once = (app->asking.changed && typing < 0) || app->dirty || app->moved;
    int wait = at_once ? 0 : sooner(typing, sooner(other, app_show_wait(app)));
    int ready = poll(fds, sizeof fds / sizeof *fds, wait);
    if (signals_ending() || (ready > 0 && fds[1].revents))
        take_signals(app);
    if (app->quit)
        return;
    if (ready > 0 && fds[0].revents) {
        app->quit = !term_read(app->term);
        take_events(app, false);
    } else {
        if (ready == 0 && wait == typing)
            take_events(app, true);
        app_input_turn(app);
    }
    if (app->quit)
        return;
    if (ready > 0 && fds[2].revents && app->worker)
        refresh_goes_on(app);
    if (ready > 0 && fds[3].revents)
        app_live_changed(app);
    if (ready > 0 && fds[4].revents) {
        waiting->ops->arrived(waiting);
        app->dirty = true;
    }
    app_early_turn(app);
    app_live_turn(app);
    app_show_turn(app);
    app_memory_turn(app);
    app_live_trouble(app);
}

/* -- Beginning and end ---------------------------------------------------------------------------
 */

static void append_trouble(struct buf *said, const char *trouble)
{
    if (trouble[0])
        buf_printf(said, "%s%s", said->len > 0 ? "; " : "", trouble);
}

/* What is wrong in the configuration comes first: it was written by whoever sits here. */
static void say_troubles(struct app *app, const char *of_catalogue)
{
    const struct config *c = app->options->config;
    bool wrong = c && c->troubles.len > 0;
    struct buf said = {0};
    if (wrong)
        buf_append(&said, c->troubles.items[0]);
    if (wrong && c->troubles.len > 1)
        buf_printf(&said, " (and %s more)", COUNT(c->troubles.len - 1));
    append_trouble(&said, of_catalogue);
    append_trouble(&said, state_notice(app->session.state));
    if (said.len > 0)
        app_say(app, wrong, buf_str(&said));
    buf_release(&said);
}

static struct err open_catalog(struct app *app)
{
    char notice[256] = "";
    struct catalog_options options = {.cache_home = app->options->cache_home};
    options.in_memory = options.cache_home.len == 0;
    struct err e = catalog_open(app->library, &options, &app->catalog, notice);
    if (err_failed(&e))
        return e;
    app->session.catalog = app->catalog;
    app->session.generation = catalog_generation(app->catalog);
    say_troubles(app, notice);
    return ERR_OK;
}

/* One article is shown before its catalogue is opened: nothing of the first frame needs it. */
static struct err open_article(struct app *app)
{
    struct arena a = {0};
    struct unit unit;
    str only = app->library->only;
    struct err e = library_find(
        app->library, str_present(app->library->standard_input) ? STR("-") : only, &a, &unit);
    app->session.screen = SCREEN_READER;
    if (!err_failed(&e))
        e = app_open_first(app, unit.id);
    arena_release(&a);
    return e;
}

static struct err open_first_screen(struct app *app)
{
    if (app_is_alone(app))
        return open_article(app);
    struct err e = open_catalog(app);
    app->session.indexing = true; /* as good as: a library not yet looked at is not empty */
    if (!err_failed(&e))
        app_pane_open(app, &app->screens[SCREEN_LIBRARY], screen_info(SCREEN_LIBRARY)->ops);
    return e;
}

/* After the first frame: what takes time. */
static struct err begin(struct app *app)
{
    struct err e = ERR_OK;
    if (!app->catalog)
        e = open_catalog(app);
    if (!err_failed(&e)) {
        app_confine(app);
        app_live_start(app);
        app_refresh_start(app);
        if (!app->worker)
            app_live_watch(app);
        app_live_turn(app);
        app_show_near(app);
    }
    app->begun = true;
    return e;
}

static struct err loop(struct app *app)
{
    struct err e = ERR_OK;
    while (!app->quit && !err_failed(&e)) {
        if (app->dirty || app->moved) {
            app->session.epoch += app->dirty;
            app->dirty = app->moved = false;
            app_show(app);
            app_memory_shown(app);
            if (app->begun)
                app_show_near(app);
        }
        if (app->begun)
            turn(app);
        else
            e = begin(app);
    }
    return e;
}

static void release(struct app *app)
{
    app_memory_release(app);
    app_live_release(app);
    worker_free(app->worker);
    app_pane_close(&app->overlay);
    app_pane_close(&app->closed);
    for (int i = 0; i < FRAME_PANES; i++)
        app_pane_close(&app->reader[i]);
    for (int i = 0; i < SCREEN_COUNT; i++)
        app_pane_close(&app->screens[i]);
    session_release(&app->session);
    jumps_release(&app->jumps);
    catalog_close(app->catalog);
    canvas_release(&app->canvas);
    line_editor_release(&app->asking.editor);
    buf_release(&app->message);
    buf_release(&app->memory.told);
    buf_release(&app->confirm);
    if (app->own_config)
        config_release(app->own_config);
    mem_free(app->own_config);
}

static void init(struct app *app, struct library *library, const struct app_options *options)
{
    *app = (struct app){.options = options, .library = library, .dirty = true};
    if (!options->config) {
        app->own_config = mem_calloc(1, sizeof *app->own_config);
        config_init(app->own_config);
    }
    app->keymap = options->config ? &options->config->keymap : &app->own_config->keymap;
    app->session = (struct session){
        .library = library,
        .today = options->today,
        .keymap = app->keymap,
        .list = {.sort = LIST_BY_DATE,     .descending = true},
        .selection = { .entity = SELECTED_NONE,
                 .mention = SELECTED_NONE,
                 .agreement = SELECTED_NONE},
    };
    app->click.when = app->typed = -1000000;
    app_host_init(app);
}

static int complain(const struct err *e)
{
    struct buf line = {0};
    safe_append(&line, str_of(e->message), SAFE_LINE, false);
    fprintf(stderr, "attache: %.*s\n", STR_FMT(buf_str(&line)));
    buf_release(&line);
    return 2;
}

int app_run(struct library *library, const struct app_options *options)
{
    struct app app;
    int signal_fd = signals_open(term_emergency_reset);
    bool mouse = !options->no_mouse && (!options->config || options->config->mouse);
    struct term_options term = {mouse, options->keys_from_terminal};
    init(&app, library, options);
    app.signal_fd = signal_fd;
    struct err e = term_open(&term, &app.term);
    if (!err_failed(&e)) {
        app.session.ascii = term_ascii(app.term);
        app_memory_open(&app);
        e = open_first_screen(&app);
    }
    if (!err_failed(&e)) {
        app_lay_out(&app);
        if (!app_is_alone(&app))
            app_memory_last(&app);
        e = loop(&app);
    }
    term_close(app.term);
    release(&app);
    runner_stop();
    int ending = signals_ending();
    signals_close();
    if (ending)
        raise(ending);
    return err_failed(&e) ? complain(&e) : 0;
}
