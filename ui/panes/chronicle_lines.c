#include "ui/panes/chronicle.h"
#include "ui/panes/moment.h"
#include "ui/panes/prose.h"

enum {
    WORDS_ROWS = 3, /* of one quote or note */
    NARROW = 60,    /* columns below which the parts of an item stand at the left */
    NARROW_INDENT = 7,
    INDENT = 20,
};

bool chronicle_stands(const void *chronicle, size_t line)
{
    enum chronicle_line_kind kind = ((const struct chronicle *)chronicle)->lines.items[line].kind;
    return kind == LINE_ITEM || kind == LINE_MILESTONE || kind == LINE_LINK || kind == LINE_KEPT;
}

int chronicle_words_column(const struct chronicle *h)
{
    return h->split.columns < NARROW ? NARROW_INDENT : INDENT;
}

str chronicle_title(const struct moment *m)
{
    return m->title.len ? m->title : m->id;
}

str chronicle_briefing(struct pane *p, str id, struct arena *a)
{
    struct brief_row row;
    const struct list_query by_id = {.sort = LIST_BY_ID};
    return catalog_list_row(p->session->catalog, &by_id, id, a, &row) ? row.title : id;
}

struct chronicle_line *chronicle_add_line(struct pane *p, enum chronicle_line_kind kind,
                                          size_t item)
{
    struct chronicle *h = p->state;
    struct chronicle_line *line = VEC_PUSH(&h->arena, &h->lines);
    line->kind = kind;
    line->item = item;
    return line;
}

void chronicle_add_words(struct pane *p, size_t item, str text, bool quote)
{
    struct chronicle *h = p->state;
    int width = h->split.columns - 1 - chronicle_words_column(h) - 2;
    if (!str_present(text) || text.len == 0)
        return;
    struct prose words = prose_wrap(text, width > 1 ? width : 1, &h->arena);
    for (size_t i = 0; i < words.len && i < WORDS_ROWS; i++) {
        struct chronicle_line *line = chronicle_add_line(p, LINE_WORDS, item);
        line->quote = quote;
        line->text = words.items[i];
        if (i == WORDS_ROWS - 1 && words.len > WORDS_ROWS) /* the rest, to be cut */
            line->text = str_from(text, (size_t)(words.items[i].ptr - text.ptr));
    }
}

void chronicle_add_quote(struct pane *p, size_t item, str quote)
{
    struct chronicle *h = p->state;
    if (quote.len)
        chronicle_add_words(p, item, arena_printf(&h->arena, "\u201C%.*s\u201D", STR_FMT(quote)),
                            true);
}

str chronicle_link_words(const struct agreement_link *link, struct arena *a)
{
    static const char *const words[LINK_KIND_COUNT][2] = {
        [LINK_SUPERSEDES] = {"superseded by", "supersedes"},
        [LINK_AMENDS] = {"amended by",    "amends"    },
        [LINK_PART_OF] = {"has as a part", "part of"   },
    };
    str name = link->title.len ? link->title : link->id;
    return arena_printf(a, "%s %.*s", words[link->kind][link->outward], STR_FMT(name));
}

void chronicle_add_links(struct pane *p, size_t number)
{
    struct chronicle *h = p->state;
    const struct chronicle_item *item = &h->items.items[number];
    for (size_t i = 0; i < item->link_count; i++) {
        struct chronicle_line *line = chronicle_add_line(p, LINE_LINK, number);
        line->sub = i;
        line->text = chronicle_link_words(&item->links[i], &h->arena);
    }
}

void chronicle_make_lines(struct pane *p)
{
    struct chronicle *h = p->state;
    for (size_t i = 0; i < h->items.len; i++) {
        h->is->before(p, i);
        chronicle_add_line(p, LINE_ITEM, i);
        if (h->items.items[i].unfolded)
            h->is->unfold(p, i);
    }
    if (h->is->after)
        h->is->after(p);
}
