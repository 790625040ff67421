/* What a connection knows of the last filter never changes what the next one lets through: random
 * libraries, filters typed letter by letter, each compared with a connection that knows nothing. */
#include "catalog/kept.h"
#include "catalog/key.h"
#include "catalog/mentions_with.h"
#include "catalog/moments.h"
#include "catalog/promises.h"
#include "catalog/query.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"

#include <string.h>

enum { LIBRARIES = 4, BRIEFINGS = 40, QUERIES = 9, ALL = 2000, PAGE = 5 };

#define PICK(r, list) list[random_below(r, sizeof(list) / sizeof *(list))]

static const char *const ids[] = {"japan", "us", "e3", "fumio"};
static const char *const forms[] = {"Japan", "Nippon", "Fumio Kishida", "US", "Été", "Pact Team"};
static const char *const titles[] = {"Pact on ports", "Été accord", "Japan pact", "Ports"};
static const char *const notes[] = {"signed in the ports", "pact", "Nippon was late"};
static const char *const topics[] = {"defence", "ports", "Océan"};
static const char *const dates[] = {"2024-04-08", "2024-04", "2024", "2023/2024",
                                    "2024/..",    "../2023", "1984", "never"};
static const char *const typed[] = {
    "pact",  "japan pact", "pact japan", "ports 2024", "ete",  "nip late", "us ports",
    "fumio", "a/1",        "pp ports",   "defence",    "2024", "e3 acc"};

struct asked {
    struct shelf shelf;
    struct catalog *plain; /* made anew for each question */
    str ids[BRIEFINGS];
    struct arena arena;
};

/* -- Random libraries -------------------------------------------------------------------------- */

static str *some_ids(struct shelf *s, struct random *r, size_t *count)
{
    str *list = ARENA_ARRAY(&s->arena, str, 2);
    list[0] = str_of(PICK(r, ids));
    list[1] = str_of(PICK(r, ids));
    *count = random_below(r, 3);
    if (*count == 2 && str_eq(list[0], list[1]))
        *count = 1;
    return list;
}

static void add_agreement(struct shelf *s, struct random *r, struct briefing *b)
{
    str id = arena_printf(&s->arena, "g%zu", random_below(r, BRIEFINGS));
    struct agreement *g = shelf_agreement(s, b, id.ptr);
    g->title = str_of(PICK(r, titles));
    g->parties = some_ids(s, r, &g->party_count);
    g->topics = ARENA_ARRAY(&s->arena, str, 1);
    g->topics[0] = str_of(PICK(r, topics));
    g->topic_count = random_below(r, 2);
    for (size_t i = random_below(r, 3) + 1; i > 0; i--) {
        struct milestone *m =
            shelf_milestone(s, g, PICK(r, dates), (enum status)(1 + random_below(r, 4)));
        if (random_below(r, 3) == 0)
            m->party = str_of(PICK(r, ids));
        if (random_below(r, 4) == 0)
            m->note = str_of(PICK(r, notes));
        m->expected = random_below(r, 3) == 0;
    }
}

static void add_event(struct shelf *s, struct random *r, struct briefing *b)
{
    b->events = ARENA_ARRAY(&s->arena, struct event, 1);
    b->events[0].id = STR("meeting");
    b->events[0].title = str_of(PICK(r, titles));
    b->events[0].date = shelf_date(s, PICK(r, dates));
    b->events[0].participants = some_ids(s, r, &b->events[0].participant_count);
    b->event_count = 1;
}

static struct briefing *random_briefing(struct shelf *s, struct random *r, size_t number)
{
    str id = arena_printf(&s->arena, "%c/%zu", (char)('a' + random_below(r, 3)), number);
    struct briefing *b = shelf_briefing(s, id.ptr, PICK(r, dates));
    const char *const names[] = {PICK(r, forms), random_below(r, 2) ? PICK(r, forms) : NULL, NULL};
    b->title = str_of(PICK(r, titles));
    b->source.name = str_of(PICK(r, forms));
    b->topics = ARENA_ARRAY(&s->arena, str, 1);
    b->topics[0] = str_of(PICK(r, topics));
    b->topic_count = random_below(r, 2);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (random_below(r, 2) == 0)
            shelf_entity(s, b, ids[i], random_below(r, 3), names)->type =
                (enum entity_type)random_below(r, 4);
    for (size_t i = random_below(r, 3); i > 0; i--)
        add_agreement(s, r, b);
    if (random_below(r, 3) == 0)
        add_event(s, r, b);
    return b;
}

static void fill(struct asked *k, struct random *r)
{
    *k = (struct asked){0};
    shelf_open(&k->shelf);
    for (size_t i = 0; i < BRIEFINGS; i++) {
        struct briefing *b = random_briefing(&k->shelf, r, i);
        k->ids[i] = b->id;
        shelf_put(&k->shelf, b);
    }
    shelf_settle(&k->shelf);
}

/* -- The time line ----------------------------------------------------------------------------- */

static void forget(struct asked *k)
{
    catalog_close(k->plain);
    k->plain = NULL;
    assert_ok(catalog_connect(k->shelf.c, &k->plain));
}

static void assert_rows(const struct moment_page *page, const struct moment_page *all, size_t first)
{
    for (size_t i = 0; i < page->count; i++)
        assert_true(str_eq(page->rows[i].sort_key, all->rows[first + i].sort_key));
}

/* Each that is expected, whatever of their states is asked for, is counted by its state. */
static void compare_promises(struct asked *k, const struct moments_query *q,
                             const struct moment_page *all)
{
    struct promise_counts counts, expected = {{0}};
    struct moment_page page;
    struct moments_query any = *q;
    any.promises = 0;
    assert_ok(catalog_promise_counts(k->shelf.c, q, &counts));
    assert_ok(catalog_promises(k->shelf.c, &any, NULL, false, ALL, &k->arena, &page));
    for (size_t i = 0; i < page.count; i++) {
        expected.by_state[page.rows[i].promise]++;
        expected.by_state[PROMISE_NONE]++;
    }
    assert_memory_equal(&counts, &expected, sizeof counts);
    size_t among = 0;
    for (size_t i = 0; i < all->count; i++)
        among += all->rows[i].expected;
    assert_ok(catalog_promises(k->shelf.c, q, NULL, false, ALL, &k->arena, &page));
    assert_int_equal(page.count, q->promises == PROMISE_BIT(NONE) ? 0 : among);
}

static bool has_value(const struct moment *m, enum moment_facet facet, str value)
{
    bool own = facet == FACET_PARTY && str_present(m->party);
    const str *values = own ? &m->party : facet == FACET_PARTY ? m->parties : m->topics;
    size_t count = own ? 1 : facet == FACET_PARTY ? m->party_count : m->topic_count;
    for (size_t i = 0; i < count; i++)
        if (str_present(value) && str_eq(values[i], value))
            return true;
    return !str_present(value) && count == 0;
}

/* From page to page; backwards from the end. */
static void walk_group(struct asked *k, const struct moments_query *q,
                       const struct moment_page *expected, bool backwards)
{
    struct moment_page page = {.more = true};
    struct moment from;
    size_t seen = 0;
    for (; page.more; seen += page.count) {
        assert_ok(catalog_promises(k->shelf.c, q, seen > 0 ? &from : NULL, backwards, 2, &k->arena,
                                   &page));
        assert_true(seen + page.count <= expected->count);
        assert_rows(&page, expected, backwards ? expected->count - seen - page.count : seen);
        if (page.count > 0)
            from = page.rows[backwards ? 0 : page.count - 1];
    }
    assert_int_equal(seen, expected->count);
}

static void compare_groups(struct asked *k, const struct moments_query *q, enum moment_facet facet)
{
    struct moment_page all;
    struct promise_groups groups;
    size_t before = SIZE_MAX;
    assert_ok(catalog_promises(k->plain, q, NULL, false, ALL, &k->arena, &all));
    assert_ok(catalog_promise_groups(k->shelf.c, q, facet, ALL, &k->arena, &groups));
    for (size_t i = 0; i < groups.count; i++) {
        struct promise_counts counts = {{0}};
        struct moments_group group = {facet, groups.rows[i].value};
        struct moments_query of_group = *q;
        struct moment_page expected = {.rows = ARENA_ARRAY(&k->arena, struct moment, all.count)};
        of_group.group = &group;
        for (size_t m = 0; m < all.count; m++) {
            if (!has_value(&all.rows[m], facet, group.value))
                continue;
            counts.by_state[all.rows[m].promise]++;
            expected.rows[expected.count++] = all.rows[m];
        }
        counts.by_state[PROMISE_NONE] = expected.count;
        assert_memory_equal(&groups.rows[i].counts, &counts, sizeof counts);
        assert_true(expected.count > 0 && (expected.count <= before || !str_present(group.value)));
        before = expected.count;
        for (int backwards = 0; backwards < 2; backwards++)
            walk_group(k, &of_group, &expected, backwards);
    }
}

/* Of the whole time line from one of its rows on, and back. */
static void compare_moments(struct asked *k, const struct moments_query *q,
                            const struct moment_page *every, struct random *r)
{
    struct moment_page all, page;
    struct catalog *c = k->shelf.c;
    forget(k);
    assert_ok(catalog_moments(k->plain, q, NULL, false, ALL, &k->arena, &all));
    assert_int_equal(moments_count(c, q), all.count);
    compare_promises(k, q, &all);
    if (q->promises != PROMISE_BIT(NONE) && random_below(r, 8) == 0) {
        compare_groups(k, q, FACET_PARTY);
        compare_groups(k, q, FACET_TOPIC);
    }
    assert_ok(catalog_moments(c, q, NULL, false, ALL, &k->arena, &page));
    assert_int_equal(page.count, all.count);
    assert_rows(&page, &all, 0);
    assert_ok(catalog_moments(c, q, NULL, true, PAGE, &k->arena, &page));
    assert_int_equal(page.count, all.count < PAGE ? all.count : PAGE);
    assert_rows(&page, &all, all.count - page.count);
    if (every->count == 0)
        return;
    const struct moment *from = &every->rows[random_below(r, every->count)];
    for (int backwards = 0; backwards < 2; backwards++) {
        struct moment_page there;
        assert_ok(catalog_moments(c, q, from, backwards, PAGE, &k->arena, &page));
        assert_ok(catalog_moments(k->plain, q, from, backwards, PAGE, &k->arena, &there));
        assert_int_equal(page.count, there.count);
        assert_int_equal(page.more, there.more);
        assert_rows(&page, &there, 0);
    }
}

static bool states(const struct moment_page *page, str agreement)
{
    for (size_t i = 0; i < page->count; i++)
        if (page->rows[i].kind == MOMENT_MILESTONE && str_eq(page->rows[i].id, agreement))
            return true;
    return false;
}

/* Those of which a moment answers, in their order; counted first and not. */
static void compare_agreements(struct asked *k, const struct moments_query *q,
                               const struct timeline_page *every)
{
    struct moment_page moments;
    struct timeline_page counted, plain;
    size_t count, found = 0;
    assert_ok(catalog_moments(k->plain, q, NULL, false, ALL, &k->arena, &moments));
    assert_ok(catalog_agreements(k->plain, q, NULL, false, ALL, &k->arena, &plain));
    assert_ok(catalog_agreements_count(k->shelf.c, q, &count));
    assert_ok(catalog_agreements(k->shelf.c, q, NULL, false, ALL, &k->arena, &counted));
    assert_int_equal(counted.count, count);
    assert_int_equal(plain.count, count);
    for (size_t i = 0; i < every->count; i++) {
        if (!states(&moments, every->rows[i].id))
            continue;
        assert_true(found < count);
        assert_true(str_eq(counted.rows[found].id, every->rows[i].id));
        assert_true(str_eq(plain.rows[found].id, every->rows[i].id));
        found++;
    }
    assert_int_equal(found, count);
}

static struct moments_query random_query(struct random *r)
{
    struct moments_query q = {.today = 20000};
    switch (random_below(r, 8)) {
    case 0:
        q.statuses = (unsigned)random_below(r, 16) << 1;
        break;
    case 1:
        q.promises = (unsigned)random_below(r, 16);
        break;
    case 2:
        q.party = str_of(PICK(r, ids));
        q.party_types = (unsigned)(random_below(r, 2) * random_below(r, 16));
        break;
    case 3:
        q.has_from = random_below(r, 2) == 0;
        q.has_to = random_below(r, 2) == 0;
        q.from = q.to = 19500 + (int64_t)random_below(r, 500);
        break;
    case 4:
        q.party_types = (unsigned)random_below(r, 16);
        break;
    case 5:
        q.topic = str_of(PICK(r, topics));
        break;
    default:
        break;
    }
    return q;
}

static void the_time_line_is_filtered_alike_however_it_was_typed(void **state)
{
    struct random r = {UINT64_C(0x7e57)};
    struct asked k;
    size_t found = 0;
    (void)state;
    for (int library = 0; library < LIBRARIES; library++) {
        const struct moments_query whole = {.today = 20000};
        struct moment_page moments;
        struct timeline_page agreements;
        fill(&k, &r);
        assert_ok(catalog_moments(k.shelf.c, &whole, NULL, false, ALL, &k.arena, &moments));
        assert_ok(catalog_timeline(k.shelf.c, 20000, NULL, ALL, &k.arena, &agreements));
        for (int i = 0; i < QUERIES; i++) {
            struct moments_query q = random_query(&r);
            str text = str_of(PICK(&r, typed));
            for (size_t length = random_below(&r, 2); length <= text.len; length++) {
                q.text = str_sub(text, 0, length);
                compare_moments(&k, &q, &moments, &r);
                compare_agreements(&k, &q, &agreements);
                found += moments_count(k.shelf.c, &q);
            }
        }
        catalog_close(k.plain);
        arena_release(&k.arena);
        shelf_close(&k.shelf);
    }
    assert_true(found > 1000);
}

/* -- The list ---------------------------------------------------------------------------------- */

/* Of some briefings something is kept. */
static void tell_kept(const struct asked *k, struct catalog *c)
{
    catalog_kept_begin(c);
    for (size_t i = 0; i < BRIEFINGS; i++)
        if (i % 3 != 0)
            catalog_kept_add(c, k->ids[i], (unsigned)(i * 7 % 16));
    assert_ok(catalog_kept_end(c, 1));
}

static void the_list_is_filtered_alike_however_it_was_typed(void **state)
{
    struct random r = {UINT64_C(0x115d)};
    struct asked k;
    size_t found = 0;
    (void)state;
    for (int library = 0; library < LIBRARIES; library++) {
        fill(&k, &r);
        tell_kept(&k, k.shelf.c);
        for (int i = 0; i < QUERIES; i++) {
            struct list_query q = {.sort = LIST_BY_TITLE,
                                   .field = (enum list_field)random_below(&r, LIST_FIELD_COUNT),
                                   .kept = (enum list_kept)random_below(&r, LIST_KEPT_COUNT)};
            str text = str_of(PICK(&r, typed));
            for (size_t length = 0; length <= text.len; length++) {
                struct brief_page page, plain;
                q.filter = str_sub(text, 0, length);
                forget(&k);
                tell_kept(&k, k.plain);
                assert_ok(catalog_list(k.plain, &q, NULL, false, ALL, &k.arena, &plain));
                assert_int_equal(list_count(k.shelf.c, &q), plain.count);
                assert_ok(catalog_list(k.shelf.c, &q, NULL, false, ALL, &k.arena, &page));
                assert_int_equal(page.count, plain.count);
                for (size_t row = 0; row < page.count; row++)
                    assert_true(str_eq(page.rows[row].id, plain.rows[row].id));
                found += page.count;
            }
        }
        catalog_close(k.plain);
        arena_release(&k.arena);
        shelf_close(&k.shelf);
    }
    assert_true(found > 1000);
}

/* -- Mentions ---------------------------------------------------------------------------------- */

static bool has_words(const struct mention_row *m, str filter, struct arena *a)
{
    struct filter_words words = words_of(filter, a);
    str title = key_fold(m->title, a), form = key_fold(m->form, a);
    for (size_t i = 0; i < words.len; i++)
        if (str_find(title, words.items[i], 0) == STR_NONE &&
            str_find(form, words.items[i], 0) == STR_NONE)
            return false;
    return true;
}

/* All that have the words, in their order; and from any of them on. */
static size_t compare_mentions(struct asked *k, str id, str filter, struct random *r)
{
    struct mention_page all, page;
    struct mentions_with with;
    size_t found = 0;
    assert_ok(catalog_mentions(k->shelf.c, id, NULL, false, ALL, &k->arena, &all));
    assert_ok(catalog_mentions_with(k->shelf.c, id, filter, &with));
    assert_false(with.cut);
    assert_int_equal(with.looked, all.count);
    for (size_t i = 0; i < all.count; i++)
        if (has_words(&all.rows[i], filter, &k->arena))
            all.rows[found++] = all.rows[i];
    assert_int_equal(with.mentions, found);
    for (int from = 0; from < 3; from++) {
        size_t first = random_below(r, found + 2), rest = first < found ? found - first : 0;
        assert_ok(catalog_mentions_with_from(k->shelf.c, &with, first, PAGE, &k->arena, &page));
        assert_int_equal(page.count, rest < PAGE ? rest : PAGE);
        assert_int_equal(page.more, rest > PAGE);
        for (size_t i = 0; i < page.count; i++) {
            const struct mention_row *row = &page.rows[i], *plain = &all.rows[first + i];
            assert_true(str_eq(row->briefing, plain->briefing));
            assert_int_equal(row->span.start, plain->span.start);
            assert_int_equal(row->number, plain->number);
            assert_int_equal(row->at, first + i);
        }
    }
    mentions_with_release(&with);
    return found;
}

static void mentions_are_filtered_as_if_all_were_looked_at(void **state)
{
    struct random r = {UINT64_C(0x3e17)};
    struct asked k;
    size_t found = 0;
    (void)state;
    for (int library = 0; library < LIBRARIES; library++) {
        fill(&k, &r);
        for (int i = 0; i < QUERIES; i++) {
            str text = str_of(PICK(&r, typed)), id = str_of(PICK(&r, ids));
            for (size_t length = 0; length <= text.len; length++)
                found += compare_mentions(&k, id, str_sub(text, 0, length), &r);
        }
        arena_release(&k.arena);
        shelf_close(&k.shelf);
    }
    assert_true(found > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_time_line_is_filtered_alike_however_it_was_typed),
        cmocka_unit_test(the_list_is_filtered_alike_however_it_was_typed),
        cmocka_unit_test(mentions_are_filtered_as_if_all_were_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
