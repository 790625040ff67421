#include "ui/app_state.h"
#include "ui/panes/panes.h"

enum { STEP_PAGE = 64 }; /* rows asked for at once when stepping through the list */

static const struct pane_ops *const reader_ops[FRAME_PANES] = {
    [READER_TEXT] = &pane_reader,
    [READER_ENTITIES] = &pane_entities,
    [READER_AGREEMENTS] = &pane_agreements,
};

void app_refresh_reader(struct app *app)
{
    for (int i = 0; i < FRAME_PANES; i++) {
        struct pane *p = &app->reader[i];
        if (!p->ops)
            app_pane_open(app, p, reader_ops[i]);
        if (p->ops->refresh)
            p->ops->refresh(p);
    }
}

struct err app_open_briefing(struct app *app, str id)
{
    struct err e = session_open(&app->session, id);
    if (err_failed(&e))
        return e;
    app_memory_opened(app);
    app_marks_load(app);
    app_refresh_reader(app);
    return e;
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
    size_t count = 0;
    if (list_row(app, &a, &row))
        catalog_list_count(app->catalog, &app->session.list, &count);
    arena_release(&a);
    return count > 1;
}

/* The row so many rows on, or the last one there is. */
static bool step_rows(struct app *app, bool next, size_t steps, struct arena *a,
                      struct brief_row *row)
{
    bool moved = false;
    while (steps) {
        struct brief_page page = {0};
        size_t limit = steps < STEP_PAGE ? steps : STEP_PAGE;
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
