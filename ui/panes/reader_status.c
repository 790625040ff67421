#include "ui/panes/reader.h"

#include "catalog/dossier.h"
#include "text/safe.h"
#include "ui/count.h"
#include "ui/panes/stepping.h"

enum { NAME_MAX_CELLS = 20, LINK_MAX_CELLS = 36 }; /* there is little room beside the title */

static void separate(const struct pane *p, struct buf *out)
{
    if (out->len)
        buf_append(out, p->session->ascii ? STR(" - ") : STR(" \u00B7 "));
}

static str type_name(const struct entity *e)
{
    const char *name = entity_type_name(e->type);
    return name ? str_of(name) : STR("other");
}

/* Which of the briefings that mention the selected entity this is; NULL if there is one or none. */
static const struct reader_over *over_here(const struct pane *p)
{
    struct reader *r = p->state;
    const struct session *s = p->session;
    struct reader_over *over = &r->over;
    if (!over->known || over->entity != s->selection.entity || over->generation != s->generation) {
        struct arena a = {0};
        struct mention_briefing here = {0};
        bool there = mention_briefing_here(s, &a, &here);
        *over = (struct reader_over){.known = true,
                                     .entity = s->selection.entity,
                                     .generation = s->generation,
                                     .number = there ? here.number : 0,
                                     .of = there ? here.of : 0};
        arena_release(&a);
    }
    return over->of > 1 ? over : NULL;
}

/* "Japan · country · 3/14", "Japan · 3/14 here, 2/5 briefings"; of an ambiguous one every
 * candidate. */
static void mention_status(const struct pane *p, struct buf *out)
{
    const struct session *s = p->session;
    const struct reader_over *over = over_here(p);
    const struct briefing *b = s->briefing;
    const struct mention *m = &b->mentions[s->selection.mention];
    if (m->candidate_count > 1) {
        for (size_t i = 0; i < m->candidate_count; i++) {
            buf_append(out, i > 0 ? STR(" or ") : STR("? "));
            buf_append(out, b->entities[m->candidates[i]].name.text);
        }
    } else if (m->candidate_count == 1) {
        const struct entity *e = &b->entities[m->candidates[0]];
        safe_append_cells(out, e->name.text, NAME_MAX_CELLS, false, p->session->ascii);
        if (!over) {
            separate(p, out);
            buf_append(out, type_name(e));
        }
    }
    if (s->selection.entity == SELECTED_NONE)
        return;
    size_t of,
        number = mention_number(b, (size_t)s->selection.mention, (size_t)s->selection.entity, &of);
    separate(p, out);
    buf_printf(out, "%s/%s", COUNT(number), COUNT(of));
    if (over)
        buf_printf(out, " here, %s/%s briefings", COUNT(over->number), COUNT(over->of));
}

/* Where a link leads. */
static void link_status(const struct pane *p, struct buf *out)
{
    long link = reader_link_here(p);
    if (link == SELECTED_NONE)
        return;
    separate(p, out);
    buf_append(out, p->session->ascii ? STR("> ") : STR("\u2192 "));
    safe_append_cells(out, p->session->briefing->document.inlines[link].target, LINK_MAX_CELLS,
                      false, p->session->ascii);
}

size_t reader_percent(const struct pane *p)
{
    const struct reader *r = p->state;
    const struct layout *l = &r->layout;
    size_t end = r->top + reader_lines_shown(r);
    if (l->line_count == 0 || end >= l->line_count)
        return 100;
    size_t whole = p->session->briefing->document.text.len;
    size_t percent = whole ? (size_t)((double)l->lines[end].span.start * 100 / (double)whole) : 100;
    return percent < 100 ? percent : 99;
}

void reader_status(const struct pane *p, struct buf *out)
{
    const struct reader *r = p->state;
    if (!p->session->briefing)
        return;
    struct buf what = {0};
    reader_search_status(p, &what);
    if (p->session->selection.mention != SELECTED_NONE) {
        separate(p, &what);
        mention_status(p, &what);
    }
    if (!r->search.typing)
        link_status(p, &what);
    separate(p, &what);
    buf_printf(&what, "%zu%s%%", reader_percent(p), p->session->ascii ? "" : "\u00A0");
    buf_append(out, buf_str(&what));
    buf_release(&what);
}
