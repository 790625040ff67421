#include "base/fs.h"
#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/count.h"
#include "ui/spawn.h"

void app_say(struct app *app, bool error, str message)
{
    buf_clear(&app->message);
    buf_append(&app->message, message);
    app->message_is_error = error;
    app->dirty = true;
}

static void host_go(void *user, const struct place *to)
{
    app_go(user, to);
}

static void host_selected(void *user)
{
    struct app *app = user;
    app_tell_selection(app, app->acting);
}

static void host_say(void *user, bool error, str message)
{
    app_say(user, error, message);
}

static void host_ask(void *user, const char *prompt, str text)
{
    struct app *app = user;
    app->asking.pane = app_target(app);
    app->asking.prompt = prompt;
    app->asking.noting = app->asking.changed = false;
    line_editor_set(&app->asking.editor, text);
    app->dirty = true;
}

static void host_act(void *user, enum action action, int count)
{
    app_queue(user, action, count);
}

static void host_copy(void *user, str text, const char *what)
{
    struct app *app = user;
    struct buf said = {0};
    if (text.len > TERM_COPY_MAX)
        buf_printf(&said, "too long to copy: %s bytes, %s at most", COUNT(text.len),
                   COUNT(TERM_COPY_MAX));
    else if (term_copy(app->term, text))
        buf_printf(&said, "%s copied", what);
    else
        buf_printf(&said, "this terminal has no clipboard");
    app_say(app, !str_ends(buf_str(&said), STR("copied")), buf_str(&said));
    buf_release(&said);
}

static void host_browse(void *user, str address)
{
    struct app *app = user;
    buf_clear(&app->confirm);
    if (spawn_can_browse(address))
        buf_append(&app->confirm, address);
    else
        app_say(app, true, STR("only http, https and mailto addresses are opened"));
    app->dirty = true;
}

void app_open_address(struct app *app)
{
    struct err e = spawn_browser(buf_str(&app->confirm));
    app_say(app, err_failed(&e), err_failed(&e) ? str_of(e.message) : STR("opened in the browser"));
}

static void host_edit(void *user, str path, size_t line, size_t column)
{
    struct app *app = user;
    struct arena a = {0};
    (void)column; /* no editor's option for it is common */
    str whole = path_join(&a, app->library->root.path, path);
    term_leave(app->term);
    struct err e = spawn_editor(whole, line, term_fd(app->term));
    term_enter(app->term);
    app_lay_out(app);
    if (err_failed(&e))
        app_say(app, true, str_of(e.message));
    app->live.stale = app->live.again = true;
    arena_release(&a);
}

static bool host_can(void *user, enum action action)
{
    struct app *app = user;
    struct pane overlay = app->overlay;
    app->overlay = (struct pane){0}; /* asked for what lies below */
    bool can = app_can(app, action);
    app->overlay = overlay;
    return can;
}

void app_host_init(struct app *app)
{
    app->host = (struct host){
        .user = app,
        .go = host_go,
        .selected = host_selected,
        .say = host_say,
        .ask = host_ask,
        .act = host_act,
        .copy = host_copy,
        .browse = host_browse,
        .edit = host_edit,
        .can = host_can,
    };
}
