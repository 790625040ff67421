/*
 * What is asked of the catalogue. Rows live in the arena given. Lists page by key: a page starts
 * after (or before) a row that the caller holds, never at an offset; every sort ends in the id, so
 * the order is total and stable. The row need not be there any more.
 *
 * Each call sees one state of the catalogue, whole. ERR_CORRUPT: the file is damaged; the next
 * refresh makes it anew, and connections other than the one that refreshed have to be made again.
 */
#ifndef ATTACHE_CATALOG_QUERY_H
#define ATTACHE_CATALOG_QUERY_H

#include "base/diag.h"
#include "catalog/catalog.h"
#include "catalog/hash.h"
#include "model/agreement.h"
#include "model/entity.h"

/*
 * X(identifier, name in options and the configuration, label of the column, natural direction is
 * descending)
 *
 * In its natural direction a sort ends in the id, ascending; the other direction is the mirror of
 * it. What has nothing to be sorted by (no date with a day, no source) stands last both ways. Dates
 * are in the order of the content format; title and source ignore case and diacritics; problems are
 * errors and warnings together.
 */
#define LIST_SORTS(X)                                                                              \
    X(ID, "id", "id", false)                                                                       \
    X(DATE, "date", "date", true)                                                                  \
    X(TITLE, "title", "title", false)                                                              \
    X(SOURCE, "source", "source", false)                                                           \
    X(WORDS, "words", "length", true)                                                              \
    X(ENTITIES, "entities", "entities", true)                                                      \
    X(AGREEMENTS, "agreements", "agreements", true)                                                \
    X(PROBLEMS, "problems", "problems", true)

enum list_sort {
#define X(id, name, label, descending) LIST_BY_##id,
    LIST_SORTS(X)
#undef X
        LIST_SORT_COUNT
};

/* Which part of a briefing a filter looks at. */
enum list_field {
    LIST_ANY,
    LIST_TITLE,
    LIST_SOURCE,
    LIST_TOPIC,
    LIST_ENTITY,
    LIST_YEAR,
    LIST_FIELD_COUNT
};

/* Which briefings a list shows, by what is kept of them: see catalog/kept.h. */
enum list_kept {
    LIST_ALL,
    LIST_UNREAD,
    LIST_BEGUN,
    LIST_READ,
    LIST_MARKED,
    LIST_NOTED,
    LIST_KEPT_COUNT
};

struct list_query {
    enum list_sort sort;
    bool descending;
    enum list_kept kept;
    str filter; /* substring, case and diacritics ignored; several words must all occur, in any of
                   the parts looked at; empty: everything. LIST_YEAR: "2024", or "202" for the years
                   that begin so, overlapping the date */
    enum list_field field; /* LIST_ANY: title, source, topics, summary, id, names and aliases of
                              entities mentioned */
};

struct brief_row {
    str id, path, title, summary, language;
    struct date date; /* text, bounds, precision as loaded */
    struct source source;
    str *topics;
    size_t topic_count;
    size_t words, entities, agreements, errors, warnings;
    str sort_key; /* opaque: where this row stands in the query's order */
};

struct brief_page {
    struct brief_row *rows;
    size_t count;
    bool more; /* there are rows beyond, in the direction asked */
};

/* A page of at most `limit` rows after the row `from` (NULL: from the start); `backwards`: before
 * it (NULL: from the end), the rows still in the query's order. `from` needs only `id` and
 * `sort_key`. */
struct err catalog_list(struct catalog *c, const struct list_query *q, const struct brief_row *from,
                        bool backwards, size_t limit, struct arena *a, struct brief_page *page);

/* The rows from number `first` on: for those who do not go from row to row. */
struct err catalog_list_from(struct catalog *c, const struct list_query *q, size_t first,
                             size_t limit, struct arena *a, struct brief_page *page);

/* How many rows the query has; *count stays as it is where that cannot be said, here and in the
 * other counts. */
struct err catalog_list_count(struct catalog *c, const struct list_query *q, size_t *count);
/* How many rows of the query stand before `row`: its number from 0. */
size_t catalog_list_rank(struct catalog *c, const struct list_query *q,
                         const struct brief_row *row);
/* One row by id, with the sort key of the query: false if it is not in the library (whatever the
 * filter). */
bool catalog_list_row(struct catalog *c, const struct list_query *q, str id, struct arena *a,
                      struct brief_row *row);

/* Keeps in memory what filters by words look at, of briefings and of agreements, while a person is
 * about to type them: 24 MB of a hundred thousand briefings. Afterwards it is given back. */
void catalog_filter_ahead(struct catalog *c, bool agreements);
void catalog_filter_over(struct catalog *c);

/* Whether a briefing is in the library. */
bool catalog_has(struct catalog *c, str id);

/* The briefings whose articles' files hold exactly this (hash_of), by id: at most `limit`. */
struct catalog_ids {
    str *items;
    size_t len, cap;
};
struct err catalog_same_content(struct catalog *c, struct hash content, size_t limit,
                                struct arena *a, struct catalog_ids *out);

struct entity_row {
    str id, name;
    enum entity_type type;
    str *aliases;
    size_t alias_count;
    size_t briefings, mentions;
};
struct entity_page {
    struct entity_row *rows;
    size_t count;
    bool more;
};
/* By mentions descending, then id; `from` NULL for the first page. Entities mentioned nowhere are
 * included. */
struct err catalog_entities(struct catalog *c, const struct entity_row *from, size_t limit,
                            struct arena *a, struct entity_page *page);

/* An agreement as the whole library knows it; how it is merged: see catalog/settle.h. Places are
 * those in the text as it was catalogued: an article may have changed since. */
struct timeline_milestone {
    struct milestone m; /* briefing, briefing_date, place filled; evidence.span in bytes of that
                           briefing's text */
    size_t start, end;  /* the evidence in code points; meaningful if m.evidence.found */
    enum promise promise;
    str kept_by;     /* id of the briefing whose milestone keeps it; absent if none */
    bool kept_found; /* that milestone has evidence, at kept_start..kept_end (code points) */
    size_t kept_start, kept_end;
    struct span kept_span; /* the same in bytes */
};
struct timeline_row {
    str id, title, kind, place;
    str *parties, *topics;
    size_t party_count, topic_count;
    str links_to[LINK_KIND_COUNT]; /* ids of agreements, absent where there is none */
    enum status status;
    struct date extent; /* without text: see milestones_extent; precision of the milestone that
                           gives the earliest */
    struct timeline_milestone *milestones; /* in milestone_compare's order */
    size_t milestone_count;
    str sort_key;
};
struct timeline_page {
    struct timeline_row *rows;
    size_t count;
    bool more;
};
/* Agreements in the order of the content format: by extent, then id; undated last. `today`: a day
 * number. */
struct err catalog_timeline(struct catalog *c, int64_t today, const struct timeline_row *from,
                            size_t limit, struct arena *a, struct timeline_page *page);

/* One agreement, e.g. of the briefing that is open. False if the library has none of that id. */
bool catalog_agreement(struct catalog *c, int64_t today, str id, struct arena *a,
                       struct timeline_row *row);

/* All diagnostics in order (file, line, column, then code and message), repetitions dropped, a page
 * after the one given or before it, as in catalog_list. With `briefing` (an id) only those of its
 * article and sidecar; it may be one that was refused. */
struct diag_page {
    struct diag *rows;
    size_t count;
    bool more;
};
struct err catalog_diags(struct catalog *c, str briefing, const struct diag *from, bool backwards,
                         size_t limit, struct arena *a, struct diag_page *page);
/* How many there are in all; their severities take longer (catalog_totals). */
struct err catalog_diags_count(struct catalog *c, size_t *count);

/* mentions: an ambiguous one counts once for each candidate. errors, warnings: of the library's
 * structure and registries too. Zeros where the catalogue cannot be read. */
struct catalog_totals {
    size_t briefings, entities, agreements, mentions, errors, warnings;
};
void catalog_totals(struct catalog *c, struct catalog_totals *totals);
/* The same where they were counted already, which takes long in a large library; else false. */
bool catalog_totals_known(struct catalog *c, struct catalog_totals *totals);
bool catalog_has_problems(struct catalog *c); /* without counting them */

/* The name of an entity as the library knows it, or the id itself. */
str catalog_entity_name(struct catalog *c, str id, struct arena *a);

#endif
