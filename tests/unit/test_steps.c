/*
 * What is done for one screen does not grow with the library. Steps of SQLite's machine are
 * counted, and not time: they are the same on every machine, however busy.
 */
#include "catalog/db.h"
#include "catalog/dossier.h"
#include "catalog/entities.h"
#include "catalog/kept.h"
#include "catalog/promises.h"
#include "catalog/query.h"
#include "catalog/search.h"
#include "tests/support/shelf.h"
#include "tests/unit/refreshed.h"

enum {
    SMALL = 100,
    LARGE = 5000,
    PAGE = 40,
    SAME = 400, /* more steps than this, and half as many again, are growth */
};

/* A sentence for each: two are mentioned everywhere, and each states a promise and what keeps the
 * one before. */
static void write_library(struct fixture *f, int count)
{
    char path[40], text[600];
    tree_write(&f->tree, "entities.yaml",
               "entities: [{id: x, name: Xi, type: person}, {id: p, name: Pi, type: country}]\n");
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "y%d/b%04d.md", i % 40, i);
        snprintf(text, sizeof text,
                 "---\ntitle: Title %d\nsource: Wire %d\ndate: 20%02d-%02d-%02d\ncolour: red\n"
                 "topics: [t%d]\nrelations: [{subject: x, predicate: met, object: p}]\n"
                 "agreements: [{id: g%d, title: G, parties: [x, p], topics: [t%d], milestones: ["
                 "{date: 20%02d-%02d, status: signed}, "
                 "{date: ../2040-%02d, status: in-force, expected: true}]}]\n---\n"
                 "Xi met Pi.\n\nXi spoke.\n",
                 i, i % 17, i % 30, i % 12 + 1, i % 28 + 1, i % 9, i / 2, i % 9, i % 30, i % 12 + 1,
                 i % 12 + 1);
        tree_write(&f->tree, path, text);
    }
    refresh(f);
    assert_int_equal(f->counts.briefings, count);
}

/* -- What is asked for a screen ---------------------------------------------------------------- */

static void list_in(struct catalog *c, enum list_sort sort, struct arena *a)
{
    struct brief_page page, more;
    const struct list_query q = {.sort = sort};
    assert_ok(catalog_list(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_list(c, &q, &page.rows[PAGE - 1], false, PAGE, a, &more));
    assert_ok(catalog_list(c, &q, NULL, true, PAGE, a, &more));
    assert_int_equal(more.count, PAGE);
}

static void list(struct catalog *c, struct arena *a)
{
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++)
        list_in(c, (enum list_sort)sort, a);
}

/* In the middle of each order; the rows before are passed in an index. */
static void far_list(struct catalog *c, struct arena *a)
{
    struct brief_page page;
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++) {
        const struct list_query q = {.sort = (enum list_sort)sort};
        size_t middle = list_count(c, &q) / 2;
        assert_ok(catalog_list_from(c, &q, middle, PAGE, a, &page));
        assert_int_equal(page.count, PAGE);
        assert_int_equal(catalog_list_rank(c, &q, &page.rows[0]), middle);
    }
}

/* At either end of each order, and of what a filter leaves of it, few rows are passed. */
static void list_ends(struct catalog *c, struct arena *a)
{
    struct brief_page page;
    for (int i = 0; i < 2 * LIST_SORT_COUNT; i++) {
        const struct list_query q = {.sort = (enum list_sort)(i / 2),
                                     .filter = i % 2 != 0 ? STR("title") : STR("")};
        size_t count = list_count(c, &q);
        assert_ok(catalog_list(c, &q, NULL, false, PAGE, a, &page));
        assert_int_equal(catalog_list_rank(c, &q, &page.rows[0]), 0);
        assert_ok(catalog_list(c, &q, NULL, true, PAGE, a, &page));
        assert_int_equal(catalog_list_rank(c, &q, &page.rows[PAGE - 1]), count - 1);
    }
}

static void entities(struct catalog *c, struct arena *a)
{
    struct entities_page page;
    const struct entities_query q = {.sort = 0};
    assert_ok(catalog_entity_list(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, 2);
}

static void dossier(struct catalog *c, struct arena *a)
{
    struct dossier d;
    struct company_page company;
    struct relation_page relations;
    assert_true(catalog_dossier(c, STR("x"), a, &d));
    assert_ok(catalog_company(c, STR("x"), 0, NULL, false, PAGE, a, &company));
    assert_ok(catalog_relations(c, STR("x"), NULL, false, PAGE, a, &relations));
}

static void mentions(struct catalog *c, struct arena *a)
{
    struct mention_page page, more;
    assert_ok(catalog_mentions(c, STR("x"), NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_mentions(c, STR("x"), &page.rows[PAGE - 1], false, PAGE, a, &more));
    assert_ok(catalog_mentions(c, STR("x"), NULL, true, PAGE, a, &more));
    assert_int_equal(more.count, PAGE);
}

/* Of the others only how many there are is read. */
static void far_mentions(struct catalog *c, struct arena *a)
{
    struct dossier d;
    struct mention_page page;
    assert_true(catalog_dossier(c, STR("x"), a, &d));
    assert_ok(catalog_mentions_from(c, STR("x"), d.mentions / 2, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
}

static void far_moments(struct catalog *c, struct arena *a)
{
    struct moment_page page;
    const struct moments_query q = {.party = STR("x"), .today = 20000};
    size_t count = moments_count(c, &q);
    assert_ok(catalog_moments_from(c, &q, count / 2, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
}

/* Another filter each time: what is chosen by it is counted without any being read. */
static void moments_of_a_party(struct catalog *c, struct arena *a)
{
    static int64_t asked;
    struct moment_page page;
    const struct moments_query q = {.party = ++asked % 2 != 0 ? STR("x") : STR("p"),
                                    .has_from = true,
                                    .from = asked,
                                    .today = 20000};
    size_t past = catalog_moments_before(c, &q, 15000);
    assert_ok(catalog_moments_from(c, &q, past, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
}

static void moments(struct catalog *c, struct arena *a)
{
    struct moment_page page, more;
    struct moment here;
    const struct moments_query q = {.today = 20000};
    assert_ok(catalog_moments(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_moments(c, &q, &page.rows[PAGE - 1], false, PAGE, a, &more));
    assert_ok(catalog_moments(c, &q, NULL, true, PAGE, a, &more));
    assert_int_equal(more.count, PAGE);
    assert_true(catalog_moments_at(c, &q, 15000, a, &here));
}

/* Counted in one pass over an index, whatever the filter says; the page costs what it shows. */
static void agreements_of(struct catalog *c, const struct moments_query *q, struct arena *a)
{
    struct timeline_page page;
    size_t count;
    assert_ok(catalog_agreements_count(c, q, &count));
    assert_ok(catalog_agreements(c, q, NULL, true, PAGE, a, &page));
    assert_int_equal(page.count, count < PAGE ? count : PAGE);
    assert_true(page.count > 0);
}

/* Another filter each time. */
static void agreements_by_date(struct catalog *c, struct arena *a)
{
    static int64_t asked;
    const struct moments_query q = {
        .has_from = true, .from = ++asked, .has_to = true, .to = 15000, .today = 20000};
    agreements_of(c, &q, a);
}

static void agreements_by_promise(struct catalog *c, struct arena *a)
{
    static int64_t asked;
    const struct moments_query q = {.promises = PROMISE_BIT(OPEN), .today = 20000 + ++asked};
    agreements_of(c, &q, a);
}

static void agreements_by_status(struct catalog *c, struct arena *a)
{
    static unsigned asked;
    const struct moments_query q = {.statuses = STATUS_BIT(STATUS_SIGNED) | ++asked << 20,
                                    .today = 20000};
    agreements_of(c, &q, a);
}

/* What was typed before narrows what is looked at; here little. */
static void agreements_by_words(struct catalog *c, struct arena *a)
{
    static int64_t asked;
    const struct moments_query q = {.text = ++asked % 2 != 0 ? STR("g1") : STR("xi g2"),
                                    .today = 20000};
    agreements_of(c, &q, a);
}

/* Only among what a party agreed, whoever else holds the words. */
static void words_of_a_party(struct catalog *c, struct arena *a)
{
    static int64_t asked;
    const struct moments_query q = {
        .party = STR("x"), .text = ++asked % 2 != 0 ? STR("pi g1") : STR("pi g2"), .today = 20000};
    agreements_of(c, &q, a);
}

/* Whatever the stretches are: they were counted when the first of them were. */
static void stretches(struct catalog *c, struct arena *a)
{
    struct moments_extent extent;
    struct buckets all, last;
    const struct moments_query q = {.today = 20000}, filtered = {.today = 20000, .text = STR("g1")};
    assert_ok(catalog_moments_extent(c, &q, &extent));
    assert_int_equal(moments_count(c, &q), extent.dated + extent.undated);
    for (int unit = UNIT_DAY; unit < TIME_UNIT_COUNT; unit++) {
        assert_ok(
            catalog_buckets(c, &q, (enum time_unit)unit, INT64_MIN, INT64_MAX, PAGE, a, &all));
        assert_ok(catalog_buckets_back(c, &filtered, (enum time_unit)unit, INT64_MIN, INT64_MAX,
                                       PAGE, a, &last));
        assert_true(all.count > 0 && last.count > 0);
    }
}

/* Words that were typed: what answers them is known from when they were, and the pages come out of
 * it. Every briefing, agreement and milestone answers some, and few others. */
static void filtered_list(struct catalog *c, struct arena *a)
{
    struct brief_page page, more;
    const struct list_query q = {.sort = LIST_BY_TITLE, .filter = STR("pi title wire")};
    assert_ok(catalog_list(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_list(c, &q, &page.rows[PAGE - 1], false, PAGE, a, &more));
    assert_true(list_count(c, &q) > PAGE);
}

static void filtered_moments(struct catalog *c, struct arena *a)
{
    struct moment_page page;
    const struct moments_query q = {.text = STR("xi g1"), .today = 20000};
    assert_ok(catalog_moments(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_moments(c, &q, &page.rows[PAGE - 1], true, PAGE, a, &page));
    assert_true(moments_count(c, &q) > PAGE);
}

static void promises(struct catalog *c, struct arena *a)
{
    struct moment_page page;
    const struct moments_query q = {.today = 20000};
    assert_ok(catalog_promises(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
}

/* Counted in their order, without any being read. */
static void promise_counts(struct catalog *c, struct arena *a)
{
    const struct moments_query q = {.today = 20000};
    struct promise_counts counts;
    (void)a;
    assert_ok(catalog_promise_counts(c, &q, &counts));
    assert_true(counts.by_state[PROMISE_NONE] > 0);
}

/* Another filter each time: what is chosen by it is counted and grouped without any being read. */
static void promises_of_a_type(struct catalog *c, struct arena *a)
{
    static unsigned asked;
    struct moment_page page;
    struct promise_counts counts;
    struct promise_groups groups;
    const struct moments_query q = {.party_types = ENTITY_TYPE_BIT(ENTITY_PERSON) | ++asked << 20,
                                    .today = 20000};
    catalog_promises_ahead(c);
    assert_ok(catalog_promise_counts(c, &q, &counts));
    assert_true(counts.by_state[PROMISE_NONE] > 0);
    assert_ok(catalog_promises(c, &q, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_promise_groups(c, &q, FACET_PARTY, PAGE, a, &groups));
    assert_true(groups.count > 0);
}

/* One text of each is looked into; then those of the ones that answered. */
static void typed_list(struct catalog *c, struct arena *a)
{
    const char *const typed[] = {"t", "ti", "title", "title 9", "title 99"};
    (void)a;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        const struct list_query q = {.filter = str_of(typed[i]), .field = LIST_TITLE};
        assert_true(list_count(c, &q) > 0);
    }
}

/* How many of each kind there are: what a person keeps is counted, and not what nobody touched. */
static void kept(struct catalog *c, struct arena *a)
{
    (void)a;
    catalog_kept_begin(c);
    for (int i = 0; i < PAGE; i++) {
        char id[20];
        snprintf(id, sizeof id, "y%d/b%04d", i % 40, i);
        catalog_kept_add(c, str_of(id), i % 2 ? KEPT_READ : KEPT_MARKS);
    }
    assert_ok(catalog_kept_end(c, 1));
    struct list_query q = {.kept = LIST_READ};
    assert_int_equal(list_count(c, &q), PAGE / 2);
    size_t all = list_count(c, &(struct list_query){0});
    q.kept = LIST_UNREAD;
    assert_int_equal(list_count(c, &q), all - PAGE / 2);
}

static void agreement(struct catalog *c, struct arena *a)
{
    struct timeline_row row;
    assert_true(catalog_agreement(c, 20000, STR("g7"), a, &row));
}

static void problems(struct catalog *c, struct arena *a)
{
    struct diag_page page, more;
    size_t count;
    assert_ok(catalog_diags(c, (str){0}, NULL, false, PAGE, a, &page));
    assert_int_equal(page.count, PAGE);
    assert_ok(catalog_diags(c, (str){0}, &page.rows[PAGE - 1], false, PAGE, a, &more));
    assert_ok(catalog_diags(c, (str){0}, NULL, true, PAGE, a, &more));
    assert_int_equal(more.count, PAGE);
    assert_true(catalog_has_problems(c));
    assert_ok(catalog_diags_count(c, &count));
    assert_true(count >= SMALL);
}

static const struct screen {
    const char *name;
    void (*ask)(struct catalog *c, struct arena *a);
    int counted; /* steps for each briefing: of what is counted, and not read */
} screens[] = {
    {"list",             list,                  0  },
    {"far list",         far_list,              60 },
    {"list ends",        list_ends,             4  },
    {"entities",         entities,              0  },
    {"dossier",          dossier,               5  },
    {"mentions",         mentions,              0  },
    {"far mentions",     far_mentions,          12 },
    {"far moments",      far_moments,           0  },
    {"moments",          moments,               0  },
    {"of a party",       moments_of_a_party,    190},
    {"by date",          agreements_by_date,    24 },
    {"by promise",       agreements_by_promise, 34 },
    {"by status",        agreements_by_status,  140},
    {"by words",         agreements_by_words,   66 },
    {"words of a party", words_of_a_party,      190},
    {"stretches",        stretches,             0  },
    {"filtered list",    filtered_list,         0  },
    {"filtered moments", filtered_moments,      0  },
    {"promises",         promises,              0  },
    {"promise counts",   promise_counts,        3  },
    {"promises of type", promises_of_a_type,    8  },
    {"typed list",       typed_list,            24 },
    {"kept",             kept,                  0  },
    {"agreement",        agreement,             0  },
    {"problems",         problems,              0  },
};
enum { SCREENS = sizeof screens / sizeof *screens };

static void count_steps(struct fixture *f, int64_t counts[SCREENS])
{
    for (size_t i = 0; i < SCREENS; i++) {
        struct arena a = {0};
        screens[i].ask(f->c, &a); /* statements are prepared by now */
        steps_of(f->c);
        screens[i].ask(f->c, &a);
        counts[i] = steps_of(f->c);
        arena_release(&a);
    }
}

/* Of what every briefing answers the first page is there before the rest is looked at. Their dates
 * are in another order than they were stored in, so that each of the newest is asked for alone. */
static void first_found_costs_what_it_shows(struct catalog *c)
{
    enum { SHOWN = 8, STEPS = 5000 };
    static const char *const asked[] = {"spoke",       "sp*",         "s*",       "=Xi",
                                        "\"xi met\"",  "xi -nowhere", "entity:x", "type:person",
                                        "date:2001..", "party:p"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct arena a = {0};
        struct clause_fault fault;
        struct search_page page;
        const struct search_query q = {.query = clause_parse(str_of(asked[i]), &a, &fault),
                                       .order = SEARCH_BY_NEWEST};
        steps_of(c);
        assert_ok(catalog_search(c, &q, NULL, false, SHOWN, &a, &page));
        int64_t steps = steps_of(c);
        print_message("%-12s %6lld\n", asked[i], (long long)steps);
        assert_int_equal(page.count, SHOWN);
        assert_true(page.more && steps < STEPS);
        arena_release(&a);
    }
}

static void a_screen_costs_the_same_in_a_large_library(void **state)
{
    struct fixture *f = *state;
    int64_t small[SCREENS], large[SCREENS];
    bool grown = false;
    write_library(f, SMALL);
    count_steps(f, small);
    write_library(f, LARGE);
    count_steps(f, large);
    first_found_costs_what_it_shows(f->c);
    for (size_t i = 0; i < SCREENS; i++) {
        int64_t counted = (int64_t)screens[i].counted * (LARGE - SMALL);
        bool more = large[i] > small[i] + small[i] / 2 + SAME + counted;
        print_message("%-10s %6lld of %d, %6lld of %d%s\n", screens[i].name, (long long)small[i],
                      SMALL, (long long)large[i], LARGE, more ? ": too many" : "");
        grown = grown || more;
    }
    assert_false(grown);
}

/* -- What is read -------------------------------------------------------------------------------
 */

/* Pages of the files that were looked at since this was last asked. */
static int pages_of(struct catalog *c)
{
    int hits, misses, highest;
    sqlite3_db_status(c->sql.db, SQLITE_DBSTATUS_CACHE_HIT, &hits, &highest, 1);
    sqlite3_db_status(c->sql.db, SQLITE_DBSTATUS_CACHE_MISS, &misses, &highest, 1);
    return hits + misses;
}

/* The time line of a party is found and counted by what an index says of each row. */
static void what_a_party_agreed_is_counted_without_reading_it(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, MOMENTS = 2 * COUNT, PAGES_EACH = 3 };
    const struct moments_query q = {.party = STR("x"), .today = 20000};
    write_library(f, COUNT);
    pages_of(f->c);
    assert_int_equal(moments_count(f->c, &q), MOMENTS);
    int pages = pages_of(f->c);
    print_message("%d pages\n", pages);
    assert_true(pages < MOMENTS * PAGES_EACH);
}

/* Of each moment an index is read, and one function is told. */
static void the_days_of_the_time_line_are_counted_in_few_steps(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, MOMENTS = 2 * COUNT, STEPS_EACH = 14, BESIDES = 2000 };
    const struct moments_query q = {.today = 20000};
    write_library(f, COUNT);
    steps_of(f->c);
    assert_int_equal(moments_count(f->c, &q), MOMENTS);
    int64_t steps = steps_of(f->c);
    print_message("%lld steps\n", (long long)steps);
    assert_true(steps < MOMENTS * STEPS_EACH + BESIDES);
}

/* Every moment, while nothing else is to be done: then no filter's count reads them. */
static void moments_that_were_read_ahead_are_not_read_again(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, MOMENTS = 2 * COUNT, STEPS = 200 };
    const struct moments_query all = {.today = 20000}, one = {.agreement = STR("g7")};
    write_library(f, COUNT);
    steps_of(f->c);
    catalog_moments_ahead(f->c);
    assert_true(steps_of(f->c) > MOMENTS);
    assert_int_equal(moments_count(f->c, &all), MOMENTS);
    assert_true(moments_count(f->c, &one) > 0);
    assert_true(steps_of(f->c) < STEPS);
}

static size_t agreements_of_all_parties(struct catalog *c)
{
    struct arena a = {0};
    struct facets parties;
    size_t sum = 0;
    assert_ok(catalog_facets(c, FACET_PARTY, PAGE, &a, &parties));
    assert_int_equal(parties.count, 2);
    for (size_t i = 0; i < parties.count; i++)
        sum += parties.rows[i].agreements;
    arena_release(&a);
    return sum;
}

/* What there is to filter by is counted once for a state of the library. */
static void facets_are_read_once(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 400, AGREEMENTS = COUNT / 2, STEPS = 100 };
    write_library(f, COUNT);
    steps_of(f->c);
    catalog_facets_ahead(f->c, PAGE);
    assert_true(steps_of(f->c) > AGREEMENTS);
    assert_int_equal(agreements_of_all_parties(f->c), 2 * AGREEMENTS);
    assert_true(steps_of(f->c) < STEPS);
    write_library(f, 2 * COUNT);
    assert_int_equal(agreements_of_all_parties(f->c), 4 * AGREEMENTS);
}

static size_t found_for(struct catalog *c, str text)
{
    struct arena a = {0};
    struct clause_fault fault;
    size_t count = 0;
    const struct search_query q = {.query = clause_parse(text, &a, &fault)};
    assert_ok(catalog_search_count(c, &q, &count));
    arena_release(&a);
    return count;
}

/* Which briefings there are is known by then. */
static void the_first_search_costs_what_it_finds(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, STEPS = 200 };
    struct catalog *other;
    write_library(f, COUNT);
    assert_ok(catalog_connect(f->c, &other));
    catalog_search_prepare(other);
    assert_true(steps_of(other) > COUNT);
    assert_int_equal(found_for(other, STR("nowhere")), 0);
    int64_t steps = steps_of(other);
    print_message("%lld steps\n", (long long)steps);
    assert_true(steps < STEPS);
    assert_int_equal(found_for(other, STR("spoke")), COUNT);
    catalog_close(other);
}

/* How long the texts are is read once, and the best of what is found are paged without being looked
 * for again. */
static void the_best_cost_what_they_are_found_by(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, STEPS_EACH = 10, SHOWN = 1000 };
    struct arena a = {0};
    struct clause_fault fault;
    struct search_page page;
    const struct search_query q = {.query = clause_parse(STR("spoke"), &a, &fault),
                                   .order = SEARCH_BY_SCORE};
    write_library(f, COUNT);
    catalog_search_prepare(f->c);
    assert_int_equal(found_for(f->c, STR("spoke")), COUNT);
    steps_of(f->c);
    catalog_search_ahead(f->c);
    assert_true(steps_of(f->c) > COUNT);
    assert_ok(catalog_search(f->c, &q, NULL, false, PAGE / 4, &a, &page));
    assert_int_equal(page.count, PAGE / 4);
    int64_t steps = steps_of(f->c);
    print_message("%lld steps\n", (long long)steps);
    assert_true(steps < COUNT * STEPS_EACH + SHOWN);
    assert_ok(catalog_search(f->c, &q, &page.rows[page.count - 1], false, PAGE / 4, &a, &page));
    assert_true(steps_of(f->c) < SHOWN);
    arena_release(&a);
}

/* -- What is broken off
 * ---------------------------------------------------------------------------- */

static bool is_enough(void *user)
{
    int *left = user;
    return (*left)-- <= 0;
}

/* A key ends what was asked for the one before it, wherever that is: what is asked then is answered
 * as if nothing had been. */
static void what_is_broken_off_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;
    const struct moments_query q = {.text = STR("xi g1 promise"), .today = 20000},
                               other = {.text = STR("xi g1"), .today = 20000};
    const struct list_query list = {.filter = STR("pi title wire")},
                            other_list = {.filter = STR("xi title 9")};
    struct moments_extent extent;
    bool whole = false;
    write_library(f, 1000);
    size_t moments = moments_count(f->c, &other);
    size_t briefs = list_count(f->c, &other_list);
    assert_true(moments > 0 && briefs > 0);
    for (int looks = 0; !whole; looks += 1 + looks / 2) {
        int left = looks;
        catalog_attend(f->c, is_enough, &left);
        catalog_list_count(f->c, &list, &(size_t){0});
        struct err e = catalog_moments_extent(f->c, &q, &extent);
        catalog_attend(f->c, NULL, NULL);
        whole = left > 0;
        assert_true(whole ? !err_failed(&e) : !err_failed(&e) || e.code == ERR_CANCELLED);
        assert_int_equal(moments_count(f->c, &other), moments);
        assert_int_equal(list_count(f->c, &other_list), briefs);
    }
}

/* Wherever it is: which briefings there are, word by word of those that begin so, page by page. The
 * same connection then finds all of it, in the same order. */
static void a_search_that_is_broken_off_goes_on(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 400, SHOWN = 20 };
    static const char *const asked[] = {"sp*", "wire* OR t*", "-nowhere", "entity:x topic:t1"};
    bool whole = false;
    size_t cut = 0;
    write_library(f, COUNT);
    for (int looks = 0; !whole; looks += 1 + looks / 4) {
        struct catalog *other;
        assert_ok(catalog_connect(f->c, &other));
        whole = true;
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
            struct arena a = {0};
            struct clause_fault fault;
            struct search_page page, again, expected;
            int left = looks;
            const struct search_query q = {.query = clause_parse(str_of(asked[i]), &a, &fault),
                                           .order = SEARCH_BY_NEWEST};
            catalog_attend(other, is_enough, &left);
            struct err e = catalog_search(other, &q, NULL, false, SHOWN, &a, &page);
            if (!err_failed(&e))
                e = catalog_search_count(other, &q, &(size_t){0});
            catalog_attend(other, NULL, NULL);
            assert_true(!err_failed(&e) || (e.code == ERR_CANCELLED && left < 0));
            cut += err_failed(&e);
            whole = whole && left > 0;
            assert_ok(catalog_search_from(other, &q, 0, SHOWN, &a, &again));
            assert_ok(catalog_search_from(f->c, &q, 0, SHOWN, &a, &expected));
            assert_true(expected.count > 0);
            assert_int_equal(again.count, expected.count);
            for (size_t k = 0; k < again.count; k++)
                assert_true(str_eq(again.rows[k].brief.id, expected.rows[k].brief.id));
            arena_release(&a);
        }
        catalog_close(other);
    }
    assert_true(cut > 0);
}

/* -- What is asked of the files ---------------------------------------------------------------- */

/* Nothing has changed: a row is read for each file, and nothing else. */
static void a_look_that_finds_nothing_costs_a_row_a_briefing(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, STEPS_A_ROW = 20, BESIDES = 2000 };
    write_library(f, COUNT);
    refresh(f);
    steps_of(f->c);
    refresh(f);
    assert_counts(f, .briefings = COUNT, .unchanged = COUNT);
    int64_t steps = steps_of(f->c);
    print_message("%lld steps\n", (long long)steps);
    assert_true(steps < COUNT * STEPS_A_ROW + BESIDES);
}

/* Listed and nowhere mentioned: it is written, and what speaks for it is not looked for. */
/* The list begins with what was read last, and nobody sees anything before it is known where that
 * is. */
static void near_the_beginning_it_costs_few_steps_where_a_row_is(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, STEPS_A_ROW = 16, BESIDES = 100 };
    struct brief_page page;
    const struct list_query q = {.sort = LIST_BY_DATE, .descending = true};
    write_library(f, COUNT);
    assert_ok(catalog_list(f->c, &q, NULL, false, PAGE, &f->arena, &page));
    for (size_t i = 0; i < PAGE; i++) {
        steps_of(f->c);
        assert_int_equal(catalog_list_rank(f->c, &q, &page.rows[i]), i);
        assert_true(steps_of(f->c) < (int64_t)i * STEPS_A_ROW + BESIDES);
    }
}

static void a_new_entity_costs_few_steps(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 1000, STEPS_EACH = 400, BESIDES = 2000 };
    struct buf yaml = {0};
    buf_append(&yaml, STR("entities:\n"));
    for (int i = 0; i < COUNT; i++)
        buf_printf(&yaml, "- {id: e%d, name: Name %d}\n", i, i);
    tree_write(&f->tree, "a.md", "Text.\n");
    tree_write_bytes(&f->tree, "a.yaml", yaml.ptr, yaml.len);
    buf_release(&yaml);
    refresh(f);
    int64_t steps = steps_of(f->c);
    print_message("%lld steps\n", (long long)steps);
    assert_true(steps < COUNT * STEPS_EACH + BESIDES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(a_screen_costs_the_same_in_a_large_library),
        TEST_OF(what_a_party_agreed_is_counted_without_reading_it),
        TEST_OF(the_days_of_the_time_line_are_counted_in_few_steps),
        TEST_OF(moments_that_were_read_ahead_are_not_read_again),
        TEST_OF(facets_are_read_once),
        TEST_OF(the_first_search_costs_what_it_finds),
        TEST_OF(the_best_cost_what_they_are_found_by),
        TEST_OF(what_is_broken_off_leaves_nothing_behind),
        TEST_OF(a_search_that_is_broken_off_goes_on),
        TEST_OF(a_look_that_finds_nothing_costs_a_row_a_briefing),
        TEST_OF(near_the_beginning_it_costs_few_steps_where_a_row_is),
        TEST_OF(a_new_entity_costs_few_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
