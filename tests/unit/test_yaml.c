#include "loader/yaml.h"

#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct result {
    struct arena arena;
    struct diag_list diags;
    struct node *root;
    bool read;
};

static struct result *result_of(str text, size_t first_line)
{
    struct result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->diags.arena = &r->arena;
    r->read = yaml_read(text, STR("a.yaml"), first_line, &r->arena, &r->arena, &r->diags, &r->root);
    if (!r->read)
        assert_null(r->root);
    return r;
}

static void result_free(struct result *r)
{
    arena_release(&r->arena);
    free(r);
}

/* The tree as flow YAML; a scalar that counts as absent is a dot. With `places`, each node's. */
static void dump(struct buf *out, const struct node *n, bool places)
{
    if (places)
        buf_printf(out, "%u:%u ", n->line, n->column);
    if (n->kind == NODE_SCALAR) {
        buf_append(out, n->empty ? STR(".") : node_text(n));
        return;
    }
    buf_byte(out, n->kind == NODE_LIST ? '[' : '{');
    for (size_t i = 0; i < n->len; i++) {
        if (i)
            buf_byte(out, ',');
        if (n->kind == NODE_MAP) {
            dump(out, node_key(n, i), places);
            buf_byte(out, ':');
        }
        dump(out, node_item(n, i), places);
    }
    buf_byte(out, n->kind == NODE_LIST ? ']' : '}');
}

static void dump_diags(struct buf *out, const struct diag_list *diags)
{
    for (size_t i = 0; i < diags->len; i++)
        buf_printf(out, "%s%zu:%zu %s", i ? " " : "", diags->items[i].at.line,
                   diags->items[i].at.column, diag_code_name(diags->items[i].code));
}

/* What comes of a text: the tree, or its diagnostics in front of it. */
static void expect(str text, const char *tree, const char *problems, bool places)
{
    struct result *r = result_of(text, 1);
    struct buf found = {0}, said = {0};
    if (r->root)
        dump(&found, r->root, places);
    else
        buf_append(&found, r->read ? STR("nothing") : STR("refused"));
    dump_diags(&said, &r->diags);
    if (!str_eq(buf_str(&found), str_of(tree)) || !str_eq(buf_str(&said), str_of(problems)))
        fail_msg("%.*s\nis   %.*s (%.*s)\nnot  %s (%s)", STR_FMT(text), STR_FMT(found),
                 STR_FMT(said), tree, problems);
    buf_release(&found);
    buf_release(&said);
    result_free(r);
}

static void reads_trees(void **state)
{
    (void)state;
    static const struct {
        str text;
        const char *tree;
    } rows[] = {
        {STR_INIT("a: 1\nb: [x, y]\n"),                           "{a:1,b:[x,y]}"                  },
        {STR_INIT("- a\n- {b: c}\n- - d\n  - e\n"),               "[a,{b:c},[d,e]]"                },
        {STR_INIT("id: no\ndate: 2024-04\nx: ~\ny: null\n"),      "{id:no,date:2024-04,x:~,y:null}"},
        {STR_INIT("a:\nb: ''\nc: \"  \"\nd: x"),                  "{a:.,b:.,c:.,d:x}"              },
        {STR_INIT("a: \"\xC2\xA0\\t\"\n"),                        "{a:.}"                          },
        {STR_INIT("a: 'it''s'\nb: \"\\u65E5\\n\"\n"),             "{a:it's,b:日\n}"               },
        {STR_INIT("a: |\n  one\n  two\nb: >\n  three\n  four\n"), "{a:one\ntwo\n,b:three four\n}"  },
        {STR_INIT("a: !!int 1\nb: !own {c: d}\n"),                "{a:1,b:{c:d}}"                  },
        {STR_INIT("a: 1\na: 2\n<<: {b: c}\n"),                    "{a:1,a:2,<<:{b:c}}"             },
        {STR_INIT("? [a, b]\n: c\n"),                             "{[a,b]:c}"                      },
        {STR_INIT("scalar"),                                      "scalar"                         },
        {STR_INIT(""),                                            "nothing"                        },
        {STR_INIT("# only a comment\n\n"),                        "nothing"                        },
        {STR_INIT("---\n"),                                       "nothing"                        },
        {STR_INIT("--- \n...\n# the end\n"),                      "nothing"                        },
        {STR_INIT("[]"),                                          "[]"                             },
        {STR_INIT("{}"),                                          "{}"                             },
        {STR_INIT("a: \xEF\xBF\xBD b"),                           "{a:\xEF\xBF\xBD b}"             },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].text, rows[i].tree, "", false);
}

static void keeps_any_character_in_text(void **state)
{
    (void)state;
    struct result *r = result_of(STR("a: \"x\\0\\e\\u202E\"\n"), 1);
    assert_non_null(r->root);
    assert_true(str_eq(node_text(node_item(r->root, 0)), STR("x\0\x1B\xE2\x80\xAE")));
    result_free(r);
}

static void knows_where_things_stand(void **state)
{
    (void)state;
    static const struct {
        str text;
        const char *tree;
    } rows[] = {
        {STR_INIT("a: 1\nbc:\n  - x\n  - y: z\n"),
         "1:1 {1:1 a:1:4 1,2:1 bc:3:3 [3:5 x,4:5 {4:5 y:4:8 z}]}"                              },
 /* Columns are code points, lines end as in an editor, a byte order mark is nothing. */
        {STR_INIT("é日𝒳: x"),                 "1:1 {1:1 é日𝒳:1:6 x}"                 },
        {STR_INIT("a: 1\r\nb: 2\rc: 3\nd: 4"),
         "1:1 {1:1 a:1:4 1,2:1 b:2:4 2,3:1 c:3:4 3,4:1 d:4:4 4}"                               },
        {STR_INIT("a: \"x\xE2\x80\xA8y\"\nb: z"),  "1:1 {1:1 a:1:4 x\xE2\x80\xA8y,2:1 b:2:4 z}"},
        {STR_INIT("\xEF\xBB\xBF"
                  "a: b\nc: d"),
         "1:1 {1:1 a:1:4 b,2:1 c:2:4 d}"                                                       },
        {STR_INIT("# comment\n\n  a: b"),          "3:3 {3:3 a:3:6 b}"                         },
        {STR_INIT("a: &x [1]\nb: *x"),             "1:1 {1:1 a:1:4 [1:8 1],2:1 b:1:4 [1:8 1]}" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].text, rows[i].tree, "", true);

    struct result *r = result_of(STR("a: b\nc: *d\n"), 41);
    assert_int_equal(r->root->line, 41);
    assert_int_equal(r->diags.items[0].at.line, 42);
    assert_true(str_eq(node_at(r->root).file, STR("a.yaml")));
    result_free(r);
}

static void shares_what_aliases_stand_for(void **state)
{
    (void)state;
    expect(STR("a: &x [1, 2]\nb: *x\nc: [*x, *x]\n"), "{a:[1,2],b:[1,2],c:[[1,2],[1,2]]}", "",
           false);
    expect(STR("a: &x 1\nb: &x 2\nc: *x\n"), "{a:1,b:2,c:2}", "", false);
    expect(STR("&k key: v\nother: *k\n"), "{key:v,other:key}", "", false);
    expect(STR("a: &x {<<: y}\n*x : z\n"), "{a:{<<:y},{<<:y}:z}", "", false);
    struct result *r = result_of(STR("a: &x [1]\nb: *x\n"), 1);
    assert_ptr_equal(node_item(r->root, 0), node_item(r->root, 1));
    result_free(r);
}

static void leaves_out_bad_aliases_alone(void **state)
{
    (void)state;
    expect(STR("a: *x\nb: 1\n"), "{b:1}", "1:4 alias", false);
    expect(STR("- *x\n- 1\n- *y\n"), "[1]", "1:3 alias 3:3 alias", false);
    expect(STR("*x : {a: [b]}\nc: d\n"), "{c:d}", "1:1 alias", false);
    expect(STR("*x : *y\nc: d\n"), "{c:d}", "1:1 alias 1:6 alias", false);
    expect(STR("*x\n"), "nothing", "1:1 alias", false);
    expect(STR("a: &x [*x, 1]\nb: *x\n"), "{a:[1],b:[1]}", "1:8 alias", false);
    expect(STR("&x a: *x\n"), "{a:a}", "", false);
    expect(STR("&x\na: *x\nb: c\n"), "{b:c}", "2:4 alias", false);
    /* An anchor counts from where it is given again, and no longer before it was first given. */
    expect(STR("a: *x\nb: &x 1\nc: *x\n"), "{b:1,c:1}", "1:4 alias", false);
    expect(STR("a: &x [&x b, *x]\nc: *x\n"), "{a:[b,b],c:b}", "", false);
}

static void says_where_it_is_no_yaml(void **state)
{
    (void)state;
    static const struct {
        str text;
        const char *problem;
    } rows[] = {
        {STR_INIT("a: b\nc: \"d\ne: f\n"),          "2:4 yaml"    },
        {STR_INIT("a: 'b\n---\nc"),                 "1:4 yaml"    },
        {STR_INIT("a: [b,\n\n"),                    "1:4 yaml"    },
        {STR_INIT("a: [b, [c, d]\n"),               "1:4 yaml"    },
        {STR_INIT("a: [b, c\nd: [e]\nf: {g: h}\n"), "1:4 yaml"    },
        {STR_INIT("a: {b: c\nd: e\n"),              "1:4 yaml"    },
        {STR_INIT("a: {b: [c}\n"),                  "1:8 yaml"    },
        {STR_INIT("a: [b: c: d]\n"),                "1:9 yaml"    },
        {STR_INIT("a: ["),                          "1:4 yaml"    },
        {STR_INIT("a: [x, b: [c\n"),                "1:11 yaml"   },
        {STR_INIT("a: &x [b: c\n"),                 "1:7 yaml"    },
        {STR_INIT("a: [? b: c\n"),                  "1:4 yaml"    },
        {STR_INIT("a: [b]]\n"),                     "1:7 yaml"    },
        {STR_INIT("a: b: c\n"),                     "1:5 yaml"    },
        {STR_INIT("a: b\nlonely\nc: d\n"),          "2:1 yaml"    },
        {STR_INIT("a: b\n\tc: d\n"),                "2:1 yaml"    },
        {STR_INIT("a:\n\tb: c\n"),                  "2:1 yaml"    },
        {STR_INIT("a: @b\n"),                       "1:4 yaml"    },
        {STR_INIT("a: **b** c\n"),                  "1:4 yaml"    },
        {STR_INIT("a: \"\\q\"\n"),                  "1:5 yaml"    },
        {STR_INIT("a:\n  - b\n c: d\n"),            "3:2 yaml"    },
        {STR_INIT("\"a\" b\n"),                     "1:5 yaml"    },
        {STR_INIT("a: b\nc: d\xFF\n"),              "2:5 yaml"    },
        {STR_INIT("é: \xC3("),                     "1:4 yaml"    },
        {STR_INIT("a: b\r\n\r\n\xED\xA0\x80"),      "3:1 yaml"    },
        {STR_INIT("a: \0b"),                        "1:4 yaml"    },
        {STR_INIT("a: \x1B[0m"),                    "1:4 yaml"    },
        {STR_INIT("a: \x7F"),                       "1:4 yaml"    },
        {STR_INIT("a: \xC2\x9B"),                   "1:4 yaml"    },
        {STR_INIT("\xFF\xFE"
                  "a\0"),
         "1:1 encoding"                                           },
        {STR_INIT("\xFE\xFF\0a"),                   "1:1 encoding"},
        {STR_INIT("\xFF\xFE\0\0a\0\0\0"),           "1:1 encoding"},
        {STR_INIT("\0\0\xFE\xFF\0\0\0a"),           "1:1 encoding"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].text, "refused", rows[i].problem, false);
    struct result *r = result_of(STR("\xFF\xFE\0\0"), 1);
    assert_true(str_find(r->diags.items[0].message, STR("UTF-32LE"), 0) != STR_NONE);
    result_free(r);
}

static void reads_one_document(void **state)
{
    (void)state;
    expect(STR("a: 1\n---\nb: 2\n"), "{a:1}", "2:1 second-document", false);
    expect(STR("---\na: 1\n...\n# x\n\n--- b\n--- c\n"), "{a:1}", "6:1 second-document", false);
    expect(STR("a: 1\n...\n  b: [\n"), "{a:1}", "3:3 second-document", false);
    expect(STR("a: 1\n---\n[ never read"), "{a:1}", "2:1 second-document", false);
    expect(STR("%YAML 1.1\n---\na: 1\n...\n"), "{a:1}", "", false);
    expect(STR("---\n---\na: 1\n"), "nothing", "2:1 second-document", false);
}

static str repeat(struct buf *b, const char *head, const char *unit, size_t times, const char *tail)
{
    buf_clear(b);
    buf_append(b, str_of(head));
    for (size_t i = 0; i < times; i++)
        buf_append(b, str_of(unit));
    buf_append(b, str_of(tail));
    return buf_str(b);
}

static void stops_at_a_hundred_levels(void **state)
{
    (void)state;
    struct buf b = {0}, tail = {0};
    buf_fill(&tail, ']', 100);
    buf_byte(&tail, '\0');
    struct result *r = result_of(repeat(&b, "", "[", 100, tail.ptr), 1);
    assert_non_null(r->root);
    result_free(r);
    buf_clear(&tail);
    buf_fill(&tail, ']', 101);
    buf_byte(&tail, '\0');
    expect(repeat(&b, "", "[", 101, tail.ptr), "refused", "1:101 too-deep", false);
    expect(repeat(&b, "", "[", 1000000, ""), "refused", "1:101 too-deep", false);
    expect(repeat(&b, "", "- ", 100000, ""), "refused", "1:201 too-deep", false);
    expect(repeat(&b, "", "{a: ", 100000, ""), "refused", "1:401 too-deep", false);
    expect(repeat(&b, "", "? ", 100000, ""), "refused", "1:201 too-deep", false);
    /* An alias brings its levels along. */
    for (size_t i = 0; i < 2; i++) {
        buf_clear(&tail);
        buf_fill(&tail, ']', 50);
        buf_append(&tail, STR("\nb: "));
        buf_fill(&tail, '[', 49 + i);
        buf_append(&tail, STR("*x"));
        buf_fill(&tail, ']', 49 + i);
        buf_byte(&tail, '\0');
        r = result_of(repeat(&b, "a: &x ", "[", 50, tail.ptr), 1);
        assert_int_equal(r->read, i == 0);
        assert_int_equal(r->diags.len, i);
        if (i)
            assert_int_equal(r->diags.items[0].code, DIAG_TOO_DEEP);
        result_free(r);
    }
    buf_release(&b);
    buf_release(&tail);
}

static void refuses_what_grows_without_end(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_append(&b, STR("a0: &a0 x\n"));
    for (int i = 1; i < 70; i++)
        buf_printf(&b, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
    struct result *r = result_of(buf_str(&b), 1);
    assert_false(r->read);
    assert_int_equal(r->diags.len, 1);
    assert_int_equal(r->diags.items[0].code, DIAG_ALIAS);
    assert_int_equal(r->diags.items[0].at.line, 19);
    result_free(r);

    /* 999 of 1000 and those lists, the root, its keys: just below and just above. */
    for (size_t lists = 998; lists <= 1000; lists++) {
        buf_clear(&b);
        buf_append(&b, STR("- &x ["));
        for (int i = 0; i < 999; i++)
            buf_append(&b, STR("1,"));
        buf_append(&b, STR("]\n"));
        for (size_t i = 1; i < lists; i++)
            buf_append(&b, STR("- *x\n"));
        r = result_of(buf_str(&b), 1);
        assert_int_equal(r->read, lists < 1000);
        result_free(r);
    }
    /* The list itself counts. */
    for (size_t items = LIMIT_VALUES - 1; items <= LIMIT_VALUES; items++) {
        r = result_of(repeat(&b, "", "- a\n", items, ""), 1);
        assert_int_equal(r->read, items < LIMIT_VALUES);
        if (!r->read)
            assert_int_equal(r->diags.items[0].code, DIAG_TOO_LARGE);
        result_free(r);
    }
    buf_release(&b);
}

/* Sixteen megabytes of what once took a parser minutes; the second is robustness.md's, the rest of
 * the factor is for slow machines and sanitizers. */
static void takes_its_time_from_nobody(void **state)
{
    (void)state;
    static const struct {
        const char *head, *unit;
    } rows[] = {
        {"",            "["           },
        {"",            "{"           },
        {"",            "a: b\n"      },
        {"",            "a"           },
        {"",            "# c\n"       },
        {"",            "- - - - "    },
        {"",            "? ? ? ? "    },
        {"",            "&a "         },
        {"\"",          "\n "         },
        {"|\n",         " a\n"        },
        {"[",           "a,"          },
        {"[",           "a: b,"       },
        {"- &x y\n",    "- *x\n"      },
        {"",            "- *x\n"      },
        {"a: 1\n...\n", "%TAG !x! y\n"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t times = (16 << 20) / strlen(rows[i].unit);
        str text = repeat(&b, rows[i].head, rows[i].unit, times, "");
        clock_t start = clock();
        result_free(result_of(text, 1));
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 10)
            fail_msg("16 MiB of \"%s\" took %.1f s", rows[i].unit, seconds);
    }
    buf_clear(&b);
    for (int i = 0; i < 100000; i++)
        buf_printf(&b, "%%TAG !a%d! b\n", i);
    buf_append(&b, STR("--- c\n"));
    expect(buf_str(&b), "refused", "101:1 yaml", false);
    buf_clear(&b);
    for (int i = 0; i < 100001; i++)
        buf_printf(&b, "- &a%d b\n", i);
    expect(buf_str(&b), "refused", "100001:3 alias", false);
    buf_release(&b);
}

static size_t check_node(const struct node *n, unsigned depth)
{
    assert_true(depth <= YAML_MAX_DEPTH + 1);
    assert_true(n->line >= 1 && n->column >= 1);
    size_t count = 1;
    if (n->kind == NODE_SCALAR)
        assert_true(utf8_valid(node_text(n)));
    for (size_t i = 0; n->kind != NODE_SCALAR && i < n->len; i++) {
        if (n->kind == NODE_MAP)
            count += check_node(node_key(n, i), depth + 1);
        count += check_node(node_item(n, i), depth + 1);
    }
    return count;
}

/* Any mixture of YAML's own words gives a sound tree or a diagnostic. */
static void survives_anything(void **state)
{
    (void)state;
    static const char *const words[] = {
        "a",      "b: ",        "- ",   "\n",   "\n  ", "\n    ",       "[",     "]",
        "{",      "}",          ", ",   ": ",   "? ",   "&x ",          "*x",    "*y",
        "&y ",    "'",          "\"",   "|\n",  ">\n",  "# c\n",        "---\n", "...\n",
        "!!str ", "%TAG ! x\n", "\t",   "\r\n", "é",    "\xE2\x80\xA8", "\\",    "\xEF\xBB\xBF",
        "<<",     "~",          "\xFF",
    };
    struct prng random = {20240408};
    struct buf b = {0};
    for (int round = 0; round < 20000; round++) {
        buf_clear(&b);
        uint32_t words_left = prng_below(&random, 24);
        while (words_left--)
            buf_append(&b,
                       str_of(words[prng_below(
                           &random, (uint32_t)(sizeof words / sizeof *words - (round % 8 != 0)))]));
        struct result *r = result_of(buf_str(&b), 1);
        if (r->root)
            assert_true(check_node(r->root, 1) <= YAML_MAX_NODES);
        if (!r->read)
            assert_true(r->diags.len > 0);
        for (size_t i = 0; i < r->diags.len; i++) {
            assert_true(r->diags.items[i].message.len > 0);
            assert_true(r->diags.items[i].at.line <= 1 + b.len);
        }
        result_free(r);
    }
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_trees),
        cmocka_unit_test(keeps_any_character_in_text),
        cmocka_unit_test(knows_where_things_stand),
        cmocka_unit_test(shares_what_aliases_stand_for),
        cmocka_unit_test(leaves_out_bad_aliases_alone),
        cmocka_unit_test(says_where_it_is_no_yaml),
        cmocka_unit_test(reads_one_document),
        cmocka_unit_test(stops_at_a_hundred_levels),
        cmocka_unit_test(refuses_what_grows_without_end),
        cmocka_unit_test(takes_its_time_from_nobody),
        cmocka_unit_test(survives_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
