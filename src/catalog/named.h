/* The entities that are called so: by their id, their name or an alias, in any definition of the
 * library. */
#ifndef ATTACHE_CATALOG_NAMED_H
#define ATTACHE_CATALOG_NAMED_H

#include "base/bits.h"
#include "catalog/db.h"

struct named {
    str text;
    bool prefix; /* they are called something that begins so */
    bool exact;  /* case and diacritics matter; NFC and NFD are one */
};

/* Their numbers. */
struct bits named_entities(struct catalog *c, const struct named *n, struct arena *a);

/* Whether a text is called so. `wanted` is what named_form makes of n->text. */
bool named_is(const struct named *n, str wanted, str text, struct arena *scratch);
str named_form(const struct named *n, str text, struct arena *a);

#endif
