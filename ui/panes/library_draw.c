#include "state/state.h"
#include "text/safe.h"
#include "ui/flow.h"
#include "ui/panes/cells.h"
#include "ui/panes/library.h"
#include "ui/panes/panes.h"
#include "ui/panes/split.h"

#include <string.h>

enum {
    PREVIEW_ROWS = 6, /* of it, below the table */
    NARROW = 60,      /* columns below which a date is short */
    DATE_CELLS = 14,
    TITLE_LEAST = 48, /* before the source gets room */
    COUNT_CELLS = 4,
    READ_CELLS = 5, /* how far it was read, with the blank before it */
    READING_SPEED = 230,
};

/* Where the parts of the pane stand, and the columns of the table; a width of 0: not shown. */
struct plan {
    struct split split; /* the table, and the preview */
    int date, title, source, topics;
    bool counts;
};

int library_lines(int height, int width)
{
    int lines = split_make(height, width, PREVIEW_ROWS).rows - LIBRARY_HEAD;
    return lines > 0 ? lines : 0;
}

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static struct plan make_plan(int height, int width)
{
    struct plan p = {.split = split_make(height, width, PREVIEW_ROWS)};
    p.date = width < NARROW ? DATE_CELLS - 2 : DATE_CELLS;
    int room = p.split.columns - 2; /* a blank column on both sides */
    p.counts = room >= 66;
    room -= p.date + 2 + (p.counts ? 3 * COUNT_CELLS + READ_CELLS : 0);
    if (room >= TITLE_LEAST + 14)
        p.source = clamp(room / 5, 12, 22);
    if (room >= TITLE_LEAST + 43)
        p.topics = clamp(room / 5, 16, 28);
    p.title = room - (p.source ? p.source + 2 : 0) - (p.topics ? p.topics + 2 : 0);
    return p;
}

/* -- The table -----------------------------------------------------------------------------------
 */

static void put_number(struct canvas *c, int row, int column, size_t number, struct style style)
{
    cells_number(c, row, column, COUNT_CELLS, number, style);
}

static void put_topics(struct canvas *c, int row, int column, int cells, const struct brief_row *r)
{
    struct buf b = {0};
    for (size_t i = 0; i < r->topic_count; i++) {
        if (i > 0)
            buf_append(&b, STR(", "));
        buf_append(&b, r->topics[i]);
    }
    canvas_text_cut(c, row, column, cells, buf_str(&b), STYLE(QUIET));
    buf_release(&b);
}

/* A dot before what was not read, a bar for what was begun, a tick for what was read. */
static void put_read(struct canvas *c, int line, const struct plan *plan, int column,
                     const struct state_row *read)
{
    if (!read)
        return;
    if (read->read == READ_STATE_UNREAD)
        canvas_glyph(c, line, plan->date + 1, "\u2022", "*", STYLE(KEY));
    if (!plan->counts)
        return;
    if (read->read == READ_STATE_READ)
        canvas_glyph(c, line, column + READ_CELLS - 1, "\u2713", "x", STYLE(QUIET));
    for (int i = 1; read->read == READ_STATE_READING && i < READ_CELLS; i++)
        canvas_glyph(c, line, column + i, "\u2500", "-", STYLE(RULE));
    if (read->read == READ_STATE_READING)
        canvas_bar(c, line, column + 1, READ_CELLS - 1, read->furthest ? read->furthest : 1, 1000,
                   STYLE(MARK));
}

static void draw_row(struct canvas *c, int line, const struct plan *plan, const struct brief_row *r,
                     const struct state_row *read)
{
    struct arena a = {0};
    int column = 1;
    str date = date_human(&r->date, DATE_SHORT, &a);
    cells_right(c, line, column, plan->date - 1, date, STYLE(QUIET));
    column += plan->date + 2;
    canvas_text_cut(c, line, column, plan->title, r->title, STYLE(TEXT));
    column += plan->title;
    if (plan->source) {
        canvas_text_cut(c, line, column + 2, plan->source, r->source.name, STYLE(QUIET));
        column += plan->source + 2;
    }
    if (plan->topics) {
        put_topics(c, line, column + 2, plan->topics, r);
        column += plan->topics + 2;
    }
    if (plan->counts) {
        put_number(c, line, column, r->entities, STYLE(QUIET));
        put_number(c, line, column + COUNT_CELLS, r->agreements, STYLE(QUIET));
        put_number(c, line, column + 2 * COUNT_CELLS, r->errors + r->warnings,
                   r->errors ? STYLE(ERROR) : STYLE(WARNING));
    }
    put_read(c, line, plan, column + 3 * COUNT_CELLS, read);
    arena_release(&a);
}

static void put_head(const struct pane *p, struct canvas *c, int column, int cells, bool right,
                     const char *label, enum list_sort sort)
{
    const struct list_query *q = &p->session->list;
    enum cells_order order = q->sort != sort ? CELLS_UNSORTED
                             : q->descending ? CELLS_DESCENDING
                                             : CELLS_ASCENDING;
    cells_head(c, 0, column, cells, right, label, order);
}

static void draw_head(const struct pane *p, struct canvas *c, const struct plan *plan)
{
    int column = plan->date + 3;
    put_head(p, c, 1, plan->date - 1, true, "date", LIST_BY_DATE);
    put_head(p, c, column, plan->title, false, "title", LIST_BY_TITLE);
    column += plan->title;
    if (plan->source) {
        put_head(p, c, column + 2, plan->source, false, "source", LIST_BY_SOURCE);
        column += plan->source + 2;
    }
    if (plan->topics) {
        canvas_text_cut(c, 0, column + 2, plan->topics, STR("topics"), STYLE(QUIET));
        column += plan->topics + 2;
    }
    if (plan->counts) {
        put_head(p, c, column, COUNT_CELLS, true, "ent", LIST_BY_ENTITIES);
        put_head(p, c, column + COUNT_CELLS, COUNT_CELLS, true, "agr", LIST_BY_AGREEMENTS);
        put_head(p, c, column + 2 * COUNT_CELLS, COUNT_CELLS, true, "!", LIST_BY_PROBLEMS);
    }
}

static void draw_rows(const struct pane *p, struct canvas *c, const struct plan *plan, bool focused)
{
    struct listing *s = p->state;
    struct roster *r = &s->roster;
    struct canvas table =
        canvas_window(c, (struct rect){LIBRARY_HEAD, 0, r->lines, plan->split.columns});
    int line = 0;
    drawn_begin(&r->drawn, &table, p->session->epoch, r->pager.loads);
    for (size_t row = r->top; line < r->lines && row < r->pager.total; row++) {
        const struct brief_row *brief = listing_row(s, row);
        if (!brief)
            break;
        if (roster_has_heading(p, r, row)) {
            struct arena a = {0};
            canvas_text_cut(&table, line++, 1, plan->split.columns - 2, listing_group(brief, &a),
                            STYLE(MARK));
            arena_release(&a);
        }
        if (!drawn_again(&r->drawn, &table, line, 1, row)) {
            draw_row(&table, line, plan, brief, listing_read(s, row));
            drawn_keep(&r->drawn, &table, line, 1, row);
        }
        if (row == r->cursor)
            canvas_flag(&table, (struct rect){line, 0, 1, plan->split.columns},
                        focused ? STYLE_REVERSE : STYLE_FAINT);
        line++;
    }
}

/* -- The preview ---------------------------------------------------------------------------------
 */

static void describe(struct buf *b, bool ascii, const struct brief_row *r)
{
    size_t minutes = (r->words + READING_SPEED / 2) / READING_SPEED;
    cells_count(b, ascii, minutes ? minutes : 1, "minute", "minutes");
    cells_count(b, ascii, r->entities, "entity", "entities");
    cells_count(b, ascii, r->agreements, "agreement", "agreements");
}

static int draw_problems(struct canvas *c, int row, int width, int rows, const struct brief_row *r)
{
    struct buf b = {0};
    if (r->errors)
        cells_count(&b, c->ascii, r->errors, "error", "errors");
    if (r->warnings)
        cells_count(&b, c->ascii, r->warnings, "warning", "warnings");
    int used =
        flow_text(c, row, 2, width, rows, buf_str(&b), r->errors ? STYLE(ERROR) : STYLE(WARNING));
    buf_release(&b);
    return used;
}

static void draw_preview(struct canvas *c, const struct brief_row *r, bool beside)
{
    struct arena a = {0};
    struct buf line = {0};
    int width = c->area.columns - 4, rows = c->area.rows, gap = beside ? 1 : 0, row = gap;
    row += flow_text(c, row, 2, width, beside ? 4 : 1, r->title, STYLE(TITLE));
    cells_join(&line, c->ascii, date_human(&r->date, DATE_LONG, &a));
    cells_join(&line, c->ascii, r->source.name);
    cells_join(&line, c->ascii, r->source.author);
    row += flow_text(c, row, 2, width, beside ? 3 : 1, buf_str(&line), STYLE(QUIET)) + gap;
    int summary =
        flow_text(c, row, 2, width, rows - row - (beside ? 6 : 1), r->summary, STYLE(TEXT));
    row += summary + (summary ? gap : 0);
    buf_clear(&line);
    for (size_t i = 0; beside && i < r->topic_count; i++)
        cells_join(&line, c->ascii, r->topics[i]);
    row += flow_text(c, row, 2, width, 2, buf_str(&line), STYLE(MARK));
    buf_clear(&line);
    describe(&line, c->ascii, r);
    row += flow_text(c, row, 2, width, 1, buf_str(&line), STYLE(QUIET));
    row += draw_problems(c, row, width, 1, r);
    if (beside)
        canvas_text_cut(c, row, 2, width, r->path, STYLE(RULE));
    buf_release(&line);
    arena_release(&a);
}

/* -- Nothing to show -----------------------------------------------------------------------------
 */

static void say_none(const struct pane *p, struct buf *b)
{
    const struct listing *s = p->state;
    str typed = filter_text(&s->filter);
    buf_append(b, typed.len ? STR("") : STR("There is "));
    library_no_briefing(p->session->list.kept, b);
    if (typed.len)
        buf_printf(b, " has \"%.*s\" in it", STR_FMT(typed));
    buf_byte(b, '.');
    b->ptr[0] = b->ptr[0] == 'n' ? 'N' : b->ptr[0];
    answer_add_unread(p, b);
}

/* Where files could not be read, it is them that the person looks for. */
static void draw_no_briefings(const struct pane *p, struct canvas *c, int row, int width)
{
    const struct session *session = p->session;
    bool problems = catalog_has_problems(session->catalog);
    struct buf b = {0};
    buf_append(&b, STR("There are no briefings in "));
    buf_append(&b, session->library->given);
    buf_append(&b, problems ? STR(" that can be read.") : STR(" yet."));
    row += flow_text(c, row, 2, width, 3, buf_str(&b), STYLE(TEXT)) + 1;
    if (problems)
        row += 1 + flow_text(c, row, 2, width, 2, STR("! shows what is wrong with the files."),
                             STYLE(ERROR));
    flow_text(c, row, 2, width, c->area.rows - row,
              STR("A briefing is a Markdown file (.md) or a plain text (.txt) anywhere below it; "
                  "who is in it and what was agreed is said in a YAML file of the same name beside "
                  "it. Put one there, and it is listed here. `attache help format` tells the "
                  "whole, with an example."),
              STYLE(QUIET));
    buf_release(&b);
}

static void draw_empty(const struct pane *p, struct canvas *c)
{
    const struct listing *s = p->state;
    const struct session *session = p->session;
    struct buf b = {0};
    int width = c->area.columns - 4, row = LIBRARY_HEAD + 1;
    width = width > 64 ? 64 : width;
    if (answer_draw_trouble(p, c, row, 2, width))
        return;
    if (filter_text(&s->filter).len || session->list.kept != LIST_ALL) {
        say_none(p, &b);
        row += flow_text(c, row, 2, width, 5, buf_str(&b), STYLE(TEXT));
        flow_text(c, row + 1, 2, width, 3, STR("Esc takes the filter back, f chooses another."),
                  STYLE(QUIET));
    } else if (session->indexing || !s->ready) {
        flow_text(c, row, 2, width, 2, STR("Looking for briefings ..."), STYLE(QUIET));
    } else if (session->stopped) {
        flow_text(c, row, 2, width, 2, STR("No briefing is indexed yet."), STYLE(QUIET));
    } else {
        draw_no_briefings(p, c, row, width);
    }
    buf_release(&b);
}

struct rect library_preview(int height, int width)
{
    struct plan plan = make_plan(height, width);
    return plan.split.beside ? plan.split.detail : (struct rect){0};
}

static void draw_list(struct pane *p, struct canvas *c, bool focused)
{
    const struct listing *s = p->state;
    struct plan plan = make_plan(c->area.rows, c->area.columns);
    if (s->roster.pager.total == 0) {
        draw_empty(p, c);
        return;
    }
    draw_head(p, c, &plan);
    draw_rows(p, c, &plan, focused);
    if (plan.split.detail.rows == 0)
        return;
    struct canvas preview = split_draw(&plan.split, c);
    if (listing_selected(s) && !p->session->hurried)
        draw_preview(&preview, listing_selected(s), plan.split.beside);
    canvas_flag_all(&preview, STYLE_LATER);
}

void library_draw(struct pane *p, struct canvas *c, bool focused)
{
    const struct listing *s = p->state;
    draw_list(p, c, focused && !s->choosing);
    if (s->choosing)
        library_choose_draw(p, c, focused);
}

struct cursor library_cursor(const struct pane *p)
{
    const struct listing *s = p->state;
    if (s->choosing) {
        struct rect area = library_choose_area(s);
        struct cursor cursor = menu_cursor(&s->menu);
        cursor.row += area.row + MENU_HEAD;
        cursor.column += area.column;
        return cursor;
    }
    int line = roster_line_of(p, &s->roster, s->roster.cursor);
    return (struct cursor){.visible = line >= 0, .row = LIBRARY_HEAD + line, .column = 1};
}
