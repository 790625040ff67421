/* A briefing as plain text for a pipe or a file: its text set to a measure, then who is in it and
 * what was agreed. */
#ifndef ATTACHE_FORMAT_PLAIN_H
#define ATTACHE_FORMAT_PLAIN_H

#include "base/buf.h"
#include "model/briefing.h"

/* X(identifier, name in options) */
#define PLAIN_ANNOTATIONS(X)                                                                       \
    X(LISTED, "listed") /* who and what, in lists below the text */                                \
    X(INLINE, "inline") /* the same, and in the text the sign of the type behind each mention */   \
    X(NOTES, "notes")   /* numbers in the text, and what they stand for below it */                \
    X(NONE, "none")     /* the text alone */

enum plain_annotations {
#define X(id, name) PLAIN_##id,
    PLAIN_ANNOTATIONS(X)
#undef X
        PLAIN_ANNOTATIONS_COUNT
};

struct plain {
    int width;   /* cells of the longest line; 0: PLAIN_MEASURE for the text, and nothing else is
                    broken, as programs like it */
    bool styled; /* headings bold, mentions underlined and coloured by type, for a terminal */
    enum plain_annotations annotations;
    int64_t today; /* a day number, for promises */
};

enum { PLAIN_MEASURE = 76 };

/* Everything from the briefing passes the gate. `settle` (may be NULL) is called now and then with
 * `user`: it may take away what has gathered in `out`. */
void plain_briefing(struct buf *out, const struct briefing *b, const struct plain *how,
                    void (*settle)(void *user), void *user);

#endif
