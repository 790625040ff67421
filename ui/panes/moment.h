/* How milestones, promises and events are said and drawn, wherever they stand: in the agreements of
 * a briefing, the timeline, the promises, a dossier. */
#ifndef ATTACHE_UI_PANES_MOMENT_H
#define ATTACHE_UI_PANES_MOMENT_H

#include "base/arena.h"
#include "catalog/moments.h"
#include "ui/style.h"

/* "in force" for STATUS_IN_FORCE; "" for STATUS_NONE. */
str moment_status_words(enum status status, struct arena *a);
/* The same of a milestone that may be a promise: "ratified — overdue". */
str moment_state_words(enum status status, enum promise promise, bool ascii, struct arena *a);
/* In one word: "promised" while it is open. */
str moment_promise_word(enum promise promise);

/* A date as short as it can be said: "c. Apr 2024–" is from about April 2024 on. */
str moment_when(const struct date *d, struct arena *a);
/* The same where the year stands beside it: "10 Apr" of "10 Apr 2024". */
str moment_when_within(str when, str year, struct arena *a);
/* The year of a day as its column has it: "2024", "-43". */
str moment_year(int64_t day, struct arena *a);

/* One cell: what became of a promise, else the status, else that it is an event. */
struct glyph {
    const char *text;
    struct style style;
};
struct glyph moment_glyph_event(bool ascii);
struct glyph moment_glyph(enum status status, enum promise promise, bool ascii);
struct style moment_promise_style(enum promise promise);

/* Whose dossier is meant where it is selected, beside that of `but` (absent: anybody's): the party
 * whose own act it is, else the first of the parties. Absent: nobody's. */
str moment_who(const struct moment *m, str but);

#endif
