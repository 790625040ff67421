#include "text/safe.h"

#include "text/unicode.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

enum {
    MARKS_MAX =
        16, /* marks on one character: real writing needs fewer, a terminal chokes on more */
    TAB_STOP = 8,
};

bool safe_is_allowed(uint32_t c)
{
    if (c < 0x7F)
        return c >= 0x20;
    if (c < 0xA0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return false;
    bool noncharacter = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
    return !noncharacter && !unicode_is_hidden(c);
}

size_t safe_stand_in(uint32_t c, bool ascii, char out[SAFE_STAND_IN_MAX])
{
    if (!ascii && (c < 0x20 || c == 0x7F)) {
        size_t len = utf8_encode(c == 0x7F ? 0x2421 : 0x2400 + c, out);
        out[len] = '\0';
        return len;
    }
    return (size_t)snprintf(out, SAFE_STAND_IN_MAX, "<U+%04X>", (unsigned)(c & 0x1FFFFF));
}

/* What stands for an allowed character past U+007F on a terminal that has only ASCII. */
static char ascii_relative(uint32_t c)
{
    if (c >= 0x2018 && c <= 0x201B)
        return '\'';
    if (c >= 0x201C && c <= 0x201F)
        return '"';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    return unicode_is_space(c) ? ' ' : '?';
}

/* Text on its way through the gate. `column` counts the cells since the line began. */
struct gate {
    struct buf *out; /* NULL: only measured */
    enum safe_mode mode;
    bool ascii;
    size_t column;
    int marks; /* code points without width since the last one with */
};

static void emit(struct gate *g, str s, size_t cells)
{
    if (g->out)
        buf_append(g->out, s);
    g->column += cells;
    g->marks = 0;
}

static void emit_stand_in(struct gate *g, uint32_t c)
{
    char name[SAFE_STAND_IN_MAX];
    size_t len = safe_stand_in(c, g->ascii, name);
    emit(g, (str){name, len}, utf8_length((str){name, len}));
}

static void emit_mark(struct gate *g, str s)
{
    if (g->ascii || ++g->marks > MARKS_MAX)
        return;
    if (g->out)
        buf_append(g->out, s);
}

static void emit_allowed(struct gate *g, uint32_t c, str s)
{
    int width = unicode_width(c);
    if (width == 0) {
        emit_mark(g, s);
    } else if (g->ascii && c > 0x7E) {
        char relative = ascii_relative(c);
        emit(g, (str){&relative, 1}, 1);
    } else {
        emit(g, s, (size_t)width);
    }
}

static void emit_tab(struct gate *g)
{
    size_t cells = TAB_STOP - g->column % TAB_STOP;
    emit(g, str_sub(STR("        "), 0, cells), cells);
}

/* Passes the run of printable ASCII at `at`; returns its end. */
static size_t pass_plain(struct gate *g, str s, size_t at)
{
    size_t end = at;
    while (end < s.len && s.ptr[end] >= 0x20 && s.ptr[end] < 0x7F)
        end++;
    if (end > at)
        emit(g, str_sub(s, at, end), end - at);
    return end;
}

/* Passes the flag at `at`, if there is one: its tags are not hidden characters there. */
static size_t pass_flag(struct gate *g, str s, size_t at)
{
    size_t end = unicode_flag_end(s, at);
    if (end == at)
        return at;
    if (g->ascii)
        emit(g, STR("?"), 1);
    else
        for (uint32_t c; at < end;) {
            size_t len = utf8_decode(s, at, &c, NULL);
            emit_allowed(g, c, str_sub(s, at, at + len));
            at += len;
        }
    return end;
}

/* Passes what stands at `at`: one code point, or more that need no look at each. */
static size_t pass(struct gate *g, str s, size_t at)
{
    size_t end = pass_plain(g, s, at);
    if (end == at)
        end = pass_flag(g, s, at);
    if (end > at)
        return end;
    uint32_t c;
    bool valid;
    size_t len = utf8_decode(s, at, &c, &valid);
    str piece = valid ? str_sub(s, at, at + len) : STR("\xEF\xBF\xBD");
    if (safe_is_allowed(c)) {
        emit_allowed(g, c, piece);
    } else if (g->mode == SAFE_TEXT && c == '\n') {
        emit(g, piece, 0);
        g->column = 0;
    } else if (g->mode == SAFE_TEXT && c == '\t') {
        emit_tab(g);
    } else {
        emit_stand_in(g, c);
    }
    return at + len;
}

static void pass_all(struct gate *g, str s)
{
    for (size_t at = 0; at < s.len;)
        at = pass(g, s, at);
}

void safe_append(struct buf *out, str s, enum safe_mode mode, bool ascii)
{
    struct gate g = {.out = out, .mode = mode, .ascii = ascii};
    pass_all(&g, s);
}

size_t safe_width(str s)
{
    struct gate g = {.mode = SAFE_LINE};
    pass_all(&g, s);
    return g.column;
}

int safe_char_width(uint32_t c, bool ascii)
{
    char name[SAFE_STAND_IN_MAX];
    if (!safe_is_allowed(c)) {
        size_t len = safe_stand_in(c, ascii, name);
        return (int)utf8_length((str){name, len});
    }
    int width = unicode_width(c);
    return ascii && width > 1 ? 1 : width;
}

/* The end of the cluster at `at`. Broken bytes stand alone, so that the clusters of text with them
 * are those of the text that is shown. */
static size_t cluster_end(str s, size_t at)
{
    uint32_t c;
    bool valid;
    size_t len = utf8_decode(s, at, &c, &valid);
    return valid ? unicode_grapheme_next(s, at) : at + len;
}

void safe_append_cells(struct buf *out, str s, size_t cells, bool pad, bool ascii)
{
    str ellipsis = ascii ? str_sub(STR("..."), 0, cells < 3 ? cells : 3) : STR("\u2026");
    size_t ellipsis_cells = ascii ? ellipsis.len : cells > 0;
    struct gate g = {.out = out, .mode = SAFE_LINE, .ascii = ascii};
    size_t keep = out->len,
           keep_column = 0; /* the last cluster that leaves room for the ellipsis */
    for (size_t at = 0; at < s.len;) {
        for (size_t end = cluster_end(s, at); at < end;)
            at = pass(&g, str_sub(s, 0, end), at);
        if (g.column > cells)
            break;
        if (g.column + ellipsis_cells <= cells) {
            keep = out->len;
            keep_column = g.column;
        }
    }
    if (g.column > cells) {
        out->len = keep;
        g.column = keep_column;
        if (ellipsis_cells)
            emit(&g, ellipsis, ellipsis_cells);
    }
    if (pad)
        buf_fill(out, ' ', cells - g.column);
}

static void append_unit(struct buf *out, uint32_t unit)
{
    buf_printf(out, "\\u%04X", (unsigned)(unit & 0xFFFF));
}

static void append_escaped(struct buf *out, uint32_t c)
{
    static const char named[0x80] = {
        ['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
        ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't',
    };
    if (c < 0x80 && named[c]) {
        buf_byte(out, '\\');
        buf_byte(out, named[c]);
    } else if (c < 0x10000) {
        append_unit(out, c);
    } else {
        append_unit(out, 0xD800 + ((c - 0x10000) >> 10));
        append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
}

void safe_append_json(struct buf *out, str s)
{
    size_t start = 0; /* of what is appended as it is */
    for (size_t at = 0; at < s.len;) {
        unsigned char byte = (unsigned char)s.ptr[at];
        if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
            at++;
            continue;
        }
        size_t flag = unicode_flag_end(s, at);
        if (flag > at) {
            at = flag;
            continue;
        }
        uint32_t c;
        bool valid;
        size_t len = utf8_decode(s, at, &c, &valid);
        if (!valid || byte < 0x80 || !safe_is_allowed(c)) {
            buf_append(out, str_sub(s, start, at));
            if (valid)
                append_escaped(out, c);
            else
                buf_append(out, STR("\xEF\xBF\xBD"));
            start = at + len;
        }
        at += len;
    }
    buf_append(out, str_from(s, start));
}
