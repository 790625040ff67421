/*
 * The entities of the library as a list: sorted, filtered, paged by key both ways; and the names in
 * it that are in trouble: those that may be several entities, and those that nobody defines.
 *
 * Day numbers are those of model/date.h. An entity is *seen* on the day by which a briefing that
 * mentions it is sorted: the earliest of its date, where there is none the latest.
 */
#ifndef ATTACHE_CATALOG_ENTITIES_H
#define ATTACHE_CATALOG_ENTITIES_H

#include "catalog/catalog.h"
#include "catalog/query.h"
#include "model/date.h"
#include "model/entity.h"

/*
 * X(identifier, name in options and the configuration, label of the column, natural direction is
 * descending)
 *
 * As with briefings: in its natural direction a sort ends in the id, ascending; the other direction
 * is its mirror; what was never seen on a day stands last both ways. Types are in the order of
 * ENTITY_TYPES, untyped ones with `other`, last; within a type by name.
 */
#define ENTITY_SORTS(X)                                                                            \
    X(MENTIONS, "mentions", "mentions", true)                                                      \
    X(BRIEFINGS, "briefings", "briefings", true)                                                   \
    X(NAME, "name", "name", false)                                                                 \
    X(TYPE, "type", "type", false)                                                                 \
    X(FIRST, "first", "first seen", false)                                                         \
    X(LAST, "last", "last seen", true)

enum entity_sort {
#define X(id, name, label, descending) ENTITY_BY_##id,
    ENTITY_SORTS(X)
#undef X
        ENTITY_SORT_COUNT
};

/* A set of types. An untyped entity counts as `other`. */
#define ENTITY_TYPE_BIT(type) (1U << ((type) == ENTITY_UNTYPED ? ENTITY_OTHER : (type)))

struct entities_query {
    enum entity_sort sort;
    bool descending;
    str filter;     /* substring of the name or an alias, in any of its definitions; case and
                       diacritics ignored; several words must all occur, in any of those; empty:
                       everything */
    unsigned types; /* ENTITY_TYPE_BITs; 0: all */
};

struct entities_row {
    struct entity_row entity; /* as in catalog_entities */
    bool seen;                /* in a briefing that has a day */
    int64_t first, last;      /* day numbers, meaningful if `seen` */
    str matched;  /* the alias that answers the filter; absent where the name does, or no filter */
    str sort_key; /* opaque: where this row stands in the query's order */
};

struct entities_page {
    struct entities_row *rows;
    size_t count;
    bool more; /* there are rows beyond, in the direction asked */
};

/* A page of at most `limit` rows after the row `from` (NULL: from the start); `backwards`: before
 * it (NULL: from the end), the rows still in the query's order. `from` needs only `entity.id` and
 * `sort_key`, of the same query; it need not be there any more. */
struct err catalog_entity_list(struct catalog *c, const struct entities_query *q,
                               const struct entities_row *from, bool backwards, size_t limit,
                               struct arena *a, struct entities_page *page);

/* How many rows the query has; `by_type` (may be NULL, else ENTITY_TYPE_COUNT entries) how many of
 * each type whatever `types` says, untyped ones under ENTITY_OTHER. */
struct err catalog_entity_list_count(struct catalog *c, const struct entities_query *q,
                                     size_t *by_type, size_t *count);

/* How many rows of the query stand before `row`: its number from 0. */
size_t catalog_entity_list_rank(struct catalog *c, const struct entities_query *q,
                                const struct entities_row *row);

/* One row by id, with the sort key of the query: false if the library has no such entity (whatever
 * the filter). */
bool catalog_entity_list_row(struct catalog *c, const struct entities_query *q, str id,
                             struct arena *a, struct entities_row *row);

/* -- Names in trouble --------------------------------------------------------------------------
 */

/* X(identifier, what people read) */
#define TROUBLES(X)                                                                                \
    X(AMBIGUOUS, "ambiguous") /* a form that stands under several entities */                      \
    X(LISTED, "listed")  /* the rest: an id in a briefing's `entities` that nothing defines */     \
    X(LINK, "link")      /* a link entity:ID */                                                    \
    X(WIKI, "wiki link") /* [[x]] that is no entity, agreement or name */                          \
    X(PARTY, "party")    /* of an agreement or a milestone */                                      \
    X(PARTICIPANT, "participant")                                                                  \
    X(RELATION, "relation") /* an end of one */

enum trouble {
#define X(id, name) TROUBLE_##id,
    TROUBLES(X)
#undef X
        TROUBLE_COUNT
};

const char *trouble_name(enum trouble kind);

/* One name; for each kind (and set of candidates) a row of its own. */
struct trouble_row {
    enum trouble kind;
    str name;        /* as it stands there */
    str *candidates; /* ids, sorted; only of ambiguous ones */
    size_t candidate_count;
    size_t briefings, places; /* in how many, and how often over all */
    str sort_key;             /* opaque */
};
struct trouble_page {
    struct trouble_row *rows;
    size_t count;
    bool more;
};

/* By name (case and diacritics ignored, then bytes), then kind, then candidates. `kinds`: a set of
 * 1 << enum trouble, 0: all. `from` needs only `sort_key`. */
struct err catalog_troubles(struct catalog *c, unsigned kinds, const struct trouble_row *from,
                            bool backwards, size_t limit, struct arena *a,
                            struct trouble_page *page);
struct err catalog_troubles_count(struct catalog *c, unsigned kinds, size_t *count);

/* Where a name stands: the first place of it in each briefing, the newest briefing first. */
struct trouble_place {
    str briefing, title;
    struct date date;
    size_t places;    /* in this briefing */
    bool in_text;     /* it stands in the text, at `span` (bytes of the rendered text) */
    struct span span; /* else only in the annotations, at: */
    struct origin at; /* the file (from the library's root), line and column */
    str sort_key;     /* opaque */
};
struct trouble_places {
    struct trouble_place *rows;
    size_t count;
    bool more;
};
struct err catalog_trouble_places(struct catalog *c, const struct trouble_row *name,
                                  const struct trouble_place *from, bool backwards, size_t limit,
                                  struct arena *a, struct trouble_places *page);

#endif
