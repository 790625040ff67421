/*
 * The agreements pane's own state: a view (filtered, sorted, unfolded) of the session's timeline.
 * The pane itself is in panes.h.
 *
 * A row is an entry, a milestone of an unfolded entry, or a line of words below one of these. The
 * cursor stands on entries and milestones; what it stands on is kept when the rows are made anew.
 */
#ifndef ATTACHE_UI_PANES_AGREEMENTS_H
#define ATTACHE_UI_PANES_AGREEMENTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "ui/filter.h"
#include "ui/pane.h"
#include "ui/scroll.h"

enum agreements_sort {
    AGREEMENTS_BY_TIME,
    AGREEMENTS_BY_STATUS,
    AGREEMENTS_BY_TITLE,
    AGREEMENTS_SORT_COUNT
};

enum agreements_kind { ROW_ENTRY, ROW_MILESTONE, ROW_WORDS };

struct agreements_row {
    enum agreements_kind kind;
    size_t entry, milestone; /* in the session's timeline; of that entry */
    str text;                /* of words; of an entry: the first line of its title */
    bool opens;              /* an entry that is the first of its year, or of the undated ones */
    bool deep;               /* words below a milestone, not below an entry */
    bool title;              /* words that go on with a title */
};

/* What is shown of an entry whatever the view. */
struct agreements_facts {
    bool event, dated;
    bool speaks; /* the paragraph under the reading cursor speaks of it */
    int64_t year;
    str group;            /* the year as text, or "undated" */
    str when, when_whole; /* without and with the year */
    str status;           /* as people read it */
    enum promise promise; /* of an entry that is nothing but promises, else PROMISE_NONE */
};

struct agreements {
    struct arena facts_arena, rows_arena;
    struct buf briefing; /* whose */
    struct buf unfolded; /* ids of entries, each followed by NUL: they outlive a reload */
    struct agreements_facts *facts;
    size_t entries; /* that pass the filter */
    struct {
        struct agreements_row *items;
        size_t len, cap;
    } rows;
    struct scroll scroll;
    int height, width;
    int year_width, when_width; /* cells of the columns of years and dates */
    enum agreements_sort sort;
    struct filter filter;
    long known; /* the selected agreement, as this pane saw it last */
};

/* agreements_facts.c */
const struct session_entry *agreements_entry(const struct pane *p, size_t number);
void agreements_gather(struct pane *p); /* facts, after another briefing was opened */
void agreements_speak(struct pane *p);  /* which entries the paragraph speaks of */
str agreements_title(const struct session_entry *entry);

/* agreements_rows.c */
enum { AGREEMENTS_WIDE = 56 }; /* columns from which there is room for places and longer dates */
/* How much is shown of each entry: its title in one line, whole, and the parties too. */
enum agreements_room { AGREEMENTS_TIGHT, AGREEMENTS_TITLES, AGREEMENTS_PARTIES };
void agreements_add_entry(struct pane *p, size_t number, bool opens, enum agreements_room room);
bool agreements_unfolded(const struct pane *p, size_t entry);
void agreements_unfold(struct pane *p, size_t entry, bool unfolded);
int agreements_title_column(const struct agreements *g);
/* Where words below an entry (deep: below a milestone, whose sign stands two cells before) begin.
 */
int agreements_words_column(const struct agreements *g, bool deep);
int agreements_title_end(const struct agreements *g, size_t number);

/* agreements_view.c */
void agreements_view(struct pane *p);         /* rows; keeps the cursor on what it stands on */
void agreements_settle(struct agreements *g); /* the screen does not begin amid an entry's words */
void agreements_stand(struct pane *p, size_t entry);  /* the cursor to an entry, if it is shown */
bool agreements_stands(const void *list, size_t row); /* a stops_test of struct agreements */
const struct agreements_row *agreements_current(const struct pane *p); /* NULL: there is none */

/* agreements_draw.c */
void agreements_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor agreements_cursor(const struct pane *p);

#endif
