/* CommonMark (with tables, strike-through, task lists, bare links and wiki links) to a document, by
 * md4c. */
#ifndef ATTACHE_TEXT_MARKDOWN_H
#define ATTACHE_TEXT_MARKDOWN_H

#include "text/document.h"

#include "base/err.h"

enum { MARKDOWN_SOURCE_MAX = 64 << 20 }; /* bytes */

/*
 * `source` is the file's text after text_decode (text/utf8.h); the Markdown is source[start..]
 * (start: the end of the front matter). Everything is allocated in the arena; the source is kept,
 * not copied, and link targets may point into it. ERR_TOO_LARGE: the source passes
 * MARKDOWN_SOURCE_MAX, or what stands in it one of the limits of an article (base/limits.def).
 *
 * Tags of raw HTML are left out and their text stays, but for scripts and styles; <br> is a space.
 * In blocks of raw HTML, white space is collapsed, block-level tags part paragraphs, h1 to h6 are
 * headings and pre is code. A decoded line end or tab (&#13; &#10; &#9;) is a space. White space
 * within lines is kept as it is; tabs in table cells are spaces, because tabs part cells. Blocks
 * without text are left out; of a code block, blank lines at its ends are.
 */
struct err markdown_render(str source, size_t start, struct arena *a, struct document *doc);

/* Plain text: paragraphs split by blank lines, line ends inside a paragraph become one space; white
 * space at the ends of lines is left out. `source` has at most MARKDOWN_SOURCE_MAX bytes. */
void plain_render(str source, struct arena *a, struct document *doc);

#endif
