#include "ui/app_state.h"
#include "ui/panes/panes.h"

enum { STEP_PAGE = 64 }; /* rows asked for at once when stepping through the list */

static const struct pane_ops *const reader_ops[FRAME_PANES] = {
    [READER_TEXT] = &pane_reader,
    [READER_ENTITIES] = &pane_entities,
    [READER_AGREEMENTS] = &pane_agreements,
};

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

static void refresh_reader(struct app *app)
{
    for (int i = 0; i < FRAME_PANES; i++) {
        struct pane *p = &app->reader[i];
        if (!p->ops)
            app_pane_open(app, p, reader_ops[i]);
        if (p->ops->refresh)
            p->ops->refresh(p);
    }
}

void app_tell_refresh(struct app *app)
{
    struct pane *panes[] = {&app->library_pane, &app->overlay};
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++)
        if (panes[i]->ops && panes[i]->ops->refresh)
            panes[i]->ops->refresh(panes[i]);
    if (app->overlay.ops)
        app_lay_out(app);
    app->dirty = true;
}

struct err app_open_briefing(struct app *app, str id)
{
    struct err e = session_open(&app->session, id);
    if (!err_failed(&e))
        refresh_reader(app);
    return e;
}

/* -- Places --------------------------------------------------------------------------------------
 */

static void save(struct app *app, struct place *place)
{
    struct session *s = &app->session;
    const struct briefing *b = s->briefing;
    place->screen = s->screen;
    place->focus = app->focus;
    place->zoomed = app->zoomed;
    if (s->screen == SCREEN_LIBRARY || !b) {
        app->library_pane.ops->save(&app->library_pane, place);
        return;
    }
    const struct selection *sel = &s->selection;
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
}

static void restore_reader(struct app *app, const struct place *to)
{
    for (int i = 0; i < FRAME_PANES; i++)
        if (app->reader[i].ops->restore)
            app->reader[i].ops->restore(&app->reader[i], to);
}

/* A place that names a briefing and nothing in it: where one was in it is as good as any. */
static bool is_only_briefing(const struct place *to)
{
    return to->offset == 0 && to->passage.end == 0 && !to->entity.len && !to->agreement.len;
}

/* Moves to a place; `exactly` if its panes have saved it. */
static bool move_to(struct app *app, const struct place *to, bool exactly)
{
    if (to->screen == SCREEN_READER) {
        bool open = app->session.briefing && str_eq(app->session.briefing->id, to->briefing);
        struct err e = ERR_OK;
        if (!open && to->briefing.len)
            e = app_open_briefing(app, to->briefing);
        if (err_failed(&e))
            app_say(app, true, str_of(e.message));
        if (err_failed(&e) || !app->session.briefing)
            return false;
        if (exactly || !open || !is_only_briefing(to))
            select_place(app, to);
    }
    app_overlay_close(app);
    app->asking.pane = NULL;
    app->session.screen = to->screen;
    app->focus = to->focus;
    if (exactly)
        app->zoomed = to->zoomed;
    app_lay_out(app);
    if (to->screen == SCREEN_LIBRARY)
        app->library_pane.ops->restore(&app->library_pane, to);
    else if (exactly)
        restore_reader(app, to);
    else
        app_tell_selection(app, NULL);
    return true;
}

void app_go(struct app *app, const struct place *to)
{
    struct jump *from = jump_new(), *target = jump_new();
    save(app, &from->place);
    /* `to` may hold strings of the briefing or the overlay that are about to be released. */
    struct arena *arena = target->place.arena;
    target->place = *to;
    target->place.arena = arena;
    target->place.briefing = arena_str(arena, to->briefing);
    target->place.entity = arena_str(arena, to->entity);
    target->place.agreement = arena_str(arena, to->agreement);
    if (move_to(app, &target->place, false))
        jumps_leave(&app->jumps, from);
    else
        jump_free(from);
    jump_free(target);
}

void app_back(struct app *app, bool forward)
{
    struct jump *now = jump_new();
    save(app, &now->place);
    const struct place *to =
        forward ? jumps_forward(&app->jumps, now) : jumps_back(&app->jumps, now);
    if (to)
        move_to(app, to, true);
}

void app_to_library(struct app *app)
{
    struct place place = {.screen = SCREEN_LIBRARY, .focus = READER_TEXT, .row = -1};
    if (app->session.briefing)
        place.briefing = app->session.briefing->id;
    app_go(app, &place);
}

/* -- The next briefing of the list ---------------------------------------------------------------
 */

static bool list_row(struct app *app, struct arena *a, struct brief_row *row)
{
    const struct session *s = &app->session;
    return s->briefing && s->catalog &&
           catalog_list_row(app->catalog, &s->list, s->briefing->id, a, row);
}

bool app_can_step_briefing(struct app *app)
{
    struct arena a = {0};
    struct brief_row row;
    bool can = list_row(app, &a, &row) && catalog_list_count(app->catalog, &app->session.list) > 1;
    arena_release(&a);
    return can;
}

/* The row so many rows on, or the last one there is. */
static bool step_rows(struct app *app, bool next, size_t steps, struct arena *a,
                      struct brief_row *row)
{
    bool moved = false;
    while (steps) {
        struct brief_page page = {0};
        size_t limit = least(steps, STEP_PAGE);
        struct err e = catalog_list(app->catalog, &app->session.list, row, !next, limit, a, &page);
        if (err_failed(&e) || page.count == 0)
            break;
        *row = next ? page.rows[page.count - 1] : page.rows[0];
        moved = true;
        steps = page.count < limit ? 0 : steps - page.count;
    }
    return moved;
}

void app_step_briefing(struct app *app, bool next, int count)
{
    struct arena a = {0};
    struct brief_row row;
    bool moved =
        list_row(app, &a, &row) && step_rows(app, next, count > 0 ? (size_t)count : 1, &a, &row);
    if (moved)
        app_go(app,
               &(struct place){.screen = SCREEN_READER, .briefing = row.id, .focus = app->focus});
    else
        app_say(app, false,
                next ? STR("this is the last briefing of the list")
                     : STR("this is the first briefing of the list"));
    arena_release(&a);
}

void app_reload(struct app *app)
{
    if (!app->session.briefing)
        return;
    struct jump *here = jump_new();
    struct place *place = &here->place;
    bool read = app->session.screen == SCREEN_READER;
    if (read)
        save(app, place);
    else
        place->briefing = arena_str(place->arena, app->session.briefing->id);
    struct err e = app_open_briefing(app, place->briefing);
    if (read && !err_failed(&e)) {
        select_place(app, place);
        app_tell_selection(app, NULL);
        restore_reader(app, place);
    }
    jump_free(here);
}
