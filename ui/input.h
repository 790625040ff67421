/*
 * The bytes that a terminal sends, as events: keys of xterm, VT220, rxvt, the Linux console, tmux
 * and screen (with modifiers, "modifyOtherKeys" and CSI u), the mouse (SGR and X10), bracketed
 * paste. Sequences that are none of these, among them every reply of a terminal, are swallowed
 * whole: they never run as keys. Grammar: ECMA-48, 5.4; xterm's ctlseqs.
 */
#ifndef ATTACHE_UI_INPUT_H
#define ATTACHE_UI_INPUT_H

#include "base/buf.h"
#include "ui/keymap.h"

#include <stdbool.h>
#include <stddef.h>

enum { PASTE_MAX = 4096 }; /* bytes kept of one paste */

enum event_kind { EVENT_KEY, EVENT_PASTE, EVENT_CLICK, EVENT_WHEEL };

struct term_event {
    enum event_kind kind;
    struct key key;  /* EVENT_KEY */
    str text;        /* EVENT_PASTE: raw bytes, valid until the next call */
    int row, column; /* EVENT_CLICK (the first button went down), EVENT_WHEEL; from 0 */
    int steps;       /* EVENT_WHEEL: -1 up, 1 down */
};

/* Zero-initialised is empty and ready; set `ascii` where the terminal sends no UTF-8. */
struct input {
    struct buf bytes; /* not yet understood: from `at` */
    size_t at;
    struct buf paste;
    bool pasting;
    bool ascii;
};

void input_release(struct input *in);
void input_feed(struct input *in, const char *bytes, size_t size);

/*
 * Takes the next event. False if there is none, or if what came is not whole: input_wait then tells
 * how long to wait for the rest. With `late` (that time has passed) a lone ESC is the key, and
 * other remains are dropped.
 */
bool input_next(struct input *in, bool late, struct term_event *event);

/* Milliseconds to wait for the rest of what came; -1: there is none to wait for. */
int input_wait(const struct input *in);

#endif
