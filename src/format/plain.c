#include "format/plain.h"

#include "text/safe.h"
#include "text/wrap.h"

enum { MEASURE = 76 };

static void add(struct buf *out, str text)
{
    safe_append(out, text, SAFE_LINE, false);
}

static void title_lines(struct buf *out, const struct briefing *b, struct arena *scratch)
{
    add(out, b->title);
    buf_byte(out, '\n');
    str parts[] = {date_human(&b->date, DATE_LONG, scratch), b->source.name, b->source.author,
                   b->source.url};
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len == 0)
            continue;
        buf_append(out, any ? STR(" · ") : STR(""));
        add(out, parts[i]);
        any = true;
    }
    if (any)
        buf_byte(out, '\n');
    buf_byte(out, '\n');
}

/* The title has been said: an article that opens with it as its heading does not say it twice. */
static bool opens_with_title(const struct briefing *b)
{
    const struct document *doc = &b->document;
    return doc->block_count && doc->blocks[0].kind == BLOCK_HEADING &&
           str_eq(doc->heading, b->title);
}

static void text_lines(struct buf *out, const struct briefing *b, struct arena *scratch)
{
    const struct document *doc = &b->document;
    struct layout layout;
    layout_make(doc, MEASURE, false, scratch, &layout);
    size_t first = 0;
    if (opens_with_title(b))
        while (first < layout.line_count &&
               (layout.lines[first].block == 0 || layout.lines[first].blank))
            first++;
    for (size_t i = first; i < layout.line_count; i++) {
        const struct line *line = &layout.lines[i];
        int column = 0;
        for (size_t k = 0; k < line->run_count; k++) {
            const struct run *run = &line->runs[k];
            if (run->column > column)
                buf_fill(out, ' ', (size_t)(run->column - column));
            if (run->span.end > run->span.start)
                add(out, str_sub(doc->text, run->span.start, run->span.end));
            else
                buf_append(out, run->decoration);
            column = run->column + run->width;
        }
        buf_byte(out, '\n');
    }
}

static void entity_lines(struct buf *out, const struct briefing *b)
{
    if (b->entity_count)
        buf_append(out, STR("\nENTITIES\n"));
    for (size_t i = 0; i < b->entity_count; i++) {
        const struct entity *e = &b->entities[i];
        buf_printf(out, "%5zu  %c  ", briefing_mention_count(b, i), entity_type_sign(e->type));
        add(out, e->name.text);
        if (str_present(e->role)) {
            buf_append(out, STR(", "));
            add(out, e->role);
        }
        buf_byte(out, '\n');
    }
}

static void milestone_line(struct buf *out, const struct milestone *m, const char *promise,
                           struct arena *scratch)
{
    const char *status = status_name(m->status);
    buf_append(out, STR("       "));
    add(out, str_present(m->undated) ? STR("undated") : date_human(&m->date, DATE_LONG, scratch));
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
    buf_byte(out, '\n');
}

static void agreement_lines(struct buf *out, const struct briefing *b, const struct agreement *a,
                            int64_t today, struct arena *scratch)
{
    const struct milestone **own =
        ARENA_ARRAY(scratch, const struct milestone *, a->milestone_count);
    for (size_t i = 0; i < a->milestone_count; i++)
        own[i] = &a->milestones[i];
    buf_append(out, STR("  "));
    add(out, str_present(a->title) ? a->title : a->id);
    buf_printf(out, ": %s", status_name(milestones_status(own, a->milestone_count)));
    for (size_t i = 0; i < a->party_count; i++) {
        buf_append(out, i ? STR(", ") : STR(" · "));
        add(out, briefing_entity_name(b, a->parties[i]));
    }
    buf_byte(out, '\n');
    for (size_t i = 0; i < a->milestone_count; i++) {
        const struct milestone *kept = promise_kept_by(own[i], own, a->milestone_count);
        milestone_line(out, own[i], promise_name(promise_state(own[i], kept, today)), scratch);
    }
}

void plain_briefing(struct buf *out, const struct briefing *b, int64_t today)
{
    struct arena scratch = {0};
    title_lines(out, b, &scratch);
    text_lines(out, b, &scratch);
    entity_lines(out, b);
    if (b->agreement_count)
        buf_append(out, STR("\nAGREEMENTS\n"));
    for (size_t i = 0; i < b->agreement_count; i++)
        agreement_lines(out, b, &b->agreements[i], today, &scratch);
    arena_release(&scratch);
}
