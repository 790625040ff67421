/* attache search: exact output and status, in every format; queries that cannot be read. */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"},
    {"a.md",          "---\ntitle: A first pact\ndate: 2024-04-08\nsource: Wire\n---\n"
             "In Japan the pact, \x1B[31mred, was signed; =no other pact\nwas.\n"                },
    {"b/b.md",        "---\ntitle: \"=Second, of 日本\"\ndate: 2024-06\n---\nNothing.\n"                   },
    {"c.md",          "---\ntitle: Third\nsummary: Of a pact.\n---\nElsewhere it rained.\n"                  },
};

static int make(void **state)
{
    return tree_setup(state, files, sizeof files / sizeof *files);
}

static void expect(struct outcome o, int status, const char *out, const char *err)
{
    assert_string_equal(o.err, err);
    assert_string_equal(o.out, out);
    assert_int_equal(o.status, status);
    outcome_release(&o);
}

/* The digits of scores that are not 0 are the logarithm's business. */
static struct outcome masked(struct outcome o)
{
    static const char key[] = "\"score\":", mask[] = "SCORE";
    for (char *at = o.out; (at = strstr(at, key)) != NULL;) {
        at += sizeof key - 1;
        size_t digits = strspn(at, "0123456789.e-");
        if (digits < sizeof mask)
            continue;
        memcpy(at, mask, sizeof mask - 1);
        memmove(at + sizeof mask - 1, at + digits, strlen(at + digits) + 1);
    }
    return o;
}

static void prints_what_it_finds(void **state)
{
    expect(attache(*state, "search", "pact"), 0,
           "2024-04-08  a  A first [pact]\n"
           "    In Japan the [pact], ␛[31mred, was signed; =no other [pact] was.\n"
           "undated  c  Third\n"
           "    Of a [pact].\n",
           "");
    expect(attache(*state, "search", "--sort", "newest", "pact", "OR", "日本"), 0,
           "2024-06  b/b  =Second, of [日本]\n"
           "    Nothing.\n"
           "2024-04-08  a  A first [pact]\n"
           "    In Japan the [pact], ␛[31mred, was signed; =no other [pact] was.\n"
           "undated  c  Third\n"
           "    Of a [pact].\n",
           "");
    expect(attache(*state, "search", "--limit", "1", "--offset", "1", "pact"), 0,
           "undated  c  Third\n    Of a [pact].\n", "");
    expect(attache(*state, "search", "--offset", "9", "pact"), 0, "", "");
    expect(attache(*state, "search", "--color=always", "third"), 0,
           "undated  c  \x1B[1;31mThird\x1B[0m\n    Of a pact.\n", "");
    expect(attache(*state, "search", "--expand", "japan", "-pact"), 0,
           "2024-06  b/b  =Second, of [日本]\n    Nothing.\n", "");
    expect(attache(*state, "search", "-pact"), 0, "2024-06  b/b  =Second, of 日本\n    Nothing.\n",
           "");
}

static void prints_records(void **state)
{
    expect(masked(attache(*state, "search", "--format", "json", "entity:日本", "first")), 0,
           "[{\"id\":\"a\",\"title\":\"A first pact\",\"date\":\"2024-04-08\",\"score\":SCORE,"
           "\"snippet\":\"In Japan the pact, \\u001B[31mred, was signed; =no other pact was.\","
           "\"hits\":1,\"snippet_hits\":[{\"start\":3,\"end\":8}]}]\n",
           "");
    expect(masked(attache(*state, "search", "--format", "json", "second", "date:2024-06")), 0,
           "[{\"id\":\"b/b\",\"title\":\"=Second, of 日本\",\"date\":\"2024-06\",\"score\":SCORE,"
           "\"snippet\":\"Nothing.\",\"hits\":0,\"snippet_hits\":[]}]\n",
           "");
    expect(attache(*state, "search", "--format", "jsonl", "type:country OR date:2024-06"), 0,
           "{\"id\":\"a\",\"title\":\"A first pact\",\"date\":\"2024-04-08\",\"score\":0,"
           "\"snippet\":\"In Japan the pact, \\u001B[31mred, was signed; =no other pact was.\","
           "\"hits\":0,\"snippet_hits\":[]}\n"
           "{\"id\":\"b/b\",\"title\":\"=Second, of 日本\",\"date\":\"2024-06\",\"score\":0,"
           "\"snippet\":\"Nothing.\",\"hits\":0,\"snippet_hits\":[]}\n",
           "");
    expect(attache(*state, "search", "--format", "csv", "-third", "-japan"), 0,
           "id,title,date,score,snippet,hits\n"
           "b/b,\"'=Second, of 日本\",2024-06,0,Nothing.,0\n",
           "");
    expect(attache(*state, "search", "--format", "tsv", "topic:none", "OR", "date:2024-06"), 0,
           "id\ttitle\tdate\tscore\tsnippet\thits\n"
           "b/b\t'=Second, of 日本\t2024-06\t0\tNothing.\t0\n",
           "");
}

static void finds_nothing(void **state)
{
    expect(attache(*state, "search", "zzz"), 1, "", "");
    expect(attache(*state, "search", "zzz", "--format", "json"), 1, "[]\n", "");
    expect(attache(*state, "search", "zzz", "--format", "jsonl"), 1, "", "");
    expect(attache(*state, "search", "entity:zzz OR date:1999"), 1, "", "");
    expect(attache(*state, "search", "title:pact -first"), 1, "", "");
}

static void says_where_a_query_cannot_be_read(void **state)
{
    static const char begin[] = "attache: cannot read the query: ";
    static const struct {
        const char *query, *message;
    } cases[] = {
        {"",                 "the query is empty\n"                                         },
        {"日本 (pact",     "this parenthesis is not closed\n  日本 (pact\n       ^\n"   },
        {"titel:pact",       "there is no field 'titel'; did you mean 'title'?\n"
                       "  titel:pact\n  ^\n"                          },
        {"a \x07 b",         "control characters cannot be searched for\n  a ␇ b\n    ^\n"},
        {"type:\x1B[31mred", "control characters cannot be searched for\n"
                             "  type:␛[31mred\n       ^\n"    },
        {"\xFF\xFE",         "this is not valid UTF-8\n  ��\n  ^\n"                     },
        {"status:sinned",    "there is no status 'sinned'; did you mean 'signed'?\n"
                          "  status:sinned\n         ^\n"          },
        {"date:2024-04..x",  NULL                                                           },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = attache(*state, "search", cases[i].query);
        assert_int_equal(o.status, 2);
        assert_string_equal(o.out, "");
        assert_memory_equal(o.err, begin, sizeof begin - 1);
        if (cases[i].message)
            assert_string_equal(o.err + sizeof begin - 1, cases[i].message);
        outcome_release(&o);
    }
    expect(attache(*state, "search"), 2, "",
           "attache: attache search needs QUERY; see `attache --help`\n");
    struct outcome o = attache(*state, "search", "--sort", "best", "pact");
    assert_int_equal(o.status, 2);
    assert_non_null(strstr(o.err, "--sort"));
    outcome_release(&o);
}

static void a_long_query_is_shown_in_part(void **state)
{
    enum { LONG = 100000 };
    char *text = malloc(LONG + 1);
    memset(text, '(', LONG);
    text[LONG] = '\0';
    struct outcome o = attache(*state, "search", text);
    assert_int_equal(o.status, 2);
    assert_true(o.err_size < 400);
    assert_non_null(strstr(o.err, "longer than"));
    outcome_release(&o);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_what_it_finds),
        cmocka_unit_test(prints_records),
        cmocka_unit_test(finds_nothing),
        cmocka_unit_test(says_where_a_query_cannot_be_read),
        cmocka_unit_test(a_long_query_is_shown_in_part),
    };
    return cmocka_run_group_tests(tests, make, tree_teardown);
}
