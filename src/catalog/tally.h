/*
 * What is summed up over all mentions of an entity: its months, the words used for it, and its
 * company, each a packed list of a row of `tally`. Sums are changed by what a briefing adds or
 * takes away, gathered in memory and written when it is a good deal, or when the transaction ends.
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

/* The mentions of one entity in one block, or over all. */
struct tally_presence {
    size_t block, count;
    size_t who;   /* among the members */
    size_t start; /* of the first */
    bool ambiguous;
};

struct tally_member {
    int64_t entity;
    struct tally_presence all;
};

/* A briefing on the way into the sums or out of them (sign: 1 or -1). */
struct tally_brief {
    int sign;
    bool dated;
    int64_t month; /* year * 12 + month - 1, if dated */
    struct arena arena;
    VEC(struct tally_member) members;
    VEC(struct tally_presence) presences;
};

/* An entity that it mentions, as rows have it. */
struct tally_entity {
    int64_t entity;
    size_t mentions;
    str spots, name;
    const str *aliases;
    size_t alias_count;
};

/* Each entity, then the whole, which releases the briefing. */
void tally_take(struct tally *t, struct tally_brief *b, const struct tally_entity *e);
void tally_count(struct tally *t, struct catalog *c, struct tally_brief *b);

/* Takes a briefing's share away before its rows go. */
void tally_forget(struct tally *t, struct catalog *c, int64_t brief);

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
