#include "text/html_text.h"

#include "text/entity_ref.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_one_of(str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq_ascii_nocase(name, str_of(names[i])))
            return true;
    return false;
}

static const char *muted_name(str name)
{
    static const char *const muted[] = {"script", "style"};
    for (size_t i = 0; i < sizeof muted / sizeof *muted; i++)
        if (str_eq_ascii_nocase(name, str_of(muted[i])))
            return muted[i];
    return NULL;
}

static str tag_name(str tag)
{
    size_t start = tag.len > 1 && tag.ptr[1] == '/' ? 2 : 1, end = start;
    while (end < tag.len &&
           (is_letter(tag.ptr[end]) || (tag.ptr[end] >= '0' && tag.ptr[end] <= '9')))
        end++;
    return str_sub(tag, start, end);
}

bool html_is_muted(str tag)
{
    return muted_name(tag_name(tag)) != NULL;
}

bool html_is_break(str tag)
{
    return str_eq_ascii_nocase(tag_name(tag), STR("br"));
}

static bool ends_paragraph(str name)
{
    static const char *const blocks[] = {
        "address",  "article",    "aside",  "blockquote", "br",     "caption", "center",
        "dd",       "details",    "dialog", "dir",        "div",    "dl",      "dt",
        "fieldset", "figcaption", "figure", "footer",     "form",   "h1",      "h2",
        "h3",       "h4",         "h5",     "h6",         "header", "hr",      "li",
        "main",     "nav",        "ol",     "p",          "pre",    "section", "summary",
        "table",    "tbody",      "tfoot",  "thead",      "tr",     "ul",
    };
    return is_one_of(name, blocks, sizeof blocks / sizeof *blocks);
}

static void end_paragraph(struct html_text *h)
{
    h->close(h->context);
    h->space = false;
}

static void need_block(struct html_text *h)
{
    if (h->builder->open)
        return;
    enum block_kind kind = h->preformatted ? BLOCK_CODE
                           : h->heading    ? BLOCK_HEADING
                                           : BLOCK_PARAGRAPH;
    h->open(h->context, kind, h->heading);
}

/* Writes the white space that was held back, because the text at `next` follows. */
static void settle_space(struct html_text *h, size_t next)
{
    struct builder *b = h->builder;
    if (h->space && b->started) {
        if (next - b->cursor == 1 && b->source.ptr[b->cursor] == ' ')
            builder_source(b, b->cursor, next);
        else
            builder_replaced(b, b->cursor, next, STR(" "));
    }
    h->space = false;
}

static void apply_tag(struct html_text *h)
{
    str name = {h->name, h->name_len};
    const char *muted = muted_name(name);
    if (h->muted || muted) {
        if (!h->closing && !h->muted)
            h->muted = muted;
        else if (h->closing && h->muted == muted)
            h->muted = NULL;
        return;
    }
    if (str_eq(name, STR("td")) || str_eq(name, STR("th"))) {
        h->space = true;
        return;
    }
    if (!ends_paragraph(name))
        return;
    end_paragraph(h);
    bool heading = name.len == 2 && name.ptr[0] == 'h' && name.ptr[1] >= '1' && name.ptr[1] <= '6';
    h->heading = heading && !h->closing ? name.ptr[1] - '0' : 0;
    if (str_eq(name, STR("pre")))
        h->preformatted = !h->closing;
}

/* Reads on in a tag; returns where it stopped. */
static size_t feed_tag(struct html_text *h, size_t at, size_t end)
{
    for (; at < end; at++) {
        char c = h->builder->source.ptr[at];
        if (h->quote) {
            h->quote = c == h->quote ? '\0' : h->quote;
        } else if (c == '>') {
            h->state = HTML_TEXT;
            apply_tag(h);
            return at + 1;
        } else if (c == '"' || c == '\'') {
            h->named = true;
            h->quote = c;
        } else if (is_space(c) || c == '/') {
            h->named = true;
        } else if (!h->named && h->name_len < sizeof h->name) {
            h->name[h->name_len++] = is_letter(c) ? (char)(c | 0x20) : c;
        }
    }
    return at;
}

/* Reads on to what closes a comment, declaration or instruction. */
static size_t feed_until(struct html_text *h, size_t at, size_t end)
{
    str closer = h->state == HTML_COMMENT       ? STR("-->")
                 : h->state == HTML_INSTRUCTION ? STR("?>")
                                                : STR(">");
    size_t found = str_find(str_sub(h->builder->source, 0, end), closer, at);
    if (found == STR_NONE)
        return end;
    h->state = HTML_TEXT;
    return found + closer.len;
}

/* At '<': enters the state that it opens and returns where that reads on; `at` if it is text. */
static size_t feed_opening(struct html_text *h, size_t at, size_t end)
{
    str rest = str_sub(h->builder->source, at, end);
    if (h->muted && !(rest.len > 2 && rest.ptr[1] == '/' && html_is_muted(rest)))
        return at;
    if (str_starts(rest, STR("<!--"))) {
        h->state = HTML_COMMENT;
        return at + 2; /* its dashes may be those of its end */
    }
    if (str_starts(rest, STR("<!"))) {
        h->state = HTML_DECLARATION;
        return at + 2;
    }
    if (str_starts(rest, STR("<?"))) {
        h->state = HTML_INSTRUCTION;
        return at + 2;
    }
    bool closing = rest.len > 1 && rest.ptr[1] == '/';
    size_t name = closing ? 2 : 1;
    if (rest.len <= name || !is_letter(rest.ptr[name]))
        return at;
    h->state = HTML_TAG;
    h->closing = closing;
    h->name_len = 0;
    h->named = false;
    h->quote = '\0';
    return at + name;
}

static size_t feed_entity(struct html_text *h, size_t at, size_t end)
{
    char text[ENTITY_REF_MAX];
    str line = str_sub(h->builder->source, 0, end);
    size_t ref_end = entity_ref_end(line, at);
    size_t len = entity_ref_decode(str_sub(line, at, ref_end), text);
    if (len == 0)
        return at;
    if (len == 1 && is_space(text[0])) {
        h->space = true;
        return ref_end;
    }
    need_block(h);
    settle_space(h, at);
    builder_replaced(h->builder, at, ref_end, (str){text, len});
    return ref_end;
}

static size_t feed_text(struct html_text *h, size_t at, size_t end)
{
    const char *s = h->builder->source.ptr;
    bool collapses = !h->preformatted;
    if (is_space(s[at]) && collapses) {
        h->space = true;
        return at + 1;
    }
    size_t stop = at + 1; /* a '<' or '&' that opened nothing is text */
    while (stop < end && s[stop] != '<' && s[stop] != '&' && !(collapses && is_space(s[stop])))
        stop++;
    if (h->muted)
        return stop;
    need_block(h);
    settle_space(h, at);
    builder_source(h->builder, at, stop);
    return stop;
}

void html_text_feed(struct html_text *h, size_t start, size_t end)
{
    for (size_t at = start; at < end;) {
        if (h->state == HTML_TAG) {
            at = feed_tag(h, at, end);
        } else if (h->state != HTML_TEXT) {
            at = feed_until(h, at, end);
        } else {
            size_t before = at;
            char c = h->builder->source.ptr[at];
            if (c == '<')
                at = feed_opening(h, at, end);
            else if (c == '&' && !h->muted)
                at = feed_entity(h, at, end);
            if (at == before)
                at = feed_text(h, at, end);
        }
    }
}

void html_text_line_end(struct html_text *h)
{
    if (h->state == HTML_TAG)
        h->named = true;
    if (h->state != HTML_TEXT || h->muted)
        return;
    if (!h->preformatted)
        h->space = true;
    else if (h->builder->open)
        builder_line_end(h->builder, '\n');
}
