/*
 * The copy of an article that md4c reads. It differs from the source in two ways, both for the sake
 * of md4c 0.4.8: line ends stand behind it, because md4c looks past the end of open links; and the
 * cells of a table's delimiter row have at least the three characters that md4c asks for, where
 * GitHub's rule, and people, are content with one dash.
 */
#ifndef ATTACHE_TEXT_MD_COPY_H
#define ATTACHE_TEXT_MD_COPY_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct md_edit {
    size_t at;     /* in the copy: where the dashes were put in */
    size_t count;  /* how many */
    size_t before; /* how many were put in before them */
};

struct md_copy {
    char *text;
    size_t len;   /* without the padding */
    size_t start; /* of what was copied, in the source */
    struct arena edits_in;
    VEC(struct md_edit) edits;
};

/* Copies source[start..]. Release it when md4c is done. */
void md_copy_make(struct md_copy *c, str source, size_t start);
void md_copy_release(struct md_copy *c);

/* True if [text, text + size) lies in the copy; then *from to *to is where it stands in the source.
 * What was put in is not there. */
bool md_copy_place(const struct md_copy *c, const char *text, size_t size, size_t *from,
                   size_t *to);

#endif
