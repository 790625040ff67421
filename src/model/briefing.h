/*
 * A briefing: one article, what its annotations say, and what was found of it in the text. Plain
 * data, immutable after loading, in one arena that whoever loaded it owns. `str` members are absent
 * where nothing was stated.
 */
#ifndef ATTACHE_MODEL_BRIEFING_H
#define ATTACHE_MODEL_BRIEFING_H

#include "base/diag.h"
#include "base/strmap.h"
#include "model/agreement.h"
#include "model/date.h"
#include "model/entity.h"
#include "text/document.h"

struct event {
    str id, title, place;
    struct date date;
    str undated;
    str *participants; /* entity ids */
    size_t participant_count;
    struct evidence evidence;
    struct origin at;
};

struct relation {
    str subject, predicate, object; /* subject, object: entity ids */
    struct evidence evidence;
    struct origin at;
};

struct note {
    str text;
    struct evidence evidence;
    struct origin at;
};

struct source {
    str name, url, author;
};

/* A name that should be an entity's and is not. */
enum stranger_kind {
    STRANGER_LISTED, /* an id in the briefing's `entities` */
    STRANGER_LINK,   /* entity:ID */
    STRANGER_WIKI,   /* [[x]], where no agreement of the briefing is meant: another may state it */
    STRANGER_PARTY,
    STRANGER_PARTICIPANT,
    STRANGER_RELATION,
};

struct stranger {
    enum stranger_kind kind;
    str name; /* as written, percent-decoded */
    struct origin at;
    bool in_text; /* it stands in the text, at `span` */
    struct span span;
};

struct briefing {
    str id;      /* from the library's root, without extension */
    str path;    /* of the article, from the library's root */
    str sidecar; /* its path; absent if it has none */
    str title;   /* stated, else the first heading, else the file's name; never absent */
    struct date date;
    struct source source;
    str language, summary;
    str *topics;
    size_t topic_count;
    size_t words;

    struct document document;

    struct entity
        *entities; /* every one that is listed (in that order) or mentioned (by first mention) */
    size_t entity_count;
    struct entity *others; /* known here (parties, participants, relations name them), but neither
                              listed nor mentioned */
    size_t other_count;
    struct strmap
        numbers; /* of ids: the place in `entities`, or entity_count and that in `others` */
    struct mention *mentions; /* by start, then longer first */
    size_t mention_count;

    struct agreement *agreements;
    size_t agreement_count;
    struct event *events;
    size_t event_count;
    struct relation *relations;
    size_t relation_count;
    struct note *notes;
    size_t note_count;
    struct reference *agreement_links; /* links in the article to agreements that it does not state
                                          itself (agreement:ID), which another may */
    size_t agreement_link_count;

    struct stranger *strangers; /* in the order in which they were met */
    size_t stranger_count, stranger_cap;

    struct diag_list
        diags; /* of the article and its sidecar, sorted; files named from the library's root */
};

/* The entity of that id in `entities` or `others`, or NULL. */
const struct entity *briefing_entity(const struct briefing *b, str id);

/* The name of that entity, or the id itself where it is not known. */
str briefing_entity_name(const struct briefing *b, str id);

/* How many mentions an entity (an index in `entities`) has; an ambiguous one counts once for each
 * candidate. */
size_t briefing_mention_count(const struct briefing *b, size_t entity);

/* The same of every entity, by its index. */
size_t *briefing_mention_counts(const struct briefing *b, struct arena *a);

bool mention_is_of(const struct mention *m, size_t entity);

/* Of two mentions that share a place, whether the first one lies on top there: the inner one, else
 * the one that starts first. */
bool span_lies_over(struct span mention, struct span other);

/* Indices of the mentions that cover `offset`, the innermost first, else the one that starts first:
 * the first is the one "on top". Returns how many; writes at most `max`. */
size_t briefing_mentions_at(const struct briefing *b, size_t offset, size_t *out, size_t max);

#endif
