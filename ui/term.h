/*
 * The terminal: the only file that includes curses. Shows a canvas (curses finds what changed),
 * reads what is typed, and leaves the terminal as it was, whatever happens. There is one terminal:
 * its state for term_emergency_reset is the process's.
 */
#ifndef ATTACHE_UI_TERM_H
#define ATTACHE_UI_TERM_H

#include "base/err.h"
#include "base/str.h"
#include "ui/canvas.h"
#include "ui/input.h"

#include <stdbool.h>

struct terminal;

struct term_options {
    bool mouse;              /* ask the terminal for clicks and the wheel */
    bool keys_from_terminal; /* read /dev/tty, not standard input (done too if that is no terminal)
                              */
};

/* Errors (the message is for people): no terminal, TERM unset or unknown, no cursor addressing.
 * Then nothing was changed. The signals (ui/signals.h) must be open, so that curses leaves them
 * alone. */
struct err term_open(const struct term_options *options, struct terminal **term);
void term_close(struct terminal *t); /* NULL is fine; the terminal is as it was */

bool term_ascii(const struct terminal *t); /* the locale has no UTF-8 */
int term_fd(const struct terminal *t);     /* to poll for what is typed */
void term_size(const struct terminal *t, int *rows, int *columns);
void term_resize(struct terminal *t); /* asks the terminal for its size again */

/* Shows the canvas, which has the terminal's size; cells that did not change since the last time
 * are not touched, and while keys are `hurried` neither are those that may follow (ui/thrift.h).
 * True if there are some. */
bool term_show(struct terminal *t, const struct canvas *c, struct cursor cursor, bool hurried);
void term_redraw(struct terminal *t); /* the next term_show sends everything again */

/* Reads what is there without waiting. False: the terminal is gone. */
bool term_read(struct terminal *t);
struct input *term_input(struct terminal *t);

void term_leave(struct terminal *t); /* gives the terminal to somebody else (suspend, an editor) */
void term_enter(struct terminal *t); /* takes it back */

enum { TERM_COPY_MAX = 74994 }; /* bytes: what xterm takes */

/* To the clipboard, by OSC 52 with base64. False if it is too long or the terminal cannot. */
bool term_copy(struct terminal *t, str text);

/* Puts the terminal back with what is safe in a signal handler. Does nothing if it is as it was. */
void term_emergency_reset(void);

#endif
