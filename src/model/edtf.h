/*
 * The parts that an EDTF date is made of: one calendar date, an interval of two, a set of them.
 * model/date.h says what they mean together; this is how they are written, for those two who have
 * to know: the parser and the text for people.
 */
#ifndef ATTACHE_MODEL_EDTF_H
#define ATTACHE_MODEL_EDTF_H

#include "base/arena.h"
#include "base/str.h"
#include "model/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum edtf_qualifier { EDTF_UNCERTAIN = 1, EDTF_APPROXIMATE = 2 };
enum edtf_component { EDTF_YEAR, EDTF_MONTH, EDTF_DAY, EDTF_COMPONENTS };
enum { EDTF_YEAR_DIGITS = 13 }; /* at most */

/* One calendar date, with a time or without. */
struct edtf_single {
    bool negative;
    char year[EDTF_YEAR_DIGITS + 1]; /* digits and X, terminated; an insignificant digit is an X */
    int64_t written_year; /* with significant digits: the year they were written with, without sign;
                             else -1 */
    char month[3], day[3]; /* two digits or X, or "" ; a month 21-41 is a sub-year group */
    str time;              /* after the T; absent if there is none */
    unsigned flags[EDTF_COMPONENTS]; /* edtf_qualifier, of those that are there */
    int64_t earliest, latest;        /* days of the first and last valid fill */
    enum date_precision precision;
};

/* Up to two dates: both are there in "1670..1672" of a set and in most intervals. */
struct edtf_range {
    bool has_start, has_end; /* false: open or unknown */
    bool single;             /* one date, which is both */
    enum date_bound first, last;
    struct edtf_single start, end;
};

enum edtf_kind { EDTF_SINGLE, EDTF_INTERVAL, EDTF_ONE_OF, EDTF_ALL_OF };
enum edtf_kind edtf_kind_of(str text);

/*
 * The functions that read return false where the text is wrong and then say why in *reason, a
 * clause like "there is no month 13", in the arena.
 */
struct edtf_reason {
    struct arena *arena; /* NULL: nobody asks */
    str text;
};
bool edtf_refuse(struct edtf_reason *reason, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* returns false */

bool edtf_single_read(str text, bool time_allowed, struct edtf_single *s,
                      struct edtf_reason *reason);
bool edtf_interval_read(str text, struct edtf_range *r, struct edtf_reason *reason);

/*
 * The members of a set, one after another. `at` is 0 at first; false at the end (then reason->text
 * is absent) or where something is wrong.
 */
bool edtf_set_next(str text, size_t *at, struct edtf_range *member, struct edtf_reason *reason);

/* Why a text that could not be read is wrong, and what to write instead where that is known: the
 * leftovers of the 2012 draft and other near misses. `reason` is what the parser said. */
str edtf_advice(str text, str reason, struct arena *a);

/* Whether any date can be read, and nothing else. */
bool edtf_read(str text, struct edtf_reason *reason);

/* A group of months, 21 to 41, in a year: the months from `first` on, `count` of them; those that
 * begin in December reach into the next year. */
struct edtf_group {
    int first, count;
};
struct edtf_group edtf_group_of(int code);
enum { EDTF_FIRST_GROUP = 21, EDTF_LAST_GROUP = 41 };

#endif
