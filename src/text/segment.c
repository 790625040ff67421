#include "text/segment.h"

#include "base/mem.h"
#include "text/safe.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <limits.h>

static bool is_blank(uint32_t c)
{
    return c == '\t' || (unicode_is_space(c) && safe_is_allowed(c));
}

static int sum(int a, int b)
{
    return a > INT_MAX / 2 ? a : a + b;
}

size_t segment_character(str text, size_t at, bool ascii, int *width, bool *blank)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    bool alone = at + 1 == text.len || (unsigned char)text.ptr[at + 1] < 0x80;
    *width = 1;
    *blank = byte == ' ' || byte == '\t';
    if (alone && ((byte >= 0x20 && byte < 0x7F) || byte == '\t'))
        return at + 1;
    size_t end = unicode_grapheme_next(text, at), start = at;
    size_t flag = unicode_flag_end(text, at);
    *width = 0;
    if (flag > at) {
        *width = ascii ? 1 : unicode_width(0x1F3F4);
        at = flag;
    }
    while (at < end) {
        uint32_t c;
        size_t len = utf8_decode(text, at, &c, NULL);
        bool stands_alone = !safe_is_allowed(c) && c != '\t';
        if (stands_alone && at > start)
            break;
        *blank = at == start && is_blank(c); /* a mark on a space is to be seen */
        *width = sum(*width, c == '\t' ? 1 : safe_char_width(c, ascii));
        at += len;
        if (stands_alone)
            break;
    }
    return at;
}

size_t segment_plain_end(str text, size_t at)
{
    size_t end = utf8_printable_end(text, at);
    bool joined = end > at && end < text.len && (unsigned char)text.ptr[end] >= 0x80;
    return joined ? end - 1 : end;
}

int segment_width(str text, size_t start, size_t end, bool ascii)
{
    int cells = 0;
    text = str_sub(text, 0, end);
    while (start < end) {
        int width;
        bool blank;
        size_t plain = segment_plain_end(text, start);
        if (plain > start) {
            cells = sum(cells, plain - start > INT_MAX / 2 ? INT_MAX / 2 : (int)(plain - start));
            start = plain;
            continue;
        }
        start = segment_character(text, start, ascii, &width, &blank);
        cells = sum(cells, width);
    }
    return cells;
}

void segmenter_start(struct segmenter *s, str text, size_t start, size_t end)
{
    if (s->cap < end - start) {
        s->cap = end - start;
        s->flags = mem_realloc(s->flags, s->cap);
    }
    s->text = str_sub(text, 0, end);
    s->base = s->at = start;
    unicode_line_breaks(str_sub(text, start, end), s->flags);
}

/* A line in the making: what it has so far, and what it had where it may be broken last. */
struct draft {
    int cells, used;        /* with and without the white space at the end */
    size_t end;             /* without the white space at the end */
    size_t broken;          /* the last place to break, STR_NONE if there is none yet */
    struct segment segment; /* what it is if it is broken there */
};

static bool finish(struct segmenter *s, struct segment *out, struct segment made)
{
    *out = made;
    s->at = made.next;
    return true;
}

bool segmenter_next(struct segmenter *s, int width, struct segment *out)
{
    size_t start = s->at, at = start;
    struct draft d = {.end = start, .broken = STR_NONE};
    if (start >= s->text.len)
        return false;
    while (at < s->text.len) {
        char flag = at > start ? s->flags[at - s->base] : LINE_BREAK_NO;
        struct segment here = {start, d.end, at, d.used};
        if (flag == LINE_BREAK_FORCED)
            return finish(s, out, here);
        if (flag == LINE_BREAK_ALLOWED) {
            d.broken = at;
            d.segment = here;
        }
        int cells;
        bool blank;
        size_t next = segment_character(s->text, at, s->ascii, &cells, &blank);
        if (!blank && at > start && sum(d.cells, cells) > width)
            return finish(s, out, d.broken == STR_NONE ? here : d.segment);
        d.cells = sum(d.cells, cells);
        if (!blank) {
            d.used = d.cells;
            d.end = next;
        }
        at = next;
    }
    return finish(s, out, (struct segment){start, d.end, at, d.used});
}

int segmenter_widest_word(struct segmenter *s)
{
    int widest = 0, cells = 0, used = 0;
    for (size_t at = s->base; at < s->text.len;) {
        int width;
        bool blank;
        if (s->flags[at - s->base] != LINE_BREAK_NO)
            cells = used = 0;
        at = segment_character(s->text, at, s->ascii, &width, &blank);
        cells = sum(cells, width);
        used = blank ? used : cells;
        widest = used > widest ? used : widest;
    }
    s->at = s->base;
    return widest;
}

void segmenter_release(struct segmenter *s)
{
    mem_free(s->flags);
    *s = (struct segmenter){0};
}
