#include "base/clock.h"
#include "ui/app_state.h"

#include <string.h>

/* How long a file that may be half written has to rest before it is taken as it is. */
enum { SETTLE_MS = 1500 };

static const str note = STR_INIT("kept as it was: ");

void app_live_start(struct app *app)
{
    app->live.since = time(NULL);
}

void app_live_watch(struct app *app)
{
    if (app->live.watched)
        return;
    app->live.watched = true;
    app->live.watch = watch_start(app->library, WATCH_ALL, app->live.since);
}

void app_live_release(struct app *app)
{
    watch_free(app->live.watch);
    where_release(&app->live.where);
    app->live = (struct live){0};
}

void app_live_changed(struct app *app)
{
    bool partial = watch_is_partial(app->live.watch);
    watch_take(app->live.watch);
    app->live.stale = true;
    app->live.again = true;
    if (partial && !app->live.partial)
        app_say(app, false,
                STR("more directories than the system watches: what changes in some "
                    "of them shows a little later"));
    app->live.partial = partial;
}

void app_live_indexed(struct app *app)
{
    app->live.indexed = true;
    app->live.stale = true;
}

int app_live_wait(const struct app *app)
{
    int64_t rest = app->live.settles - clock_ms();
    if (app->live.settles == 0 || app->asking.pane)
        return -1;
    return rest > 0 ? (int)rest : 0;
}

static void unsay(struct app *app)
{
    app->live.kept_for[0] = '\0';
    if (str_starts(buf_str(&app->message), note))
        buf_clear(&app->message);
    app->dirty = true;
}

/* Once: by now it may have been read, and a key have taken it away. */
static void say_kept(struct app *app, const struct err *why)
{
    struct buf said = {0};
    if (strcmp(app->live.kept_for, why->message) == 0)
        return;
    memcpy(app->live.kept_for, why->message, sizeof app->live.kept_for);
    buf_append(&said, note);
    buf_append(&said, str_of(why->message));
    app_say(app, true, buf_str(&said));
    buf_release(&said);
}

/* Everything that shows the briefing follows; what one sees stays where it is, by its words. */
static void reload(struct app *app, bool settled)
{
    struct session *s = &app->session;
    struct jump *here = jump_new();
    struct place *place = &here->place;
    app_save_reader(app, place);
    where_keep(&app->live.where, s, place);
    struct err e = session_reload(s, settled);
    if (err_failed(&e)) {
        app->live.settles = e.code == ERR_CANCELLED ? clock_ms() + SETTLE_MS : 0;
        say_kept(app, &e);
    } else {
        app->live.settles = 0;
        where_find(&app->live.where, s, place);
        app_marks_load(app);
        app_refresh_reader(app);
        app_restore_reader(app, place);
        app_save_reader(app, place);
        where_landed(&app->live.where, place);
        unsay(app);
    }
    jump_free(here);
}

/* The agreements as the library knows them by now. */
static void join(struct app *app)
{
    struct jump *here = jump_new();
    app_save_reader(app, &here->place);
    session_join(&app->session);
    app_refresh_reader(app);
    app_restore_reader(app, &here->place);
    jump_free(here);
}

static void follow_files(struct app *app)
{
    struct live *live = &app->live;
    bool settled = live->settles && app_live_wait(app) == 0;
    if (!live->stale && !settled)
        return;
    bool indexed = live->indexed;
    live->stale = live->indexed = false;
    if (!app->session.briefing)
        return;
    if (settled || session_is_stale(&app->session)) {
        reload(app, settled);
    } else {
        app->session.kept = false;
        live->settles = 0;
        unsay(app);
    }
    if (indexed)
        join(app);
    if (app->overlay.ops && app->overlay.ops->refresh)
        app->overlay.ops->refresh(&app->overlay);
    if (app->overlay.ops)
        app_lay_out(app);
}

void app_live_trouble(struct app *app)
{
    struct err missed = app->catalog ? catalog_missed(app->catalog) : ERR_OK;
    bool said = app->message.len > 0 && app->message_is_error;
    if (!err_failed(&missed))
        return;
    app->session.trouble = missed;
    if (!said)
        app_say(app, true, str_of(missed.message));
}

void app_live_again(struct app *app)
{
    if (!err_failed(&app->session.trouble))
        return;
    app_tell_refresh(app);
}

void app_live_turn(struct app *app)
{
    /* What one types into a pane rests on what it was when one began. */
    if (!app->asking.pane)
        follow_files(app);
    if (app->live.again && !app->worker) {
        app->live.again = false;
        app_refresh_start(app);
    }
}
