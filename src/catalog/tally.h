/*
 * What is summed up over all mentions of an entity: its months, the words used for it, and its
 * company, each a packed list of a row of `tally`. Sums are changed by what a briefing adds or
 * takes away, gathered in memory and written when it is a good deal, or when the transaction ends.
 * A briefing is counted when it is settled, not when it is stored: until then it stands in
 * dirty_brief.
 */
#ifndef ATTACHE_CATALOG_TALLY_H
#define ATTACHE_CATALOG_TALLY_H

#include "base/arena.h"
#include "base/strmap.h"
#include "catalog/db.h"

struct tally_slot {
    uint64_t key;
    int32_t first, second; /* two sums; both 0: nothing to write */
    bool used;
};

struct tally_sums {
    struct tally_slot *slots;
    size_t len, cap;
};

struct tally_form {
    int64_t entity;
    str text;
    int64_t count;
};

/* Zero-initialised is empty. */
struct tally {
    struct tally_sums company; /* of two entities' numbers: briefings, paragraphs */
    struct tally_sums months;  /* of an entity's number and a month: mentions, briefings */
    struct arena arena;        /* of the forms */
    struct strmap form_numbers;
    VEC(struct tally_form) forms;
};

/* A briefing with more entities than this says nothing of their company: it is a list. */
enum { TALLY_COMPANY_MAX = 1000 };

/* Adds what the rows of a briefing say, or takes it away (sign: 1 or -1). */
void tally_brief(struct tally *t, struct catalog *c, int64_t brief, int sign);

/* Takes a briefing's share away before its rows go. */
void tally_forget(struct tally *t, struct catalog *c, int64_t brief);

/* Counts all that stand in dirty_brief. */
void tally_settle(struct tally *t, struct catalog *c);

void tally_flush(struct tally *t, struct catalog *c);
void tally_release(struct tally *t);

/* -- The lists -----------------------------------------------------------------------------------
 *
 * Each starts with a zeroed entry and *at 0; false at the end.
 */

struct tally_month { /* by time */
    int64_t month;   /* year * 12 + month - 1 */
    size_t mentions, briefings;
};
bool tally_next_month(str packed, size_t *at, struct tally_month *month);

struct tally_word { /* by text */
    str text;
    size_t mentions;
};
bool tally_next_word(str packed, size_t *at, struct tally_word *word);

struct tally_other { /* by number */
    int64_t entity;
    size_t briefings, paragraphs;
};
bool tally_next_other(str packed, size_t *at, struct tally_other *other);

#endif
