#include "ui/panes/entities.h"

#include "ui/count.h"
#include "ui/panes/prose.h"
#include "ui/panes/stepping.h"

#include <stdio.h>
#include <string.h>

enum {
    NAME = 4, /* the column where names begin */
    BAR_MAX = 12,
    ROLE_WIDTH = 76, /* columns from which a row has room for the role */
    ROLE_COLUMN = 36,
    LEGEND_ROWS = 9,  /* rows from which the legend of types is shown */
    DETAIL_ROWS = 16, /* rows from which what is known of the selected one is shown */
    DETAIL = 4,
};

/* -- Around the list ----------------------------------------------------------------------------
 */

int entities_head(const struct pane *p)
{
    const struct entities *e = p->state;
    return e->height >= LEGEND_ROWS && e->types.count > 1 ? 1 : 0;
}

int entities_foot(const struct pane *p)
{
    const struct entities *e = p->state;
    return e->height >= DETAIL_ROWS && e->types.count > 0 ? DETAIL : 0;
}

/* What is known of the selected entity: its role or description, and its other names. */
static void draw_detail(const struct pane *p, struct canvas *c)
{
    const struct entities *e = p->state;
    const struct briefing *b = p->session->briefing;
    int row = e->height - DETAIL, width = e->width - 2;
    long current = entities_current(p);
    if (current < 0)
        return;
    const struct entity *entity = &b->entities[current];
    canvas_hline(c, row, 1, width, STYLE(RULE));
    row++;
    str what = entity->role.len ? entity->role : entity->description;
    if (what.len == 0 && entity_type_name(entity->type))
        what = str_of(entity_type_name(entity->type));
    row += prose_draw(c, row, 1, width, entity->alias_count ? 2 : 3, what, STYLE(TEXT));
    if (entity->alias_count == 0)
        return;
    struct buf names = {0};
    buf_append(&names, STR("also "));
    for (size_t i = 0; i < entity->alias_count; i++) {
        buf_append(&names, i > 0 ? STR(", ") : STR(""));
        buf_append(&names, entity->aliases[i].text);
    }
    prose_draw(c, row, 1, width, e->height - row, buf_str(&names), STYLE(QUIET));
    buf_release(&names);
}

static void draw_empty(const struct pane *p, struct canvas *c)
{
    const struct entities *e = p->state;
    struct buf why = {0};
    if (p->session->briefing->entity_count == 0) {
        buf_append(&why, STR("Nobody and nothing is named in this briefing's annotations."));
    } else if (filter_text(&e->filter).len) {
        buf_append(&why, STR("No name and no alias has \""));
        buf_append(&why, filter_text(&e->filter));
        buf_append(&why, STR("\" in it. Esc shows all again."));
    } else {
        buf_append(&why, STR("Every type is hidden. 0 shows all again."));
    }
    prose_draw(c, entities_head(p) + 1, 1, e->width - 2, 4, buf_str(&why), STYLE(QUIET));
    buf_release(&why);
}

/* -- Rows ---------------------------------------------------------------------------------------
 */

/* Columns of a row from the right: what is counted, and the bar before it. */
struct columns {
    int count_end, count_width, bar, bar_width, name_end;
};

static struct columns columns_of(const struct entities *e)
{
    struct columns k = {.count_end = e->width - 1};
    int digits = (int)strlen(COUNT(e->most));
    k.count_width = 2 * digits + 1;
    k.bar_width = e->width / 5 < BAR_MAX ? e->width / 5 : BAR_MAX;
    k.bar = k.count_end - k.count_width - 1 - k.bar_width;
    if (e->width < 24) {
        k.bar_width = 0;
        k.bar = k.count_end - k.count_width;
    }
    k.name_end = k.bar - 1;
    return k;
}

static void draw_heading(const struct entities *e, struct canvas *c, int row,
                         const struct entities_row *r)
{
    int used = canvas_text(c, row, 1, -1, str_of(entity_type_plural(r->type)),
                           STYLE_WITH(style_of_entity(r->type).role, STYLE_BOLD));
    struct count count = count_of(r->members);
    int len = (int)strlen(count.text);
    canvas_hline(c, row, used + 2, e->width - used - 4 - len, STYLE(RULE));
    canvas_text(c, row, e->width - 1 - len, -1, str_of(count.text), STYLE(QUIET));
}

static void draw_count(const struct pane *p, struct canvas *c, int row, long entity,
                       const struct columns *k)
{
    const struct entities *e = p->state;
    const struct session *s = p->session;
    size_t count = e->facts[entity].count;
    char text[48];
    struct style style = count ? STYLE(TEXT) : STYLE(QUIET);
    int len = snprintf(text, sizeof text, "%s", COUNT(count));
    if (s->selection.entity == entity && s->selection.mention != SELECTED_NONE &&
        mention_is_of(&s->briefing->mentions[s->selection.mention], (size_t)entity)) {
        size_t of,
            number = mention_number(s->briefing, (size_t)s->selection.mention, (size_t)entity, &of);
        len = snprintf(text, sizeof text, "%s/%s", COUNT(number), COUNT(of));
        style = STYLE_WITH(STYLE_TEXT, STYLE_BOLD);
    }
    canvas_text(c, row, k->count_end - len, -1, str_of(text), style);
}

static void draw_name(const struct pane *p, struct canvas *c, int row, const struct entities_row *r,
                      const struct columns *k)
{
    const struct entities *e = p->state;
    const struct entity *entity = &p->session->briefing->entities[r->entity];
    bool mentioned = e->facts[r->entity].count > 0;
    bool roles = e->width >= ROLE_WIDTH;
    int end = roles ? ROLE_COLUMN - 2 : k->name_end, column = NAME;
    struct style style = mentioned ? STYLE(TEXT) : STYLE(QUIET);
    if (p->session->selection.entity == r->entity)
        style.flags |= STYLE_BOLD;
    column += canvas_text_cut(c, row, column, end - column, entity->name.text, style);
    if (r->alias >= 0 && column + 4 < (roles ? k->name_end : end)) {
        end = roles ? k->name_end : end;
        column += canvas_glyph(c, row, column, " \u2190 ", " <- ", STYLE(QUIET));
        canvas_text_cut(c, row, column, end - column, entity->aliases[r->alias].text, STYLE(HIT));
    } else if (roles) {
        canvas_text_cut(c, row, ROLE_COLUMN, k->name_end - ROLE_COLUMN,
                        entity->role.len ? entity->role : entity->description, STYLE(QUIET));
    }
}

static void draw_row(const struct pane *p, struct canvas *c, int row, const struct entities_row *r,
                     const struct columns *k, unsigned flags)
{
    const struct entities *e = p->state;
    const struct entity_facts *f = &e->facts[r->entity];
    char sign = entity_type_sign(r->type);
    struct style style = style_of_entity(r->type);
    canvas_text(c, row, 1, 1, (str){&sign, 1}, STYLE_WITH(style.role, f->count ? STYLE_BOLD : 0));
    if (f->ambiguous)
        canvas_text(c, row, 2, 1, STR("?"), STYLE(WARNING));
    if (p->session->selection.entity == r->entity)
        canvas_glyph(c, row, NAME - 1, "\u25B8", ">", STYLE(KEY));
    draw_name(p, c, row, r, k);
    draw_count(p, c, row, r->entity, k);
    canvas_bar(c, row, k->bar, k->bar_width, f->count, e->most, flags ? STYLE(TEXT) : style);
    canvas_flag(c, (struct rect){row, 0, 1, e->width}, flags);
}

void entities_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct entities *e = p->state;
    if (!p->session->briefing || e->width == 0)
        return;
    int head = entities_head(p);
    if (head)
        types_draw(&e->types, c, 0, e->width);
    if (e->scroll.count == 0) {
        draw_empty(p, c);
        return;
    }
    struct columns k = columns_of(e);
    size_t end = e->scroll.top + e->scroll.rows;
    for (size_t i = e->scroll.top; i < end && i < e->scroll.count; i++) {
        int row = head + (int)(i - e->scroll.top);
        if (e->rows[i].entity < 0) {
            draw_heading(e, c, row, &e->rows[i]);
            continue;
        }
        bool selected = e->rows[i].entity == p->session->selection.entity;
        bool at = i == e->scroll.cursor;
        unsigned flags = at && focused ? STYLE_REVERSE : at && selected ? STYLE_FAINT : 0;
        draw_row(p, c, row, &e->rows[i], &k, flags);
    }
    if (entities_foot(p))
        draw_detail(p, c);
}

struct cursor entities_cursor(const struct pane *p)
{
    const struct entities *e = p->state;
    if (e->scroll.count == 0)
        return (struct cursor){0};
    return (struct cursor){.visible = true,
                           .row = entities_head(p) + (int)(e->scroll.cursor - e->scroll.top),
                           .column = NAME < e->width ? NAME - 1 : 0};
}
