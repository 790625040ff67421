/* What is let through on the timeline: chosen from lists, typed, taken back one by one. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/panes.h"
#include "ui/panes/sieve.h"

#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: egypt, type: country, name: Egypt}\n"
                      "  - {id: hatti, type: country, name: Hatti}\n"
                      "  - {id: guild, type: organization, name: The guild}\n"},
    {"a.md",          "# Some things\n"                                                            },
    {"a.yaml",
     "agreements:\n"
     "  - {id: peace, title: The peace, kind: treaty, topics: [peace], parties: [egypt, hatti],\n"
     "     milestones: [{date: 2020-03, status: signed}, {date: 2020-05, status: in-force}]}\n"
     "  - {id: grain, title: The grain, topics: [trade], parties: [egypt, guild],\n"
     "     milestones: [{date: 2021-01-09, status: signed}, {date: 2022, status: ratified,\n"
     "     expected: true}, {date: 2023/.., status: in-force, expected: true}]}\n"
     "events:\n"
     "  - {id: fair, title: The fair, date: 2021-06-01, participants: [guild]}\n"                  },
};

static int setup(void **state)
{
    stage_setup_on(state, files, sizeof files / sizeof *files, (struct civil){2022, 6, 1});
    stage_open(*state, &pane_timeline, 24, 100);
    return 0;
}

static void choose(struct stage *s, const char *field, const char *value)
{
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_select(s, field);
    stage_act(s, ACTION_OPEN, 0);
    stage_select(s, value);
    stage_act(s, ACTION_OPEN, 0);
}

static void test_chooses_what_is_shown(void **state)
{
    static const struct {
        const char *field, *value, *status;
    } choices[] = {
        {"party",                "Egypt",         "Egypt \u00B7 days \u00B7 5 of 6"        },
        {"type of party",        "organizations", "organizations \u00B7 days \u00B7 4 of 6"},
        {"kind of agreement",    "treaty",        "treaty \u00B7 days \u00B7 2 of 6"       },
        {"topic",                "trade",         "trade \u00B7 days \u00B7 3 of 6"        },
        {"status",               "in force",      "in force \u00B7 days \u00B7 2 of 6"     },
        {"promises",             "open",          "open \u00B7 days \u00B7 2 of 6"         },
        {"promises",             "no promises",   "no promises \u00B7 days \u00B7 3 of 6"  },
        {"agreements or events", "events",        "events \u00B7 days \u00B7 1 of 6"       },
    };
    struct stage *s = *state;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        choose(s, choices[i].field, choices[i].value);
        assert_string_equal(stage_status(s), choices[i].status);
        assert_true(stage_act(s, ACTION_CANCEL, 0));
        assert_string_equal(stage_status(s), "days \u00B7 6");
    }
    assert_false(stage_act(s, ACTION_CANCEL, 0));
}

/* Esc takes them back in the order in which they came; one is changed in its place. */
static void test_choices_add_up(void **state)
{
    struct stage *s = *state;
    choose(s, "party", "Egypt");
    choose(s, "topic", "trade");
    choose(s, "status", "signed");
    assert_string_equal(stage_status(s),
                        "Egypt \u00B7 trade \u00B7 signed \u00B7 days \u00B7 3 of 6");
    stage_select(s, "2022");
    stage_act(s, ACTION_SEARCH, 0);
    stage_type(s, INPUT_ACCEPTED, "nothing like it");
    stage_need_row(s, "Nothing is left by what is chosen.");
    stage_act(s, ACTION_CANCEL, 0);
    stage_assert_selected(s, "2022"); /* back from where nothing was */
    stage_act(s, ACTION_CANCEL, 0);
    assert_string_equal(stage_status(s), "Egypt \u00B7 trade \u00B7 days \u00B7 3 of 6");
    choose(s, "party", "any");
    assert_string_equal(stage_status(s), "trade \u00B7 days \u00B7 3 of 6");
}

/* Of parties and topics all must be there, of statuses and types one; what is chosen again is taken
 * back. */
static void test_several_of_a_field(void **state)
{
    struct stage *s = *state;
    choose(s, "party", "Egypt");
    choose(s, "party", "Hatti");
    assert_string_equal(stage_status(s), "Egypt and Hatti \u00B7 days \u00B7 2 of 6");
    assert_int_equal(stage_row_of(s, "The grain"), -1);
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_assert_row(s, "party", "Egypt and Hatti");
    stage_act(s, ACTION_OPEN, 0);
    stage_assert_row(s, "\u2022", "Egypt");
    stage_select(s, "Egypt");
    stage_act(s, ACTION_OPEN, 0);
    assert_string_equal(stage_status(s), "Hatti \u00B7 days \u00B7 2 of 6");
    choose(s, "party", "The guild"); /* of the fair, too */
    assert_string_equal(stage_status(s), "Hatti and The guild \u00B7 days \u00B7 0 of 6");
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    choose(s, "topic", "peace");
    choose(s, "topic", "trade");
    assert_string_equal(stage_status(s), "Hatti \u00B7 peace and trade \u00B7 days \u00B7 0 of 6");
    while (stage_act(s, ACTION_CANCEL, 0))
        continue;
    choose(s, "status", "signed");
    choose(s, "status", "in force");
    assert_string_equal(stage_status(s), "signed or in force \u00B7 days \u00B7 5 of 6");
    choose(s, "type of party", "countries");
    choose(s, "type of party", "organizations");
    assert_string_equal(
        stage_status(s),
        "signed or in force \u00B7 countries or organizations \u00B7 days \u00B7 5 of 6");
}

/* An event answers with its participants. */
static void test_several_parties_of_an_event(void **state)
{
    struct stage *s = *state;
    tree_write(&s->tree, "b.md", "# Others\n");
    tree_write(&s->tree, "b.yaml",
               "events: [{id: meeting, title: The meeting, date: 2021-07, participants: [guild, "
               "hatti]}]\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    choose(s, "party", "The guild");
    choose(s, "party", "Hatti");
    assert_string_equal(stage_status(s), "The guild and Hatti \u00B7 days \u00B7 1 of 7");
    stage_need_row(s, "The meeting");
}

static void test_four_of_a_field_at_most(void **state)
{
    struct sieve sieve = {0};
    (void)state;
    for (int i = 0; i < SIEVE_EACH_MOST; i++) {
        const char id[] = {(char)('a' + i)};
        assert_true(sieve_choose(&sieve, SIEVE_PARTY, (str){id, 1}, (str){id, 1}));
        assert_true(sieve_choose(&sieve, SIEVE_TOPIC, (str){id, 1}, (str){id, 1}));
    }
    assert_false(sieve_choose(&sieve, SIEVE_PARTY, STR("e"), STR("e")));
    struct moments_query q = {0};
    sieve_apply(&sieve, &q);
    assert_int_equal(q.also_count, MOMENTS_ALSO_MOST);
    sieve_release(&sieve);
}

static void test_values_are_filtered_and_left(void **state)
{
    struct stage *s = *state;
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_act(s, ACTION_OPEN, 0);
    stage_assert_row(s, "Egypt", "2"); /* agreements */
    stage_act(s, ACTION_SEARCH, 0);
    stage_type(s, INPUT_CHANGED, "hat");
    assert_int_equal(stage_row_of(s, "Egypt"), -1);
    stage_type(s, INPUT_ACCEPTED, "hat");
    stage_act(s, ACTION_CANCEL, 0); /* the words, */
    stage_need_row(s, "Egypt");
    stage_act(s, ACTION_CANCEL, 0); /* the values, */
    stage_need_row(s, "Show only, by");
    stage_act(s, ACTION_CANCEL, 0); /* the fields */
    stage_need_row(s, "The fair");
    assert_string_equal(stage_status(s), "days \u00B7 6");
}

static void ask_for_dates(struct stage *s, const char *typed)
{
    stage_act(s, ACTION_FILTER_FIELD, 0);
    stage_select(s, "date");
    stage_act(s, ACTION_OPEN, 0);
    assert_non_null(strstr(s->prompt, "date"));
    stage_type(s, INPUT_CHANGED, typed);
    stage_type(s, INPUT_ACCEPTED, typed);
}

static void test_filters_by_date(void **state)
{
    struct stage *s = *state;
    ask_for_dates(s, "2021-1");
    assert_non_null(strstr(stage_text(&s->said), "2021-1: "));
    assert_string_equal(stage_status(s), "days \u00B7 6");
    ask_for_dates(s, "2021-01/2021-05");
    assert_string_equal(stage_status(s), "Jan\u2013May 2021 \u00B7 days \u00B7 1 of 6");
    ask_for_dates(s, "2030"); /* what goes on may be then */
    assert_string_equal(stage_status(s), "2030 \u00B7 days \u00B7 1 of 6");
    ask_for_dates(s, "");
    assert_string_equal(stage_status(s), "days \u00B7 6");
}

static void test_typing_comes_back(void **state)
{
    struct stage *s = *state;
    struct buf before = {0};
    stage_select(s, "9 Jan");
    stage_screen(s, &before);
    stage_act(s, ACTION_SEARCH, 0);
    assert_string_equal(s->prompt, "/");
    stage_type(s, INPUT_CHANGED, "fair");
    stage_assert_selected(s, "The fair");
    stage_type(s, INPUT_CHANGED, "fairy");
    stage_need_row(s, "Nothing is left by what is chosen.");
    stage_type(s, INPUT_CANCELLED, "fairy");
    stage_assert_screen(s, &before);
}

/* While the catalogue is made, what is typed waits for what is to come. */
static void test_types_before_there_is_anything(void **state)
{
    struct stage *s = *state;
    tree_delete(&s->tree, "a.yaml");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_false(stage_act(s, ACTION_SEARCH, 0));
    s->session.indexing = true;
    assert_true(stage_act(s, ACTION_SEARCH, 0));
    stage_type(s, INPUT_CHANGED, "peace");
    tree_write(&s->tree, "a.yaml", files[2].text);
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "/peace \u00B7 days \u00B7 2 of 6");
    stage_type(s, INPUT_ACCEPTED, "peace");
    assert_string_equal(stage_status(s), "/peace \u00B7 days \u00B7 2 of 6");
}

/* All of a sieve can be written down and read again, whatever its values hold. */
static void test_is_written_and_read(void **state)
{
    (void)state;
    struct sieve from = {0}, to = {0};
    struct buf first = {0}, second = {0};
    struct arena a = {0};
    str reason;
    sieve_choose(&from, SIEVE_TOPIC, STR("a:b\0c"), STR("3:x"));
    assert_true(sieve_choose_date(&from, STR("2021/.."), &a, &reason));
    sieve_choose(&from, SIEVE_PARTY, STR("egypt"), STR("Egypt"));
    filter_input(&from.text, INPUT_ACCEPTED, STR("/0:/"));
    sieve_write(&from, &first);
    sieve_choose(&to, SIEVE_KIND, STR("gone"), STR("gone"));
    sieve_read(&to, buf_str(&first));
    sieve_write(&to, &second);
    assert_true(str_eq(buf_str(&first), buf_str(&second)));
    struct moments_query q = {0};
    sieve_apply(&to, &q);
    assert_true(str_eq(q.topic, STR("a:b\0c")));
    assert_true(str_eq(q.party, STR("egypt")));
    assert_true(q.has_from && !q.has_to);
    /* What is no such text is read as far as it goes. */
    for (size_t len = 0; len < first.len; len++)
        sieve_read(&to, str_sub(buf_str(&first), 0, len));
    sieve_read(&to, STR("A99999999999999999999999:x"));
    assert_true(sieve_is_empty(&to));
    sieve_release(&from);
    sieve_release(&to);
    buf_release(&first);
    buf_release(&second);
    arena_release(&a);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_chooses_what_is_shown),
        TEST(test_choices_add_up),
        TEST(test_several_of_a_field),
        TEST(test_several_parties_of_an_event),
        cmocka_unit_test(test_four_of_a_field_at_most),
        TEST(test_values_are_filtered_and_left),
        TEST(test_filters_by_date),
        TEST(test_typing_comes_back),
        TEST(test_types_before_there_is_anything),
        cmocka_unit_test(test_is_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
