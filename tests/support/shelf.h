/*
 * A catalogue for tests, filled with briefings made by hand: what the loader would have found is
 * said directly. Strings are not copied. Everything fails the running test if it cannot be done.
 *
 *     struct shelf s;
 *     shelf_open(&s);
 *     struct briefing *b = shelf_briefing(&s, "a", "2024-04");
 *     shelf_milestone(&s, shelf_agreement(&s, b, "pact"), "2024", STATUS_SIGNED);
 *     shelf_put(&s, b);
 *     shelf_settle(&s);
 *     ...
 *     shelf_close(&s);
 */
#ifndef ATTACHE_TESTS_SUPPORT_SHELF_H
#define ATTACHE_TESTS_SUPPORT_SHELF_H

#include "catalog/catalog.h"
#include "catalog/moments.h"
#include "catalog/store.h"
#include "model/briefing.h"

struct shelf {
    struct arena arena;
    struct library lib;
    struct catalog *c;
};

void shelf_open(struct shelf *s); /* in memory */
void shelf_close(struct shelf *s);

/* A briefing of that id and date (NULL: undated), title and path after its id, that says nothing
 * more. */
struct briefing *shelf_briefing(struct shelf *s, const char *id, const char *date);

/* Lists an entity and mentions it so many times. Names: its name, then its aliases, ends with NULL.
 */
struct entity *shelf_entity(struct shelf *s, struct briefing *b, const char *id, size_t mentions,
                            const char *const *names);

/* The agreement of that id in the briefing; a new one says nothing but its id. */
struct agreement *shelf_agreement(struct shelf *s, struct briefing *b, const char *id);
struct milestone *shelf_milestone(struct shelf *s, struct agreement *g, const char *date,
                                  enum status status);
void shelf_link(struct agreement *g, enum link_kind kind, const char *id);
void shelf_problem(struct shelf *s, struct briefing *b, size_t line, enum diag_code code);

struct date shelf_date(struct shelf *s, const char *text);

void shelf_put(struct shelf *s, const struct briefing *b);
void shelf_remove(struct shelf *s, const char *id);
void shelf_settle(struct shelf *s);

/* All that can be asked of a catalogue, as text; in pages of `limit` rows. */
void catalog_dump(struct catalog *c, size_t limit, struct buf *out);

/* The counts, which must not fail. */
size_t list_count(struct catalog *c, const struct list_query *q);
size_t moments_count(struct catalog *c, const struct moments_query *q);

/* Fails with the message of an err. */
void assert_ok(struct err e);
void assert_str(str actual, const char *expected);

/* A small generator of random numbers (xorshift64*); the seed is printed by who uses it. */
struct random {
    uint64_t state;
};
uint64_t random_next(struct random *r);
size_t random_below(struct random *r, size_t bound);

/* The steps of SQLite's machine since this was last asked: the same on every machine, however busy.
 */
int64_t steps_of(struct catalog *c);

#endif
