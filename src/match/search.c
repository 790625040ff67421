#include "match/search.h"

#include <assert.h>

void search_init(struct search *s, str needle, str text, struct arena *a)
{
    assert(needle.len);
    *s = (struct search){.needle = needle, .text = text, .arena = a};
    for (size_t i = 0; i < 256; i++)
        s->skip[i] = needle.len;
    for (size_t i = 0; i + 1 < needle.len; i++)
        s->skip[(unsigned char)needle.ptr[i]] = needle.len - 1 - i;
}

static void make_borders(struct search *s, size_t at)
{
    const char *p = s->needle.ptr;
    s->borders = ARENA_ARRAY(s->arena, size_t, s->needle.len + 1);
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
    while (s->at < s->text.len) {
        char c = s->text.ptr[s->at++];
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

size_t search_next(struct search *s, size_t from)
{
    size_t last = s->needle.len - 1;
    char end = s->needle.ptr[last];
    if (s->borders)
        return next_by_borders(s, from);
    for (size_t at = from; at < s->text.len && s->text.len - at > last;) {
        char under = s->text.ptr[at + last];
        if (under == end) {
            size_t same = common(s->text.ptr + at, s->needle.ptr, last);
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
