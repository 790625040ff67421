/*
 * The gate. Text from a file becomes bytes on standard output, standard error or cells of the
 * screen through here alone. What a terminal must never be sent is made visible: control characters
 * as their pictures (␛ ␀ …) or <U+009B>, hidden and bidirectional control characters and what
 * cannot be a character as <U+202E>.
 */
#ifndef ATTACHE_TEXT_SAFE_H
#define ATTACHE_TEXT_SAFE_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum safe_mode {
    SAFE_LINE, /* one line: newline and tab are stand-ins too */
    SAFE_TEXT, /* newline stays, tab becomes spaces to the next multiple of 8 */
};

/* True if the code point may go to a terminal as it is (joiners and variation selectors may). Tag
 * characters may only in the flag of a region (unicode_flag_end), which safe_append knows. */
bool safe_is_allowed(uint32_t code_point);

/* The stand-in of a forbidden code point, printable ASCII or a control picture: fewer than 16
 * bytes, terminated. Returns its length in bytes. */
enum { SAFE_STAND_IN_MAX = 16 };
size_t safe_stand_in(uint32_t code_point, bool ascii, char out[SAFE_STAND_IN_MAX]);

/* Appends `s` made safe. Invalid UTF-8 becomes U+FFFD for each maximal subpart. Of the code points
 * without width (marks, joiners) that follow a character, 16 are kept. With `ascii` (no UTF-8
 * terminal) every stand-in is ASCII; of what is past U+007F, quotes, dashes and spaces become their
 * ASCII relatives, what has no width is left out, the rest becomes '?'. What was made safe is not
 * changed by a second passage. */
void safe_append(struct buf *out, str s, enum safe_mode mode, bool ascii);

/* The cells that SAFE_LINE text takes on the screen. */
size_t safe_width(str s);

/* The cells that one code point takes: its width, or that of its stand-in. */
int safe_char_width(uint32_t code_point, bool ascii);

/* SAFE_LINE text cut to `cells` with an ellipsis, between grapheme clusters; pads with spaces to
 * exactly `cells` when `pad`. */
void safe_append_cells(struct buf *out, str s, size_t cells, bool pad, bool ascii);

/* JSON string contents (without the quotes): escapes, and every code point that a terminal must not
 * see as \uXXXX (two of them past U+FFFF). Nothing is replaced or cut, but for invalid UTF-8. */
void safe_append_json(struct buf *out, str s);

#endif
