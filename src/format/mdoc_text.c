#include "format/mdoc_text.h"

#include "text/utf8.h"

#include <string.h>

enum { LINE_WIDTH = 78 }; /* of running text in the page's source */

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

void writer_chars(struct buf *out, str text)
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
    writer_chars(out, word);
}

/* -- Words ------------------------------------------------------------------------------------- */

void writer_end_line(struct mdoc_writer *w)
{
    if (w->line)
        buf_byte(w->out, '\n');
    w->line = 0;
}

void writer_request(struct mdoc_writer *w, const char *line)
{
    writer_end_line(w);
    buf_printf(w->out, "%s\n", line);
}

void writer_macro(struct mdoc_writer *w, const char *name)
{
    buf_printf(w->out, "%s%s", w->in_macro ? " " : ".", name);
    w->in_macro = true;
    w->in_text = false;
}

void writer_end_macro(struct mdoc_writer *w)
{
    buf_byte(w->out, '\n');
    w->in_macro = false;
}

/* A word of text among macros. */
static void text_argument(struct mdoc_writer *w, str word)
{
    if (!w->in_text)
        writer_macro(w, "No");
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
static void text_word(struct mdoc_writer *w, str word)
{
    if (w->line && w->out->len - w->line + word.len >= LINE_WIDTH)
        writer_end_line(w);
    if (w->line) {
        buf_byte(w->out, ' ');
    } else {
        w->line = w->out->len;
        if (word.ptr[0] == '.')
            buf_append(w->out, STR("\\&"));
    }
    writer_chars(w->out, word);
    if (ends_sentence(word))
        writer_end_line(w);
}

/* -- Inline spans ------------------------------------------------------------------------------ */

bool writer_all_capitals(str s)
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

static void arguments(struct mdoc_writer *w, str text)
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

void writer_named(struct mdoc_writer *w, const char *name, str text)
{
    writer_macro(w, name);
    arguments(w, text);
}

/* "--limit N": the option, then what it takes. */
static void option(struct mdoc_writer *w, str text)
{
    size_t space = str_find_byte(text, ' ', 0);
    str flag = space == STR_NONE ? text : str_sub(text, 0, space);
    writer_named(w, "Fl", str_from(flag, 1));
    if (space != STR_NONE)
        writer_named(w, "Ar", str_from(text, space + 1));
}

static void code(struct mdoc_writer *w, str text)
{
    if (text.len > 1 && text.ptr[0] == '-' && strchr("-hV", text.ptr[1]))
        option(w, text);
    else if (text.len > 1 && text.ptr[0] == '$' && writer_all_capitals(str_from(text, 1)))
        writer_named(w, "Ev", str_from(text, 1));
    else if (is_reference(text)) {
        writer_named(w, "Xr", str_sub(text, 0, text.len - 3));
        arguments(w, str_sub(text, text.len - 2, text.len - 1));
    } else
        writer_named(w, is_path(text) ? "Pa" : "Ic", text);
}

static bool is_section(const struct mdoc_writer *w, str text)
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

static void inline_span(struct mdoc_writer *w, const struct inline_span *s, str text)
{
    bool address = s->kind == INLINE_LINK && str_find(s->target, STR("://"), 0) != STR_NONE;
    if (s->kind == INLINE_CODE)
        code(w, text);
    else if (s->kind == INLINE_STRONG)
        writer_named(w, "Sy", text);
    else if (address) {
        writer_named(w, "Lk", s->target);
        if (!str_eq(text, s->target)) {
            buf_append(w->out, STR(" \""));
            writer_chars(w->out, text);
            buf_byte(w->out, '"');
        }
    } else
        writer_named(w, is_section(w, text) ? "Sx" : writer_all_capitals(text) ? "Ar" : "Em", text);
}

/* -- Running text ------------------------------------------------------------------------------ */

/* The inline span that begins at or after `at` and before `end`; NULL if there is none. */
static const struct inline_span *next_inline(struct mdoc_writer *w, size_t at, size_t end)
{
    const struct document *doc = w->doc;
    while (w->next_inline < doc->inline_count && doc->inlines[w->next_inline].span.start < at)
        w->next_inline++;
    bool found =
        w->next_inline < doc->inline_count && doc->inlines[w->next_inline].span.start < end;
    return found ? &doc->inlines[w->next_inline] : NULL;
}

/* Text that touches a macro. What only closes, as a comma does, is known to stand close. */
static void touching(struct mdoc_writer *w, str text, bool after, bool before)
{
    bool closes = after;
    for (size_t i = 0; i < text.len; i++)
        closes = closes && strchr(".,:;)?!", text.ptr[i]);
    for (size_t i = 0; closes && i < text.len; i++)
        buf_printf(w->out, " %c", text.ptr[i]);
    if (!closes) {
        if (after)
            writer_macro(w, "Ns");
        text_argument(w, text);
    }
    if (before)
        writer_macro(w, "Ns");
}

size_t writer_word_end(str text, size_t at, size_t end)
{
    while (at < end && text.ptr[at] != ' ' && text.ptr[at] != '\n' && text.ptr[at] != '\t')
        at++;
    return at;
}

/* One word that starts at `at`, with the spans that it has inside: returns its end. */
static size_t word(struct mdoc_writer *w, size_t at, size_t end)
{
    bool line_of_its_own = !w->in_macro;
    str text = w->doc->text;
    size_t stop = writer_word_end(text, at, end);
    const struct inline_span *s = next_inline(w, at, stop);
    w->ends_in_macro = s || !line_of_its_own;
    if (!w->ends_in_macro) {
        text_word(w, str_sub(text, at, stop));
        return stop;
    }
    if (line_of_its_own) {
        writer_end_line(w);
        w->in_text = false;
    }
    bool after = false;
    while (s) {
        if (at < s->span.start)
            touching(w, str_sub(text, at, s->span.start), after, true);
        else if (after)
            writer_macro(w, "Ns");
        inline_span(w, s, str_sub(text, s->span.start, s->span.end));
        after = true;
        at = s->span.end;
        stop = writer_word_end(text, at, end);
        s = next_inline(w, at, stop);
    }
    if (at < stop && after)
        touching(w, str_sub(text, at, stop), true, false);
    else if (at < stop)
        text_argument(w, str_sub(text, at, stop));
    if (line_of_its_own)
        writer_end_macro(w);
    return stop;
}

/* Among macros, or as lines of their own. */
void writer_text(struct mdoc_writer *w, struct span span)
{
    for (size_t at = span.start; at < span.end; at++)
        if (writer_word_end(w->doc->text, at, span.end) > at)
            at = word(w, at, span.end);
    writer_end_line(w);
}

/* A line of one macro with the span as its arguments. */
void writer_macro_line(struct mdoc_writer *w, const char *name, struct span span)
{
    writer_end_line(w);
    writer_macro(w, name);
    w->in_text = true;
    writer_text(w, span);
    writer_end_macro(w);
}
