#include "ui/keymap.h"

#include "keys.h"
#include "text/safe.h"
#include "text/utf8.h"

static const struct {
    const char *name;  /* in the configuration */
    const char *label; /* for people; NULL: the name */
    const char *ascii; /* the label without UTF-8; NULL: the label */
    uint32_t code;
} names[] = {
    {"Enter",     NULL,        NULL,    KEYCODE_ENTER    },
    {"Esc",       NULL,        NULL,    KEYCODE_ESCAPE   },
    {"Tab",       NULL,        NULL,    KEYCODE_TAB      },
    {"BS",        "Backspace", NULL,    KEYCODE_BACKSPACE},
    {"Del",       NULL,        NULL,    KEYCODE_DELETE   },
    {"Ins",       NULL,        NULL,    KEYCODE_INSERT   },
    {"Up",        "\u2191",    "Up",    KEYCODE_UP       },
    {"Down",      "\u2193",    "Down",  KEYCODE_DOWN     },
    {"Left",      "\u2190",    "Left",  KEYCODE_LEFT     },
    {"Right",     "\u2192",    "Right", KEYCODE_RIGHT    },
    {"Home",      NULL,        NULL,    KEYCODE_HOME     },
    {"End",       NULL,        NULL,    KEYCODE_END      },
    {"PgUp",      NULL,        NULL,    KEYCODE_PAGE_UP  },
    {"PgDn",      NULL,        NULL,    KEYCODE_PAGE_DOWN},
    {"Space",     NULL,        NULL,    ' '              },
    {"lt",        "<",         NULL,    '<'              },
    {"gt",        ">",         NULL,    '>'              },
    {"PageUp",    "PgUp",      NULL,    KEYCODE_PAGE_UP  },
    {"PageDown",  "PgDn",      NULL,    KEYCODE_PAGE_DOWN},
    {"Return",    "Enter",     NULL,    KEYCODE_ENTER    },
    {"Backspace", NULL,        NULL,    KEYCODE_BACKSPACE},
};

enum { NAME_COUNT = sizeof names / sizeof *names };

bool key_eq(struct key a, struct key b)
{
    return a.code == b.code && a.modifiers == b.modifiers;
}

/* One visible character. */
static bool parse_character(str text, uint32_t *code)
{
    bool valid;
    if (text.len == 0)
        return false;
    size_t len = utf8_decode(text, 0, code, &valid);
    return valid && len == text.len && *code > ' ' && safe_is_allowed(*code);
}

static bool parse_function(str text, uint32_t *code)
{
    if (text.len < 2 || text.len > 3 || (text.ptr[0] | 0x20) != 'f')
        return false;
    uint32_t n = 0;
    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    *code = KEYCODE_F1 + n - 1;
    return n >= 1 && n <= 12;
}

static bool parse_name(str text, uint32_t *code)
{
    for (int i = 0; i < NAME_COUNT; i++)
        if (str_eq_ascii_nocase(text, str_of(names[i].name))) {
            *code = names[i].code;
            return true;
        }
    return parse_function(text, code);
}

static unsigned parse_modifier(char c)
{
    switch (c | 0x20) {
    case 'c':
        return KEY_CTRL;
    case 'm':
    case 'a':
        return KEY_META;
    case 's':
        return KEY_SHIFT;
    default:
        return 0;
    }
}

bool key_parse(str text, struct key *key)
{
    *key = (struct key){0};
    if (text.len < 3 || text.ptr[0] != '<' || text.ptr[text.len - 1] != '>')
        return parse_character(text, &key->code);
    text = str_sub(text, 1, text.len - 1);
    while (text.len > 2 && text.ptr[1] == '-') {
        unsigned modifier = parse_modifier(text.ptr[0]);
        if (!modifier)
            return false;
        key->modifiers |= modifier;
        text = str_from(text, 2);
    }
    if (parse_name(text, &key->code))
        return true;
    if (!key->modifiers || !parse_character(text, &key->code) || (key->modifiers & KEY_SHIFT))
        return false;
    if ((key->modifiers & KEY_CTRL) && key->code >= 'A' && key->code <= 'Z')
        key->code |= 0x20; /* terminals do not tell <C-A> from <C-a> */
    return true;
}

static int name_of(uint32_t code)
{
    for (int i = 0; i < NAME_COUNT; i++)
        if (names[i].code == code)
            return i;
    return -1;
}

static void append_code(uint32_t code, struct buf *out)
{
    char bytes[4];
    if (code >= KEYCODE_F1)
        buf_printf(out, "F%d", (int)(code - KEYCODE_F1) + 1);
    else
        safe_append(out, (str){bytes, utf8_encode(code, bytes)}, SAFE_LINE, false);
}

void key_format(struct key key, struct buf *out)
{
    int name = name_of(key.code);
    if (!key.modifiers && name < 0 && key.code < KEYCODE_ENTER) {
        append_code(key.code, out);
        return;
    }
    buf_printf(out, "<%s%s%s", key.modifiers & KEY_CTRL ? "C-" : "",
               key.modifiers & KEY_META ? "M-" : "", key.modifiers & KEY_SHIFT ? "S-" : "");
    if (name >= 0)
        buf_append(out, str_of(names[name].name));
    else
        append_code(key.code, out);
    buf_byte(out, '>');
}

void key_label(struct key key, bool ascii, struct buf *out)
{
    int name = name_of(key.code);
    bool control = key.modifiers == KEY_CTRL && key.code > ' ' && key.code < 0x7F;
    if (key.modifiers & KEY_CTRL)
        buf_append(out, control ? STR("^") : STR("Ctrl-"));
    if (key.modifiers & KEY_META)
        buf_append(out, STR("Alt-"));
    if (key.modifiers & KEY_SHIFT)
        buf_append(out, STR("Shift-"));
    if (name >= 0) {
        const char *label = names[name].label ? names[name].label : names[name].name;
        buf_append(out, str_of(ascii && names[name].ascii ? names[name].ascii : label));
    } else if (control && key.code >= 'a' && key.code <= 'z') {
        append_code(key.code & ~0x20U, out);
    } else {
        append_code(key.code, out);
    }
}

void keymap_unbind(struct keymap *map, struct key key)
{
    for (size_t i = 0; i < map->bindings.len; i++)
        if (key_eq(map->bindings.items[i].key, key)) {
            for (size_t j = i + 1; j < map->bindings.len; j++)
                map->bindings.items[j - 1] = map->bindings.items[j];
            map->bindings.len--;
            return;
        }
}

void keymap_bind(struct keymap *map, struct arena *a, struct key key, enum action action)
{
    keymap_unbind(map, key);
    *VEC_PUSH(a, &map->bindings) = (struct binding){key, action};
}

enum action keymap_action(const struct keymap *map, struct key key)
{
    for (size_t i = 0; i < map->bindings.len; i++)
        if (key_eq(map->bindings.items[i].key, key))
            return map->bindings.items[i].action;
    return ACTION_NONE;
}

bool keymap_key(const struct keymap *map, enum action action, size_t n, struct key *key)
{
    for (size_t i = 0; i < map->bindings.len; i++)
        if (map->bindings.items[i].action == action && n-- == 0) {
            *key = map->bindings.items[i].key;
            return true;
        }
    return false;
}

/* The next word of a line from *at, which moves behind it. */
static str next_word(str line, size_t *at, size_t *column)
{
    size_t start = *at;
    while (start < line.len && (line.ptr[start] == ' ' || line.ptr[start] == '\t'))
        start++;
    size_t end = start;
    while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != '\t')
        end++;
    *at = end;
    *column = start + 1;
    return str_sub(line, start, end);
}

const char *keymap_statement(struct keymap *map, struct arena *a, str line, size_t *column)
{
    size_t at = 0, verb_column, end_column;
    struct key key;
    str verb = next_word(line, &at, &verb_column);
    *column = verb_column;
    bool bind = str_eq(verb, STR("bind"));
    if (!bind && !str_eq(verb, STR("unbind")))
        return "this is neither bind nor unbind";
    str name = next_word(line, &at, column);
    if (name.len == 0)
        return "a key belongs here, such as j, <Enter> or <C-d>";
    if (!key_parse(name, &key))
        return "there is no such key: write j, <Enter>, <C-d>, <M-Right>, <lt> for <";
    enum action action = ACTION_NONE;
    if (bind) {
        action = action_by_name(next_word(line, &at, column));
        if (action == ACTION_NONE)
            return "there is no such action: the help (?) lists them";
    }
    str rest = next_word(line, &at, &end_column);
    if (rest.len && rest.ptr[0] != '#') {
        *column = end_column;
        return "nothing may follow here";
    }
    if (bind)
        keymap_bind(map, a, key, action);
    else
        keymap_unbind(map, key);
    return NULL;
}

void keymap_defaults(struct keymap *map, struct arena *a)
{
    str text = {keys_def, sizeof keys_def - 1};
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find_byte(text, '\n', at), column;
        end = end == STR_NONE ? text.len : end;
        str line = str_sub(text, at, end);
        if (line.len && line.ptr[0] != '#')
            keymap_statement(map, a, line, &column);
        at = end + 1;
    }
}
