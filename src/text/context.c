#include "text/context.h"

#include "text/segment.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <string.h>

/* So much of a block is looked at on each side, for each cell asked for: what has no width, and
 * white space that becomes one blank, does not make it slow. */
enum { BYTES_A_CELL = 64, BYTES_LEAST = 256 };

/* Appends a space, unless there is one. */
static size_t add_space(char *out, size_t len)
{
    if (len == 0 || out[len - 1] != ' ')
        out[len++] = ' ';
    return len;
}

/* White space in a run as one space. Blanks at the ends stay, where words stand beyond them. */
static str one_line(str text, struct arena *a)
{
    char *out = arena_alloc(a, text.len + 1, 1);
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        for (size_t end = utf8_printable_end(text, at); at < end; at++)
            if (text.ptr[at] == ' ')
                len = add_space(out, len);
            else
                out[len++] = text.ptr[at];
        if (at == text.len)
            break;
        uint32_t c;
        size_t size = utf8_decode(text, at, &c, NULL);
        if (unicode_is_space(c)) {
            len = add_space(out, len);
        } else {
            memcpy(out + len, text.ptr + at, size);
            len += size;
        }
        at += size;
    }
    return (str){out, len};
}

static size_t reach(int cells)
{
    return (size_t)(cells > 0 ? cells : 0) * BYTES_A_CELL + BYTES_LEAST;
}

/* The plain text at `at`, of which each byte is a cell: at most `most` of it. */
static int plain_cells(str text, size_t at, int most)
{
    size_t plain = segment_plain_end(text, at) - at;
    return most <= 0 ? 0 : plain < (size_t)most ? (int)plain : most;
}

/* The beginning of a text, as many characters as fit into the cells. */
static str head(str text, int cells, bool ascii, int *width)
{
    size_t at = 0;
    *width = 0;
    while (at < text.len) {
        int more;
        bool blank;
        int plain = plain_cells(text, at, cells - *width);
        if (plain > 0) {
            at += (size_t)plain;
            *width += plain;
            continue;
        }
        size_t next = segment_character(text, at, ascii, &more, &blank);
        if (*width + more > cells)
            break;
        *width += more;
        at = next;
    }
    return str_sub(text, 0, at);
}

/* Its end: the characters are those of the whole, so that what is cut and what is not are cut
 * alike. */
static str tail(str text, int cells, bool ascii, int *width)
{
    size_t at = 0;
    int rest = segment_width(text, 0, text.len, ascii);
    while (rest > cells && at < text.len) {
        int less;
        bool blank;
        int plain = plain_cells(text, at, rest - cells);
        if (plain > 0) {
            at += (size_t)plain;
            rest -= plain;
            continue;
        }
        at = segment_character(text, at, ascii, &less, &blank);
        rest -= less;
    }
    *width = rest;
    return str_from(text, at);
}

static size_t boundary_before(str text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static struct span block_around(const struct document *doc, struct span span)
{
    size_t at = document_block_at(doc, span.start);
    if (at < doc->block_count && doc->blocks[at].span.start <= span.start)
        return doc->blocks[at].span;
    return doc->block_count == 0 ? (struct span){0, doc->text.len} : span;
}

struct context context_of(const struct document *doc, struct span span, int before, int cells,
                          bool ascii, struct arena *a)
{
    struct context c = {.left = STR("")};
    c.hit = c.right = c.left;
    str text = doc->text;
    if (span.start > span.end || span.end > text.len)
        return c;
    struct span block = block_around(doc, span);
    if (block.end < span.end)
        block.end = span.end;

    str hit = one_line(str_sub(text, span.start, span.end), a);
    c.hit = head(hit, cells, ascii, &c.hit_width);
    c.cut_hit = c.hit.len < hit.len;

    int room = before < cells - c.hit_width ? before : cells - c.hit_width;
    size_t far = reach(room);
    size_t from = span.start - block.start > far ? span.start - far : block.start;
    from = boundary_before(text, from);
    str left = one_line(str_sub(text, from, span.start), a);
    c.left = tail(left, room > 0 ? room : 0, ascii, &c.left_width);
    c.cut_left = c.left.len < left.len || from > block.start;

    /* A line is drawn from `before` on, however short what stands left of the hit is. */
    room = cells - (before > c.left_width ? before : c.left_width) - c.hit_width;
    far = reach(room);
    size_t to = block.end - span.end > far ? span.end + far : block.end;
    to = boundary_before(text, to);
    str right = one_line(str_sub(text, span.end, to), a);
    c.right = head(right, room > 0 ? room : 0, ascii, &c.right_width);
    c.cut_right = c.right.len < right.len || to < block.end;
    return c;
}
