/*
 * The text pane's own state and parts; the pane itself is in panes.h. The text stands in a column
 * of at most MEASURE_MAX cells, with a margin on its left for marks (type signs of the mentions of
 * the line, lit passage, reading cursor) and the ruler on the right edge.
 *
 * The reading cursor is a line with text in it. Offsets are the truth: `line` and `top` are numbers
 * in the layout of the present width and are made anew from the session's offset and `top_offset`
 * when that changes.
 */
#ifndef ATTACHE_UI_PANES_READER_H
#define ATTACHE_UI_PANES_READER_H

#include "text/find.h"
#include "text/wrap.h"
#include "ui/pane.h"

enum { MEASURE_MAX = 76, MEASURE_MIN = 8 }; /* cells */

/* Where a search began, to come back to when it is cancelled. */
struct search_origin {
    struct selection selection;
    size_t top, top_offset, line;
};

struct reader_search {
    struct arena arena; /* of the hits */
    struct hits hits;
    struct buf pattern;  /* of the hits, or the last one searched for */
    struct buf previous; /* of before the search that is being typed */
    struct buf trouble;  /* why the pattern cannot be read; empty: it can */
    bool library;        /* the pattern is a query of the library's search, */
    bool previous_library;
    bool expand;        /* by other names too */
    unsigned long seek; /* the number of the session's last one */
    bool lit;           /* hits are shown */
    bool typing;
    long current; /* the hit the cursor went to, or SELECTED_NONE */
    struct search_origin origin;
};

/* Which of the briefings that mention the selected entity this is: asked once for each. */
struct reader_over {
    bool known;
    long entity, generation;
    size_t number, of; /* 0: not known */
};

struct reader {
    struct arena arena; /* of the layout */
    struct layout layout;
    struct buf briefing; /* id of what is laid out */
    uint64_t laid_out;   /* a hash of its source: a reload that changed nothing is no new layout */
    int rows, columns;   /* of the pane */
    int head;            /* blank rows above the text */
    int left, measure;   /* the column of text */
    int signs;           /* cells for type signs in the margin, 0 if there is no room */
    size_t line, top;    /* the cursor's line, the first one shown */
    size_t top_offset;   /* where `top` was when the reader moved it last */
    int sideways;
    long link;              /* index in inlines: the link chosen on the cursor's line, or
                               SELECTED_NONE */
    struct selection known; /* as this pane saw it last */
    struct reader_over over;
    struct reader_search search;
};

/* reader_move.c: lines, scrolling, the cursor. */
void reader_lay_out(struct pane *p);          /* makes the layout of the pane's width */
void reader_find_place(struct pane *p);       /* line and top from the offsets */
void reader_follow_selection(struct pane *p); /* the session's offset was changed */
void reader_moved(struct pane *p);            /* tells the others */
bool reader_move(struct pane *p, enum action action, int count); /* false: no such action */
/* The cursor to the nearest line with text at or after (before) this one; what it was narrowed to
 * and what was lit is left behind. */
void reader_set_line(struct pane *p, size_t line, bool forward);
/* Whether the cursor can stand there: it has text, and its offset names it (of the lines of one
 * table row only the first is named so). */
bool reader_line_has_text(const struct reader *r, size_t line);
size_t reader_lines_shown(const struct reader *r);

/* reader_here.c: what is under the cursor. */
/* The links (not to entities) on the cursor's line, as indices of inlines: returns how many,
 * writes at most `max`. With a mention selected only those that it touches. */
size_t reader_links_here(const struct pane *p, size_t *out, size_t max);
/* The link that Enter and `o` follow, or SELECTED_NONE. */
long reader_link_here(const struct pane *p);
void reader_choose_link(struct pane *p, size_t offset); /* the one on the line that is there */
bool reader_can_cycle(const struct pane *p);
bool reader_cycle(struct pane *p);
bool reader_can_open(const struct pane *p);
bool reader_open_here(struct pane *p);
bool reader_open_link(struct pane *p);

/* reader_draw.c */
void reader_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor reader_cursor(const struct pane *p);
/* The offset in the text of a cell of the pane; false if there is no text. */
bool reader_offset_at(const struct pane *p, int row, int column, size_t *offset);
/* The farthest that < and > may go. */
int reader_sideways_max(const struct pane *p);

/* reader_search.c */
void reader_search_ask(struct pane *p);
void reader_search_input(struct pane *p, enum input_event event, str text);
void reader_search_step(struct pane *p, bool forward, int count);
void reader_search_clear(struct pane *p);   /* hits are not lit any more */
void reader_search_refresh(struct pane *p); /* another briefing */
/* Takes over the query by which somebody came here; true if it is a new one. */
bool reader_search_adopt(struct pane *p);
/* The cursor was moved: it may stand on a hit of that query. */
void reader_search_arrive(struct pane *p);
void reader_search_status(const struct pane *p, struct buf *out);

/* reader_status.c */
size_t reader_percent(const struct pane *p); /* of the text, that is above the screen's end */
void reader_status(const struct pane *p, struct buf *out);

#endif
