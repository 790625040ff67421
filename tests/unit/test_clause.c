/* Queries as trees: what is read, what is refused and where, and what holds for all of them. */
#include "query/clause.h"

#include "base/mem.h"
#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/safe.h"
#include "text/unicode.h"

#include <string.h>

/* -- By example -------------------------------------------------------------------------------- */

static void reads(void **state)
{
    static const struct {
        const char *query, *canonical;
    } cases[] = {
        {"japan",                                         "japan"                                   },
        {"  japan\tkorea\n",                              "japan korea"                             },
        {"japan AND korea NOT near",                      "japan AND korea NOT near"                },
        {"or japan",                                      "or japan"                                },
        {"a OR b c OR d",                                 "a OR b c OR d"                           },
        {"(a OR b) c",                                    "(a OR b) c"                              },
        {"((a) (b c)) OR (d OR (e))",                     "a b c OR d OR e"                         },
        {"-a -(b OR c) -(d e)",                           "-a -(b OR c) -(d e)"                     },
        {"--a ---b -(-c)",                                "a -b c"                                  },
        {"\"Die Linke\"",                                 "\"Die Linke\""                           },
        {"\"japan\" \"OR\" \"-5\" \"=x\" \"a\" \"b*\"",   "japan \"OR\" \"-5\" \"=x\" a \"b*\""     },
        {"minist* \"prime minist\"*",                     "minist* \"prime minist\"*"               },
        {"=NATO =\"Die Linke\" =minist*",                 "=NATO =\"Die Linke\" =minist*"           },
        {"well-known a=b x/y U.S.",                       "well-known a=b x/y U.S."                 },
        {"foo\"bar\"baz",                                 "foo bar baz"                             },
        {"a(b)c",                                         "a b c"                                   },
        {"12:30 12:",                                     "\"12:30\" \"12:\""                       },
        {"\"say \\\"hi\\\" \\\\ \\n\"",                   "\"say \\\"hi\\\" \\\\ \\\\n\""           },
        {"TITLE:Pact title:\"a pact\" source:wire*",      "title:Pact title:\"a pact\" source:wire*"},
        {"-title:=Pact OR topic:=\"x y\"",                "-title:=Pact OR topic:=\"x y\""          },
        {"type:Person type:GPE type:\"norp\"",            "type:person type:place type:norp"        },
        {"status:In-Force -status:acceded",               "status:in-force -status:acceded"         },
        {"entity:fumio-kishida party:eu:commission",      "entity:fumio-kishida party:eu:commission"},
        {"entity:\"岸田 文雄\" entity:!",             "entity:\"岸田 文雄\" entity:!"       },
        {"entity:\"-x\" entity:-x",                       "entity:\"-x\" entity:\"-x\""             },
        {"date:2024-04 date:2024-04..2024-06",            "date:2024-04 date:2024-04..2024-06"      },
        {"date:2024.. date:..2024-06-01 date:2024-21",
         "date:2024.. date:..2024-06-01 date:2024-21"                                               },
        {"date:2024/2025 date:../2024 date:[1667..1669]",
         "date:2024/2025 date:../2024 date:[1667..1669]"                                            },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct buf out = {0};
        struct clause_fault fault;
        struct clause *c = clause_parse(str_of(cases[i].query), &a, &fault);
        if (c == NULL)
            fail_msg("%s: %.*s", cases[i].query, STR_FMT(fault.message));
        clause_print(c, &out);
        buf_byte(&out, '\0');
        assert_string_equal(out.ptr, cases[i].canonical);
        buf_release(&out);
        arena_release(&a);
    }
}

static void refuses(void **state)
{
    static const struct {
        const char *query;
        size_t point;
        const char *message;
    } cases[] = {
        {"",                   0,  "the query is empty"                                 },
        {" \n",                2,  "the query is empty"                                 },
        {"日本 (korea",      3,  "this parenthesis is not closed"                     },
        {"a (",                2,  "this parenthesis is not closed"                     },
        {"a (b (c)",           2,  "this parenthesis is not closed"                     },
        {"a) b",               1,  "this closes no parenthesis"                         },
        {")",                  0,  "this closes no parenthesis"                         },
        {"a ( ) b",            2,  "there is nothing between the parentheses"           },
        {"\"Die Linke",        0,  "this quotation mark is not closed"                  },
        {"title:\"x\\\"",      6,  "this quotation mark is not closed"                  },
        {"a \" \"",            2,  "there is nothing between the quotation marks"       },
        {"OR a",               0,  "OR needs something before it"                       },
        {"(OR a)",             1,  "OR needs something before it"                       },
        {"a OR",               2,  "OR needs something after it"                        },
        {"a OR OR b",          2,  "OR needs something after it"                        },
        {"(a OR ) b",          3,  "OR needs something after it"                        },
        {"a - b",              2,  "- needs right after it what must not be found"      },
        {"a --",               2,  "- needs right after it what must not be found"      },
        {"-OR",                3,  ""                                                   },
        {"*",                  0,  "* needs the beginning of a word before it"          },
        {"a*b",                1,  "* may stand only at the end of a word"              },
        {"a**",                1,  "* may stand only at the end of a word"              },
        {"a !? b",             2,  "'!?' has no letter or digit to search for"          },
        {"title:-",            6,  "'-' has no letter or digit to search for"           },
        {"=",                  1,  "= needs a word or a phrase right after it"          },
        {"title:= x",          7,  "= needs a word or a phrase right after it"          },
        {"title: x",           6,  "title: needs a value right after the colon"         },
        {"(entity:)",          8,  "entity: needs a value right after the colon"        },
        {"a titel:x",          2,  "there is no field 'titel'; did you mean 'title'?"   },
        {"http://x.org",       0,
         "there is no field 'http'; to search for it, put it in "
         "quotation marks"                                                              },
        {"type:persn",         5,  "there is no type 'persn'; did you mean 'person'?"   },
        {"type:\"x y\"",       6,  "there is no type 'x y'"                             },
        {"type:=person",       5,  "type: takes no ="                                   },
        {"type:per*",          8,  "type: takes no *"                                   },
        {"status:force",       7,  "there is no status 'force'"                         },
        {"status:singed",      7,  "there is no status 'singed'; did you mean 'signed'?"},
        {"date:2024-13",       5,  "'2024-13': there is no month 13"                    },
        {"date:2024..2024-13", 11, "'2024-13': there is no month 13"                    },
        {"date:2025..2024",    5,  "the range ends before it begins"                    },
        {"date:..",            5,  "a range needs a date at one end"                    },
        {"date:2024*",         9,  "date: takes no *"                                   },
        {"a \x01 b",           2,  "control characters cannot be searched for"          },
        {"日 \xC3( b",        2,  "this is not valid UTF-8"                            },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct clause_fault fault;
        struct clause *c = clause_parse(str_of(cases[i].query), &a, &fault);
        if (*cases[i].message == '\0') {
            assert_non_null(c);
        } else {
            assert_null(c);
            assert_string_equal(arena_cstr(&a, fault.message), cases[i].message);
            assert_int_equal(fault.point, cases[i].point);
        }
        arena_release(&a);
    }
}

static void a_nul_is_no_end(void **state)
{
    (void)state;
    struct arena a = {0};
    struct clause_fault fault;
    assert_null(clause_parse(STR("a\0b"), &a, &fault));
    assert_int_equal(fault.byte, 1);
    arena_release(&a);
}

static void dates_reach_over_both_ends(void **state)
{
    (void)state;
    struct arena a = {0};
    struct clause_fault fault;
    struct clause *c = clause_parse(STR("date:2024-04..2024-06"), &a, &fault);
    assert_non_null(c);
    assert_int_equal(c->date.earliest, date_from_civil((struct civil){2024, 4, 1}));
    assert_int_equal(c->date.latest, date_from_civil((struct civil){2024, 6, 30}));
    c = clause_parse(STR("date:..2024-02"), &a, &fault);
    assert_non_null(c);
    assert_int_equal(c->date.first, DATE_OPEN);
    assert_int_equal(c->date.latest, date_from_civil((struct civil){2024, 2, 29}));
    arena_release(&a);
}

/* -- Limits ------------------------------------------------------------------------------------ */

/* `count` times `piece`, and then `end`. */
static bool readable(const char *piece, size_t count, const char *end)
{
    struct arena a = {0};
    struct buf text = {0};
    struct clause_fault fault;
    for (size_t i = 0; i < count; i++)
        buf_append(&text, str_of(piece));
    buf_append(&text, str_of(end));
    bool read = clause_parse(buf_str(&text), &a, &fault) != NULL;
    assert_true(read || (fault.byte <= text.len && fault.message.len > 0));
    buf_release(&text);
    arena_release(&a);
    return read;
}

static void keeps_its_limits(void **state)
{
    (void)state;
    assert_true(readable("a", CLAUSE_BYTES, ""));
    assert_false(readable("a", CLAUSE_BYTES + 1, ""));
    assert_false(readable("a", (size_t)1 << 20, ""));
    assert_false(readable("(", (size_t)1 << 20, ""));
    assert_true(readable("-", CLAUSE_BYTES - 1, "a"));
    assert_true(readable("(", CLAUSE_DEPTH, "a))))))))))))))))))))))))))))))))"));
    assert_false(readable("(", CLAUSE_DEPTH + 1, "a)))))))))))))))))))))))))))))))))"));
}

/* -- By property ------------------------------------------------------------------------------- */

static bool equal(const struct clause *a, const struct clause *b)
{
    if (a->kind != b->kind || a->part_count != b->part_count)
        return false;
    for (size_t i = 0; i < a->part_count; i++)
        if (!equal(a->parts[i], b->parts[i]))
            return false;
    return a->kind != CLAUSE_TERM ||
           (a->field == b->field && str_eq(a->text, b->text) && a->prefix == b->prefix &&
            a->exact == b->exact && a->type == b->type && a->status == b->status &&
            a->date.earliest == b->date.earliest && a->date.latest == b->date.latest);
}

static str random_value(struct prng *random, enum term_field field, struct arena *a)
{
    static const char *const dates[] = {"2024", "2024-04..", "..2024-05-06", "2024-04/2025",
                                        "201X~"};
    static const char *const words[] = {"japan",  "OR",  "-x",        "=y",  "a b", "c\"d\\",
                                        "http:x", "(e)", "日本",      "f*g", " h ", "\\\"i",
                                        "title:", "AND", "NEAR(a b)", "7",   "a\\"};
    struct buf text = {0};
    switch (field) {
    case TERM_TYPE:
        return str_of(
            entity_type_name((enum entity_type)(1 + prng_below(random, ENTITY_TYPE_COUNT - 1))));
    case TERM_STATUS:
        return str_of(status_name((enum status)(1 + prng_below(random, STATUS_COUNT - 1))));
    case TERM_DATE:
        return str_of(dates[prng_below(random, 5)]);
    default:
        buf_append(&text, str_of(words[prng_below(random, sizeof words / sizeof *words)]));
        buf_append(&text, str_of(words[prng_below(random, sizeof words / sizeof *words)]));
    }
    str value = arena_str(a, buf_str(&text));
    buf_release(&text);
    return value;
}

static struct clause *random_tree(struct prng *random, int depth, unsigned forbidden,
                                  struct arena *a)
{
    struct clause *c = ARENA_NEW(a, struct clause);
    do
        c->kind = (enum clause_kind)prng_below(random, depth > 0 ? 4 : 1);
    while (forbidden & (1U << c->kind));
    if (c->kind != CLAUSE_TERM) {
        c->part_count = c->kind == CLAUSE_NOT ? 1 : 2 + prng_below(random, 3);
        c->parts = ARENA_ARRAY(a, struct clause *, c->part_count);
        for (size_t i = 0; i < c->part_count; i++)
            c->parts[i] = random_tree(random, depth - 1, 1U << c->kind, a);
        return c;
    }
    c->field = (enum term_field)prng_below(random, TERM_FIELD_COUNT);
    c->text = random_value(random, c->field, a);
    if (c->field == TERM_TYPE)
        entity_type_parse(c->text, &c->type);
    else if (c->field == TERM_STATUS)
        status_parse(c->text, &c->status);
    else if (c->field != TERM_DATE) {
        c->prefix = prng_below(random, 3) == 0;
        c->exact = prng_below(random, 3) == 0;
    }
    return c;
}

static void trees_come_back(void **state)
{
    (void)state;
    struct prng random = {4};
    for (int i = 0; i < 4000; i++) {
        struct arena a = {0};
        struct buf out = {0};
        struct clause_fault fault;
        struct clause *tree = random_tree(&random, 4, 0, &a);
        clause_print(tree, &out);
        struct clause *again = clause_parse(buf_str(&out), &a, &fault);
        if (out.len <= CLAUSE_BYTES) {
            if (again == NULL)
                fail_msg("%.*s: %.*s", STR_FMT(out), STR_FMT(fault.message));
            /* Days are those of the text. */
            struct buf twice = {0};
            clause_print(again, &twice);
            assert_true(str_eq(buf_str(&out), buf_str(&twice)));
            struct clause *third = clause_parse(buf_str(&twice), &a, &fault);
            assert_true(third != NULL && equal(again, third));
            buf_release(&twice);
        }
        buf_release(&out);
        arena_release(&a);
    }
}

/* Words of the language in any order, and any characters at all. */
static void random_query(struct prng *random, struct buf *out)
{
    static const char *const pieces[] = {
        "(", ")",  "\"",     "-",       "*",      "=",     " ",     " ",       " OR ", "OR",
        ":", "\\", "title:", "entity:", "date:",  "type:", "japan", "2024",    "..",   "person",
        "[", "]",  "/",      "AND",     "NEAR/2", "^a",    "{x}:",  "status:", "NULL", "';--",
    };
    buf_clear(out);
    for (unsigned i = 0, count = prng_below(random, 14); i < count; i++)
        if (prng_below(random, 6) == 0)
            random_text(random, out, 1 + prng_below(random, 3), prng_below(random, 20) == 0);
        else
            buf_append(out, str_of(pieces[prng_below(random, sizeof pieces / sizeof *pieces)]));
}

/* The mark stands below the place, on a line that fits and that is safe. */
static void check_line(str query, const struct clause_fault *fault, struct prng *random)
{
    struct buf line = {0}, again = {0};
    size_t cells = 16 + prng_below(random, 60), column;
    bool ascii = prng_below(random, 2);
    clause_fault_line(query, fault, cells, ascii, &line, &column);
    size_t width = safe_width(buf_str(&line));
    if (column > width || width > cells)
        fail_msg("%zu cells, %zu of %zu: %.*s", cells, column, width, STR_FMT(line));
    safe_append(&again, buf_str(&line), SAFE_LINE, ascii);
    assert_true(str_eq(buf_str(&line), buf_str(&again)));
    buf_release(&again);
    buf_release(&line);
}

static void survives_anything(void **state)
{
    (void)state;
    struct prng random = {20240410};
    struct buf text = {0};
    size_t read = 0;
    for (int i = 0; i < 40000; i++) {
        struct arena a = {0};
        struct clause_fault fault;
        random_query(&random, &text);
        struct clause *c = clause_parse(buf_str(&text), &a, &fault);
        if (c == NULL) {
            assert_true(fault.byte <= text.len && fault.point <= fault.byte);
            assert_true(fault.message.len > 0);
            check_line(buf_str(&text), &fault, &random);
        } else {
            struct buf out = {0};
            clause_print(c, &out);
            struct clause *again = clause_parse(buf_str(&out), &a, &fault);
            if (again == NULL || !equal(c, again))
                fail_msg("%.*s becomes %.*s", STR_FMT(text), STR_FMT(out));
            buf_release(&out);
            read++;
        }
        arena_release(&a);
    }
    assert_true(read > 4000);
    buf_release(&text);
}

/* -- The line with the place ------------------------------------------------------------------- */

static void shows_the_place(void **state)
{
    static const struct {
        const char *query;
        size_t byte, cells;
        bool ascii;
        const char *line;
        size_t column;
    } cases[] = {
        {"a (b",                       2,  80, false, "a (b",                 2 },
        {"日本 (b",                  7,  80, false, "日本 (b",            5 },
        {"a\t\x1B (b",                 4,  80, false, "a␉␛ (b",           4 },
        {"",                           0,  80, false, "",                     0 },
        {"abcdefghijklmnopqrstuvwxyz", 26, 16, false, "…opqrstuvwxyz",      13},
        {"abcdefghijklmnopqrstuvwxyz", 26, 16, true,  "...opqrstuvwxyz",      15},
        {"abcdefghijklmnopqrstuvwxyz", 2,  16, false, "abcdefghijklmno…",   2 },
        {"abcdefghijklmnopqrstuvwxyz", 13, 16, false, "…ijklmnopqrstuv…", 6 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf line = {0};
        size_t column;
        const struct clause_fault fault = {.byte = cases[i].byte};
        clause_fault_line(str_of(cases[i].query), &fault, cases[i].cells, cases[i].ascii, &line,
                          &column);
        buf_byte(&line, '\0');
        assert_string_equal(line.ptr, cases[i].line);
        assert_int_equal(column, cases[i].column);
        buf_release(&line);
    }
}

static void takes_the_last_word_for_the_beginning_of_one(void **state)
{
    static const struct {
        const char *query, *typed;
    } cases[] = {
        {"jap",           "jap*"         },
        {"jap ",          "jap "         },
        {"space jap",     "space jap*"   },
        {"a OR b",        "a OR b*"      },
        {"title:pac",     "title:pac*"   },
        {"entity:kish",   "entity:kish*" },
        {"日本",        "日本*"      },
        {"jap*",          "jap*"         },
        {"=NAT",          "=NAT"         },
        {"\"five eye",    "\"five eye"   },
        {"\"five eyes\"", "\"five eyes\""},
        {"-jap",          "-jap"         },
        {"a -(b OR c",    "a -(b OR c"   },
        {"a (b c)",       "a (b c)"      },
        {"type:person",   "type:person"  },
        {"date:2024",     "date:2024"    },
        {"a,",            "a,"           },
        {"",              ""             },
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str typed = clause_as_typed(str_of(cases[i].query), &a);
        if (!str_eq(typed, str_of(cases[i].typed)))
            fail_msg("\"%s\" became \"%.*s\"", cases[i].query, STR_FMT(typed));
    }
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(takes_the_last_word_for_the_beginning_of_one),
        cmocka_unit_test(refuses),
        cmocka_unit_test(a_nul_is_no_end),
        cmocka_unit_test(dates_reach_over_both_ends),
        cmocka_unit_test(keeps_its_limits),
        cmocka_unit_test(trees_come_back),
        cmocka_unit_test(survives_anything),
        cmocka_unit_test(shows_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
