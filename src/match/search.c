#include "match/search.h"

#include <assert.h>
#include <string.h>

enum { MOST_STEPS = 2048 }; /* along the index, for one string: after that, reading is cheaper */

/* -- The index --------------------------------------------------------------------------------- */

static size_t hash_at(const struct search_text *t, const char *gram)
{
    uint64_t bytes;
    memcpy(&bytes, gram, sizeof bytes);
    return (size_t)((bytes * 0x9E3779B97F4A7C15u) >> (64 - t->bits));
}

static void make_index(struct search_text *t)
{
    size_t places = (t->text.len - SEARCH_GRAM) / SEARCH_STEP + 1;
    for (t->bits = 8; (size_t)1 << t->bits < places; t->bits++)
        ;
    t->heads = ARENA_ARRAY(t->arena, uint32_t, (size_t)1 << t->bits);
    t->next = ARENA_ARRAY(t->arena, uint32_t, places);
    for (size_t i = places; i > 0; i--) {
        size_t hash = hash_at(t, t->text.ptr + (i - 1) * SEARCH_STEP);
        t->next[i - 1] = t->heads[hash];
        t->heads[hash] = (uint32_t)i;
    }
}

static bool stands_at(const struct search *s, size_t at)
{
    str text = s->in->text;
    return s->needle.len <= text.len - at &&
           memcmp(text.ptr + at, s->needle.ptr, s->needle.len) == 0;
}

/* The first place at or after `from` where the needle's bytes from `offset` on stand on an indexed
 * place. */
static size_t next_by_offset(struct search *s, size_t offset, size_t from)
{
    const struct search_text *t = s->in;
    uint32_t place = t->heads[hash_at(t, s->needle.ptr + offset)];
    for (; place && s->steps < MOST_STEPS; place = t->next[place - 1]) {
        size_t at = (size_t)(place - 1) * SEARCH_STEP;
        s->steps++;
        s->in->effort++;
        if (at >= from + offset && stands_at(s, at - offset))
            return at - offset;
    }
    return STR_NONE;
}

static size_t next_by_index(struct search *s, size_t from)
{
    size_t best = STR_NONE;
    for (size_t offset = 0; offset < SEARCH_STEP; offset++) {
        size_t at = next_by_offset(s, offset, from);
        best = at < best ? at : best;
    }
    return best;
}

/* -- Reading ----------------------------------------------------------------------------------- */

static void make_skips(struct search *s)
{
    for (size_t i = 0; i < 256; i++)
        s->skip[i] = s->needle.len;
    for (size_t i = 0; i + 1 < s->needle.len; i++)
        s->skip[(unsigned char)s->needle.ptr[i]] = s->needle.len - 1 - i;
    s->has_skips = true;
}

static void make_borders(struct search *s, size_t at)
{
    const char *p = s->needle.ptr;
    s->borders = ARENA_ARRAY(s->in->arena, size_t, s->needle.len + 1);
    for (size_t i = 1, border = 0; i < s->needle.len; i++) {
        while (border && p[i] != p[border])
            border = s->borders[border];
        border += p[i] == p[border];
        s->borders[i + 1] = border;
    }
    s->at = at;
    s->matched = 0;
}

static size_t next_by_borders(struct search *s, size_t from)
{
    const char *p = s->needle.ptr;
    str text = s->in->text;
    while (s->at < text.len) {
        char c = text.ptr[s->at++];
        s->in->effort++;
        while (s->matched && c != p[s->matched])
            s->matched = s->borders[s->matched];
        s->matched += c == p[s->matched];
        if (s->matched < s->needle.len)
            continue;
        s->matched = s->borders[s->matched];
        if (s->at - s->needle.len >= from)
            return s->at - s->needle.len;
    }
    return STR_NONE;
}

static size_t common(const char *a, const char *b, size_t len)
{
    size_t i = 0;
    while (i < len && a[i] == b[i])
        i++;
    return i;
}

static size_t next_by_skips(struct search *s, size_t from)
{
    str text = s->in->text;
    size_t last = s->needle.len - 1;
    char end = s->needle.ptr[last];
    for (size_t at = from; at < text.len && text.len - at > last;) {
        s->in->effort++;
        char under = text.ptr[at + last];
        if (under == end) {
            size_t same = common(text.ptr + at, s->needle.ptr, last);
            s->compared += same;
            if (same == last)
                return at;
        }
        if (s->compared > 4 * at + 4096) {
            make_borders(s, at);
            return next_by_borders(s, from);
        }
        at += s->skip[(unsigned char)under];
    }
    return STR_NONE;
}

/* -- Both -------------------------------------------------------------------------------------- */

void search_init(struct search *s, str needle, struct search_text *in)
{
    assert(needle.len);
    s->in = in;
    s->needle = needle;
    s->by_index = s->has_skips = false;
    s->steps = s->compared = 0;
    s->borders = NULL;
    if (needle.len < SEARCH_INDEXED || in->text.len < needle.len)
        return;
    if (++in->asked == SEARCH_PATIENCE)
        make_index(in);
    s->by_index = in->heads != NULL;
}

size_t search_next(struct search *s, size_t from)
{
    if (s->by_index) {
        size_t at = next_by_index(s, from);
        if (s->steps < MOST_STEPS)
            return at;
        s->by_index = false;
    }
    if (s->borders)
        return next_by_borders(s, from);
    if (!s->has_skips)
        make_skips(s);
    return next_by_skips(s, from);
}
