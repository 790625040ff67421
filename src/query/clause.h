/*
 * The query language, as a tree. Pure: text in, a tree in an arena out, or the place and the cause
 * why it cannot be read. What a tree finds says catalog/search.h.
 *
 *     query = any
 *     any   = all { "OR" all }                    one of them holds; binds weakest
 *     all   = one { one }                         each holds
 *     one   = { "-" } ( "(" any ")" | term )      "-": it does not hold
 *     term  = [ field ":" ] [ "=" ] value
 *     value = word [ "*" ] | phrase [ "*" ]       "*": the beginning of a word
 *     word  = characters other than white space, ( ) " and *
 *     phrase = '"' characters '"'                 \" and \\ stand for " and \
 *     field = "title" | "source" | "topic" | "entity" | "type" | "party" | "status" | "date"
 *
 * White space may stand between all of these but inside a term: nothing stands between a field, its
 * colon, the "=", the value and its "*". "OR" is an operator in capitals only, names of fields are
 * read in any case; AND, NOT and NEAR are words. A word that is to be searched for though it looks
 * like something else ("OR", "-5", "http://…") is put in quotation marks: a phrase of one word and
 * a word are the same. A word with punctuation in it (well-known, U.S.) is the phrase of its parts.
 *
 * Case and diacritics do not matter, except after "=". type, status and date take neither "=" nor
 * "*". type: a type of entities, or a synonym that the content format knows. status: one of the
 * content format. date: any EDTF date (2024-04, 2024-04/2024-06, 2024-21 …), or A..B, A.., ..B
 * with an EDTF date at each end: from the earliest day of A to the latest of B.
 *
 * A query has at most CLAUSE_BYTES bytes, parentheses nest at most CLAUSE_DEPTH levels.
 */
#ifndef ATTACHE_QUERY_CLAUSE_H
#define ATTACHE_QUERY_CLAUSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "model/agreement.h"
#include "model/date.h"
#include "model/entity.h"

#include <stdbool.h>
#include <stddef.h>

enum { CLAUSE_BYTES = 4096, CLAUSE_DEPTH = 32 };

/* X(identifier, name in queries, what its value is, for people) */
#define TERM_FIELDS(X)                                                                             \
    X(TITLE, "title", "words of the title")                                                        \
    X(SOURCE, "source", "words of the source's name or its author")                                \
    X(TOPIC, "topic", "a topic of the briefing")                                                   \
    X(ENTITY, "entity", "the id, the name or an alias of an entity that it mentions")              \
    X(TYPE, "type", "the type of an entity that it mentions")                                      \
    X(PARTY, "party", "a party of an agreement that it states, likewise")                          \
    X(STATUS, "status", "how an agreement that it states stands now")                              \
    X(DATE, "date", "when it was written: 2024-04, 2024-04..2024-06")

enum term_field {
    TERM_TEXT, /* no field: title, summary or text */
#define X(id, name, value) TERM_##id,
    TERM_FIELDS(X)
#undef X
        TERM_FIELD_COUNT
};
const char *term_field_name(enum term_field field);  /* "" for TERM_TEXT */
const char *term_field_value(enum term_field field); /* what its value is; "" for TERM_TEXT */

enum clause_kind { CLAUSE_TERM, CLAUSE_ALL, CLAUSE_ANY, CLAUSE_NOT };

struct clause {
    enum clause_kind kind;
    size_t at; /* where it begins: a byte of the query */

    /* ALL and ANY have two parts or more, none of their own kind; NOT has one, no NOT. */
    struct clause **parts;
    size_t part_count;

    /* A term. */
    enum term_field field;
    str text;              /* without quotation marks; of type and status the name */
    bool prefix;           /* its last word is the beginning of a word */
    bool exact;            /* case and diacritics matter */
    enum entity_type type; /* of TERM_TYPE */
    enum status status;    /* of TERM_STATUS */
    struct date date;      /* of TERM_DATE; its text is that of the query */
};

/* Why a query cannot be read. */
struct clause_fault {
    size_t byte, point; /* where: bytes and code points before the place */
    str message;        /* the cause, without a full stop; may hold text of the query, which passes
                           the gate when it is shown */
};

/* The tree, in the arena with copies of all text; NULL where the query cannot be read. */
struct clause *clause_parse(str query, struct arena *a, struct clause_fault *fault);

/* A query on which somebody is still writing: its last word, if nothing stands after it, is the
 * beginning of one, where that can be (not of a type or a status, nor after = or NOT). In the
 * arena, or as it is. */
str clause_as_typed(str query, struct arena *a);

/* The canonical text: parsed again it gives an equal tree. */
void clause_print(const struct clause *c, struct buf *out);

/*
 * The query on one line, safe for a terminal, with *column cells before the faulty place, to set a
 * `^` below it. What is wider than `cells` (at least 16) is cut to the part around the place.
 */
void clause_fault_line(str query, const struct clause_fault *fault, size_t cells, bool ascii,
                       struct buf *line, size_t *column);

#endif
