/*
 * The time line of the library: every milestone of every agreement and every event, in the order of
 * the content format, paged by key, counted by stretches of time, filtered. An agreement whose
 * entry states no milestone has one made of the entry, so that each stands here, the undated with
 * the reason.
 */
#ifndef ATTACHE_CATALOG_MOMENTS_H
#define ATTACHE_CATALOG_MOMENTS_H

#include "catalog/catalog.h"
#include "catalog/query.h"
#include "model/agreement.h"
#include "model/date.h"

enum moment_facet { FACET_PARTY, FACET_KIND, FACET_TOPIC, FACET_STATUS, FACET_COUNT };

/* A group of promises (promises.h): what the milestone's own party, else all parties of the
 * agreement promise (FACET_PARTY), or what is about a topic (FACET_TOPIC). */
struct moments_group {
    enum moment_facet facet;
    str value; /* absent: what has none */
};

/* A further party or topic that must be there too. */
struct moments_also {
    enum moment_facet facet;
    str value;
};
enum { MOMENTS_ALSO_MOST = 6 };

enum moment_kind { MOMENT_MILESTONE, MOMENT_EVENT, MOMENT_KIND_COUNT };
#define MOMENT_BIT(kind)   (1U << MOMENT_##kind)
#define STATUS_BIT(status) (1U << (status))
#define PROMISE_BIT(state) (1U << PROMISE_##state)

/*
 * A filter: what it says must all hold; zero-initialised it lets everything through. What speaks of
 * agreements (kind, topic, statuses, promises) keeps events out.
 */
struct moments_query {
    unsigned kinds;       /* MOMENT_BITs; 0: all */
    str party;            /* an entity's id: a party of the agreement, of the milestone, or a
                             participant of the event */
    unsigned party_types; /* ENTITY_TYPE_BITs: one of those is of such a type; 0: all */
    str kind;             /* of the agreement, exactly */
    str topic;            /* of the agreement, exactly */
    struct moments_also also[MOMENTS_ALSO_MOST]; /* parties and topics beside those two */
    size_t also_count;
    str agreement;     /* its id */
    str briefing;      /* the one that states it */
    unsigned statuses; /* STATUS_BITs of the agreement's current status; 0: all */
    unsigned promises; /* PROMISE_BITs; PROMISE_BIT(NONE): what is no promise; 0: all */
    bool has_from, has_to;
    int64_t from, to; /* days: the date may lie in there (an open or unknown end reaches on for
                         ever); the undated are then left out */
    str text;         /* substring of title, id, kind, place, topics, note, and of ids and names of
                         parties; case and diacritics ignored, several words must all occur */
    const struct moments_group *group; /* only of that one; NULL: of all */
    int64_t today;                     /* a day number, for the state of promises */
};

struct moment {
    enum moment_kind kind;
    str id, title;         /* of the agreement or the event; title absent where not stated */
    str agreement_kind;    /* of the agreement, absent where not stated */
    str place;             /* of the agreement or the event */
    struct date date;      /* of the milestone or the event */
    str undated;           /* why it has none; absent if it has */
    enum status status;    /* of the milestone; STATUS_NONE: a step, an event */
    enum status then;      /* the agreement's after this milestone: that of the last one up to it,
                              in their order, that counts (of an undated one: the current) */
    enum status now;       /* the agreement's current status */
    str party;             /* the milestone's own; absent if it has none */
    str *parties, *topics; /* of the agreement; parties: participants of an event */
    size_t party_count, topic_count;
    bool expected;
    enum promise promise;
    str kept_by;                 /* id of the briefing that shows it kept; absent if none */
    bool kept_found;             /* it has evidence, at: */
    struct span kept_span;       /* bytes */
    size_t kept_start, kept_end; /* the same in code points */
    struct date kept_date;       /* of the milestone that keeps it */
    str note, url;
    str briefing, briefing_title;
    struct date briefing_date;
    struct evidence evidence; /* span in bytes */
    size_t start, end;        /* the same in code points, meaningful if evidence.found */
    struct origin at;         /* in the annotations */
    str sort_key;             /* opaque; unique */
};
struct moment_page {
    struct moment *rows;
    size_t count;
    bool more;
};

/* A page after (before, `backwards`) the row `from` (NULL: from the start, the end); it needs only
 * `sort_key`. Rows are always in the order of the content format: by date, then the id of the
 * agreement or event, then status, briefing and place; undated last. */
struct err catalog_moments(struct catalog *c, const struct moments_query *q,
                           const struct moment *from, bool backwards, size_t limit, struct arena *a,
                           struct moment_page *page);
/* The rows from number `first` on: for those who do not go from row to row. It takes time in
 * proportion to what stands on the day of that row. */
struct err catalog_moments_from(struct catalog *c, const struct moments_query *q, size_t first,
                                size_t limit, struct arena *a, struct moment_page *page);
/* A sort key between two days, for `from`: before all that stands at `day` or later, after all that
 * stands earlier. The other: after all that is dated, before what is not. */
str catalog_moments_before_day(int64_t day, struct arena *a);
str catalog_moments_before_undated(struct arena *a);

struct err catalog_moments_count(struct catalog *c, const struct moments_query *q, size_t *count);

/* Reads what counts of moments rest on, whatever the filter: while nothing else is to be done,
 * before the first of them is asked for. */
void catalog_moments_ahead(struct catalog *c);

/* How many rows of the query stand before that day. */
size_t catalog_moments_before(struct catalog *c, const struct moments_query *q, int64_t day);

/* The first row of the query that stands at that day or later (its earliest day, else its latest):
 * where a view that is zoomed or told a date begins. False if there is none. */
bool catalog_moments_at(struct catalog *c, const struct moments_query *q, int64_t day,
                        struct arena *a, struct moment *row);

/* -- Stretches of time ---------------------------------------------------------------------------
 */

/* X(identifier, name) from fine to coarse. Weeks begin on Monday; decades in years that end in 0.
 */
#define TIME_UNITS(X)                                                                              \
    X(DAY, "day")                                                                                  \
    X(WEEK, "week")                                                                                \
    X(MONTH, "month")                                                                              \
    X(QUARTER, "quarter")                                                                          \
    X(YEAR, "year")                                                                                \
    X(DECADE, "decade")                                                                            \
    X(CENTURY, "century")

enum time_unit {
#define X(id, name) UNIT_##id,
    TIME_UNITS(X)
#undef X
        TIME_UNIT_COUNT
};
const char *time_unit_name(enum time_unit unit);

/* The first day of the stretch that holds `day`, and of the one that is `steps` later (or earlier).
 * Days are kept within the years that dates can have. */
int64_t time_unit_start(enum time_unit unit, int64_t day);
int64_t time_unit_step(enum time_unit unit, int64_t day, int64_t steps);

/* A moment counts where it stands in the order: on its earliest day, where it has none its latest.
 */
struct bucket {
    int64_t start;                    /* its first day */
    size_t moments, promises, events; /* promises, events: of those */
};
struct buckets {
    struct bucket *rows; /* by time, none empty */
    size_t count;
    bool more; /* there were more than `limit` */
};
/* Counts over the days from `from` to `to` (both included; those of the query are regarded as
 * well). */
struct err catalog_buckets(struct catalog *c, const struct moments_query *q, enum time_unit unit,
                           int64_t from, int64_t to, size_t limit, struct arena *a,
                           struct buckets *buckets);
/* The same backwards: of more than `limit` those that come last, still in the order of time. */
struct err catalog_buckets_back(struct catalog *c, const struct moments_query *q,
                                enum time_unit unit, int64_t from, int64_t to, size_t limit,
                                struct arena *a, struct buckets *buckets);

/* What the query spans. */
struct moments_extent {
    bool any;            /* something is dated */
    int64_t first, last; /* the day of the first dated row; the greatest latest day of all (the day
                            where a moment stands, if it has no latest) */
    size_t dated, undated;
};
struct err catalog_moments_extent(struct catalog *c, const struct moments_query *q,
                                  struct moments_extent *extent);

/* -- What there is to filter by ------------------------------------------------------------------
 */
struct facet_row {
    str value;             /* an entity's id, a word, a status' name */
    str name;              /* what people read: of a party its name; else the value */
    enum entity_type type; /* of a party */
    enum status status;    /* of a status */
    size_t agreements;     /* how many have it */
};
struct facets {
    struct facet_row *rows;
    size_t count;
    bool more;
};
/* By agreements descending, then value; the first `limit`. Over the whole library, and kept by the
 * connection. */
struct err catalog_facets(struct catalog *c, enum moment_facet facet, size_t limit, struct arena *a,
                          struct facets *facets);
/* Reads all four, and what has parties of which type, while nothing else is to be done. */
void catalog_facets_ahead(struct catalog *c, size_t limit);

/* -- Agreements ----------------------------------------------------------------------------------
 */

/* Agreements (with all their milestones) of which a milestone answers the query, in the order of
 * catalog_timeline, both ways. `from` needs `id` and `sort_key`. */
struct err catalog_agreements(struct catalog *c, const struct moments_query *q,
                              const struct timeline_row *from, bool backwards, size_t limit,
                              struct arena *a, struct timeline_page *page);
/* A sort key for `from`, with "" as its id: before all that stands at `day` or later. */
str catalog_agreements_before_day(int64_t day, struct arena *a);
struct err catalog_agreements_count(struct catalog *c, const struct moments_query *q,
                                    size_t *count);

/* How agreements stand to each other, from both ends. */
struct agreement_link {
    enum link_kind kind;
    bool outward;       /* the agreement asked about states it: "supersedes"; else it is "superseded
                           by" `id` */
    str id, title;      /* the other one; title absent where not stated */
    bool known;         /* some briefing states it; else only its id is there */
    enum status status; /* its current one */
    struct date extent; /* as in timeline_row */
};
/* Outward first, by kind; then inward by kind and order of time. */
struct err catalog_agreement_links(struct catalog *c, str id, struct arena *a,
                                   struct agreement_link **links, size_t *count);

#endif
