#include "format/printed.h"

#include "text/safe.h"
#include "text/wrap.h"

enum { NARROW = 60 }; /* below this, text stands closer to the edge */

struct printer {
    const struct document *doc;
    const struct printed *how;
    struct buf *out;
    int indent;
};

static void styled_text(struct printer *p, struct span span, const char *style)
{
    if (p->how->styled && style)
        buf_append(p->out, str_of(style));
    safe_append(p->out, str_sub(p->doc->text, span.start, span.end), SAFE_LINE, p->how->ascii);
    if (p->how->styled && style)
        buf_append(p->out, STR("\033[0m"));
}

static const char *style_of(enum inline_kind kind)
{
    switch (kind) {
    case INLINE_CODE:
    case INLINE_STRONG:
        return "\033[1m";
    case INLINE_EMPHASIS:
        return "\033[4m";
    default:
        return NULL;
    }
}

/* The first inline span that ends after `at`, and so covers it or begins later; NULL: there is
 * none. The lines of a table's row jump back and forth: there is no going on from the one before.
 */
static const struct inline_span *inline_from(const struct document *doc, size_t at)
{
    for (size_t i = 0; i < doc->inline_count; i++)
        if (doc->inlines[i].span.end > at)
            return &doc->inlines[i];
    return NULL;
}

/* A run of a line: what lies in inline spans in their styles, of nested ones in the outermost's. */
static void run_text(struct printer *p, struct span run)
{
    while (run.start < run.end) {
        const struct inline_span *s = inline_from(p->doc, run.start);
        struct span piece = run;
        const char *style = NULL;
        if (s && s->span.start <= run.start) {
            style = style_of(s->kind);
            piece.end = s->span.end < run.end ? s->span.end : run.end;
        } else if (s && s->span.start < run.end) {
            piece.end = s->span.start;
        }
        styled_text(p, piece, style);
        run.start = piece.end;
    }
}

static int indent_of(const struct printer *p, const struct block *b)
{
    if (b->kind != BLOCK_HEADING)
        return p->indent;
    return b->level <= 2 ? 0 : p->indent / 2;
}

static void print_line(struct printer *p, const struct line *line)
{
    const struct block *b = line->block < p->doc->block_count ? &p->doc->blocks[line->block] : NULL;
    int at = 0, indent = b ? indent_of(p, b) : 0;
    for (size_t i = 0; i < line->run_count; i++) {
        const struct run *run = &line->runs[i];
        buf_fill(p->out, ' ', (size_t)(indent + run->column - at));
        if (run->span.end == run->span.start)
            buf_append(p->out, run->decoration);
        else if (b && b->kind == BLOCK_HEADING)
            styled_text(p, run->span, "\033[1m");
        else
            run_text(p, run->span);
        at = indent + run->column + run->width;
    }
    buf_byte(p->out, '\n');
}

void printed_document(const struct document *doc, const struct printed *how, struct buf *out)
{
    struct arena scratch = {0};
    struct layout layout;
    struct printer p = {.doc = doc, .how = how, .out = out, .indent = how->width < NARROW ? 2 : 4};
    layout_make(doc, how->width - p.indent, how->ascii, &scratch, &layout);
    for (size_t i = 0; i < layout.line_count; i++)
        print_line(&p, &layout.lines[i]);
    arena_release(&scratch);
}
