#include "ui/jumps.h"

#include "base/mem.h"

#include <string.h>

struct jump *jump_new(void)
{
    struct jump *j = mem_calloc(1, sizeof *j);
    j->place.arena = &j->arena;
    return j;
}

void jump_free(struct jump *j)
{
    if (!j)
        return;
    where_release(&j->where);
    arena_release(&j->arena);
    mem_free(j);
}

static void forget_from(struct jumps *j, int first)
{
    for (int i = first; i < j->count; i++)
        jump_free(j->items[i]);
    if (j->count > first)
        j->count = first;
}

void jumps_leave(struct jumps *j, struct jump *from)
{
    forget_from(j, j->at);
    if (j->count == JUMPS_MAX) {
        jump_free(j->items[0]);
        memmove(&j->items[0], &j->items[1], sizeof j->items[0] * (size_t)--j->count);
    }
    j->items[j->count++] = from;
    j->at = j->count;
    j->toggled = false;
}

/* Where one is now takes the slot at `at`, so that the way back leads to it. */
static void note(struct jumps *j, struct jump *now)
{
    if (j->at == j->count)
        j->count++;
    else
        jump_free(j->items[j->at]);
    j->items[j->at] = now;
}

struct jump *jumps_back(struct jumps *j, struct jump *now)
{
    if (!jumps_can_back(j)) {
        jump_free(now);
        return NULL;
    }
    note(j, now);
    j->toggled = false;
    return j->items[--j->at];
}

struct jump *jumps_forward(struct jumps *j, struct jump *now)
{
    if (!jumps_can_forward(j)) {
        jump_free(now);
        return NULL;
    }
    note(j, now);
    j->toggled = false;
    return j->items[++j->at];
}

struct jump *jumps_toggle(struct jumps *j, struct jump *now)
{
    bool forward = (j->toggled && jumps_can_forward(j)) || !jumps_can_back(j);
    struct jump *to = forward ? jumps_forward(j, now) : jumps_back(j, now);
    j->toggled = to && !forward;
    return to;
}

bool jumps_can_back(const struct jumps *j)
{
    return j->at > 0;
}

bool jumps_can_forward(const struct jumps *j)
{
    return j->at + 1 < j->count;
}

void jumps_release(struct jumps *j)
{
    forget_from(j, 0);
    j->at = 0;
}
