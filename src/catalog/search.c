#include "catalog/search.h"

#include "catalog/found.h"
#include "catalog/phrases.h"
#include "catalog/snippet.h"
#include "catalog/spots.h"

#include <string.h>

static const char brief_number[] = "SELECT n FROM brief WHERE id = ?";
static const struct list_query newest = {.sort = LIST_BY_DATE, .descending = true, .found = true};

/* -- What is shown of a row -------------------------------------------------------------------- */

/* Where in the text the mentions of the entities are that were asked for. */
static void add_mentions(struct catalog *c, const struct found *f, int64_t n, size_t size,
                         struct arena *a, struct phrase_spans *spans)
{
    if (bits_next(&f->entities, 0) == f->entities.size)
        return;
    struct query q = db_query(c, "SELECT entity, spots FROM brief_entity WHERE brief = ? "
                                 "AND mentions > 0");
    query_int(&q, n);
    while (query_row(&q)) {
        if (!bits_has(&f->entities, query_size_at(&q, 0)))
            continue;
        struct spots spots = spots_open(query_str_at(&q, 1, a), a);
        for (struct spot spot; spots_next(&spots, &spot);)
            if (spot.span.start < spot.span.end && spot.span.end <= size)
                *VEC_PUSH(a, spans) = spot.span;
    }
    query_end(&q);
}

/* An article mostly begins with its title, which stands above the snippet. */
static size_t behind_title(str text, str title)
{
    size_t at = str_starts(text, title) ? title.len : 0;
    while (at > 0 && at < text.len && text.ptr[at] == '\n')
        at++;
    return at > 0 && at < text.len && text.ptr[at - 1] == '\n' ? at : 0;
}

static struct snippet best_snippet(const struct found_texts *texts, const struct phrases *p,
                                   const struct phrase_spans *body, struct span *hit,
                                   struct arena *a)
{
    struct phrase_spans summary = phrases_find(p, texts->summary, false, a);
    size_t skip = behind_title(texts->body, texts->title), first = 0;
    while (first < body->len && body->items[first].start < skip)
        first++;
    if (body->len > 0)
        *hit = body->items[0];
    if (first == body->len && texts->summary.len > 0)
        return snippet_of(texts->summary, 0, summary.items, summary.len, a);
    if (first == body->len)
        return snippet_of(texts->body, skip, NULL, 0, a);
    *hit = body->items[first + snippet_densest(body->items + first, body->len - first)];
    return snippet_of(texts->body, skip, body->items + first, body->len - first, a);
}

/* Long texts are looked at and forgotten; what is kept of them is short. */
static void show(struct catalog *c, const struct found *f, const struct phrases *p,
                 struct search_row *row, struct arena *a)
{
    struct arena scratch = {0};
    struct found_texts texts;
    int64_t n = db_number_named(c, brief_number, row->brief.id);
    if (found_texts(c, n, &scratch, &texts)) {
        struct phrase_spans body = phrases_find(p, texts.body, false, &scratch);
        add_mentions(c, f, n, texts.body.len, &scratch, &body);
        phrase_spans_settle(&body);
        row->hits = body.len;
        row->snippet = best_snippet(&texts, p, &body, &row->hit, &scratch);
        row->snippet.text = arena_str(a, row->snippet.text);
        struct span *hits = ARENA_ARRAY(a, struct span, row->snippet.hit_count + 1);
        if (row->snippet.hit_count > 0)
            memcpy(hits, row->snippet.hits, row->snippet.hit_count * sizeof *hits);
        row->snippet.hits = hits;
    }
    struct phrase_spans title = phrases_find(p, row->brief.title, true, &scratch);
    row->title = snippet_whole(row->brief.title, title.items, title.len, a);
    arena_release(&scratch);
}

/* -- Pages ------------------------------------------------------------------------------------- */

static void page_newest(struct catalog *c, const struct search_row *from, bool backwards,
                        size_t limit, struct arena *a, struct search_page *page)
{
    struct brief_page briefs;
    struct err e =
        catalog_list(c, &newest, from ? &from->brief : NULL, backwards, limit, a, &briefs);
    if (err_failed(&e))
        return;
    for (size_t i = 0; i < briefs.count; i++)
        page->rows[page->count++] = (struct search_row){.brief = briefs.rows[i]};
    page->more = briefs.more;
}

static str rank_key(const struct ranked *r, struct arena *a)
{
    return arena_str(a, (str){(const char *)r, sizeof *r});
}

/* Where the row stands; what is not there any more stood before the first that is worse. */
static size_t rank_of(const struct found *f, str key, bool *there)
{
    struct ranked wanted = {0};
    memcpy(&wanted, key.ptr, key.len < sizeof wanted ? key.len : sizeof wanted);
    size_t at = f->count;
    *there = false;
    for (size_t i = f->count; i > 0; i--) {
        *there = f->ranked[i - 1].brief == wanted.brief;
        if (*there || f->ranked[i - 1].score < wanted.score)
            at = i - 1;
        if (*there)
            break;
    }
    return at;
}

/* Rows first .. end of those by score. */
static void add_ranked(struct catalog *c, const struct found *f, size_t first, size_t end,
                       struct arena *a, struct search_page *page)
{
    for (size_t i = first; i < end; i++) {
        struct search_row row = {.score = f->ranked[i].score,
                                 .sort_key = rank_key(&f->ranked[i], a)};
        if (found_row(c, f->ranked[i].brief, a, &row.brief))
            page->rows[page->count++] = row;
    }
}

static void page_best(struct catalog *c, struct found *f, const struct search_row *from,
                      bool backwards, size_t limit, struct arena *a, struct search_page *page)
{
    if (!found_rank(c, f))
        return;
    bool there = false;
    size_t at = from ? rank_of(f, from->sort_key, &there) : backwards ? f->count : 0;
    size_t first = backwards ? at - (at < limit ? at : limit) : at + there;
    size_t end = backwards ? at : f->count - first > limit ? first + limit : f->count;
    page->more = backwards ? first > 0 : end < f->count;
    add_ranked(c, f, first, end, a, page);
}

static void show_all(struct catalog *c, const struct found *f, struct arena *a,
                     struct search_page *page)
{
    struct arena scratch = {0};
    struct phrases p = phrases_of(f->query, &scratch);
    for (size_t i = 0; i < page->count && !db_stopped(c); i++)
        show(c, f, &p, &page->rows[i], a);
    arena_release(&scratch);
}

struct err catalog_search(struct catalog *c, const struct search_query *s,
                          const struct search_row *from, bool backwards, size_t limit,
                          struct arena *a, struct search_page *page)
{
    *page = (struct search_page){.rows = ARENA_ARRAY(a, struct search_row, limit + 1)};
    db_read(c);
    struct found *f = found_prepare(c, s);
    if (f != NULL) {
        if (s->order == SEARCH_BY_NEWEST)
            page_newest(c, from, backwards, limit, a, page);
        else
            page_best(c, f, from, backwards, limit, a, page);
        show_all(c, f, a, page);
    }
    return db_done(c);
}

struct err catalog_search_from(struct catalog *c, const struct search_query *s, size_t first,
                               size_t limit, struct arena *a, struct search_page *page)
{
    *page = (struct search_page){.rows = ARENA_ARRAY(a, struct search_row, limit + 1)};
    db_read(c);
    struct found *f = found_prepare(c, s);
    if (f != NULL && s->order == SEARCH_BY_NEWEST) {
        struct search_row before = {0};
        if (first == 0 || list_numbered(c, &newest, first - 1, a, &before.brief))
            page_newest(c, first == 0 ? NULL : &before, false, limit, a, page);
    } else if (f != NULL && found_rank(c, f)) {
        first = first < f->count ? first : f->count;
        size_t end = f->count - first > limit ? first + limit : f->count;
        page->more = end < f->count;
        add_ranked(c, f, first, end, a, page);
    }
    if (f != NULL)
        show_all(c, f, a, page);
    return db_done(c);
}

struct err catalog_search_count(struct catalog *c, const struct search_query *s, size_t *count)
{
    db_read(c);
    const struct found *f = found_prepare(c, s);
    *count = f != NULL ? f->count : 0;
    return db_done(c);
}

bool catalog_search_rank(struct catalog *c, const struct search_query *s, str id, size_t *rank)
{
    struct arena scratch = {0};
    struct brief_row row;
    bool there = false;
    db_read(c);
    struct found *f = found_prepare(c, s);
    int64_t n = db_number_named(c, brief_number, id);
    if (f != NULL && n > 0 && bits_has(&f->briefs, (size_t)n)) {
        if (s->order == SEARCH_BY_NEWEST) {
            there = found_row(c, n, &scratch, &row);
            *rank = there ? catalog_list_rank(c, &newest, &row) : 0;
        } else if (found_rank(c, f)) {
            struct ranked key = {.score = -1, .brief = n};
            *rank = rank_of(f, (str){(const char *)&key, sizeof key}, &there);
        }
    }
    struct err e = db_done(c);
    arena_release(&scratch);
    return there && !err_failed(&e);
}

/* -- In one text ------------------------------------------------------------------------------- */

static void add_mentions_of(struct catalog *c, const struct bits *entities,
                            const struct briefing *b, struct arena *a, struct phrase_spans *spans)
{
    for (size_t e = 0; e < b->entity_count; e++) {
        struct query q = db_query(c, "SELECT n FROM entity WHERE id = ?");
        query_str(&q, b->entities[e].id);
        bool asked = query_row(&q) && bits_has(entities, query_size_at(&q, 0));
        query_end(&q);
        for (size_t m = 0; asked && m < b->mention_count; m++)
            if (mention_is_of(&b->mentions[m], e) &&
                b->mentions[m].span.start < b->mentions[m].span.end)
                *VEC_PUSH(a, spans) = b->mentions[m].span;
    }
}

struct err catalog_search_spans(struct catalog *c, const struct search_query *s,
                                const struct briefing *b, struct arena *a,
                                struct phrase_spans *spans)
{
    db_read(c);
    struct bits entities;
    struct clause *query = found_meaning(c, s, a, &entities);
    struct phrases p = phrases_of(query, a);
    *spans = phrases_find(&p, b->document.text, false, a);
    if (bits_next(&entities, 0) < entities.size)
        add_mentions_of(c, &entities, b, a, spans);
    phrase_spans_settle(spans);
    return db_done(c);
}
