/*
 * What a manual page in mdoc(7) is written with: requests, macros and their arguments, and running
 * text, in which the document's inline spans become the macros that mean them.
 */
#ifndef ATTACHE_FORMAT_MDOC_TEXT_H
#define ATTACHE_FORMAT_MDOC_TEXT_H

#include "base/buf.h"
#include "text/document.h"

#include <stdbool.h>
#include <stddef.h>

struct mdoc_writer {
    const struct document *doc;
    struct buf *out;
    size_t line;        /* where the current line of running text starts; 0: there is none */
    bool in_macro;      /* a line of a macro is being written: everything is an argument */
    bool in_text;       /* … and what was written last is plain text */
    bool ends_in_macro; /* the last word of running text was, or had, one */
    bool fresh;         /* a section, list item or display was just opened: no .Pp */
    bool in_synopsis;
    const char *list; /* how the list was opened that is open; NULL: none is */
    size_t next_inline;
};

/* Text with what roff would take for its own escaped; past ASCII by numbers. */
void writer_chars(struct buf *out, str text);

void writer_end_line(struct mdoc_writer *w);                  /* of running text */
void writer_request(struct mdoc_writer *w, const char *line); /* a line as it is */

/* Begins a macro: on a line of its own, or as one more of the line that is being written. */
void writer_macro(struct mdoc_writer *w, const char *name);
void writer_end_macro(struct mdoc_writer *w);                         /* ends that line */
void writer_named(struct mdoc_writer *w, const char *name, str text); /* with its arguments */

/* The words of a span: as arguments if a macro was begun, else as lines of their own. */
void writer_text(struct mdoc_writer *w, struct span span);

/* A line of one macro with the span as its arguments. */
void writer_macro_line(struct mdoc_writer *w, const char *name, struct span span);

/* Where the word that begins at `at` ends. */
size_t writer_word_end(str text, size_t at, size_t end);

bool writer_all_capitals(str s); /* so that it stands for something else: FILE */

#endif
