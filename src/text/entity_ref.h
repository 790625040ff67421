/* Character references of HTML and CommonMark: &amp; &#38; &#x26; */
#ifndef ATTACHE_TEXT_ENTITY_REF_H
#define ATTACHE_TEXT_ENTITY_REF_H

#include "base/str.h"

#include <stddef.h>

enum { ENTITY_REF_MAX = 8 }; /* bytes that one stands for, and some to spare */

/* Writes what the whole reference `ref` ("&…;") stands for and returns its length; 0 if there is no
 * such reference. NUL, surrogates and numbers past U+10FFFF give U+FFFD. */
size_t entity_ref_decode(str ref, char out[ENTITY_REF_MAX]);

/* The end of what looks like a reference at `at`, where a '&' stands; `at` if nothing does. */
size_t entity_ref_end(str s, size_t at);

#endif
