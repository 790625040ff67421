/*
 * Names in a text: every form (name or alias) of many entities at once, by whole words. A trie
 * entered only where a word starts (UAX #29; anywhere in a script without spaces), so that its cost
 * does not grow with the number of names.
 */
#ifndef ATTACHE_MATCH_NAMES_H
#define ATTACHE_MATCH_NAMES_H

#include "base/arena.h"
#include "base/str.h"
#include "text/document.h"
#include "text/fold.h"

struct names; /* immutable after names_build, lives in an arena, may be shared by threads */

struct name_form {
    str folded;   /* text_fold_only of the name */
    size_t owner; /* the caller's number of the entity */
    size_t form;  /* the caller's number of the form */
};

struct names *names_build(const struct name_form *forms, size_t count, struct arena *a);

/* One place where a form stands, in bytes of the folded text. */
struct name_hit {
    size_t start, end;
    size_t owner, form;
};

struct name_hits {
    struct name_hit *items; /* by start, then longer first, then owner; they may overlap */
    size_t len, cap;
};

/* A text prepared for matching. */
struct name_text {
    const struct folded *folded;
    const char *word_breaks; /* unicode_word_breaks of folded->text */
    const bool *excluded;    /* per byte of folded->text: code blocks; NULL: none */
};

/* Appends every place of every form. A possessive 's is not part of the word before it. */
void names_find(const struct names *n, const struct name_text *text, struct arena *a,
                struct name_hits *hits);

#endif
