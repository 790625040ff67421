/* Any bytes as a query to a small library: what is read finds briefings by SQL, each once, all or
 * the others, and shows where. The first byte chooses the order and whether names are widened. */
#include "tests/fuzz/fuzz.h"

#include "catalog/search.h"
#include "tests/support/shelf.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { PAGE = 3, FACET_ROWS = 4 };

static struct {
    struct shelf shelf;
    struct briefing *first;
    size_t briefings;
} made; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

/* -- The library ------------------------------------------------------------------------------- */

static const struct {
    const char *id, *date, *title, *summary, *text, *source, *topic, *name, *alias;
    enum entity_type type;
    enum status status;
} articles[] = {
    {"a/1", "2024-04-08", "Japan and the Philippines", "A pact of two",
     "Japan signed the treaty. It was signed in Manila, japan said.",                                                         "Example Wire", "defence",
     "Japan",                                                                                                                                                         "Nippon", ENTITY_COUNTRY,      STATUS_SIGNED   },
    {"a/2", "2024-04",    "Été à Paris",            NULL,
     "L’e\u0301te\u0301 dernier; Die Linke, O’Neill.\n\nU.S. and well-known 1951.",                                       "Die Zeit",
     "Océan",                                                                                                                                           "Die Linke", "Linke",  ENTITY_ORGANIZATION, STATUS_IN_FORCE },
    {"b/1", "2023/2025",  "日本政府",              "本日",        "日本政府はガードを。서울에서 서울.", NULL,
     "critical minerals",                                                                                                                                "日本",    "Japan",  ENTITY_PLACE,        STATUS_ANNOUNCED},
    {"b/2", "never",      "NATO",                      "",
     "OR AND NOT NEAR \"quoted\" (in parentheses) * = -5 http://example.org/x",                                               "example-wire",
     NULL,                                                                                                                                               "NATO",      NULL,     ENTITY_OTHER,        STATUS_UNCLEAR  },
    {"c",   NULL,         "",                          NULL,            "",                                                   NULL,           NULL,      NULL,        NULL,     ENTITY_OTHER,        STATUS_UNCLEAR  },
};

static void put(size_t i)
{
    struct shelf *s = &made.shelf;
    struct briefing *b = shelf_briefing(s, articles[i].id, articles[i].date);
    b->title = str_of(articles[i].title);
    b->summary = str_of(articles[i].summary);
    b->document.text = str_of(articles[i].text);
    b->source.name = str_of(articles[i].source);
    b->topics = ARENA_NEW(&s->arena, str);
    b->topics[0] = str_of(articles[i].topic);
    b->topic_count = articles[i].topic ? 1 : 0;
    if (articles[i].name) {
        const char *names[] = {articles[i].name, articles[i].alias, NULL};
        shelf_entity(s, b, i % 2 ? "one" : "two", i % 3 + 1, names)->type = articles[i].type;
        struct agreement *g = shelf_agreement(s, b, "pact");
        shelf_milestone(s, g, articles[i].date, articles[i].status)->party = STR("one");
    }
    shelf_put(s, b);
    made.first = made.first ? made.first : b;
}

static void close_shelf(void)
{
    shelf_close(&made.shelf);
}

static void make(void)
{
    if (made.briefings)
        return;
    shelf_open(&made.shelf);
    atexit(close_shelf);
    made.briefings = sizeof articles / sizeof *articles;
    for (size_t i = 0; i < made.briefings; i++)
        put(i);
    shelf_settle(&made.shelf);
}

/* -- What is found ----------------------------------------------------------------------------- */

static size_t count_of(const struct search_query *s)
{
    size_t count;
    fuzz_ok(catalog_search_count(made.shelf.c, s, &count));
    FUZZ_EXPECT(count <= made.briefings);
    return count;
}

static void check_hits(str text, const struct span *hits, size_t count)
{
    FUZZ_EXPECT(utf8_valid(text));
    for (size_t i = 0; i < count; i++) {
        FUZZ_EXPECT(hits[i].start < hits[i].end && hits[i].end <= text.len);
        FUZZ_EXPECT(i == 0 || hits[i - 1].end <= hits[i].start);
        FUZZ_EXPECT(utf8_valid(str_sub(text, hits[i].start, hits[i].end)));
    }
}

/* All rows, page by page, are as many as were counted, each in its place. */
static void check_rows(const struct search_query *s, size_t count, bool backwards)
{
    struct arena a = {0};
    struct search_page page = {.more = true};
    const struct search_row *from = NULL;
    size_t seen = 0, rank;
    while (page.more) {
        fuzz_ok(catalog_search(made.shelf.c, s, from, backwards, PAGE, &a, &page));
        FUZZ_EXPECT(page.count > 0 || !page.more);
        for (size_t i = 0; i < page.count; i++) {
            const struct search_row *row = &page.rows[i];
            size_t place = backwards ? count - seen - page.count + i : seen + i;
            FUZZ_EXPECT(catalog_search_rank(made.shelf.c, s, row->brief.id, &rank));
            FUZZ_EXPECT(rank == place);
            check_hits(row->title.text, row->title.hits, row->title.hit_count);
            check_hits(row->snippet.text, row->snippet.hits, row->snippet.hit_count);
        }
        seen += page.count;
        FUZZ_EXPECT(seen <= count);
        from = page.count ? &page.rows[backwards ? 0 : page.count - 1] : NULL;
    }
    FUZZ_EXPECT(seen == count);
    arena_release(&a);
}

static void check_facets(const struct search_query *s, size_t count)
{
    struct arena a = {0};
    struct search_facet_rows facets[SEARCH_FACETS];
    fuzz_ok(catalog_search_facets(made.shelf.c, s, FACET_ROWS, &a, facets));
    for (size_t kind = 0; kind < SEARCH_FACETS; kind++)
        for (size_t i = 0; i < facets[kind].count; i++) {
            struct clause_fault fault;
            const struct search_facet_row *row = &facets[kind].rows[i];
            FUZZ_EXPECT(row->briefings > 0 && row->briefings <= count);
            FUZZ_EXPECT(clause_parse(row->term, &a, &fault) != NULL);
        }
    arena_release(&a);
}

/* What is not found is found by the opposite; printed and read again it finds as many. */
static void check_other_forms(const struct search_query *s, size_t count, struct arena *a)
{
    struct clause *part = (struct clause *)s->query;
    struct clause opposite = {.kind = CLAUSE_NOT, .parts = &part, .part_count = 1};
    struct search_query other = *s;
    other.query = part->kind == CLAUSE_NOT ? part->parts[0] : &opposite;
    FUZZ_EXPECT(count_of(&other) == made.briefings - count);
    struct buf printed = {0};
    struct clause_fault fault;
    clause_print(s->query, &printed);
    other.query = printed.len <= CLAUSE_BYTES ? clause_parse(buf_str(&printed), a, &fault) : NULL;
    if (other.query)
        FUZZ_EXPECT(count_of(&other) == count);
    buf_release(&printed);
}

void fuzz_one(str bytes)
{
    struct arena a = {0};
    struct clause_fault fault;
    unsigned how = bytes.len ? (unsigned char)bytes.ptr[0] : 0;
    struct search_query s = {.order = how & 1 ? SEARCH_BY_SCORE : SEARCH_BY_NEWEST,
                             .expand = how & 2};
    make();
    s.query = bytes.len ? clause_parse(str_from(bytes, 1), &a, &fault) : NULL;
    if (s.query) {
        struct phrase_spans spans = {0};
        size_t count = count_of(&s);
        check_rows(&s, count, how & 4);
        check_facets(&s, count);
        check_other_forms(&s, count, &a);
        fuzz_ok(catalog_search_spans(made.shelf.c, &s, made.first, &a, &spans));
        check_hits(made.first->document.text, spans.items, spans.len);
    }
    arena_release(&a);
}
