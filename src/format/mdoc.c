#include "format/mdoc.h"

#include "format/mdoc_text.h"

/* -- Blocks ------------------------------------------------------------------------------------ */

static void paragraph(struct mdoc_writer *w)
{
    if (!w->fresh)
        writer_request(w, ".Pp");
    w->fresh = false;
}

/* A word of a usage line: an option, an argument, or to be given as it is; [in brackets] if it may
 * be left out. */
static void usage_word(struct mdoc_writer *w, str word)
{
    bool optional = str_starts(word, STR("[")) && str_ends(word, STR("]"));
    if (optional) {
        writer_macro(w, "Op");
        word = str_sub(word, 1, word.len - 1);
    }
    if (str_starts(word, STR("-"))) {
        writer_named(w, "Fl", str_from(word, 1));
        return;
    }
    while (word.len) {
        size_t bar = str_find_byte(word, '|', 0);
        str one = bar == STR_NONE ? word : str_sub(word, 0, bar);
        writer_named(w, writer_all_capitals(one) ? "Ar" : "Cm", one);
        if (bar != STR_NONE)
            buf_append(w->out, STR(" |"));
        word = bar == STR_NONE ? STR("") : str_from(word, bar + 1);
    }
}

/* The lines of the synopsis: the program's name, then words. */
static void synopsis(struct mdoc_writer *w, str text)
{
    while (text.len) {
        str line = str_take_line(&text);
        size_t at = writer_word_end(line, 0, line.len);
        writer_named(w, "Nm", str_sub(line, 0, at));
        writer_end_macro(w);
        for (; at < line.len; at++) {
            size_t end = writer_word_end(line, at, line.len);
            if (end == at)
                continue;
            usage_word(w, str_sub(line, at, end));
            writer_end_macro(w);
            at = end;
        }
    }
}

static void code_block(struct mdoc_writer *w, struct span span)
{
    str text = str_sub(w->doc->text, span.start, span.end);
    if (w->in_synopsis) {
        synopsis(w, text);
        return;
    }
    writer_request(w, ".Bd -literal -offset indent");
    while (text.len) {
        str line = str_take_line(&text);
        if (str_starts(line, STR(".")))
            buf_append(w->out, STR("\\&"));
        writer_chars(w->out, line);
        buf_byte(w->out, '\n');
    }
    writer_request(w, ".Ed");
    w->fresh = false;
}

/* The widest text of the first column, for the width of its terms. */
static str widest_term(const struct mdoc_writer *w, const struct table *t)
{
    struct span widest = t->cells[t->columns];
    for (size_t row = 1; row < t->rows; row++) {
        struct span cell = t->cells[row * t->columns];
        widest = cell.end - cell.start > widest.end - widest.start ? cell : widest;
    }
    return str_sub(w->doc->text, widest.start, widest.end);
}

/* After the running text that was written last. */
static void add_colon(struct mdoc_writer *w)
{
    w->out->len--; /* its newline */
    buf_append(w->out, w->ends_in_macro ? STR(" :\n") : STR(":\n"));
}

/* Columns are not set as such: troff and mandoc do not agree on how their cells wrap. Further ones
 * follow after a colon. */
static void table(struct mdoc_writer *w, const struct table *t)
{
    writer_end_line(w);
    if (t->columns > 2) {
        paragraph(w);
        buf_append(w->out, STR(".Bl -tag -compact -width \""));
        writer_chars(w->out, widest_term(w, t));
        buf_append(w->out, STR("\"\n"));
    } else {
        writer_request(w, ".Bl -tag -width Ds");
    }
    for (size_t row = 1; row < t->rows; row++) {
        const struct span *cells = &t->cells[row * t->columns];
        writer_macro_line(w, "It", cells[0]);
        for (size_t i = 1; i < t->columns; i++) {
            writer_text(w, cells[i]);
            if (i + 1 < t->columns)
                add_colon(w);
        }
    }
    writer_request(w, ".El");
    w->fresh = false;
}

/* Opens and closes lists, and begins an item where the block is the first of one. */
static void list_of(struct mdoc_writer *w, const struct block *b)
{
    const struct container *c = b->depth ? &b->containers[0] : NULL;
    const char *list = !c ? NULL : c->kind == CONTAINER_NUMBER ? ".Bl -enum" : ".Bl -bullet";
    if (w->list && w->list != list)
        writer_request(w, ".El");
    if (list && w->list != list)
        writer_request(w, list);
    w->list = list;
    if (c && c->first) {
        writer_request(w, ".It");
        w->fresh = true;
    }
}

static void block(struct mdoc_writer *w, const struct block *b)
{
    list_of(w, b);
    switch (b->kind) {
    case BLOCK_HEADING:
        writer_macro_line(w, b->level == 2 ? "Sh" : "Ss", b->span);
        w->in_synopsis = str_eq(str_sub(w->doc->text, b->span.start, b->span.end), STR("SYNOPSIS"));
        w->fresh = true;
        break;
    case BLOCK_CODE:
        code_block(w, b->span);
        break;
    case BLOCK_TABLE:
        table(w, b->table);
        break;
    case BLOCK_PARAGRAPH:
        paragraph(w);
        writer_text(w, b->span);
        break;
    case BLOCK_RULE:
        break;
    }
}

void mdoc_page(const struct mdoc_head *head, const struct document *doc, struct buf *out)
{
    struct mdoc_writer w = {.doc = doc, .out = out};
    buf_printf(out, ".Dd %s\n.Dt ", head->date);
    for (const char *c = head->name; *c; c++)
        buf_byte(out, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
    buf_printf(out, " %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", head->section, head->name,
               head->summary);
    for (size_t i = 0; i < doc->block_count; i++)
        block(&w, &doc->blocks[i]);
    if (w.list)
        writer_request(&w, ".El");
}
