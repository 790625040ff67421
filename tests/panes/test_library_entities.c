/* The entities of the library, and the names in trouble, over a real library. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/names.h"
#include "ui/panes/panes.h"

#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [Nippon, 日本]}\n"
                      "  - {id: kishida, type: person, name: 岸田文雄, aliases: [Kishida], role: "
                      "Prime minister}\n"
                      "  - {id: town, type: place, name: \"Washington, D.C.\", aliases: "
                      "[Washington]}\n"
                      "  - {id: general, type: person, name: George Washington, aliases: "
                      "[Washington]}\n"
                      "  - {id: silent, type: topic, name: Nowhere, description: No text has it.}\n"
                      "  - {id: plain, name: Plain}\n"                       },
    {"a.md",          "---\ntitle: Alpha\ndate: 2024-04-08\n---\n"
             "Japan and 岸田文雄. 日本 again, and Washington. See [[Nobody]].\n"},
    {"a.yaml",        "entities: [town, general, ghost]\n"                                        },
    {"b.md",          "---\ntitle: Beta\ndate: 2020\n---\nJapan and Plain. Plain too.\n"          },
    {"b.yaml",        "entities: [ghost]\n"                                                       },
    {"c.md",          "---\ntitle: Gamma\n---\nNippon.\n"                                         },
};

static int setup(void **state)
{
    return stage_setup(state, files, sizeof files / sizeof *files);
}

static void lists_with_counts_and_days(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 100);
    assert_non_null(strstr(stage_row(s, 0), "Entities 6"));
    assert_non_null(strstr(stage_row(s, 1), "1 people  2 countries  3 places  4 topics  5 other"));
    assert_non_null(strstr(stage_row(s, 2), "mentions\u2193"));
    const char *japan = stage_row(s, 3);
    assert_non_null(strstr(japan, " C  Japan"));
    assert_non_null(strstr(japan, "\u2501"));
    assert_non_null(strstr(japan, " 4         3   1 Jan 2020   8 Apr 2024"));
    assert_non_null(strstr(stage_row(s, 4), " X  Plain"));
    int row = stage_row_of(s, "Nowhere");
    assert_true(row > 0);
    assert_non_null(strstr(stage_row(s, row), "\u00B7         \u00B7"));
    assert_string_equal(stage_status(s), "1/6");
    assert_int_equal(stage_selected_row(s), 3);
}

/* It takes long in a large library, and nobody has asked yet. */
static void names_in_trouble_are_counted_meanwhile(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 100);
    assert_null(strstr(stage_row(s, 0), "Names in trouble 3"));
    assert_true(s->pane.ops->meanwhile(&s->pane));
    assert_non_null(strstr(stage_row(s, 0), "Names in trouble 3"));
    assert_false(s->pane.ops->meanwhile(&s->pane));
}

static void previews_the_selected(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 34, 120);
    assert_true(stage_row_of(s, "country \u00B7 4 mentions \u00B7 3 briefings") > 0);
    assert_true(stage_row_of(s, "also Nippon, 日本") > 0);
    assert_true(stage_row_of(s, "last in Alpha \u00B7 8 April 2024") > 0);
    assert_true(stage_row_of(s, "mentions by") > 0);
    stage_act(s, ACTION_BOTTOM, 0);
    assert_true(stage_row_of(s, "topic \u00B7 0 mentions") > 0);
    assert_true(stage_row_of(s, "No text has it.") > 0);
    assert_true(stage_row_of(s, "mentioned in no text") > 0);
    stage_resize(s, 8, 40);
    assert_true(stage_row_of(s, "Nowhere") > 0);
    assert_int_equal(stage_row_of(s, "No text has it."), -1);
}

/* Keys that come fast do not wait for it; what is drawn meanwhile is nobody else's. */
static void asks_for_the_preview_when_it_is_wanted(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 34, 120);
    assert_true(stage_row_of(s, "last in Alpha \u00B7 8 April 2024") > 0);
    stage_act(s, ACTION_LINE_DOWN, 0);
    assert_false(names_has_preview(s->pane.state));
    canvas_clear(&s->canvas);
    pane_names.draw(&s->pane, &s->canvas, true);
    for (int row = 0; row < 34; row++) {
        struct buf b = {0};
        canvas_row_text(&s->canvas, row, &b);
        assert_null(strstr(stage_text(&b), "last in"));
        buf_release(&b);
    }
    assert_true(stage_row_of(s, "last in") > 0);
    assert_true(names_has_preview(s->pane.state));
    stage_act(s, ACTION_LINE_UP, 0);
    assert_true(stage_row_of(s, "last in Alpha \u00B7 8 April 2024") > 0);
}

static void filters_and_says_which_alias(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 80);
    stage_act(s, ACTION_LINE_DOWN, 1);
    stage_act(s, ACTION_SEARCH, 0);
    stage_type(s, INPUT_CHANGED, "kishi");
    assert_string_equal(stage_status(s), "/kishi  1/1 of 6");
    assert_true(stage_row_of(s, "岸田文雄 \u2190 Kishida") > 0);
    stage_type(s, INPUT_CHANGED, "WASH");
    assert_string_equal(stage_status(s), "/WASH  1/2 of 6");
    stage_type(s, INPUT_CHANGED, "nobody here");
    assert_string_equal(stage_status(s), "/nobody here  none of 6");
    assert_true(stage_row_of(s, "has \"nobody here\" in it") > 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
    stage_type(s, INPUT_CANCELLED, "");
    assert_string_equal(stage_status(s), "2/6"); /* where the typing began */
    stage_type(s, INPUT_CHANGED, "日本");
    assert_true(stage_row_of(s, "Japan \u2190 日本") > 0);
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "1/6"); /* what was found */
    assert_false(stage_act(s, ACTION_CANCEL, 0));
}

static void sorts_and_groups(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 80);
    stage_act(s, ACTION_LINE_DOWN, 1); /* Plain stays selected */
    stage_act(s, ACTION_REVERSE, 0);
    assert_string_equal(stage_text(&s->said), "sorted by mentions, reversed");
    assert_string_equal(stage_status(s), "5/6");
    stage_act(s, ACTION_SORT, 0);
    assert_string_equal(stage_text(&s->said), "sorted by briefings");
    assert_true(stage_row_of(s, "last seen") == 2 && stage_row_of(s, "first seen") == -1);
    stage_act(s, ACTION_SORT, 0);
    stage_act(s, ACTION_SORT, 0);
    stage_act(s, ACTION_SORT, 0);
    assert_string_equal(stage_text(&s->said), "sorted by first seen");
    assert_true(stage_row_of(s, "first seen\u2191") == 2); /* there is room for one of them */
    assert_string_equal(stage_status(s), "2/6");
    for (int i = 0; i < 3; i++)
        stage_act(s, ACTION_SORT, 0);
    stage_act(s, ACTION_GROUP, 0);
    assert_string_equal(stage_text(&s->said), "sorted by type");
    int people = stage_row_of(s, "people \u2500"), other = stage_row_of(s, "other \u2500");
    assert_true(people > 0 && other > people);
    assert_non_null(strstr(stage_row(s, people), "\u2500 2"));
    assert_int_equal(stage_selected_row(s), other + 1);
    stage_act(s, ACTION_GROUP, 0);
    assert_string_equal(stage_text(&s->said), "sorted by briefings");
}

static void types_hide(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 80);
    stage_act(s, ACTION_TYPE_1, 0);
    assert_string_equal(stage_status(s), "1/4 of 6");
    assert_int_equal(stage_row_of(s, "George"), -1);
    for (enum action a = ACTION_TYPE_2; a <= ACTION_TYPE_5; a++)
        assert_true(stage_act(s, a, 0));
    assert_false(stage_act(s, ACTION_TYPE_6, 0));
    assert_string_equal(stage_status(s), "none of 6");
    assert_true(stage_row_of(s, "Every type is hidden") > 0);
    stage_act(s, ACTION_TYPE_ALL, 0);
    assert_string_equal(stage_status(s), "1/6");
}

static void opens_the_dossier_and_comes_back(void **state)
{
    struct stage *s = *state;
    struct arena a = {0};
    struct place place = {.arena = &a};
    stage_open(s, &pane_names, 12, 80);
    stage_act(s, ACTION_SORT, 0);
    stage_type(s, INPUT_CHANGED, "a");
    stage_act(s, ACTION_TYPE_2, 0);
    stage_act(s, ACTION_LINE_DOWN, 2);
    int row = stage_selected_row(s);
    char before[64];
    strcpy(before, stage_status(s));
    s->pane.ops->save(&s->pane, &place);
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_DOSSIER);
    assert_true(str_eq(s->went.entity, place.key));
    stage_type(s, INPUT_CHANGED, "");
    stage_act(s, ACTION_TYPE_ALL, 0);
    stage_act(s, ACTION_NEXT_PANE, 0);
    s->pane.ops->restore(&s->pane, &place);
    assert_string_equal(stage_status(s), before);
    assert_int_equal(stage_selected_row(s), row);
    assert_int_equal(stage_row_of(s, "Japan"), -1);
    arena_release(&a);
}

static void follows_the_catalogue(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 80);
    stage_act(s, ACTION_LINE_DOWN, 1); /* Plain */
    tree_write(&s->tree, "d.md", "---\ndate: 2025\n---\n岸田文雄 Kishida Kishida Kishida.\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "3/6");
    assert_non_null(strstr(stage_row(s, stage_selected_row(s)), "Plain"));
}

static void shows_names_in_trouble(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 80);
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_string_equal(stage_status(s), "1/3");
    int ghost = stage_row_of(s, "listed      ghost");
    assert_true(ghost > 0);
    assert_non_null(strstr(stage_row(s, ghost), "no entity of that id"));
    assert_true(stage_row_of(s, "wiki link   Nobody") > 0);
    int washington = stage_row_of(s, "ambiguous   Washington");
    assert_non_null(strstr(stage_row(s, washington), "Washing"));
    assert_true(stage_row_of(s, "Where ghost stands") > washington);
    assert_true(stage_row_of(s, "Alpha \u00B7 a.yaml:1") > washington);
    stage_act(s, ACTION_OPEN, 0); /* in two places: chosen there */
    assert_string_equal(stage_status(s), "1/2");
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_act(s, ACTION_OPEN, 0);
    assert_string_equal(stage_text(&s->edited), "b.yaml");
    assert_int_equal(s->edited_line, 1);
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "1/3");
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_act(s, ACTION_OPEN, 0); /* in one: there at once */
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(str_eq(s->went.briefing, STR("a")));
    assert_true(s->went.passage.end > s->went.passage.start);
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_string_equal(stage_status(s), "1/6");
}

/* Who a name may be has numbers; the first is a key away as elsewhere. */
static void candidates_have_dossiers(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 100);
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_false(stage_act(s, ACTION_DOSSIER, 0)); /* a ghost */
    while (!strstr(stage_row(s, stage_selected_row(s)), "ambiguous"))
        assert_true(stage_act(s, ACTION_LINE_DOWN, 0));
    stage_assert_row(s, "ambiguous", "1 George Wash");
    assert_true(stage_act(s, ACTION_DOSSIER, 0));
    assert_int_equal(s->went.screen, SCREEN_DOSSIER);
    assert_int_equal(s->gone, 1);
    assert_true(stage_act(s, ACTION_TYPE_2, 0));
    assert_int_equal(s->gone, 2);
    assert_false(stage_act(s, ACTION_TYPE_3, 0));
    assert_false(stage_act(s, ACTION_TYPE_ALL, 0));
}

static void trouble_is_kept_as_a_place(void **state)
{
    struct stage *s = *state;
    struct arena a = {0};
    struct place place = {.arena = &a};
    stage_open(s, &pane_names, 8, 40); /* no room for both */
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_OPEN, 0);
    stage_act(s, ACTION_LINE_DOWN, 0);
    assert_string_equal(stage_status(s), "2/2");
    assert_true(stage_row_of(s, "Where ghost stands") > 0);
    s->pane.ops->save(&s->pane, &place);
    stage_act(s, ACTION_CANCEL, 0);
    stage_act(s, ACTION_BOTTOM, 0);
    stage_act(s, ACTION_PREVIOUS_PANE, 0);
    assert_string_equal(stage_status(s), "1/6");
    s->pane.ops->restore(&s->pane, &place);
    assert_string_equal(stage_status(s), "2/2");
    assert_true(stage_row_of(s, "Where ghost stands") > 0);
    arena_release(&a);
}

static const struct tree_file bare[] = {
    {"a.md", "# Alone\n\nNobody is named.\n"}
};

static int setup_bare(void **state)
{
    return stage_setup(state, bare, 1);
}

static void says_that_there_is_nothing(void **state)
{
    struct stage *s = *state;
    stage_open(s, &pane_names, 22, 80);
    assert_true(stage_row_of(s, "Nobody and nothing is named") > 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
    assert_false(stage_act(s, ACTION_LINE_DOWN, 0));
    assert_string_equal(stage_status(s), "none");
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_true(stage_row_of(s, "is one entity's, and known") > 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_with_counts_and_days),
        TEST(names_in_trouble_are_counted_meanwhile),
        TEST(previews_the_selected),
        TEST(asks_for_the_preview_when_it_is_wanted),
        TEST(filters_and_says_which_alias),
        TEST(sorts_and_groups),
        TEST(types_hide),
        TEST(opens_the_dossier_and_comes_back),
        TEST(follows_the_catalogue),
        TEST(shows_names_in_trouble),
        TEST(candidates_have_dossiers),
        TEST(trouble_is_kept_as_a_place),
        cmocka_unit_test_setup_teardown(says_that_there_is_nothing, setup_bare, stage_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
