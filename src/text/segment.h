/* Prose broken into lines of a width, one after the other. */
#ifndef ATTACHE_TEXT_SEGMENT_H
#define ATTACHE_TEXT_SEGMENT_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised is ready; set `ascii`. It may be started again and again. */
struct segmenter {
    bool ascii; /* widths of text made safe for a terminal that has only ASCII */
    str text;   /* up to the end of what is broken */
    size_t base, at;
    char *flags; /* LINE_BREAK_… per byte from base */
    size_t cap;
};

struct segment {
    size_t start, end; /* bytes, without white space at the end */
    size_t next;       /* where the next one starts */
    int width;         /* cells from start to end */
};

/* Begins to break text [start, end). The text is kept until the last segment. */
void segmenter_start(struct segmenter *s, str text, size_t start, size_t end);

/* The next line of at most `width` cells; wider only if one character is. False at the end. */
bool segmenter_next(struct segmenter *s, int width, struct segment *out);
void segmenter_release(struct segmenter *s);

/* The widest stretch without a place to break, of what was started; the segmenter then is at the
 * start again. */
int segmenter_widest_word(struct segmenter *s);

/* The end of the character at `at` and its cells: a grapheme cluster, but what is shown as a
 * stand-in stands alone. `blank` tells whether it is white space. */
size_t segment_character(str text, size_t at, bool ascii, int *width, bool *blank);

/* The end of the printable ASCII at `at`, in which each byte is a character of one cell; `at`
 * itself if there is none. */
size_t segment_plain_end(str text, size_t at);

int segment_width(str text, size_t start, size_t end, bool ascii);

#endif
