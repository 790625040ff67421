/*
 * A terminal for tests: a pseudo-terminal with a program in it, and libvterm as the screen. The
 * program is the foreground job of a session of its own, as under a shell, so that it can be
 * suspended. Its environment is that of program.h.
 *
 *     struct vt *vt = vt_open(&l, &(struct program){.args = STRINGS(".")}, 24, 80);
 *     vt_wait_for(vt, "ENTITIES");
 *     vt_keys(vt, "/treaty<Enter>");
 *     vt_wait_for(vt, "1 of 3");
 *     vt_keys(vt, "q");
 *     assert_int_equal(vt_wait_exit(vt), 0);
 *     vt_close(vt);
 *
 * Nothing here sleeps: what is waited for is looked for again whenever the program has written. A
 * wait that is in vain fails the test at the line that called it and prints the screen. One change
 * of the screen may come in several pieces: prefer waiting for a thing to asserting it.
 *
 * Rows and columns count from 0, columns in cells.
 */
#ifndef ATTACHE_TESTS_SUPPORT_VT_H
#define ATTACHE_TESTS_SUPPORT_VT_H

#include "tests/support/program.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vt;

enum { VT_SECONDS = 60 }; /* how long any wait may take; one that succeeds takes far less */

/* p->directory, args, env and path as for program_run; standard input, output and error are the
 * terminal. */
struct vt *vt_open(const struct tree *l, const struct program *p, int rows, int cols);

/* Ends the program if it still runs, and frees the terminal. NULL is allowed. */
void vt_close(struct vt *vt);

/* -- What a person does ----------------------------------------------------------------------- */

/*
 * Types: characters as they are, and names in angle brackets: Enter Tab Esc BS Space lt Up Down
 * Left Right Home End PageUp PageDown Ins Del F1…F12, each after any of C- M- S- (Ctrl, Alt,
 * Shift), which also stand before a character: "<C-o>", "<M-Right>", "<S-Tab>", "<lt>" for '<'.
 * Esc may only be the last: typed on at once it would be taken for Alt. Wait for what it does.
 */
void vt_keys(struct vt *vt, const char *keys);
void vt_bytes(struct vt *vt, const char *bytes, size_t size); /* as they are */
void vt_paste(struct vt *vt, const char *text); /* bracketed if the program asked for that */
void vt_click(struct vt *vt, int row, int col, int button); /* 1 left, 4 and 5 the wheel */
void vt_resize(struct vt *vt, int rows, int cols);
void vt_signal(struct vt *vt, int number); /* to the program and the children of its job */
void vt_hang_up(struct vt *vt);            /* the window is closed; nothing can be read after it */

/* -- Waiting; the first failing wait ends the test -------------------------------------------- */

typedef bool vt_test(struct vt *vt, void *data);

#define vt_wait_for(vt, text)         vt_wait_for_at(vt, text, __FILE__, __LINE__)
#define vt_wait_gone(vt, text)        vt_wait_gone_at(vt, text, __FILE__, __LINE__)
#define vt_wait_row(vt, row, text)    vt_wait_row_at(vt, row, text, __FILE__, __LINE__)
#define vt_wait_cursor(vt, row, col)  vt_wait_cursor_at(vt, row, col, __FILE__, __LINE__)
#define vt_wait_until(vt, test, data) vt_wait_until_at(vt, test, data, #test, __FILE__, __LINE__)
#define vt_wait_output(vt, bytes)     vt_wait_output_at(vt, bytes, __FILE__, __LINE__)
#define vt_wait_stopped(vt)           vt_wait_stopped_at(vt, __FILE__, __LINE__)
#define vt_wait_exit(vt)              vt_wait_exit_at(vt, __FILE__, __LINE__)

void vt_wait_for_at(struct vt *vt, const char *text, const char *file, int line); /* in a row */
void vt_wait_gone_at(struct vt *vt, const char *text, const char *file, int line);
void vt_wait_row_at(struct vt *vt, int row, const char *text, const char *file, int line);
void vt_wait_cursor_at(struct vt *vt, int row, int col, const char *file, int line);
void vt_wait_until_at(struct vt *vt, vt_test *test, void *data, const char *what, const char *file,
                      int line);
/* Until the program has written these bytes, anywhere since vt_open or vt_output_clear. */
void vt_wait_output_at(struct vt *vt, const char *bytes, const char *file, int line);
void vt_wait_stopped_at(struct vt *vt, const char *file, int line); /* then vt_signal SIGCONT */
/* Its exit status, or 128 and the signal that ended it. */
int vt_wait_exit_at(struct vt *vt, const char *file, int line);

bool vt_has_ended(const struct vt *vt); /* as far as has been heard: for tests of vt_wait_until */

/* -- What is on the screen -------------------------------------------------------------------- */

enum { VT_DEFAULT = -1, VT_RGB = 1 << 24 };

struct vt_cell {
    char text[32]; /* UTF-8 of the character and its marks; "" where nothing was written, and in
                      the second cell of a wide one */
    int width;     /* 1, 2, or 0 in the second cell of a wide one */
    int fg, bg;    /* VT_DEFAULT, a number of the palette, or VT_RGB | 0xRRGGBB */
    bool bold, underline, italic, reverse, blink, strike;
};

int vt_rows(const struct vt *vt);
int vt_cols(const struct vt *vt);

/* The text of a row without the blanks at its end; valid until the next call with any row. */
const char *vt_row(struct vt *vt, int row);
bool vt_has(struct vt *vt, const char *text);
bool vt_find(struct vt *vt, const char *text, int *row, int *col); /* the first, from the top */
struct vt_cell vt_cell(struct vt *vt, int row, int col);
void vt_cursor(struct vt *vt, int *row, int *col);
bool vt_cursor_shown(const struct vt *vt);
bool vt_alternate(const struct vt *vt); /* on the alternate screen */
void vt_print(struct vt *vt);           /* the screen, in the test's output */
int vt_process(const struct vt *vt);    /* the program's number */
bool vt_has_stopped(const struct vt *vt);

/* Everything that the program wrote, byte for byte. */
const char *vt_output(const struct vt *vt, size_t *size);
void vt_output_clear(struct vt *vt);

/* Whether the terminal's modes (termios) are those from before the program started. */
bool vt_modes_restored(const struct vt *vt);

#endif
