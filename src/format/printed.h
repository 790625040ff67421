/* A page of the manual as text: headings at the left edge, the rest set in from it. */
#ifndef ATTACHE_FORMAT_PRINTED_H
#define ATTACHE_FORMAT_PRINTED_H

#include "base/buf.h"
#include "text/document.h"

#include <stdbool.h>

struct printed {
    int width;   /* cells of the longest line */
    bool styled; /* headings, code and strong text in bold, emphasis underlined */
    bool ascii;  /* for a terminal that has nothing else */
};

void printed_document(const struct document *doc, const struct printed *how, struct buf *out);

#endif
