/*
 * Keys and what they do. A key is written as in the configuration: `j`, `G`, `é`, `<lt>` for '<',
 * `<Enter>`, `<C-d>`, `<M-Right>`, `<S-Tab>`, `<F1>`. One key does one action; an action may have
 * several keys, the first bound is the one that is shown.
 */
#ifndef ATTACHE_UI_KEYMAP_H
#define ATTACHE_UI_KEYMAP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ui/action.h"

#include <stdbool.h>
#include <stdint.h>

/* Keys without a character, above the code points. */
enum key_code {
    KEYCODE_NONE,
    KEYCODE_ENTER = 0x110000,
    KEYCODE_ESCAPE,
    KEYCODE_TAB,
    KEYCODE_BACKSPACE,
    KEYCODE_DELETE,
    KEYCODE_INSERT,
    KEYCODE_UP,
    KEYCODE_DOWN,
    KEYCODE_LEFT,
    KEYCODE_RIGHT,
    KEYCODE_HOME,
    KEYCODE_END,
    KEYCODE_PAGE_UP,
    KEYCODE_PAGE_DOWN,
    KEYCODE_F1, /* F2 and so on follow */
    KEYCODE_F12 = KEYCODE_F1 + 11,
};

enum key_modifier { KEY_CTRL = 1 << 0, KEY_META = 1 << 1, KEY_SHIFT = 1 << 2 };

/* A character's own shift is in the character: KEY_SHIFT stands only with keys without one. */
struct key {
    uint32_t code; /* a code point or enum key_code */
    unsigned modifiers;
};

bool key_eq(struct key a, struct key b);

/* Reads a key as it is written. False if it is none. */
bool key_parse(str text, struct key *key);

/* Writes it as the configuration does. */
void key_format(struct key key, struct buf *out);

/* What people read in the footer and the help: "j", "Enter", "^D", "Alt-Right", "←" (ASCII: Left).
 */
void key_label(struct key key, bool ascii, struct buf *out);

struct binding {
    struct key key;
    enum action action;
};

struct keymap {
    VEC(struct binding) bindings; /* in the order in which they were bound; a key stands once */
};

/* Binds; what the key did before is forgotten. */
void keymap_bind(struct keymap *map, struct arena *a, struct key key, enum action action);
void keymap_unbind(struct keymap *map, struct key key);
enum action keymap_action(const struct keymap *map, struct key key);

/* The n-th key (from 0) of an action: false if it has no more. */
bool keymap_key(const struct keymap *map, enum action action, size_t n, struct key *key);

/*
 * One statement of keys.def or the configuration, without its line end: `bind KEY ACTION` or
 * `unbind KEY`. Returns NULL, or what is wrong (a constant) with *column (from 1, in bytes) where.
 */
const char *keymap_statement(struct keymap *map, struct arena *a, str line, size_t *column);

/* The keys of ui/keys.def. */
void keymap_defaults(struct keymap *map, struct arena *a);

#endif
