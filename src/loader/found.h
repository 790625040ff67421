/* Mentions as they are found, before entities have their numbers in the briefing. */
#ifndef ATTACHE_LOADER_FOUND_H
#define ATTACHE_LOADER_FOUND_H

#include "loader/loading.h"

struct found {
    struct span span;
    enum mention_origin origin;
    struct origin at;
    const struct entity **candidates; /* by id; views into the scope */
    size_t candidate_count;
    size_t number; /* in which they were found: decides among equals */
};

struct found_list {
    struct found *items;
    size_t len, cap;
};

/* Adds one of a single entity, unless it is empty or there is no room. */
void found_add(struct loading *l, struct found_list *list, struct span span,
               enum mention_origin origin, struct origin at, const struct entity *e);

/* Adds one that the owners of `hits`, `count` of one form, may be meant by: the one that is listed
 * in the briefing, else all, which [ambiguous-alias] says once for each form, at the form of the
 * candidate that is defined last. Leaves candidates and number of `found` to be set here. */
void found_add_meant(struct loading *l, struct found_list *list, struct found found, str form,
                     const struct name_hit *hits, size_t count);

/* By place: start, then longer first, then the order of finding. Repetitions (the same entity at
 * the same place) are dropped. */
void found_sort(struct found_list *list);

/* What the selectors of listed entities choose. */
void found_by_selectors(struct loading *l, struct found_list *list);

/* Links to entities, also by wiki links. Links to agreements go into `blocked`, into the mentions
 * of the briefing's agreements, or its agreement_links. */
void found_by_links(struct loading *l, struct found_list *list, struct found_list *blocked);

/* Names in the text, where nothing in `explicit_ones` or `blocked` (both sorted) overlaps them. */
void found_by_names(struct loading *l, const struct found_list *explicit_ones,
                    const struct found_list *blocked, struct found_list *list);

#endif
