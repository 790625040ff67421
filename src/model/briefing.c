#include "model/briefing.h"

const struct entity *briefing_entity(const struct briefing *b, str id)
{
    size_t at;
    if (!strmap_get(&b->numbers, id, &at))
        return NULL;
    return at < b->entity_count ? &b->entities[at] : &b->others[at - b->entity_count];
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

size_t *briefing_mention_counts(const struct briefing *b, struct arena *a)
{
    size_t *counts = ARENA_ARRAY(a, size_t, b->entity_count + 1);
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t k = 0; k < b->mentions[i].candidate_count; k++)
            counts[b->mentions[i].candidates[k]]++;
    return counts;
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
