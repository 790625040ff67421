/*
 * The manual. A page is Markdown in src/command/manual/, in which comments on lines of their own,
 * such as `<!-- keys -->`, stand for what the program's tables say. One source makes the page of
 * man(1) and the text of `attache help`.
 */
#ifndef ATTACHE_COMMAND_MANUAL_H
#define ATTACHE_COMMAND_MANUAL_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct manual_page {
    const char *name, *section, *date, *summary;
    const char *topic; /* what `attache help` calls it besides its name */
    const char *source;
};

extern const struct manual_page manual_pages[];
extern const size_t manual_page_count;

const struct manual_page *manual_page_find(str topic); /* NULL if there is none */

/* Writes the table of keys; it is not of this floor. */
typedef void manual_keys_fn(struct buf *out);

/* The page as Markdown, everything inserted. */
void manual_page_text(const struct manual_page *page, manual_keys_fn *keys, struct buf *out);

/* The page as mdoc(7). */
void manual_page_mdoc(const struct manual_page *page, manual_keys_fn *keys, struct buf *out);

/*
 * What there is to say of a topic, as Markdown: a page; a command or a section of attache(1); a
 * code. False if it is none of these: then the buffer is as it was.
 */
bool manual_topic(str topic, manual_keys_fn *keys, struct buf *out);

/* "; did you mean 'keys'?", or "". */
str manual_suggestion(str topic, struct arena *a);

/* Fills `out` with what `<!-- name argument -->` stands for. False if there is no such insert. */
bool manual_insert(str name, str argument, manual_keys_fn *keys, struct buf *out);

/* A code as its own text: what it means, a wrong and a right example. False if there is none. */
bool manual_code(str code, struct buf *out);

#endif
