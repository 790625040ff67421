/* How the commands behave as parts of pipes and scripts: usage, statuses, messages, hostile text.
 */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int make_one(void **state)
{
    static struct tree tree;
    tree_make(&tree,
              (struct tree_file[]){
                  {"x.md", "# Title\n\nText.\n"}
    },
              1);
    *state = &tree;
    return 0;
}

static int make_none(void **state)
{
    static struct tree tree;
    tree_make(&tree, NULL, 0);
    *state = &tree;
    return 0;
}

static int remove_tree(void **state)
{
    tree_remove(*state);
    return 0;
}

static void wrong_usage_is_status_2(void **state)
{
    static const char *const lines[][4] = {
        {"--bogus", NULL,               NULL,      "unknown option --bogus"                              },
        {"list",    "--rebuild",        NULL,      "attache list takes no --rebuild"                     },
        {"list",    "--limit",          NULL,      "--limit needs a value: --limit N"                    },
        {"list",    "--limit=-1",       NULL,      "--limit is a number, not '-1'"                       },
        {"list",    "--format=xml",     NULL,      "--format is text, json, jsonl, csv or tsv, not 'xml'"},
        {"list",    "extra",            NULL,      "attache list: one argument too many: 'extra'"        },
        {"show",    NULL,               NULL,      "attache show needs ID|FILE"                          },
        {"list",    "--today=tomorrow", NULL,      "--today is a day, as 2024-04-08, not 'tomorrow'"     },
        {"list",    "--today",          "2024-04", "--today is a day, as 2024-04-08, not '2024-04'"      },
        {"index",   "--quiet=yes",      NULL,      "--quiet takes no value"                              },
        {"-x",      NULL,               NULL,      "unknown option -x"                                   },
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char err[256];
        snprintf(err, sizeof err, "attache: %s; see `attache --help`\n", lines[i][3]);
        outcome_is(attache(*state, lines[i][0], lines[i][1], lines[i][2]), 2, "", err);
    }
}

static void help_and_version_are_data(void **state)
{
    outcome_is(attache(*state, "--version"), 0, "attache " ATTACHE_VERSION "\n", "");
    outcome_has(attache(*state, "--help"), 0, "attache timeline", NULL);
    outcome_has(attache(*state, "help", "show"), 0, "attache show ID|FILE", NULL);
    outcome_has(attache(*state, "show", "--help"), 0, "attache show ID|FILE", NULL);
    outcome_is(attache(*state, "help", "nothing"), 2, "",
               "attache: there is no help on 'nothing'; `attache help` lists the commands\n");
}

static void options_stand_anywhere_and_two_dashes_end_them(void **state)
{
    outcome_is(attache(*state, "--format", "json", "--limit=0", "list"), 0, "[]\n", "");
    outcome_has(attache(*state, "show", "--", "--x"), 2, NULL, "--x");
}

static void a_directory_without_briefings_is_an_empty_library(void **state)
{
    outcome_is(attache(*state, "list", "--library", ".", "--format", "json"), 0, "[]\n", "");
    outcome_is(attache(*state, "list", "--library", "."), 0, "", "");
    outcome_is(attache(*state, "timeline", "--library", ".", "--format", "json"), 0, "[]\n", "");
    outcome_is(attache(*state, "check", "--library", "."), 0, "",
               "attache: 0 briefings, 0 errors, 0 warnings\n");
    outcome_has(attache(*state, "list"), 2, "", "--library PATH");
}

static void a_library_that_cannot_be_is_status_2(void **state)
{
    outcome_has(attache(*state, "list", "--library", "nowhere"), 2, NULL, "nowhere");
    outcome_has(attache(*state, "list", "--library", ""), 2, NULL, "empty");
    tree_write(*state, "picture.png", "x");
    outcome_has(attache(*state, "list", "--library", "picture.png"), 2, NULL, "picture.png");
    tree_fifo(*state, "pipe.md");
    outcome_has(attache(*state, "list", "--library", "pipe.md"), 2, NULL, "pipe.md");
    outcome_has(attache(*state, "show", "nothing"), 2, NULL, "nothing");
}

#define NO_FILE "cannot open 'nope': No such file or directory"

static void what_is_not_there_is_named(void **state)
{
    static const struct {
        int status;
        const char *command, *argument, *message;
    } calls[] = {
        {2, "show",    "nope",           "no briefing 'nope' in '.', nor such a file (" NO_FILE ")"          },
        {2, "show",    ".",              "'.' is a directory: show takes a briefing's id or a file"          },
        {1, "dossier", "nope",           "the library has no entity 'nope'; `attache entities` lists them"   },
        {2, "nope",    NULL,             NO_FILE                                                             },
        {2, "lst",     NULL,             "cannot open 'lst': No such file or directory; did you mean 'list'?"},
        {2, "ab",      NULL,             "cannot open 'ab': No such file or directory"                       },
        {2, "check",   "--library=nope", NO_FILE                                                             },
        {2, "index",   "--library=nope", NO_FILE                                                             },
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char err[256];
        snprintf(err, sizeof err, "attache: %s\n", calls[i].message);
        outcome_is(attache(*state, calls[i].command, calls[i].argument), calls[i].status, "", err);
    }
}

static void what_cannot_be_read_is_named(void **state)
{
    if (geteuid() == 0) /* who may read everything */
        skip();
    tree_directory(*state, "locked");
    tree_chmod(*state, "locked", 0);
    struct outcome o = attache(*state, "list", "--library", "locked");
    tree_chmod(*state, "locked", 0700);
    outcome_is(o, 2, "", "attache: cannot open 'locked': Permission denied\n");
}

static void a_path_alone_prints_where_there_is_no_terminal(void **state)
{
    outcome_is(attache(*state, "x.md"), 0, "Title\n\nText.\n", "");
    outcome_is(attache(*state, "."), 0, "  x  Title\n", "");
    outcome_is(attache(*state, NULL), 0, "  x  Title\n", "");
}

static void standard_input_is_an_article(void **state)
{
    struct program p = {.args = STRINGS("show", "-", "--format", "json"),
                        .input = "---\ntitle: Piped\n---\nHello *there*.\n"};
    outcome_has(program_run(*state, &p), 0,
                "{\"id\":\"-\",\"path\":\"-\",\"title\":\"Piped\",\"date\":null,", NULL);
    p.args = STRINGS("list", "--library", "-", "--format", "json");
    outcome_has(program_run(*state, &p), 0, "\"words\":2", NULL);
    p.args = STRINGS("-");
    outcome_has(program_run(*state, &p), 0, "Hello there.", NULL);
}

static void control_characters_never_come_out(void **state)
{
    tree_write(*state, "e.md", "# A &#27;]0;title&#7; \xE2\x80\xAEolleh\n\n\x1b[31mred\x9b\n");
    tree_write(*state, "e.yaml",
               "title: \"\\e[2J bad\"\nsource: \"\\u202E\"\n\"k\\ey\": 1\nentities: [\"\\x07\"]\n");
    tree_write(*state, "f\x1b[7m\xC2\x9B.md", "# F\n\n[x](entity:nobody)\n");
    static const char *const calls[][3] = {
        {"show",     "e",             NULL           },
        {"show",     "e",             "--format=json"},
        {"list",     NULL,            NULL           },
        {"check",    NULL,            NULL           },
        {"list",     "--format=json", NULL           },
        {"e.md",     NULL,            NULL           },
        {"show",     "\x1b",          NULL           },
        {"list",     "--library",     "\x1b[31mx"    },
        {"\xC2\x9B", NULL,            NULL           },
    };
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        struct outcome o = attache(*state, calls[i][0], calls[i][1], calls[i][2]);
        const char *texts[] = {o.out, o.err};
        for (size_t k = 0; k < 2; k++) {
            for (const unsigned char *c = (const unsigned char *)texts[k]; *c; c++)
                assert_true((*c >= 0x20 || *c == '\n') && *c != 0x7F);
            assert_null(strstr(texts[k], "\xE2\x80\xAE"));
            assert_null(strstr(texts[k], "\xC2\x9B"));
        }
        outcome_release(&o);
    }
}

static void what_cannot_be_written_is_said(void **state)
{
    struct program p = {.args = STRINGS("list"), .output = "/dev/full"};
    outcome_is(program_run(*state, &p), 2, "",
               "attache: cannot write to standard output: No space left on device\n");
    p = (struct program){.args = STRINGS("list"), .output_closed = true};
    outcome_is(program_run(*state, &p), 2, "",
               "attache: cannot write to standard output: Bad file descriptor\n");
}

static void the_environment_names_library_and_day(void **state)
{
    struct program p = {.args = STRINGS("list", "--format", "json"),
                        .env = STRINGS("ATTACHE_LIBRARY=nowhere")};
    outcome_has(program_run(*state, &p), 2, NULL, "nowhere");
    p.env = STRINGS("ATTACHE_TODAY=soon");
    outcome_has(program_run(*state, &p), 2, NULL, "ATTACHE_TODAY is a day");
    tree_write(*state, "../home/config/attache/config", "set library nowhere-else\n");
    p.env = NULL;
    outcome_has(program_run(*state, &p), 2, NULL, "nowhere-else");
}

static void check_says_each_problem_on_a_line(void **state)
{
    tree_write(*state, "x.yaml",
               "entities:\n  - {id: jpan-x, name: Japan X}\n"
               "agreements:\n  - {id: lunar, parties: [jpan], date: 2024-13}\n");
    outcome_is(
        attache(*state, "check"), 1,
        "./x.yaml:4:27: error: agreement 'lunar' names party 'jpan', which no entity has; did "
        "you mean 'jpan-x'? [unknown-party]\n"
        "./x.yaml:4:40: error: the date '2024-13' cannot be read: there is no month 13 "
        "[bad-date]\n",
        "attache: 1 briefing, 2 errors, 0 warnings\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_usage_is_status_2, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(help_and_version_are_data, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(options_stand_anywhere_and_two_dashes_end_them, make_one,
                                        remove_tree),
        cmocka_unit_test_setup_teardown(a_directory_without_briefings_is_an_empty_library,
                                        make_none, remove_tree),
        cmocka_unit_test_setup_teardown(a_library_that_cannot_be_is_status_2, make_one,
                                        remove_tree),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_named, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_named, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(a_path_alone_prints_where_there_is_no_terminal, make_one,
                                        remove_tree),
        cmocka_unit_test_setup_teardown(standard_input_is_an_article, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(control_characters_never_come_out, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_said, make_one, remove_tree),
        cmocka_unit_test_setup_teardown(the_environment_names_library_and_day, make_one,
                                        remove_tree),
        cmocka_unit_test_setup_teardown(check_says_each_problem_on_a_line, make_one, remove_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
