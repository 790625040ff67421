/*
 * The mentions of an entity that hold words: each of them in the title of the briefing or in the
 * words of the mention. In which briefings those are is looked for at once; they themselves are
 * read page by page.
 */
#ifndef ATTACHE_CATALOG_MENTIONS_WITH_H
#define ATTACHE_CATALOG_MENTIONS_WITH_H

#include "catalog/dossier.h"
#include "catalog/words.h"

struct with_item;
struct with_group;

struct mentions_with {
    struct arena arena; /* of all of it */
    struct filter_words words;
    struct with_item *items;   /* briefings, in their order but for those of one day */
    struct with_group *groups; /* of one day each */
    size_t item_count, group_count;
    size_t mentions; /* that hold the words */
    size_t looked;   /* among so many */
    bool cut;        /* and those are not all */
};

struct err catalog_mentions_with(struct catalog *c, str id, str words, struct mentions_with *with);
void mentions_with_release(struct mentions_with *with);

/* From number `first` on, of the same state of the catalogue. */
struct err catalog_mentions_with_from(struct catalog *c, struct mentions_with *with, size_t first,
                                      size_t limit, struct arena *a, struct mention_page *page);

#endif
