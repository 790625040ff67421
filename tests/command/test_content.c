/* The bundled library keeps what it promises: no problems, briefings of a readable length, evidence
 * for claims. */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <jansson.h>
#include <string.h>

static struct tree home; /* its library is not used: the content is */

static int make(void **state)
{
    (void)state;
    tree_make(&home, NULL, 0);
    return 0;
}

static int remove_home(void **state)
{
    (void)state;
    tree_remove(&home);
    return 0;
}

static struct outcome ask(const char *command, const char *argument)
{
    struct program p = {.args = argument
                                    ? STRINGS(command, argument, "--format", "json", "--library",
                                              ATTACHE_SOURCE "/content", "--today", "2025-12-31")
                                    : STRINGS(command, "--format", "json", "--library",
                                              ATTACHE_SOURCE "/content", "--today", "2025-12-31")};
    return program_run(&home, &p);
}

static json_t *ask_json(const char *command, const char *argument)
{
    struct outcome o = ask(command, argument);
    assert_string_equal(o.err, "");
    assert_int_equal(o.status, 0);
    json_error_t error;
    json_t *value = json_loadb(o.out, o.out_size, 0, &error);
    assert_non_null(value);
    outcome_release(&o);
    return value;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void check_finds_nothing(void **state)
{
    (void)state;
    struct program p = {
        .args = STRINGS("check", "--library", ATTACHE_SOURCE "/content"),
    };
    struct outcome o = program_run(&home, &p);
    assert_string_equal(o.out, "");
    assert_string_equal(o.err, "attache: 16 briefings, 0 errors, 0 warnings\n");
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

static void briefings_are_of_a_readable_length(void **state)
{
    (void)state;
    json_t *list = ask_json("list", NULL);
    assert_int_equal(json_array_size(list), 16);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        json_int_t words = json_integer_value(json_object_get(row, "words"));
        if (words < 250 || words > 500)
            fail_msg("%s has %d words", text_of(row, "id"), (int)words);
        assert_true(json_integer_value(json_object_get(row, "entities")) > 0);
        assert_string_not_equal(text_of(row, "date"), "");
        assert_string_not_equal(text_of(json_object_get(row, "source"), "name"), "");
    }
    json_decref(list);
}

static void every_milestone_shows_its_sentence(void **state)
{
    (void)state;
    json_t *timeline = ask_json("timeline", NULL);
    assert_true(json_array_size(timeline) >= 20);
    for (size_t i = 0; i < json_array_size(timeline); i++) {
        const json_t *agreement = json_array_get(timeline, i);
        const json_t *milestones = json_object_get(agreement, "milestones");
        for (size_t k = 0; k < json_array_size(milestones); k++) {
            const json_t *m = json_array_get(milestones, k);
            if (!json_is_integer(json_object_get(m, "start")))
                fail_msg("a milestone of %s in %s has no evidence", text_of(agreement, "id"),
                         text_of(m, "briefing"));
        }
    }
    json_decref(timeline);
}

static void promises_of_april_2024_have_an_outcome(void **state)
{
    (void)state;
    json_t *timeline = ask_json("timeline", NULL);
    size_t kept = 0, open = 0;
    for (size_t i = 0; i < json_array_size(timeline); i++) {
        const json_t *milestones = json_object_get(json_array_get(timeline, i), "milestones");
        for (size_t k = 0; k < json_array_size(milestones); k++) {
            const char *promise = text_of(json_array_get(milestones, k), "promise");
            kept += strcmp(promise, "kept") == 0;
            open += strcmp(promise, "open") == 0;
        }
    }
    json_decref(timeline);
    assert_true(kept >= 3);
    assert_true(open >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_finds_nothing),
        cmocka_unit_test(briefings_are_of_a_readable_length),
        cmocka_unit_test(every_milestone_shows_its_sentence),
        cmocka_unit_test(promises_of_april_2024_have_an_outcome),
    };
    return cmocka_run_group_tests(tests, make, remove_home);
}
