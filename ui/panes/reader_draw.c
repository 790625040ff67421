#include "ui/panes/reader.h"

#include "text/safe.h"
#include "text/segment.h"
#include "text/unicode.h"
#include "text/utf8.h"
#include "ui/panes/reader_style.h"
#include "ui/panes/ruler.h"

/* One cluster of a line, at its place in the layout. */
struct cluster {
    str text;
    size_t offset;
    int column, width;
};

/* -- Geometry -----------------------------------------------------------------------------------
 */

static const struct block *block_of(const struct pane *p, size_t line)
{
    const struct reader *r = p->state;
    const struct document *doc = &p->session->briefing->document;
    size_t block = r->layout.lines[line].block;
    return block < doc->block_count ? &doc->blocks[block] : NULL;
}

/* Code and tables scroll sideways, and may stand in the margin on the right. */
static bool is_wide(const struct pane *p, size_t line)
{
    const struct block *b = block_of(p, line);
    return b && (b->kind == BLOCK_CODE || b->kind == BLOCK_TABLE);
}

static int width_of(const struct pane *p, bool wide)
{
    const struct reader *r = p->state;
    int room = r->columns - 2 - r->left;
    return wide && room > r->measure ? room : r->measure;
}

int reader_sideways_max(const struct pane *p)
{
    const struct reader *r = p->state;
    int over = r->layout.widest - width_of(p, true);
    return over > 0 ? over : 0;
}

/* As the layout counts them: what the code points take one by one. */
static int cluster_width(str text, bool ascii)
{
    int width = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text, at, &c, NULL);
        width += safe_char_width(c, ascii);
    }
    return width;
}

/* The next cluster of a run after `c` (zeroed: the first); false at its end. A run of tabs is one
 * cluster, as wide as the layout says. */
static bool next_cluster(const struct session *s, const struct run *run, struct cluster *c)
{
    str text = s->briefing->document.text;
    size_t at = c->text.ptr ? c->offset + c->text.len : run->span.start;
    c->column = c->text.ptr ? c->column + c->width : run->column;
    if (at >= run->span.end)
        return false;
    bool tabs = at == run->span.start && text.ptr[at] == '\t';
    size_t end = tabs ? run->span.end : unicode_grapheme_next(text, at);
    c->offset = at;
    c->text = str_sub(text, at, end < run->span.end ? end : run->span.end);
    c->width = tabs ? run->width : cluster_width(c->text, s->ascii);
    return true;
}

bool reader_offset_at(const struct pane *p, int row, int column, size_t *offset)
{
    const struct reader *r = p->state;
    if (!p->session->briefing || r->layout.line_count == 0)
        return false;
    size_t line = r->top + (size_t)(row > r->head ? row - r->head : 0);
    if (line >= r->layout.line_count)
        return false;
    const struct line *l = &r->layout.lines[line];
    int cell = column - r->left + (is_wide(p, line) ? r->sideways : 0);
    *offset = l->span.start;
    for (size_t i = 0; i < l->run_count; i++) {
        struct cluster c = {0};
        while (next_cluster(p->session, &l->runs[i], &c) && c.column <= cell)
            *offset = c.offset;
    }
    return true;
}

struct cursor reader_cursor(const struct pane *p)
{
    const struct reader *r = p->state;
    const struct session *s = p->session;
    if (!s->briefing || r->layout.line_count == 0)
        return (struct cursor){0};
    const struct line *l = &r->layout.lines[r->line];
    size_t offset = s->selection.offset;
    if (offset < l->span.start || offset >= l->span.end)
        offset = l->span.start;
    int column = r->left + layout_column_of(&s->briefing->document, &r->layout, r->line, offset);
    column -= is_wide(p, r->line) ? r->sideways : 0;
    column = column < r->left ? r->left : column;
    int last = r->columns > 2 ? r->columns - 2 : 0;
    return (struct cursor){.visible = true,
                           .row = r->head + (int)(r->line - r->top),
                           .column = column < last ? column : last};
}

/* -- Lines --------------------------------------------------------------------------------------
 */

/* Makes of a cluster the piece of plain text that it begins, before `end`. */
static void take_plain(str text, struct cluster *c, size_t end)
{
    size_t plain = segment_plain_end(text, c->offset);
    plain = plain < end ? plain : end;
    if (plain <= c->offset)
        return;
    c->text = str_sub(text, c->offset, plain);
    c->width = (int)c->text.len;
}

/* Text that begins left of the edge; a wide cluster that lies over it is left out. */
static void draw_cluster(struct canvas *c, int row, int column, const struct cluster *cluster,
                         struct style style)
{
    bool parted = column < 0;
    if (cluster->text.ptr[0] == '\t')
        canvas_fill(c, (struct rect){row, column, 1, cluster->width}, ' ', style);
    else if (!parted)
        canvas_text(c, row, column, -1, cluster->text, style);
    else if (segment_plain_end(cluster->text, 0) > 0)
        canvas_text(c, row, 0, -1, str_from(cluster->text, (size_t)-column), style);
}

static void draw_run(struct pane *p, struct canvas *c, int row, size_t line, const struct run *run,
                     const struct overlay *o)
{
    struct style base = reader_block_style(block_of(p, line), run->span.start);
    int shift = is_wide(p, line) ? o->reader->sideways : 0;
    if (run->span.end == run->span.start) {
        if (run->column >= shift)
            canvas_text(c, row, run->column - shift, -1, run->decoration, STYLE(RULE));
        return;
    }
    struct cluster cluster = {0};
    str text = str_sub(o->session->briefing->document.text, 0, run->span.end);
    while (next_cluster(o->session, run, &cluster) && cluster.column - shift < c->area.columns) {
        size_t end;
        struct style style = reader_style_at(o, cluster.offset, base, &end);
        take_plain(text, &cluster, end);
        if (cluster.column - shift + cluster.width > 0)
            draw_cluster(c, row, cluster.column - shift, &cluster, style);
    }
}

/* Where a wide line goes on past the edges. */
static void draw_edges(const struct pane *p, struct canvas *c, int row, size_t line)
{
    const struct reader *r = p->state;
    const struct line *l = &r->layout.lines[line];
    int end = 0;
    for (size_t i = 0; i < l->run_count; i++) {
        int right = l->runs[i].column + l->runs[i].width;
        end = right > end ? right : end;
    }
    if (r->sideways > 0 && end > 0)
        canvas_glyph(c, row, 0, "\u2039", "<", STYLE_WITH(STYLE_KEY, STYLE_BOLD));
    if (end - r->sideways > c->area.columns)
        canvas_glyph(c, row, c->area.columns - 1, "\u203A", ">", STYLE_WITH(STYLE_KEY, STYLE_BOLD));
}

/* Under a heading of the first level, where the blank line is: a rule as long as the text is wide.
 */
static bool draw_heading_rule(struct pane *p, struct canvas *c, int row, size_t line)
{
    const struct reader *r = p->state;
    if (line == 0 || !r->layout.lines[line].blank || !reader_line_has_text(r, line - 1))
        return false;
    const struct block *b = block_of(p, line - 1);
    if (!b || b->kind != BLOCK_HEADING || b->level != 1 || b->depth > 0)
        return false;
    canvas_hline(c, row, 0, r->measure, STYLE(RULE));
    return true;
}

static void draw_line(struct pane *p, struct canvas *c, int row, size_t line,
                      const struct overlay *o)
{
    const struct reader *r = p->state;
    const struct line *l = &r->layout.lines[line];
    bool wide = is_wide(p, line);
    struct canvas text = canvas_window(c, (struct rect){row, r->left, 1, width_of(p, wide)});
    if (draw_heading_rule(p, &text, 0, line))
        return;
    for (size_t i = 0; i < l->run_count; i++)
        draw_run(p, &text, 0, line, &l->runs[i], o);
    if (wide)
        draw_edges(p, &text, 0, line);
}

/* The type signs of the mentions that start on the line, in order: types are told apart without
 * colour. */
static void draw_signs(struct pane *p, struct canvas *c, int row, size_t line,
                       const struct overlay *o)
{
    const struct reader *r = p->state;
    const struct briefing *b = p->session->briefing;
    struct span here = r->layout.lines[line].span;
    const struct mention *found[16];
    int count = 0;
    for (size_t i = 0; i < o->mentions.len && count < 16; i++) {
        const struct mention *m = &b->mentions[o->mentions.items[i]];
        if (m->span.start >= here.start && m->span.start < here.end)
            found[count++] = m;
    }
    int shown = count < r->signs ? count : r->signs;
    int column = r->left - 3 - shown;
    for (int i = 0; i < shown; i++) {
        bool more = i == r->signs - 1 && count > r->signs;
        char sign = more                            ? '+'
                    : found[i]->candidate_count > 1 ? '?'
                                                    : entity_type_sign(mention_type(b, found[i]));
        struct style style = more ? STYLE(QUIET) : style_of_entity(mention_type(b, found[i]));
        canvas_text(c, row, column + i, 1, (str){&sign, 1}, style);
    }
}

/* On the other side of the text: a note's sign, or a mark's letter. */
static void draw_own(struct pane *p, struct canvas *c, int row, size_t line)
{
    const struct reader *r = p->state;
    char sign = own_sign(&p->session->own, r->layout.lines[line].span);
    int column = r->left + r->measure;
    column += column + 1 < r->columns - 1;
    column = is_wide(p, line) ? r->columns - 2 : column;
    if (sign == '*')
        canvas_glyph(c, row, column, "\u2020", "*", STYLE(KEY));
    else if (sign)
        canvas_text(c, row, column, 1, (str){&sign, 1}, STYLE(KEY));
}

static void draw_margin(struct pane *p, struct canvas *c, int row, size_t line, bool focused,
                        const struct overlay *o)
{
    const struct reader *r = p->state;
    struct span here = r->layout.lines[line].span, lit = p->session->selection.passage;
    if (!reader_line_has_text(r, line))
        return;
    if (r->signs)
        draw_signs(p, c, row, line, o);
    draw_own(p, c, row, line);
    if (line == r->line)
        canvas_glyph(c, row, r->left - 2, "\u258C", ">", focused ? STYLE(TITLE) : STYLE(QUIET));
    else if (lit.end > lit.start && lit.start < here.end && lit.end > here.start)
        canvas_glyph(c, row, r->left - 2, "\u258F", "|", STYLE(MARK));
}

/* -- The ruler ----------------------------------------------------------------------------------
 */

/* A text that fits is mapped line by line, so that a mark stands beside its line. */
static size_t position_of(const struct reader *r, bool fits, size_t offset)
{
    return fits ? layout_line_at(&r->layout, offset) : offset;
}

static void draw_ruler(const struct pane *p, struct canvas *c)
{
    const struct reader *r = p->state;
    const struct session *s = p->session;
    const struct selection *sel = &s->selection;
    const struct layout *l = &r->layout;
    size_t shown = reader_lines_shown(r);
    bool fits = l->line_count <= shown;
    struct ruler ruler = {.row = r->head,
                          .rows = r->rows - r->head,
                          .column = r->columns - 1,
                          .whole = fits ? shown : s->briefing->document.text.len,
                          .last = -1};
    if (!fits) {
        size_t end = r->top + shown;
        ruler_window(&ruler, c, l->lines[r->top].span.start,
                     end < l->line_count ? l->lines[end].span.start
                                         : s->briefing->document.text.len);
    }
    const struct reader_search *search = &r->search;
    for (size_t i = 0; search->lit && i < search->hits.len; i++)
        ruler_mark(&ruler, c, position_of(r, fits, search->hits.items[i].start), false,
                   STYLE(MARK));
    if (search->lit && search->current != SELECTED_NONE)
        ruler_mark(&ruler, c, position_of(r, fits, search->hits.items[search->current].start), true,
                   STYLE(MARK));
    if (search->lit || sel->entity == SELECTED_NONE)
        return;
    struct style style = style_of_entity(s->briefing->entities[sel->entity].type);
    for (size_t i = 0; i < s->briefing->mention_count; i++)
        if (mention_is_of(&s->briefing->mentions[i], (size_t)sel->entity))
            ruler_mark(&ruler, c, position_of(r, fits, s->briefing->mentions[i].span.start),
                       sel->mention == (long)i, style);
}

/* -- All of it ----------------------------------------------------------------------------------
 */

void reader_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct reader *r = p->state;
    if (!p->session->briefing || r->columns == 0)
        return;
    size_t count = r->layout.line_count;
    if (count == 0 || p->session->briefing->document.text.len == 0) {
        canvas_text_cut(c, r->head, r->left, r->measure, STR("This article has no text."),
                        STYLE(QUIET));
        return;
    }
    size_t end = r->top + reader_lines_shown(r);
    end = end < count ? end : count;
    struct arena a = {0};
    struct overlay o = {.session = p->session, .reader = r};
    overlay_gather(&o, &a, end);
    for (size_t line = r->top; line < end; line++) {
        int row = r->head + (int)(line - r->top);
        draw_line(p, c, row, line, &o);
        draw_margin(p, c, row, line, focused, &o);
    }
    draw_ruler(p, c);
    arena_release(&a);
}
