/*
 * Names in a text: every form (name or alias) of many entities at once, by whole words (the rules
 * are in the section "Mentions" of the content format). A radix tree entered only where a word
 * starts (UAX #29; anywhere in a script without spaces), so that its cost does not grow with the
 * number of names but with the text.
 */
#ifndef ATTACHE_MATCH_NAMES_H
#define ATTACHE_MATCH_NAMES_H

#include "base/arena.h"
#include "base/str.h"
#include "text/document.h"
#include "text/fold.h"

#include <stdbool.h>
#include <stddef.h>

struct names; /* immutable after names_build, lives in an arena, may be shared by threads */

struct name_form {
    str folded;   /* text_fold_only of the name, without white space at its ends */
    size_t owner; /* the caller's number of the entity */
    size_t form;  /* the caller's number of the form, among its owner's */
    bool silent;  /* is not looked for in texts, but known to names_exact */
};

/* The forms are copied, their bytes are not. Empty ones are left out; an owner's form that is equal
 * to another of the same owner counts once, as the one with the lower number. */
struct names *names_build(const struct name_form *forms, size_t count, struct arena *a);

/* Names to look for. Several sets are looked for as if they were one. */
struct name_set {
    const struct names *names;
    const bool *skip; /* by owner: names that do not count; NULL: all count */
};

/* One place where a form stands, in bytes of the folded text. */
struct name_hit {
    size_t start, end;
    size_t set, owner, form; /* the set's place among those searched */
};

struct name_hits {
    struct name_hit *items; /* by start; the owners of one place follow each other */
    size_t len, cap;
};

/* A text prepared for matching. */
struct name_text {
    const struct folded *folded;
    const char *word_breaks;     /* of folded->text (text/unicode.h) */
    const struct span *excluded; /* code blocks: bytes of folded->text, sorted, disjoint */
    size_t excluded_count;
    size_t most; /* hits: with so many, no more are looked for; 0: all */
};

/*
 * Appends the places where names stand: leftmost, then longest, never overlapping each other or
 * what is excluded; where owners share a form, one hit for each. A possessive 's is not part of the
 * word before it.
 */
void names_find(const struct name_set *sets, size_t set_count, const struct name_text *text,
                struct arena *a, struct name_hits *hits);

/* Appends whose form this is, silent or not; start and end are those of the whole form. */
void names_exact(const struct name_set *sets, size_t set_count, str folded, struct arena *a,
                 struct name_hits *hits);

#endif
