/* UTF-8 and the way bytes of a file become text. Code points are uint32_t, 0 to 0x10FFFF without
 * surrogates. */
#ifndef ATTACHE_TEXT_UTF8_H
#define ATTACHE_TEXT_UTF8_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xFFFD };

/* Decodes the code point at s[at] and returns its length in bytes (at least 1). Where the bytes are
 * invalid: the length of the maximal subpart (Unicode 15, 3.9, table 3-8) and UTF8_REPLACEMENT;
 * *valid (may be NULL) tells. at < s.len. */
size_t utf8_decode(str s, size_t at, uint32_t *code_point, bool *valid);

/* Writes 1 to 4 bytes and returns how many. */
size_t utf8_encode(uint32_t code_point, char out[4]);

bool utf8_valid(str s);
size_t utf8_length(str s); /* code points; s is valid */
size_t
utf8_offset(str s,
            size_t code_points); /* the byte offset of the n-th code point, s.len if past the end */
size_t utf8_next(str s, size_t at); /* the start of the next code point; s is valid */
size_t utf8_prev(str s, size_t at); /* the start of the one before; at > 0 */

/* Eight bytes at a time: the end of the ASCII that stands from `at` on; `at` itself if there is
 * none. at <= s.len. */
size_t utf8_ascii_end(str s, size_t at);
size_t utf8_printable_end(str s, size_t at); /* of the ASCII without controls */

/* `s` with each maximal invalid subpart replaced by U+FFFD (NUL stays); `s` itself where it is
 * valid. */
str utf8_scrub(str s, struct arena *a);

/* The encoding that a file's byte order mark names, if it is one that is not read: "UTF-16LE",
 * "UTF-32BE" …; else NULL. */
const char *text_foreign_encoding(str bytes);

/* What text_decode found. Offsets are bytes in the decoded text. */
struct text_faults {
    const char *refused; /* the encoding, where it is foreign; else NULL */
    bool bad_bytes;      /* invalid UTF-8 or NUL was replaced */
    size_t bad_at;       /* the first such place */
    bool hidden;         /* a hidden character (text/unicode.h) is in it */
    size_t hidden_at;
    uint32_t hidden_code;
};

/* A file's bytes as text: the BOM removed, each maximal invalid subpart and each NUL replaced by
 * U+FFFD. No copy where nothing had to change. A second BOM is text, and a hidden character. If the
 * encoding is refused the outcome is empty and nothing else is looked for. */
str text_decode(str bytes, struct arena *a, struct text_faults *faults);

#endif
