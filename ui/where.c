#include "ui/where.h"

static bool same_span(struct span a, struct span b)
{
    return a.start == b.start && a.end == b.end;
}

static bool has_moved(const struct where *w, const struct place *place)
{
    const struct place *l = &w->landed;
    return l->offset != place->offset || l->top != place->top ||
           !same_span(l->passage, place->passage) || !same_span(l->mention, place->mention);
}

bool where_is_lost(const struct where *w, const struct place *place)
{
    return w->lost && str_eq(w->briefing, place->briefing) && !has_moved(w, place);
}

static struct spot spot_at(struct where *w, const struct session *s, struct span span)
{
    struct spot spot = spot_of(&s->briefing->document, &s->folded, span);
    return spot_copy(&spot, &w->arena);
}

void where_keep(struct where *w, const struct session *s, const struct place *place)
{
    if (where_is_lost(w, place))
        return;
    where_release(w);
    w->briefing = arena_str(&w->arena, place->briefing);
    w->offset = spot_at(w, s, (struct span){place->offset, place->offset});
    w->top = spot_at(w, s, (struct span){place->top, place->top});
    w->passage = spot_at(w, s, place->passage);
    w->mention = spot_at(w, s, place->mention);
    /* What was there is kept besides, to tell whether there was any. */
    w->landed = (struct place){.top = place->top,
                               .offset = place->offset,
                               .passage = place->passage,
                               .mention = place->mention};
}

static struct span find(struct where *w, const struct session *s, const struct spot *spot)
{
    struct span span;
    if (spot_find(&s->briefing->document, &s->folded, spot, &span) != SPOT_FOUND)
        w->lost = true;
    return span;
}

void where_find(struct where *w, const struct session *s, struct place *place)
{
    w->lost = false;
    place->offset = w->offset.start ? find(w, s, &w->offset).start : 0;
    place->top = w->top.start ? find(w, s, &w->top).start : 0;
    place->passage = w->passage.end ? find(w, s, &w->passage) : (struct span){0, 0};
    place->mention = w->mention.end ? find(w, s, &w->mention) : (struct span){0, 0};
}

void where_landed(struct where *w, const struct place *place)
{
    w->landed = (struct place){.top = place->top,
                               .offset = place->offset,
                               .passage = place->passage,
                               .mention = place->mention};
}

void where_release(struct where *w)
{
    arena_release(&w->arena);
    *w = (struct where){0};
}
