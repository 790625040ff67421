/*
 * A library of odd briefings: scripts, encodings, line ends, sizes, links and files that are not
 * what they seem. All open, each says what it should, and none disturbs another.
 */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* One article, its sidecar, and what `show` makes of them. */
struct odd {
    const char *path, *article;
    const char *sidecar;  /* NULL: none */
    const char *title;    /* NULL: not looked at */
    const char *text;     /* the rendered text; NULL: not looked at */
    const char *mentions; /* "id@start-end …" in the order of JSON; NULL: not looked at */
    const char *codes;    /* of its diagnostics, in order, separated by a blank */
};

static const struct odd odds[] = {
    {"cjk.md",                   "# 首脳会談\n\n岸田首相は東京で米国と会談した。\n",   NULL,                                                             "首脳会談",
     "首脳会談\n\n岸田首相は東京で米国と会談した。",                                                                                                                                                            "kishida@6-8 tokyo@11-13 us@14-16",             ""                                          },
    {"cjk-soft.txt",             "岸田\n首相\n",                                                       NULL,                                                             "cjk-soft",     "岸田 首相",                       "kishida@0-2",                                  ""                                          },
    {"hangul-nfd.txt",           "\u1112\u1161\u11AB\u1100\u116E\u11A8 signed.",                           NULL,                                                             NULL,
     "\u1112\u1161\u11AB\u1100\u116E\u11A8 signed.",                                                                                                                                                                                "korea@0-6",                                    ""                                          },
    {"hebrew.txt",               "ממשלת ישראל הודיעה.",                                    NULL,                                                             NULL,           "ממשלת ישראל הודיעה.", "israel@6-11",                                  ""                                          },
    {"thai.txt",                 "รัฐบาลไทยลงนาม",                             NULL,                                                             NULL,           NULL,                                  "thailand@6-9",                                 ""                                          },
    {"emoji.txt",                "👩‍👩‍👧 Japan 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇯🇵",         NULL,                                                             NULL,
     "👩‍👩‍👧 Japan 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇯🇵",                                                                                                                                                              "japan@6-11",                                   ""                                          },
    {"combining.txt",            "Po\u0142and, Pol\u0301and, Zürich, Zu\u0308rich",                       NULL,                                                             NULL,           NULL,
     "zurich@17-23 zurich@25-32",                                                                                                                                                                                                                                                   ""                                          },
    {"crlf.txt",                 "Japan\r\nand\r\n\r\nJapan\r\n",                                          NULL,                                                             NULL,           "Japan and\n\nJapan",
     "japan@0-5 japan@11-16",                                                                                                                                                                                                                                                       ""                                          },
    {"lone-cr-text.txt",         "Japan\rand\r\rJapan\r",                                                  NULL,                                                             NULL,           "Japan and\n\nJapan",
     "japan@0-5 japan@11-16",                                                                                                                                                                                                                                                       ""                                          },
    {"lone-cr.md",               "# One\r\rJapan\rand\r",                                                  NULL,                                                             "One",          "One\n\nJapan and",                    "japan@5-10",                                   ""                                          },
    {"bom.md",                   "\xEF\xBB\xBF# Bom\n\nJapan\n",                                           NULL,                                                             "Bom",          "Bom\n\nJapan",                        "japan@5-10",                                   ""                                          },
    {"bom-front.md",             "\xEF\xBB\xBF---\ntitle: Front\n---\nJapan\n",                            NULL,                                                             "Front",        "Japan",
     "japan@0-5",                                                                                                                                                                                                                                                                   ""                                          },
    {"bom-inside.txt",
     "A\xEF\xBB\xBF"
     "B",                                                                                                  NULL,                                                             NULL,
     "A\xEF\xBB\xBF"
     "B",                                                                                                                                                                                                                           "",                                             "hidden-character"                          },
    {"front.md",                 "---\ntitle: Only front\ndate: 2024\nentities: [japan]\n---\n\nText\n",   NULL,
     "Only front",                                                                                                                                                                           "Text",                                "",                                             ""                                          },
    {"front-dots.md",            "---\ntitle: Dots\n...\nText\n",                                          NULL,                                                             "Dots",         "Text",                                "",                                             ""                                          },
    {"front-open.md",            "---\ntitle: Open\n\nText\n",                                             NULL,                                                             NULL,           NULL,                                  "",                                             "front-matter"                              },
    {"front-blank.md",           "---\n\ntitle: No\n---\n",                                                NULL,                                                             NULL,           NULL,                                  "",                                             ""                                          },
    {"front-broken.md",          "---\ntitle: [\n---\nText\n",                                             NULL,                                                             "front-broken", "Text",                                "",                                             "yaml"                                      },
    {"front-wins-not.md",        "---\ntitle: Front\ndate: 2023\n---\nText\n",                             "title: Side\n",                                                  "Side",
     "Text",                                                                                                                                                                                                                        "",                                             ""                                          },
    {"text-front.txt",           "---\ntitle: Text\n---\n",                                                NULL,                                                             "text-front",   "--- title: Text ---",                 "",
     ""                                                                                                                                                                                                                                                                                                                         },
    {"empty.md",                 "",                                                                       NULL,                                                             "empty",        "",                                    "",                                             "empty"                                     },
    {"blank.txt",                " \n\t\n",                                                                NULL,                                                             "blank",        "",                                    "",                                             "empty"                                     },
    {"rule.md",                  "***\n",                                                                  NULL,                                                             "rule",         "",                                    "",                                             "empty"                                     },
    {"nul.txt",                  NULL,                                                                     NULL,                                                             NULL,           "A\uFFFDB",                            "",                                             "utf8"                                      }, /* written with its NUL below */
    {"latin1.txt",               "caf\xE9 and \xE2\x82 Japan",                                             NULL,                                                             NULL,           "caf\uFFFD and \uFFFD Japan",
     "japan@11-16",                                                                                                                                                                                                                                                                 "utf8"                                      },
    {"overlong.txt",             "\xC0\xAF\xED\xA0\x80",                                                   NULL,                                                             NULL,           "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD",      "",
     "utf8"                                                                                                                                                                                                                                                                                                                     },
    {"bidi.txt",                 "a\u202Eb",                                                               NULL,                                                             NULL,           "a\u202Eb",                            "",                                             "hidden-character"                          },
    {"entities.md",              "&amp; &#65; &copy; &#0; &nosuch;\n",                                     NULL,                                                             NULL,           "& A © \uFFFD &nosuch;",              "",
     ""                                                                                                                                                                                                                                                                                                                         },
    {"escape.md",                "&#27;[31m Japan\n",                                                      NULL,                                                             NULL,           "\x1b[31m Japan",                      "japan@6-11",                                   ""                                          },
    {"inline.md",                "**Ja**pan `Japan` *Japan*'s ~~Japan~~\n",                                NULL,                                                             NULL,
     "Japan Japan Japan's Japan",                                                                                                                                                                                                   "japan@0-5 japan@6-11 japan@12-17 japan@20-25", ""                                          },
    {"code.md",                  "Japan\n\n    Japan\n\n```\nJapan\n```\n",                                NULL,                                                             NULL,           "Japan\n\nJapan\n\nJapan",
     "japan@0-5",                                                                                                                                                                                                                                                                   ""                                          },
    {"link.md",                  "[Japan](https://x.example) ![Japan](x.png \"t\") <https://a.example>\n", NULL,
     NULL,                                                                                                                                                                                   "Japan Japan https://a.example",       "japan@0-5 japan@6-11",                         ""                                          },
    {"entity-link.md",           "[the land](entity:japan) [[tokyo]] [[us|America]] [[Zürich]]\n",        NULL,                                                             NULL,
     "the land tokyo America Zürich",                                                                                                                                                                                              "japan@0-8 tokyo@9-14 us@15-22 zurich@23-29",   ""                                          },
    {"entity-link-odd.md",       "[x](entity:a%20b) [y](entity:none)\n",
     "entities: [{id: a b, name: Zz}]\n",                                                                                                                                    NULL,           "x y",                                 "a b@0-1",                                      "unknown-entity"                            },
    {"html.md",                  "<div>\nJapan\n</div>\n\na <b>Japan</b> <!-- no -->c\n",                  NULL,                                                             NULL,           NULL,                                  NULL,
     ""                                                                                                                                                                                                                                                                                                                         },
    {"table.md",                 "| a | b |\n|---|---|\n| Japan | 2 |\n",                                  NULL,                                                             NULL,           "a\tb\nJapan\t2",                      "japan@4-9",
     ""                                                                                                                                                                                                                                                                                                                         },
    {"list.md",                  "- Japan\n- two\n\n1. x\n   - y\n",                                       NULL,                                                             NULL,           "Japan\n\ntwo\n\nx\n\ny",
     "japan@0-5",                                                                                                                                                                                                                                                                   ""                                          },
    {"quote.md",                 "> Japan\n> said\n",                                                      NULL,                                                             NULL,           "Japan said",                          "japan@0-5",                                    ""                                          },
    {"possessive.txt",           "Japan's, Japan’s, Japanese, JAPAN, Japans",                            NULL,                                                             NULL,           NULL,
     "japan@0-5 japan@9-14",                                                                                                                                                                                                                                                        ""                                          },
    {"quotes-fold.txt",          "the “prime—minister’s”\nword",
     "notes:\n"
     "  - {quote: \"the \\\"prime-minister's\\\" word\", text: found}\n",                                                                                                    NULL,           NULL,                                  "",                                             ""                                          },
    {"orphan.txt",               "Text",                                                                   "notes: [{quote: absent, text: lost}]\n",                         NULL,           "Text",                                "",
     "quote-not-found"                                                                                                                                                                                                                                                                                                          },
    {"moved.txt",                "one two three",
     "entities:\n  - {id: n, name: Nn, mentions: [{span: [0, 3], quote: "
     "three}]}\n",                                                                                                                                                           NULL,           NULL,                                  "n@8-13",                                       "quote-moved"                               },
    {"span.txt",                 "é\r\nJapan",                                                            "entities:\n  - {id: n, name: Nn, mentions: [{span: [3, 8]}]}\n",
     NULL,                                                                                                                                                                                   "é Japan",                            "n@2-7",                                        ""                                          },
    {"bad-spans.txt",            "text",
     "entities:\n  - {id: n, name: Nn, mentions: [{span: [2, 2]}, {span: [3, "
     "1]}, {span: [-1, 2]}, {span: [0, 99]}]}\n",                                                                                                                            NULL,           NULL,                                  "",                                             "bad-span bad-span bad-span quote-not-found"},
    {"nested.txt",               "Bank of Japan said",
     "entities:\n  - {id: boj, name: Bank of Japan}\n"
     "  - {id: j2, name: Zz, mentions: [{quote: Japan}]}\n",                                                                                                                 NULL,           NULL,                                  "j2@8-13",                                      ""                                          },
    {"crossing.txt",             "alpha beta gamma",
     "entities:\n"
     "  - {id: x, name: Xx, mentions: [{quote: alpha beta}]}\n"
     "  - {id: y, name: Yy, mentions: [{quote: beta gamma}]}\n",                                                                                                             NULL,           NULL,                                  "x@0-10 y@6-16",                                ""                                          },
    {"ambiguous.txt",            "Georgia spoke.",                                                         NULL,                                                             NULL,           NULL,                                  "georgia@0-7 georgia-us@0-7",
     "ambiguous-alias"                                                                                                                                                                                                                                                                                                          },
    {"decided.txt",              "Georgia spoke.",                                                         "entities: [georgia-us]\n",                                       NULL,           NULL,                                  "georgia-us@0-7",                               ""                                          },
    {"listed.txt",               "Japan and Japan",
     "entities:\n  - {id: japan, match: listed, mentions: [{quote: "
     "Japan, occurrence: 2}]}\n",                                                                                                                                            NULL,           NULL,                                  "japan@10-15",                                  ""                                          },
    {"all.txt",                  "he and he and she",
     "entities:\n  - {id: n, name: Nn, mentions: [{quote: he, "
     "occurrence: all}]}\n",                                                                                                                                                 NULL,           NULL,                                  "n@0-2 n@7-9 n@15-17",                          ""                                          },
    {"yaml-broken.txt",          "Japan",                                                                  "title: [\n",                                                     NULL,           "Japan",                               "japan@0-5",                                    "yaml"                                      },
    {"yaml-bad-utf8.txt",        "Japan",                                                                  "title: caf\xE9\n",                                               NULL,           "Japan",                               "japan@0-5",                                    "yaml"                                      },
    {"yaml-norway.txt",          "Text",                                                                   "entities: [{id: no, name: null}]\ntitle: 010\n",                 "010",          "Text",                                "",
     ""                                                                                                                                                                                                                                                                                                                         },
    {"yaml-list.txt",            "Text",                                                                   "- a\n- b\n",                                                     NULL,           "Text",                                "",                                             "wrong-type"                                },
    {"yaml-two.txt",             "Text",                                                                   "title: One\n---\ntitle: Two\n",                                  "One",          "Text",                                "",                                             "second-document"                           },
    {"yaml-twice.txt",           "Text",                                                                   "title: One\ntitle: Two\n",                                       "One",          "Text",                                "",                                             "duplicate-key"                             },
    {"yaml-user.txt",            "Text",                                                                   "x-mine: 1\nother: 2\n",                                          NULL,           "Text",                                "",                                             "unknown-key"                               },
    {"yaml-empty.txt",           "Text",                                                                   "title:\ndate:\n",                                                "yaml-empty",   "Text",                                "",
     "empty-value empty-value"                                                                                                                                                                                                                                                                                                  },
    {"two levels/up/deep.md",    "Japan and Deepland.\n",                                                  NULL,                                                             "deep",         "Japan and Deepland.",
     "japan@0-5 deepland@10-18",                                                                                                                                                                                                                                                    ""                                          },
    {"UPPER.MD",                 "Japan\n",                                                                NULL,                                                             "UPPER",        "Japan",                               "japan@0-5",                                    ""                                          },
    {"odd name \x1b[31m é.txt", "Japan",                                                                  NULL,                                                             NULL,           "Japan",                               "japan@0-5",                                    ""                                          },
};
enum { ODD_COUNT = sizeof odds / sizeof odds[0] };

static const char registry[] =
    "entities:\n"
    "  - {id: japan, type: country, name: Japan}\n"
    "  - {id: us, type: country, name: United States, aliases: [米国]}\n"
    "  - {id: tokyo, type: place, name: Tokyo, aliases: [東京]}\n"
    "  - {id: kishida, type: person, name: Fumio Kishida, aliases: [岸田]}\n"
    "  - {id: korea, type: country, name: 한국}\n"
    "  - {id: israel, type: country, name: ישראל}\n"
    "  - {id: thailand, type: country, name: ไทย}\n"
    "  - {id: zurich, type: place, name: Zürich}\n"
    "  - {id: georgia, type: country, name: Georgia}\n"
    "  - {id: georgia-us, type: place, name: Georgia}\n";

static struct tree tree;

static void sidecar_path(const char *article, char path[256])
{
    snprintf(path, 256, "%.*s.yaml", (int)(strrchr(article, '.') - article), article);
}

static void large_files(void)
{
    struct buf text = {0}, yaml = {0};
    while (text.len < 5 << 20)
        buf_append(&text, STR("The government of Japan said nothing of it to anybody.\n\n"));
    tree_write_bytes(&tree, "five-megabytes.md", text.ptr, text.len);
    buf_clear(&text);
    buf_append(&yaml, STR("entities:\n"));
    for (int i = 0; i < 500; i++) {
        buf_printf(&yaml, "  - {id: e%d, type: person, name: Person Number%d}\n", i, i);
        buf_printf(&text, "Person Number%d met someone.\n\n", i);
    }
    buf_append(&yaml, STR("agreements:\n"));
    for (int i = 0; i < 200; i++)
        buf_printf(&yaml, "  - {id: a%d, parties: [e%d, e%d], date: 2024-01, status: signed}\n", i,
                   i, i + 1);
    tree_write_bytes(&tree, "many.md", text.ptr, text.len);
    tree_write_bytes(&tree, "many.yaml", yaml.ptr, yaml.len);
    buf_release(&text);
    buf_release(&yaml);
}

/* What is no briefing, and must not become one. */
static void strange_files(void)
{
    tree_symlink(&tree, "out.md", "../../../../../../etc/passwd");
    tree_symlink(&tree, "absolute.md", "/etc/passwd");
    tree_symlink(&tree, "dangling.md", "nowhere.md");
    tree_symlink(&tree, "inside.md", "bom.md");
    tree_symlink(&tree, "loop", ".");
    tree_fifo(&tree, "fifo.md");
    tree_directory(&tree, "directory.md");
    tree_write(&tree, "lonely.yaml", "title: No article\n");
    tree_write(&tree, "bom.txt", "shadowed by bom.md");
    tree_write_bytes(&tree, "utf16.txt", "\xFF\xFEJ\0a\0", 6);
    tree_write(&tree, ".hidden.md", "hidden");
    tree_write(&tree, ".git/config.md", "hidden");
}

static int make(void **state)
{
    (void)state;
    tree_make(&tree, NULL, 0);
    tree_write(&tree, "entities.yaml", registry);
    tree_write(&tree, "two levels/entities.yaml", "entities: [{id: deepland, name: Deepland}]\n");
    for (size_t i = 0; i < ODD_COUNT; i++) {
        if (odds[i].article)
            tree_write(&tree, odds[i].path, odds[i].article);
        else
            tree_write_bytes(&tree, odds[i].path, "A\0B", 3);
        char path[256];
        sidecar_path(odds[i].path, path);
        if (odds[i].sidecar)
            tree_write(&tree, path, odds[i].sidecar);
    }
    large_files();
    strange_files();
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    tree_remove(&tree);
    return 0;
}

static json_t *ask(const char *command, const char *argument)
{
    struct program p = {
        .args = STRINGS("--library", ".", "--format=json", command, argument),
    };
    struct outcome o = program_run(&tree, &p);
    json_error_t error;
    json_t *value = json_loadb(o.out, o.out_size, JSON_ALLOW_NUL, &error);
    if (!value)
        fail_msg("%s %s: %s; %s", command, argument ? argument : "", error.text, o.err);
    assert_int_equal(o.status, 0);
    outcome_release(&o);
    return value;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void expect(const struct odd *odd, const char *what, const char *is, const char *should_be)
{
    if (should_be && strcmp(is, should_be) != 0)
        fail_msg("%s: %s is\n%s\nnot\n%s", odd->path, what, is, should_be);
}

static void list_mentions(const json_t *briefing, struct buf *out)
{
    json_t *entity, *mention;
    size_t i, k;
    json_array_foreach(json_object_get(briefing, "entities"), i, entity)
    {
        json_array_foreach(json_object_get(entity, "mentions"), k, mention)
            buf_printf(out, "%s%s@%d-%d", out->len ? " " : "", text_of(entity, "id"),
                       (int)json_integer_value(json_object_get(mention, "start")),
                       (int)json_integer_value(json_object_get(mention, "end")));
    }
    buf_byte(out, '\0');
}

static void list_codes(const json_t *briefing, struct buf *out)
{
    json_t *diag;
    size_t i;
    json_array_foreach(json_object_get(briefing, "diagnostics"), i, diag)
        buf_printf(out, "%s%s", out->len ? " " : "", text_of(diag, "code"));
    buf_byte(out, '\0');
}

static void each_says_what_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < ODD_COUNT; i++) {
        const struct odd *odd = &odds[i];
        char id[256];
        snprintf(id, sizeof id, "%.*s", (int)(strrchr(odd->path, '.') - odd->path), odd->path);
        json_t *briefing = ask("show", id);
        struct buf mentions = {0}, codes = {0};
        list_mentions(briefing, &mentions);
        list_codes(briefing, &codes);
        expect(odd, "the title", text_of(briefing, "title"), odd->title);
        expect(odd, "the text", text_of(briefing, "text"), odd->text);
        expect(odd, "the mentions", mentions.ptr, odd->mentions);
        expect(odd, "the codes", codes.ptr, odd->codes);
        buf_release(&mentions);
        buf_release(&codes);
        json_decref(briefing);
    }
}

static void all_are_listed_and_nothing_else(void **state)
{
    (void)state;
    json_t *list = ask("list", NULL);
    assert_int_equal(json_array_size(list), ODD_COUNT + 3); /* five-megabytes, many, inside */
    json_decref(list);
}

static void large_ones_are_whole(void **state)
{
    (void)state;
    json_t *many = ask("show", "many");
    assert_int_equal(json_array_size(json_object_get(many, "entities")), 500);
    assert_int_equal(json_array_size(json_object_get(many, "agreements")), 200);
    json_decref(many);
    json_t *large = ask("show", "five-megabytes");
    json_t *japan = json_array_get(json_object_get(large, "entities"), 0);
    assert_int_equal(json_array_size(json_object_get(japan, "mentions")), (5 << 20) / 56 + 1);
    json_decref(large);
}

static void check_names_what_is_not_a_briefing(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "./out.md:1:1: warning: ",  "./absolute.md:1:1: warning: ",  "./dangling.md:1:1: warning: ",
        "./fifo.md:1:1: warning: ", "./directory.md:1:1: warning: ", "./lonely.yaml:1:1: warning: ",
        "./bom.txt:1:1: warning: ", "./utf16.txt:1:1: error: ",
    };
    static const char *const codes[] = {
        "[link]\n",       "[link]\n",       "[link]\n",     "[not-a-file]\n",
        "[not-a-file]\n", "[no-article]\n", "[shadowed]\n", "[encoding]\n",
    };
    struct outcome o = attache(&tree, "check", "--library", ".");
    assert_int_equal(o.status, 1);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const char *line = strstr(o.out, lines[i]);
        if (!line)
            fail_msg("no line %s in\n%s", lines[i], o.out);
        const char *end = strchr(line, '\n') + 1;
        size_t length = strlen(codes[i]);
        if (strncmp(end - length, codes[i], length) != 0)
            fail_msg("not %s: %.*s", codes[i], (int)(end - line), line);
    }
    assert_null(strchr(o.out, '\x1b'));
    outcome_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_says_what_it_should),
        cmocka_unit_test(all_are_listed_and_nothing_else),
        cmocka_unit_test(large_ones_are_whole),
        cmocka_unit_test(check_names_what_is_not_a_briefing),
    };
    return cmocka_run_group_tests(tests, make, remove_all);
}
