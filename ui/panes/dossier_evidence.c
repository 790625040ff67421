#include "ui/panes/cells.h"
#include "ui/panes/dossier.h"
#include "ui/panes/moment.h"
#include "ui/panes/passage.h"
#include "ui/panes/prose.h"

enum { MARGIN = 1 };

/* What the selected agreement, promise or event rests on, below the list of those. */
void dossier_find_evidence(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct dossier_evidence *e = &s->evidence;
    const struct moment *m = roster_selected(&s->parts[PART_MOMENTS]);
    bool shown = dossier_layout(s).box[PART_MOMENTS].detail.rows > 0;
    if (!m || !shown || str_eq(e->of, m->sort_key))
        return;
    arena_release(&e->arena);
    *e = (struct dossier_evidence){0};
    e->of = arena_str(&e->arena, m->sort_key);
    if (m->evidence.found)
        e->said = passage_words(p->session, m->briefing, m->evidence.span, &e->arena);
    if (m->kept_found)
        e->kept = passage_words(p->session, m->kept_by, m->kept_span, &e->arena);
}

static void put_quote(struct canvas *c, int *row, int rows, str quote, struct style style)
{
    struct arena a = {0};
    int width = c->area.columns - 2 * MARGIN - 2;
    if (quote.len && rows > 0) {
        str text = arena_printf(&a, c->ascii ? "\"%.*s\"" : "\u201C%.*s\u201D", STR_FMT(quote));
        *row += prose_draw(c, *row, MARGIN + 2, width, rows, text, style);
    }
    arena_release(&a);
}

/* "✓ kept 10 April 2024", or what else came of a promise. */
static void put_outcome(struct canvas *c, int row, const struct moment *m)
{
    struct arena a = {0};
    struct glyph glyph = moment_glyph(STATUS_NONE, m->promise, c->ascii);
    str when = m->promise == PROMISE_KEPT ? date_human(&m->kept_date, DATE_LONG, &a) : STR("");
    str words = m->promise == PROMISE_OVERDUE
                    ? STR("overdue: nothing in this library shows it")
                    : arena_printf(&a, "%s%s%.*s", promise_name(m->promise), when.len ? " " : "",
                                   STR_FMT(when));
    canvas_text(c, row, MARGIN, 1, str_of(glyph.text), glyph.style);
    canvas_text_cut(c, row, MARGIN + 2, c->area.columns - 2 * MARGIN - 2, words, glyph.style);
    arena_release(&a);
}

void dossier_draw_evidence(const struct pane *p, struct canvas *c)
{
    const struct dossier_pane *s = p->state;
    const struct dossier_evidence *e = &s->evidence;
    const struct moment *m = roster_selected(&s->parts[PART_MOMENTS]);
    int rows = c->area.rows, row = 1;
    canvas_hline(c, 0, 0, c->area.columns, STYLE(RULE));
    if (!m || !str_eq(e->of, m->sort_key) || p->session->hurried)
        return;
    bool promise = m->promise != PROMISE_NONE;
    int room = rows - row - (promise ? 1 : 0);
    str said = e->said.len ? e->said : m->evidence.quote;
    put_quote(c, &row, e->kept.len ? (room + 1) / 2 : room, said,
              STYLE_WITH(STYLE_TEXT, STYLE_ITALIC));
    if (!said.len)
        row += prose_draw(c, row, MARGIN + 2, c->area.columns - 2 * MARGIN - 2, 1,
                          STR("No words are given as evidence of it."), STYLE(QUIET));
    if (promise && row < rows)
        put_outcome(c, row++, m);
    put_quote(c, &row, rows - row, e->kept, STYLE_WITH(STYLE_TEXT, STYLE_ITALIC));
}
