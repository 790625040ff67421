/* The JSON of every command, to the letter, on a library whose every value can be reckoned by hand.
 */
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <string.h>

static const struct tree_file files[] = {
    {"library.yaml",  "title: Two briefings\n"                                                                   },
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
                      "  - {id: us, type: country, name: United States}\n"
                      "  - {id: nobody, type: person, name: Nobody Mentioned, role: none}\n"},
    {"a.md",          "# A first text\n\n日本 and the *United\nStates* signed. The minister left.\n"           },
    {"a.yaml",        "date: 2024-04-08\n"
               "source: {name: Wire, url: \"https://example.org/a\"}\n"
               "topics: [space]\n"
               "entities:\n"
               "  - japan\n"
               "  - id: minister\n"
               "    type: person\n"
               "    name: A. Minister\n"
               "    mentions: [{quote: The minister}]\n"
               "agreements:\n"
               "  - id: lunar\n"
               "    title: Lunar arrangement\n"
               "    kind: arrangement\n"
               "    parties: [us, japan]\n"
               "    milestones:\n"
               "      - {date: 2024-04, status: signed, quote: signed}\n"
               "      - {date: ../2024-07, status: ratified, expected: true, party: japan}\n"
               "events:\n"
               "  - {id: leaving, title: He leaves, date: 2024-04-07, participants: minister}\n"
               "relations:\n"
               "  - {subject: japan, predicate: ally-of, object: us}\n"
               "notes:\n"
               "  - {quote: minister left, text: Which one?}\n"                                    },
    {"b/b.txt",       "Japan ratified it.\n"                                                                     },
    {"b/b.yaml",
     "date: 2024-06-01\nsource: Gazette\n"
     "agreements:\n"
     "  - {id: lunar, parties: japan, milestones: [{date: 2024-05-30, status: ratified, "
     "party: japan, quote: ratified it}]}\n"                                                                     },
};

static int make(void **state)
{
    return tree_setup(state, files, sizeof files / sizeof *files);
}

static void expect(struct outcome o, int status, const char *out)
{
    assert_string_equal(o.err, "");
    assert_string_equal(o.out, out);
    assert_int_equal(o.status, status);
    outcome_release(&o);
}

static void show_gives_one_briefing_alone(void **state)
{
    expect(
        attache(*state, "show", "a", "--format", "json", "--today", "2024-12-31"), 0,
        "{\"id\":\"a\",\"path\":\"a.md\",\"title\":\"A first text\",\"date\":\"2024-04-08\","
        "\"source\":{\"name\":\"Wire\",\"url\":\"https://example.org/a\",\"author\":null},"
        "\"topics\":[\"space\"],\"summary\":null,\"language\":null,\"words\":13,"
        "\"text\":\"A first text\\n\\n日本 and the United States signed. The minister left.\","
        "\"entities\":["
        "{\"id\":\"japan\",\"type\":\"country\",\"name\":\"Japan\",\"aliases\":[\"日本\"],"
        "\"role\":null,\"description\":null,\"wikidata\":null,\"mentions\":["
        "{\"start\":14,\"end\":16,\"text\":\"日本\",\"origin\":\"auto\",\"ambiguous\":false,"
        "\"candidates\":[]}]},"
        "{\"id\":\"minister\",\"type\":\"person\",\"name\":\"A. Minister\",\"aliases\":[],"
        "\"role\":null,\"description\":null,\"wikidata\":null,\"mentions\":["
        "{\"start\":47,\"end\":59,\"text\":\"The minister\",\"origin\":\"listed\","
        "\"ambiguous\":false,\"candidates\":[]}]},"
        "{\"id\":\"us\",\"type\":\"country\",\"name\":\"United States\",\"aliases\":[],"
        "\"role\":null,\"description\":null,\"wikidata\":null,\"mentions\":["
        "{\"start\":25,\"end\":38,\"text\":\"United States\",\"origin\":\"auto\","
        "\"ambiguous\":false,\"candidates\":[]}]}],"
        "\"agreements\":[{\"id\":\"lunar\",\"title\":\"Lunar arrangement\","
        "\"kind\":\"arrangement\",\"parties\":[\"us\",\"japan\"],\"topics\":[],\"place\":null,"
        "\"status\":\"signed\",\"supersedes\":null,\"amends\":null,\"part_of\":null,"
        "\"mentions\":[],\"milestones\":["
        "{\"date\":\"2024-04\",\"earliest\":\"2024-04-01\",\"latest\":\"2024-04-30\","
        "\"status\":\"signed\",\"party\":null,\"expected\":false,\"promise\":null,"
        "\"undated\":null,\"note\":null,\"quote\":\"signed\",\"url\":null,\"start\":39,\"end\":45},"
        "{\"date\":\"../2024-07\",\"earliest\":null,\"latest\":\"2024-07-31\","
        "\"status\":\"ratified\",\"party\":\"japan\",\"expected\":true,\"promise\":\"overdue\","
        "\"undated\":null,\"note\":null,\"quote\":null,\"url\":null,\"start\":null,\"end\":null}],"
        "\"quote\":null,\"start\":null,\"end\":null}],"
        "\"events\":[{\"id\":\"leaving\",\"title\":\"He leaves\",\"date\":\"2024-04-07\","
        "\"earliest\":\"2024-04-07\",\"latest\":\"2024-04-07\",\"undated\":null,\"place\":null,"
        "\"participants\":[\"minister\"],\"quote\":null,\"start\":null,\"end\":null}],"
        "\"relations\":[{\"subject\":\"japan\",\"predicate\":\"ally-of\",\"object\":\"us\","
        "\"earliest\":null,\"latest\":null,\"quote\":null,\"start\":null,\"end\":null}],"
        "\"notes\":[{\"text\":\"Which one?\",\"earliest\":null,\"latest\":null,"
        "\"quote\":\"minister left\",\"start\":51,\"end\":64}],"
        "\"diagnostics\":[]}\n");
}

static void list_goes_by_id(void **state)
{
    expect(attache(*state, "list", "--format=json"), 0,
           "[{\"id\":\"a\",\"path\":\"a.md\",\"title\":\"A first text\",\"date\":\"2024-04-08\","
           "\"source\":{\"name\":\"Wire\",\"url\":\"https://example.org/a\",\"author\":null},"
           "\"topics\":[\"space\"],\"words\":13,\"entities\":3,\"agreements\":1,\"errors\":0,"
           "\"warnings\":0},"
           "{\"id\":\"b/b\",\"path\":\"b/b.txt\",\"title\":\"b\",\"date\":\"2024-06-01\","
           "\"source\":{\"name\":\"Gazette\",\"url\":null,\"author\":null},\"topics\":[],"
           "\"words\":3,\"entities\":1,\"agreements\":1,\"errors\":0,\"warnings\":0}]\n");
}

static void entities_go_by_mentions_then_id(void **state)
{
    expect(attache(*state, "entities", "--format", "json"), 0,
           "[{\"id\":\"japan\",\"type\":\"country\",\"name\":\"Japan\",\"aliases\":[\"日本\"],"
           "\"briefings\":2,\"mentions\":2,\"first\":\"2024-04-08\",\"last\":\"2024-06-01\"},"
           "{\"id\":\"minister\",\"type\":\"person\",\"name\":\"A. Minister\",\"aliases\":[],"
           "\"briefings\":1,\"mentions\":1,\"first\":\"2024-04-08\",\"last\":\"2024-04-08\"},"
           "{\"id\":\"us\",\"type\":\"country\",\"name\":\"United States\",\"aliases\":[],"
           "\"briefings\":1,\"mentions\":1,\"first\":\"2024-04-08\",\"last\":\"2024-04-08\"},"
           "{\"id\":\"nobody\",\"type\":\"person\",\"name\":\"Nobody Mentioned\",\"aliases\":[],"
           "\"briefings\":0,\"mentions\":0,\"first\":null,\"last\":null}]\n");
}

static void timeline_joins_briefings_and_knows_what_was_kept(void **state)
{
    expect(
        attache(*state, "--today=2024-12-31", "timeline", "--format", "json"), 0,
        "[{\"id\":\"lunar\",\"title\":\"Lunar arrangement\",\"kind\":\"arrangement\","
        "\"parties\":[\"us\",\"japan\"],\"topics\":[],\"place\":null,\"status\":\"signed\","
        "\"supersedes\":null,\"amends\":null,\"part_of\":null,\"earliest\":\"2024-04-01\","
        "\"latest\":\"2024-05-30\",\"milestones\":["
        "{\"date\":\"2024-04\",\"earliest\":\"2024-04-01\",\"latest\":\"2024-04-30\","
        "\"status\":\"signed\",\"party\":null,\"expected\":false,\"promise\":null,"
        "\"undated\":null,\"note\":null,\"quote\":\"signed\",\"url\":null,\"start\":39,\"end\":45,"
        "\"briefing\":\"a\",\"kept_by\":null},"
        "{\"date\":\"2024-05-30\",\"earliest\":\"2024-05-30\",\"latest\":\"2024-05-30\","
        "\"status\":\"ratified\",\"party\":\"japan\",\"expected\":false,\"promise\":null,"
        "\"undated\":null,\"note\":null,\"quote\":\"ratified it\",\"url\":null,\"start\":6,"
        "\"end\":17,\"briefing\":\"b/b\",\"kept_by\":null},"
        "{\"date\":\"../2024-07\",\"earliest\":null,\"latest\":\"2024-07-31\","
        "\"status\":\"ratified\",\"party\":\"japan\",\"expected\":true,\"promise\":\"kept\","
        "\"undated\":null,\"note\":null,\"quote\":null,\"url\":null,\"start\":null,\"end\":null,"
        "\"briefing\":\"a\",\"kept_by\":{\"briefing\":\"b/b\",\"start\":6,\"end\":17}}]}]\n");
}

static void promises_say_what_came_of_them(void **state)
{
    static const char promise[] =
        "[{\"agreement\":\"lunar\",\"title\":\"Lunar arrangement\",\"parties\":[\"us\",\"japan\"],"
        "\"topics\":[],\"briefing\":\"a\",\"date\":\"../2024-07\",\"earliest\":null,"
        "\"latest\":\"2024-07-31\",\"undated\":null,\"status\":\"ratified\",\"party\":\"japan\","
        "\"promise\":\"kept\",\"note\":null,\"quote\":null,\"start\":null,\"end\":null,"
        "\"kept_by\":{\"briefing\":\"b/b\",\"date\":\"2024-05-30\",\"start\":6,\"end\":17}}]";
    struct outcome o = attache(*state, "timeline", "--promises", "--format", "json");
    assert_memory_equal(o.out, promise, sizeof promise - 1);
    assert_string_equal(o.out + sizeof promise - 1, "\n");
    outcome_release(&o);
    o = attache(*state, "dossier", "japan", "--format", "json");
    assert_non_null(strstr(o.out, promise));
    outcome_release(&o);
    expect(attache(*state, "timeline", "--promises"), 0,
           "kept  ../2024-07  ratified  japan  a  shown by b/b  Lunar arrangement\n");
    expect(attache(*state, "timeline", "--promises", "--limit", "0", "--format", "json"), 0,
           "[]\n");
}

static void dossier_gathers_what_the_library_knows(void **state)
{
    expect(attache(*state, "dossier", "minister", "--format", "json"), 0,
           "{\"id\":\"minister\",\"type\":\"person\",\"name\":\"A. Minister\","
           "\"aliases\":[{\"text\":\"A. Minister\",\"mentions\":0},"
           "{\"text\":\"The minister\",\"mentions\":1}],\"role\":null,\"description\":null,"
           "\"wikidata\":null,\"briefings\":1,\"mentions\":1,\"first\":\"2024-04-08\","
           "\"last\":\"2024-04-08\",\"unplaced\":0,"
           "\"months\":[{\"month\":\"2024-04\",\"mentions\":1}],\"agreements\":[],"
           "\"promises\":[],\"relations\":[],\"together\":["
           "{\"id\":\"japan\",\"name\":\"Japan\",\"type\":\"country\",\"briefings\":1,"
           "\"paragraphs\":1},"
           "{\"id\":\"us\",\"name\":\"United States\",\"type\":\"country\",\"briefings\":1,"
           "\"paragraphs\":1}],"
           "\"contexts\":[{\"briefing\":\"a\",\"title\":\"A first text\",\"date\":\"2024-04-08\","
           "\"start\":47,\"end\":59,\"left\":\"日本 and the United States signed. \","
           "\"text\":\"The minister\",\"right\":\" left.\"}]}\n");
    expect(attache(*state, "dossier", "us", "--today", "2024-12-31"), 0,
           "United States (country)\n"
           "1 mention in 1 briefing, 2024-04-08 to 2024-04-08\n"
           "As United States (1)\n"
           "\nAGREEMENTS\n2024-04-01  signed  Lunar arrangement\n"
           "\nRELATIONS\nJapan  ally-of  United States  a\n"
           "\nTOGETHER WITH (paragraphs, briefings)\n1  1  Japan\n1  1  A. Minister\n");
    struct outcome o = attache(*state, "dossier", "nobody-known");
    assert_string_equal(
        o.err,
        "attache: the library has no entity 'nobody-known'; `attache entities` lists them\n");
    assert_int_equal(o.status, 1);
    outcome_release(&o);
}

static void limit_stops_after_so_many(void **state)
{
    struct outcome o = attache(*state, "list", "--format", "json", "--limit", "1");
    assert_non_null(strstr(o.out, "\"id\":\"a\""));
    assert_null(strstr(o.out, "b/b"));
    outcome_release(&o);
    expect(attache(*state, "list", "--format", "json", "--limit", "0"), 0, "[]\n");
}

static void text_tables_are_aligned(void **state)
{
    expect(attache(*state, "list"), 0,
           "2024-04-08  a    A first text  Wire\n"
           "2024-06-01  b/b  b             Gazette\n");
    expect(attache(*state, "entities", "--limit", "2"), 0,
           "2  2  country  japan     Japan\n"
           "1  1  person   minister  A. Minister\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(show_gives_one_briefing_alone, make, tree_teardown),
        cmocka_unit_test_setup_teardown(list_goes_by_id, make, tree_teardown),
        cmocka_unit_test_setup_teardown(entities_go_by_mentions_then_id, make, tree_teardown),
        cmocka_unit_test_setup_teardown(timeline_joins_briefings_and_knows_what_was_kept, make,
                                        tree_teardown),
        cmocka_unit_test_setup_teardown(promises_say_what_came_of_them, make, tree_teardown),
        cmocka_unit_test_setup_teardown(dossier_gathers_what_the_library_knows, make,
                                        tree_teardown),
        cmocka_unit_test_setup_teardown(limit_stops_after_so_many, make, tree_teardown),
        cmocka_unit_test_setup_teardown(text_tables_are_aligned, make, tree_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
