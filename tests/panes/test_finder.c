/* The search screen, over a real library. */
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/finder.h"
#include "ui/panes/panes.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tree_file few[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [Nippon]}\n"
                      "  - {id: ishiba, type: person, name: Shigeru Ishiba}\n"},
    {"new.md",        "---\ntitle: The new pact\ndate: 2025-02\ntopics: [space]\n---\n"
               "Shigeru Ishiba spoke of the pact. Nippon, he said, keeps a pact.\n"  },
    {"new.yaml",      "agreements:\n"
                 "  - {id: moon, title: Pact of the Moon, parties: [japan], milestones: ["
                 "{date: 2025-02, status: signed, quote: spoke of the pact}]}\n"   },
    {"old.md",        "---\ntitle: An old pact\ndate: 2024-04-08\ntopics: [space]\n---\n"
               "In Japan the pact was old.\n"                                        },
    {"none.md",       "---\ntitle: Nothing of it\ndate: 2024\n---\nElsewhere it rained.\n"         },
};

static int setup(void **state)
{
    return stage_setup(state, few, sizeof few / sizeof *few);
}

/* Waits for the next part of an answer. */
static void await(struct stage *s)
{
    struct pollfd fd = {.fd = s->pane.ops->descriptor(&s->pane), .events = POLLIN};
    if (poll(&fd, 1, 20000) != 1)
        fail_msg("no answer came");
    s->pane.ops->arrived(&s->pane);
}

/* Waits until all that was asked has come. */
static void settle(struct stage *s)
{
    const struct finder *f = s->pane.state;
    while (f->waiting)
        await(s);
}

static void type(struct stage *s, const char *text)
{
    stage_type(s, INPUT_CHANGED, text);
    settle(s);
}

static void find(struct stage *s, const char *text, int rows, int columns)
{
    stage_open(s, &pane_finder, rows, columns);
    type(s, text);
    stage_type(s, INPUT_ACCEPTED, text);
}

static enum style_role role_at(struct stage *s, int row, const char *text)
{
    const char *at = strstr(stage_row(s, row), text);
    assert_non_null(at);
    return canvas_cell(&s->canvas, row, (int)(at - s->row.ptr))->style.role;
}

static void finds_as_one_types(void **state)
{
    struct stage *s = *state;
    find(s, "pact", 16, 70);
    assert_string_equal(stage_row(s, 0), " / pact");
    assert_int_equal(stage_row_of(s, "2 briefings · newest first"), 1);
    assert_int_equal(stage_row_of(s, "The new pact"), 3);
    assert_int_equal(stage_row_of(s, "An old pact"), 6);
    assert_int_equal(stage_selected_row(s), 3);
    assert_string_equal(stage_status(s), "1/2");
    assert_non_null(strstr(stage_row(s, 3), "2 hits"));
    assert_int_equal(role_at(s, 4, "pact"), STYLE_HIT);
    assert_int_equal(role_at(s, 4, "Shigeru"), STYLE_QUIET);
    assert_int_equal(role_at(s, 6, "pact"), STYLE_HIT);
    type(s, "pact -nippon");
    assert_int_equal(stage_row_of(s, "An old pact"), 3);
    assert_int_equal(stage_row_of(s, "1 briefing ·"), 1);
    type(s, "zzz");
    assert_int_equal(stage_row_of(s, "No briefing answers this."), 3);
    assert_string_equal(stage_status(s), "");
}

/* What can be seen comes first; then nothing moves any more, and the rest fills in. */
static void the_count_fills_in(void **state)
{
    enum { MANY = 40, SHOWN = 4 };
    struct stage *s = *state;
    char path[20], text[80];
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "b%02d.md", i);
        snprintf(text, sizeof text, "---\ntitle: Pact %d\ndate: 2023\n---\nOf a pact.\n", i);
        tree_write(&s->tree, path, text);
    }
    stage_index(s);
    stage_open(s, &pane_finder, 3 + SHOWN * 3, 70);
    stage_type(s, INPUT_CHANGED, "pact");
    struct finder *f = s->pane.state;
    bool seen = false;
    while (f->waiting) {
        await(s);
        seen = seen || f->rows;
        assert_true(!seen || finder_total(f) >= SHOWN);
        if (seen)
            assert_int_equal(stage_row_of(s, "The new pact"), 3);
        if (!(f->waiting & WANT_COUNT))
            assert_int_equal(finder_total(f), MANY + 2);
    }
    assert_true(f->rows->counted && f->rows->rows.count == 3 * SHOWN);
    assert_int_equal(stage_row_of(s, "42 briefings · newest first"), 1);
    f->rows->counted = false;
    assert_int_equal(stage_row_of(s, "… briefings · newest first"), 1);
    assert_string_equal(stage_status(s), "1/…");
}

static void says_what_can_be_typed(void **state)
{
    struct stage *s = *state;
    find(s, "pact", 20, 70);
    type(s, "");
    assert_int_equal(stage_row_of(s, "words"), 3);
    assert_true(stage_row_of(s, "entity:") > 3 && stage_row_of(s, "date:") > 3);
    assert_int_equal(stage_row_of(s, "The new pact"), -1);
}

static void a_fault_leaves_what_was_found(void **state)
{
    struct stage *s = *state;
    find(s, "pact", 16, 70);
    type(s, "pact (titel:x");
    assert_string_equal(stage_row(s, 1),
                        "         ^ there is no field 'titel'; did you mean 'title'?");
    assert_int_equal(stage_row_of(s, "The new pact"), 3);
    type(s, "pact \"日本 a");
    assert_string_equal(stage_row(s, 1), "        ^ this quotation mark is not closed");
    stage_resize(s, 12, 40);
    type(s, "pact pact pact pact pact pact pac (");
    assert_string_equal(stage_row(s, 1), "      this parenthesis is not closed ^");
    type(s, "pact pact pact pact pact pact pact pact (");
    assert_string_equal(stage_row(s, 1), "   character 41: this parenthesis is n\xE2\x80\xA6");
    stage_type(s, INPUT_CANCELLED, "");
    settle(s);
    assert_string_equal(stage_row(s, 0), " /");
}

static void sorts_by_score_when_asked(void **state)
{
    struct stage *s = *state;
    find(s, "old OR pact", 16, 70);
    assert_int_equal(stage_row_of(s, "The new pact"), 3);
    assert_true(stage_act(s, ACTION_SORT, 0));
    settle(s);
    assert_int_equal(stage_row_of(s, "An old pact"), 3);
    assert_int_equal(stage_row_of(s, "best first"), 1);
    stage_act(s, ACTION_SORT, 0);
    settle(s);
    assert_int_equal(stage_row_of(s, "The new pact"), 3);
}

static void finds_a_word_by_its_beginning_until_it_ends(void **state)
{
    struct stage *s = *state;
    find(s, "pac", 16, 70);
    assert_int_equal(stage_row_of(s, "2 briefings ·"), 1);
    type(s, "pac ");
    assert_int_equal(stage_row_of(s, "The new pact"), -1);
    type(s, "old pa");
    assert_int_equal(stage_row_of(s, "1 briefing ·"), 1);
}

static void finds_by_other_names_when_asked(void **state)
{
    struct stage *s = *state;
    find(s, "japan", 16, 70);
    assert_int_equal(stage_row_of(s, "1 briefing ·"), 1);
    assert_true(stage_act(s, ACTION_ALIASES, 0));
    settle(s);
    assert_int_equal(stage_row_of(s, "2 briefings · newest first · by other names too"), 1);
    assert_int_equal(role_at(s, stage_row_of(s, "Nippon"), "Nippon"), STYLE_HIT);
}

static void shows_entities_agreements_and_facets(void **state)
{
    struct stage *s = *state;
    find(s, "pact", 30, 110);
    int agreements = stage_row_of(s, "Agreements"), types = stage_row_of(s, "Types");
    assert_true(agreements > 0 && stage_row_of(s, "Pact of the Moon") == agreements + 1);
    assert_true(types > agreements);
    assert_non_null(strstr(stage_row(s, types + 1), "C  countries"));
    assert_non_null(strstr(stage_row(s, types + 2), "P  people"));
    assert_true(stage_row_of(s, "2024") > 0 && stage_row_of(s, "2025") < stage_row_of(s, "2024"));
    type(s, "nippon");
    assert_int_equal(stage_row_of(s, "Entities"), 3);
    assert_non_null(strstr(stage_row(s, 4), "Japan (Nippon)"));
}

static void long_names_leave_counts_and_states(void **state)
{
    struct stage *s = *state;
    tree_write(&s->tree, "entities.yaml",
               "entities:\n  - {id: japan, type: country, name: Zenith of the great northern "
               "archipelago of islands}\n");
    tree_write(&s->tree, "new.yaml",
               "agreements:\n  - {id: moon, title: Zenith treaty that has a very long title, "
               "parties: [japan], milestones: [{date: 2025-02, status: signed}]}\n");
    stage_index(s);
    find(s, "zenith", 30, 110);
    stage_assert_row(s, "C  Zenith of the", "\u2026 0");
    stage_assert_row(s, "Zenith treaty", "\u2026 signed");
}

static void a_facet_narrows(void **state)
{
    struct stage *s = *state;
    find(s, "old OR new", 24, 70);
    assert_int_equal(stage_row_of(s, "2 briefings"), 1);
    assert_true(stage_act(s, ACTION_NEXT_PANE, 0));
    assert_int_equal(stage_row_of(s, "The new pact"), -1);
    while (!strstr(stage_row(s, stage_selected_row(s)), "people"))
        stage_act(s, ACTION_LINE_DOWN, 0);
    assert_true(stage_act(s, ACTION_OPEN, 0));
    settle(s);
    assert_string_equal(stage_row(s, 0), " / (old OR new*) type:person");
    assert_int_equal(stage_row_of(s, "1 briefing ·"), 1);
    assert_int_equal(stage_row_of(s, "The new pact"), 3);
    assert_false(stage_act(s, ACTION_CANCEL, 0));
}

static void opens_the_briefing_at_the_hit(void **state)
{
    struct stage *s = *state;
    find(s, "nippon", 16, 70);
    assert_true(stage_act(s, ACTION_OPEN, 0));
    assert_int_equal(s->gone, 1);
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(str_eq(s->went.briefing, STR("new")));
    assert_int_equal(s->went.offset, strlen("Shigeru Ishiba spoke of the pact. "));
    assert_int_equal(s->session.seek.number, 1);
    assert_string_equal(stage_text(&s->session.seek.query), "nippon*");
}

static void opens_entities_and_agreements(void **state)
{
    struct stage *s = *state;
    find(s, "moon OR nippon", 24, 70);
    stage_act(s, ACTION_NEXT_PANE, 0);
    type(s, "nippon");
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_TOP, 0);
    assert_true(stage_act(s, ACTION_OPEN, 0));
    assert_int_equal(s->went.screen, SCREEN_DOSSIER);
    assert_true(str_eq(s->went.entity, STR("japan")));
    type(s, "moon");
    stage_act(s, ACTION_NEXT_PANE, 0);
    stage_act(s, ACTION_TOP, 0);
    assert_true(stage_act(s, ACTION_OPEN, 0));
    assert_int_equal(s->went.screen, SCREEN_READER);
    assert_true(str_eq(s->went.agreement, STR("moon")));
    assert_int_equal(s->went.passage.start, strlen("Shigeru Ishiba "));
}

/* -- Many -------------------------------------------------------------------------------------- */

static void write_many(struct stage *s, int from, int to)
{
    for (int i = from; i < to; i++) {
        char path[32], text[160];
        snprintf(path, sizeof path, "many/m%03d.md", i);
        snprintf(text, sizeof text,
                 "---\ntitle: Number %03d\ndate: %04d-01-01\n---\nA word in it.\n", i, 1500 + i);
        tree_write(&s->tree, path, text);
    }
    stage_index(s);
}

static void scrolls_through_many(void **state)
{
    struct stage *s = *state;
    write_many(s, 0, 120);
    find(s, "word", 16, 70);
    assert_int_equal(stage_row_of(s, "Number 119"), 3);
    for (int i = 1; i < 120; i++) {
        stage_act(s, ACTION_LINE_DOWN, 0);
        settle(s);
        char title[32];
        snprintf(title, sizeof title, "Number %03d", 119 - i);
        assert_int_equal(stage_row_of(s, title), stage_selected_row(s));
    }
    stage_act(s, ACTION_TOP, 0);
    settle(s);
    assert_int_equal(stage_row_of(s, "Number 119"), 3);
    stage_act(s, ACTION_BOTTOM, 0);
    settle(s);
    assert_string_equal(stage_status(s), "120/120");
    assert_int_equal(stage_row_of(s, "Number 000"), stage_selected_row(s));
    stage_act(s, ACTION_TOP, 61);
    settle(s);
    assert_int_equal(stage_row_of(s, "Number 059"), stage_selected_row(s));
}

/* Of the steps through many, those that move what is on the screen: one in half of what it has. */
static void scrolls_by_half(void **state)
{
    struct stage *s = *state;
    write_many(s, 0, 60);
    find(s, "word", 40, 120);
    const struct finder *f = s->pane.state;
    size_t scrolled = 0, half = finder_plan(f).items / 2;
    for (int way = 0; way < 2; way++)
        for (int i = 0; i < 59; i++) {
            size_t top = f->top;
            stage_act(s, way ? ACTION_LINE_UP : ACTION_LINE_DOWN, 0);
            settle(s);
            scrolled += f->top != top;
            assert_in_range(f->cursor, f->top, f->top + finder_plan(f).items - 1);
        }
    assert_int_equal(f->cursor, 0);
    assert_int_equal(f->top, 0);
    assert_in_range(scrolled, 2, 2 * (60 / half));
}

/* They are asked for before one comes to them, and nothing is said of that. */
static void what_comes_next_is_there(void **state)
{
    struct stage *s = *state;
    write_many(s, 0, 60);
    find(s, "word", 40, 120);
    const struct finder *f = s->pane.state;
    size_t items = finder_plan(f).items, asked = 0;
    for (int i = 0; i < 59; i++) {
        stage_act(s, ACTION_LINE_DOWN, 0);
        for (size_t row = f->top; row < f->top + items && row < 60; row++)
            assert_non_null(finder_row(f, row));
        assert_int_equal(stage_row_of(s, "searching"), -1);
        asked += f->waiting != 0;
        settle(s);
    }
    assert_in_range(asked, 1, 60 / (items / 2));
}

static void rows_stay_under_the_cursor(void **state)
{
    struct stage *s = *state;
    write_many(s, 0, 40);
    find(s, "word", 16, 70);
    stage_act(s, ACTION_LINE_DOWN, 20);
    settle(s);
    int row = stage_selected_row(s);
    assert_int_equal(stage_row_of(s, "Number 019"), row);
    write_many(s, 40, 60);
    s->pane.ops->refresh(&s->pane);
    settle(s);
    assert_int_equal(stage_selected_row(s), row);
    assert_int_equal(stage_row_of(s, "Number 019"), row);
    assert_string_equal(stage_status(s), "41/60");
    /* The next query finds it too: it stays. */
    type(s, "word number");
    assert_int_equal(stage_row_of(s, "Number 019"), row);
    type(s, "zzz");
    type(s, "word");
    assert_int_equal(stage_selected_row(s), 3);
}

static void comes_back_exactly(void **state)
{
    struct stage *s = *state;
    struct arena a = {0};
    write_many(s, 0, 40);
    find(s, "word", 16, 70);
    stage_act(s, ACTION_SORT, 0);
    stage_act(s, ACTION_LINE_DOWN, 12);
    settle(s);
    struct place place = {.arena = &a};
    char before[20][300];
    for (int row = 0; row < 16; row++)
        snprintf(before[row], sizeof before[row], "%s", stage_row(s, row));
    s->pane.ops->save(&s->pane, &place);
    for (int other = 0; other < 2; other++) {
        if (other == 1)
            type(s, "pact");
        s->pane.ops->restore(&s->pane, &place);
        settle(s);
        for (int row = 0; row < 16; row++)
            assert_string_equal(stage_row(s, row), before[row]);
    }
    /* A place that nobody saved is one to type at. */
    s->prompt = NULL;
    s->pane.ops->restore(&s->pane, &(struct place){.row = -1});
    assert_non_null(s->prompt);
    assert_string_equal(stage_text(&s->asked), "word");
    arena_release(&a);
}

static void fits_small_and_plain_screens(void **state)
{
    struct stage *s = *state;
    s->session.ascii = true;
    find(s, "pact", 8, 40);
    assert_int_equal(stage_row_of(s, "2 briefings - newest first"), 1);
    assert_int_equal(stage_row_of(s, "The new pact"), 2);
    for (int row = 0; row < 8; row++)
        for (const char *c = stage_row(s, row); *c; c++)
            assert_true(*c >= ' ' && *c <= '~');
    stage_resize(s, 1, 40);
    stage_row(s, 0);
    stage_resize(s, 50, 200);
    assert_int_equal(stage_row_of(s, "The new pact"), 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, stage_teardown)
    const struct CMUnitTest tests[] = {
        TEST(finds_as_one_types),
        TEST(the_count_fills_in),
        TEST(says_what_can_be_typed),
        TEST(a_fault_leaves_what_was_found),
        TEST(sorts_by_score_when_asked),
        TEST(finds_a_word_by_its_beginning_until_it_ends),
        TEST(finds_by_other_names_when_asked),
        TEST(shows_entities_agreements_and_facets),
        TEST(long_names_leave_counts_and_states),
        TEST(a_facet_narrows),
        TEST(opens_the_briefing_at_the_hit),
        TEST(opens_entities_and_agreements),
        TEST(scrolls_through_many),
        TEST(what_comes_next_is_there),
        TEST(scrolls_by_half),
        TEST(rows_stay_under_the_cursor),
        TEST(comes_back_exactly),
        TEST(fits_small_and_plain_screens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
