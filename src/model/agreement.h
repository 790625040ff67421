/*
 * Agreements and their milestones; what is in force and what became of promises. The rules are
 * those of the section "Agreements" of the content format. Nothing here depends on the order in
 * which files are read.
 */
#ifndef ATTACHE_MODEL_AGREEMENT_H
#define ATTACHE_MODEL_AGREEMENT_H

#include "base/diag.h"
#include "base/str.h"
#include "model/date.h"
#include "text/document.h"

/* X(identifier, name in files and JSON). In the order in which milestones of one day tie. */
#define STATUSES(X)                                                                                \
    X(PROPOSED, "proposed")                                                                        \
    X(NEGOTIATING, "negotiating")                                                                  \
    X(ANNOUNCED, "announced")                                                                      \
    X(INITIALLED, "initialled")                                                                    \
    X(SIGNED, "signed")                                                                            \
    X(RATIFIED, "ratified")                                                                        \
    X(PROVISIONAL, "provisional")                                                                  \
    X(IN_FORCE, "in-force")                                                                        \
    X(AMENDED, "amended")                                                                          \
    X(SUSPENDED, "suspended")                                                                      \
    X(EXPIRED, "expired")                                                                          \
    X(TERMINATED, "terminated")                                                                    \
    X(SUPERSEDED, "superseded")                                                                    \
    X(REJECTED, "rejected")                                                                        \
    X(UNCLEAR, "unclear")                                                                          \
    X(ACCEDED, "acceded") /* this and the next: only of one party */                               \
    X(WITHDREW, "withdrew")

enum status {
    STATUS_NONE, /* a step that changes nothing */
#define X(id, name) STATUS_##id,
    STATUSES(X)
#undef X
        STATUS_COUNT
};

bool status_parse(str text, enum status *status);
const char *status_name(enum status status); /* "in-force"; NULL for STATUS_NONE */
bool status_is_of_party(enum status status); /* acceded, withdrew */

struct evidence {
    str quote;        /* as written; absent if none was given */
    bool found;       /* the span is where the quote was found */
    struct span span; /* of the document's text */
};

struct milestone {
    struct date date;
    str undated; /* why it has no date: absent if it has one */
    enum status status;
    str party; /* an entity's id: this party's own act; absent: of the agreement */
    bool expected;
    str note, url;
    struct evidence evidence;
    struct origin at;

    /* So that milestones of several briefings can stand together. */
    str briefing;              /* id of the one that it comes from */
    struct date briefing_date; /* of that briefing */
    size_t place;              /* its number in the briefing's sidecar, over all agreements */
};

/* How one agreement stands to another. X(identifier, key in files, name in JSON) */
#define LINK_KINDS(X)                                                                              \
    X(SUPERSEDES, "supersedes", "supersedes")                                                      \
    X(AMENDS, "amends", "amends")                                                                  \
    X(PART_OF, "part-of", "part_of")

enum link_kind {
#define X(id, key, json) LINK_##id,
    LINK_KINDS(X)
#undef X
        LINK_KIND_COUNT
};

/* The id of another agreement, which this briefing or another may state. */
struct reference {
    str id; /* absent if there is none */
    struct origin at;
};

struct agreement {
    str id, title, kind, place; /* absent where not stated */
    str *parties, *topics;      /* entity ids; words */
    size_t party_count, topic_count;
    struct reference
        links_to[LINK_KIND_COUNT]; /* by enum link_kind; one agreement each, or absent */
    enum status stated;            /* the entry's own `status` */
    struct evidence evidence;      /* the entry's own quote */
    struct milestone *milestones;  /* in the file's order; never none: an entry without makes one */
    size_t milestone_count;
    struct span *mentions; /* explicit mentions: links to agreement:ID and [[ID]] */
    size_t mention_count;
    struct origin at;
};

/* The order of milestones of one agreement: date, then status, then briefing id, then place. <0, 0,
 * >0. */
int milestone_compare(const struct milestone *a, const struct milestone *b);

/* Sorts pointers by milestone_compare, stable. */
void milestones_sort(const struct milestone **items, size_t count);

/* The status of the last of `items` (in any order) that has a status, no party, and is not
 * expected; undated ones count only if no dated one does; STATUS_UNCLEAR if there is none. */
enum status milestones_status(const struct milestone *const *items, size_t count);

enum promise { PROMISE_NONE, PROMISE_KEPT, PROMISE_OPEN, PROMISE_OVERDUE };
const char *promise_name(enum promise promise); /* "kept"; NULL for PROMISE_NONE */

/* For each of `items` the earliest (milestone_compare) of them that keeps it, or NULL: `kept` has
 * as many places. A promise is kept by what is not expected, of its status, of its party if it
 * names one, and not before the date of the briefing that makes it. */
void promises_kept(const struct milestone *const *items, size_t count,
                   const struct milestone **kept);

/* PROMISE_NONE if m is not expected. `today` is a day number. */
enum promise promise_state(const struct milestone *m, const struct milestone *kept_by,
                           int64_t today);

/* The least earliest and greatest latest day over milestones that have one; promises only if there
 * is nothing else. Returned as a date without text: bounds DATE_NONE where there is none. */
struct date milestones_extent(const struct milestone *const *items, size_t count);

#endif
