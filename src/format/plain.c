#include "format/plain.h"

#include "format/marked.h"
#include "text/markdown.h"
#include "text/safe.h"
#include "text/wrap.h"

#include <stdio.h>
#include <stdlib.h>

struct printer {
    struct buf *out;
    const struct briefing *b;
    const struct plain *how;
    struct arena *scratch;
    void (*settle)(void *user);
    void *user;
};

static void let_settle(const struct printer *p)
{
    if (p->settle)
        p->settle(p->user);
}

static void add(struct buf *out, str text)
{
    safe_append(out, text, SAFE_LINE, false);
}

/* -- Colours: those of eight that every terminal has --------------------------------------------
 */

static const char *type_colour(enum entity_type type)
{
    static const char *const colours[ENTITY_TYPE_COUNT] = {
        [ENTITY_PERSON] = "31",   [ENTITY_ORGANIZATION] = "34", [ENTITY_COUNTRY] = "32",
        [ENTITY_PLACE] = "36",    [ENTITY_EVENT] = "35",        [ENTITY_AGREEMENT] = "35",
        [ENTITY_DOCUMENT] = "36", [ENTITY_EQUIPMENT] = "31",    [ENTITY_NORP] = "35",
        [ENTITY_TOPIC] = "36",
    };
    return colours[type];
}

static void styled(const struct printer *p, str text, const char *look)
{
    bool plain = !look || !p->how->styled;
    if (!plain)
        buf_printf(p->out, "\033[%sm", look);
    add(p->out, text);
    if (!plain)
        buf_append(p->out, STR("\033[0m"));
}

static void mention_text(const struct printer *p, str text, enum entity_type type)
{
    char look[16];
    const char *colour = type_colour(type);
    snprintf(look, sizeof look, "4%s%s", colour ? ";" : "", colour ? colour : "");
    styled(p, text, look);
}

static void title_line(const struct printer *p, str words)
{
    styled(p, words, "1");
    buf_byte(p->out, '\n');
}

static void heading(const struct printer *p, const char *words)
{
    buf_byte(p->out, '\n');
    title_line(p, str_of(words));
}

/* -- Lines ------------------------------------------------------------------------------------- */

/* Words on as many lines as they take; those after the first are set in. */
static void folded(const struct printer *p, str words, size_t indent, const char *look)
{
    struct document doc;
    struct layout layout;
    plain_render(words, p->scratch, &doc);
    layout_make(&doc, p->how->width - (int)indent, false, p->scratch, &layout);
    for (size_t i = 0; i < layout.line_count; i++) {
        buf_fill(p->out, ' ', i ? indent : 0);
        for (size_t k = 0; k < layout.lines[i].run_count; k++) {
            struct span run = layout.lines[i].runs[k].span;
            styled(p, str_sub(doc.text, run.start, run.end), look);
        }
        buf_byte(p->out, '\n');
    }
}

static bool is_too_long(const struct printer *p, str line)
{
    return p->how->width > 0 && safe_width(line) > (size_t)p->how->width;
}

/* Ends the line that begins at `start` of the output. Where a width was asked for, what does not
 * fit goes on below, a little further in than the line is behind its first `indent` cells (which
 * are ASCII). */
static void end_line(const struct printer *p, size_t start, size_t indent)
{
    enum { FURTHER = 2 };
    str line = str_from(buf_str(p->out), start);
    if (!is_too_long(p, line)) {
        buf_byte(p->out, '\n');
        return;
    }
    str words = arena_str(p->scratch, str_from(line, indent));
    p->out->len = start + indent;
    folded(p, words, indent + FURTHER, NULL);
}

/* -- The text ---------------------------------------------------------------------------------- */

static void title_lines(const struct printer *p)
{
    const struct briefing *b = p->b;
    if (is_too_long(p, b->title))
        folded(p, b->title, 0, "1");
    else
        title_line(p, b->title);
    str parts[] = {date_human(&b->date, DATE_LONG, p->scratch), b->source.name, b->source.author,
                   b->source.url};
    size_t start = p->out->len;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len == 0)
            continue;
        buf_append(p->out, p->out->len > start ? STR(" · ") : STR(""));
        add(p->out, parts[i]);
    }
    if (p->out->len > start)
        end_line(p, start, 0);
    buf_byte(p->out, '\n');
}

/* The title has been said: an article that opens with it as its heading does not say it twice. */
static bool opens_with_title(const struct briefing *b)
{
    const struct document *doc = &b->document;
    return doc->block_count && doc->blocks[0].kind == BLOCK_HEADING &&
           str_eq(doc->heading, b->title);
}

/* The first stretch that ends after `at`. */
static size_t lit_from(const struct marked *m, size_t at)
{
    size_t low = 0, high = m->lit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->lit[middle].span.end > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void run_text(const struct printer *p, const struct marked *m, struct span run)
{
    for (size_t i = lit_from(m, run.start); run.start < run.end; i++) {
        struct span lit = i < m->lit_count ? m->lit[i].span : (struct span){run.end, run.end};
        if (lit.start > run.end)
            lit = (struct span){run.end, run.end};
        if (lit.start > run.start)
            add(p->out, str_sub(m->doc.text, run.start, lit.start));
        run.start = lit.start > run.start ? lit.start : run.start;
        lit.end = lit.end < run.end ? lit.end : run.end;
        if (lit.end > run.start)
            mention_text(p, str_sub(m->doc.text, run.start, lit.end), m->lit[i].type);
        run.start = lit.end > run.start ? lit.end : run.start;
    }
}

static void text_line(const struct printer *p, const struct marked *m, const struct line *line)
{
    const struct document *doc = &m->doc;
    bool title = line->block < doc->block_count && doc->blocks[line->block].kind == BLOCK_HEADING;
    int column = 0;
    for (size_t k = 0; k < line->run_count; k++) {
        const struct run *run = &line->runs[k];
        if (run->column > column)
            buf_fill(p->out, ' ', (size_t)(run->column - column));
        if (run->span.end == run->span.start)
            buf_append(p->out, run->decoration);
        else if (title)
            styled(p, str_sub(doc->text, run->span.start, run->span.end), "1");
        else if (p->how->styled)
            run_text(p, m, run->span);
        else
            add(p->out, str_sub(doc->text, run->span.start, run->span.end));
        column = run->column + run->width;
    }
    buf_byte(p->out, '\n');
}

static void text_lines(const struct printer *p, const struct mark *marks, size_t count)
{
    struct marked m = marked_make(p->b, marks, count, p->scratch);
    struct layout layout;
    layout_make(&m.doc, p->how->width ? p->how->width : PLAIN_MEASURE, false, p->scratch, &layout);
    size_t first = 0;
    if (opens_with_title(p->b))
        while (first < layout.line_count &&
               (layout.lines[first].block == 0 || layout.lines[first].blank))
            first++;
    for (size_t i = first; i < layout.line_count; i++) {
        text_line(p, &m, &layout.lines[i]);
        let_settle(p);
    }
}

/* -- Lists ------------------------------------------------------------------------------------- */

/* A number, the sign of the type, "Name, role". */
static void entity_line(const struct printer *p, size_t number, const struct entity *e)
{
    size_t start = p->out->len;
    buf_printf(p->out, "%5zu  %c  ", number, entity_type_sign(e->type));
    size_t indent = p->out->len - start;
    add(p->out, e->name.text);
    if (str_present(e->role)) {
        buf_append(p->out, STR(", "));
        add(p->out, e->role);
    }
    end_line(p, start, indent);
}

static void entity_lines(const struct printer *p)
{
    const size_t *counts = briefing_mention_counts(p->b, p->scratch);
    if (p->b->entity_count)
        heading(p, "ENTITIES");
    for (size_t i = 0; i < p->b->entity_count; i++)
        entity_line(p, counts[i], &p->b->entities[i]);
}

static void milestone_line(const struct printer *p, const struct milestone *m, const char *promise)
{
    enum { INDENT = 7 };
    struct buf *out = p->out;
    size_t start = out->len;
    const char *status = status_name(m->status);
    buf_fill(out, ' ', INDENT);
    add(out,
        str_present(m->undated) ? STR("undated") : date_human(&m->date, DATE_LONG, p->scratch));
    buf_printf(out, "%s%s", status ? ": " : "", status ? status : "");
    if (str_present(m->party)) {
        buf_append(out, STR(" by "));
        add(out, m->party);
    }
    if (promise)
        buf_printf(out, " (promise, %s)", promise);
    if (str_present(m->note)) {
        buf_append(out, STR(": "));
        add(out, m->note);
    }
    end_line(p, start, INDENT);
}

/* "Title: signed · Japan, France", which ends the line that begins at `start`. */
static void agreement_words(const struct printer *p, const struct agreement *a, size_t start)
{
    size_t indent = p->out->len - start;
    const struct milestone **own =
        ARENA_ARRAY(p->scratch, const struct milestone *, a->milestone_count);
    for (size_t i = 0; i < a->milestone_count; i++)
        own[i] = &a->milestones[i];
    add(p->out, str_present(a->title) ? a->title : a->id);
    buf_printf(p->out, ": %s", status_name(milestones_status(own, a->milestone_count)));
    for (size_t i = 0; i < a->party_count; i++) {
        buf_append(p->out, i ? STR(", ") : STR(" · "));
        add(p->out, briefing_entity_name(p->b, a->parties[i]));
    }
    end_line(p, start, indent);
}

static void agreement_lines(const struct printer *p, const struct agreement *a)
{
    const struct milestone **own =
        ARENA_ARRAY(p->scratch, const struct milestone *, a->milestone_count);
    for (size_t i = 0; i < a->milestone_count; i++)
        own[i] = &a->milestones[i];
    const struct milestone **kept =
        ARENA_ARRAY(p->scratch, const struct milestone *, a->milestone_count);
    promises_kept(own, a->milestone_count, kept);
    size_t start = p->out->len;
    buf_append(p->out, STR("  "));
    agreement_words(p, a, start);
    for (size_t i = 0; i < a->milestone_count; i++) {
        const char *promise = promise_name(promise_state(own[i], kept[i], p->how->today));
        milestone_line(p, own[i], promise);
    }
}

static void lists(const struct printer *p)
{
    entity_lines(p);
    if (p->b->agreement_count)
        heading(p, "AGREEMENTS");
    for (size_t i = 0; i < p->b->agreement_count; i++)
        agreement_lines(p, &p->b->agreements[i]);
}

/* -- Marks ------------------------------------------------------------------------------------- */

typedef VEC(struct mark) mark_list;

static int compare_marks(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->text.len != b->text.len) /* numbers in their order */
        return a->text.len < b->text.len ? -1 : 1;
    return str_cmp(a->text, b->text);
}

static void sort_marks(mark_list *marks)
{
    if (marks->len)
        qsort(marks->items, marks->len, sizeof *marks->items, compare_marks);
}

/* The sign of the type behind each mention: [C]; of an ambiguous one [C?]. */
static void mark_types(const struct printer *p, mark_list *marks)
{
    for (size_t i = 0; i < p->b->mention_count; i++) {
        const struct mention *m = &p->b->mentions[i];
        enum entity_type type =
            m->candidate_count ? p->b->entities[m->candidates[0]].type : ENTITY_UNTYPED;
        *VEC_PUSH(p->scratch, marks) =
            (struct mark){m->span.end, arena_printf(p->scratch, "[%c%s]", entity_type_sign(type),
                                                    m->candidate_count > 1 ? "?" : "")};
    }
    sort_marks(marks);
}

/* A number where an entity is first mentioned, and where it says what was agreed. */
struct notes {
    mark_list marks;
    struct buf text; /* what the numbers stand for */
    size_t count;
};

static void note_entity(const struct printer *p, struct notes *n, size_t entity, size_t at)
{
    struct printer into = *p;
    into.out = &n->text;
    n->count++;
    *VEC_PUSH(p->scratch, &n->marks) =
        (struct mark){at, arena_printf(p->scratch, "[%zu]", n->count)};
    entity_line(&into, n->count, &p->b->entities[entity]);
}

static void note_entities(const struct printer *p, struct notes *n)
{
    bool *noted = ARENA_ARRAY(p->scratch, bool, p->b->entity_count + 1);
    size_t shown = opens_with_title(p->b) ? p->b->document.blocks[0].span.end : 0;
    for (size_t i = 0; i < p->b->mention_count; i++) {
        const struct mention *m = &p->b->mentions[i];
        for (size_t k = 0; k < m->candidate_count && m->span.start >= shown; k++) {
            if (!noted[m->candidates[k]])
                note_entity(p, n, m->candidates[k], m->span.end);
            noted[m->candidates[k]] = true;
        }
    }
}

static void note_agreement(const struct printer *p, struct notes *n, const struct agreement *a)
{
    struct printer into = *p;
    into.out = &n->text;
    n->count++;
    for (size_t i = 0; i < a->milestone_count; i++)
        if (a->milestones[i].evidence.found)
            *VEC_PUSH(p->scratch, &n->marks) = (struct mark){
                a->milestones[i].evidence.span.end, arena_printf(p->scratch, "[%zu]", n->count)};
    size_t start = n->text.len;
    buf_printf(into.out, "%5zu  ", n->count);
    agreement_words(&into, a, start);
}

static void with_notes(const struct printer *p)
{
    struct notes n = {0};
    note_entities(p, &n);
    for (size_t i = 0; i < p->b->agreement_count; i++)
        note_agreement(p, &n, &p->b->agreements[i]);
    sort_marks(&n.marks);
    text_lines(p, n.marks.items, n.marks.len);
    if (n.count)
        heading(p, "NOTES");
    buf_append(p->out, buf_str(&n.text));
    buf_release(&n.text);
}

void plain_briefing(struct buf *out, const struct briefing *b, const struct plain *how,
                    void (*settle)(void *user), void *user)
{
    struct arena scratch = {0};
    struct printer p = {out, b, how, &scratch, settle, user};
    mark_list marks = {0};
    title_lines(&p);
    if (how->annotations == PLAIN_NOTES) {
        with_notes(&p);
    } else {
        if (how->annotations == PLAIN_INLINE)
            mark_types(&p, &marks);
        text_lines(&p, marks.items, marks.len);
        if (how->annotations != PLAIN_NONE)
            lists(&p);
    }
    arena_release(&scratch);
}
