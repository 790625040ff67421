#include "ui/where.h"

#include "state/state.h"

#include <string.h>

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

/* What places are compared by, and kept of them where the text stays the same. */
static struct place offsets_of(const struct place *place)
{
    return (struct place){.top = place->top,
                          .offset = place->offset,
                          .passage = place->passage,
                          .mention = place->mention};
}

static struct spot spot_at(struct where *w, const struct session *s, struct span span)
{
    struct spot spot = spot_of(&s->briefing->document, &s->folded, span);
    return spot_copy(&spot, &w->arena);
}

/* The beginning, and no passage at all, are what a zeroed spot is. */
static struct spot place_at(struct where *w, const struct session *s, size_t at)
{
    return at > 0 ? spot_at(w, s, (struct span){at, at}) : (struct spot){0};
}

static struct spot passage_at(struct where *w, const struct session *s, struct span span)
{
    return span.end > span.start ? spot_at(w, s, span) : (struct spot){0};
}

void where_keep(struct where *w, const struct session *s, const struct place *place)
{
    if (where_is_lost(w, place))
        return;
    where_release(w);
    w->briefing = arena_str(&w->arena, place->briefing);
    w->content = state_content(&s->briefing->document);
    w->offset = place_at(w, s, place->offset);
    w->top = place_at(w, s, place->top);
    w->passage = passage_at(w, s, place->passage);
    w->mention = passage_at(w, s, place->mention);
    w->kept = w->landed = offsets_of(place);
}

static struct span find(struct where *w, const struct session *s, const struct spot *spot)
{
    struct span span;
    if (spot_find(&s->briefing->document, &s->folded, spot, &span) != SPOT_FOUND)
        w->lost = true;
    return span;
}

static struct span find_passage(struct where *w, const struct session *s, const struct spot *spot)
{
    return spot->end > 0 ? find(w, s, spot) : (struct span){0, 0};
}

static struct place find_words(struct where *w, const struct session *s)
{
    return (struct place){
        .offset = w->offset.start > 0 ? find(w, s, &w->offset).start : 0,
        .top = w->top.start > 0 ? find(w, s, &w->top).start : 0,
        .passage = find_passage(w, s, &w->passage),
        .mention = find_passage(w, s, &w->mention),
    };
}

void where_find(struct where *w, const struct session *s, struct place *place)
{
    if (!s->briefing || !str_present(w->briefing) || !str_eq(w->briefing, s->briefing->id))
        return;
    struct hash now = state_content(&s->briefing->document);
    w->lost = false;
    struct place found = memcmp(&now, &w->content, sizeof now) == 0 ? w->kept : find_words(w, s);
    place->offset = found.offset;
    place->top = found.top;
    place->passage = found.passage;
    place->mention = found.mention;
}

void where_landed(struct where *w, const struct place *place)
{
    w->landed = offsets_of(place);
}

void where_release(struct where *w)
{
    arena_release(&w->arena);
    *w = (struct where){0};
}
