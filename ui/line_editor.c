#include "ui/line_editor.h"

#include "text/safe.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <string.h>

void line_editor_release(struct line_editor *e)
{
    buf_release(&e->text);
    e->cursor = 0;
}

str line_editor_text(const struct line_editor *e)
{
    return buf_str(&e->text);
}

/* Replaces [start, end) and leaves the cursor behind what came in. */
static void splice(struct line_editor *e, size_t start, size_t end, str text)
{
    struct buf b = {0};
    buf_append(&b, str_sub(buf_str(&e->text), 0, start));
    buf_append(&b, text);
    e->cursor = b.len;
    buf_append(&b, str_from(buf_str(&e->text), end));
    buf_release(&e->text);
    e->text = b;
}

void line_editor_insert(struct line_editor *e, str text)
{
    struct buf clean = {0};
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        bool valid;
        size_t len = utf8_decode(text, at, &c, &valid);
        str piece = str_sub(text, at, at + len);
        if (c == '\n' || c == '\r' || c == '\t')
            piece = STR(" ");
        else if (!valid || unicode_is_control(c))
            piece = STR("");
        if (e->text.len + clean.len + piece.len > LINE_EDITOR_MAX)
            break;
        buf_append(&clean, piece);
        at += len;
    }
    splice(e, e->cursor, e->cursor, buf_str(&clean));
    buf_release(&clean);
}

void line_editor_set(struct line_editor *e, str text)
{
    buf_clear(&e->text);
    e->cursor = 0;
    line_editor_insert(e, text);
}

static size_t left_of(const struct line_editor *e, size_t at)
{
    return at ? unicode_grapheme_prev(buf_str(&e->text), at) : 0;
}

static size_t right_of(const struct line_editor *e, size_t at)
{
    return at < e->text.len ? unicode_grapheme_next(buf_str(&e->text), at) : at;
}

static bool is_blank(const struct line_editor *e, size_t at)
{
    return e->text.ptr[at] == ' ';
}

static size_t word_left(const struct line_editor *e)
{
    size_t at = e->cursor;
    while (at && is_blank(e, left_of(e, at)))
        at = left_of(e, at);
    while (at && !is_blank(e, left_of(e, at)))
        at = left_of(e, at);
    return at;
}

static size_t word_right(const struct line_editor *e)
{
    size_t at = e->cursor;
    while (at < e->text.len && is_blank(e, at))
        at = right_of(e, at);
    while (at < e->text.len && !is_blank(e, at))
        at = right_of(e, at);
    return at;
}

enum edit {
    EDIT_LEFT,
    EDIT_RIGHT,
    EDIT_START,
    EDIT_END,
    EDIT_WORD_LEFT,
    EDIT_WORD_RIGHT,
    ERASE = 1 << 4, /* the text up to there */
};

static const struct {
    struct key key;
    int edit;
} edits[] = {
    {{KEYCODE_LEFT, 0},             EDIT_LEFT              },
    {{'b', KEY_CTRL},               EDIT_LEFT              },
    {{KEYCODE_RIGHT, 0},            EDIT_RIGHT             },
    {{'f', KEY_CTRL},               EDIT_RIGHT             },
    {{KEYCODE_HOME, 0},             EDIT_START             },
    {{'a', KEY_CTRL},               EDIT_START             },
    {{KEYCODE_END, 0},              EDIT_END               },
    {{'e', KEY_CTRL},               EDIT_END               },
    {{'b', KEY_META},               EDIT_WORD_LEFT         },
    {{KEYCODE_LEFT, KEY_CTRL},      EDIT_WORD_LEFT         },
    {{'f', KEY_META},               EDIT_WORD_RIGHT        },
    {{KEYCODE_RIGHT, KEY_CTRL},     EDIT_WORD_RIGHT        },
    {{KEYCODE_BACKSPACE, 0},        EDIT_LEFT | ERASE      },
    {{'h', KEY_CTRL},               EDIT_LEFT | ERASE      },
    {{KEYCODE_DELETE, 0},           EDIT_RIGHT | ERASE     },
    {{'d', KEY_CTRL},               EDIT_RIGHT | ERASE     },
    {{'w', KEY_CTRL},               EDIT_WORD_LEFT | ERASE },
    {{KEYCODE_BACKSPACE, KEY_META}, EDIT_WORD_LEFT | ERASE },
    {{'d', KEY_META},               EDIT_WORD_RIGHT | ERASE},
    {{'u', KEY_CTRL},               EDIT_START | ERASE     },
    {{'k', KEY_CTRL},               EDIT_END | ERASE       },
};

static size_t edit_target(const struct line_editor *e, int edit)
{
    switch (edit) {
    case EDIT_LEFT:
        return left_of(e, e->cursor);
    case EDIT_RIGHT:
        return right_of(e, e->cursor);
    case EDIT_START:
        return 0;
    case EDIT_WORD_LEFT:
        return word_left(e);
    case EDIT_WORD_RIGHT:
        return word_right(e);
    default:
        return e->text.len;
    }
}

static enum line_editor_result apply(struct line_editor *e, int edit)
{
    size_t from = e->cursor, to = edit_target(e, edit & ~ERASE);
    if (!(edit & ERASE)) {
        e->cursor = to;
        return LINE_EDITOR_MOVED;
    }
    if (from == to)
        return LINE_EDITOR_MOVED;
    splice(e, from < to ? from : to, from < to ? to : from, STR(""));
    return LINE_EDITOR_CHANGED;
}

enum line_editor_result line_editor_key(struct line_editor *e, struct key key)
{
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (key_eq(key, edits[i].key))
            return apply(e, edits[i].edit);
    if (key.modifiers || key.code < ' ' || key.code >= KEYCODE_ENTER)
        return LINE_EDITOR_IGNORED;
    char bytes[4];
    size_t before = e->text.len;
    line_editor_insert(e, (str){bytes, utf8_encode(key.code, bytes)});
    return e->text.len == before ? LINE_EDITOR_MOVED : LINE_EDITOR_CHANGED;
}

int line_editor_draw(const struct line_editor *e, struct canvas *c, int row, int column,
                     int columns, struct style style)
{
    str text = buf_str(&e->text);
    size_t from = 0;
    /* One cell stays free for the cursor behind the last character. */
    while (columns > 1 && from < e->cursor &&
           safe_width(str_sub(text, from, e->cursor)) > (size_t)(columns - 1))
        from = right_of(e, from);
    int before = (int)safe_width(str_sub(text, from, e->cursor));
    canvas_text(c, row, column, columns, str_from(text, from), style);
    return column + before;
}
