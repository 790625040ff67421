/*
 * Search over the library: which briefings a query (query/clause.h) finds, in which order, where
 * the hits are, and how they fall into types, topics, years and entities.
 *
 * What terms mean, for a briefing:
 *
 * - words and phrases stand in its title, its summary or its text: the words of a phrase one after
 *   another in one of the three. Case and diacritics are ignored; after "=" each word stands there
 *   exactly so (NFC and NFD are one). `title:` looks at the title, `source:` at the source's name,
 *   then its author.
 * - `topic:` one of its topics is that, as a whole.
 * - `entity:` it mentions an entity of that id, or that has that name or alias in any definition of
 *   the library, as a whole; `type:` it mentions one of that type, as it defines it itself (untyped
 *   ones are `other`).
 * - `party:` it states an agreement to which such an entity is a party, or acts in a milestone;
 *   `status:` one that has that status now. Both as the whole library knows the agreement.
 * - `date:` its own date may lie there: an end that is open or not known reaches on for ever. What
 *   has no date that can be read is never found so.
 * - "*" after a value asks for what begins so; "-" for every briefing that is not found without it,
 *   also where nothing else is asked.
 *
 * With `expand`, words outside of fields that name an entity, alone or several in a row, are also
 * searched by its other names and aliases.
 *
 * What was found is kept by the connection until something else is asked, or the catalogue has
 * changed: pages of one query cost what they show.
 */
#ifndef ATTACHE_CATALOG_SEARCH_H
#define ATTACHE_CATALOG_SEARCH_H

#include "catalog/phrases.h"
#include "catalog/query.h"
#include "model/briefing.h"
#include "query/clause.h"

/*
 * X(identifier, name in options, what people read)
 *
 * By score: bm25 over the words and phrases that are asked for, the title, names of entities and
 * the summary weighing more than the text, descending, then by id; what answers without them has a
 * score of 0. Newest: as briefings by date, descending.
 */
#define SEARCH_ORDERS(X)                                                                           \
    X(SCORE, "score", "best first")                                                                \
    X(NEWEST, "newest", "newest first")

enum search_order {
#define X(id, name, label) SEARCH_BY_##id,
    SEARCH_ORDERS(X)
#undef X
        SEARCH_ORDER_COUNT
};

struct search_query {
    const struct clause *query;
    enum search_order order;
    bool expand;
};

/* A piece of what a hit stands in, white space in a run as one space. */
struct snippet {
    str text;
    struct span *hits; /* in `text`, by start */
    size_t hit_count;
    bool cut_start, cut_end; /* its paragraph begins before it, goes on; no ellipsis is in it */
};

struct search_row {
    struct brief_row brief;
    double score;         /* six digits of it; 0 in the order of NEWEST */
    size_t hits;          /* places in the rendered text: see catalog_search_spans */
    struct span hit;      /* in the text: the first one in the snippet, else the first of all; empty
                             if there is none */
    struct snippet title; /* the title, whole */
    struct snippet snippet; /* of the text where most of them stand together, else of the summary;
                               where there are none the summary, else the beginning of the text */
    str sort_key;           /* opaque */
};

struct search_page {
    struct search_row *rows;
    size_t count;
    bool more;
};

/* A page after the row `from` (NULL: from the start), or before it. `from` needs only `brief.id`
 * and the sort keys, of the same order. The first page of the newest mostly comes before it is
 * known what else is found. ERR_CANCELLED: see catalog_interrupt. */
struct err catalog_search(struct catalog *c, const struct search_query *s,
                          const struct search_row *from, bool backwards, size_t limit,
                          struct arena *a, struct search_page *page);

/* Reads what the first search would wait for, whatever it asks: which briefings there are, and the
 * full text's own tables. What fails here fails then, too. */
void catalog_search_prepare(struct catalog *c);

/* Reads what the first order by score would wait for: while nothing else is to be done. */
void catalog_search_ahead(struct catalog *c);

/* How many it finds. */
struct err catalog_search_count(struct catalog *c, const struct search_query *s, size_t *count);
/* The same where that is known already; else false, and nothing is looked for. */
bool catalog_search_known(struct catalog *c, const struct search_query *s, size_t *count);

/* The rows from number `first` on: for those who do not go from row to row. In the order of NEWEST
 * it takes time in proportion to that number. */
struct err catalog_search_from(struct catalog *c, const struct search_query *s, size_t first,
                               size_t limit, struct arena *a, struct search_page *page);

/* The number of a briefing among the rows. False if it is not found. */
bool catalog_search_rank(struct catalog *c, const struct search_query *s, str id, size_t *rank);

/* -- Facets ------------------------------------------------------------------------------------ */

enum search_facet { SEARCH_TYPES, SEARCH_TOPICS, SEARCH_YEARS, SEARCH_ENTITIES, SEARCH_FACETS };

struct search_facet_row {
    str term; /* what to add to the query: "type:person", "entity:=\"fumio-kishida\"" */
    str name; /* what people read */
    enum entity_type type; /* of a type or an entity */
    size_t briefings;      /* of those found, that have it: as many as the query with the term finds
                              (where no other entity is called like one's id) */
};
struct search_facet_rows {
    struct search_facet_row *rows;
    size_t count;
    bool more;
};

/* By briefings descending, then name, then term; years by time, the newest first. At most `limit`
 * of each; all four at once, in `facets`. */
struct err catalog_search_facets(struct catalog *c, const struct search_query *s, size_t limit,
                                 struct arena *a, struct search_facet_rows facets[SEARCH_FACETS]);

/* -- In one text ------------------------------------------------------------------------------- */

/* What a query lights in the text of a briefing: its words and phrases, and the mentions of the
 * entities that `entity:` names, those behind "-" aside. By start, not overlapping; the longest of
 * those that begin together. Looks at this briefing alone. */
struct err catalog_search_spans(struct catalog *c, const struct search_query *s,
                                const struct briefing *b, struct arena *a,
                                struct phrase_spans *spans);

#endif
