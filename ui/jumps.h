/*
 * Where one was: the list behind back and forward, as in a browser. Going somewhere forgets what
 * lay ahead. Bounded: the oldest places are forgotten.
 */
#ifndef ATTACHE_UI_JUMPS_H
#define ATTACHE_UI_JUMPS_H

#include "ui/where.h"

#include <stdbool.h>

enum { JUMPS_MAX = 200 };

struct jump {
    struct arena arena; /* of the place's strings */
    struct place place;
    struct where where; /* of a place in a briefing: by its words */
};

/* Zero-initialised is empty and ready. */
struct jumps {
    struct jump *items[JUMPS_MAX + 1];
    int count;
    int at;       /* where one is: items[0 .. at) lie behind, items(at .. count) ahead */
    bool toggled; /* the last step was the one back of jumps_toggle */
};

/* A place to be filled by the panes' `save`, its arena ready. Owned by whoever holds the jump. */
struct jump *jump_new(void);
void jump_free(struct jump *j); /* NULL is fine */

/* One leaves `from` for somewhere new: takes `from`. */
void jumps_leave(struct jumps *j, struct jump *from);

/*
 * One goes back (or forward) from `now`, which is taken. Returns where to go, borrowed until the
 * next call, or NULL where there is nothing (`now` is freed then).
 */
struct jump *jumps_back(struct jumps *j, struct jump *now);
struct jump *jumps_forward(struct jumps *j, struct jump *now);

/* The same to where one was before the last jump, and when it is called again, to where it was
 * called first. */
struct jump *jumps_toggle(struct jumps *j, struct jump *now);

bool jumps_can_back(const struct jumps *j);
bool jumps_can_forward(const struct jumps *j);
void jumps_release(struct jumps *j);

#endif
