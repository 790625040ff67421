/* CommonMark (with tables, strike-through, task lists, bare links and wiki links) to a document, by
 * md4c. */
#ifndef ATTACHE_TEXT_MARKDOWN_H
#define ATTACHE_TEXT_MARKDOWN_H

#include "text/document.h"

#include "base/err.h"

/*
 * `source` is the file's text after text_decode (text/utf8.h); the Markdown is source[start..]
 * (start: the end of the front matter). Everything is allocated in the arena; the source is kept,
 * not copied. ERR_TOO_LARGE: the rendered form would pass a stated limit (tables that multiply
 * cells).
 */
struct err markdown_render(str source, size_t start, struct arena *a, struct document *doc);

/* Plain text: paragraphs split by blank lines, line ends inside a paragraph become one space. */
void plain_render(str source, struct arena *a, struct document *doc);

#endif
