#include "text/safe.h"
#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/dossier.h"
#include "ui/panes/moment.h"

enum {
    YEAR_CELLS = 6,
    WHEN_CELLS = 9,
    WORDS_MOST = 20, /* cells for what state something is in */
    TITLE_LEAST = 10,
    COUNT_CELLS = 6,
    BAR_MOST = 24,
    BARS_FROM = 52, /* columns from which briefings have a bar as well */
    DATE_CELLS = 13,
    PREDICATE_CELLS = 14,
    FACTS_FROM = 56, /* columns from which a relation says when it was stated */
};

/* "4 Dec 2025  Title of the briefing  6" */
void dossier_draw_heading(struct canvas *c, int line, const struct mention_row *m)
{
    struct arena a = {0};
    struct buf count = {0};
    buf_append(&count, str_of(COUNT(m->of)));
    str date = date_human(&m->date, DATE_SHORT, &a);
    int column = 1, end = c->area.columns - 2 - (int)count.len;
    if (date.len)
        column += canvas_text_cut(c, line, column, end - column, date, STYLE(MARK)) + 2;
    if (column < end)
        canvas_text_cut(c, line, column, end - column, m->title, STYLE(MARK));
    canvas_text(c, line, end + 1, -1, buf_str(&count), STYLE(QUIET));
    buf_release(&count);
    arena_release(&a);
}

/* -- Agreements, promises, events ----------------------------------------------------------------
 */

static bool is_dated(const struct moment *m)
{
    return date_known(&m->date);
}

static str year_of(const struct moment *m, struct arena *a)
{
    if (!is_dated(m))
        return STR("");
    return moment_year(date_day(&m->date), a);
}

/* The year where it is another than above, and at the top, so that it is always in sight. */
static void draw_year(const struct pane *p, struct canvas *c, int line, size_t row)
{
    const struct dossier_pane *s = p->state;
    const struct roster *r = &s->parts[PART_MOMENTS];
    const struct moment *m = roster_row(r, row), *before = row ? roster_row(r, row - 1) : NULL;
    struct arena a = {0};
    str year = year_of(m, &a);
    bool other = line == 0 || !before || !str_eq(year_of(before, &a), year);
    if (other && !is_dated(m))
        canvas_text_cut(c, line, 1, YEAR_CELLS + WHEN_CELLS, STR("undated"), STYLE(QUIET));
    else if (other)
        canvas_text_cut(c, line, 1, YEAR_CELLS - 1, year, STYLE(TITLE));
    arena_release(&a);
}

static void draw_moment(const struct pane *p, struct canvas *c, int line, size_t row)
{
    const struct dossier_pane *s = p->state;
    const struct moment *m = roster_row(&s->parts[PART_MOMENTS], row);
    bool event = m->kind == MOMENT_EVENT;
    struct arena a = {0};
    struct glyph glyph =
        event ? moment_glyph_event(c->ascii) : moment_glyph(m->status, m->promise, c->ascii);
    int column = 1 + YEAR_CELLS - 1, end = c->area.columns - 1;
    draw_year(p, c, line, row);
    if (is_dated(m))
        cells_right(c, line, column, WHEN_CELLS,
                    moment_when_within(moment_when(&m->date, &a), year_of(m, &a), &a),
                    STYLE(QUIET));
    column += WHEN_CELLS + 1;
    canvas_text(c, line, column, 1, str_of(glyph.text), glyph.style);
    column += 2;
    str words = event ? STR("") : moment_state_words(m->status, m->promise, c->ascii, &a);
    int cells = (int)safe_width(words), room = end - column - TITLE_LEAST - 1;
    if (cells > room && m->promise != PROMISE_NONE) { /* what became of it is more than of what */
        words = str_of(promise_name(m->promise));
        cells = (int)safe_width(words);
    }
    cells = cells > WORDS_MOST ? WORDS_MOST : cells;
    if (cells && cells <= room) {
        canvas_text_cut(c, line, end - cells, cells, words, glyph.style);
        end -= cells + 1;
    }
    canvas_text_cut(c, line, column, end - column, str_present(m->title) ? m->title : m->id,
                    STYLE(TEXT));
    arena_release(&a);
}

/* -- Relations, company --------------------------------------------------------------------------
 */

/* "-> ally-of  United States  8 Apr 2024"; "<- member-of  Quad" where the other one is it. */
static void draw_relation(const struct pane *p, struct canvas *c, int line,
                          const struct relation_row *r)
{
    const struct dossier_pane *s = p->state;
    bool out = str_eq(r->subject, buf_str(&s->id));
    int column = 3, end = c->area.columns - 1;
    canvas_glyph(c, line, 1, out ? "\u2192" : "\u2190", out ? ">" : "<", STYLE(KEY));
    column += canvas_text_cut(c, line, column, end - column, r->predicate, STYLE(QUIET)) + 1;
    column = column < 3 + PREDICATE_CELLS ? 3 + PREDICATE_CELLS : column;
    if (c->area.columns >= FACTS_FROM) {
        struct arena a = {0};
        cells_right(c, line, end - DATE_CELLS, DATE_CELLS, date_human(&r->date, DATE_SHORT, &a),
                    STYLE(QUIET));
        end -= DATE_CELLS + 1;
        arena_release(&a);
    }
    if (column < end)
        canvas_text_cut(c, line, column, end - column, out ? r->object_name : r->subject_name,
                        STYLE(TEXT));
}

/* A number with a bar before it; returns the column behind it. */
static int draw_share(struct canvas *c, int line, int column, int bar, size_t value, size_t most,
                      struct style style, struct style number)
{
    canvas_bar(c, line, column, bar, value, most, style);
    cells_number(c, line, column + bar, COUNT_CELLS, value, number);
    return column + bar + COUNT_CELLS;
}

/* Paragraphs with both against the most that there are, briefings against all of this entity. */
static void draw_company(const struct pane *p, struct canvas *c, int line,
                         const struct company_row *r)
{
    const struct dossier_pane *s = p->state;
    char sign = entity_type_sign(r->type);
    struct style style = style_of_entity(r->type);
    int width = c->area.columns, both = width >= BARS_FROM ? 2 : 1;
    int bar = (width - 2 * COUNT_CELLS) / (3 * both);
    bar = bar > BAR_MOST ? BAR_MOST : bar;
    int column = width - 1 - 2 * COUNT_CELLS - both * bar;
    canvas_text(c, line, 1, 1, (str){&sign, 1}, STYLE_WITH(style.role, STYLE_BOLD));
    canvas_text_cut(c, line, 3, column - 4, r->name, STYLE(TEXT));
    column =
        draw_share(c, line, column, bar, r->paragraphs, s->most_paragraphs, style, STYLE(TEXT));
    draw_share(c, line, column + (both > 1), both > 1 ? bar - 1 : 0, r->briefings, s->d.briefings,
               style, STYLE(QUIET));
}

static struct style hit_style(const struct dossier_pane *s)
{
    return STYLE_WITH(style_of_entity(s->d.type).role, STYLE_BOLD);
}

void dossier_draw_row(const struct pane *p, struct canvas *c, enum dossier_part part, int line,
                      size_t row)
{
    const struct dossier_pane *s = p->state;
    const void *at = roster_row(&s->parts[part], row);
    switch (part) {
    case PART_MENTIONS:
        kwic_draw(&s->kwic, p->session, c, line, at, hit_style(s));
        break;
    case PART_MOMENTS:
        draw_moment(p, c, line, row);
        break;
    case PART_RELATIONS:
        draw_relation(p, c, line, at);
        break;
    case PART_COMPANY:
        draw_company(p, c, line, at);
        break;
    default:
        break;
    }
}

/* The words of a mention are told apart in the bar, too. */
void dossier_select_row(const struct dossier_pane *s, struct canvas *c, int line, bool focused)
{
    struct style hit = hit_style(s);
    int first = c->area.columns, end = 0;
    for (int column = 0; s->part == PART_MENTIONS && column < c->area.columns; column++) {
        const struct cell *cell = canvas_cell(c, line, column);
        if (cell->style.role != hit.role || cell->style.flags != hit.flags)
            continue;
        first = end ? first : column;
        end = column + 1;
    }
    cells_select(c, (struct rect){line, 0, 1, c->area.columns}, focused);
    canvas_flag(c, (struct rect){line, first, 1, end - first}, STYLE_BOLD | STYLE_UNDERLINE);
}
