/*
 * Dates: the Extended Date/Time Format (EDTF), levels 0, 1 and 2, of the Library of Congress'
 * specification of 4 February 2019 (ISO 8601-2). A date keeps its text and knows its earliest and
 * latest day. Gregorian throughout, with a year 0; days are counted from 1970-01-01 (= 0) in 64
 * bits, which holds years of up to 13 digits.
 */
#ifndef ATTACHE_MODEL_DATE_H
#define ATTACHE_MODEL_DATE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum date_bound {
    DATE_NONE,    /* no such end: the date is absent or could not be read */
    DATE_DAY,     /* a day is known */
    DATE_OPEN,    /* ".." : without end */
    DATE_UNKNOWN, /* an empty end */
};

/*
 * Finer first: what the order of format.md calls precision. It is that of the coarsest component
 * with an X in it or left out: 2024-04 and 2024-04-XX are to the month, 1984-1X (some months of a
 * year) counts among the groups of months, 156X-12-25 is to the decade. An insignificant digit is
 * an X. An interval or set counts as its coarsest date.
 */
enum date_precision {
    DATE_TO_DAY,
    DATE_TO_MONTH,
    DATE_TO_SUBYEAR, /* seasons, quarters and the like */
    DATE_TO_YEAR,
    DATE_TO_DECADE, /* one unspecified or insignificant digit */
    DATE_TO_CENTURY,
    DATE_COARSER,
};

struct date {
    str text; /* as written; absent if there is no date */
    enum date_bound first, last;
    int64_t earliest, latest; /* day numbers, meaningful where first, last are DATE_DAY */
    enum date_precision precision;
    bool uncertain, approximate; /* some part of it is */
};

/*
 * Parses a date. On failure returns false and *reason (may be NULL) says what is wrong and, where
 * that is known, what to write instead: a clause to stand after the date and a colon ("there is no
 * month 13", "an unspecified digit is a capital X: write '198X'"), in the arena; it may hold text
 * of the date. The date then has no bounds but keeps its text. On success *reason is absent. The
 * text is not copied. Takes time in proportion to the text, even for sets of any length.
 */
bool date_parse(str text, struct arena *a, struct date *d, str *reason);

bool date_known(const struct date *d); /* has at least one bound that is a day */

/* The day by which a known date sorts: the earliest, else the latest; 0 for one that is not known.
 */
int64_t date_day(const struct date *d);

/* The order of format.md without its last resort: by earliest (where there is none, by latest),
 * then latest (none: last), then precision; undated last. <0, 0, >0. */
int date_compare(const struct date *a, const struct date *b);

bool date_overlaps(const struct date *a,
                   const struct date *b); /* an open or unknown end reaches on for ever */

struct civil {
    int64_t year;
    int month, day; /* 1-12, 1-31 */
};
int64_t date_from_civil(struct civil c);
struct civil date_to_civil(int64_t day);

/* The day as JSON writes it: YYYY-MM-DD, -YYYY-MM-DD, Y…-MM-DD past four digits. */
str date_day_text(int64_t day, struct arena *a);

/*
 * What people read: "8 April 2024", "about April 2024", "spring 2024", "April–July 2024", "from
 * 2024", "2024, uncertain", "1667, 1668 or 1670–1672"; short, for columns: "8 Apr 2024", "c. Apr
 * 2024", "2024?". Where the text could not be read: the text itself (it still has to pass the
 * gate). "" if absent. At most DATE_HUMAN_MAX characters, the last an ellipsis if some are missing.
 */
enum { DATE_HUMAN_MAX = 80 };
enum date_style { DATE_LONG, DATE_SHORT };
str date_human(const struct date *d, enum date_style style, struct arena *a);
str date_day_human(int64_t day, enum date_style style, struct arena *a); /* the same of a day */

/* Today in the local time zone (TZ, as it is now), as a day number. */
int64_t date_today(void);

#endif
