/*
 * A pane on a canvas, with a briefing made by hand and a host that remembers what it was asked.
 *
 *     struct reading r;
 *     reading_make(&r, "# Title\n\nJapan and the Moon.\n");
 *     size_t japan = reading_entity(&r, "japan", ENTITY_COUNTRY, "Japan");
 *     reading_mention(&r, japan, "Japan", 1);
 *     reading_open(&r, &pane_reader, 24, 80);
 *     reading_act(&r, ACTION_NEXT_MENTION, 0);
 *     assert_string_equal(reading_row(&r, 1), "…");
 *     reading_release(&r);
 */
#ifndef ATTACHE_TESTS_SUPPORT_READING_H
#define ATTACHE_TESTS_SUPPORT_READING_H

#include "ui/pane.h"
#include "ui/session.h"

enum { READING_MOST = 4000 }; /* entities, mentions */

struct reading {
    struct arena arena;
    struct briefing briefing;
    struct session session;
    struct host host;
    struct pane pane;
    struct canvas canvas;
    bool focused;
    int rows, columns;
    struct buf row;

    struct buf said, prompt, asked, copied, copied_as, browsed, went_to, went_agreement;
    bool said_error;
    struct place went;
    int gone, told; /* how often: go, selected */
    enum action acted;
};

void reading_make(struct reading *r, const char *markdown);
void reading_release(struct reading *r);

/* Each returns the index of what it adds; call them before reading_open. */
size_t reading_entity(struct reading *r, const char *id, enum entity_type type, const char *name);
void reading_alias(struct reading *r, size_t entity, const char *alias);
/* Mentions are put in order: the indices of those behind move. The n-th place counts from 1. */
size_t reading_mention(struct reading *r, size_t entity, const char *quote, int nth);
void reading_candidate(struct reading *r, size_t mention, size_t entity);
struct span reading_find(const struct reading *r, const char *quote, int nth);

/* Entries of the timeline, in the order in which they are to stand. */
struct session_entry *reading_agreement(struct reading *r, const char *id, const char *title,
                                        enum status status);
/* Adds to the entry's row; `briefing` NULL: this one; `date` NULL: undated; `quote` NULL: none. */
struct timeline_milestone *reading_milestone(struct reading *r, struct session_entry *entry,
                                             const char *date, enum status status,
                                             const char *briefing, const char *quote);
struct session_entry *reading_event(struct reading *r, const char *id, const char *title,
                                    const char *date, const char *quote);

/* Opens the pane at that size, focused. */
void reading_open(struct reading *r, const struct pane_ops *ops, int rows, int columns);
void reading_resize(struct reading *r, int rows, int columns);
bool reading_act(struct reading *r, enum action action, int count);
void reading_type(struct reading *r, enum input_event event, const char *text);
void reading_draw(struct reading *r); /* on a canvas with a border that must stay untouched */
const char *reading_row(struct reading *r, int row); /* draws, and gives a row as text */
struct style reading_style(struct reading *r, int row, int column);
bool reading_shows(struct reading *r, const char *text); /* in some row */
int reading_row_of(struct reading *r, const char *text); /* -1: in none */
void reading_print(struct reading *r);                   /* the pane, in the test's output */
const char *reading_status(struct reading *r);

/* What the host was told, as a string. */
const char *reading_text(struct buf *b);

#endif
