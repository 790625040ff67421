/*
 * A document as a manual page in the language of mdoc(7), in ASCII.
 *
 * What the manual's Markdown says becomes the macro that means it: `--limit N` an option and its
 * argument, `$NAME` a variable, `a/path` a path, `attache(1)` a reference, other code a keyword,
 * *CAPITALS* an argument. Headings of the second level are sections, those of the third
 * subsections. A table is a list of terms, those of its first column; its header is left out. Lists
 * do not nest.
 */
#ifndef ATTACHE_FORMAT_MDOC_H
#define ATTACHE_FORMAT_MDOC_H

#include "base/buf.h"
#include "text/document.h"

struct mdoc_head {
    const char *name;    /* "attache-format" */
    const char *section; /* "5" */
    const char *date;    /* of the text: "November 28, 2026" */
    const char *summary; /* a phrase without full stop */
};

void mdoc_page(const struct mdoc_head *head, const struct document *doc, struct buf *out);

#endif
