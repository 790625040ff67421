/*
 * Where a briefing mentions an entity, as one value of a row. The words of a mention are those of
 * the name or an alias, by number, or are written out: most cost no more than four bytes.
 */
#ifndef ATTACHE_CATALOG_SPOTS_H
#define ATTACHE_CATALOG_SPOTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/briefing.h"

#include <stdint.h>

struct spot {
    struct span span; /* bytes of the rendered text */
    size_t block;     /* the document's, in which it starts */
    size_t form;      /* 0: the name; 1 to alias_count: an alias; above: the written ones */
    bool ambiguous;
};

/* Reads what spots_pack made, one after the other. Zero-initialise but for `packed`. */
struct spots {
    str packed;
    str *written; /* in the arena of spots_open */
    size_t written_count;
    size_t at;
    struct spot last;
};

/* White space in a run as one space, none at the ends, at most FORM_BYTES, cut between characters.
 */
enum { FORM_BYTES = 200 };
str spot_words(str text, struct arena *a);

/* The mentions of `e`, in the order of the text. Scratch memory from the arena. */
void spots_pack(struct buf *out, const struct document *doc, const struct entity *e,
                const struct mention *const *mentions, size_t count, struct arena *a);

struct spots spots_open(str packed, struct arena *a);
bool spots_next(struct spots *s, struct spot *spot);

/* The words of a spot, by the name and the packed aliases of the definition. A view into those or
 * the spots. */
str spot_form(const struct spots *s, const struct spot *spot, str name, const str *aliases,
              size_t alias_count);

#endif
