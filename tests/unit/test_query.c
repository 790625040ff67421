/* Lists of briefings and entities: order, pages, filters, counts. */
#include "catalog/query.h"

#include "catalog/db.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

static int setup(void **state)
{
    static struct shelf s;
    shelf_open(&s);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    shelf_close(*state);
    return 0;
}

/* -- A library of all sorts -------------------------------------------------------------------- */

static const char *const dates[] = {"2024-04-08", "2024-04", "2024", "-0044", NULL,
                                    "2023-12-30", "../2024", "1984", NULL,    "never"};
static const char *const titles[] = {"Zebra", "apple", "Äpfel", "Apple", "éclair", "", "12", "9"};
static const char *const sources[] = {NULL, "Example Wire", "example wire", "Zeitung",
                                      "Ärzteblatt"};
static const char *const topics[] = {"defence", "Weltraum", "Océan"};
static const char *const people[] = {"Fumio Kishida", "岸田文雄", "José Ramos", "ΣΊΣΥΦΟΣ"};

#define PICK(r, list) list[random_below(r, sizeof(list) / sizeof *(list))]

static struct briefing *random_briefing(struct shelf *s, struct random *r, size_t number)
{
    str id = arena_printf(&s->arena, "%c/%zu", (char)('a' + random_below(r, 3)), number);
    struct briefing *b = shelf_briefing(s, id.ptr, PICK(r, dates));
    b->title = str_of(PICK(r, titles));
    b->source.name = str_of(PICK(r, sources));
    b->words = random_below(r, 4) * (random_below(r, 2) != 0 ? 1 : 90);
    b->summary = STR("It was said that nothing is certain.");
    b->topics = ARENA_ARRAY(&s->arena, str, 1);
    b->topics[0] = str_of(PICK(r, topics));
    b->topic_count = random_below(r, 2);
    for (size_t i = random_below(r, 4); i > 0; i--) {
        const char *const names[] = {PICK(r, people), NULL};
        shelf_entity(s, b, arena_printf(&s->arena, "e%zu", i).ptr, random_below(r, 3), names);
    }
    for (size_t i = random_below(r, 12); i > 9; i--)
        shelf_agreement(s, b, arena_printf(&s->arena, "g%zu", i).ptr);
    for (size_t i = random_below(r, 3); i > 0; i--)
        shelf_problem(s, b, i, i == 1 ? DIAG_BAD_DATE : DIAG_UNKNOWN_KEY);
    return b;
}

static void fill(struct shelf *s, struct briefing **briefings, size_t count)
{
    struct random r = {UINT64_C(0xb00c)};
    for (size_t i = 0; i < count; i++) {
        briefings[i] = random_briefing(s, &r, i);
        shelf_put(s, briefings[i]);
    }
    shelf_settle(s);
}

/* -- Order ------------------------------------------------------------------------------------- */

static int by_number(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_text(str a, str b)
{
    struct arena arena = {0};
    int order = str_cmp(unicode_fold_marks(a, &arena), unicode_fold_marks(b, &arena));
    arena_release(&arena);
    return order;
}

/* The sort's ascending order without the id. */
static int ascending(enum list_sort sort, const struct brief_row *a, const struct brief_row *b)
{
    switch (sort) {
    case LIST_BY_DATE:
        return date_compare(&a->date, &b->date);
    case LIST_BY_TITLE:
        return by_text(a->title, b->title);
    case LIST_BY_SOURCE:
        return by_text(a->source.name, b->source.name);
    case LIST_BY_WORDS:
        return by_number(a->words, b->words);
    case LIST_BY_ENTITIES:
        return by_number(a->entities, b->entities);
    case LIST_BY_AGREEMENTS:
        return by_number(a->agreements, b->agreements);
    case LIST_BY_PROBLEMS:
        return by_number(a->errors + a->warnings, b->errors + b->warnings);
    default:
        return 0;
    }
}

static bool keyed(enum list_sort sort, const struct brief_row *r)
{
    return sort == LIST_BY_DATE     ? date_known(&r->date)
           : sort == LIST_BY_SOURCE ? str_present(r->source.name)
                                    : true;
}

static bool naturally_descending(enum list_sort sort)
{
    static const bool descends[] = {
#define X(id, name, label, descending) descending,
        LIST_SORTS(X)
#undef X
    };
    return descends[sort];
}

static bool stands_before(const struct list_query *q, const struct brief_row *a,
                          const struct brief_row *b)
{
    if (keyed(q->sort, a) != keyed(q->sort, b))
        return keyed(q->sort, a);
    int order = keyed(q->sort, a) ? ascending(q->sort, a, b) : 0;
    if (naturally_descending(q->sort))
        order = -order;
    if (order == 0)
        order = str_cmp(a->id, b->id);
    return q->descending == naturally_descending(q->sort) ? order < 0 : order > 0;
}

static struct brief_page all(struct shelf *s, const struct list_query *q)
{
    struct brief_page page;
    assert_ok(catalog_list(s->c, q, NULL, false, 1000, &s->arena, &page));
    assert_false(page.more);
    return page;
}

static void rows_stand_in_the_order_asked(void **state)
{
    struct shelf *s = *state;
    struct briefing *briefings[80];
    fill(s, briefings, 80);
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++) {
        for (int down = 0; down < 2; down++) {
            struct list_query q = {.sort = (enum list_sort)sort, .descending = down != 0};
            struct brief_page page = all(s, &q);
            assert_int_equal(page.count, 80);
            for (size_t i = 1; i < page.count; i++)
                if (!stands_before(&q, &page.rows[i - 1], &page.rows[i]))
                    fail_msg("sort %d down %d: %.*s before %.*s", sort, down,
                             STR_FMT(page.rows[i - 1].id), STR_FMT(page.rows[i].id));
        }
    }
}

static void check_pages(struct shelf *s, const struct list_query *q, size_t limit)
{
    struct brief_page whole = all(s, q), page = {.more = true};
    assert_int_equal(list_count(s->c, q), whole.count);
    const struct brief_row *from = NULL;
    size_t at = 0;
    while (page.more) {
        assert_ok(catalog_list(s->c, q, from, false, limit, &s->arena, &page));
        for (size_t i = 0; i < page.count; i++, at++)
            assert_true(str_eq(page.rows[i].id, whole.rows[at].id));
        from = page.count != 0 ? &page.rows[page.count - 1] : NULL;
    }
    assert_int_equal(at, whole.count);

    from = NULL;
    page.more = true;
    while (page.more) {
        assert_ok(catalog_list(s->c, q, from, true, limit, &s->arena, &page));
        for (size_t i = page.count; i > 0; i--)
            assert_true(str_eq(page.rows[i - 1].id, whole.rows[--at].id));
        from = page.count != 0 ? &page.rows[0] : NULL;
    }
    assert_int_equal(at, 0);
    for (size_t i = 0; i < whole.count; i += 7) {
        struct brief_row row;
        assert_int_equal(catalog_list_rank(s->c, q, &whole.rows[i]), i);
        assert_true(catalog_list_row(s->c, q, whole.rows[i].id, &s->arena, &row));
        assert_int_equal(catalog_list_rank(s->c, q, &row), i);
    }
}

static void pages_make_the_whole_both_ways(void **state)
{
    struct shelf *s = *state;
    static const size_t limits[] = {1, 3, 8, 200};
    static const char *const filters[] = {"", "a", "e wire"};
    struct briefing *briefings[50];
    fill(s, briefings, 50);
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++)
        for (int down = 0; down < 2; down++)
            for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
                for (size_t j = 0; j < sizeof filters / sizeof *filters; j++) {
                    struct list_query q = {.sort = (enum list_sort)sort,
                                           .descending = down != 0,
                                           .filter = str_of(filters[j])};
                    check_pages(s, &q, limits[i]);
                }
}

/* A row that is gone, or never was, is still a place to go on from. */
static void a_page_goes_on_from_a_row_that_is_gone(void **state)
{
    struct shelf *s = *state;
    struct briefing *briefings[20];
    fill(s, briefings, 20);
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++) {
        struct list_query q = {.sort = (enum list_sort)sort};
        struct brief_page before = all(s, &q), page;
        str gone = before.rows[7].id;
        shelf_remove(s, gone.ptr);
        assert_ok(catalog_list(s->c, &q, &before.rows[7], false, 1, &s->arena, &page));
        assert_true(str_eq(page.rows[0].id, before.rows[8].id));
        assert_ok(catalog_list(s->c, &q, &before.rows[7], true, 1, &s->arena, &page));
        assert_true(str_eq(page.rows[0].id, before.rows[6].id));
        for (size_t i = 0; i < 20; i++)
            if (str_eq(briefings[i]->id, gone))
                shelf_put(s, briefings[i]);
    }
}

/* -- Filters ----------------------------------------------------------------------------------- */

static void put_example(struct shelf *s)
{
    static str space[] = {STR_INIT("Weltraum"), STR_INIT("defence")};
    struct briefing *b = shelf_briefing(s, "2024/summit", "2024-04-08");
    b->title = STR("États-Unis et Japon");
    b->source = (struct source){STR("Example Wire"), STR("https://example.org"), STR("A. Writer")};
    b->topics = space;
    b->topic_count = 2;
    b->summary = STR("Kabinett berät");
    static const char *const names[] = {"Fumio Kishida", "Premier", "岸田文雄", NULL};
    shelf_entity(s, b, "kishida", 2, names);
    static const char *const unseen[] = {"Nobody Mentioned", NULL};
    shelf_entity(s, b, "nobody", 0, unseen);
    shelf_put(s, b);
    b = shelf_briefing(s, "old", "1960/1962");
    shelf_put(s, b);
    b = shelf_briefing(s, "undated", NULL);
    shelf_put(s, b);
    shelf_settle(s);
}

static size_t found(struct shelf *s, enum list_field field, const char *filter)
{
    const struct list_query q = {.sort = LIST_BY_ID, .field = field, .filter = str_of(filter)};
    return list_count(s->c, &q);
}

static void filters_ignore_case_and_diacritics(void **state)
{
    struct shelf *s = *state;
    put_example(s);
    assert_int_equal(found(s, LIST_ANY, ""), 3);
    assert_int_equal(found(s, LIST_ANY, "  "), 3);
    assert_int_equal(found(s, LIST_TITLE, "etats"), 1);
    assert_int_equal(found(s, LIST_TITLE, "ÉTATS"), 1);
    assert_int_equal(found(s, LIST_TITLE, "tats-u"), 1);
    assert_int_equal(found(s, LIST_TITLE, "japan"), 0);
    assert_int_equal(found(s, LIST_ANY, "BERAT"), 1);
    assert_int_equal(found(s, LIST_ANY, "2024/sum"), 1);
    assert_int_equal(found(s, LIST_TITLE, "%"), 0);
    assert_int_equal(found(s, LIST_TITLE, "_"), 0);
    assert_int_equal(found(s, LIST_TITLE, "'; DROP TABLE brief; --"), 0);
}

static void all_words_must_occur_anywhere(void **state)
{
    struct shelf *s = *state;
    put_example(s);
    assert_int_equal(found(s, LIST_ANY, "wire welt kishida japon"), 1);
    assert_int_equal(found(s, LIST_ANY, "wire welt kishida absent"), 0);
    assert_int_equal(found(s, LIST_TOPIC, "defence weltraum"), 1);
    assert_int_equal(found(s, LIST_TOPIC, "weltraumdefence"), 0);
    assert_int_equal(found(s, LIST_SOURCE, "writer example"), 1);
    assert_int_equal(found(s, LIST_SOURCE, "welt"), 0);
    assert_int_equal(found(s, LIST_ANY, "a b c d e f i j k l m n o p r s t u w"), 1);
}

static void entities_are_found_by_name_and_alias_where_mentioned(void **state)
{
    struct shelf *s = *state;
    put_example(s);
    assert_int_equal(found(s, LIST_ENTITY, "fumio"), 1);
    assert_int_equal(found(s, LIST_ENTITY, "岸田"), 1);
    assert_int_equal(found(s, LIST_ENTITY, "premier fumio"), 1);
    assert_int_equal(found(s, LIST_ENTITY, "nobody"), 0);
    assert_int_equal(found(s, LIST_ANY, "nobody"), 0);
    assert_int_equal(found(s, LIST_ANY, "premier"), 1);
    shelf_remove(s, "2024/summit");
    shelf_settle(s);
    assert_int_equal(found(s, LIST_ENTITY, "fumio"), 0);
}

static void years_are_found_as_they_are_typed(void **state)
{
    struct shelf *s = *state;
    put_example(s);
    assert_int_equal(found(s, LIST_YEAR, "2"), 1);
    assert_int_equal(found(s, LIST_YEAR, "20"), 1);
    assert_int_equal(found(s, LIST_YEAR, "2024"), 1);
    assert_int_equal(found(s, LIST_YEAR, "2025"), 0);
    assert_int_equal(found(s, LIST_YEAR, "1961"), 1);
    assert_int_equal(found(s, LIST_YEAR, "1963"), 0);
    assert_int_equal(found(s, LIST_YEAR, "196"), 1);
    assert_int_equal(found(s, LIST_YEAR, "x"), 0);
    assert_int_equal(found(s, LIST_YEAR, "99999999999999999999"), 0);
}

/* -- Entities ---------------------------------------------------------------------------------- */

static void entities_stand_by_mentions_then_id(void **state)
{
    struct shelf *s = *state;
    struct briefing *briefings[40];
    fill(s, briefings, 40);
    struct entity_page page;
    assert_ok(catalog_entities(s->c, NULL, 100, &s->arena, &page));
    assert_true(page.count >= 3);
    struct catalog_totals totals;
    catalog_totals(s->c, &totals);
    size_t mentions = 0;
    for (size_t i = 0; i < page.count; i++) {
        const struct entity_row *r = &page.rows[i], *last = i > 0 ? r - 1 : NULL;
        mentions += r->mentions;
        assert_true(last == NULL || last->mentions > r->mentions ||
                    (last->mentions == r->mentions && str_cmp(last->id, r->id) < 0));
    }
    assert_int_equal(totals.mentions, mentions);
    assert_int_equal(totals.entities, page.count);
    assert_int_equal(totals.briefings, 40);
}

static void an_entity_is_what_the_latest_briefing_says(void **state)
{
    struct shelf *s = *state;
    static const char *const old[] = {"Old Name", "Older", NULL}, *const new[] = {"New Name", NULL};
    static const char *const undated[] = {"Undated Name", NULL};
    struct briefing *b = shelf_briefing(s, "a", "2020");
    shelf_entity(s, b, "x", 3, old);
    shelf_put(s, b);
    b = shelf_briefing(s, "b", "2024");
    shelf_entity(s, b, "x", 0, new);
    shelf_put(s, b);
    b = shelf_briefing(s, "c", NULL);
    shelf_entity(s, b, "x", 1, undated);
    shelf_put(s, b);
    shelf_settle(s);
    assert_str(catalog_entity_name(s->c, STR("x"), &s->arena), "New Name");
    assert_str(catalog_entity_name(s->c, STR("y"), &s->arena), "y");
    struct entity_page page;
    assert_ok(catalog_entities(s->c, NULL, 10, &s->arena, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].mentions, 4);
    assert_int_equal(page.rows[0].briefings, 2);
    shelf_remove(s, "b");
    shelf_settle(s);
    assert_str(catalog_entity_name(s->c, STR("x"), &s->arena), "Old Name");
    shelf_remove(s, "a");
    shelf_remove(s, "c");
    shelf_settle(s);
    assert_ok(catalog_entities(s->c, NULL, 10, &s->arena, &page));
    assert_int_equal(page.count, 0);
}

/* -- Problems ---------------------------------------------------------------------------------- */

static void problems_stand_by_place_without_repetition(void **state)
{
    struct shelf *s = *state;
    struct briefing *b = shelf_briefing(s, "b", NULL);
    shelf_problem(s, b, 12, DIAG_UNKNOWN_KEY);
    shelf_problem(s, b, 2, DIAG_BAD_DATE);
    shelf_problem(s, b, 2, DIAG_BAD_DATE);
    shelf_put(s, b);
    b = shelf_briefing(s, "a", NULL);
    shelf_problem(s, b, 3, DIAG_YAML);
    shelf_put(s, b);
    struct diag_page page;
    assert_ok(catalog_diags(s->c, (str){0}, NULL, false, 2, &s->arena, &page));
    assert_int_equal(page.count, 2);
    assert_true(page.more);
    assert_str(page.rows[0].at.file, "a.yaml");
    assert_int_equal(page.rows[1].at.line, 2);
    struct diag last = page.rows[1];
    assert_ok(catalog_diags(s->c, (str){0}, &last, false, 2, &s->arena, &page));
    assert_int_equal(page.count, 1);
    assert_false(page.more);
    assert_int_equal(page.rows[0].at.line, 12);
    assert_ok(catalog_diags(s->c, (str){0}, NULL, true, 2, &s->arena, &page));
    assert_int_equal(page.count, 2);
    assert_true(page.more);
    assert_int_equal(page.rows[0].at.line, 2);
    assert_int_equal(page.rows[1].at.line, 12);
    assert_ok(catalog_diags(s->c, (str){0}, &page.rows[0], true, 2, &s->arena, &page));
    assert_int_equal(page.count, 1);
    assert_false(page.more);
    assert_str(page.rows[0].at.file, "a.yaml");
    assert_ok(catalog_diags(s->c, STR("b"), NULL, false, 9, &s->arena, &page));
    assert_int_equal(page.count, 2);
    assert_ok(catalog_diags(s->c, STR("b"), &last, false, 9, &s->arena, &page));
    assert_int_equal(page.count, 1);
    struct catalog_totals totals;
    catalog_totals(s->c, &totals);
    const struct list_query q = {.sort = LIST_BY_ID};
    struct brief_row row;
    assert_true(catalog_list_row(s->c, &q, STR("b"), &s->arena, &row));
    assert_int_equal(row.errors, 1);
    assert_int_equal(row.warnings, 1);
    assert_int_equal(totals.errors, 2);
    assert_int_equal(totals.warnings, 1);
}

/* A list that is sorted by SQLite itself, or walked through for a page, is slow where it is long.
 */
/* Several may say the same of one place, the one at home there among them or not; each place once.
 */
static void what_is_said_again_is_not_counted(void **state)
{
    enum { ROWS = 300, PLACES = 40 };
    struct shelf *s = *state;
    uint32_t random = 7;
    db_write(s->c);
    for (int i = 0; i < ROWS; i++) {
        random = random * 1103515245 + 12345;
        int place = (int)(random >> 16) % PLACES, kind = (int)(random >> 24) % 4;
        bool at_home = place % 3 != 0 && kind == 1; /* of one owner only */
        struct query q =
            db_query(s->c, "INSERT OR IGNORE INTO diag VALUES (?, 1, ?, ?, '', ?, ?, ?)");
        query_str(&q, place % 2 != 0 ? STR("a.yaml") : STR("b.yaml"));
        query_int(&q, place);
        query_int(&q, place % 5 != 0 ? DIAG_UNKNOWN_KEY : DIAG_BAD_DATE);
        query_int(&q, kind);
        query_int(&q, at_home ? place : i % 7 + PLACES);
        query_int(&q, !at_home);
        query_run(&q);
    }
    assert_ok(db_commit(s->c));
    size_t count, errors = 0;
    struct diag_page page;
    struct catalog_totals totals;
    assert_ok(catalog_diags(s->c, (str){0}, NULL, false, ROWS, &s->arena, &page));
    for (size_t i = 0; i < page.count; i++)
        errors += diag_code_severity(page.rows[i].code) == DIAG_ERROR_SEVERITY;
    assert_ok(catalog_diags_count(s->c, &count));
    catalog_totals(s->c, &totals);
    assert_int_equal(page.count, PLACES);
    assert_int_equal(count, page.count);
    assert_int_equal(totals.errors, errors);
    assert_int_equal(totals.warnings, page.count - errors);
}

static void briefings_are_found_by_their_content(void **state)
{
    struct shelf *s = *state;
    struct catalog_ids ids;
    static const char *const texts[] = {"one", "two", "one"};
    for (size_t i = 0; i < 3; i++) {
        struct briefing *b = shelf_briefing(s, arena_printf(&s->arena, "b%zu", 2 - i).ptr, NULL);
        b->document.source = str_of(texts[i]);
        shelf_put(s, b);
    }
    shelf_settle(s);
    assert_ok(catalog_same_content(s->c, hash_of(STR("one")), 9, &s->arena, &ids));
    assert_int_equal(ids.len, 2);
    assert_str(ids.items[0], "b0");
    assert_str(ids.items[1], "b2");
    assert_ok(catalog_same_content(s->c, hash_of(STR("one")), 1, &s->arena, &ids));
    assert_int_equal(ids.len, 1);
    assert_ok(catalog_same_content(s->c, hash_of(STR("three")), 9, &s->arena, &ids));
    assert_int_equal(ids.len, 0);
    assert_true(catalog_has(s->c, STR("b1")));
    assert_false(catalog_has(s->c, STR("b")));
    shelf_remove(s, "b2");
    shelf_settle(s);
    assert_false(catalog_has(s->c, STR("b2")));
}

static void every_sort_has_an_index(void **state)
{
    struct shelf *s = *state;
    struct briefing *briefings[60];
    fill(s, briefings, 60);
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++)
        for (int down = 0; down < 2; down++) {
            struct list_query q = {.sort = (enum list_sort)sort, .descending = down != 0};
            struct brief_page page;
            const struct brief_row *from = NULL;
            for (int i = 0; i < 20; i++) {
                assert_ok(catalog_list(s->c, &q, from, false, 3, &s->arena, &page));
                from = page.count > 0 ? &page.rows[page.count - 1] : NULL;
            }
        }
    struct buf out = {0};
    catalog_dump(s->c, 2, &out);
    buf_release(&out);
    size_t seen = 0;
    for (sqlite3_stmt *q = NULL; (q = sqlite3_next_stmt(s->c->sql.db, q)) != NULL;) {
        const char *sql = sqlite3_sql(q);
        if (strstr(sql, " ORDER BY ") == NULL || strstr(sql, "LIMIT") == NULL ||
            strstr(sql, "FROM definition") != NULL || strstr(sql, "FROM dirty_") != NULL ||
            strstr(sql, "SELECT e.definition") != NULL)
            continue; /* those of the writer */
        seen++;
        if (sqlite3_stmt_status(q, SQLITE_STMTSTATUS_SORT, 0) != 0)
            fail_msg("sorts: %s", sql);
    }
    assert_true(seen > 20);
}

#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* What all statements of the connection have cost so far. */
static int steps(struct catalog *c)
{
    int sum = 0;
    for (sqlite3_stmt *q = NULL; (q = sqlite3_next_stmt(c->sql.db, q)) != NULL;)
        sum += sqlite3_stmt_status(q, SQLITE_STMTSTATUS_VM_STEP, 0);
    return sum;
}

/* Every frame asks for them. */
static void totals_are_counted_once_for_each_state(void **state)
{
    struct shelf *s = *state;
    struct catalog_totals totals;
    for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < 200; i++) {
            str id = arena_printf(&s->arena, "many-%d-%d", round, i);
            struct briefing *b = shelf_briefing(s, id.ptr, "2024");
            shelf_problem(s, b, 1, DIAG_UNKNOWN_KEY);
            shelf_put(s, b);
        }
        shelf_settle(s);
        catalog_totals(s->c, &totals);
        assert_true(totals.briefings >= (size_t)(200 * round));
        assert_true(totals.warnings >= (size_t)(200 * round));
        int before = steps(s->c);
        catalog_totals(s->c, &totals);
        assert_true(totals.briefings >= (size_t)(200 * round));
        assert_true(catalog_has_problems(s->c));
        assert_in_range(steps(s->c) - before, 1, 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(rows_stand_in_the_order_asked),
        TEST_OF(pages_make_the_whole_both_ways),
        TEST_OF(a_page_goes_on_from_a_row_that_is_gone),
        TEST_OF(briefings_are_found_by_their_content),
        TEST_OF(every_sort_has_an_index),
        TEST_OF(filters_ignore_case_and_diacritics),
        TEST_OF(all_words_must_occur_anywhere),
        TEST_OF(entities_are_found_by_name_and_alias_where_mentioned),
        TEST_OF(years_are_found_as_they_are_typed),
        TEST_OF(entities_stand_by_mentions_then_id),
        TEST_OF(an_entity_is_what_the_latest_briefing_says),
        TEST_OF(problems_stand_by_place_without_repetition),
        TEST_OF(what_is_said_again_is_not_counted),
        TEST_OF(totals_are_counted_once_for_each_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
