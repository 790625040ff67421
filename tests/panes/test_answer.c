/*
 * The catalogue cannot be read for a while: whatever a screen shows stays, what is opened meanwhile
 * says why there is nothing, and afterwards all is there.
 */
#include "catalog/db.h"
#include "tests/support/cmocka.h"
#include "tests/support/stage.h"
#include "ui/panes/panes.h"

#include <stdio.h>
#include <string.h>

#define CAUSE "no such table"

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: manila, type: place, name: Manila}\n"       },
    {"new.md",        "---\ntitle: The new one\ndate: 2024-05-02\n---\nJapan signed the pact.\n" },
    {"new.yaml",      "entities: [japan, manila, ghost]\n"
                 "agreements:\n"
                 "  - id: pact\n    title: The pact\n    parties: [japan, manila]\n"
                 "    milestones:\n"
                 "      - {date: 2024-05-01, status: signed, quote: signed the pact}\n"
                 "      - {date: ../2024-12, status: ratified, expected: true}\n"},
    {"old.md",        "---\ntitle: The old one\ndate: 2023-11-09\n---\nJapan and Manila.\n"      },
};

static const struct {
    const struct pane_ops *ops;
    const char *shows; /* where all is well */
} screens[] = {
    {&pane_library,  "The new one"},
    {&pane_names,    "Manila"     },
    {&pane_dossier,  "The old one"},
    {&pane_timeline, "The pact"   },
    {&pane_promises, "The pact"   },
    {&pane_problems, "ghost"      },
};
enum { SCREENS = sizeof screens / sizeof *screens };

static int setup(void **state)
{
    return stage_setup_on(state, files, sizeof files / sizeof *files, (struct civil){2025, 6, 1});
}

static void open_screen(struct stage *s, size_t i)
{
    s->session.trouble = ERR_OK;
    stage_open(s, screens[i].ops, 24, 90);
    if (screens[i].ops == &pane_dossier)
        s->pane.ops->restore(
            &s->pane, &(struct place){.screen = SCREEN_DOSSIER, .entity = STR("japan"), .row = -1});
    if (s->pane.ops->refresh)
        s->pane.ops->refresh(&s->pane);
}

/* Takes the tables that are read away, or puts them back. */
static void hide_tables(struct stage *s, bool hide)
{
    static const char *const tables[] = {"brief", "entity",       "agreement",
                                         "diag",  "milestone",    "trouble",
                                         "meta",  "brief_entity", "agreement_party"};
    char sql[80];
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(sql, sizeof sql, "ALTER TABLE %s%s RENAME TO %s%s", hide ? "" : "away_", tables[i],
                 hide ? "away_" : "", tables[i]);
        db_execute(s->session.catalog, sql);
    }
    struct err e = db_error(s->session.catalog);
    assert_false(err_failed(&e));
}

/* As the app does it when a key comes. */
static void ask_again(struct stage *s)
{
    buf_clear(&s->said);
    s->session.trouble = ERR_OK;
    s->pane.ops->refresh(&s->pane);
}

static void what_was_shown_stays(void **state)
{
    struct stage *s = *state;
    for (size_t i = 0; i < SCREENS; i++) {
        struct buf before = {0};
        if (!screens[i].ops->refresh)
            continue;
        open_screen(s, i);
        stage_need_row(s, screens[i].shows);
        stage_screen(s, &before);
        hide_tables(s, true);
        ask_again(s);
        assert_non_null(strstr(stage_text(&s->said), CAUSE));
        stage_need_row(s, screens[i].shows);
        hide_tables(s, false);
        ask_again(s);
        assert_int_equal(s->said.len, 0);
        stage_assert_screen(s, &before);
    }
}

static void what_is_opened_says_why_it_is_empty(void **state)
{
    struct stage *s = *state;
    for (size_t i = 0; i < SCREENS; i++) {
        hide_tables(s, true);
        open_screen(s, i);
        stage_need_row(s, CAUSE);
        stage_need_row(s, "The next key asks again.");
        hide_tables(s, false);
        open_screen(s, i);
        stage_need_row(s, screens[i].shows);
    }
}

/* What returns no error leaves it to be asked for, once. */
static void what_went_wrong_is_not_missed(void **state)
{
    struct stage *s = *state;
    struct catalog *c = s->session.catalog;
    struct arena a = {0};
    struct brief_row row;
    size_t count = 77;
    const struct list_query q = {.sort = LIST_BY_ID};
    catalog_missed(c);
    hide_tables(s, true);
    assert_false(catalog_list_row(c, &q, STR("new"), &a, &row));
    struct err missed = catalog_missed(c), again = catalog_missed(c);
    assert_non_null(strstr(missed.message, CAUSE));
    assert_false(err_failed(&again));
    struct err e = catalog_list_count(c, &q, &count);
    assert_true(err_failed(&e));
    assert_int_equal(count, 77);
    hide_tables(s, false);
    e = catalog_list_count(c, &q, &count);
    assert_false(err_failed(&e));
    assert_int_equal(count, 2);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_shown_stays, setup, stage_teardown),
        cmocka_unit_test_setup_teardown(what_is_opened_says_why_it_is_empty, setup, stage_teardown),
        cmocka_unit_test_setup_teardown(what_went_wrong_is_not_missed, setup, stage_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
