#include "tests/support/sent.h"

#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/sound.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- Sequences --------------------------------------------------------------------------------- */

#define LOOK                                                                                       \
    "(0?[0-5]|0?[78]|2[2-8]|3[0-7]|39|4[0-7]|49|9[0-7]|10[0-7]|[34]8;5;(1?[0-9]?[0-9]|2[0-4][0-9]" \
    "|"                                                                                            \
    "25[0-5]))"
#define MOUSE "10(00|02|03|05|06|15)"

/* Of terminfo's xterm-256color, each with the parameters that it can have there. */
static const char *const sequences[] = {
    "\\[(" LOOK "(;" LOOK ")*)?m",
    "\\[([0-9]+(;[0-9]+)?)?H",
    "\\[[0-9]*[ABCDGdPXLMSTbZ@]",
    "\\[[012]?[JK]",
    "\\[([0-9]+;[0-9]+)?r",
    "\\[\\?(1|5|7|12|25|1004|1034|1049|2004|2026|" MOUSE "(;" MOUSE ")*)[hl]",
    "\\[\\?12;25h",
    "\\[2[23];0;0t",
    "\\[(4[hl]|3g|!p|\\?3;4l|\\?69l)",
    "\\(0",
    "\\(B",
    "[78=>MHE]",
    "\\]52;c;[A-Za-z0-9+/]*=*(\x07|\x1B\\\\)",
};

enum { SEQUENCES = sizeof sequences / sizeof *sequences };

/* The length of the one that begins after ESC; 0 if it is none of them. */
static size_t sequence(const char *text)
{
    static regex_t compiled[SEQUENCES];
    static bool done;
    for (size_t i = 0; i < SEQUENCES && !done; i++) {
        char pattern[400];
        snprintf(pattern, sizeof pattern, "^%s", sequences[i]);
        assert_int_equal(regcomp(&compiled[i], pattern, REG_EXTENDED), 0);
    }
    done = true;
    regmatch_t match;
    for (size_t i = 0; i < SEQUENCES; i++)
        if (regexec(&compiled[i], text, 1, &match, 0) == 0)
            return (size_t)match.rm_eo;
    return 0;
}

/* -- Faults ------------------------------------------------------------------------------------ */

static const char *fault_at(str s, size_t at, const char *what)
{
    static char fault[200];
    struct buf near = {0};
    safe_append(&near, str_sub(s, at, at + 24), SAFE_LINE, true);
    snprintf(fault, sizeof fault, "at byte %zu: %.*s (%s)", at, STR_FMT(buf_str(&near)), what);
    buf_release(&near);
    return fault;
}

/* Whether what stands after ESC, `end` bytes, names a row or column that is not there. */
static bool is_outside(const char *text, size_t end, int rows, int columns)
{
    char *rest, what = text[end - 1];
    if (text[0] != '[' || !strchr("HGdr", what))
        return false;
    long first = strtol(text + 1, &rest, 10),
         second = *rest == ';' ? strtol(rest + 1, NULL, 10) : 1;
    return first > (what == 'G' ? columns : rows) || second > (what == 'r' ? rows : columns);
}

static bool moves(char c)
{
    return c == '\r' || c == '\n' || c == '\b' || c == '\t' || c == '\x07';
}

const char *sent_fault(const char *bytes, size_t size, int rows, int columns)
{
    struct buf all = {0};
    str s = {bytes, size};
    const char *fault = NULL;
    buf_append(&all, s);
    buf_byte(&all, '\0'); /* for the patterns */
    for (size_t at = 0; at < size && !fault;) {
        size_t end = at + 1;
        if (bytes[at] == '\x1B') {
            size_t len = sequence(all.ptr + at + 1);
            end = at + 1 + len;
            if (len == 0)
                fault = fault_at(s, at, "a sequence that draws nothing");
            else if (is_outside(all.ptr + at + 1, len, rows, columns))
                fault = fault_at(s, at, "out of the screen");
        } else if (!moves(bytes[at])) {
            while (end < size && bytes[end] != '\x1B' && !moves(bytes[end]))
                end++;
            const char *why = safe_fault(str_sub(s, at, end), SAFE_LINE, false);
            if (why)
                fault = fault_at(s, at, why);
        }
        at = end;
    }
    buf_release(&all);
    return fault ? fault : sent_left(bytes, size);
}

/* -- What is left ------------------------------------------------------------------------------ */

enum { MODES = 3000 };

struct left {
    bool modes[MODES], keypad, drawing, look;
    int titles; /* put aside */
};

static void take_modes(struct left *l, const char *text, size_t end)
{
    for (char *at = (char *)text + 2; at < text + end;) {
        long mode = strtol(at, &at, 10);
        if (mode > 0 && mode < MODES)
            l->modes[mode] = text[end - 1] == 'h';
        at++;
    }
}

/* `text`: after ESC, `end` bytes. Of the looks those alone are known that put all back. */
static void take(struct left *l, const char *text, size_t end)
{
    static const char *const plain[] = {"[m", "[0m"}, *const colours[] = {"[39;49m", "[39m",
                                                                          "[49m"};
    bool others = true;
    if (text[0] == '[' && text[1] == '?')
        take_modes(l, text, end);
    else if (text[0] == '=' || text[0] == '>')
        l->keypad = text[0] == '=';
    else if (text[0] == '(')
        l->drawing = text[1] == '0';
    else if (text[end - 1] == 't')
        l->titles += text[2] == '2' ? 1 : -1;
    if (text[0] != '[' || text[end - 1] != 'm')
        return;
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        others = others && strncmp(text, colours[i], end) != 0;
    if (others)
        l->look = true;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strncmp(text, plain[i], end) == 0)
            l->look = false;
}

const char *sent_left(const char *bytes, size_t size)
{
    static const int on[] = {1, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1049, 2004, 2026};
    static char left[40];
    struct left l = {
        .modes = {[7] = true, [25] = true}
    };
    struct buf all = {0};
    buf_append(&all, (str){bytes, size});
    buf_byte(&all, '\0');
    for (size_t at = 0; at < size; at++)
        if (bytes[at] == '\x1B')
            take(&l, all.ptr + at + 1, sequence(all.ptr + at + 1));
    buf_release(&all);
    for (size_t i = 0; i < sizeof on / sizeof *on; i++)
        if (l.modes[on[i]]) {
            snprintf(left, sizeof left, "the mode %d is left on", on[i]);
            return left;
        }
    return !l.modes[7]    ? "lines are not wrapped"
           : !l.modes[25] ? "the cursor is hidden"
           : l.keypad     ? "the keypad is left on"
           : l.drawing    ? "the characters for drawing are left on"
           : l.look       ? "attributes are left on"
           : l.titles     ? "the title is not taken back as often as it was put aside"
                          : NULL;
}
