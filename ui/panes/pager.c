#include "ui/panes/pager.h"

enum { WALK_PAGE = 512 }; /* rows read at once on the way to a far one */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void pager_release(struct pager *g)
{
    arena_release(&g->arena);
    g->loads++;
    g->rows = NULL;
    g->first = g->count = 0;
    g->way = PAGER_ASKS;
}

void pager_reset(struct pager *g, size_t total)
{
    if (g->way != PAGER_RESET)
        g->before = g->total;
    if (g->count == 0 || total == 0)
        pager_release(g);
    else
        g->way = PAGER_RESET;
    g->loads++;
    g->total = total;
}

const void *pager_row(const struct pager *g, size_t row)
{
    bool there = g->way != PAGER_RESET && row >= g->first && row - g->first < g->count;
    return there ? g->rows + (row - g->first) * g->row_size : NULL;
}

struct asked {
    void *rows;
    size_t count;
    bool failed;
};

static bool ask(const struct pane *p, struct pager *g, const void *from, bool backwards,
                size_t limit, struct arena *a, struct asked *page)
{
    *page = (struct asked){0};
    page->failed = !answer_is(p, g->ask(p, from, backwards, limit, a, &page->rows, &page->count));
    return !page->failed;
}

/* The row before `start`, from the nearest one that is known before it. NULL: it is not reached. */
static const void *walk(const struct pane *p, struct pager *g, size_t start, struct arena *a,
                        struct asked *page)
{
    bool after = g->way == PAGER_ASKS && g->count && g->first + g->count <= start;
    const void *before = after ? g->rows + (g->count - 1) * g->row_size : NULL;
    size_t at = after ? g->first + g->count : 0;
    while (at < start) {
        if (!ask(p, g, before, false, least(start - at, WALK_PAGE), a, page) || page->count == 0)
            return NULL;
        before = (char *)page->rows + (page->count - 1) * g->row_size;
        at += page->count;
    }
    return before;
}

/* What is near to nothing that is known. */
static void load_far(const struct pane *p, struct pager *g, size_t start, size_t want,
                     struct arena *a, struct asked *page)
{
    if (g->ask_from) {
        page->failed = !answer_is(p, g->ask_from(p, start, want, a, &page->rows, &page->count));
        if (page->failed || page->rows)
            return;
    }
    const void *before = walk(p, g, start, a, page);
    if (before)
        ask(p, g, before, false, want, a, page);
}

static void keep(struct pager *g)
{
    if (g->way != PAGER_RESET)
        return;
    g->way = PAGER_KEEPS;
    g->total = g->before;
    g->loads++;
}

static void load(const struct pane *p, struct pager *g, size_t start, size_t want)
{
    struct arena fresh = {0};
    struct asked page = {0};
    size_t end = least(start + want, g->total);
    bool backwards = false;
    if (start == 0) {
        ask(p, g, NULL, false, want, &fresh, &page);
    } else if (pager_row(g, start - 1)) {
        ask(p, g, pager_row(g, start - 1), false, want, &fresh, &page);
    } else if (end == g->total || pager_row(g, end)) {
        const void *from = end == g->total ? NULL : pager_row(g, end);
        backwards = ask(p, g, from, true, end - start, &fresh, &page);
    } else {
        load_far(p, g, start, want, &fresh, &page);
    }
    if (page.failed) {
        arena_release(&fresh);
        keep(g);
        return;
    }
    pager_release(g);
    g->arena = fresh;
    g->rows = page.rows;
    g->count = page.count;
    g->first = backwards ? end - least(page.count, end) : start;
    if (!backwards && page.count < want) /* the catalogue has changed since it was counted */
        g->total = least(g->total, start + page.count);
}

void pager_need(const struct pane *p, struct pager *g, size_t from, size_t to, size_t around)
{
    to = least(to, g->total);
    bool there = g->way == PAGER_ASKS && g->first <= from && to <= g->first + g->count;
    if (from >= to || there || g->way == PAGER_KEEPS)
        return;
    size_t start = from > around ? from - around : 0;
    load(p, g, start, to - start + around);
}
