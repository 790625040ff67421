/*
 * Typed reading of YAML nodes: what the tables of the content format say of keys, lists, scalars
 * and dates, with a diagnostic for whatever is not as it should be. What is broken reads as absent;
 * its siblings stay.
 */
#ifndef ATTACHE_LOADER_READER_H
#define ATTACHE_LOADER_READER_H

#include "base/arena.h"
#include "base/diag.h"
#include "loader/yaml.h"
#include "model/agreement.h"
#include "model/date.h"

#include <stdbool.h>
#include <stddef.h>

struct reader {
    struct arena *arena;
    struct diag_list *diags;
    size_t compared;   /* ids that were looked at for suggestions: see scope_suggest */
    size_t items;      /* of all lists so far */
    size_t statements; /* among them */
};

/* What an empty value of a key is. */
enum key_rule {
    KEY_OPTIONAL, /* a warning */
    KEY_STRICT,   /* an error: the key is required, or a date */
    KEY_DEFERRED, /* the caller's to say, with field_report_empty */
};

struct key {
    const char *name;
    enum key_rule rule;
};

/* A key as it stands in one mapping. */
struct field {
    const char *name;
    const struct node *value; /* NULL: absent, or empty */
    bool empty;               /* it is there, with nothing after it */
    struct origin at;         /* of the key; where it is absent, of the mapping */
};

/*
 * Reads a mapping by its table of keys into `fields`, one each. False, with [wrong-type], if `map`
 * is not a mapping. `what` names the mapping in messages ("an agreement"). Keys of the user's own
 * (x-…) are passed over; [unknown-key], [duplicate-key] and [empty-value] are said.
 */
bool reader_map(struct reader *r, const struct node *map, const char *what, const struct key *keys,
                size_t count, struct field *fields);

/* [empty-value] for a deferred key. */
void field_report_empty(struct reader *r, const struct field *f, bool required);

/* The text of a scalar; absent if it is absent or no scalar. */
str field_text(struct reader *r, const struct field *f);

/* As field_text, with [missing-key] at the mapping if the key is not there at all. `label` names
 * the mapping ("agreement 'lunar'"). */
str field_required(struct reader *r, const struct field *f, str label);

/* The id of what the mapping defines: required, and without white space at its ends. */
str field_id(struct reader *r, const struct field *f, str label);

/* A list of words: parties, topics, aliases. One scalar is a list of one. */
struct word {
    str text;
    struct origin at;
};
struct words {
    struct word *items;
    size_t len;
};
struct words field_words(struct reader *r, const struct field *f);
str *words_texts(const struct words *w, struct arena *a); /* w->len texts; NULL if none */

/* A list of anything: the nodes. One scalar is a list of one, a mapping is [wrong-type]. Empty
 * items are left out with a warning. */
struct nodes {
    const struct node **items;
    size_t len;
};
struct nodes field_nodes(struct reader *r, const struct field *f);

/* The same of agreements, milestones, events, relations and notes: at most `most`. (What passes a
 * limit is left out with [too-large]: see base/limits.def.) */
struct nodes field_statements(struct reader *r, const struct field *f, size_t most);

/* A date; where there is none or it is left out, an absent one, and *undated (may be NULL) says
 * why: "no date is given", or what is wrong with it. */
struct date field_date(struct reader *r, const struct field *f, str *undated);

/* "true" or "false" in any case; false where absent. Anything else is [unknown-value] and *bad. */
bool field_flag(struct reader *r, const struct field *f, bool *bad);

/* A status. Anything else is [unknown-value] and *bad. STATUS_NONE where absent. */
enum status field_status(struct reader *r, const struct field *f, bool *bad);

/* The digits of a whole number from 0, without leading zeros ("" is zero); false if it is none. And
 * the number: past every text counts as SIZE_MAX. */
bool reader_digits(str text, str *digits);
size_t reader_number(str digits);

/* A name from a file as messages quote it: cut where it is too long to read. */
str reader_shown(struct reader *r, str text);

#endif
