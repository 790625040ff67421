/*
 * The dossier of an entity: a pane that is the screen. Its own state and parts; the pane itself is
 * in panes.h. It has five parts; wide screens show them beside each other, others one at a time
 * below what identifies the entity. Every list is paged by key, and has a cursor of its own.
 */
#ifndef ATTACHE_UI_PANES_DOSSIER_H
#define ATTACHE_UI_PANES_DOSSIER_H

#include "catalog/dossier.h"
#include "catalog/mentions_with.h"
#include "catalog/moments.h"
#include "ui/filter.h"
#include "ui/panes/kwic.h"
#include "ui/panes/roster.h"
#include "ui/panes/types.h"

enum dossier_part {
    PART_ABOUT,
    PART_MENTIONS,
    PART_MOMENTS, /* its agreements, promises and events */
    PART_RELATIONS,
    PART_COMPANY, /* who appears with it */
    PART_COUNT
};

/* A line of what is said about the entity. */
struct about_line {
    str label; /* in a column of its own, on the first line of its words; may be empty */
    str text;
    struct style style;
};

/* The rows of a part that its filter lets through, where it has one. Mentions are read as they are
 * shown. */
struct sifted {
    bool on, cut;  /* cut: not all rows were looked at */
    size_t looked; /* how many were, then */
    struct arena arena;
    char *rows;
    struct mentions_with mentions;
    size_t count;
};

/* What was sifted ahead, for the words that are typed. */
struct presifted {
    enum dossier_part part;
    long generation; /* the session's */
    struct buf words;
    struct sifted rows; /* not `on`: there is nothing */
};

/* The words that the selected one of the agreements, promises and events rests on. */
struct dossier_evidence {
    struct arena arena;
    str of;         /* its sort key */
    str said, kept; /* kept: those that show a promise kept; absent: there are none */
};

struct dossier_pane {
    struct buf id;
    struct arena arena; /* of: */
    struct dossier d;
    bool known;                      /* the library knows such an entity */
    struct roster parts[PART_COUNT]; /* of mention_row, moment, relation_row, company_row; rows of
                                        the about part are its lines, and are not paged */
    size_t most_paragraphs;          /* of the company */
    struct arena about_arena;
    VEC(struct about_line) about;
    int about_width;
    struct kwic kwic;
    struct filter filters[PART_COUNT];
    struct sifted sifted[PART_COUNT]; /* the agreements are filtered by the catalogue */
    struct presifted presifted;
    size_t totals[PART_COUNT]; /* rows without filter */
    struct types types;        /* of the company */
    struct dossier_evidence evidence;
    struct drawn chart, headings; /* as they were drawn */
    enum dossier_part part;
    int height, width;
};

/* dossier_layout.c: where everything stands in a pane of that size; no rows: it is not shown. */
struct dossier_box {
    struct rect title, body;
    struct rect types;  /* of the company: its types with their keys */
    struct rect detail; /* of the agreements: what the selected one rests on */
};
struct dossier_layout {
    bool wide;         /* several parts are shown, each with a title */
    struct rect head;  /* who it is, where the about part does not say so */
    struct rect tabs;  /* of the parts, where one is shown at a time */
    struct rect chart; /* with a line above it that says what it is of */
    int rules[2];      /* columns of the lines between what stands beside each other; 0: none */
    struct dossier_box box[PART_COUNT];
};
struct dossier_layout dossier_layout(const struct dossier_pane *s);
/* Whether Tab stops at the part: it is shown, or would be, and there is something in it. */
bool dossier_stops(const struct dossier_pane *s, enum dossier_part part);
size_t dossier_rows(const struct dossier_pane *s, enum dossier_part part);

/* dossier_view.c: what is in it. */
void dossier_show(struct pane *p, str id); /* another entity, from its top */
void dossier_refresh(struct pane *p);      /* the catalogue has changed: what is selected stays */
void dossier_requery(struct pane *p);      /* another filter: its first row; none: the same row */
void dossier_prepare(struct pane *p, str words); /* for another filter of the part */
void dossier_expect_input(struct pane *p);       /* for any */
void dossier_settle(struct pane *p);             /* after its size, part or cursor changed */
void dossier_save(const struct pane *p, struct place *place);
void dossier_restore(struct pane *p, const struct place *place);
str dossier_address(const struct dossier_pane *s, struct arena *a); /* Wikidata; absent: none */

/* dossier_sift.c: filters of the parts' lists. */
bool dossier_is_filtered(const struct dossier_pane *s, enum dossier_part part);
void dossier_sift(struct pane *p, enum dossier_part part, pager_ask *ask, size_t row_size);
/* The same for words that are not its filter yet. */
void dossier_presift(struct pane *p, enum dossier_part part, pager_ask *ask, size_t row_size,
                     str words);
/* Answers for the catalogue, with a page of what was sifted; `from` is a row's name. False: the
 * part is not. */
bool dossier_serves(const struct pane *p, enum dossier_part part, size_t row_size, roster_is *is,
                    str from, bool backwards, size_t limit, void **rows, size_t *count);
/* The same for mentions, as pager_ask does. */
bool dossier_serves_mentions(const struct pane *p, const struct mention_row *from, bool backwards,
                             size_t limit, struct arena *a, struct mention_page *page,
                             struct err *e);
void dossier_release_sifted(struct dossier_pane *s); /* no filters any more */
void dossier_find_types(struct pane *p);
void dossier_status(const struct pane *p, struct buf *out);
void dossier_write_filters(const struct dossier_pane *s, struct buf *out);
void dossier_read_filters(struct dossier_pane *s, str text);

/* dossier_evidence.c */
void dossier_find_evidence(struct pane *p);
void dossier_draw_evidence(const struct pane *p, struct canvas *c);

/* dossier_about.c */
void dossier_make_about(struct pane *p, int width);
void dossier_describe(const struct dossier_pane *s, bool ascii, struct buf *out);
void dossier_draw_about(const struct pane *p, struct canvas *c);

/* dossier_rows.c: the rows of the lists. */
void dossier_draw_heading(struct canvas *c, int line, const struct mention_row *m);
void dossier_draw_row(const struct pane *p, struct canvas *c, enum dossier_part part, int line,
                      size_t row);
void dossier_select_row(const struct dossier_pane *s, struct canvas *c, int line, bool focused);

/* dossier_draw.c */
void dossier_draw(struct pane *p, struct canvas *c, bool focused);
struct cursor dossier_cursor(const struct pane *p);
size_t dossier_tab_at(const struct dossier_pane *s, int column);

#endif
