#include "query/clause.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* The term that ends the query, as far as its tree tells: the one that begins last. NULL if it
 * stands under a NOT. */
static const struct clause *last_term(const struct clause *c)
{
    if (c->kind == CLAUSE_TERM)
        return c;
    return c->kind == CLAUSE_NOT ? NULL : last_term(c->parts[c->part_count - 1]);
}

static bool ends_in_a_word(str query)
{
    uint32_t c = 0;
    if (query.len == 0)
        return false;
    utf8_decode(query, utf8_prev(query, query.len), &c, NULL);
    return unicode_is_word(c) || unicode_is_mark(c);
}

str clause_as_typed(str query, struct arena *a)
{
    struct clause_fault fault;
    const struct clause *c = ends_in_a_word(query) ? clause_parse(query, a, &fault) : NULL;
    const struct clause *last = c ? last_term(c) : NULL;
    if (!last || last->exact || last->prefix)
        return query;
    str begun = arena_printf(a, "%.*s*", STR_FMT(query));
    return clause_parse(begun, a, &fault) ? begun : query;
}
