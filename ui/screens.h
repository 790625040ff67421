/* The screens there are: which pane fills each, which action leads there, what the header calls it.
 */
#ifndef ATTACHE_UI_SCREENS_H
#define ATTACHE_UI_SCREENS_H

#include "ui/pane.h"

struct screen_info {
    const struct pane_ops *ops; /* NULL: there is no such screen, or (the reader) it has several */
    enum action action;         /* that leads there from anywhere; ACTION_NONE: none does */
    const char *title;          /* in the header behind the library's; NULL: none */
};

const struct screen_info *screen_info(enum screen screen);

/* The screen that an action leads to; SCREEN_COUNT if it leads to none. */
enum screen screen_of(enum action action);

#endif
