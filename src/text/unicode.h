/*
 * What the Unicode standard says of characters, by libunistring; nothing above includes that
 * library. Everything is linear in its input. Strings are valid UTF-8 where nothing else is said.
 */
#ifndef ATTACHE_TEXT_UNICODE_H
#define ATTACHE_TEXT_UNICODE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool unicode_is_space(uint32_t c); /* White_Space */
bool unicode_is_hidden(
    uint32_t c); /* the hidden characters of the content format (flag tags aside: see below) */
bool unicode_is_control(uint32_t c); /* C0 (tab and newline too), DEL, C1 */
bool unicode_is_mark(uint32_t c);    /* general category M */
bool unicode_is_word(uint32_t c);    /* a letter or a digit (categories L and N) */
bool unicode_is_upper(uint32_t c);
bool unicode_is_spaceless(uint32_t c); /* of a script written without spaces: Han, Kana, Bopomofo,
                                          Thai, Lao, Khmer, Myanmar … */

/* E0020-E007F as part of an emoji flag (after U+1F3F4) are not hidden. Next hidden character at or
 * after `from`, STR_NONE if there is none. */
size_t unicode_find_hidden(str s, size_t from, uint32_t *code_point);

/* The end of the emoji flag of a region (U+1F3F4, 3 to 7 tag letters or digits, U+E007F) that
 * starts at `at`; `at` itself if there is none. Other tag characters are hidden. */
size_t unicode_flag_end(str s, size_t at);

/* One flag per byte: non-zero where a break is allowed before that byte (UAX #29 words, extended
 * grapheme clusters; UAX #14 lines). */
void unicode_word_breaks(str text, char *flags);

/* The same of words, worked out only where somebody asks for ASCII: flags to be read by
 * unicode_is_word_break, which reads those of unicode_word_breaks as well. */
enum { WORD_BREAK_LATER = 2 };
void unicode_word_breaks_later(str text, char *flags);
bool unicode_is_word_break(str text, const char *flags, size_t at);

void unicode_grapheme_breaks(str s, char *flags);
enum { LINE_BREAK_NO, LINE_BREAK_ALLOWED, LINE_BREAK_FORCED };
void unicode_line_breaks(str s, char *flags); /* LINE_BREAK_… */

size_t
unicode_grapheme_next(str s,
                      size_t at); /* end of the extended grapheme cluster that starts at `at` */
size_t unicode_grapheme_prev(str s, size_t at); /* start of the cluster that ends at `at` */

/* Cells that ncurses and wcwidth give a code point: 0, 1 or 2, never negative. Where the system's
 * wcwidth knows the character (a UTF-8 locale), it decides, because ncurses asks it too; elsewhere,
 * and for characters newer than the system, libunistring does. Needs no locale. */
int unicode_width(uint32_t c);

/* UAX #29 words that hold a letter or a digit. */
size_t unicode_count_words(str text);

/* These return a copy in the arena; invalid bytes become U+FFFD. */
str unicode_nfc(str s, struct arena *a);
bool unicode_is_composed(uint32_t c);     /* NFC leaves it as it is when it stands alone */
str unicode_fold(str s, struct arena *a); /* full case folding, NFC */
str unicode_fold_marks(str s,
                       struct arena *a); /* case and diacritics removed: for filters and search */

#endif
