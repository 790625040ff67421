#include "catalog/search.h"

#include "catalog/found.h"
#include "catalog/fulltext.h"
#include "catalog/newest.h"
#include "catalog/phrases.h"
#include "catalog/snippet.h"
#include "catalog/spots.h"
#include "catalog/texts.h"

#include <string.h>

static const char brief_number[] = "SELECT n FROM brief WHERE id = ?";
static const struct list_query by_date = {.sort = LIST_BY_DATE, .descending = true};

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

static struct snippet best_snippet(const struct fulltext_texts *texts, const struct phrases *p,
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
    struct fulltext_texts texts;
    int64_t n = db_number_named(c, brief_number, row->brief.id);
    fulltext_texts(c, n, &scratch, &texts);
    texts.title = row->brief.title;
    texts.summary = row->brief.summary;
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
    struct phrase_spans title = phrases_find(p, row->brief.title, true, &scratch);
    row->title = snippet_whole(row->brief.title, title.items, title.len, a);
    arena_release(&scratch);
}

/* -- Pages ------------------------------------------------------------------------------------- */

static void add_row(struct catalog *c, int64_t brief, struct arena *a, struct search_page *page)
{
    if (found_row(c, brief, a, &page->rows[page->count].brief))
        page->count++;
}

/* Where a row stands among all; what is not there any more, or has another date now, stood before
 * the first that is older. */
static size_t place_of(struct catalog *c, const struct newest *all, const struct brief_row *row,
                       bool *there)
{
    struct arena scratch = {0};
    struct brief_row now;
    int64_t n = db_number_named(c, brief_number, row->id);
    *there = n > 0 && found_row(c, n, &scratch, &now) && str_eq(now.sort_key, row->sort_key);
    size_t place = *there ? newest_place(all, n) : catalog_list_rank(c, &by_date, row);
    arena_release(&scratch);
    return place;
}

/* Rows from a place on, or those before it, in the order of all. */
static void page_around(struct catalog *c, const struct found *f, size_t place, bool backwards,
                        size_t limit, struct arena *a, struct search_page *page)
{
    const struct newest *all = newest_all(c);
    size_t *places = ARENA_ARRAY(a, size_t, limit + 1), count = 0;
    size_t left = backwards ? place : all->len - (place < all->len ? place : all->len);
    for (; left > 0 && count <= limit; left--) {
        size_t at = backwards ? left - 1 : all->len - left;
        if (bits_has(&f->briefs, all->items[at]))
            places[count++] = at;
    }
    page->more = count > limit;
    count -= page->more;
    for (size_t i = 0; i < count; i++)
        add_row(c, all->items[places[backwards ? count - 1 - i : i]], a, page);
}

static void page_newest(struct catalog *c, const struct found *f, const struct search_row *from,
                        bool backwards, size_t limit, struct arena *a, struct search_page *page)
{
    const struct newest *all = newest_all(c);
    bool there = false;
    size_t place = from != NULL ? place_of(c, all, &from->brief, &there) : backwards ? all->len : 0;
    page_around(c, f, backwards ? place : place + there, backwards, limit, a, page);
}

/* How many of those that are found stand before a place among all. */
static size_t found_before(const struct newest *all, const struct found *f, size_t place)
{
    size_t count = 0;
    for (size_t i = 0; i < place && i < all->len; i++)
        count += bits_has(&f->briefs, all->items[i]);
    return count;
}

/* Where the one stands of which so many are found before it. */
static size_t place_after(const struct newest *all, const struct found *f, size_t count)
{
    size_t place = 0;
    for (; place < all->len && count > 0; place++)
        count -= bits_has(&f->briefs, all->items[place]);
    return place;
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

/* The first page, where it can be told before all that is found is. */
static bool page_first(struct catalog *c, const struct search_query *s, size_t limit,
                       struct arena *a, struct search_page *page)
{
    struct arena scratch = {0};
    struct found meant = {0};
    struct firsts firsts;
    if (found_known(c, s) != NULL || db_stopped(c))
        return false;
    texts_follow(c);
    meant.query = found_meaning(c, s, &scratch, &meant.entities);
    bool told = found_first(c, meant.query, limit, &scratch, &firsts);
    for (size_t i = 0; told && i < firsts.count; i++)
        add_row(c, (int64_t)firsts.briefs[i], a, page);
    page->more = told && firsts.more;
    if (told)
        show_all(c, &meant, a, page);
    arena_release(&scratch);
    return told;
}

struct err catalog_search(struct catalog *c, const struct search_query *s,
                          const struct search_row *from, bool backwards, size_t limit,
                          struct arena *a, struct search_page *page)
{
    *page = (struct search_page){.rows = ARENA_ARRAY(a, struct search_row, limit + 1)};
    db_read(c);
    bool first = s->order == SEARCH_BY_NEWEST && from == NULL && !backwards;
    if (first && page_first(c, s, limit, a, page))
        return db_done(c);
    struct found *f = found_prepare(c, s);
    if (f != NULL) {
        if (s->order == SEARCH_BY_NEWEST)
            page_newest(c, f, from, backwards, limit, a, page);
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
        size_t place = place_after(newest_all(c), f, first);
        page_around(c, f, place, false, limit, a, page);
    } else if (f != NULL && found_rank(c, f)) {
        size_t end = first < f->count && f->count - first > limit ? first + limit : f->count;
        page->more = end < f->count;
        add_ranked(c, f, first, end, a, page);
    }
    if (f != NULL)
        show_all(c, f, a, page);
    return db_done(c);
}

bool catalog_search_known(struct catalog *c, const struct search_query *s, size_t *count)
{
    db_read(c);
    const struct found *f = found_known(c, s);
    if (f != NULL)
        *count = f->count;
    db_done(c);
    return f != NULL;
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
    bool there = false;
    db_read(c);
    struct found *f = found_prepare(c, s);
    int64_t n = db_number_named(c, brief_number, id);
    if (f != NULL && n > 0 && bits_has(&f->briefs, (size_t)n)) {
        if (s->order == SEARCH_BY_NEWEST) {
            const struct newest *all = newest_all(c);
            *rank = found_before(all, f, newest_place(all, n));
            there = true;
        } else if (found_rank(c, f)) {
            struct ranked key = {.score = -1, .brief = n};
            *rank = rank_of(f, (str){(const char *)&key, sizeof key}, &there);
        }
    }
    struct err e = db_done(c);
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
