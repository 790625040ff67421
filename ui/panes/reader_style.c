#include "ui/panes/reader_style.h"

static bool covers(struct span s, size_t at)
{
    return at >= s.start && at < s.end;
}

/* The end of what is like the text at `at`, as far as `s` tells: where it begins, or ends. */
static size_t end_of_like(struct span s, size_t at, size_t end)
{
    size_t edge = at < s.start ? s.start : at < s.end ? s.end : end;
    return edge < end ? edge : end;
}

struct style reader_block_style(const struct block *b, size_t offset)
{
    static const struct style headings[] = {
        {STYLE_TITLE, STYLE_BOLD               },
        {STYLE_TITLE, STYLE_BOLD               },
        {STYLE_TITLE, STYLE_BOLD | STYLE_ITALIC},
        {STYLE_TEXT,  STYLE_ITALIC             },
        {STYLE_TEXT,  STYLE_ITALIC             },
        {STYLE_TEXT,  STYLE_ITALIC             },
    };
    if (b && b->kind == BLOCK_HEADING)
        return headings[b->level >= 1 && b->level <= 6 ? b->level - 1 : 5];
    if (b && b->kind == BLOCK_TABLE && b->table && b->table->columns &&
        offset < b->table->cells[b->table->columns - 1].end)
        return STYLE_WITH(STYLE_TEXT, STYLE_BOLD);
    return b && b->kind == BLOCK_CODE ? STYLE(CODE) : STYLE(TEXT);
}

static struct style inline_style(const struct overlay *o, size_t index, struct style style)
{
    static const struct {
        uint8_t role, flags; /* role STYLE_TEXT: as it is */
    } looks[] = {
        [INLINE_EMPHASIS] = {STYLE_TEXT,  STYLE_ITALIC   },
        [INLINE_STRONG] = {STYLE_TEXT,  STYLE_BOLD     },
        [INLINE_CODE] = {STYLE_CODE,  0              },
        [INLINE_STRIKE] = {STYLE_TEXT,  STYLE_STRIKE   },
        [INLINE_LINK] = {STYLE_LINK,  STYLE_UNDERLINE},
        [INLINE_WIKI] = {STYLE_LINK,  STYLE_UNDERLINE},
        [INLINE_IMAGE] = {STYLE_QUIET, STYLE_ITALIC   },
    };
    enum inline_kind kind = o->session->briefing->document.inlines[index].kind;
    if (looks[kind].role != STYLE_TEXT)
        style.role = looks[kind].role;
    style.flags |= looks[kind].flags;
    if (o->reader->link == (long)index)
        style.flags |= STYLE_REVERSE;
    return style;
}

enum entity_type mention_type(const struct briefing *b, const struct mention *m)
{
    return m->candidate_count ? b->entities[m->candidates[0]].type : ENTITY_UNTYPED;
}

static struct style mention_style(const struct overlay *o, size_t at, struct style style,
                                  size_t *end)
{
    const struct briefing *b = o->session->briefing;
    const struct selection *sel = &o->session->selection;
    const struct mention *top = NULL;
    bool selected = false, current = false;
    int depth = 0;
    for (size_t i = 0; i < o->mentions.len; i++) {
        const struct mention *m = &b->mentions[o->mentions.items[i]];
        *end = end_of_like(m->span, at, *end);
        if (m->span.start > at)
            break;
        if (!covers(m->span, at))
            continue;
        if (!top || span_lies_over(m->span, top->span))
            top = m;
        depth++;
        selected |= sel->entity != SELECTED_NONE && mention_is_of(m, (size_t)sel->entity);
        current |= sel->mention == (long)o->mentions.items[i];
    }
    if (!top)
        return style;
    style.role = style_of_entity(mention_type(b, top)).role;
    /* Where they lie on one another is seen without colour too. */
    style.flags |= STYLE_UNDERLINE | (depth > 1 ? STYLE_ITALIC : 0);
    if (current) /* whole, although others lie on it */
        style = STYLE_WITH(style_of_entity(mention_type(b, &b->mentions[sel->mention])).role,
                           style.flags | STYLE_BOLD | STYLE_REVERSE);
    else if (selected)
        style.flags |= STYLE_BOLD | STYLE_FAINT;
    return style;
}

/* The first hit that ends after `at`: the cells of a table row do not come in the text's order. */
static size_t hit_after(const struct hits *hits, size_t at)
{
    size_t low = 0, high = hits->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hits->items[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct style hit_style(const struct overlay *o, size_t at, struct style style, size_t *end)
{
    const struct reader_search *search = &o->reader->search;
    size_t hit = search->lit ? hit_after(&search->hits, at) : search->hits.len;
    if (hit >= search->hits.len)
        return style;
    *end = end_of_like(search->hits.items[hit], at, *end);
    if (!covers(search->hits.items[hit], at))
        return style;
    style.role = STYLE_HIT;
    if (search->current == (long)hit)
        style.flags |= STYLE_BOLD | STYLE_REVERSE;
    return style;
}

struct style reader_style_at(const struct overlay *o, size_t at, struct style style, size_t *end)
{
    const struct document *doc = &o->session->briefing->document;
    struct span passage = o->session->selection.passage;
    *end = end_of_like(passage, at, doc->text.len);
    for (size_t i = 0; i < o->inlines.len; i++) {
        struct span span = doc->inlines[o->inlines.items[i]].span;
        *end = end_of_like(span, at, *end);
        if (covers(span, at))
            style = inline_style(o, o->inlines.items[i], style);
    }
    style = mention_style(o, at, style, end);
    if (covers(passage, at))
        style.flags |= STYLE_FAINT;
    return hit_style(o, at, style, end);
}

void overlay_gather(struct overlay *o, struct arena *a, size_t end)
{
    const struct briefing *b = o->session->briefing;
    const struct line *lines = o->reader->layout.lines;
    struct span sight = lines[o->reader->top].span;
    for (size_t i = o->reader->top; i < end; i++)
        sight.end = lines[i].span.end > sight.end ? lines[i].span.end : sight.end;
    for (size_t i = 0; i < b->mention_count && b->mentions[i].span.start < sight.end; i++)
        if (b->mentions[i].span.end > sight.start)
            *VEC_PUSH(a, &o->mentions) = i;
    const struct document *doc = &b->document;
    for (size_t i = 0; i < doc->inline_count && doc->inlines[i].span.start < sight.end; i++)
        if (doc->inlines[i].span.end > sight.start)
            *VEC_PUSH(a, &o->inlines) = i;
}
