#include "ui/app_state.h"

struct pane *app_screen_pane(struct app *app)
{
    enum screen screen = app->session.screen;
    return screen_info(screen)->ops ? &app->screens[screen] : NULL;
}

void app_tell_selection(struct app *app, const struct pane *except)
{
    for (int i = 0; i < FRAME_PANES; i++) {
        struct pane *p = &app->reader[i];
        bool asked = except == p; /* it knows */
        if (!asked && p->ops && p->ops->selection)
            p->ops->selection(p);
    }
    app->dirty = true;
}

void app_tell_refresh(struct app *app)
{
    struct pane *panes[] = {app_screen_pane(app), &app->overlay};
    app->session.trouble = ERR_OK;
    for (int i = 0; i < SCREEN_COUNT; i++)
        app->stale[i] = panes[0] != &app->screens[i];
    for (size_t i = panes[0] ? 0 : 1; i < sizeof panes / sizeof *panes; i++)
        if (panes[i]->ops && panes[i]->ops->refresh)
            panes[i]->ops->refresh(panes[i]);
    if (app->overlay.ops)
        app_lay_out(app);
    app->dirty = true;
}

/* -- Places --------------------------------------------------------------------------------------
 */

void app_save_reader(struct app *app, struct place *place)
{
    const struct session *s = &app->session;
    const struct briefing *b = s->briefing;
    const struct selection *sel = &s->selection;
    if (!b)
        return;
    place->briefing = arena_str(place->arena, b->id);
    place->offset = sel->offset;
    place->passage = sel->passage;
    if (sel->entity >= 0)
        place->entity = arena_str(place->arena, b->entities[sel->entity].id);
    place->agreement = arena_str(place->arena, session_entry_id(s, sel->agreement));
    for (int i = 0; i < FRAME_PANES; i++)
        if (app->reader[i].ops->save)
            app->reader[i].ops->save(&app->reader[i], place);
}

static struct jump *save(struct app *app)
{
    struct jump *here = jump_new();
    struct place *place = &here->place;
    place->screen = app->session.screen;
    place->focus = app->focus;
    place->zoomed = app->zoomed;
    struct pane *screen = app_screen_pane(app);
    if (screen && screen->ops->save)
        screen->ops->save(screen, place);
    else if (!screen)
        app_save_reader(app, place);
    if (!screen && app->session.briefing)
        where_keep(&here->where, &app->session, place);
    return here;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The selection that a place names, as far as it is there: the file may have changed since. */
static void select_place(struct app *app, const struct place *to)
{
    struct session *s = &app->session;
    size_t len = s->briefing->document.text.len;
    s->selection = (struct selection){
        .entity = session_entity(s, to->entity),
        .mention = SELECTED_NONE,
        .agreement = session_agreement(s, to->agreement),
        .passage = {least(to->passage.start, len), least(to->passage.end, len)},
        .offset = least(to->offset, len),
    };
    if (s->selection.passage.end > s->selection.passage.start && to->offset == 0)
        s->selection.offset = s->selection.passage.start;
    s->selection.mention = session_mention(s, to->mention);
    if (s->selection.mention != SELECTED_NONE && to->offset == 0)
        s->selection.offset = to->mention.start;
}

static void restore_reader(struct app *app, const struct place *to)
{
    for (int i = 0; i < FRAME_PANES; i++)
        if (app->reader[i].ops->restore)
            app->reader[i].ops->restore(&app->reader[i], to);
}

void app_restore_reader(struct app *app, const struct place *to)
{
    select_place(app, to);
    app_tell_selection(app, NULL);
    restore_reader(app, to);
}

/* A place that names a briefing and nothing in it: where one was in it is as good as any. */
static bool is_only_briefing(const struct place *to)
{
    return !to->spot && to->offset == 0 && to->passage.end == 0 && to->mention.end == 0 &&
           !to->entity.len && !to->agreement.len;
}

/* Opens the pane of the screen when it is first shown, and tells it what it has missed. */
static void show_screen(struct app *app)
{
    enum screen screen = app->session.screen;
    struct pane *p = app_screen_pane(app);
    if (p && !p->ops)
        app_pane_open(app, p, screen_info(screen)->ops);
    else if (p && app->stale[screen] && p->ops->refresh)
        p->ops->refresh(p);
    app->stale[screen] = false;
}

/* Where one was in the briefing that is opened, or where the place says by its words. */
static void find_spot(struct app *app, struct place *to, bool resume)
{
    struct session *s = &app->session;
    struct arena a = {0};
    struct spot spot = to->spot ? *to->spot : (struct spot){0};
    if (to->spot || (resume && app_memory_find(app, to->briefing, &a, &spot))) {
        struct span span = {0, 0};
        enum spot_outcome outcome = spot_find(&s->briefing->document, &s->folded, &spot, &span);
        if (outcome != SPOT_FOUND && to->spot)
            app_say(app, false, STR("the words are others by now: this is where they stood"));
        to->offset = span.start;
        to->passage = span.end > span.start ? span : (struct span){0, 0};
    }
    arena_release(&a);
}

/* Moves to a place; `saved` is where its panes have saved it, NULL: they have not. */
static bool move_to(struct app *app, const struct place *to, struct where *saved)
{
    struct place found = *to;
    bool exactly = saved != NULL;
    app_memory_keep(app);
    if (to->screen == SCREEN_READER) {
        bool open = app->session.briefing && str_eq(app->session.briefing->id, to->briefing);
        struct err e = ERR_OK;
        if (!open && to->briefing.len)
            e = app_open_briefing(app, to->briefing);
        if (err_failed(&e))
            app_say(app, true, str_of(e.message));
        if (err_failed(&e) || !app->session.briefing)
            return false;
        if (open && app->session.screen != SCREEN_READER)
            app_memory_opened(app); /* again, from elsewhere */
        bool only = is_only_briefing(to);
        find_spot(app, &found, !open && only && !exactly);
        if (exactly)
            where_find(saved, &app->session, &found);
        if (exactly || !open || !only)
            select_place(app, &found);
    }
    app_overlay_close(app);
    app->asking.pane = NULL;
    app->session.screen = to->screen;
    app->focus = to->focus;
    if (exactly)
        app->zoomed = to->zoomed;
    show_screen(app);
    app_lay_out(app);
    struct pane *screen = app_screen_pane(app);
    if (screen && screen->ops->restore)
        screen->ops->restore(screen, to);
    else if (!screen && exactly)
        restore_reader(app, &found);
    else if (!screen)
        app_tell_selection(app, NULL);
    return true;
}

struct err app_open_first(struct app *app, str id)
{
    struct err e = app_open_briefing(app, id);
    struct place place = {.screen = SCREEN_READER, .briefing = id};
    if (err_failed(&e))
        return e;
    find_spot(app, &place, true);
    select_place(app, &place);
    return e;
}

void app_go(struct app *app, const struct place *to)
{
    struct jump *from = save(app), *target = jump_new();
    /* `to` may hold strings of the briefing or the overlay that are about to be released. */
    struct arena *arena = target->place.arena;
    target->place = *to;
    target->place.arena = arena;
    struct spot spot = to->spot ? spot_copy(to->spot, arena) : (struct spot){0};
    target->place.spot = to->spot ? &spot : NULL;
    str *strings[] = {&target->place.briefing, &target->place.entity, &target->place.agreement,
                      &target->place.key, &target->place.view};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = str_present(*strings[i]) ? arena_str(arena, *strings[i]) : (str){0};
    target->place.row = -1; /* nobody has saved it */
    if (move_to(app, &target->place, NULL))
        jumps_leave(&app->jumps, from);
    else
        jump_free(from);
    jump_free(target);
}

/* A briefing that was moved or renamed since is where its text is now, if that is in one alone. */
static void follow_moved(struct app *app, struct jump *to)
{
    str now = {0};
    if (to->place.screen == SCREEN_READER && str_present(to->where.briefing))
        now = app_memory_moved_to(app, to->place.briefing, to->where.content, &to->arena);
    if (str_present(now))
        to->place.briefing = to->where.briefing = now;
}

static void move_back(struct app *app, struct jump *to)
{
    if (to)
        follow_moved(app, to);
    if (to)
        move_to(app, &to->place, &to->where);
}

void app_back(struct app *app, bool forward)
{
    struct jump *now = save(app);
    move_back(app, forward ? jumps_forward(&app->jumps, now) : jumps_back(&app->jumps, now));
}

void app_toggle(struct app *app)
{
    move_back(app, jumps_toggle(&app->jumps, save(app)));
}

void app_to_screen(struct app *app, enum screen screen)
{
    struct place place = {.screen = screen, .focus = READER_TEXT};
    if (screen == SCREEN_LIBRARY && app->session.screen == SCREEN_READER && app->session.briefing)
        place.briefing = app->session.briefing->id;
    /* From one of a briefing's agreements, its milestone or an event to where that stands among
     * all; else as one left it. */
    struct jump *here = jump_new();
    if (screen == SCREEN_TIMELINE && app->session.screen == SCREEN_READER &&
        app->focus == READER_AGREEMENTS) {
        long entry = app->session.selection.agreement;
        bool event = entry >= 0 && app->session.timeline[entry].is_event;
        app_save_reader(app, &here->place);
        place.agreement = here->place.agreement;
        place.milestone = event ? 0 : here->place.milestone;
        place.briefing = event ? here->place.briefing : (str){0};
    }
    app_go(app, &place);
    jump_free(here);
}

/* -- Closing -------------------------------------------------------------------------------------
 */

/* How far back in the jump list the screen lies from where one came to this one; 0: nowhere. */
static int way_down(const struct app *app)
{
    const struct jumps *j = &app->jumps;
    enum screen now = app->session.screen;
    int at = j->at - 1;
    while (at >= 0 && j->items[at]->place.screen == now)
        at--;
    return at >= 0 ? j->at - at : 0;
}

bool app_can_close(const struct app *app)
{
    if (app->session.screen == SCREEN_LIBRARY)
        return false;
    return way_down(app) > 0 || !app_is_alone(app);
}

void app_close_screen(struct app *app)
{
    int steps = way_down(app);
    enum screen below =
        steps ? app->jumps.items[app->jumps.at - steps]->place.screen : SCREEN_LIBRARY;
    /* The list shows the briefing one has come to, not the one that one opened there. */
    if (below == SCREEN_LIBRARY) {
        app_to_screen(app, SCREEN_LIBRARY);
        return;
    }
    for (; steps > 0; steps--)
        app_back(app, false);
}
