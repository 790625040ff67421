/*
 * A filter of the time line as part of a statement. What a filter says of agreements is worked out
 * once, for all pages, into temporary tables of the connection:
 *
 *     temp.chosen         moments that can answer at all, in the order of time, if they are few:
 *                         what there is of them in the index milestone_agreement
 *
 * Where only promises are asked for, there is temp.chosen alone.
 */
#ifndef ATTACHE_CATALOG_MOMENTS_FILTER_H
#define ATTACHE_CATALOG_MOMENTS_FILTER_H

#include "base/buf.h"
#include "catalog/db.h"
#include "catalog/entities.h"
#include "catalog/moments.h"

/* A statement that is put together, with its values in the order in which they stand there. */
struct asking {
    struct catalog *c;
    const struct moments_query *q;
    struct arena arena;
    struct buf sql;
    struct {
        enum { VALUE_INT, VALUE_STR, VALUE_BLOB } kind;
        int64_t n;
        str s;
    } values[64];
    size_t value_count;
    bool picks;   /* agreements are picked (catalog/picked.h) */
    bool few;     /* temp.chosen is there, and holds all that can answer */
    bool pledged; /* temp.pledged is there, and holds all that can answer (catalog/pledges.h) */
};

/* True of an entity e. */
#define OF_TYPE "((1 << CASE e.type WHEN 0 THEN 11 ELSE e.type END) & ?)"
_Static_assert(ENTITY_OTHER == 11 && ENTITY_UNTYPED == 0, "OF_TYPE names them by number");

/* Kinds of the moments that can answer at all, as bits. */
unsigned asking_kinds(const struct moments_query *q);
/* True if there are temporary tables for it. */
bool asking_needs_tables(const struct moments_query *q);
/* True if nothing is asked but the text and what kinds there are. */
bool asking_is_for_words(const struct moments_query *q);
/* Makes them, unless they are there. */
void asking_tables(struct asking *k);

/* Prepares the temporary tables. Within db_read. */
struct asking asking_begin(struct catalog *c, const struct moments_query *q);
void asking_end(struct asking *k);

void asking_sql(struct asking *k, const char *sql);
void asking_int(struct asking *k, int64_t n);
void asking_str(struct asking *k, str s);
void asking_blob(struct asking *k, str s);

/* The next statement with the same filter begins anew. */
void asking_clear(struct asking *k);
struct query asking_query(struct asking *k);

/* " FROM milestone m … WHERE …" with the conditions of the query; `brief`: with its brief as b.
 * `promises`: also the query's states. */
void asking_from(struct asking *k, bool brief, bool promises);

/* asking_from(k, false, true) for a statement that has nothing else of m than what stands in
 * temp.chosen: where that says enough, no milestone is read. */
void asking_from_counted(struct asking *k);

/* The key of time of a milestone m, as the table that it comes from has it in order. */
const char *asking_time(const struct asking *k);

/* " AND …": the conditions on a milestone m . */
void asking_conditions(struct asking *k, bool promises);

#endif
