/* Articles: front matter, encodings, titles, what is refused, and mentions in the text. */
#include "tests/unit/loaded.h"

#include "loader/article.h"

/* -- Front matter ------------------------------------------------------------------------------ */

static void where_front_matter_ends(void **state)
{
    static const struct {
        const char *source, *yaml, *text; /* yaml NULL: none */
        bool unclosed;
    } cases[] = {
        {"---\ntitle: a\n---\ntext",        "title: a\n",   "text", false},
        {"---\r\ntitle: a\r\n...\r\ntext",  "title: a\r\n", "text", false},
        {"---\rtitle: a\r---\rtext",        "title: a\r",   "text", false},
        {"---  \ntitle: a\n--- \ntext",     "title: a\n",   "text", false},
        {"---\n---\ntext",                  "",             "text", false},
        {"---\ntitle: a\n---",              "title: a\n",   "",     false},
        {"---\n\ntitle: a\n---\ntext",      NULL,           NULL,   false},
        {"---\n  \ntitle: a\n---\ntext",    NULL,           NULL,   false},
        {"\n---\ntitle: a\n---\n",          NULL,           NULL,   false},
        {" ---\ntitle: a\n---\n",           NULL,           NULL,   false},
        {"----\ntitle: a\n---\n",           NULL,           NULL,   false},
        {"---",                             NULL,           NULL,   false},
        {"",                                NULL,           NULL,   false},
        {"---\ntitle: a\n ---\n----\ntext", NULL,           NULL,   true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct front_matter m;
        bool unclosed;
        str source = str_of(cases[i].source);
        bool found = front_matter_find(source, &m, &unclosed);
        assert_int_equal(found, cases[i].yaml != NULL);
        assert_int_equal(unclosed, cases[i].unclosed);
        if (!found)
            continue;
        assert_true(str_eq(str_sub(source, m.start, m.end), str_of(cases[i].yaml)));
        assert_true(str_eq(str_from(source, m.text), str_of(cases[i].text)));
    }
}

/* -- Diagnostics ------------------------------------------------------------------------------- */

static void problems_of_articles(void **state)
{
    static const struct {
        const char *name, *text, *diags;
    } cases[] = {
        {"a.md",  "text\n",                                         ""                                                             },
        {"a.md",  "one\ntw\xFFo\n",
         "library/a.md:2:3: warning: bytes that are not UTF-8 are shown as U+FFFD [utf8]\n"                                        },
        {"a.md",  "\xEF\xBB\xBFone\u200Btwo\n",
         "library/a.md:1:4: warning: the hidden character U+200B is shown as a stand-in "
         "[hidden-character]\n"                                                                                                    },
        {"a.md",  "---\ntitle: a\ntext\n",
         "library/a.md:1:1: warning: the front matter that opens here is never closed: it is shown "
         "as text [front-matter]\n"                                                                                                },
        {"a.md",  "---\ntitle: a\n---\n",
         "library/a.md:1:1: warning: the article has no text [empty]\n"                                                            },
        {"a.txt", " \n\n",                                          "library/a.txt:1:1: warning: the article has no text [empty]\n"},
        {"a.md",  "---\ntitel: a\ndate: x\n---\ntext\n",
         "library/a.md:2:1: warning: front matter has no key 'titel'; did you mean 'title'? "
         "[unknown-key]\n"
         "library/a.md:3:7: error: the date 'x' cannot be read: "                                                                  },
        {"a.md",  "\n\n[x](entity:japan) and [y](entity:j%61pn)\n",
         "library/a.md:3:2: error: a link names 'japan', which no entity has [unknown-entity]\n"
         "library/a.md:3:24: error: a link names 'japn', which no entity has [unknown-entity]\n"                                   },
    };
    struct loaded *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tree_write(&t->tree, cases[i].name, cases[i].text);
        loaded_open(t, "library");
        const char *diags = loaded_diags(t, "a");
        if (strncmp(diags, cases[i].diags, strlen(cases[i].diags)) != 0 ||
            (!*cases[i].diags && *diags))
            fail_msg("%s\ninstead of\n%s", diags, cases[i].diags);
        tree_delete(&t->tree, cases[i].name);
    }
}

static void broken_front_matter_is_not_shown(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "---\ntitle: [a\n---\n\nThe *text*.\n"});
    loaded_open(t, "library");
    assert_true(str_starts(str_of(loaded_diags(t, "a")), STR("library/a.md:2:8: error: ")));
    assert_non_null(strstr(t->text.ptr, " [yaml]\n"));
    assert_true(str_eq(t->briefing->document.text, STR("The text.")));
    assert_true(str_eq(t->briefing->title, STR("a")));
}

static void what_is_refused(void **state)
{
    struct loaded *t = *state;
    tree_write_bytes(&t->tree, "le.md", "\xFF\xFEt\0", 4);
    tree_write_bytes(&t->tree, "be.md", "\xFE\xFF\0t", 4);
    tree_write_bytes(&t->tree, "be32.txt", "\0\0\xFE\xFF\0\0\0t", 8);
    char *large = calloc(1, FS_LIMIT_CONTENT + 2);
    memset(large, 'a', FS_LIMIT_CONTENT + 1);
    tree_write_bytes(&t->tree, "large.md", large, FS_LIMIT_CONTENT + 1);
    free(large);
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "le"),
                        "library/le.md:1:1: error: is UTF-16LE, not UTF-8 [encoding]\n");
    assert_null(t->briefing);
    assert_string_equal(loaded_diags(t, "be"),
                        "library/be.md:1:1: error: is UTF-16BE, not UTF-8 [encoding]\n");
    assert_string_equal(loaded_diags(t, "be32"),
                        "library/be32.txt:1:1: error: is UTF-32BE, not UTF-8 [encoding]\n");
    assert_true(str_starts(str_of(loaded_diags(t, "large")), STR("library/large.md:1:1: error: ")));
    assert_non_null(strstr(t->text.ptr, " [too-large]\n"));
}

static void a_broken_sidecar_leaves_the_article(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "---\ntitle: Kept\n---\ntext\n"}, {"a.yaml", "title: [\n"}, {"b.md", "b"});
    tree_write_bytes(&t->tree, "b.yaml", "\xFF\xFEt\0", 4);
    loaded_open(t, "library");
    assert_true(str_starts(str_of(loaded_diags(t, "a")), STR("library/a.yaml:1:8: error: ")));
    assert_true(str_eq(t->briefing->title, STR("Kept")));
    assert_non_null(strstr(loaded_diags(t, "b"), "library/b.yaml:1:1: error: "));
    assert_non_null(strstr(t->text.ptr, " [encoding]\n"));
    assert_non_null(t->briefing);
}

/* -- What is known of an article --------------------------------------------------------------- */

static void titles(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"2024/plain-name.txt", "# no heading in plain text\n"},
          {"heading.md", "text\n\n# The *heading*\n\n# Another\n"},
          {"matter.md", "---\ntitle: Of the matter\n---\n# Heading\n"},
          {"both.md", "---\ntitle: Of the matter\ndate: 2024\ntopics: [a, b]\n---\n# Heading\n"},
          {"both.yaml", "title: Of the sidecar\ndate:\ntopics: c\n"});
    loaded_open(t, "library");
    loaded_diags(t, "2024/plain-name");
    assert_true(str_eq(t->briefing->title, STR("plain-name")));
    loaded_diags(t, "heading");
    assert_true(str_eq(t->briefing->title, STR("The heading")));
    assert_int_equal(t->briefing->words, 4);
    loaded_diags(t, "matter");
    assert_true(str_eq(t->briefing->title, STR("Of the matter")));
    loaded_diags(t, "both");
    assert_true(str_eq(t->briefing->title, STR("Of the sidecar")));
    assert_true(str_eq(t->briefing->date.text, STR("2024"))); /* an empty value counts as absent */
    assert_int_equal(t->briefing->topic_count, 1);
}

static void standard_data(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "text\n"},
          {"a.yaml", "source: {name: Wire, url: 'https://x', author: W}\nlanguage: en\n"
                     "summary: Short.\n"},
          {"b.md", "text\n"}, {"b.yaml", "source: Wire\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"), "");
    assert_true(str_eq(t->briefing->source.url, STR("https://x")));
    assert_true(str_eq(t->briefing->source.author, STR("W")));
    assert_true(str_eq(t->briefing->language, STR("en")));
    assert_true(str_eq(t->briefing->summary, STR("Short.")));
    loaded_diags(t, "b");
    assert_true(str_eq(t->briefing->source.name, STR("Wire")));
    assert_false(str_present(t->briefing->source.url));
}

/* -- Mentions ---------------------------------------------------------------------------------- */

static void mentions_of_every_kind(void **state)
{
    struct loaded *t = *state;
    FILES(t,
          {"a.md", "# Japan\n\n`Japan` and [Tokyo](entity:japan), the [[japan|islands]], "
                   "[[Nippon]], [[Lunar Pact]].\n\n```\nJapan\n```\n\n"
                   "The [pact](agreement:lunar%20pact) of [[lunar pact|the moon]] by the prime\n"
                   "minister of Japan.\n"},
          {"a.yaml", "entities:\n"
                     "  - {id: pm, name: The PM, mentions: [{quote: the prime minister of Japan},\n"
                     "     {quote: prime minister}]}\n"
                     "  - {id: japan, name: Japan, aliases: [Nippon, the prime]}\n"
                     "agreements: [{id: lunar pact}]\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"), "");
    assert_string_equal(loaded_mentions(t), "Japan auto japan\n"
                                            "Japan auto japan\n"
                                            "Tokyo link japan\n"
                                            "islands link japan\n"
                                            "Nippon link japan\n"
                                            "the prime minister of Japan listed pm\n"
                                            "prime minister listed pm\n");
    assert_int_equal(t->briefing->agreements[0].mention_count, 2);
    assert_int_equal(t->briefing->agreement_link_count, 0);
    assert_true(t->briefing->entities[0].listed);
}

static void the_order_of_entities(void **state)
{
    struct loaded *t = *state;
    FILES(t,
          {"entities.yaml", "entities:\n- {id: a, name: Aa}\n- {id: b, name: Bb}\n"
                            "- {id: c, name: Cc}\n- {id: d, name: Dd}\n- {id: e, name: Ee}\n"},
          {"x.md", "Cc, Bb, Cc.\n"},
          {"x.yaml", "entities: [a]\nagreements: [{id: z, parties: [d, c, a]}]\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "x"), "");
    const struct briefing *b = t->briefing;
    assert_int_equal(b->entity_count, 3);
    assert_true(str_eq(b->entities[0].id, STR("a")) && b->entities[0].listed);
    assert_true(str_eq(b->entities[1].id, STR("c")) && !b->entities[1].listed);
    assert_true(str_eq(b->entities[2].id, STR("b")));
    assert_int_equal(b->other_count, 1);
    assert_true(str_eq(b->others[0].id, STR("d")));
}

static void only_what_is_listed_is_found_of_listed_ones(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "Will saw Will, and [[Will]].\n"},
          {"a.yaml", "entities:\n- {id: w, name: Will, match: listed, mentions: [{quote: Will, "
                     "occurrence: 2}]}\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"), "");
    assert_string_equal(loaded_mentions(t), "Will listed w\nWill link w\n");
}

static void ambiguous_names(void **state)
{
    struct loaded *t = *state;
    FILES(t,
          {"entities.yaml", "entities:\n- {id: kishi, name: Kishi Nobusuke, aliases: [K]}\n"
                            "- {id: abe, name: Abe, aliases: [the PM]}\n"
                            "- {id: kishida, name: Kishida,\n   aliases: [the PM, K]}\n"},
          {"a.md", "K and the PM, the PM, [[K]].\n"}, {"b.md", "the PM and K\n"},
          {"b.yaml", "entities: [abe]\n"}, {"c.md", "the PM\n"},
          {"c.yaml", "entities: [abe, kishida]\nagreements: [{id: x, parties: abe}]\n"},
          {"d.md", "the PM\n"}, {"d.yaml", "agreements: [{id: x, parties: abe}]\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"),
                        "library/entities.yaml:5:14: warning: 'the PM' may be 'abe' and 'kishida' "
                        "[ambiguous-alias]\n"
                        "library/entities.yaml:5:22: warning: 'K' may be 'kishi' and 'kishida' "
                        "[ambiguous-alias]\n");
    assert_string_equal(loaded_mentions(t), "K auto kishi|kishida\nthe PM auto abe|kishida\n"
                                            "the PM auto abe|kishida\nK link kishi|kishida\n");
    assert_string_equal(loaded_diags(t, "b"), "library/entities.yaml:5:22: warning: 'K' may be "
                                              "'kishi' and 'kishida' [ambiguous-alias]\n");
    assert_string_equal(loaded_mentions(t), "the PM auto abe\nK auto kishi|kishida\n");
    loaded_diags(t, "c");
    assert_string_equal(loaded_mentions(t), "the PM auto abe|kishida\n");
    loaded_diags(t, "d"); /* being a party is not being listed */
    assert_string_equal(loaded_mentions(t), "the PM auto abe|kishida\n");
}

static void links_to_agreements_elsewhere(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "\n[x](agreement:lunr) [[lunar pact]]\n"},
          {"a.yaml", "agreements:\n- {id: lunar, supersedes: old, part-of: lunar}\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"), "");
    assert_int_equal(t->briefing->agreement_link_count, 1);
    assert_true(str_eq(t->briefing->agreement_links[0].id, STR("lunr")));
    assert_int_equal(t->briefing->agreement_links[0].at.line, 2);
    assert_int_equal(t->briefing->agreement_links[0].at.column, 2);
    loaded_open(t, "library/a.md");
    assert_string_equal(loaded_diags(t, "a"),
                        "library/a.md:2:2: warning: a link names 'lunr', an agreement that no "
                        "briefing states; did you mean 'lunar'? [unknown-agreement]\n"
                        "library/a.yaml:2:27: warning: agreement 'lunar' supersedes 'old', an "
                        "agreement that no briefing states [unknown-agreement]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_front_matter_ends),
        LOADED_TEST(problems_of_articles),
        LOADED_TEST(broken_front_matter_is_not_shown),
        LOADED_TEST(what_is_refused),
        LOADED_TEST(a_broken_sidecar_leaves_the_article),
        LOADED_TEST(titles),
        LOADED_TEST(standard_data),
        LOADED_TEST(mentions_of_every_kind),
        LOADED_TEST(the_order_of_entities),
        LOADED_TEST(only_what_is_listed_is_found_of_listed_ones),
        LOADED_TEST(ambiguous_names),
        LOADED_TEST(links_to_agreements_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
