/* What restricts, orders and sets the rows of commands, and their forms for other programs. */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"
#include "tests/support/scene.h"

#include <string.h>

#define AGREEMENT(id, parties, topics, milestones)                                                 \
    "  - {id: " id ", title: The " id ", parties: [" parties "], topics: [" topics "], "           \
    "milestones: [" milestones "]}\n"

static const struct tree_file files[] = {
    {"library.yaml",  "title: Rows\n"                                                              },
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
                      "  - {id: france, type: country, name: France}\n"
                      "  - {id: minister, type: person, name: The minister}\n"},
    {"a.md",          "# Of Japan\n\nJapan and France met The minister of Japan.\n"                },
    {"a.yaml",        "date: 2024-04-08\nsource: {name: \"=Wire, Inc\", url: \"https://example.org\"}\n"
               "topics: [space, \"=law\"]\nagreements:\n" //
     AGREEMENT("moon",                                                                 "japan, france", "space",
     "{date: 2024-04-08, status: signed, quote: met}, "
               "{date: ../2024-05, status: ratified, expected: true}")   //
     AGREEMENT("sea", "japan", "fish", "{date: 2023, status: in-force}") //
     AGREEMENT("air", "france", "", "{status: announced}")},
    {"b.md",        "# Of France\n\nFrance alone.\n"                                                                               },
    {"b.yaml",         "date: 2025~\ntopics: law\n"                                                                  },
    {"c.md",             "# Undated\n\nThe minister.\n"                                                                   },
};

static int make(void **state)
{
    return tree_setup(state, files, sizeof files / sizeof *files);
}

static void expect(struct outcome o, int status, const char *out)
{
    assert_string_equal(o.out, out);
    assert_int_equal(o.status, status);
    outcome_release(&o);
}

static void briefings_by_topic_date_and_order(void **state)
{
    expect(attache(*state, "list", "--sort", "date", "--format", "tsv", "--limit", "1"), 0,
           "id\tpath\ttitle\tdate\tsource\tsource_url\tsource_author\ttopics\twords\tentities\t"
           "agreements\terrors\twarnings\n"
           "b\tb.md\tOf France\t2025~\t\t\t\tlaw\t4\t1\t0\t0\t0\n");
    expect(attache(*state, "list", "--topic", "space"), 0, "2024-04-08  a  Of Japan  =Wire, Inc\n");
    expect(attache(*state, "list", "--from", "2025-06"), 0, "2025~  b  Of France\n");
    expect(attache(*state, "list", "--to", "2024"), 0, "2024-04-08  a  Of Japan  =Wire, Inc\n");
    expect(attache(*state, "list", "--topic", "none"), 0, "");
    expect(attache(*state, "list", "--sort", "title", "--reverse", "--limit", "2"), 0,
           "            c  Undated\n"
           "2024-04-08  a  Of Japan  =Wire, Inc\n");
}

static void entities_of_a_part(void **state)
{
    expect(attache(*state, "entities", "--type", "country"), 0,
           "3  2  country  france  France\n3  1  country  japan   Japan\n");
    expect(attache(*state, "entities", "--briefing", "b"), 0, "2  1  country  france  France\n");
    expect(attache(*state, "entities", "--topic", "law"), 0, "2  1  country  france  France\n");
    expect(attache(*state, "entities", "--from", "2025"), 0, "2  1  country  france  France\n");
    expect(attache(*state, "entities", "--party", "france", "--status", "signed"), 0,
           "3  2  country  france  France\n3  1  country  japan   Japan\n");
    expect(attache(*state, "entities", "--status", "in-force"), 0, "3  1  country  japan  Japan\n");
    expect(attache(*state, "entities", "--sort", "name", "--briefing", "a", "--type",
                   "person,country", "--reverse"),
           0,
           "1  1  person   minister  The minister\n3  1  country  japan     Japan\n"
           "1  1  country  france    France\n");
    expect(attache(*state, "entities", "--format", "csv", "--limit", "1", "--briefing", "a"), 0,
           "id,type,name,aliases,briefings,mentions,first,last\n"
           "japan,country,Japan,日本,1,3,2024-04-08,2024-04-08\n");
}

static void agreements_of_a_part(void **state)
{
    expect(attache(*state, "timeline", "--party", "japan", "--format", "csv", "--reverse"), 0,
           "id,title,kind,parties,topics,place,status,supersedes,amends,part_of,earliest,latest,"
           "date,milestone_earliest,milestone_latest,milestone_status,party,expected,promise,"
           "undated,note,quote,url,start,end,briefing,kept_by,kept_by_start,kept_by_end\n"
           "moon,The moon,,japan; france,space,,signed,,,,2024-04-08,2024-04-08,2024-04-08,"
           "2024-04-08,2024-04-08,signed,,false,,,,met,,27,30,a,,,\n"
           "moon,The moon,,japan; france,space,,signed,,,,2024-04-08,2024-04-08,../2024-05,,"
           "2024-05-31,ratified,,true,overdue,,,,,,,a,,,\n"
           "sea,The sea,,japan,fish,,in-force,,,,2023-01-01,2023-12-31,2023,2023-01-01,2023-12-31,"
           "in-force,,false,,,,,,,,a,,,\n");
    struct outcome o = attache(*state, "timeline", "--reverse");
    const char *moon = strstr(o.out, "moon "), *sea = strstr(o.out, "sea "),
               *air = strstr(o.out, "air ");
    assert_true(moon && sea && air && moon < sea && sea < air); /* the undated still come last */
    outcome_release(&o);
    expect(attache(*state, "timeline", "--status", "in-force", "--limit", "5"), 0,
           "sea     in-force  The sea  japan\n  2023  in-force           a\n");
    expect(attache(*state, "timeline", "--topic", "none", "--format", "json"), 0, "[]\n");
    expect(attache(*state, "timeline", "--topic", "none", "--format", "jsonl"), 0, "");
}

static void promises_of_a_part(void **state)
{
    static const char line[] = "overdue  ../2024-05  ratified    a    The moon\n";
    expect(attache(*state, "timeline", "--promises", "--today", "2024-07-01"), 0, line);
    expect(attache(*state, "timeline", "--promises", "--today", "2024-07-01", "--sort", "time"), 0,
           line);
    expect(attache(*state, "timeline", "--promises", "--party", "minister"), 0, "");
    expect(attache(*state, "timeline", "--promises", "--said", "2024-04", "--state", "overdue"), 0,
           line);
    expect(attache(*state, "timeline", "--promises", "--said", "2024-05"), 0, "");
    expect(attache(*state, "timeline", "--promises", "--state", "kept,open"), 0, "");
}

static void values_are_checked(void **state)
{
    static const char *const lines[][3] = {
        {"--type=persn",     "entities", "--type knows no 'persn'; did you mean 'person'?"  },
        {"--status=signd",   "timeline", "--status knows no 'signd'; did you mean 'signed'?"},
        {"--status=acceded", "timeline", "rejected or unclear, not 'acceded'"               },
        {"--from=2024-13",   "list",     NULL                                               },
        {"--to=2024/..",     "list",     "--to needs a day: '2024/..' has no end"           },
        {"--state=late",     "timeline", "--state is kept, open or overdue, not 'late'"     },
        {"--state=kept",     "timeline", "--state goes with --promises"                     },
        {"--sort=dat",       "list",
         "--sort is id, date, title, source, words, entities, "
         "agreements or problems, not 'dat'; did you mean 'date'?"                          },
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct outcome o = attache(*state, lines[i][1], lines[i][0]);
        assert_int_equal(o.status, 2);
        assert_string_equal(o.out, "");
        assert_non_null(strstr(o.err, lines[i][2] ? lines[i][2] : "--from is a date"));
        outcome_release(&o);
    }
}

static void problems_in_every_form(void **state)
{
    tree_write(*state, "b.yaml", "date: 2024-13\nodd: x\n");
    expect(
        attache(*state, "check", "--format", "tsv"), 1,
        "file\tline\tcolumn\tseverity\tcode\tmessage\n"
        "./b.yaml\t1\t7\terror\tbad-date\tthe date '2024-13' cannot be read: there is no month 13\n"
        "./b.yaml\t2\t1\twarning\tunknown-key\ta sidecar has no key 'odd'\n");
    tree_write(*state, "b.yaml", "odd: x\n");
    expect(attache(*state, "check", "--briefing", "a", "--strict"), 0, "");
    expect(attache(*state, "check", "a.md", "--strict"), 0, "");
    expect(attache(*state, "check", "b.md", "--strict", "--quiet"), 1,
           "b.yaml:1:1: warning: a sidecar has no key 'odd' [unknown-key]\n");
    expect(attache(*state, "check", "--quiet"), 0,
           "./b.yaml:1:1: warning: a sidecar has no key 'odd' [unknown-key]\n");
    struct outcome o = attache(*state, "check", "--strict");
    assert_int_equal(o.status, 1);
    assert_string_equal(o.err, "attache: 3 briefings, 0 errors, 1 warning\n");
    outcome_release(&o);
}

static void unknown_ids_are_said(void **state)
{
    struct outcome o = attache(*state, "timeline", "--party", "nobody", "--format", "json");
    assert_string_equal(o.out, "[]\n");
    assert_string_equal(
        o.err, "attache: the library has no entity 'nobody'; `attache entities` lists them\n");
    assert_int_equal(o.status, 0);
    outcome_release(&o);
    o = attache(*state, "entities", "--briefing", "nope");
    assert_string_equal(o.err,
                        "attache: the library has no briefing 'nope'; `attache list` lists them\n");
    outcome_release(&o);
}

#define UNREAD(what) "attache: " what " could not be read; `attache check` says why\n"

/* Of what is listed nothing changes by that: neither a byte of it nor the status. */
static void what_could_not_be_read_is_counted(void **state)
{
    static const struct {
        const char *command, *argument;
    } calls[] = {
        {"list",     "--format=csv" },
        {"entities", "--format=json"},
        {"timeline", "--limit=1"    },
        {"search",   "Japan"        },
        {"search",   "nowhere"      },
        {"dossier",  "japan"        },
    };
    enum { CALLS = sizeof calls / sizeof *calls };
    struct outcome before[CALLS];
    char longest[300];
    for (size_t i = 0; i < CALLS; i++) {
        before[i] = attache(*state, calls[i].command, calls[i].argument);
        assert_string_equal(before[i].err, "");
    }
    tree_write(*state, "wide.md", "\xFF\xFEJ"); /* UTF-16 */
    for (size_t i = 0; i < CALLS; i++) {
        outcome_is(attache(*state, calls[i].command, calls[i].argument), before[i].status,
                   before[i].out, UNREAD("1 article"));
        outcome_release(&before[i]);
    }
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    tree_symlink(*state, "long.md", longest); /* the system does not even look for that */
    outcome_has(attache(*state, "list"), 0, "Of Japan", UNREAD("2 files and directories"));
    outcome_has(attache(*state, "check"), 1, "long.md:1:1: error: ", "3 briefings, 2 errors, 0");
    tree_delete(*state, "wide.md");
    outcome_has(attache(*state, "list"), 0, "Of Japan", UNREAD("1 file or directory"));
}

static void tables_fit_a_width(void **state)
{
    expect(attache(*state, "list", "--width", "30", "--limit", "1"), 0,
           "2024-04…  a  Of Japan  =Wire,…\n");
    expect(attache(*state, "entities", "--width", "24", "--limit", "1"), 0,
           "3  2  count…  france  France\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, tree_teardown)
    const struct CMUnitTest tests[] = {
        TEST(briefings_by_topic_date_and_order),
        TEST(entities_of_a_part),
        TEST(agreements_of_a_part),
        TEST(promises_of_a_part),
        TEST(values_are_checked),
        TEST(problems_in_every_form),
        TEST(unknown_ids_are_said),
        TEST(what_could_not_be_read_is_counted),
        TEST(tables_fit_a_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
