/*
 * What the timeline and the promises of the library are made of.
 *
 * An *item* is a moment (a milestone, a promise, an event), or a dense stretch of moments as one. A
 * *line* is what stands in a row of the screen: an item, one of the parts of an item that is
 * unfolded, or words between them. Only the items around the cursor are loaded, by key; when the
 * cursor comes near the end of what is loaded, what stands around it there is loaded instead. So
 * nothing here knows how many rows there are, and a row is known by its item's key.
 */
#ifndef ATTACHE_UI_PANES_CHRONICLE_H
#define ATTACHE_UI_PANES_CHRONICLE_H

#include "base/strmap.h"
#include "catalog/promises.h"
#include "ui/panes/answer.h"
#include "ui/panes/chooser.h"
#include "ui/panes/drawn.h"
#include "ui/panes/sieve.h"
#include "ui/panes/split.h"
#include "ui/scroll.h"

struct chronicle_item {
    struct moment moment; /* of a cluster only empty */
    str party;            /* the name of the milestone's own; absent: it has none */
    str parties;          /* the names of all, where they are asked for */
    str when;             /* as its row says it, from when it was first drawn */
    bool dated;
    int64_t day, end;              /* where it stands; of a cluster: its first and last day */
    size_t cluster;                /* how many moments it is; 0: it is one, and no cluster */
    size_t promises, events;       /* of those */
    const size_t *density;         /* STRIP_MOST parts of a cluster */
    size_t group;                  /* the pane's own number of the group that it stands in */
    size_t milestone;              /* of a lane: which of the agreement's the moment is */
    bool unfolded;                 /* then, and of a lane: */
    struct timeline_row agreement; /* its milestones are those of the library; of an event: none */
    struct agreement_link *links;
    size_t link_count;
};

enum chronicle_line_kind {
    LINE_ITEM,
    LINE_MILESTONE, /* `sub`: of the unfolded agreement */
    LINE_LINK,      /* `sub`: of its links */
    LINE_KEPT,      /* what keeps a promise */
    LINE_WORDS,
    LINE_GROUP, /* the heading of what follows */
    LINE_GAP,   /* a stretch without anything */
    LINE_TODAY,
};
struct chronicle_line {
    enum chronicle_line_kind kind;
    size_t item, sub;
    str text;
    bool quote;
};

/* Where among the items something is. */
struct chronicle_at {
    enum { AT_FIRST, AT_LAST, AT_DAY, AT_ITEM } kind;
    bool dated;
    int64_t day;
    str group;            /* the pane's own name of the group */
    struct moment moment; /* an item's sort_key, promise and date: `from` of the catalogue's pages;
                             without key: a cluster */
};

/* Where the cursor is, to come back to. */
struct chronicle_here {
    struct chronicle_at at;
    enum chronicle_line_kind kind;
    size_t sub;
    int row; /* on the screen; -1: any */
};

struct chronicle;

/* What the two differ in. */
struct chronicle_kind {
    unsigned fields; /* SIEVE_… bits that can be chosen */
    int head;        /* rows above the list */
    /* Asks what does not depend on the place: counts, groups. */
    void (*survey)(struct pane *p);
    /* Asks what takes long in that, for a query of other words: it is known then. */
    void (*prepare)(struct pane *p, const struct moments_query *q);
    /* Adds the items around a place, about so many on both sides, with chronicle_add; says whether
     * the ends were reached. */
    void (*load)(struct pane *p, const struct chronicle_at *at, size_t around);
    /* Adds the lines before an item: headings, gaps. */
    void (*before)(struct pane *p, size_t item);
    void (*after)(struct pane *p);               /* behind the last item */
    void (*unfold)(struct pane *p, size_t item); /* the lines of an unfolded item */
    /* After the catalogue has changed: where the item of that agreement stands now. May be NULL. */
    void (*follow)(struct pane *p, struct chronicle_here *here, str agreement, struct arena *a);
    str (*group)(struct pane *p, size_t group);           /* its name, for chronicle_at */
    void (*write)(const struct pane *p, struct buf *out); /* more of the view, for places */
    void (*read)(struct pane *p, char letter, str bytes); /* a part of it */
    void (*first_place)(struct pane *p);                  /* goes where one begins */
};

/* What is shown of the selected item beside the list. */
struct chronicle_detail {
    struct arena arena;
    bool known;          /* that was asked */
    str parties, keeper; /* keeper: the title of the briefing that shows a promise kept */
    struct agreement_link *links;
    size_t link_count;
    struct moment_page sample; /* of a cluster: the first of its moments */
};

struct chronicle {
    const struct chronicle_kind *is;
    bool ready; /* the catalogue was asked */
    int height, width;
    struct split split;
    struct sieve sieve;
    struct chooser chooser;
    bool dating;         /* the input line asks for a date */
    bool typing;         /* it has the sieve's words */
    struct buf unfolded; /* the keys of items, as notation */
    struct moments_extent extent;
    size_t everything; /* moments without the sieve */

    struct arena arena; /* of what is loaded */
    VEC(struct chronicle_item) items;
    VEC(struct chronicle_line) lines;
    VEC(str) names;
    struct strmap name_of;
    bool at_start, at_end;
    size_t boundary;      /* the first item that stands after the place it was loaded around */
    struct scroll scroll; /* over the lines */
    size_t loads;         /* how often others were made */
    struct drawn drawn;   /* those on the screen */
    struct chronicle_detail detail;
    bool touched; /* somebody moved: else one is where one begins */
    struct arena left_arena;
    struct chronicle_here left; /* where the cursor was before the sieve changed */
    bool has_left;
    bool lanes; /* the timeline has a row for each agreement (lanes.h) */

    /* The timeline. */
    enum time_unit zoom;
    size_t span;          /* of the lanes: that many years, */
    size_t shown, stated; /* of so many agreements */

    /* The promises. */
    enum { GROUP_STATE, GROUP_PARTY, GROUP_TOPIC, GROUP_WAYS } grouped;
    struct promise_counts counts;
    struct arena groups_arena;
    struct promise_groups groups;
    struct {
        struct arena arena;
        struct buf words;
        long generation; /* 0: nothing is there */
        struct promise_counts counts;
        struct promise_groups groups;
    } ahead; /* what was asked for words that were typed since */
};

/* chronicle.c: what is loaded, and the cursor. */
void chronicle_release(struct pane *p);
struct moments_query chronicle_query(const struct pane *p); /* what the sieve lets through */
struct chronicle_item *chronicle_add(struct pane *p, const struct moment *m); /* NULL: a cluster */
str chronicle_name(struct pane *p, str id);                                   /* of an entity */
str chronicle_names(struct pane *p, const str *ids, size_t count);

void chronicle_survey(struct pane *p); /* asks what does not depend on the place */
void chronicle_begin(struct pane *p);  /* asks everything, and goes where one begins */
/* Asks again, also after the sieve has changed: the cursor stays on its item, or on what stands
 * there; from where nothing was let through it comes back. */
void chronicle_refresh(struct pane *p);
void chronicle_leave(struct pane *p); /* notes where the cursor is, to come back */
void chronicle_fit(struct pane *p);   /* sizes the list anew, as the view now wants it */
void chronicle_layout(struct pane *p, int rows, int columns);
struct chronicle_at chronicle_at(const struct moment *m);         /* the item that a moment is */
void chronicle_go(struct pane *p, const struct chronicle_at *at); /* the cursor on what is there */
bool chronicle_move(struct pane *p, enum action action, int count);
str chronicle_leads_to(const struct pane *p);
bool chronicle_near(struct pane *p); /* loads what the next moves show; false: it is there */
void chronicle_stand(struct pane *p, size_t line); /* the cursor on a line, or the next stop */
/* The cursor back where it was, among other lines. False if its item is not there any more. */
bool chronicle_return(struct pane *p, const struct chronicle_here *here);
struct chronicle_here chronicle_here(const struct pane *p, struct arena *a);

const struct chronicle_line *chronicle_line(const struct pane *p);    /* NULL: there is none */
const struct chronicle_item *chronicle_current(const struct pane *p); /* of the cursor's line */
bool chronicle_is_unfolded(const struct chronicle *h, str key);
void chronicle_unfold(struct pane *p);

/* chronicle_lines.c */
bool chronicle_stands(const void *chronicle, size_t line);
void chronicle_make_lines(struct pane *p);
struct chronicle_line *chronicle_add_line(struct pane *p, enum chronicle_line_kind kind,
                                          size_t item);
void chronicle_add_words(struct pane *p, size_t item, str text, bool quote);
void chronicle_add_quote(struct pane *p, size_t item, str quote); /* in quotation marks */
void chronicle_add_links(struct pane *p, size_t number);
int chronicle_words_column(const struct chronicle *h); /* where the parts of an item begin */
/* "superseded by UKUSA Agreement" */
str chronicle_link_words(const struct agreement_link *link, struct arena *a);
str chronicle_title(const struct moment *m);
str chronicle_briefing(struct pane *p, str id, struct arena *a); /* its title */

/* chronicle_draw.c */
/* Draws a line of the pane's own kind; false: it is none. It may draw beside the others. */
typedef bool chronicle_draw_line(const struct pane *p, struct canvas *c, int row,
                                 const struct chronicle_line *line);
/* What is shown as selected of an item's line: a chart beside it keeps its colours, and need not be
 * sent for a move. */
struct chronicle_bar {
    int column, columns;
};
void chronicle_draw_lines(struct pane *p, struct canvas *c, bool focused, chronicle_draw_line *own,
                          struct chronicle_bar bar);
void chronicle_draw_empty(const struct pane *p, struct canvas *c, const char *what);
void chronicle_draw_chooser(const struct pane *p, struct canvas *c, bool focused);
struct cursor chronicle_cursor(const struct pane *p);

/* chronicle_detail.c */
void chronicle_detail(struct pane *p);             /* asks what is shown of the cursor's item */
void chronicle_forget_detail(struct chronicle *h); /* the cursor is on another one */
void chronicle_draw_detail(const struct pane *p, struct canvas *c);

/* chronicle_act.c */
bool chronicle_can(const struct pane *p, enum action action);
bool chronicle_act(struct pane *p, enum action action, int count);
void chronicle_input(struct pane *p, enum input_event event, str text);
void chronicle_prepare(struct pane *p, str text);
void chronicle_expect_input(struct pane *p);
void chronicle_click(struct pane *p, int row, int column, bool twice);
void chronicle_save(const struct pane *p, struct place *place);
void chronicle_restore(struct pane *p, const struct place *place);

#endif
