#include "text/builder.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

enum { LARGE_TEXT = 1 << 18 };

#define NO_PLACE ((size_t)-1)

void builder_init(struct builder *b, str source, struct arena *a)
{
    assert(source.len < UINT32_MAX / 8);
    *b = (struct builder){.source = source, .arena = a};
}

void builder_release(struct builder *b)
{
    buf_release(&b->text);
    arena_release(&b->scratch);
}

static void add_piece(struct builder *b, size_t length, size_t file, size_t file_length,
                      bool verbatim)
{
    if (b->pieces.len && verbatim) {
        struct source_piece *last = &b->pieces.items[b->pieces.len - 1];
        if (last->verbatim && last->file + last->file_length == file) {
            last->length += (uint32_t)length;
            last->file_length += (uint32_t)length;
            return;
        }
    }
    *VEC_PUSH(b->arena, &b->pieces) = (struct source_piece){
        .rendered = (uint32_t)b->text.len,
        .length = (uint32_t)length,
        .file = (uint32_t)file,
        .file_length = (uint32_t)file_length,
        .verbatim = verbatim,
    };
}

static void append_made(struct builder *b, str text)
{
    if (text.len == 0)
        return;
    add_piece(b, text.len, b->cursor, 0, false);
    buf_append(&b->text, text);
}

void builder_start(struct builder *b)
{
    if (b->started)
        return;
    b->started = true;
    b->before = b->text.len;
    if (b->text.len)
        append_made(b, STR("\n\n"));
    b->block.span.start = b->text.len;
    b->reach = b->text.len;
}

static void place_waiting(struct builder *b)
{
    for (; b->waiting; b->waiting--) {
        size_t index = b->open_inlines.items[b->open_inlines.len - b->waiting];
        b->inlines.items[index].span.start = b->text.len;
    }
}

/* Where the white space before source `next` starts that takes `cells` columns; NO_PLACE if there
 * is none. Tabs stop at every fourth column of the line, as CommonMark says. */
static size_t indent_start(const struct builder *b, size_t next, size_t cells)
{
    size_t line = next, column = 0, end;
    while (line > b->cursor && b->source.ptr[line - 1] != '\n' && b->source.ptr[line - 1] != '\r')
        line--;
    for (size_t i = line; i < next; i++)
        column = b->source.ptr[i] == '\t' ? (column + 4) / 4 * 4 : column + 1;
    end = column;
    column = 0;
    for (size_t i = line; i < next; i++) {
        if (end - column == cells)
            return i;
        column = b->source.ptr[i] == '\t' ? (column + 4) / 4 * 4 : column + 1;
    }
    return NO_PLACE;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* An indentation of code is made of spaces by the parser; where the source has white space as wide
 * before the text that follows, it is that, tabs included. */
static void settle_indent(struct builder *b, size_t next)
{
    size_t spaces = b->indent;
    b->indent = 0;
    if (spaces == 0)
        return;
    size_t start = next == NO_PLACE ? NO_PLACE : indent_start(b, next, spaces);
    for (size_t i = start; start != NO_PLACE && i < next; i++)
        if (!is_blank(b->source.ptr[i]))
            start = NO_PLACE;
    builder_start(b);
    if (start == NO_PLACE) {
        add_piece(b, spaces, b->cursor, 0, false);
        buf_fill(&b->text, ' ', spaces);
        return;
    }
    add_piece(b, next - start, start, next - start, true);
    buf_append(&b->text, str_sub(b->source, start, next));
    b->cursor = next;
}

static bool keeps_blanks(const struct builder *b)
{
    return b->started || b->block.kind == BLOCK_CODE;
}

void builder_skip(struct builder *b, size_t end)
{
    if (end > b->cursor)
        b->cursor = end;
}

void builder_source(struct builder *b, size_t start, size_t end)
{
    assert(b->open && start >= b->cursor && end <= b->source.len);
    while (!keeps_blanks(b) && start < end && is_blank(b->source.ptr[start]))
        start++;
    if (start >= end) {
        builder_skip(b, end);
        return;
    }
    settle_indent(b, start);
    b->cursor = start;
    builder_start(b);
    place_waiting(b);
    size_t place = b->text.len;
    add_piece(b, end - start, start, end - start, true);
    buf_append(&b->text, str_sub(b->source, start, end));
    if (b->block.kind == BLOCK_TABLE)
        for (size_t i = place; i < b->text.len; i++)
            if (b->text.ptr[i] == '\t')
                b->text.ptr[i] = ' ';
    b->cursor = end;
}

void builder_replaced(struct builder *b, size_t start, size_t end, str text)
{
    assert(b->open && start >= b->cursor && end <= b->source.len);
    if (text.len == 0 || (!keeps_blanks(b) && is_blank(text.ptr[0]))) {
        b->cursor = end;
        return;
    }
    settle_indent(b, start);
    b->cursor = start;
    builder_start(b);
    place_waiting(b);
    add_piece(b, text.len, start, end - start, false);
    buf_append(&b->text, text);
    b->cursor = end;
}

void builder_made(struct builder *b, str text)
{
    assert(b->open);
    if (text.len == 0 || (!keeps_blanks(b) && is_blank(text.ptr[0])))
        return;
    settle_indent(b, NO_PLACE);
    builder_start(b);
    place_waiting(b);
    append_made(b, text);
}

void builder_line_end(struct builder *b, char as)
{
    assert(b->open);
    size_t at = b->cursor;
    while (at < b->source.len && b->source.ptr[at] != '\n' && b->source.ptr[at] != '\r')
        at++;
    if (at == b->source.len) {
        if (b->started)
            builder_made(b, (str){&as, 1});
        return;
    }
    size_t end = at + (str_starts(str_from(b->source, at), STR("\r\n")) ? 2 : 1);
    b->indent = 0; /* of a line with nothing else */
    b->cursor = at;
    if (b->started) {
        place_waiting(b);
        add_piece(b, 1, at, end - at, end - at == 1);
        buf_byte(&b->text, as);
    }
    b->cursor = end;
}

void builder_indent(struct builder *b, size_t spaces)
{
    b->indent += spaces;
}

void builder_separator(struct builder *b, char separator)
{
    builder_start(b);
    append_made(b, (str){&separator, 1});
}

size_t builder_place(const struct builder *b)
{
    return b->text.len;
}

void builder_truncate(struct builder *b, size_t place)
{
    if (place >= b->text.len)
        return;
    b->text.len = place;
    while (b->pieces.len && b->pieces.items[b->pieces.len - 1].rendered >= place)
        b->pieces.len--;
    if (b->pieces.len) {
        struct source_piece *last = &b->pieces.items[b->pieces.len - 1];
        if (last->rendered + last->length > place) {
            last->length = (uint32_t)place - last->rendered;
            if (last->verbatim)
                last->file_length = last->length;
        }
    }
    if (b->reach <= place)
        return;
    for (size_t i = b->first_inline; i < b->inlines.len; i++) {
        struct span *span = &b->inlines.items[i].span;
        if (span->end != NO_PLACE && span->end > place)
            span->end = place;
    }
    b->reach = place;
}

void builder_block(struct builder *b, struct block block)
{
    builder_block_end(b);
    b->open = true;
    b->started = false;
    b->indent = 0;
    b->block = block;
    b->first_inline = b->inlines.len;
}

/* Where the open block's text ends when what is not seen at its end is left off. */
static size_t trimmed_end(const struct builder *b)
{
    size_t start = b->block.span.start, end = b->text.len;
    if (b->block.kind == BLOCK_TABLE)
        return end;
    while (end > start && (b->text.ptr[end - 1] == '\n' ||
                           (b->block.kind != BLOCK_CODE && is_blank(b->text.ptr[end - 1]))))
        end--;
    return end;
}

bool builder_block_end(struct builder *b)
{
    if (!b->open)
        return false;
    while (b->open_inlines.len)
        builder_inline_end(b);
    b->open = false;
    b->indent = 0;
    if (!b->started)
        return false;
    builder_truncate(b, trimmed_end(b));
    b->block.span.end = b->text.len;
    if (b->block.span.start == b->block.span.end) {
        builder_truncate(b, b->before);
        return false;
    }
    if (b->block.kind == BLOCK_HEADING && !b->heading.end)
        b->heading = b->block.span;
    *VEC_PUSH(b->arena, &b->blocks) = b->block;
    return true;
}

void builder_rule(struct builder *b, struct block block)
{
    builder_block_end(b);
    block.kind = BLOCK_RULE;
    block.span = (struct span){b->text.len, b->text.len};
    *VEC_PUSH(b->arena, &b->blocks) = block;
}

void builder_inline(struct builder *b, enum inline_kind kind, str target)
{
    *VEC_PUSH(&b->scratch, &b->open_inlines) = b->inlines.len;
    *VEC_PUSH(b->arena, &b->inlines) = (struct inline_span){
        .kind = kind, .span = {NO_PLACE, NO_PLACE},
             .target = target
    };
    b->waiting++;
}

void builder_inline_end(struct builder *b)
{
    if (b->open_inlines.len == 0)
        return;
    size_t index = b->open_inlines.items[--b->open_inlines.len];
    if (b->waiting) {
        b->waiting--;
        return;
    }
    b->inlines.items[index].span.end = b->text.len;
    b->reach = b->text.len;
}

/* Leaves out those that turned out to have no text. */
static size_t settle_inlines(struct builder *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->inlines.len; i++) {
        struct span span = b->inlines.items[i].span;
        if (span.start != NO_PLACE && span.start < span.end)
            b->inlines.items[count++] = b->inlines.items[i];
    }
    return count;
}

/* A large text is not copied. */
static str settle_text(struct builder *b)
{
    if (b->text.len < LARGE_TEXT)
        return arena_str(b->arena, buf_str(&b->text));
    str text = buf_str(&b->text);
    buf_byte(&b->text, '\0');
    text.ptr = arena_keep(b->arena, mem_realloc(b->text.ptr, b->text.len), b->text.len);
    b->text = (struct buf){0};
    return text;
}

void builder_finish(struct builder *b, struct document *doc)
{
    builder_block_end(b);
    *doc = (struct document){
        .text = settle_text(b),
        .source = b->source,
        .blocks = b->blocks.items,
        .block_count = b->blocks.len,
        .inlines = b->inlines.items,
        .inline_count = settle_inlines(b),
        .pieces = b->pieces.items,
        .piece_count = b->pieces.len,
    };
    if (b->heading.end)
        doc->heading = str_sub(doc->text, b->heading.start, b->heading.end);
    document_index_source(doc, b->arena);
}
