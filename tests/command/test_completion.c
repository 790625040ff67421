/*
 * Completion: what may stand at the cursor, and that a shell which asks for it evaluates nothing of
 * what it is told.
 */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: jake, type: person, name: \"Jake\\tS.\"}\n"
                      "  - {id: south korea, type: country, name: South Korea}\n"
                      "  - {id: \"wikidata:Q17\", type: country, name: Nippon}\n"
                      "  - {id: \"wikidata:Q884\", type: country, name: Hanguk}\n"
                      "  - {id: \"$(touch made)\", type: other, name: Evil}\n"
                      "  - {id: \"`touch made`\", type: other, name: Worse}\n"
                      "  - {id: \"two\\nlines\", type: other, name: Two}\n"
                      "  - {id: \"esc\\ec\", type: other, name: Escape}\n"},
    {"2024/a.md",     "# A title\n"                                                            },
    {"2024/b c.md",   "# Another\n"                                                            },
    {"plain.md",      "x\n"                                                                    },
};

static int make(void **state)
{
    return tree_setup(state, files, sizeof files / sizeof *files);
}

#define offers(tree, expected, ...)                                                                \
    assert_offers(tree, expected, STRINGS("completion", "words", "--", __VA_ARGS__))
static void assert_offers(const struct tree *tree, const char *expected, const char *const *args)
{
    struct outcome o = program_run(tree, &(struct program){.args = args});
    assert_string_equal(o.err, "");
    assert_string_equal(o.out, expected);
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

static void commands_and_options(void **state)
{
    offers(*state, "files\ntimeline\tthe agreements in the order of time, with their milestones\n",
           "tim");
    offers(*state, "words\n--rebuild\tmake the catalogue anew\n", "index", "--reb");
    offers(*state, "words\n", "list", "--reb");
    offers(*state, "words\n--rebuild\tmake the catalogue anew\n", "--quiet", "index", "--reb");
    offers(*state, "words\n", "list", "--", "--rev");
    offers(*state, "words\n", "show", "x", "");
    offers(*state, "words\nbash\t\nfish\t\nzsh\t\n", "completion", "");
    offers(*state,
           "words\nbad-span\tthe span is empty, reversed, negative, or not two whole numbers\n",
           "help", "bad-s");
    offers(*state, "words\nempty-value\ta key has no value\n", "help", "empty-");
    offers(*state, "words\nstate\tplaces, marks and notes as YAML\n", "export", "");
    offers(*state, "files\n", "export", "state", "");
}

static void values_of_options(void **state)
{
    offers(*state, "words\njson\t\njsonl\t\n", "list", "--format", "j");
    offers(*state, "words\n--format=json\t\n--format=jsonl\t\n", "list", "--format=j");
    offers(*state, "words\njson\t\njsonl\t\n", "list", "--format", "=", "j");
    offers(*state, "words\ncsv\t\n", "--format", "c");
    offers(*state, "words\ncsv\t\n", "dossier", "--format", "c");
    offers(*state, "words\nperson,country\t\n", "entities", "--type", "person,c");
    offers(*state, "words\n--status=signed,in-force\t\n", "timeline", "--status=signed,in-");
    offers(*state, "words\ntime\t\nstate\t\n", "timeline", "--sort", "");
    offers(*state, "words\nkept,open\t\nkept,overdue\t\n", "timeline", "--state", "kept,o");
    offers(*state, "words\nlisted\t\n", "show", "x", "--annotations", "l");
    offers(*state, "words\ntitle\t\n", "list", "--sort", "t");
    offers(*state, "files\n", "list", "--library", "");
    offers(*state, "words\n", "list", "--limit", "");
    offers(*state, "words\n", "list", "--no-such-option", "--no-such-value=");
}

static void ids_of_the_library_at_hand(void **state)
{
    offers(*state, "words\njake\tJake\342\220\211S.\njapan\tJapan\n", "dossier", "j");
    offers(*state, "words\nsouth korea\tSouth Korea\n", "dossier", "s");
    offers(*state, "files\n2024/a\tA title\n2024/b c\tAnother\n", "show", "2024/");
    offers(*state, "words\n2024/a\tA title\n", "list", "--briefing", "2024/a");
    offers(*state, "words\njapan\tJapan\n", "timeline", "--party", "jap");
    /* What is no line of its own, or no text for a terminal, is not offered. */
    offers(*state, "words\n", "dossier", "two");
    offers(*state, "words\n", "dossier", "esc");
}

static void the_library_of_the_line(void **state)
{
    tree_write(*state, "in/c.md", "# Inner\n");
    offers(*state, "files\nc\tInner\n", "show", "--library", "in", "");
    offers(*state, "files\nc\tInner\n", "--library=in", "show", "");
    offers(*state, "files\n", "show", "--library", "nowhere", "");
}

/* -- bash -------------------------------------------------------------------------------------- */

/* What bash would put in the place of the last word, as it parts the line into words. */
static void assert_bash(const struct tree *tree, const char *words, const char *expected)
{
    char script[2048];
    snprintf(script, sizeof script,
             "PATH=${ATTACHE%%/*}:$PATH\n"
             "source <(attache completion bash)\n"
             "COMP_WORDS=(attache %s)\n"
             "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
             "_attache\n"
             "printf '%%s\\n' \"${COMPREPLY[@]}\"\n"
             "[[ ! -e made ]]",
             words);
    const struct program bash = {.path = "/bin/bash", .args = STRINGS("--norc", "-c", script)};
    struct outcome o = program_run(tree, &bash);
    assert_string_equal(o.err, "");
    assert_string_equal(o.out, expected);
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

static void bash_asks_and_evaluates_nothing(void **state)
{
    if (access("/bin/bash", X_OK) != 0)
        skip();
    assert_bash(*state, "tim", "timeline\n");
    assert_bash(*state, "dossier ja", "jake\njapan\n");
    assert_bash(*state, "dossier 'south\\ k'", "south korea\n");
    assert_bash(*state, "dossier '\"south k'", "south korea\n");
    assert_bash(*state, "dossier \"''\"",
                "jake\njapan\nsouth korea\nwikidata:Q17\nwikidata:Q884\n");
    assert_bash(*state, "dossier '$'", "\n");
    assert_bash(*state, "dossier '`'", "\n");
    assert_bash(*state, "list --format = jsonl", "jsonl\n");
    assert_bash(*state, "dossier wikidata : Q1", "Q17\n");
    assert_bash(*state, "dossier wikidata :", "Q17\nQ884\n");
    assert_bash(*state, "dossier 'wikidata\\:Q1'", "wikidata:Q17\n");
    assert_bash(*state, "show pl", "plain\nplain.md\n");
}

/* -- The scripts ------------------------------------------------------------------------------- */

/* Where the shell is installed, it at least reads its script. */
static void shells_read_their_scripts(void **state)
{
    static const char *const lines[] = {
        "\"$ATTACHE\" completion bash > s && if command -v bash; then bash -n s; fi",
        "\"$ATTACHE\" completion zsh > s && if command -v zsh; then zsh -n s; fi",
        "\"$ATTACHE\" completion fish > s && if command -v fish; then fish -n s; fi",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct program sh = {.path = "/bin/sh", .args = STRINGS("-c", lines[i])};
        struct outcome o = program_run(*state, &sh);
        assert_string_equal(o.err, "");
        assert_int_equal(o.status, 0);
        outcome_release(&o);
    }
    struct outcome o = attache(*state, "completion", "tcsh");
    assert_string_equal(o.err, "attache: there is no completion for 'tcsh': bash, zsh and fish "
                               "have one\n");
    assert_int_equal(o.status, 2);
    outcome_release(&o);
}

/* Whoever presses Tab for the first time does not wait for a large library to be read: each time
 * it is read further. */
static void the_first_time_does_not_wait_for_all(void **state)
{
    enum { MANY = 1500, TIMES_MOST = 4 };
    struct tree *tree = *state;
    char path[32];
    bool offered = false;
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "many/%04d.md", i);
        tree_write(tree, path, "x\n");
    }
    for (int times = 0; times < TIMES_MOST && !offered; times++) {
        struct outcome o = program_run(
            tree,
            &(struct program){.args = STRINGS("completion", "words", "--", "show", "many/1499")});
        assert_int_equal(o.status, 0);
        assert_string_equal(o.err, "");
        offered = strstr(o.out, "many/1499") != NULL;
        assert_true(!offered || times > 0);
        outcome_release(&o);
    }
    assert_true(offered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commands_and_options, make, tree_teardown),
        cmocka_unit_test_setup_teardown(values_of_options, make, tree_teardown),
        cmocka_unit_test_setup_teardown(ids_of_the_library_at_hand, make, tree_teardown),
        cmocka_unit_test_setup_teardown(the_library_of_the_line, make, tree_teardown),
        cmocka_unit_test_setup_teardown(bash_asks_and_evaluates_nothing, make, tree_teardown),
        cmocka_unit_test_setup_teardown(shells_read_their_scripts, make, tree_teardown),
        cmocka_unit_test_setup_teardown(the_first_time_does_not_wait_for_all, make, tree_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
