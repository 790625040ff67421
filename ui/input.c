#include "ui/input.h"

#include "text/utf8.h"

#include <string.h>

enum {
    ESC = 0x1B,
    BEL = 0x07,
    ESCAPE_MS = 25,    /* a lone ESC is the key after this time */
    SEQUENCE_MS = 250, /* the rest of a sequence on a slow line */
    STRING_MS = 1000,  /* the rest of a paste or of a terminal's reply */
    STRING_MAX = 65536,
    PARAMETERS_MAX = 4,
};

/* What taking from the bytes came to. */
enum taken { TAKEN_EVENT, TAKEN_NOTHING /* swallowed: go on */, TAKEN_NEEDS_MORE };

void input_release(struct input *in)
{
    buf_release(&in->bytes);
    buf_release(&in->paste);
    *in = (struct input){.ascii = in->ascii};
}

void input_feed(struct input *in, const char *bytes, size_t size)
{
    if (in->at == in->bytes.len) {
        buf_clear(&in->bytes);
        in->at = 0;
    }
    buf_append(&in->bytes, (str){bytes, size});
}

static str rest_of(const struct input *in)
{
    return str_from(buf_str(&in->bytes), in->at);
}

static unsigned char byte_at(str s, size_t i)
{
    return (unsigned char)s.ptr[i];
}

static enum taken give_key(struct term_event *e, uint32_t code, unsigned modifiers)
{
    if (code == KEYCODE_NONE)
        return TAKEN_NOTHING;
    *e = (struct term_event){
        .kind = EVENT_KEY, .key = {code, modifiers}
    };
    return TAKEN_EVENT;
}

static uint32_t letter_key(char final)
{
    static const uint32_t keys[] = {
        ['A' - 'A'] = KEYCODE_UP,   ['B' - 'A'] = KEYCODE_DOWN,   ['C' - 'A'] = KEYCODE_RIGHT,
        ['D' - 'A'] = KEYCODE_LEFT, ['F' - 'A'] = KEYCODE_END,    ['H' - 'A'] = KEYCODE_HOME,
        ['P' - 'A'] = KEYCODE_F1,   ['Q' - 'A'] = KEYCODE_F1 + 1, ['S' - 'A'] = KEYCODE_F1 + 3,
        ['Z' - 'A'] = KEYCODE_TAB,
    };
    return final >= 'A' && final <= 'Z' ? keys[final - 'A'] : KEYCODE_NONE;
}

static uint32_t number_key(int number)
{
    static const uint32_t keys[] = {
        [1] = KEYCODE_HOME,     [2] = KEYCODE_INSERT,  [3] = KEYCODE_DELETE,
        [4] = KEYCODE_END,      [5] = KEYCODE_PAGE_UP, [6] = KEYCODE_PAGE_DOWN,
        [7] = KEYCODE_HOME,     [8] = KEYCODE_END,     [11] = KEYCODE_F1,
        [12] = KEYCODE_F1 + 1,  [13] = KEYCODE_F1 + 2, [14] = KEYCODE_F1 + 3,
        [15] = KEYCODE_F1 + 4,  [17] = KEYCODE_F1 + 5, [18] = KEYCODE_F1 + 6,
        [19] = KEYCODE_F1 + 7,  [20] = KEYCODE_F1 + 8, [21] = KEYCODE_F1 + 9,
        [23] = KEYCODE_F1 + 10, [24] = KEYCODE_F12,
    };
    return number > 0 && (size_t)number < sizeof keys / sizeof *keys ? keys[number] : KEYCODE_NONE;
}

/* A control or plain character as a key, as terminals without further agreement send it. */
static uint32_t plain_key(uint32_t c, unsigned *modifiers)
{
    switch (c) {
    case '\r':
    case '\n':
        return KEYCODE_ENTER;
    case '\t':
        return KEYCODE_TAB;
    case 0x7F:
    case '\b':
        return KEYCODE_BACKSPACE;
    case ESC:
        return KEYCODE_ESCAPE;
    case 0:
        *modifiers |= KEY_CTRL;
        return ' ';
    default:
        if (c >= ' ')
            return c;
        *modifiers |= KEY_CTRL;
        return c <= 26 ? c + 0x60 : c + 0x40;
    }
}

/* The key of "modifyOtherKeys" and CSI u: a code point with its modifiers. */
static enum taken code_key(int code, unsigned modifiers, struct term_event *e)
{
    if (code <= 0 || code > 0x10FFFF)
        return TAKEN_NOTHING;
    uint32_t c = plain_key((uint32_t)code, &modifiers);
    if (c < KEYCODE_ENTER) {
        if ((modifiers & KEY_SHIFT) && c >= 'a' && c <= 'z' && !(modifiers & KEY_CTRL))
            c &= ~0x20U;
        modifiers &= ~(unsigned)KEY_SHIFT;
    }
    return give_key(e, c, modifiers);
}

/* xterm's number of modifiers: 1 and a bit each for shift, alt, control, meta. */
static unsigned modifiers_of(int number)
{
    unsigned bits = number > 1 ? (unsigned)(number - 1) : 0;
    return (bits & 1 ? KEY_SHIFT : 0U) | (bits & 10 ? KEY_META : 0U) | (bits & 4 ? KEY_CTRL : 0U);
}

/* Numbers between semicolons; a sub-parameter after ':' is left out. Returns how many. */
static int read_parameters(str text, int out[PARAMETERS_MAX])
{
    int count = 0, sub = 0;
    memset(out, 0, sizeof(int) * PARAMETERS_MAX);
    for (size_t i = 0; i < text.len && count < PARAMETERS_MAX; i++) {
        char c = text.ptr[i];
        if (c == ';') {
            count++;
            sub = 0;
        } else if (c == ':') {
            sub = 1;
        } else if (c >= '0' && c <= '9' && !sub && out[count] < 100000000) {
            out[count] = out[count] * 10 + (c - '0');
        }
    }
    return text.len ? count + 1 : 0;
}

static enum taken mouse(int button, int column, int row, bool released, struct term_event *e)
{
    *e = (struct term_event){.kind = EVENT_CLICK, .row = row - 1, .column = column - 1};
    if (row < 1 || column < 1 || released || (button & 32))
        return TAKEN_NOTHING;
    if (button & 64) {
        e->kind = EVENT_WHEEL;
        e->steps = button & 1 ? 1 : -1;
        return button & 2 ? TAKEN_NOTHING : TAKEN_EVENT;
    }
    return (button & 3) == 0 ? TAKEN_EVENT : TAKEN_NOTHING;
}

/* rxvt says the modifiers in the final byte. */
static unsigned rxvt_modifiers(char final)
{
    return final == '^'   ? KEY_CTRL
           : final == '$' ? KEY_SHIFT
           : final == '@' ? KEY_CTRL | KEY_SHIFT
                          : 0U;
}

static enum taken tilde(struct input *in, const int p[PARAMETERS_MAX], char final,
                        struct term_event *e)
{
    if (p[0] == 200) {
        in->pasting = true;
        buf_clear(&in->paste);
        return TAKEN_NOTHING;
    }
    if (p[0] == 27)
        return code_key(p[2], modifiers_of(p[1]), e);
    return give_key(e, number_key(p[0]), modifiers_of(p[1]) | rxvt_modifiers(final));
}

/* A whole control sequence: what stands between CSI and its final byte, and that. */
static enum taken control_sequence(struct input *in, str parameters, char final,
                                   struct term_event *e)
{
    int p[PARAMETERS_MAX];
    char first = parameters.len ? parameters.ptr[0] : '0';
    if (first == '<' && (final == 'M' || final == 'm')) {
        read_parameters(str_from(parameters, 1), p);
        return mouse(p[0], p[1], p[2], final == 'm', e);
    }
    if (!((first >= '0' && first <= '9') || first == ';'))
        return TAKEN_NOTHING;
    int count = read_parameters(parameters, p);
    switch (final) {
    case '~':
    case '^':
    case '$':
    case '@':
        return tilde(in, p, final, e);
    case 'u':
        return code_key(p[0], modifiers_of(p[1]), e);
    case 'Z':
        return give_key(e, KEYCODE_TAB, KEY_SHIFT);
    case 'a':
    case 'b':
    case 'c':
    case 'd': /* rxvt; with a number it is a terminal's reply */
        return count ? TAKEN_NOTHING : give_key(e, letter_key((char)(final - 0x20)), KEY_SHIFT);
    default:
        return count > 2 ? TAKEN_NOTHING : give_key(e, letter_key(final), modifiers_of(p[1]));
    }
}

/* After ESC [: takes the whole sequence, or as much of a broken one as is one. */
static enum taken take_csi(struct input *in, str s, size_t from, struct term_event *e)
{
    size_t i = from;
    if (i < s.len && s.ptr[i] == '[') { /* the Linux console's F1 to F5 */
        if (i + 1 >= s.len)
            return TAKEN_NEEDS_MORE;
        in->at += i + 2;
        char c = s.ptr[i + 1];
        return give_key(e, c >= 'A' && c <= 'E' ? KEYCODE_F1 + (uint32_t)(c - 'A') : KEYCODE_NONE,
                        0);
    }
    if (i < s.len && s.ptr[i] == 'M') { /* X10 mouse */
        if (i + 3 >= s.len)
            return TAKEN_NEEDS_MORE;
        in->at += i + 4;
        int button = byte_at(s, i + 1) - 32;
        return mouse(button, byte_at(s, i + 2) - 32, byte_at(s, i + 3) - 32,
                     (button & 3) == 3 && !(button & 64), e);
    }
    while (i < s.len && byte_at(s, i) >= 0x20 && byte_at(s, i) <= 0x3F) {
        bool rxvt = s.ptr[i] == '$' && i > from && s.ptr[from] != '?';
        if (rxvt)
            break;
        i++;
    }
    if (i >= s.len)
        return TAKEN_NEEDS_MORE;
    bool whole = s.ptr[i] == '$' || (byte_at(s, i) >= 0x40 && byte_at(s, i) <= 0x7E);
    in->at += whole ? i + 1 : i; /* what breaks a sequence off is not part of it */
    return whole ? control_sequence(in, str_sub(s, from, i), s.ptr[i], e) : TAKEN_NOTHING;
}

/* After ESC O. */
static enum taken take_ss3(struct input *in, str s, size_t from, struct term_event *e)
{
    size_t i = from;
    while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9')
        i++;
    if (i >= s.len)
        return TAKEN_NEEDS_MORE;
    in->at += i + 1;
    char c = s.ptr[i];
    if (c == 'M')
        return give_key(e, KEYCODE_ENTER, 0);
    if (c == 'R')
        return give_key(e, KEYCODE_F1 + 2, 0);
    if (c >= 'a' && c <= 'd')
        return give_key(e, letter_key((char)(c - 0x20)), KEY_CTRL);
    return give_key(e, letter_key(c), 0);
}

/* OSC, DCS, APC, PM, SOS: replies of a terminal, up to ST or BEL. */
static enum taken take_string(struct input *in, str s, size_t from)
{
    for (size_t i = from; i < s.len; i++) {
        bool terminator = s.ptr[i] == ESC && i + 1 < s.len && s.ptr[i + 1] == '\\';
        if (terminator || s.ptr[i] == BEL || i > STRING_MAX) {
            in->at += i + (terminator ? 2 : 1);
            return TAKEN_NOTHING;
        }
    }
    return TAKEN_NEEDS_MORE;
}

static enum taken take_character(struct input *in, str s, size_t from, unsigned modifiers,
                                 struct term_event *e)
{
    uint32_t c;
    bool valid;
    size_t len = utf8_decode(s, from, &c, &valid);
    if (!valid && s.len - from < 4 && !in->ascii && byte_at(s, from) >= 0xC2) {
        /* perhaps only the first bytes of a character */
        bool cut = from + len == s.len;
        if (cut)
            return TAKEN_NEEDS_MORE;
    }
    in->at += from + len;
    if (!valid || (in->ascii && c > 0x7F) || (c >= 0x80 && c < 0xA0))
        return TAKEN_NOTHING;
    c = plain_key(c, &modifiers);
    return give_key(e, c, modifiers);
}

static enum taken take_escape(struct input *in, str s, struct term_event *e)
{
    size_t from = 1;
    bool meta = s.len > 2 && s.ptr[1] == ESC && (s.ptr[2] == '[' || s.ptr[2] == 'O');
    if (meta)
        from = 2;
    if (s.len <= from)
        return TAKEN_NEEDS_MORE;
    enum taken taken;
    switch (s.ptr[from]) {
    case '[':
        taken = take_csi(in, s, from + 1, e);
        break;
    case 'O':
        taken = take_ss3(in, s, from + 1, e);
        break;
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X':
        return take_string(in, s, from + 1);
    case ESC:
        if (s.len == 2)
            return TAKEN_NEEDS_MORE;
        in->at++;
        return give_key(e, KEYCODE_ESCAPE, 0);
    default:
        return take_character(in, s, from, KEY_META, e);
    }
    if (taken == TAKEN_EVENT && meta)
        e->key.modifiers |= KEY_META;
    return taken;
}

/* The time for the rest has passed. */
static enum taken take_late(struct input *in, str s, struct term_event *e)
{
    bool key = s.ptr[0] == ESC && s.len <= 2;
    if (s.len == 2 && s.ptr[1] == ESC) { /* typed twice */
        in->at++;
        return give_key(e, KEYCODE_ESCAPE, 0);
    }
    in->at = in->bytes.len;
    if (!key)
        return TAKEN_NOTHING;
    if (s.len == 1)
        return give_key(e, KEYCODE_ESCAPE, 0);
    return give_key(e, byte_at(s, 1), KEY_META);
}

static enum taken take_paste(struct input *in, str s, bool late, struct term_event *e)
{
    static const str end = STR_INIT("\033[201~");
    size_t stop = str_find(s, end, 0);
    bool whole = stop != STR_NONE;
    if (!whole && late)
        stop = s.len;
    else if (!whole) /* its last bytes may be the start of the end */
        stop = s.len < end.len ? 0 : s.len - end.len + 1;
    size_t room = PASTE_MAX > in->paste.len ? PASTE_MAX - in->paste.len : 0;
    buf_append(&in->paste, str_sub(s, 0, stop < room ? stop : room));
    in->at += stop + (whole ? end.len : 0);
    if (!whole && !late)
        return TAKEN_NEEDS_MORE;
    in->pasting = false;
    *e = (struct term_event){.kind = EVENT_PASTE, .text = buf_str(&in->paste)};
    return TAKEN_EVENT;
}

bool input_next(struct input *in, bool late, struct term_event *event)
{
    for (;;) {
        str s = rest_of(in);
        if (s.len == 0 && !(in->pasting && late))
            return false;
        enum taken taken = in->pasting       ? take_paste(in, s, late, event)
                           : s.ptr[0] == ESC ? take_escape(in, s, event)
                                             : take_character(in, s, 0, 0, event);
        if (taken == TAKEN_NEEDS_MORE && late && !in->pasting)
            taken = take_late(in, rest_of(in), event);
        if (taken != TAKEN_NOTHING)
            return taken == TAKEN_EVENT;
    }
}

int input_wait(const struct input *in)
{
    str s = rest_of(in);
    if (in->pasting)
        return STRING_MS;
    if (s.len == 0)
        return -1;
    if (s.ptr[0] != ESC)
        return SEQUENCE_MS;
    if (s.len == 1 || (s.len == 2 && s.ptr[1] == ESC))
        return ESCAPE_MS;
    bool string = strchr("]P_^X", s.ptr[1]) != NULL && s.len > 2;
    return string ? STRING_MS : SEQUENCE_MS;
}
