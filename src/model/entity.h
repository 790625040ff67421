/* Entities (who and what a text speaks of) and their mentions in it. */
#ifndef ATTACHE_MODEL_ENTITY_H
#define ATTACHE_MODEL_ENTITY_H

#include "base/diag.h"
#include "base/str.h"
#include "text/document.h"

/* X(identifier, name in files and JSON, the sign beside a name, what people read in the plural) */
#define ENTITY_TYPES(X)                                                                            \
    X(PERSON, "person", 'P', "people")                                                             \
    X(ORGANIZATION, "organization", 'O', "organizations")                                          \
    X(COUNTRY, "country", 'C', "countries")                                                        \
    X(PLACE, "place", 'L', "places")                                                               \
    X(EVENT, "event", 'E', "events")                                                               \
    X(AGREEMENT, "agreement", 'A', "agreements")                                                   \
    X(DOCUMENT, "document", 'D', "documents")                                                      \
    X(EQUIPMENT, "equipment", 'Q', "equipment")                                                    \
    X(NORP, "norp", 'N', "groups")                                                                 \
    X(TOPIC, "topic", 'T', "topics")                                                               \
    X(OTHER, "other", 'X', "other")

enum entity_type {
    ENTITY_UNTYPED, /* none was stated: null in JSON, shown as "other" */
#define X(id, name, sign, plural) ENTITY_##id,
    ENTITY_TYPES(X)
#undef X
        ENTITY_TYPE_COUNT
};

/* Reads a type's name or one of its OntoNotes and CoNLL-2003 synonyms (in any case). False if
 * unknown. */
bool entity_type_parse(str text, enum entity_type *type);
const char *entity_type_name(enum entity_type type); /* "person"; NULL for ENTITY_UNTYPED */
char entity_type_sign(enum entity_type type);        /* 'P'; 'X' for ENTITY_UNTYPED */
const char *entity_type_plural(enum entity_type type);

/* A W3C text quote or text position selector: where an annotation says that it stands. */
struct selector {
    str quote, prefix, suffix; /* as written; absent if not given */
    bool all;                  /* every place */
    size_t occurrence;         /* the n-th place, from 1 */
    bool has_span;
    size_t start, end;     /* code points of the file's text, half open */
    struct origin at;      /* of the quote, else of the span */
    struct origin span_at; /* of the span, where there is one */
};

struct form { /* a name or an alias */
    str text;
    struct origin at;
};

struct entity {
    str id;
    enum entity_type type;
    struct form name; /* its text is the id where no name is known */
    struct form *aliases;
    size_t alias_count;
    str role, description, wikidata;
    bool match_listed;          /* match: listed */
    struct selector *selectors; /* its `mentions` in this briefing */
    size_t selector_count;
    bool listed;      /* stands in the briefing's own `entities` */
    struct origin at; /* of its id, where it is defined last */
};

enum mention_origin { MENTION_AUTO, MENTION_LISTED, MENTION_LINK };
const char *mention_origin_name(enum mention_origin origin); /* "auto", "listed", "link" */

struct mention {
    struct span span; /* of the document's text */
    enum mention_origin origin;
    size_t
        *candidates; /* indices of entities in the briefing: one, or several if it is ambiguous */
    size_t candidate_count;
    struct origin at; /* why it is here: the selector, link or name that made it */
};

#endif
