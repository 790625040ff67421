/*
 * The words of a text, as they are indexed and searched. A word is a run of letters, digits and
 * marks, folded as filters are (unicode_fold_marks: neither case nor diacritics).
 *
 * What is written without spaces (Han, Kana, Thai …), and Hangul, whose words carry their
 * particles, has no words to be found by rule. There each character is a word together with the
 * next one: 日本政府 is 日本, 本政, 政府. The text also has each character alone, at the same place
 * as the pair that it begins (the last one: that it ends), so that one character is found as well.
 */
#ifndef ATTACHE_CATALOG_TOKENS_H
#define ATTACHE_CATALOG_TOKENS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct token {
    str text;          /* valid until the function returns */
    size_t start, end; /* the bytes that it stands for */
    bool beside;       /* at the same place as the token before it */
};

enum tokens_of {
    TOKENS_OF_TEXT,   /* all of them */
    TOKENS_OF_QUERY,  /* of characters written without spaces only the pairs, if there is one */
    TOKENS_OF_PREFIX, /* the same; a single letter becomes the word for a text's first such */
};

/* Calls `visit` for each token in the order of the text, until it returns something other than 0,
 * which is the result. Bytes that are no UTF-8 part words. */
int tokens_each(str text, enum tokens_of of, int (*visit)(void *user, const struct token *token),
                void *user);

/* Whether there are words in a text, and all of them such as are found by rule: none is written
 * without spaces. */
bool tokens_are_words(str text);

#endif
