/* A briefing opened in the session: its timeline, with and without the catalogue. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"

#include <stdlib.h>

static const struct tree_file files[] = {
    {"a.md",
     "---\ndate: 2024-04-08\n---\n# A\n\nThe pact was signed. It will enter into force soon.\n\n"
     "Like [the other](agreement:%6Fther) and [[third one]] and [this](agreement:pact).\n"},
    {"a.yaml",
     "agreements:\n"
     "  - id: pact\n    title: Pact\n    milestones:\n"
     "      - {date: 2024-04-08, status: signed, quote: The pact was signed}\n"
     "      - {date: 2024-06, status: in-force, expected: true, quote: enter into force soon}\n"
     "  - {id: old, title: Old, date: 1960, status: signed}\n"
     "  - {id: vague, title: Vague, undated: nobody says}\n"
     "events:\n  - {id: feast, title: Feast, date: 2024-04-08}\n"                         },
    {"b.md",   "---\ndate: 2024-07-01\n---\n# B\n\nThe pact is in force.\n"               },
    {"b.yaml",
     "agreements:\n  - {id: pact, date: 2024-06-20, status: in-force, quote: is in force}\n"
     "  - {id: other, title: Other, date: 2020, status: proposed}\n"
     "  - {id: third one, date: 2021, status: proposed}\n"                                },
};

static int setup(void **state)
{
    return stage_setup_on(state, files, sizeof files / sizeof *files, (struct civil){2024, 12, 31});
}

static void assert_entry(const struct session *s, size_t i, const char *id)
{
    str got = session_entry_id(s, (long)i);
    if (!str_eq(got, str_of(id)))
        fail_msg("entry %zu is \"%.*s\", not \"%s\"", i, STR_FMT(got), id);
}

static void test_order_of_time(void **state)
{
    struct stage *s = *state;
    stage_read(s, "a");
    assert_int_equal(s->session.timeline_count, 6);
    assert_entry(&s->session, 0, "old");
    assert_entry(&s->session, 1, "other"); /* only linked: as the library knows it */
    assert_entry(&s->session, 2, "third one");
    assert_null(s->session.timeline[1].stated);
    assert_true(s->session.timeline[3].is_event || s->session.timeline[4].is_event);
    assert_entry(&s->session, 5, "vague"); /* undated last */
    assert_int_equal(session_agreement(&s->session, STR("vague")), 5);
    assert_int_equal(session_agreement(&s->session, STR("none")), SELECTED_NONE);
}

static void test_the_library_keeps_promises(void **state)
{
    struct stage *s = *state;
    stage_read(s, "a");
    long i = session_agreement(&s->session, STR("pact"));
    const struct timeline_row *row = &s->session.timeline[i].agreement;
    assert_int_equal(row->milestone_count, 3);
    assert_int_equal(row->status, STATUS_IN_FORCE);
    for (size_t m = 0; m < row->milestone_count; m++) {
        const struct timeline_milestone *t = &row->milestones[m];
        assert_true(t->m.evidence.found);
        if (t->promise != PROMISE_NONE) {
            assert_int_equal(t->promise, PROMISE_KEPT);
            assert_true(str_eq(t->kept_by, STR("b")));
        }
        if (str_eq(t->m.briefing, STR("a")))
            assert_true(t->m.evidence.span.end <= s->session.briefing->document.text.len);
    }
}

static void test_without_a_catalogue_the_briefing_speaks_for_itself(void **state)
{
    struct stage *s = *state;
    struct catalog *catalog = s->session.catalog;
    s->session.catalog = NULL;
    stage_read(s, "a");
    assert_int_equal(s->session.timeline_count, 4);
    long i = session_agreement(&s->session, STR("pact"));
    const struct timeline_row *row = &s->session.timeline[i].agreement;
    assert_int_equal(row->milestone_count, 2);
    assert_int_equal(row->status, STATUS_SIGNED);
    assert_int_equal(row->milestones[1].promise, PROMISE_OVERDUE);
    s->session.catalog = catalog;
}

static void test_a_file_newer_than_the_catalogue(void **state)
{
    struct stage *s = *state;
    tree_write(&s->tree, "a.md", "# A\n\nShort.\n");
    library_forget(&s->library);
    stage_read(s, "a");
    for (size_t i = 0; i < s->session.timeline_count; i++) {
        const struct timeline_row *row = &s->session.timeline[i].agreement;
        for (size_t m = 0; !s->session.timeline[i].is_event && m < row->milestone_count; m++)
            if (str_eq(row->milestones[m].m.briefing, STR("a")))
                assert_false(row->milestones[m].m.evidence.found);
    }
}

static void test_a_failure_leaves_what_was_open(void **state)
{
    struct stage *s = *state;
    stage_read(s, "a");
    s->session.selection.offset = 7;
    struct err e = session_open(&s->session, STR("missing"));
    assert_true(err_failed(&e));
    assert_true(str_eq(s->session.briefing->id, STR("a")));
    assert_int_equal(s->session.selection.offset, 7);
    stage_read(s, "b");
    assert_int_equal(s->session.selection.offset, 0);
    assert_int_equal(s->session.selection.entity, SELECTED_NONE);
}

/* -- Read ahead ---------------------------------------------------------------------------------
 */

static void assert_text(const struct stage *s, const char *holds)
{
    if (str_find(s->session.briefing->document.text, str_of(holds), 0) == STR_NONE)
        fail_msg("no \"%s\" in \"%.*s\"", holds, STR_FMT(s->session.briefing->document.text));
}

static void test_what_was_expected_is_as_if_it_was_not(void **state)
{
    struct stage *s = *state;
    stage_read(s, "b");
    session_expect(&s->session, STR("a"));
    assert_true(str_eq(s->session.briefing->id, STR("b"))); /* as yet */
    const struct session_read *ahead = s->session.ahead;
    assert_non_null(ahead);
    session_expect(&s->session, STR("a"));
    assert_ptr_equal(s->session.ahead, ahead);
    stage_read(s, "a");
    assert_int_equal(s->session.timeline_count, 6);
    assert_entry(&s->session, 0, "old");
    assert_text(s, "was signed");
}

/* Files that are young may be others without showing it, so this needs some that are not. */
static void test_what_was_expected_is_not_read_again(void **state)
{
    (void)state;
    struct library lib;
    struct session session = {.library = &lib};
    struct err e = library_open(&lib, STR(ATTACHE_SOURCE "/content"));
    assert_false(err_failed(&e));
    session_expect(&session, STR("2024/quad"));
    assert_non_null(session.ahead);
    e = session_open(&session, STR("2024/quad"));
    assert_false(err_failed(&e));
    assert_null(session.ahead);
    assert_true(str_eq(session.briefing->id, STR("2024/quad")));
    session_release(&session);
    library_close(&lib);
}

static void test_what_is_open_or_missing_is_not_read_ahead(void **state)
{
    struct stage *s = *state;
    stage_read(s, "b");
    session_expect(&s->session, STR("b"));
    assert_null(s->session.ahead);
    session_expect(&s->session, STR("missing"));
    assert_null(s->session.ahead);
    struct err e = session_open(&s->session, STR("missing"));
    assert_int_equal(e.code, ERR_NOT_FOUND);
}

static void test_what_changed_since_is_read_again(void **state)
{
    struct stage *s = *state;
    session_expect(&s->session, STR("b"));
    tree_write(&s->tree, "b.md", "# B\n\nThe pact ends.\n");
    stage_read(s, "b");
    assert_text(s, "The pact ends.");
    session_expect(&s->session, STR("a"));
    tree_write(&s->tree, "a.yaml", "entities: [{id: pact, type: agreement, name: The pact}]\n");
    stage_read(s, "a");
    assert_int_equal(session_entity(&s->session, STR("pact")), 0);
}

static void test_what_the_library_says_since_is_asked_again(void **state)
{
    struct stage *s = *state;
    session_expect(&s->session, STR("a"));
    tree_delete(&s->tree, "b.yaml");
    stage_index(s);
    s->session.generation++;
    stage_read(s, "a");
    assert_int_equal(s->session.timeline_count, 4); /* nobody states the others any more */
}

static void test_large_files_wait_until_they_are_opened(void **state)
{
    struct stage *s = *state;
    struct buf text = {0};
    while (text.len < 200 * 1024)
        buf_append(&text, STR("Words and words.\n\n"));
    tree_write_bytes(&s->tree, "b.md", text.ptr, text.len);
    session_expect(&s->session, STR("b"));
    assert_null(s->session.ahead);
    stage_read(s, "b");
    assert_text(s, "Words and words.");
    buf_release(&text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_order_of_time),
        TEST(test_the_library_keeps_promises),
        TEST(test_without_a_catalogue_the_briefing_speaks_for_itself),
        TEST(test_a_file_newer_than_the_catalogue),
        TEST(test_a_failure_leaves_what_was_open),
        TEST(test_what_was_expected_is_as_if_it_was_not),
        cmocka_unit_test(test_what_was_expected_is_not_read_again),
        TEST(test_what_is_open_or_missing_is_not_read_ahead),
        TEST(test_what_changed_since_is_read_again),
        TEST(test_what_the_library_says_since_is_asked_again),
        TEST(test_large_files_wait_until_they_are_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
