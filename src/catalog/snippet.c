#include "catalog/snippet.h"

#include "base/buf.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum {
    LEAD_CELLS = 60, /* before the first hit */
    CELL_BYTES = 4,  /* marks without end take no cells, but are not gone through */
};

/* The one from which on most of them fit into it; the first of those. */
size_t snippet_densest(const struct span *hits, size_t count)
{
    size_t best = 0, most = 0;
    for (size_t i = 0, end = 0; i < count; i++) {
        while (end < count && hits[end].end <= hits[i].start + SNIPPET_CELLS - LEAD_CELLS)
            end++;
        size_t here = end > i ? end - i : 1;
        if (here > most) {
            most = here;
            best = i;
        }
    }
    return best;
}

static bool is_space_at(str s, size_t at)
{
    uint32_t c;
    utf8_decode(s, at, &c, NULL);
    return unicode_is_space(c);
}

static size_t cells_at(str s, size_t at)
{
    uint32_t c;
    utf8_decode(s, at, &c, NULL);
    return (size_t)unicode_width(c);
}

/* Back to the beginning of a word that lies at most LEAD_CELLS before; not into another block. */
static size_t lead(str text, size_t hit)
{
    size_t start = hit, word = hit, cells = 0;
    while (start > 0 && cells < LEAD_CELLS && hit - start < (size_t)LEAD_CELLS * CELL_BYTES) {
        size_t before = utf8_prev(text, start);
        if (text.ptr[before] == '\n')
            return start;
        if (is_space_at(text, before))
            word = start;
        cells += cells_at(text, before);
        start = before;
    }
    return start == 0 || word == hit ? start : word;
}

/* On over what must be in it, to the end of a word, or of the block, SNIPPET_CELLS from `from` or a
 * little before. */
static size_t trail(str text, size_t from, size_t must)
{
    size_t at = from, word = must, cells = 0, most = from + (size_t)SNIPPET_CELLS * CELL_BYTES;
    while (at < text.len && (at < must || (cells < SNIPPET_CELLS && at < most))) {
        if (at >= must && text.ptr[at] == '\n')
            return at;
        if (at >= must && is_space_at(text, at))
            word = at;
        cells += cells_at(text, at);
        at = utf8_next(text, at);
    }
    return at >= text.len || word == must ? at : word;
}

/* Copies [from, to) with white space in a run as one space, and moves the hits along. */
static struct snippet copy(str text, size_t from, size_t to, const struct span *hits, size_t count,
                           struct arena *a)
{
    struct snippet s = {.hits = ARENA_ARRAY(a, struct span, count + 1)};
    struct buf out = {0};
    size_t hit = 0;
    while (hit < count && hits[hit].start < from)
        hit++;
    for (size_t at = from; at < to;) {
        if (hit < count && at >= hits[hit].end) {
            s.hits[s.hit_count++].end = out.len;
            hit++;
        }
        if (hit < count && at == hits[hit].start && hits[hit].end <= to)
            s.hits[s.hit_count].start = out.len;
        size_t next = utf8_next(text, at);
        if (!is_space_at(text, at))
            buf_append(&out, str_sub(text, at, next));
        else if (out.len > 0 && out.ptr[out.len - 1] != ' ')
            buf_byte(&out, ' ');
        at = next;
    }
    if (hit < count && hits[hit].start >= from && hits[hit].end == to)
        s.hits[s.hit_count++].end = out.len;
    s.text = arena_str(a, out.len > 0 ? buf_str(&out) : STR(""));
    buf_release(&out);
    return s;
}

struct snippet snippet_of(str text, size_t from, const struct span *hits, size_t count,
                          struct arena *a)
{
    size_t must = from;
    if (count > 0) {
        size_t first = snippet_densest(hits, count);
        from = lead(text, hits[first].start);
        must = hits[first].end;
    }
    size_t to = trail(text, from, must);
    size_t inside = 0;
    while (inside < count && hits[inside].end <= to)
        inside++;
    struct snippet s = copy(text, from, to, hits, inside, a);
    s.cut_start = from > 0 && text.ptr[from - 1] != '\n';
    s.cut_end = to < text.len && text.ptr[to] != '\n';
    return s;
}

struct snippet snippet_whole(str text, const struct span *hits, size_t count, struct arena *a)
{
    return copy(text, 0, text.len, hits, count, a);
}
