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

/* True if the code point may go to a terminal as it is (joiners and variation selectors may). */
bool safe_is_allowed(uint32_t code_point);

/* The stand-in of a forbidden code point, printable ASCII or a control picture; 1 to 16 bytes,
 * terminated. */
enum { SAFE_STAND_IN_MAX = 16 };
size_t safe_stand_in(uint32_t code_point, bool ascii, char out[SAFE_STAND_IN_MAX]);

/* Appends `s` made safe. Invalid UTF-8 becomes U+FFFD for each maximal subpart. Runs of more than
 * 16 combining marks on one character are cut. With `ascii` (no UTF-8 terminal) every stand-in is
 * ASCII and other characters past U+007F become '?'. */
void safe_append(struct buf *out, str s, enum safe_mode mode, bool ascii);

/* The cells that SAFE_LINE text takes on the screen. */
size_t safe_width(str s);

/* SAFE_LINE text cut to `cells` with an ellipsis; pads with spaces to exactly `cells` when `pad`.
 */
void safe_append_cells(struct buf *out, str s, size_t cells, bool pad, bool ascii);

/* JSON string contents (without the quotes): escapes, and every code point that a terminal must not
 * see as \uXXXX. */
void safe_append_json(struct buf *out, str s);

#endif
