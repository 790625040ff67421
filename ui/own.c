#include "ui/own.h"

#include "state/state.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct own_item *a = left, *b = right;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return (a->span.end > b->span.end) - (a->span.end < b->span.end);
}

struct err own_load(struct own *own, struct state *state, str briefing, const struct document *doc,
                    const struct folded *folded)
{
    struct state_items items = {0};
    own_release(own);
    struct err e = state_items_of(state, briefing, &own->arena, &items);
    if (err_failed(&e))
        return e;
    own->items = ARENA_ARRAY(&own->arena, struct own_item, items.len);
    own->count = items.len;
    for (size_t i = 0; i < items.len; i++) {
        const struct state_item *item = &items.items[i];
        struct span span = {0, 0};
        spot_find(doc, folded, &item->spot, &span);
        own->items[i] = (struct own_item){
            .span = span,
            .letter = item->kind == STATE_MARK ? item->letter : 0,
            .id = item->id,
            .text = item->text,
        };
    }
    if (own->count)
        qsort(own->items, own->count, sizeof *own->items, compare);
    return ERR_OK;
}

void own_release(struct own *own)
{
    arena_release(&own->arena);
    *own = (struct own){0};
}

const struct own_item *own_note_on(const struct own *own, struct span passage)
{
    for (size_t i = 0; i < own->count; i++) {
        const struct own_item *item = &own->items[i];
        if (!item->letter && item->span.start == passage.start && item->span.end == passage.end)
            return item;
    }
    return NULL;
}

char own_sign(const struct own *own, struct span stretch)
{
    char sign = 0;
    for (size_t i = 0; i < own->count && own->items[i].span.start < stretch.end; i++)
        if (own->items[i].span.start >= stretch.start && sign != '*')
            sign = own->items[i].letter ? own->items[i].letter : '*';
    return sign;
}
