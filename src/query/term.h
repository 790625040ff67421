/* Between the files that read queries: the parser's state, and what values of fields mean. */
#ifndef ATTACHE_QUERY_TERM_H
#define ATTACHE_QUERY_TERM_H

#include "query/clause.h"

struct parser {
    str text;
    size_t at; /* byte */
    int depth; /* of parentheses */
    struct arena *arena;
    struct clause_fault *fault;
};

/* Notes why the query cannot be read, and at which byte. Returns false. */
bool parser_fault(struct parser *p, size_t byte, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

enum term_field term_field_find(str name);      /* TERM_TEXT if there is none of that name */
bool term_no_field(struct parser *p, str name); /* at the place: says so; returns false */

/* Checks the value of a term, which begins (with its "=") at byte `value`, and fills what its field
 * needs. False, with the fault noted, if it is wrong. */
bool term_settle(struct parser *p, struct clause *t, size_t value);

#endif
