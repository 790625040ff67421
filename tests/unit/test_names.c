/* Names in texts: the rules one by one, and against a plain search on random texts. */
#include "match/names.h"

#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/unicode.h"

#include <string.h>

struct bench {
    struct arena arena;
    struct folded folded;
    char *breaks;
    struct name_form forms[64];
    size_t count;
};

static void bench_text(struct bench *b, const char *text, size_t len)
{
    b->folded = text_fold((str){text, len}, &b->arena);
    b->breaks = arena_alloc(&b->arena, b->folded.text.len + 1, 1);
    unicode_word_breaks(b->folded.text, b->breaks);
}

static void bench_name(struct bench *b, str name, size_t owner)
{
    b->forms[b->count] = (struct name_form){
        .folded = str_trim(text_fold_only(name, &b->arena)), .owner = owner, .form = b->count};
    b->count++;
}

static struct name_hits bench_find(struct bench *b, const struct span *excluded, size_t count)
{
    struct name_hits hits = {0};
    struct name_set set = {.names = names_build(b->forms, b->count, &b->arena)};
    struct name_text text = {.folded = &b->folded,
                             .word_breaks = b->breaks,
                             .excluded = excluded,
                             .excluded_count = count};
    names_find(&set, 1, &text, &b->arena, &hits);
    return hits;
}

/* -- The rules --------------------------------------------------------------------------------- */

/* Names separated by |, each an owner from 0; found: "owner:text" separated by blanks. */
static const struct {
    const char *text, *names, *found;
} CASES[] = {
    {"Japan met Japanese Japan.",          "Japan",                        "0:Japan 0:Japan"                   },
    {"Japan's, Japan\u2019s and JAPAN'S",  "Japan|JAPAN",                  "0:Japan 0:Japan 1:JAPAN"           },
    {"the States' and States's",           "States",                       "0:States 0:States"                 },
    {"japan JAPAN",                        "Japan",                        ""                                  },
    {"Japan'sea",                          "Japan",                        ""                                  },
    {"US-Japan, U.S.-Japan, U.S. and USA", "US|U.S.|Japan",                "0:US 2:Japan 1:U.S. 2:Japan 1:U.S."},
    {"New York Times of New York",         "New York|New York Times|York", "1:New York Times 0:New York"       },
    {"a b c d",                            "a b|b c d",                    "0:a b"                             },
    {"New\nYork, New  York",               "New York",                     "0:New\nYork 0:New  York"           },
    {"Jean\u2010Paul and Jean-Paul",       "Jean\u2013Paul",               "0:Jean\u2010Paul 0:Jean-Paul"      },
    {"Ko\u0304chi K\u014Dchi",             "K\u014Dchi",                   "0:Ko\u0304chi 0:K\u014Dchi"        },
    {"cafe\u0301",                         "cafe",                         ""                                  },
    {"岸田文雄首相は日本の",     "岸田文雄|日本|田",      "0:岸田文雄 1:日本"           },
    {"\u30C8\u30E8\u30BF\u306E",           "\u30C8\u30E8",                 "0:\u30C8\u30E8"                    },
    {"G7首脳",                           "G7首脳|G7",                  "0:G7首脳"                        },
    {"XG7首脳",                          "G7首脳",                     ""                                  },
    {"ประเทศไทย",        "ไทย",                    "0:ไทย"                       },
    {"กี",                             "ก",                          ""                                  },
    {"C++, C++11 and .NET",                "C++|.NET",                     "0:C++ 0:C++ 1:.NET"                },
    {"3.5 and F-35s",                      "3|F-35",                       ""                                  },
    {"Kishida",                            "Kishida|Kishida",              "0:Kishida 1:Kishida"               },
    {"a",                                  "",                             ""                                  },
    {"",                                   "a",                            ""                                  },
};

static void rules(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct bench b = {0};
        struct buf found = {0};
        const char *names = CASES[i].names;
        bench_text(&b, CASES[i].text, strlen(CASES[i].text));
        for (size_t owner = 0; *names; owner++) {
            size_t len = strcspn(names, "|");
            bench_name(&b, (str){names, len}, owner);
            names += len + (names[len] == '|');
        }
        struct name_hits hits = bench_find(&b, NULL, 0);
        for (size_t k = 0; k < hits.len; k++) {
            struct span s = folded_span(&b.folded, hits.items[k].start, hits.items[k].end);
            buf_printf(&found, "%s%zu:", k ? " " : "", hits.items[k].owner);
            buf_append(&found, str_sub(str_of(CASES[i].text), s.start, s.end));
        }
        buf_byte(&found, '\0');
        if (strcmp(found.ptr, CASES[i].found) != 0) {
            print_error("'%s' in '%s': %s, not %s\n", CASES[i].names, CASES[i].text, found.ptr,
                        CASES[i].found);
            wrong++;
        }
        buf_release(&found);
        arena_release(&b.arena);
    }
    assert_int_equal(wrong, 0);
}

static void nothing_is_found_in_what_is_excluded(void **state)
{
    (void)state;
    struct bench b = {0};
    bench_text(&b, "aa bb aa bb", 11);
    bench_name(&b, STR("aa bb"), 0);
    bench_name(&b, STR("aa"), 1);
    struct span excluded[] = {
        {4, 5}
    };
    struct name_hits hits = bench_find(&b, excluded, 1);
    assert_int_equal(hits.len, 2);
    assert_true(hits.items[0].owner == 1 && hits.items[0].start == 0);
    assert_true(hits.items[1].owner == 0 && hits.items[1].start == 6);
    arena_release(&b.arena);
}

/* Layers of a scope: what an upper set says of an owner takes it out of the lower one. */
static void several_sets_are_as_one(void **state)
{
    (void)state;
    struct arena a = {0};
    struct bench b = {0};
    bench_text(&b, "ab abc ab", 9);
    struct name_form low[] = {
        {.folded = STR("ab"), .owner = 0},
        {                       .folded = STR("abc"),         .owner = 1          },
        { .folded = STR("silent"),     .owner = 2,               .silent = true}
    };
    struct name_form high[] = {
        {.folded = STR("ab"), .owner = 0}
    };
    bool skip[] = {false, true, false};
    struct name_set sets[] = {
        {.names = names_build(low, 3, &a),                      .skip = skip},
        {.names = names_build(high,                        1, &a)}
    };
    struct name_text text = {.folded = &b.folded, .word_breaks = b.breaks};
    struct name_hits hits = {0};
    names_find(sets, 2, &text, &a, &hits);
    assert_int_equal(hits.len, 4);
    assert_true(hits.items[0].set == 0 && hits.items[1].set == 1);
    assert_true(hits.items[2].start == 7 && hits.items[3].start == 7);
    hits.len = 0;
    names_exact(sets, 2, STR("ab"), &a, &hits);
    assert_int_equal(hits.len, 2);
    hits.len = 0;
    names_exact(sets, 2, STR("abc"), &a, &hits);
    assert_int_equal(hits.len, 0);
    names_exact(sets, 2, STR("silent"), &a, &hits);
    assert_int_equal(hits.len, 1);
    names_exact(sets, 2, STR("a"), &a, &hits);
    names_exact(sets, 2, STR(""), &a, &hits);
    assert_int_equal(hits.len, 1);
    arena_release(&a);
    arena_release(&b.arena);
}

/* -- Against a plain search -------------------------------------------------------------------- */

static bool plain_boundary(const struct bench *b, size_t at)
{
    return at == 0 || at == b->folded.text.len || b->breaks[at];
}

static bool plain_spaceless(str s, size_t at)
{
    uint32_t c;
    utf8_decode(s, at, &c, NULL);
    return unicode_is_spaceless(c);
}

static bool plain_fits(const struct bench *b, str name, size_t at)
{
    str s = b->folded.text;
    size_t end = at + name.len;
    uint32_t next = 0;
    if (!name.len || !str_starts(str_from(s, at), name) || !folded_is_boundary(&b->folded, at) ||
        !folded_is_boundary(&b->folded, end))
        return false;
    if (end < s.len)
        utf8_decode(s, end, &next, NULL);
    bool starts = plain_boundary(b, at) || plain_spaceless(s, at);
    bool possessive =
        (str_starts(str_from(s, end), STR("'s")) || str_starts(str_from(s, end), STR("'S"))) &&
        plain_boundary(b, end + 2);
    bool ends = plain_boundary(b, end) || possessive ||
                (plain_spaceless(s, utf8_prev(s, end)) && !unicode_is_mark(next));
    return starts && ends;
}

/* Leftmost, then longest, by trying every name everywhere. */
static void plain_find(struct bench *b, struct name_hits *hits)
{
    for (size_t at = 0; at < b->folded.text.len;) {
        size_t longest = 0;
        for (size_t i = 0; i < b->count; i++)
            if (b->forms[i].folded.len > longest && plain_fits(b, b->forms[i].folded, at))
                longest = b->forms[i].folded.len;
        for (size_t i = 0; i < b->count && longest; i++)
            if (b->forms[i].folded.len == longest && plain_fits(b, b->forms[i].folded, at))
                *VEC_PUSH(&b->arena, hits) =
                    (struct name_hit){.start = at, .end = at + longest, .owner = b->forms[i].owner};
        at += longest ? longest : 1;
    }
}

static void random_words(struct prng *p, struct buf *out, size_t count)
{
    static const char *const words[] = {"a",  "b",  "ab", "ba", " ",      " ",      "'s", "-",
                                        "日", "本", "é",  "e",  "\u0301", "\u2019", "\n", "ก"};
    for (size_t i = 0; i < count; i++)
        buf_append(out, str_of(words[prng_below(p, sizeof words / sizeof *words)]));
}

static void random_texts_agree_with_a_plain_search(void **state)
{
    (void)state;
    struct prng p = {.state = 20240408};
    for (int round = 0; round < 4000; round++) {
        struct bench b = {0};
        struct buf text = {0}, name = {0};
        struct name_hits plain = {0};
        random_words(&p, &text, prng_below(&p, 40));
        bench_text(&b, text.ptr, text.len);
        for (size_t i = prng_below(&p, 12); i > 0; i--) {
            buf_clear(&name);
            random_words(&p, &name, 1 + prng_below(&p, 4));
            bench_name(&b, arena_str(&b.arena, buf_str(&name)), i);
        }
        struct name_hits hits = bench_find(&b, NULL, 0);
        plain_find(&b, &plain);
        bool same = hits.len == plain.len;
        for (size_t i = 0; i < hits.len && same; i++)
            same = hits.items[i].start == plain.items[i].start &&
                   hits.items[i].end == plain.items[i].end;
        if (!same)
            fail_msg("round %d: %zu hits, not %zu", round, hits.len, plain.len);
        buf_release(&text);
        buf_release(&name);
        arena_release(&b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules),
        cmocka_unit_test(nothing_is_found_in_what_is_excluded),
        cmocka_unit_test(several_sets_are_as_one),
        cmocka_unit_test(random_texts_agree_with_a_plain_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
