#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/dossier.h"
#include "ui/panes/prose.h"

enum {
    MARGIN = 1,
    LABEL = 10, /* cells of the labels' column */
    TEXT_LEAST = 30,
};

str dossier_address(const struct dossier_pane *s, struct arena *a)
{
    if (!s->known || !s->d.wikidata.len)
        return (str){0};
    return arena_printf(a, "https://www.wikidata.org/wiki/%.*s", STR_FMT(s->d.wikidata));
}

static str type_of(const struct dossier *d)
{
    const char *name = entity_type_name(d->type);
    return name ? str_of(name) : STR("other");
}

/* "person · 28 mentions in 11 briefings · 16 Dec 2022 – 11 Sep 2025" */
void dossier_describe(const struct dossier_pane *s, bool ascii, struct buf *out)
{
    const struct dossier *d = &s->d;
    struct arena a = {0};
    cells_join(out, ascii, type_of(d));
    if (d->mentions == 0) {
        cells_join(out, ascii, STR("mentioned nowhere"));
    } else {
        cells_count(out, ascii, d->mentions, "mention", "mentions");
        buf_printf(out, " in %s %s", COUNT(d->briefings),
                   d->briefings == 1 ? "briefing" : "briefings");
    }
    if (d->seen) {
        cells_join(out, ascii, date_day_human(d->first, DATE_SHORT, &a));
        if (d->last != d->first) {
            buf_append(out, ascii ? STR(" - ") : STR(" \u2013 "));
            buf_append(out, date_day_human(d->last, DATE_SHORT, &a));
        }
    }
    arena_release(&a);
}

static void add(struct dossier_pane *s, const char *label, str text, struct style style)
{
    struct arena *a = &s->about_arena;
    int width = s->about_width - 2 * MARGIN;
    bool labelled = label[0] != '\0';
    struct prose lines = prose_wrap(text, labelled ? width - LABEL : width, a);
    for (size_t i = 0; i < lines.len; i++)
        *VEC_PUSH(a, &s->about) =
            (struct about_line){.label = labelled && i ? STR(" ") : str_of(label),
                                .text = lines.items[i],
                                .style = style};
}

static void add_blank(struct dossier_pane *s)
{
    if (s->about.len)
        *VEC_PUSH(&s->about_arena, &s->about) = (struct about_line){.style = STYLE(TEXT)};
}

/* "Japan 53 · Nippon 0 · 日本 0": names of the definition, then other words for it. */
static str names_of(const struct dossier *d, bool others, bool ascii, struct arena *a)
{
    struct buf b = {0};
    for (size_t i = 0; i < d->form_count; i++)
        if ((d->forms[i].kind == FORM_OTHER) == others) {
            cells_join(&b, ascii, d->forms[i].text);
            buf_printf(&b, "\u00A0%s", COUNT(d->forms[i].mentions));
        }
    str text = arena_str(a, buf_str(&b));
    buf_release(&b);
    return text;
}

void dossier_make_about(struct pane *p, int width)
{
    struct dossier_pane *s = p->state;
    bool ascii = p->session->ascii;
    struct buf b = {0};
    arena_release(&s->about_arena);
    s->about.items = NULL;
    s->about.len = s->about.cap = 0;
    s->about_width = width;
    if (!s->known || width < TEXT_LEAST)
        return;
    struct arena *a = &s->about_arena;
    dossier_describe(s, ascii, &b);
    add(s, "", arena_str(a, buf_str(&b)), STYLE(QUIET));
    add(s, "", s->d.role, STYLE_WITH(STYLE_TEXT, s->d.description.len ? STYLE_BOLD : 0));
    add(s, "", s->d.description, STYLE(TEXT));
    add_blank(s);
    add(s, "names", names_of(&s->d, false, ascii, a), STYLE(TEXT));
    add(s, "also as", names_of(&s->d, true, ascii, a), STYLE(TEXT));
    add(s, "id", s->d.id, STYLE(QUIET));
    add(s, "Wikidata", dossier_address(s, a), STYLE(LINK));
    buf_release(&b);
}

void dossier_draw_about(const struct pane *p, struct canvas *c)
{
    struct dossier_pane *s = p->state;
    struct roster *r = &s->parts[PART_ABOUT];
    drawn_begin(&r->drawn, c, p->session->epoch, r->top);
    if (drawn_again(&r->drawn, c, 0, c->area.rows, 0))
        return;
    for (int row = 0; row < c->area.rows && r->top + (size_t)row < s->about.len; row++) {
        const struct about_line *line = &s->about.items[r->top + (size_t)row];
        int column = MARGIN + (line->label.len ? LABEL : 0);
        canvas_text_cut(c, row, MARGIN, LABEL - 1, line->label, STYLE(QUIET));
        canvas_text_cut(c, row, column, c->area.columns - column - MARGIN, line->text, line->style);
    }
    drawn_keep(&r->drawn, c, 0, c->area.rows, 0);
}
