#include "format/mdoc.h"

#include "text/utf8.h"

#include <string.h>

enum { LINE_WIDTH = 78 }; /* of running text in the page's source */

struct writer {
    const struct document *doc;
    struct buf *out;
    size_t line;        /* where the current line of running text starts; 0: there is none */
    bool in_macro;      /* a line of a macro is being written: everything is an argument */
    bool in_text;       /* … and what was written last is plain text */
    bool ends_in_macro; /* the last word of running text was, or had, one */
    bool fresh;         /* a section, list item or display was just opened: no .Pp */
    bool in_synopsis;
    const char *list; /* how the list was opened that is open; NULL: none is */
    size_t next_inline;
};

/* -- Characters -------------------------------------------------------------------------------- */

static void add_char(struct buf *out, uint32_t c)
{
    static const char *const names[128] = {
        ['\\'] = "\\e",  ['"'] = "\\(dq", ['\''] = "\\(aq",
        ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti",
    };
    if (c >= 128)
        buf_printf(out, "\\[u%04X]", (unsigned)c);
    else if (names[c])
        buf_append(out, str_of(names[c]));
    else
        buf_byte(out, (char)c);
}

static void add_chars(struct buf *out, str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text, at, &c, NULL);
        add_char(out, c);
    }
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_delimiter(str word)
{
    return word.len == 1 && strchr("()[]|.,:;?!", word.ptr[0]);
}

/* A word as an argument, where it might be taken for a macro or for punctuation. */
static void add_argument(struct buf *out, str word)
{
    bool like_macro = word.len == 2 && is_upper(word.ptr[0]) && !is_upper(word.ptr[1]);
    if (like_macro || is_delimiter(word))
        buf_append(out, STR("\\&"));
    add_chars(out, word);
}

/* -- Words ------------------------------------------------------------------------------------- */

static void end_line(struct writer *w)
{
    if (w->line)
        buf_byte(w->out, '\n');
    w->line = 0;
}

static void request(struct writer *w, const char *line)
{
    end_line(w);
    buf_printf(w->out, "%s\n", line);
}

static void macro(struct writer *w, const char *name)
{
    buf_printf(w->out, "%s%s", w->in_macro ? " " : ".", name);
    w->in_macro = true;
    w->in_text = false;
}

static void end_macro(struct writer *w)
{
    buf_byte(w->out, '\n');
    w->in_macro = false;
}

/* A word of text among macros. */
static void text_argument(struct writer *w, str word)
{
    if (!w->in_text)
        macro(w, "No");
    w->in_text = true;
    buf_byte(w->out, ' ');
    add_argument(w->out, word);
}

static bool ends_sentence(str word)
{
    while (word.len > 1 && strchr(")\"", word.ptr[word.len - 1]))
        word.len--;
    return word.len > 1 && strchr(".?!", word.ptr[word.len - 1]);
}

/* A word of running text. A sentence begins on a line of its own. */
static void text_word(struct writer *w, str word)
{
    if (w->line && w->out->len - w->line + word.len >= LINE_WIDTH)
        end_line(w);
    if (w->line) {
        buf_byte(w->out, ' ');
    } else {
        w->line = w->out->len;
        if (word.ptr[0] == '.')
            buf_append(w->out, STR("\\&"));
    }
    add_chars(w->out, word);
    if (ends_sentence(word))
        end_line(w);
}

/* -- Inline spans ------------------------------------------------------------------------------ */

static bool all_capitals(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_upper(s.ptr[i]) && s.ptr[i] != '_')
            return false;
    return s.len > 0;
}

/* "attache-format(5)" */
static bool is_reference(str s)
{
    return s.len > 3 && s.ptr[s.len - 1] == ')' && s.ptr[s.len - 3] == '(' &&
           s.ptr[s.len - 2] >= '1' && s.ptr[s.len - 2] <= '9' &&
           str_find_byte(s, ' ', 0) == STR_NONE;
}

static bool is_path(str s)
{
    static const char *const ends[] = {".md", ".markdown", ".txt", ".yaml", ".yml"};
    bool path = s.len > 1 && (s.ptr[0] == '/' || str_starts(s, STR("~/")));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        path = path || (s.len > strlen(ends[i]) && str_ends(s, str_of(ends[i])));
    return path && str_find_byte(s, ' ', 0) == STR_NONE;
}

static void arguments(struct writer *w, str text)
{
    while (text.len) {
        size_t space = str_find_byte(text, ' ', 0);
        str word = space == STR_NONE ? text : str_sub(text, 0, space);
        if (word.len) {
            buf_byte(w->out, ' ');
            add_argument(w->out, word);
        }
        text = space == STR_NONE ? STR("") : str_from(text, space + 1);
    }
}

static void named(struct writer *w, const char *name, str text)
{
    macro(w, name);
    arguments(w, text);
}

/* "--limit N": the option, then what it takes. */
static void option(struct writer *w, str text)
{
    size_t space = str_find_byte(text, ' ', 0);
    str flag = space == STR_NONE ? text : str_sub(text, 0, space);
    named(w, "Fl", str_from(flag, 1));
    if (space != STR_NONE)
        named(w, "Ar", str_from(text, space + 1));
}

static void code(struct writer *w, str text)
{
    if (text.len > 1 && text.ptr[0] == '-' && strchr("-hV", text.ptr[1]))
        option(w, text);
    else if (text.len > 1 && text.ptr[0] == '$' && all_capitals(str_from(text, 1)))
        named(w, "Ev", str_from(text, 1));
    else if (is_reference(text)) {
        named(w, "Xr", str_sub(text, 0, text.len - 3));
        arguments(w, str_sub(text, text.len - 2, text.len - 1));
    } else
        named(w, is_path(text) ? "Pa" : "Ic", text);
}

static bool is_section(const struct writer *w, str text)
{
    const struct document *doc = w->doc;
    for (size_t i = 0; i < doc->block_count; i++) {
        const struct block *b = &doc->blocks[i];
        if (b->kind == BLOCK_HEADING &&
            str_eq(str_sub(doc->text, b->span.start, b->span.end), text))
            return true;
    }
    return false;
}

static void inline_span(struct writer *w, const struct inline_span *s, str text)
{
    bool address = s->kind == INLINE_LINK && str_find(s->target, STR("://"), 0) != STR_NONE;
    if (s->kind == INLINE_CODE)
        code(w, text);
    else if (s->kind == INLINE_STRONG)
        named(w, "Sy", text);
    else if (address) {
        named(w, "Lk", s->target);
        if (!str_eq(text, s->target)) {
            buf_append(w->out, STR(" \""));
            add_chars(w->out, text);
            buf_byte(w->out, '"');
        }
    } else
        named(w, is_section(w, text) ? "Sx" : all_capitals(text) ? "Ar" : "Em", text);
}

/* -- Running text ------------------------------------------------------------------------------ */

/* The inline span that begins at or after `at` and before `end`; NULL if there is none. */
static const struct inline_span *next_inline(struct writer *w, size_t at, size_t end)
{
    const struct document *doc = w->doc;
    while (w->next_inline < doc->inline_count && doc->inlines[w->next_inline].span.start < at)
        w->next_inline++;
    bool found =
        w->next_inline < doc->inline_count && doc->inlines[w->next_inline].span.start < end;
    return found ? &doc->inlines[w->next_inline] : NULL;
}

/* Text that touches a macro. What only closes, as a comma does, is known to stand close. */
static void touching(struct writer *w, str text, bool after, bool before)
{
    bool closes = after;
    for (size_t i = 0; i < text.len; i++)
        closes = closes && strchr(".,:;)?!", text.ptr[i]);
    for (size_t i = 0; closes && i < text.len; i++)
        buf_printf(w->out, " %c", text.ptr[i]);
    if (!closes) {
        if (after)
            macro(w, "Ns");
        text_argument(w, text);
    }
    if (before)
        macro(w, "Ns");
}

static size_t end_of_word(str text, size_t at, size_t end)
{
    while (at < end && text.ptr[at] != ' ' && text.ptr[at] != '\n' && text.ptr[at] != '\t')
        at++;
    return at;
}

/* One word that starts at `at`, with the spans that it has inside: returns its end. */
static size_t word(struct writer *w, size_t at, size_t end)
{
    bool line_of_its_own = !w->in_macro;
    str text = w->doc->text;
    size_t stop = end_of_word(text, at, end);
    const struct inline_span *s = next_inline(w, at, stop);
    w->ends_in_macro = s || !line_of_its_own;
    if (!w->ends_in_macro) {
        text_word(w, str_sub(text, at, stop));
        return stop;
    }
    if (line_of_its_own) {
        end_line(w);
        w->in_text = false;
    }
    bool after = false;
    while (s) {
        if (at < s->span.start)
            touching(w, str_sub(text, at, s->span.start), after, true);
        else if (after)
            macro(w, "Ns");
        inline_span(w, s, str_sub(text, s->span.start, s->span.end));
        after = true;
        at = s->span.end;
        stop = end_of_word(text, at, end);
        s = next_inline(w, at, stop);
    }
    if (at < stop && after)
        touching(w, str_sub(text, at, stop), true, false);
    else if (at < stop)
        text_argument(w, str_sub(text, at, stop));
    if (line_of_its_own)
        end_macro(w);
    return stop;
}

/* Among macros, or as lines of their own. */
static void running_text(struct writer *w, struct span span)
{
    for (size_t at = span.start; at < span.end; at++)
        if (end_of_word(w->doc->text, at, span.end) > at)
            at = word(w, at, span.end);
    end_line(w);
}

/* A line of one macro with the span as its arguments. */
static void macro_line(struct writer *w, const char *name, struct span span)
{
    end_line(w);
    macro(w, name);
    w->in_text = true;
    running_text(w, span);
    end_macro(w);
}

/* -- Blocks ------------------------------------------------------------------------------------ */

static void paragraph(struct writer *w)
{
    if (!w->fresh)
        request(w, ".Pp");
    w->fresh = false;
}

/* A word of a usage line: an option, an argument, or to be given as it is; [in brackets] if it may
 * be left out. */
static void usage_word(struct writer *w, str word)
{
    bool optional = str_starts(word, STR("[")) && str_ends(word, STR("]"));
    if (optional) {
        macro(w, "Op");
        word = str_sub(word, 1, word.len - 1);
    }
    if (str_starts(word, STR("-"))) {
        named(w, "Fl", str_from(word, 1));
        return;
    }
    while (word.len) {
        size_t bar = str_find_byte(word, '|', 0);
        str one = bar == STR_NONE ? word : str_sub(word, 0, bar);
        named(w, all_capitals(one) ? "Ar" : "Cm", one);
        if (bar != STR_NONE)
            buf_append(w->out, STR(" |"));
        word = bar == STR_NONE ? STR("") : str_from(word, bar + 1);
    }
}

/* The lines of the synopsis: the program's name, then words. */
static void synopsis(struct writer *w, str text)
{
    while (text.len) {
        str line = str_take_line(&text);
        size_t at = end_of_word(line, 0, line.len);
        named(w, "Nm", str_sub(line, 0, at));
        end_macro(w);
        for (; at < line.len; at++) {
            size_t end = end_of_word(line, at, line.len);
            if (end == at)
                continue;
            usage_word(w, str_sub(line, at, end));
            end_macro(w);
            at = end;
        }
    }
}

static void code_block(struct writer *w, struct span span)
{
    str text = str_sub(w->doc->text, span.start, span.end);
    if (w->in_synopsis) {
        synopsis(w, text);
        return;
    }
    request(w, ".Bd -literal -offset indent");
    while (text.len) {
        str line = str_take_line(&text);
        if (str_starts(line, STR(".")))
            buf_append(w->out, STR("\\&"));
        add_chars(w->out, line);
        buf_byte(w->out, '\n');
    }
    request(w, ".Ed");
    w->fresh = false;
}

/* The widest text of the first column, for the width of its terms. */
static str widest_term(const struct writer *w, const struct table *t)
{
    struct span widest = t->cells[t->columns];
    for (size_t row = 1; row < t->rows; row++) {
        struct span cell = t->cells[row * t->columns];
        widest = cell.end - cell.start > widest.end - widest.start ? cell : widest;
    }
    return str_sub(w->doc->text, widest.start, widest.end);
}

/* After the running text that was written last. */
static void add_colon(struct writer *w)
{
    w->out->len--; /* its newline */
    buf_append(w->out, w->ends_in_macro ? STR(" :\n") : STR(":\n"));
}

/* Columns are not set as such: troff and mandoc do not agree on how their cells wrap. Further ones
 * follow after a colon. */
static void table(struct writer *w, const struct table *t)
{
    end_line(w);
    if (t->columns > 2) {
        paragraph(w);
        buf_append(w->out, STR(".Bl -tag -compact -width \""));
        add_chars(w->out, widest_term(w, t));
        buf_append(w->out, STR("\"\n"));
    } else {
        request(w, ".Bl -tag -width Ds");
    }
    for (size_t row = 1; row < t->rows; row++) {
        const struct span *cells = &t->cells[row * t->columns];
        macro_line(w, "It", cells[0]);
        for (size_t i = 1; i < t->columns; i++) {
            running_text(w, cells[i]);
            if (i + 1 < t->columns)
                add_colon(w);
        }
    }
    request(w, ".El");
    w->fresh = false;
}

/* Opens and closes lists, and begins an item where the block is the first of one. */
static void list_of(struct writer *w, const struct block *b)
{
    const struct container *c = b->depth ? &b->containers[0] : NULL;
    const char *list = !c ? NULL : c->kind == CONTAINER_NUMBER ? ".Bl -enum" : ".Bl -bullet";
    if (w->list && w->list != list)
        request(w, ".El");
    if (list && w->list != list)
        request(w, list);
    w->list = list;
    if (c && c->first) {
        request(w, ".It");
        w->fresh = true;
    }
}

static void block(struct writer *w, const struct block *b)
{
    list_of(w, b);
    switch (b->kind) {
    case BLOCK_HEADING:
        macro_line(w, b->level == 2 ? "Sh" : "Ss", b->span);
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
        running_text(w, b->span);
        break;
    case BLOCK_RULE:
        break;
    }
}

void mdoc_page(const struct mdoc_head *head, const struct document *doc, struct buf *out)
{
    struct writer w = {.doc = doc, .out = out};
    buf_printf(out, ".Dd %s\n.Dt ", head->date);
    for (const char *c = head->name; *c; c++)
        buf_byte(out, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
    buf_printf(out, " %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", head->section, head->name,
               head->summary);
    for (size_t i = 0; i < doc->block_count; i++)
        block(&w, &doc->blocks[i]);
    if (w.list)
        request(&w, ".El");
}
