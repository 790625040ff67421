#include "ui/count.h"
#include "ui/panes/finder.h"

/* A row: a sign, what it is called, how many or in what state. */
static void add(struct finder *f, const struct finder_choice *choice, str sign, str name, str right,
                struct style style)
{
    menu_add(
        &f->side,
        &(struct menu_row){
            .left = sign, .text = name, .right = right, .style = style, .item = f->choices.len});
    *VEC_PUSH(&f->side_arena, &f->choices) = *choice;
}

static void add_heading(struct finder *f, const char *text)
{
    menu_add(&f->side, &(struct menu_row){.heading = true, .text = str_of(text)});
}

static str number(struct finder *f, size_t n)
{
    return arena_str(&f->side_arena, str_of(COUNT(n)));
}

static str sign_of(struct finder *f, enum entity_type type)
{
    return arena_printf(&f->side_arena, "%c", entity_type_sign(type));
}

static void add_entities(struct finder *f)
{
    add_heading(f, "Entities");
    for (size_t i = 0; i < f->others->entities.count; i++) {
        const struct entities_row *row = &f->others->entities.rows[i];
        str name = row->entity.name;
        if (str_present(row->matched))
            name =
                arena_printf(&f->side_arena, "%.*s (%.*s)", STR_FMT(name), STR_FMT(row->matched));
        const struct finder_choice choice = {.kind = CHOICE_ENTITY,
                                             .text = arena_str(&f->side_arena, row->entity.id)};
        add(f, &choice, sign_of(f, row->entity.type), name, number(f, row->entity.briefings),
            style_of_entity(row->entity.type));
    }
}

/* They come in the order of time; the newest stands first. */
static void add_agreements(struct finder *f, bool ascii)
{
    add_heading(f, "Agreements");
    for (size_t i = f->others->agreements.count; i > 0; i--) {
        const struct timeline_row *row = &f->others->agreements.rows[i - 1];
        const struct finder_choice choice = {.kind = CHOICE_AGREEMENT, .number = i - 1};
        add(f, &choice, str_of(style_status_glyph(row->status, ascii)),
            str_present(row->title) ? row->title : row->id, str_of(status_name(row->status)),
            style_of_status(row->status));
    }
}

static void add_facet(struct finder *f, enum search_facet facet, const char *heading)
{
    const struct search_facet_rows *rows = &f->facets->facets[facet];
    add_heading(f, heading);
    for (size_t i = 0; i < rows->count; i++) {
        const struct search_facet_row *row = &rows->rows[i];
        const struct finder_choice choice = {.kind = CHOICE_TERM,
                                             .text = arena_str(&f->side_arena, row->term)};
        bool typed = facet == SEARCH_TYPES || facet == SEARCH_ENTITIES;
        add(f, &choice, typed ? sign_of(f, row->type) : STR(" "), row->name,
            number(f, row->briefings), typed ? style_of_entity(row->type) : STYLE(TEXT));
    }
}

void finder_fill_side(struct pane *p)
{
    struct finder *f = p->state;
    menu_clear(&f->side);
    arena_release(&f->side_arena);
    f->choices.items = NULL;
    f->choices.len = f->choices.cap = 0;
    if (f->others) {
        add_entities(f);
        add_agreements(f, p->session->ascii);
    }
    if (f->facets) {
        add_facet(f, SEARCH_TYPES, "Types");
        add_facet(f, SEARCH_TOPICS, "Topics");
        add_facet(f, SEARCH_YEARS, "Years");
        add_facet(f, SEARCH_ENTITIES, "Mentioned");
    }
    menu_settle(&f->side);
    f->side.idle = !f->in_side;
}

const struct finder_choice *finder_choice(const struct finder *f)
{
    const struct menu_row *row = menu_selected(&f->side);
    return row ? &f->choices.items[row->item] : NULL;
}
