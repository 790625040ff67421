/* Search by example: order, hits and snippets, other names, hostile queries, stopping. */
#include "catalog/search.h"

#include "catalog/snippet.h"
#include "catalog/texts.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

struct searched {
    struct shelf shelf;
    struct arena arena;
    struct search_page page;
    struct buf text;
};

static int setup(void **state)
{
    static struct searched s;
    s = (struct searched){0};
    shelf_open(&s.shelf);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    struct searched *s = *state;
    shelf_close(&s->shelf);
    arena_release(&s->arena);
    buf_release(&s->text);
    return 0;
}

static struct briefing *put(struct searched *s, const char *id, const char *title, const char *text)
{
    struct briefing *b = shelf_briefing(&s->shelf, id, "2024-04-08");
    b->title = str_of(title);
    b->document.text = str_of(text);
    shelf_put(&s->shelf, b);
    return b;
}

static struct err ask(struct searched *s, const char *query, bool expand)
{
    struct clause_fault fault;
    const struct search_query q = {.query = clause_parse(str_of(query), &s->arena, &fault),
                                   .expand = expand};
    if (q.query == NULL)
        fail_msg("%s: %.*s", query, STR_FMT(fault.message));
    return catalog_search(s->shelf.c, &q, NULL, false, 20, &s->arena, &s->page);
}

/* The ids of what is found, as they come, with blanks between. */
static const char *ids(struct searched *s)
{
    buf_clear(&s->text);
    for (size_t i = 0; i < s->page.count; i++) {
        buf_append(&s->text, i > 0 ? STR(" ") : STR(""));
        buf_append(&s->text, s->page.rows[i].brief.id);
    }
    buf_byte(&s->text, '\0');
    return s->text.ptr;
}

static int by_id(const void *a, const void *b)
{
    const struct search_row *x = a, *y = b;
    return str_cmp(x->brief.id, y->brief.id);
}

/* The same by id, whatever the order. */
static const char *found(struct searched *s, const char *query, bool expand)
{
    assert_ok(ask(s, query, expand));
    qsort(s->page.rows, s->page.count, sizeof *s->page.rows, by_id);
    return ids(s);
}

/* The text of a snippet with its hits in brackets and its cuts as dots. */
static const char *marked(struct searched *s, const struct snippet *snippet)
{
    size_t at = 0;
    buf_clear(&s->text);
    buf_append(&s->text, snippet->cut_start ? STR("...") : STR(""));
    for (size_t i = 0; i < snippet->hit_count; i++) {
        buf_append(&s->text, str_sub(snippet->text, at, snippet->hits[i].start));
        buf_byte(&s->text, '[');
        buf_append(&s->text, str_sub(snippet->text, snippet->hits[i].start, snippet->hits[i].end));
        buf_byte(&s->text, ']');
        at = snippet->hits[i].end;
    }
    buf_append(&s->text, str_from(snippet->text, at));
    buf_append(&s->text, snippet->cut_end ? STR("...") : STR(""));
    buf_byte(&s->text, '\0');
    return s->text.ptr;
}

/* -- What is found ----------------------------------------------------------------------------- */

static void finds_words_where_they_stand(void **state)
{
    struct searched *s = *state;
    put(s, "a", "Élan vital", "Die Linke said no. NATO came.");
    put(s, "b", "elan", "die linke; Nato");
    shelf_settle(&s->shelf);
    assert_string_equal(found(s, "ELAN", false), "a b");
    assert_string_equal(found(s, "=Élan", false), "a");
    assert_string_equal(found(s, "=E\xCC\x81lan", false), "a");
    assert_string_equal(found(s, "\"die linke\"", false), "a b");
    assert_string_equal(found(s, "=\"Die Linke\"", false), "a");
    assert_string_equal(found(s, "=NATO", false), "a");
    assert_string_equal(found(s, "=Na*", false), "b");
    assert_string_equal(found(s, "\"linke die\"", false), "");
    /* A phrase does not go on from the title into the text. */
    assert_string_equal(found(s, "\"vital die\"", false), "");
    assert_string_equal(found(s, "vital die", false), "a");
    assert_string_equal(found(s, "title:linke", false), "");
    assert_string_equal(found(s, "-title:vital", false), "b");
}

static void names_count_for_the_order_alone(void **state)
{
    struct searched *s = *state;
    const char *const names[] = {"Treaty Office", NULL};
    put(s, "plain", "One", "The treaty of a place.");
    struct briefing *b = shelf_briefing(&s->shelf, "named", "2024");
    b->title = STR("Two");
    b->document.text = STR("The treaty of a place.");
    shelf_entity(&s->shelf, b, "office", 1, names);
    shelf_put(&s->shelf, b);
    put(s, "titled", "The treaty", "Of a place and more.");
    put(s, "other", "Three", "Nothing at all of it is here.");
    put(s, "another", "Four", "Nothing at all of it is here.");
    shelf_settle(&s->shelf);
    assert_ok(ask(s, "treaty", false));
    assert_string_equal(ids(s), "titled named plain");
    assert_true(s->page.rows[0].score > s->page.rows[1].score);
    assert_true(s->page.rows[1].score > s->page.rows[2].score && s->page.rows[2].score > 0);
    assert_string_equal(found(s, "office", false), "");
    assert_string_equal(found(s, "entity:\"treaty office\"", false), "named");
    assert_true(s->page.rows[0].score == 0);
}

/* What FTS5's own bm25 says of a briefing, negative as it says it. */
static double score_of(struct catalog *c, const char *match, str id)
{
    db_read(c);
    int64_t n = db_number_named(c, "SELECT n FROM brief WHERE id = ?", id);
    struct query q = texts_query(c, "SELECT bm25(fulltext, 1.0, 8.0, 3.0, 4.0) FROM fulltext "
                                    "WHERE fulltext MATCH ? AND rowid = ?");
    query_cstr(&q, match);
    query_int(&q, n);
    double score = query_row(&q) ? query_real_at(&q, 0) : 0;
    query_end(&q);
    texts_done(c);
    assert_ok(db_done(c));
    return score;
}

static void scores_are_those_of_bm25(void **state)
{
    static const struct {
        const char *query, *match;
    } cases[] = {
        {"treaty",                    "treaty"                   },
        {"treat*",                    "treat*"                   },
        {"\"the treaty\"",            "\"the treaty\""           },
        {"the treaty",                "the OR treaty"            },
        {"treaty title:the -office",  "treaty OR {title} : the"  },
        {"treaty OR place OR treaty", "treaty OR place OR treaty"},
    };
    struct searched *s = *state;
    const char *const names[] = {"Treaty Office", NULL};
    put(s, "a", "The treaty", "Of a place.\n\nThe treaty is treated of.");
    put(s, "b", "Treaty", "The place of the place, and more than one place.");
    put(s, "c", "Other", "Of the treaty, the treaty, the treaty and the treaty.");
    put(s, "d", "Nothing", "Is said of it here.");
    put(s, "e", "Nothing", "Is said of it there.");
    struct briefing *b = put(s, "f", "Named", "Somewhere a place.");
    shelf_entity(&s->shelf, b, "office", 1, names);
    shelf_put(&s->shelf, b);
    shelf_settle(&s->shelf);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(ask(s, cases[i].query, false));
        assert_true(s->page.count > 0);
        for (size_t k = 0; k < s->page.count; k++) {
            double score = s->page.rows[k].score;
            double own = score_of(s->shelf.c, cases[i].match, s->page.rows[k].brief.id);
            assert_true(score > 0 && score + own < 1e-5 * score && score + own > -1e-5 * score);
        }
    }
}

static void other_names_are_found_when_asked_for(void **state)
{
    struct searched *s = *state;
    const char *const japan[] = {"Japan", "Nippon", "Land of the Rising Sun", NULL};
    const char *const us[] = {"United States", "U.S.", NULL};
    struct briefing *b = shelf_briefing(&s->shelf, "z", NULL);
    b->title = STR("Z");
    b->document.text = STR("Nothing.");
    shelf_entity(&s->shelf, b, "japan", 0, japan);
    shelf_entity(&s->shelf, b, "us", 0, us);
    shelf_put(&s->shelf, b);
    put(s, "a", "A", "In Nippon it rained.");
    put(s, "b", "B", "The land of the rising sun and the U.S. met.");
    put(s, "c", "C", "Japan, the united old states.");
    shelf_settle(&s->shelf);
    assert_string_equal(found(s, "japan", false), "c");
    assert_string_equal(found(s, "japan OR zzz", true), "a b c");
    assert_string_equal(found(s, "nippon", true), "a b c");
    assert_string_equal(found(s, "=Japan", true), "c");
    assert_string_equal(found(s, "jap*", true), "c");
    assert_string_equal(found(s, "united states", false), "c");
    assert_string_equal(found(s, "united states", true), "b c");
    assert_string_equal(found(s, "states united", true), "c");
    assert_string_equal(found(s, "japan united states met", true), "b");
    assert_string_equal(found(s, "n* -nippon", true), "z");
    assert_string_equal(found(s, "japan", true), "a b c");
    for (size_t i = 0; i < s->page.count; i++)
        assert_int_equal(s->page.rows[i].hits, 1);
}

static void follows_the_catalogue(void **state)
{
    struct searched *s = *state;
    put(s, "a", "A", "A word.");
    shelf_settle(&s->shelf);
    assert_string_equal(found(s, "word", false), "a");
    put(s, "b", "B", "A word.");
    assert_string_equal(found(s, "word", false), "a b");
    put(s, "a", "A", "Another.");
    assert_string_equal(found(s, "word", false), "b");
    assert_string_equal(found(s, "another", false), "a");
    shelf_remove(&s->shelf, "b");
    assert_string_equal(found(s, "word", false), "");
    assert_string_equal(found(s, "-word", false), "a");
}

/* -- What is shown ----------------------------------------------------------------------------- */

static void lights_what_was_asked_for(void **state)
{
    struct searched *s = *state;
    put(s, "a", "A pact", "A pact\n\nOf the pact, the old pact, and  of\nan Old Pact again.");
    shelf_settle(&s->shelf);
    found(s, "pact OR \"old pact\" -\"the of\"", false);
    const struct search_row *row = &s->page.rows[0];
    assert_int_equal(row->hits, 4);
    assert_string_equal(marked(s, &row->snippet), "Of the [pact], the [old pact], and of");
    assert_string_equal(marked(s, &row->title), "A [pact]");
    assert_int_equal(row->hit.start, strlen("A pact\n\nOf the "));
    found(s, "title:pact", false);
    assert_int_equal(s->page.rows[0].hits, 0);
    assert_string_equal(marked(s, &s->page.rows[0].title), "A [pact]");
    assert_string_equal(marked(s, &s->page.rows[0].snippet), "Of the pact, the old pact, and of");
}

static void lights_mentions_of_entities_that_are_asked_for(void **state)
{
    struct searched *s = *state;
    const char *const names[] = {"Fumio Kishida", NULL};
    struct briefing *b = shelf_briefing(&s->shelf, "a", NULL);
    b->title = STR("A");
    b->summary = STR("A summary.");
    b->document.text = STR("The prime minister spoke.");
    shelf_entity(&s->shelf, b, "kishida", 1, names);
    b->mentions[0].span = (struct span){4, 18};
    shelf_put(&s->shelf, b);
    shelf_settle(&s->shelf);
    found(s, "entity:\"fumio kishida\"", false);
    assert_int_equal(s->page.rows[0].hits, 1);
    assert_string_equal(marked(s, &s->page.rows[0].snippet), "The [prime minister] spoke.");
    found(s, "-entity:zzz", false);
    assert_int_equal(s->page.rows[0].hits, 0);
    assert_string_equal(marked(s, &s->page.rows[0].snippet), "A summary.");

    struct phrase_spans spans;
    struct clause_fault fault;
    const struct search_query q = {
        .query = clause_parse(STR("spoke OR entity:kishida"), &s->arena, &fault)};
    assert_ok(catalog_search_spans(s->shelf.c, &q, b, &s->arena, &spans));
    assert_int_equal(spans.len, 2);
    assert_int_equal(spans.items[0].start, 4);
    assert_int_equal(spans.items[1].start, 19);
}

static void snippets_are_cut_between_words(void **state)
{
    struct searched *s = *state;
    struct buf text = {0};
    for (int i = 0; i < 60; i++)
        buf_printf(&text, "word%d ", i);
    str long_text = buf_str(&text);
    size_t hit = str_find(long_text, STR("word30"), 0);
    const struct span spans[] = {
        {0,       5       },
        {hit,     hit + 6 },
        {hit + 7, hit + 13}
    };
    struct snippet a = snippet_of(long_text, 0, spans, 3, &s->arena);
    const char *shown = marked(s, &a);
    assert_non_null(strstr(shown, " [word30] [word31] word32 "));
    assert_true(strncmp(shown, "...word", 7) == 0);
    assert_string_equal(shown + strlen(shown) - 3, "...");
    assert_true(a.text.len <= SNIPPET_CELLS && a.text.len > SNIPPET_CELLS / 2);
    /* Without blanks it is cut between characters; a hit is never cut. */
    buf_clear(&text);
    for (int i = 0; i < 300; i++)
        buf_append(&text, STR("日"));
    const struct span wide = {300, 750};
    a = snippet_of(buf_str(&text), 0, &wide, 1, &s->arena);
    assert_int_equal(a.hit_count, 1);
    assert_int_equal(a.hits[0].end - a.hits[0].start, 450);
    a = snippet_of(STR(""), 0, NULL, 0, &s->arena);
    assert_int_equal(a.text.len, 0);
    buf_release(&text);
}

static size_t cells_of(str text)
{
    size_t cells = 0;
    for (size_t at = 0; at < text.len; at = utf8_next(text, at)) {
        uint32_t c;
        utf8_decode(text, at, &c, NULL);
        cells += (size_t)unicode_width(c);
    }
    return cells;
}

/* Letters of one byte or of three, narrow and wide; but marks that take no cell have an end. */
static void snippets_are_as_long_in_any_script(void **state)
{
    struct searched *s = *state;
    static const char *const letters[] = {"a", "я", "ก", "가", "日"};
    struct buf text = {0};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        buf_clear(&text);
        for (int k = 0; k < 400; k++)
            buf_append(&text, str_of(letters[i]));
        size_t hit = 300 * strlen(letters[i]);
        const struct span span = {hit, hit + strlen(letters[i])};
        struct snippet a = snippet_of(buf_str(&text), 0, &span, 1, &s->arena);
        assert_in_range(cells_of(a.text), SNIPPET_CELLS * 3 / 4, SNIPPET_CELLS);
        assert_in_range(cells_of(str_sub(a.text, 0, a.hits[0].start)), 58, 62);
    }
    buf_clear(&text);
    for (int k = 0; k < 5000; k++)
        buf_append(&text, STR("\u0301"));
    struct snippet a = snippet_of(buf_str(&text), 0, &(struct span){4000, 4002}, 1, &s->arena);
    assert_in_range(a.text.len, 100, 5 * SNIPPET_CELLS);
    buf_release(&text);
}

/* -- Hostile queries --------------------------------------------------------------------------- */

/* Nothing of SQLite's languages gets through: what can be read finds words, or nothing. */
static void syntax_is_words(void **state)
{
    static const struct {
        const char *query, *found;
    } cases[] = {
        {"near(pact moon)",          ""   },
        {"NEAR/2",                   "c"  },
        {"pact AND moon",            "b"  },
        {"pact NOT moon",            ""   },
        {"\"pact AND moon\"",        "b"  },
        {"{title}",                  "a"  },
        {"\"title:pact\"",           ""   },
        {"\"{title} : pact\"",       ""   },
        {"^pact",                    "a b"},
        {"pact;DROP",                ""   },
        {"\"pact\\\" OR \\\"moon\"", ""   },
        {"\"pact\\\"\"",             "a b"},
        {"'pact'",                   "a b"},
        {"+pact",                    "a b"},
        {"rowid",                    ""   },
        {"fulltext",                 ""   },
        {"pact%",                    "a b"},
        {"p_ct",                     ""   },
        {"entity:\"' OR '1'='1\"",   ""   },
        {"topic:\"%\"",              ""   },
        {"party:\"\\\" OR 1\"",      ""   },
    };
    struct searched *s = *state;
    put(s, "a", "Title", "A pact.");
    put(s, "b", "B", "The pact and moon.");
    put(s, "c", "C", "It is near 2.");
    shelf_settle(&s->shelf);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(found(s, cases[i].query, false), cases[i].found) != 0)
            fail_msg("%s finds %s", cases[i].query, s->text.ptr);
}

static void many_terms_are_answered(void **state)
{
    struct searched *s = *state;
    struct buf text = {0};
    put(s, "a", "A", "The word.");
    shelf_settle(&s->shelf);
    while (text.len + 8 < CLAUSE_BYTES)
        buf_append(&text, STR("(w* OR "));
    text.len = CLAUSE_DEPTH * strlen("(w* OR ");
    buf_append(&text, STR("w*"));
    buf_fill(&text, ')', CLAUSE_DEPTH);
    while (text.len + 4 < CLAUSE_BYTES)
        buf_append(&text, STR(" -q"));
    buf_byte(&text, '\0');
    assert_string_equal(found(s, text.ptr, true), "a");
    buf_release(&text);
}

/* -- Stopping ---------------------------------------------------------------------------------- */

static void stops_when_told(void **state)
{
    struct searched *s = *state;
    put(s, "a", "A", "A word.");
    shelf_settle(&s->shelf);
    catalog_interrupt(s->shelf.c);
    struct err e = ask(s, "word", false);
    assert_int_equal(e.code, ERR_CANCELLED);
    e = ask(s, "type:person OR -date:2024", true);
    assert_int_equal(e.code, ERR_CANCELLED);
    catalog_resume(s->shelf.c);
    assert_string_equal(found(s, "word", false), "a");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(finds_words_where_they_stand),
        TEST(names_count_for_the_order_alone),
        TEST(scores_are_those_of_bm25),
        TEST(other_names_are_found_when_asked_for),
        TEST(follows_the_catalogue),
        TEST(lights_what_was_asked_for),
        TEST(lights_mentions_of_entities_that_are_asked_for),
        TEST(snippets_are_cut_between_words),
        TEST(snippets_are_as_long_in_any_script),
        TEST(syntax_is_words),
        TEST(many_terms_are_answered),
        TEST(stops_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
