#include "tests/support/cmocka.h"
#include "tests/support/reading.h"
#include "text/safe.h"
#include "ui/panes/follow.h"
#include "ui/panes/prose.h"
#include "ui/panes/stops.h"

#include <stdio.h>
#include <string.h>

static int setup(void **state)
{
    struct reading *r = test_calloc(1, sizeof *r);
    reading_make(r, "# The *first* head!\n\nText.\n\n## Über: a second_head\n\nMore.\n");
    reading_entity(r, "japan", ENTITY_COUNTRY, "Japan");
    reading_entity(r, "a b", ENTITY_PERSON, "Someone");
    reading_agreement(r, "pact", "The pact", STATUS_SIGNED);
    reading_agreement(r, "japan", "An agreement with an entity's id", STATUS_SIGNED);
    r->briefing.path = STR("2024/deep/here.md");
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    reading_release(*state);
    test_free(*state);
    return 0;
}

static struct link_target target(struct reading *r, enum inline_kind kind, const char *address)
{
    struct inline_span link = {.kind = kind, .target = str_of(address)};
    return link_target(&r->session, &link, &r->arena);
}

static void check_path(struct reading *r, const char *address, const char *path,
                       const char *heading)
{
    struct link_target t = target(r, INLINE_LINK, address);
    assert_int_equal(t.kind, TARGET_ARTICLE);
    if (!str_eq(t.path, str_of(path)) || !str_eq(t.heading, str_of(heading)))
        fail_msg("%s: %.*s # %.*s", address, STR_FMT(t.path), STR_FMT(t.heading));
}

static void resolves_paths(void **state)
{
    struct reading *r = *state;
    check_path(r, "other.md", "2024/deep/other.md", "");
    check_path(r, "../other.md#a%20b", "2024/other.md", "a b");
    check_path(r, "./../../x/./y.md", "x/y.md", "");
    check_path(r, "/x//y.md", "x/y.md", "");
    check_path(r, "a%20b%2Ec.md?raw=1#x", "2024/deep/a b.c.md", "x");
    check_path(r, "100%.md", "2024/deep/100%.md", "");
    assert_int_equal(target(r, INLINE_LINK, "../../../etc/passwd").kind, TARGET_NOTHING);
    assert_int_equal(target(r, INLINE_LINK, "%2e%2e/%2e%2e/%2e%2e/x").kind, TARGET_NOTHING);
}

static void tells_what_is_named(void **state)
{
    struct reading *r = *state;
    struct link_target t = target(r, INLINE_LINK, "entity:a%20b");
    assert_int_equal(t.kind, TARGET_ENTITY);
    assert_int_equal(t.index, 1);
    t = target(r, INLINE_LINK, "agreement:japan");
    assert_int_equal(t.kind, TARGET_AGREEMENT);
    assert_int_equal(t.index, 1);
    assert_int_equal(target(r, INLINE_WIKI, "japan").kind, TARGET_ENTITY); /* before agreements */
    assert_int_equal(target(r, INLINE_WIKI, "pact").kind, TARGET_AGREEMENT);
    t = target(r, INLINE_WIKI, "Someone");
    assert_int_equal(t.kind, TARGET_ENTITY);
    assert_int_equal(t.index, 1);
    assert_int_equal(target(r, INLINE_WIKI, "someone").kind, TARGET_NOTHING);
    assert_int_equal(target(r, INLINE_LINK, "entity:nobody").kind, TARGET_NOTHING);
}

static void opens_only_what_a_browser_may(void **state)
{
    struct reading *r = *state;
    assert_int_equal(target(r, INLINE_LINK, "https://example.org/a#b").kind, TARGET_ADDRESS);
    assert_int_equal(target(r, INLINE_LINK, "HTTP://example.org").kind, TARGET_ADDRESS);
    assert_int_equal(target(r, INLINE_LINK, "mailto:a@example.org").kind, TARGET_ADDRESS);
    static const char *const refused[] = {"file:///etc/passwd", "javascript:alert(1)", "data:,x"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(target(r, INLINE_LINK, refused[i]).kind, TARGET_NOTHING);
        assert_true(target(r, INLINE_LINK, refused[i]).trouble.len > 0);
    }
}

static void finds_headings(void **state)
{
    struct reading *r = *state;
    struct link_target t = target(r, INLINE_LINK, "#the-first-head");
    assert_int_equal(t.kind, TARGET_HEADING);
    assert_int_equal(t.index, 0);
    t = target(r, INLINE_LINK, "#%C3%BCber-a-second_head");
    assert_int_equal(t.kind, TARGET_HEADING);
    assert_int_equal(t.index, 2);
    assert_int_equal(target(r, INLINE_LINK, "#nowhere").kind, TARGET_NOTHING);
}

/* -- Words in lines ------------------------------------------------------------------------------
 */

static void wraps_words(void **state)
{
    static const char *const texts[] = {
        "",
        "one",
        "a few words of a note, set in lines",
        "averyverylongwordthatfitsnowhere and more",
        "日本国とアメリカ合衆国との間の相互協力及び安全保障条約",
        "two\nlines, and  spaces   between",
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int width = 2; width < 50; width++) {
            struct prose p = prose_wrap(str_of(texts[i]), width, &a);
            struct buf joined = {0}, whole = {0};
            for (size_t line = 0; line < p.len; line++) {
                if (safe_width(p.items[line]) > (size_t)width)
                    fail_msg("width %d: %.*s", width, STR_FMT(p.items[line]));
                buf_append(&joined, p.items[line]);
            }
            /* Nothing but white space is lost. */
            for (const char *c = texts[i]; *c; c++)
                if (*c != ' ' && *c != '\n')
                    buf_byte(&whole, *c);
            size_t kept = 0;
            for (size_t at = 0; at < joined.len; at++)
                if (joined.ptr[at] != ' ' && joined.ptr[at] != '\n')
                    joined.ptr[kept++] = joined.ptr[at];
            joined.len = kept;
            assert_true(str_eq(buf_str(&joined), buf_str(&whole)));
            buf_release(&joined);
            buf_release(&whole);
        }
    arena_release(&a);
}

/* -- Lists with rows to pass over ----------------------------------------------------------------
 */

static bool is_odd(const void *list, size_t row)
{
    (void)list;
    return row % 2;
}

static bool is_never(const void *list, size_t row)
{
    (void)list, (void)row;
    return false;
}

static void counts_only_stops(void **state)
{
    (void)state;
    struct scroll s = {.count = 20, .rows = 5};
    stops_to(&s, 0, true, is_odd, NULL);
    assert_int_equal(s.cursor, 1);
    assert_int_equal(s.top, 0);
    stops_act(&s, ACTION_LINE_DOWN, 3, is_odd, NULL);
    assert_int_equal(s.cursor, 7);
    stops_act(&s, ACTION_LINE_UP, 2, is_odd, NULL);
    assert_int_equal(s.cursor, 3);
    stops_act(&s, ACTION_LINE_DOWN, 1000, is_odd, NULL);
    assert_int_equal(s.cursor, 19);
    stops_act(&s, ACTION_TOP, 4, is_odd, NULL);
    assert_int_equal(s.cursor, 7);
    stops_act(&s, ACTION_LINE_UP, 1000, is_odd, NULL);
    assert_int_equal(s.cursor, 1);
    assert_int_equal(s.top, 0); /* what stands before it is shown */
    s = (struct scroll){.count = 4, .rows = 5};
    stops_act(&s, ACTION_LINE_DOWN, 2, is_never, NULL);
    stops_act(&s, ACTION_BOTTOM, 0, is_never, NULL);
    assert_true(s.cursor < 4);
    s = (struct scroll){.rows = 5};
    stops_act(&s, ACTION_LINE_DOWN, 2, is_odd, NULL);
    stops_act(&s, ACTION_BOTTOM, 3, is_odd, NULL);
    assert_int_equal(s.cursor, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(resolves_paths, setup, teardown),
        cmocka_unit_test_setup_teardown(tells_what_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(opens_only_what_a_browser_may, setup, teardown),
        cmocka_unit_test_setup_teardown(finds_headings, setup, teardown),
        cmocka_unit_test(wraps_words),
        cmocka_unit_test(counts_only_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
