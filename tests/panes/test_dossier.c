/* The dossier of an entity, over a real library. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "text/safe.h"
#include "ui/panes/dossier.h"
#include "ui/panes/panes.h"

#include <string.h>

#define OLD                                                                                        \
    "---\ntitle: The old one\ndate: 2023-11-09\n---\nJapan first.\n\nJapan again.\n\n"             \
    "岸田文雄は日本で会談した。\n"

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [Nippon, 日本], "
                      "description: An island country., wikidata: Q17}\n"
                      "  - {id: manila, type: place, name: Manila}\n"
                      "  - {id: kishida, type: person, name: 岸田文雄, role: 内閣総理大臣}\n"
                      "  - {id: silent, type: topic, name: Nowhere}\n"  },
    {"new.md",        "---\ntitle: The new one\ndate: 2024-05-02\n---\n"
               "Yesterday the envoys of Japan and Manila signed the pact.\n\n"
               "日本 is pleased.\n"                                          },
    {"new.yaml",      "entities: [japan, manila]\n"
                 "agreements:\n"
                 "  - id: pact\n    title: The pact\n    parties: [japan, manila]\n"
                 "    milestones:\n"
                 "      - {date: 2024-05-01, status: signed, quote: signed the pact}\n"
                 "      - {date: ../2024-12, status: ratified, expected: true}\n"
                 "relations:\n"
                 "  - {subject: japan, predicate: partner-of, object: manila, quote: is pleased}\n"
                 "  - {subject: manila, predicate: near-to, object: japan}\n"},
    {"old.md",        OLD                                                                    },
    {"undated.md",    "---\ntitle: The undated one\n---\nIn Japan.\n"                        },
};

static int setup(void **state)
{
    return stage_setup_on(state, files, sizeof files / sizeof *files, (struct civil){2025, 6, 1});
}

static void go(struct stage *s, const char *id)
{
    s->pane.ops->restore(
        &s->pane, &(struct place){.screen = SCREEN_DOSSIER, .entity = str_of(id), .row = -1});
}

static void open_at(struct stage *s, const char *id, int rows, int columns)
{
    stage_open(s, &pane_dossier, rows, columns);
    go(s, id);
}

static int column_of(struct stage *s, const char *row_text, const char *words)
{
    const char *row = stage_row(s, stage_row_of(s, row_text));
    const char *at = strstr(row, words);
    return at ? (int)safe_width((str){row, (size_t)(at - row)}) : -1;
}

static void says_who_it_is(void **state)
{
    struct stage *s = *state;
    struct buf title = {0};
    open_at(s, "japan", 34, 120);
    assert_true(stage_row_of(s, "country \u00B7 6 mentions in 3 briefings \u00B7 9 Nov 2023 \u2013 "
                                "2 May 2024") == 0);
    assert_true(stage_row_of(s, "An island country.") > 0);
    assert_true(stage_row_of(s, "Japan\u00A0"
                                "4 \u00B7 Nippon\u00A0"
                                "0 \u00B7 日本\u00A0"
                                "2") > 0);
    assert_true(stage_row_of(s, "https://www.wikidata.org/wiki/Q17") > 0);
    assert_true(stage_row_of(s, "mentions by month, at most 3; 1 not dated to a month") > 0);
    assert_true(stage_row_of(s, "2024\u2500") > 0);
    s->pane.ops->title(&s->pane, &title);
    assert_string_equal(stage_text(&title), "Japan");
    buf_release(&title);
    assert_true(stage_act(s, ACTION_OPEN_LINK, 0));
    assert_string_equal(stage_text(&s->browsed), "https://www.wikidata.org/wiki/Q17");
}

static void shows_all_parts_where_there_is_room(void **state)
{
    struct stage *s = *state;
    const int sizes[][2] = {
        {34, 120},
        {48, 200},
        {28, 100}
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        open_at(s, "japan", sizes[i][0], sizes[i][1]);
        assert_true(stage_row_of(s, " Mentions 6 ") >= 0);
        assert_true(stage_row_of(s, " Agreements, promises, events 2 ") >= 0);
        assert_true(stage_row_of(s, " Relations 2 ") >= 0);
        assert_true(stage_row_of(s, " Together with 2 ") >= 0);
        assert_true(stage_row_of(s, "\u2192 partner-of") >= 0);
        assert_true(stage_row_of(s, "\u2190 near-to") >= 0);
        assert_true(stage_row_of(s, "signed") >= 0);
        assert_true(stage_row_of(s, "overdue") >= 0);
        assert_true(stage_row_of(s, "P 岸田文雄") >= 0);
    }
}

static void shows_one_part_where_there_is_not(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    assert_true(stage_row_of(s, "\u25B8 Mentions 6") > 0);
    assert_true(stage_row_of(s, "The new one") > 0);
    assert_int_equal(stage_row_of(s, "partner-of"), -1);
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_true(stage_row_of(s, "\u25B8 Agreements 2") > 0);
    assert_true(stage_row_of(s, "The pact") > 0);
    stage_act(s, ACTION_NEXT_PANE, 2);
    assert_true(stage_row_of(s, "\u25B8 Together 2") > 0);
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_true(stage_row_of(s, "\u25B8 About") > 0);
    assert_true(stage_row_of(s, "names     Japan") > 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
    stage_act(s, ACTION_PREVIOUS_PANE, 0);
    stage_act(s, ACTION_PREVIOUS_PANE, 0);
    assert_true(stage_row_of(s, "\u25B8 Relations 2") > 0);
    stage_resize(s, 8, 40);
    assert_true(stage_row_of(s, "\u25B8 Relations 2") > 0);
    assert_true(stage_row_of(s, "\u2192 partner-of    Manila") > 0);
}

static void aligns_the_mentions(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    int at = column_of(s, "envoys of Japan", "Japan");
    assert_int_equal(column_of(s, "日本 is pleased", "日本"), at);
    assert_int_equal(column_of(s, "Japan again", "Japan again"), at);
    assert_int_equal(column_of(s, "岸田文雄は日本", "日本で"), at);
    assert_true(stage_row_of(s, "2 May 2024  The new one") < stage_row_of(s, "The old one"));
    assert_true(stage_row_of(s, "The old one") < stage_row_of(s, "The undated one"));
    assert_int_equal(stage_selected_row(s), stage_row_of(s, "envoys of Japan"));
}

static void mentions_lead_to_the_text(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    stage_act(s, ACTION_LINE_DOWN, 3);
    assert_string_equal(stage_status(s), "4/6");
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(str_eq(s->went.briefing, STR("old")));
    assert_true(str_eq(s->went.entity, STR("japan")));
    assert_int_equal(s->went.mention.start, strlen("Japan first.\n\n"));
    assert_int_equal(s->went.mention.end, strlen("Japan first.\n\nJapan"));
}

static void other_rows_lead_on(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    stage_act(s, ACTION_NEXT_PANE, 0);
    assert_string_equal(stage_status(s), "2/2"); /* the last before today */
    stage_act(s, ACTION_OPEN, 0);
    assert_true(str_eq(s->went.briefing, STR("new")));
    assert_true(str_eq(s->went.agreement, STR("pact")));
    assert_string_equal(stage_text(&s->said), "no words are given as evidence of it");
    stage_act(s, ACTION_LINE_UP, 0);
    stage_act(s, ACTION_OPEN, 0);
    assert_true(s->went.passage.end - s->went.passage.start == strlen("signed the pact"));
    stage_act(s, ACTION_DOSSIER, 0);
    assert_int_equal(s->went.screen, SCREEN_DOSSIER);
    assert_true(str_eq(s->went.entity, STR("manila")));
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(s->went.passage.end - s->went.passage.start == strlen("is pleased"));
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_OPEN, 0);
    assert_int_equal(s->went.screen, SCREEN_DOSSIER);
    assert_true(str_eq(s->went.entity, STR("kishida")) || str_eq(s->went.entity, STR("manila")));
}

static void comes_back_to_the_same_rows(void **state)
{
    struct stage *s = *state;
    struct arena a = {0};
    struct place place = {.arena = &a};
    open_at(s, "japan", 11, 80);
    stage_act(s, ACTION_BOTTOM, 0);
    stage_act(s, ACTION_LINE_UP, 1);
    stage_act(s, ACTION_NEXT_PANE, 3);
    stage_act(s, ACTION_LINE_DOWN, 0);
    stage_act(s, ACTION_PREVIOUS_PANE, 3);
    int row = stage_selected_row(s);
    char before[32];
    strcpy(before, stage_status(s));
    s->pane.ops->save(&s->pane, &place);
    go(s, "kishida");
    assert_string_equal(stage_status(s), "1/1");
    s->pane.ops->restore(&s->pane, &place);
    assert_string_equal(stage_status(s), before);
    assert_int_equal(stage_selected_row(s), row);
    stage_act(s, ACTION_NEXT_PANE, 3);
    assert_string_equal(stage_status(s), "2/2");
    arena_release(&a);
}

static void follows_the_catalogue(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    stage_act(s, ACTION_LINE_DOWN, 3); /* "Japan again" */
    tree_write(&s->tree, "newest.md", "---\ndate: 2025\n---\nJapan, Japan and Japan.\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_string_equal(stage_status(s), "7/9");
    assert_int_equal(stage_selected_row(s), stage_row_of(s, "Japan again"));
    tree_write(&s->tree, "entities.yaml", "entities: []\n");
    tree_delete(&s->tree, "new.yaml");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    assert_true(stage_row_of(s, "does not know \"japan\"") > 0);
    assert_false(stage_act(s, ACTION_OPEN, 0));
    assert_false(stage_act(s, ACTION_LINE_DOWN, 0));
}

static void shows_the_words_alone_where_the_text_is_another(void **state)
{
    struct stage *s = *state;
    tree_write(&s->tree, "old.md", "---\ndate: 2023-11-09\n---\nEverything is different now.\n");
    tree_delete(&s->tree, "undated.md");
    open_at(s, "japan", 22, 80);
    assert_int_equal(stage_row_of(s, "different"), -1);
    assert_int_equal(stage_row_of(s, "In Japan"), -1);
    assert_true(stage_row_of(s, "The undated one") > 0);
}

static void one_that_is_mentioned_nowhere(void **state)
{
    struct stage *s = *state;
    const int sizes[][2] = {
        {22, 80 },
        {34, 120},
        {48, 200},
        {8,  40 }
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        open_at(s, "silent", sizes[i][0], sizes[i][1]);
        assert_true(stage_row_of(s, "topic \u00B7 mentioned nowhere") == 0);
        assert_int_equal(stage_row_of(s, "mentions by"), -1);
        assert_false(stage_act(s, ACTION_OPEN, 0));
        assert_false(stage_act(s, ACTION_OPEN_LINK, 0));
        stage_act(s, ACTION_NEXT_PANE, 0);
    }
    stage_resize(s, 34, 120);
    assert_true(stage_row_of(s, "No text mentions it.") > 0);
    assert_true(stage_row_of(s, "It is a party to no agreement") > 0);
    assert_true(stage_row_of(s, "No relation of it is stated.") > 0);
}

static void clicks_select_and_open(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    int tabs = stage_row_of(s, "\u25B8 Mentions");
    int column = column_of(s, "\u25B8 Mentions", "Relations");
    s->pane.ops->click(&s->pane, tabs, column, false);
    assert_true(stage_row_of(s, "\u25B8 Relations 2") > 0);
    int row = stage_row_of(s, "near-to");
    s->pane.ops->click(&s->pane, row, 5, false);
    assert_int_equal(stage_selected_row(s), row);
    s->pane.ops->click(&s->pane, stage_row_of(s, "partner-of"), 5, true);
    assert_true(str_eq(s->went.briefing, STR("new")));
}

static void reads_in_ascii(void **state)
{
    struct stage *s = *state;
    s->session.ascii = true;
    open_at(s, "japan", 22, 80);
    assert_true(stage_row_of(s, "country - 6 mentions in 3 briefings") == 0);
    assert_true(stage_row_of(s, "> Mentions 6") > 0);
    assert_true(stage_row_of(s, "###") > 0); /* the chart */
    for (int row = 0; row < 22; row++)
        for (const char *c = stage_row(s, row); *c; c++)
            assert_true((unsigned char)*c < 0x80);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, stage_teardown)

static void filters_the_list_one_is_in(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    assert_true(stage_act(s, ACTION_SEARCH, 0));
    stage_type(s, INPUT_CHANGED, "old nihon");
    assert_true(stage_row_of(s, "Nothing is let through; Esc shows all.") > 0);
    assert_string_equal(stage_status(s), "/old nihon  none of 6");
    stage_type(s, INPUT_CHANGED, "old 日本");
    stage_type(s, INPUT_ACCEPTED, "old 日本");
    assert_string_equal(stage_status(s), "/old 日本  1/1 of 6");
    assert_true(stage_row_of(s, "The old one") > 0);
    assert_int_equal(stage_row_of(s, "The new one"), -1);
    stage_act(s, ACTION_NEXT_PANE, 0); /* the other parts have filters of their own */
    assert_string_equal(stage_status(s), "2/2");
    stage_type(s, INPUT_CHANGED, "pact");
    assert_string_equal(stage_status(s), "/pact  1/2 of 2");
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_type(s, INPUT_CHANGED, "near man");
    assert_string_equal(stage_status(s), "/near man  1/1 of 2");
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "2/2");
    assert_false(stage_act(s, ACTION_CANCEL, 0));
    stage_act(s, ACTION_PREVIOUS_PANE, 2);
    assert_string_equal(stage_status(s), "/old 日本  1/1 of 6");
}

/* Another filter begins at its first row, and asks for no other part; without one what was selected
 * stays. */
static void a_filter_asks_for_its_part(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    const struct dossier_pane *d = s->pane.state;
    stage_act(s, ACTION_LINE_DOWN, 1);
    assert_string_equal(stage_status(s), "2/6");
    size_t agreements = d->parts[PART_MOMENTS].pager.loads,
           company = d->parts[PART_COMPANY].pager.loads;
    stage_type(s, INPUT_CHANGED, "o");
    assert_string_equal(stage_status(s), "/o  1/6 of 6");
    stage_type(s, INPUT_ACCEPTED, "old");
    stage_act(s, ACTION_LINE_DOWN, 1);
    assert_string_equal(stage_status(s), "/old  2/3 of 6");
    stage_act(s, ACTION_CANCEL, 0);
    assert_string_equal(stage_status(s), "4/6");
    assert_int_equal(d->parts[PART_MOMENTS].pager.loads, agreements);
    assert_int_equal(d->parts[PART_COMPANY].pager.loads, company);
}

/* Filters are a part of where one was. */
static void comes_back_to_what_was_filtered(void **state)
{
    struct stage *s = *state;
    struct arena a = {0};
    struct place place = {.arena = &a};
    open_at(s, "japan", 22, 80);
    stage_type(s, INPUT_ACCEPTED, "old");
    stage_act(s, ACTION_LINE_DOWN, 2);
    s->pane.ops->save(&s->pane, &place);
    go(s, "manila");
    assert_string_equal(stage_status(s), "1/1");
    s->pane.ops->restore(&s->pane, &place);
    assert_string_equal(stage_status(s), "/old  3/3 of 6");
    arena_release(&a);
}

static void numbers_choose_the_types_of_the_company(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 22, 80);
    assert_false(stage_act(s, ACTION_TYPE_1, 0));
    stage_act(s, ACTION_PREVIOUS_PANE, 2);
    assert_true(stage_row_of(s, "\u25B8 Together 2") > 0);
    assert_true(stage_row_of(s, "1 people  2 places") > 0);
    assert_true(stage_act(s, ACTION_TYPE_1, 0));
    assert_string_equal(stage_status(s), "1/1 of 2");
    assert_int_equal(stage_row_of(s, "岸田文雄"), -1);
    assert_true(stage_act(s, ACTION_CANCEL, 0));
    assert_string_equal(stage_status(s), "2/2");
}

static void copies_what_the_row_says(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 34, 120);
    assert_true(stage_act(s, ACTION_COPY, 0));
    assert_string_equal(stage_text(&s->copied),
                        "Yesterday the envoys of Japan and Manila signed the pact.");
    assert_true(stage_act(s, ACTION_CITE, 0));
    assert_string_equal(stage_text(&s->copied),
                        "\u201CYesterday the envoys of Japan and Manila signed the pact.\u201D "
                        "\u2014 The new one, 2 May 2024, new");
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_TOP, 0);
    assert_true(stage_row_of(s, "\u201Csigned the pact\u201D") > 0);
    assert_true(stage_act(s, ACTION_COPY, 0));
    assert_string_equal(stage_text(&s->copied), "signed the pact");
    stage_act(s, ACTION_LINE_DOWN, 0); /* nothing is quoted for it */
    assert_true(stage_row_of(s, "No words are given as evidence of it.") > 0);
    assert_false(stage_act(s, ACTION_COPY, 0));
}

/* What was promised, and what kept it; one key goes to that. */
static void shows_what_keeps_a_promise(void **state)
{
    struct stage *s = *state;
    open_at(s, "japan", 34, 120);
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_BOTTOM, 0);
    assert_true(stage_row_of(s, "overdue: nothing in this library") > 0);
    assert_false(stage_act(s, ACTION_UNFOLD, 0));
    tree_write(&s->tree, "done.md", "---\ndate: 2024-11-03\n---\nBoth houses ratified the pact.\n");
    tree_write(&s->tree, "done.yaml",
               "agreements:\n  - {id: pact, status: ratified, date: 2024-11-02, "
               "quote: Both houses ratified}\n");
    stage_index(s);
    s->pane.ops->refresh(&s->pane);
    stage_act(s, ACTION_BOTTOM, 0);
    if (!stage_act(s, ACTION_UNFOLD, 0))
        stage_act(s, ACTION_LINE_UP, 0);
    assert_true(stage_row_of(s, "kept 2 November 2024") > 0);
    assert_true(stage_row_of(s, "\u201CBoth houses ratified\u201D") > 0);
    assert_true(stage_act(s, ACTION_UNFOLD, 0));
    assert_true(str_eq(s->went.briefing, STR("done")));
    assert_int_equal(s->went.passage.end - s->went.passage.start, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_who_it_is),
        TEST(shows_all_parts_where_there_is_room),
        TEST(shows_one_part_where_there_is_not),
        TEST(aligns_the_mentions),
        TEST(mentions_lead_to_the_text),
        TEST(other_rows_lead_on),
        TEST(comes_back_to_the_same_rows),
        TEST(filters_the_list_one_is_in),
        TEST(a_filter_asks_for_its_part),
        TEST(comes_back_to_what_was_filtered),
        TEST(numbers_choose_the_types_of_the_company),
        TEST(copies_what_the_row_says),
        TEST(shows_what_keeps_a_promise),
        TEST(follows_the_catalogue),
        TEST(shows_the_words_alone_where_the_text_is_another),
        TEST(one_that_is_mentioned_nowhere),
        TEST(clicks_select_and_open),
        TEST(reads_in_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
