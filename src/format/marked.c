#include "format/marked.h"

#include "base/buf.h"

#include <string.h>

struct shift {
    const struct mark *marks;
    size_t count;
    size_t *before; /* bytes of the marks before the n-th */
};

static struct shift shift_make(const struct mark *marks, size_t count, struct arena *a)
{
    struct shift s = {marks, count, ARENA_ARRAY(a, size_t, count + 1)};
    for (size_t i = 0; i < count; i++)
        s.before[i + 1] = s.before[i] + marks[i].text.len;
    return s;
}

/* Where an offset is when the marks are there: behind those that stand at it, or before them. */
static size_t moved(const struct shift *s, size_t offset, bool behind)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->marks[middle].at < offset || (behind && s->marks[middle].at == offset))
            low = middle + 1;
        else
            high = middle;
    }
    return offset + s->before[low];
}

/* A block holds the marks behind its last word. */
static struct span moved_span(const struct shift *s, struct span span)
{
    bool empty = span.start == span.end;
    return (struct span){moved(s, span.start, true), moved(s, span.end, !empty)};
}

static str text_with_marks(str text, const struct shift *s, struct arena *a)
{
    char *all = arena_alloc(a, text.len + s->before[s->count] + 1, 1);
    size_t from = 0, len = 0;
    for (size_t i = 0; i <= s->count; i++) {
        size_t to = i < s->count ? s->marks[i].at : text.len;
        if (to > from)
            memcpy(all + len, text.ptr + from, to - from);
        len += to - from;
        from = to;
        if (i < s->count)
            memcpy(all + len, s->marks[i].text.ptr, s->marks[i].text.len);
        len += i < s->count ? s->marks[i].text.len : 0;
    }
    return (str){all, len};
}

static struct table *table_with_marks(const struct table *table, const struct shift *s,
                                      struct arena *a)
{
    struct table *copy = ARENA_NEW(a, struct table);
    size_t count = table->columns * table->rows;
    *copy = *table;
    copy->cells = ARENA_ARRAY(a, struct span, count);
    for (size_t i = 0; i < count; i++)
        copy->cells[i] = moved_span(s, table->cells[i]);
    return copy;
}

static struct document document_with_marks(const struct document *doc, const struct shift *s,
                                           struct arena *a)
{
    struct document d = {.text = text_with_marks(doc->text, s, a),
                         .blocks = ARENA_ARRAY(a, struct block, doc->block_count),
                         .block_count = doc->block_count,
                         .inlines = ARENA_ARRAY(a, struct inline_span, doc->inline_count),
                         .inline_count = doc->inline_count};
    for (size_t i = 0; i < doc->block_count; i++) {
        d.blocks[i] = doc->blocks[i];
        d.blocks[i].span = moved_span(s, doc->blocks[i].span);
        if (doc->blocks[i].table)
            d.blocks[i].table = table_with_marks(doc->blocks[i].table, s, a);
    }
    for (size_t i = 0; i < doc->inline_count; i++) {
        d.inlines[i] = doc->inlines[i];
        d.inlines[i].span = moved_span(s, doc->inlines[i].span);
    }
    return d;
}

/* -- What lies on top -------------------------------------------------------------------------- */

struct sweep {
    struct arena *arena;
    VEC(struct lit) lit;
    VEC(const struct mention *) active;
};

static enum entity_type type_of(const struct briefing *b, const struct mention *m)
{
    return m->candidate_count ? b->entities[m->candidates[0]].type : ENTITY_UNTYPED;
}

static void light(struct sweep *w, const struct briefing *b, const struct shift *s,
                  struct span span)
{
    const struct mention *top = NULL;
    for (size_t i = 0; i < w->active.len; i++)
        if (!top || span_lies_over(w->active.items[i]->span, top->span))
            top = w->active.items[i];
    if (!top || span.start >= span.end)
        return;
    struct span to = {moved(s, span.start, true), moved(s, span.end, false)};
    *VEC_PUSH(w->arena, &w->lit) = (struct lit){to, type_of(b, top)};
}

/* The nearest end of what is open, up to `limit`; what ends there is closed afterwards. */
static size_t next_end(const struct sweep *w, size_t limit)
{
    for (size_t i = 0; i < w->active.len; i++)
        if (w->active.items[i]->span.end < limit)
            limit = w->active.items[i]->span.end;
    return limit;
}

static void close_at(struct sweep *w, size_t offset)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->active.len; i++)
        if (w->active.items[i]->span.end > offset)
            w->active.items[kept++] = w->active.items[i];
    w->active.len = kept;
}

static void sweep(struct sweep *w, const struct briefing *b, const struct shift *s)
{
    size_t at = 0;
    for (size_t i = 0; i < b->mention_count || w->active.len;) {
        size_t start = i < b->mention_count ? b->mentions[i].span.start : b->document.text.len;
        size_t end = next_end(w, start > at ? start : at);
        light(w, b, s, (struct span){at, end});
        at = end;
        close_at(w, at);
        while (i < b->mention_count && b->mentions[i].span.start <= at)
            *VEC_PUSH(w->arena, &w->active) = &b->mentions[i++];
    }
}

struct marked marked_make(const struct briefing *b, const struct mark *marks, size_t count,
                          struct arena *a)
{
    struct shift s = shift_make(marks, count, a);
    struct sweep w = {.arena = a};
    sweep(&w, b, &s);
    return (struct marked){.doc = document_with_marks(&b->document, &s, a),
                           .lit = w.lit.items,
                           .lit_count = w.lit.len};
}
