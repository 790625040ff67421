/*
 * A pane on a canvas over a real library: files in a temporary directory, loaded and indexed in a
 * catalogue in memory, with a host that remembers what it was asked.
 *
 *     struct stage s;
 *     stage_make(&s, files, count);
 *     stage_open(&s, &pane_library, 24, 80);
 *     stage_act(&s, ACTION_LINE_DOWN, 0);
 *     assert_string_equal(stage_row(&s, 3), "...");
 *     stage_release(&s);
 */
#ifndef ATTACHE_TESTS_SUPPORT_STAGE_H
#define ATTACHE_TESTS_SUPPORT_STAGE_H

#include "tests/support/tree.h"
#include "ui/pane.h"

#include <stdbool.h>

enum { STAGE_ACTIONS = 8 };

struct stage {
    struct tree tree;
    struct library library;
    struct session session;
    struct arena arena; /* of the keymap */
    struct keymap keymap;
    struct host host;
    struct pane pane;
    struct canvas canvas;
    bool focused;
    struct buf row;

    /* What the host was told. */
    struct arena went_arena;
    struct place went;
    int gone;
    struct buf said, asked, edited, browsed, copied;
    const char *prompt;
    size_t edited_line;
    enum action acted[STAGE_ACTIONS];
    int acted_count;
    bool cannot[ACTION_COUNT]; /* actions that the host says cannot be done */
};

void stage_make(struct stage *s, const struct tree_file *files, size_t count);
void stage_release(struct stage *s);

/* The same as a cmocka setup and teardown: the stage is *state. */
int stage_setup(void **state, const struct tree_file *files, size_t count);
int stage_setup_on(void **state, const struct tree_file *files, size_t count, struct civil today);
int stage_teardown(void **state);

void stage_index(struct stage *s);                /* the files changed: the catalogue follows */
void stage_read(struct stage *s, const char *id); /* opens a briefing in the session */

void stage_open(struct stage *s, const struct pane_ops *ops, int rows, int columns);
void stage_resize(struct stage *s, int rows, int columns);
/* False: it cannot. A move fails the test if what is drawn after it is not what is drawn anew. */
bool stage_act(struct stage *s, enum action action, int count);
void stage_type(struct stage *s, enum input_event event, const char *text);
const char *stage_row(struct stage *s, int row);     /* draws, and gives a row as text */
int stage_row_of(struct stage *s, const char *text); /* -1: in none */
int stage_selected_row(struct stage *s);             /* the row that is reversed; -1: none */
void stage_screen(struct stage *s, struct buf *out); /* appends all rows */

/* These fail the test, and say what is there instead. */
int stage_need_row(struct stage *s, const char *text); /* the first row that has it */
void stage_assert_row(struct stage *s, const char *text, const char *also); /* has this too */
void stage_assert_selected(struct stage *s, const char *text);
void stage_assert_screen(struct stage *s, struct buf *before); /* all as it was; releases it */
void stage_select(struct stage *s, const char *text); /* clicks on the first row below the top one
                                                         that has it */
const char *stage_status(struct stage *s);
const char *stage_text(struct buf *b); /* what a buffer holds, terminated */

#endif
