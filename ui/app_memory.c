#include "base/clock.h"
#include "state/state.h"
#include "ui/app_state.h"

enum { KEEP_MS = 3000 }; /* how long after a key the place is kept, at the latest */

static void tell(struct app *app, const struct err *e)
{
    if (err_failed(e))
        app_say(app, true, str_of(e->message));
}

void app_memory_open(struct app *app)
{
    struct state_options options = {.state_home = app->options->state_home};
    struct err e = state_open(app->library, &options, &app->session.state);
    tell(app, &e);
    app->memory.generation = state_generation(app->session.state);
    buf_append(&app->memory.told, str_of(state_notice(app->session.state)));
}

void app_memory_release(struct app *app)
{
    app_memory_keep(app);
    state_close(app->session.state);
    app->session.state = NULL;
}

static bool is_gone(void *user, str id)
{
    const struct app *app = user;
    return !library_has_article(app->library, id);
}

static bool is_missing(void *user, str id)
{
    struct app *app = user;
    return !(app->catalog && catalog_has(app->catalog, id)) && is_gone(app, id);
}

/* The briefing that is opened, while it is asked which one it may have been. */
struct opened {
    struct app *app;
    struct hash content;
    enum { UNKNOWN, ALONE, WITH_TWIN } twins; /* whether another has the same text */
};

/* Those that are gone may still be in the catalogue. */
static bool find_twin(struct app *app, struct hash content)
{
    enum { MOST = 8 };
    struct arena a = {0};
    struct catalog_ids same = {0};
    bool twin = false;
    if (app->catalog)
        catalog_same_content(app->catalog, content, MOST, &a, &same);
    for (size_t i = 0; i < same.len && !twin; i++)
        twin = !str_eq(same.items[i], app->session.briefing->id) && !is_gone(app, same.items[i]);
    arena_release(&a);
    return twin;
}

/* Which of the two was moved cannot be known. Asked once, and where anything is gone at all. */
static bool is_alone(struct opened *o)
{
    if (o->twins == UNKNOWN)
        o->twins = find_twin(o->app, o->content) ? WITH_TWIN : ALONE;
    return o->twins == ALONE;
}

/* Whether it may be that one, moved; and edited, where its text is another. */
static bool was_moved(void *user, str id)
{
    struct opened *o = user;
    return is_gone(o->app, id) && is_alone(o);
}

static bool was_moved_and_edited(void *user, str id)
{
    struct opened *o = user;
    return is_missing(o->app, id) && is_alone(o);
}

void app_memory_opened(struct app *app)
{
    const struct session *s = &app->session;
    const struct briefing *b = s->briefing;
    struct opened o = {.app = app, .content = state_content(&b->document)};
    bool followed = false;
    struct err e = state_follow(s->state, b->id, o.content, was_moved, &o, &followed);
    if (!err_failed(&e) && !followed)
        e = state_follow_text(s->state, b->id, &b->document, &s->folded, was_moved_and_edited, &o,
                              &followed);
    tell(app, &e);
    app->memory.opened = true;
}

static str only_one(void *user, struct hash content, struct arena *a)
{
    struct app *app = user;
    struct catalog_ids same;
    struct err e = catalog_same_content(app->catalog, content, 2, a, &same);
    return !err_failed(&e) && same.len == 1 ? same.items[0] : (str){0};
}

str app_memory_moved_to(struct app *app, str id, struct hash content, struct arena *a)
{
    str now = app->catalog && is_gone(app, id) ? only_one(app, content, a) : (str){0};
    return str_present(now) && !is_gone(app, now) ? now : (str){0};
}

void app_memory_follow(struct app *app)
{
    size_t followed;
    struct state_moves moves = {app, is_missing, only_one};
    struct err e = state_follow_all(app->session.state, &moves, &followed);
    tell(app, &e);
}

void app_memory_shown(struct app *app)
{
    const struct briefing *b = app->session.briefing;
    if (!app->memory.opened || !b)
        return;
    app->memory.opened = false;
    struct err e = state_opened(app->session.state, b->id, state_content(&b->document));
    tell(app, &e);
}

bool app_memory_find(struct app *app, str id, struct arena *a, struct spot *spot)
{
    struct state_briefing known = {0};
    struct err e = state_briefing(app->session.state, id, a, &known);
    tell(app, &e);
    *spot = known.place;
    return !err_failed(&e) && known.has_place;
}

void app_memory_keep(struct app *app)
{
    struct session *s = &app->session;
    app_memory_shown(app);
    app->memory.keep_at = 0;
    if (s->screen != SCREEN_READER || !s->briefing || !s->state)
        return;
    struct jump *here = jump_new();
    app_save_reader(app, &here->place);
    /* While words are missing, where one was is what is known from before. */
    if (!where_is_lost(&app->live.where, &here->place)) {
        const struct document *doc = &s->briefing->document;
        size_t at = here->place.offset;
        struct spot spot = spot_of(doc, &s->folded, (struct span){at, at});
        struct err e = state_save_place(s->state, s->briefing->id, &spot, spot_permille(doc, at),
                                        spot_permille(doc, here->place.bottom));
        tell(app, &e);
    }
    jump_free(here);
}

void app_memory_last(struct app *app)
{
    struct pane *list = app_screen_pane(app);
    struct arena a = {0};
    struct state_page page = {0};
    struct err e = state_recent(app->session.state, NULL, 1, &a, &page);
    tell(app, &e);
    if (!err_failed(&e) && page.count && list && list->ops->restore)
        list->ops->restore(list, &(struct place){.briefing = page.rows[0].id, .row = -1});
    arena_release(&a);
}

int app_memory_wait(const struct app *app)
{
    int64_t rest = app->memory.keep_at - clock_ms();
    if (app->memory.keep_at == 0)
        return -1;
    return rest > 0 ? (int)rest : 0;
}

/* That nothing is kept any more may turn out by any key, and goes before what that key says. */
static void tell_notice(struct app *app)
{
    str notice = str_of(state_notice(app->session.state));
    if (str_eq(notice, buf_str(&app->memory.told)))
        return;
    buf_clear(&app->memory.told);
    buf_append(&app->memory.told, notice);
    if (notice.len)
        app_say(app, true, notice);
}

void app_memory_turn(struct app *app)
{
    struct session *s = &app->session;
    if (app_memory_wait(app) == 0)
        app_memory_keep(app);
    if (s->hurried && !state_is_changed(s->state))
        return; /* what others have done to it is asked when keys rest */
    int64_t generation = state_generation(s->state);
    if (generation == app->memory.generation)
        return;
    app->memory.generation = generation;
    tell_notice(app);
    static const enum screen screens[] = {SCREEN_LIBRARY, SCREEN_MARKS};
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
        struct pane *pane = &app->screens[screens[i]];
        app->stale[screens[i]] = s->screen != screens[i];
        if (s->screen == screens[i] && pane->ops && !app->asking.pane)
            pane->ops->refresh(pane);
    }
    app_marks_load(app);
    app->dirty = true;
}

void app_memory_moved(struct app *app)
{
    if (app->memory.keep_at == 0 && app->session.screen == SCREEN_READER)
        app->memory.keep_at = clock_ms() + KEEP_MS;
}

/* -- Read or not ---------------------------------------------------------------------------------
 */

/* The briefing that is open, or the one under the list's cursor. */
static str subject(struct app *app, struct place *place)
{
    enum screen screen = app->session.screen;
    struct pane *pane = app_screen_pane(app);
    if (screen == SCREEN_READER && app->session.briefing)
        return app->session.briefing->id;
    if (screen == SCREEN_LIBRARY && pane->ops->save)
        pane->ops->save(pane, place);
    return place->briefing;
}

bool app_memory_can_set_read(struct app *app)
{
    struct jump *here = jump_new();
    bool can = !app->overlay.ops && app->session.state && subject(app, &here->place).len > 0;
    jump_free(here);
    return can;
}

void app_memory_set_read(struct app *app, bool read)
{
    struct jump *here = jump_new();
    enum read_state as = read ? READ_STATE_READ : READ_STATE_UNREAD;
    app_memory_shown(app);
    struct err e = state_set_read(app->session.state, subject(app, &here->place), as);
    if (err_failed(&e))
        tell(app, &e);
    else
        app_say(app, false, read ? STR("read") : STR("unread again"));
    jump_free(here);
}
