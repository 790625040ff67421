/*
 * Values of options, from the text that was typed. ERR_USAGE says what is wrong with the value of
 * which option, and what may have been meant.
 */
#ifndef ATTACHE_COMMAND_VALUES_H
#define ATTACHE_COMMAND_VALUES_H

#include "command/options.h"
#include "model/agreement.h"
#include "model/date.h"
#include "model/entity.h"

#include <stddef.h>
#include <stdint.h>

/* What restricts the rows of a command. Absent and zero: nothing does. */
struct filters {
    unsigned types;    /* 1 << enum entity_type */
    unsigned statuses; /* 1 << enum status */
    unsigned states;   /* 1 << enum promise */
    str party, topic, briefing;
    bool has_from, has_to;
    int64_t from, to; /* day numbers: the earliest day of --from, the latest of --to */
    struct date said; /* bounds only; not known if it was not given */
};

/* Whether a date may lie between --from and --to: an end that is open or not known reaches on, the
 * undated lie nowhere. True where neither was given. */
bool filters_hold(const struct filters *f, const struct date *d);

/* Of those that were given; the rest stay as they are. */
struct err values_filters(const struct options *o, struct filters *filters);

/* *n of an option that takes a number; `absent` if it was not given. */
struct err values_number(const struct options *o, enum option option, size_t absent, size_t *n);

/* *day of what was typed for `what` ("--today"). */
struct err values_day(str text, const char *what, int64_t *day);

/* Which of the names was given: its number from 0; `absent` if none was. */
struct err values_choice(const struct options *o, enum option option, const char *const *names,
                         size_t count, size_t absent, size_t *choice);

/* Whether there is colour: as --color says, by itself as `terminal` does. */
struct err values_color(const struct options *o, bool terminal, bool *colored);

#endif
