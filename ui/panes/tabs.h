/* The parts of a screen by name, in a row: which there are, how much is in each, which one is
 * shown. */
#ifndef ATTACHE_UI_PANES_TABS_H
#define ATTACHE_UI_PANES_TABS_H

#include "ui/canvas.h"
#include "ui/keymap.h"

#include <stddef.h>

struct tab {
    const char *name;
    size_t count;
    bool counted; /* the count is shown */
};

/* Draws them in a rule, with the key that goes to the next at its end (`keys` may be NULL). Where
 * there is no room for all, only the current one is counted; where that is not enough those before
 * it give way. */
void tabs_draw(struct canvas *c, int row, const struct tab *tabs, size_t count, size_t current,
               bool focused, const struct keymap *keys);

/* The tab that stands at a column of that row: `count` if none does. */
size_t tabs_at(int width, const struct tab *tabs, size_t count, size_t current, int column);

#endif
