/*
 * What lets moments through on the timeline and the promises: words that are typed, and values that
 * are chosen. It remembers the order in which they were chosen: Esc takes back the last.
 * Zero-initialised it lets everything through.
 */
#ifndef ATTACHE_UI_PANES_SIEVE_H
#define ATTACHE_UI_PANES_SIEVE_H

#include "catalog/moments.h"
#include "ui/filter.h"

/* X(identifier, what people read) */
#define SIEVE_FIELDS(X)                                                                            \
    X(PARTY, "party")                                                                              \
    X(TYPE, "type of party")                                                                       \
    X(KIND, "kind of agreement")                                                                   \
    X(TOPIC, "topic")                                                                              \
    X(STATUS, "status")                                                                            \
    X(PROMISE, "promises")                                                                         \
    X(WHAT, "agreements or events")                                                                \
    X(DATE, "date")

enum sieve_field {
#define X(id, name) SIEVE_##id,
    SIEVE_FIELDS(X)
#undef X
        SIEVE_FIELD_COUNT
};
const char *sieve_field_name(enum sieve_field field);

/* Of parties and topics all that are chosen must be there, of types of party and of statuses one;
 * of the other fields one can be chosen. */
enum { SIEVE_EACH_MOST = 4, SIEVE_MOST = 4 * SIEVE_EACH_MOST + 4 };

struct sieve_choice {
    enum sieve_field field;
    /* Of a party its id; of a type its number; of promises PROMISE_BITs and of what there is
     * MOMENT_BITs, as numbers; of dates as they were typed; else as the catalogue has it. */
    struct buf value;
    struct buf name; /* what people read */
};

struct sieve {
    struct filter text;
    struct sieve_choice choices[SIEVE_MOST]; /* the last one last */
    size_t count;
    bool has_from, has_to; /* of the date */
    int64_t from, to;
};

void sieve_release(struct sieve *s);
bool sieve_has(const struct sieve *s, enum sieve_field field);
bool sieve_holds(const struct sieve *s, enum sieve_field field, str value);
str sieve_value(const struct sieve *s, enum sieve_field field); /* the first; empty: none */
bool sieve_is_empty(const struct sieve *s);
/* Beside what is chosen of the field, or in its place where one can be. False: there are
 * SIEVE_EACH_MOST. */
bool sieve_choose(struct sieve *s, enum sieve_field field, str value, str name);
void sieve_take_back(struct sieve *s, enum sieve_field field, str value);
void sieve_drop(struct sieve *s, enum sieve_field field); /* all of it */

/* A date or period as in the content format; empty: any. False where it cannot be read: *reason, in
 * the arena, says why. */
bool sieve_choose_date(struct sieve *s, str text, struct arena *a, str *reason);

/* Takes back what was typed, else what was chosen last. False if there was nothing. */
bool sieve_clear_last(struct sieve *s);
void sieve_clear(struct sieve *s);

/* Fills what it says into a query; its strings are views, valid until the sieve changes. */
void sieve_apply(const struct sieve *s, struct moments_query *q);

/* "Japan and Egypt", "signed or in force": appends what is chosen of a field. */
void sieve_say(const struct sieve *s, enum sieve_field field, struct buf *out);
/* "Japan and Egypt · in force · /text · ": nothing if it lets everything through. */
void sieve_status(const struct sieve *s, bool ascii, struct buf *out);

/* All of it as text and back, for places that are remembered. */
void sieve_write(const struct sieve *s, struct buf *out);
void sieve_read(struct sieve *s, str text);

#endif
