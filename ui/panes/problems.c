#include "ui/count.h"
#include "ui/panes/answer.h"
#include "ui/panes/menu.h"
#include "ui/panes/panes.h"

enum { PAGE = 200 /* problems asked of the catalogue at once */ };

/* The problems of the open briefing; in the library those of all, read on as one goes down. */
struct problems {
    struct menu menu;
    struct arena arena;
    VEC(struct diag) items;
    bool of_library, more;
};

static void add(struct pane *p, const struct diag *d)
{
    struct problems *pr = p->state;
    const struct diag *last = pr->items.len ? &pr->items.items[pr->items.len - 1] : NULL;
    bool error = diag_code_severity(d->code) == DIAG_ERROR_SEVERITY;
    if (!last || !str_eq(last->at.file, d->at.file))
        menu_add(&pr->menu, &(struct menu_row){.heading = true, .text = d->at.file});
    *VEC_PUSH(&pr->arena, &pr->items) = *d;
    str place = arena_printf(&pr->arena, "%c %zu:%zu", error ? 'E' : 'W',
                             d->at.line ? d->at.line : 1, d->at.column ? d->at.column : 1);
    menu_add(&pr->menu, &(struct menu_row){
                            .left = place,
                            .text = d->message,
                            .right = str_of(diag_code_name(d->code)),
                            .style = error ? STYLE(ERROR) : STYLE(WARNING),
                            .item = pr->items.len - 1,
                        });
}

static bool ask(struct pane *p, const struct diag *from, struct arena *a, struct diag_page *page)
{
    return answer_is(p, catalog_diags(p->session->catalog, (str){0}, from, PAGE, a, page));
}

static void add_page(struct pane *p, const struct diag_page *page)
{
    struct problems *pr = p->state;
    for (size_t i = 0; i < page->count; i++)
        add(p, &page->rows[i]);
    pr->more = page->more && page->count > 0;
}

static void read_on(struct pane *p)
{
    struct problems *pr = p->state;
    struct diag_page page = {0};
    ask(p, &pr->items.items[pr->items.len - 1], &pr->arena, &page);
    add_page(p, &page);
}

static void fill(struct pane *p)
{
    struct problems *pr = p->state;
    const struct briefing *b = p->session->briefing;
    struct arena fresh = {0};
    struct diag_page page = {0};
    pr->of_library = p->session->screen == SCREEN_LIBRARY || !b;
    if (pr->of_library && !ask(p, NULL, &fresh, &page) && pr->items.len > 0) {
        arena_release(&fresh);
        return;
    }
    menu_clear(&pr->menu);
    arena_release(&pr->arena);
    pr->arena = fresh;
    pr->items.items = NULL;
    pr->items.len = pr->items.cap = 0;
    add_page(p, &page);
    for (size_t i = 0; !pr->of_library && b && i < b->diags.len; i++)
        add(p, &b->diags.items[i]);
    menu_settle(&pr->menu);
}

static void close_pane(struct pane *p)
{
    struct problems *pr = p->state;
    menu_release(&pr->menu);
    arena_release(&pr->arena);
}

static void layout(struct pane *p, int rows, int columns)
{
    struct problems *pr = p->state;
    (void)columns;
    menu_set_rows(&pr->menu, rows - menu_detail_rows(rows));
}

static const struct diag *selected(const struct problems *pr)
{
    const struct menu_row *row = menu_selected(&pr->menu);
    return row ? &pr->items.items[row->item] : NULL;
}

static void draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct problems *pr = p->state;
    const struct diag *d = selected(pr);
    if (!d && !answer_draw_trouble(p, c, 0, 1, c->area.columns - 2))
        canvas_text(c, 0, 1, -1, STR("no problems"), STYLE(QUIET));
    menu_draw(&pr->menu, c, focused);
    if (d)
        menu_draw_detail(c, d->message);
}

static bool can(const struct pane *p, enum action action)
{
    const struct problems *pr = p->state;
    /* Standard input is no file that an editor could open. */
    bool file = !str_present(p->session->library->standard_input);
    return selected(pr) && ((action == ACTION_OPEN && file) || scroll_takes(action));
}

static void edit(struct pane *p)
{
    struct problems *pr = p->state;
    const struct diag *d = selected(pr);
    struct arena a = {0};
    if (d)
        p->host->edit(p->host->user, arena_str(&a, d->at.file), d->at.line, d->at.column);
    arena_release(&a);
}

static bool act(struct pane *p, enum action action, int count)
{
    struct problems *pr = p->state;
    if (action == ACTION_OPEN) {
        edit(p);
        return true;
    }
    bool taken = menu_act(&pr->menu, action, count);
    while (taken && pr->more &&
           pr->menu.scroll.cursor + pr->menu.scroll.rows >= pr->menu.rows.len) {
        read_on(p);
        pr->menu.scroll.count = pr->menu.rows.len;
        if (action == ACTION_BOTTOM)
            menu_act(&pr->menu, action, count);
    }
    return taken;
}

static void click(struct pane *p, int row, int column, bool twice)
{
    struct problems *pr = p->state;
    (void)column;
    if (menu_click(&pr->menu, row) && twice)
        edit(p);
}

static struct cursor cursor(const struct pane *p)
{
    return menu_cursor(&((const struct problems *)p->state)->menu);
}

/* "2 errors, 3 warnings" */
static void status(const struct pane *p, struct buf *out)
{
    const struct problems *pr = p->state;
    struct catalog_totals t = {0};
    if (pr->of_library) {
        catalog_totals_known(p->session->catalog, &t);
    } else {
        t.errors = diag_count(&p->session->briefing->diags, DIAG_ERROR_SEVERITY);
        t.warnings = diag_count(&p->session->briefing->diags, DIAG_WARNING_SEVERITY);
    }
    if (t.errors)
        buf_printf(out, "%s error%s", COUNT(t.errors), t.errors == 1 ? "" : "s");
    if (t.errors && t.warnings)
        buf_append(out, STR(", "));
    if (t.warnings)
        buf_printf(out, "%s warning%s", COUNT(t.warnings), t.warnings == 1 ? "" : "s");
}

/* All of the library's are counted when the first of them are there. */
static bool meanwhile(struct pane *p)
{
    const struct problems *pr = p->state;
    if (pr->of_library)
        catalog_totals(p->session->catalog, &(struct catalog_totals){0});
    return pr->of_library;
}

static int wants(const struct pane *p)
{
    const struct problems *pr = p->state;
    size_t rows = pr->menu.rows.len < 1000 ? pr->menu.rows.len : 1000;
    return (int)rows + MENU_DETAIL;
}

const struct pane_ops pane_problems = {
    .name = "problems",
    .contexts = CONTEXT_OVERLAY,
    .state_size = sizeof(struct problems),
    .open = fill,
    .close = close_pane,
    .refresh = fill,
    .layout = layout,
    .draw = draw,
    .can = can,
    .act = act,
    .click = click,
    .cursor = cursor,
    .status = status,
    .wants = wants,
    .meanwhile = meanwhile,
};
