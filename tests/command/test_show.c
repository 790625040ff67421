/* One briefing as text: its measure, its colours, and the annotations in it. */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <string.h>

static const struct tree_file files[] = {
    {"a.md",   "# Japan and the moon\n\nThe *foreign minister of Japan* met Smith.\n\n"
             "| Who | Where |\n|---|---|\n| 日本 | Tokyo |\n\n> Japan signed it in Tokyo.\n"},
    {"a.yaml",
     "date: 2024-04-08\n"
     "entities:\n"
     "  - {id: japan, type: country, name: Japan, aliases: [日本],\n"
     "     mentions: [{quote: Japan, prefix: \"minister of \"}]}\n"
     "  - {id: tokyo, type: place, name: Tokyo}\n"
     "  - {id: john, type: person, name: John Smith, aliases: [Smith]}\n"
     "  - {id: jane, type: person, name: Jane Smith, aliases: [Smith], role: Envoy}\n"
     "  - {id: minister, type: person, name: The minister, match: listed,\n"
     "     mentions: [{quote: foreign minister of Japan}]}\n"
     "agreements:\n"
     "  - {id: moon, title: Moon pact, parties: [japan], status: signed, date: 2024-04-08,\n"
     "     quote: signed it}\n"                                                                           },
};

static int make(void **state)
{
    return tree_setup(state, files, sizeof files / sizeof *files);
}

static void expect(struct outcome o, const char *out)
{
    assert_string_equal(o.err, "");
    assert_string_equal(o.out, out);
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

#define HEAD "Japan and the moon\n8 April 2024\n\n"
#define LISTS                                                                                      \
    "\nENTITIES\n    4  C  Japan\n    2  L  Tokyo\n    1  P  John Smith\n"                         \
    "    1  P  Jane Smith, Envoy\n    1  P  The minister\n"                                        \
    "\nAGREEMENTS\n  Moon pact: signed · Japan\n       8 April 2024: signed\n"

static void lists_stand_below_the_text(void **state)
{
    expect(attache(*state, "show", "a"), HEAD
           "The foreign minister of Japan met Smith.\n\nWho   Where\n────  ─────\n日本  Tokyo\n"
           "\n│ Japan signed it in Tokyo.\n" LISTS);
}

static void text_alone(void **state)
{
    static const char text[] = HEAD "The foreign minister of Japan met Smith.\n\n"
                                    "Who   Where\n────  ─────\n日本  Tokyo\n\n"
                                    "│ Japan signed it in Tokyo.\n";
    expect(attache(*state, "show", "a", "--no-annotations"), text);
    expect(attache(*state, "show", "a", "--annotations=none"), text);
}

static void signs_stand_behind_mentions(void **state)
{
    expect(attache(*state, "show", "a", "--annotations=inline"),
           HEAD "The foreign minister of Japan[C][P] met Smith[P?].\n\n"
                "Who      Where\n───────  ────────\n日本[C]  Tokyo[L]\n\n"
                "│ Japan[C] signed it in Tokyo[L].\n" LISTS);
}

static void numbers_stand_for_notes(void **state)
{
    expect(attache(*state, "show", "a", "--annotations=notes"),
           HEAD "The foreign minister of Japan[1][2] met Smith[3][4].\n\n"
                "Who   Where\n────  ────────\n日本  Tokyo[5]\n\n│ Japan signed it[6] in Tokyo.\n"
                "\nNOTES\n    1  P  The minister\n    2  C  Japan\n    3  P  Jane Smith, Envoy\n"
                "    4  P  John Smith\n    5  L  Tokyo\n"
                "    6  Moon pact: signed · Japan\n");
}

static void it_is_set_to_a_width(void **state)
{
    expect(attache(*state, "show", "a", "--annotations=none", "--width", "24"),
           HEAD "The foreign minister of\nJapan met Smith.\n\nWho   Where\n────  ─────\n"
                "日本  Tokyo\n\n│ Japan signed it in\n│ Tokyo.\n");
}

static void all_lines_are_set_to_a_width(void **state)
{
    struct outcome o = attache(*state, "show", "a", "--width", "17");
    static const char head[] = "Japan and the\nmoon\n8 April 2024\n\nThe foreign\n";
    static const char tail[] =
        "\nENTITIES\n    4  C  Japan\n    2  L  Tokyo\n    1  P  John\n            Smith\n"
        "    1  P  Jane\n            Smith,\n            Envoy\n"
        "    1  P  The\n            minister\n"
        "\nAGREEMENTS\n  Moon pact:\n    signed ·\n    Japan\n       8 April\n         2024:\n"
        "         signed\n";
    assert_memory_equal(o.out, head, sizeof head - 1);
    assert_true(o.out_size > sizeof tail);
    assert_string_equal(o.out + o.out_size - (sizeof tail - 1), tail);
    outcome_release(&o);
    o = attache(*state, "show", "a", "--width", "17", "--annotations=notes");
    assert_non_null(strstr(o.out, "    3  P  Jane\n            Smith,\n            Envoy\n"));
    assert_non_null(
        strstr(o.out, "    6  Moon\n         pact:\n         signed ·\n         Japan\n"));
    outcome_release(&o);
    o = attache(*state, "show", "a", "--width", "17", "--color=always");
    assert_non_null(strstr(o.out, "\033[1mJapan and the\033[0m\n\033[1mmoon\033[0m\n"));
    outcome_release(&o);
}

static void colours_are_asked_for(void **state)
{
    static const char coloured[] =
        "\033[1mJapan and the moon\033[0m\n8 April 2024\n\n"
        "The \033[4;31mforeign minister of \033[0m\033[4;32mJapan\033[0m met "
        "\033[4;31mSmith\033[0m.\n\n"
        "Who   Where\n────  ─────\n\033[4;32m日本\033[0m  \033[4;36mTokyo\033[0m\n\n"
        "│ \033[4;32mJapan\033[0m signed it in \033[4;36mTokyo\033[0m.\n";
    expect(attache(*state, "show", "a", "--annotations=none", "--color=always"), coloured);
    struct outcome o = attache(*state, "show", "a", "--color=sometimes");
    assert_int_equal(o.status, 2);
    assert_string_equal(o.err, "attache: --color is always, never or auto, not 'sometimes'\n");
    outcome_release(&o);
}

static void mentions_are_rows(void **state)
{
    static const char rows[] =
        "entity,type,name,start,end,text,origin,ambiguous\n"
        "japan,country,Japan,0,5,Japan,auto,false\n"
        "minister,person,The minister,24,49,foreign minister of Japan,listed,"
        "false\n"
        "japan,country,Japan,44,49,Japan,listed,false\n"
        "jane,person,Jane Smith,54,59,Smith,auto,true\n"
        "john,person,John Smith,54,59,Smith,auto,true\n"
        "japan,country,Japan,72,74,日本,auto,false\n"
        "tokyo,place,Tokyo,75,80,Tokyo,auto,false\n"
        "japan,country,Japan,82,87,Japan,auto,false\n"
        "tokyo,place,Tokyo,101,106,Tokyo,auto,false\n";
    expect(attache(*state, "show", "a", "--format", "csv"), rows);
    expect(attache(*state, "a.md", "--format", "csv"), rows);
}

static void contexts_are_rows(void **state)
{
    expect(attache(*state, "dossier", "tokyo", "--format", "tsv"),
           "briefing\ttitle\tdate\tstart\tend\tleft\ttext\tright\n"
           "a\tJapan and the moon\t2024-04-08\t75\t80\tWho Where 日本 \tTokyo\t\n"
           "a\tJapan and the moon\t2024-04-08\t101\t106\tJapan signed it in \tTokyo\t.\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, tree_teardown)
    const struct CMUnitTest tests[] = {
        TEST(lists_stand_below_the_text),  TEST(text_alone),
        TEST(signs_stand_behind_mentions), TEST(numbers_stand_for_notes),
        TEST(it_is_set_to_a_width),        TEST(all_lines_are_set_to_a_width),
        TEST(colours_are_asked_for),       TEST(mentions_are_rows),
        TEST(contexts_are_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
