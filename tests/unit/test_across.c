/*
 * What the catalogue says across the bundled library equals a plain count over its briefings:
 * mentions, months, forms, company, moments and promises, forwards and backwards.
 */
#include "catalog/dossier.h"
#include "catalog/entities.h"
#include "catalog/moments.h"
#include "catalog/promises.h"
#include "catalog/refresh.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"

#include <string.h>

enum { BRIEFINGS_MAX = 64, ALL = 5000 };

static struct {
    struct library lib;
    struct catalog *catalog;
    struct arena arena;
    struct briefing *briefings[BRIEFINGS_MAX];
    size_t count;
} shelf;

static bool load(void *user, const struct unit *unit)
{
    (void)user;
    struct diag_list refused = {.arena = &shelf.arena};
    assert_true(shelf.count < BRIEFINGS_MAX);
    struct err e =
        library_load(&shelf.lib, unit, &shelf.arena, &shelf.briefings[shelf.count++], &refused);
    assert_false(err_failed(&e));
    return true;
}

static int open_content(void **state)
{
    (void)state;
    char notice[256];
    struct catalog_options options = {.in_memory = true};
    struct library_visitor visitor = {.unit = load};
    struct diag_list diags = {.arena = &shelf.arena};
    struct err e = library_open(&shelf.lib, STR(ATTACHE_SOURCE "/content"));
    if (!err_failed(&e))
        e = library_walk(&shelf.lib, &visitor, &diags);
    if (!err_failed(&e))
        e = catalog_open(&shelf.lib, &options, &shelf.catalog, notice);
    if (!err_failed(&e))
        e = catalog_refresh(shelf.catalog, &shelf.lib, false, NULL, NULL);
    return err_failed(&e) ? -1 : 0;
}

static int close_content(void **state)
{
    (void)state;
    catalog_close(shelf.catalog);
    library_close(&shelf.lib);
    arena_release(&shelf.arena);
    return 0;
}

/* The entity's number in a briefing, or SIZE_MAX. */
static size_t number_in(const struct briefing *b, str id)
{
    for (size_t i = 0; i < b->entity_count; i++)
        if (str_eq(b->entities[i].id, id))
            return i;
    return SIZE_MAX;
}

static bool block_names(const struct briefing *b, size_t block, size_t entity)
{
    for (size_t i = 0; i < b->mention_count; i++)
        if (mention_is_of(&b->mentions[i], entity) &&
            document_block_at(&b->document, b->mentions[i].span.start) == block)
            return true;
    return false;
}

static struct entities_page all_entities(struct arena *a)
{
    struct entities_query q = {.sort = ENTITY_BY_NAME};
    struct entities_page page;
    struct err e = catalog_entity_list(shelf.catalog, &q, NULL, false, ALL, a, &page);
    assert_false(err_failed(&e));
    assert_false(page.more);
    return page;
}

static void dossiers_count_as_the_texts_do(void **state)
{
    (void)state;
    struct arena a = {0};
    struct entities_page page = all_entities(&a);
    assert_true(page.count > 100);
    for (size_t i = 0; i < page.count; i++) {
        str id = page.rows[i].entity.id;
        size_t mentions = 0, briefings = 0, formed = 0, placed = 0;
        for (size_t k = 0; k < shelf.count; k++) {
            size_t n = number_in(shelf.briefings[k], id);
            size_t here = n == SIZE_MAX ? 0 : briefing_mention_count(shelf.briefings[k], n);
            mentions += here;
            briefings += here > 0;
        }
        struct dossier d;
        assert_true(catalog_dossier(shelf.catalog, id, &a, &d));
        for (size_t k = 0; k < d.form_count; k++)
            formed += d.forms[k].mentions;
        for (size_t k = 0; k < d.month_count; k++)
            placed += d.months[k].mentions;
        if (d.mentions != mentions || d.briefings != briefings || formed != mentions ||
            placed + d.unplaced != mentions)
            fail_msg("%.*s: %zu mentions in %zu, %zu by form, %zu by month, not %zu in %zu",
                     STR_FMT(id), d.mentions, d.briefings, formed, placed + d.unplaced, mentions,
                     briefings);
        assert_int_equal(page.rows[i].entity.mentions, mentions);
    }
    struct dossier none;
    assert_false(catalog_dossier(shelf.catalog, STR("nobody"), &a, &none));
    arena_release(&a);
}

static void company_is_symmetric_and_counted(void **state)
{
    (void)state;
    struct arena a = {0};
    str kishida = STR("fumio-kishida");
    struct company_page with;
    struct err e = catalog_company(shelf.catalog, kishida, 0, NULL, false, ALL, &a, &with);
    assert_false(err_failed(&e));
    assert_true(with.count > 20);
    for (size_t i = 0; i < with.count; i++) {
        size_t briefings = 0, paragraphs = 0, found = 0;
        for (size_t k = 0; k < shelf.count; k++) {
            const struct briefing *b = shelf.briefings[k];
            size_t one = number_in(b, kishida), other = number_in(b, with.rows[i].id);
            if (one == SIZE_MAX || other == SIZE_MAX || !briefing_mention_count(b, one) ||
                !briefing_mention_count(b, other))
                continue;
            briefings++;
            for (size_t block = 0; block < b->document.block_count; block++)
                paragraphs += block_names(b, block, one) && block_names(b, block, other);
        }
        struct company_page back;
        e = catalog_company(shelf.catalog, with.rows[i].id, 0, NULL, false, ALL, &a, &back);
        assert_false(err_failed(&e));
        for (size_t k = 0; k < back.count; k++)
            found += str_eq(back.rows[k].id, kishida) &&
                     back.rows[k].briefings == with.rows[i].briefings &&
                     back.rows[k].paragraphs == with.rows[i].paragraphs;
        if (found != 1 || with.rows[i].briefings != briefings ||
            with.rows[i].paragraphs != paragraphs)
            fail_msg("%.*s: %zu briefings, %zu paragraphs, not %zu, %zu; %zu times the other way",
                     STR_FMT(with.rows[i].id), with.rows[i].briefings, with.rows[i].paragraphs,
                     briefings, paragraphs, found);
    }
    arena_release(&a);
}

static void mentions_page_both_ways(void **state)
{
    (void)state;
    struct arena a = {0};
    str japan = STR("japan");
    struct mention_page all, page;
    struct err e = catalog_mentions(shelf.catalog, japan, NULL, false, ALL, &a, &all);
    assert_false(err_failed(&e));
    assert_true(all.count > 30);
    const struct mention_row *from = NULL;
    for (size_t seen = 0; seen < all.count; seen += page.count, from = &page.rows[page.count - 1]) {
        e = catalog_mentions(shelf.catalog, japan, from, false, 7, &a, &page);
        assert_false(err_failed(&e));
        assert_int_equal(page.more, seen + page.count < all.count);
        for (size_t i = 0; i < page.count; i++) {
            assert_true(str_eq(page.rows[i].briefing, all.rows[seen + i].briefing));
            assert_int_equal(page.rows[i].span.start, all.rows[seen + i].span.start);
        }
    }
    from = NULL;
    for (size_t left = all.count; left; left -= page.count, from = &page.rows[0]) {
        e = catalog_mentions(shelf.catalog, japan, from, true, 5, &a, &page);
        assert_false(err_failed(&e));
        assert_true(page.count > 0 && page.count <= left);
        for (size_t i = 0; i < page.count; i++)
            assert_int_equal(page.rows[i].span.start, all.rows[left - page.count + i].span.start);
    }
    arena_release(&a);
}

/* Every number, also those behind the end. */
static void mentions_begin_with_any_number(void **state)
{
    (void)state;
    struct arena a = {0};
    str japan = STR("japan");
    struct mention_page all, page;
    assert_ok(catalog_mentions(shelf.catalog, japan, NULL, false, ALL, &a, &all));
    for (size_t first = 0; first < all.count + 2; first++) {
        size_t left = first < all.count ? all.count - first : 0;
        assert_ok(catalog_mentions_from(shelf.catalog, japan, first, 3, &a, &page));
        assert_int_equal(page.count, left < 3 ? left : 3);
        assert_int_equal(page.more, left > 3);
        for (size_t i = 0; i < page.count; i++) {
            assert_true(str_eq(page.rows[i].briefing, all.rows[first + i].briefing));
            assert_int_equal(page.rows[i].span.start, all.rows[first + i].span.start);
            assert_int_equal(page.rows[i].number, all.rows[first + i].number);
        }
    }
    assert_ok(catalog_mentions_from(shelf.catalog, STR("nobody"), 0, 3, &a, &page));
    assert_int_equal(page.count, 0);
    arena_release(&a);
}

static void moments_begin_with_any_number(void **state)
{
    (void)state;
    const str parties[] = {{0}, STR("japan")};
    struct arena a = {0};
    struct moment_page all, page;
    for (size_t i = 0; i < 2; i++) {
        const struct moments_query q = {.party = parties[i], .today = 20000};
        assert_ok(catalog_moments(shelf.catalog, &q, NULL, false, ALL, &a, &all));
        assert_true(all.count > 10);
        for (size_t first = 0; first < all.count + 2; first++) {
            size_t left = first < all.count ? all.count - first : 0;
            assert_ok(catalog_moments_from(shelf.catalog, &q, first, 3, &a, &page));
            assert_int_equal(page.count, left < 3 ? left : 3);
            for (size_t row = 0; row < page.count; row++)
                assert_true(str_eq(page.rows[row].sort_key, all.rows[first + row].sort_key));
        }
    }
    arena_release(&a);
}

static int64_t day_of(const struct moment *m)
{
    return m->date.first == DATE_DAY ? m->date.earliest : m->date.latest;
}

/* What is counted without being read is what the pages show. */
static void moments_of_a_party_are_counted_as_they_are_shown(void **state)
{
    (void)state;
    const str japan = STR("japan");
    const struct moments_query queries[] = {
        {.party = japan             },
        {                 .party = japan, .kinds = MOMENT_BIT(EVENT)},
        {                 .party = japan,             .has_to = true, .to = 19800},
        {      .party = japan,              .has_from = true, .from = 19800},
        {.party = japan,                           .promises = PROMISE_BIT(KEPT) | PROMISE_BIT(OPEN), .today = 20000},
        {                                   .party = japan,             .text = STR("access")},
    };
    struct arena a = {0};
    struct moment_page page;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const struct moments_query *q = &queries[i];
        assert_ok(catalog_moments(shelf.catalog, q, NULL, false, ALL, &a, &page));
        assert_true(page.count > 0);
        assert_int_equal(moments_count(shelf.catalog, q), page.count);
        for (size_t row = 0, first = 0; row < page.count; row++) {
            if (!date_known(&page.rows[row].date))
                break;
            first = row > 0 && day_of(&page.rows[row]) == day_of(&page.rows[row - 1]) ? first : row;
            assert_int_equal(catalog_moments_before(shelf.catalog, q, day_of(&page.rows[row])),
                             first);
        }
    }
    arena_release(&a);
}

/* The last ones, whole but for the first of them. */
static void buckets_go_back(const struct moments_query *q, enum time_unit unit,
                            const struct moments_extent *extent, const struct buckets *all,
                            struct arena *a)
{
    struct buckets last;
    size_t limit = all->count > 3 ? 3 : all->count;
    assert_ok(
        catalog_buckets_back(shelf.catalog, q, unit, extent->first, extent->last, limit, a, &last));
    assert_int_equal(last.count, limit);
    assert_int_equal(last.more, all->count > limit);
    for (size_t i = 0; i < limit; i++) {
        assert_int_equal(last.rows[i].start, all->rows[all->count - limit + i].start);
        assert_int_equal(last.rows[i].moments, all->rows[all->count - limit + i].moments);
    }
}

/* A key before a day stands between the moments of that day and those before it. */
static void days_part_the_moments(const struct moments_query *q, const struct moment_page *all,
                                  struct arena *a)
{
    struct moment_page page;
    for (size_t i = 1; i < all->count; i++) {
        const struct date *d = &all->rows[i].date, *before = &all->rows[i - 1].date;
        bool dated = date_known(d);
        int64_t day = day_of(&all->rows[i]);
        if (date_known(before) && dated && day == day_of(&all->rows[i - 1]))
            continue;
        if (!dated && !date_known(before))
            continue;
        struct moment edge = {.sort_key = dated ? catalog_moments_before_day(day, a)
                                                : catalog_moments_before_undated(a)};
        assert_ok(catalog_moments(shelf.catalog, q, &edge, false, 1, a, &page));
        assert_true(str_eq(page.rows[0].sort_key, all->rows[i].sort_key));
        assert_ok(catalog_moments(shelf.catalog, q, &edge, true, 1, a, &page));
        assert_true(str_eq(page.rows[0].sort_key, all->rows[i - 1].sort_key));
    }
}

static void groups_hold_their_promises(const struct moments_query *q, enum moment_facet facet,
                                       struct arena *a)
{
    struct promise_groups groups;
    assert_ok(catalog_promise_groups(shelf.catalog, q, facet, ALL, a, &groups));
    assert_true(groups.count > 1);
    for (size_t i = 0; i < groups.count; i++) {
        struct moments_group group = {facet, groups.rows[i].value};
        struct moments_query of_group = *q;
        struct moment_page page;
        size_t overdue = 0;
        of_group.group = &group;
        assert_ok(catalog_promises(shelf.catalog, &of_group, NULL, false, ALL, a, &page));
        for (size_t k = 0; k < page.count; k++)
            overdue += page.rows[k].promise == PROMISE_OVERDUE;
        assert_int_equal(page.count, groups.rows[i].counts.by_state[PROMISE_NONE]);
        assert_int_equal(overdue, groups.rows[i].counts.by_state[PROMISE_OVERDUE]);
    }
}

static void moments_are_all_milestones_and_events(void **state)
{
    (void)state;
    struct arena a = {0};
    size_t moments = 0, promises = 0;
    for (size_t i = 0; i < shelf.count; i++) {
        moments += shelf.briefings[i]->event_count;
        for (size_t k = 0; k < shelf.briefings[i]->agreement_count; k++) {
            const struct agreement *g = &shelf.briefings[i]->agreements[k];
            moments += g->milestone_count;
            for (size_t m = 0; m < g->milestone_count; m++)
                promises += g->milestones[m].expected;
        }
    }
    struct moments_query q = {.today = date_from_civil((struct civil){2025, 12, 31})};
    struct moment_page all, page;
    struct moments_extent extent;
    struct err e = catalog_moments(shelf.catalog, &q, NULL, false, ALL, &a, &all);
    assert_false(err_failed(&e));
    assert_int_equal(all.count, moments);
    assert_int_equal(moments_count(shelf.catalog, &q), moments);
    e = catalog_moments_extent(shelf.catalog, &q, &extent);
    assert_false(err_failed(&e));
    assert_int_equal(extent.dated + extent.undated, moments);
    for (enum time_unit unit = UNIT_DAY; unit < TIME_UNIT_COUNT; unit++) {
        struct buckets buckets;
        size_t sum = 0;
        e = catalog_buckets(shelf.catalog, &q, unit, extent.first, extent.last, ALL, &a, &buckets);
        assert_false(err_failed(&e));
        for (size_t i = 0; i < buckets.count; i++)
            sum += buckets.rows[i].moments;
        assert_int_equal(sum, extent.dated);
        buckets_go_back(&q, unit, &extent, &buckets, &a);
    }
    days_part_the_moments(&q, &all, &a);
    const struct moment *from = NULL;
    for (size_t left = all.count; left; left -= page.count, from = &page.rows[0]) {
        e = catalog_moments(shelf.catalog, &q, from, true, 9, &a, &page);
        assert_false(err_failed(&e));
        assert_true(page.count > 0);
        for (size_t i = 0; i < page.count; i++)
            assert_true(str_eq(page.rows[i].sort_key, all.rows[left - page.count + i].sort_key));
    }
    e = catalog_promises(shelf.catalog, &q, NULL, false, ALL, &a, &page);
    assert_false(err_failed(&e));
    assert_int_equal(page.count, promises);
    struct promise_counts counts;
    e = catalog_promise_counts(shelf.catalog, &q, &counts);
    assert_false(err_failed(&e));
    assert_int_equal(counts.by_state[PROMISE_NONE], promises);
    for (enum promise state_of = PROMISE_KEPT; state_of <= PROMISE_OVERDUE; state_of++) {
        size_t n = 0;
        for (size_t i = 0; i < page.count; i++)
            n += page.rows[i].promise == state_of;
        assert_int_equal(counts.by_state[state_of], n);
    }
    groups_hold_their_promises(&q, FACET_PARTY, &a);
    groups_hold_their_promises(&q, FACET_TOPIC, &a);
    arena_release(&a);
}

/* -- Words ------------------------------------------------------------------------------------- */

enum { MOMENTS_MAX = 1000, WORD_LETTERS = 4 };

/* Which of all moments, in their order, a query lets through. */
static size_t let_through(const struct moments_query *q, const struct moment_page *all, bool *shown)
{
    struct arena a = {0};
    struct moment_page page;
    size_t at = 0;
    memset(shown, 0, all->count * sizeof *shown);
    assert_ok(catalog_moments(shelf.catalog, q, NULL, false, ALL, &a, &page));
    for (size_t i = 0; i < all->count && at < page.count; i++)
        if (str_eq(all->rows[i].sort_key, page.rows[at].sort_key)) {
            shown[i] = true;
            at++;
        }
    size_t count = page.count;
    assert_int_equal(at, count);
    assert_int_equal(moments_count(shelf.catalog, q), count);
    arena_release(&a);
    return count;
}

/* The beginning of some word of what the moment shows, or of a party. */
static str some_word(struct random *random, const struct moment *m, struct arena *a)
{
    str from = m->party_count > 0 && random_below(random, 2) ? m->parties[0]
               : str_present(m->title)                       ? m->title
                                                             : m->id;
    size_t at = random_below(random, from.len);
    while (at > 0 && from.ptr[at - 1] != ' ' && from.ptr[at - 1] != '-')
        at--;
    size_t end = at + WORD_LETTERS < from.len ? at + WORD_LETTERS : from.len;
    str word = str_sub(from, at, end);
    return str_find_byte(word, ' ', 0) == STR_NONE ? arena_str(a, word) : STR("a");
}

/* Wherever each of them stands: in the agreement, in the moment, in a name of a party. */
static void words_must_all_occur(void **state)
{
    (void)state;
    struct arena a = {0};
    struct random random = {0x30d5};
    struct moment_page all;
    static bool one[MOMENTS_MAX], other[MOMENTS_MAX], both[MOMENTS_MAX], party[MOMENTS_MAX];
    const struct moments_query every = {.today = 20000};
    size_t found = 0;
    assert_ok(catalog_moments(shelf.catalog, &every, NULL, false, ALL, &a, &all));
    assert_true(all.count > 100 && all.count < MOMENTS_MAX);
    for (int round = 0; round < 60; round++) {
        const struct moment *m = &all.rows[random_below(&random, all.count)];
        str x = some_word(&random, m, &a), y = some_word(&random, m, &a);
        struct moments_query q = {.text = x, .today = 20000};
        let_through(&q, &all, one);
        assert_true(one[m - all.rows]);
        q.text = y;
        let_through(&q, &all, other);
        q.text = arena_printf(&a, "%.*s %.*s", STR_FMT(x), STR_FMT(y));
        found += let_through(&q, &all, both);
        for (size_t i = 0; i < all.count; i++)
            assert_int_equal(both[i], one[i] && other[i]);
        if (m->party_count == 0)
            continue;
        q.party = m->parties[0];
        let_through(&q, &all, other);
        q.text = (str){0};
        let_through(&q, &all, party);
        for (size_t i = 0; i < all.count; i++)
            assert_int_equal(other[i], both[i] && party[i]);
    }
    assert_true(found > 100);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dossiers_count_as_the_texts_do),
        cmocka_unit_test(company_is_symmetric_and_counted),
        cmocka_unit_test(mentions_page_both_ways),
        cmocka_unit_test(mentions_begin_with_any_number),
        cmocka_unit_test(moments_begin_with_any_number),
        cmocka_unit_test(moments_of_a_party_are_counted_as_they_are_shown),
        cmocka_unit_test(moments_are_all_milestones_and_events),
        cmocka_unit_test(words_must_all_occur),
    };
    return cmocka_run_group_tests(tests, open_content, close_content);
}
