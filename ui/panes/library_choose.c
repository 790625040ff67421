#include "ui/count.h"
#include "ui/panes/library.h"

static const struct {
    const char *name, *prompt;
} fields[LIST_FIELD_COUNT] = {
    [LIST_ANY] = {"everything",         "/"       },
    [LIST_TITLE] = {"titles",             "title /" },
    [LIST_SOURCE] = {"sources",            "source /"},
    [LIST_TOPIC] = {"topics",             "topic /" },
    [LIST_ENTITY] = {"entities mentioned", "entity /"},
    [LIST_YEAR] = {"years",              "year /"  },
};

static const struct {
    const char *name, *none;
} kinds[LIST_KEPT_COUNT] = {
    [LIST_ALL] = {"all",        "no briefing"               },
    [LIST_UNREAD] = {"unread",     "no unread briefing"        },
    [LIST_BEGUN] = {"begun",      "no briefing that was begun"},
    [LIST_READ] = {"read",       "no briefing that was read" },
    [LIST_MARKED] = {"with marks", "no briefing with marks"    },
    [LIST_NOTED] = {"with notes", "no briefing with notes"    },
};

const char *library_field_prompt(enum list_field field)
{
    return fields[field].prompt;
}

str library_kept_name(enum list_kept kept)
{
    return str_of(kinds[kept].name);
}

void library_no_briefing(enum list_kept kept, struct buf *out)
{
    buf_append(out, str_of(kinds[kept].none));
}

/* -- The menu -----------------------------------------------------------------------------------
 */

/* Items count through what is kept, then through the fields. */
static void add(struct pane *p, size_t item, const char *text, str right, bool chosen)
{
    struct listing *s = p->state;
    menu_add(&s->menu, &(struct menu_row){
                           .left = !chosen             ? STR(" ")
                                   : p->session->ascii ? STR("*")
                                                       : STR("\u2022"),
                           .text = str_of(text),
                           .right = right,
                           .style = STYLE(TEXT),
                           .item = item,
                       });
}

static void add_heading(struct listing *s, str text)
{
    menu_add(&s->menu, &(struct menu_row){.heading = true, .text = text});
}

void library_choose(struct pane *p)
{
    struct listing *s = p->state;
    struct session *session = p->session;
    struct list_query q = session->list;
    struct arena a = {0};
    listing_tell_kept(p);
    menu_clear(&s->menu);
    add_heading(s, STR("Briefings"));
    for (int kept = 0; kept < LIST_KEPT_COUNT; kept++) {
        q.kept = (enum list_kept)kept;
        size_t count;
        bool known = answer_is(p, catalog_list_count(session->catalog, &q, &count));
        add(p, (size_t)kept, kinds[kept].name, known ? str_of(COUNT(count)) : (str){0},
            q.kept == session->list.kept);
    }
    add_heading(s, STR("What / looks at"));
    for (int field = 0; field < LIST_FIELD_COUNT; field++)
        add(p, LIST_KEPT_COUNT + (size_t)field, fields[field].name, (str){0},
            (enum list_field)field == session->list.field);
    menu_select(&s->menu, session->list.kept);
    s->choosing = true;
    library_choose_layout(s);
    arena_release(&a);
}

static void choose(struct pane *p)
{
    struct listing *s = p->state;
    const struct menu_row *row = menu_selected(&s->menu);
    if (!row)
        return;
    if (row->item < LIST_KEPT_COUNT)
        p->session->list.kept = (enum list_kept)row->item;
    else
        p->session->list.field = (enum list_field)(row->item - LIST_KEPT_COUNT);
    s->choosing = false;
    listing_requery(p);
}

bool library_choose_can(const struct listing *s, enum action action)
{
    return scroll_takes(action) || action == ACTION_CANCEL || action == ACTION_FILTER_FIELD ||
           action == ACTION_SEARCH || (action == ACTION_OPEN && menu_selected(&s->menu));
}

void library_choose_act(struct pane *p, enum action action, int count)
{
    struct listing *s = p->state;
    switch (action) {
    case ACTION_OPEN:
        choose(p);
        return;
    case ACTION_CANCEL:
    case ACTION_FILTER_FIELD:
        s->choosing = false;
        return;
    default:
        menu_act(&s->menu, action, count);
    }
}

void library_choose_click(struct pane *p, int row, bool twice)
{
    struct listing *s = p->state;
    if (menu_click(&s->menu, row - library_choose_area(s).row - MENU_HEAD) && twice)
        choose(p);
}

/* -- On the screen ------------------------------------------------------------------------------
 */

/* Over the preview where that stands beside the table, else over all of it. */
struct rect library_choose_area(const struct listing *s)
{
    struct rect beside = library_preview(s->height, s->width);
    return beside.rows ? beside : (struct rect){0, 0, s->height, s->width};
}

void library_choose_layout(struct listing *s)
{
    menu_set_rows(&s->menu, library_choose_area(s).rows - MENU_HEAD);
}

void library_choose_draw(const struct pane *p, struct canvas *c, bool focused)
{
    const struct listing *s = p->state;
    struct canvas part = canvas_window(c, library_choose_area(s));
    menu_draw_titled(&s->menu, &part, focused, STR("Show only"), (str){0});
}
