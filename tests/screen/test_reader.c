#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <stdio.h>
#include <string.h>

static const struct tree_file files[] = {
    {"library.yaml",   "title: Test library\n"                                                                         },
    {"entities.yaml",  "entities:\n"
                      "  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: kishida, type: person, name: Fumio Kishida, aliases: [Kishida]}\n"},
    {"a/summit.md",
     "# The summit\n\nJapan was ready. Fumio Kishida came to the summit.\n\n"
     "Much was said that needs no telling here, and more than one line of it.\n\n"
     "A word that stands here: filler one.\n\nFiller two.\n\nFiller three.\n\nFiller four.\n\n"
     "Filler five.\n\nFiller six.\n\nFiller seven.\n\nFiller eight.\n\nFiller nine.\n\n"
     "Filler ten.\n\nFiller eleven.\n\nFiller twelve.\n\nFiller thirteen.\n\n"
     "The two announced a plan of seventy points. Kishida praised Japan.\n\n"
     "See [the outcome](../b/outcome.md) and [its end](../b/out%63ome.md#the-very-end).\n"                             },
    {"a/summit.yaml",
     "date: 2024-04-08\n"
     "agreements:\n"
     "  - {id: plan, title: The plan, parties: [japan], status: announced, date: 2024-04-10,\n"
     "     quote: a plan of seventy points}\n"
     "  - {id: later, title: Later talks, milestones: [{date: 2024-05, status: signed,\n"
     "     expected: true}]}\n"                                                                                        },
    {"b/outcome.md",
     "# The outcome\n\nThe treaty of the plan was signed.\n\n## The very end\n\nNo more.\n"                            },
    {"b/outcome.yaml", "date: 2024-04-12\n"
                       "agreements:\n"
                       "  - {id: plan, title: The plan, milestones: [{date: 2024-04-12,\n"
                       "     status: signed, quote: The treaty of the plan was signed}]}\n"      },
};

static void begin(struct scene *s, int rows, int columns)
{
    scene_start(s, ".", rows, columns);
    vt_wait_for(s->vt, "The summit");
    vt_wait_for(s->vt, "The outcome");
    vt_keys(s->vt, "G"); /* newest first: the summit is the older one */
    vt_keys(s->vt, "<Enter>");
    vt_wait_for(s->vt, "was ready");
}

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static void opens_three_panes(void **state)
{
    struct scene *s = *state;
    begin(s, 36, 120);
    vt_wait_for(s->vt, "Entities");
    vt_wait_for(s->vt, "Agreements");
    vt_wait_for(s->vt, "Fumio Kishida");
    vt_wait_for(s->vt, "10 Apr");
    vt_wait_for(s->vt, "overdue");
    vt_wait_cursor(s->vt, 2, 7);
}

static void steps_and_selects(void **state)
{
    struct scene *s = *state;
    begin(s, 36, 120);
    vt_keys(s->vt, "]");
    vt_wait_for(s->vt, "Japan · country · 1/2");
    vt_keys(s->vt, "}");
    vt_wait_for(s->vt, "Japan · country · 2/2");
    vt_keys(s->vt, "}");
    vt_wait_for(s->vt, "1/2");
    vt_wait_for(s->vt, "past the last mention");
    vt_keys(s->vt, "2]");
    vt_wait_for(s->vt, "Fumio Kishida · person · 2/2");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"Kishida praised");
    vt_keys(s->vt, "ej");
    vt_wait_for(s->vt, "▸Japan");
}

static void searches(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "/filler t");
    vt_wait_for(s->vt, "1 of 5");
    vt_keys(s->vt, "w");
    vt_wait_for(s->vt, "1 of 2");
    vt_keys(s->vt, "<Enter>n");
    vt_wait_for(s->vt, "2 of 2");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"Filler twelve");
    vt_keys(s->vt, "n");
    vt_wait_for(s->vt, "search hit the bottom");
    vt_keys(s->vt, "/zzz");
    vt_wait_for(s->vt, "not found");
    vt_keys(s->vt, "<Esc>");
    vt_wait_gone(s->vt, "zzz");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"Filler two");
}

static void goes_to_the_evidence_and_back(void **state)
{
    struct scene *s = *state;
    int row, column;
    begin(s, 24, 80);
    vt_keys(s->vt, "a");
    vt_wait_for(s->vt, "by time");
    vt_keys(s->vt, "<Enter>");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"a plan of seventy");
    vt_find(s->vt, "a plan of seventy", &row, &column);
    assert_true(vt_cell(s->vt, row, column).reverse); /* lit */
    assert_false(vt_cell(s->vt, row, column - 2).reverse);
    vt_keys(s->vt, "<BS>");
    vt_wait_for(s->vt, "by time");
    assert_true(vt_find(s->vt, "The plan", &row, &column));
    vt_wait_cursor(s->vt, row, column - 3);
}

static void unfolds_to_other_briefings(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "a");
    vt_wait_for(s->vt, "by time");
    vt_keys(s->vt, "x");
    vt_wait_for(s->vt, "in b/outcome");
    vt_keys(s->vt, "jj<Enter>");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"The treaty of the plan");
    vt_keys(s->vt, "<C-o>");
    vt_wait_for(s->vt, "in b/outcome");
}

static void follows_a_link_and_comes_back(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "G");
    vt_wait_for(s->vt, "outcome.md");
    vt_keys(s->vt, "<Enter>");
    vt_wait_for(s->vt, "The treaty of the plan");
    vt_keys(s->vt, "<BS>");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"See the outcome");
    vt_keys(s->vt, ".");
    vt_wait_for(s->vt, "#the-very-end");
    vt_keys(s->vt, "<Enter>");
    vt_wait_for(s->vt, "No more.");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"The very end");
}

static void keeps_the_place_when_resized(void **state)
{
    static const int sizes[][2] = {
        {10, 40 },
        {50, 200},
        {24, 80 },
        {9,  30 },
        {36, 120},
        {24, 80 }
    };
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "/filler nine<Enter>");
    vt_wait_until(s->vt, scene_cursor_is_on, (void *)"Filler nine");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        vt_resize(s->vt, sizes[i][0], sizes[i][1]);
        if (sizes[i][0] < 10)
            vt_wait_for(s->vt, "too small");
        else
            vt_wait_until(s->vt, scene_cursor_is_on, (void *)"Filler nine");
    }
    vt_keys(s->vt, "qq");
    assert_int_equal(vt_wait_exit(s->vt), 0);
    assert_true(vt_modes_restored(s->vt));
}

static void reads_without_unicode_or_colour(void **state)
{
    struct scene *s = *state;
    s->vt = vt_open(
        &s->tree,
        &(struct program){.args = STRINGS("a/summit.md"), .env = STRINGS("LC_ALL=C", "TERM=vt100")},
        24, 80);
    vt_wait_for(s->vt, "Japan was ready");
    vt_keys(s->vt, "]");
    vt_wait_for(s->vt, "Japan - country - 1/2");
    vt_wait_for(s->vt, "CP > Japan was ready");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, scene_remove)
    const struct CMUnitTest tests[] = {
        TEST(opens_three_panes),
        TEST(steps_and_selects),
        TEST(searches),
        TEST(goes_to_the_evidence_and_back),
        TEST(unfolds_to_other_briefings),
        TEST(follows_a_link_and_comes_back),
        TEST(keeps_the_place_when_resized),
        TEST(reads_without_unicode_or_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
