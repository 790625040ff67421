#include "model/briefing.h"

static const struct entity *find(const struct entity *items, size_t count, str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i].id, id))
            return &items[i];
    return NULL;
}

const struct entity *briefing_entity(const struct briefing *b, str id)
{
    const struct entity *e = find(b->entities, b->entity_count, id);
    return e ? e : find(b->others, b->other_count, id);
}

str briefing_entity_name(const struct briefing *b, str id)
{
    const struct entity *e = briefing_entity(b, id);
    return e ? e->name.text : id;
}

bool mention_is_of(const struct mention *m, size_t entity)
{
    for (size_t i = 0; i < m->candidate_count; i++)
        if (m->candidates[i] == entity)
            return true;
    return false;
}

size_t briefing_mention_count(const struct briefing *b, size_t entity)
{
    size_t count = 0;
    for (size_t i = 0; i < b->mention_count; i++)
        count += mention_is_of(&b->mentions[i], entity);
    return count;
}

/* Among mentions that share an offset this is the order of their ends: what is inside, or crosses
 * from the left, ends earlier. */
bool span_lies_over(struct span mention, struct span other)
{
    if (mention.end != other.end)
        return mention.end < other.end;
    return mention.start > other.start;
}

/* The first mention that starts after `offset`. */
static size_t first_after(const struct briefing *b, size_t offset)
{
    size_t low = 0, high = b->mention_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->mentions[middle].span.start > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

size_t briefing_mentions_at(const struct briefing *b, size_t offset, size_t *out, size_t max)
{
    size_t count = 0;
    for (size_t i = 0, end = first_after(b, offset); i < end; i++) {
        if (b->mentions[i].span.end <= offset)
            continue;
        size_t at = count < max ? count : max;
        count++;
        while (at > 0 && span_lies_over(b->mentions[i].span, b->mentions[out[at - 1]].span)) {
            if (at < max)
                out[at] = out[at - 1];
            at--;
        }
        if (at < max)
            out[at] = i;
    }
    return count;
}
